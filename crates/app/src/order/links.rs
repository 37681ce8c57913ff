//! The kinds of links of a customer, and reading them.

use kernel::CustomerId;

use crate::{AppError, Session};

pub(crate) const DEVICE: &str = "device";
/// The value is a hash.
pub(crate) const ADDRESS: &str = "address";
/// The value is a hash.
pub(crate) const EMAIL: &str = "email";
/// The value is a hash. It finds the caller, and ties nobody to anybody.
pub(crate) const PHONE: &str = "phone";
/// The value is an order made on a device the customer had not used before.
pub(crate) const NEW_DEVICE_ORDER: &str = "new_device_order";
/// The value is the dispute for which the customer's account was locked.
pub(crate) const LOCKED: &str = "locked";

/// Most links of one customer that are looked at.
const LINKS_MAX: u32 = 200;

/// The links of one customer, as (kind, value).
pub(crate) fn of(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
) -> Result<Vec<(String, String)>, AppError> {
    let tenant = s.tenant().clone();
    Ok(store::links::of_customer(s.tx(), &tenant, customer, LINKS_MAX)?)
}
