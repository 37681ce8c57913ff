//! The hand-off brief: what whoever takes a conversation over must know, so that the customer never
//! has to say it again.
//!
//! Built from the log and from facts, without a model. What it says is quoted, or put together from
//! fixed words and what the log and the facts hold: it has no number, date or name that they have
//! not (`tests/support/brief.rs`).

mod facts;
mod phrases;
mod said;

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

pub use facts::{ClockFact, ComplaintFact, DisputeFact, Facts, PauseFact, RefundFact};
pub(crate) use phrases::sentences;
pub use phrases::{Phrases, PhrasesError};

use crate::conversation::{Conversation, Event, EventBody, HumanHow, Speaker};
use crate::critical::Sign;
use crate::listen::{Language, SignalKind};
use said::{Said, cut};

/// Most lines of each list.
const LINES_MAX: usize = 6;
/// Longest quotation, in characters.
const QUOTE_CHARS_MAX: usize = 240;
/// Longest label of a source, in characters.
const LABEL_CHARS_MAX: usize = 60;
/// Angry messages in a row from which somebody is angry, not only upset.
const ANGRY_TURNS_MIN: u32 = 2;

/// What the next person must know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Why this needs a person.
    pub why: String,
    pub ai_did: Vec<String>,
    pub promised: Vec<Promised>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_question: Option<String>,
    /// `None` where the customer has said nothing that could be understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<Mood>,
    pub support_needs: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    pub sources: Vec<Source>,
}

/// Something the customer was promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promised {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
}

/// How the customer sounds, by what was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// Nothing else was heard.
    Calm,
    Worried,
    Upset,
    Angry,
    Distressed,
}

/// The nearest thing that must happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    pub at: Timestamp,
    pub what: String,
}

/// Where a part of the brief comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub kind: SourceKind,
    pub label: String,
    /// The number of the event, or the id.
    #[serde(rename = "ref")]
    pub reference: String,
}

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    Policy,
    Order,
    Dispute,
    Message,
}

impl Brief {
    /// The brief of a conversation, from its events (from old to new) and the facts.
    pub fn of(c: &Conversation, events: &[Event], facts: &Facts, phrases: &Phrases) -> Self {
        let mut said = Said::default();
        let why = why(c, events, &mut said);
        let ai_did = said.ai_did(c, events, facts);
        let promised = said.promised(c, events, facts, phrases);
        let open_question = said.open_question(events);
        let mut support_needs = facts.support_needs.clone();
        support_needs.dedup();
        Self {
            why,
            ai_did,
            promised,
            open_question,
            mood: mood(c, events),
            support_needs,
            deadline: deadline(c, facts),
            sources: said.sources(c, facts),
        }
    }
}

/// Why a person is needed: who asked, what the assistant said of it, and what makes it urgent.
fn why(c: &Conversation, events: &[Event], said: &mut Said) -> String {
    let asked = events.iter().rev().find_map(|event| match &event.body {
        EventBody::HumanRequested { how, words, again: false, .. } => Some((event, *how, words)),
        _ => None,
    });
    let mut parts = Vec::new();
    if let Some((event, how, words)) = asked {
        let words = words.as_deref().map(str::trim).filter(|words| !words.is_empty());
        let quoted = |text: &str| match words {
            Some(words) => format!("{text}: “{}”.", cut(words, QUOTE_CHARS_MAX)),
            None => format!("{text}."),
        };
        parts.push(match how {
            HumanHow::Button | HumanHow::Words => quoted("The customer asked for a person"),
            HumanHow::RepeatedNo => quoted("The customer said no to the assistant again and again"),
            HumanHow::Assistant => quoted("The assistant handed it over"),
            HumanHow::CriticalMoment => "This moment calls for a person.".to_owned(),
            HumanHow::NoAssistant => "The customer wrote, and no assistant answers.".to_owned(),
            HumanHow::Call => "The customer called, and nobody answered.".to_owned(),
        });
        said.quote_before(events, event.seq);
    }
    let handed = events.iter().rev().find_map(|event| match &event.body {
        EventBody::HandedOver { why, .. } if !why.trim().is_empty() => Some(why.trim()),
        _ => None,
    });
    // The request that a hand-over makes has the same words.
    if let Some(why) = handed
        && !parts.iter().any(|part| part.contains(&cut(why, QUOTE_CHARS_MAX)))
    {
        parts.push(format!("The assistant: “{}”.", cut(why, QUOTE_CHARS_MAX)));
    }
    let asks = asked.is_some();
    let because = c.priority.reasons.iter().filter(|reason| {
        // It was said in the first words already.
        !(asks && reason.signal == Sign::HumanRequested)
    });
    let because: Vec<&str> =
        because.take(LINES_MAX).map(|reason| without_key(&reason.because)).collect();
    if !because.is_empty() {
        parts.push(format!("{}.", because.join("; ")));
    }
    if parts.is_empty() {
        parts.push("Nobody asked for a person, and nothing urgent was heard.".to_owned());
    }
    parts.join(" ")
}

/// A reason without the key of the listening rule that ends it: `They cannot pay (en/hardship)`.
fn without_key(because: &str) -> &str {
    let is_key = |key: &str| {
        key.split_once('/').is_some_and(|(language, rule)| {
            !rule.is_empty()
                && (2..=3).contains(&language.len())
                && key.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'/' | b'_' | b'.'))
        })
    };
    match because.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")) {
        Some((words, key)) if is_key(key) => words,
        _ => because,
    }
}

fn mood(c: &Conversation, events: &[Event]) -> Option<Mood> {
    let spoke = |event: &Event| {
        event.by.kind == Speaker::Customer && matches!(event.body, EventBody::Message { .. })
    };
    if !events.iter().any(spoke) || Language::parse(&c.language).is_none() {
        return None;
    }
    let heard = |kinds: &[SignalKind]| c.signals.iter().any(|signal| kinds.contains(signal));
    let sign = |signs: &[Sign]| c.priority.reasons.iter().any(|one| signs.contains(&one.signal));
    use SignalKind::{Abuse, Anger, Bereavement, FraudVictim, Hardship, SelfHarm, SeriousIllness};
    let turns = c.earlier.anger.turns;
    Some(if heard(&[SelfHarm, Abuse, Bereavement, SeriousIllness]) {
        Mood::Distressed
    } else if turns >= ANGRY_TURNS_MIN || sign(&[Sign::AngerLasting]) {
        Mood::Angry
    } else if turns > 0 || heard(&[Anger]) || sign(&[Sign::Anger]) || c.complaint.is_some() {
        Mood::Upset
    } else if heard(&[FraudVictim, Hardship]) || sign(&[Sign::Arrears, Sign::UnauthorisedDispute]) {
        Mood::Worried
    } else {
        Mood::Calm
    })
}

/// The nearest deadline that is still to come; where none is, the one that was missed last.
fn deadline(c: &Conversation, facts: &Facts) -> Option<Deadline> {
    let promised = c.clocks.iter().filter(|clock| clock.is_running()).map(|clock| {
        let what = match clock.kind {
            crate::conversation::ClockKind::FirstResponse => "a person's first answer is due",
            crate::conversation::ClockKind::NextResponse => "a person's next answer is due",
            crate::conversation::ClockKind::Resolution => "the matter is to be resolved",
        };
        Deadline { at: clock.due_at, what: what.to_owned() }
    });
    let asked = c.human.iter().map(|human| Deadline {
        at: human.due_at,
        what: "a person is to answer who was asked for".to_owned(),
    });
    let told = |clock: &ClockFact| Deadline { at: clock.at, what: clock.what.clone() };
    let disputes = facts.disputes.iter().flat_map(|dispute| dispute.clocks.iter().map(told));
    let complaint = facts.complaint.iter().flat_map(|complaint| complaint.clocks.iter().map(told));
    // Of two at one instant the first is told: who asked comes before what is usual.
    let all: Vec<Deadline> = asked.chain(promised).chain(disputes).chain(complaint).collect();
    let (past, coming): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.at <= facts.now);
    let nearest = coming.into_iter().min_by_key(|one| one.at);
    nearest.or_else(|| past.into_iter().max_by_key(|one| one.at))
}
