//! Values from TOML, by the types of the catalogue: money as `"30.00 EUR"`, days as `"today"`, `"today-3"`,
//! `"today+14"`.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{Currency, Date, Money};
use toml::Value as Toml;

use crate::catalogue::{Catalogue, conforms};
use crate::value::{Fields, Type, Value};

/// Names that records inside a record are given by it: an instalment's order, shop and article.
const INHERITED: [&str; 3] = ["order", "merchant", "item"];

/// Reads values of one file.
pub(super) struct Reader<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) today: Date,
    /// What `"amount"` stands for, where a tool was called with one.
    pub(super) amount: Option<Money>,
}

impl Reader<'_> {
    /// A value of a type; `outer` is what it may inherit.
    pub(super) fn value(
        &self,
        written: &Toml,
        kind: &Type,
        outer: &BTreeMap<String, Value>,
    ) -> Result<Value, String> {
        let wrong = || format!("{written} is no {kind}");
        let text = || written.as_str().ok_or_else(wrong);
        Ok(match kind.present() {
            Type::Bool => Value::Bool(written.as_bool().ok_or_else(wrong)?),
            Type::Int => Value::Int(written.as_integer().ok_or_else(wrong)?),
            Type::Money => Value::Money(self.money(text()?).ok_or_else(wrong)?),
            Type::Date => Value::Date(self.date(text()?).ok_or_else(wrong)?),
            Type::Text => Value::text(text()?),
            Type::Words => Value::words(text()?),
            Type::Word(_) => Value::word(text()?),
            Type::Id(_) => Value::id(text()?),
            Type::List(inner) => {
                let entries = written.as_array().ok_or_else(wrong)?;
                let read = |entry| self.value(entry, inner, outer);
                Value::list(entries.iter().map(read).collect::<Result<_, _>>()?)
            }
            Type::Record(name) => {
                let table = written.as_table().ok_or_else(wrong)?;
                self.record(table, name, outer)?
            }
            Type::Optional(_) => return Err(wrong()),
        })
    }

    /// A record: what is not written is inherited, or missing where it may be, or empty, or false.
    fn record(
        &self,
        table: &toml::Table,
        name: &str,
        outer: &BTreeMap<String, Value>,
    ) -> Result<Value, String> {
        let wanted = self.catalogue.records.get(name);
        let wanted = wanted.ok_or_else(|| format!("there is no record `{name}`"))?;
        if let Some(other) = table.keys().find(|key| !wanted.contains_key(*key)) {
            return Err(format!("`{name}` has no field `{other}`"));
        }
        let mut fields = Fields::new();
        let mut inner = outer.clone();
        // What is simple first: the records inside are given it.
        let mut order: Vec<(&String, &Type)> = wanted.iter().collect();
        order.sort_by_key(|(_, kind)| matches!(kind.present(), Type::Record(_) | Type::List(_)));
        for (field, kind) in order {
            let value = match table.get(field) {
                Some(written) => self
                    .value(written, kind, &inner)
                    .map_err(|problem| format!("{name}.{field}: {problem}"))?,
                None => self
                    .unwritten(field, kind, outer)
                    .map_err(|problem| format!("{name}.{problem}"))?,
            };
            if field == "id" {
                inner.insert(name.to_owned(), value.clone());
            } else if INHERITED.contains(&field.as_str()) {
                inner.insert(field.clone(), value.clone());
            }
            fields.insert(field.clone(), value);
        }
        Ok(Value::Record(Arc::new(fields)))
    }

    fn unwritten(
        &self,
        field: &str,
        kind: &Type,
        outer: &BTreeMap<String, Value>,
    ) -> Result<Value, String> {
        if let Some(inherited) = outer.get(field)
            && conforms(self.catalogue, inherited, kind).is_ok()
        {
            return Ok(inherited.clone());
        }
        match kind {
            Type::Optional(_) => Ok(Value::None),
            Type::List(_) => Ok(Value::list(Vec::new())),
            Type::Bool => Ok(Value::Bool(false)),
            _ => Err(format!("{field} is missing: it is of type {kind}")),
        }
    }

    fn money(&self, text: &str) -> Option<Money> {
        if text == "amount" {
            return self.amount;
        }
        let (amount, currency) = text.split_once(' ')?;
        let currency: Currency = Currency::new(currency).ok()?;
        let (whole, part) = amount.split_once('.')?;
        let digits = usize::try_from(currency.exponent()).ok()?;
        let all = format!("{whole}{part}");
        (part.len() == digits).then_some(())?;
        Some(Money::new(all.parse().ok()?, currency))
    }

    fn date(&self, text: &str) -> Option<Date> {
        let days = match text.strip_prefix("today")? {
            "" => 0,
            days => days.parse::<i64>().ok()?,
        };
        self.today.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
    }
}
