//! What can go wrong at a provider, and how often.

use kernel::Rng;

/// Rates are out of this many calls.
pub const PER_MILLE: u64 = 1_000;

/// One way a call goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Applied; the answer is lost on the way back.
    AnswerLost,
    /// Never arrives: not applied, and the caller only sees a time-out.
    RequestLost,
    /// Answers 500 at once and applies the request a while later.
    ErrorThenApplied,
    /// Applies the request and answers "failed".
    Contradicts,
    /// The network delivers the request twice.
    DeliveredTwice,
    /// The bank says no, for good.
    Declines,
    /// Too many requests: not applied, may be repeated.
    Busy,
    /// Applied at once, answered late.
    Slow,
    /// A look-up fails.
    LookupFails,
    /// A collection is confirmed by the customer first (refunds are not asked about).
    AsksCustomer,
}

/// How often each fault happens, per thousand calls. What is left over goes well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FaultRates {
    pub answer_lost: u16,
    pub request_lost: u16,
    pub error_then_applied: u16,
    pub contradicts: u16,
    pub delivered_twice: u16,
    pub declines: u16,
    pub busy: u16,
    pub slow: u16,
    pub lookup_fails: u16,
    pub asks_customer: u16,
}

impl FaultRates {
    /// Nothing goes wrong.
    pub const NONE: Self = Self {
        answer_lost: 0,
        request_lost: 0,
        error_then_applied: 0,
        contradicts: 0,
        delivered_twice: 0,
        declines: 0,
        busy: 0,
        slow: 0,
        lookup_fails: 0,
        asks_customer: 0,
    };

    /// More than half of all calls go wrong, in every way there is.
    pub const HOSTILE: Self = Self {
        answer_lost: 120,
        request_lost: 120,
        error_then_applied: 80,
        contradicts: 20,
        delivered_twice: 60,
        declines: 30,
        busy: 60,
        slow: 60,
        lookup_fails: 200,
        asks_customer: 0,
    };

    /// A single fault, always.
    pub fn only(fault: Fault) -> Self {
        let mut rates = Self::NONE;
        let all = 1_000;
        match fault {
            Fault::AnswerLost => rates.answer_lost = all,
            Fault::RequestLost => rates.request_lost = all,
            Fault::ErrorThenApplied => rates.error_then_applied = all,
            Fault::Contradicts => rates.contradicts = all,
            Fault::DeliveredTwice => rates.delivered_twice = all,
            Fault::Declines => rates.declines = all,
            Fault::Busy => rates.busy = all,
            Fault::Slow => rates.slow = all,
            Fault::LookupFails => rates.lookup_fails = all,
            Fault::AsksCustomer => rates.asks_customer = all,
        }
        rates
    }

    /// Draws the fault of one refund call; always takes one number from the stream.
    pub(super) fn draw(&self, rng: &mut Rng) -> Option<Fault> {
        let mut left = rng.below(PER_MILLE);
        for (rate, fault) in [
            (self.answer_lost, Fault::AnswerLost),
            (self.request_lost, Fault::RequestLost),
            (self.error_then_applied, Fault::ErrorThenApplied),
            (self.contradicts, Fault::Contradicts),
            (self.delivered_twice, Fault::DeliveredTwice),
            (self.declines, Fault::Declines),
            (self.busy, Fault::Busy),
            (self.slow, Fault::Slow),
        ] {
            match left.checked_sub(u64::from(rate)) {
                Some(rest) => left = rest,
                None => return Some(fault),
            }
        }
        None
    }

    /// Whether a collection is put to the customer; always takes one number from the stream.
    pub(super) fn draw_ask(&self, rng: &mut Rng) -> bool {
        rng.below(PER_MILLE) < u64::from(self.asks_customer)
    }

    pub(super) fn draw_lookup(&self, rng: &mut Rng) -> bool {
        rng.below(PER_MILLE) < u64::from(self.lookup_fails)
    }
}
