//! A customer's conversations in the export of their own data: what they saw, and not the desk's notes.

use kernel::CustomerId;
use serde_json::{Value, json};
use store::Cursor;
use store::conversations::{ConversationFilter, ConversationsOf};
use support::conversation::{Event, EventBody};

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
            let event = persist::event(event)?.for_customer();
            // A colleague is named as the customer saw them, and not by their id.
            told.push(json!({
                "at": event.at, "by": { "kind": event.by.kind, "name": event.by.name },
                "what": what(&event)?,
            }));
        }
        all.push(json!({
            "number": conversation.number,
            "channel": conversation.channel,
            "language": conversation.language,
            "subject": conversation.subject,
            "opened_at": conversation.opened_at,
            "state": conversation.state.for_customer(),
            "contact": conversation.contact,
            "rating": conversation.csat,
            "erased": conversation.erased.map(|erased| json!({ "at": erased.at, "why": erased.why })),
            "events": told,
        }));
    }
    Ok(all)
}

/// What happened, in the words of the log, without who sits where at the desk.
fn what(event: &Event) -> Result<Value, AppError> {
    let body = &event.body;
    Ok(match body {
        EventBody::Accepted { name, .. } | EventBody::Taken { name, .. } => {
            json!({ "kind": body.kind(), "name": name })
        }
        EventBody::HumanRequested { how, words, due_at, again, .. } => json!({
            "kind": body.kind(), "how": how, "words": words, "due_at": due_at, "again": again,
        }),
        _ => serde_json::to_value(body)?,
    })
}
