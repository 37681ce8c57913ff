//! Letters in words.

use serde::Serialize;
use utoipa::ToSchema;

/// A letter as it is sent: plain text, each paragraph on a line of its own.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Letter {
    /// The language of the words (BCP 47).
    #[schema(example = "sv")]
    pub language: String,
    #[schema(example = "Vi har beslutat om order A-17")]
    pub subject: String,
    pub text: String,
}

impl From<letters::Letter> for Letter {
    fn from(from: letters::Letter) -> Self {
        Self { language: from.language, subject: from.subject, text: from.text }
    }
}
