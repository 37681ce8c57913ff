//! What changes a schedule beside payments, refunds and pauses: an extension, hardship, write-off.
//!
//! It must never change what is outstanding, except by a write-off.

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::arith;
use crate::dates::{add_days, days_between};
use crate::instalment::Instalment;
use crate::policy::ExtensionRule;
use crate::product::EVERY_DAYS_MAX;
use crate::schedule::{INSTALMENTS_MAX, Plan, PlanError};

/// Most instalments of a hardship arrangement.
pub const HARDSHIP_INSTALMENTS_MAX: u16 = 36;

/// A due date that moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub seq: u16,
    pub from: Date,
    pub to: Date,
}

/// What the customer owes again: debits `recv:{plan}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reinstated {
    pub minor: i64,
    /// Instalment, its due date now, and minor units; one row per instalment.
    pub legs: Vec<(u16, Date, i64)>,
}

impl Reinstated {
    pub(crate) fn add(&mut self, seq: u16, due: Date, minor: i64) {
        match self.legs.iter_mut().find(|(on, _, _)| *on == seq) {
            Some(leg) => leg.2 += minor,
            None => self.legs.push((seq, due, minor)),
        }
    }
}

/// One due date moved on the customer's wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    pub moved: Moved,
    /// What the policy asks for it, in minor units; taken up front, never added to the plan.
    pub fee_minor: i64,
}

/// An arrangement for a customer who cannot pay as agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hardship {
    pub since: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Date>,
}

/// The new instalments of a hardship arrangement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replanned {
    /// Instalment, due date and minor units.
    pub instalments: Vec<(u16, Date, i64)>,
    /// Interest that is no longer asked for, in minor units.
    pub interest_waived: i64,
}

impl Plan {
    /// Moves one due date once, by the days of the policy.
    ///
    /// # Errors
    /// [`PlanError::NoInstalment`], [`PlanError::InstalmentClosed`],
    /// [`PlanError::ExtendedBefore`], or [`PlanError::TooLateToExtend`] from the due date on.
    pub fn extend_due_date(
        &mut self,
        seq: u16,
        rule: &ExtensionRule,
        on: Date,
    ) -> Result<Extension, PlanError> {
        let instalment = self.instalment_mut(seq)?;
        if instalment.open() == 0 {
            return Err(PlanError::InstalmentClosed(seq));
        }
        if instalment.extended {
            return Err(PlanError::ExtendedBefore(seq));
        }
        let from = instalment.due;
        if from <= on {
            return Err(PlanError::TooLateToExtend { seq, due: from });
        }
        let to = add_days(from, i64::from(rule.days));
        instalment.due = to;
        instalment.extended = true;
        Ok(Extension { moved: Moved { seq, from, to }, fee_minor: rule.fee_minor })
    }

    /// Whether a hardship arrangement runs: no fees, no report of worsening.
    pub fn in_hardship(&self) -> bool {
        self.hardship.as_ref().is_some_and(|hardship| hardship.ended.is_none())
    }

    /// Replaces what is unpaid by `n` equal instalments without interest (8000 → 8 × 1000), and
    /// freezes fees until [`Plan::leave_hardship`]. Asking again makes a new arrangement.
    ///
    /// # Errors
    /// [`PlanError::NothingOutstanding`], [`PlanError::Product`] for `n` or `every_days` out of
    /// bounds, [`PlanError::TooSmall`], [`PlanError::DueTooSoon`] when the first due date is not
    /// after `on`, [`PlanError::TooMany`].
    pub fn enter_hardship(
        &mut self,
        n: u16,
        every_days: u16,
        first_due: Date,
        on: Date,
    ) -> Result<Replanned, PlanError> {
        let outstanding = self.outstanding();
        if outstanding == 0 {
            return Err(PlanError::NothingOutstanding);
        }
        check_arrangement(n, every_days, outstanding)?;
        if days_between(on, first_due) < 1 {
            return Err(PlanError::DueTooSoon { due: first_due, earliest: add_days(on, 1) });
        }
        let kept = self.instalments.iter().filter(|i| i.closed() > 0 || i.amount == 0).count();
        if kept + usize::from(n) > INSTALMENTS_MAX {
            return Err(PlanError::TooMany { what: "instalments", max: INSTALMENTS_MAX });
        }
        let interest_waived = self.interest_outstanding();
        let last = self.instalments.last().map_or(0, |instalment| instalment.seq);
        for instalment in &mut self.instalments {
            if instalment.open() > 0 {
                instalment.amount = instalment.closed();
                instalment.interest = instalment.interest_paid;
            }
        }
        self.instalments.retain(|i| i.amount > 0 || i.interest_paid > 0);
        let new: Vec<Instalment> = (0..n)
            .zip(arith::split(outstanding, n))
            .map(|(index, amount)| {
                let due = add_days(first_due, i64::from(index) * i64::from(every_days));
                Instalment::new(last.saturating_add(index).saturating_add(1), due, amount)
            })
            .collect();
        let instalments = new.iter().map(|i| (i.seq, i.due, i.amount)).collect();
        self.instalments.extend(new);
        self.hardship = Some(Hardship { since: on, ended: None });
        Ok(Replanned { instalments, interest_waived })
    }

    /// Ends the arrangement; the schedule stays. Returns whether one was running.
    pub fn leave_hardship(&mut self, on: Date) -> bool {
        match &mut self.hardship {
            Some(hardship) if hardship.ended.is_none() => {
                hardship.ended = Some(on.max(hardship.since));
                true
            }
            _ => false,
        }
    }

    /// Gives up everything that is unpaid. Returns the minor units: debits `exp:credit_loss`,
    /// credits `recv:{plan}`. Fees are given up one by one, see [`Plan::waive_fee`].
    ///
    /// # Errors
    /// [`PlanError::NothingOutstanding`].
    pub fn write_off(&mut self) -> Result<i64, PlanError> {
        let outstanding = self.outstanding();
        if outstanding == 0 {
            return Err(PlanError::NothingOutstanding);
        }
        for instalment in &mut self.instalments {
            instalment.written_off += instalment.open();
        }
        Ok(outstanding)
    }
}

fn check_arrangement(n: u16, every_days: u16, outstanding: i64) -> Result<(), PlanError> {
    let bounds = [("n", n, HARDSHIP_INSTALMENTS_MAX), ("every_days", every_days, EVERY_DAYS_MAX)];
    for (field, got, max) in bounds {
        if !(1..=max).contains(&got) {
            return Err(PlanError::Product { field, got: i64::from(got), max: i64::from(max) });
        }
    }
    if outstanding < i64::from(n) {
        return Err(PlanError::TooSmall { principal: outstanding, instalments: n });
    }
    Ok(())
}
