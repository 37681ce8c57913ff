//! The secrets of co-browsing, all drawn from one master key of the installation.
//!
//! HKDF with SHA-256 (RFC 5869), a name for each use. Nodes that share a database share the master key:
//! a place that one gives is believed by the others, and a recording is read wherever it was made.

use cobrowse::code::CodeKey;
use cobrowse::recording::TenantKey;
use kernel::TenantId;
use ring::{hkdf, hmac};

/// Bytes of every key.
const KEY_BYTES: usize = 32;
const SALT: &[u8] = b"ombud cobrowse 1";

/// Derives the keys.
#[derive(Clone)]
pub struct CobrowseKeys(hkdf::Prk);

struct Length;

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        KEY_BYTES
    }
}

impl CobrowseKeys {
    pub fn new(master: &[u8; KEY_BYTES]) -> Self {
        Self(hkdf::Salt::new(hkdf::HKDF_SHA256, SALT).extract(master))
    }

    fn key(&self, used_for: &[&[u8]]) -> [u8; KEY_BYTES] {
        let mut key = [0; KEY_BYTES];
        // Both fail for lengths above 8,160 bytes alone.
        if let Ok(made) = self.0.expand(used_for, Length) {
            let _ = made.fill(&mut key);
        }
        key
    }

    /// What the six digits are hashed with.
    pub(crate) fn code(&self) -> CodeKey {
        CodeKey::new(&self.key(&[b"code"]))
    }

    /// What places are signed with.
    pub(crate) fn place(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &self.key(&[b"place"]))
    }

    /// What links of invitations are signed with.
    pub(crate) fn link(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &self.key(&[b"link"]))
    }

    /// What the keys of a tenant's recordings are wrapped with.
    pub fn tenant(&self, tenant: &TenantId) -> TenantKey {
        TenantKey::new(self.key(&[b"recordings of ", tenant.as_str().as_bytes()]))
    }
}

impl std::fmt::Debug for CobrowseKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}
