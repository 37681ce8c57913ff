//! A customer's conversations in the export of their own data: what they saw, and not the desk's notes.

use kernel::CustomerId;
use serde_json::{Value, json};
use store::Cursor;
use store::conversations::{ConversationFilter, ConversationsOf};

use super::persist;
use crate::{AppError, Session};

/// Most conversations of one person, and events of one conversation, that are exported at once.
const ROWS_MAX: u32 = 10_000;

/// Every conversation of a customer, the newest first. Who may read it was checked.
pub(crate) fn exported(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
) -> Result<Vec<Value>, AppError> {
    let tenant = s.tenant().clone();
    let of = ConversationsOf::Customer(customer.clone());
    let filter = ConversationFilter { of, ..ConversationFilter::default() };
    let rows = store::conversations::list(s.tx(), &tenant, &filter, &Cursor::newest(), ROWS_MAX)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        let conversation = persist::kept(row)?.conversation;
        let id = conversation.id;
        let events = store::conversation_events::after(s.tx(), &tenant, id, 0, false, ROWS_MAX)?;
        let mut told = Vec::with_capacity(events.len());
        for event in &events {
            let event = persist::event(event)?;
            // A colleague is named as the customer saw them, and not by their id.
            told.push(json!({
                "at": event.at, "by": { "kind": event.by.kind, "name": event.by.name },
                "what": event.body,
            }));
        }
        all.push(json!({
            "number": conversation.number,
            "channel": conversation.channel,
            "language": conversation.language,
            "subject": conversation.subject,
            "opened_at": conversation.opened_at,
            "state": conversation.state,
            "contact": conversation.contact,
            "rating": conversation.csat,
            "erased": conversation.erased.map(|erased| json!({ "at": erased.at, "why": erased.why })),
            "events": told,
        }));
    }
    Ok(all)
}
