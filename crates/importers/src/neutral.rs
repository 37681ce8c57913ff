//! A conversation as no product in particular would tell it.
//!
//! What differs between the sources ends here: whoever imports sees one shape. Times, names and texts are
//! those of the source; nothing is decided yet.

use kernel::Timestamp;
use kernel::canonical::Sha256Hex;
use serde::Serialize;

use crate::Source;

/// Longest id of a conversation or message at its source, in bytes; a longer one is no id.
pub(crate) const ID_BYTES_MAX: usize = 200;
/// Longest subject, in characters.
pub(crate) const SUBJECT_CHARS_MAX: usize = 200;
/// Longest name of a person or a file, in characters.
pub(crate) const NAME_CHARS_MAX: usize = 200;
/// Longest text of a message, in characters. The rest of a longer one is a loss, and is told as one.
pub const TEXT_CHARS_MAX: usize = 100_000;
/// Most messages of one conversation.
pub(crate) const MESSAGES_MAX: usize = 10_000;
/// Most tags of a conversation, and their longest.
pub(crate) const TAGS_MAX: usize = 20;
pub(crate) const TAG_CHARS_MAX: usize = 60;
/// Most files of a message that are named.
pub(crate) const FILES_MAX: usize = 20;

/// How the customer reached the company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Chat,
    Email,
    Phone,
    App,
}

/// Where a conversation stood at its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Something is left to do.
    Open,
    /// The company waits for the customer, or for somebody else.
    Pending,
    /// Out of the way until then.
    Snoozed {
        until: Timestamp,
    },
    Resolved,
}

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    Customer,
    Agent,
    Bot,
    /// The product itself, or somebody the export does not say.
    System,
}

/// Whose conversation it is, as far as the source knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Customer {
    /// The company's own id of the customer, which it had given to the source.
    pub external_id: Option<String>,
    /// The source's own id.
    pub source_id: Option<String>,
    pub email: Option<String>,
    pub name: Option<String>,
}

/// What the customer thought of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rating {
    /// 1 (bad) to 5 (good).
    pub score: u8,
    pub comment: Option<String>,
}

/// One thing that was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// The source's own id, once per conversation.
    pub id: String,
    /// `None` where the source has none, or one that is no date.
    pub at: Option<Timestamp>,
    pub author: Author,
    pub author_name: Option<String>,
    /// Only the desk sees it.
    pub private: bool,
    /// Plain text, without control characters.
    pub text: String,
    /// Names of files that were sent with it. Their contents are not in an export.
    pub files: Vec<String>,
}

impl Message {
    /// What is compared to see whether it was changed at the source.
    pub fn digest(&self) -> Sha256Hex {
        digest(self)
    }
}

/// One conversation with all its messages, in the order of the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conversation {
    pub source: Source,
    /// The source's own id.
    pub id: String,
    pub subject: String,
    pub channel: Channel,
    pub customer: Customer,
    pub created: Option<Timestamp>,
    /// When it last changed at the source, where that is known.
    pub updated: Option<Timestamp>,
    pub status: Status,
    pub tags: Vec<String>,
    pub assignee: Option<String>,
    pub rating: Option<Rating>,
    /// BCP 47.
    pub language: Option<String>,
    pub messages: Vec<Message>,
}

impl Conversation {
    /// What is compared to see whether anything was changed at the source.
    pub fn digest(&self) -> Sha256Hex {
        digest(self)
    }
}

/// Serializing these types cannot fail: no maps with odd keys, no floats.
fn digest<T: Serialize>(value: &T) -> Sha256Hex {
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    Sha256Hex::of(&bytes)
}
