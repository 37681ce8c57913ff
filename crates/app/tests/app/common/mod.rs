//! A whole desk over a real store: one tenant, a shop, a customer, a clock that jumps, and a payment
//! provider in the same process.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::sync::Arc;

use app::conversations::{NewConversation, NewMessage};
use app::disputes::{self, DisputeView, NewDispute};
use app::{App, AppError, AppOptions, Principal, Role, Session, feed, ledger, payouts, replay};
use commerce::*;
use dispute::{
    Confirmation, EvidenceType, Extracted, Kind, NewEvidence, Reason, Represent, Statement,
    SubIssue,
};
use kernel::*;
use psp::{FaultRates, Simulator};
use store::{FaultPlan, Store, StoreOptions, testkit};
use support::conversation::Channel;

pub(crate) const DAY: Duration = Duration::DAY;
pub(crate) const FEE_1500: FeeTerms =
    FeeTerms::ReverseOnWin { fee_minor: 1_500, appeal_fee_minor: 1_000 };
pub(crate) const D0: &str = "2026-12-01T10:00:00Z";

pub(crate) struct Desk {
    pub(crate) app: App,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) provider: Simulator,
    pub(crate) tenant: TenantId,
    pub(crate) day0: Timestamp,
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Runs a test on SQLite, in memory and in a file, and on PostgreSQL where there is one.
pub(crate) fn on_every_store(test: impl Fn(Desk)) {
    let clock = Arc::new(ManualClock::at(at(D0)));
    let store = testkit::inline(Arc::clone(&clock), FaultPlan::default()).unwrap();
    test(Desk::new(store, clock));
    on_both_databases(test);
}

/// Runs a test on SQLite in a file, and on PostgreSQL where there is one.
pub(crate) fn on_both_databases(test: impl Fn(Desk)) {
    testkit::on_both_engines(|database| {
        let clock = Arc::new(ManualClock::at(at(D0)));
        let options = StoreOptions::new("test", Arc::clone(&clock) as Arc<dyn Clock>);
        let store = database.open(options).unwrap();
        test(Desk::new(store.clone(), clock));
        store.close();
    })
    .unwrap();
}

/// One desk in memory.
pub(crate) fn in_memory() -> Desk {
    let clock = Arc::new(ManualClock::at(at(D0)));
    let store = testkit::inline(Arc::clone(&clock), FaultPlan::default()).unwrap();
    Desk::new(store, clock)
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// The key that signs checkpoints.
pub(crate) fn signer() -> compliance::audit::Signer {
    compliance::audit::Signer::from_seed("acme.example/audit", [9; 32]).unwrap()
}

impl Desk {
    pub(crate) fn new(store: Store, clock: Arc<ManualClock>) -> Self {
        Self::with(store, clock, AppOptions::new([7; 32]))
    }

    pub(crate) fn with(store: Store, clock: Arc<ManualClock>, mut options: AppOptions) -> Self {
        options.origin = "acme.example/audit".to_owned();
        options.signer = Some(signer());
        let app = App::new(store, options).unwrap();
        let tenant: TenantId = "acme".parse().unwrap();
        app.create_tenant_blocking(app::tenants::NewTenant {
            id: tenant.clone(),
            name: "Acme".to_owned(),
            sandbox: false,
        })
        .unwrap();
        let provider =
            Simulator::new(Arc::clone(&clock) as Arc<dyn Clock>, Rng::seeded(3), FaultRates::NONE);
        let day0 = clock.now();
        Self { app, clock, provider, tenant, day0 }
    }

    pub(crate) fn seat(&self, role: Role, id: &str) -> Principal {
        let merchant = role.is_of_one_merchant().then(|| id.parse().unwrap());
        let customer = role.is_of_one_customer().then(|| id.parse().unwrap());
        let id = Some(id.parse().unwrap());
        Principal {
            tenant: self.tenant.clone(),
            role,
            id,
            merchant,
            customer,
            withheld: Default::default(),
        }
    }

    pub(crate) fn company(&self) -> Principal {
        self.seat(Role::Company, "feed")
    }
    pub(crate) fn customer(&self) -> Principal {
        self.seat(Role::Consumer, "c1")
    }
    pub(crate) fn merchant(&self) -> Principal {
        self.seat(Role::Merchant, "m1")
    }
    pub(crate) fn agent(&self, id: &str) -> Principal {
        self.seat(Role::Agent, id)
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        as_whom: &Principal,
        work: impl FnMut(&mut Session<'_, '_>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        self.app.write_blocking(as_whom, work)
    }

    pub(crate) fn read<T: Send + 'static>(
        &self,
        as_whom: &Principal,
        work: impl FnMut(&mut Session<'_, '_>) -> Result<T, AppError> + Send + 'static,
    ) -> T {
        self.app.read_blocking(as_whom, work).unwrap()
    }

    /// Sets the clock to a day of the scenario, counted from its beginning.
    pub(crate) fn day(&self, day: i64) -> &Self {
        self.clock.set(self.day0.plus(Duration::from_days(day)));
        self
    }

    /// Fires what is due and pays what was decided.
    pub(crate) fn tick(&self) -> &Self {
        loop {
            let (app, now) = (self.app.clone(), self.clock.now());
            let fired = self.app.store().write_blocking(move |tx| {
                engine::timers::run_due(tx, now, 100, |tx, timer| {
                    app::timers::fire(&app, tx, timer)
                })
            });
            if fired.unwrap() == 0 {
                break;
            }
        }
        self.pay();
        self
    }

    pub(crate) fn pay(&self) -> payouts::PayoutRun {
        block_on(payouts::run_due(&self.app, &self.provider, 100)).unwrap()
    }

    pub(crate) fn feed(&self, record: Record) -> Result<feed::Ingested, AppError> {
        self.write(&self.company(), move |s| feed::ingest(s, record.clone()))
    }

    pub(crate) fn must_feed(&self, record: Record) {
        let what = format!("{record:?}");
        self.feed(record).unwrap_or_else(|error| panic!("{what}: {error}"));
    }

    /// The base order B: GBP 120.00, pay in 3, the first part paid at once, and 1,000.00 that the
    /// merchant is owed from other sales.
    pub(crate) fn base(&self, fee: FeeTerms, framework: Option<FrameworkChoice>) -> &Self {
        base_records(self.day0, fee, framework)
            .into_iter()
            .for_each(|record| self.must_feed(record));
        self
    }

    pub(crate) fn claim(&self, reason: Reason) -> DisputeView {
        let new = new_claim(self.clock.now(), "o1", reason);
        self.write(&self.customer(), move |s| disputes::open(s, new.clone())).unwrap()
    }

    pub(crate) fn represent(
        &self,
        id: DisputeId,
        items: Vec<NewEvidence>,
        proposal_minor: Option<i64>,
    ) -> Result<DisputeView, AppError> {
        let represent = Represent { dispute: id, text: String::new(), items, proposal_minor };
        self.write(&self.merchant(), move |s| disputes::represent(s, represent.clone()))
    }

    /// A proof of delivery that matches: uploaded, dated, addressed, with a name.
    pub(crate) fn proof(&self, delivered_on_day: i64) -> NewEvidence {
        let bytes = b"%PDF-1.4 proof of delivery".to_vec();
        let upload = app::evidence::Upload {
            file_name: "proof.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes,
        };
        let uploaded =
            block_on(app::evidence::upload(&self.app, &self.merchant(), upload)).unwrap();
        NewEvidence {
            kind: EvidenceType::ProofOfDelivery,
            sha256: Some(uploaded.sha256),
            media_type: None,
            file_name: Some(uploaded.file_name),
            text: String::new(),
            extracted: Extracted {
                carrier: Some("DHL".to_owned()),
                tracking_id: Some("T1".to_owned()),
                delivered_at: Some(self.day0.plus(Duration::from_days(delivered_on_day))),
                address: Some(address()),
                recipient: Some("J. Doe".to_owned()),
                confirmed: Some(Confirmation::Stated),
                ..Extracted::default()
            },
        }
    }

    pub(crate) fn get(&self, id: DisputeId) -> DisputeView {
        self.read(&self.agent("a1"), move |s| disputes::get(s, id))
    }

    /// Posted balances, plans and holds summed, what is zero left out.
    pub(crate) fn balances(&self) -> BTreeMap<String, i64> {
        let rows = self.read(&self.agent("a1"), |s| ledger::balances(s, "", 200));
        let mut sums = BTreeMap::new();
        for row in rows {
            let name = match row.account.split_once(':') {
                Some((kind, _)) if !["inc", "exp"].contains(&kind) => kind.to_owned(),
                _ => row.account,
            };
            *sums.entry(name).or_insert(0) += row.posted;
        }
        sums.retain(|_, minor| *minor != 0);
        sums
    }

    #[track_caller]
    pub(crate) fn balances_are(&self, expected: &[(&str, i64)]) {
        let expected: BTreeMap<String, i64> = expected
            .iter()
            .filter(|(_, minor)| *minor != 0)
            .map(|(name, minor)| ((*name).to_owned(), *minor))
            .collect();
        assert_eq!(self.balances(), expected);
        self.sound();
    }

    /// The invariants hold and a replay gives the same bytes.
    #[track_caller]
    pub(crate) fn sound(&self) {
        let report = self.read(&self.agent("a1"), ledger::verify_books);
        assert!(report.is_sound(), "{:#?}", report.violations);
        let report = replay::all(&self.app, &self.tenant).unwrap();
        assert!(report.is_same(), "{:#?}", report.differences);
    }
}

pub(crate) fn address() -> Address {
    Address {
        line1: "12 Mill Lane".to_owned(),
        line2: String::new(),
        postal_code: "SW1A 1AA".to_owned(),
        city: "London".to_owned(),
        region: String::new(),
        country: "GB".to_owned(),
    }
}

pub(crate) fn merchant(id: &str, at: Timestamp, terms: DisputeTerms) -> Record {
    Record::Merchant(Merchant {
        id: id.parse().unwrap(),
        at,
        name: "A shop".to_owned(),
        jurisdiction: Jurisdiction::new("gb").unwrap(),
        merchant_fee_bps: 300,
        dispute_terms: terms,
    })
}

pub(crate) fn customer(id: &str, at: Timestamp, since: Timestamp, device: Option<&str>) -> Record {
    Record::Customer(Customer {
        name: None,
        id: id.parse().unwrap(),
        at,
        jurisdiction: Jurisdiction::new("gb").unwrap(),
        language: "en".to_owned(),
        since,
        email: Some(format!("{id}@example.com")),
        address: None,
        devices: device.into_iter().map(|device| device.parse().unwrap()).collect(),
    })
}

pub(crate) fn order(id: &str, customer: &str, total_minor: i64, at: Timestamp) -> Order {
    Order {
        id: id.parse().unwrap(),
        at,
        merchant_id: "m1".parse().unwrap(),
        customer_id: customer.parse().unwrap(),
        device_id: None,
        ip: None,
        jurisdiction: Jurisdiction::new("gb").unwrap(),
        currency: Currency::GBP,
        total_minor,
        lines: vec![Line {
            id: "l1".parse().unwrap(),
            name: "A chair".to_owned(),
            quantity: 1,
            amount_minor: total_minor,
            kind: LineKind::Physical,
            category: None,
        }],
        approved_address: Some(address()),
        promised_by: Some(at.plus(Duration::from_days(7))),
    }
}

pub(crate) fn capture(
    order: &str,
    minor: i64,
    product: Product,
    fee: Option<i64>,
    at: Timestamp,
) -> Record {
    Record::Capture(Capture {
        id: format!("cap-{order}").parse().unwrap(),
        at,
        order_id: order.parse().unwrap(),
        amount_minor: minor,
        product,
        merchant_fee_minor: fee,
    })
}

pub(crate) fn payment(order: &str, minor: i64, at: Timestamp) -> Record {
    Record::Payment(Payment {
        id: format!("pay-{order}").parse().unwrap(),
        at,
        order_id: order.parse().unwrap(),
        amount_minor: minor,
        capture_id: None,
        instalment: Some(1),
        instrument: "pi_1".to_owned(),
        purpose: PaymentPurpose::Plan,
    })
}

pub(crate) fn refund(id: &str, order: &str, minor: i64, at: Timestamp) -> Record {
    Record::Refund(Refund {
        id: id.parse().unwrap(),
        at,
        order_id: order.parse().unwrap(),
        amount_minor: minor,
        capture_id: None,
        return_id: None,
    })
}

pub(crate) const PAY_IN_3: Product = Product::PayInN { n: 3, every_days: 30 };

pub(crate) fn base_records(
    day0: Timestamp,
    fee: FeeTerms,
    framework: Option<FrameworkChoice>,
) -> Vec<Record> {
    let terms = DisputeTerms { fee, framework, ..DisputeTerms::default() };
    let since = day0.minus(Duration::from_days(400));
    vec![
        merchant("m1", since, terms),
        customer("c1", since, since, None),
        customer("c0", since, since, None),
        Record::Order(order("o0", "c0", 100_000, day0)),
        capture("o0", 100_000, Product::PayNow, Some(0), day0),
        payment("o0", 100_000, day0),
        Record::Order(order("o1", "c1", 12_000, day0)),
        capture("o1", 12_000, PAY_IN_3, None, day0),
        payment("o1", 4_000, day0),
    ]
}

pub(crate) fn new_claim(now: Timestamp, order: &str, reason: Reason) -> NewDispute {
    NewDispute {
        order: order.parse().unwrap(),
        kind: Kind::ConsumerClaim,
        reason,
        sub_issue: SubIssue::Unspecified,
        amount_minor: None,
        lines: Vec::new(),
        statement: Statement {
            text: "It never came.".to_owned(),
            merchant_contacted_at: Some(now.minus(DAY)),
            ..Statement::default()
        },
        items: Vec::new(),
        late_ground: None,
    }
}

/// A message of words alone.
pub(crate) fn words(client_id: &str, text: &str) -> NewMessage {
    NewMessage {
        client_id: client_id.to_owned(),
        text: text.to_owned(),
        attachments: Vec::new(),
        in_reply_to: None,
        epoch: None,
        send_at: None,
    }
}

/// A chat that begins with these words, in a language that is still to be heard.
pub(crate) fn chat(text: &str) -> NewConversation {
    NewConversation {
        customer: None,
        channel: Channel::Chat,
        subject: String::new(),
        language: None,
        order: None,
        dispute: None,
        message: Some(words("m1", text)),
    }
}
