//! The export format: JSON Lines, one encoding per line.
//!
//! ```text
//! {"header":{"format":"ombud-audit/1","tenant":"acme"}}
//! {"checkpoint":"example.com/ombud\nombud-audit-checkpoint/v1\n…"}
//! {"entry":{"tenant":"acme","lane":0,"seq":1,…}}
//! ```
//!
//! Checkpoints come first, by number, so that a verifier reads the file once and keeps no entries.
//! Entries come by lane, then by `seq` from 1. Every line ends with a line break. So a trail has one
//! export, to the byte, but for bodies that are withheld.

use std::io;

use kernel::TenantId;
use serde::{Deserialize, Serialize};

use super::Entry;

pub(super) const FORMAT: &str = "ombud-audit/1";

/// One line of an export.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    Header(Header),
    Checkpoint(String),
    Entry(Box<Entry>),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) format: String,
    pub(super) tenant: TenantId,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum BorrowedLine<'a> {
    Checkpoint(&'a str),
    Entry(&'a Entry),
}

/// Writes an export. The type holds the order: checkpoints, then entries.
#[derive(Debug)]
pub struct Export<W> {
    out: W,
}

/// The second half of an export, which takes entries only.
#[derive(Debug)]
pub struct EntryExport<W> {
    out: W,
}

impl<W: io::Write> Export<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn begin(mut out: W, tenant: &TenantId) -> io::Result<Self> {
        let header = Header { format: FORMAT.to_owned(), tenant: tenant.clone() };
        write_line(&mut out, &Line::Header(header))?;
        Ok(Self { out })
    }

    /// Adds a signed checkpoint, in the order of their numbers.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn checkpoint(&mut self, note: &str) -> io::Result<()> {
        write_line(&mut self.out, &BorrowedLine::Checkpoint(note))
    }

    /// Goes on to the entries.
    pub fn entries(self) -> EntryExport<W> {
        EntryExport { out: self.out }
    }
}

impl<W: io::Write> EntryExport<W> {
    /// Adds an entry, in the order of lane and `seq`.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn entry(&mut self, entry: &Entry) -> io::Result<()> {
        write_line(&mut self.out, &BorrowedLine::Entry(entry))
    }

    /// Flushes and hands the writer back.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

fn write_line<W: io::Write, T: Serialize>(out: &mut W, line: &T) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
