//! R1, R2, R3, R11, R12 (United States) and R13 (Australia): credit, fees, notices, reports.

use kernel::{Calendar, Currency, Date, Money, Timestamp};
use serde::Deserialize;

use super::term::{Contents, Term};

/// R1: when pay-later is card-like credit under Regulation Z.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardLikeCredit {
    instalments_uncovered_max: u32,
}

impl CardLikeCredit {
    /// Whether Regulation Z covers the credit by itself (12 CFR 1026.2(a)(17)).
    pub fn covers(&self, instalments: u32, has_finance_charge: bool) -> bool {
        has_finance_charge || instalments > self.instalments_uncovered_max
    }
}

/// What a creditor may want to do about a debt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DebtAct {
    Collect,
    ReportAdversely,
    Accelerate,
    RestrictAccount,
}

impl DebtAct {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Collect => "collect",
            Self::ReportAdversely => "report_adversely",
            Self::Accelerate => "accelerate",
            Self::RestrictAccount => "restrict_account",
        }
    }
}

/// R2: billing errors (12 CFR 1026.13).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillingErrors {
    notice_within: Term,
    acknowledge: Term,
    complete_billing_cycles: usize,
    resolve_at_most: Term,
    forbidden_while_open: Contents,
}

impl BillingErrors {
    /// Whether a notice came in time after the statement that first showed the error.
    pub fn is_in_time(&self, statement: Timestamp, notice: Timestamp, calendar: &Calendar) -> bool {
        notice < self.notice_within.from(statement, calendar)
    }

    pub fn acknowledge_by(&self, notice: Timestamp, calendar: &Calendar) -> Timestamp {
        self.acknowledge.from(notice, calendar)
    }

    /// Two complete billing cycles after the notice, and at most 90 days. `cycle_ends` are the ends
    /// of billing cycles, rising; the cycle in which the notice came is not a complete one.
    pub fn resolve_by(
        &self,
        notice: Timestamp,
        cycle_ends: &[Timestamp],
        calendar: &Calendar,
    ) -> Timestamp {
        let at_most = self.resolve_at_most.from(notice, calendar);
        let cycles =
            cycle_ends.iter().filter(|end| **end > notice).nth(self.complete_billing_cycles);
        cycles.map_or(at_most, |end| at_most.min(*end))
    }

    /// What may be collected while the error is open: never the disputed part.
    pub fn collectable(&self, balance: i64, disputed: i64) -> i64 {
        balance.saturating_sub(disputed.max(0)).max(0)
    }

    /// Whether an act is allowed on an amount.
    pub fn may(&self, act: DebtAct, amount_is_disputed: bool, error_is_open: bool) -> bool {
        !(amount_is_disputed && error_is_open && self.forbidden_while_open.contains(act.as_str()))
    }
}

/// R3: New York's act; not adopted in full, so its figures bind only where a deployment opts in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewYorkBnpl {
    applies_after_adoption: Term,
    currency: Currency,
    late_fee_minor_max: i64,
    late_fees_per_violation_max: u32,
    apr_basis_points_max: u32,
    failed_attempts_max: u32,
}

impl NewYorkBnpl {
    /// The first day it applies, once Part 423 is adopted.
    pub fn applies_from(&self, adopted: Option<Date>) -> Option<Date> {
        adopted.map(|day| self.applies_after_adoption.after(day))
    }

    /// Whether a late fee is within the cap, and the only one for its violation.
    pub fn allows_late_fee(&self, fee: Money, earlier_for_same_violation: u32) -> bool {
        fee.currency == self.currency
            && (0..=self.late_fee_minor_max).contains(&fee.minor)
            && earlier_for_same_violation < self.late_fees_per_violation_max
    }

    pub fn allows_rate(&self, apr_basis_points: u32) -> bool {
        apr_basis_points <= self.apr_basis_points_max
    }

    /// Whether another attempt to collect from an account may be made without fresh authority.
    pub fn allows_attempt(&self, failed_in_a_row: u32) -> bool {
        failed_in_a_row < self.failed_attempts_max
    }
}

/// Why the reasons of an adverse action notice are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReasonsRefusal {
    #[error("a notice gives 1 to {max} principal reasons, this one gives {given}")]
    Count { given: usize, max: usize },
    #[error("{0:?} is too vague: say which fact about the applicant decided")]
    Vague(String),
}

/// R11: adverse action (12 CFR 1002.9).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdverseAction {
    notice: Term,
    reasons_max: usize,
    insufficient_reasons: Vec<String>,
    pub notice_contents: Contents,
    disparate_impact_until: Date,
}

impl AdverseAction {
    pub fn notice_by(&self, application: Timestamp, calendar: &Calendar) -> Timestamp {
        self.notice.from(application, calendar)
    }

    /// # Errors
    /// [`ReasonsRefusal`] when there are none, too many, or one that Regulation B calls
    /// insufficient.
    pub fn check_reasons<S: AsRef<str>>(&self, reasons: &[S]) -> Result<(), ReasonsRefusal> {
        if reasons.is_empty() || reasons.len() > self.reasons_max {
            return Err(ReasonsRefusal::Count { given: reasons.len(), max: self.reasons_max });
        }
        let vague = |reason: &&S| {
            let lower = reason.as_ref().trim().to_lowercase();
            lower.is_empty() || self.insufficient_reasons.iter().any(|bad| lower.contains(bad))
        };
        match reasons.iter().find(vague) {
            Some(reason) => Err(ReasonsRefusal::Vague(reason.as_ref().to_owned())),
            None => Ok(()),
        }
    }

    /// Whether Regulation B itself still knows disparate impact. Fairness is measured either way.
    pub fn knows_disparate_impact(&self, day: Date) -> bool {
        day < self.disparate_impact_until
    }
}

/// What is furnished about a debt that is disputed with a bureau.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tradeline {
    AsItIs,
    /// With the note that the consumer disputes it.
    Annotated,
    /// Not at all.
    Suppressed,
}

/// R12: disputes about credit reports (15 U.S.C. 1681s-2(b)).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditReports {
    investigate: Term,
    extended: Term,
}

impl CreditReports {
    /// When the investigation ends. `more_information` is when the consumer sent more; within the
    /// first period it adds fifteen days, later it does not.
    pub fn answer_by(
        &self,
        notice: Timestamp,
        more_information: Option<Timestamp>,
        calendar: &Calendar,
    ) -> Timestamp {
        let first = self.investigate.from(notice, calendar);
        match more_information {
            Some(at) if at < first => self.extended.from(notice, calendar),
            _ => first,
        }
    }

    /// What to furnish while a dispute is open, and after it: what could not be verified is gone.
    pub fn tradeline(&self, open: bool, verified: Option<bool>) -> Tradeline {
        match (open, verified) {
            (true, _) => Tradeline::Annotated,
            (false, Some(false)) => Tradeline::Suppressed,
            (false, _) => Tradeline::AsItIs,
        }
    }
}

/// Fees of one consumer over all contracts with one provider in a year, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AuFees {
    pub default: i64,
    pub other: i64,
}

/// R13: Australia's caps for low cost credit contracts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LowCostCredit {
    currency: Currency,
    other_fees_first_year_minor_max: i64,
    other_fees_later_year_minor_max: i64,
    default_fees_year_minor_max: i64,
    default_only_first_year_minor_max: i64,
    default_only_later_year_minor_max: i64,
    internal_dispute_resolution: Term,
    hardship_answer: Term,
}

impl LowCostCredit {
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// What may still be charged this year: default fees and other fees. A provider whose contracts
    /// have default fees alone (`default_only`) has the higher cap for them.
    pub fn room(&self, first_year: bool, default_only: bool, charged: AuFees) -> AuFees {
        let (default, other) = match (default_only, first_year) {
            (true, true) => (self.default_only_first_year_minor_max, 0),
            (true, false) => (self.default_only_later_year_minor_max, 0),
            (false, true) => {
                (self.default_fees_year_minor_max, self.other_fees_first_year_minor_max)
            }
            (false, false) => {
                (self.default_fees_year_minor_max, self.other_fees_later_year_minor_max)
            }
        };
        AuFees {
            default: default.saturating_sub(charged.default).max(0),
            other: other.saturating_sub(charged.other).max(0),
        }
    }

    pub fn complaint_answer_by(&self, received: Timestamp, calendar: &Calendar) -> Timestamp {
        self.internal_dispute_resolution.from(received, calendar)
    }

    pub fn hardship_answer_by(&self, notice: Timestamp, calendar: &Calendar) -> Timestamp {
        self.hardship_answer.from(notice, calendar)
    }
}
