//! Signatures of Standard Webhooks 1.0.0: `v1` (HMAC-SHA256, secrets `whsec_…` of 24–64 bytes) and
//! `v1a` (ed25519, `whsk_…` to sign, `whpk_…` to verify), over `id.timestamp.body`.
//!
//! Several signatures may stand beside each other while keys are rotated; one that fits is enough.

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::Signer as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::{Duration, Timestamp};
use sha2::Sha256;

/// The headers, in lower case.
pub const ID_HEADER: &str = "webhook-id";
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
pub const SIGNATURE_HEADER: &str = "webhook-signature";
/// How far a timestamp may be from now, either way.
pub const TOLERANCE: Duration = Duration::from_secs(300);
/// Most signatures looked at in one header.
pub const SIGNATURES_MAX: usize = 16;
const SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// Why a key or a signature is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    #[error("a signing key begins with whsec_ or whsk_, a verifying key with whsec_ or whpk_")]
    Prefix,
    #[error("after its prefix a key is standard base64")]
    Base64,
    #[error("a whsec_ secret has 24 to 64 bytes, a whsk_ key 32 or 64, a whpk_ key 32; not {0}")]
    Length(usize),
    #[error("the bytes are not a valid ed25519 key")]
    Key,
    #[error("the webhook-timestamp header is not a whole number of seconds")]
    Timestamp,
    #[error("the webhook-timestamp is more than 5 minutes from now")]
    Stale,
    #[error("no signature fits")]
    Mismatch,
}

/// A key to sign with. Never printed.
#[derive(Clone)]
pub enum SigningKey {
    Hmac(kernel::Secret),
    Ed25519(Box<ed25519_dalek::SigningKey>),
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Hmac(_) => "SigningKey::Hmac([secret])",
            Self::Ed25519(_) => "SigningKey::Ed25519([secret])",
        })
    }
}

impl FromStr for SigningKey {
    type Err = SignatureError;

    fn from_str(text: &str) -> Result<Self, SignatureError> {
        if let Some(encoded) = text.strip_prefix("whsec_") {
            hmac_secret(encoded)?;
            return Ok(Self::Hmac(kernel::Secret::new(encoded)));
        }
        let encoded = text.strip_prefix("whsk_").ok_or(SignatureError::Prefix)?;
        let bytes = decode(encoded)?;
        // 32 bytes are the seed; 64 are the seed and the public key that belongs to it.
        let key = if let Ok(seed) = <[u8; 32]>::try_from(bytes.as_slice()) {
            ed25519_dalek::SigningKey::from_bytes(&seed)
        } else {
            let pair = <[u8; 64]>::try_from(bytes.as_slice())
                .map_err(|_| SignatureError::Length(bytes.len()))?;
            ed25519_dalek::SigningKey::from_keypair_bytes(&pair).map_err(|_| SignatureError::Key)?
        };
        Ok(Self::Ed25519(Box::new(key)))
    }
}

impl SigningKey {
    /// The key a receiver verifies with: the same secret, or the public half.
    pub fn verifying(&self) -> VerifyingKey {
        match self {
            Self::Hmac(secret) => VerifyingKey::Hmac(secret.clone()),
            Self::Ed25519(key) => VerifyingKey::Ed25519(Box::new(key.verifying_key())),
        }
    }

    fn signature(&self, content: &[u8]) -> Result<String, SignatureError> {
        match self {
            Self::Hmac(secret) => {
                let mac = mac(secret, content)?.finalize().into_bytes();
                Ok(format!("v1,{}", BASE64.encode(mac)))
            }
            Self::Ed25519(key) => {
                Ok(format!("v1a,{}", BASE64.encode(key.sign(content).to_bytes())))
            }
        }
    }
}

/// A key to verify with.
#[derive(Clone)]
pub enum VerifyingKey {
    Hmac(kernel::Secret),
    Ed25519(Box<ed25519_dalek::VerifyingKey>),
}

impl std::fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Hmac(_) => f.write_str("VerifyingKey::Hmac([secret])"),
            Self::Ed25519(key) => write!(f, "VerifyingKey::Ed25519({})", public_text(key)),
        }
    }
}

impl FromStr for VerifyingKey {
    type Err = SignatureError;

    fn from_str(text: &str) -> Result<Self, SignatureError> {
        if let Some(encoded) = text.strip_prefix("whsec_") {
            hmac_secret(encoded)?;
            return Ok(Self::Hmac(kernel::Secret::new(encoded)));
        }
        let bytes = decode(text.strip_prefix("whpk_").ok_or(SignatureError::Prefix)?)?;
        let bytes = <[u8; 32]>::try_from(bytes.as_slice())
            .map_err(|_| SignatureError::Length(bytes.len()))?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes);
        Ok(Self::Ed25519(Box::new(key.map_err(|_| SignatureError::Key)?)))
    }
}

impl VerifyingKey {
    /// The public key as `whpk_…`; `None` for a shared secret, which is nobody else's business.
    pub fn public(&self) -> Option<String> {
        match self {
            Self::Hmac(_) => None,
            Self::Ed25519(key) => Some(public_text(key)),
        }
    }

    fn fits(&self, version: &str, signature: &[u8], content: &[u8]) -> bool {
        match (self, version) {
            (Self::Hmac(secret), "v1") => {
                // Compares in constant time.
                mac(secret, content).is_ok_and(|mac| mac.verify_slice(signature).is_ok())
            }
            (Self::Ed25519(key), "v1a") => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(content, &signature).is_ok()),
            _ => false,
        }
    }
}

/// The value of the `webhook-signature` header: one signature per key, separated by spaces.
///
/// # Errors
/// [`SignatureError`] for a key that cannot sign; not with keys that were parsed.
pub fn sign(
    keys: &[SigningKey],
    id: &str,
    timestamp: Timestamp,
    body: &[u8],
) -> Result<String, SignatureError> {
    let content = content(id, timestamp.as_millis() / 1_000, body);
    let signatures: Result<Vec<String>, SignatureError> =
        keys.iter().map(|key| key.signature(&content)).collect();
    Ok(signatures?.join(" "))
}

/// Checks the three headers of an inbound webhook against its exact body.
///
/// # Errors
/// [`SignatureError::Timestamp`], [`SignatureError::Stale`] (a replay, or clocks apart), or
/// [`SignatureError::Mismatch`] when no signature fits any key.
pub fn verify(
    keys: &[VerifyingKey],
    id: &str,
    timestamp: &str,
    signatures: &str,
    body: &[u8],
    now: Timestamp,
) -> Result<(), SignatureError> {
    let seconds: i64 = timestamp.parse().map_err(|_| SignatureError::Timestamp)?;
    let apart_s = (now.as_millis() / 1_000).abs_diff(seconds);
    if apart_s.saturating_mul(1_000) > TOLERANCE.as_millis().unsigned_abs() {
        return Err(SignatureError::Stale);
    }
    let content = content(id, seconds, body);
    let fits = signatures.split(' ').take(SIGNATURES_MAX).any(|one| {
        let Some((version, encoded)) = one.split_once(',') else { return false };
        let Ok(signature) = BASE64.decode(encoded) else { return false };
        keys.iter().any(|key| key.fits(version, &signature, &content))
    });
    if fits { Ok(()) } else { Err(SignatureError::Mismatch) }
}

/// A new secret for an endpoint, `whsec_` and 32 random bytes.
pub fn new_secret(rng: &mut kernel::Rng) -> kernel::Secret {
    let mut bytes = [0u8; 32];
    rng.fill(&mut bytes);
    kernel::Secret::new(format!("whsec_{}", BASE64.encode(bytes)))
}

/// A new ed25519 key for an endpoint, `whsk_` and 32 random bytes.
pub fn new_private_key(rng: &mut kernel::Rng) -> kernel::Secret {
    let mut seed = [0u8; 32];
    rng.fill(&mut seed);
    kernel::Secret::new(format!("whsk_{}", BASE64.encode(seed)))
}

fn content(id: &str, seconds: i64, body: &[u8]) -> Vec<u8> {
    let mut content = format!("{id}.{seconds}.").into_bytes();
    content.extend_from_slice(body);
    content
}

fn decode(encoded: &str) -> Result<Vec<u8>, SignatureError> {
    BASE64.decode(encoded).map_err(|_| SignatureError::Base64)
}

fn hmac_secret(encoded: &str) -> Result<Vec<u8>, SignatureError> {
    let bytes = decode(encoded)?;
    if SECRET_BYTES.contains(&bytes.len()) {
        Ok(bytes)
    } else {
        Err(SignatureError::Length(bytes.len()))
    }
}

fn mac(secret: &kernel::Secret, content: &[u8]) -> Result<Hmac<Sha256>, SignatureError> {
    let bytes = hmac_secret(secret.expose())?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&bytes).map_err(|_| SignatureError::Key)?;
    mac.update(content);
    Ok(mac)
}

fn public_text(key: &ed25519_dalek::VerifyingKey) -> String {
    format!("whpk_{}", BASE64.encode(key.to_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp::from_millis(1_614_265_330_000);
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn check(key: &str, signatures: &str, at: Timestamp) -> Result<(), SignatureError> {
        let keys = [key.parse::<VerifyingKey>().unwrap()];
        verify(&keys, ID, "1614265330", signatures, BODY, at)
    }

    #[test]
    fn the_published_example_verifies() {
        // The example of the Standard Webhooks reference libraries.
        let published = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        let key: SigningKey = SECRET.parse().unwrap();
        assert_eq!(sign(&[key], ID, AT, BODY).unwrap(), published);
        check(SECRET, published, AT).unwrap();
    }

    #[test]
    fn ed25519_signs_and_verifies() {
        let mut rng = kernel::Rng::seeded(3);
        let key: SigningKey = new_private_key(&mut rng).expose().parse().unwrap();
        let public = key.verifying().public().unwrap();
        let signature = sign(&[key], ID, AT, BODY).unwrap();
        assert!(signature.starts_with("v1a,"));
        check(&public, &signature, AT).unwrap();
        assert_eq!(check(SECRET, &signature, AT), Err(SignatureError::Mismatch));
    }

    #[test]
    fn either_key_verifies_while_rotating() {
        let mut rng = kernel::Rng::seeded(4);
        let new = new_secret(&mut rng);
        let keys: Vec<SigningKey> =
            [new.expose(), SECRET].iter().map(|key| key.parse().unwrap()).collect();
        let both = sign(&keys, ID, AT, BODY).unwrap();
        for key in [new.expose(), SECRET] {
            check(key, &both, AT).unwrap();
        }
    }

    #[test]
    fn what_was_tampered_with_or_is_old_is_refused() {
        let key: SigningKey = SECRET.parse().unwrap();
        let good = sign(&[key], ID, AT, BODY).unwrap();
        let keys = [SECRET.parse::<VerifyingKey>().unwrap()];
        let run = |id, timestamp, signature: &str, body: &[u8], at| {
            verify(&keys, id, timestamp, signature, body, at)
        };
        let late = AT.plus(Duration::from_secs(301));
        let early = AT.minus(Duration::from_secs(301));
        let seconds = "1614265330";
        let cases = [
            (run(ID, seconds, &good, BODY, AT), Ok(())),
            (run(ID, seconds, &format!("v2,x {good}"), BODY, AT), Ok(())),
            (run("other", seconds, &good, BODY, AT), Err(SignatureError::Mismatch)),
            (run(ID, "1614265331", &good, BODY, AT), Err(SignatureError::Mismatch)),
            (run(ID, seconds, &good, b"{}", AT), Err(SignatureError::Mismatch)),
            (run(ID, seconds, "", BODY, AT), Err(SignatureError::Mismatch)),
            (run(ID, seconds, "v1,!!", BODY, AT), Err(SignatureError::Mismatch)),
            (
                run(ID, seconds, &good.replace("v1,", "v1a,"), BODY, AT),
                Err(SignatureError::Mismatch),
            ),
            (run(ID, "soon", &good, BODY, AT), Err(SignatureError::Timestamp)),
            (run(ID, seconds, &good, BODY, late), Err(SignatureError::Stale)),
            (run(ID, seconds, &good, BODY, early), Err(SignatureError::Stale)),
        ];
        for (index, (found, expected)) in cases.into_iter().enumerate() {
            assert_eq!(found, expected, "case {index}");
        }
    }

    #[test]
    fn bad_keys_say_what_is_wrong() {
        let cases = [
            ("secret", SignatureError::Prefix),
            ("whsec_???", SignatureError::Base64),
            ("whsec_YWJj", SignatureError::Length(3)),
            ("whsk_YWJj", SignatureError::Length(3)),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<SigningKey>().unwrap_err(), expected, "{text}");
        }
        assert_eq!("whpk_YWJj".parse::<VerifyingKey>().unwrap_err(), SignatureError::Length(3));
    }
}
