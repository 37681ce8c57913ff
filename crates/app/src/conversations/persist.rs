//! Loading a conversation, stepping it, and saving what came of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::{ConversationId, TaskId, Timestamp};
use store::Tx;
use store::conversation_events::ConversationEventRow;
use store::conversations::ConversationRow;
use store::tasks::TaskRow;
use support::conversation::{
    Channel, Conversation, Effect, Event, EventBody, Input, Level, Owner, Step,
};

use super::{Kept, refused};
use crate::after::After;
use crate::{AppError, Before, News, Session};

/// What came of a step.
#[derive(Debug, Clone)]
pub struct Changed {
    pub kept: Kept,
    pub events: Vec<Event>,
    /// What the assistant said was kept for the desk, and not said.
    pub discarded: bool,
}

/// The conversation as it is stored.
pub(crate) fn load(s: &mut Session<'_, '_>, id: ConversationId) -> Result<Kept, AppError> {
    let tenant = s.tenant().clone();
    let row = store::conversations::get(s.tx(), &tenant, id)?
        .ok_or_else(|| AppError::not_found("the conversation", &id))?;
    kept(&row)
}

pub(crate) fn kept(row: &ConversationRow) -> Result<Kept, AppError> {
    let conversation: Conversation = serde_json::from_str(&row.doc)?;
    Ok(Kept { conversation, version: row.version, updated_at: row.updated_at })
}

/// One step, saved.
pub(super) fn step(
    s: &mut Session<'_, '_>,
    before: Kept,
    input: Input,
    action: &str,
) -> Result<Changed, AppError> {
    let rules = super::desk_rules(s)?;
    let context = super::context(s, &rules, Some(&before.conversation))?;
    let stepped = before.conversation.clone().step(input, &context).map_err(refused)?;
    save(s, Some(before), stepped, action)
}

/// Saves a step: the conversation, its events, its tasks, the audit entry; and tells whoever looks on.
pub(super) fn save(
    s: &mut Session<'_, '_>,
    before: Option<Kept>,
    step: Step,
    action: &str,
) -> Result<Changed, AppError> {
    let Step { conversation, events, effects, discarded } = step;
    let now = s.now();
    let unchanged = before.as_ref().is_some_and(|before| before.conversation == conversation);
    if let (true, Some(kept)) = (unchanged && events.is_empty(), &before) {
        return Ok(Changed { kept: kept.clone(), events, discarded });
    }
    // What was only seen does not move a conversation in lists.
    let updated_at = match &before {
        Some(before) if events.is_empty() => before.updated_at,
        _ => now,
    };
    let created_at = conversation.opened_at;
    let version = before.as_ref().map_or(1, |before| before.version);
    let row = row(s, &conversation, version, created_at, updated_at)?;
    match &before {
        Some(_) => store::conversations::save(s.tx(), row)?,
        None => store::conversations::insert(s.tx(), row)?,
    }
    let known = before.as_ref().map(|before| &before.conversation);
    mentions(s, known, &conversation)?;
    super::figures::save(s, known, &conversation)?;
    let rows = events.iter().map(|event| event_row(s, conversation.id, event));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    if !rows.is_empty() {
        store::conversation_events::append(s.tx(), rows)?;
    }
    for effect in effects {
        perform(s, &conversation, effect)?;
    }
    if conversation.channel == Channel::Email {
        crate::mail::enqueue(s, &conversation, &events)?;
    }
    if !events.is_empty() {
        let kinds: Vec<&str> = events.iter().map(|event| kind(event)).collect();
        let body = serde_json::json!({
            "seq": conversation.seq, "events": kinds, "epoch": conversation.floor.epoch,
            "assignment": conversation.assignment.version,
        });
        s.audit(action, format!("conversation/{}", conversation.id), Some(body));
    }
    let version = before.as_ref().map_or(1, |before| before.version + 1);
    let news = News {
        tenant: s.tenant().clone(),
        conversation: Arc::new(conversation.clone()),
        version,
        updated_at,
        before: match before {
            Some(before) => Before::Known(Arc::new(before.conversation)),
            None => Before::Nothing,
        },
        events: events.clone(),
    };
    s.after(After::News(Box::new(news)));
    Ok(Changed { kept: Kept { conversation, version, updated_at }, events, discarded })
}

/// Keeps the lists of whoever is called in a note.
fn mentions(
    s: &mut Session<'_, '_>,
    before: Option<&Conversation>,
    now: &Conversation,
) -> Result<(), AppError> {
    let (tenant, none) = (s.tenant().clone(), BTreeSet::new());
    let were = before.map_or(&none, |before| &before.mentioned);
    for user in were.symmetric_difference(&now.mentioned) {
        let is_called = now.mentioned.contains(user);
        store::conversations::mention(s.tx(), &tenant, user, now.id, is_called)?;
    }
    Ok(())
}

pub(super) fn row(
    s: &Session<'_, '_>,
    conversation: &Conversation,
    version: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
) -> Result<ConversationRow, AppError> {
    let owner = &conversation.assignment.owner;
    Ok(ConversationRow {
        tenant: s.tenant().clone(),
        conversation: conversation.id,
        number: conversation.number.clone(),
        customer: conversation.customer.clone(),
        state: conversation.state.as_str().to_owned(),
        owner: owner.as_str().to_owned(),
        assignee: owner.user().cloned(),
        level: level_number(conversation.priority.level),
        score: i64::from(conversation.priority.score),
        waiting_since: owner.waiting_since(),
        wake_at: conversation.wake_at(),
        complaint: conversation.complaint,
        created_at,
        updated_at,
        version,
        doc: serde_json::to_string(conversation)?,
    })
}

/// The number of a level in lists.
pub(super) const fn level_number(level: Level) -> i64 {
    match level {
        Level::Normal => 0,
        Level::High => 1,
        Level::Critical => 2,
        Level::Danger => 3,
    }
}

/// The name of an event's kind.
pub(super) const fn kind(event: &Event) -> &'static str {
    event.body.kind()
}

pub(super) fn event_row(
    s: &Session<'_, '_>,
    conversation: ConversationId,
    event: &Event,
) -> Result<ConversationEventRow, AppError> {
    Ok(ConversationEventRow {
        tenant: s.tenant().clone(),
        conversation,
        seq: i64::try_from(event.seq).unwrap_or(i64::MAX),
        at: event.at,
        kind: kind(event).to_owned(),
        for_desk: event.body.is_for_desk(),
        client_id: event.client_id.clone(),
        doc: serde_json::to_string(event)?,
    })
}

fn perform(
    s: &mut Session<'_, '_>,
    conversation: &Conversation,
    effect: Effect,
) -> Result<(), AppError> {
    match effect {
        Effect::OpenTask { task, kind, due_at } => {
            let row = TaskRow {
                tenant: s.tenant().clone(),
                task,
                kind: kind.to_owned(),
                state: store::tasks::OPEN.to_owned(),
                order: conversation.order.clone(),
                dispute: conversation.dispute,
                assignee: None,
                due_at,
                created_at: s.now(),
                closed_at: None,
                version: 1,
                doc: task_doc(conversation),
            };
            Ok(store::tasks::insert(s.tx(), vec![row])?)
        }
        Effect::CloseTask { task } => close_task(s, conversation, task),
        Effect::MoveTask { task } => {
            let tenant = s.tenant().clone();
            let Some(row) = store::tasks::get(s.tx(), &tenant, task)? else { return Ok(()) };
            let row = TaskRow { doc: task_doc(conversation), ..row };
            Ok(store::tasks::save(s.tx(), &row)?)
        }
    }
}

fn task_doc(conversation: &Conversation) -> String {
    let why = format!("Conversation {} waits for a person", conversation.number);
    serde_json::json!({ "why": why, "conversation": conversation.id }).to_string()
}

fn close_task(
    s: &mut Session<'_, '_>,
    conversation: &Conversation,
    task: TaskId,
) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    let Some(row) = store::tasks::get(s.tx(), &tenant, task)? else { return Ok(()) };
    if row.state == store::tasks::CLOSED {
        return Ok(());
    }
    let assignee = match &conversation.assignment.owner {
        Owner::Assigned { user, .. } => Some(user.clone()),
        Owner::None | Owner::Waiting { .. } | Owner::Offered { .. } => row.assignee.clone(),
    };
    let state = store::tasks::CLOSED.to_owned();
    let row = TaskRow { state, assignee, closed_at: Some(now), ..row };
    Ok(store::tasks::save(s.tx(), &row)?)
}

/// What another node appended, as news: the conversation is as it is now.
///
/// # Errors
/// The store's.
pub fn news_of(tx: &mut Tx<'_>, row: &ConversationEventRow) -> Result<Option<News>, AppError> {
    let Some(now) = store::conversations::get(tx, &row.tenant, row.conversation)? else {
        return Ok(None);
    };
    let event = event(row)?;
    let Kept { conversation, version, updated_at } = kept(&now)?;
    let conversation = Arc::new(conversation);
    // What is only said moves nothing from one list to another.
    let said = matches!(event.body, EventBody::Message { .. } | EventBody::Note { .. });
    let before = if said { Before::Known(Arc::clone(&conversation)) } else { Before::Unknown };
    let (tenant, events) = (row.tenant.clone(), vec![event]);
    Ok(Some(News { tenant, conversation, version, updated_at, before, events }))
}

/// An event as it was stored.
pub(crate) fn event(row: &ConversationEventRow) -> Result<Event, AppError> {
    Ok(serde_json::from_str(&row.doc)?)
}
