//! The people at the desk. What they decide depends on what is true, since they call the carrier and
//! look at the photographs; how often they err is assumed.

use dispute::Party;
use kernel::{Duration, Timestamp};

use super::{Backtest, Case, Part};
use crate::curve::Curve;

/// Days from the question to a person's decision.
const DECIDES_DAYS: Curve = Curve::new(&[(0.0, 0.2), (0.5, 2.0), (1.0, 5.0)]);

impl Backtest {
    /// For whom a person decides who was asked at `asked_at`, and when. Every question about a case
    /// is looked at afresh; `question` counts them from 0.
    pub fn person_decides(
        &self,
        case: &Case,
        question: u64,
        asked_at: Timestamp,
    ) -> (Party, Timestamp) {
        let mut rng = self.draws(Part::Desk, &case.claim.order_id);
        for _ in 0..question {
            rng.fork();
        }
        let mut rng = rng.fork();
        let at = asked_at.plus(DECIDES_DAYS.days(&mut rng));
        let desk = &self.behaviour.desk;
        let errs = if case.truth.is_from_data() { desk.wrong } else { desk.wrong_unseen };
        let right = case.truth.consumer_right(at).unwrap_or(true);
        let for_consumer = right != rng.chance(errs);
        (if for_consumer { Party::Consumer } else { Party::Merchant }, at)
    }

    /// How long after a preliminary decision for the customer at `decided_at` the merchant appeals;
    /// mostly never. One who is right by then, since the goods have come, says so more often.
    pub fn appeals(&self, case: &Case, decided_at: Timestamp) -> Option<Duration> {
        let merchant = &self.behaviour.merchant;
        let mut rng = self.draws(Part::Desk, &case.claim.order_id);
        let after = Duration::from_hours(rng.between(24, 9 * 24));
        let share = rng.unit();
        let right = case.truth.consumer_right(decided_at.plus(after)) == Some(false);
        let appeals = if right { merchant.appeals_when_right } else { merchant.appeals_anyway };
        (share < appeals).then_some(after)
    }
}
