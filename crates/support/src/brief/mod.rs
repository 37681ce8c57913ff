//! The hand-off brief: what whoever takes a conversation over must know, so that the customer never
//! has to say it again.
//!
//! Built from the log and from facts, without a model. What it says is quoted, or put together from
//! fixed words and what the log and the facts hold: it has no number, date or name that they have
//! not (`tests/support/brief.rs`).

mod facts;
mod next;
mod phrases;
mod said;
mod short;
mod words;

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

pub use facts::{ClockFact, ComplaintFact, DisputeFact, DueFact, Facts, PauseFact, RefundFact};
pub use next::{NextAct, NextStep};
pub(crate) use phrases::sentences;
pub use phrases::{Phrases, PhrasesError};
pub use short::{InShort, Told};
pub use words::BriefWords;

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
    /// What the customer answered already, from old to new.
    #[serde(default)]
    pub told: Vec<Told>,
    /// `None` where the customer has said nothing that could be understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<Mood>,
    pub support_needs: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Deadline>,
    /// All that run, the nearest first.
    #[serde(default)]
    pub deadlines: Vec<Deadline>,
    /// What is best done next, the most pressing first.
    #[serde(default)]
    pub next: Vec<NextStep>,
    #[serde(default)]
    pub in_short: InShort,
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
    /// The brief of a conversation, from its events (from old to new) and the facts, in the language of
    /// `words`; what somebody said stays in theirs.
    pub fn of(
        c: &Conversation,
        events: &[Event],
        facts: &Facts,
        phrases: &Phrases,
        words: &BriefWords,
    ) -> Self {
        let mut said = Said::new(words);
        let why = why(c, events, &mut said, words);
        let ai_did = said.ai_did(c, events, facts);
        let promised = said.promised(c, events, facts, phrases);
        let open_question = said.open_question(c, events);
        let mut support_needs = facts.support_needs.clone();
        support_needs.dedup();
        let mut deadlines = deadlines(c, facts, words);
        let next = next::steps(c, facts, open_question.as_deref(), words);
        let deadline = deadlines.first().cloned();
        deadlines.truncate(LINES_MAX);
        Self {
            why,
            ai_did,
            promised,
            open_question,
            told: short::told(events),
            mood: mood(c, events),
            support_needs,
            deadline,
            deadlines,
            next,
            in_short: short::in_short(c, events, facts, words),
            sources: said.sources(c, facts),
        }
    }
}

/// Why a person is needed: who asked, what the assistant said of it, and what makes it urgent.
fn why(c: &Conversation, events: &[Event], said: &mut Said<'_>, words: &BriefWords) -> String {
    let asked = events.iter().rev().find_map(|event| match &event.body {
        EventBody::HumanRequested { how, words, again: false, .. } => Some((event, *how, words)),
        _ => None,
    });
    let mut parts = Vec::new();
    if let Some((event, how, own)) = asked {
        let own = own.as_deref().map(str::trim).filter(|own| !own.is_empty());
        let quoted = |sentence: &str| match own {
            Some(own) => format!("{sentence}: {}.", words.quoted(own)),
            None => format!("{sentence}."),
        };
        parts.push(match how {
            HumanHow::Button | HumanHow::Words => quoted(&words.asked),
            HumanHow::RepeatedNo => quoted(&words.refused),
            // Why is told below, in the reader's words.
            HumanHow::Assistant if handed_with_code(events, words) => format!("{}.", words.handed),
            HumanHow::Assistant => quoted(&words.handed),
            HumanHow::CriticalMoment => words.critical.clone(),
            HumanHow::NoAssistant => words.no_assistant.clone(),
            HumanHow::Call => words.called.clone(),
        });
        said.quote_before(events, event.seq);
    }
    let handed = events.iter().rev().find_map(|event| match &event.body {
        EventBody::HandedOver { why, brief, .. } if !why.trim().is_empty() => {
            Some((why.trim(), words.handed_why(brief)))
        }
        _ => None,
    });
    match handed {
        Some((_, Some(told))) => parts.push(told),
        // The request that a hand-over makes has the same words.
        Some((why, None))
            if !parts.iter().any(|part| part.contains(&cut(why, QUOTE_CHARS_MAX))) =>
        {
            parts.push(words.assistant(why));
        }
        _ => {}
    }
    let asks = asked.is_some();
    let because = c.priority.reasons.iter().filter(|reason| {
        // It was said in the first words already.
        !(asks && reason.signal == Sign::HumanRequested)
    });
    let because: Vec<&str> = because.take(LINES_MAX).map(|reason| words.because(reason)).collect();
    if !because.is_empty() {
        parts.push(format!("{}.", because.join("; ")));
    }
    if parts.is_empty() {
        parts.push(words.nothing.clone());
    }
    parts.join(" ")
}

fn handed_with_code(events: &[Event], words: &BriefWords) -> bool {
    events.iter().any(|event| match &event.body {
        EventBody::HandedOver { brief, .. } => words.handed_why(brief).is_some(),
        _ => false,
    })
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

/// The deadlines that are still to come, the nearest first; where none is, the one that was missed last.
fn deadlines(c: &Conversation, facts: &Facts, words: &BriefWords) -> Vec<Deadline> {
    let promised = c.clocks.iter().filter(|clock| clock.is_running());
    let promised = promised
        .map(|clock| Deadline { at: clock.due_at, what: words.clock(clock.kind).to_owned() });
    let asked = c.human.iter();
    let asked = asked.map(|human| Deadline { at: human.due_at, what: words.answer.clone() });
    let told = |clock: &ClockFact| Deadline { at: clock.at, what: clock.what.clone() };
    let disputes = facts.disputes.iter().flat_map(|dispute| dispute.clocks.iter().map(told));
    let complaint = facts.complaint.iter().flat_map(|complaint| complaint.clocks.iter().map(told));
    let dues = facts.dues.iter().map(|due| Deadline { at: due.at, what: due.what.clone() });
    // Of two at one instant the first is told: who asked comes before what is usual.
    let all = asked.chain(promised).chain(disputes).chain(complaint).chain(dues);
    let (past, mut coming): (Vec<_>, Vec<_>) = all.partition(|one| one.at <= facts.now);
    coming.sort_by_key(|one| one.at);
    if coming.is_empty() {
        coming.extend(past.into_iter().max_by_key(|one| one.at));
    }
    coming
}
