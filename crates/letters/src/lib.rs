//! Notices and statutory letters in words: a template per language (`policy/letters/*.toml`), filled with
//! what was recorded. A language is added by adding a file; every file has every letter, which is checked
//! when they are loaded.
//!
//! It writes from templates and facts only. It must never choose what to say, send anything, or take
//! words from a model.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod book;
mod complaint;
mod locale;
mod notice;
mod template;
mod values;

pub use book::{LetterBook, LetterError};
pub use complaint::ComplaintFacts;
pub use locale::Locale;
pub use notice::{Audience, NoticeFacts};

use serde::{Deserialize, Serialize};

/// A letter as it is sent: plain text, paragraphs on lines of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// BCP 47, of the template that was used.
    pub language: String,
    pub subject: String,
    pub text: String,
}
