//! What sign-in holds in memory: its options, a short cache of sessions, and who wants to hear when
//! one ends. The store stays the truth: nothing here lives longer than a few seconds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use identity::jwt;
use identity::webauthn::RelyingParty;
use kernel::canonical::Sha256Hex;
use kernel::{Duration, Secret, TenantId, Timestamp};
use tokio::sync::{Semaphore, broadcast};

use super::{Mailer, SessionEnded, SessionInfo};
use crate::keys::KeyEnded;
use crate::{AppError, Role};

/// How long a session is believed without asking the store again. What ends on this node is forgotten
/// at once; what ends on another, within this time.
const CACHED_FOR: Duration = Duration::from_secs(5);
const CACHED_SESSIONS_MAX: usize = 20_000;
/// Ends that a slow listener may be behind; one that is further behind must look at all it has open.
const ENDS_KEPT: usize = 4_096;
/// Passwords that are hashed at the same time: each takes 19 MiB and a core.
const HASHING_AT_ONCE_MAX: usize = 4;

/// How sign-in is set up.
#[derive(Clone)]
pub struct SignInOptions {
    /// Where people reach this deployment, such as `https://desk.example.com`: passkeys belong to
    /// its domain, and links in letters begin with it. Cookies are `Secure` when it is https.
    pub public_url: String,
    /// The tenant of those who name none.
    pub default_tenant: Option<TenantId>,
    pub identity_keys: Vec<IdentityKey>,
    pub providers: Vec<OidcProvider>,
    /// Hands letters over; without one there are no codes and no invitations by e-mail.
    pub mailer: Option<Arc<dyn Mailer>>,
}

impl Default for SignInOptions {
    fn default() -> Self {
        Self {
            public_url: "http://localhost:8080".to_owned(),
            default_tenant: None,
            identity_keys: Vec::new(),
            providers: Vec::new(),
            mailer: None,
        }
    }
}

impl std::fmt::Debug for SignInOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignInOptions")
            .field("public_url", &self.public_url)
            .field("identity_keys", &self.identity_keys.len())
            .field("providers", &self.providers.len())
            .finish_non_exhaustive()
    }
}

/// A key by which a company's own app vouches for its customers.
#[derive(Debug, Clone)]
pub struct IdentityKey {
    pub tenant: TenantId,
    /// Which key, where a company has several.
    pub kid: Option<String>,
    pub key: jwt::Key,
}

/// A provider of single sign-on, for one tenant.
#[derive(Debug, Clone)]
pub struct OidcProvider {
    /// In URLs; unique in the deployment.
    pub id: String,
    /// Shown on the button.
    pub name: String,
    pub tenant: TenantId,
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Secret,
    /// The role that an unknown person with a verified address gets; `None`: they stay out.
    pub provision: Option<Role>,
    /// Domains whose addresses may be provisioned; at least one where there is a role.
    pub domains: Vec<String>,
}

#[derive(Debug)]
struct Cache {
    /// Raised by each end: what was read before must not be kept after.
    generation: u64,
    sessions: HashMap<Sha256Hex, (Arc<SessionInfo>, Timestamp)>,
}

/// Sign-in at run time.
#[derive(Debug)]
pub(crate) struct SignInState {
    pub(super) options: SignInOptions,
    pub(super) party: RelyingParty,
    pub(super) providers: Vec<(OidcProvider, identity::oidc::Provider)>,
    pub(super) hashing: Arc<Semaphore>,
    cache: Mutex<Cache>,
    ended: broadcast::Sender<SessionEnded>,
    keys_ended: broadcast::Sender<KeyEnded>,
}

impl SignInState {
    pub(crate) fn new(options: SignInOptions) -> Result<Self, AppError> {
        let url = options.public_url.trim_end_matches('/').to_owned();
        let host = url.split("://").nth(1).unwrap_or_default();
        let id = host.split([':', '/']).next().unwrap_or_default().to_owned();
        let party = RelyingParty { id, name: "Ombud".to_owned(), origins: vec![url.clone()] };
        let mut providers = Vec::new();
        for provider in &options.providers {
            let settings = identity::oidc::Settings {
                issuer: provider.issuer.clone(),
                client_id: provider.client_id.clone(),
                client_secret: provider.client_secret.clone(),
                redirect_uri: format!("{url}/v1/sign-in/oidc/{}/callback", provider.id),
            };
            let client = identity::oidc::Provider::new(settings)
                .map_err(|error| AppError::internal("a provider of single sign-on", error))?;
            providers.push((provider.clone(), client));
        }
        let (ended, _) = broadcast::channel(ENDS_KEPT);
        let (keys_ended, _) = broadcast::channel(ENDS_KEPT);
        Ok(Self {
            options: SignInOptions { public_url: url, ..options },
            party,
            providers,
            hashing: Arc::new(Semaphore::new(HASHING_AT_ONCE_MAX)),
            cache: Mutex::new(Cache { generation: 0, sessions: HashMap::new() }),
            ended,
            keys_ended,
        })
    }

    pub(crate) fn options(&self) -> &SignInOptions {
        &self.options
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A session that was read a moment ago, and the generation to keep a newer reading under.
    pub(super) fn cached(
        &self,
        hash: &Sha256Hex,
        now: Timestamp,
    ) -> (Option<Arc<SessionInfo>>, u64) {
        let cache = self.cache();
        let found = cache.sessions.get(hash).filter(|(info, read_at)| {
            now.since(*read_at) < CACHED_FOR && *read_at <= now && now < info.expires_at
        });
        (found.map(|(info, _)| Arc::clone(info)), cache.generation)
    }

    /// Keeps a reading, unless something ended since.
    pub(super) fn keep(
        &self,
        hash: Sha256Hex,
        info: &Arc<SessionInfo>,
        (now, generation): (Timestamp, u64),
    ) {
        let mut cache = self.cache();
        if cache.generation != generation {
            return;
        }
        if cache.sessions.len() >= CACHED_SESSIONS_MAX {
            cache.sessions.retain(|_, (_, read_at)| now.since(*read_at) < CACHED_FOR);
            if cache.sessions.len() >= CACHED_SESSIONS_MAX {
                cache.sessions.clear();
            }
        }
        cache.sessions.insert(hash, (Arc::clone(info), now));
    }

    /// Forgets everything that was read: somebody's name, role or session has changed.
    pub(crate) fn forget(&self) {
        let mut cache = self.cache();
        cache.generation = cache.generation.wrapping_add(1);
        cache.sessions.clear();
    }

    /// Tells whoever listens, after the store has it.
    pub(crate) fn ended(&self, ended: SessionEnded) {
        // Nobody may be listening.
        let _ = self.ended.send(ended);
    }

    /// As [`SignInState::ended`], of a key.
    pub(crate) fn key_ended(&self, ended: KeyEnded) {
        let _ = self.keys_ended.send(ended);
    }

    pub(crate) fn listen_for_keys(&self) -> broadcast::Receiver<KeyEnded> {
        self.keys_ended.subscribe()
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<SessionEnded> {
        self.ended.subscribe()
    }
}
