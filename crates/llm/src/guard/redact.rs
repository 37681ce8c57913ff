//! Takes personal data out of a prompt before it leaves, and puts it back into the answer.
//!
//! Each value is replaced by a placeholder such as `[IBAN_1]`: the same value by the same one all over the
//! prompt, so that the model can still tell two apart, and none that the prompt's own words contain, so
//! that nobody can write a placeholder and be given what stands behind it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::{Bound, Range};
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use crate::{About, Answer, Ask, LanguageModel, ModelError, OnPiece, Part, Prompt, Reply, Want};

/// Longest placeholder.
const PLACEHOLDER_BYTES_MAX: usize = 64;

/// Finds what must not leave in a text.
pub type Redact = Arc<dyn Fn(&str) -> Redacted + Send + Sync>;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted {
    /// How much of the text was looked at; what comes after it is not sent.
    pub looked_at_bytes: usize,
    /// In the order of the text, none over another.
    pub found: Vec<Found>,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// In bytes, on boundaries of characters.
    pub place: Range<usize>,
    /// In up to 32 capital letters, such as `IBAN`: the model reads it.
    pub kind: &'static str,
    /// Whether the answer may hold the value again. Card numbers stay away for good.
    pub give_back: bool,
}

/// What stands for what. `Debug` shows no value.
#[derive(Default)]
struct Placeholders {
    /// Value → placeholder.
    given: BTreeMap<String, String>,
    /// Placeholder → value, where it may be given back.
    back: BTreeMap<String, String>,
    last: u32,
}

impl Placeholders {
    /// The text with placeholders; an error when the places are none of the text's.
    fn hide(&mut self, text: &str, redacted: &Redacted, taken: &BTreeSet<&str>) -> Option<String> {
        let mut clean = String::with_capacity(text.len());
        let mut at = 0;
        for Found { place, kind, give_back } in &redacted.found {
            clean.push_str(text.get(at..place.start)?);
            let value = text.get(place.clone())?;
            clean.push_str(&self.of(value, kind, *give_back, taken));
            at = place.end;
        }
        let end = text.floor_char_boundary(redacted.looked_at_bytes);
        clean.push_str(text.get(at..end.max(at))?);
        Some(clean)
    }

    fn of(&mut self, value: &str, kind: &str, give_back: bool, taken: &BTreeSet<&str>) -> String {
        if let Some(placeholder) = self.given.get(value) {
            return placeholder.clone();
        }
        let placeholder = loop {
            self.last = self.last.saturating_add(1);
            let placeholder = format!("[{kind}_{}]", self.last);
            if !taken.contains(placeholder.as_str()) {
                break placeholder;
            }
        };
        self.given.insert(value.to_owned(), placeholder.clone());
        if give_back {
            self.back.insert(placeholder.clone(), value.to_owned());
        }
        placeholder
    }

    /// Whether a text is the beginning of a placeholder that may be given back.
    fn may_begin(&self, text: &str) -> bool {
        let next = self.back.range::<str, _>((Bound::Included(text), Bound::Unbounded)).next();
        next.is_some_and(|(placeholder, _)| placeholder.starts_with(text))
    }

    /// Puts values back. What they hold is not looked at again.
    fn give_back(&self, text: &str) -> String {
        let mut given = String::new();
        let mut held = Held::default();
        held.push(self, text, &mut |piece| given.push_str(piece));
        held.end(&mut |piece| given.push_str(piece));
        given
    }

    fn give_back_json(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.give_back(&text)),
            Value::Array(list) => list.into_iter().map(|item| self.give_back_json(item)).collect(),
            Value::Object(map) => {
                map.into_iter().map(|(key, value)| (key, self.give_back_json(value))).collect()
            }
            other => other,
        }
    }
}

/// What may still become a placeholder when more comes.
#[derive(Default)]
struct Held(String);

impl Held {
    fn push(&mut self, placeholders: &Placeholders, piece: &str, out: &mut dyn FnMut(&str)) {
        self.0.push_str(piece);
        let text = std::mem::take(&mut self.0);
        let (mut rest, mut ready) = (text.as_str(), String::new());
        while let Some((before, from)) = rest.find('[').and_then(|at| rest.split_at_checked(at)) {
            ready.push_str(before);
            let whole = bracketed(from);
            if let Some(value) = whole.and_then(|whole| placeholders.back.get(whole)) {
                ready.push_str(value);
                rest = from.get(whole.map_or(0, str::len)..).unwrap_or_default();
            } else if placeholders.may_begin(from) {
                from.clone_into(&mut self.0);
                rest = "";
            } else {
                ready.push('[');
                rest = from.get(1..).unwrap_or_default();
            }
        }
        ready.push_str(rest);
        if !ready.is_empty() {
            out(&ready);
        }
    }

    fn end(&mut self, out: &mut dyn FnMut(&str)) {
        if !self.0.is_empty() {
            out(&std::mem::take(&mut self.0));
        }
    }
}

/// From a `[` up to the first `]` after it.
fn bracketed(from: &str) -> Option<&str> {
    let near = from.get(..from.floor_char_boundary(PLACEHOLDER_BYTES_MAX))?;
    from.get(..=near.find(']')?)
}

/// All that a text has between brackets.
fn all_bracketed(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('[').filter_map(|(at, _)| text.get(at..).and_then(bracketed))
}

/// A model that is told no personal data.
pub(crate) struct Redacting {
    model: Arc<dyn LanguageModel>,
    redact: Redact,
}

impl fmt::Debug for Redacting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redacting").field("model", &self.model).finish_non_exhaustive()
    }
}

impl Redacting {
    pub(crate) fn new(model: Arc<dyn LanguageModel>, redact: Redact) -> Self {
        Self { model, redact }
    }

    /// The prompt without personal data, and what stands for what in it.
    fn hide(&self, prompt: &Prompt) -> Option<(Prompt, Placeholders)> {
        let mut placeholders = Placeholders::default();
        let taken = prompt.texts().flat_map(all_bracketed).collect();
        let mut clean = prompt.clone();
        for text in clean.texts_mut() {
            *text = placeholders.hide(text, &(self.redact)(text), &taken)?;
        }
        Some((clean, placeholders))
    }
}

#[async_trait]
impl LanguageModel for Redacting {
    fn about(&self) -> &About {
        self.model.about()
    }

    async fn propose(&self, ask: &Ask, on_piece: OnPiece<'_>) -> Reply {
        let Some((prompt, placeholders)) = self.hide(&ask.prompt) else {
            let error = ModelError::Prompt("personal data in it could not be taken out");
            return Reply::unsent(self.about(), error);
        };
        let ask = Ask { prompt, ..ask.clone() };
        let mut held = Held::default();
        let mut reply = match ask.want {
            // Inside JSON, a value would have to be escaped; whoever watches sees the placeholder.
            Want::Json(_) => self.model.propose(&ask, on_piece).await,
            Want::Text { .. } => {
                let mut restored = |piece: &str| held.push(&placeholders, piece, on_piece);
                self.model.propose(&ask, &mut restored).await
            }
        };
        held.end(on_piece);
        reply.outcome = reply.outcome.and_then(|answer| restore(&placeholders, answer, &ask.want));
        reply
    }
}

/// The answer with its values; it is proved again, as values may be longer than what stood for them.
fn restore(placeholders: &Placeholders, answer: Answer, want: &Want) -> Result<Answer, ModelError> {
    match (answer, want) {
        (Answer::Text(text), Want::Text { chars_max }) => {
            let text = placeholders.give_back(&text);
            if text.chars().count() > *chars_max {
                return Err(ModelError::TooLong { what: "the answer", limit: *chars_max });
            }
            Ok(Answer::Text(text))
        }
        (Answer::Json(value), Want::Json(schema)) => {
            Ok(Answer::Json(schema.prove_value(placeholders.give_back_json(value))?))
        }
        (answer, _) => Ok(answer),
    }
}

impl Prompt {
    fn texts(&self) -> impl Iterator<Item = &str> {
        let parts = self.turns.iter().flat_map(|turn| &turn.parts).map(Part::text);
        std::iter::once(self.system.as_str()).chain(parts)
    }

    fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let parts = self.turns.iter_mut().flat_map(|turn| &mut turn.parts).map(|part| match part {
            Part::Ours(text) | Part::Untrusted { text, .. } => text,
        });
        std::iter::once(&mut self.system).chain(parts)
    }
}

#[cfg(test)]
mod tests;
