//! Texts that this installation signs and reads back: places and links.
//!
//! `base64url(claims).base64url(HMAC-SHA-256)`. Nothing is asked of the database to believe one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::AppError;

/// Longest text that is looked at.
const TEXT_BYTES_MAX: usize = 2_048;

/// Signs claims.
pub(super) fn sign(key: &hmac::Key, claims: &impl Serialize) -> Result<String, AppError> {
    let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims)?);
    let signature = hmac::sign(key, claims.as_bytes());
    Ok(format!("{claims}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// The claims of a text that was signed with the key. How long they hold is for the caller to see.
pub(super) fn read<T: DeserializeOwned>(key: &hmac::Key, text: &str) -> Option<T> {
    if text.len() > TEXT_BYTES_MAX {
        return None;
    }
    let (claims, signature) = text.split_once('.')?;
    let given = URL_SAFE_NO_PAD.decode(signature).ok()?;
    hmac::verify(key, claims.as_bytes(), &given).ok()?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
}
