//! One node: the store, the application on it, and the work beside requests.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration as StdDuration;

use anyhow::{Context as _, Result, bail};
use app::mail::Inbox;
use app::readings::{READ_DOCUMENTS, ReadDocuments};
use app::{App, AppOptions, BlobStore};
use compliance::audit::Signer;
use engine::jobs::JobHandler;
use engine::webhooks::client::{HttpSender, Sender, SystemLookup};
use engine::{Shutdown, Wake, Workers};
use kernel::{Clock, Rng};
use ocr::Tesseract;
use psp::{FaultRates, PaymentProvider, Simulator, Stripe, StripeConfig};
use store::{SqliteLocation, Store, StoreOptions};

use crate::config::Config;
use crate::host::{self, SystemClock, entropy};

/// The embedded database's file, inside the data folder.
pub(crate) const DATABASE_FILE: &str = "ombud.db";
/// Evidence, inside the data folder.
const EVIDENCE_FOLDER: &str = "evidence";
/// The program that recognises letters in photos.
const TESSERACT: &str = "tesseract";
/// Between two rounds of payouts.
const PAYOUTS_EVERY: StdDuration = StdDuration::from_millis(500);
/// Between two looks for sessions that ended elsewhere.
const SESSIONS_EVERY: StdDuration = StdDuration::from_secs(2);
/// Looks between two rounds of ending what has expired, and of forgetting.
const EXPIRE_ROUNDS: u32 = 15;
const FORGET_ROUNDS: u32 = 300;
/// Between two looks into a mailbox, and the longest wait while it cannot be reached.
const MAILBOX_EVERY: StdDuration = StdDuration::from_secs(15);
const MAILBOX_WAIT_MAX: StdDuration = StdDuration::from_secs(600);
/// How long what was said waits until it is found by its words.
const SEARCH_EVERY: StdDuration = StdDuration::from_secs(1);
/// Between two rounds of forgetting idempotency keys that have expired.
const PRUNE_EVERY: StdDuration = StdDuration::from_secs(600);
/// How often conversations that the assistant ended are looked at.
const ASSISTANT_EVERY: StdDuration = StdDuration::from_secs(60);
/// Of so many of these rounds, one looks at the assistant's bands too: every five minutes.
const BANDS_ROUNDS: u32 = 5;
/// How long the workers may take to stop.
pub(crate) const WORKERS_STOP_MAX: StdDuration = StdDuration::from_secs(10);

/// Opens the configured store, migrated. Blocking: not inside a runtime.
///
/// # Errors
/// With the place and what to do.
pub(crate) fn open_store(config: &Config) -> Result<Store> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let mut options = StoreOptions::new(config.node.name.clone(), clock);
    if let Some(path) = &config.store.root_certificates {
        let pem = std::fs::read_to_string(path).with_context(|| {
            format!("store.root_certificates names {}, which cannot be read", path.display())
        })?;
        options.postgres_root_certificates_pem = Some(pem);
    }
    match config.database_url() {
        Some(url) => Store::open_postgres(url, options).context("PostgreSQL (store.database_url)"),
        None => open_sqlite(&config.store.data_dir, options),
    }
}

fn open_sqlite(data_dir: &Path, options: StoreOptions) -> Result<Store> {
    let shown = data_dir.display();
    host::make_private_folder(data_dir)
        .with_context(|| format!("store.data_dir = {shown}: the folder cannot be made"))?;
    let file = data_dir.join(DATABASE_FILE);
    Store::open_sqlite(SqliteLocation::File(file), options)
        .with_context(|| format!("the database in {shown} (store.data_dir)"))
}

/// The application on a store that is there already: a command that looks or adds to what there is
/// makes no store where somebody mistyped a folder. Blocking: not inside a runtime.
///
/// # Errors
/// When there is no store, and as [`open_store`].
pub(crate) fn open_existing_app(config: &Config) -> Result<App> {
    let file = config.store.data_dir.join(DATABASE_FILE);
    if config.database_url().is_none() && !file.is_file() {
        bail!(
            "there is no store here: {} does not exist (store.data_dir); name the right folder, or \
             make a store with `ombud tenant create`",
            file.display()
        );
    }
    open_app(config)
}

/// The application on the configured store, which is made when there is none. Blocking: not inside
/// a runtime.
///
/// # Errors
/// As [`open_store`].
pub(crate) fn open_app(config: &Config) -> Result<App> {
    let store = open_store(config)?;
    let mut options = AppOptions::new(entropy()?);
    options.origin.clone_from(&config.audit.origin);
    options.blobs = BlobStore::Folder(config.store.data_dir.join(EVIDENCE_FOLDER));
    options.cobrowse_key = Some(config.cobrowse.key(&config.store.data_dir)?);
    options.cobrowse_tools = config.cobrowse_tools()?;
    options.cobrowse_page = Some(config.cobrowse.page.clone()).filter(|page| !page.is_empty());
    options.cobrowse_node = config.cobrowse.node();
    options.cobrowse_policy_keys = config.cobrowse.policy_keys()?;
    options.cobrowse_assets = Some(config.cobrowse.assets_dir(&config.store.data_dir));
    options.development_webhooks = config.server.development_webhooks;
    options.sign_in = config.sign_in_options()?;
    let mail = config.mail()?;
    options.sign_in.mailer = mail.mailer;
    options.mail = mail.options;
    if let Some(seed) = config.signing_seed()? {
        let name = &config.audit.origin;
        let signer = Signer::from_seed(name, seed)
            .with_context(|| format!("audit.origin = {name:?} cannot name a signing key"))?;
        options.signer = Some(signer);
    }
    App::new(store, options).context("the shipped policies do not load")
}

/// The configured payment provider.
///
/// # Errors
/// When its client cannot be set up.
pub(crate) fn provider(config: &Config, app: &App) -> Result<Option<Arc<dyn PaymentProvider>>> {
    Ok(match config.payments.provider.as_str() {
        "stripe" => {
            let stripe = StripeConfig::new(config.stripe_secret_key());
            Some(Arc::new(Stripe::new(&stripe).context("the client for Stripe")?))
        }
        "simulator" => {
            let rng = Rng::seeded(app.seed());
            Some(Arc::new(Simulator::new(Arc::clone(app.clock()), rng, FaultRates::NONE)))
        }
        _ => None,
    })
}

/// Starts what happens beside requests. Call it inside the runtime.
///
/// # Errors
/// When the webhook client cannot be set up.
pub(crate) fn start_workers(
    config: &Config,
    app: &App,
    provider: Option<Arc<dyn PaymentProvider>>,
) -> Result<Workers> {
    let mut workers = Workers::new();
    let development = config.server.development_webhooks;
    let sender = HttpSender::new(Arc::new(SystemLookup), development);
    let sender: Arc<dyn Sender> = Arc::new(sender.context("the client for webhooks")?);
    let wake = Wake::default();

    let (store, handler, rng) = (app.store().clone(), app::timers::handler(app), fork(app));
    workers.start("timers", move |shutdown| {
        engine::timers::run(store.clone(), Arc::clone(&handler), rng.clone(), shutdown)
    });
    let (store, rng, signal) = (app.store().clone(), fork(app), wake.clone());
    workers.start("outbox", move |shutdown| {
        engine::outbox::run(store.clone(), rng.clone(), signal.clone(), shutdown)
    });
    let (store, rng) = (app.store().clone(), fork(app));
    workers.start("webhooks", move |shutdown| {
        let (store, sender, rng, wake) =
            (store.clone(), Arc::clone(&sender), rng.clone(), wake.clone());
        engine::webhooks::deliver::run(store, sender, rng, wake, shutdown)
    });
    if let Some(provider) = provider {
        let app = app.clone();
        workers.start("payouts", move |shutdown| pay(app.clone(), Arc::clone(&provider), shutdown));
    }
    start_mail(&mut workers, app);
    let handler: Arc<dyn JobHandler> = Arc::new(app::forget_files::ForgetFiles(app.clone()));
    let (store, rng, signal) = (app.store().clone(), fork(app), Wake::default());
    workers.start("files", move |shutdown| {
        let (store, handler) = (store.clone(), Arc::clone(&handler));
        let queue = app::forget_files::FORGET_FILES;
        engine::jobs::run(store, queue, handler, rng.clone(), signal.clone(), shutdown)
    });
    start_reading(&mut workers, app);
    let sessions = app.clone();
    workers.start("sessions", move |shutdown| watch_sessions(sessions.clone(), shutdown));
    let searched = app.clone();
    workers.start("search", move |shutdown| index(searched.clone(), shutdown));
    let watched = app.clone();
    workers.start("assistant", move |shutdown| watch_assistant(watched.clone(), shutdown));
    let pruned = app.clone();
    workers.start("prune", move |shutdown| prune(pruned.clone(), shutdown));
    Ok(workers)
}

/// Files of evidence that are read, and the letters of pictures where a program recognises them.
fn start_reading(workers: &mut Workers, app: &App) {
    let (app, rng) = (app.clone(), fork(app));
    workers.start("documents", move |shutdown| {
        let (app, rng) = (app.clone(), rng.clone());
        async move {
            let ocr = Tesseract::find(TESSERACT).await;
            if ocr.is_none() {
                tracing::warn!(
                    "photos of evidence are not read: install {TESSERACT} (tesseract-ocr)"
                );
            }
            let store = app.store().clone();
            let handler: Arc<dyn JobHandler> = Arc::new(ReadDocuments { app, ocr });
            engine::jobs::run(store, READ_DOCUMENTS, handler, rng, Wake::default(), shutdown).await;
        }
    });
}

/// Letters: those of the desk, those of sign-in, and the mailboxes that are fetched.
fn start_mail(workers: &mut Workers, app: &App) {
    let handler: Arc<dyn JobHandler> = Arc::new(app::mail::Deliver(app.clone()));
    let (store, rng, signal) = (app.store().clone(), fork(app), Wake::default());
    workers.start("mail", move |shutdown| {
        let (store, handler) = (store.clone(), Arc::clone(&handler));
        engine::jobs::run(store, app::mail::QUEUE, handler, rng.clone(), signal.clone(), shutdown)
    });
    let handler: Arc<dyn JobHandler> = Arc::new(app::mail::DeliverNotices(app.clone()));
    let (store, rng, signal) = (app.store().clone(), fork(app), Wake::default());
    workers.start("notices", move |shutdown| {
        let (store, handler) = (store.clone(), Arc::clone(&handler));
        engine::jobs::run(store, app::mail::NOTICES, handler, rng.clone(), signal.clone(), shutdown)
    });
    if let Some(queue) = app.mail().sign_in.clone() {
        let app = app.clone();
        workers.start("letters", move |shutdown| {
            let (queue, app) = (Arc::clone(&queue), app.clone());
            async move { queue.run(app, shutdown).await }
        });
    }
    for (tenant, mailbox) in &app.mail().mailboxes {
        let Some(imap) = mailbox.imap.clone() else { continue };
        let (app, tenant) = (app.clone(), tenant.clone());
        workers.start("mailbox", move |shutdown| {
            fetch(Inbox::new(app.clone(), tenant.clone(), imap.clone()), shutdown)
        });
    }
}

/// Looks into a mailbox when its server tells of letters, or else again and again; less often while it
/// cannot be reached.
async fn fetch(mut inbox: Inbox, mut shutdown: Shutdown) {
    let mut wait = MAILBOX_EVERY;
    while !shutdown.is_triggered() {
        wait = match inbox.round().await {
            // There may be more than one round takes.
            Ok(taken) if taken > 0 => continue,
            Ok(_) => {
                let told = tokio::select! {
                    told = inbox.wait() => told,
                    () = shutdown.triggered() => return,
                };
                if told {
                    continue;
                }
                MAILBOX_EVERY
            }
            Err(error) => {
                tracing::warn!(%error, "a mailbox could not be read");
                (wait * 2).min(MAILBOX_WAIT_MAX)
            }
        };
        shutdown.sleep(wait).await;
    }
}

fn fork(app: &App) -> Rng {
    Rng::seeded(app.seed())
}

async fn pay(app: App, provider: Arc<dyn PaymentProvider>, mut shutdown: Shutdown) {
    while !shutdown.is_triggered() {
        let run = app::payouts::run_due(&app, provider.as_ref(), app::payouts::BATCH_PAYOUTS).await;
        if let Err(error) = run {
            tracing::warn!(%error, "payouts could not be read");
        }
        shutdown.sleep(PAYOUTS_EVERY).await;
    }
}

/// Ends sessions that have expired, and hears of those that another node has ended.
async fn watch_sessions(app: App, mut shutdown: Shutdown) {
    let (mut since, mut rounds) = (app.now(), 0u32);
    while !shutdown.is_triggered() {
        match app::sign_in::tell_of_ended(&app, since).await {
            Ok(next) => since = next,
            Err(error) => tracing::warn!(%error, "ended sessions could not be read"),
        }
        if rounds.is_multiple_of(EXPIRE_ROUNDS)
            && let Err(error) = app::sign_in::end_expired(&app).await
        {
            tracing::warn!(%error, "expired sessions could not be ended");
        }
        if rounds.is_multiple_of(FORGET_ROUNDS)
            && let Err(error) = app::sign_in::prune(&app).await
        {
            tracing::warn!(%error, "what sign-in no longer needs could not be forgotten");
        }
        rounds = rounds.wrapping_add(1);
        shutdown.sleep(SESSIONS_EVERY).await;
    }
}

/// Makes what was said findable.
async fn index(app: App, mut shutdown: Shutdown) {
    let mut rounds = 0u32;
    let indexer = app::conversations::Indexer::default();
    while !shutdown.is_triggered() {
        let others = rounds.is_multiple_of(app::conversations::OTHERS_ROUNDS);
        if let Err(error) = indexer.catch_up(&app, others).await {
            tracing::warn!(%error, "what was said could not be made findable");
        }
        rounds = rounds.wrapping_add(1);
        shutdown.sleep(SEARCH_EVERY).await;
    }
}

/// Scores what the assistant ended, and lets fall what left its band.
async fn watch_assistant(app: App, mut shutdown: Shutdown) {
    let mut rounds = 0u32;
    while !shutdown.is_triggered() {
        let bands = rounds.is_multiple_of(BANDS_ROUNDS);
        if let Err(error) = app::assistant::watch(&app, bands).await {
            tracing::warn!(%error, "what the assistant did could not be looked after");
        }
        rounds = rounds.wrapping_add(1);
        shutdown.sleep(ASSISTANT_EVERY).await;
    }
}

async fn prune(app: App, mut shutdown: Shutdown) {
    while !shutdown.is_triggered() {
        let now = app.now();
        if let Err(error) = app.store().write(move |tx| engine::inbox::prune(tx, now)).await {
            tracing::warn!(%error, "expired idempotency keys could not be forgotten");
        }
        if let Err(error) = app::attachments::forget_unsent(&app).await {
            tracing::warn!(%error, "files that were never sent could not be forgotten");
        }
        if let Err(error) = app::retention::prune(&app).await {
            tracing::warn!(%error, "conversations whose time is over could not be erased");
        }
        shutdown.sleep(PRUNE_EVERY).await;
    }
}

/// Lets what tells reasons of disputes from words learn, and connects it. Until then triage suggests none.
pub(crate) async fn reasons(app: App) {
    let options = models::classify::Options::default();
    match tokio::task::spawn_blocking(move || app::triage::Reasons::shipped(&options)).await {
        Ok(Ok(reasons)) => {
            app.connect_reasons(Arc::new(reasons));
        }
        Ok(Err(error)) => tracing::error!(%error, "triage suggests no reasons"),
        Err(error) => tracing::error!(%error, "triage suggests no reasons"),
    }
}
