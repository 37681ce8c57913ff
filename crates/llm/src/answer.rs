//! What is asked for, what comes back, and what it cost.

use std::collections::BTreeSet;
use std::fmt;

use kernel::{ConversationId, TenantId};
use serde_json::Value;

use crate::guard::budget::Limits;
use crate::{About, Cost, ModelError, Prompt, Region, Schema};

/// One question to a model.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Whose budget pays.
    pub tenant: TenantId,
    /// The conversation that it is for, with a budget of its own.
    pub conversation: Option<ConversationId>,
    /// Where the tenant allows its data to be processed. Empty allows nothing.
    pub regions: BTreeSet<Region>,
    /// What the tenant allows to be spent.
    pub limits: Limits,
    pub prompt: Prompt,
    pub want: Want,
}

/// In what form the answer is wanted.
#[derive(Debug, Clone)]
pub enum Want {
    /// Words, at most so many characters.
    Text { chars_max: usize },
    /// JSON of this shape and no other.
    Json(Schema),
}

/// A finished answer. `Debug` shows no word of it.
#[derive(Clone, PartialEq)]
pub enum Answer {
    Text(String),
    /// Proved against the schema; optional fields that the model left empty are absent.
    Json(Value),
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Json(_) => f.write_str("Json(..)"),
        }
    }
}

/// What one call used, also where it failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The operator's name of the model.
    pub model: String,
    pub region: Region,
    pub tokens_in: u64,
    pub tokens_out: u64,
    /// Whether the provider counted; otherwise the tokens are estimated from the texts, rather too many.
    pub measured: bool,
    pub cost: Cost,
}

impl Report {
    /// Of a call that never reached the model.
    pub fn unused(about: &About) -> Self {
        Self::of(about, 0, 0, true)
    }

    pub(crate) fn of(about: &About, tokens_in: u64, tokens_out: u64, measured: bool) -> Self {
        Self {
            model: about.name.clone(),
            region: about.region.clone(),
            tokens_in,
            tokens_out,
            measured,
            cost: about.price.of(tokens_in, tokens_out),
        }
    }
}

/// What came back.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    pub outcome: Result<Answer, ModelError>,
    pub report: Report,
}

impl Reply {
    /// A reply that cost nothing because nothing was sent.
    pub fn unsent(about: &About, error: ModelError) -> Self {
        Self { outcome: Err(error), report: Report::unused(about) }
    }
}
