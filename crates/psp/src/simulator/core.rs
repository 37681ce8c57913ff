//! The simulated provider itself: synchronous, seeded, told what time it is.

use std::collections::BTreeMap;

use kernel::{Duration, Money, Rng, Timestamp};

use super::{Fault, FaultRates};
use crate::{
    CollectOutcome, CollectRequest, KeyLimits, Lookup, ProviderKey, ProviderOutcome, RefundRequest,
};

/// How long a client of the simulator waits for an answer.
pub const ANSWER_TIMEOUT: Duration = Duration::from_secs(15);
/// The longest that a request answered with 500 takes to be applied after all.
const LATE_APPLY_SECONDS_MAX: i64 = 50;
/// The longest a slow answer takes.
const SLOW_SECONDS_MAX: i64 = 30;

/// An answer and how long it took to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub outcome: ProviderOutcome,
    pub after: Duration,
}

impl Answer {
    fn at_once(outcome: ProviderOutcome) -> Self {
        Self { outcome, after: Duration::ZERO }
    }

    fn lost() -> Self {
        let why = "no answer in time after the request was sent";
        Self { outcome: ProviderOutcome::unknown(why), after: ANSWER_TIMEOUT }
    }

    /// What a client sees that gives up after [`ANSWER_TIMEOUT`].
    pub fn seen_by_client(self) -> ProviderOutcome {
        if self.after < ANSWER_TIMEOUT { self.outcome } else { Self::lost().outcome }
    }
}

/// Which way money moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the customer.
    Out,
    /// From the customer.
    In,
}

/// Money that moved, as the provider's own book has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedMoney {
    pub direction: Direction,
    pub key: ProviderKey,
    pub instrument: String,
    pub amount: Money,
    pub at: Timestamp,
    pub reference: String,
}

/// A request of either kind, as the provider keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Request {
    direction: Direction,
    instrument: String,
    amount: Money,
}

impl From<&RefundRequest> for Request {
    fn from(from: &RefundRequest) -> Self {
        Self { direction: Direction::Out, instrument: from.instrument.clone(), amount: from.amount }
    }
}

impl From<&CollectRequest> for Request {
    fn from(from: &CollectRequest) -> Self {
        Self { direction: Direction::In, instrument: from.instrument.clone(), amount: from.amount }
    }
}

/// What the provider remembers of a key.
#[derive(Debug, Clone)]
struct Known {
    request: Request,
    outcome: ProviderOutcome,
}

/// A request that was answered with 500 and will be applied at `at`.
#[derive(Debug, Clone)]
struct Late {
    at: Timestamp,
    request: Request,
    key: ProviderKey,
}

/// The simulated provider. Idempotent by key, and checks that a key comes with one payload only.
#[derive(Debug)]
pub struct SimulatorCore {
    rng: Rng,
    rates: FaultRates,
    known: BTreeMap<ProviderKey, Known>,
    late: Vec<Late>,
    /// Collections that wait for their customer.
    asked: BTreeMap<ProviderKey, Request>,
    moved: Vec<MovedMoney>,
    calls: u64,
}

impl SimulatorCore {
    /// A late application takes up to 50 s, so a minute is enough to be sure.
    pub const KEY_LIMITS: KeyLimits =
        KeyLimits { in_flight_max: Duration::MINUTE, honoured_for: Duration::from_days(30) };

    pub fn new(rng: Rng, rates: FaultRates) -> Self {
        Self {
            rng,
            rates,
            known: BTreeMap::new(),
            late: Vec::new(),
            asked: BTreeMap::new(),
            moved: Vec::new(),
            calls: 0,
        }
    }

    pub fn set_rates(&mut self, rates: FaultRates) {
        self.rates = rates;
    }

    /// Asks for a refund at `now`.
    pub fn refund(&mut self, now: Timestamp, request: &RefundRequest, key: &ProviderKey) -> Answer {
        self.asked_for(now, &request.into(), key)
    }

    /// Asks for a customer's money at `now`.
    pub fn collect(
        &mut self,
        now: Timestamp,
        request: &CollectRequest,
        key: &ProviderKey,
    ) -> CollectOutcome {
        let asks = self.rates.draw_ask(&mut self.rng);
        if asks && !self.known.contains_key(key) {
            self.calls = self.calls.saturating_add(1);
            self.asked.insert(key.clone(), request.into());
            let redirect_url = format!("https://pay.example/confirm/{key}");
            return CollectOutcome::AsksCustomer { redirect_url };
        }
        self.asked_for(now, &request.into(), key).seen_by_client().into()
    }

    /// The customer answers what the provider asked them; nothing where nothing was asked.
    pub fn customer_answers(&mut self, now: Timestamp, key: &ProviderKey, yes: bool) {
        let Some(request) = self.asked.remove(key) else { return };
        if yes {
            self.apply(now, &request, key);
        } else {
            self.remember(&request, key, ProviderOutcome::failed("customer_did_not_confirm"));
        }
    }

    fn asked_for(&mut self, now: Timestamp, request: &Request, key: &ProviderKey) -> Answer {
        self.apply_late(now);
        self.calls = self.calls.saturating_add(1);
        // Drawn whatever happens next, so that one call takes the same numbers from the stream.
        let fault = self.rates.draw(&mut self.rng);
        let delay = self.rng.between(1, LATE_APPLY_SECONDS_MAX);
        let slow = self.rng.between(1, SLOW_SECONDS_MAX);
        match fault {
            Some(Fault::RequestLost) => Answer::lost(),
            Some(Fault::Busy) => Answer::at_once(ProviderOutcome::retryable("rate_limit")),
            Some(Fault::ErrorThenApplied) => {
                let at = now.plus(Duration::from_secs(delay));
                self.late.push(Late { at, request: request.clone(), key: key.clone() });
                Answer::at_once(ProviderOutcome::unknown("the provider answered 500"))
            }
            Some(Fault::Declines) => Answer::at_once(self.decline(request, key)),
            Some(Fault::AnswerLost) => {
                self.apply(now, request, key);
                Answer::lost()
            }
            Some(Fault::DeliveredTwice) => {
                self.apply(now, request, key);
                Answer::at_once(self.apply(now, request, key))
            }
            Some(Fault::Contradicts) => match self.apply(now, request, key) {
                ProviderOutcome::Succeeded { .. } => {
                    Answer::at_once(ProviderOutcome::failed("refund_failed"))
                }
                other => Answer::at_once(other),
            },
            Some(Fault::Slow) => {
                let outcome = self.apply(now, request, key);
                Answer { outcome, after: Duration::from_secs(slow) }
            }
            // Whether a customer is asked is drawn on its own, for collections alone.
            Some(Fault::LookupFails | Fault::AsksCustomer) | None => {
                Answer::at_once(self.apply(now, request, key))
            }
        }
    }

    /// What the provider's record says of a key at `now`.
    pub fn lookup(&mut self, now: Timestamp, key: &ProviderKey) -> Lookup {
        self.apply_late(now);
        if self.rates.draw_lookup(&mut self.rng) {
            return Lookup::Unknown { why: "the provider's record could not be read".to_owned() };
        }
        match self.known.get(key) {
            Some(known) => Lookup::Found(known.outcome.clone()),
            None if self.asked.contains_key(key) => {
                Lookup::Found(ProviderOutcome::unknown("the customer was asked"))
            }
            None => Lookup::NotFound,
        }
    }

    /// The oracle: every movement of money up to `now`, oldest first.
    pub fn effects_seen(&mut self, now: Timestamp) -> &[MovedMoney] {
        self.apply_late(now);
        &self.moved
    }

    /// How often money moved under each key; exactly once is 1 everywhere.
    pub fn counts_by_key(&mut self, now: Timestamp) -> BTreeMap<ProviderKey, usize> {
        let mut counts = BTreeMap::new();
        for moved in self.effects_seen(now) {
            *counts.entry(moved.key.clone()).or_insert(0) += 1;
        }
        counts
    }

    /// How many calls that move money arrived or were lost on the way.
    pub const fn calls(&self) -> u64 {
        self.calls
    }

    fn apply(&mut self, now: Timestamp, request: &Request, key: &ProviderKey) -> ProviderOutcome {
        if let Some(answer) = self.replayed(request, key) {
            return answer;
        }
        let sort = match request.direction {
            Direction::Out => "re",
            Direction::In => "pi",
        };
        let reference = format!("sim_{sort}_{}", self.moved.len() + 1);
        self.moved.push(MovedMoney {
            direction: request.direction,
            key: key.clone(),
            instrument: request.instrument.clone(),
            amount: request.amount,
            at: now,
            reference: reference.clone(),
        });
        self.remember(request, key, ProviderOutcome::Succeeded { reference })
    }

    fn decline(&mut self, request: &Request, key: &ProviderKey) -> ProviderOutcome {
        match self.replayed(request, key) {
            Some(answer) => answer,
            None => self.remember(request, key, ProviderOutcome::failed("instrument_closed")),
        }
    }

    /// The first answer given under this key, or a refusal when the payload is another one.
    fn replayed(&self, request: &Request, key: &ProviderKey) -> Option<ProviderOutcome> {
        let known = self.known.get(key)?;
        if known.request == *request {
            Some(known.outcome.clone())
        } else {
            Some(ProviderOutcome::failed("idempotency_key_reused"))
        }
    }

    fn remember(
        &mut self,
        request: &Request,
        key: &ProviderKey,
        outcome: ProviderOutcome,
    ) -> ProviderOutcome {
        let known = Known { request: request.clone(), outcome: outcome.clone() };
        self.known.insert(key.clone(), known);
        outcome
    }

    fn apply_late(&mut self, now: Timestamp) {
        let (due, waiting) = std::mem::take(&mut self.late)
            .into_iter()
            .partition::<Vec<_>, _>(|late| late.at <= now);
        self.late = waiting;
        for late in due {
            self.apply(late.at, &late.request, &late.key);
        }
    }
}
