//! The wire between a node and the payment provider: where a node dies or stalls at the worst
//! moment, between the commit of a payout's send and the record of its answer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use app::App;
use async_trait::async_trait;
use kernel::{Duration, ManualClock};
use psp::Simulator;
use psp::{KeyLimits, Lookup, PaymentProvider, ProviderKey, ProviderOutcome, RefundRequest};
use store::{Fault, FaultPlan};

/// What waits for the next refund call.
pub(super) enum Trap {
    /// The node dies before the request leaves it.
    DieUnsent(FaultPlan),
    /// The provider has it and answers; the node dies around the record of that answer.
    DieAnswered(FaultPlan, Fault),
    /// The node stalls for long, and another one looks after its payouts meanwhile.
    Stall { clock: Arc<ManualClock>, by: Duration, other: App, sent_before: bool },
}

/// A provider seen through a wire that may hold a trap.
pub(super) struct Wire {
    provider: Simulator,
    trap: Mutex<Option<Trap>>,
    died: AtomicBool,
    /// Sabotage: a second payment under a key of its own.
    twice: bool,
}

impl Wire {
    pub(super) fn new(provider: Simulator, trap: Option<Trap>, twice: bool) -> Self {
        Self { provider, trap: Mutex::new(trap), died: AtomicBool::new(false), twice }
    }

    /// Whether the node died in the trap.
    pub(super) fn died(&self) -> bool {
        self.died.load(Ordering::Relaxed)
    }

    fn die(&self, faults: &FaultPlan, fault: Fault) {
        // The next write of this process is the record of the answer: it strikes there.
        faults.arm(0, fault);
        self.died.store(true, Ordering::Relaxed);
    }
}

#[async_trait]
impl PaymentProvider for Wire {
    async fn refund(&self, request: &RefundRequest, key: &ProviderKey) -> ProviderOutcome {
        if self.twice {
            let other = super::sabotage::another(request);
            let _ = self.provider.refund(&other, &other.key()).await;
        }
        let trap = self.trap.lock().unwrap_or_else(PoisonError::into_inner).take();
        match trap {
            None => self.provider.refund(request, key).await,
            Some(Trap::DieUnsent(faults)) => {
                self.die(&faults, Fault::CrashBeforeCommit);
                ProviderOutcome::unknown("never left")
            }
            Some(Trap::DieAnswered(faults, fault)) => {
                let outcome = self.provider.refund(request, key).await;
                self.die(&faults, fault);
                outcome
            }
            Some(Trap::Stall { clock, by, other, sent_before }) => {
                let early = match sent_before {
                    true => Some(self.provider.refund(request, key).await),
                    false => None,
                };
                clock.advance(by);
                let provider: &dyn PaymentProvider = &self.provider;
                // What goes wrong over there is for its own next round.
                let _ = app::payouts::run_due(&other, provider, app::payouts::BATCH_PAYOUTS).await;
                match early {
                    Some(outcome) => outcome,
                    None => self.provider.refund(request, key).await,
                }
            }
        }
    }

    async fn lookup(&self, request: &RefundRequest, key: &ProviderKey) -> Lookup {
        self.provider.lookup(request, key).await
    }

    fn name(&self) -> &'static str {
        self.provider.name()
    }

    fn key_limits(&self) -> KeyLimits {
        self.provider.key_limits()
    }
}

/// Runs a future that never waits, as all are over a store in inline mode; `None` if it does.
pub(super) fn at_once<F: Future>(future: F) -> Option<F::Output> {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(output) => Some(output),
        std::task::Poll::Pending => None,
    }
}
