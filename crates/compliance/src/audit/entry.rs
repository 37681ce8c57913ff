//! One entry of the trail, and how it is appended. Never reads a clock, never stores anything.

use kernel::canonical::Sha256Hex;
use kernel::{Actor, TenantId, Timestamp};
use serde::{Deserialize, Serialize};

use super::encoding::Encoder;
use super::subject::Commitment;
use super::{BODY_BYTES_MAX, NAME_BYTES_MAX, hex};

/// One of a tenant's chains. Several lanes let several writers append without waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LaneId(pub u16);

impl std::fmt::Display for LaneId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Why an entry cannot be appended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditError {
    #[error("{field} must have 1 to {NAME_BYTES_MAX} bytes, it has {bytes}")]
    Name { field: &'static str, bytes: usize },
    #[error(
        "the body must have at most {BODY_BYTES_MAX} bytes, it has {0}: store a reference to it"
    )]
    Body(usize),
    #[error("lane {0} is full")]
    Full(LaneId),
}

/// What a caller records; [`append`] gives it its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub at: Timestamp,
    pub actor: Actor,
    /// The operation, such as `dispute.open`.
    pub action: String,
    /// What it was done to, such as `dispute/0190b8a0-…`.
    pub object: String,
    /// Canonical JSON with nothing personal in it. It is hashed apart from the entry, so that it
    /// can be withheld from an export, or removed, without breaking the chain.
    pub body: Option<String>,
    /// What is personal, by commitment only.
    pub personal: Option<Commitment>,
}

/// One entry of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub tenant: TenantId,
    pub lane: LaneId,
    /// The place in the lane: 1 for the first entry.
    pub seq: u64,
    pub at: Timestamp,
    pub actor: Actor,
    pub action: String,
    pub object: String,
    /// The hash of the body, also when the body is not here.
    #[serde(with = "hex")]
    pub detail: Sha256Hex,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<Commitment>,
    /// The hash of the entry before, or of the lane's genesis.
    #[serde(with = "hex")]
    pub prev: Sha256Hex,
    #[serde(with = "hex")]
    pub hash: Sha256Hex,
}

impl Entry {
    /// The hash its contents have, which [`Entry::hash`] must equal.
    pub fn computed_hash(&self) -> Sha256Hex {
        let mut encoder = Encoder::new("ombud/audit/entry/v1");
        encoder
            .text(self.tenant.as_str())
            .u16(self.lane.0)
            .u64(self.seq)
            .u64(self.at.as_millis().unsigned_abs())
            .text(self.actor.kind.as_str())
            .optional_text(self.actor.id.as_ref().map(kernel::PrincipalId::as_str))
            .text(&self.action)
            .text(&self.object)
            .digest(self.detail.bytes());
        match &self.personal {
            None => encoder.byte(0),
            Some(personal) => encoder.byte(1).text(&personal.key_id).digest(personal.hmac.bytes()),
        };
        encoder.digest(self.prev.bytes()).hash()
    }
}

/// The hash of a body, or of there being none.
pub fn detail_hash(body: Option<&str>) -> Sha256Hex {
    Encoder::new("ombud/audit/detail/v1").optional_text(body).hash()
}

/// The end of a lane: what the next entry links to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    pub tenant: TenantId,
    pub lane: LaneId,
    /// Entries so far, which is the `seq` of the last one.
    pub size: u64,
    pub hash: Sha256Hex,
}

impl Head {
    /// The head of an empty lane. Its hash names tenant and lane, so that no lane's entries can be
    /// passed off as another's.
    pub fn genesis(tenant: &TenantId, lane: LaneId) -> Self {
        let hash = Encoder::new("ombud/audit/genesis/v1").text(tenant.as_str()).u16(lane.0).hash();
        Self { tenant: tenant.clone(), lane, size: 0, hash }
    }
}

/// Makes the next entry of a lane, and the head after it. The caller stores both in the same
/// transaction as the change they record.
///
/// # Errors
/// [`AuditError`] when a text is empty or too long, with the field named.
pub fn append(head: &Head, draft: Draft) -> Result<(Entry, Head), AuditError> {
    for (field, text) in [("action", &draft.action), ("object", &draft.object)] {
        if text.is_empty() || text.len() > NAME_BYTES_MAX {
            return Err(AuditError::Name { field, bytes: text.len() });
        }
    }
    if let Some(body) = draft.body.as_ref().filter(|body| body.len() > BODY_BYTES_MAX) {
        return Err(AuditError::Body(body.len()));
    }
    let seq = head.size.checked_add(1).ok_or(AuditError::Full(head.lane))?;
    let mut entry = Entry {
        tenant: head.tenant.clone(),
        lane: head.lane,
        seq,
        at: draft.at,
        actor: draft.actor,
        action: draft.action,
        object: draft.object,
        detail: detail_hash(draft.body.as_deref()),
        body: draft.body,
        personal: draft.personal,
        prev: head.hash,
        hash: head.hash,
    };
    entry.hash = entry.computed_hash();
    let next = Head { size: seq, hash: entry.hash, ..head.clone() };
    Ok((entry, next))
}
