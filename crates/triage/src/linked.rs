//! Other cases that belong to a case: of the same order or customer, about the same money, with the same
//! file. How surely is the chance that at least one of its signs is right (a noisy or: J. Pearl,
//! "Probabilistic Reasoning in Intelligent Systems", 1988); the weights are judged, not learnt.

use dispute::Reason;
use kernel::{Currency, CustomerId, DisputeId, LineId, MerchantId, OrderId, Timestamp};

/// What is compared of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    pub dispute: DisputeId,
    pub order: OrderId,
    pub customer: CustomerId,
    pub merchant: MerchantId,
    pub reason: Reason,
    pub currency: Currency,
    pub amount_minor: i64,
    /// The lines in dispute; all of the order's when empty.
    pub lines: Vec<LineId>,
    pub opened_at: Timestamp,
}

/// Why two cases belong together.
#[derive(Debug, Clone, PartialEq)]
pub enum Sign {
    SameOrder,
    /// The same order, reason and lines: most likely one case, told twice.
    SameClaim,
    SameCustomer,
    /// The same shop and amount.
    SameAmount,
    /// The very same file was handed in.
    SameFile,
    /// A file that is nearly the same, in percent.
    AlikeFile(u32),
    /// What the customers wrote is alike, in percent, with the words they share.
    AlikeWords(u32, Vec<String>),
}

impl Sign {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::SameOrder => "same_order",
            Self::SameClaim => "same_claim",
            Self::SameCustomer => "same_customer",
            Self::SameAmount => "same_amount",
            Self::SameFile => "same_file",
            Self::AlikeFile(_) => "alike_file",
            Self::AlikeWords(..) => "alike_words",
        }
    }

    /// How surely it alone links two cases, 0 to 1.
    fn weight(&self) -> f64 {
        match self {
            Self::SameClaim => 0.9,
            Self::SameFile => 0.8,
            Self::SameOrder => 0.6,
            Self::AlikeFile(percent) => 0.7 * f64::from(*percent) / 100.0,
            Self::AlikeWords(percent, _) => 0.4 * f64::from(*percent) / 100.0,
            Self::SameAmount => 0.2,
            Self::SameCustomer => 0.15,
        }
    }
}

/// A case that belongs to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pub dispute: DisputeId,
    /// 0 to 1.
    pub score: f64,
    pub signs: Vec<Sign>,
}

impl Link {
    /// Whether it is most likely the same case, told twice.
    pub fn is_duplicate(&self) -> bool {
        self.signs.contains(&Sign::SameClaim)
    }
}

/// Least score of a link that is told.
pub const SCORE_MIN: f64 = 0.3;

/// Links a case with another by what is known of both, and by signs of their files and words. `None` where
/// too little speaks for it.
pub fn link(case: &Case, other: &Case, more: Vec<Sign>) -> Option<Link> {
    if case.dispute == other.dispute {
        return None;
    }
    let mut signs = Vec::new();
    if case.order == other.order {
        let overlap = case.lines.is_empty()
            || other.lines.is_empty()
            || case.lines.iter().any(|line| other.lines.contains(line));
        if overlap && case.reason == other.reason {
            signs.push(Sign::SameClaim);
        }
        signs.push(Sign::SameOrder);
    }
    if case.customer == other.customer {
        signs.push(Sign::SameCustomer);
    }
    let money = |case: &Case| (case.currency, case.amount_minor);
    if case.merchant == other.merchant && money(case) == money(other) {
        signs.push(Sign::SameAmount);
    }
    signs.extend(more);
    let none_right: f64 = signs.iter().map(|sign| 1.0 - sign.weight()).product();
    let score = 1.0 - none_right;
    signs.sort_by(|a, b| b.weight().total_cmp(&a.weight()));
    (score >= SCORE_MIN).then_some(Link { dispute: other.dispute, score, signs })
}

#[cfg(test)]
mod tests {
    use kernel::Rng;

    use super::*;

    #[test]
    fn cases_are_linked_by_what_they_share() {
        let mut rng = Rng::seeded(7);
        let mut id = || DisputeId::generate(Timestamp::EPOCH, &mut rng);
        let case = Case {
            dispute: id(),
            order: OrderId::new("o1").unwrap(),
            customer: CustomerId::new("c1").unwrap(),
            merchant: MerchantId::new("m1").unwrap(),
            reason: Reason::NotReceived,
            currency: Currency::new("SEK").unwrap(),
            amount_minor: 10_000,
            lines: vec![LineId::new("l1").unwrap()],
            opened_at: Timestamp::EPOCH,
        };
        let elsewhere = Case {
            dispute: id(),
            order: OrderId::new("o2").unwrap(),
            customer: CustomerId::new("c2").unwrap(),
            merchant: MerchantId::new("m2").unwrap(),
            ..case.clone()
        };
        assert_eq!(link(&case, &elsewhere, vec![]), None);
        assert_eq!(
            link(&case, &case, vec![Sign::SameFile]),
            None,
            "a case is not linked to itself"
        );
        let by_file = link(&case, &elsewhere, vec![Sign::SameFile]).unwrap();
        assert!((by_file.score - 0.8).abs() < 1e-9 && !by_file.is_duplicate());
        let twice = Case { dispute: id(), lines: vec![], ..case.clone() };
        let twice = link(&case, &twice, vec![]).unwrap();
        assert!(twice.is_duplicate() && twice.score > 0.95);
        let other_line =
            Case { dispute: id(), lines: vec![LineId::new("l2").unwrap()], ..case.clone() };
        assert!(!link(&case, &other_line, vec![]).unwrap().is_duplicate());
        let customer_only =
            Case { dispute: id(), customer: case.customer.clone(), amount_minor: 1, ..elsewhere };
        assert_eq!(link(&case, &customer_only, vec![]), None, "a customer may have several cases");
    }
}
