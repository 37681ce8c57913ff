//! The binary parts of an authenticator's answer (WebAuthn, sections 6.1 and 6.5.4).

use ciborium::Value;

use super::{CREDENTIAL_ID_BYTES_MAX, PasskeyError, PublicKey};

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;
const EXTENSIONS: u8 = 0x80;

/// What the authenticator signs.
#[derive(Debug)]
pub(super) struct AuthenticatorData {
    pub(super) party_hash: Vec<u8>,
    pub(super) present: bool,
    pub(super) verified: bool,
    pub(super) sign_count: u32,
    pub(super) attested: Option<Attested>,
}

/// A credential that was just made.
#[derive(Debug)]
pub(super) struct Attested {
    pub(super) credential_id: Vec<u8>,
    pub(super) public_key: PublicKey,
}

/// An attestation object, taken apart.
#[derive(Debug)]
pub(super) struct AttestationObject {
    pub(super) format: String,
    pub(super) statement_is_empty: bool,
    pub(super) auth_data: Vec<u8>,
}

impl AuthenticatorData {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, PasskeyError> {
        let short = PasskeyError::Malformed("authenticatorData is too short");
        let (party_hash, rest) = bytes.split_at_checked(32).ok_or(short)?;
        let (head, mut rest) = rest.split_at_checked(5).ok_or(short)?;
        let [flags, a, b, c, d] = head else { return Err(short) };
        let attested = match flags & ATTESTED != 0 {
            true => Some(attested(&mut rest)?),
            false => None,
        };
        if flags & EXTENSIONS != 0 {
            let extensions = value(&mut rest)?;
            extensions.as_map().ok_or(PasskeyError::Malformed("extensions"))?;
        }
        if !rest.is_empty() {
            return Err(PasskeyError::Malformed("authenticatorData is too long"));
        }
        Ok(Self {
            party_hash: party_hash.to_vec(),
            present: flags & USER_PRESENT != 0,
            verified: flags & USER_VERIFIED != 0,
            sign_count: u32::from_be_bytes([*a, *b, *c, *d]),
            attested,
        })
    }
}

fn attested(rest: &mut &[u8]) -> Result<Attested, PasskeyError> {
    let short = PasskeyError::Malformed("the credential is cut off");
    // The kind of authenticator is not asked for.
    let (_aaguid, after) = rest.split_at_checked(16).ok_or(short)?;
    let (length, after) = after.split_at_checked(2).ok_or(short)?;
    let [high, low] = length else { return Err(short) };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    if length == 0 || length > CREDENTIAL_ID_BYTES_MAX {
        return Err(PasskeyError::Malformed("the length of the credential id"));
    }
    let (credential_id, after) = after.split_at_checked(length).ok_or(short)?;
    *rest = after;
    let key = value(rest)?;
    Ok(Attested { credential_id: credential_id.to_vec(), public_key: PublicKey::of_cose(&key)? })
}

/// The next CBOR value; the slice goes on after it.
pub(super) fn value(rest: &mut &[u8]) -> Result<Value, PasskeyError> {
    ciborium::from_reader(&mut *rest).map_err(|_| PasskeyError::Malformed("CBOR"))
}

pub(super) fn attestation_object(mut bytes: &[u8]) -> Result<AttestationObject, PasskeyError> {
    let object = value(&mut bytes)?;
    if !bytes.is_empty() {
        return Err(PasskeyError::Malformed("attestationObject is too long"));
    }
    let map = object.as_map().ok_or(PasskeyError::Malformed("attestationObject"))?;
    let member = |name: &'static str| {
        let found = map.iter().find(|(key, _)| key.as_text() == Some(name));
        found.map(|(_, value)| value).ok_or(PasskeyError::Malformed(name))
    };
    let format = member("fmt")?.as_text().ok_or(PasskeyError::Malformed("fmt"))?;
    let statement = member("attStmt")?.as_map().ok_or(PasskeyError::Malformed("attStmt"))?;
    let auth_data = member("authData")?.as_bytes().ok_or(PasskeyError::Malformed("authData"))?;
    Ok(AttestationObject {
        format: format.to_owned(),
        statement_is_empty: statement.is_empty(),
        auth_data: auth_data.clone(),
    })
}
