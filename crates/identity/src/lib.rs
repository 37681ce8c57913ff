//! Proofs of who somebody is: passwords, one-time codes, passkeys, signed tokens, single sign-on.
//!
//! It checks what it is shown and says yes or why not. It never remembers: what was used before,
//! how often somebody tried and who is signed in is the application's to keep. Time, challenges and
//! salts are parameters. No secret appears in a `Debug` text or in an error.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod jwt;
pub mod oidc;
pub mod passwords;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod totp;
pub mod webauthn;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Bytes as base64url without padding, as tokens and WebAuthn write them.
pub fn to_base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Bytes of base64url; padding is allowed, as some clients send it.
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
}
