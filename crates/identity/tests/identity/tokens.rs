//! Tokens: every algorithm with its own key, and with no other.

use identity::jwt::{self, Algorithm, Key, KeyError, TokenError};
use identity::testkit::TokenSigner;
use identity::to_base64url;
use kernel::{Duration, Secret, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

const SECRET: &str = "a secret of more than thirty-two bytes";

fn signers() -> [TokenSigner; 4] {
    [TokenSigner::hs256(SECRET), TokenSigner::es256(), TokenSigner::eddsa(), TokenSigner::rs256()]
}

#[test]
fn a_key_believes_its_own_tokens_and_no_others() {
    let signers = signers();
    for (at, signer) in signers.iter().enumerate() {
        let token = signer.sign(&json!({"sub": "c1"}));
        for (other, key) in signers.iter().map(TokenSigner::key).enumerate() {
            let verified = jwt::verify(&token, &key);
            match at == other {
                true => assert_eq!(verified.unwrap().text("sub"), Some("c1")),
                false => assert_eq!(verified, Err(TokenError::Algorithm), "{signer:?}"),
            }
        }
        let another = match signer {
            TokenSigner::Hs256(_) => {
                TokenSigner::hs256("another secret of the same length and more")
            }
            TokenSigner::Es256(_) => TokenSigner::es256(),
            TokenSigner::EdDsa(_) => TokenSigner::eddsa(),
            // There is one key of this kind: another message will do.
            TokenSigner::Rs256(_) => continue,
        };
        assert_eq!(jwt::verify(&token, &another.key()), Err(TokenError::Signature), "{signer:?}");
    }
}

#[test]
fn the_token_does_not_choose_how_it_is_verified() {
    let rs256 = TokenSigner::rs256();
    let claims = json!({"sub": "c1"});
    // The old trick: the public key as the secret of an HMAC.
    let public = rs256.jwk()["n"].as_str().unwrap().to_owned();
    let forged = TokenSigner::hs256(&public).sign(&claims);
    assert_eq!(jwt::verify(&forged, &rs256.key()), Err(TokenError::Algorithm));
    let part = |value: &Value| to_base64url(value.to_string().as_bytes());
    let none = format!("{}.{}.", part(&json!({"alg": "none"})), part(&claims));
    let crit = TokenSigner::hs256(SECRET)
        .sign_as(&json!({"alg": "HS256", "crit": ["b64"], "b64": false}), &claims);
    let key = TokenSigner::hs256(SECRET).key();
    let long = "a".repeat(jwt::TOKEN_BYTES_MAX + 1);
    for (token, expected) in [
        (none.as_str(), TokenError::Algorithm),
        (&crit, TokenError::Malformed),
        (&long, TokenError::Malformed),
        ("", TokenError::Malformed),
        ("a.b.c", TokenError::Malformed),
        ("..", TokenError::Malformed),
    ] {
        assert_eq!(jwt::verify(token, &key), Err(expected), "{token:.40}");
    }
}

#[test]
fn claims_are_for_us_and_for_now() {
    let now = Timestamp::from_millis(1_800_000_000_000);
    let at = |seconds: i64| 1_800_000_000 + seconds;
    let longest = Some(Duration::from_secs(600));
    let table = [
        (json!({"exp": at(60)}), Ok(())),
        (json!({"exp": at(600)}), Ok(())),
        (json!({"exp": at(631)}), Err(TokenError::TooLong)),
        (json!({"exp": at(0)}), Err(TokenError::Time)),
        (json!({"exp": at(-1)}), Err(TokenError::Time)),
        (json!({}), Err(TokenError::Claim("exp"))),
        (json!({"exp": "soon"}), Err(TokenError::Claim("exp"))),
        (json!({"exp": at(60), "nbf": at(29)}), Ok(())),
        (json!({"exp": at(60), "nbf": at(31)}), Err(TokenError::Time)),
        (json!({"exp": at(60), "iat": at(31)}), Err(TokenError::Time)),
    ];
    let signer = TokenSigner::hs256(SECRET);
    for (claims, expected) in table {
        let verified = jwt::verify(&signer.sign(&claims), &signer.key()).unwrap();
        assert_eq!(verified.live_until(now, longest).map(|_| ()), expected, "{claims}");
    }
    for (audience, expected) in [
        (json!("ombud"), Ok(())),
        (json!(["x", "ombud"]), Ok(())),
        (json!("ombud2"), Err(TokenError::Audience)),
        (json!([]), Err(TokenError::Audience)),
        (Value::Null, Err(TokenError::Audience)),
    ] {
        let token = signer.sign(&json!({"aud": audience}));
        let claims = jwt::verify(&token, &signer.key()).unwrap();
        assert_eq!(claims.for_audience("ombud"), expected, "{audience}");
    }
}

#[test]
fn keys_are_read_as_companies_write_them() {
    assert_eq!(Key::hs256(Secret::new("short")).unwrap_err(), KeyError::ShortSecret);
    let es256 = "-----BEGIN PUBLIC KEY-----\n\
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\n\
        q9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n-----END PUBLIC KEY-----\n";
    let ed25519 = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
    assert!(
        matches!(Key::from_pem(Algorithm::Es256, es256), Ok(Key::Es256(point)) if point.len() == 65)
    );
    assert!(
        matches!(Key::from_pem(Algorithm::EdDsa, ed25519), Ok(Key::EdDsa(key)) if key.len() == 32)
    );
    // The public half of the tests' own key, as OpenSSL writes it.
    let rs256 = "-----BEGIN PUBLIC KEY-----\n\
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAibwENZXOOm+5vgoVpdIR\n\
        2wxnrkL7ySFS6dqwqpg5sJ85diROXvoC6rRL8pMvw1ymS6CwVqjifh7Mz7jaZ9Hv\n\
        NqDEqT/5WXOa1E5UidFGJAImgnJVKFYr9H6bAnzLYOq6xT2WVXlzeG7X+1dHgnHT\n\
        LgSKRfBo3zh0raL/V5aMcqgnzwLzyJp9PXYxn68eSFx4hcXzh6n2SbcQ0wi2e3WA\n\
        UTNNI+hyFEAWjt56htmvZuy/n/HyyiVNp3e/KuxMV6+VwkIZHM3++bEN7STMQrTF\n\
        XrBGcYsBTJol6es9GxIRVJGFd8TKhAA9YQw7JybsYZqXvjFmzhFqHjhilDkY1wLT\n\
        YQIDAQAB\n-----END PUBLIC KEY-----\n";
    let signer = TokenSigner::rs256();
    let token = signer.sign(&json!({"sub": "ana"}));
    let claims = jwt::verify(&token, &Key::from_pem(Algorithm::Rs256, rs256).unwrap()).unwrap();
    assert_eq!(claims.text("sub"), Some("ana"));
    // 1,024 bits are too few.
    let weak = "-----BEGIN PUBLIC KEY-----\n\
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDezJpxF9JrIXNbxe898Figsp6H\n\
        wTxEpVBDtxA7/uR0dCF++3SBRE1pEIhpH/NVQP5USiXajLVpyyRVsdO+0lRKCVph\n\
        qexDMCgR6K6lc0c3lq7jDPNv0E56uouvU3nkoMjNKaZ/+7zz0TgtI5hmpid1EeET\n\
        sk6Q17UfFQwH3/nfcQIDAQAB\n-----END PUBLIC KEY-----\n";
    for (algorithm, pem) in [
        (Algorithm::Rs256, weak),
        (Algorithm::Rs256, es256),
        (Algorithm::Es256, rs256),
        (Algorithm::EdDsa, es256),
        (Algorithm::Es256, ed25519),
        (Algorithm::Hs256, es256),
        (Algorithm::Es256, "nothing"),
    ] {
        assert_eq!(Key::from_pem(algorithm, pem).unwrap_err(), KeyError::NotPem);
    }
    for jwk in [
        json!({"kty": "oct", "k": "c2VjcmV0"}),
        json!({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}),
        json!({"kty": "RSA", "use": "enc", "n": "AA", "e": "AQAB"}),
        json!({}),
    ] {
        assert_eq!(Key::from_jwk(&jwk).unwrap_err(), KeyError::NotJwk, "{jwk}");
    }
    let shown = format!("{:?}", Key::Hs256(Secret::new(SECRET)));
    assert_eq!(shown, "Key(\"HS256\")");
}

proptest! {
    /// Whatever is changed in a token, it is not believed; whatever comes, nothing breaks.
    #[test]
    fn a_changed_token_is_not_believed(at in 0usize..10_000, bit in 0u8..6) {
        let signer = TokenSigner::hs256(SECRET);
        let token = signer.sign(&json!({"sub": "c1", "exp": 1}));
        let mut bytes = token.clone().into_bytes();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        if let Ok(changed) = String::from_utf8(bytes) {
            // The last character of base64 has bits that mean nothing: then the bytes are the same.
            let same = changed.rsplit_once('.').zip(token.rsplit_once('.')).is_some_and(|(a, b)| {
                a.0 == b.0 && identity::from_base64url(a.1) == identity::from_base64url(b.1)
            });
            prop_assert!(same || jwt::verify(&changed, &signer.key()).is_err());
        }
    }

    #[test]
    fn any_text_is_refused_quietly(text in ".{0,300}") {
        prop_assert!(jwt::verify(&text, &TokenSigner::hs256(SECRET).key()).is_err());
    }
}
