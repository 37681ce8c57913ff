//! Made-up customers, and what tools answer for them.

use std::collections::BTreeMap;

use kernel::{Date, Money};
use serde::Deserialize;
use toml::Value as Toml;

use super::read::Reader;
use crate::book::{Book, BookFile};
use crate::catalogue::{Catalogue, Identity, conforms};
use crate::turn::ToolCall;
use crate::value::{Fields, Type, Value};

/// The folder of the customers, and what tools answer.
const FOLDER: &str = "customers/";
const TOOLS: &str = "tools";

/// A made-up customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Customer {
    pub identity: Identity,
    /// The facts, by the catalogue.
    pub facts: Fields,
}

/// All of them, and the answers of tools.
#[derive(Debug, Clone, PartialEq)]
pub struct Customers {
    pub by_name: BTreeMap<String, Customer>,
    tools: BTreeMap<String, Toml>,
}

/// Customers that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct CustomersError {
    pub path: String,
    pub problem: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    identity: Identity,
    customer: Toml,
    #[serde(default)]
    orders: Vec<Toml>,
    goodwill_limit: Option<String>,
    refund_limit: Option<String>,
}

impl Customers {
    /// Reads `customers/<name>.toml` and `customers/tools.toml`, and proves every fact by the catalogue.
    ///
    /// # Errors
    /// [`CustomersError`] with the file, the field and what is wrong with it.
    pub fn parse(
        files: &[BookFile<'_>],
        catalogue: &Catalogue,
        today: Date,
    ) -> Result<Self, CustomersError> {
        let mut all = Self { by_name: BTreeMap::new(), tools: BTreeMap::new() };
        for (path, text) in files {
            let name = path.strip_prefix(FOLDER).and_then(|rest| rest.strip_suffix(".toml"));
            let Some(name) = name else { continue };
            let wrong = |problem: String| CustomersError { path: (*path).to_owned(), problem };
            if name == TOOLS {
                all.tools = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
                all.prove_tools(catalogue, today).map_err(wrong)?;
            } else {
                let file: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
                let customer = customer(&file, catalogue, today).map_err(wrong)?;
                all.by_name.insert(name.to_owned(), customer);
            }
        }
        Ok(all)
    }

    /// Customers that examples of a book are about, and that are not there.
    pub fn missing<'b>(&self, book: &'b Book) -> Vec<&'b str> {
        let examples = book.procedures.values().flat_map(|procedure| &procedure.examples);
        let names = examples.map(|example| example.customer.as_str());
        let mut missing: Vec<&str> =
            names.filter(|name| !self.by_name.contains_key(*name)).collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    /// Every tool that answers something has an answer, of its type.
    fn prove_tools(&self, catalogue: &Catalogue, today: Date) -> Result<(), String> {
        for (tool, entry) in &catalogue.tools {
            let Some(record) = &entry.gives else { continue };
            let written = self.tools.get(tool).ok_or_else(|| format!("`{tool}` has no answer"))?;
            // Of what a tool was called with, only the type counts here.
            let amount = Some(Money::new(0, kernel::Currency::EUR));
            let reader = Reader { catalogue, today, amount };
            let kind = Type::Record(record.clone());
            let value = reader.value(written, &kind, &BTreeMap::new());
            let value = value.map_err(|problem| format!("`{tool}`: {problem}"))?;
            conforms(catalogue, &value, &kind).map_err(|problem| format!("`{tool}`{problem}"))?;
        }
        Ok(())
    }

    /// What a tool answers to a call.
    pub(super) fn answer(&self, book: &Book, call: &ToolCall, today: Date) -> Option<Value> {
        let tool = book.catalogue.tools.get(&call.tool)?;
        let Some(record) = &tool.gives else { return Some(Value::None) };
        let reader = Reader { catalogue: &book.catalogue, today, amount: call.amount };
        let written = self.tools.get(&call.tool)?;
        reader.value(written, &Type::Record(record.clone()), &BTreeMap::new()).ok()
    }
}

fn customer(file: &File, catalogue: &Catalogue, today: Date) -> Result<Customer, String> {
    let reader = Reader { catalogue, today, amount: None };
    let none = BTreeMap::new();
    let record = |name: &str| Type::Record(name.to_owned());
    let orders = file.orders.iter().map(|order| reader.value(order, &record("order"), &none));
    let orders: Vec<Value> = orders.collect::<Result<_, _>>()?;
    let money = |text: &Option<String>| match text {
        Some(text) => reader.value(&Toml::String(text.clone()), &Type::Money, &none),
        None => Ok(Value::None),
    };
    let mut facts = Fields::from([
        ("today".to_owned(), Value::Date(today)),
        ("customer".to_owned(), reader.value(&file.customer, &record("customer"), &none)?),
        ("goodwill_limit".to_owned(), money(&file.goodwill_limit)?),
        ("refund_limit".to_owned(), money(&file.refund_limit)?),
        ("desk_open".to_owned(), Value::Bool(true)),
    ]);
    let plans: Vec<Value> = orders.iter().map(|order| order.field("plan")).collect();
    let of_orders = |field: &str| inside(&orders, field);
    let of_plans = |field: &str| inside(&plans, field);
    let open = |one: &Value| *one == Value::word("open");
    let due = of_plans("instalments").into_iter().filter(|one| open(&one.field("state")));
    let lists = [
        ("due", due.collect()),
        ("disputes", of_orders("disputes")),
        ("movable", of_plans("movable")),
        ("fees", of_plans("fees")),
        ("refunds", of_orders("refunds")),
        ("payments", of_orders("payments")),
        ("orders", orders.clone()),
    ];
    facts
        .extend(lists.map(|(name, list): (&str, Vec<Value>)| (name.to_owned(), Value::list(list))));
    for (name, kind) in &catalogue.facts {
        let fact = facts.get(name).unwrap_or(&Value::None);
        conforms(catalogue, fact, kind).map_err(|problem| format!("{name}{problem}"))?;
    }
    Ok(Customer { identity: file.identity, facts })
}

/// The entries of a field's lists, one after another.
fn inside(records: &[Value], field: &str) -> Vec<Value> {
    records.iter().flat_map(|record| record.field(field).entries().to_vec()).collect()
}
