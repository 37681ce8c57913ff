//! Articles of the help centre, as they are written and as they are quoted.

mod library;
mod parse;

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use library::Library;

use crate::language::Language;

/// A file of the help centre: its path below `policy/assistant/articles`, and what is in it.
pub type ArticleFile<'a> = (&'a str, &'a str);

/// An article in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    pub id: String,
    /// Raised with every change of what the article says.
    pub version: u32,
    pub language: Language,
    pub title: String,
    pub markets: Markets,
    /// What customers want when this article answers them.
    pub intents: Vec<String>,
    /// How customers ask for it: looked through, never quoted.
    pub questions: Vec<String>,
    pub passages: Vec<Passage>,
}

/// Where an article holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Markets {
    All,
    /// ISO 3166 codes, a part of a country as `US-NY`.
    Only(BTreeSet<String>),
}

impl Markets {
    /// Whether an article holds in a market. A part of a country follows its country.
    #[must_use]
    pub fn hold_in(&self, market: &str) -> bool {
        let country = market.split('-').next().unwrap_or(market);
        match self {
            Self::All => true,
            Self::Only(markets) => markets.contains(market) || markets.contains(country),
        }
    }
}

/// A paragraph of an article: the least that is quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub id: PassageId,
    /// The heading it stands under; empty before the first.
    pub heading: String,
    pub text: String,
}

/// `late_fees@2#3`: the article, its version, and the passage's place in it, from 1. It stays the
/// same as long as the version does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PassageId {
    pub article: String,
    pub version: u32,
    pub number: u32,
}

impl fmt::Display for PassageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}#{}", self.article, self.version, self.number)
    }
}

impl Article {
    /// Reads one file, `<id>/<language>.md`.
    ///
    /// # Errors
    /// [`ArticleError`] names the file, the field and what would be right.
    pub fn parse(path: &str, text: &str) -> Result<Self, ArticleError> {
        parse::article(path, text)
    }
}

/// Why an article cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: `{field}` {problem}")]
pub struct ArticleError {
    /// Below `policy/assistant/articles`.
    pub file: String,
    pub field: &'static str,
    /// What is wrong, and what would be right.
    pub problem: String,
}

impl ArticleError {
    fn new(file: &str, field: &'static str, problem: impl Into<String>) -> Self {
        Self { file: file.to_owned(), field, problem: problem.into() }
    }
}
