//! Customers as the desk sees them: what they are called, their language, and no more contact detail
//! than it takes to recognise them.

use std::collections::{BTreeMap, BTreeSet};

use commerce::Customer;
use compliance::authority::{Action, Resource, Verdict};
use kernel::CustomerId;
use store::parties::Party;

use crate::session::Ask;
use crate::sign_in::is_visitor;
use crate::{AppError, Session};

/// How a session is begun by a signed token of the company's app.
const BY_TOKEN: &str = "identity";
/// Newest sessions of a customer that are looked at for what the app said of them.
const SESSIONS_MAX: u32 = 5;

/// What the company's own app says of a customer whom it signs in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Claimed {
    pub(crate) name: Option<String>,
    pub(crate) locale: Option<String>,
}

/// The customer's record: whole for whoever feeds it and for the customer; for people of the desk
/// without address and devices, and with an e-mail address that can be recognised and not written to.
///
/// # Errors
/// [`AppError::NotFound`], also for another customer than the principal; [`AppError::Forbidden`].
pub fn get(s: &mut Session<'_, '_>, id: &CustomerId) -> Result<Customer, AppError> {
    let case = Resource { customer: Some(id.clone()), ..s.of_tenant() };
    s.check(Action::CustomerRead, &case)?;
    let record = record(s, id)?.ok_or_else(|| AppError::not_found("the customer", id))?;
    let name = match record.name.clone() {
        Some(name) => Some(name),
        None => claimed(s, id)?.name,
    };
    let own = s.principal().customer.as_ref() == Some(id);
    let feeds = s.verdict(Action::FeedRead, &case, Ask::default());
    if own || matches!(feeds, Verdict::Allow { .. }) {
        return Ok(Customer { name, ..record });
    }
    let email = record.email.as_deref().map(masked);
    Ok(Customer { name, email, address: None, devices: Vec::new(), ..record })
}

/// The record that the feed brought.
pub(crate) fn record(
    s: &mut Session<'_, '_>,
    id: &CustomerId,
) -> Result<Option<Customer>, AppError> {
    let tenant = s.tenant().clone();
    let row = store::parties::get(s.tx(), Party::Customer, &tenant, id.as_str())?;
    row.map(|row| Ok(serde_json::from_str(&row.doc)?)).transpose()
}

/// What the company's app said when it last signed the customer in. It stays with the session: the
/// feed's record is the company's own, and erasing a customer takes it out of sessions too.
pub(crate) fn claimed(s: &mut Session<'_, '_>, id: &CustomerId) -> Result<Claimed, AppError> {
    if is_visitor(id) {
        return Ok(Claimed::default());
    }
    let tenant = s.tenant().clone();
    let of = ("customer", id.as_str());
    let sessions = store::sessions::open_of(s.tx(), &tenant, of, SESSIONS_MAX)?;
    let newest = sessions.into_iter().find(|session| session.method == BY_TOKEN);
    Ok(newest.map_or_else(Claimed::default, |session| Claimed {
        name: Some(session.name).filter(|name| !name.is_empty()),
        locale: session.locale.filter(|locale| !locale.is_empty()),
    }))
}

/// What customers are called, those who have a name: by the feed, else by the company's app. One look-up
/// for sixteen of them.
pub(crate) fn names<'a>(
    s: &mut Session<'_, '_>,
    of: impl Iterator<Item = &'a CustomerId>,
) -> Result<BTreeMap<CustomerId, String>, AppError> {
    let all: BTreeSet<&CustomerId> = of.filter(|id| !is_visitor(id)).collect();
    let tenant = s.tenant().clone();
    let ids: Vec<&CustomerId> = all.iter().copied().collect();
    let mut names = BTreeMap::new();
    for row in store::parties::customers(s.tx(), &tenant, &ids)? {
        let record: Customer = serde_json::from_str(&row.doc)?;
        names.extend(record.name.map(|name| (record.id, name)));
    }
    let unnamed: Vec<&CustomerId> = all.into_iter().filter(|id| !names.contains_key(*id)).collect();
    for (id, name) in store::sessions::names_of(s.tx(), &tenant, &unnamed, BY_TOKEN)? {
        // The newest comes last.
        names.insert(id, name);
    }
    Ok(names)
}

/// An address that can be recognised, and not written to: `a***@example.org`.
fn masked(email: &str) -> String {
    let (local, domain) = email.split_once('@').unwrap_or((email, ""));
    let first = local.chars().next().map(String::from).unwrap_or_default();
    format!("{first}***@{domain}")
}
