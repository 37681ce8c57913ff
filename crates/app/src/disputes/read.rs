//! Reading disputes. Every list is narrowed to what the principal may see.

use compliance::authority::{Action, Resource};
use dispute::Party;
use kernel::{CustomerId, DisputeId, OrderId, PrincipalId};
use letters::{Audience, Letter};
use serde_json::json;
use store::disputes::{DisputeFilter, DisputeRow};
use store::notices::NoticeRow;
use store::orders::OrderEventRow;

use super::DisputeView;
use crate::order::{self, OrderView, Work, may_see};
use crate::words::Writer;
use crate::{AppError, Page, Session, beside};

/// Most notices and events read at once.
const ROWS_MAX: u32 = 1_000;

/// Disputes from new to old. For a merchant or customer, only their own.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn list(
    s: &mut Session<'_, '_>,
    filter: &DisputeFilter,
    page: &Page,
) -> Result<Vec<DisputeRow>, AppError> {
    let filter = narrowed(s, filter)?;
    let tenant = s.tenant().clone();
    let after = page.after_newest();
    Ok(store::disputes::list(s.tx(), &tenant, &filter, &after, page.limit)?)
}

/// A filter, narrowed to what the principal may see.
fn narrowed(s: &mut Session<'_, '_>, filter: &DisputeFilter) -> Result<DisputeFilter, AppError> {
    let principal = s.principal();
    let mut filter = filter.clone();
    if principal.merchant.is_some() {
        filter.merchant.clone_from(&principal.merchant);
    }
    if principal.customer.is_some() {
        filter.customer.clone_from(&principal.customer);
    }
    let case = Resource {
        merchant: filter.merchant.clone(),
        customer: filter.customer.clone(),
        ..s.of_tenant()
    };
    s.check(Action::DisputeRead, &case)?;
    Ok(filter)
}

/// Open disputes with a deadline, the soonest first; narrowed as [`list`].
///
/// # Errors
/// As [`list`]; [`AppError::Invalid`] for a customer, whose few disputes are listed by time.
pub fn urgent(
    s: &mut Session<'_, '_>,
    filter: &DisputeFilter,
    page: &Page,
) -> Result<Vec<DisputeRow>, AppError> {
    let filter = narrowed(s, filter)?;
    if s.principal().customer.is_some() {
        return Err(AppError::invalid("order_by", "customers list their disputes by time"));
    }
    let tenant = s.tenant().clone();
    let after = page.after_oldest();
    Ok(store::disputes::urgent(s.tx(), &tenant, &filter, &after, page.limit)?)
}

/// Says who at the shop looks after a dispute; `None` for nobody.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`] for everybody but the dispute's merchant.
pub fn assign(
    s: &mut Session<'_, '_>,
    id: DisputeId,
    assignee: Option<PrincipalId>,
) -> Result<DisputeRow, AppError> {
    let work = visible(s, id)?;
    let case = order::resource(s, &work.file, work.file.dispute(id), None);
    s.check(Action::DisputeAssign, &case)?;
    let tenant = s.tenant().clone();
    store::disputes::assign(s.tx(), &tenant, id, assignee.as_ref())?;
    s.audit("dispute.assigned", format!("dispute/{id}"), Some(json!({ "to": assignee })));
    let row = store::disputes::get(s.tx(), &tenant, id)?;
    row.map(|row| DisputeRow { assignee, ..row })
        .ok_or_else(|| AppError::not_found("the dispute", &id))
}

/// One dispute, whole.
///
/// # Errors
/// [`AppError::NotFound`], also for a dispute of somebody else.
pub fn get(s: &mut Session<'_, '_>, dispute: DisputeId) -> Result<DisputeView, AppError> {
    let work = visible(s, dispute)?;
    view(s, work.view(), dispute)
}

/// Whether a dispute is there and of this customer. Says nothing else of it, so nothing is checked.
pub(crate) fn is_of(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    customer: &CustomerId,
) -> Result<bool, AppError> {
    let tenant = s.tenant().clone();
    let row = store::disputes::get(s.tx(), &tenant, dispute)?;
    Ok(row.is_some_and(|row| row.customer == *customer))
}

/// # Errors
/// [`AppError::NotFound`] for a dispute that is not this customer's.
pub(crate) fn must_be_of(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    customer: &CustomerId,
) -> Result<(), AppError> {
    match is_of(s, dispute, customer)? {
        true => Ok(()),
        false => Err(AppError::not_found("the dispute", &dispute)),
    }
}

/// The disputes of one order, oldest first.
///
/// # Errors
/// [`AppError::NotFound`], also for an order of somebody else.
pub fn of_order(s: &mut Session<'_, '_>, order: &OrderId) -> Result<Vec<DisputeRow>, AppError> {
    let work = Work::get(s, order)?;
    may_see(s, &work.file, None)?;
    let tenant = s.tenant().clone();
    Ok(store::disputes::of_order(s.tx(), &tenant, order)?)
}

/// What happened to an order, event by event, after a sequence number.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Forbidden`] for whoever may not replay decisions.
pub fn events(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    after_seq: i64,
) -> Result<Vec<OrderEventRow>, AppError> {
    let work = Work::get(s, order)?;
    may_see(s, &work.file, None)?;
    let case = order::resource(s, &work.file, None, None);
    s.check(Action::DecisionReplay, &case)?;
    let tenant = s.tenant().clone();
    Ok(store::orders::events(s.tx(), &tenant, order, after_seq, ROWS_MAX)?)
}

/// A notice as it was recorded, and as its reader gets it.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub row: NoticeRow,
    /// `None` where there are no words for it.
    pub letter: Option<Letter>,
}

/// What the parties were told about a dispute, oldest first, in `language` or else in each reader's own.
/// A party sees its own notices.
///
/// # Errors
/// As [`get`].
pub fn notices(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    language: Option<&str>,
) -> Result<Vec<Told>, AppError> {
    let work = visible(s, dispute)?;
    let tenant = s.tenant().clone();
    let order = work.file.order().id.clone();
    let rows = store::notices::of_order(s.tx(), &tenant, &order, ROWS_MAX)?;
    let (merchant, customer) = (s.principal().merchant.clone(), s.principal().customer.clone());
    let own = |row: &NoticeRow| {
        (merchant.is_none() || row.merchant == merchant)
            && (customer.is_none() || row.customer == customer)
    };
    // Notices about money name no dispute and belong to the order.
    let about = |row: &NoticeRow| row.dispute.is_none_or(|id| id == dispute);
    let writer = Writer::new(s, &work.file, language)?;
    let mut told = Vec::new();
    for row in rows.into_iter().filter(|row| about(row) && own(row)) {
        let audience = match row.merchant {
            Some(_) => Audience::Merchant,
            None => Audience::Customer,
        };
        let letter = writer.write(s, audience, &row.kind, &serde_json::from_str(&row.doc)?);
        told.push(Told { row, letter });
    }
    Ok(told)
}

/// The order of a dispute the principal may see.
pub(super) fn visible(s: &mut Session<'_, '_>, dispute: DisputeId) -> Result<Work, AppError> {
    let order = order::order_of(s, dispute)?;
    let work = Work::get(s, &order)?;
    may_see(s, &work.file, Some(dispute))?;
    Ok(work)
}

/// The dispute of an order's file, with what is still missing.
pub(crate) fn view(
    s: &mut Session<'_, '_>,
    view: OrderView,
    id: DisputeId,
) -> Result<DisputeView, AppError> {
    let dispute =
        view.file.dispute(id).cloned().ok_or_else(|| AppError::not_found("the dispute", &id))?;
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let policy = app.policy(s.tx(), &tenant)?;
    let missing =
        |party| policy.rules.evidence.completeness(dispute.reason, party, &dispute.evidence).1;
    let merchant = &view.file.order().merchant_id;
    let merchant_name = beside::merchant_names(s, std::iter::once(merchant))?.remove(merchant);
    Ok(DisputeView {
        merchant_name,
        order: view.file.order().id.clone(),
        merchant: view.file.order().merchant_id.clone(),
        customer: view.file.order().customer_id.clone(),
        currency: view.file.currency(),
        version: view.file.version(),
        consumer_missing: missing(Party::Consumer),
        merchant_missing: missing(Party::Merchant),
        dispute,
    })
}

/// What is missing, in another language; what has no translation stays as it is.
///
/// # Errors
/// When a shipped language is broken, which a test rules out.
pub fn missing_in(
    missing: Vec<dispute::evidence::Missing>,
    tongue: crate::Tongue,
) -> Result<Vec<dispute::evidence::Missing>, AppError> {
    if tongue == crate::Tongue::En {
        return Ok(missing);
    }
    let words = crate::languages::words(tongue)?;
    let told = missing.into_iter().map(|one| match words.missing(&one.any_of) {
        Some(words) => dispute::evidence::Missing { words, ..one },
        None => one,
    });
    Ok(told.collect())
}
