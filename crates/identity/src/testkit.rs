//! The other side, for tests (feature `testkit`): an authenticator in software, and a signer of
//! tokens. Real keys and real signatures; the keys live as long as the value.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "this module is part of tests"
)]

use ciborium::Value as Cbor;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
    KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use serde_json::{Value, json};

use crate::jwt::Key;
use crate::to_base64url;

/// How an authenticator, or the browser around it, misbehaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// The person was not verified.
    NotVerified,
    OtherOrigin,
    OtherParty,
    OtherChallenge,
    OtherKind,
    /// A frame of another site asked.
    CrossOrigin,
    /// The signature is of something else.
    BadSignature,
    /// The counter says what it said before.
    StaleCounter,
    /// Attestation of a maker.
    Attested,
}

enum Pair {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
}

/// A device with one passkey.
pub struct Authenticator {
    pair: Pair,
    credential_id: Vec<u8>,
    user: Vec<u8>,
    count: u32,
    origin: String,
    pub fault: Fault,
}

impl std::fmt::Debug for Authenticator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authenticator").field("count", &self.count).finish_non_exhaustive()
    }
}

impl Authenticator {
    /// A new device in front of a page.
    pub fn new(origin: &str, ed25519: bool) -> Self {
        let random = SystemRandom::new();
        let pair = if ed25519 {
            let document = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
            Pair::EdDsa(Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap())
        } else {
            Pair::Es256(ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING))
        };
        let public = match &pair {
            Pair::Es256(pair) => pair.public_key().as_ref().to_vec(),
            Pair::EdDsa(pair) => pair.public_key().as_ref().to_vec(),
        };
        let credential_id = digest(&SHA256, &public).as_ref().to_vec();
        let origin = origin.to_owned();
        Self { pair, credential_id, user: Vec::new(), count: 0, origin, fault: Fault::None }
    }

    /// Answers `navigator.credentials.create()`.
    pub fn create(&mut self, options: &Value) -> Value {
        self.user = crate::from_base64url(options["user"]["id"].as_str().unwrap()).unwrap();
        self.count += 1;
        let client = self.client(options, "webauthn.create");
        let mut data = self.data(options["rp"]["id"].as_str().unwrap(), 0x40);
        data.extend([0; 16]);
        data.extend((self.credential_id.len() as u16).to_be_bytes());
        data.extend(&self.credential_id);
        ciborium::into_writer(&self.cose(), &mut data).unwrap();
        let format = if self.fault == Fault::Attested { "packed" } else { "none" };
        let object = Cbor::Map(vec![
            (Cbor::Text("fmt".into()), Cbor::Text(format.into())),
            (Cbor::Text("attStmt".into()), Cbor::Map(Vec::new())),
            (Cbor::Text("authData".into()), Cbor::Bytes(data)),
        ]);
        let mut bytes = Vec::new();
        ciborium::into_writer(&object, &mut bytes).unwrap();
        let id = to_base64url(&self.credential_id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": {
            "clientDataJSON": to_base64url(client.as_bytes()),
            "attestationObject": to_base64url(&bytes), "transports": ["internal"],
        }})
    }

    /// Answers `navigator.credentials.get()`.
    pub fn get(&mut self, options: &Value) -> Value {
        if self.fault != Fault::StaleCounter {
            self.count += 1;
        }
        let client = self.client(options, "webauthn.get");
        let data = self.data(options["rpId"].as_str().unwrap(), 0);
        let mut signed = data.clone();
        signed.extend(digest(&SHA256, client.as_bytes()).as_ref());
        if self.fault == Fault::BadSignature {
            signed.push(0);
        }
        let signature = match &self.pair {
            Pair::Es256(pair) => {
                pair.sign(&SystemRandom::new(), &signed).unwrap().as_ref().to_vec()
            }
            Pair::EdDsa(pair) => pair.sign(&signed).as_ref().to_vec(),
        };
        let id = to_base64url(&self.credential_id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": {
            "clientDataJSON": to_base64url(client.as_bytes()),
            "authenticatorData": to_base64url(&data),
            "signature": to_base64url(&signature), "userHandle": to_base64url(&self.user),
        }})
    }

    fn client(&self, options: &Value, kind: &str) -> String {
        let challenge = options["challenge"].as_str().unwrap();
        let fault = self.fault;
        json!({
            "type": if fault == Fault::OtherKind { "payment.get" } else { kind },
            "challenge": if fault == Fault::OtherChallenge { "AAAA" } else { challenge },
            "origin": if fault == Fault::OtherOrigin { "https://evil.example" } else { &self.origin },
            "crossOrigin": fault == Fault::CrossOrigin,
        })
        .to_string()
    }

    fn data(&self, party: &str, flags: u8) -> Vec<u8> {
        let party = if self.fault == Fault::OtherParty { "evil.example" } else { party };
        let verified = if self.fault == Fault::NotVerified { 0 } else { 0x04 };
        let mut data = digest(&SHA256, party.as_bytes()).as_ref().to_vec();
        data.push(0x01 | verified | flags);
        data.extend(self.count.to_be_bytes());
        data
    }

    fn cose(&self) -> Cbor {
        let entry = |label: i64, value: Cbor| (Cbor::Integer(label.into()), value);
        let number = |value: i64| Cbor::Integer(value.into());
        match &self.pair {
            Pair::Es256(pair) => {
                let point = pair.public_key().as_ref().to_vec();
                let (x, y) = (point[1..33].to_vec(), point[33..].to_vec());
                Cbor::Map(vec![
                    entry(1, number(2)),
                    entry(3, number(-7)),
                    entry(-1, number(1)),
                    entry(-2, Cbor::Bytes(x)),
                    entry(-3, Cbor::Bytes(y)),
                ])
            }
            Pair::EdDsa(pair) => Cbor::Map(vec![
                entry(1, number(1)),
                entry(3, number(-8)),
                entry(-1, number(6)),
                entry(-2, Cbor::Bytes(pair.public_key().as_ref().to_vec())),
            ]),
        }
    }
}

fn ecdsa(how: &'static ring::signature::EcdsaSigningAlgorithm) -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(how, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(how, document.as_ref(), &random).unwrap()
}

/// Signs tokens as somebody else's server does.
pub enum TokenSigner {
    Hs256(String),
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
    Rs256(RsaKeyPair),
}

impl std::fmt::Debug for TokenSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl TokenSigner {
    pub fn hs256(secret: &str) -> Self {
        Self::Hs256(secret.to_owned())
    }

    pub fn es256() -> Self {
        Self::Es256(ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING))
    }

    pub fn eddsa() -> Self {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self::EdDsa(Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap())
    }

    /// A key of RSA cannot be made here in reasonable time: this one was made for tests.
    pub fn rs256() -> Self {
        Self::Rs256(RsaKeyPair::from_pkcs8(include_bytes!("testkit/rsa2048.pk8")).unwrap())
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Hs256(_) => "HS256",
            Self::Es256(_) => "ES256",
            Self::EdDsa(_) => "EdDSA",
            Self::Rs256(_) => "RS256",
        }
    }

    /// What verifies it.
    pub fn key(&self) -> Key {
        match self {
            Self::Hs256(secret) => Key::Hs256(kernel::Secret::new(secret.clone())),
            Self::Es256(_) | Self::EdDsa(_) | Self::Rs256(_) => Key::from_jwk(&self.jwk()).unwrap(),
        }
    }

    /// The public key as a key set has it.
    pub fn jwk(&self) -> Value {
        match self {
            Self::Hs256(_) => json!({ "kty": "oct" }),
            Self::Es256(pair) => {
                let point = pair.public_key().as_ref();
                json!({ "kty": "EC", "crv": "P-256", "kid": "k1", "use": "sig",
                    "x": to_base64url(&point[1..33]), "y": to_base64url(&point[33..]) })
            }
            Self::EdDsa(pair) => json!({ "kty": "OKP", "crv": "Ed25519", "kid": "k1",
                "x": to_base64url(pair.public_key().as_ref()) }),
            Self::Rs256(pair) => {
                let public: ring::rsa::PublicKeyComponents<Vec<u8>> = pair.public().into();
                json!({ "kty": "RSA", "kid": "k1", "use": "sig",
                    "n": to_base64url(&public.n), "e": to_base64url(&public.e) })
            }
        }
    }

    /// A token with these claims.
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_as(&json!({ "alg": self.name(), "typ": "JWT", "kid": "k1" }), claims)
    }

    /// A token with a header of one's own.
    pub fn sign_as(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| to_base64url(value.to_string().as_bytes());
        let signed = format!("{}.{}", part(header), part(claims));
        let message = signed.as_bytes();
        let random = SystemRandom::new();
        let signature = match self {
            Self::Hs256(secret) => {
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
                ring::hmac::sign(&key, message).as_ref().to_vec()
            }
            Self::Es256(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::EdDsa(pair) => pair.sign(message).as_ref().to_vec(),
            Self::Rs256(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).unwrap();
                signature
            }
        };
        format!("{signed}.{}", to_base64url(&signature))
    }
}
