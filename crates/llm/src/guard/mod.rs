//! What is put around a model, one thing a module: each is a model itself, so that they compose.
//!
//! [`guarded`] puts them together in the one order that is right: what is not allowed is refused before
//! it costs anything, nothing is counted that was not sent, and no personal data leaves.

pub mod breaker;
pub mod budget;
mod limit;
pub mod redact;
mod regions;

use std::sync::Arc;

use kernel::Clock;

use crate::LanguageModel;
use breaker::{BreakerRules, Breaking};
use budget::{Budgeted, SpendStore};
use limit::Limited;
use redact::{Redact, Redacting};
use regions::Regional;

/// What [`guarded`] needs.
#[derive(Clone)]
pub struct Guards {
    pub clock: Arc<dyn Clock>,
    /// Finds what must not leave.
    pub redact: Redact,
    /// Remembers what was spent.
    pub spending: Arc<dyn SpendStore>,
    pub breaker: BreakerRules,
    /// Calls under way at once; one more is turned away, not queued: its customer would wait.
    pub calls_at_once: usize,
}

impl std::fmt::Debug for Guards {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guards")
            .field("breaker", &self.breaker)
            .field("calls_at_once", &self.calls_at_once)
            .finish_non_exhaustive()
    }
}

/// A model with everything around it. From outside in: the region must be allowed, personal data is
/// taken out, the budget is asked, the breaker, the limit of calls.
pub fn guarded(model: Arc<dyn LanguageModel>, guards: Guards) -> Arc<dyn LanguageModel> {
    let Guards { clock, redact, spending, breaker, calls_at_once } = guards;
    let model = Arc::new(Limited::new(model, calls_at_once));
    let model = Arc::new(Breaking::new(model, breaker, clock.clone()));
    let model = Arc::new(Budgeted::new(model, spending, clock));
    let model = Arc::new(Redacting::new(model, redact));
    Arc::new(Regional::new(model))
}
