//! What was said and done, in the words of the log, with where it stands there.

use kernel::Currency;
use serde_json::Value;
use understanding::slots::{self, Answered, DayOrder, Locale};

use super::{
    BriefWords, Facts, LABEL_CHARS_MAX, LINES_MAX, Phrases, Promised, QUOTE_CHARS_MAX, Source,
    SourceKind, sentences, short,
};
use crate::conversation::{Conversation, Event, EventBody, HumanHow, Speaker};
use crate::listen::Language;

/// Messages that are looked at for a promise, the newest.
const PROMISE_MESSAGES_MAX: usize = 20;

/// The messages that were used.
#[derive(Debug)]
pub(super) struct Said<'w> {
    words: &'w BriefWords,
    quoted: Vec<(u64, String)>,
}

/// A text that is not longer, with an ellipsis where it was.
pub(super) fn cut(text: &str, chars_max: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= chars_max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(chars_max.saturating_sub(1)).collect();
    // Not in the middle of a word: half a number would be another number.
    let whole = kept.rsplit_once(char::is_whitespace).map_or(kept.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end())
}

fn message(event: &Event) -> Option<&str> {
    match &event.body {
        EventBody::Message { text, .. } => Some(text.as_str()),
        _ => None,
    }
}

impl<'w> Said<'w> {
    pub(super) const fn new(words: &'w BriefWords) -> Self {
        Self { words, quoted: Vec::new() }
    }

    fn quote(&mut self, seq: u64, text: &str) {
        if !self.quoted.iter().any(|(known, _)| *known == seq) {
            self.quoted.push((seq, cut(text, LABEL_CHARS_MAX)));
        }
    }

    /// Notes the customer's message that led to an event.
    pub(super) fn quote_before(&mut self, events: &[Event], seq: u64) {
        let said = events
            .iter()
            .rev()
            .filter(|event| event.seq <= seq && event.by.kind == Speaker::Customer)
            .find_map(|event| Some((event.seq, message(event)?)));
        if let Some((seq, text)) = said {
            self.quote(seq, text);
        }
    }

    /// What the assistant did, from old to new; the newest where there is too much.
    pub(super) fn ai_did(
        &mut self,
        c: &Conversation,
        events: &[Event],
        facts: &Facts,
    ) -> Vec<String> {
        let mut did: Vec<(Option<u64>, String)> = Vec::new();
        for dispute in facts.disputes.iter().filter(|dispute| dispute.by_ai) {
            did.push((None, self.words.opened(dispute.order.as_str(), &dispute.reason)));
        }
        for event in events {
            match &event.body {
                EventBody::HandedOver { brief, .. } => {
                    let told = texts(brief, "ai_did").chain(texts(brief, "done"));
                    did.extend(told.map(|text| (None, cut(&text, QUOTE_CHARS_MAX))));
                    let tried = failed(brief).map(|(tool, code)| self.words.tried(tool, code));
                    did.extend(tried.map(|line| (None, line)));
                }
                EventBody::Message { receipt: true, text, .. } if event.by.kind == Speaker::Ai => {
                    did.push((Some(event.seq), self.words.receipt(text)));
                }
                EventBody::Message { text, .. } if event.by.kind == Speaker::Ai => {
                    if let Some(first) = sentences(text).next() {
                        did.push((Some(event.seq), self.words.said(first)));
                    }
                }
                EventBody::Linked { order, dispute } if event.by.kind == Speaker::Ai => {
                    let order = order.as_ref().map(|id| self.words.linked_order(id.as_str()));
                    let dispute = dispute.map(|id| self.words.linked_dispute(&id.to_string()));
                    did.extend(order.into_iter().chain(dispute).map(|line| (None, line)));
                }
                _ => {}
            }
        }
        let kept = newest(did, events);
        for seq in kept.iter().filter_map(|(seq, _)| *seq) {
            let text = events.iter().find(|event| event.seq == seq).and_then(message);
            self.quote(seq, text.unwrap_or(&c.subject));
        }
        kept.into_iter().map(|(_, line)| line).collect()
    }

    /// What the customer may count on: what is sure first, then what was said.
    pub(super) fn promised(
        &mut self,
        c: &Conversation,
        events: &[Event],
        facts: &Facts,
        phrases: &Phrases,
    ) -> Vec<Promised> {
        let refunds = facts.refunds.iter().map(|refund| Promised {
            text: self.words.refund(&refund.amount, refund.order.as_str(), &refund.since),
            due_at: None,
        });
        let pauses = facts.pauses.iter().map(|pause| Promised {
            text: self.words.pause(pause.order.as_str()),
            due_at: pause.until,
        });
        let scheduled = c.scheduled.iter().map(|message| Promised {
            text: self.words.scheduled(&message.text),
            due_at: Some(message.send_at),
        });
        let mut promised: Vec<Promised> = refunds.chain(pauses).chain(scheduled).collect();
        for event in events {
            if let EventBody::HandedOver { brief, .. } = &event.body {
                let told = texts(brief, "promised");
                promised.extend(
                    told.map(|text| Promised { text: cut(&text, QUOTE_CHARS_MAX), due_at: None }),
                );
            }
        }
        let ours = |event: &&Event| matches!(event.by.kind, Speaker::Ai | Speaker::Person);
        let newest = events.iter().rev().filter(ours).filter_map(|event| {
            let text = message(event)?;
            Some((event.seq, text, phrases.promise(text)?))
        });
        let newest: Vec<_> = newest.take(PROMISE_MESSAGES_MAX).collect();
        let room = LINES_MAX.saturating_sub(promised.len());
        for (seq, text, sentence) in newest.into_iter().take(room).rev() {
            self.quote(seq, text);
            promised.push(Promised { text: self.words.quoted(sentence), due_at: None });
        }
        promised.truncate(LINES_MAX);
        promised
    }

    /// The last thing the customer asked and nobody answered; without a question mark, the last
    /// thing they said, unless all it said was that they want a person, or `no`, or `thanks`.
    pub(super) fn open_question(&mut self, c: &Conversation, events: &[Event]) -> Option<String> {
        let answers = |event: &&Event| {
            matches!(event.by.kind, Speaker::Ai | Speaker::Person) && message(event).is_some()
        };
        let answered = events.iter().rev().find(answers).map_or(0, |event| event.seq);
        let open: Vec<(u64, &str)> = events
            .iter()
            .filter(|event| event.seq > answered && event.by.kind == Speaker::Customer)
            .filter_map(|event| Some((event.seq, message(event)?)))
            .filter(|(_, text)| !says_little(c, text))
            .collect();
        let question = open.iter().rev().find_map(|(seq, text)| {
            let asks = |sentence: &&str| sentence.ends_with(['?', '？']);
            let question = sentences(text).filter(asks).last()?;
            Some((*seq, *text, question))
        });
        let said = || {
            let only = open.iter().rev().find(|(seq, _)| !asks_for_person(events, *seq));
            only.map(|(seq, text)| (*seq, *text, *text))
        };
        let (seq, text, question) = question.or_else(said)?;
        self.quote(seq, text);
        Some(cut(question, QUOTE_CHARS_MAX))
    }

    pub(super) fn sources(self, c: &Conversation, facts: &Facts) -> Vec<Source> {
        let mut messages = self.quoted;
        messages.sort_by_key(|(seq, _)| *seq);
        let messages = messages.into_iter().map(|(seq, label)| Source {
            kind: SourceKind::Message,
            label,
            reference: seq.to_string(),
        });
        let source = |kind, label: &str, reference: String| Source {
            kind,
            label: label.to_owned(),
            reference,
        };
        let mut rest = Vec::new();
        let orders = facts.pauses.iter().map(|pause| &pause.order);
        let orders = orders.chain(facts.refunds.iter().map(|refund| &refund.order));
        let orders = orders.chain(facts.disputes.iter().map(|dispute| &dispute.order));
        for order in c.order.iter().chain(orders) {
            rest.push(source(SourceKind::Order, order.as_str(), order.to_string()));
        }
        for dispute in &facts.disputes {
            rest.push(source(SourceKind::Dispute, &dispute.reason, dispute.dispute.to_string()));
            for rule in &dispute.rules {
                rest.push(source(SourceKind::Policy, rule, rule.clone()));
            }
        }
        let citation = facts.complaint.as_ref().and_then(|complaint| complaint.citation.as_ref());
        rest.extend(citation.map(|law| source(SourceKind::Policy, law, law.clone())));
        let mut all: Vec<Source> = Vec::new();
        for source in messages.chain(rest) {
            let is_known = all
                .iter()
                .any(|known| known.kind == source.kind && known.reference == source.reference);
            if !is_known {
                all.push(source);
            }
        }
        all
    }
}

/// The newest lines, and before all others those that prove what was done.
fn newest(did: Vec<(Option<u64>, String)>, events: &[Event]) -> Vec<(Option<u64>, String)> {
    let proves = |seq: &Option<u64>| {
        let of = events.iter().find(|event| Some(event.seq) == *seq);
        of.is_some_and(|event| short::receipt(event).is_some())
    };
    let mut spare = did.len().saturating_sub(LINES_MAX);
    let mut kept = Vec::new();
    for (seq, line) in did {
        if spare > 0 && !proves(&seq) {
            spare -= 1;
        } else {
            kept.push((seq, line));
        }
    }
    let skip = kept.len().saturating_sub(LINES_MAX);
    kept.into_iter().skip(skip).collect()
}

/// Whether a message was heard as a wish for a person.
fn asks_for_person(events: &[Event], seq: u64) -> bool {
    let later = events.iter().filter(|event| event.seq > seq);
    let mut of_message = later.take_while(|event| message(event).is_none());
    of_message.any(|event| {
        let words = [HumanHow::Words, HumanHow::RepeatedNo];
        matches!(&event.body, EventBody::HumanRequested { how, .. } if words.contains(how))
    })
}

/// Whether a message is a yes, a no or a courtesy and nothing else: it asks nothing, and a brief need not
/// repeat it.
fn says_little(c: &Conversation, text: &str) -> bool {
    let Some(language) = Language::parse(&c.language).or_else(|| Language::parse("en")) else {
        return false;
    };
    let today = c.opened_at.utc_date();
    let (currency, day_order) = (Currency::EUR, DayOrder::Unknown);
    let locale = Locale { language, currency, day_order, payday: None, today };
    let answer = slots::answer(text, &locale);
    // A number is no word, and tells something.
    let has_number = text.chars().any(char::is_numeric);
    answer.only && answer.said != Answered::Unclear && !has_number
}

/// Tools that our own assistant called in vain, each with the code of why.
fn failed(brief: &Value) -> impl Iterator<Item = (&str, &str)> {
    let list = brief.get("did").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|one| {
        let word = |name: &str| one.get(name)?.as_str();
        Some((word("tool")?, word("refused")?))
    })
}

/// Texts of a list that an assistant left; a single text counts as a list of one.
fn texts<'v>(brief: &'v Value, name: &str) -> impl Iterator<Item = String> + use<'v> {
    let list = match brief.get(name) {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let text = |one: &Value| match one {
        Value::String(text) => Some(text.clone()),
        Value::Object(_) => one.get("text").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    list.iter().filter_map(text).filter(|text| !text.trim().is_empty())
}
