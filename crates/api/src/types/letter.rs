//! Letters in words, and what became of them.

use serde::Serialize;
use store::notices::Sending;
use utoipa::ToSchema;

use crate::wire::Moment;

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

/// What became of a notice by e-mail.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MailedNotice {
    /// `queued`; `sent`, to the relay; `failed`; `no_address`; `not_configured`: the company has no
    /// mailbox or no relay.
    #[schema(example = "sent")]
    pub state: String,
    /// Why it failed, as the mail server said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Since when it is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
}

/// What became of a notice by text message.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TextedNotice {
    /// `not_configured`: there is no provider of text messages.
    #[schema(example = "not_configured")]
    pub state: String,
}

/// By each way that a notice goes beside being shown.
pub(crate) fn sent(from: Sending) -> (Option<MailedNotice>, Option<TextedNotice>) {
    let (why, at) = (from.email_why, from.email_at.map(Into::into));
    let email = from.email_state.map(|state| MailedNotice { state, why, at });
    (email, from.sms_state.map(|state| TextedNotice { state }))
}
