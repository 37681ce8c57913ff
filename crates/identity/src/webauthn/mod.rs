//! Passkeys: the checks of WebAuthn Level 3, sections 7.1 and 7.2.
//!
//! Discoverable credentials, the person verified by the device each time, ES256 or EdDSA, and no
//! attestation: which maker built the authenticator is not asked. The challenge is the caller's: made
//! at random, kept, and used once. Nothing here remembers it.

mod cose;
mod data;

use ring::digest::{SHA256, digest};
use serde::Deserialize;
use serde_json::{Value, json};
use subtle::ConstantTimeEq as _;

use crate::{from_base64url, to_base64url};

pub use cose::PublicKey;
use data::AuthenticatorData;

/// Bytes of a challenge; WebAuthn asks for at least 16 (13.4.3).
pub const CHALLENGE_BYTES: usize = 32;
/// Longest credential id (WebAuthn, 4: at most 1023 bytes).
pub const CREDENTIAL_ID_BYTES_MAX: usize = 1023;
/// How long the browser waits for the person, in milliseconds.
const TIMEOUT_MS: u32 = 300_000;

/// Who asks: our own site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelyingParty {
    /// The domain that passkeys belong to.
    pub id: String,
    /// Shown to the person.
    pub name: String,
    /// The pages that may ask, such as `https://desk.example.com`.
    pub origins: Vec<String>,
}

/// Why a passkey is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    #[error("it is not what an authenticator answers: {0}")]
    Malformed(&'static str),
    #[error("it answers another question")]
    Challenge,
    #[error("it was made on another site")]
    Origin,
    #[error("it belongs to another site")]
    RelyingParty,
    #[error("the person was not verified by the device")]
    NotVerified,
    #[error("its kind of key is not taken: ES256 and EdDSA are")]
    Algorithm,
    #[error("its attestation is not `none`")]
    Attestation,
    #[error("its signature does not verify")]
    Signature,
    #[error("its counter went back: it may be a copy")]
    Counter,
}

/// What `navigator.credentials.create()` answered, as `toJSON()` writes it.
#[derive(Debug, Clone, Deserialize)]
pub struct Registration {
    pub id: String,
    response: RegistrationResponse,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RegistrationResponse {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    attestation_object: String,
    #[serde(default)]
    transports: Vec<String>,
}

/// What `navigator.credentials.get()` answered, as `toJSON()` writes it.
#[derive(Debug, Clone, Deserialize)]
pub struct Assertion {
    pub id: String,
    response: AssertionResponse,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AssertionResponse {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    authenticator_data: String,
    signature: String,
    #[serde(default)]
    user_handle: Option<String>,
}

impl Assertion {
    /// Whose passkey the device says it is.
    pub fn user_handle(&self) -> Option<Vec<u8>> {
        self.response.user_handle.as_deref().and_then(from_base64url)
    }
}

/// A passkey to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPasskey {
    /// base64url.
    pub credential_id: String,
    pub public_key: PublicKey,
    pub sign_count: u32,
    /// How it can be reached, such as `internal`; hints for the next time.
    pub transports: Vec<String>,
}

/// What the page hands to `navigator.credentials.create()`. `user` is opaque and never the e-mail
/// address; `known` are the credentials the person has already.
pub fn creation_options(
    party: &RelyingParty,
    user: &[u8],
    (name, shown): (&str, &str),
    challenge: &[u8],
    known: &[String],
) -> Value {
    json!({
        "rp": { "id": party.id, "name": party.name },
        "user": { "id": to_base64url(user), "name": name, "displayName": shown },
        "challenge": to_base64url(challenge),
        "pubKeyCredParams": [
            { "type": "public-key", "alg": cose::ES256 },
            { "type": "public-key", "alg": cose::EDDSA },
        ],
        "timeout": TIMEOUT_MS,
        "excludeCredentials": descriptors(known),
        "authenticatorSelection": {
            "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
        },
        "attestation": "none",
    })
}

/// What the page hands to `navigator.credentials.get()`; with no `allowed`, the device offers what it
/// has for this site.
pub fn request_options(party: &RelyingParty, challenge: &[u8], allowed: &[String]) -> Value {
    json!({
        "rpId": party.id,
        "challenge": to_base64url(challenge),
        "timeout": TIMEOUT_MS,
        "userVerification": "required",
        "allowCredentials": descriptors(allowed),
    })
}

fn descriptors(ids: &[String]) -> Vec<Value> {
    ids.iter().map(|id| json!({ "type": "public-key", "id": id })).collect()
}

/// A new passkey (section 7.1).
///
/// # Errors
/// [`PasskeyError`].
pub fn register(
    party: &RelyingParty,
    challenge: &[u8],
    given: &Registration,
) -> Result<NewPasskey, PasskeyError> {
    let client = decoded(&given.response.client_data, "clientDataJSON")?;
    check_client(party, challenge, &client, "webauthn.create")?;
    let object = decoded(&given.response.attestation_object, "attestationObject")?;
    let object = data::attestation_object(&object)?;
    if object.format != "none" || !object.statement_is_empty {
        return Err(PasskeyError::Attestation);
    }
    let data = AuthenticatorData::read(&object.auth_data)?;
    check_data(party, &data)?;
    let new = data.attested.ok_or(PasskeyError::Malformed("no credential in it"))?;
    if from_base64url(&given.id).as_deref() != Some(new.credential_id.as_slice()) {
        return Err(PasskeyError::Malformed("two credential ids"));
    }
    let known = ["usb", "nfc", "ble", "smart-card", "hybrid", "internal"];
    let mut transports = given.response.transports.clone();
    transports.retain(|name| known.contains(&name.as_str()));
    transports.dedup();
    Ok(NewPasskey {
        credential_id: to_base64url(&new.credential_id),
        public_key: new.public_key,
        sign_count: data.sign_count,
        transports,
    })
}

/// A known passkey's answer (section 7.2); what comes back is its counter, to be kept.
///
/// # Errors
/// [`PasskeyError`].
pub fn authenticate(
    party: &RelyingParty,
    challenge: &[u8],
    (public_key, last_count): (&PublicKey, u32),
    given: &Assertion,
) -> Result<u32, PasskeyError> {
    let client = decoded(&given.response.client_data, "clientDataJSON")?;
    check_client(party, challenge, &client, "webauthn.get")?;
    let raw = decoded(&given.response.authenticator_data, "authenticatorData")?;
    let data = AuthenticatorData::read(&raw)?;
    check_data(party, &data)?;
    let signature = decoded(&given.response.signature, "signature")?;
    let signed = [raw.as_slice(), digest(&SHA256, &client).as_ref()].concat();
    if !public_key.signed(&signed, &signature) {
        return Err(PasskeyError::Signature);
    }
    // A device without a counter always says zero.
    let counts = data.sign_count != 0 || last_count != 0;
    if counts && data.sign_count <= last_count {
        return Err(PasskeyError::Counter);
    }
    Ok(data.sign_count)
}

fn decoded(text: &str, what: &'static str) -> Result<Vec<u8>, PasskeyError> {
    from_base64url(text).ok_or(PasskeyError::Malformed(what))
}

/// What the browser saw: the kind of question, the question, and the page.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

fn check_client(
    party: &RelyingParty,
    challenge: &[u8],
    client: &[u8],
    kind: &str,
) -> Result<(), PasskeyError> {
    let client: ClientData =
        serde_json::from_slice(client).map_err(|_| PasskeyError::Malformed("clientDataJSON"))?;
    if client.r#type != kind {
        return Err(PasskeyError::Malformed("type"));
    }
    let answered = from_base64url(&client.challenge).unwrap_or_default();
    let same: bool = answered.ct_eq(challenge).into();
    if !same || challenge.is_empty() {
        return Err(PasskeyError::Challenge);
    }
    if client.cross_origin || !party.origins.contains(&client.origin) {
        return Err(PasskeyError::Origin);
    }
    Ok(())
}

fn check_data(party: &RelyingParty, data: &AuthenticatorData) -> Result<(), PasskeyError> {
    if digest(&SHA256, party.id.as_bytes()).as_ref() != data.party_hash {
        return Err(PasskeyError::RelyingParty);
    }
    if !(data.present && data.verified) {
        return Err(PasskeyError::NotVerified);
    }
    Ok(())
}
