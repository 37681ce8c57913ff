//! A book that remembers every entry it took, by key: the ledger of tests and simulation.
//!
//! A running service must never use it: it grows with every entry, and there the store's unique
//! key does this work.

use std::collections::BTreeMap;

use crate::{Book, Entry, LedgerError};

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// It moved the balances.
    Applied,
    /// Its key was used before with the same content; nothing moved.
    Duplicate,
}

/// A [`Book`] with all entries, by key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Journal {
    book: Book,
    entries: BTreeMap<String, Entry>,
}

impl Journal {
    pub fn new() -> Self {
        Self::default()
    }

    /// Applies an entry once per key.
    ///
    /// # Errors
    /// [`LedgerError::KeyReused`] when the key was used with other content, and as
    /// [`Book::apply`]. Nothing moves then.
    pub fn apply(&mut self, entry: &Entry) -> Result<Applied, LedgerError> {
        if let Some(earlier) = self.entries.get(entry.key()) {
            return if earlier.same_content(entry) {
                Ok(Applied::Duplicate)
            } else {
                Err(LedgerError::KeyReused { key: entry.key().to_owned() })
            };
        }
        self.book.apply(entry)?;
        self.entries.insert(entry.key().to_owned(), entry.clone());
        Ok(Applied::Applied)
    }

    pub const fn book(&self) -> &Book {
        &self.book
    }

    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key)
    }

    /// All entries, in order of key.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }
}
