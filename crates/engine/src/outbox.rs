//! Hands events of the outbox to the webhook endpoints that want them: one delivery each, in the
//! transaction that takes the event out, in order per aggregate.

use std::collections::BTreeMap;

use kernel::{DeliveryId, Rng, TenantId, Timestamp};
use store::outbox::{self, OutboxRow};
use store::webhooks::{self, DeliveryRow, EndpointRow};
use store::{Store, StoreError, Tx};

use crate::{Shutdown, Wake};

/// Events handed on in one transaction.
pub const BATCH_EVENTS: u32 = 128;
/// Longest sleep while the outbox is empty, in milliseconds; [`Wake`] ends it early.
pub const POLL_MS_MAX: u64 = 250;

/// Hands on up to `limit` events; returns how many.
///
/// # Errors
/// The store's own; [`StoreError::Conflict`] (and another run) when a second node took one first.
pub fn dispatch(
    tx: &mut Tx<'_>,
    now: Timestamp,
    rng: &mut Rng,
    limit: u32,
) -> Result<usize, StoreError> {
    let events = outbox::peek(tx, limit)?;
    let mut endpoints: BTreeMap<TenantId, Vec<EndpointRow>> = BTreeMap::new();
    let mut deliveries = Vec::new();
    for event in &events {
        if !endpoints.contains_key(&event.tenant) {
            endpoints.insert(event.tenant.clone(), webhooks::endpoints(tx, &event.tenant)?);
        }
        let of_tenant = endpoints.get(&event.tenant).map(Vec::as_slice).unwrap_or_default();
        for endpoint in of_tenant.iter().filter(|endpoint| wants(endpoint, event)) {
            deliveries.push(delivery(endpoint, event, now, rng));
        }
        outbox::delete(tx, event)?;
    }
    webhooks::insert_deliveries(tx, deliveries)?;
    Ok(events.len())
}

/// Whether an endpoint gets an event: it is active, listens to the topic, and the event is its
/// merchant's (an endpoint of the tenant gets everything).
pub fn wants(endpoint: &EndpointRow, event: &OutboxRow) -> bool {
    let topics: Vec<String> = serde_json::from_str(&endpoint.topics).unwrap_or_default();
    endpoint.state == webhooks::ACTIVE
        && (topics.is_empty() || topics.contains(&event.topic))
        && (endpoint.merchant.is_none() || endpoint.merchant == event.merchant)
}

fn delivery(
    endpoint: &EndpointRow,
    event: &OutboxRow,
    now: Timestamp,
    rng: &mut Rng,
) -> DeliveryRow {
    DeliveryRow {
        tenant: event.tenant.clone(),
        delivery: DeliveryId::generate(now, rng),
        webhook: endpoint.webhook,
        event: event.event,
        aggregate: event.aggregate.clone(),
        seq: event.seq,
        topic: event.topic.clone(),
        payload: event.payload.clone(),
        state: "pending".to_owned(),
        attempts: 0,
        try_at: now,
        last_status: None,
        last_error: None,
        created_at: now,
        ended_at: None,
    }
}

/// Dispatches until shut down.
pub async fn run(store: Store, mut rng: Rng, wake: Wake, mut shutdown: Shutdown) {
    while !shutdown.is_triggered() {
        let (now, step) = (store.clock().now(), rng.fork());
        let done = store.write(move |tx| dispatch(tx, now, &mut step.clone(), BATCH_EVENTS)).await;
        match done {
            Ok(events) if events >= BATCH_EVENTS as usize => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the outbox could not be handed on"),
        }
        let poll = std::time::Duration::from_millis(POLL_MS_MAX);
        tokio::select! {
            () = wake.woken() => {}
            () = shutdown.sleep(poll) => {}
        }
    }
}
