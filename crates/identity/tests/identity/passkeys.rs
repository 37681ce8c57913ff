//! Passkeys: a software authenticator that makes real signatures, honest and otherwise.

use identity::testkit::{Authenticator, Fault};
use identity::webauthn::{self, PasskeyError, PublicKey, RelyingParty};
use proptest::prelude::*;
use serde_json::Value;

const ORIGIN: &str = "https://desk.acme.example";
const CHALLENGE: [u8; 32] = [7; 32];

fn party() -> RelyingParty {
    let (id, name) = ("desk.acme.example".to_owned(), "Ombud".to_owned());
    RelyingParty { id, name, origins: vec![ORIGIN.to_owned()] }
}

fn create(device: &mut Authenticator) -> Result<webauthn::NewPasskey, PasskeyError> {
    let options = webauthn::creation_options(&party(), b"user", ("a", "A"), &CHALLENGE, &[]);
    let answer = serde_json::from_value(device.create(&options)).unwrap();
    webauthn::register(&party(), &CHALLENGE, &answer)
}

fn get(device: &mut Authenticator, known: (&PublicKey, u32)) -> Result<u32, PasskeyError> {
    let options = webauthn::request_options(&party(), &CHALLENGE, &[]);
    let answer: webauthn::Assertion = serde_json::from_value(device.get(&options)).unwrap();
    assert_eq!(answer.user_handle().as_deref(), Some(&b"user"[..]));
    webauthn::authenticate(&party(), &CHALLENGE, known, &answer)
}

#[test]
fn a_device_comes_in_with_what_it_registered() {
    for ed25519 in [false, true] {
        let mut device = Authenticator::new(ORIGIN, ed25519);
        let passkey = create(&mut device).unwrap();
        assert_eq!(
            (passkey.sign_count, passkey.transports.as_slice()),
            (1, &["internal".to_owned()][..])
        );
        let (algorithm, bytes) = passkey.public_key.stored();
        let stored = PublicKey::of_stored(algorithm, bytes.to_vec()).unwrap();
        assert_eq!(get(&mut device, (&stored, 1)), Ok(2));
        assert_eq!(get(&mut device, (&stored, 2)), Ok(3));
        let mut stranger = Authenticator::new(ORIGIN, ed25519);
        create(&mut stranger).unwrap();
        assert_eq!(get(&mut stranger, (&stored, 0)), Err(PasskeyError::Signature));
    }
}

#[test]
fn each_fault_is_refused() {
    let at_creation = [
        (Fault::NotVerified, PasskeyError::NotVerified),
        (Fault::OtherOrigin, PasskeyError::Origin),
        (Fault::CrossOrigin, PasskeyError::Origin),
        (Fault::OtherParty, PasskeyError::RelyingParty),
        (Fault::OtherChallenge, PasskeyError::Challenge),
        (Fault::OtherKind, PasskeyError::Malformed("type")),
        (Fault::Attested, PasskeyError::Attestation),
    ];
    for (fault, expected) in at_creation {
        let mut device = Authenticator::new(ORIGIN, false);
        device.fault = fault;
        assert_eq!(create(&mut device), Err(expected), "{fault:?}");
    }
    let at_sign_in = [
        (Fault::NotVerified, PasskeyError::NotVerified),
        (Fault::OtherOrigin, PasskeyError::Origin),
        (Fault::CrossOrigin, PasskeyError::Origin),
        (Fault::OtherParty, PasskeyError::RelyingParty),
        (Fault::OtherChallenge, PasskeyError::Challenge),
        (Fault::OtherKind, PasskeyError::Malformed("type")),
        (Fault::BadSignature, PasskeyError::Signature),
        (Fault::StaleCounter, PasskeyError::Counter),
    ];
    for (fault, expected) in at_sign_in {
        let mut device = Authenticator::new(ORIGIN, false);
        let passkey = create(&mut device).unwrap();
        device.fault = fault;
        let known = (&passkey.public_key, passkey.sign_count);
        assert_eq!(get(&mut device, known), Err(expected), "{fault:?}");
    }
}

proptest! {
    /// Whatever bytes come as an attestation or as authenticator data, nothing breaks.
    #[test]
    fn any_bytes_are_refused_quietly(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut device = Authenticator::new(ORIGIN, false);
        let options = webauthn::creation_options(&party(), b"user", ("a", "A"), &CHALLENGE, &[]);
        let mut answer: Value = device.create(&options);
        answer["response"]["attestationObject"] = identity::to_base64url(&bytes).into();
        let given = serde_json::from_value(answer).unwrap();
        prop_assert!(webauthn::register(&party(), &CHALLENGE, &given).is_err());
        prop_assert!(PublicKey::of_bytes(&bytes).is_err());
    }
}
