//! Keeping conversations findable: the words of what is said are written behind the log.
//!
//! Whoever speaks does not wait for it, so what was just said is found a moment later. Nothing is lost
//! by a crash: how far each lane was read is kept with the words, in the same transaction.

use std::collections::{BTreeSet, HashSet};

use kernel::{ConversationId, TenantId};
use store::Tx;
use store::conversation_events::ConversationEventRow;
use support::conversation::{Conversation, Event, EventBody};
use support::search::words;

use super::persist;
use crate::{App, AppError};

/// Kinds of events in which people wrote something.
const WRITTEN: [&str; 4] = ["message", "note", "human_requested", "csat"];
/// Events of one round: what else is written meanwhile waits for it.
const ROUND_EVENTS: u32 = 100;
/// Rounds until what silent nodes left behind is looked at.
pub const OTHERS_ROUNDS: u32 = 60;

/// Writes the words of what this node has appended since the last time; with `others`, of what any node
/// has. Returns how many events that were.
///
/// # Errors
/// The store's.
pub async fn catch_up(app: &App, others: bool) -> Result<u64, AppError> {
    let own = app.store().lane();
    let lanes = match others {
        true => app.store().read(store::conversation_events::heads).await?,
        false => Vec::new(),
    };
    let lanes = lanes.into_iter().map(|(lane, _)| lane).filter(|lane| *lane != own);
    let mut all = 0;
    for lane in std::iter::once(own).chain(lanes) {
        loop {
            let read = app.store().write(move |tx| round(tx, lane)).await?;
            all += u64::from(read);
            if read < ROUND_EVENTS {
                break;
            }
        }
    }
    Ok(all)
}

/// One round of a lane.
fn round(tx: &mut Tx<'_>, lane: i64) -> Result<u32, AppError> {
    let from = store::search::cursor(tx, lane)?;
    let events = store::conversation_events::of_lane(tx, lane, from, ROUND_EVENTS)?;
    let read = u32::try_from(events.len()).unwrap_or(ROUND_EVENTS);
    if read == 0 {
        return Ok(0);
    }
    let mut rows = BTreeSet::new();
    let mut known: HashSet<(TenantId, ConversationId)> = HashSet::new();
    for event in &events {
        let of = (event.tenant.clone(), event.conversation);
        // What is only said changes nothing else that a conversation is found by.
        let only_said = event.seq > 1 && WRITTEN.contains(&event.kind.as_str());
        if !only_said
            && known.insert(of.clone())
            && let Some(row) = store::conversations::get(tx, &of.0, of.1)?
        {
            let conversation = persist::kept(&row)?.conversation;
            rows.extend(
                head_words(&conversation).into_iter().map(|word| (of.0.clone(), word, of.1)),
            );
        }
        rows.extend(said(event)?.into_iter().map(|word| (of.0.clone(), word, of.1)));
    }
    store::search::put(tx, rows)?;
    store::search::advance(tx, lane, from, from.saturating_add(i64::from(read)))?;
    Ok(read)
}

/// What a conversation is found by, with some of its events.
pub(super) fn words_of(conversation: &Conversation, events: &[Event]) -> BTreeSet<String> {
    let mut all = head_words(conversation);
    all.extend(events.iter().flat_map(|event| written(&event.body)));
    all
}

/// What a conversation is found by whatever is said in it.
pub(super) fn head_words(conversation: &Conversation) -> BTreeSet<String> {
    let mut all = words(&conversation.subject);
    all.extend(words(&conversation.number));
    all.extend(words(conversation.customer.as_str()));
    all.extend(words(&conversation.customer_name));
    if let Some(order) = &conversation.order {
        all.extend(words(order.as_str()));
    }
    for tag in &conversation.tags {
        all.extend(words(tag));
    }
    all
}

/// The words of an event as it was stored.
fn said(row: &ConversationEventRow) -> Result<BTreeSet<String>, AppError> {
    if !WRITTEN.contains(&row.kind.as_str()) {
        return Ok(BTreeSet::new());
    }
    Ok(written(&persist::event(row)?.body))
}

/// What people wrote in an event.
pub(super) fn written(body: &EventBody) -> BTreeSet<String> {
    match body {
        EventBody::Message { text, email, .. } => {
            let mut all = words(text);
            all.extend(email.iter().flat_map(|email| words(&email.from)));
            all
        }
        EventBody::Note { text, .. } => words(text),
        EventBody::HumanRequested { words: Some(text), .. }
        | EventBody::Csat { comment: Some(text), .. } => words(text),
        _ => BTreeSet::new(),
    }
}
