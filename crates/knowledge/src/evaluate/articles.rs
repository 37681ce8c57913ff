//! Whether a customer's message finds the article that answers it.
//!
//! The right article is the one whose `intents` name what the message was labelled with; the label
//! itself is never shown to the retrieval.

use std::collections::BTreeMap;

use crate::article::Library;
use crate::index::{Index, Query, Weights};
use crate::language::Language;
use crate::memory::{Memory, PastCase};

/// How far down the list is looked.
const DEPTH: usize = 3;

/// A message and what its writer wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub text: String,
    pub language: Language,
    /// One, or several joined with `+`.
    pub intent: String,
}

/// What was found for the messages of one intent in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ArticleHits {
    pub messages: u32,
    /// The right article was the first.
    pub first: u32,
    /// The right article was among the first three.
    pub first_three: u32,
}

impl ArticleHits {
    /// Both counted together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            messages: self.messages + other.messages,
            first: self.first + other.first,
            first_three: self.first_three + other.first_three,
        }
    }

    /// Share of messages whose right article was the first.
    #[must_use]
    pub fn hit_at_1(self) -> f64 {
        f64::from(self.first) / f64::from(self.messages.max(1))
    }

    /// Share of messages whose right article was among the first three.
    #[must_use]
    pub fn hit_at_3(self) -> f64 {
        f64::from(self.first_three) / f64::from(self.messages.max(1))
    }
}

/// Looks up every message that an article answers; `learned` are messages that the memory of past
/// cases holds: none of `asked` may be among them. The rest of the messages is left out.
#[must_use]
pub fn articles(
    library: &Library,
    weights: Weights,
    asked: &[Message],
    learned: &[Message],
) -> BTreeMap<(Language, String), ArticleHits> {
    let mut hits: BTreeMap<(Language, String), ArticleHits> = BTreeMap::new();
    for language in Language::ALL {
        let index = Index::build(language, library.of(language), weights);
        let cases: Vec<PastCase> =
            learned.iter().filter(|m| m.language == language).map(|m| case(library, m)).collect();
        let memory = (!cases.is_empty()).then(|| Memory::learn(language, &cases));
        for message in asked.iter().filter(|m| m.language == language) {
            let right = answering(library, message);
            if right.is_empty() {
                continue;
            }
            let query = Query { text: &message.text, memory: memory.as_ref(), ..Query::default() };
            let found = index.search(&query, DEPTH);
            let place = found.hits.iter().position(|hit| right.contains(&hit.quote.id.article));
            let of = hits.entry((language, message.intent.clone())).or_default();
            of.messages += 1;
            of.first += u32::from(place == Some(0));
            of.first_three += u32::from(place.is_some());
        }
    }
    hits
}

fn case(library: &Library, message: &Message) -> PastCase {
    PastCase { text: message.text.clone(), needed: answering(library, message) }
}

/// The articles that answer what a message was labelled with.
fn answering(library: &Library, message: &Message) -> Vec<String> {
    let intents: Vec<&str> = message.intent.split('+').collect();
    let answers = |intent: &String| intents.contains(&intent.as_str());
    library
        .of(message.language)
        .filter(|article| article.intents.iter().any(answers))
        .map(|article| article.id.clone())
        .collect()
}
