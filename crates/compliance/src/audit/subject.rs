//! Commitments to personal data: provable while the person's key exists, mute after it is gone.
//!
//! Erasure destroys the key (crypto-shredding). The chain holds only the HMAC, so it verifies as
//! before, and nobody can test a guess of what was committed: without the key, even a guess of
//! every possible value shows nothing.

use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::canonical::Sha256Hex;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::encoding::Encoder;

/// What an entry holds in place of personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// Which key opens it: a random name, which means nothing once the key is destroyed.
    pub key_id: String,
    /// HMAC-SHA-256 of the payload under that key (layout `personal` of the encoding).
    #[serde(with = "super::hex")]
    pub hmac: Sha256Hex,
}

/// The secret key of one data subject; wiped from memory when dropped.
#[derive(Clone)]
pub struct SubjectKey {
    id: String,
    /// One block of HMAC-SHA-256: the key, then zeros, as RFC 2104 pads it.
    block: Zeroizing<[u8; 64]>,
}

impl std::fmt::Debug for SubjectKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SubjectKey({}, [secret])", self.id)
    }
}

impl SubjectKey {
    /// A key from 32 random bytes, under a random name.
    pub fn new(id: impl Into<String>, key: [u8; 32]) -> Self {
        let key = Zeroizing::new(key);
        let mut block = Zeroizing::new([0; 64]);
        for (slot, byte) in block.iter_mut().zip(key.iter()) {
            *slot = *byte;
        }
        Self { id: id.into(), block }
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    /// Commits to a payload.
    pub fn commit(&self, payload: &[u8]) -> Commitment {
        let digest: [u8; 32] = self.mac(payload).finalize().into_bytes().into();
        Commitment { key_id: self.id.clone(), hmac: Sha256Hex::from_bytes(digest) }
    }

    /// Whether the commitment is to this payload under this key. Takes the same time either way.
    pub fn opens(&self, commitment: &Commitment, payload: &[u8]) -> bool {
        commitment.key_id == self.id
            && self.mac(payload).verify_slice(commitment.hmac.bytes()).is_ok()
    }

    fn mac(&self, payload: &[u8]) -> Hmac<Sha256> {
        let mut layout = Encoder::new("ombud/audit/personal/v1");
        layout.text(&self.id).u64(payload.len() as u64);
        let mut mac = Hmac::<Sha256>::new((&*self.block).into());
        mac.update(layout.as_bytes());
        mac.update(payload);
        mac
    }
}
