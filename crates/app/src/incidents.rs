//! Incidents of the service itself: written down with their clock, so that who must be told is told
//! in time (Regulation (EU) 2022/2554). Kept as tasks; small on purpose.

use compliance::authority::Action;
use kernel::{Duration, TaskId};
use serde::{Deserialize, Serialize};
use store::tasks::{TaskFilter, TaskRow};

use crate::order::scrub;
use crate::{AppError, Page, Session};

/// The kind of task an incident is.
pub const INCIDENT: &str = "incident";
/// A major incident's first notification, from its classification.
const MAJOR_DUE_AFTER: Duration = Duration::from_hours(4);
const MINOR_DUE_AFTER: Duration = Duration::from_days(3);
const TEXT_CHARS_MAX: usize = 5_000;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Minor,
    /// The authority must be told.
    Major,
}

/// Writes an incident down.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::Invalid`].
pub fn open(
    s: &mut Session<'_, '_>,
    severity: Severity,
    mut what: String,
) -> Result<TaskRow, AppError> {
    let case = s.of_tenant();
    s.check(Action::IncidentWrite, &case)?;
    if what.trim().is_empty() || what.chars().count() > TEXT_CHARS_MAX {
        let problem = format!("1 to {TEXT_CHARS_MAX} characters");
        return Err(AppError::invalid("what", problem));
    }
    scrub::text(&mut what);
    let now = s.now();
    let due = match severity {
        Severity::Major => MAJOR_DUE_AFTER,
        Severity::Minor => MINOR_DUE_AFTER,
    };
    let row = TaskRow {
        tenant: s.tenant().clone(),
        task: TaskId::generate(now, s.rng()),
        kind: INCIDENT.to_owned(),
        state: store::tasks::OPEN.to_owned(),
        order: None,
        dispute: None,
        assignee: None,
        due_at: now.plus(due),
        created_at: now,
        closed_at: None,
        version: 1,
        doc: serde_json::json!({ "why": what, "severity": severity }).to_string(),
    };
    store::tasks::insert(s.tx(), vec![row.clone()])?;
    let body = serde_json::json!({ "severity": severity });
    s.audit("incident.opened", format!("incident/{}", row.task), Some(body));
    Ok(row)
}

/// Incidents that are open, the most urgent first.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn list(s: &mut Session<'_, '_>, page: &Page) -> Result<Vec<TaskRow>, AppError> {
    let case = s.of_tenant();
    s.check(Action::IncidentRead, &case)?;
    let filter = TaskFilter { kind: Some(INCIDENT.to_owned()), assignee: None };
    let (tenant, after) = (s.tenant().clone(), page.after_oldest());
    let open = store::tasks::OPEN;
    Ok(store::tasks::queue(s.tx(), &tenant, open, &filter, &after, page.limit)?)
}
