//! What the engine's tests share: a store on either engine, and small makers of rows.

use std::sync::Arc;

use kernel::{
    Clock as _, EventId, JobId, ManualClock, OrderId, Rng, TenantId, TimerId, Timestamp, WebhookId,
};
use store::testkit::{TestDatabase, clock, on_both_engines};
use store::webhooks::EndpointRow;
use store::{Store, StoreOptions, jobs, outbox, tenants, timers, webhooks};

/// A store with one tenant, and what tests need to make rows.
#[derive(Debug)]
pub(crate) struct Bench {
    pub(crate) store: Store,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) rng: Rng,
}

/// Runs a test on both engines, inside a runtime of its own.
pub(crate) fn on_both<F: Future<Output = ()>>(test: impl Fn(Bench) -> F) {
    on_both_engines(|database| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let bench = Bench::open(database);
        let store = bench.store.clone();
        runtime.block_on(test(bench));
        store.close();
    })
    .unwrap();
}

impl Bench {
    pub(crate) fn open(database: &TestDatabase) -> Self {
        let clock = clock();
        let store = database.open(StoreOptions::new("n1", clock.clone())).unwrap();
        let now = clock.now();
        store
            .write_blocking(move |tx| tenants::insert(tx, &tenant(), "{}".into(), true, now))
            .unwrap();
        Self { store, clock, rng: Rng::seeded(1) }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn timer(&mut self, order: &str, due_at: Timestamp) -> timers::NewTimer {
        timers::NewTimer {
            tenant: tenant(),
            timer: TimerId::generate(due_at, &mut self.rng),
            order: OrderId::new(order).unwrap(),
            kind: "evidence".to_owned(),
            due_at,
            test_clock: false,
            doc: "{}".to_owned(),
        }
    }

    pub(crate) fn job(&mut self, payload: &str) -> jobs::NewJob {
        let now = self.now();
        jobs::NewJob {
            tenant: tenant(),
            job: JobId::generate(now, &mut self.rng),
            queue: "test".to_owned(),
            key: None,
            payload: payload.to_owned(),
            run_at: now,
            created_at: now,
        }
    }

    pub(crate) fn event(&mut self, aggregate: &str, seq: i64) -> outbox::OutboxRow {
        let now = self.now();
        outbox::OutboxRow {
            tenant: tenant(),
            aggregate: aggregate.to_owned(),
            seq,
            event: EventId::generate(now, &mut self.rng),
            topic: "dispute.updated".to_owned(),
            merchant: None,
            payload: format!("{{\"aggregate\":\"{aggregate}\",\"seq\":{seq}}}"),
            created_at: now,
        }
    }

    pub(crate) async fn endpoint(&mut self, url: &str) -> EndpointRow {
        let now = self.now();
        let secret = engine::webhooks::signature::new_secret(&mut self.rng);
        let endpoint = EndpointRow {
            tenant: tenant(),
            webhook: WebhookId::generate(now, &mut self.rng),
            url: url.to_owned(),
            topics: "[]".to_owned(),
            merchant: None,
            secrets: format!("[\"{}\"]", secret.expose()),
            development: false,
            state: webhooks::ACTIVE.to_owned(),
            disabled_reason: None,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        let row = endpoint.clone();
        self.store.write(move |tx| webhooks::insert_endpoint(tx, &row)).await.unwrap();
        endpoint
    }
}

pub(crate) fn tenant() -> TenantId {
    TenantId::new("t1").unwrap()
}

pub(crate) trait MinusOne {
    /// One millisecond less.
    fn minus_one(self) -> Self;
}

impl MinusOne for kernel::Duration {
    fn minus_one(self) -> Self {
        Self::from_millis(self.as_millis() - 1)
    }
}
