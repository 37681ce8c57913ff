//! What the handlers share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use app::App;
use bus::Bus;
use kernel::{Clock, Rng};
use psp::PaymentProvider;
use tokio::sync::watch;

use crate::cors::Origins;
use crate::edge::Places;
use crate::inbound::Inbound;
use crate::live::{Allowances, Answering, Live, News, Queue, Sockets};
use crate::metrics::Metrics;
use crate::reply::Running;
use crate::routes::routing::Simulations;
use crate::together::Together;

/// The payment provider.
#[derive(Clone)]
pub(crate) struct Provider(Arc<dyn PaymentProvider>);

impl Provider {
    pub(crate) fn as_ref(&self) -> &dyn PaymentProvider {
        self.0.as_ref()
    }
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.name())
    }
}

/// The state of the API. Cloning shares it.
#[derive(Debug, Clone)]
pub struct AppState {
    pub(crate) app: App,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) places: Places,
    pub(crate) running: Running,
    pub(crate) inbound: Arc<Inbound>,
    pub(crate) origins: Origins,
    /// Who is asked at once for what customers pay early; without it the worker asks.
    pub(crate) provider: Option<Provider>,
    pub(crate) live: Live,
    pub(crate) sockets: Sockets,
    pub(crate) allowances: Allowances,
    pub(crate) queue: Queue,
    pub(crate) answering: Answering,
    pub(crate) together: Together,
    pub(crate) bus: Bus,
    pub(crate) simulations: Simulations,
    /// True once the service stops: sockets end.
    pub(crate) stop: watch::Receiver<bool>,
    pub(crate) stopping: Arc<watch::Sender<bool>>,
    /// The last address of `X-Forwarded-For` is the client's.
    pub(crate) behind_proxy: bool,
    /// Whether agents of other companies are served.
    pub(crate) mcp: bool,
    rng: Arc<Mutex<Rng>>,
}

impl AppState {
    pub fn new(app: App) -> Self {
        let rng = Rng::seeded(app.seed());
        let live = Live::default();
        // A second service on one application, as some tests have, hears no news.
        let heard = Queue::default();
        let answering = Answering::default();
        let bus = Bus::default();
        let news = News::new(live.clone(), heard.clone(), answering.clone(), bus.clone());
        let told = app.tell_to(Arc::new(news));
        let queue = if told { heard } else { Queue::deaf() };
        let (stopping, stop) = watch::channel(false);
        Self {
            live,
            sockets: Sockets::default(),
            allowances: Allowances::default(),
            queue,
            answering,
            together: Together::new(Arc::clone(app.clock())),
            bus,
            simulations: Simulations::default(),
            stop,
            stopping: Arc::new(stopping),
            clock: Arc::clone(app.clock()),
            app,
            metrics: Arc::default(),
            places: Places::default(),
            running: Running::default(),
            inbound: Arc::default(),
            behind_proxy: false,
            mcp: false,
            origins: Origins::default(),
            provider: None,
            rng: Arc::new(Mutex::new(rng)),
        }
    }

    /// Believes these webhooks of other companies.
    #[must_use]
    pub fn with_inbound(self, inbound: Inbound) -> Self {
        Self { inbound: Arc::new(inbound), ..self }
    }

    /// Asks this provider at once for what customers pay early.
    #[must_use]
    pub fn with_provider(self, provider: Arc<dyn PaymentProvider>) -> Self {
        Self { provider: Some(Provider(provider)), ..self }
    }

    /// Believes the address that a proxy of our own writes into `X-Forwarded-For`.
    #[must_use]
    pub fn behind_proxy(self, behind_proxy: bool) -> Self {
        Self { behind_proxy, ..self }
    }

    /// Serves agents of other companies at `/mcp`.
    #[must_use]
    pub fn with_mcp(self, mcp: bool) -> Self {
        Self { mcp, ..self }
    }

    /// Lets pages of these origins call what the chat widget uses.
    #[must_use]
    pub fn with_origins(self, origins: Origins) -> Self {
        Self { origins, ..self }
    }

    /// How this node and others wake each other: alone, until it is linked to them.
    pub const fn bus(&self) -> &Bus {
        &self.bus
    }

    pub(crate) fn rng(&self) -> MutexGuard<'_, Rng> {
        self.rng.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
