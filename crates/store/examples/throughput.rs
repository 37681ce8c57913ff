//! Business transactions per second through the store, beside what the machine's disk allows.
//!
//! `cargo run --release -p store --features testkit --example throughput [seconds] [clients]`
#![allow(clippy::disallowed_methods, reason = "a measurement reads the machine's clock")]
#![allow(clippy::print_stdout)]

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use kernel::canonical::Sha256Hex;
use kernel::{
    AuditId, Clock as _, Currency, CustomerId, DisputeId, EntryId, EventId, MerchantId, OrderId,
    PrincipalId, Rng, TenantId, TimerId, Timestamp,
};
use store::testkit::{TestDatabase, clock};
use store::{Store, StoreError, StoreOptions, Tx};
use store::{audit, disputes, feed, idempotency, ledger, orders, outbox, timers};

type AnyError = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), AnyError> {
    let mut args = std::env::args().skip(1);
    let seconds = args.next().map_or(Ok(5), |text| text.parse())?;
    let clients = args.next().map_or(Ok(64), |text| text.parse())?;
    let fsync = fsyncs_per_second()?;
    println!("fsync: {fsync:.0}/s");
    let databases = [Some(TestDatabase::sqlite()?), TestDatabase::postgres()?];
    for database in databases.into_iter().flatten() {
        measure(&database, Duration::from_secs(seconds), clients)?;
    }
    Ok(())
}

/// Appending a few bytes to a file and flushing it: the limit of one row per commit.
fn fsyncs_per_second() -> Result<f64, AnyError> {
    let mut file = tempfile::tempfile()?;
    let (start, mut count) = (Instant::now(), 0u32);
    while start.elapsed() < Duration::from_secs(1) {
        file.write_all(&[7; 64])?;
        file.sync_data()?;
        count += 1;
    }
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}

fn measure(database: &TestDatabase, length: Duration, clients: u64) -> Result<(), AnyError> {
    let mut options = StoreOptions::new("bench", clock());
    options.waiting_max = 4_096;
    let store = database.open(options)?;
    let done = Arc::new(AtomicU64::new(0));
    let stop = Arc::new(AtomicBool::new(false));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build()?;
    let (latencies, elapsed) = runtime.block_on(async {
        let start = Instant::now();
        let tasks: Vec<_> = (0..clients)
            .map(|client| {
                let (store, done, stop) = (store.clone(), Arc::clone(&done), Arc::clone(&stop));
                tokio::spawn(async move {
                    let mut latencies = Vec::new();
                    let mut number = 0;
                    while !stop.load(Ordering::Relaxed) {
                        let begun = Instant::now();
                        intake(&store, client, number).await?;
                        latencies.push(begun.elapsed());
                        number += 1;
                        if done.fetch_add(1, Ordering::Relaxed) % 64 == 0
                            && start.elapsed() > length
                        {
                            stop.store(true, Ordering::Relaxed);
                        }
                    }
                    Ok::<_, StoreError>(latencies)
                })
            })
            .collect();
        let mut latencies = Vec::new();
        for task in tasks {
            latencies.extend(task.await??);
        }
        Ok::<_, AnyError>((latencies, start.elapsed()))
    })?;
    report(database, &store, latencies, elapsed);
    store.close();
    Ok(())
}

fn report(database: &TestDatabase, store: &Store, mut latencies: Vec<Duration>, took: Duration) {
    latencies.sort();
    let at = |part: usize| latencies.get(latencies.len() * part / 100).copied().unwrap_or_default();
    let stats = store.stats();
    println!(
        "{}: {:.0} transactions/s, p50 {:?}, p99 {:?}, {:.1} per commit, {:.0} commits/s",
        database.engine(),
        latencies.len() as f64 / took.as_secs_f64(),
        at(50),
        at(99),
        stats.closures as f64 / stats.commits.max(1) as f64,
        stats.commits as f64 / took.as_secs_f64(),
    );
}

/// About what one dispute intake does: 4 reads, 16 rows written.
async fn intake(store: &Store, client: u64, number: u64) -> Result<(), StoreError> {
    let seed = client * 1_000_000_007 + number;
    store.write(move |tx| business(tx, seed)).await
}

fn business(tx: &mut Tx<'_>, seed: u64) -> Result<(), StoreError> {
    let now = clock().now();
    let mut rng = Rng::seeded(seed);
    let bad = |error: kernel::id::IdError| StoreError::Config(error.to_string());
    let tenant = TenantId::new("t1").map_err(bad)?;
    let order = OrderId::new(format!("order-{seed}")).map_err(bad)?;
    let merchant = MerchantId::new(format!("m{}", seed % 100)).map_err(bad)?;
    let customer = CustomerId::new(format!("c{seed}")).map_err(bad)?;
    let hash = Sha256Hex::of(&seed.to_be_bytes());
    let scope = idempotency::KeyScope {
        tenant: tenant.clone(),
        principal: PrincipalId::new("p1").map_err(bad)?,
        key: format!("key-{seed}"),
    };
    idempotency::get(tx, &scope)?;
    feed::seen(tx, &tenant, "order", order.as_str(), &hash)?;
    orders::load(tx, &tenant, &order)?;
    let head = audit::head(tx, &tenant)?;
    let doc = "x".repeat(2_000);
    orders::insert(tx, &tenant, &order, &merchant, &customer, doc.clone(), now)?;
    feed::note(tx, &tenant, "order", order.as_str(), &hash, now)?;
    let event = |seq| orders::OrderEventRow {
        tenant: tenant.clone(),
        order: order.clone(),
        seq,
        event: EventId::generate(now, &mut Rng::seeded(seed + seq as u64)),
        at: now,
        effective_at: now,
        actor: "{}".to_owned(),
        kind: "submit".to_owned(),
        input: "y".repeat(300),
        context: "z".repeat(300),
        seed: 1,
        policy_hash: Some(hash),
    };
    orders::append_events(tx, vec![event(1), event(2)])?;
    post(tx, &tenant, &order, &merchant, now, &mut rng)?;
    timers::schedule(tx, (0..2).map(|_| timer(&tenant, &order, now, &mut rng)).collect())?;
    disputes::put(tx, dispute(&tenant, &order, &merchant, &customer, now, &mut rng))?;
    let event = outbox::OutboxRow {
        tenant: tenant.clone(),
        aggregate: order.to_string(),
        seq: 1,
        event: EventId::generate(now, &mut rng),
        topic: "dispute.opened".to_owned(),
        merchant: Some(merchant),
        payload: "p".repeat(400),
        created_at: now,
    };
    outbox::push(tx, vec![event])?;
    let entry = audit::AuditRow {
        tenant: tenant.clone(),
        lane: tx.lease().lane,
        seq: head.map_or(1, |(seq, _)| seq + 1),
        audit: AuditId::generate(now, &mut rng),
        at: now,
        body: "b".repeat(300),
        hash,
    };
    audit::append(tx, vec![entry])?;
    let response = idempotency::StoredResponse {
        status: 201,
        headers: "{}".to_owned(),
        body: vec![b'r'; 500],
    };
    let row = idempotency::KeyRow {
        operation: "POST /v1/disputes".to_owned(),
        request_hash: hash,
        response: Some(response),
        about: String::new(),
        created_at: now,
        expires_at: now,
    };
    idempotency::insert(tx, &scope, row)
}

fn post(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    order: &OrderId,
    merchant: &MerchantId,
    now: Timestamp,
    rng: &mut Rng,
) -> Result<(), StoreError> {
    let entry = EntryId::generate(now, rng);
    let line =
        |account: String, amount| ledger::PostingLine { account, currency: Currency::EUR, amount };
    let entry = ledger::EntryRow {
        tenant: tenant.clone(),
        entry,
        key: entry.to_string(),
        order: order.clone(),
        dispute: None,
        phase: ledger::Phase::Posted,
        pending_entry: None,
        cause: "submit".to_owned(),
        at: now,
        effective_at: now,
        lane: 0,
        doc: "{}".to_owned(),
        lines: vec![line(format!("m_pay:{merchant}"), 100), line("cash".to_owned(), -100)],
    };
    ledger::post(tx, vec![entry])
}

fn timer(tenant: &TenantId, order: &OrderId, now: Timestamp, rng: &mut Rng) -> timers::NewTimer {
    timers::NewTimer {
        tenant: tenant.clone(),
        timer: TimerId::generate(now, rng),
        order: order.clone(),
        kind: "evidence".to_owned(),
        due_at: now,
        test_clock: false,
        doc: "{}".to_owned(),
    }
}

fn dispute(
    tenant: &TenantId,
    order: &OrderId,
    merchant: &MerchantId,
    customer: &CustomerId,
    now: Timestamp,
    rng: &mut Rng,
) -> disputes::DisputeRow {
    disputes::DisputeRow {
        tenant: tenant.clone(),
        dispute: DisputeId::generate(now, rng),
        order: order.clone(),
        merchant: merchant.clone(),
        customer: customer.clone(),
        state: "evidence".to_owned(),
        outcome: None,
        reason: "not_received".to_owned(),
        framework: "2026".to_owned(),
        currency: Currency::EUR,
        amount: 100,
        amount_open: 100,
        needs_person: false,
        next_deadline_at: Some(now),
        created_at: now,
        updated_at: now,
        closed_at: None,
        version: 1,
        doc: "{}".to_owned(),
        merchant_action: None,
        assignee: None,
    }
}
