//! OpenID Connect, code flow with PKCE (RFC 7636) and nonce, as a relying party.
//!
//! One provider, configured by whoever runs the program. Its documents are fetched over HTTPS, kept
//! for a while, and read up to a limit; redirects are not followed. An identity is believed when the
//! provider's own key signed it, for us, for this nonce, now.

use std::sync::{Mutex, PoisonError};
use std::time::Duration as StdDuration;

use kernel::{Duration, Secret, Timestamp};
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use serde_json::Value;
use subtle::ConstantTimeEq as _;

use crate::jwt::{self, Claims, Key, TokenError};
use crate::to_base64url;
use crate::totp::percent;

/// How long a provider's documents are believed without asking again.
const DOCUMENTS_KEPT: Duration = Duration::from_hours(1);
/// A key set that lacks a key is fetched again at most this often.
const KEYS_AGAIN_AFTER: Duration = Duration::MINUTE;
const ANSWER_BYTES_MAX: usize = 256 * 1024;
const CONNECT_TIME_MAX: StdDuration = StdDuration::from_secs(5);
const REQUEST_TIME_MAX: StdDuration = StdDuration::from_secs(10);
const SCOPE: &str = "openid email profile";

/// A provider as it is configured.
#[derive(Debug, Clone)]
pub struct Settings {
    /// As in its tokens, such as `https://login.example.com`.
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Secret,
    /// Ours; registered with the provider.
    pub redirect_uri: String,
}

/// Why nobody was signed in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OidcError {
    #[error("the issuer {0} is neither https nor on this machine")]
    NotHttps(String),
    #[error("the provider cannot be reached: {0}")]
    Unreachable(String),
    #[error("the provider answered {0}")]
    Status(u16),
    #[error("the provider's answer is not what OpenID Connect has: {0}")]
    Malformed(&'static str),
    #[error("the provider's documents are of another issuer")]
    Issuer,
    #[error("the identity token: {0}")]
    Token(#[from] TokenError),
    #[error("the identity token is for another sign-in")]
    Nonce,
    #[error("the client for HTTPS cannot be set up: {0}")]
    Client(String),
}

/// What binds one sign-in to one browser and one provider.
#[derive(Debug, Clone)]
pub struct Flow {
    pub state: Secret,
    pub nonce: String,
    pub verifier: Secret,
}

/// Who the provider says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Stable, at this provider.
    pub subject: String,
    /// Only when the provider verified it; in lower case.
    pub email: Option<String>,
    pub name: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Discovery {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
}

#[derive(Debug, Default)]
struct Known {
    discovery: Option<(Discovery, Timestamp)>,
    keys: Option<(Vec<Value>, Timestamp)>,
}

/// The client of one provider.
#[derive(Debug)]
pub struct Provider {
    settings: Settings,
    http: reqwest::Client,
    known: Mutex<Known>,
}

impl Provider {
    /// # Errors
    /// [`OidcError::NotHttps`], except on loopback; [`OidcError::Client`].
    pub fn new(settings: Settings) -> Result<Self, OidcError> {
        require_https(&settings.issuer)?;
        // An error means that the process has chosen a provider already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIME_MAX)
            .timeout(REQUEST_TIME_MAX)
            .no_proxy()
            .build()
            .map_err(|error| OidcError::Client(error.to_string()))?;
        Ok(Self { settings, http, known: Mutex::default() })
    }

    /// Where the browser is sent.
    ///
    /// # Errors
    /// When the provider's documents cannot be had.
    pub async fn authorize_url(&self, flow: &Flow, now: Timestamp) -> Result<String, OidcError> {
        let endpoint = self.discovery(now).await?.authorization_endpoint;
        let challenge = to_base64url(digest(&SHA256, flow.verifier.expose().as_bytes()).as_ref());
        let pairs = [
            ("response_type", "code"),
            ("client_id", &self.settings.client_id),
            ("redirect_uri", &self.settings.redirect_uri),
            ("scope", SCOPE),
            ("state", flow.state.expose()),
            ("nonce", &flow.nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let pairs: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
        let separator = if endpoint.contains('?') { '&' } else { '?' };
        Ok(format!("{endpoint}{separator}{}", pairs.join("&")))
    }

    /// Turns the code that the browser brought back into an identity.
    ///
    /// # Errors
    /// [`OidcError`].
    pub async fn identify(
        &self,
        code: &str,
        flow: &Flow,
        now: Timestamp,
    ) -> Result<Identity, OidcError> {
        let endpoint = self.discovery(now).await?.token_endpoint;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", self.settings.redirect_uri.as_str()),
            ("client_id", self.settings.client_id.as_str()),
            ("client_secret", self.settings.client_secret.expose()),
            ("code_verifier", flow.verifier.expose()),
        ];
        let answer: Value = self.exchange(self.http.post(endpoint).form(&form)).await?;
        let token = answer.get("id_token").and_then(Value::as_str);
        let claims = self.verified(token.ok_or(OidcError::Malformed("no id_token"))?, now).await?;
        let given = claims.required("nonce")?;
        let same: bool = given.as_bytes().ct_eq(flow.nonce.as_bytes()).into();
        if !same {
            return Err(OidcError::Nonce);
        }
        let email = claims.text("email").filter(|_| claims.is_true("email_verified"));
        Ok(Identity {
            subject: claims.required("sub")?.to_owned(),
            email: email.map(str::to_lowercase),
            name: claims.text("name").map(str::to_owned),
        })
    }

    async fn verified(&self, token: &str, now: Timestamp) -> Result<Claims, OidcError> {
        let header = jwt::header(token)?;
        let mut keys = self.keys(now, false).await?;
        let of = |keys: &[Value]| -> Vec<Key> {
            let named = |jwk: &&Value| match (&header.kid, jwk.get("kid").and_then(Value::as_str)) {
                (Some(wanted), Some(kid)) => wanted == kid,
                _ => true,
            };
            keys.iter().filter(named).filter_map(|jwk| Key::from_jwk(jwk).ok()).collect()
        };
        if of(&keys).is_empty() {
            // The provider may have rolled its keys.
            keys = self.keys(now, true).await?;
        }
        let tried = of(&keys).iter().map(|key| jwt::verify(token, key)).reduce(Result::or);
        let claims = tried.unwrap_or(Err(TokenError::Signature))?;
        if claims.required("iss")? != self.settings.issuer {
            return Err(TokenError::Issuer.into());
        }
        claims.for_audience(&self.settings.client_id)?;
        // With several audiences, it must say that it was issued to us (OpenID Connect, 3.1.3.7).
        if claims.text("azp").is_some_and(|party| party != self.settings.client_id) {
            return Err(TokenError::Audience.into());
        }
        claims.live_until(now, None)?;
        Ok(claims)
    }

    async fn discovery(&self, now: Timestamp) -> Result<Discovery, OidcError> {
        let fresh = |at: Timestamp| now.since(at) < DOCUMENTS_KEPT;
        let known = self.known().discovery.clone();
        if let Some((discovery, _)) = known.filter(|(_, at)| fresh(*at)) {
            return Ok(discovery);
        }
        let issuer = self.settings.issuer.trim_end_matches('/');
        let url = format!("{issuer}/.well-known/openid-configuration");
        let discovery: Discovery = self.exchange(self.http.get(url)).await?;
        if discovery.issuer != self.settings.issuer {
            return Err(OidcError::Issuer);
        }
        for url in
            [&discovery.authorization_endpoint, &discovery.token_endpoint, &discovery.jwks_uri]
        {
            require_https(url)?;
        }
        self.known().discovery = Some((discovery.clone(), now));
        Ok(discovery)
    }

    async fn keys(&self, now: Timestamp, again: bool) -> Result<Vec<Value>, OidcError> {
        let kept = if again { KEYS_AGAIN_AFTER } else { DOCUMENTS_KEPT };
        let known = self.known().keys.clone();
        if let Some((keys, _)) = known.filter(|(_, at)| now.since(*at) < kept) {
            return Ok(keys);
        }
        let url = self.discovery(now).await?.jwks_uri;
        let answer: Value = self.exchange(self.http.get(url)).await?;
        let keys = answer.get("keys").and_then(Value::as_array);
        let keys = keys.ok_or(OidcError::Malformed("no key set"))?.clone();
        self.known().keys = Some((keys.clone(), now));
        Ok(keys)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn exchange<T: serde::de::DeserializeOwned>(
        &self,
        request: reqwest::RequestBuilder,
    ) -> Result<T, OidcError> {
        // The URL of an error could hold the code; its text is left out.
        let failed =
            |error: reqwest::Error| OidcError::Unreachable(error.without_url().to_string());
        let request = request.header("accept", "application/json");
        let mut answer = request.send().await.map_err(failed)?;
        if !answer.status().is_success() {
            return Err(OidcError::Status(answer.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(failed)? {
            if body.len() + part.len() > ANSWER_BYTES_MAX {
                return Err(OidcError::Malformed("it is too long"));
            }
            body.extend_from_slice(&part);
        }
        serde_json::from_slice(&body).map_err(|_| OidcError::Malformed("it is no such JSON"))
    }
}

/// Plain HTTP is for a provider on this machine alone: tests, and trying things out.
fn require_https(url: &str) -> Result<(), OidcError> {
    let host = |rest: &str| rest.split(['/', ':', '?']).next().unwrap_or_default().to_owned();
    let local = url.strip_prefix("http://").map(host);
    let local = local.is_some_and(|host| ["127.0.0.1", "localhost"].contains(&host.as_str()));
    if url.starts_with("https://") || local {
        return Ok(());
    }
    Err(OidcError::NotHttps(url.to_owned()))
}
