//! The histories of other desks, read from their exports: Chatwoot, Zammad, Zendesk, Freshdesk, and the
//! MultiDoGO research data.
//!
//! Each source becomes the same shape, [`Conversation`], one at a time however large the export is. Every
//! row that is read is accounted for: it is in a conversation, or it is a [`Loss`] with its place and its
//! reason. Nothing here stores, decides, or knows when it is.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod chatwoot;
mod draft;
mod elements;
mod export;
mod files;
mod freshdesk;
mod json;
mod loss;
mod multidogo;
mod neutral;
mod people;
mod text;
mod zammad;
mod zendesk;

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use elements::VALUE_BYTES_MAX;
pub use loss::{Loss, Reason, What};
pub use neutral::{
    Author, Channel, Conversation, Customer, Message, Rating, Status, TEXT_CHARS_MAX,
};
pub use people::PEOPLE_MAX;

/// Whose export it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Chatwoot,
    Zammad,
    Zendesk,
    Freshdesk,
    Multidogo,
}

impl Source {
    pub const ALL: [Self; 5] =
        [Self::Chatwoot, Self::Zammad, Self::Zendesk, Self::Freshdesk, Self::Multidogo];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chatwoot => "chatwoot",
            Self::Zammad => "zammad",
            Self::Zendesk => "zendesk",
            Self::Freshdesk => "freshdesk",
            Self::Multidogo => "multidogo",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is no source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no source; known are chatwoot, zammad, zendesk, freshdesk and multidogo")]
pub struct UnknownSource(String);

impl FromStr for Source {
    type Err = UnknownSource;
    fn from_str(text: &str) -> Result<Self, UnknownSource> {
        let found = Self::ALL.into_iter().find(|source| source.as_str() == text);
        found.ok_or_else(|| UnknownSource(text.to_owned()))
    }
}

/// Why an export cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    #[error("cannot read {}: {error}", path.display())]
    Unreadable { path: PathBuf, error: std::io::Error },
    #[error("there is nothing to import in {}: expected {expected}", path.display())]
    Nothing { path: PathBuf, expected: &'static str },
    #[error("{file}, line {line}: {problem}")]
    Bad { file: String, line: u64, problem: String },
}

/// Rows of a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rows {
    pub conversations: u64,
    pub messages: u64,
}

/// What was read of a source at once: a conversation with its messages, or why there is none.
///
/// Of `read.messages`, those that are not in the conversation are losses; without a conversation, so
/// is the one of `read.conversations`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub conversation: Option<Conversation>,
    pub losses: Vec<Loss>,
    pub read: Rows,
    /// Where it stands.
    pub file: String,
    pub line: u64,
    /// How much of the input is done after it, in bytes.
    pub bytes: u64,
}

/// An export being read.
#[derive(Debug)]
pub struct Reader {
    from: From,
    bytes_total: u64,
    not_read: Vec<String>,
}

#[derive(Debug)]
enum From {
    Json(Box<export::Export>),
    Tsv(Box<multidogo::Turns>),
}

impl Reader {
    /// Opens an export: a file, or a folder of files.
    ///
    /// # Errors
    /// [`InputError`] when nothing in it is of this source, or it cannot be read.
    pub fn open(source: Source, path: &Path) -> Result<Self, InputError> {
        let format = match source {
            Source::Chatwoot => &chatwoot::FORMAT,
            Source::Zammad => &zammad::FORMAT,
            Source::Zendesk => &zendesk::FORMAT,
            Source::Freshdesk => &freshdesk::FORMAT,
            Source::Multidogo => {
                let files = multidogo::files(path)?;
                let bytes_total = files.iter().map(|file| file.bytes).sum();
                let from = From::Tsv(Box::new(multidogo::Turns::new(files)));
                return Ok(Self { from, bytes_total, not_read: Vec::new() });
            }
        };
        let inputs = files::Inputs::find(path, format)?;
        let bytes_total = inputs.conversations.iter().map(|file| file.bytes).sum();
        let not_read = inputs.not_read.clone();
        let export = export::Export::open(source, format, inputs)?;
        Ok(Self { from: From::Json(Box::new(export)), bytes_total, not_read })
    }

    /// How large the input is, for telling how far it is read.
    pub const fn bytes_total(&self) -> u64 {
        self.bytes_total
    }

    /// Files that were found and are none of conversations, messages or people.
    pub fn not_read(&self) -> &[String] {
        &self.not_read
    }

    /// The next conversation; `None` after the last. The same input gives the same units in the same
    /// order.
    ///
    /// # Errors
    /// [`InputError`] when the input cannot be read on; a bad row is a loss.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator cannot tell of a failure and end"
    )]
    pub fn next(&mut self) -> Result<Option<Unit>, InputError> {
        match &mut self.from {
            From::Json(export) => export.next(),
            From::Tsv(turns) => turns.next(),
        }
    }
}
