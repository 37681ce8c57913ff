//! Pauses: while a problem is open, due dates stand still and no fee is charged.
//!
//! Several reasons may pause one plan at once. They count as one stretch of time, their union, and
//! due dates move once, when the last reason ends. A due date never moves to an earlier day.

use kernel::{Date, DisputeId, ReturnId};
use serde::{Deserialize, Serialize};

use crate::change::Moved;
use crate::dates::{add_days, days_between};
use crate::fee::{FeeReversal, FeeState};
use crate::schedule::{PAUSES_MAX, Plan, PlanError};

/// Why a plan stands still.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    Dispute(DisputeId),
    /// The customer reported that goods are on their way back.
    Return(ReturnId),
    /// The customer reported a problem and has not opened a dispute.
    Problem,
    /// Help after the customer asked for it.
    Hardship,
    /// A courtesy of the provider.
    Goodwill,
}

impl std::fmt::Display for PauseReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Dispute(id) => write!(f, "dispute {id}"),
            Self::Return(id) => write!(f, "return {id}"),
            Self::Problem => f.write_str("a reported problem"),
            Self::Hardship => f.write_str("hardship"),
            Self::Goodwill => f.write_str("goodwill"),
        }
    }
}

/// One reason and its time, both days included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    pub reason: PauseReason,
    pub from: Date,
    /// When it is planned to end; the caller's timer ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// When it did end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Date>,
}

impl Pause {
    /// Whether a fee may not bear this date. The day it ends is still inside: the customer cannot
    /// know at which hour.
    pub fn covers(&self, date: Date) -> bool {
        self.from <= date && self.ended.is_none_or(|ended| date <= ended)
    }
}

/// What pausing did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseChange {
    /// False when the plan already stood still.
    pub started: bool,
    /// Fees dated inside the pause, which are reversed now (invariant I5).
    pub fees_to_reverse: Vec<FeeReversal>,
}

/// What ending a pause did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resumed {
    /// Another reason still pauses the plan; nothing moved.
    pub still_paused: bool,
    /// How long it stood still; 0 while still paused.
    pub paused_days: i64,
    /// Due dates that moved.
    pub moved: Vec<Moved>,
}

impl Plan {
    /// Whether any reason pauses the plan now.
    pub fn is_paused(&self) -> bool {
        self.pauses.iter().any(|pause| pause.ended.is_none())
    }

    /// Whether a date lies inside any pause, open or ended.
    pub fn paused_on(&self, date: Date) -> bool {
        self.pauses.iter().any(|pause| pause.covers(date))
    }

    /// Pauses the plan for a reason. A reason that already pauses it only gets the new planned end
    /// (and the earlier start).
    ///
    /// # Errors
    /// [`PlanError::BeforeStart`] when `from` is before the plan, or `until` before `from`;
    /// [`PlanError::TooMany`].
    pub fn pause(
        &mut self,
        reason: PauseReason,
        from: Date,
        until: Option<Date>,
    ) -> Result<PauseChange, PlanError> {
        if from < self.opened {
            let earliest = self.opened;
            return Err(PlanError::BeforeStart { what: "a pause", on: from, earliest });
        }
        if let Some(on) = until.filter(|until| *until < from) {
            return Err(PlanError::BeforeStart { what: "the end of a pause", on, earliest: from });
        }
        let started = !self.is_paused();
        let is_full = self.pauses.len() >= PAUSES_MAX;
        match self.open_pause(&reason) {
            Some(pause) => {
                pause.from = pause.from.min(from);
                pause.until = until;
            }
            None if is_full => {
                return Err(PlanError::TooMany { what: "pauses", max: PAUSES_MAX });
            }
            None => self.pauses.push(Pause { reason, from, until, ended: None }),
        }
        Ok(PauseChange { started, fees_to_reverse: self.reverse_fees_in_pauses() })
    }

    /// Ends one reason's pause. When it was the last, every unpaid due date moves by the days the
    /// plan stood still, and none is sooner than `first_due_days_min` days after `on`.
    ///
    /// A due date is moved to that minimum on its own, not with all later ones: an instalment that
    /// was long overdue must not push the whole schedule away.
    ///
    /// # Errors
    /// [`PlanError::NotPaused`], or [`PlanError::BeforeStart`].
    pub fn resume(
        &mut self,
        reason: &PauseReason,
        on: Date,
        first_due_days_min: u32,
    ) -> Result<Resumed, PlanError> {
        let pause =
            self.open_pause(reason).ok_or_else(|| PlanError::NotPaused(reason.to_string()))?;
        if on < pause.from {
            let earliest = pause.from;
            return Err(PlanError::BeforeStart { what: "the end of a pause", on, earliest });
        }
        pause.ended = Some(on);
        if self.is_paused() {
            return Ok(Resumed { still_paused: true, paused_days: 0, moved: Vec::new() });
        }
        // Only what is new: an earlier stretch has moved the due dates before.
        let in_pauses = self.days_in_ended_pauses();
        let paused_days = in_pauses - self.days_moved;
        self.days_moved = in_pauses;
        let earliest = add_days(on, i64::from(first_due_days_min));
        let moved = self.move_open_dues(|due| add_days(due, paused_days).max(earliest));
        Ok(Resumed { still_paused: false, paused_days, moved })
    }

    /// Reasons whose planned end has come.
    pub fn pauses_to_end(&self, on: Date) -> Vec<PauseReason> {
        let over =
            |pause: &&Pause| pause.ended.is_none() && pause.until.is_some_and(|until| until <= on);
        self.pauses.iter().filter(over).map(|pause| pause.reason.clone()).collect()
    }

    /// Days of all pauses that were a courtesy: as they ended, or as they are planned to.
    pub fn courtesy_days(&self) -> u32 {
        let of = |pause: &&Pause| pause.reason == PauseReason::Goodwill;
        let days = self.pauses.iter().filter(of).filter_map(|pause| {
            let span = pause.from.until(pause.ended.or(pause.until)?).ok()?;
            u32::try_from(span.get_days()).ok()
        });
        days.fold(0, u32::saturating_add)
    }

    /// Standing fees dated inside any pause.
    pub fn fees_inside_pauses(&self) -> Vec<u16> {
        let inside =
            |fee: &&crate::LateFee| fee.state == FeeState::Charged && self.paused_on(fee.on);
        self.fees.iter().filter(inside).map(|fee| fee.no).collect()
    }

    /// Nothing may be collected from now on. Idempotent.
    pub const fn freeze(&mut self) {
        self.frozen = true;
    }

    /// Collection may go on. Idempotent.
    pub const fn unfreeze(&mut self) {
        self.frozen = false;
    }

    fn reverse_fees_in_pauses(&mut self) -> Vec<FeeReversal> {
        let inside = self.fees_inside_pauses();
        inside.into_iter().filter_map(|no| self.end_fee(no, FeeState::Reversed).ok()).collect()
    }

    fn open_pause(&mut self, reason: &PauseReason) -> Option<&mut Pause> {
        self.pauses.iter_mut().find(|pause| pause.ended.is_none() && pause.reason == *reason)
    }

    /// Days inside at least one ended pause, each counted once.
    fn days_in_ended_pauses(&self) -> i64 {
        let mut spans: Vec<(Date, Date)> =
            self.pauses.iter().filter_map(|pause| Some((pause.from, pause.ended?))).collect();
        spans.sort_unstable();
        let mut counted_to = self.opened;
        let mut days = 0;
        for (from, ended) in spans {
            days += days_between(from.max(counted_to), ended).max(0);
            counted_to = counted_to.max(ended);
        }
        days
    }

    /// Applies a rule to the due date of every open instalment; it never moves one back.
    pub(crate) fn move_open_dues(&mut self, rule: impl Fn(Date) -> Date) -> Vec<Moved> {
        let mut moved = Vec::new();
        for instalment in self.instalments.iter_mut().filter(|instalment| instalment.open() > 0) {
            let (from, to) = (instalment.due, rule(instalment.due).max(instalment.due));
            if from != to {
                instalment.due = to;
                moved.push(Moved { seq: instalment.seq, from, to });
            }
        }
        moved
    }
}
