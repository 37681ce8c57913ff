//! A whole service in one process, for tests (feature `testkit`): a real store on either engine, the
//! real routes on a real port, a clock that moves only when told, the simulated payment provider, and
//! a small HTTP client.
//!
//! ```no_run
//! # async fn example() {
//! use api::testkit::{Engine, Role, TestServer};
//! use serde_json::json;
//!
//! let server = TestServer::start(Engine::Sqlite).await;
//! let customer = server.key(Role::Consumer, "c1").await;
//! let claim = json!({"order_id": "o1", "reason": "not_received"});
//! let (status, dispute) = server.post("/v1/disputes", &customer, claim).await;
//! assert_eq!((status, &dispute["state"]), (201, &json!("evidence")));
//! server.advance_to("2027-01-01T00:00:00Z").await;
//! assert_eq!(server.balance("hold").await, 0);
//! # }
//! ```
//!
//! It panics where a test would: on a server that does not start, or an answer that is no JSON.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "this module is part of tests"
)]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::keys::NewKey;
use app::tenants::NewTenant;
use app::{App, AppOptions, BlobStore, payouts};
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Request};
use bus::{Bus, NatsOptions};
use compliance::audit::Signer;
use engine::Workers;
use hyper_util::rt::TokioIo;
use kernel::{Clock, ManualClock, Rng, TenantId, Timestamp};
use psp::{FaultRates, Simulator};
use serde_json::Value;
use store::testkit::TestDatabase;
use store::{Store, StoreOptions};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use app::Role;
pub use store::Engine;

use crate::{AppState, Origins};

mod post;

pub use post::{MAIL_ADDRESS, MAIL_HOST, Post};

/// Where the clock stands when a server starts.
pub const START: &str = "2026-12-01T10:00:00Z";
/// The tenant of the tests; a second one, [`OTHER_TENANT`], exists beside it.
pub const TENANT: &str = "acme";
pub const OTHER_TENANT: &str = "rival";
/// A page of somebody else that may call what the chat widget uses.
pub const WIDGET_ORIGIN: &str = "https://shop.example";
/// A sandbox tenant, on no test clock yet.
pub const SANDBOX: &str = "acme-sandbox";
/// Largest answer that is read.
const ANSWER_BYTES_MAX: usize = 256 * 1024 * 1024;

/// A running service.
#[derive(Debug)]
pub struct TestServer {
    pub app: App,
    pub clock: Arc<ManualClock>,
    /// How it and others wake each other.
    pub bus: Bus,
    /// The payment provider, with its own book of what it did.
    pub provider: Simulator,
    /// Where letters go.
    pub post: Arc<Post>,
    pub address: SocketAddr,
    /// Numbers the idempotency keys that are made here, from another number at each node.
    requests: AtomicU64,
    stop: Option<oneshot::Sender<()>>,
    running: Option<JoinHandle<()>>,
    /// What routes conversations and lets their clocks run out.
    workers: Option<Workers>,
    /// Gone when the last node on it is.
    database: Arc<TestDatabase>,
}

/// An answer as it came.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// The body as JSON; null when it is empty.
    #[track_caller]
    pub fn json(&self) -> Value {
        if self.body.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.body).expect("the answer is JSON")
    }
}

impl TestServer {
    /// Starts a server on an engine.
    ///
    /// # Panics
    /// When PostgreSQL is asked for and not installed; ask [`TestServer::try_start`].
    pub async fn start(engine: Engine) -> Self {
        Self::try_start(engine).await.expect("PostgreSQL is installed")
    }

    /// As [`TestServer::start`]; `None` when PostgreSQL is asked for and not installed.
    pub async fn try_start(engine: Engine) -> Option<Self> {
        let database = database(engine).await?;
        let clock = Arc::new(ManualClock::at(START.parse().unwrap()));
        Some(Self::node(database, clock, 1, None).await)
    }

    /// Two nodes on one PostgreSQL, each reached by a name of its own and linked to the other; `None` when it
    /// is not installed.
    pub async fn try_start_two(link: NatsOptions) -> Option<[Self; 2]> {
        let database = database(Engine::Postgres).await?;
        let clock = Arc::new(ManualClock::at(START.parse().unwrap()));
        let node = async |node| {
            let link = NatsOptions { node, ..link.clone() };
            Self::node(Arc::clone(&database), Arc::clone(&clock), node, Some(link)).await
        };
        Some([node(1).await, node(2).await])
    }

    /// Another node on the same database, which must be PostgreSQL: SQLite is for one node alone. Its sockets have no
    /// name of their own, and nothing but the database links it to this one.
    pub async fn beside(&self) -> Self {
        Self::node(Arc::clone(&self.database), Arc::clone(&self.clock), 2, None).await
    }

    async fn node(
        database: Arc<TestDatabase>,
        clock: Arc<ManualClock>,
        number: u64,
        link: Option<NatsOptions>,
    ) -> Self {
        let post = Arc::<Post>::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let name = link.is_some().then_some(address);
        let opened = tokio::task::spawn_blocking({
            let (database, clock) = (Arc::clone(&database), Arc::clone(&clock));
            let post = Arc::clone(&post);
            move || open(&database, clock, post, number, name)
        });
        let app = opened.await.unwrap();
        let provider =
            Simulator::new(Arc::clone(&clock) as Arc<dyn Clock>, Rng::seeded(3), FaultRates::NONE);
        let (stop, stopped) = oneshot::channel::<()>();
        let origins = Origins::new([WIDGET_ORIGIN.to_owned()]).unwrap();
        let state = AppState::new(app.clone()).with_origins(origins).with_mcp(true);
        let mut workers = Workers::new();
        let desk = state.clone();
        workers.start("desk", move |shutdown| crate::desk(desk.clone(), shutdown));
        let rooms = state.clone();
        workers.start("co-browsing", move |shutdown| crate::together(rooms.clone(), shutdown));
        if let Some(link) = link {
            let link = state.bus().link(link).unwrap();
            let linked = state.clone();
            workers.start("bus", move |shutdown| {
                crate::wake_ups(linked.clone(), link.clone(), shutdown)
            });
            let others = state.clone();
            workers.start("relay", move |shutdown| crate::relay(others.clone(), shutdown));
        }
        let bus = state.bus().clone();
        let running = tokio::spawn(crate::serve(listener, state, async {
            // Dropping the server stops it as well.
            let _ = stopped.await;
        }));
        Self {
            app,
            bus,
            clock,
            provider,
            post,
            address,
            requests: AtomicU64::new(number << 32),
            stop: Some(stop),
            running: Some(running),
            workers: Some(workers),
            database,
        }
    }

    /// A new key of a role in [`TENANT`]. The subject is the merchant's or customer's id for their
    /// roles, otherwise whoever acts.
    pub async fn key(&self, role: Role, subject: &str) -> String {
        self.key_of(TENANT, role, subject).await
    }

    /// As [`TestServer::key`], in any tenant.
    pub async fn key_of(&self, tenant: &str, role: Role, subject: &str) -> String {
        let (app, tenant): (App, TenantId) = (self.app.clone(), tenant.parse().unwrap());
        let new = NewKey {
            role,
            subject: subject.parse().unwrap(),
            label: "test".to_owned(),
            expires_at: None,
        };
        let made =
            self.app.store().write(move |tx| app::keys::bootstrap(tx, &app, &tenant, new.clone()));
        made.await.unwrap().secret.expose().to_owned()
    }

    /// GET with a key: the status and the JSON.
    pub async fn get(&self, path: &str, key: &str) -> (u16, Value) {
        let answer = self.send(Method::GET, path, &[bearer(key)], Body::empty()).await;
        (answer.status, answer.json())
    }

    /// POST of JSON with a key and a fresh idempotency key: the status and the JSON.
    pub async fn post(&self, path: &str, key: &str, json: Value) -> (u16, Value) {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let answer = self.post_as(path, key, &format!("test-{number}"), json).await;
        (answer.status, answer.json())
    }

    /// POST under an idempotency key of one's own: the whole answer.
    pub async fn post_as(&self, path: &str, key: &str, idempotency: &str, json: Value) -> Answer {
        let headers = [
            bearer(key),
            ("content-type", "application/json".to_owned()),
            ("idempotency-key", idempotency.to_owned()),
        ];
        self.send(Method::POST, path, &headers, Body::from(json.to_string())).await
    }

    /// Feeds records, in order, and expects each to be taken.
    #[track_caller]
    pub fn feed<'a>(&'a self, records: &'a [Value]) -> impl Future<Output = ()> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            let key = self.key(Role::Company, "feed").await;
            for record in records {
                let (status, answer) = self.post("/v1/feed", &key, record.clone()).await;
                assert_eq!(status, 200, "{caller}: {record} was refused: {answer}");
            }
        }
    }

    /// Any request: the whole answer.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, String)],
        body: Body,
    ) -> Answer {
        let mut request =
            Request::builder().method(method).uri(path).header("host", self.address.to_string());
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.body(body).unwrap();
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
        let connection = tokio::spawn(connection);
        let response = sender.send_request(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(Body::new(body), ANSWER_BYTES_MAX).await.unwrap();
        connection.abort();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// The clock's instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock to an instant (RFC 3339). Everything that falls due on the way happens at
    /// its own instant: timers fire, and payouts are sent.
    pub async fn advance_to(&self, to: &str) {
        let to: Timestamp = to.parse().unwrap();
        assert!(self.now() <= to, "the clock stands at {} already", self.now());
        self.tick().await;
        while let Some(due) = self.next_due().await.filter(|due| *due <= to) {
            self.clock.set(due.max(self.now()));
            self.tick().await;
        }
        self.clock.set(to);
        self.tick().await;
    }

    async fn next_due(&self) -> Option<Timestamp> {
        self.app.store().read(store::timers::next_due).await.unwrap()
    }

    /// Fires the timers that are due now, and sends and settles payouts, until nothing is left.
    pub async fn tick(&self) {
        let handler = app::timers::handler(&self.app);
        let mut rng = Rng::seeded(1);
        loop {
            let fired = engine::timers::round(self.app.store(), &handler, &mut rng).await.unwrap();
            let run = self.pay().await;
            if fired == 0 && run.sent == 0 {
                break;
            }
        }
    }

    /// Sends the payouts that are due and looks up the unknown ones.
    pub async fn pay(&self) -> payouts::PayoutRun {
        payouts::run_due(&self.app, &self.provider, payouts::BATCH_PAYOUTS).await.unwrap()
    }

    /// Sends the letters that are due; what fails is due again later.
    pub async fn deliver(&self) {
        post::deliver(&self.app).await;
    }

    /// Mails the notices that wait.
    pub async fn deliver_notices(&self) {
        post::deliver_notices(&self.app).await;
    }

    /// Every balance of [`TENANT`] that is not zero, by the account's whole name, in minor units.
    /// Debits are positive. A test keeps to one currency.
    pub async fn balances(&self) -> BTreeMap<String, i64> {
        let tenant: TenantId = TENANT.parse().unwrap();
        let read =
            move |tx: &mut store::Tx<'_>| store::ledger::balances(tx, &tenant, "", 1_000_000);
        let rows: Result<_, store::StoreError> = self.app.store().read(read).await;
        let rows = rows.unwrap().into_iter();
        rows.map(|row| (row.account, row.posted)).filter(|(_, minor)| *minor != 0).collect()
    }

    /// The sum of the accounts of one kind, such as `recv` or `inc:dispute_fee`.
    pub async fn balance(&self, kind: &str) -> i64 {
        let of_kind = |name: &str| {
            name == kind || name.strip_prefix(kind).is_some_and(|rest| rest.starts_with(':'))
        };
        let balances = self.balances().await;
        balances.iter().filter(|(name, _)| of_kind(name)).map(|(_, minor)| minor).sum()
    }

    /// Checks the books from the entries up, and that a replay gives the same bytes.
    pub async fn assert_sound(&self) {
        let app = self.app.clone();
        let (violations, differences) = tokio::task::spawn_blocking(move || {
            let tenant: TenantId = TENANT.parse().unwrap();
            let books = app.read_blocking(&app.system(&tenant), app::ledger::verify_books);
            let replay = app::replay::all(&app, &tenant);
            (books.unwrap().violations, replay.unwrap().differences)
        })
        .await
        .unwrap();
        assert!(violations.is_empty(), "{violations:#?}");
        assert!(differences.is_empty(), "{differences:#?}");
    }

    /// Stops the server as SIGTERM would, and closes the store.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            // The server may have stopped by itself.
            let _ = stop.send(());
        }
        if let Some(running) = self.running.take() {
            running.await.unwrap();
        }
        if let Some(workers) = self.workers.take() {
            workers.stop(crate::limits::DRAIN_TIME_MAX).await;
        }
        let store = self.app.store().clone();
        tokio::task::spawn_blocking(move || store.close()).await.unwrap();
    }
}

fn bearer(key: &str) -> (&'static str, String) {
    ("authorization", format!("Bearer {key}"))
}

async fn database(engine: Engine) -> Option<Arc<TestDatabase>> {
    let made = tokio::task::spawn_blocking(move || match engine {
        Engine::Sqlite => Some(TestDatabase::sqlite().unwrap()),
        Engine::Postgres => TestDatabase::postgres().unwrap(),
    });
    made.await.unwrap().map(Arc::new)
}

/// The first node makes the tenants; a name is what others reach it by.
fn open(
    database: &TestDatabase,
    clock: Arc<ManualClock>,
    post: Arc<Post>,
    number: u64,
    name: Option<SocketAddr>,
) -> App {
    let store: Store = database.open(StoreOptions::new("test", clock as Arc<dyn Clock>)).unwrap();
    let signer = Signer::from_seed("test", [9; 32]).unwrap();
    // No two nodes draw the same ids.
    let entropy = [6 + u8::try_from(number).unwrap(); 32];
    let mut options = AppOptions {
        blobs: BlobStore::Rows,
        signer: Some(signer),
        mail: post::options(post),
        // A place that one node gives is known to the others.
        cobrowse_key: Some([5; 32]),
        ..AppOptions::new(entropy)
    };
    if let Some(address) = name {
        options.cobrowse_node.address = format!("http://{address}");
    }
    let app = App::new(store, options).unwrap();
    for (id, sandbox) in [(TENANT, false), (OTHER_TENANT, false), (SANDBOX, true)] {
        let new = NewTenant { id: id.parse().unwrap(), name: id.to_owned(), sandbox };
        if number == 1 {
            app.create_tenant_blocking(new).unwrap();
        }
    }
    app
}
