//! What was refused from a file, so that it can be mended and sent again. It must never hold a
//! whole card number, nor an unbounded line.

use serde::{Deserialize, Serialize};

use crate::card::mask_card_numbers;

/// Most characters of a refused row that are kept.
pub const REJECT_RAW_CHARS_MAX: usize = 512;
/// Bytes of a refused row that are looked at: longer ones are cut before masking.
const REJECT_RAW_BYTES_MAX: usize = 4 * REJECT_RAW_CHARS_MAX;

/// One refused row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// The file's name, where several are read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// 1 is the first line of the file.
    pub line: u64,
    /// The field at fault; empty when it is the row as a whole.
    pub field: String,
    /// What is wrong and what to do about it; further faults of the row follow after ` | `.
    pub reason: String,
    /// The row's text, cut and with card numbers masked.
    pub raw: String,
}

impl Reject {
    pub fn new(line: u64, field: impl Into<String>, reason: impl Into<String>, raw: &[u8]) -> Self {
        let head = raw.get(..raw.len().min(REJECT_RAW_BYTES_MAX)).unwrap_or_default();
        let raw = mask_card_numbers(&String::from_utf8_lossy(head))
            .chars()
            .take(REJECT_RAW_CHARS_MAX)
            .collect();
        Self { file: String::new(), line, field: field.into(), reason: reason.into(), raw }
    }

    pub(crate) fn in_file(mut self, file: &str) -> Self {
        file.clone_into(&mut self.file);
        self
    }
}

impl std::fmt::Display for Reject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}:", self.file)?;
        }
        write!(f, "{}: ", self.line)?;
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.reason)
    }
}
