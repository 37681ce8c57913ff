//! What customers do while their dispute runs, beyond what their reviews say.

use kernel::{Duration, Timestamp};

use super::{Backtest, Case, Part, Truth, derive};
use crate::evidence::EvidenceDraft;

/// Which reaction is drawn: each from a stream of its own.
const WITHDRAWS: u64 = 1;
const ANSWERS: u64 = 2;
const ASKS: u64 = 3;
const ADDS: u64 = 4;

impl Backtest {
    /// When the customer takes the claim back because the goods have come; mostly never.
    pub fn withdraws_at(&self, case: &Case) -> Option<Timestamp> {
        let Truth::Delivery { delivered_at: Some(delivered_at), .. } = case.truth else {
            return None;
        };
        let mut rng = self.reaction(case, WITHDRAWS);
        let withdraws = rng.chance(self.behaviour.customer.withdraws_when_goods_come);
        let after = Duration::from_days(rng.between(1, 5));
        (withdraws && delivered_at > case.claim.at).then(|| delivered_at.plus(after))
    }

    /// Whether the customer accepts the offer of a part, and how long after it was made they
    /// answer; some do not in time.
    pub fn answers_offer(&self, case: &Case) -> (bool, Duration) {
        let mut rng = self.reaction(case, ANSWERS);
        let accepts = rng.chance(self.behaviour.customer.accepts_part);
        (accepts, Duration::from_hours(rng.between(6, 240)))
    }

    /// How long after a denial at `denied_at` the customer asks for a person's review; mostly
    /// never where it was right.
    pub fn asks_review(&self, case: &Case, denied_at: Timestamp) -> Option<Duration> {
        let customer = &self.behaviour.customer;
        let mut rng = self.reaction(case, ASKS);
        let wronged = case.truth.consumer_right(denied_at).unwrap_or(true);
        let asks =
            if wronged { customer.asks_review_when_wronged } else { customer.asks_review_anyway };
        let (asks, after) = (rng.chance(asks), Duration::from_days(rng.between(1, 20)));
        asks.then_some(after)
    }

    /// What a customer who is asked for more at `asked_at` hands in, and when; nothing new from those
    /// who showed it before.
    pub fn adds_evidence(
        &self,
        case: &Case,
        asked_at: Timestamp,
    ) -> Option<(EvidenceDraft, Timestamp)> {
        let draft = derive::document(case.claim.reason, case.claim.at)?;
        let shown_before = case.claim.evidence.iter().any(|item| item.kind == draft.kind);
        let customer = &self.behaviour.customer;
        let mut rng = self.reaction(case, ADDS);
        let real = case.truth.consumer_right(asked_at).unwrap_or(true);
        let adds = rng.chance(if real { customer.adds_when_real } else { customer.adds_when_not });
        let at = asked_at.plus(Duration::from_hours(rng.between(6, 150)));
        (adds && !shown_before).then_some((draft, at))
    }

    fn reaction(&self, case: &Case, which: u64) -> kernel::Rng {
        let mut rng = self.draws(Part::Customer, &case.claim.order_id);
        (1..which).for_each(|_| {
            rng.next_u64();
        });
        rng.fork()
    }
}
