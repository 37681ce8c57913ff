//! A payment provider in the same process, for tests, the simulation and the demo: honest about
//! money, unreliable in everything else.
//!
//! What it did is kept in a book of its own, [`SimulatorCore::effects_seen`]: the oracle outside
//! the tested program against which "exactly once" is checked. It never sleeps and never reads a
//! clock.

mod core;
mod faults;

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use kernel::{Clock, Rng};

pub use self::core::{ANSWER_TIMEOUT, Answer, Direction, MovedMoney, SimulatorCore};
pub use faults::{Fault, FaultRates, PER_MILLE};

use crate::{
    CollectOutcome, CollectRequest, KeyLimits, Lookup, PaymentProvider, ProviderKey,
    ProviderOutcome, RefundRequest,
};

/// [`SimulatorCore`] behind the provider trait, shared between tasks.
#[derive(Debug, Clone)]
pub struct Simulator {
    core: Arc<Mutex<SimulatorCore>>,
    clock: Arc<dyn Clock>,
}

impl Simulator {
    pub fn new(clock: Arc<dyn Clock>, rng: Rng, rates: FaultRates) -> Self {
        Self { core: Arc::new(Mutex::new(SimulatorCore::new(rng, rates))), clock }
    }

    /// Looks into the provider's own book, or changes its faults.
    pub fn with<T>(&self, look: impl FnOnce(&mut SimulatorCore) -> T) -> T {
        // The book stays readable after a panicking test thread.
        look(&mut self.core.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Every movement of money so far, oldest first.
    pub fn effects_seen(&self) -> Vec<MovedMoney> {
        let now = self.clock.now();
        self.with(|core| core.effects_seen(now).to_vec())
    }
}

#[async_trait]
impl PaymentProvider for Simulator {
    async fn refund(&self, request: &RefundRequest, key: &ProviderKey) -> ProviderOutcome {
        let now = self.clock.now();
        self.with(|core| core.refund(now, request, key)).seen_by_client()
    }

    async fn lookup(&self, _request: &RefundRequest, key: &ProviderKey) -> Lookup {
        let now = self.clock.now();
        self.with(|core| core.lookup(now, key))
    }

    async fn collect(&self, request: &CollectRequest, key: &ProviderKey) -> CollectOutcome {
        let now = self.clock.now();
        self.with(|core| core.collect(now, request, key))
    }

    async fn lookup_collection(&self, _request: &CollectRequest, key: &ProviderKey) -> Lookup {
        let now = self.clock.now();
        self.with(|core| core.lookup(now, key))
    }

    fn name(&self) -> &'static str {
        "simulator"
    }

    fn key_limits(&self) -> KeyLimits {
        SimulatorCore::KEY_LIMITS
    }
}
