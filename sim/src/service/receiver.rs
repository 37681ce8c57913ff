//! Who is told of events by webhook: takes some without ever saying so, and notices what comes
//! twice, too early, or changed.

use std::collections::BTreeMap;

use app::AppError;
use kernel::{Duration, EventId, NodeId, OrderId};
use store::StoreError;
use store::webhooks::{self, Attempt, DeliveryRow, EndpointRow};

use super::{Checked, Service, broken};

/// How long a delivery belongs to the node that took it.
const LEASE: Duration = Duration::from_secs(60);
/// Deliveries of one round.
const DELIVERIES_MAX: u32 = 40;

/// The receiver's own memory.
#[derive(Debug, Default)]
pub(super) struct Receiver {
    pub(super) endpoint: Option<EndpointRow>,
    events: BTreeMap<EventId, (String, i64, String)>,
    /// The last sequence number of each aggregate.
    last: BTreeMap<String, i64>,
}

impl Receiver {
    /// Takes a delivery; `false` when the same came before.
    fn take(&mut self, delivery: &DeliveryRow) -> Checked<bool> {
        let told = (delivery.aggregate.clone(), delivery.seq, delivery.payload.clone());
        if let Some(known) = self.events.get(&delivery.event) {
            return if *known == told {
                Ok(false)
            } else {
                broken("I7: an event id came with other content", format!("{delivery:?}"))
            };
        }
        let last = self.last.entry(delivery.aggregate.clone()).or_insert(-1);
        if *last >= delivery.seq {
            let detail = format!("{last} came before {delivery:?}");
            return broken("I7: events of one order came out of order", detail);
        }
        *last = delivery.seq;
        self.events.insert(delivery.event, told);
        Ok(true)
    }

    /// How many events came about an order.
    pub(super) fn told_of(&self, order: &OrderId) -> usize {
        let aggregate = format!("order/{order}");
        self.events.values().filter(|(about, _, _)| *about == aggregate).count()
    }

    pub(super) fn events(&self) -> &BTreeMap<EventId, (String, i64, String)> {
        &self.events
    }
}

impl Service<'_> {
    /// One round for the one endpoint.
    pub(super) fn deliver_webhooks(&mut self, number: usize) -> Checked<()> {
        let Some(endpoint) = self.receiver.endpoint.clone() else { return Ok(()) };
        let now = self.now();
        if self.ground.look(move |tx| webhooks::due_endpoints(tx, now, 1))?.is_empty() {
            return Ok(());
        }
        let token = NodeId::generate(now, &mut self.rng).to_string();
        let (shown, until) = (token.clone(), now.plus(LEASE));
        let claimed = self.on_node(number, move |tx| {
            webhooks::claim(tx, &endpoint, now, until, &shown, DELIVERIES_MAX)
        })?;
        for delivery in claimed.unwrap_or_default() {
            if !self.deliver_one(number, delivery, &token)? {
                break;
            }
        }
        Ok(())
    }

    /// `false` when the node went away with the rest of what it had taken.
    fn deliver_one(&mut self, number: usize, delivery: DeliveryRow, token: &str) -> Checked<bool> {
        let (arrives, heard) = match self.rng.below(10) {
            _ if self.calm => (true, true),
            // The request is lost; the answer is lost.
            0 => (false, false),
            1 | 2 => (true, false),
            _ => (true, true),
        };
        if arrives {
            let new = self.receiver.take(&delivery)?;
            self.counts.webhooks += u64::from(new);
            self.counts.webhooks_repeated += u64::from(!new);
        }
        if !heard && self.rng.chance(0.2) {
            // Nor does the node live to note it: the lease runs out.
            return Ok(false);
        }
        let (now, token) = (self.now(), token.to_owned());
        let wait = Duration::from_secs(self.rng.between(5, 600));
        let noted = self.on_node(number, move |tx| {
            let attempt = Attempt { status: heard.then_some(200), error: None };
            if heard {
                webhooks::end(tx, &delivery, &token, true, &attempt, now)
            } else {
                webhooks::retry(tx, &delivery, &token, &attempt, now.plus(wait))
            }
        })?;
        Ok(noted.is_some())
    }

    /// Writes through a node's own connection; `None` when it was fenced off.
    fn on_node<T: Send + 'static>(
        &mut self,
        number: usize,
        work: impl FnMut(&mut store::Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Checked<Option<T>> {
        let Some(node) = self.nodes.get(number) else { return Ok(None) };
        let written = node.app.store().write_blocking(work).map_err(AppError::from);
        if self.aftermath(number, None, written.as_ref().err())? {
            return Ok(Some(written?));
        }
        Ok(None)
    }
}
