//! Translations as the API shows them.

use app::copilot as domain;
use assistant::translation::{Checked, Found};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What to translate: a `message`, by its number, into your language; or a `draft`, words that you have not
/// sent, into the customer's.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({"what": "message", "seq": 8}))]
pub(crate) enum TranslateWords {
    Message {
        seq: u64,
    },
    Draft {
        #[schema(max_length = 4_000)]
        text: String,
    },
}

/// What came of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Translated {
    /// Whether there is a language model that translates.
    pub available: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation: Option<Translation>,
}

/// Translations of a conversation's messages that were made before.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Translations {
    /// Whether there is a language model that translates.
    pub available: bool,
    /// The newest first.
    pub translations: Vec<Translation>,
}

/// A translation, made by a machine: show it beside its source, and say so. Its figures were held against
/// those of its source, its meaning was not.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Translation {
    /// The message; absent for words that were not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_seq: Option<u64>,
    /// Absent where it was refused: words for a customer of which `differs` names anything, and whatever is
    /// far too long or holds characters that are not seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// BCP 47: of the source, as it was recognised.
    #[schema(example = "sv")]
    pub from: String,
    #[schema(example = "en")]
    pub to: String,
    /// In what it is not as its source. Where there is anything, say so beside it.
    pub differs: Vec<TranslationDifference>,
    pub checked: TranslationCheck,
    /// The operator's name of the model.
    #[schema(example = "local")]
    pub model: String,
}

/// In what a translation is not as its source: an amount, a number or a length of time; a date; a link or
/// a code; it is empty or far longer; it has characters that are not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TranslationDifference {
    Number,
    Date,
    Link,
    Length,
    Hidden,
}

/// What was held against the source: `all` are numbers and dates in digits and in words, amounts, links and
/// codes; `digits` are digits, links and codes alone, where words of one of the languages are not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TranslationCheck {
    All,
    Digits,
}

impl TranslateWords {
    pub(crate) fn into_domain(self) -> domain::Translate {
        match self {
            Self::Message { seq } => domain::Translate::Message(seq),
            Self::Draft { text } => domain::Translate::Draft(text),
        }
    }
}

impl From<Option<domain::Translation>> for Translated {
    fn from(from: Option<domain::Translation>) -> Self {
        Self { available: from.is_some(), translation: from.map(Into::into) }
    }
}

impl From<domain::Translations> for Translations {
    fn from(from: domain::Translations) -> Self {
        Self {
            available: from.available,
            translations: from.translations.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<domain::Translation> for Translation {
    fn from(from: domain::Translation) -> Self {
        Self {
            message_seq: from.message_seq,
            text: from.text,
            from: from.from,
            to: from.to,
            differs: from.differs.into_iter().map(Into::into).collect(),
            checked: match from.checked {
                Checked::All => TranslationCheck::All,
                Checked::Digits => TranslationCheck::Digits,
            },
            model: from.model,
        }
    }
}

impl From<Found> for TranslationDifference {
    fn from(found: Found) -> Self {
        match found {
            Found::Number => Self::Number,
            Found::Date => Self::Date,
            Found::Link => Self::Link,
            Found::Length => Self::Length,
            Found::Hidden => Self::Hidden,
        }
    }
}
