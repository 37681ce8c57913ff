//! Tokens of a Google service account: what is signed, what is kept, what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers may panic"
)]

mod support;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use kernel::{Duration, ManualClock, Secret, Timestamp};
use llm::google::{ServiceAccount, ServiceAccountError};
use llm::{TokenError, TokenSource as _};
use ring::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use serde_json::{Value, json};
use support::{Answer, Stub};

/// A key that was made for tests.
const KEY: &[u8] = include_bytes!("../../identity/src/testkit/rsa2048.pk8");

fn key_file(token_uri: &str, key: &[u8]) -> Secret {
    let lines: Vec<String> = STANDARD
        .encode(key)
        .as_bytes()
        .chunks(64)
        .map(|line| String::from_utf8_lossy(line).into())
        .collect();
    let pem =
        format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"));
    let file = json!({
        "type": "service_account",
        "project_id": "p-1",
        "private_key_id": "k-1",
        "private_key": pem,
        "client_email": "ombud@p-1.iam.gserviceaccount.com",
        "token_uri": token_uri,
    });
    Secret::new(file.to_string())
}

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at(Timestamp::from_millis(1_795_000_000_000)))
}

fn granted(token: &str) -> Answer {
    let body = json!({ "access_token": token, "expires_in": 3599, "token_type": "Bearer" });
    Answer::Whole(200, "content-type: application/json\r\nconnection: close\r\n", body.to_string())
}

#[tokio::test]
async fn the_assertion_is_signed_and_the_token_kept_while_it_is_good() {
    let stub = Stub::start(vec![granted("first"), granted("second")]).await;
    let token_uri = format!("{}/token", stub.base_url);
    let clock = clock();
    let account = ServiceAccount::new(&key_file(&token_uri, KEY), clock.clone()).unwrap();
    let token = || async { account.token().await.unwrap().expose().to_owned() };
    assert_eq!((token().await, token().await), ("first".to_owned(), "first".to_owned()));
    clock.advance(Duration::from_secs(3_538));
    assert_eq!(token().await, "first");
    clock.advance(Duration::from_secs(1));
    assert_eq!(token().await, "second");
    assert_eq!(stub.requests().len(), 2);

    let request = stub.requests().remove(0);
    let form = request.split_once("\r\n\r\n").unwrap().1;
    let assertion = form
        .strip_prefix("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=")
        .unwrap();
    let (signed, signature) = assertion.rsplit_once('.').unwrap();
    let pair = RsaKeyPair::from_pkcs8(KEY).unwrap();
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key());
    public.verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
    let part = |at: usize| -> Value {
        let text = signed.split('.').nth(at).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
    };
    assert_eq!(part(0), json!({ "alg": "RS256", "typ": "JWT", "kid": "k-1" }));
    let expected = json!({
        "iss": "ombud@p-1.iam.gserviceaccount.com",
        "scope": "https://www.googleapis.com/auth/cloud-platform",
        "aud": token_uri,
        "iat": 1_795_000_000,
        "exp": 1_795_003_600,
    });
    assert_eq!(part(1), expected);
}

#[tokio::test]
async fn without_a_token_there_is_an_error_that_says_nothing_secret() {
    let answers = [
        Answer::Whole(400, "", json!({ "error": "invalid_grant" }).to_string()),
        Answer::Whole(200, "", "<html>".to_owned()),
        Answer::Whole(200, "", json!({ "access_token": "t" }).to_string()),
        Answer::Nothing,
    ];
    for answer in answers {
        let stub = Stub::start(vec![answer]).await;
        let account = ServiceAccount::new(&key_file(&stub.base_url, KEY), clock()).unwrap();
        assert_eq!(account.token().await.map(|_| ()), Err(TokenError));
        assert!(!format!("{account:?}").contains("PRIVATE"));
    }
}

#[test]
fn key_files_that_are_none_are_refused() {
    use ServiceAccountError::{Key, Malformed, TokenUri};
    let https = "https://oauth2.googleapis.com/token";
    assert!(ServiceAccount::new(&key_file(https, KEY), clock()).is_ok());
    for (file, expected) in [
        (Secret::new("{}"), Malformed),
        (Secret::new("not json"), Malformed),
        (key_file(https, b"no key"), Key),
        (key_file("http://oauth.example/token", KEY), TokenUri(llm::EndpointError::Plain)),
    ] {
        let refused = ServiceAccount::new(&file, clock()).map(|_| ());
        assert_eq!(refused, Err(expected));
    }
}
