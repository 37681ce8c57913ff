//! Signed tokens (RFC 7519) in compact form: verified with one pinned key and algorithm.
//!
//! The token never chooses how it is verified: its header's `alg` must be the key's own, `none` is no
//! algorithm here, and a header that demands extensions (`crit`) is refused.

use kernel::canonical::Sha256Hex;
use kernel::{Duration, Secret, Timestamp};
use ring::{hmac, signature};
use serde::Deserialize;
use serde_json::Value;

use crate::from_base64url;

/// Longest token that is looked at.
pub const TOKEN_BYTES_MAX: usize = 16 * 1024;
/// Fewest bytes of a shared secret (RFC 7518, 3.2: as long as the hash).
pub const HS256_SECRET_BYTES_MIN: usize = 32;
/// Fewest bytes of the modulus of a key for RS256 (RFC 7518, 3.3: 2,048 bits).
pub const RSA_BYTES_MIN: usize = 256;
/// How far the clocks of two machines may differ.
pub const LEEWAY: Duration = Duration::from_secs(30);

/// The one way in which a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    Hs256,
    Rs256,
    Es256,
    EdDsa,
}

impl Algorithm {
    /// As headers name it (RFC 7518, RFC 8037).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }
}

/// A key that tokens are verified with. Its algorithm is part of it.
#[derive(Clone)]
pub enum Key {
    Hs256(Secret),
    Rs256 {
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    /// An uncompressed point of P-256.
    Es256(Vec<u8>),
    EdDsa(Vec<u8>),
}

impl std::fmt::Debug for Key {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Key").field(&self.algorithm().as_str()).finish()
    }
}

/// Why a key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("a secret for HS256 needs at least {HS256_SECRET_BYTES_MIN} bytes")]
    ShortSecret,
    #[error("it is no public key as PEM (BEGIN PUBLIC KEY) of this algorithm")]
    NotPem,
    #[error("it is no usable JSON Web Key")]
    NotJwk,
}

/// Why a token is not believed. None of it tells anything about a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("it is no signed token in compact form")]
    Malformed,
    #[error("its algorithm is not that of the key")]
    Algorithm,
    #[error("its signature does not verify")]
    Signature,
    #[error("its claim {0} is missing or has the wrong kind")]
    Claim(&'static str),
    #[error("it is not for this audience")]
    Audience,
    #[error("it was issued by somebody else")]
    Issuer,
    #[error("it has expired, or is not valid yet")]
    Time,
    #[error("it is valid for longer than is allowed")]
    TooLong,
}

/// The header of a token, before anything is verified.
#[derive(Debug, Clone, Deserialize)]
pub struct Header {
    pub alg: String,
    #[serde(default)]
    pub kid: Option<String>,
    #[serde(default)]
    crit: Option<Value>,
}

/// The header alone: which key to verify with.
///
/// # Errors
/// [`TokenError::Malformed`].
pub fn header(token: &str) -> Result<Header, TokenError> {
    if token.len() > TOKEN_BYTES_MAX {
        return Err(TokenError::Malformed);
    }
    let first = token.split('.').next().and_then(from_base64url).ok_or(TokenError::Malformed)?;
    let header: Header = serde_json::from_slice(&first).map_err(|_| TokenError::Malformed)?;
    if header.crit.is_some() {
        return Err(TokenError::Malformed);
    }
    Ok(header)
}

/// The claims of a token that this key signed.
///
/// # Errors
/// [`TokenError`] for everything else.
pub fn verify(token: &str, key: &Key) -> Result<Claims, TokenError> {
    if header(token)?.alg != key.algorithm().as_str() {
        return Err(TokenError::Algorithm);
    }
    let (signed, given) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
    let (_, payload) = signed.split_once('.').ok_or(TokenError::Malformed)?;
    let given = from_base64url(given).ok_or(TokenError::Malformed)?;
    if !key.signed(signed.as_bytes(), &given) {
        return Err(TokenError::Signature);
    }
    let payload = from_base64url(payload).ok_or(TokenError::Malformed)?;
    serde_json::from_slice(&payload).map(Claims).map_err(|_| TokenError::Malformed)
}

/// What a verified token says.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims(Value);

impl Claims {
    /// A claim that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// # Errors
    /// [`TokenError::Claim`].
    pub fn required(&self, name: &'static str) -> Result<&str, TokenError> {
        self.text(name).filter(|text| !text.is_empty()).ok_or(TokenError::Claim(name))
    }

    /// A claim that is a list of texts; `None` where it is something else or absent.
    pub fn texts(&self, name: &str) -> Option<Vec<&str>> {
        self.0.get(name)?.as_array()?.iter().map(Value::as_str).collect()
    }

    /// Whether there is such a claim.
    pub fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some()
    }

    /// # Errors
    /// [`TokenError::Issuer`] when somebody else issued it.
    pub fn issued_by(&self, issuer: &str) -> Result<(), TokenError> {
        let is_theirs = self.text("iss") == Some(issuer);
        is_theirs.then_some(()).ok_or(TokenError::Issuer)
    }

    /// A claim that is true, also as the text that some providers send.
    pub fn is_true(&self, name: &str) -> bool {
        let claim = self.0.get(name);
        claim.and_then(Value::as_bool) == Some(true)
            || claim.and_then(Value::as_str) == Some("true")
    }

    fn instant(&self, name: &'static str) -> Result<Option<Timestamp>, TokenError> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        let seconds = value.as_f64().filter(|s| s.is_finite()).ok_or(TokenError::Claim(name))?;
        Ok(Some(Timestamp::from_millis((seconds * 1_000.0) as i64)))
    }

    /// Until when it is valid, after `exp`, `nbf` and `iat` were checked against the present.
    ///
    /// # Errors
    /// [`TokenError::Time`]; [`TokenError::TooLong`] when it ends later than `longest` from now.
    pub fn live_until(
        &self,
        now: Timestamp,
        longest: Option<Duration>,
    ) -> Result<Timestamp, TokenError> {
        let end = self.instant("exp")?.ok_or(TokenError::Claim("exp"))?;
        let from = [self.instant("nbf")?, self.instant("iat")?];
        if end <= now || from.into_iter().flatten().any(|from| now.plus(LEEWAY) < from) {
            return Err(TokenError::Time);
        }
        if longest.is_some_and(|longest| now.plus(longest).plus(LEEWAY) < end) {
            return Err(TokenError::TooLong);
        }
        Ok(end)
    }

    /// # Errors
    /// [`TokenError::Audience`] when it is for others alone.
    pub fn for_audience(&self, audience: &str) -> Result<(), TokenError> {
        let is_it = |value: &Value| value.as_str() == Some(audience);
        let named = match self.0.get("aud") {
            Some(Value::Array(all)) => all.iter().any(is_it),
            Some(one) => is_it(one),
            None => false,
        };
        named.then_some(()).ok_or(TokenError::Audience)
    }
}

/// RFC 8017, A.1.1, in the SubjectPublicKeyInfo of RFC 3279, 2.3.1: modulus and exponent.
fn rsa(der: &[u8]) -> Option<Key> {
    /// rsaEncryption, with its NULL.
    const RSA: &[u8] =
        &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    const SEQUENCE: u8 = 0x30;
    const BIT_STRING: u8 = 0x03;
    const INTEGER: u8 = 0x02;
    let (info, []) = value(SEQUENCE, der)? else { return None };
    let (bits, []) = value(BIT_STRING, info.strip_prefix(RSA)?)? else { return None };
    let (numbers, []) = value(SEQUENCE, bits.strip_prefix(&[0])?)? else { return None };
    let (modulus, rest) = value(INTEGER, numbers)?;
    let (exponent, []) = value(INTEGER, rest)? else { return None };
    // A zero before a number says that it is positive, and is not part of it.
    let plain = |number: &[u8]| number.strip_prefix(&[0]).unwrap_or(number).to_vec();
    let (modulus, exponent) = (plain(modulus), plain(exponent));
    (modulus.len() >= RSA_BYTES_MIN).then_some(Key::Rs256 { modulus, exponent })
}

/// The content of a DER value of this tag, and what follows it; lengths of at most two bytes.
fn value(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (found, rest) = der.split_first()?;
    if *found != tag {
        return None;
    }
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match (first, rest) {
        (0..=0x7f, rest) => (usize::from(*first), rest),
        (0x81, [length, rest @ ..]) => (usize::from(*length), rest),
        (0x82, [high, low, rest @ ..]) => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        _ => return None,
    };
    rest.split_at_checked(length)
}

impl Key {
    /// A shared secret.
    ///
    /// # Errors
    /// [`KeyError::ShortSecret`].
    pub fn hs256(secret: Secret) -> Result<Self, KeyError> {
        if secret.expose().len() < HS256_SECRET_BYTES_MIN {
            return Err(KeyError::ShortSecret);
        }
        Ok(Self::Hs256(secret))
    }

    /// A public key as PEM (SubjectPublicKeyInfo), for RS256, ES256 or EdDSA.
    ///
    /// # Errors
    /// [`KeyError::NotPem`].
    pub fn from_pem(algorithm: Algorithm, pem: &str) -> Result<Self, KeyError> {
        use base64::Engine as _;
        /// RFC 5480: an elliptic-curve key on P-256, uncompressed.
        const P256: &[u8] = &[
            0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
            0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
        ];
        /// RFC 8410: an Ed25519 key.
        const ED25519: &[u8] =
            &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        let der = base64::engine::general_purpose::STANDARD
            .decode(body.trim())
            .map_err(|_| KeyError::NotPem)?;
        let after = |prefix: &[u8], bytes: usize| {
            let rest = der.strip_prefix(prefix)?;
            (rest.len() == bytes).then(|| rest.to_vec())
        };
        let key = match algorithm {
            Algorithm::Es256 => after(P256, 65).filter(|p| p.first() == Some(&4)).map(Self::Es256),
            Algorithm::EdDsa => after(ED25519, 32).map(Self::EdDsa),
            Algorithm::Rs256 => rsa(&der),
            Algorithm::Hs256 => None,
        };
        key.ok_or(KeyError::NotPem)
    }

    /// A public key of a provider's key set (RFC 7517): RSA, P-256 or Ed25519.
    ///
    /// # Errors
    /// [`KeyError::NotJwk`], also for a shared secret, which no key set may hold.
    pub fn from_jwk(jwk: &Value) -> Result<Self, KeyError> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let bytes = |name: &str| text(name).and_then(from_base64url).ok_or(KeyError::NotJwk);
        if text("use").is_some_and(|usage| usage != "sig") {
            return Err(KeyError::NotJwk);
        }
        match (text("kty"), text("crv")) {
            (Some("RSA"), _) => Ok(Self::Rs256 { modulus: bytes("n")?, exponent: bytes("e")? }),
            (Some("EC"), Some("P-256")) => {
                let (x, y) = (bytes("x")?, bytes("y")?);
                if x.len() != 32 || y.len() != 32 {
                    return Err(KeyError::NotJwk);
                }
                Ok(Self::Es256([&[4], x.as_slice(), y.as_slice()].concat()))
            }
            (Some("OKP"), Some("Ed25519")) => Ok(Self::EdDsa(bytes("x")?)),
            _ => Err(KeyError::NotJwk),
        }
    }

    /// The algorithm that it is for.
    pub const fn algorithm(&self) -> Algorithm {
        match self {
            Self::Hs256(_) => Algorithm::Hs256,
            Self::Rs256 { .. } => Algorithm::Rs256,
            Self::Es256(_) => Algorithm::Es256,
            Self::EdDsa(_) => Algorithm::EdDsa,
        }
    }

    /// Which key it is, without telling it: SHA-256 of its algorithm and its parts.
    pub fn fingerprint(&self) -> Sha256Hex {
        let parts: [&[u8]; 2] = match self {
            Self::Hs256(secret) => [secret.expose().as_bytes(), &[]],
            Self::Rs256 { modulus, exponent } => [modulus, exponent],
            Self::Es256(point) => [point, &[]],
            Self::EdDsa(key) => [key, &[]],
        };
        Sha256Hex::of(format!("{} {parts:?}", self.algorithm().as_str()).as_bytes())
    }

    fn signed(&self, message: &[u8], given: &[u8]) -> bool {
        let by = |algorithm: &'static dyn signature::VerificationAlgorithm, key: &[u8]| {
            signature::UnparsedPublicKey::new(algorithm, key).verify(message, given).is_ok()
        };
        match self {
            Self::Hs256(secret) => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
                hmac::verify(&key, message, given).is_ok()
            }
            Self::Rs256 { modulus, exponent } => {
                signature::RsaPublicKeyComponents { n: modulus, e: exponent }
                    .verify(&signature::RSA_PKCS1_2048_8192_SHA256, message, given)
                    .is_ok()
            }
            Self::Es256(point) => by(&signature::ECDSA_P256_SHA256_FIXED, point),
            Self::EdDsa(key) => by(&signature::ED25519, key),
        }
    }
}
