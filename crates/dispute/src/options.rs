//! What a customer could do about a plan today, worked out by the very functions that would do it, so
//! that what is shown is what happens.

use kernel::{Date, PlanId, Timestamp};

use crate::{OrderFile, Refusal, RuleBook};

/// Days between the instalments of a hardship arrangement.
pub(crate) const HARDSHIP_EVERY_DAYS: u16 = 30;
/// Fewest parts that are offered: one part is no relief.
const HARDSHIP_PARTS_MIN: u16 = 2;

/// The choices. Amounts are minor units of the order's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanOptions {
    /// Empty where the market offers none.
    pub extend: Vec<ExtendOption>,
    /// Everything, settled today: principal, interest up to today, fees. 0 when nothing is owed.
    pub pay_early_minor: i64,
    /// Scheduled interest that falls away by paying today.
    pub interest_saved_minor: i64,
    pub hardship: Vec<HardshipOption>,
}

/// One due date that can move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtendOption {
    pub instalment: u16,
    pub due: Date,
    pub new_due: Date,
    pub fee_minor: i64,
}

/// What is owed in so many parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HardshipOption {
    pub parts: u16,
    /// Of the first part; others differ by one at most.
    pub amount_minor: i64,
    pub last_amount_minor: i64,
    pub first_due: Date,
    pub last_due: Date,
}

impl OrderFile {
    /// What can be chosen for a plan at an instant.
    ///
    /// # Errors
    /// [`Refusal::Unknown`] for a plan of another order; [`Refusal::Rules`] where the market has no
    /// policy or calendar.
    pub fn plan_options(
        &self,
        id: PlanId,
        rules: &RuleBook,
        now: Timestamp,
    ) -> Result<PlanOptions, Refusal> {
        let unknown = || Refusal::Unknown { what: format!("plan {id}") };
        let plan = self.plan(id).ok_or_else(unknown)?;
        let market = &self.order().jurisdiction;
        let policy = rules.plans.get(market);
        let policy = policy.map_err(|error| Refusal::Rules { why: error.to_string() })?;
        let calendar = rules.calendar(market)?;
        let today = calendar.local_date(now);
        let extended = |rule: &plan::ExtensionRule, seq: u16| {
            let extension = plan.clone().extend_due_date(seq, rule, today).ok()?;
            Some(ExtendOption {
                instalment: seq,
                due: extension.moved.from,
                new_due: extension.moved.to,
                fee_minor: extension.fee_minor,
            })
        };
        let open = plan.open_instalments();
        let extend = policy
            .extension
            .iter()
            .flat_map(|rule| open.iter().filter_map(|instalment| extended(rule, instalment.seq)));
        let first_due = calendar.add_days(today, u32::from(HARDSHIP_EVERY_DAYS));
        let split = |parts: u16| {
            let mut again = plan.clone();
            let made = again.enter_hardship(parts, HARDSHIP_EVERY_DAYS, first_due, today).ok()?;
            let (first, last) = (made.instalments.first()?, made.instalments.last()?);
            Some(HardshipOption {
                parts,
                amount_minor: first.2,
                last_amount_minor: last.2,
                first_due: first.1,
                last_due: last.1,
            })
        };
        let hardship = (HARDSHIP_PARTS_MIN..=policy.hardship.instalments_max).filter_map(split);
        let settlement = plan.early_settlement(today);
        Ok(PlanOptions {
            extend: extend.collect(),
            pay_early_minor: settlement.total().saturating_add(plan.fees_outstanding()),
            interest_saved_minor: settlement.interest_saved,
            hardship: hardship.collect(),
        })
    }
}
