//! A circuit breaker: a model that fails again and again is left alone for a while, so that customers do
//! not wait for what will not come.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use kernel::{Clock, Duration, Timestamp};

use crate::{About, Ask, LanguageModel, ModelError, OnPiece, Reason, Reply};

/// When it opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BreakerRules {
    /// Faults in a row that open it.
    pub faults_to_open: u32,
    /// The first pause; it doubles with each probe that fails.
    pub first_pause: Duration,
    pub longest_pause: Duration,
    /// How long one call may probe before another may.
    pub probe_within: Duration,
}

impl Default for BreakerRules {
    /// Five faults; from 10 seconds to 5 minutes; probes of 30 seconds.
    fn default() -> Self {
        Self {
            faults_to_open: 5,
            first_pause: Duration::from_secs(10),
            longest_pause: Duration::from_secs(300),
            probe_within: Duration::from_secs(30),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Closed {
        faults: u32,
    },
    Open {
        until: Timestamp,
    },
    /// One call finds out whether the model is back. One that never comes back to say so counts as lost
    /// from `until` on.
    Probing {
        until: Timestamp,
    },
}

/// The machine: it is told of each call and when that was, and reads no clock.
#[derive(Debug, Clone)]
pub struct Breaker {
    rules: BreakerRules,
    state: State,
    /// Pauses since it was last closed.
    pauses: u32,
}

impl Breaker {
    pub const fn new(rules: BreakerRules) -> Self {
        Self { rules, state: State::Closed { faults: 0 }, pauses: 0 }
    }

    /// Whether a call may be made now.
    ///
    /// # Errors
    /// How long to wait.
    pub fn admit(&mut self, now: Timestamp) -> Result<(), Duration> {
        match self.state {
            State::Closed { .. } => Ok(()),
            State::Open { until } | State::Probing { until } if now < until => {
                Err(until.since(now))
            }
            State::Open { .. } | State::Probing { .. } => {
                self.state = State::Probing { until: now.plus(self.rules.probe_within) };
                Ok(())
            }
        }
    }

    /// A call came back, and the model is well. One that was begun before the breaker opened says
    /// nothing about now.
    pub const fn well(&mut self) {
        if !matches!(self.state, State::Open { .. }) {
            self.state = State::Closed { faults: 0 };
            self.pauses = 0;
        }
    }

    /// A call failed. A model that says when to come again is left alone until then, at once.
    pub fn fault(&mut self, now: Timestamp, retry_after: Option<Duration>) {
        match self.state {
            State::Closed { faults } => {
                let faults = faults.saturating_add(1);
                if faults >= self.rules.faults_to_open || retry_after.is_some() {
                    self.open(now, retry_after);
                } else {
                    self.state = State::Closed { faults };
                }
            }
            State::Probing { .. } => self.open(now, retry_after),
            State::Open { until } => {
                let later = retry_after.map_or(until, |wait| now.plus(wait).max(until));
                self.state = State::Open { until: later };
            }
        }
    }

    fn open(&mut self, now: Timestamp, retry_after: Option<Duration>) {
        let doubled = 1_i64.checked_shl(self.pauses).unwrap_or(i64::MAX).max(1);
        let pause = self.rules.first_pause.as_millis().saturating_mul(doubled);
        let pause = pause.min(self.rules.longest_pause.as_millis());
        let pause = pause.max(retry_after.unwrap_or(Duration::ZERO).as_millis());
        self.pauses = self.pauses.saturating_add(1).min(32);
        self.state = State::Open { until: now.plus(Duration::from_millis(pause)) };
    }
}

/// A model with a breaker before it.
#[derive(Debug)]
pub(crate) struct Breaking {
    model: Arc<dyn LanguageModel>,
    breaker: Mutex<Breaker>,
    clock: Arc<dyn Clock>,
}

impl Breaking {
    pub(crate) fn new(
        model: Arc<dyn LanguageModel>,
        rules: BreakerRules,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { model, breaker: Mutex::new(Breaker::new(rules)), clock }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Breaker) -> T) -> T {
        work(&mut self.breaker.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn tell(&self, error: &ModelError) {
        let retry_after = match error {
            ModelError::Unavailable { retry_after, .. } => *retry_after,
            _ => None,
        };
        let now = self.clock.now();
        self.with(|breaker| breaker.fault(now, retry_after));
    }
}

#[async_trait]
impl LanguageModel for Breaking {
    fn about(&self) -> &About {
        self.model.about()
    }

    async fn propose(&self, ask: &Ask, on_piece: OnPiece<'_>) -> Reply {
        let now = self.clock.now();
        if let Err(wait) = self.with(|breaker| breaker.admit(now)) {
            let (reason, retry_after) = (Reason::BreakerOpen, Some(wait));
            let error = ModelError::Unavailable { reason, retry_after };
            return Reply::unsent(self.about(), error);
        }
        let reply = self.model.propose(ask, on_piece).await;
        match &reply.outcome {
            Err(error) if error.is_fault() => self.tell(error),
            // It was not asked: that says nothing about it.
            Err(ModelError::Unavailable { .. } | ModelError::Prompt(_)) => {}
            _ => self.with(Breaker::well),
        }
        reply
    }
}
