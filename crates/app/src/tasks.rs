//! The queue of what waits for a person.

use compliance::authority::Action;
use kernel::TaskId;
use store::tasks::{CLOSED, OPEN, TaskFilter, TaskRow};

use crate::order::scrub;
use crate::{AppError, Page, Session};

/// Somebody has taken it.
pub const CLAIMED: &str = "claimed";

/// Tasks in one state (`open`, `claimed` or `closed`), the most urgent first.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::Invalid`] for another state.
pub fn queue(
    s: &mut Session<'_, '_>,
    state: &str,
    filter: &TaskFilter,
    page: &Page,
) -> Result<Vec<TaskRow>, AppError> {
    if ![OPEN, CLAIMED, CLOSED].contains(&state) {
        return Err(AppError::invalid("state", "must be open, claimed or closed"));
    }
    let case = s.of_tenant();
    s.check(Action::TaskRead, &case)?;
    let tenant = s.tenant().clone();
    Ok(store::tasks::queue(s.tx(), &tenant, state, filter, &page.after_oldest(), page.limit)?)
}

/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
pub fn get(s: &mut Session<'_, '_>, task: TaskId) -> Result<TaskRow, AppError> {
    let case = s.of_tenant();
    s.check(Action::TaskRead, &case)?;
    let tenant = s.tenant().clone();
    store::tasks::get(s.tx(), &tenant, task)?.ok_or_else(|| AppError::not_found("the task", &task))
}

/// Kind, how many are open, and how many of these are overdue.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn counts(s: &mut Session<'_, '_>) -> Result<Vec<(String, i64, i64)>, AppError> {
    let case = s.of_tenant();
    s.check(Action::TaskRead, &case)?;
    let (tenant, now) = (s.tenant().clone(), s.now());
    Ok(store::tasks::counts(s.tx(), &tenant, OPEN, now)?)
}

/// Takes a task. Taking one's own again changes nothing.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else has it, or it is done.
pub fn claim(s: &mut Session<'_, '_>, task: TaskId) -> Result<TaskRow, AppError> {
    let row = work_on(s, task)?;
    let me = s.principal().id.clone();
    if row.state == CLAIMED && row.assignee == me {
        return Ok(row);
    }
    if row.state != OPEN {
        return Err(AppError::conflict("task_taken", "this task is taken or done"));
    }
    save(s, TaskRow { state: CLAIMED.to_owned(), assignee: me, ..row }, "task.claimed")
}

/// Gives a task back to the queue.
///
/// # Errors
/// [`AppError::Conflict`] when it is not the principal's.
pub fn release(s: &mut Session<'_, '_>, task: TaskId) -> Result<TaskRow, AppError> {
    let row = work_on(s, task)?;
    if row.state != CLAIMED || row.assignee != s.principal().id {
        return Err(AppError::conflict("task_not_yours", "this task is not taken by you"));
    }
    save(s, TaskRow { state: OPEN.to_owned(), assignee: None, ..row }, "task.released")
}

/// Says that a task is done, with a note on how.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else has it, it is done, or it is a request, which is
/// approved or rejected instead.
pub fn complete(
    s: &mut Session<'_, '_>,
    task: TaskId,
    mut note: String,
) -> Result<TaskRow, AppError> {
    let row = work_on(s, task)?;
    if row.kind == crate::desk::REQUEST {
        let why = "a request is approved or rejected, not completed";
        return Err(AppError::conflict("request_open", why));
    }
    let mine = row.assignee.is_none() || row.assignee == s.principal().id;
    if row.state == CLOSED || !mine {
        return Err(AppError::conflict("task_taken", "this task is done, or somebody else's"));
    }
    scrub::text(&mut note);
    let mut doc: serde_json::Value = serde_json::from_str(&row.doc)?;
    if let Some(doc) = doc.as_object_mut() {
        doc.insert("note".to_owned(), note.into());
        doc.insert("done_by".to_owned(), serde_json::to_value(s.actor())?);
    }
    let row =
        TaskRow { state: CLOSED.to_owned(), closed_at: Some(s.now()), doc: doc.to_string(), ..row };
    save(s, row, "task.completed")
}

fn work_on(s: &mut Session<'_, '_>, task: TaskId) -> Result<TaskRow, AppError> {
    let case = s.of_tenant();
    s.check(Action::TaskWork, &case)?;
    let tenant = s.tenant().clone();
    store::tasks::get(s.tx(), &tenant, task)?.ok_or_else(|| AppError::not_found("the task", &task))
}

fn save(s: &mut Session<'_, '_>, row: TaskRow, action: &str) -> Result<TaskRow, AppError> {
    store::tasks::save(s.tx(), &row)?;
    s.audit(action, format!("task/{}", row.task), None);
    Ok(row)
}
