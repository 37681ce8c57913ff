//! How well facts are read, measured on documents of which it is known what they say.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::facts::{Fact, Field};
use crate::sample;

/// How a document comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Written as a PDF, and read back from its text layer.
    Pdf,
    /// A whole letter.
    Email,
    /// Words as recognised from a photo.
    Ocr,
}

/// A document, and the facts that a careful reader takes from it, as [`crate::facts::Value`] writes them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub id: String,
    pub kind: Kind,
    pub text: String,
    pub facts: BTreeMap<Field, String>,
}

/// A file of documents.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// BCP 47.
    pub language: String,
    /// ISO 4217, of the market.
    pub currency: String,
    #[serde(rename = "document")]
    pub documents: Vec<Document>,
}

impl Document {
    /// The file, as it would be handed in; the words themselves for one that comes from a photo.
    pub fn bytes(&self) -> Vec<u8> {
        let text = self.text.trim();
        match self.kind {
            Kind::Pdf => sample::pdf(&text.lines().collect::<Vec<_>>()),
            Kind::Email => text.replace('\n', "\r\n").into_bytes(),
            Kind::Ocr => text.as_bytes().to_vec(),
        }
    }
}

/// Facts that are in documents, that were read, and that were read rightly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub meant: usize,
    pub read: usize,
    pub right: usize,
}

impl Counts {
    /// Of the facts that are there, those that were read rightly: 0 to 1.
    pub fn recall(&self) -> f64 {
        self.right as f64 / self.meant.max(1) as f64
    }

    /// Of the facts that were read, those that are right: 0 to 1.
    pub fn precision(&self) -> f64 {
        self.right as f64 / self.read.max(1) as f64
    }

    pub const fn add(&mut self, other: Self) {
        self.meant += other.meant;
        self.read += other.read;
        self.right += other.right;
    }
}

/// The counts of each field of one document, and in words what was read wrongly.
pub fn compare(document: &Document, facts: &[Fact]) -> (BTreeMap<Field, Counts>, Vec<String>) {
    let mut counts: BTreeMap<Field, Counts> = BTreeMap::new();
    let mut wrong = Vec::new();
    for field in Field::ALL {
        let meant = document.facts.get(&field);
        let read = facts.iter().find(|fact| fact.field == field).map(|fact| fact.value.to_string());
        let right = meant.is_some() && meant == read.as_ref();
        if meant.is_none() && read.is_none() {
            continue;
        }
        let one = Counts {
            meant: usize::from(meant.is_some()),
            read: usize::from(read.is_some()),
            right: usize::from(right),
        };
        counts.entry(field).or_default().add(one);
        if !right {
            let (meant, read) = (meant.map_or("-", String::as_str), read.as_deref().unwrap_or("-"));
            wrong.push(format!("{}: {}: {meant} was read as {read}", document.id, field.as_str()));
        }
    }
    (counts, wrong)
}
