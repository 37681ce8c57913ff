//! Signatures of policy files, and of the manifests beside them. `redaction.sig` stands beside the file: a line `ombud-redaction-1 KEY SIGNATURE`, where `KEY`
//! is the first four bytes of the SHA-256 of the public key in hexadecimal digits and `SIGNATURE` is Base64 of an Ed25519
//! signature (RFC 8032) of the line `ombud-redaction-1` and the canonical bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use kernel::canonical::Sha256Hex;

use super::Policy;

const FORM: &str = "ombud-redaction-1";

/// A key that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a public key is 32 bytes of Base64, as the signer printed it")]
pub struct KeyError;

/// Why a file counts as unsigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    #[error(
        "the signature: one line `FORM KEY SIGNATURE` was due, as in `{FORM} …`: sign the file again"
    )]
    Form,
    #[error(
        "the signature: made by a key that is not among the company's: add it, or sign with one of them"
    )]
    UnknownKey,
    #[error("the signature is of another file or by another key: sign the file again")]
    Wrong,
}

/// Signs policy files. Its key stays in the process.
pub struct Signer(SigningKey);

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer([secret])")
    }
}

impl Signer {
    /// From the 32 secret bytes of the key.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }

    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The line of `redaction.sig`.
    pub fn sign(&self, policy: &Policy) -> String {
        self.line(FORM, &policy.canonical())
    }

    /// The line of a signature of a form.
    pub(crate) fn line(&self, form: &str, canonical: &str) -> String {
        let signature = self.0.sign(signed_bytes(form, canonical).as_bytes());
        let encoded = BASE64.encode(signature.to_bytes());
        format!("{form} {} {encoded}\n", self.public().id())
    }
}

/// A key that a company signs with, as Base64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads what [`PublicKey`] prints.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let bytes = BASE64.decode(text.trim()).map_err(|_| KeyError)?;
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| KeyError)?;
        VerifyingKey::from_bytes(&bytes).map(Self).map_err(|_| KeyError)
    }

    /// Eight hexadecimal digits.
    pub fn id(&self) -> String {
        Sha256Hex::of(self.0.as_bytes()).to_string().chars().take(8).collect()
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&BASE64.encode(self.0.as_bytes()))
    }
}

impl Policy {
    /// Whether the line of `redaction.sig` is a signature of this policy by one of the keys; gives that key.
    pub fn verify<'k>(
        &self,
        signature: &str,
        keys: &'k [PublicKey],
    ) -> Result<&'k PublicKey, SignatureError> {
        verify(FORM, &self.canonical(), signature, keys)
    }
}

/// Whether a line is a signature of that form by one of the keys; gives that key.
pub(crate) fn verify<'k>(
    form: &str,
    canonical: &str,
    signature: &str,
    keys: &'k [PublicKey],
) -> Result<&'k PublicKey, SignatureError> {
    let words: Vec<&str> = signature.split_whitespace().collect();
    let [_, id, encoded] = words.as_slice() else { return Err(SignatureError::Form) };
    if words.first() != Some(&form) {
        return Err(SignatureError::Form);
    }
    let bytes = BASE64.decode(encoded).map_err(|_| SignatureError::Form)?;
    let signature = Signature::from_slice(&bytes).map_err(|_| SignatureError::Form)?;
    let key = keys.iter().find(|key| key.id() == *id).ok_or(SignatureError::UnknownKey)?;
    key.0
        .verify_strict(signed_bytes(form, canonical).as_bytes(), &signature)
        .map_err(|_| SignatureError::Wrong)?;
    Ok(key)
}

fn signed_bytes(form: &str, canonical: &str) -> String {
    format!("{form}\n{canonical}")
}
