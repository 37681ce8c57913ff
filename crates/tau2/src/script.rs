//! What the scripted customer of a task is told: facts of the task's `user_scenario`, nothing else.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

/// A customer's script: a file of `tests/scripts`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// Such as `task_037`.
    pub task: String,
    /// The family of the task, a letter.
    pub family: String,
    /// What they say of themselves when asked: `name` and some of `birth_date`, `email`, `phone`,
    /// `address`, `code`.
    #[serde(default)]
    pub me: BTreeMap<String, String>,
    /// Answers that hold for the whole conversation, by slot.
    #[serde(default)]
    pub answers: Map<String, Value>,
    /// Tools that they refuse when asked.
    #[serde(default)]
    pub refuse: Vec<String>,
    /// What they want, in turn.
    pub wish: Vec<Wish>,
    /// What they want when they come back after a transfer.
    #[serde(default)]
    pub back: Vec<Wish>,
    /// What they fill into a form, by its tool; several in turn.
    #[serde(default)]
    pub form: BTreeMap<String, Vec<Map<String, Value>>>,
    /// What they add to a tool of their own.
    #[serde(default)]
    pub own: BTreeMap<String, Map<String, Value>>,
}

/// One thing that they want.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    pub intent: String,
    /// What they want in the same breath.
    #[serde(default)]
    pub also: Vec<String>,
    /// They ask for a person.
    #[serde(default)]
    pub person: bool,
    /// They note each wish for a person with their own tool first.
    #[serde(default)]
    pub notes_it: bool,
    /// By slot: `true`, an amount, a date, words, `{ name, amount, date }` for one of several records; a
    /// list for a question that comes more than once.
    #[serde(default)]
    pub answers: Map<String, Value>,
    #[serde(default)]
    pub refuse: Vec<String>,
    /// Said only after a tool was called.
    pub after: Option<String>,
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }
}
