//! Procedures: what is done about one matter, as a graph of steps that operations people write.
//!
//! A procedure is a folder `policy/assistant/procedures/<name>` with `procedure.toml` and one file of
//! texts per language. Every path through it ends in `end` or `hand_over`; [`crate::check`] proves it.

mod file;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalogue::Identity;
use crate::expr::Expr;
use crate::text::Texts;
use crate::value::Type;

pub use file::ParseError;

/// Most steps of one procedure.
pub const STEPS_MAX: usize = 100;

/// An expression with its text, as people wrote it.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    pub expr: Expr,
    pub text: String,
}

/// The end of a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// What the customer wanted was done.
    Done,
    /// They know what they wanted to know.
    Answered,
    /// They changed their mind.
    Dropped,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    Say {
        text: String,
        /// A line each.
        lines: Option<(Source, String)>,
        /// It is the proof of what was done.
        receipt: bool,
        then: String,
    },
    /// Asks for a value, unless what was said holds it already.
    Ask {
        slot: String,
        kind: Type,
        text: String,
        /// What must hold of the answer, called `it`, and what is said where it does not.
        within: Option<(Source, String)>,
        then: String,
    },
    /// Lets the customer choose among records.
    Choose {
        slot: String,
        from: Source,
        text: String,
        /// How one of them, called `it`, is shown.
        show: String,
        /// Where there is none to choose.
        empty: String,
        then: String,
    },
    /// Gives values names.
    Let {
        values: Vec<(String, Source)>,
        /// Where one of them is missing.
        missing: Option<String>,
        then: String,
    },
    When {
        cases: Vec<(Source, String)>,
        otherwise: String,
    },
    /// Calls a tool.
    Do(Box<Call>),
    /// Goes on with another procedure.
    Start(String),
    HandOver {
        /// Why, for whoever takes it: one of the texts.
        why: String,
        skill: Option<String>,
    },
    End(End),
}

/// The call of a tool.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    pub tool: String,
    pub with: Vec<(String, Source)>,
    /// What the customer is asked before; never missing where something changes.
    pub confirm: Option<String>,
    /// The rule by which it may be done.
    pub policy: Option<String>,
    /// What the amount may be at most, and where it goes otherwise.
    pub limit: Option<(Source, String)>,
    pub declined: Option<String>,
    pub failed: String,
    /// The name of what it answers.
    pub gives: Option<String>,
    pub then: String,
}

impl Call {
    /// Whether what it hands over, or its limit, depends on what has this name.
    pub(crate) fn speaks_of(&self, name: &str) -> bool {
        let limit = self.limit.as_ref().map(|(limit, _)| limit);
        self.with
            .iter()
            .map(|(_, source)| source)
            .chain(limit)
            .any(|source| source.expr.speaks_of(name))
    }
}

/// What a customer might write, and where it must lead: the procedure's own test.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    pub name: String,
    /// What the customer writes, in turn.
    pub says: Vec<String>,
    /// `done`, `answered`, `dropped` or `hand_over`.
    pub ends: String,
    /// The tools that are called, in turn.
    #[serde(default)]
    pub calls: Vec<String>,
    /// The made-up customer it is about.
    pub customer: String,
}

/// A procedure.
#[derive(Debug, Clone, PartialEq)]
pub struct Procedure {
    pub name: String,
    pub version: u32,
    pub title: String,
    /// What a customer wants who comes here.
    pub intents: Vec<String>,
    pub identity: Identity,
    /// Procedures that would get in the way of this one: wanted in one breath, this one comes first.
    pub before: Vec<String>,
    /// The tools whose work it takes back: who changes their mind about one of them is led here.
    pub undoes: Vec<String>,
    pub start: String,
    pub steps: BTreeMap<String, Act>,
    /// Texts by language.
    pub texts: BTreeMap<String, Texts>,
    pub examples: Vec<Example>,
}

impl Act {
    /// Where it can lead.
    pub fn next(&self) -> Vec<&str> {
        match self {
            Self::Say { then, .. } | Self::Ask { then, .. } => vec![then],
            Self::Choose { then, empty, .. } => vec![then, empty],
            Self::Let { then, missing, .. } => {
                std::iter::once(then.as_str()).chain(missing.as_deref()).collect()
            }
            Self::When { cases, otherwise } => {
                let cases = cases.iter().map(|(_, go)| go.as_str());
                cases.chain(std::iter::once(otherwise.as_str())).collect()
            }
            Self::Do(call) => {
                let sure = [call.then.as_str(), call.failed.as_str()];
                let limit = call.limit.as_ref().map(|(_, above)| above.as_str());
                sure.into_iter().chain(call.declined.as_deref()).chain(limit).collect()
            }
            Self::Start(_) | Self::HandOver { .. } | Self::End(_) => Vec::new(),
        }
    }

    /// Whether the customer is waited for.
    pub const fn waits(&self) -> bool {
        matches!(self, Self::Ask { .. } | Self::Choose { .. })
    }
}
