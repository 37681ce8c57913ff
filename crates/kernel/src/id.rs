//! Identifiers. Two families, so that a mix-up does not compile:
//!
//! * **external ids** name things a company brings (orders, customers, shipments …); they are the
//!   company's own text, 1–128 characters of `A–Z a–z 0–9 . _ : @ / + = -`;
//! * **our ids** name things Ombud makes; they are UUIDv7, made from the injected clock and
//!   randomness, so a replayed run makes the same ones.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Rng, Timestamp};

/// Longest external id, in characters.
pub const EXTERNAL_ID_CHARS_MAX: usize = 128;

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    #[error("an id must have 1 to {EXTERNAL_ID_CHARS_MAX} characters, this one has {0}")]
    Length(usize),
    #[error("an id may contain letters, digits and . _ : @ / + = - only; found {0:?}")]
    Character(char),
    #[error("expected a UUID such as 0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88: {0}")]
    NotUuid(String),
}

fn check_external(text: &str) -> Result<(), IdError> {
    let chars = text.chars().count();
    if chars == 0 || chars > EXTERNAL_ID_CHARS_MAX {
        return Err(IdError::Length(chars));
    }
    match text.chars().find(|c| !(c.is_ascii_alphanumeric() || "._:@/+=-".contains(*c))) {
        Some(c) => Err(IdError::Character(c)),
        None => Ok(()),
    }
}

// A macro, by ADR 0003: eighteen newtypes that differ in their name alone.
macro_rules! external_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Parses a company's own id.
            ///
            /// # Errors
            /// [`IdError`] when the text is empty, too long or has a character outside the set.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                check_external(&text)?;
                Ok(Self(text))
            }
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> { Self::new(text) }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> { Self::new(text) }
        }
        impl From<$name> for String { fn from(id: $name) -> String { id.0 } }
        impl AsRef<str> for $name { fn as_ref(&self) -> &str { &self.0 } }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )+};
}

external_ids! {
    /// A company, or one of its regions: the first column of every key.
    TenantId,
    MerchantId, CustomerId, DeviceId, OrderId, LineId, CaptureId, ShipmentId, ReturnId, PaymentId,
    RefundId, SettlementId,
    /// A chargeback raised by a card network on our own collection (`net_disp:{n}`).
    NetworkDisputeId,
    /// Who acts, inside one tenant: an agent, a merchant's user, a model.
    PrincipalId,
}

macro_rules! our_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// A new UUIDv7 from the injected time and randomness.
            pub fn generate(now: Timestamp, rng: &mut Rng) -> Self { Self(uuid_v7(now, rng)) }
            pub const fn from_uuid(id: uuid::Uuid) -> Self { Self(id) }
            pub const fn uuid(self) -> uuid::Uuid { self.0 }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                uuid::Uuid::parse_str(text).map(Self).map_err(|e| IdError::NotUuid(e.to_string()))
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )+};
}

our_ids! {
    PlanId, DisputeId, EntryId, EventId, EvidenceId, DecisionId, EffectId, TimerId, TaskId, NoticeId,
    ComplaintId, WebhookId, DeliveryId, JobId, NodeId, ApiKeyId, AuditId, BlobId, RequestId,
    ConversationId, CobrowseId,
    UserId, SessionId, CustomRoleId,
    SupportNeedId, AttachmentId,
    MacroId, ScorecardId,
}

/// RFC 9562 UUID version 7: 48 bits of Unix milliseconds, 74 random bits.
fn uuid_v7(now: Timestamp, rng: &mut Rng) -> uuid::Uuid {
    let millis = now.as_millis().max(0).unsigned_abs() & 0xFFFF_FFFF_FFFF;
    let high = (millis << 16) | 0x7000 | (rng.next_u64() & 0x0FFF);
    let low = (rng.next_u64() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000;
    uuid::Uuid::from_u64_pair(high, low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuid_has_version_7_and_sorts_by_time() {
        let mut rng = Rng::seeded(1);
        let a = DisputeId::generate(Timestamp::from_millis(1_000), &mut rng);
        let b = DisputeId::generate(Timestamp::from_millis(2_000), &mut rng);
        assert_eq!(a.uuid().get_version_num(), 7);
        assert!(a < b);
    }

    #[test]
    fn external_ids_name_what_is_wrong() {
        assert_eq!(OrderId::new(""), Err(IdError::Length(0)));
        assert_eq!(OrderId::new("a b"), Err(IdError::Character(' ')));
        assert!(OrderId::new("ord_1-2.3").is_ok());
    }
}
