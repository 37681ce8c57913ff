//! Watches every clock from outside, by the effects alone: set once, ended once, never early, due
//! when the oracle says, and what follows from it dated at the deadline itself.

use std::collections::BTreeMap;

use dispute::{
    Announcement, Dispute, Effect, Framework, Input, Kind, OrderFile, Reason, Subject, TimerKind,
    Topic,
};
use kernel::{TimerId, Timestamp};
use ledger::Cause;
use serde_json::Value;

use super::case::Case;
use super::oracle::{Oracle, Place};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Examples kept of what went wrong.
const EXAMPLES_MAX: usize = 20;

/// A clock that runs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Armed {
    pub(super) id: TimerId,
    pub(super) kind: TimerKind,
    pub(super) due: Timestamp,
}

/// Counts over the whole run, and everything that was wrong.
#[derive(Debug, Default)]
pub(super) struct Clocks {
    pub(super) fired: BTreeMap<TimerKind, u64>,
    /// Ended before they ran out, because something else happened.
    pub(super) stopped: u64,
    /// Fired by an engine that came after the deadline.
    pub(super) fired_late: u64,
    pub(super) ends_scheme: u64,
    pub(super) ends_local: u64,
    /// Decisions and entries whose date was compared with their deadline.
    pub(super) dated: u64,
    pub(super) wrong: u64,
    pub(super) examples: Vec<String>,
}

/// One step as seen from outside.
pub(super) struct Seen<'a> {
    pub(super) input: &'a Input,
    pub(super) now: Timestamp,
    pub(super) after: &'a OrderFile,
    pub(super) effects: &'a [Effect],
}

impl Clocks {
    pub(super) fn violation(&mut self, what: impl FnOnce() -> String) {
        self.wrong += 1;
        if self.examples.len() < EXAMPLES_MAX {
            self.examples.push(what());
        }
    }

    pub(super) fn fired_total(&self) -> u64 {
        self.fired.values().sum()
    }

    /// Follows one step of a case.
    pub(super) fn watch(&mut self, oracle: &Oracle, case: &mut Case, seen: &Seen<'_>) {
        let now = seen.now;
        let due_before: Vec<Armed> =
            case.armed.iter().filter(|armed| armed.due <= now).copied().collect();
        let mut ran_out: Vec<Armed> = Vec::new();
        for effect in seen.effects {
            match effect {
                Effect::ClearTimer { id } => self.ended(case, *id, now, &mut ran_out),
                Effect::SetTimer { id, kind, due, subject } => {
                    if case.is_armed(*id) {
                        self.violation(|| format!("{id} was set twice"));
                    }
                    let armed = Armed { id: *id, kind: *kind, due: *due };
                    case.armed.push(armed);
                    self.check_end(oracle, case.place, &armed, *subject, seen, &ran_out);
                }
                Effect::Post { entry } => self.check_entry(entry, &ran_out),
                Effect::Decided(decision) => {
                    self.check_decision(&decision.rules, decision.at, &ran_out);
                }
                Effect::Announce(news) => self.check_news(news, &ran_out),
                _ => {}
            }
        }
        if let Some(missed) = due_before.iter().find(|armed| case.is_armed(armed.id)) {
            self.violation(|| format!("missed at {now}: {missed:?}"));
        }
        self.compare(case, seen.after);
    }

    /// A clock ended: it ran out, or it was stopped before.
    fn ended(&mut self, case: &mut Case, id: TimerId, now: Timestamp, ran_out: &mut Vec<Armed>) {
        let Some(place) = case.armed.iter().position(|armed| armed.id == id) else {
            self.violation(|| format!("{id} ended twice, or was never set"));
            return;
        };
        let armed = case.armed.swap_remove(place);
        if armed.due > now {
            self.stopped += 1;
            return;
        }
        *self.fired.entry(armed.kind).or_insert(0) += 1;
        self.fired_late += u64::from(now.since(armed.due).as_millis() > super::POLL_MS);
        ran_out.push(armed);
    }

    /// What the order file says of its clocks is what the effects said.
    fn compare(&mut self, case: &Case, after: &OrderFile) {
        let timers = after.timers();
        let known = |(id, kind, due): &(TimerId, TimerKind, Timestamp)| {
            case.armed.iter().any(|a| a.id == *id && a.kind == *kind && a.due == *due)
        };
        if timers.len() != case.armed.len() || !timers.iter().all(known) {
            let (number, armed) = (case.number, &case.armed);
            self.violation(|| format!("order {number} has {timers:?}, was told {armed:?}"));
        }
    }

    /// Money that a clock moved is dated at its deadline, not at when the engine came.
    fn check_entry(&mut self, entry: &ledger::Entry, ran_out: &[Armed]) {
        let Cause::Timer(id) = entry.cause() else { return };
        self.dated += 1;
        // Money for an unauthorised payment carries the date it was taken (PSRs 2017 reg. 76(1)(b)).
        let dated = |armed: &Armed| {
            armed.id == id
                && (entry.effective_at() == armed.due
                    || armed.kind == TimerKind::ProvisionalCreditDue
                        && entry.effective_at() < armed.due)
        };
        if !ran_out.iter().any(dated) {
            self.violation(|| format!("entry {} of clock {id} is misdated", entry.key()));
        }
    }

    fn check_decision(&mut self, rules: &[String], at: Timestamp, ran_out: &[Armed]) {
        let kind = match rules.first().map(String::as_str) {
            Some("EVIDENCE-OVERDUE") => TimerKind::EvidenceDue,
            Some("APPEAL-WINDOW-OVER") if !ran_out.is_empty() => TimerKind::AppealDue,
            _ => return,
        };
        self.dated += 1;
        if !ran_out.iter().any(|armed| armed.kind == kind && armed.due == at) {
            self.violation(|| format!("{rules:?} at {at}, but {ran_out:?}"));
        }
    }

    fn check_news(&mut self, news: &Announcement, ran_out: &[Armed]) {
        let text = |name: &str| news.data.get(name).and_then(Value::as_str).unwrap_or_default();
        let overtaken = match news.topic {
            Topic::StateChanged if text("from") == "dialogue" && text("to") == "evidence" => {
                (TimerKind::DialogueEnds, text("at"))
            }
            Topic::SlaBreached if text("timer") == "review_due" => {
                (TimerKind::ReviewDue, text("due"))
            }
            Topic::SlaBreached if text("timer") == "final_review_due" => {
                (TimerKind::FinalReviewDue, text("due"))
            }
            _ => return,
        };
        self.dated += 1;
        let (kind, at) = overtaken;
        if !ran_out.iter().any(|armed| armed.kind == kind && armed.due.to_string() == at) {
            self.violation(|| format!("{news:?}, but {ran_out:?}"));
        }
    }

    /// Computes the end of a new clock again, from each instant it can have begun at.
    fn check_end(
        &mut self,
        oracle: &Oracle,
        place: Place,
        armed: &Armed,
        subject: Subject,
        seen: &Seen<'_>,
        ran_out: &[Armed],
    ) {
        if let Input::ExtendDeadline { until, .. } = seen.input
            && *until == armed.due
        {
            return;
        }
        let dispute = match subject {
            Subject::Dispute(id) => seen.after.dispute(id),
            Subject::Plan(_) => None,
        };
        let starts = ran_out.iter().map(|a| a.due).chain([seen.now]);
        let mut local = false;
        let right = starts.map(Timestamp::as_millis).any(|from| {
            let (ends, is_local) = ends(oracle, place, armed.kind, from, dispute, seen.after);
            local |= is_local;
            ends.contains(&armed.due.as_millis())
        });
        *(if local { &mut self.ends_local } else { &mut self.ends_scheme }) += 1;
        if !right {
            let now = seen.now;
            self.violation(|| format!("{armed:?} set at {now} after {ran_out:?} ends wrongly"));
        }
    }
}

/// When a clock that begins at `from` may end, and whether local days count. `disputes.md` 1.1,
/// 1.2 and 3.4.
fn ends(
    oracle: &Oracle,
    place: Place,
    kind: TimerKind,
    from: i64,
    dispute: Option<&Dispute>,
    file: &OrderFile,
) -> (Vec<i64>, bool) {
    let (reason, old, reopened) = dispute.map_or((Reason::Other, false, false), |dispute| {
        (dispute.reason, dispute.framework == Framework::Framework2020, dispute.reopened > 0)
    });
    let days = |count: i64| (vec![from + count * DAY_MS], false);
    match kind {
        TimerKind::DialogueEnds => days(21),
        TimerKind::EvidenceDue => match reason {
            Reason::Unauthorised => days(7),
            Reason::HighRisk => (vec![from + 96 * HOUR_MS], false),
            _ => days(if old { 14 } else { 21 }),
        },
        // A person must look within ten business days of the request.
        TimerKind::ReviewDue if reopened => {
            (vec![oracle.business_days_after(place, from, 10)], true)
        }
        TimerKind::ReviewDue => days(if old { 60 } else { 30 }),
        TimerKind::AppealDue => days(10),
        TimerKind::FinalReviewDue => days(30),
        TimerKind::ProposalDue => days(7),
        TimerKind::DecideDue => {
            let answered = dispute.and_then(|dispute| dispute.answered_at);
            (vec![answered.map_or(from, Timestamp::as_millis) + DAY_MS], false)
        }
        TimerKind::ProvisionalCreditDue => {
            debug_assert!(dispute.is_none_or(|dispute| dispute.kind == Kind::Unauthorised));
            let end = oracle.business_days_after(place, from, 1);
            (vec![(end - 8 * HOUR_MS).max(from)], true)
        }
        TimerKind::ReturnPauseEnds => (vec![Oracle::days_after(place, from, 28)], true),
        TimerKind::Instalment => {
            let plans = file.plans().iter();
            let dues = plans.flat_map(|plan| plan.instalments()).map(|instalment| instalment.due);
            let ends = dues.map(|due| Oracle::end_of_date(place, due));
            (ends.chain([Oracle::days_after(place, from, 1)]).collect(), true)
        }
    }
}
