//! What a language model may propose, and what becomes of it.
//!
//! A model is asked only where the rules and the classifier did not understand a message
//! ([`Book::room`](crate::book::Book::room)). It answers with commands of a small schema; whatever is not
//! exactly one of them is ignored and counted. A command that is taken becomes part of what was
//! [`Heard`](crate::turn::Heard), as if the customer had pressed a button, and the procedure goes on as
//! ever: its conditions, its limits and its confirmation stand.
//!
//! What a model can never do: answer "shall I?" with yes, answer yes or no where the answer is handed to
//! a tool (a declaration), give an amount, a date or a number that the rules do not read in the
//! customer's own words, name a record that was not shown, or take back a wish for a person.

mod parse;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::turn::Heard;

pub use parse::parse;

/// Most commands of one answer that are looked at.
pub const COMMANDS_MAX: usize = 4;
/// Longest words of the customer that a command may point at, in characters.
pub const WORDS_CHARS_MAX: usize = 200;
/// Longest name of a procedure in a command, in characters.
pub const NAME_CHARS_MAX: usize = 64;
/// Highest number of an option.
pub const OPTION_MAX: usize = 16;

/// One thing that a model proposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "do")]
pub enum Command {
    /// The customer wants this procedure.
    Start {
        procedure: String,
    },
    /// These words of the message are the answer to the open question.
    Answer {
        words: String,
    },
    /// The option of the open question, from 1.
    Choose {
        option: usize,
    },
    /// Yes to the open question; never to a confirmation.
    Yes,
    No,
    /// The customer does not want to go on with what is at work.
    Cancel,
    /// Ask which of the two is meant.
    Clarify {
        procedure: String,
        other: String,
    },
    /// The customer wants, or needs, a person.
    Person,
}

impl Command {
    /// Its name in the schema.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Start { .. } => "start",
            Self::Answer { .. } => "answer",
            Self::Choose { .. } => "choose",
            Self::Yes => "yes",
            Self::No => "no",
            Self::Cancel => "cancel",
            Self::Clarify { .. } => "clarify",
            Self::Person => "person",
        }
    }
}

/// Why something that was proposed counts for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ignored {
    /// No JSON of the shape.
    Shape,
    /// A field that the command does not have.
    UnknownField,
    UnknownCommand,
    /// No procedure or option of this name or number.
    UnknownLabel,
    TooLong,
    /// More commands than are looked at.
    TooMany,
    /// The customer did not write these words, or the rules read no such value in them.
    NotSaid,
    /// It answers nothing that was asked.
    NotAsked,
    /// Only the customer's own words may say this.
    Withheld,
    /// The message was understood without the model, or somebody asked for a person.
    Understood,
    /// Another command of the same answer was taken.
    Second,
}

/// What an answer of a model comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposed {
    pub commands: Vec<Command>,
    pub ignored: Vec<Ignored>,
}

/// The open question, as far as a model may help with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// What the customer wants.
    Wish,
    /// Whether there is anything else.
    More,
    /// One of so many options.
    Options(usize),
    /// Yes or no.
    YesNo,
    /// Yes or no, and a tool is told the answer.
    Declaration,
    /// An amount, a date or a number.
    Value,
    /// Whether something shall be done.
    Confirmation,
}

/// Where the rules left room: what a model is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    pub question: Question,
    /// The procedure at work.
    pub procedure: Option<String>,
}

/// What was taken of a proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The message with what was taken; as it was where nothing was.
    pub heard: Heard,
    pub command: Option<Command>,
    pub ignored: Vec<Ignored>,
}

/// The JSON Schema of an answer, for the procedures that there are.
pub fn schema<'n>(procedures: impl IntoIterator<Item = &'n str>) -> Value {
    let names: Vec<&str> = procedures.into_iter().collect();
    json!({
        "type": "object", "required": ["commands"],
        "properties": { "commands": {
            "type": "array", "maxItems": COMMANDS_MAX,
            "items": {
                "type": "object", "required": ["do"],
                "properties": {
                    "do": {
                        "type": "string",
                        "enum": ["start", "answer", "choose", "yes", "no", "cancel", "clarify", "person"],
                    },
                    "procedure": { "type": "string", "enum": names, "description": "start, clarify" },
                    "other": { "type": "string", "enum": names, "description": "clarify: the second" },
                    "option": {
                        "type": "integer", "minimum": 1, "maximum": OPTION_MAX,
                        "description": "choose: counted from 1",
                    },
                    "words": {
                        "type": "string", "maxLength": WORDS_CHARS_MAX,
                        "description": "answer: the words of the message, letter by letter",
                    },
                },
            },
        } },
    })
}
