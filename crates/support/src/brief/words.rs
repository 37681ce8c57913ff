//! The sentences of a brief in one language: data of whoever has the languages.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{NextAct, QUOTE_CHARS_MAX, said::cut};
use crate::conversation::{ClockKind, Reason};
use crate::critical::Sign;

/// The sentences. `{names in braces}` are filled in; a whole sentence ends with its mark, a line of a list
/// has none.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BriefWords {
    /// Somebody's own words, in the marks of the language: `{text}`.
    quote: String,
    pub(super) asked: String,
    pub(super) refused: String,
    pub(super) handed: String,
    pub(super) critical: String,
    pub(super) no_assistant: String,
    pub(super) called: String,
    assistant: String,
    pub(super) nothing: String,
    opened: String,
    said: String,
    linked_order: String,
    linked_dispute: String,
    refund: String,
    pause: String,
    scheduled: String,
    first_response: String,
    next_response: String,
    resolution: String,
    pub(super) answer: String,
    /// A receipt of the assistant: `{quote}`.
    receipt: String,
    /// What the assistant tried in vain.
    tried: String,
    due: String,
    late: String,
    may_move: String,
    disputed: String,
    waits_for_us: String,
    pub(super) wants_call: String,
    pub(super) not_acknowledged: String,
    pub(super) cannot_pay: String,
    pub(super) stands_us: String,
    pub(super) stands_customer: String,
    pub(super) stands_snoozed: String,
    pub(super) stands_resolved: String,
    /// Why our own assistant handed it over, by the code that it left.
    handed_why: BTreeMap<String, String>,
    /// What customers want, by the name of the procedure that is for it.
    wishes: BTreeMap<String, String>,
    /// What the assistant can do, by the name of the tool.
    tools: BTreeMap<String, String>,
    /// Why something was not done, by the code that it was refused with.
    refusals: BTreeMap<String, String>,
    /// What is best done next.
    next: BTreeMap<NextAct, String>,
    /// Why it is urgent, where that is not said in the words that it was heard by.
    #[serde(default)]
    signs: BTreeMap<Sign, String>,
}

impl BriefWords {
    /// The first sentence that lacks a name which it is to tell, with that name.
    pub fn lacking(&self) -> Option<(&str, &'static str)> {
        let quotes = [&self.assistant, &self.said, &self.scheduled].map(|s| (s, &["{quote}"][..]));
        let all = [
            (&self.quote, &["{text}"][..]),
            (&self.opened, &["{order}", "{reason}"]),
            (&self.linked_order, &["{order}"]),
            (&self.linked_dispute, &["{dispute}"]),
            (&self.refund, &["{amount}", "{order}", "{date}"]),
            (&self.pause, &["{order}"]),
            (&self.receipt, &["{quote}"]),
            (&self.tried, &["{what}"]),
            (&self.due, &["{amount}", "{order}", "{date}"]),
            (&self.late, &["{amount}", "{order}", "{date}"]),
            (&self.may_move, &["{date}"]),
            (&self.disputed, &["{order}", "{reason}"]),
            (&self.waits_for_us, &["{order}", "{reason}"]),
        ];
        all.into_iter().chain(quotes).find_map(|(sentence, names)| {
            let name = names.iter().find(|name| !sentence.contains(**name))?;
            Some((sentence.as_str(), *name))
        })
    }

    /// The signs that the language has its own words for.
    pub fn signs(&self) -> impl Iterator<Item = Sign> + '_ {
        self.signs.keys().copied()
    }

    /// The first act that the language cannot name.
    pub fn speechless(&self) -> Option<NextAct> {
        NextAct::ALL.into_iter().find(|act| !self.next.contains_key(act))
    }

    /// What is best done next, as one line.
    pub fn next(&self, act: NextAct) -> &str {
        self.next.get(&act).map_or("", String::as_str)
    }

    /// Why our own assistant handed it over, where its brief says so by a code.
    pub(super) fn handed_why(&self, brief: &Value) -> Option<String> {
        let told = self.handed_why.get(brief.get("why")?.as_str()?)?;
        Some(match brief.get("procedure").and_then(Value::as_str) {
            Some(name) => format!("{told} ({}).", word(&self.wishes, name)),
            None => format!("{told}."),
        })
    }

    pub(super) fn receipt(&self, text: &str) -> String {
        fill(&self.receipt, &[("quote", &self.quoted(text))])
    }

    /// What did not work; why, where the language has words for it. A code tells nobody anything.
    pub(super) fn tried(&self, tool: &str, code: &str) -> String {
        let told = fill(&self.tried, &[("what", &word(&self.tools, tool))]);
        match self.refusals.get(code) {
            Some(why) => format!("{told} ({why})"),
            None => told,
        }
    }

    /// The names of procedures, of tools and of refusals that the language has words for.
    pub fn names(&self) -> [Vec<&str>; 3] {
        [&self.wishes, &self.tools, &self.refusals]
            .map(|words| words.keys().map(String::as_str).collect())
    }

    /// The next payment: how much, for which order, and when it is due.
    pub fn due(&self, amount: &str, order: &str, date: &str) -> String {
        fill(&self.due, &[("amount", amount), ("order", order), ("date", date)])
    }

    pub(super) fn late(&self, amount: &str, order: &str, date: &str) -> String {
        fill(&self.late, &[("amount", amount), ("order", order), ("date", date)])
    }

    pub(super) fn may_move(&self, date: &str) -> String {
        fill(&self.may_move, &[("date", date)])
    }

    pub(super) fn disputed(&self, order: &str, reason: &str) -> String {
        fill(&self.disputed, &[("order", order), ("reason", reason)])
    }

    pub(super) fn waits_for_us(&self, order: &str, reason: &str) -> String {
        fill(&self.waits_for_us, &[("order", order), ("reason", reason)])
    }

    pub(super) fn quoted(&self, text: &str) -> String {
        fill(&self.quote, &[("text", &cut(text, QUOTE_CHARS_MAX))])
    }

    pub(super) fn assistant(&self, why: &str) -> String {
        fill(&self.assistant, &[("quote", &self.quoted(why))])
    }

    pub(super) fn said(&self, text: &str) -> String {
        fill(&self.said, &[("quote", &self.quoted(text))])
    }

    pub(super) fn scheduled(&self, text: &str) -> String {
        fill(&self.scheduled, &[("quote", &self.quoted(text))])
    }

    pub(super) fn opened(&self, order: &str, reason: &str) -> String {
        fill(&self.opened, &[("order", order), ("reason", reason)])
    }

    pub(super) fn linked_order(&self, order: &str) -> String {
        fill(&self.linked_order, &[("order", order)])
    }

    pub(super) fn linked_dispute(&self, dispute: &str) -> String {
        fill(&self.linked_dispute, &[("dispute", dispute)])
    }

    pub(super) fn refund(&self, amount: &str, order: &str, date: &str) -> String {
        fill(&self.refund, &[("amount", amount), ("order", order), ("date", date)])
    }

    pub(super) fn pause(&self, order: &str) -> String {
        fill(&self.pause, &[("order", order)])
    }

    pub(super) fn clock(&self, kind: ClockKind) -> &str {
        match kind {
            ClockKind::FirstResponse => &self.first_response,
            ClockKind::NextResponse => &self.next_response,
            ClockKind::Resolution => &self.resolution,
        }
    }

    /// Why it is urgent; else the words that were kept, without the key of the listening rule.
    pub(super) fn because<'a>(&'a self, reason: &'a Reason) -> &'a str {
        match self.signs.get(&reason.signal) {
            Some(told) => told,
            None => without_key(&reason.because),
        }
    }
}

/// The word for a name; one that nobody has put into words, such as a company's own, with spaces.
fn word(words: &BTreeMap<String, String>, name: &str) -> String {
    words.get(name).cloned().unwrap_or_else(|| name.replace(['.', '_'], " "))
}

/// A sentence with its names filled in, each once: what is filled in is not looked at again.
fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let (mut text, mut rest) = (String::new(), sentence);
    while let Some((before, after)) = rest.split_once('{') {
        let known = after.split_once('}').and_then(|(name, later)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((*value, later))
        });
        let (value, later) = known.unwrap_or(("{", after));
        text.push_str(before);
        text.push_str(value);
        rest = later;
    }
    text.push_str(rest);
    text
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let values = [("order", "{reason}"), ("reason", "lost")];
        for (sentence, filled) in [
            ("{order}: {reason}", "{reason}: lost"),
            ("a {brace} and {order", "a {brace} and {order"),
            ("", ""),
        ] {
            assert_eq!(fill(sentence, &values), filled);
        }
    }
}
