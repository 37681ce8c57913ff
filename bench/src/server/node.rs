//! The child's side of a node: opens the store, starts the workers, serves until its input closes.

use std::fs::File;
use std::io::Read as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration as StdDuration;

use anyhow::{Context as _, Result};
use api::AppState;
use app::{App, AppOptions, BlobStore};
use bus::NatsOptions;
use engine::{Shutdown, Wake, Workers};
use kernel::{Clock, Duration, Rng, Timestamp};
use psp::PaymentProvider;
use store::{Store, StoreOptions};
use tokio::net::TcpListener;

use super::process::announce;
use super::provider::HttpProvider;

/// Between two rounds of payouts, in milliseconds.
const PAYOUTS_EVERY_MS: u64 = 100;
/// How long the workers may take to stop.
const STOP_SECONDS_MAX: u64 = 10;

/// The nodes of a run are of one installation; what they record is thrown away with it.
const COBROWSE_KEY: [u8; 32] = [7; 32];

/// How a node is started.
#[derive(Debug, Clone, clap::Args)]
pub struct NodeOptions {
    /// `postgres://…`, or the path of an SQLite file
    #[arg(long)]
    pub database: String,
    #[arg(long, default_value = "bench")]
    pub name: String,
    /// Folder for files; in the database when absent
    #[arg(long)]
    pub blobs: Option<PathBuf>,
    /// Address of the payment provider's simulator; payouts wait when absent
    #[arg(long)]
    pub provider: Option<SocketAddr>,
    /// Server of NATS over which nodes wake each other; they look by themselves when absent
    #[arg(long)]
    pub nats: Option<String>,
    /// How long the node's lane is its own without a sign of life
    #[arg(long, default_value_t = 15_000)]
    pub lease_ms: i64,
    /// Where the log goes, as JSON lines
    #[arg(long)]
    pub log: PathBuf,
    /// Where it listens, once it does
    #[arg(skip)]
    pub address: Option<SocketAddr>,
}

impl NodeOptions {
    pub fn new(database: impl Into<String>, name: &str, log: &Path) -> Self {
        Self {
            database: database.into(),
            name: name.to_owned(),
            blobs: None,
            provider: None,
            nats: None,
            lease_ms: 15_000,
            log: log.to_owned(),
            address: None,
        }
    }

    /// As the command line of a child.
    pub fn args(&self) -> Vec<std::ffi::OsString> {
        let mut args: Vec<std::ffi::OsString> = vec![
            "--database".into(),
            self.database.clone().into(),
            "--name".into(),
            self.name.clone().into(),
            "--lease-ms".into(),
            self.lease_ms.to_string().into(),
            "--log".into(),
            self.log.clone().into(),
        ];
        if let Some(blobs) = &self.blobs {
            args.extend(["--blobs".into(), blobs.clone().into()]);
        }
        if let Some(provider) = self.provider {
            args.extend(["--provider".into(), provider.to_string().into()]);
        }
        if let Some(nats) = &self.nats {
            args.extend(["--nats".into(), nats.into()]);
        }
        args
    }
}

/// The machine's clock, as the binary has it.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "a node under test lives in real time")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let millis = since.map(|since| since.as_millis()).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
    }
}

/// Opens the store and the application on it. Blocking: not inside a runtime.
///
/// # Errors
/// When the database cannot be opened.
pub fn open_app(options: &NodeOptions) -> Result<App> {
    let mut store_options = StoreOptions::new(options.name.clone(), Arc::new(SystemClock));
    store_options.lease = Duration::from_millis(options.lease_ms);
    let store = if options.database.starts_with("postgres") {
        Store::open_postgres(&options.database, store_options)?
    } else {
        Store::open_sqlite(PathBuf::from(&options.database), store_options)?
    };
    let mut entropy = [0; 32];
    File::open("/dev/urandom")?.read_exact(&mut entropy).context("/dev/urandom")?;
    let mut app_options = AppOptions::new(entropy);
    app_options.cobrowse_key = Some(COBROWSE_KEY);
    if let Some(address) = options.address {
        app_options.cobrowse_node.address = format!("http://{address}");
    }
    if let Some(folder) = &options.blobs {
        app_options.blobs = BlobStore::Folder(folder.clone());
    }
    Ok(App::new(store, app_options)?)
}

/// Runs a node until its standard input closes.
///
/// # Errors
/// When the database or the port cannot be opened.
pub fn run(options: &NodeOptions) -> Result<()> {
    let log = File::create(&options.log).context("the log")?;
    tracing_subscriber::fmt().json().with_writer(log).init();
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    listener.set_nonblocking(true)?;
    let named = NodeOptions { address: Some(listener.local_addr()?), ..options.clone() };
    let app = open_app(&named)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(app.clone(), options, listener))?;
    app.store().close();
    Ok(())
}

async fn serve(app: App, options: &NodeOptions, listener: std::net::TcpListener) -> Result<()> {
    let mut workers = Workers::new();
    let (store, handler, rng) =
        (app.store().clone(), app::timers::handler(&app), Rng::seeded(app.seed()));
    workers.start("timers", move |shutdown| {
        engine::timers::run(store.clone(), Arc::clone(&handler), rng.clone(), shutdown)
    });
    let (store, rng) = (app.store().clone(), Rng::seeded(app.seed()));
    workers.start("outbox", move |shutdown| {
        engine::outbox::run(store.clone(), rng.clone(), Wake::default(), shutdown)
    });
    if let Some(address) = options.provider {
        let provider: Arc<dyn PaymentProvider> = Arc::new(HttpProvider::new(address));
        let paying = app.clone();
        workers
            .start("payouts", move |shutdown| pay(paying.clone(), Arc::clone(&provider), shutdown));
    }
    let node = app.seed();
    let state = AppState::new(app);
    if let Some(nats) = &options.nats {
        let link = NatsOptions { node, ..NatsOptions::new(std::slice::from_ref(nats))? };
        let (link, linked) = (state.bus().link(link)?, state.clone());
        workers.start("bus", move |shutdown| api::wake_ups(linked.clone(), link.clone(), shutdown));
    }
    let desk = state.clone();
    workers.start("desk", move |shutdown| api::desk(desk.clone(), shutdown));
    let other_nodes = state.clone();
    workers.start("relay", move |shutdown| api::relay(other_nodes.clone(), shutdown));
    let rooms = state.clone();
    workers.start("co-browsing", move |shutdown| api::together(rooms.clone(), shutdown));
    let listener = TcpListener::from_std(listener)?;
    announce(listener.local_addr()?);
    api::serve(listener, state, input_closes()).await;
    workers.stop(StdDuration::from_secs(STOP_SECONDS_MAX)).await;
    Ok(())
}

async fn pay(app: App, provider: Arc<dyn PaymentProvider>, mut shutdown: Shutdown) {
    while !shutdown.is_triggered() {
        let run = app::payouts::run_due(&app, provider.as_ref(), app::payouts::BATCH_PAYOUTS).await;
        if let Err(error) = run {
            tracing::warn!(%error, "payouts could not be read");
        }
        shutdown.sleep(StdDuration::from_millis(PAYOUTS_EVERY_MS)).await;
    }
}

/// The end of the standard input: the parent asks for the end, or is gone.
async fn input_closes() {
    let read = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    // Whatever was read, and however it ended: there is no more to come.
    let _ = read.await;
}
