//! Checkpoints: a signed statement of how long each lane was, and what its head was.
//!
//! ```text
//! example.com/ombud                 origin
//! ombud-audit-checkpoint/v1
//! tenant acme
//! number 7                          1, 2, 3 … without a gap
//! previous 0f3c…                    SHA-256 of the text of number 6, or `none`
//! time 2026-11-21T09:30:00.000Z
//! lane 0 1200 9b1d…                 lane, size, head
//! lane 1 1187 77aa…
//!
//! — example.com/ombud lC5…          signature
//! ```
//!
//! Each checkpoint names the one before, so a removed checkpoint shows as well.

use std::fmt::Write as _;

use kernel::canonical::Sha256Hex;
use kernel::{TenantId, Timestamp};

use super::note::{self, NoteError, Signer, Verifier};
use super::{LANES_MAX, LaneId};

const FORMAT: &str = "ombud-audit-checkpoint/v1";

/// The end of one lane, as a checkpoint states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaneHead {
    pub lane: LaneId,
    pub size: u64,
    pub hash: Sha256Hex,
}

/// What a checkpoint states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which trail this is, by a name that its owner controls: `example.com/ombud`.
    pub origin: String,
    pub tenant: TenantId,
    /// 1 for the tenant's first checkpoint.
    pub number: u64,
    /// [`Checkpoint::text_hash`] of the one before; `None` for the first.
    pub previous: Option<Sha256Hex>,
    pub at: Timestamp,
    /// In the order of their lanes, each lane once.
    pub heads: Vec<LaneHead>,
}

/// Why a checkpoint is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    #[error(transparent)]
    Note(#[from] NoteError),
    #[error("not a checkpoint: {0}")]
    Form(&'static str),
}

impl Checkpoint {
    /// Signs it.
    ///
    /// # Errors
    /// [`CheckpointError::Form`] when it cannot be written unambiguously: an origin with a line
    /// break, lanes out of order, or more than [`LANES_MAX`] lanes.
    pub fn sign(&self, signer: &Signer) -> Result<String, CheckpointError> {
        let text = self.text();
        // What is signed must read back as what was meant.
        if Self::parse(&text)? == *self {
            Ok(signer.sign_text(&text))
        } else {
            Err(CheckpointError::Form("a field holds a line break"))
        }
    }

    /// Reads a note that one of the keys signed.
    ///
    /// # Errors
    /// [`CheckpointError`] when no known key signed it, or the text is not a checkpoint.
    pub fn open(note: &str, keys: &[Verifier]) -> Result<Self, CheckpointError> {
        Self::parse(note::open(note, keys)?)
    }

    /// The hash of the signed text, which the next checkpoint names.
    pub fn text_hash(&self) -> Sha256Hex {
        Sha256Hex::of(self.text().as_bytes())
    }

    fn text(&self) -> String {
        let previous = self.previous.map_or_else(|| "none".to_owned(), |hash| hash.to_string());
        let mut text = format!(
            "{}\n{FORMAT}\ntenant {}\nnumber {}\nprevious {previous}\ntime {}\n",
            self.origin, self.tenant, self.number, self.at
        );
        for LaneHead { lane, size, hash } in &self.heads {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "lane {lane} {size} {hash}");
        }
        text
    }

    fn parse(text: &str) -> Result<Self, CheckpointError> {
        let form = CheckpointError::Form;
        let mut lines = text.strip_suffix('\n').ok_or(form("no last line break"))?.split('\n');
        let origin = lines.next().filter(|o| !o.is_empty()).ok_or(form("no origin"))?;
        if lines.next() != Some(FORMAT) {
            return Err(form("the second line must be `ombud-audit-checkpoint/v1`"));
        }
        let mut field = |key: &'static str| {
            lines.next().and_then(|line| line.strip_prefix(key)?.strip_prefix(' '))
        };
        let tenant = field("tenant").and_then(|t| t.parse().ok()).ok_or(form("tenant"))?;
        let number = field("number").and_then(|t| t.parse().ok()).ok_or(form("number"))?;
        let previous = match field("previous").ok_or(form("previous"))? {
            "none" => None,
            hash => Some(hash.parse().map_err(|_| form("previous"))?),
        };
        let at = field("time").and_then(|t| t.parse().ok()).ok_or(form("time"))?;
        let heads = lines.map(parse_head).collect::<Option<Vec<_>>>().ok_or(form("lane"))?;
        let ordered = heads.iter().zip(heads.iter().skip(1)).all(|(a, b)| a.lane < b.lane);
        if !ordered || heads.len() > LANES_MAX {
            return Err(form("lanes must be in order, each once, at most 1,024"));
        }
        let checkpoint = Self { origin: origin.to_owned(), tenant, number, previous, at, heads };
        // One text per checkpoint: `+7`, upper-case digits and the like are refused.
        if checkpoint.text() == text { Ok(checkpoint) } else { Err(form("not in canonical form")) }
    }
}

fn parse_head(line: &str) -> Option<LaneHead> {
    let mut parts = line.strip_prefix("lane ")?.split(' ');
    let lane = LaneId(parts.next()?.parse().ok()?);
    let size = parts.next()?.parse().ok()?;
    let hash = parts.next()?.parse().ok()?;
    parts.next().is_none().then_some(LaneHead { lane, size, hash })
}
