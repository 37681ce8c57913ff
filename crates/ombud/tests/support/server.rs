//! A whole service in this process, over HTTP, on either engine: a sandbox tenant whose clock the
//! test moves, and a key per role.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::{App, AppOptions};
use compliance::authority::Role;
use kernel::{Clock, PrincipalId, TenantId, Timestamp};
use serde_json::Value;
use store::testkit::TestDatabase;
use store::{Store, StoreOptions};
use tokio::sync::oneshot;

/// The machine's clock: leases and keys live by it; the sandbox has its own.
#[derive(Debug)]
struct MachineClock;

impl Clock for MachineClock {
    #[expect(clippy::disallowed_methods, reason = "a test server needs the real time for leases")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
    }
}

/// Who speaks in the scenarios: a name, a role, and as whom.
const SEATS: [(&str, Role, &str); 10] = [
    ("company", Role::Company, "feed"),
    ("customer", Role::Consumer, "c1"),
    ("customer2", Role::Consumer, "c2"),
    ("merchant", Role::Merchant, "m1"),
    ("agent", Role::Agent, "anna"),
    ("supervisor", Role::Supervisor, "sven"),
    ("supervisor2", Role::Supervisor, "sara"),
    ("network", Role::Network, "visa"),
    ("operator", Role::Operator, "otto"),
    ("ai", Role::Ai, "model"),
];

pub(crate) struct TestServer {
    database: TestDatabase,
    app: App,
    base: String,
    http: reqwest::Client,
    keys: BTreeMap<String, String>,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<tokio::task::JoinHandle<()>>,
    starts: u64,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
    pub(crate) replayed: bool,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// Of a refusal.
    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

pub(crate) fn tenant() -> TenantId {
    TenantId::new("box").unwrap()
}

impl TestServer {
    pub(crate) async fn start(database: TestDatabase, day0: Timestamp) -> Self {
        // Only the first call of a process takes effect.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let app = open(&database, 1);
        let made = app.clone();
        let keys = tokio::task::spawn_blocking(move || set_up(&made, day0)).await.unwrap();
        let mut server = Self {
            database,
            app,
            base: String::new(),
            http: reqwest::Client::new(),
            keys,
            stop: None,
            serving: None,
            starts: 1,
        };
        server.listen().await;
        server
    }

    async fn listen(&mut self) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        self.base = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let state = api::AppState::new(self.app.clone());
        self.serving = Some(tokio::spawn(api::serve(listener, state, async {
            let _ = stopped.await;
        })));
        self.stop = Some(stop);
    }

    /// The process dies and another begins over the same database: nothing in memory survives.
    pub(crate) async fn crash(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.abort();
            let _ = serving.await;
        }
        self.stop = None;
        let old = self.app.clone();
        tokio::task::spawn_blocking(move || old.store().close()).await.unwrap();
        self.starts += 1;
        self.app = open(&self.database, self.starts);
        self.http = reqwest::Client::new();
        self.listen().await;
    }

    pub(crate) async fn post(&self, seat: &str, path: &str, key: &str, body: &str) -> Answer {
        let request = self
            .http
            .post(format!("{}{path}", self.base))
            .bearer_auth(self.key(seat))
            .header("Idempotency-Key", key)
            .header("Content-Type", "application/json")
            .body(body.to_owned());
        answer(request).await
    }

    /// Sends a request and does not wait for what comes back.
    pub(crate) fn post_and_forget(&self, seat: &str, path: &str, key: &str, body: &str) {
        let request = self
            .http
            .post(format!("{}{path}", self.base))
            .bearer_auth(self.key(seat))
            .header("Idempotency-Key", key)
            .header("Content-Type", "application/json")
            .body(body.to_owned());
        tokio::spawn(async move {
            let _ = request.send().await;
        });
    }

    pub(crate) async fn get(&self, seat: &str, path: &str) -> Answer {
        let request = self.http.get(format!("{}{path}", self.base)).bearer_auth(self.key(seat));
        answer(request).await
    }

    /// Moves the sandbox's clock; what falls due on the way happens, payouts included.
    pub(crate) async fn advance(&self, to: Timestamp) {
        let principal = self.app.authenticate(self.key("operator")).await.unwrap();
        app::sandbox::advance(&self.app, &principal, to).await.unwrap();
    }

    pub(crate) async fn now(&self) -> Timestamp {
        let principal = self.app.authenticate(self.key("operator")).await.unwrap();
        self.app.read(&principal, app::sandbox::clock).await.unwrap()
    }

    fn key(&self, seat: &str) -> &str {
        self.keys.get(seat).unwrap_or_else(|| panic!("no key for {seat}"))
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let replayed = response.headers().contains_key("idempotent-replayed");
    let status = response.status().as_u16();
    Answer { status, replayed, text: response.text().await.unwrap() }
}

fn open(database: &TestDatabase, start: u64) -> App {
    let options = StoreOptions::new(format!("test-{start}"), Arc::new(MachineClock));
    let store: Store = database.open(options).unwrap();
    let mut entropy = [7u8; 32];
    entropy[..8].copy_from_slice(&start.to_le_bytes());
    App::new(store, AppOptions::new(entropy)).unwrap()
}

fn set_up(app: &App, day0: Timestamp) -> BTreeMap<String, String> {
    app.create_tenant_blocking(app::tenants::NewTenant {
        id: tenant(),
        name: "Scenarios".to_owned(),
        sandbox: true,
    })
    .unwrap();
    let mut keys = BTreeMap::new();
    for (seat, role, subject) in SEATS {
        let made = app.clone();
        let secret = app
            .store()
            .write_blocking(move |tx| {
                let new = app::keys::NewKey {
                    role,
                    subject: PrincipalId::new(subject).unwrap(),
                    label: seat.to_owned(),
                    expires_at: None,
                };
                app::keys::bootstrap(tx, &made, &tenant(), new)
            })
            .map(|created| created.secret.expose().to_owned())
            .unwrap();
        keys.insert(seat.to_owned(), secret);
    }
    let operator = compliance::authority::Principal {
        tenant: tenant(),
        role: Role::Operator,
        id: Some(PrincipalId::new("otto").unwrap()),
        merchant: None,
        customer: None,
        withheld: Default::default(),
    };
    // The scenario begins on its day 0; its past is fed as past.
    app.write_blocking(&operator, move |s| app::sandbox::set_clock(s, day0)).unwrap();
    keys
}
