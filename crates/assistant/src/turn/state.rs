//! Where the assistant stands in one conversation.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::procedure::End;
use crate::value::Value;

/// A procedure at work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub procedure: String,
    pub version: u32,
    pub step: String,
    /// What was given so far, as it was then.
    #[serde(default)]
    pub values: BTreeMap<String, Value>,
    /// The steps that gave it, in turn: before something is done, it is looked up anew.
    #[serde(default)]
    pub trail: Vec<String>,
}

/// What the customer was asked, and has not answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// The step's own question.
    Slot,
    /// Which of these; ids in the order shown.
    Choice(Vec<String>),
    /// Whether it shall be done, with these arguments.
    Confirm(BTreeMap<String, Value>),
    /// Which of these procedures was meant.
    Meant(Vec<String>),
    /// Whether there is anything else.
    More,
    /// Whether what was quoted is what they wanted to know.
    Helped,
    /// Whether a person shall see to what the assistant cannot take back.
    Person,
}

/// Something that came to its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Done {
    pub procedure: String,
    pub version: u32,
    pub end: End,
    /// The tools that were called, and did it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<String>,
}

/// Where the assistant stands in one conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The last one is at work; those before wait for it.
    #[serde(default)]
    pub frames: Vec<Frame>,
    /// What the customer wants besides.
    #[serde(default)]
    pub waiting: Vec<String>,
    /// What they may want besides: it is offered, not begun.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub perhaps: Vec<String>,
    #[serde(default)]
    pub asked: Option<Asked>,
    /// How often an answer was not understood since the last one that was.
    #[serde(default)]
    pub misses: u8,
    #[serde(default)]
    pub done: Vec<Done>,
    /// Tools that did something for the procedure at work.
    #[serde(default)]
    pub tools: Vec<String>,
    #[serde(default)]
    pub turns: u32,
    /// Passages of the help centre that were quoted: none is quoted twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quoted: Vec<String>,
    /// How often the customer asked for a person.
    #[serde(default)]
    pub person_wishes: u8,
}

impl State {
    /// Whether a customer who says nothing more leaves with nothing: an answer of theirs is awaited, or
    /// nothing came to an end and nothing was quoted; and no tool did anything.
    pub fn is_left_open(&self) -> bool {
        let did = !self.tools.is_empty() || self.done.iter().any(|done| !done.tools.is_empty());
        let is_asked = match &self.asked {
            Some(Asked::Slot | Asked::Choice(_) | Asked::Confirm(_) | Asked::Meant(_)) => true,
            Some(Asked::More | Asked::Helped | Asked::Person) | None => false,
        };
        !did && (is_asked || (self.done.is_empty() && self.quoted.is_empty()))
    }
}

/// Most procedures that wait for one another.
pub(super) const FRAMES_MAX: usize = 4;
/// Most wishes that wait.
pub(super) const WAITING_MAX: usize = 3;
