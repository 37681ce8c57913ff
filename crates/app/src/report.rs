//! The report of the desk: how long people wait, what is kept of what was promised, what is settled
//! without a person and stays settled, and which decisions did not stand.
//!
//! Every figure is a sum over [`store::figures`]; `docs/report.md` says what each counts. Nothing is
//! guessed: a share of no cases is absent.

use std::collections::BTreeMap;

use commerce::Order;
use compliance::authority::{Action, Role};
use kernel::stats::wilson;
use kernel::{Date, Duration, PrincipalId, Timestamp};
use store::Cursor;
use store::figures::{
    self, DayCounts, DecisionCounts, FiguresRow, Period, SelfServiceCounts, Wait,
};

use crate::{AppError, Page, Session, names};

/// Longest period of a report.
pub const PERIOD_DAYS_MAX: i64 = 366;
/// Most rows of one export.
pub const EXPORT_ROWS_MAX: usize = 100_000;
/// Rows that an export reads at a time.
const EXPORT_BATCH_ROWS: u32 = 2_000;
/// Whoever comes back within so many days was not served at the first go.
const SETTLED: Duration = Duration::from_days(7);
/// Most people of a report.
const PEOPLE_MAX: u32 = 500;

/// A share of cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    pub share: f64,
    pub of: u64,
    /// Where the true share lies with 95 % confidence (Wilson).
    pub low: f64,
    pub high: f64,
}

impl Share {
    pub(crate) fn of(hits: i64, of: i64) -> Option<Self> {
        let (hits, of) = (u64::try_from(hits).ok()?, u64::try_from(of).ok()?);
        let (low, high) = wilson(hits, of)?;
        Some(Self { share: hits as f64 / of as f64, of, low, high })
    }
}

/// The figures of a day, or of the whole period.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Line {
    pub contacts: i64,
    /// What customers reported by themselves, and the share of it after which they needed nobody.
    pub self_served: i64,
    pub self_service: Option<Share>,
    pub first_response_p50_s: Option<f64>,
    pub first_response_p90_s: Option<f64>,
    /// How many waited and were answered.
    pub first_responses: i64,
    pub sla: Option<Share>,
    pub automated: Option<Share>,
    pub first_contact_resolution: Option<Share>,
    pub wrong_decision: Option<Share>,
    pub overturn: Option<Share>,
    pub csat: Option<f64>,
    pub ratings: i64,
    /// Somebody may come back still: what is settled can fall.
    pub provisional: bool,
}

/// One person of the desk.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    pub user: PrincipalId,
    pub name: String,
    pub conversations: i64,
    pub first_response_p50_s: Option<f64>,
    pub csat: Option<f64>,
    pub overturned: i64,
}

/// A report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Local days of the desk on which something happened, from old to new.
    pub days: Vec<(Date, Line)>,
    pub totals: Line,
    pub people: Vec<Person>,
}

/// What is counted of a day, or of all of them.
type Counts = (DayCounts, DecisionCounts, SelfServiceCounts);

/// The report of what was opened and decided in a period.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Invalid`] for a period that is empty or too long.
pub fn report(s: &mut Session<'_, '_>, period: Period) -> Result<Report, AppError> {
    may(s, period)?;
    let tenant = s.tenant().clone();
    let days = figures::days(s.tx(), &tenant, period, SETTLED.as_millis())?;
    let waits = figures::waits(s.tx(), &tenant, period)?;
    let all_waits = figures::waits_of_all(s.tx(), &tenant, period)?;
    let decisions = figures::decisions(s.tx(), &tenant, period)?;
    let own = figures::self_service(s.tx(), &tenant, period, SETTLED.as_millis())?;
    let now = s.now();
    let mut lines: BTreeMap<i64, Counts> = BTreeMap::new();
    for day in &days {
        lines.entry(day.day).or_default().0 = *day;
    }
    for day in &decisions {
        lines.entry(day.day).or_default().1 = *day;
    }
    for day in &own {
        lines.entry(day.day).or_default().2 = *day;
    }
    let of_day = |(day, counts): (&i64, &Counts)| {
        let waits: Vec<Wait> = waits.iter().filter(|wait| wait.day == *day).copied().collect();
        (date_of(*day), line(counts, &waits, now))
    };
    let totals = (sum(&days), sum_of_decisions(&decisions), sum_of_own(&own));
    Ok(Report {
        days: lines.iter().map(of_day).collect(),
        totals: line(&totals, &all_waits, now),
        people: people(s, period)?,
    })
}

/// Counts what a customer reported by themselves. What the desk or an assistant reports for them is
/// no such thing.
pub(crate) fn count_own(
    s: &mut Session<'_, '_>,
    report: &str,
    order: &Order,
) -> Result<(), AppError> {
    if s.principal().role != Role::Consumer {
        return Ok(());
    }
    let (app, tenant, now) = (s.app().clone(), s.tenant().clone(), s.now());
    let day = app.desk_rules(s.tx(), &tenant)?.hours().day(now);
    Ok(figures::reported(s.tx(), &tenant, report, &order.customer_id, day, now)?)
}

pub(crate) fn may(s: &mut Session<'_, '_>, period: Period) -> Result<(), AppError> {
    let on = s.of_tenant();
    s.check(Action::DeskReport, &on)?;
    reportable(period)
}

/// Whether a report may be of a period.
///
/// # Errors
/// [`AppError::Invalid`] for a period that is empty or longer than [`PERIOD_DAYS_MAX`].
pub(crate) fn reportable((from, to): Period) -> Result<(), AppError> {
    if to <= from {
        return Err(AppError::invalid("to", "must be later than from"));
    }
    if to.since(from) > Duration::from_days(PERIOD_DAYS_MAX) {
        let problem = format!("must be at most {PERIOD_DAYS_MAX} days after from");
        return Err(AppError::invalid("to", problem));
    }
    Ok(())
}

/// The day that a number of days since 1970-01-01 is.
pub(crate) fn date_of(day: i64) -> Date {
    Timestamp::EPOCH.plus(Duration::from_days(day)).utc_date()
}

fn line((counts, decided, own): &Counts, waits: &[Wait], now: Timestamp) -> Line {
    // Nearest rank: where both ranks are one and the same, there is one row.
    let seconds = |wait: &Wait| wait.ms as f64 / 1_000.0;
    let all = waits.first().map_or(0, |wait| wait.waits);
    let last = counts.last_resolved_at.max(own.last_at);
    Line {
        contacts: counts.contacts,
        self_served: own.alone,
        self_service: Share::of(own.alone, own.reported),
        first_response_p50_s: waits.first().map(seconds),
        first_response_p90_s: waits.last().map(seconds),
        first_responses: all,
        sla: Share::of(counts.kept, counts.kept + counts.broken),
        automated: Share::of(counts.automated, counts.resolved),
        first_contact_resolution: Share::of(counts.at_first_go, counts.resolved),
        wrong_decision: Share::of(decided.reversed, decided.decided),
        overturn: Share::of(decided.reversed, decided.reviewed),
        csat: mean(counts.ratings_sum, counts.rated),
        ratings: counts.rated,
        provisional: last.is_some_and(|last| now.since(last) < SETTLED),
    }
}

fn mean(sum: i64, of: i64) -> Option<f64> {
    (of > 0).then(|| sum as f64 / of as f64)
}

fn sum(days: &[DayCounts]) -> DayCounts {
    days.iter().fold(DayCounts::default(), |sum, day| DayCounts {
        day: 0,
        contacts: sum.contacts + day.contacts,
        resolved: sum.resolved + day.resolved,
        at_first_go: sum.at_first_go + day.at_first_go,
        automated: sum.automated + day.automated,
        kept: sum.kept + day.kept,
        broken: sum.broken + day.broken,
        rated: sum.rated + day.rated,
        ratings_sum: sum.ratings_sum + day.ratings_sum,
        last_resolved_at: sum.last_resolved_at.max(day.last_resolved_at),
    })
}

fn sum_of_decisions(days: &[DecisionCounts]) -> DecisionCounts {
    days.iter().fold(DecisionCounts::default(), |sum, day| DecisionCounts {
        day: 0,
        decided: sum.decided + day.decided,
        reviewed: sum.reviewed + day.reviewed,
        reversed: sum.reversed + day.reversed,
    })
}

fn sum_of_own(days: &[SelfServiceCounts]) -> SelfServiceCounts {
    days.iter().fold(SelfServiceCounts::default(), |sum, day| SelfServiceCounts {
        day: 0,
        reported: sum.reported + day.reported,
        alone: sum.alone + day.alone,
        last_at: sum.last_at.max(day.last_at),
    })
}

fn people(s: &mut Session<'_, '_>, period: Period) -> Result<Vec<Person>, AppError> {
    let tenant = s.tenant().clone();
    let waits = figures::waits_of_people(s.tx(), &tenant, period, PEOPLE_MAX)?;
    let mut waits: BTreeMap<PrincipalId, i64> = waits.into_iter().collect();
    let reversed = figures::reversed_of_people(s.tx(), &tenant, period, PEOPLE_MAX)?;
    let mut reversed: BTreeMap<PrincipalId, i64> = reversed.into_iter().collect();
    let mut people = Vec::new();
    for counts in figures::people(s.tx(), &tenant, period, PEOPLE_MAX)? {
        let wait = waits.remove(&counts.user);
        people.push(Person {
            name: counts.name.unwrap_or_else(|| counts.user.to_string()),
            conversations: counts.conversations,
            first_response_p50_s: wait.map(|ms| ms as f64 / 1_000.0),
            csat: mean(counts.ratings_sum, counts.rated),
            overturned: reversed.remove(&counts.user).unwrap_or(0),
            user: counts.user,
        });
    }
    // Who decided, and had no conversation.
    for (user, overturned) in reversed {
        let name = names::name(s, &user)?;
        people.push(Person {
            user,
            name,
            conversations: 0,
            first_response_p50_s: None,
            csat: None,
            overturned,
        });
    }
    Ok(people)
}

/// One row for each conversation opened in a period, from old to new.
///
/// # Errors
/// As [`report`].
pub fn rows(
    s: &mut Session<'_, '_>,
    period: Period,
    page: &Page,
) -> Result<Vec<FiguresRow>, AppError> {
    may(s, period)?;
    let tenant = s.tenant().clone();
    // A cursor of another period does not lead out of this one.
    let first = before(period);
    let inside = |after: &Cursor| (after.at, &after.id) >= (first.at, &first.id);
    let after = page.after.clone().filter(inside).unwrap_or(first);
    Ok(figures::rows(s.tx(), &tenant, &after, period.1, page.limit)?)
}

/// All rows of a period, for an export.
///
/// # Errors
/// As [`report`]; [`AppError::Unprocessable`] with `report_too_large`.
pub fn export(s: &mut Session<'_, '_>, period: Period) -> Result<Vec<FiguresRow>, AppError> {
    may(s, period)?;
    let tenant = s.tenant().clone();
    let (mut all, mut after) = (Vec::new(), before(period));
    loop {
        let rows = figures::rows(s.tx(), &tenant, &after, period.1, EXPORT_BATCH_ROWS)?;
        let Some(last) = rows.last() else { break };
        after = Cursor { at: last.opened_at, id: last.conversation.to_string() };
        all.extend(rows);
        if all.len() > EXPORT_ROWS_MAX {
            let why = format!(
                "there are more than {EXPORT_ROWS_MAX} conversations: ask for fewer days, or read \
                 /v1/desk/report/rows page by page"
            );
            return Err(AppError::unprocessable("report_too_large", why));
        }
    }
    Ok(all)
}

/// Notes that rows left the desk as a file.
///
/// # Errors
/// As [`report`].
pub fn note_export(s: &mut Session<'_, '_>, period: Period, rows: usize) -> Result<(), AppError> {
    may(s, period)?;
    let body = serde_json::json!({ "rows": rows, "from": period.0, "to": period.1 });
    s.audit("report.exported", "report".to_owned(), Some(body));
    Ok(())
}

/// The place before the first row of a period.
fn before((from, _): Period) -> Cursor {
    Cursor { at: from.minus(Duration::from_millis(1)), id: "\u{10FFFF}".to_owned() }
}
