//! Who is right, when, and whether an outcome was wrong. Only the scoring reads this.

use dispute::Outcome;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};

use super::Case;

/// What settles who is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Truth {
    /// When the goods reached the customer, in the data as it was. `None`: not by
    /// `observed_until`, and nobody knows what came after.
    Delivery { delivered_at: Option<Timestamp>, observed_until: Timestamp },
    /// The final status says that the goods never come: cancelled or unavailable, and paid.
    NeverComes,
    /// The data cannot say; drawn once, by a stated rate, before anything else of the case.
    Drawn { problem_is_real: bool },
}

/// What the customer is owed at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owed {
    Everything,
    Nothing,
    Unknown,
}

impl Truth {
    /// Whether it comes from the data and not from a draw.
    pub const fn is_from_data(&self) -> bool {
        !matches!(self, Self::Drawn { .. })
    }

    /// Whether the customer is right at an instant; `None` where the data ends before it.
    pub fn consumer_right(&self, at: Timestamp) -> Option<bool> {
        match self.owed(at) {
            Owed::Everything => Some(true),
            Owed::Nothing => Some(false),
            Owed::Unknown => None,
        }
    }

    fn owed(&self, at: Timestamp) -> Owed {
        match *self {
            Self::NeverComes => Owed::Everything,
            Self::Drawn { problem_is_real: true } => Owed::Everything,
            Self::Drawn { problem_is_real: false } => Owed::Nothing,
            // Goods that came before the decision, early or late, are kept: no full refund then.
            Self::Delivery { delivered_at: Some(delivered_at), .. } if delivered_at <= at => {
                Owed::Nothing
            }
            Self::Delivery { delivered_at: Some(_), .. } => Owed::Everything,
            Self::Delivery { observed_until, .. } if at <= observed_until => Owed::Everything,
            Self::Delivery { .. } => Owed::Unknown,
        }
    }
}

/// Whether an outcome fits the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    Right,
    /// Refused, in whole or in part, what was owed.
    FalseDenial,
    /// Gave what was not owed.
    FalsePayment,
    /// The data ends before the decision: nobody can say.
    Unknown,
    /// The parties' own doing: a withdrawal is nobody's decision.
    NoDecision,
}

impl Judgement {
    pub const fn is_wrong(self) -> bool {
        matches!(self, Self::FalseDenial | Self::FalsePayment)
    }

    pub const fn is_scored(self) -> bool {
        matches!(self, Self::Right | Self::FalseDenial | Self::FalsePayment)
    }
}

/// Judges an outcome given at `at`.
pub fn judge(case: &Case, outcome: Outcome, at: Timestamp) -> Judgement {
    let owed = case.truth.owed(at);
    match (outcome, owed) {
        (Outcome::Withdrawn, _) => Judgement::NoDecision,
        (_, Owed::Unknown) => Judgement::Unknown,
        (
            Outcome::ConsumerFull | Outcome::SettledByRefund | Outcome::Goodwill,
            Owed::Everything,
        )
        | (Outcome::Merchant | Outcome::Invalid, Owed::Nothing) => Judgement::Right,
        (_, Owed::Everything) => Judgement::FalseDenial,
        (_, Owed::Nothing) => Judgement::FalsePayment,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backtest::tests::case;

    #[test]
    fn the_table_of_the_documentation_holds() {
        let at = |day: i64| Timestamp::from_millis(day * 86_400_000);
        let delivery = |delivered: Option<i64>| Truth::Delivery {
            delivered_at: delivered.map(at),
            observed_until: at(100),
        };
        let real = |problem_is_real| Truth::Drawn { problem_is_real };
        use Judgement::{FalseDenial, FalsePayment, NoDecision, Right, Unknown};
        use Outcome::{ConsumerFull, ConsumerPartial, Goodwill, Invalid, Merchant, Withdrawn};
        // The dispute is opened on day 10 and decided on the day given.
        let table = [
            (delivery(None), ConsumerFull, 50, Right),
            (delivery(None), Goodwill, 50, Right),
            (delivery(None), Merchant, 50, FalseDenial),
            (delivery(None), ConsumerPartial, 50, FalseDenial),
            (delivery(None), ConsumerFull, 101, Unknown),
            (delivery(None), Withdrawn, 50, NoDecision),
            (delivery(Some(5)), Merchant, 50, Right),
            (delivery(Some(5)), Invalid, 50, Right),
            (delivery(Some(5)), ConsumerFull, 50, FalsePayment),
            (delivery(Some(30)), Merchant, 50, Right),
            (delivery(Some(30)), ConsumerFull, 50, FalsePayment),
            (delivery(Some(60)), ConsumerFull, 50, Right),
            (delivery(Some(60)), Merchant, 50, FalseDenial),
            (Truth::NeverComes, ConsumerFull, 500, Right),
            (Truth::NeverComes, Merchant, 500, FalseDenial),
            (real(true), ConsumerFull, 50, Right),
            (real(true), Merchant, 50, FalseDenial),
            (real(false), ConsumerPartial, 50, FalsePayment),
            (real(false), Merchant, 50, Right),
        ];
        for (truth, outcome, day, expected) in table {
            let judged = judge(&case(truth), outcome, at(day));
            assert_eq!(judged, expected, "{truth:?} {outcome:?} on day {day}");
        }
    }
}
