//! What the handlers share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use app::App;
use kernel::{Clock, Rng};

use crate::edge::Places;
use crate::inbound::Inbound;
use crate::metrics::Metrics;
use crate::reply::Running;

/// The state of the API. Cloning shares it.
#[derive(Debug, Clone)]
pub struct AppState {
    pub(crate) app: App,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) places: Places,
    pub(crate) running: Running,
    pub(crate) inbound: Arc<Inbound>,
    rng: Arc<Mutex<Rng>>,
}

impl AppState {
    pub fn new(app: App) -> Self {
        let rng = Rng::seeded(app.seed());
        Self {
            clock: Arc::clone(app.clock()),
            app,
            metrics: Arc::default(),
            places: Places::default(),
            running: Running::default(),
            inbound: Arc::default(),
            rng: Arc::new(Mutex::new(rng)),
        }
    }

    /// Believes these webhooks of other companies.
    #[must_use]
    pub fn with_inbound(self, inbound: Inbound) -> Self {
        Self { inbound: Arc::new(inbound), ..self }
    }

    pub(crate) fn rng(&self) -> MutexGuard<'_, Rng> {
        self.rng.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
