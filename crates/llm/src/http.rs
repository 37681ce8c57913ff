//! The HTTP exchange with a provider: one POST, answered by server-sent events.
//!
//! It follows no redirect (the key would go along), uses no proxy, asks once, and reads a bounded stream.

use std::error::Error as _;
use std::fmt;
use std::time::Duration as StdDuration;

use kernel::{Duration, Secret};
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Client, RequestBuilder, Response, Url};
use serde_json::Value;

use crate::assembly::Assembly;
use crate::sse::{EVENT_BYTES_MAX, Event, Parser};
use crate::{Code, ModelError, Reason};

/// Longest wait for the connection, in seconds.
const CONNECT_SECONDS_MAX: u64 = 10;
/// Largest stream, with all that wraps the words: some providers send 500 bytes for a token.
const STREAM_BYTES_MAX: usize = 8 * 1024 * 1024;
/// How much is read of a body that is no stream: an error's, or a token's.
const BODY_BYTES_MAX: usize = 16 * 1024;
/// Longest wait that a provider's `Retry-After` is believed, in seconds.
const RETRY_AFTER_SECONDS_MAX: i64 = 3_600;
/// Longest base address.
const URL_BYTES_MAX: usize = 2_048;

/// Why an address of a model is not taken. Never repeats the address: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    #[error("base_url is no URL of up to {URL_BYTES_MAX} bytes; write https://host/path")]
    Malformed,
    #[error(
        "base_url must begin with https://; http:// is for loopback, or for other hosts with plain_http = true"
    )]
    Plain,
    #[error("base_url must have no user name, password, query or fragment; give key instead")]
    Extras,
    #[error("base_url leads to a link-local address, where clouds keep their machines' secrets")]
    LinkLocal,
    #[error("{0} may have letters, digits and . _ - : @ only, 1 to 128 of them")]
    Segment(&'static str),
    #[error("key has characters that cannot stand in a header; check for line ends")]
    Key,
    #[error("the HTTP client could not be made; check the host's TLS roots")]
    Client,
}

/// A provider's address, and the client that goes there. `Debug` shows the host alone.
#[derive(Clone)]
pub struct Endpoint {
    base: Url,
    client: Client,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({})", self.base.host_str().unwrap_or_default())
    }
}

impl Endpoint {
    /// `base_url` comes from whoever runs the server, and may lead inside their network. `plain_http`
    /// allows `http://` beyond loopback, for a model server on a network of one's own.
    ///
    /// # Errors
    /// [`EndpointError`].
    pub fn new(base_url: &str, plain_http: bool) -> Result<Self, EndpointError> {
        let base = check(base_url, plain_http)?;
        // An error means that the process has chosen a provider already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .http1_only()
            .connect_timeout(StdDuration::from_secs(CONNECT_SECONDS_MAX))
            .build()
            .map_err(|_| EndpointError::Client)?;
        Ok(Self { base, client })
    }

    /// The address itself.
    pub(crate) const fn base(&self) -> &Url {
        &self.base
    }

    /// The address below the base, with the query given.
    pub(crate) fn url(&self, path: &str, query: &[(&str, &str)]) -> Result<Url, EndpointError> {
        let text = format!("{}/{path}", self.base.as_str().trim_end_matches('/'));
        let url =
            if query.is_empty() { Url::parse(&text) } else { Url::parse_with_params(&text, query) };
        url.map_err(|_| EndpointError::Malformed)
    }

    pub(crate) fn post(&self, url: &Url) -> RequestBuilder {
        self.client
            .post(url.clone())
            .header("user-agent", concat!("Ombud/", env!("CARGO_PKG_VERSION")))
    }
}

fn check(text: &str, plain_http: bool) -> Result<Url, EndpointError> {
    let url = Url::parse(text).ok().filter(|_| text.len() <= URL_BYTES_MAX);
    let url = url.ok_or(EndpointError::Malformed)?;
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let address: Option<std::net::IpAddr> = bare.parse().ok();
    let loopback = host == "localhost" || address.is_some_and(|address| address.is_loopback());
    match url.scheme() {
        "https" => {}
        "http" if loopback || plain_http => {}
        "http" => return Err(EndpointError::Plain),
        _ => return Err(EndpointError::Malformed),
    }
    let extras = !url.username().is_empty()
        || url.password().is_some()
        || url.query().is_some()
        || url.fragment().is_some();
    if extras {
        return Err(EndpointError::Extras);
    }
    let link_local = match address {
        Some(std::net::IpAddr::V4(v4)) => v4.is_link_local(),
        Some(std::net::IpAddr::V6(v6)) => v6.is_unicast_link_local(),
        None => false,
    };
    if link_local { Err(EndpointError::LinkLocal) } else { Ok(url) }
}

/// A part of a path that the operator names, such as a deployment.
pub(crate) fn segment<'t>(field: &'static str, text: &'t str) -> Result<&'t str, EndpointError> {
    let fits = (1..=128).contains(&text.len())
        && text != "."
        && text != ".."
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-:@".contains(&b));
    if fits { Ok(text) } else { Err(EndpointError::Segment(field)) }
}

/// A header that is never shown.
pub(crate) fn secret_header(value: &Secret, prefix: &str) -> Result<HeaderValue, EndpointError> {
    let text = format!("{prefix}{}", value.expose());
    let mut header = HeaderValue::from_str(&text).map_err(|_| EndpointError::Key)?;
    header.set_sensitive(true);
    Ok(header)
}

/// What a provider's format makes of one event.
pub(crate) type Read<'a> = &'a (dyn Fn(&Event, &mut Assembly<'_>) -> Result<(), ModelError> + Sync);

/// Sends the request and reads the events, until the format says that it was all or the stream ends.
pub(crate) async fn exchange(
    request: RequestBuilder,
    read: Read<'_>,
    assembly: &mut Assembly<'_>,
) -> Result<(), ModelError> {
    let response = request.send().await.map_err(|error| without_answer(&error))?;
    let mut response = accepted(response).await?;
    assembly.begin();
    let (mut parser, mut events, mut bytes) = (Parser::default(), Vec::new(), 0_usize);
    while let Some(chunk) = response.chunk().await.map_err(|_| ModelError::CutOff)? {
        bytes = bytes.saturating_add(chunk.len());
        if bytes > STREAM_BYTES_MAX {
            return Err(ModelError::TooLong { what: "the stream", limit: STREAM_BYTES_MAX });
        }
        let parsed = parser.push(&chunk, &mut events);
        for event in events.drain(..) {
            read(&event, assembly)?;
            if assembly.is_ended() {
                return Ok(());
            }
        }
        let limit = EVENT_BYTES_MAX;
        parsed.map_err(|_| ModelError::TooLong { what: "an event of the stream", limit })?;
    }
    Ok(())
}

fn without_answer(error: &reqwest::Error) -> ModelError {
    let connecting = error.is_connect() || error.source().is_none();
    if connecting || error.is_timeout() {
        return ModelError::unavailable(Reason::Unreachable);
    }
    ModelError::CutOff
}

/// The response, if it is a stream of events; otherwise what its status means.
async fn accepted(response: Response) -> Result<Response, ModelError> {
    let status = response.status().as_u16();
    if status != 200 {
        let retry_after = retry_after(&response);
        let code = error_code(&beginning(response).await);
        return Err(refusal(status, code, retry_after));
    }
    let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if kind
        .is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("text/event-stream"))
    {
        return Ok(response);
    }
    Err(ModelError::Malformed("it is no stream of events"))
}

/// What a status means. Sources: the error pages of OpenAI, Azure OpenAI, Anthropic (529: overloaded)
/// and Google.
fn refusal(status: u16, code: Code, retry_after: Option<Duration>) -> ModelError {
    match (status, code.as_str()) {
        (400, "content_filter" | "content_policy_violation") => ModelError::Refused(code),
        (408 | 409 | 425 | 429 | 500..=599, _) => {
            ModelError::Unavailable { reason: Reason::Status { status, code }, retry_after }
        }
        _ => ModelError::Rejected { status, code },
    }
}

/// What an error inside a stream means: there is no status any more, only the provider's code.
pub(crate) fn error_in_stream(error: &Value) -> ModelError {
    let code = code_of(error);
    match code.as_str() {
        "content_filter" | "content_policy_violation" => ModelError::Refused(code),
        _ => ModelError::unavailable(Reason::InStream(code)),
    }
}

/// The beginning of a body that is no stream; what comes after it is not read.
pub(crate) async fn beginning(mut response: Response) -> Vec<u8> {
    let mut bytes = Vec::new();
    while bytes.len() < BODY_BYTES_MAX {
        // Whether it ends early does not matter: then it is no JSON.
        let Ok(Some(chunk)) = response.chunk().await else { break };
        bytes.extend_from_slice(&chunk);
    }
    bytes.truncate(BODY_BYTES_MAX);
    bytes
}

fn error_code(body: &[u8]) -> Code {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    // Google answers a list where a list of chunks was asked for.
    let body = body.get(0).unwrap_or(&body);
    code_of(body.get("error").unwrap_or(body))
}

/// OpenAI and Azure: `code`, else `type`; Anthropic: `type`; Google: `status`, beside a number as `code`.
fn code_of(error: &Value) -> Code {
    let text = ["status", "code", "type"]
        .iter()
        .find_map(|name| error.get(name).and_then(Value::as_str))
        .unwrap_or_default();
    Code::new(text)
}

/// `Retry-After` in seconds. A date is not read: no provider sends one, and there is no clock here.
fn retry_after(response: &Response) -> Option<Duration> {
    let value = response.headers().get(HeaderName::from_static("retry-after"))?;
    let seconds: i64 = value.to_str().ok()?.trim().parse().ok()?;
    (1..=RETRY_AFTER_SECONDS_MAX).contains(&seconds).then(|| Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests;
