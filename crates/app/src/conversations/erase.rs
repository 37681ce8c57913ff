//! Taking what is personal out of a conversation: its document, its log, its calls, letters, files and
//! scorecards. The numbers of the log, what reports count and the audit trail stay as they are.

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::{ConversationId, CustomerId};
use store::Cursor;
use store::conversations::{ConversationFilter, ConversationsOf};
use support::conversation::{Conversation, ErasedWhy};

use super::{Kept, persist, search};
use crate::after::After;
use crate::{AppError, Before, News, Session, attachments, mail, scorecards};

/// Events that are read at once.
const EVENTS_AT_ONCE: u32 = 500;
/// Most conversations of one person.
const CONVERSATIONS_MAX: u32 = 10_000;

/// The conversations of a customer that hold anything to erase.
pub(crate) fn to_erase(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
) -> Result<Vec<Conversation>, AppError> {
    let (tenant, newest) = (s.tenant().clone(), Cursor::newest());
    let of = ConversationsOf::Customer(customer.clone());
    let filter = ConversationFilter { of, ..ConversationFilter::default() };
    let rows = store::conversations::list(s.tx(), &tenant, &filter, &newest, CONVERSATIONS_MAX)?;
    let mut found = Vec::new();
    for row in &rows {
        let conversation = persist::kept(row)?.conversation;
        if !conversation.is_erased() {
            found.push(conversation);
        }
    }
    Ok(found)
}

/// Erases one. Whether it may be was decided.
pub(crate) fn erase(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    why: ErasedWhy,
) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    let Kept { conversation: before, version, updated_at } = persist::load(s, id)?;
    if before.is_erased() {
        return Ok(());
    }
    let mut words = search::head_words(&before);
    words.extend(erase_events(s, &before)?);
    mail::erase_of(s, id)?;
    attachments::erase_of(s, id)?;
    scorecards::erase_of(s, id)?;
    store::erasure::forget_beside(s.tx(), &tenant, id)?;
    let created_at = before.opened_at;
    let conversation = before.clone().erased(now, why);
    // It does not move in lists: nothing was said.
    let kept = search::head_words(&conversation);
    store::search::forget(s.tx(), &tenant, id, words.into_iter().filter(|w| !kept.contains(w)))?;
    let row = persist::row(s, &conversation, version, created_at, updated_at)?;
    store::conversations::save(s.tx(), row)?;
    store::erasure::erased(s.tx(), &tenant, id, now)?;
    let body = serde_json::json!({ "why": why, "up_to": conversation.seq });
    s.audit("conversation.erased", format!("conversation/{id}"), Some(body));
    let news = News {
        tenant,
        conversation: Arc::new(conversation),
        version: version + 1,
        updated_at,
        before: Before::Known(Arc::new(before)),
        events: Vec::new(),
    };
    s.after(After::News(Box::new(news)));
    Ok(())
}

/// The words that the conversation was found by come back.
fn erase_events(s: &mut Session<'_, '_>, of: &Conversation) -> Result<BTreeSet<String>, AppError> {
    let tenant = s.tenant().clone();
    let mut words = BTreeSet::new();
    // What was erased before is not read again.
    let mut after = of.erased.map_or(0, |erased| i64::try_from(erased.up_to).unwrap_or(i64::MAX));
    loop {
        let rows =
            store::conversation_events::after(s.tx(), &tenant, of.id, after, true, EVENTS_AT_ONCE)?;
        let Some(last) = rows.last().map(|row| row.seq) else { return Ok(words) };
        for row in &rows {
            let event = persist::event(row)?;
            words.extend(search::written(&event.body));
            let erased = event.clone().erased();
            if erased != event {
                let doc = serde_json::to_string(&erased)?;
                store::erasure::rewrite_event(s.tx(), &tenant, (of.id, row.seq), doc)?;
            }
        }
        after = last;
    }
}
