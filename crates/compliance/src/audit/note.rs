//! Signed notes: a text, a blank line, and one line per Ed25519 signature.
//!
//! The format of C2SP `signed-note`: a signature line is `— NAME BASE64(key id | signature)`, the
//! key id is the first four bytes of SHA-256(NAME | 0x0A | 0x01 | public key), and a verifier key
//! is written `NAME+HEX(key id)+BASE64(0x01 | public key)`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use kernel::canonical::Sha256Hex;

const ED25519: u8 = 0x01;
const DASH: &str = "\u{2014} ";
/// Longest note that is read.
const NOTE_BYTES_MAX: usize = 256 * 1024;

/// Why a note or a key is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    #[error("a key name is 1 to 128 visible ASCII characters without `+`, got {0:?}")]
    Name(String),
    #[error("a verifier key is NAME+HEX+BASE64, as the signer printed it: {0}")]
    Key(&'static str),
    #[error("not a signed note: {0}")]
    Form(&'static str),
    #[error("no signature by a known key")]
    UnknownKey,
    #[error("the signature by {0} is wrong: the text was changed, or signed by another key")]
    Signature(String),
}

fn check_name(name: &str) -> Result<(), NoteError> {
    let good = (1..=128).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'+');
    if good { Ok(()) } else { Err(NoteError::Name(name.to_owned())) }
}

fn key_id(name: &str, public: &[u8; 32]) -> [u8; 4] {
    let mut bytes = Vec::with_capacity(name.len() + 34);
    bytes.extend_from_slice(name.as_bytes());
    bytes.extend_from_slice(&[b'\n', ED25519]);
    bytes.extend_from_slice(public);
    let digest = Sha256Hex::of(&bytes);
    let [a, b, c, d, ..] = *digest.bytes();
    [a, b, c, d]
}

/// Signs checkpoints. Its key stays in the process; hand out [`Signer::verifier`].
pub struct Signer {
    name: String,
    key: SigningKey,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({}, [secret])", self.name)
    }
}

impl Signer {
    /// # Errors
    /// [`NoteError::Name`] when the name has a space, a `+`, or a character outside ASCII.
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<Self, NoteError> {
        check_name(name)?;
        Ok(Self { name: name.to_owned(), key: SigningKey::from_bytes(&seed) })
    }

    pub fn verifier(&self) -> Verifier {
        Verifier { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The signed note of a text, which must end with a line break and hold no empty line.
    pub(super) fn sign_text(&self, text: &str) -> String {
        let mut payload = key_id(&self.name, self.key.verifying_key().as_bytes()).to_vec();
        payload.extend_from_slice(&self.key.sign(text.as_bytes()).to_bytes());
        format!("{text}\n{DASH}{} {}\n", self.name, BASE64.encode(payload))
    }
}

/// A public key that checks signed notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    key: VerifyingKey,
}

impl std::fmt::Display for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let public = self.key.to_bytes();
        let [a, b, c, d] = key_id(&self.name, &public);
        let mut encoded = vec![ED25519];
        encoded.extend_from_slice(&public);
        write!(f, "{}+{a:02x}{b:02x}{c:02x}{d:02x}+{}", self.name, BASE64.encode(encoded))
    }
}

impl Verifier {
    /// Reads the text that [`Verifier`] prints.
    ///
    /// # Errors
    /// [`NoteError::Key`] says which part is wrong.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(_), Some(encoded)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(NoteError::Key("it has fewer than three parts"));
        };
        check_name(name)?;
        let bytes = BASE64.decode(encoded).map_err(|_| NoteError::Key("the last is not Base64"))?;
        let [ED25519, public @ ..] = bytes.as_slice() else {
            return Err(NoteError::Key("it is not an Ed25519 key"));
        };
        let public = public.try_into().map_err(|_| NoteError::Key("it is not 32 bytes"))?;
        let key = VerifyingKey::from_bytes(public)
            .map_err(|_| NoteError::Key("it is not a point of the curve"))?;
        let verifier = Self { name: name.to_owned(), key };
        if verifier.to_string() == text.trim() {
            Ok(verifier)
        } else {
            Err(NoteError::Key("the key id does not belong to the key"))
        }
    }
}

/// The text of a note that one of the keys signed.
///
/// # Errors
/// [`NoteError`] when the form is wrong, no known key signed, or a known key's signature is wrong.
pub(super) fn open<'a>(note: &'a str, keys: &[Verifier]) -> Result<&'a str, NoteError> {
    if note.len() > NOTE_BYTES_MAX {
        return Err(NoteError::Form("it is too long"));
    }
    let split = note.rfind("\n\n").ok_or(NoteError::Form("it has no blank line"))?;
    let text = note.get(..=split).unwrap_or_default();
    let signatures = note.get(split + 2..).unwrap_or_default();
    let signatures = signatures
        .strip_suffix('\n')
        .ok_or(NoteError::Form("it does not end with a line break"))?;
    let mut known = false;
    for line in signatures.split('\n') {
        let (name, encoded) = line
            .strip_prefix(DASH)
            .and_then(|line| line.split_once(' '))
            .ok_or(NoteError::Form("a signature line must be `— NAME BASE64`"))?;
        let bytes =
            BASE64.decode(encoded).map_err(|_| NoteError::Form("a signature is not Base64"))?;
        let Some((id, signature)) = bytes.split_first_chunk::<4>() else {
            return Err(NoteError::Form("a signature is too short"));
        };
        let signer = keys
            .iter()
            .find(|key| key.name == name && key_id(&key.name, key.key.as_bytes()) == *id);
        // A line by a key we do not know is allowed beside one that we do: notes are cosigned.
        let Some(signer) = signer else { continue };
        let signature = Signature::from_slice(signature)
            .map_err(|_| NoteError::Form("a signature is not 64 bytes"))?;
        signer
            .key
            .verify_strict(text.as_bytes(), &signature)
            .map_err(|_| NoteError::Signature(name.to_owned()))?;
        known = true;
    }
    if known { Ok(text) } else { Err(NoteError::UnknownKey) }
}
