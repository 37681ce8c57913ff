//! One turn: what was understood of a message, the customer's facts and the state go in; what is said,
//! which tool is called, or to whom it is handed over come out.
//!
//! It promises: a wish for a person is honoured at once; what is asked twice in vain goes to a person;
//! nothing that changes something is called before its confirmation was answered with yes, on the very
//! arguments that were confirmed; no question is asked whose answer was already given.

pub(crate) mod answer;
mod beside;
mod choose;
mod dialogue;
mod quote;
mod room;
mod run;
mod speak;
mod state;
mod steer;

use std::collections::BTreeMap;

use kernel::{Currency, Date, Money};
use serde::{Deserialize, Serialize};

use crate::catalogue::{Identity, Power};
use crate::text::Wording;
use crate::value::{Fields, Value};

pub(crate) use dialogue::want_key;
pub use room::ReadWords;
pub use state::{Asked, Done, Frame, State};
pub use steer::{NoWay, Steered, Wanted};

/// An intent that a message may have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Intent {
    pub label: String,
    /// How likely it is, calibrated: 0 to 1.
    pub likely: f32,
}

/// An amount as it was written; the currency where it was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountSaid {
    /// Hundredths of the major unit.
    pub hundredths: i64,
    pub currency: Option<Currency>,
}

impl AmountSaid {
    /// The amount in a currency; `None` where another was named, or where it has no such fraction.
    #[must_use]
    pub fn money(self, currency: Currency) -> Option<Money> {
        let minor = match currency.exponent() {
            0 if self.hundredths % 100 == 0 => self.hundredths / 100,
            2 => self.hundredths,
            3 => self.hundredths.checked_mul(10)?,
            _ => return None,
        };
        self.currency.is_none_or(|named| named == currency).then_some(Money { minor, currency })
    }
}

/// What a customer may ask of whom they write with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AboutMe {
    /// Whether it is a machine. It says so (Regulation (EU) 2024/1689, Article 50 (1)).
    What,
    /// What it can do.
    Skills,
}

/// What a question asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// What was just said, as far as its words tell.
    This,
    Other,
}

/// Which of several, whatever their order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    Newest,
    Oldest,
    Neither,
}

/// What a message says besides what its writer wants.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Clues {
    /// `None` where it says neither, or both.
    pub yes: Option<bool>,
    /// The message is that yes or no and nothing else: where something was asked it is the answer, whatever
    /// a classifier takes it for.
    #[serde(default)]
    pub only: bool,
    /// What they ask about who they write with.
    #[serde(default)]
    pub about_me: Option<AboutMe>,
    pub amounts: Vec<AmountSaid>,
    /// Each as the days that it may mean.
    pub dates: Vec<Vec<Date>>,
    /// Numbers that count something: days, parts.
    pub counts: Vec<i64>,
    /// Which of several: 1 the first, -1 the last.
    pub ordinal: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub which: Option<Which>,
    /// Times of several days, each from its first to its last: a month.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<(Date, Date)>,
    /// The message asks something itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks: Option<Asks>,
    /// It takes back what was agreed to or done.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub takes_back: bool,
}

/// What was understood of a message.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Heard {
    /// Without card and other personal data.
    pub text: String,
    /// The most likely first.
    pub intents: Vec<Intent>,
    /// How likely it is about something else altogether: 0 to 1.
    pub out_of_scope: f32,
    pub clues: Clues,
    /// They ask for a person.
    pub wants_person: bool,
    /// What the help centre says of it, where it surely says something of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passage: Option<Passage>,
}

impl Heard {
    /// The message as the answer that it is: nothing is wanted besides.
    pub(crate) fn only(&self) -> Self {
        Self { intents: Vec::new(), out_of_scope: 0.0, passage: None, ..self.clone() }
    }
}

/// A passage of the help centre, word for word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Article, version and place: `late_fees@1#3`.
    pub id: String,
    /// Of the article.
    pub title: String,
    pub text: String,
}

/// What is known at the turn.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    pub facts: &'a Fields,
    pub today: Date,
    pub identity: Identity,
    /// BCP 47.
    pub language: &'a str,
    pub wording: &'a dyn Wording,
    pub rules: &'a Rules,
}

impl std::fmt::Debug for Situation<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { today, identity, language, .. } = self;
        f.debug_struct("Situation")
            .field("today", today)
            .field("identity", identity)
            .field("language", language)
            .finish_non_exhaustive()
    }
}

/// When the assistant acts on what it understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// From here on an intent is acted on.
    pub sure: f32,
    /// From here on a second intent of the same message is acted on after the first: nobody asked for it
    /// alone, so it must be surer than that.
    pub sure_of_second: f32,
    /// From here on a second intent is offered once the first is done.
    pub offered: f32,
    /// From here on it is asked which of two was meant; below nothing was understood.
    pub likely: f32,
    /// A message about something else while an answer is awaited.
    pub sure_of_change: f32,
    /// Questions that may stay without an answer before a person comes.
    pub misses_max: u8,
    /// At which wish for a person one comes. 1, at once, is what Ombud promises; before it the wish is
    /// taken as any other, so a procedure has to answer it.
    #[serde(default = "at_once")]
    pub person_at_wish: u8,
}

const fn at_once() -> u8 {
    1
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            sure: 0.5,
            sure_of_second: 0.8,
            offered: 0.4,
            likely: 0.2,
            sure_of_change: 0.7,
            misses_max: 2,
            person_at_wish: at_once(),
        }
    }
}

/// Something to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utterance {
    pub text: String,
    /// Answers that the customer may choose instead of writing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// It is the proof of what was done.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub receipt: bool,
    /// Where it comes from: `procedure/key`, or `texts/key`.
    pub source: String,
}

/// A tool to call, with everything authority needs to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToolCall {
    pub procedure: String,
    pub version: u32,
    pub step: String,
    pub tool: String,
    pub power: Power,
    pub action: String,
    pub args: BTreeMap<String, Value>,
    /// What moves, where the tool moves an amount.
    pub amount: Option<Money>,
    pub policy: Option<String>,
}

/// Why a tool did not do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolFailure {
    /// A stable code.
    pub code: String,
    pub why: String,
}

/// Why somebody else takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandOverWhy {
    /// The customer asked.
    Asked,
    /// A procedure ends there.
    Procedure,
    /// Too often not understood.
    NotUnderstood,
    /// A tool failed, or facts were missing that a procedure needs.
    Failed,
}

/// What comes after what is said.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// The customer speaks.
    Wait,
    Call(Box<ToolCall>),
    HandOver {
        why: HandOverWhy,
        skill: Option<String>,
        procedure: Option<String>,
    },
    /// The customer has what they wanted and says goodbye.
    Resolve,
}

/// What came of a turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub state: State,
    pub says: Vec<Utterance>,
    pub next: Next,
}
