//! The register of support needs: what a customer needs in order to be served well, and never why.
//!
//! FCA FG21/1 (guidance on the fair treatment of vulnerable customers) asks firms to record needs so
//! that nobody has to explain them twice; the TEXAS protocol (thank, explain, explicit consent, ask,
//! signpost) says how a person at the desk comes to one. A need can reveal health, so it is kept on
//! explicit consent only (GDPR article 9(2)(a)): with a purpose, who wrote it, and a day on which
//! somebody asks whether it still holds. Its customer sees and removes it; removing deletes it.
//!
//! Nothing here is ever an input to a credit or dispute decision: what a decision is shown
//! ([`dispute::Outside`], the order's file) has no place for it.

use compliance::authority::{Action, Resource, Verdict};
use kernel::{Actor, CustomerId, Date, OrderId, SupportNeedId, TaskId, TimerId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::parties::Party;
use store::support_needs::SupportNeedRow;
use store::tasks::TaskRow;
use store::timers::{DueTimer, NewTimer};

use crate::order::scrub;
use crate::session::Ask;
use crate::{AppError, Session};

/// The kind of the timers that ask for a review.
pub(crate) const TIMER: &str = "support_need";
/// The kind of the task that a review is.
pub const REVIEW: &str = "support_need_review";
/// Most needs of one customer.
const NEEDS_MAX: u32 = 20;
/// Longest note: what to do, not why.
const NOTE_CHARS_MAX: usize = 200;
const PURPOSE_CHARS_MAX: usize = 200;
const PURPOSE: &str = "to serve you in the way you need";
/// A need is asked about again after this long, where nobody says otherwise; and at the latest.
const REVIEW_AFTER_DAYS: u32 = 365;
const REVIEW_AFTER_DAYS_MAX: u32 = 3 * 365;
/// How long the desk has for a review.
const REVIEW_WITHIN: kernel::Duration = kernel::Duration::from_days(14);

/// What is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    LargePrint,
    PlainLanguage,
    Interpreter,
    PhoneOnly,
    NoPhone,
    MoreTime,
    /// Somebody else may speak for the customer, or helps.
    Carer,
    Hearing,
    Sight,
    Other,
}

impl Need {
    pub const ALL: [Self; 10] = [
        Self::LargePrint,
        Self::PlainLanguage,
        Self::Interpreter,
        Self::PhoneOnly,
        Self::NoPhone,
        Self::MoreTime,
        Self::Carer,
        Self::Hearing,
        Self::Sight,
        Self::Other,
    ];
}

/// A need as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSupportNeed {
    pub need: Need,
    /// What to do; never a diagnosis.
    pub note: Option<String>,
    pub purpose: Option<String>,
    /// The customer agreed, in so many words, to its being kept.
    pub consent: bool,
    pub review_on: Option<Date>,
}

/// What changes about a need.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SupportNeedChange {
    /// An empty note takes it away.
    pub note: Option<String>,
    pub review_on: Option<Date>,
    /// It was asked about again, and the customer agrees still: the review moves a year on.
    pub consent: bool,
}

/// A need as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct SupportNeed {
    pub id: SupportNeedId,
    pub customer: CustomerId,
    pub review_at: Timestamp,
    pub created_at: Timestamp,
    pub told: Told,
}

/// What was told, and by whom it was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub need: Need,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub purpose: String,
    pub consent_at: Timestamp,
    pub created_by: Actor,
}

/// A customer's needs, the oldest first.
///
/// # Errors
/// [`AppError::NotFound`] for somebody else's, [`AppError::Forbidden`].
pub fn list(s: &mut Session<'_, '_>, of: &CustomerId) -> Result<Vec<SupportNeed>, AppError> {
    check(s, Action::SupportNeedRead, of)?;
    rows(s, of)?.into_iter().map(kept).collect()
}

/// Keeps a need, on the customer's explicit consent.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::Unprocessable`] with
/// `consent_needed`, [`AppError::Conflict`] with `too_many_support_needs`, [`AppError::Invalid`].
pub fn create(
    s: &mut Session<'_, '_>,
    of: &CustomerId,
    new: NewSupportNeed,
) -> Result<SupportNeed, AppError> {
    check(s, Action::SupportNeedWrite, of)?;
    if !new.consent {
        let why = "a support need is kept only when the customer agrees to it explicitly: ask, and \
            send consent: true";
        return Err(AppError::unprocessable("consent_needed", why));
    }
    if rows(s, of)?.len() >= NEEDS_MAX as usize {
        let why = format!("at most {NEEDS_MAX} support needs are kept: remove one that is over");
        return Err(AppError::conflict("too_many_support_needs", why));
    }
    let now = s.now();
    let told = Told {
        need: new.need,
        note: text("note", new.note, NOTE_CHARS_MAX)?,
        purpose: text("purpose", new.purpose, PURPOSE_CHARS_MAX)?
            .unwrap_or_else(|| PURPOSE.to_owned()),
        consent_at: now,
        created_by: s.actor(),
    };
    let need = SupportNeed {
        id: SupportNeedId::generate(now, s.rng()),
        customer: of.clone(),
        review_at: review_at(now, new.review_on)?,
        created_at: now,
        told,
    };
    let row = row(s, &need)?;
    store::support_needs::insert(s.tx(), row)?;
    watch(s, &need)?;
    s.audit("support_need.created", object(&need), None);
    Ok(need)
}

/// Changes the note or the review date, or notes that the customer agrees still.
///
/// # Errors
/// As [`create`].
pub fn change(
    s: &mut Session<'_, '_>,
    of: &CustomerId,
    id: SupportNeedId,
    change: SupportNeedChange,
) -> Result<SupportNeed, AppError> {
    check(s, Action::SupportNeedWrite, of)?;
    let mut need = one(s, of, id)?;
    let now = s.now();
    if let Some(note) = change.note {
        need.told.note = text("note", Some(note).filter(|note| !note.is_empty()), NOTE_CHARS_MAX)?;
    }
    if change.consent {
        need.told.consent_at = now;
    }
    if change.consent || change.review_on.is_some() {
        need.review_at = review_at(now, change.review_on)?;
        watch(s, &need)?;
    }
    let row = row(s, &need)?;
    store::support_needs::save(s.tx(), row)?;
    s.audit("support_need.changed", object(&need), None);
    Ok(need)
}

/// Takes the consent back: the need is deleted, and nothing of it stays.
///
/// # Errors
/// As [`list`].
pub fn remove(s: &mut Session<'_, '_>, of: &CustomerId, id: SupportNeedId) -> Result<(), AppError> {
    check(s, Action::SupportNeedWrite, of)?;
    let need = one(s, of, id)?;
    let tenant = s.tenant().clone();
    store::support_needs::delete(s.tx(), &tenant, id)?;
    s.audit("support_need.removed", object(&need), None);
    Ok(())
}

/// The day of a review has come: a person asks whether the need still holds. A need that is gone, or
/// was asked about since, needs nothing.
pub(crate) fn review_due(s: &mut Session<'_, '_>, timer: &DueTimer) -> Result<(), AppError> {
    let id: SupportNeedId = serde_json::from_str(&timer.doc)?;
    let tenant = s.tenant().clone();
    let Some(row) = store::support_needs::get(s.tx(), &tenant, id)? else { return Ok(()) };
    let now = s.now();
    if row.review_at > now {
        return Ok(());
    }
    let why = "a support need is to be reviewed: ask whether it still holds, or remove it";
    let task = TaskRow {
        tenant,
        task: TaskId::generate(now, s.rng()),
        kind: REVIEW.to_owned(),
        state: store::tasks::OPEN.to_owned(),
        order: None,
        dispute: None,
        assignee: None,
        due_at: now.plus(REVIEW_WITHIN),
        created_at: now,
        closed_at: None,
        version: 1,
        doc: json!({ "why": why, "customer": row.customer, "support_need": id }).to_string(),
    };
    Ok(store::tasks::insert(s.tx(), vec![task])?)
}

/// What is kept, for the customer's own export.
pub(crate) fn exported(s: &mut Session<'_, '_>, of: &CustomerId) -> Result<Vec<Value>, AppError> {
    let told = |row: SupportNeedRow| {
        let need = kept(row)?;
        Ok(json!({
            "need": need.told.need, "note": need.told.note, "purpose": need.told.purpose,
            "consent_at": need.told.consent_at, "review_at": need.review_at,
            "created_at": need.created_at, "created_by": need.told.created_by.kind,
        }))
    };
    rows(s, of)?.into_iter().map(told).collect()
}

/// Deletes all of a customer's needs; says how many.
pub(crate) fn erase(s: &mut Session<'_, '_>, of: &CustomerId) -> Result<usize, AppError> {
    let (all, tenant) = (rows(s, of)?, s.tenant().clone());
    for row in &all {
        store::support_needs::delete(s.tx(), &tenant, row.need)?;
    }
    Ok(all.len())
}

/// As [`list`], for whoever may read them; nothing for others, and for a customer nobody knows yet.
pub(crate) fn of_known(
    s: &mut Session<'_, '_>,
    of: &CustomerId,
) -> Result<Vec<SupportNeed>, AppError> {
    let case = Resource { customer: Some(of.clone()), ..s.of_tenant() };
    match s.verdict(Action::SupportNeedRead, &case, Ask::default()) {
        Verdict::Allow { .. } => rows(s, of)?.into_iter().map(kept).collect(),
        _ => Ok(Vec::new()),
    }
}

/// How many there are.
pub(crate) fn count(s: &mut Session<'_, '_>, of: &CustomerId) -> Result<usize, AppError> {
    Ok(rows(s, of)?.len())
}

fn check(s: &mut Session<'_, '_>, action: Action, of: &CustomerId) -> Result<(), AppError> {
    let case = Resource { customer: Some(of.clone()), ..s.of_tenant() };
    s.check(action, &case)?;
    let tenant = s.tenant().clone();
    match store::parties::get(s.tx(), Party::Customer, &tenant, of.as_str())? {
        Some(_) => Ok(()),
        None => Err(AppError::not_found("the customer", of)),
    }
}

fn rows(s: &mut Session<'_, '_>, of: &CustomerId) -> Result<Vec<SupportNeedRow>, AppError> {
    let tenant = s.tenant().clone();
    Ok(store::support_needs::of_customer(s.tx(), &tenant, of, NEEDS_MAX)?)
}

fn one(
    s: &mut Session<'_, '_>,
    of: &CustomerId,
    id: SupportNeedId,
) -> Result<SupportNeed, AppError> {
    let tenant = s.tenant().clone();
    let row = store::support_needs::get(s.tx(), &tenant, id)?;
    let own = row.filter(|row| row.customer == *of);
    kept(own.ok_or_else(|| AppError::not_found("the support need", &id))?)
}

fn kept(row: SupportNeedRow) -> Result<SupportNeed, AppError> {
    Ok(SupportNeed {
        id: row.need,
        customer: row.customer,
        review_at: row.review_at,
        created_at: row.created_at,
        told: serde_json::from_str(&row.doc)?,
    })
}

fn row(s: &Session<'_, '_>, need: &SupportNeed) -> Result<SupportNeedRow, AppError> {
    Ok(SupportNeedRow {
        tenant: s.tenant().clone(),
        need: need.id,
        customer: need.customer.clone(),
        review_at: need.review_at,
        created_at: need.created_at,
        doc: serde_json::to_string(&need.told)?,
    })
}

fn watch(s: &mut Session<'_, '_>, need: &SupportNeed) -> Result<(), AppError> {
    let order = OrderId::new(crate::feed::NO_ORDER)
        .map_err(|error| AppError::internal("the place for what has no order", error))?;
    let timer = NewTimer {
        tenant: s.tenant().clone(),
        timer: TimerId::generate(s.now(), s.rng()),
        order,
        kind: TIMER.to_owned(),
        due_at: need.review_at,
        test_clock: s.is_on_test_clock(),
        doc: serde_json::to_string(&need.id)?,
    };
    Ok(store::timers::schedule(s.tx(), vec![timer])?)
}

/// The beginning of the day of the review, by UTC.
fn review_at(now: Timestamp, on: Option<Date>) -> Result<Timestamp, AppError> {
    let Some(on) = on else { return Ok(now.plus(days(REVIEW_AFTER_DAYS))) };
    let text = format!("{on}T00:00:00Z");
    let at: Timestamp =
        text.parse().map_err(|error| AppError::internal("a date that is no instant", error))?;
    if at <= now || at > now.plus(days(REVIEW_AFTER_DAYS_MAX)) {
        let problem = format!("must be from tomorrow to {REVIEW_AFTER_DAYS_MAX} days from now");
        return Err(AppError::invalid("review_on", problem));
    }
    Ok(at)
}

const fn days(days: u32) -> kernel::Duration {
    kernel::Duration::from_days(days as i64)
}

fn text(
    field: &'static str,
    words: Option<String>,
    chars_max: usize,
) -> Result<Option<String>, AppError> {
    let Some(mut words) = words else { return Ok(None) };
    if !(1..=chars_max).contains(&words.trim().chars().count()) {
        let problem = format!("must have 1 to {chars_max} characters, or be left out");
        return Err(AppError::invalid(field, problem));
    }
    scrub::text(&mut words);
    Ok(Some(words))
}

/// Audit entries name the need by its id alone, never what is needed nor by whom.
fn object(need: &SupportNeed) -> String {
    format!("support_need/{}", need.id)
}
