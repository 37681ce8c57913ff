//! What protects a customer in a critical moment before anybody talks: their plans stand still.

use dispute::Input;
use kernel::{Actor, Jurisdiction};
use store::orders::OrdersOf;
use store::parties::Party;
use support::conversation::Conversation;

use crate::order::Work;
use crate::sign_in::is_visitor;
use crate::{AppError, Session, company};

/// How long plans stand still at first; a person ends it, or lets it go on.
const PAUSE_DAYS: u32 = 28;
/// Orders of one customer that are looked at, the newest first.
const ORDERS_MAX: u32 = 50;

/// The customer's own jurisdiction; for whoever is not known to the feed the company's home, where it
/// says one.
pub(super) fn market(
    s: &mut Session<'_, '_>,
    conversation: &Conversation,
) -> Result<Option<Jurisdiction>, AppError> {
    let customer = conversation.customer.as_str();
    if is_visitor(&conversation.customer) {
        return company::home_market(s);
    }
    let tenant = s.tenant().clone();
    match store::parties::get(s.tx(), Party::Customer, &tenant, customer)? {
        Some(row) => {
            let record: commerce::Customer = serde_json::from_str(&row.doc)?;
            Ok(Some(record.jurisdiction))
        }
        None => Ok(None),
    }
}

/// Pauses every plan of the customer that still asks for money: no payment falls due, and no
/// reminder is sent, while a person has not talked to them (FCA FG21/1; CONC 7.3.4R: forbearance).
/// Policy code does it, in the transaction that heard the message; a plan that cannot be paused now
/// stays as it is.
pub(super) fn pause_plans(
    s: &mut Session<'_, '_>,
    conversation: &Conversation,
) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let of = OrdersOf::Customer(conversation.customer.clone());
    let newest = store::Cursor::newest();
    let rows = store::orders::list(s.tx(), &tenant, &of, &newest, ORDERS_MAX)?;
    let why = format!("critical moment in conversation {}", conversation.number);
    for row in rows {
        let mut work = Work::get(s, &row.order)?;
        let owed: Vec<_> = work
            .file
            .plans()
            .iter()
            .filter(|plan| plan.outstanding() > 0)
            .map(|plan| plan.id())
            .collect();
        for plan in owed {
            let input = Input::PausePlan { plan, days: PAUSE_DAYS, why: why.clone() };
            // Paused already, or over: it stands still as it is.
            work.step_as(s, input, &Actor::SYSTEM)?;
        }
        work.save(s)?;
    }
    Ok(())
}
