//! The audit trail: one hash chain per tenant and lane, signed checkpoints, an offline verifier.
//!
//! What each part can prove:
//!
//! * the **chain** shows that an entry was altered, removed from the middle, swapped, or inserted:
//!   each entry's hash covers its contents and the hash before it;
//! * a chain alone **cannot** show a cut tail (a shorter chain is a valid chain), nor a history
//!   rewritten from some point on with fresh hashes. A **checkpoint** can: it signs how long each
//!   lane was and what its head was. Keep checkpoints, or at least the latest, outside the system
//!   that writes the trail, and hand them to [`verify`] as `external`.
//!
//! Nothing personal may be put in an entry. What is personal is *committed* with an HMAC under the
//! person's own key ([`SubjectKey`]); once that key is destroyed the commitment says nothing, and
//! the chain still verifies.
//!
//! Pure: time, keys and readers are parameters. This module never decides what is audited.

mod checkpoint;
mod encoding;
mod entry;
mod export;
mod hex;
mod note;
mod report;
mod subject;
mod verify;

pub use checkpoint::{Checkpoint, CheckpointError, LaneHead};
pub use entry::{AuditError, Draft, Entry, Head, LaneId, append, detail_hash};
pub use export::{EntryExport, Export};
pub use note::{NoteError, Signer, Verifier};
pub use report::{Finding, LaneReport, Report, What};
pub use subject::{Commitment, SubjectKey};
pub use verify::verify;

/// Longest action or object text of an entry.
pub const NAME_BYTES_MAX: usize = 256;
/// Longest body of an entry.
pub const BODY_BYTES_MAX: usize = 64 * 1024;
/// Longest line of an export: a body of the greatest length, escaped, and room for the rest.
pub const LINE_BYTES_MAX: usize = 512 * 1024;
/// Most findings a report lists; the count goes on.
pub const FINDINGS_MAX: usize = 1_000;
/// Most checkpoints one export may hold.
pub const CHECKPOINTS_MAX: usize = 1_000_000;
/// Most lanes of one tenant in a checkpoint.
pub const LANES_MAX: usize = 1_024;
