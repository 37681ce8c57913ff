//! Signatures of inbound webhooks, against vectors made by other programs (OpenSSL; Adyen's own
//! published example).

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test's helpers may panic")]

use connectors::inbound::signature::SignatureError;
use connectors::inbound::{adyen, paypal, stripe};
use connectors::klarna::sign_webhook;
use kernel::{Duration, Secret, Timestamp};

// printf '%s' '1760000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_fixture
const STRIPE_V1: &str = "3a4c90768bc3540cb07b8e6a83242944da5d07db77817091fbedbf2926be134d";
const STRIPE_BODY: &[u8] = br#"{"id":"evt_1"}"#;

fn stripe_says(
    secret: &str,
    header: &str,
    body: &[u8],
    seconds: i64,
) -> Result<(), SignatureError> {
    let now = Timestamp::EPOCH.plus(Duration::from_secs(seconds));
    stripe::verify_signature(&Secret::new(secret), header, body, now, stripe::TOLERANCE)
}

#[test]
fn stripe_signatures() {
    let good = format!("t=1760000000,v1={STRIPE_V1}");
    let at = 1_760_000_000;
    let secret = "whsec_fixture";
    assert_eq!(stripe_says(secret, &good, STRIPE_BODY, at), Ok(()));
    let rolled = format!("t=1760000000,v1={},v1={STRIPE_V1},v0=ab", "0".repeat(64));
    assert_eq!(stripe_says(secret, &rolled, STRIPE_BODY, at), Ok(()));
    for seconds in [at - 300, at + 300] {
        assert_eq!(stripe_says(secret, &good, STRIPE_BODY, seconds), Ok(()), "{seconds}");
    }
    for seconds in [at - 301, at + 301] {
        let said = stripe_says(secret, &good, STRIPE_BODY, seconds);
        assert!(matches!(said, Err(SignatureError::Stale { .. })), "{seconds}: {said:?}");
    }
    let mismatch = Err(SignatureError::Mismatch);
    assert_eq!(stripe_says("whsec_other", &good, STRIPE_BODY, at), mismatch);
    assert_eq!(stripe_says(secret, &good, br#"{"id":"evt_2"}"#, at), mismatch);
    let old_scheme = format!("t=1760000000,v0={STRIPE_V1}");
    assert_eq!(stripe_says(secret, &old_scheme, STRIPE_BODY, at), mismatch);
    let moved = format!("t=1760000001,v1={STRIPE_V1}");
    assert_eq!(stripe_says(secret, &moved, STRIPE_BODY, at), mismatch);
    let long = "t=1,".repeat(2_000);
    for header in ["", "v1=ab", "t=,v1=ab", "t=yesterday", "=", ",,,", "t", &long] {
        let said = stripe_says(secret, header, STRIPE_BODY, at);
        assert!(matches!(said, Err(SignatureError::Header { .. })), "{header:.40}: {said:?}");
    }
    let far = stripe_says(secret, &format!("t={},v1=00", i64::MAX), STRIPE_BODY, at);
    assert!(matches!(far, Err(SignatureError::Stale { .. })));
}

// The example of Adyen's own libraries.
const ADYEN_KEY: &str = "DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00";
const ADYEN_SIGNATURE: &str = "ipnxGCaUZ4l8TUW75a71/ghd2Fe5ffvX0pV4TLTntIc=";

fn adyen_body(value: i64, signature: &str) -> String {
    serde_json::json!({"live": "false", "notificationItems": [{"NotificationRequestItem": {
        "pspReference": "pspReference", "originalReference": "originalReference",
        "merchantAccountCode": "merchantAccount", "merchantReference": "reference",
        "amount": {"value": value, "currency": "EUR"}, "eventCode": "EVENT", "success": "true",
        "additionalData": {"hmacSignature": signature},
    }}]})
    .to_string()
}

#[test]
fn adyen_signatures() {
    let good = adyen_body(1_000, ADYEN_SIGNATURE);
    let verify = |keys: &[&str], body: &str| {
        let keys: Vec<_> = keys.iter().map(|key| Secret::new(*key)).collect();
        adyen::verify_signature(&keys, body.as_bytes())
    };
    let other = "00".repeat(32);
    assert_eq!(verify(&[ADYEN_KEY], &good), Ok(()));
    assert_eq!(verify(&[&other, ADYEN_KEY], &good), Ok(()));
    assert_eq!(verify(&[&other], &good), Err(SignatureError::Mismatch));
    assert_eq!(verify(&[], &good), Err(SignatureError::Mismatch));
    assert_eq!(
        verify(&[ADYEN_KEY], &adyen_body(1_001, ADYEN_SIGNATURE)),
        Err(SignatureError::Mismatch)
    );
    assert_eq!(verify(&[ADYEN_KEY], &adyen_body(1_000, "AAAA")), Err(SignatureError::Mismatch));
    for bad_key in ["", "not hexadecimal", "abc"] {
        let said = verify(&[bad_key], &good);
        assert!(matches!(said, Err(SignatureError::Key { .. })), "{bad_key}: {said:?}");
    }
    for unsigned in [adyen_body(1_000, ""), adyen_body(1_000, "%%%")] {
        let said = verify(&[ADYEN_KEY], &unsigned);
        assert!(matches!(said, Err(SignatureError::Header { .. })), "{said:?}");
    }
    for body in ["", "{}", "[]", r#"{"notificationItems":[]}"#] {
        assert_eq!(verify(&[ADYEN_KEY], body), Err(SignatureError::Body), "{body}");
    }
}

#[test]
fn adyens_user_and_password() {
    let (user, password) = (Secret::new("adyen"), Secret::new("pass:word"));
    let basic = adyen::BasicAuth { user, password };
    // adyen:pass:word
    for good in
        ["Basic YWR5ZW46cGFzczp3b3Jk", "basic YWR5ZW46cGFzczp3b3Jk", "BASIC  YWR5ZW46cGFzczp3b3Jk"]
    {
        assert_eq!(basic.verify(good), Ok(()), "{good}");
    }
    for bad in [
        "",
        "Basic",
        "Basic ",
        "Basic %%%",
        "YWR5ZW46cGFzczp3b3Jk",
        "Bearer YWR5ZW46cGFzczp3b3Jk",
        // adyen:pass:wor, adyen, other:pass:word
        "Basic YWR5ZW46cGFzczp3b3I=",
        "Basic YWR5ZW4=",
        "Basic b3RoZXI6cGFzczp3b3Jk",
    ] {
        assert_eq!(basic.verify(bad), Err(SignatureError::Credentials), "{bad}");
    }
}

#[test]
fn a_signature_stands_for_no_fields_cut_in_another_way() {
    // Adyen signs `pspReference:reference`; shifted, the same text names another dispute.
    let shifted = adyen_body(1_000, ADYEN_SIGNATURE)
        .replace(
            r#""pspReference":"pspReference""#,
            r#""pspReference":"pspReference:originalReference""#,
        )
        .replace(
            r#""originalReference":"originalReference""#,
            r#""originalReference":"merchantAccount""#,
        )
        .replace(
            r#""merchantAccountCode":"merchantAccount""#,
            r#""merchantAccountCode":"reference""#,
        )
        .replace(r#""merchantReference":"reference""#, r#""merchantReference":"1000""#);
    assert!(shifted.contains("pspReference:originalReference"), "{shifted}");
    let said = adyen::verify_signature(&[Secret::new(ADYEN_KEY)], shifted.as_bytes());
    assert_eq!(said, Err(SignatureError::Body));
}

#[test]
fn one_unsigned_item_spoils_the_body() {
    let mut body: serde_json::Value =
        serde_json::from_str(&adyen_body(1_000, ADYEN_SIGNATURE)).unwrap();
    let forged: serde_json::Value =
        serde_json::from_str(&adyen_body(9_999, ADYEN_SIGNATURE)).unwrap();
    let items = body["notificationItems"].as_array_mut().unwrap();
    items.push(forged["notificationItems"][0].clone());
    let said = adyen::verify_signature(&[Secret::new(ADYEN_KEY)], body.to_string().as_bytes());
    assert_eq!(said, Err(SignatureError::Mismatch));
}

const PAYPAL_BODY: &[u8] = include_bytes!("fixtures/paypal_created.json");
const ROOT: &[u8] = include_bytes!("fixtures/paypal_root.pem");
const OTHER_ROOT: &[u8] = include_bytes!("fixtures/paypal_other_root.pem");
const LEAF: &[u8] = include_bytes!("fixtures/paypal_paypal.pem");
const LEAF_SIGNATURE: &str = include_str!("fixtures/paypal_paypal.sig");
const MALLORY: &[u8] = include_bytes!("fixtures/paypal_mallory.pem");
const MALLORY_SIGNATURE: &str = include_str!("fixtures/paypal_mallory.sig");
const SHORT: &[u8] = include_bytes!("fixtures/paypal_shortlived.pem");
const SHORT_SIGNATURE: &str = include_str!("fixtures/paypal_shortlived.sig");

fn paypal_says(
    root: &[u8],
    chain: &[u8],
    signature: &str,
    body: &[u8],
    change: impl FnOnce(&mut paypal::Transmission<'_>, &mut String),
) -> Result<(), SignatureError> {
    let mut transmission = paypal::Transmission {
        id: "69cd13f0-d67a-11e5-baa3-778b53f4ae55",
        time: "2026-06-21T13:36:40Z",
        signature,
        algorithm: "SHA256withRSA",
    };
    let mut webhook_id = "1JE4291016473214C".to_owned();
    change(&mut transmission, &mut webhook_id);
    let trust = paypal::PaypalTrust { webhook_id, roots_pem: root.to_vec() };
    // The day after the fixtures were made, so that the short-lived one has run out.
    let now = "2026-11-23T12:00:00Z".parse().unwrap();
    // The fixtures' time is older than their certificates, which the operating limit would refuse.
    let within = Duration::from_days(365);
    paypal::verify_signature(&trust, transmission, chain, body, now, within)
}

#[test]
fn a_paypal_transmission_is_believed_for_as_long_as_it_is_sent_again() {
    let at = |time: &str, now: &str| {
        let transmission =
            paypal::Transmission { id: "t", time, signature: "", algorithm: "SHA256withRSA" };
        let trust = paypal::PaypalTrust { webhook_id: "w".to_owned(), roots_pem: ROOT.to_vec() };
        let now = now.parse().unwrap();
        paypal::verify_signature(&trust, transmission, LEAF, PAYPAL_BODY, now, paypal::TOLERANCE)
    };
    let sent = "2026-11-23T12:00:00Z";
    for now in ["2026-11-23T12:00:01Z", "2026-11-26T12:00:00Z", "2026-11-20T12:00:00Z"] {
        assert!(!matches!(at(sent, now), Err(SignatureError::Stale { .. })), "{now}");
    }
    for now in ["2026-11-26T12:00:01Z", "2026-11-20T11:59:59Z", "2027-11-23T12:00:00Z"] {
        assert!(matches!(at(sent, now), Err(SignatureError::Stale { .. })), "{now}");
    }
    for time in ["", "yesterday", "1760000000"] {
        assert!(matches!(at(time, sent), Err(SignatureError::Header { .. })), "{time}");
    }
}

#[test]
fn paypal_signatures() {
    let same = |_: &mut paypal::Transmission<'_>, _: &mut String| {};
    assert_eq!(paypal_says(ROOT, LEAF, LEAF_SIGNATURE, PAYPAL_BODY, same), Ok(()));
    let mismatch = Err(SignatureError::Mismatch);
    let other_body = br#"{"id":"WH-0"}"#;
    assert_eq!(paypal_says(ROOT, LEAF, LEAF_SIGNATURE, other_body, same), mismatch);
    assert_eq!(paypal_says(ROOT, LEAF, MALLORY_SIGNATURE, PAYPAL_BODY, same), mismatch);
    assert_eq!(paypal_says(ROOT, LEAF, LEAF_SIGNATURE, PAYPAL_BODY, |t, _| t.id = "x"), mismatch);
    let later = "2026-06-21T13:36:41Z";
    assert_eq!(
        paypal_says(ROOT, LEAF, LEAF_SIGNATURE, PAYPAL_BODY, |t, _| t.time = later),
        mismatch
    );
    assert_eq!(
        paypal_says(ROOT, LEAF, LEAF_SIGNATURE, PAYPAL_BODY, |_, id| id.push('x')),
        mismatch
    );
    for (name, root, chain, signature) in [
        ("another root", OTHER_ROOT, LEAF, LEAF_SIGNATURE),
        ("another name", ROOT, MALLORY, MALLORY_SIGNATURE),
        ("run out", ROOT, SHORT, SHORT_SIGNATURE),
        ("no chain", ROOT, b"".as_slice(), LEAF_SIGNATURE),
        ("not PEM", ROOT, b"-----BEGIN CERTIFICATE-----\n%%".as_slice(), LEAF_SIGNATURE),
        ("no root", b"".as_slice(), LEAF, LEAF_SIGNATURE),
    ] {
        let said = paypal_says(root, chain, signature, PAYPAL_BODY, same);
        assert!(matches!(said, Err(SignatureError::Certificate { .. })), "{name}: {said:?}");
    }
    for algorithm in ["", "none", "SHA1withRSA", "HS256"] {
        let said =
            paypal_says(ROOT, LEAF, LEAF_SIGNATURE, PAYPAL_BODY, |t, _| t.algorithm = algorithm);
        assert!(matches!(said, Err(SignatureError::Header { .. })), "{algorithm}: {said:?}");
    }
    let said = paypal_says(ROOT, LEAF, "%%%", PAYPAL_BODY, same);
    assert!(matches!(said, Err(SignatureError::Header { .. })));
}

#[test]
fn only_paypals_own_addresses_are_fetched() {
    for url in [
        "https://api.paypal.com/v1/notifications/certs/CERT-1",
        "https://api.sandbox.paypal.com:443/v1/notifications/certs/CERT-1",
    ] {
        assert!(paypal::cert_url_is_paypals(url), "{url}");
    }
    for url in [
        "",
        "http://api.paypal.com/x",
        "https://api.paypal.com",
        "https://api.paypal.com.evil.example/x",
        "https://evilpaypal.com/x",
        "https://.paypal.com/x",
        "https://api.paypal.com@evil.example/x",
        "https://evil.example?.paypal.com/x",
        "https://evil.example#.paypal.com/x",
        "https://evil.example\\.paypal.com/x",
        "https://api.paypal.com:8443/x",
        "https://user:pw@api.paypal.com/x",
    ] {
        assert!(!paypal::cert_url_is_paypals(url), "{url}");
    }
}

#[test]
fn our_own_webhooks_are_signed_as_openssl_does() {
    // printf '%s' '{"id":"evt_1"}' | openssl dgst -sha256 -hmac klarna_fixture
    let signature = sign_webhook(&Secret::new("klarna_fixture"), STRIPE_BODY).unwrap();
    assert_eq!(signature, "af63eb5c96ee758fee66d08893db89c4dd160199a5c16bbbc2efcf3b49bf385e");
}
