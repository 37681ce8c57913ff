//! The conversation in a few lines: what is wanted, how things are, what was done, where it stands. All of
//! it is quoted from the log or put together from facts.

use serde::{Deserialize, Serialize};

use super::{BriefWords, Facts, LINES_MAX, QUOTE_CHARS_MAX, said::cut, sentences};
use crate::conversation::{Conversation, Event, EventBody, Speaker, State};

/// Fewer words are a greeting, or none.
const WISH_WORDS_MIN: usize = 3;

/// A conversation in short.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InShort {
    /// In the customer's words; `None` where they have not written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<String>,
    pub facts: Vec<String>,
    /// What was done, as the customer was told.
    pub done: Vec<String>,
    pub stands: String,
}

/// What somebody asked the customer, and what they answered: nothing that has to be asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub asked: String,
    pub answer: String,
    /// The number of the event with the answer.
    pub seq: u64,
}

pub(super) fn in_short(
    c: &Conversation,
    events: &[Event],
    facts: &Facts,
    words: &BriefWords,
) -> InShort {
    let due = facts.dues.iter().map(|due| {
        let (amount, order) = (&due.amount, due.order.as_str());
        if due.late {
            words.late(amount, order, &due.day)
        } else {
            words.due(amount, order, &due.day)
        }
    });
    let disputes = facts.disputes.iter();
    let disputes = disputes.map(|one| words.disputed(one.order.as_str(), &one.reason));
    let refunds = facts.refunds.iter();
    let refunds = refunds.map(|one| words.refund(&one.amount, one.order.as_str(), &one.since));
    let pauses = facts.pauses.iter().map(|pause| words.pause(pause.order.as_str()));
    let receipts = events.iter().filter_map(receipt);
    let done: Vec<String> = receipts.map(|text| cut(text, QUOTE_CHARS_MAX)).collect();
    let skip = done.len().saturating_sub(LINES_MAX);
    let stands = match c.state {
        State::Resolved { .. } => &words.stands_resolved,
        State::Snoozed { .. } => &words.stands_snoozed,
        State::Open if c.waits_for_us() => &words.stands_us,
        State::Open => &words.stands_customer,
    };
    InShort {
        wanted: wanted(events).map(|wish| cut(wish, QUOTE_CHARS_MAX)),
        facts: due.chain(disputes).chain(refunds).chain(pauses).take(LINES_MAX).collect(),
        done: done.into_iter().skip(skip).collect(),
        stands: stands.clone(),
    }
}

/// The first thing that the customer asked or said that is more than a greeting.
fn wanted(events: &[Event]) -> Option<&str> {
    let mut said = events.iter().filter_map(|event| match &event.body {
        EventBody::Message { text, .. } if event.by.kind == Speaker::Customer => {
            Some(text.as_str())
        }
        _ => None,
    });
    let tells = |sentence: &&str| sentence.split_whitespace().count() >= WISH_WORDS_MIN;
    let wish = said.clone().find_map(|text| {
        let asks = |sentence: &&str| tells(sentence) && sentence.ends_with(['?', '？']);
        sentences(text).find(asks).or_else(|| sentences(text).find(tells))
    });
    wish.or_else(|| said.next().map(str::trim)).filter(|wish| !wish.is_empty())
}

/// The assistant's proof of what was done.
pub(super) fn receipt(event: &Event) -> Option<&str> {
    match &event.body {
        EventBody::Message { text, receipt: true, .. } if event.by.kind == Speaker::Ai => {
            Some(text)
        }
        _ => None,
    }
}

/// Questions of ours with the customer's next words, from old to new; the newest where there are many.
pub(super) fn told(events: &[Event]) -> Vec<Told> {
    let mut told = Vec::new();
    let mut open: Option<&str> = None;
    for event in events {
        let EventBody::Message { text, .. } = &event.body else { continue };
        match event.by.kind {
            Speaker::Customer => {
                let Some(asked) = open.take() else { continue };
                let (asked, answer) = (cut(asked, QUOTE_CHARS_MAX), cut(text, QUOTE_CHARS_MAX));
                told.push(Told { asked, answer, seq: event.seq });
            }
            Speaker::Ai | Speaker::Person => {
                let asks = |sentence: &&str| sentence.ends_with(['?', '？']);
                open = sentences(text).filter(asks).last();
            }
            Speaker::System => {}
        }
    }
    let skip = told.len().saturating_sub(LINES_MAX);
    told.into_iter().skip(skip).collect()
}
