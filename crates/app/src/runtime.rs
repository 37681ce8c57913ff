//! The application: the store, the rules, the authority, and how a session is run in a transaction.

mod cobrowsing;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use cobrowse::policy::PublicKey;
use compliance::audit::Signer;
use compliance::authority::{Authority, Principal, Role};
use compliance::statutes::Statutes;
use connectors::Mappings;
use kernel::{Clock, Rng, Secret, TenantId, Timestamp};
use store::{Engine, Lookup, Store, Tx};

use crate::after::Noted;
use crate::assistant::Assistant;
use crate::assistant::helper::Helper;
use crate::assistant::procedures::Books;
use crate::cobrowse::assets::Assets;
use crate::cobrowse::tools::Tool;
use crate::cobrowse::{CobrowseKeys, NodeOptions, Nodes};
use crate::desk_policy::Desks;
use crate::mail::MailOptions;
use crate::names::Names;
use crate::news::{News, Stored, Teller, Tellers};
use crate::order::Merchants;
use crate::rules::Policies;
use crate::shipped::Shipped;
use crate::sign_in::{SignInOptions, SignInState};
use crate::triage::Reasons;
use crate::{AppError, BlobStore, Policy, Session};

/// How an application is set up.
pub struct AppOptions {
    /// 32 bytes from the operating system: what keys and ids are drawn from.
    pub entropy: [u8; 32],
    pub blobs: BlobStore,
    /// Signs checkpoints of the audit trail, where the deployment has a key.
    pub signer: Option<Signer>,
    /// Names this deployment in checkpoints, such as `desk.example.com/audit`.
    pub origin: String,
    /// Whether sandboxes may have webhook endpoints that are plain HTTP or lead inside.
    pub development_webhooks: bool,
    pub sign_in: SignInOptions,
    pub mail: MailOptions,
    /// What co-browsing draws its keys from: the same on every node of a deployment. Without one, keys are
    /// drawn anew by each process, and what it recorded is not read by the next.
    pub cobrowse_key: Option<[u8; 32]>,
    /// The company's own tools, whose people take seats.
    pub cobrowse_tools: Vec<Tool>,
    /// The page that links of invitations lead to; without one, the portal.
    pub cobrowse_page: Option<String>,
    /// How this node takes part in co-browsing where several share a database.
    pub cobrowse_node: NodeOptions,
    /// Whose signatures on a company's redaction policies are believed; a company without any is asked for
    /// none.
    pub cobrowse_policy_keys: HashMap<TenantId, Vec<PublicKey>>,
    /// Where the files of companies' sites are that agents see ([`crate::cobrowse::assets`]); none are seen
    /// where absent.
    pub cobrowse_assets: Option<PathBuf>,
}

impl AppOptions {
    pub fn new(entropy: [u8; 32]) -> Self {
        Self {
            entropy,
            blobs: BlobStore::Rows,
            signer: None,
            origin: "ombud.local/audit".to_owned(),
            development_webhooks: false,
            sign_in: SignInOptions::default(),
            mail: MailOptions::default(),
            cobrowse_key: None,
            cobrowse_tools: Vec::new(),
            cobrowse_page: None,
            cobrowse_node: NodeOptions::default(),
            cobrowse_policy_keys: HashMap::new(),
            cobrowse_assets: None,
        }
    }
}

impl std::fmt::Debug for AppOptions {
    /// Without the entropy, which every secret is drawn from.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AppOptions")
            .field("blobs", &self.blobs)
            .field("origin", &self.origin)
            .field("signs", &self.signer.is_some())
            .finish_non_exhaustive()
    }
}

/// The application. Cloning shares it.
#[derive(Clone)]
pub struct App(Arc<Inner>);

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("store", &self.0.store).finish_non_exhaustive()
    }
}

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    shipped: &'static Shipped,
    policies: Policies,
    desks: Desks,
    books: Books,
    merchants: Merchants,
    sign_in: SignInState,
    options: AppOptions,
    tellers: Tellers,
    cobrowse: CobrowseKeys,
    cobrowse_nodes: Nodes,
    assets: Assets,
    names: Names,
    entropy: Mutex<Rng>,
    /// The assistant, once it is connected: it may have to be trained first.
    assistant: OnceLock<Arc<Assistant>>,
    /// A language model beside it, where one is configured.
    helper: OnceLock<Arc<Helper>>,
    /// Tells reasons of disputes from words, once it has learnt.
    reasons: OnceLock<Arc<Reasons>>,
    /// Whether a tenant is a sandbox, which it is for life.
    sandboxes: RwLock<HashMap<TenantId, bool>>,
}

impl App {
    /// # Errors
    /// When a shipped policy is broken, which a test rules out.
    pub fn new(store: Store, options: AppOptions) -> Result<Self, AppError> {
        let shipped = Shipped::get()?;
        let mut entropy = Rng::from_entropy(options.entropy);
        let cobrowse_key = options.cobrowse_key.unwrap_or_else(|| {
            let mut key = [0; 32];
            entropy.fill(&mut key);
            key
        });
        let is_alone = store.engine() == Engine::Sqlite;
        Ok(Self(Arc::new(Inner {
            clock: Arc::clone(store.clock()),
            store,
            shipped,
            policies: Policies::new(shipped.policy.clone(), &shipped.policy_text),
            desks: Desks::default(),
            books: Books::default(),
            merchants: Merchants::default(),
            cobrowse: CobrowseKeys::new(&cobrowse_key),
            cobrowse_nodes: Nodes::new(options.cobrowse_node.clone(), is_alone),
            assets: Assets::new(options.cobrowse_assets.clone()),
            entropy: Mutex::new(entropy),
            sign_in: SignInState::new(options.sign_in.clone())?,
            options,
            tellers: Tellers::default(),
            names: Names::default(),
            assistant: OnceLock::new(),
            helper: OnceLock::new(),
            reasons: OnceLock::new(),
            sandboxes: RwLock::default(),
        })))
    }

    pub fn store(&self) -> &Store {
        &self.0.store
    }
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }
    /// The real now; a sandbox tenant has its own.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }
    pub fn authority(&self) -> &Authority {
        &self.0.shipped.authority
    }
    pub fn mappings(&self) -> &Mappings {
        &self.0.shipped.mappings
    }
    /// The rules of law, as data.
    pub fn statutes(&self) -> &Statutes {
        &self.0.shipped.statutes
    }
    pub fn blobs(&self) -> &BlobStore {
        &self.0.options.blobs
    }
    pub fn signer(&self) -> Option<&Signer> {
        self.0.options.signer.as_ref()
    }
    pub fn origin(&self) -> &str {
        &self.0.options.origin
    }
    /// How the desk writes and is written to.
    pub fn mail(&self) -> &MailOptions {
        &self.0.options.mail
    }
    pub(crate) fn allows_development_webhooks(&self) -> bool {
        self.0.options.development_webhooks
    }
    /// Connects an assistant: conversations begin with it from here on. False when there is one already.
    pub fn connect_assistant(&self, assistant: Arc<Assistant>) -> bool {
        self.0.assistant.set(assistant).is_ok()
    }
    /// The assistant, where one is connected.
    pub fn assistant(&self) -> Option<&Arc<Assistant>> {
        self.0.assistant.get()
    }
    /// Connects a language model, which helps the assistant. False when there is one already.
    pub fn connect_helper(&self, helper: Arc<Helper>) -> bool {
        self.0.helper.set(helper).is_ok()
    }
    pub(crate) fn helper(&self) -> Option<&Arc<Helper>> {
        self.0.helper.get()
    }
    /// Connects what tells reasons of disputes from words. False when there is one already.
    pub fn connect_reasons(&self, reasons: Arc<Reasons>) -> bool {
        self.0.reasons.set(reasons).is_ok()
    }
    pub(crate) fn reasons(&self) -> Option<&Arc<Reasons>> {
        self.0.reasons.get()
    }
    pub(crate) fn has_assistant(&self) -> bool {
        self.assistant().is_some()
    }
    /// Who is told of what was committed; false when somebody is already.
    pub fn tell_to(&self, teller: Arc<dyn Teller>) -> bool {
        self.0.tellers.set(teller)
    }
    pub(crate) fn tell(&self, news: &News) {
        self.0.tellers.tell(news);
    }
    pub(crate) fn tell_stored(&self, what: Stored) {
        self.0.tellers.stored(what);
    }
    /// The rules of the desk that ship; a tenant may have its own.
    pub(crate) fn shipped_desk_rules(&self) -> Arc<support::conversation::DeskRules> {
        Arc::clone(&self.0.shipped.desk_rules)
    }
    pub(crate) fn books(&self) -> &Books {
        &self.0.books
    }
    pub(crate) fn desks(&self) -> &Desks {
        &self.0.desks
    }
    pub(crate) fn names(&self) -> &Names {
        &self.0.names
    }
    /// What messages are understood with.
    pub(crate) fn listener(&self) -> &support::listen::Listener {
        &self.0.shipped.listener
    }
    /// Notices and letters in words.
    pub(crate) fn letters(&self) -> &letters::LetterBook {
        &self.0.shipped.letters
    }
    /// How urgent a moment is.
    pub(crate) fn critical(&self) -> &support::critical::Critical {
        &self.0.shipped.critical
    }
    /// How a promise sounds.
    pub(crate) fn phrases(&self) -> &support::brief::Phrases {
        &self.0.shipped.phrases
    }
    /// How conversations are reviewed.
    pub(crate) fn rubric(&self) -> &support::scorecard::Rubric {
        &self.0.shipped.rubric
    }
    pub(crate) fn policies(&self) -> &Policies {
        &self.0.policies
    }

    pub(crate) fn sign_in(&self) -> &SignInState {
        &self.0.sign_in
    }

    /// How sign-in is set up.
    pub fn sign_in_options(&self) -> &SignInOptions {
        self.0.sign_in.options()
    }

    pub(crate) fn merchants(&self) -> &Merchants {
        &self.0.merchants
    }

    /// Policy code's own seat at a tenant.
    pub fn system(&self, tenant: &TenantId) -> Principal {
        let tenant = tenant.clone();
        Principal {
            tenant,
            role: Role::System,
            id: None,
            merchant: None,
            customer: None,
            withheld: Default::default(),
        }
    }

    /// Runs a use case in a write transaction; `Ok` is durable when it comes back. The work may be
    /// run more than once, always with the same seed.
    ///
    /// # Errors
    /// The use case's own, or the store's.
    pub async fn write<T, F>(&self, principal: &Principal, work: F) -> Result<T, AppError>
    where
        F: FnMut(&mut Session<'_, '_>) -> Result<T, AppError> + Send + 'static,
        T: Send + 'static,
    {
        self.write_after(Vec::new(), principal, work).await
    }

    /// As [`App::write`], for work that is sure to begin with these lookups: they cost no round
    /// trip of their own.
    ///
    /// # Errors
    /// As [`App::write`].
    pub async fn write_after<T, F>(
        &self,
        lookups: Vec<Lookup>,
        principal: &Principal,
        mut work: F,
    ) -> Result<T, AppError>
    where
        F: FnMut(&mut Session<'_, '_>) -> Result<T, AppError> + Send + 'static,
        T: Send + 'static,
    {
        let (app, principal, seed) = (self.clone(), principal.clone(), self.seed());
        let noted = Noted::default();
        let notes = noted.clone();
        let run = move |tx: &mut Tx<'_>| app.run_noting(tx, &principal, seed, (&mut work, &notes));
        let outcome = self.0.store.write_after(lookups, run).await?;
        noted.perform(self);
        outcome
    }

    /// As [`App::write`], blocking. Not for async code.
    ///
    /// # Errors
    /// As [`App::write`].
    pub fn write_blocking<T, F>(&self, principal: &Principal, mut work: F) -> Result<T, AppError>
    where
        F: FnMut(&mut Session<'_, '_>) -> Result<T, AppError> + Send + 'static,
        T: Send + 'static,
    {
        let (app, principal, seed) = (self.clone(), principal.clone(), self.seed());
        let noted = Noted::default();
        let notes = noted.clone();
        let run = move |tx: &mut Tx<'_>| app.run_noting(tx, &principal, seed, (&mut work, &notes));
        let outcome = self.0.store.write_blocking(run)?;
        noted.perform(self);
        outcome
    }

    /// Runs a use case on a consistent snapshot, read-only.
    ///
    /// # Errors
    /// As [`App::write`].
    pub async fn read<T, F>(&self, principal: &Principal, mut work: F) -> Result<T, AppError>
    where
        F: FnMut(&mut Session<'_, '_>) -> Result<T, AppError> + Send + 'static,
        T: Send + 'static,
    {
        let (app, principal, seed) = (self.clone(), principal.clone(), self.seed());
        self.0.store.read(move |tx| work(&mut Session::open(&app, tx, &principal, seed)?)).await
    }

    /// As [`App::read`], blocking. Not for async code.
    ///
    /// # Errors
    /// As [`App::write`].
    pub fn read_blocking<T, F>(&self, principal: &Principal, mut work: F) -> Result<T, AppError>
    where
        F: FnMut(&mut Session<'_, '_>) -> Result<T, AppError> + Send + 'static,
        T: Send + 'static,
    {
        let (app, principal, seed) = (self.clone(), principal.clone(), self.seed());
        self.0.store.read_blocking(move |tx| work(&mut Session::open(&app, tx, &principal, seed)?))
    }

    /// Runs a use case inside a transaction that somebody else commits: the engine's handlers, the
    /// simulation. The outer error rolls back; the inner one is committed with what led to it.
    ///
    /// # Errors
    /// As the use case.
    pub fn run<T>(
        &self,
        tx: &mut Tx<'_>,
        principal: &Principal,
        seed: u64,
        work: &mut dyn FnMut(&mut Session<'_, '_>) -> Result<T, AppError>,
    ) -> Result<Result<T, AppError>, AppError> {
        // Who commits is somebody else, and so is whoever would tell of it.
        self.run_noting(tx, principal, seed, (work, &Noted::default()))
    }

    fn run_noting<T>(
        &self,
        tx: &mut Tx<'_>,
        principal: &Principal,
        seed: u64,
        (work, noted): (Work<'_, T>, &Noted),
    ) -> Result<Result<T, AppError>, AppError> {
        noted.set(Vec::new());
        let mut session = Session::open(self, tx, principal, seed)?;
        let outcome = work(&mut session);
        if outcome.is_err() && !session.keeps() {
            return outcome.map(Ok);
        }
        noted.set(session.take_after());
        session.finish()?;
        Ok(outcome)
    }

    /// A seed for one unit of work.
    pub fn seed(&self) -> u64 {
        self.entropy().next_u64()
    }

    /// 256 random bits as URL-safe text behind a prefix: a new secret.
    pub(crate) fn new_secret(&self, prefix: &str) -> Secret {
        use base64::Engine as _;
        let mut bytes = [0u8; 32];
        self.entropy().fill(&mut bytes);
        let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
        Secret::new(format!("{prefix}{text}"))
    }

    /// Random bytes of the deployment's entropy.
    pub(crate) fn fill(&self, bytes: &mut [u8]) {
        self.entropy().fill(bytes);
    }

    /// A random number below a bound.
    pub(crate) fn below(&self, bound: u64) -> u64 {
        self.entropy().below(bound)
    }

    /// A webhook's signing secret, drawn from the deployment's entropy.
    pub(crate) fn new_signing_secret(&self) -> Secret {
        let mut seed = [0u8; 32];
        self.entropy().fill(&mut seed);
        engine::webhooks::signature::new_secret(&mut Rng::from_entropy(seed))
    }

    fn entropy(&self) -> std::sync::MutexGuard<'_, Rng> {
        self.0.entropy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The policy in force for a tenant.
    pub(crate) fn policy(&self, tx: &mut Tx<'_>, tenant: &TenantId) -> Result<Policy, AppError> {
        self.0.policies.active(tx, tenant, self.now())
    }

    /// Which clock a tenant lives by.
    pub(crate) fn clock_of(
        &self,
        tx: &mut Tx<'_>,
        tenant: &TenantId,
    ) -> Result<TenantClock, AppError> {
        let known = {
            let sandboxes = self.0.sandboxes.read().unwrap_or_else(PoisonError::into_inner);
            sandboxes.get(tenant).copied()
        };
        if known == Some(false) {
            return Ok(TenantClock { now: self.now(), sandbox: false, test: false });
        }
        let row = store::tenants::get(tx, tenant)?
            .ok_or_else(|| AppError::not_found("the tenant", tenant))?;
        let mut sandboxes = self.0.sandboxes.write().unwrap_or_else(PoisonError::into_inner);
        sandboxes.insert(tenant.clone(), row.sandbox);
        let now = row.test_now.unwrap_or_else(|| self.now());
        Ok(TenantClock { now, sandbox: row.sandbox, test: row.test_now.is_some() })
    }
}

/// A unit of work, as it is run.
type Work<'a, T> = &'a mut dyn FnMut(&mut Session<'_, '_>) -> Result<T, AppError>;

/// A tenant's time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TenantClock {
    pub(crate) now: Timestamp,
    /// Made as a sandbox.
    pub(crate) sandbox: bool,
    /// On a test clock, which stands until it is advanced.
    pub(crate) test: bool,
}
