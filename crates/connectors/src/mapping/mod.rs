//! The mapping of other systems' words, as data.
//!
//! A [`Source`] has vocabularies (its statuses, its reason codes …); a vocabulary has values; a value
//! has one [`Meaning`]. Look-ups ignore case, surrounding space, and whether words are parted by a
//! space, `-` or `_`: the same code is written in different ways by the same company's own pages.

mod load;
mod meaning;

use std::collections::BTreeMap;

use dispute::{EvidenceType, Outcome, Reason, State, SubIssue};
use serde::{Deserialize, Serialize};

pub use load::MappingError;
pub use meaning::{EventKind, Favours, Hold, Meaning, MoneyKind, VocabularyKind};

/// The longest external text that is kept; the rest is cut off at a character's end.
pub const RAW_CHARS_MAX: usize = 200;

/// A system whose words are mapped; one file of `policy/mappings` each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    KlarnaV4,
    KlarnaV3,
    Stripe,
    Adyen,
    Paypal,
    Affirm,
    Afterpay,
    Visa,
    Mastercard,
    Hyperswitch,
    Antom,
}

impl Source {
    pub const ALL: [Self; 11] = [
        Self::KlarnaV4,
        Self::KlarnaV3,
        Self::Stripe,
        Self::Adyen,
        Self::Paypal,
        Self::Affirm,
        Self::Afterpay,
        Self::Visa,
        Self::Mastercard,
        Self::Hyperswitch,
        Self::Antom,
    ];

    /// The stable text used in storage and APIs; also the file's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KlarnaV4 => "klarna_v4",
            Self::KlarnaV3 => "klarna_v3",
            Self::Stripe => "stripe",
            Self::Adyen => "adyen",
            Self::Paypal => "paypal",
            Self::Affirm => "affirm",
            Self::Afterpay => "afterpay",
            Self::Visa => "visa",
            Self::Mastercard => "mastercard",
            Self::Hyperswitch => "hyperswitch",
            Self::Antom => "antom",
        }
    }
}

/// What became of an external value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mapped<T> {
    Known(T),
    /// Not in the list: kept as it came (up to [`RAW_CHARS_MAX`]), and a task for a person.
    Unknown {
        raw: String,
    },
}

impl<T> Mapped<T> {
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown { .. } => None,
        }
    }

    pub fn as_known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown { .. } => None,
        }
    }

    fn and_then<U>(self, raw: &str, read: impl FnOnce(T) -> Option<U>) -> Mapped<U> {
        match self.known().and_then(read) {
            Some(value) => Mapped::Known(value),
            None => Mapped::Unknown { raw: clip(raw) },
        }
    }
}

/// One list of values of a system.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    pub kind: VocabularyKind,
    /// Where the value stands in the system's documents.
    pub field: String,
    /// The value as its owner writes it, and what it means.
    values: BTreeMap<String, (String, Meaning)>,
}

impl Vocabulary {
    /// Every value as its owner writes it, in the order of its normal form.
    pub fn values(&self) -> impl Iterator<Item = (&str, &Meaning)> {
        self.values.values().map(|(written, meaning)| (written.as_str(), meaning))
    }
}

/// The words of one system.
#[derive(Debug, Clone)]
pub struct SourceMapping {
    pub title: String,
    pub references: Vec<String>,
    /// Decimals of a currency where the system's smallest unit is not ISO 4217's.
    pub exponents: BTreeMap<String, u32>,
    vocabularies: BTreeMap<String, Vocabulary>,
}

impl SourceMapping {
    pub fn vocabularies(&self) -> impl Iterator<Item = (&str, &Vocabulary)> {
        self.vocabularies.iter().map(|(name, vocabulary)| (name.as_str(), vocabulary))
    }
}

/// All mappings. Made once; look-ups neither allocate much nor fail.
#[derive(Debug, Clone)]
pub struct Mappings {
    sources: BTreeMap<Source, SourceMapping>,
}

impl Mappings {
    pub fn source(&self, source: Source) -> Option<&SourceMapping> {
        self.sources.get(&source)
    }

    /// How many external values are mapped.
    pub fn len(&self) -> usize {
        let vocabularies = self.sources.values().flat_map(|source| source.vocabularies.values());
        vocabularies.map(|vocabulary| vocabulary.values.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The meaning of a value in a named vocabulary.
    pub fn lookup(&self, source: Source, vocabulary: &str, raw: &str) -> Mapped<Meaning> {
        let found = self
            .sources
            .get(&source)
            .and_then(|source| source.vocabularies.get(vocabulary))
            .and_then(|vocabulary| vocabulary.values.get(&normal(raw)));
        match found {
            Some((_, meaning)) => Mapped::Known(meaning.clone()),
            None => Mapped::Unknown { raw: clip(raw) },
        }
    }

    pub fn reason(
        &self,
        source: Source,
        vocabulary: &str,
        raw: &str,
    ) -> Mapped<(Reason, SubIssue)> {
        self.lookup(source, vocabulary, raw).and_then(raw, |meaning| match meaning {
            Meaning::Reason { reason, sub_issue } => Some((reason, sub_issue)),
            _ => None,
        })
    }

    /// The state, and the outcome where the state's name tells it.
    pub fn state(
        &self,
        source: Source,
        vocabulary: &str,
        raw: &str,
    ) -> Mapped<(State, Option<Outcome>)> {
        self.lookup(source, vocabulary, raw).and_then(raw, |meaning| match meaning {
            Meaning::State { state, outcome } => Some((state, outcome)),
            _ => None,
        })
    }

    pub fn outcome(&self, source: Source, vocabulary: &str, raw: &str) -> Mapped<Outcome> {
        self.lookup(source, vocabulary, raw).and_then(raw, |meaning| match meaning {
            Meaning::Outcome { outcome, .. } => Some(outcome),
            _ => None,
        })
    }

    pub fn evidence(&self, source: Source, vocabulary: &str, raw: &str) -> Mapped<EvidenceType> {
        self.lookup(source, vocabulary, raw).and_then(raw, |meaning| match meaning {
            Meaning::Evidence { evidence } => Some(evidence),
            _ => None,
        })
    }
}

/// The form in which values are compared.
fn normal(raw: &str) -> String {
    raw.trim()
        .chars()
        .take(RAW_CHARS_MAX)
        .map(|c| if c == ' ' || c == '-' { '_' } else { c.to_ascii_lowercase() })
        .collect()
}

/// A text short enough to keep.
pub(crate) fn clip(raw: &str) -> String {
    raw.chars().take(RAW_CHARS_MAX).collect()
}
