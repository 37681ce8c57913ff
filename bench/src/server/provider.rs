//! A payment provider as a process of its own: the oracle outside of what is tested. It remembers
//! every call, honours keys as real providers do, and can be asked what it did.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration as StdDuration;

use anyhow::Result;
use async_trait::async_trait;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use kernel::Duration;
use psp::{KeyLimits, Lookup, PaymentProvider, ProviderKey, ProviderOutcome, RefundRequest};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

use super::http::{Client, Request};
use super::process::announce;

/// How long a client waits for an answer: longer than a node is paused, so that what was answered
/// meanwhile is not taken for unknown.
const ANSWER_SECONDS_MAX: u64 = 20;
/// How long a call takes at the provider, in milliseconds: long enough for a node to die meanwhile.
const CALL_MS: u64 = 20;

/// One refund as the provider keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refunded {
    pub instrument: String,
    pub minor: i64,
    pub currency: String,
    /// How often it was asked for under this key.
    pub calls: u64,
    /// Another payload came under the same key: an error of the caller.
    pub contradicted: bool,
}

type Book = Arc<Mutex<BTreeMap<String, Refunded>>>;

/// Runs the provider until the process is killed.
///
/// # Errors
/// When no port can be opened.
pub fn run() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let router = Router::new()
            .route("/refunds/{key}", post(refund).get(look_up))
            .route("/refunds", get(all))
            .with_state(Book::default());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        announce(listener.local_addr()?);
        axum::serve(listener, router).await?;
        Ok(())
    })
}

async fn refund(
    State(book): State<Book>,
    Path(key): Path<String>,
    Json(request): Json<RefundRequest>,
) -> Json<ProviderOutcome> {
    let asked = Refunded {
        instrument: request.instrument,
        minor: request.amount.minor,
        currency: request.amount.currency.to_string(),
        calls: 0,
        contradicted: false,
    };
    let reference = format!("re_{key}");
    {
        let mut book = book.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = book.entry(key).or_insert_with(|| asked.clone());
        kept.calls += 1;
        kept.contradicted |= (&kept.instrument, kept.minor) != (&asked.instrument, asked.minor);
    }
    // The money has moved; the answer is on its way.
    tokio::time::sleep(StdDuration::from_millis(CALL_MS)).await;
    Json(ProviderOutcome::Succeeded { reference })
}

async fn look_up(State(book): State<Book>, Path(key): Path<String>) -> Json<Lookup> {
    let book = book.lock().unwrap_or_else(PoisonError::into_inner);
    Json(match book.get(&key) {
        Some(_) => Lookup::Found(ProviderOutcome::Succeeded { reference: format!("re_{key}") }),
        None => Lookup::NotFound,
    })
}

async fn all(State(book): State<Book>) -> Json<BTreeMap<String, Refunded>> {
    Json(book.lock().unwrap_or_else(PoisonError::into_inner).clone())
}

/// Everything the provider did, by key.
///
/// # Errors
/// When it does not answer.
pub async fn seen(address: SocketAddr) -> Result<BTreeMap<String, Refunded>> {
    let answer = Client::connect(address).await?.send(&Request::get("/refunds", "")).await?;
    Ok(serde_json::from_slice(&answer.expect(200)?.body)?)
}

/// The provider as a node sees it.
#[derive(Debug)]
pub struct HttpProvider {
    address: SocketAddr,
}

impl HttpProvider {
    pub const fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    async fn call<T: serde::de::DeserializeOwned>(&self, request: Request) -> Result<T> {
        let limit = StdDuration::from_secs(ANSWER_SECONDS_MAX);
        let answer = tokio::time::timeout(limit, async {
            Client::connect(self.address).await?.send(&request).await
        });
        Ok(serde_json::from_slice(&answer.await??.expect(200)?.body)?)
    }
}

#[async_trait]
impl PaymentProvider for HttpProvider {
    async fn refund(&self, request: &RefundRequest, key: &ProviderKey) -> ProviderOutcome {
        let body = match serde_json::to_value(request) {
            Ok(body) => body,
            Err(error) => return ProviderOutcome::failed(error.to_string()),
        };
        let path = format!("/refunds/{}", key.as_str());
        match self.call(Request::post(&path, "", None, &body)).await {
            Ok(outcome) => outcome,
            // It may have arrived: nobody knows.
            Err(error) => ProviderOutcome::unknown(error.to_string()),
        }
    }

    async fn lookup(&self, _request: &RefundRequest, key: &ProviderKey) -> Lookup {
        let path = format!("/refunds/{}", key.as_str());
        match self.call(Request::get(&path, "")).await {
            Ok(lookup) => lookup,
            Err(error) => Lookup::Unknown { why: error.to_string() },
        }
    }

    fn name(&self) -> &'static str {
        "bench-provider"
    }

    fn key_limits(&self) -> KeyLimits {
        let in_flight_max = Duration::from_secs(ANSWER_SECONDS_MAX as i64 + 1);
        KeyLimits { in_flight_max, honoured_for: Duration::from_days(30) }
    }
}
