//! How many disputes a second one node takes in, durably, without HTTP: the ceiling of the service.
//! `cargo run -p app --example intake --release -- [orders] [workers]`; runs on SQLite and, where one
//! is installed, on PostgreSQL.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]
#![allow(clippy::disallowed_methods, reason = "it measures")]

use std::sync::Arc;
use std::time::Instant;

use app::disputes::{self, NewDispute};
use app::{App, AppOptions, Principal, Role, feed};
use commerce::{Capture, Customer, DisputeTerms, Line, LineKind, Merchant, Order, Product, Record};
use dispute::{Kind, Reason, Statement, SubIssue};
use kernel::{Clock, Currency, Duration, Jurisdiction, ManualClock, Timestamp};
use store::testkit::TestDatabase;
use store::{Store, StoreOptions};

const MERCHANTS: usize = 50;

fn main() {
    let mut args = std::env::args().skip(1).map(|arg| arg.parse().unwrap());
    let (orders, workers) = (args.next().unwrap_or(2_000), args.next().unwrap_or(64));
    let now: Timestamp = "2026-12-01T10:00:00Z".parse().unwrap();
    for database in [Some(TestDatabase::sqlite().unwrap()), TestDatabase::postgres().unwrap()]
        .into_iter()
        .flatten()
    {
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(now));
        let store = database.open(StoreOptions::new("bench", clock)).unwrap();
        run(store.clone(), orders, workers, now);
        store.close();
    }
}

fn run(store: Store, orders: usize, workers: usize, now: Timestamp) {
    let app = App::new(store.clone(), AppOptions::new([1; 32])).unwrap();
    let tenant: kernel::TenantId = "acme".parse().unwrap();
    app.create_tenant_blocking(app::tenants::NewTenant {
        id: tenant.clone(),
        name: "Acme".to_owned(),
        sandbox: false,
    })
    .unwrap();
    let seat = |role: Role, id: &str| Principal {
        tenant: tenant.clone(),
        role,
        id: Some(id.parse().unwrap()),
        merchant: None,
        customer: (role == Role::Consumer).then(|| id.parse().unwrap()),
        withheld: Default::default(),
    };
    let company = seat(Role::Company, "feed");
    let records = world(orders, now.minus(Duration::from_days(10)));
    let started = Instant::now();
    let count = records.len();
    for chunk in records.chunks(500) {
        let chunk = chunk.to_vec();
        let outcomes =
            app.write_blocking(&company, move |s| feed::ingest_batch(s, chunk.clone())).unwrap();
        outcomes.into_iter().for_each(|outcome| drop(outcome.unwrap()));
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("{}: {:.0} feed records/s", store.engine(), count as f64 / seconds);

    let before = store.stats();
    let started = Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    runtime.block_on(async {
        let mut tasks = tokio::task::JoinSet::new();
        for worker in 0..workers {
            let app = app.clone();
            let seats: Vec<(usize, Principal)> = (worker..orders)
                .step_by(workers)
                .map(|number| (number, seat(Role::Consumer, &format!("c{number}"))))
                .collect();
            tasks.spawn(async move {
                for (number, customer) in seats {
                    let new = claim(number, now);
                    app.write(&customer, move |s| disputes::open(s, new.clone())).await.unwrap();
                }
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
    });
    let seconds = started.elapsed().as_secs_f64();
    let after = store.stats();
    let commits = after.commits - before.commits;
    println!(
        "{}: {:.0} intakes/s, {:.1} in a commit",
        store.engine(),
        orders as f64 / seconds,
        orders as f64 / commits.max(1) as f64
    );
}

fn claim(number: usize, now: Timestamp) -> NewDispute {
    NewDispute {
        order: format!("o{number}").parse().unwrap(),
        kind: Kind::ConsumerClaim,
        reason: Reason::NotReceived,
        sub_issue: SubIssue::Unspecified,
        amount_minor: None,
        lines: Vec::new(),
        statement: Statement {
            text: "It never came, and the shop does not answer.".to_owned(),
            merchant_contacted_at: Some(now.minus(Duration::DAY)),
            ..Statement::default()
        },
        items: Vec::new(),
        late_ground: None,
    }
}

fn world(orders: usize, at: Timestamp) -> Vec<Record> {
    let gb = Jurisdiction::new("gb").unwrap();
    let mut records: Vec<Record> = (0..MERCHANTS)
        .map(|number| {
            Record::Merchant(Merchant {
                id: format!("m{number}").parse().unwrap(),
                at,
                name: "A shop".to_owned(),
                jurisdiction: gb.clone(),
                merchant_fee_bps: 300,
                dispute_terms: DisputeTerms::default(),
            })
        })
        .collect();
    for number in 0..orders {
        records.push(Record::Customer(Customer {
            name: None,
            id: format!("c{number}").parse().unwrap(),
            at,
            jurisdiction: gb.clone(),
            language: "en".to_owned(),
            since: at,
            email: Some(format!("c{number}@example.com")),
            address: None,
            devices: Vec::new(),
        }));
        records.push(Record::Order(Order {
            id: format!("o{number}").parse().unwrap(),
            at,
            merchant_id: format!("m{}", number % MERCHANTS).parse().unwrap(),
            customer_id: format!("c{number}").parse().unwrap(),
            device_id: None,
            ip: None,
            jurisdiction: gb.clone(),
            currency: Currency::GBP,
            total_minor: 12_000,
            lines: vec![Line {
                id: "l1".parse().unwrap(),
                name: "A chair".to_owned(),
                quantity: 1,
                amount_minor: 12_000,
                kind: LineKind::Physical,
                category: None,
            }],
            approved_address: None,
            promised_by: None,
        }));
        records.push(Record::Capture(Capture {
            id: format!("cap{number}").parse().unwrap(),
            at,
            order_id: format!("o{number}").parse().unwrap(),
            amount_minor: 12_000,
            product: Product::PayInN { n: 3, every_days: 30 },
            merchant_fee_minor: None,
        }));
    }
    records
}
