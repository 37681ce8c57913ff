//! The HTTP client that sends webhooks. It follows no redirect, uses no proxy, reads a bounded
//! part of the answer, and connects to public addresses only, judged after the name was resolved.

use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use async_trait::async_trait;
use kernel::{Duration, Timestamp};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::signature::{ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER};
use super::{address, url};

/// Longest wait for the connection, in seconds.
const CONNECT_SECONDS_MAX: u64 = 5;
/// Longest wait for the whole exchange, in seconds (Standard Webhooks: 15–30).
pub const EXCHANGE_SECONDS_MAX: u64 = 20;
/// How much of an answer's body is read, for the log.
pub const ANSWER_BYTES_MAX: usize = 2_048;

/// A signed request, ready to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookRequest {
    pub url: String,
    /// May go to plain HTTP and internal addresses.
    pub development: bool,
    pub id: String,
    /// Seconds since 1970.
    pub timestamp: i64,
    pub signature: String,
    pub body: String,
}

/// What the endpoint answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// From a `Retry-After` header.
    pub retry_after: Option<Duration>,
    /// The beginning of the body.
    pub body: String,
}

impl Answer {
    /// Only a 2xx is success; a redirect is a failure.
    pub const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }
}

/// Why there was no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    #[error(transparent)]
    Url(#[from] url::UrlError),
    /// The name resolves to addresses that are not public.
    #[error("{0}")]
    Forbidden(String),
    #[error("this server calls no development endpoint: server.development_webhooks is off")]
    NoDevelopment,
    #[error("no answer within {EXCHANGE_SECONDS_MAX} s")]
    Timeout,
    #[error("{0}")]
    Failed(String),
}

/// Sends webhooks: the real client, or a stand-in in tests and simulation.
#[async_trait]
pub trait Sender: Send + Sync + 'static {
    /// # Errors
    /// [`SendError`] when there was no answer at all.
    async fn send(&self, request: &WebhookRequest, now: Timestamp) -> Result<Answer, SendError>;
}

/// Turns names into addresses.
pub trait Lookup: Send + Sync + 'static {
    fn lookup(&self, name: String) -> Resolving;
}

/// The operating system's resolver.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, name: String) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name, 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// The addresses of a name are all not public. Looked for in an error's sources.
#[derive(Debug, thiserror::Error)]
#[error("{name} leads to {addresses:?}: not public addresses")]
struct NotPublic {
    name: String,
    addresses: Vec<IpAddr>,
}

struct PublicOnly(Arc<dyn Lookup>);

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        let found = self.0.lookup(name.clone());
        Box::pin(async move {
            let (public, other): (Vec<SocketAddr>, Vec<SocketAddr>) =
                found.await?.partition(|found| address::is_public(found.ip()));
            // One internal address among public ones is no honest mistake: refuse the name.
            if public.is_empty() || !other.is_empty() {
                let addresses = other.iter().map(SocketAddr::ip).collect();
                return Err(Box::new(NotPublic { name, addresses }) as Box<dyn Error + Send + Sync>);
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// The real client.
#[derive(Debug, Clone)]
pub struct HttpSender {
    public: reqwest::Client,
    /// Only where whoever runs the server allows such endpoints.
    development: Option<reqwest::Client>,
}

impl HttpSender {
    /// `development`: whether endpoints may be called that are plain HTTP or lead inside.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(lookup: Arc<dyn Lookup>, development: bool) -> Result<Self, SendError> {
        // An error means that the process has chosen a provider already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let failed = |error: reqwest::Error| SendError::Failed(error.to_string());
        let public = builder().https_only(true).dns_resolver(Arc::new(PublicOnly(lookup)));
        Ok(Self {
            public: public.build().map_err(failed)?,
            development: development.then(|| builder().build().map_err(failed)).transpose()?,
        })
    }

    /// Sends without looking at the URL's text first.
    async fn exchange(
        &self,
        target: url::Target,
        request: &WebhookRequest,
        now: Timestamp,
    ) -> Result<Answer, SendError> {
        let client = match (&self.development, request.development) {
            (_, false) => &self.public,
            (Some(client), true) => client,
            (None, true) => return Err(SendError::NoDevelopment),
        };
        let sent = client
            .post(target)
            .header("content-type", "application/json")
            .header("user-agent", concat!("Ombud/", env!("CARGO_PKG_VERSION")))
            .header(ID_HEADER, &request.id)
            .header(TIMESTAMP_HEADER, request.timestamp)
            .header(SIGNATURE_HEADER, &request.signature)
            .body(request.body.clone())
            .send()
            .await
            .map_err(|error| explain(&error))?;
        let status = sent.status().as_u16();
        let retry_after = sent
            .headers()
            .get("retry-after")
            .and_then(|value| value.to_str().ok())
            .and_then(|value| retry_after(value, now));
        Ok(Answer { status, retry_after, body: beginning(sent).await })
    }
}

#[async_trait]
impl Sender for HttpSender {
    async fn send(&self, request: &WebhookRequest, now: Timestamp) -> Result<Answer, SendError> {
        // Again at each try: rules may have become stricter since the endpoint was registered.
        let target = url::check(&request.url, request.development)?;
        let outcome = self.exchange(target, request, now).await;
        if request.development { without_contents(outcome) } else { outcome }
    }
}

/// A development endpoint may be any service that this machine reaches, also one that whoever made the
/// endpoint does not: nothing that it said, and no reason why it did not answer, is kept or shown.
fn without_contents(outcome: Result<Answer, SendError>) -> Result<Answer, SendError> {
    match outcome {
        Ok(answer) => Ok(Answer { body: String::new(), ..answer }),
        Err(error @ (SendError::Url(_) | SendError::NoDevelopment)) => Err(error),
        Err(_) => Err(SendError::Failed("the development endpoint did not answer".to_owned())),
    }
}

fn builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        .http1_only()
        .connect_timeout(std::time::Duration::from_secs(CONNECT_SECONDS_MAX))
        .timeout(std::time::Duration::from_secs(EXCHANGE_SECONDS_MAX))
        .pool_max_idle_per_host(1)
}

async fn beginning(mut response: reqwest::Response) -> String {
    let mut bytes = Vec::new();
    while bytes.len() < ANSWER_BYTES_MAX {
        // Whether the body ends early or badly does not matter: the status has decided.
        let Ok(Some(chunk)) = response.chunk().await else { break };
        bytes.extend_from_slice(&chunk);
    }
    bytes.truncate(ANSWER_BYTES_MAX);
    // The log is text; a database refuses NUL.
    String::from_utf8_lossy(&bytes).replace('\0', "\u{FFFD}")
}

fn explain(error: &reqwest::Error) -> SendError {
    if error.is_timeout() {
        return SendError::Timeout;
    }
    let mut source: Option<&(dyn Error + 'static)> = Some(error);
    let mut texts = Vec::new();
    while let Some(inner) = source {
        if let Some(forbidden) = inner.downcast_ref::<NotPublic>() {
            return SendError::Forbidden(forbidden.to_string());
        }
        texts.push(inner.to_string());
        source = inner.source();
    }
    SendError::Failed(texts.pop().unwrap_or_default())
}

/// `Retry-After`: seconds, or an HTTP date (RFC 9110, section 10.2.3).
fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse::<u32>() {
        return Some(Duration::from_secs(i64::from(seconds)));
    }
    let date = jiff::fmt::rfc2822::parse(value.trim()).ok()?;
    let wait = Timestamp::from_jiff(date.timestamp()).since(now);
    (wait.as_millis() > 0).then_some(wait)
}

#[cfg(test)]
mod tests;
