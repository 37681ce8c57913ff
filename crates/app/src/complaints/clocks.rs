//! The clocks of a complaint, and the tasks that ask people of the desk in time.

use compliance::complaint::{Complaint, State};
use kernel::{ComplaintId, OrderId, Rng, TaskId, TimerId, Timestamp};
use store::complaints::ComplaintRow;
use store::tasks::TaskRow;
use store::timers::{DueTimer, NewTimer};

use super::{Doc, load};
use crate::{AppError, Session};

/// The kind of a complaint's timers.
pub(crate) const TIMER: &str = "complaint";

pub(super) fn start(s: &mut Session<'_, '_>, complaint: &Complaint) -> Result<(), AppError> {
    let order = OrderId::new(crate::feed::NO_ORDER)
        .map_err(|error| AppError::internal("the place for what has no order", error))?;
    let now = s.now();
    let mut rng = Rng::seeded(s.rng().next_u64());
    let timers = [complaint.acknowledge_by, complaint.respond_by].map(|due_at| NewTimer {
        tenant: s.tenant().clone(),
        timer: TimerId::generate(now, &mut rng),
        order: order.clone(),
        kind: TIMER.to_owned(),
        due_at,
        test_clock: s.is_on_test_clock(),
        doc: format!("\"{}\"", complaint.id),
    });
    Ok(store::timers::schedule(s.tx(), timers.into())?)
}

/// Asks a person of the desk, by a day.
pub(super) fn ask(
    s: &mut Session<'_, '_>,
    row: &ComplaintRow,
    kind: &str,
    why: &str,
    due_at: Timestamp,
) -> Result<(), AppError> {
    let now = s.now();
    let task = TaskRow {
        tenant: row.tenant.clone(),
        task: TaskId::generate(now, s.rng()),
        kind: kind.to_owned(),
        state: store::tasks::OPEN.to_owned(),
        order: row.order.clone(),
        dispute: row.dispute,
        assignee: None,
        due_at,
        created_at: now,
        closed_at: None,
        version: 1,
        doc: serde_json::json!({ "why": why, "complaint": row.complaint }).to_string(),
    };
    Ok(store::tasks::insert(s.tx(), vec![task])?)
}

/// A clock of a complaint ran out: a breach is an event and a task, never a way out.
pub(crate) fn ran_out(s: &mut Session<'_, '_>, timer: &DueTimer) -> Result<(), AppError> {
    let id: ComplaintId = timer
        .doc
        .trim_matches('"')
        .parse()
        .map_err(|error| AppError::internal("the timer of a complaint", error))?;
    let row = load(s, id)?;
    let doc: Doc = serde_json::from_str(&row.doc)?;
    let breaches = doc.complaint.breaches(s.now());
    if breaches.is_empty() || doc.complaint.state != State::Open {
        return Ok(());
    }
    let body = serde_json::json!({ "breaches": breaches });
    s.audit("complaint.breach", format!("complaint/{id}"), Some(body));
    let now = s.now();
    ask(s, &row, "complaint_overdue", "a deadline of a complaint passed", now)
}
