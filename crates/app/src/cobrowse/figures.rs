//! Cases with and without co-browsing: [`cobrowse::figures`] over what is counted of conversations.

use cobrowse::figures::{self, Case, Figures};
use compliance::authority::Action;
use kernel::{Duration, Timestamp};
use store::figures::{CobrowseCaseRow, Period, cobrowse_beside_none, cobrowse_cases};

use crate::{AppError, Session, report};

/// Most cases of one period.
const CASES_MAX: u32 = 200_000;
/// Whoever comes back within so many days was not served; a case that is younger is not counted yet.
pub const SETTLED: Duration = Duration::from_days(7);

/// What a case was about. Cases are compared with those of the same topic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Of a dispute: its reason.
    Reason(String),
    Complaint,
    /// What the customer wanted, as it was recognised.
    Intent(String),
    /// Nothing of that is known.
    Unknown,
}

/// The figures of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct OfPeriod {
    pub figures: Figures<Topic>,
    /// Cases of the period that are too young to be counted.
    pub too_young: u64,
    /// Sessions that stand beside no conversation: their cases cannot be told from the others.
    pub beside_none: u64,
    /// Somebody may come back still: what is resolved can fall.
    pub provisional: bool,
}

/// The figures of cases that were opened in a period and that a person of the desk had.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Invalid`] for a period that is empty or too long;
/// [`AppError::Unprocessable`] (`report_too_large`).
pub fn of_period(s: &mut Session<'_, '_>, period: Period) -> Result<OfPeriod, AppError> {
    let on = s.of_tenant();
    s.check(Action::DeskReport, &on)?;
    report::reportable(period)?;
    let (tenant, now) = (s.tenant().clone(), s.now());
    let old = now.minus(SETTLED);
    let grown = (period.0, period.1.min(old.max(period.0)));
    let rows = cobrowse_cases(s.tx(), &tenant, period, CASES_MAX + 1)?;
    if rows.len() > CASES_MAX as usize {
        let why = format!("there are more than {CASES_MAX} cases: ask for fewer days");
        return Err(AppError::unprocessable("report_too_large", why));
    }
    let beside_none = cobrowse_beside_none(s.tx(), &tenant, grown)?;
    let (counted, young): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.opened_at < old);
    let provisional = counted.iter().filter_map(|row| row.resolved_at).any(|at| at >= old);
    let cases: Vec<Case<Topic>> = counted.into_iter().map(case).collect();
    Ok(OfPeriod {
        figures: figures::figures(&cases),
        too_young: young.len() as u64,
        beside_none: u64::try_from(beside_none).unwrap_or(0),
        provisional,
    })
}

fn case(row: CobrowseCaseRow) -> Case<Topic> {
    let resolved = row.reopened == 0 && row.resolved_at.is_some_and(|at| stayed(at, row.again_at));
    Case {
        with: row.with,
        topic: match (row.reason, row.is_complaint, row.intent) {
            (Some(reason), _, _) => Topic::Reason(reason),
            (None, true, _) => Topic::Complaint,
            (None, false, Some(intent)) if !intent.is_empty() => Topic::Intent(intent),
            (None, false, _) => Topic::Unknown,
        },
        resolved,
        handled_ms: row.resolved_at.map(|at| at.since(row.begun_at).as_millis()),
        csat: row.csat.and_then(|csat| u8::try_from(csat).ok()),
    }
}

/// Whether what was resolved then was the end of it.
fn stayed(resolved_at: Timestamp, again_at: Option<Timestamp>) -> bool {
    again_at.is_none_or(|again| again < resolved_at || again > resolved_at.plus(SETTLED))
}
