//! Refunds out: first off what is unpaid, then off what was given up, then back to the payments
//! that brought the money. And the two ways back: a refund reversed, a chargeback that stands.
//!
//! It must never give back more than the customer paid and we still hold (invariant I2). Interest
//! that was paid is not refunded (Affirm's published rule).

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::arith;
use crate::change::Reinstated;
use crate::dates::add_days;
use crate::instalment::Instalment;
use crate::policy::RefundAllocation;
use crate::schedule::{Plan, PlanError, positive};

/// Where a refund went, in minor units. `off_plan + recovered + cash_total()` is the amount.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RefundSplit {
    /// Credits `recv:{plan}`.
    pub off_plan: i64,
    /// The same by instalment, earliest due first; none is 0.
    pub off: Vec<(u16, i64)>,
    /// Pays back what was written off: credits `exp:credit_loss`.
    #[serde(default, skip_serializing_if = "crate::instalment::is_zero")]
    pub recovered: i64,
    /// Goes back to the payment of each instalment, last paid first: credits `cust_ref`.
    pub cash: Vec<(u16, i64)>,
}

impl RefundSplit {
    pub fn cash_total(&self) -> i64 {
        self.cash.iter().map(|(_, minor)| minor).sum()
    }
    pub fn total(&self) -> i64 {
        self.off_plan + self.recovered + self.cash_total()
    }
}

/// One of the parts of an instalment.
type Part = fn(&mut Instalment) -> &mut i64;

impl Plan {
    /// The most that a refund can be now, in minor units.
    pub fn refundable(&self) -> i64 {
        self.outstanding() + self.paid_total() + self.written_off_total()
    }

    /// What a refund would do, without doing it.
    ///
    /// # Errors
    /// As [`Plan::refund`].
    pub fn refund_preview(
        &self,
        minor: i64,
        how: RefundAllocation,
    ) -> Result<RefundSplit, PlanError> {
        let minor = positive("a refund", minor)?;
        let max = self.refundable();
        if minor > max {
            return Err(PlanError::TooMuch { what: "a refund", minor, max });
        }
        let order = self.open_order();
        let open: Vec<i64> = self.open_instalments().iter().map(|i| i.open()).collect();
        let (after, left) = match how {
            RefundAllocation::LastFirst => arith::refund_last_first(&open, minor),
            RefundAllocation::Even => arith::refund_even(&open, minor),
        };
        let taken = open.iter().zip(&after).map(|(before, after)| before - after);
        let off: Vec<(u16, i64)> = order.into_iter().zip(taken).filter(|(_, t)| *t > 0).collect();
        let recovered = left.min(self.written_off_total());
        let cash = self.cash_legs(left - recovered)?;
        Ok(RefundSplit { off_plan: minor - left, off, recovered, cash })
    }

    /// Takes a refund off the plan, and says what goes back to the card.
    ///
    /// # Errors
    /// [`PlanError::NotPositive`], or [`PlanError::TooMuch`] beyond [`Plan::refundable`].
    pub fn refund(
        &mut self,
        minor: i64,
        how: RefundAllocation,
        on: Date,
    ) -> Result<RefundSplit, PlanError> {
        let split = self.refund_preview(minor, how)?;
        for (seq, part) in &split.off {
            self.instalment_mut(*seq)?.refunded += part;
        }
        self.shift(split.recovered, |i| &mut i.written_off, |i| &mut i.refunded);
        for (seq, part) in &split.cash {
            let instalment = self.instalment_mut(*seq)?;
            instalment.paid -= part;
            instalment.returned += part;
        }
        self.reprice_interest(on);
        Ok(split)
    }

    /// Which payments a cash refund goes back to: by instalment, the last one first.
    ///
    /// # Errors
    /// [`PlanError::TooMuch`] when it is more than the customer paid and we still hold.
    pub fn cash_legs(&self, cash: i64) -> Result<Vec<(u16, i64)>, PlanError> {
        let paid: Vec<i64> = self.instalments.iter().map(|instalment| instalment.paid).collect();
        let (legs, left) = arith::cash_legs(&paid, cash);
        if left > 0 {
            let max = self.paid_total();
            return Err(PlanError::TooMuch { what: "a cash refund", minor: cash, max });
        }
        let seq = |place: usize| self.instalments.get(place).map(|instalment| instalment.seq);
        Ok(legs.into_iter().filter_map(|(place, part)| Some((seq(place)?, part))).collect())
    }

    /// Undoes the whole purchase: everything unpaid is cancelled, everything paid goes back.
    ///
    /// # Errors
    /// [`PlanError::NotPositive`] when there is nothing left to undo.
    pub fn void(&mut self, on: Date) -> Result<RefundSplit, PlanError> {
        self.refund(self.refundable(), RefundAllocation::LastFirst, on)
    }

    /// A card network took a payment back: it is neither paid nor owed until it is decided who
    /// bears it.
    ///
    /// # Errors
    /// [`PlanError::TooMuch`] beyond what was paid for the instalment and is still held.
    pub fn charge_back(&mut self, seq: u16, minor: i64) -> Result<(), PlanError> {
        let minor = positive("a chargeback", minor)?;
        let instalment = self.instalment_mut(seq)?;
        if minor > instalment.paid {
            let max = instalment.paid;
            return Err(PlanError::TooMuch { what: "a chargeback", minor, max });
        }
        instalment.paid -= minor;
        instalment.charged_back += minor;
        Ok(())
    }

    /// The network gave a charged-back payment back to us: it counts as paid again.
    ///
    /// # Errors
    /// [`PlanError::TooMuch`] beyond what was charged back on the instalment.
    pub fn charge_back_reversed(&mut self, seq: u16, minor: i64) -> Result<(), PlanError> {
        let minor = positive("a reversed chargeback", minor)?;
        let instalment = self.instalment_mut(seq)?;
        if minor > instalment.charged_back {
            let max = instalment.charged_back;
            return Err(PlanError::TooMuch { what: "a reversed chargeback", minor, max });
        }
        instalment.charged_back -= minor;
        instalment.paid += minor;
        Ok(())
    }

    /// The merchant won and the network kept the payment: the customer owes it again, earliest
    /// instalment first, with a due date at least `due_days_min` days from `on`.
    ///
    /// # Errors
    /// [`PlanError::TooMuch`] beyond what was charged back; [`PlanError::DueTooSoon`].
    pub fn reinstate(
        &mut self,
        minor: i64,
        due: Date,
        on: Date,
        due_days_min: u32,
    ) -> Result<Reinstated, PlanError> {
        let parts: [Part; 1] = [|i| &mut i.charged_back];
        self.reopen("a reinstatement", minor, &parts, (due, on, due_days_min))
    }

    /// A refund turned out not to be due: the customer owes it again. What had only been taken
    /// off the plan comes back first, then what had gone back to the card.
    ///
    /// # Errors
    /// [`PlanError::TooMuch`] beyond what was refunded; [`PlanError::DueTooSoon`].
    pub fn reverse_refund(
        &mut self,
        minor: i64,
        due: Date,
        on: Date,
        due_days_min: u32,
    ) -> Result<Reinstated, PlanError> {
        let parts: [Part; 2] = [|i| &mut i.refunded, |i| &mut i.returned];
        self.reopen("a refund reversal", minor, &parts, (due, on, due_days_min))
    }

    fn reopen(
        &mut self,
        what: &'static str,
        minor: i64,
        parts: &[Part],
        (due, on, due_days_min): (Date, Date, u32),
    ) -> Result<Reinstated, PlanError> {
        let minor = positive(what, minor)?;
        let earliest = add_days(on, i64::from(due_days_min));
        if due < earliest {
            return Err(PlanError::DueTooSoon { due, earliest });
        }
        let instalments = self.instalments.iter_mut();
        let max = instalments.map(|i| parts.iter().map(|part| *part(i)).sum::<i64>()).sum();
        if minor > max {
            return Err(PlanError::TooMuch { what, minor, max });
        }
        let mut left = minor;
        let mut reinstated = Reinstated { minor, legs: Vec::new() };
        for part in parts {
            for instalment in &mut self.instalments {
                let moved = left.min(*part(instalment));
                if moved > 0 {
                    *part(instalment) -= moved;
                    left -= moved;
                    // A date still further away stands: nobody has to pay sooner than agreed.
                    instalment.due = instalment.due.max(due);
                    reinstated.add(instalment.seq, instalment.due, moved);
                }
            }
        }
        Ok(reinstated)
    }

    /// Moves up to `minor` from one part to another, last instalment first.
    fn shift(&mut self, minor: i64, from: Part, to: Part) {
        let mut left = minor;
        for instalment in self.instalments.iter_mut().rev() {
            let moved = left.min(*from(instalment));
            *from(instalment) -= moved;
            *to(instalment) += moved;
            left -= moved;
        }
    }
}
