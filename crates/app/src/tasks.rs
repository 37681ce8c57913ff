//! The queue of what waits for a person.

use std::collections::HashMap;

use compliance::authority::Action;
use kernel::{ConversationId, CustomerId, OrderId, TaskId};
use serde::Deserialize;
use store::tasks::{CLOSED, OPEN, TaskFilter, TaskRow};

use crate::order::scrub;
use crate::{AppError, Page, Session, conversations, customers};

/// Somebody has taken it.
pub const CLAIMED: &str = "claimed";

/// What a task is about, so that whoever reads the queue need not look it up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub conversation: Option<ConversationId>,
    /// The conversation's.
    pub number: Option<String>,
    pub customer: Option<CustomerId>,
    pub customer_name: Option<String>,
}

/// What a task's document may name.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Named {
    conversation: Option<ConversationId>,
    customer: Option<CustomerId>,
}

/// What each task of a page is about, in their order.
///
/// # Errors
/// The store's.
pub fn about(s: &mut Session<'_, '_>, rows: &[TaskRow]) -> Result<Vec<About>, AppError> {
    let mut known = Known::default();
    rows.iter().map(|row| known.about(s, row)).collect()
}

/// What was looked up already: many tasks of a page are about the same few customers.
#[derive(Debug, Default)]
struct Known {
    orders: HashMap<OrderId, Option<CustomerId>>,
    names: HashMap<CustomerId, Option<String>>,
}

impl Known {
    fn about(&mut self, s: &mut Session<'_, '_>, row: &TaskRow) -> Result<About, AppError> {
        // Tasks of every kind are here, each with a document of its own.
        let named: Named = serde_json::from_str(&row.doc).unwrap_or_default();
        let tenant = s.tenant().clone();
        let mut about = About { conversation: named.conversation, ..About::default() };
        if let Some(id) = named.conversation
            && let Some(row) = store::conversations::get(s.tx(), &tenant, id)?
        {
            let conversation = conversations::parsed(&row)?.conversation;
            let name = conversation.customer_name;
            about.number = Some(conversation.number);
            about.customer = Some(conversation.customer);
            about.customer_name = Some(name).filter(|name| !name.is_empty());
            return Ok(about);
        }
        about.customer = match (named.customer, row.dispute, &row.order) {
            (Some(customer), _, _) => Some(customer),
            (None, Some(dispute), _) => {
                store::disputes::get(s.tx(), &tenant, dispute)?.map(|row| row.customer)
            }
            (None, None, Some(order)) => self.of_order(s, order)?,
            (None, None, None) => None,
        };
        if let Some(customer) = &about.customer {
            about.customer_name = self.name(s, customer)?;
        }
        Ok(about)
    }

    fn of_order(
        &mut self,
        s: &mut Session<'_, '_>,
        order: &OrderId,
    ) -> Result<Option<CustomerId>, AppError> {
        if let Some(known) = self.orders.get(order) {
            return Ok(known.clone());
        }
        let tenant = s.tenant().clone();
        let customer = store::orders::load(s.tx(), &tenant, order)?.map(|row| row.customer);
        self.orders.insert(order.clone(), customer.clone());
        Ok(customer)
    }

    fn name(
        &mut self,
        s: &mut Session<'_, '_>,
        customer: &CustomerId,
    ) -> Result<Option<String>, AppError> {
        if let Some(known) = self.names.get(customer) {
            return Ok(known.clone());
        }
        let name = customers::record(s, customer)?.and_then(|record| record.name);
        self.names.insert(customer.clone(), name.clone());
        Ok(name)
    }
}

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
