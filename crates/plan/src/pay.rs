//! Payments in: which instalments an amount pays, and what early settlement costs.
//!
//! Interest is collected for instalments that are due and for the current one; what is paid ahead
//! of that is principal only, and the interest of later months is worked out again on the smaller
//! balance. Interest never rises.

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::dates::days_between;
use crate::interest::monthly_interest;
use crate::schedule::{Plan, PlanError, positive};

/// One instalment's part of a payment, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentLeg {
    pub seq: u16,
    pub principal: i64,
    pub interest: i64,
}

/// What a payment paid. `principal + interest + excess` is the amount.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Allocation {
    pub legs: Vec<PaymentLeg>,
    /// Credits `recv:{plan}`.
    pub principal: i64,
    /// Credits the interest charged on the plan.
    pub interest: i64,
    /// More than was owed: the customer's money, to be given back.
    pub excess: i64,
}

/// What it costs to settle everything on a date, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlySettlement {
    pub principal: i64,
    /// Overdue interest, and the current month's share up to the date.
    pub interest: i64,
    /// Scheduled interest that falls away (CCD2, Directive (EU) 2023/2225, article 29: early
    /// repayment reduces the cost for the time left).
    pub interest_saved: i64,
}

impl EarlySettlement {
    pub const fn total(&self) -> i64 {
        self.principal.saturating_add(self.interest)
    }
}

impl Plan {
    /// Allocates a payment: to the named instalment first, then in order of due date.
    ///
    /// # Errors
    /// [`PlanError::NotPositive`], [`PlanError::NoInstalment`]. A payment beyond what is owed is
    /// no error: the rest is `excess`.
    pub fn pay(
        &mut self,
        minor: i64,
        instalment: Option<u16>,
        on: Date,
    ) -> Result<Allocation, PlanError> {
        let mut left = positive("a payment", minor)?;
        if let Some(seq) = instalment {
            self.instalment_mut(seq)?;
        }
        let current = self.current(on);
        let mut order = self.open_order();
        order.sort_by_key(|seq| Some(*seq) != instalment);
        let mut allocation = Allocation::default();
        for seq in order {
            if left == 0 {
                break;
            }
            let target = self.instalment_mut(seq)?;
            let earned = target.due <= on || Some(seq) == current || Some(seq) == instalment;
            let interest = if earned { left.min(target.interest_open()) } else { 0 };
            let principal = (left - interest).min(target.open());
            target.interest_paid += interest;
            target.paid += principal;
            left -= interest + principal;
            allocation.interest += interest;
            allocation.principal += principal;
            allocation.legs.push(PaymentLeg { seq, principal, interest });
        }
        allocation.excess = left;
        self.reprice_interest(on);
        Ok(allocation)
    }

    /// What it costs to settle everything on a date.
    pub fn early_settlement(&self, on: Date) -> EarlySettlement {
        self.settlement(&self.open_order(), on)
    }

    /// What it costs to settle some instalments on a date: their principal, and of their interest what
    /// was earned by then. What of the interest falls away is counted for the whole plan, as later
    /// months bear it on less.
    ///
    /// # Errors
    /// [`PlanError::NoInstalment`], [`PlanError::InstalmentClosed`].
    pub fn settlement_of(&self, seqs: &[u16], on: Date) -> Result<EarlySettlement, PlanError> {
        let mut after = self.clone();
        let paid = after.settle(seqs, on)?;
        let before = self.interest_outstanding() - paid.interest;
        Ok(EarlySettlement {
            principal: paid.principal,
            interest: paid.interest,
            interest_saved: (before - after.interest_outstanding()).max(0),
        })
    }

    fn settlement(&self, seqs: &[u16], on: Date) -> EarlySettlement {
        let current = self.current(on);
        let open = self.open_instalments().into_iter().filter(|i| seqs.contains(&i.seq));
        let interest: i64 = open.map(|instalment| self.earned(instalment, current, on)).sum();
        let interest_saved = self.interest_outstanding() - interest;
        EarlySettlement { principal: self.outstanding(), interest, interest_saved }
    }

    /// Settles everything on a date: the customer paid [`EarlySettlement::total`].
    ///
    /// # Errors
    /// [`PlanError::NothingOutstanding`].
    pub fn pay_early(&mut self, on: Date) -> Result<Allocation, PlanError> {
        if self.outstanding() == 0 {
            return Err(PlanError::NothingOutstanding);
        }
        self.settle(&self.open_order(), on)
    }

    /// Settles some instalments on a date: the customer paid what [`Self::settlement_of`] says. Their
    /// interest that was not earned by then falls away, and that of later months is worked out again.
    ///
    /// # Errors
    /// [`PlanError::NoInstalment`], [`PlanError::InstalmentClosed`]; then nothing changed.
    pub fn settle(&mut self, seqs: &[u16], on: Date) -> Result<Allocation, PlanError> {
        for seq in seqs {
            match self.instalment(*seq) {
                None => return Err(PlanError::NoInstalment(*seq)),
                Some(instalment) if instalment.open() == 0 => {
                    return Err(PlanError::InstalmentClosed(*seq));
                }
                Some(_) => {}
            }
        }
        let current = self.current(on);
        let mut allocation = Allocation::default();
        for seq in self.open_order().into_iter().filter(|seq| seqs.contains(seq)) {
            let Some(instalment) = self.instalment(seq) else { continue };
            let interest = self.earned(instalment, current, on);
            let target = self.instalment_mut(seq)?;
            let principal = target.open();
            target.paid += principal;
            target.interest_paid += interest;
            target.interest = target.interest_paid;
            allocation.principal += principal;
            allocation.interest += interest;
            allocation.legs.push(PaymentLeg { seq, principal, interest });
        }
        self.reprice_interest(on);
        Ok(allocation)
    }

    /// The interest of an open instalment that is owed when it is settled on a date.
    fn earned(&self, instalment: &crate::Instalment, current: Option<u16>, on: Date) -> i64 {
        if instalment.due <= on {
            instalment.interest_open()
        } else if Some(instalment.seq) == current {
            self.accrued(instalment, on)
        } else {
            0
        }
    }

    /// The open instalment whose month is running: the first one due after `on`.
    fn current(&self, on: Date) -> Option<u16> {
        self.open_instalments().into_iter().find(|i| i.due > on).map(|instalment| instalment.seq)
    }

    /// The current month's interest up to a date, by days, rounded down.
    fn accrued(&self, instalment: &crate::Instalment, on: Date) -> i64 {
        let earlier = self.instalments.iter().filter(|other| other.due < instalment.due);
        let start = earlier.map(|other| other.due).max().unwrap_or(self.opened);
        let month = days_between(start, instalment.due).max(1);
        let elapsed = days_between(start, on).clamp(0, month);
        let share = i128::from(instalment.interest) * i128::from(elapsed) / i128::from(month);
        let share = i64::try_from(share).unwrap_or(i64::MAX);
        (share - instalment.interest_paid).clamp(0, instalment.interest_open())
    }

    /// Works out the interest of the months after the current one on the balance there is now. It
    /// only ever lowers it: a reinstated amount bears no new interest.
    pub(crate) fn reprice_interest(&mut self, on: Date) {
        let apr_bps = self.product.apr_bps();
        if apr_bps == 0 {
            return;
        }
        let current = self.current(on);
        let mut balance = self.outstanding();
        for seq in self.open_order() {
            let Ok(instalment) = self.instalment_mut(seq) else { continue };
            if instalment.due > on && Some(seq) != current {
                let interest = monthly_interest(balance, apr_bps).min(instalment.interest);
                instalment.interest = interest.max(instalment.interest_paid);
            }
            balance -= instalment.open();
        }
    }
}
