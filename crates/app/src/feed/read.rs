//! Reading back what the feed brought.

use commerce::{Customer, Device, Merchant};
use compliance::authority::{Action, Resource};
use dispute::OrderFile;
use kernel::{CustomerId, DeviceId, DisputeId, MerchantId, OrderId};
use serde::de::DeserializeOwned;
use store::orders::{OrderFileRow, OrdersOf};
use store::parties::Party;

use crate::order::{OrderView, links, may_see};
use crate::{AppError, Page, Session};

/// One order with everything about it.
///
/// # Errors
/// [`AppError::NotFound`], also for an order of somebody else.
pub fn order(s: &mut Session<'_, '_>, id: &OrderId) -> Result<OrderView, AppError> {
    let tenant = s.tenant().clone();
    let row = store::orders::load(s.tx(), &tenant, id)?;
    let view = view(row.ok_or_else(|| AppError::not_found("the order", id))?)?;
    may_see(s, &view.file, None)?;
    Ok(view)
}

/// Orders from new to old: of the tenant, or of the one merchant or customer the principal is.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn orders(
    s: &mut Session<'_, '_>,
    of: &OrdersOf,
    page: &Page,
) -> Result<Vec<OrderView>, AppError> {
    let principal = s.principal();
    let of = match (&principal.merchant, &principal.customer) {
        (Some(merchant), _) => OrdersOf::Merchant(merchant.clone()),
        (None, Some(customer)) => OrdersOf::Customer(customer.clone()),
        (None, None) => of.clone(),
    };
    let mut case = s.of_tenant();
    match &of {
        OrdersOf::Merchant(merchant) => case.merchant = Some(merchant.clone()),
        OrdersOf::Customer(customer) => case.customer = Some(customer.clone()),
        OrdersOf::Tenant => {}
    }
    s.check(Action::OrderRead, &case)?;
    let tenant = s.tenant().clone();
    let rows = store::orders::list(s.tx(), &tenant, &of, &page.after_newest(), page.limit)?;
    rows.into_iter().map(view).collect()
}

fn view(row: OrderFileRow) -> Result<OrderView, AppError> {
    let file: OrderFile = serde_json::from_str(&row.doc)?;
    Ok(OrderView { file, created_at: row.created_at, updated_at: row.updated_at })
}

/// # Errors
/// [`AppError::NotFound`], also for another merchant than the principal's own.
pub fn merchant(s: &mut Session<'_, '_>, id: &MerchantId) -> Result<Merchant, AppError> {
    let case = Resource { merchant: Some(id.clone()), ..s.of_tenant() };
    party(s, Party::Merchant, id.as_str(), "the merchant", &case)
}

/// # Errors
/// [`AppError::NotFound`].
pub fn device(s: &mut Session<'_, '_>, id: &DeviceId) -> Result<Device, AppError> {
    let case = s.of_tenant();
    party(s, Party::Device, id.as_str(), "the device", &case)
}

/// Merchants in the order of their ids, after `after` (empty: from the first).
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn merchants(
    s: &mut Session<'_, '_>,
    after: &str,
    limit: u32,
) -> Result<Vec<Merchant>, AppError> {
    let case = s.of_tenant();
    s.check(Action::FeedRead, &case)?;
    let page = Page::new(None, limit)?;
    let tenant = s.tenant().clone();
    let rows = store::parties::list(s.tx(), Party::Merchant, &tenant, after, page.limit)?;
    rows.iter().map(|row| Ok(serde_json::from_str(&row.doc)?)).collect()
}

fn party<T: DeserializeOwned>(
    s: &mut Session<'_, '_>,
    party: Party,
    id: &str,
    what: &str,
    case: &Resource,
) -> Result<T, AppError> {
    s.check(Action::FeedRead, case)?;
    let tenant = s.tenant().clone();
    let row = store::parties::get(s.tx(), party, &tenant, id)?
        .ok_or_else(|| AppError::not_found(what, id))?;
    Ok(serde_json::from_str(&row.doc)?)
}

/// The address that the feed tells of a customer, as it was written there.
pub(crate) fn contact_email(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
) -> Result<Option<String>, AppError> {
    let tenant = s.tenant().clone();
    let row = store::parties::get(s.tx(), Party::Customer, &tenant, customer.as_str())?;
    let Some(row) = row else { return Ok(None) };
    let record: Customer = serde_json::from_str(&row.doc)?;
    Ok(record.email)
}

/// The disputes for which a customer's account was locked; empty for one that is not.
///
/// # Errors
/// As [`merchants`].
pub fn locks(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<Vec<DisputeId>, AppError> {
    let case = Resource { customer: Some(customer.clone()), ..s.of_tenant() };
    s.check(Action::FeedRead, &case)?;
    let known = links::of(s, customer)?;
    let locked = known.into_iter().filter(|(kind, _)| kind == links::LOCKED);
    Ok(locked.filter_map(|(_, value)| value.parse().ok()).collect())
}
