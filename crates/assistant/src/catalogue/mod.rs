//! What procedures can speak of: kinds of records, facts, tools. One file for the whole assistant,
//! `policy/assistant/catalogue.toml`; the program fills the facts and carries out the tools.

mod conform;
pub mod json;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::value::Type;

pub use conform::conforms;

/// How sure it is who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// Anybody.
    None,
    /// Something besides the message shows that it is the customer: their mail server's signature.
    Known,
    SignedIn,
    /// Signed in, and proved it again a moment ago.
    SteppedUp,
}

/// What a tool does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Power {
    /// Reads; nothing changes.
    Read,
    /// Changes something of the customer's account.
    Account,
    /// May move money.
    Money,
}

/// How a customer may name a record, so that it is found in what they write: paths of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownBy {
    /// Texts and ids.
    #[serde(default)]
    pub names: Vec<String>,
    #[serde(default)]
    pub amounts: Vec<String>,
    #[serde(default)]
    pub dates: Vec<String>,
}

/// A tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tool {
    pub power: Power,
    /// The action that authority is asked for, such as `plan.extend`.
    pub action: String,
    /// At least as sure it must be who asks.
    pub identity: Identity,
    /// Its parameters, each with its type.
    pub with: BTreeMap<String, Type>,
    /// Which parameter is the amount, for one that moves money of that amount.
    pub amount: Option<String>,
    /// The record that it answers with.
    pub gives: Option<String>,
}

/// All that procedures can speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    /// Fields of each kind of record, by its name.
    pub records: BTreeMap<String, BTreeMap<String, Type>>,
    pub known_by: BTreeMap<String, KnownBy>,
    /// What is known at each turn, by name.
    pub facts: BTreeMap<String, Type>,
    pub tools: BTreeMap<String, Tool>,
    /// Languages that every text is written in.
    pub languages: Vec<String>,
    /// Queues and skills of people that a procedure may hand over to.
    pub skills: Vec<String>,
}

/// A catalogue that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    #[error("catalogue: {0}")]
    Toml(String),
    #[error("catalogue: {place}: {problem}")]
    Wrong { place: String, problem: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    languages: Vec<String>,
    #[serde(default)]
    skills: Vec<String>,
    records: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    known_by: BTreeMap<String, KnownBy>,
    facts: BTreeMap<String, String>,
    #[serde(default)]
    tools: BTreeMap<String, ToolFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToolFile {
    power: Power,
    action: String,
    identity: Identity,
    #[serde(default)]
    with: BTreeMap<String, String>,
    amount: Option<String>,
    gives: Option<String>,
}

impl Catalogue {
    /// Reads a catalogue, and proves that every type in it is one.
    ///
    /// # Errors
    /// [`CatalogueError`] with the place.
    pub fn from_toml(text: &str) -> Result<Self, CatalogueError> {
        let file: File =
            toml::from_str(text).map_err(|error| CatalogueError::Toml(error.to_string()))?;
        let mut records = BTreeMap::new();
        for (name, fields) in file.records {
            let fields = types(&format!("records.{name}"), fields)?;
            records.insert(name, fields);
        }
        let mut catalogue = Self {
            records,
            known_by: file.known_by,
            facts: types("facts", file.facts)?,
            tools: BTreeMap::new(),
            languages: file.languages,
            skills: file.skills,
        };
        for (name, tool) in file.tools {
            let tool = Tool {
                power: tool.power,
                action: tool.action,
                identity: tool.identity,
                with: types(&format!("tools.{name}.with"), tool.with)?,
                amount: tool.amount,
                gives: tool.gives,
            };
            catalogue.tools.insert(name, tool);
        }
        catalogue.prove()?;
        Ok(catalogue)
    }

    fn prove(&self) -> Result<(), CatalogueError> {
        for (record, fields) in &self.records {
            for (field, kind) in fields {
                self.known(kind).map_err(|problem| CatalogueError::Wrong {
                    place: format!("records.{record}.{field}"),
                    problem,
                })?;
            }
        }
        for (fact, kind) in &self.facts {
            let place = || format!("facts.{fact}");
            self.known(kind)
                .map_err(|problem| CatalogueError::Wrong { place: place(), problem })?;
        }
        for (name, tool) in &self.tools {
            let wrong =
                |problem: String| CatalogueError::Wrong { place: format!("tools.{name}"), problem };
            for kind in tool.with.values() {
                self.known(kind).map_err(wrong)?;
                if matches!(kind.present(), Type::Text | Type::Record(_)) {
                    return Err(wrong(format!("no tool takes a {kind}: give it an id, or words")));
                }
            }
            if tool.amount.as_ref().is_some_and(|name| tool.with.get(name) != Some(&Type::Money)) {
                return Err(wrong("`amount` must name a parameter of type money".to_owned()));
            }
            if tool.gives.as_ref().is_some_and(|record| !self.records.contains_key(record)) {
                return Err(wrong("`gives` must name a record".to_owned()));
            }
        }
        Ok(())
    }

    fn known(&self, kind: &Type) -> Result<(), String> {
        match kind {
            Type::Record(name) | Type::Id(name) if !self.records.contains_key(name) => {
                Err(format!("there is no record `{name}`"))
            }
            Type::List(inner) | Type::Optional(inner) => self.known(inner),
            _ => Ok(()),
        }
    }
}

fn types(
    place: &str,
    given: BTreeMap<String, String>,
) -> Result<BTreeMap<String, Type>, CatalogueError> {
    let one = |(name, text): (String, String)| match Type::parse(&text) {
        Ok(kind) => Ok((name, kind)),
        Err(problem) => Err(CatalogueError::Wrong { place: format!("{place}.{name}"), problem }),
    };
    given.into_iter().map(one).collect()
}
