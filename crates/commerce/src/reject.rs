//! What was refused from a file, so that it can be mended and sent again. It must never hold a
//! whole card number, nor an unbounded line.

use kernel::scrub::scrub_json;
use serde::{Deserialize, Serialize};

/// Most characters of a refused row that are kept.
pub const REJECT_RAW_CHARS_MAX: usize = 512;
/// Bytes of a refused row that are looked at: longer ones are cut before masking. One character may
/// be twelve bytes of escapes, and a number must not be cut where what is kept ends.
const REJECT_RAW_BYTES_MAX: usize = 16 * REJECT_RAW_CHARS_MAX;

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
    /// The row's text, cut and with card numbers masked and card codes removed.
    pub raw: String,
}

impl Reject {
    pub fn new(line: u64, field: impl Into<String>, reason: impl Into<String>, raw: &[u8]) -> Self {
        let head = raw.get(..raw.len().min(REJECT_RAW_BYTES_MAX)).unwrap_or_default();
        let head = String::from_utf8_lossy(head);
        let raw = scrub_json(&head).text.chars().take(REJECT_RAW_CHARS_MAX).collect();
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
