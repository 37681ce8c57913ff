//! Access tokens of a Google service account, from its key file.
//!
//! Source: Google Identity, "Using OAuth 2.0 for server to server applications", and RFC 7523: a signed
//! assertion is exchanged for a token that is good for an hour.

use std::fmt;
use std::sync::Arc;
use std::time::Duration as StdDuration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use kernel::{Clock, Duration, Secret, Timestamp};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Mutex;

use crate::http::beginning;
use crate::{Endpoint, EndpointError, TokenError, TokenSource};

/// What the token is good for.
const SCOPE: &str = "https://www.googleapis.com/auth/cloud-platform";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/// How long an assertion is good for, in seconds: Google's longest.
const ASSERTION_SECONDS: i64 = 3_600;
/// A token is not used in its last minute, in seconds.
const MARGIN_SECONDS: i64 = 60;
/// Longest wait for a token, in seconds.
const EXCHANGE_SECONDS_MAX: u64 = 10;

/// Why a key file is not taken. Repeats nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ServiceAccountError {
    #[error(
        "the key file is no JSON with client_email, private_key, private_key_id and token_uri; make a new \
         key of the service account, of type JSON"
    )]
    Malformed,
    #[error("private_key is no RSA key in PEM (PKCS #8); make a new key of the service account")]
    Key,
    #[error("token_uri: {0}")]
    TokenUri(EndpointError),
}

#[derive(Deserialize)]
struct KeyFile {
    client_email: String,
    private_key: String,
    private_key_id: String,
    token_uri: String,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    /// Seconds.
    expires_in: i64,
}

/// Keeps a token while it is good, and fetches the next.
pub struct ServiceAccount {
    email: String,
    key: RsaKeyPair,
    key_id: String,
    endpoint: Endpoint,
    clock: Arc<dyn Clock>,
    /// The token, and until when it is used. Held while one is fetched: the others wait for it.
    kept: Mutex<Option<(Secret, Timestamp)>>,
}

impl fmt::Debug for ServiceAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceAccount").field("email", &self.email).finish_non_exhaustive()
    }
}

impl ServiceAccount {
    /// From the contents of its key file.
    ///
    /// # Errors
    /// [`ServiceAccountError`].
    pub fn new(key_file: &Secret, clock: Arc<dyn Clock>) -> Result<Self, ServiceAccountError> {
        let file: KeyFile =
            serde_json::from_str(key_file.expose()).map_err(|_| ServiceAccountError::Malformed)?;
        let pem = Secret::new(file.private_key);
        let base64: String =
            pem.expose().lines().filter(|line| !line.starts_with("-----")).map(str::trim).collect();
        let der = STANDARD.decode(base64).map_err(|_| ServiceAccountError::Key)?;
        let key = RsaKeyPair::from_pkcs8(&der).map_err(|_| ServiceAccountError::Key)?;
        let endpoint =
            Endpoint::new(&file.token_uri, false).map_err(ServiceAccountError::TokenUri)?;
        let (email, key_id) = (file.client_email, file.private_key_id);
        Ok(Self { email, key, key_id, endpoint, clock, kept: Mutex::new(None) })
    }

    /// A signed assertion of who asks (RFC 7515, RS256).
    fn assertion(&self, now: Timestamp) -> Result<Secret, TokenError> {
        let seconds = now.as_millis() / 1_000;
        let header = json!({ "alg": "RS256", "typ": "JWT", "kid": self.key_id });
        let claims = json!({
            "iss": self.email,
            "scope": SCOPE,
            "aud": self.endpoint.base().as_str(),
            "iat": seconds,
            "exp": seconds + ASSERTION_SECONDS,
        });
        let part = |json: serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
            .map_err(|_| TokenError)?;
        Ok(Secret::new(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))))
    }

    async fn fetch(&self, now: Timestamp) -> Result<(Secret, Timestamp), TokenError> {
        let assertion = self.assertion(now)?;
        let form = [("grant_type", GRANT), ("assertion", assertion.expose())];
        let request = self.endpoint.post(self.endpoint.base()).form(&form);
        let request = request.timeout(StdDuration::from_secs(EXCHANGE_SECONDS_MAX));
        let response = request.send().await.map_err(|_| TokenError)?;
        if response.status().as_u16() != 200 {
            return Err(TokenError);
        }
        let granted: Granted =
            serde_json::from_slice(&beginning(response).await).map_err(|_| TokenError)?;
        let seconds = granted.expires_in.min(ASSERTION_SECONDS).saturating_sub(MARGIN_SECONDS);
        Ok((Secret::new(granted.access_token), now.plus(Duration::from_secs(seconds))))
    }
}

#[async_trait]
impl TokenSource for ServiceAccount {
    async fn token(&self) -> Result<Secret, TokenError> {
        let mut kept = self.kept.lock().await;
        let now = self.clock.now();
        if let Some((token, _)) = kept.as_ref().filter(|(_, until)| now < *until) {
            return Ok(token.clone());
        }
        let (token, until) = self.fetch(now).await?;
        *kept = Some((token.clone(), until));
        Ok(token)
    }
}
