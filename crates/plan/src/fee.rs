//! Late fees: whether one may be charged now, how much, and what undoes it.
//!
//! A fee answers one missed payment: an instalment and the due date that passed. It must never be
//! charged before the grace period is over and the required notice was sent, while the plan is
//! paused, frozen or in hardship, dated inside a pause (I5), or above any cap.

use std::collections::BTreeMap;

use kernel::Date;
use kernel::money::percent_of;
use serde::{Deserialize, Serialize};

use crate::caps::ConsumerFacts;
use crate::dates::days_between;
use crate::instalment::{Instalment, is_zero};
use crate::policy::{LateFeeRule, PlanPolicy};
use crate::schedule::{FEES_MAX, Plan, PlanError, positive};

/// Whether a fee stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeeState {
    #[default]
    Charged,
    /// It should not have been charged: it counts against no cap.
    Reversed,
    /// Given up as a courtesy: the amount counts against no cap, the number does.
    Waived,
}

/// A late fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LateFee {
    /// From 1, in the order they were charged on the plan.
    pub no: u16,
    /// The instalment that was missed.
    pub seq: u16,
    /// Its due date that passed.
    pub due: Date,
    /// The first, second … fee for this missed payment.
    pub nth: u16,
    /// The date it bears.
    pub on: Date,
    pub minor: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub paid: i64,
    #[serde(default, skip_serializing_if = "is_charged")]
    pub state: FeeState,
}

fn is_charged(state: &FeeState) -> bool {
    *state == FeeState::Charged
}

/// What undoing a fee means for the books, in minor units: debit `inc:late_fee` with both, credit
/// `fees_recv:{plan}` with `unpaid` and `cust_ref` with `paid`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeReversal {
    pub no: u16,
    pub unpaid: i64,
    pub paid: i64,
}

/// What a payment of fees paid, in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeePayment {
    pub legs: Vec<(u16, i64)>,
    pub paid: i64,
    /// More than was owed.
    pub excess: i64,
}

/// What the policy must know beside the plan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FeeFacts {
    /// The order's total in minor units, which caps are a share of.
    pub order_minor: i64,
    /// When the missed-payment notice for an instalment's present due date was sent.
    pub notices: BTreeMap<u16, Date>,
    /// Needed where the policy has caps over all contracts of a consumer.
    pub consumer: Option<ConsumerFacts>,
}

/// Why no fee may be charged now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoFee {
    #[error("this market charges no late fees")]
    NotInThisMarket,
    #[error("the policy's currency is not the plan's")]
    OtherCurrency,
    #[error("the plan is paused, or was on that date")]
    Paused,
    #[error("the plan is frozen")]
    Frozen,
    #[error("a hardship arrangement runs")]
    Hardship,
    #[error("no payment is overdue")]
    NotOverdue,
    #[error("the grace period is not over, or the next fee for this payment is not due yet")]
    InGrace,
    #[error("the missed-payment notice was not sent, or not early enough")]
    NoticeMissing,
    #[error("every overdue payment has had its fees, or the most per order is reached")]
    CountReached,
    #[error("the cap of the order is reached")]
    OrderCapReached,
    #[error("the consumer's other contracts must be known for the caps of this market")]
    ConsumerFactsMissing,
    #[error("the consumer's cap over all contracts is reached")]
    ConsumerCapReached,
}

impl NoFee {
    /// Whether a day or a notice may mend it, so that it is worth asking again.
    pub const fn passes(self) -> bool {
        matches!(self, Self::InGrace | Self::NoticeMissing)
    }
}

/// The next late fee that may be charged on a date, for the earliest missed payment that may bear
/// one. Charge it with [`Plan::charge_fee`] and ask again until there is none.
///
/// # Errors
/// [`NoFee`] with the reason; where several payments are overdue, that of the earliest that may still
/// become a fee ([`NoFee::passes`]), or else of the earliest.
pub fn assess_late_fee(
    plan: &Plan,
    policy: &PlanPolicy,
    as_of: Date,
    facts: &FeeFacts,
) -> Result<LateFee, NoFee> {
    let rule = policy.late_fee.as_ref().ok_or(NoFee::NotInThisMarket)?;
    if policy.currency != plan.currency() {
        return Err(NoFee::OtherCurrency);
    }
    if plan.is_paused() || plan.paused_on(as_of) {
        return Err(NoFee::Paused);
    }
    if plan.frozen() {
        return Err(NoFee::Frozen);
    }
    if plan.in_hardship() {
        return Err(NoFee::Hardship);
    }
    let room = room(plan, policy, rule, as_of, facts)?;
    let mut why = None;
    for instalment in plan.open_instalments() {
        if instalment.due >= as_of {
            continue;
        }
        match fee_for(plan, rule, instalment, as_of, facts) {
            Ok((nth, full)) => {
                let no = plan.fees().last().map_or(1, |fee| fee.no.saturating_add(1));
                let (seq, due, minor) = (instalment.seq, instalment.due, full.min(room));
                let state = FeeState::Charged;
                return Ok(LateFee { no, seq, due, nth, on: as_of, minor, paid: 0, state });
            }
            // One that may still become a fee speaks before one that never will.
            Err(reason) => {
                why = Some(
                    why.filter(|why: &NoFee| why.passes() || !reason.passes()).unwrap_or(reason),
                )
            }
        }
    }
    Err(why.unwrap_or(NoFee::NotOverdue))
}

/// What the caps still allow, in minor units; never 0.
fn room(
    plan: &Plan,
    policy: &PlanPolicy,
    rule: &LateFeeRule,
    as_of: Date,
    facts: &FeeFacts,
) -> Result<i64, NoFee> {
    let counted = plan.fees().iter().filter(|fee| fee.state != FeeState::Reversed).count();
    if counted >= usize::from(rule.fees_max(facts.order_minor)) || plan.fees().len() >= FEES_MAX {
        return Err(NoFee::CountReached);
    }
    let standing = plan.fees().iter().filter(|fee| fee.state == FeeState::Charged);
    let charged: i64 = standing.map(|fee| fee.minor).sum();
    let room = rule.order_cap(facts.order_minor).saturating_sub(charged);
    if room <= 0 {
        return Err(NoFee::OrderCapReached);
    }
    let Some(caps) = &policy.consumer_caps else { return Ok(room) };
    let consumer = facts.consumer.as_ref().ok_or(NoFee::ConsumerFactsMissing)?;
    match caps.room(consumer, as_of).default_fee_minor.min(room) {
        0 => Err(NoFee::ConsumerCapReached),
        room => Ok(room),
    }
}

/// The number and the uncapped amount of the next fee for one missed payment.
fn fee_for(
    plan: &Plan,
    rule: &LateFeeRule,
    instalment: &Instalment,
    as_of: Date,
    facts: &FeeFacts,
) -> Result<(u16, i64), NoFee> {
    let same = |fee: &&LateFee| fee.seq == instalment.seq && fee.due == instalment.due;
    let before = plan.fees().iter().filter(same).count();
    let full = rule.amount(facts.order_minor, before).ok_or(NoFee::CountReached)?;
    let late_days = days_between(instalment.due, as_of);
    let wait = before as i64 * i64::from(rule.repeat_after_days);
    if late_days <= i64::from(rule.grace_days) || late_days < wait {
        return Err(NoFee::InGrace);
    }
    if rule.notice_required {
        let sent = facts.notices.get(&instalment.seq).ok_or(NoFee::NoticeMissing)?;
        let about_this_miss = *sent >= instalment.due;
        if !about_this_miss || days_between(*sent, as_of) < i64::from(rule.notice_days_min) {
            return Err(NoFee::NoticeMissing);
        }
    }
    let nth = u16::try_from(before + 1).unwrap_or(u16::MAX);
    Ok((nth, full))
}

impl Plan {
    /// Puts a fee on the plan: debits `fees_recv:{plan}`, credits `inc:late_fee`.
    ///
    /// # Errors
    /// [`PlanError::NotPositive`], [`PlanError::FeeInPause`], [`PlanError::FeeTwice`],
    /// [`PlanError::NoInstalment`], [`PlanError::TooMany`].
    pub fn charge_fee(&mut self, fee: LateFee) -> Result<(), PlanError> {
        positive("a late fee", fee.minor)?;
        self.instalment_mut(fee.seq)?;
        if self.is_paused() || self.paused_on(fee.on) {
            return Err(PlanError::FeeInPause { on: fee.on });
        }
        let same = |f: &&LateFee| {
            f.no == fee.no || (f.seq == fee.seq && f.due == fee.due && f.nth == fee.nth)
        };
        if self.fees.iter().any(|earlier| same(&earlier)) {
            return Err(PlanError::FeeTwice { seq: fee.seq, nth: fee.nth });
        }
        if self.fees.len() >= FEES_MAX {
            return Err(PlanError::TooMany { what: "fees", max: FEES_MAX });
        }
        self.fees.push(fee);
        Ok(())
    }

    /// Pays fees, oldest first.
    ///
    /// # Errors
    /// [`PlanError::NotPositive`]. More than is owed is no error: the rest is `excess`.
    pub fn pay_fees(&mut self, minor: i64) -> Result<FeePayment, PlanError> {
        let mut left = positive("a payment of fees", minor)?;
        let mut legs = Vec::new();
        for fee in self.fees.iter_mut().filter(|fee| fee.state == FeeState::Charged) {
            let part = left.min(fee.minor - fee.paid);
            if part > 0 {
                fee.paid += part;
                left -= part;
                legs.push((fee.no, part));
            }
        }
        Ok(FeePayment { legs, paid: minor - left, excess: left })
    }

    /// Gives up a fee as a courtesy or redress.
    ///
    /// # Errors
    /// [`PlanError::NoFee`] when it does not stand.
    pub fn waive_fee(&mut self, no: u16) -> Result<FeeReversal, PlanError> {
        self.end_fee(no, FeeState::Waived)
    }

    /// Takes back a fee that should not have been charged.
    ///
    /// # Errors
    /// [`PlanError::NoFee`] when it does not stand.
    pub fn reverse_fee(&mut self, no: u16) -> Result<FeeReversal, PlanError> {
        self.end_fee(no, FeeState::Reversed)
    }

    pub(crate) fn end_fee(&mut self, no: u16, state: FeeState) -> Result<FeeReversal, PlanError> {
        let standing = |fee: &&mut LateFee| fee.no == no && fee.state == FeeState::Charged;
        let fee = self.fees.iter_mut().find(standing).ok_or(PlanError::NoFee(no))?;
        fee.state = state;
        Ok(FeeReversal { no, unpaid: fee.minor - fee.paid, paid: fee.paid })
    }
}

/// The largest whole share of an order that a cap in percent allows.
pub(crate) fn order_share(order_minor: i64, percent: u32) -> i64 {
    percent_of(order_minor.max(0), percent)
}
