//! The benchmark's data: the bank's tables, its tasks, and the state that a task's gold actions leave.

use serde::Deserialize;
use serde_json::Value;

use crate::bank::{Bank, BankError, Caller, Tables};
use crate::json::{Row, text};

/// Why the data cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    #[error("{file}: {source}")]
    Json { file: String, source: serde_json::Error },
}

/// How a task is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// By the final database; we compare all changing calls besides.
    Database,
    /// By the actions that are listed; others may have been done.
    Actions,
}

/// A task, without what its customer is told.
#[derive(Debug, Clone)]
pub struct Task {
    /// Such as `task_037`.
    pub id: String,
    pub basis: Basis,
    pub actions: Vec<Action>,
    overlay: Value,
    resolves_at_once: bool,
}

/// A gold action.
#[derive(Debug, Clone, Deserialize)]
pub struct Action {
    pub name: String,
    #[serde(default)]
    pub arguments: Row,
    #[serde(default)]
    requestor: String,
    /// Only these arguments are compared.
    pub compare_args: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct TaskFile {
    id: String,
    initial_state: Option<Value>,
    evaluation_criteria: Criteria,
}

#[derive(Deserialize)]
struct Criteria {
    actions: Vec<Action>,
    #[serde(default)]
    reward_basis: Vec<String>,
}

/// What a gold action asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    pub caller: Caller,
    pub tool: String,
    pub args: Row,
    /// Only these arguments are compared; all, where it is missing.
    pub only: Option<Vec<String>>,
}

impl Action {
    /// The call behind it; `None` for unlocking a tool, which changes nothing.
    pub fn wanted(&self) -> Option<Wanted> {
        let inner = |key: &str| {
            let args = text(&self.arguments, "arguments");
            let args = serde_json::from_str(args).unwrap_or_default();
            (text(&self.arguments, key).to_owned(), args)
        };
        let customer = self.requestor == "user";
        let caller = if customer { Caller::Customer } else { Caller::Assistant };
        let (tool, args) = match self.name.as_str() {
            "unlock_discoverable_agent_tool" => return None,
            "call_discoverable_agent_tool" => inner("agent_tool_name"),
            "call_discoverable_user_tool" => inner("discoverable_tool_name"),
            _ => (self.name.clone(), self.arguments.clone()),
        };
        Some(Wanted { caller, tool, args, only: self.compare_args.clone() })
    }
}

impl Task {
    /// Reads a file of the folder `tasks`.
    ///
    /// # Errors
    /// [`DataError`] with the file.
    pub fn parse(file: &str, content: &str) -> Result<Self, DataError> {
        let wrong = |source| DataError::Json { file: file.to_owned(), source };
        let task: TaskFile = serde_json::from_str(content).map_err(wrong)?;
        let data = task.initial_state.unwrap_or_default();
        let data = data.get("initialization_data").cloned().unwrap_or_default();
        let overlay = match data.get("agent_data") {
            Some(Value::Object(_)) => data.get("agent_data").cloned().unwrap_or_default(),
            _ => data,
        };
        let config = "/task_config/data/dispute_settings/auto_resolve_disputes";
        let by_database = task.evaluation_criteria.reward_basis.iter().any(|one| one == "DB");
        Ok(Self {
            id: task.id,
            basis: if by_database { Basis::Database } else { Basis::Actions },
            actions: task.evaluation_criteria.actions,
            resolves_at_once: overlay.pointer(config) == Some(&Value::Bool(true)),
            overlay,
        })
    }

    /// The bank when the task begins.
    pub fn bank(&self, tables: &Tables) -> Bank {
        let mut bank = Bank::default();
        bank.tables.clone_from(tables);
        bank.resolves_at_once = self.resolves_at_once;
        lay_over(&mut bank.tables, &self.overlay);
        bank
    }

    /// The bank after the gold actions.
    ///
    /// # Errors
    /// [`BankError`] where our environment cannot carry one out.
    pub fn replayed(&self, tables: &Tables) -> Result<Bank, BankError> {
        let mut bank = self.bank(tables);
        for wanted in self.actions.iter().filter_map(Action::wanted) {
            if wanted.tool == "give_discoverable_user_tool" {
                bank.give(text(&wanted.args, "discoverable_tool_name"));
            } else {
                bank.call(wanted.caller, &wanted.tool, &wanted.args)?;
            }
        }
        Ok(bank)
    }
}

/// Reads `db.json`.
///
/// # Errors
/// [`DataError`] where it is no JSON.
pub fn tables(content: &str) -> Result<Tables, DataError> {
    let wrong = |source| DataError::Json { file: "db.json".to_owned(), source };
    let database: Value = serde_json::from_str(content).map_err(wrong)?;
    let mut tables = Tables::new();
    lay_over(&mut tables, &database);
    Ok(tables)
}

/// Adds rows by table and key; of a row that is there, the fields that come.
fn lay_over(tables: &mut Tables, over: &Value) {
    for (table, content) in over.as_object().into_iter().flatten() {
        let rows = content.get("data").unwrap_or(content);
        if table == "task_config" {
            continue;
        }
        for (key, row) in rows.as_object().into_iter().flatten() {
            let Some(row) = row.as_object() else { continue };
            let known = tables.entry(table.clone()).or_default().entry(key.clone()).or_default();
            known.extend(row.iter().map(|(key, value)| (key.clone(), value.clone())));
        }
    }
}
