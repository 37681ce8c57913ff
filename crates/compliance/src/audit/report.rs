//! What the verifier found, and where.

use serde::Serialize;

use super::{FINDINGS_MAX, LaneId};
use kernel::canonical::Sha256Hex;

/// What is wrong at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    #[error("the line cannot be read: {reason}")]
    Unreadable { reason: String },
    #[error("the entry belongs to another tenant")]
    OtherTenant,
    #[error("the contents do not match the entry's own hash: it was altered")]
    Altered,
    #[error("the body does not match the hash that the entry holds: the body was altered")]
    BodyAltered,
    #[error("entries from {expected} on are missing before this one")]
    Missing { expected: u64 },
    #[error("entry {expected} should stand here: entries were swapped or repeated")]
    OutOfOrder { expected: u64 },
    #[error("it does not link to the entry before it: history was replaced before or at it")]
    Unlinked,
    #[error(
        "checkpoint {checkpoint} signs {signed} entries, the lane has {found}: the tail was cut"
    )]
    TailCut { checkpoint: u64, signed: u64, found: u64 },
    #[error("checkpoint {checkpoint} signs another hash at this place: the trail was forked")]
    Forked { checkpoint: u64 },
    #[error("the checkpoint is refused: {reason}")]
    CheckpointRefused { reason: String },
    #[error("checkpoint {expected} should stand here: one is missing, repeated or replaced")]
    CheckpointGap { expected: u64 },
    #[error("checkpoint {checkpoint} comes after an entry: lines were moved")]
    CheckpointLate { checkpoint: u64 },
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The line of the export, from 1; `None` for an external checkpoint or the end of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lane: Option<LaneId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    #[serde(flatten)]
    pub what: What,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}, ")?;
        }
        if let Some(lane) = self.lane {
            write!(f, "lane {lane}, ")?;
        }
        if let Some(seq) = self.seq {
            write!(f, "entry {seq}: ")?;
        }
        self.what.fmt(f)
    }
}

/// One lane of the export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LaneReport {
    pub lane: LaneId,
    /// The `seq` of the last entry.
    pub size: u64,
    pub head: Sha256Hex,
    /// The entries that the furthest checkpoint vouches for; those after it could be cut without
    /// a trace.
    pub signed: u64,
}

/// The verifier's answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub tenant: Option<String>,
    pub entries: u64,
    /// Checkpoints in the export, and external ones.
    pub checkpoints: u64,
    /// Entries whose body is not in the export.
    pub bodies_withheld: u64,
    pub lanes: Vec<LaneReport>,
    /// The first findings, at most [`FINDINGS_MAX`].
    pub findings: Vec<Finding>,
    pub findings_total: u64,
}

impl Report {
    /// Whether nothing is wrong. Read [`LaneReport::signed`] beside it: a chain without
    /// checkpoints says nothing of a cut tail.
    pub fn is_intact(&self) -> bool {
        self.findings_total == 0
    }

    pub(super) fn add(&mut self, finding: Finding) {
        self.findings_total += 1;
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(finding);
        }
    }
}
