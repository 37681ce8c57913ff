//! Keys: one for each recording, wrapped with its tenant's. To forget a recording is to forget the wrapped key: without
//! it the chunks are noise, wherever copies of them lie.

use kernel::{CobrowseId, Rng, TenantId};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

const KEY_BYTES: usize = 32;
const TAG_BYTES: usize = 16;
/// Bytes of a wrapped key: nonce, sealed key, tag.
pub const WRAPPED_BYTES: usize = NONCE_LEN + KEY_BYTES + TAG_BYTES;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("a wrapped key has {WRAPPED_BYTES} bytes, this has {0}")]
    Length(usize),
    #[error("the key was wrapped for another recording or with another key, or was changed")]
    NotOurs,
    #[error("the cipher refused the key")]
    Cipher,
}

/// The key that wraps the keys of a tenant's recordings.
#[derive(Clone)]
pub struct TenantKey(Zeroizing<[u8; KEY_BYTES]>);

/// The key of one recording.
#[derive(Clone)]
pub struct RecordingKey(Zeroizing<[u8; KEY_BYTES]>);

/// A recording's key as it is stored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Wrapped([u8; WRAPPED_BYTES]);

impl TenantKey {
    pub fn new(key: [u8; KEY_BYTES]) -> Self {
        Self(Zeroizing::new(key))
    }

    /// Wraps a recording's key with a nonce of its own. AES-256-GCM, bound to tenant and session.
    ///
    /// # Errors
    /// [`KeyError::Cipher`], which does not come.
    pub fn wrap(
        &self,
        tenant: &TenantId,
        session: CobrowseId,
        key: &RecordingKey,
        rng: &mut Rng,
    ) -> Result<Wrapped, KeyError> {
        let mut nonce = [0; NONCE_LEN];
        rng.fill(&mut nonce);
        let mut sealed = Zeroizing::new(key.0.to_vec());
        let aad = Aad::from(bound_to(tenant, session));
        let with = Nonce::assume_unique_for_key(nonce);
        cipher(&self.0)?
            .seal_in_place_append_tag(with, aad, &mut *sealed)
            .map_err(|_| KeyError::Cipher)?;
        Wrapped::from_bytes(&[&nonce[..], sealed.as_slice()].concat())
    }

    /// The key of a recording.
    ///
    /// # Errors
    /// [`KeyError::NotOurs`].
    pub fn unwrap(
        &self,
        tenant: &TenantId,
        session: CobrowseId,
        wrapped: &Wrapped,
    ) -> Result<RecordingKey, KeyError> {
        let (nonce, sealed) = wrapped.0.split_at(NONCE_LEN);
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| KeyError::NotOurs)?;
        let mut key = Zeroizing::new(sealed.to_vec());
        let aad = Aad::from(bound_to(tenant, session));
        let key =
            cipher(&self.0)?.open_in_place(nonce, aad, &mut key).map_err(|_| KeyError::NotOurs)?;
        let key: [u8; KEY_BYTES] = (&*key).try_into().map_err(|_| KeyError::NotOurs)?;
        Ok(RecordingKey(Zeroizing::new(key)))
    }
}

impl RecordingKey {
    pub fn generate(rng: &mut Rng) -> Self {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        rng.fill(&mut *key);
        Self(key)
    }

    pub(super) fn cipher(&self) -> Result<LessSafeKey, KeyError> {
        cipher(&self.0)
    }
}

impl Wrapped {
    /// # Errors
    /// [`KeyError::Length`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        bytes.try_into().map(Self).map_err(|_| KeyError::Length(bytes.len()))
    }

    pub const fn bytes(&self) -> &[u8] {
        &self.0
    }
}

fn cipher(key: &[u8; KEY_BYTES]) -> Result<LessSafeKey, KeyError> {
    UnboundKey::new(&AES_256_GCM, key).map(LessSafeKey::new).map_err(|_| KeyError::Cipher)
}

fn bound_to(tenant: &TenantId, session: CobrowseId) -> Vec<u8> {
    let session = session.uuid();
    [&b"ombud cobrowse key 1\0"[..], session.as_bytes(), tenant.as_str().as_bytes()].concat()
}

impl std::fmt::Debug for TenantKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

impl std::fmt::Debug for RecordingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

impl std::fmt::Debug for Wrapped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[wrapped key]")
    }
}
