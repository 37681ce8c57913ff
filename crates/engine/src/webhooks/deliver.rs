//! Delivers what waits for webhook endpoints: at least once, with a stable id, in order per
//! aggregate. Each endpoint has its own task, so that a slow or dead one delays nobody else.

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::{Duration, NodeId, Rng, TenantId, Timestamp, WebhookId};
use store::webhooks::{self, Attempt, DeliveryRow, EndpointRow};
use store::{Store, StoreError, Tx};
use tokio::task::JoinSet;

use super::client::{Answer, SendError, Sender, WebhookRequest};
use super::schedule;
use super::signature::{SignatureError, SigningKey, sign};
use crate::{Shutdown, Wake};

/// Endpoints served at a time by one node.
pub const ENDPOINTS_MAX: u32 = 1_024;
/// Deliveries under way at a time to one endpoint; always of different aggregates.
pub const PER_ENDPOINT_MAX: u32 = 8;
/// How long deliveries belong to the node that took them: longer than an exchange may take.
pub const LEASE: Duration = Duration::from_secs(60);
/// Longest sleep while nothing is due, in milliseconds.
pub const POLL_MS_MAX: u64 = 250;
/// Longest error kept in the log, in characters.
pub const ERROR_CHARS_MAX: usize = 500;

/// The signed request of one delivery. The id is the event's: the same on every try.
///
/// # Errors
/// [`SignatureError`] when a stored secret is damaged.
pub fn request(
    endpoint: &EndpointRow,
    delivery: &DeliveryRow,
    now: Timestamp,
) -> Result<WebhookRequest, SignatureError> {
    let secrets: Vec<String> =
        serde_json::from_str(&endpoint.secrets).map_err(|_| SignatureError::Key)?;
    let keys: Vec<SigningKey> =
        secrets.iter().map(|secret| secret.parse()).collect::<Result<_, _>>()?;
    let id = delivery.event.to_string();
    let signature = sign(&keys, &id, now, delivery.payload.as_bytes())?;
    Ok(WebhookRequest {
        url: endpoint.url.clone(),
        development: endpoint.development,
        timestamp: now.as_millis() / 1_000,
        signature,
        id,
        body: delivery.payload.clone(),
    })
}

/// Records what came of a try: success, another try later, or the end. 410 disables the endpoint;
/// so does the last failed try when the endpoint took nothing since the delivery was made.
///
/// # Errors
/// The store's own.
pub fn settle(
    tx: &mut Tx<'_>,
    delivery: &DeliveryRow,
    token: &str,
    outcome: &Result<Answer, SendError>,
    now: Timestamp,
    rng: &mut Rng,
) -> Result<(), StoreError> {
    let attempt = attempt(outcome);
    if matches!(outcome, Ok(answer) if answer.is_success()) {
        webhooks::end(tx, delivery, token, true, &attempt, now)?;
        return Ok(());
    }
    if attempt.status == Some(410) {
        if webhooks::end(tx, delivery, token, false, &attempt, now)? {
            let reason = "the endpoint answered 410 Gone";
            webhooks::disable_endpoint(tx, &delivery.tenant, delivery.webhook, reason, now)?;
        }
        return Ok(());
    }
    let asked = match outcome {
        Ok(answer) if matches!(answer.status, 429 | 503) => answer.retry_after,
        _ => None,
    };
    if let Some(try_at) = schedule::next_try(delivery.attempts + 1, asked, now, rng) {
        webhooks::retry(tx, delivery, token, &attempt, try_at)?;
        return Ok(());
    }
    if !webhooks::end(tx, delivery, token, false, &attempt, now)? {
        return Ok(());
    }
    let last = webhooks::last_success(tx, &delivery.tenant, delivery.webhook)?;
    if last.is_none_or(|last| last < delivery.created_at) {
        let reason = "the endpoint took no event for longer than the whole retry schedule";
        webhooks::disable_endpoint(tx, &delivery.tenant, delivery.webhook, reason, now)?;
    }
    Ok(())
}

fn attempt(outcome: &Result<Answer, SendError>) -> Attempt {
    let cut = |text: &str| text.chars().take(ERROR_CHARS_MAX).collect::<String>();
    match outcome {
        Ok(answer) if answer.is_success() => {
            Attempt { status: Some(i64::from(answer.status)), error: None }
        }
        Ok(answer) => {
            Attempt { status: Some(i64::from(answer.status)), error: Some(cut(&answer.body)) }
        }
        Err(error) => Attempt { status: None, error: Some(cut(&error.to_string())) },
    }
}

/// Delivers until shut down; then finishes what is under way.
pub async fn run(
    store: Store,
    sender: Arc<dyn Sender>,
    mut rng: Rng,
    wake: Wake,
    mut shutdown: Shutdown,
) {
    let mut serving: BTreeSet<(TenantId, WebhookId)> = BTreeSet::new();
    let mut tasks: JoinSet<(TenantId, WebhookId)> = JoinSet::new();
    while !shutdown.is_triggered() {
        let now = store.clock().now();
        let due = store.read(move |tx| webhooks::due_endpoints(tx, now, ENDPOINTS_MAX)).await;
        let due = due.unwrap_or_else(|error: StoreError| {
            tracing::warn!(%error, "webhook endpoints could not be read");
            Vec::new()
        });
        for endpoint in due {
            let key = (endpoint.tenant.clone(), endpoint.webhook);
            if serving.len() >= ENDPOINTS_MAX as usize || !serving.insert(key.clone()) {
                continue;
            }
            let (store, sender, rng) = (store.clone(), Arc::clone(&sender), rng.fork());
            tasks.spawn(async move {
                serve(&store, &sender, &endpoint, rng).await;
                key
            });
        }
        let poll = std::time::Duration::from_millis(POLL_MS_MAX);
        tokio::select! {
            Some(done) = tasks.join_next() => match done {
                Ok(key) => {
                    serving.remove(&key);
                }
                Err(error) => {
                    // Its key is not known: everything is free again, the leases still protect.
                    tracing::error!(%error, "delivering webhooks panicked");
                    serving.clear();
                }
            },
            () = wake.woken() => {}
            () = shutdown.sleep(poll) => {}
        }
    }
    while tasks.join_next().await.is_some() {}
}

/// One round for one endpoint: takes what is due, sends it, records the outcomes. Returns how many
/// deliveries were tried.
pub async fn serve(
    store: &Store,
    sender: &Arc<dyn Sender>,
    endpoint: &EndpointRow,
    mut rng: Rng,
) -> usize {
    let now = store.clock().now();
    let token = NodeId::generate(now, &mut rng).to_string();
    let (claimer, shown) = (endpoint.clone(), token.clone());
    let claimed = store
        .write(move |tx| {
            webhooks::claim(tx, &claimer, now, now.plus(LEASE), &shown, PER_ENDPOINT_MAX)
        })
        .await;
    let claimed = match claimed {
        Ok(claimed) => claimed,
        Err(error) => {
            tracing::warn!(%error, "webhook deliveries could not be taken");
            return 0;
        }
    };
    let count = claimed.len();
    let mut sending = JoinSet::new();
    for delivery in claimed {
        let (store, sender, endpoint) = (store.clone(), Arc::clone(sender), endpoint.clone());
        let (token, rng) = (token.clone(), rng.fork());
        sending.spawn(async move { one(&store, &sender, &endpoint, delivery, token, rng).await });
    }
    while let Some(done) = sending.join_next().await {
        if let Err(error) = done {
            tracing::error!(%error, "a webhook delivery panicked; it is taken again later");
        }
    }
    count
}

async fn one(
    store: &Store,
    sender: &Arc<dyn Sender>,
    endpoint: &EndpointRow,
    delivery: DeliveryRow,
    token: String,
    rng: Rng,
) {
    let now = store.clock().now();
    let outcome = match request(endpoint, &delivery, now) {
        Ok(request) => sender.send(&request, now).await,
        Err(error) => Err(SendError::Failed(format!("the endpoint's secrets: {error}"))),
    };
    let now = store.clock().now();
    let recorded =
        store.write(move |tx| settle(tx, &delivery, &token, &outcome, now, &mut rng.clone())).await;
    if let Err(error) = recorded {
        tracing::warn!(%error, "a webhook outcome could not be recorded; it is sent again");
    }
}
