//! Merchants, customers and devices, and what ties customers together.

use commerce::{Address, Customer, Device, Merchant, Order};
use kernel::CustomerId;
use kernel::canonical::Sha256Hex;
use store::parties::Party;

use crate::order::links;
use crate::{AppError, Session};

pub(super) fn merchant(s: &mut Session<'_, '_>, merchant: &Merchant) -> Result<(), AppError> {
    put(s, Party::Merchant, merchant.id.as_str(), serde_json::to_string(merchant)?)?;
    s.app().merchants().forget(s.tenant(), &merchant.id);
    Ok(())
}

pub(super) fn customer(s: &mut Session<'_, '_>, customer: &Customer) -> Result<(), AppError> {
    put(s, Party::Customer, customer.id.as_str(), serde_json::to_string(customer)?)?;
    for device in &customer.devices {
        link(s, &customer.id, links::DEVICE, device.as_str())?;
    }
    if let Some(email) = &customer.email {
        link(s, &customer.id, links::EMAIL, &hashed(&email.trim().to_lowercase()))?;
    }
    match &customer.address {
        Some(address) => link(s, &customer.id, links::ADDRESS, &address_key(address)),
        None => Ok(()),
    }
}

pub(super) fn device(s: &mut Session<'_, '_>, device: &Device) -> Result<(), AppError> {
    put(s, Party::Device, device.id.as_str(), serde_json::to_string(device)?)?;
    link(s, &device.customer_id, links::DEVICE, device.id.as_str())
}

/// The device and the address an order was made with. A device the customer is seen with for the
/// first time is marked, so that the order's own use does not make it a known one.
pub(super) fn links_of_order(s: &mut Session<'_, '_>, order: &Order) -> Result<(), AppError> {
    let customer = &order.customer_id;
    if let Some(device) = &order.device_id {
        let known = links::of(s, customer)?;
        let used =
            |(kind, value): &(String, String)| kind == links::DEVICE && value == device.as_str();
        if !known.iter().any(used) {
            link(s, customer, links::NEW_DEVICE_ORDER, order.id.as_str())?;
            link(s, customer, links::DEVICE, device.as_str())?;
        }
    }
    match &order.approved_address {
        Some(address) => link(s, customer, links::ADDRESS, &address_key(address)),
        None => Ok(()),
    }
}

fn put(s: &mut Session<'_, '_>, party: Party, id: &str, doc: String) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    Ok(store::parties::put(s.tx(), party, &tenant, id, doc, now)?)
}

fn link(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
    kind: &str,
    value: &str,
) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    Ok(store::links::put(s.tx(), &tenant, customer, kind, value, now)?)
}

/// Addresses are compared, never read, where customers are linked: a hash is enough.
fn address_key(address: &Address) -> String {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let parts = [&address.line1, &address.line2, &address.postal_code, &address.country];
    hashed(&parts.map(|part| plain(part)).join("|"))
}

fn hashed(text: &str) -> String {
    Sha256Hex::of(text.as_bytes()).to_string()
}
