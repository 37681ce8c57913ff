//! Recordings: what viewers were shown, sealed so that nothing of it is changed or taken away unseen, and forgotten with
//! its key. The format is described in `docs/cobrowse-recording.md`.
//!
//! Pure: records and times go in, sealed chunks come out. Where they are kept is the caller's.

mod chunk;
mod event;
mod key;
mod reader;
#[cfg(test)]
mod tests;
mod writer;

use kernel::Duration;
use kernel::canonical::Sha256Hex;
use serde::{Deserialize, Serialize};

pub use event::{Deed, Noted};
pub use key::{KeyError, RecordingKey, TenantKey, WRAPPED_BYTES, Wrapped};
pub use reader::{Broken, Chunk, Reader};
pub use writer::Writer;

/// A chunk is sealed so long after its first record.
pub const CHUNK_AGE: Duration = Duration::from_secs(5);
/// A chunk of more than one record has at most so many bytes of records.
pub const CHUNK_BYTES_MAX: usize = 256 << 10;
/// The most bytes of one record: the largest frame.
pub const RECORD_BYTES_MAX: usize = 4 << 20;

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A frame as viewers got it.
    Frame,
    /// A control event: JSON.
    Event,
    /// The whole page as one frame: play can begin here.
    Checkpoint,
}

impl Kind {
    /// As it is written.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Frame => 0,
            Self::Event => 1,
            Self::Checkpoint => 2,
        }
    }

    const fn of(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Frame),
            1 => Some(Self::Event),
            2 => Some(Self::Checkpoint),
            _ => None,
        }
    }
}

/// One thing that was shown or happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub kind: Kind,
    /// Milliseconds since the recording began.
    pub ms: u32,
    pub bytes: Vec<u8>,
}

/// A chunk in the index of its recording: what seeking needs without opening anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// From 0.
    pub number: u32,
    /// Of the first record. Milliseconds since the recording began, as the two below.
    pub first_ms: u32,
    pub last_ms: u32,
    pub checkpoints_ms: Vec<u32>,
    /// Of the sealed chunk.
    pub bytes: u32,
    /// SHA-256 of the sealed chunk, which holds that of the one before.
    pub hash: Sha256Hex,
}

/// A chunk to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Of its writer: how often the recording had been taken up again.
    pub part: u32,
    pub entry: Entry,
    pub bytes: Vec<u8>,
}

/// How far a recording goes: to be kept beside it, and in the audit chain once it is closed. Without it nobody could
/// tell that chunks are missing at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub chunks: u32,
    /// Of the last chunk; zeros where there is none.
    pub hash: Sha256Hex,
    /// The last chunk says that it is the last.
    pub is_closed: bool,
}

impl Head {
    /// Of a recording that has not begun.
    pub const NONE: Self =
        Self { chunks: 0, hash: Sha256Hex::from_bytes([0; 32]), is_closed: false };
}

/// The chunk to begin with to play from a moment: the last one with a checkpoint at or before it, else the first one
/// with any.
pub fn seek(index: &[Entry], ms: u32) -> Option<&Entry> {
    let holds = |entry: &&Entry| !entry.checkpoints_ms.is_empty();
    let before = |entry: &&Entry| entry.checkpoints_ms.iter().any(|at| *at <= ms);
    index.iter().rev().find(before).or_else(|| index.iter().find(holds))
}
