//! What an agent is shown at a critical moment.

use serde::{Deserialize, Serialize};

/// Most steps of a script.
pub const SCRIPT_STEPS_MAX: usize = 12;

/// A conversation, step by step: BLAKE, TEXAS and our own. `source` says whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    pub name: String,
    pub title: String,
    pub steps: Vec<String>,
    pub source: String,
}

/// The order of moves of an answer that must show care, and what it never does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moves {
    pub order: Vec<String>,
    pub never: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scripts {
    pub(super) moves: Moves,
    pub(super) script: Vec<Script>,
}
