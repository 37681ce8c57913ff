//! What is understood of what a customer wrote, before any transaction: the text without personal data,
//! what is wanted, and the clues in it.

use assistant::turn::{Clues, Heard};
use kernel::Date;

use super::Assistant;

/// Of the out-of-scope class among the intents.
const OUT_OF_SCOPE: &str = "out_of_scope";
/// Longest text that is understood, in characters: more is a letter, and its beginning says what it is.
const TEXT_CHARS_MAX: usize = 4_000;

/// What the rest of the conversation tells for understanding.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) language: String,
    pub(super) today: Date,
    pub(super) wants_person: bool,
}

pub(super) fn hear(assistant: &Assistant, text: &str, setting: &Setting) -> Heard {
    let text: String = text.chars().take(TEXT_CHARS_MAX).collect();
    let text = understanding::pii::redact(&text).text.into_owned();
    let mut intents = assistant.intents.of(&text);
    let out_of_scope = intents.iter().find(|one| one.label == OUT_OF_SCOPE);
    let out_of_scope = out_of_scope.map_or(0.0, |one| one.likely);
    intents.retain(|one| one.label != OUT_OF_SCOPE);
    let clues = clues(&text, setting);
    Heard { text, intents, out_of_scope, clues, wants_person: setting.wants_person }
}

fn clues(_text: &str, _setting: &Setting) -> Clues {
    Clues::default()
}
