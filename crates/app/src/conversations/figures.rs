//! The row of figures that reports read, kept beside a conversation.
//!
//! It is written with the step that changes it, and by no other: a message more writes no row. What
//! it holds is in the conversation's document and log as well; without it a report over a month
//! would parse every document of that month.

use kernel::{Duration, Timestamp};
use store::figures::FiguresRow;
use support::conversation::{ClockKind, Conversation, Promises};

use super::persist::level_number;
use crate::{AppError, Session};

/// Writes what is counted of a conversation, where a step changed it.
pub(super) fn save(
    s: &mut Session<'_, '_>,
    before: Option<&Conversation>,
    after: &Conversation,
) -> Result<(), AppError> {
    let row = row(s, after)?;
    let known = before.map(|before| self::row(s, before)).transpose()?;
    if known.as_ref() == Some(&row) {
        return Ok(());
    }
    let first_contact = known.is_none_or(|known| known.contact_at.is_none());
    if let Some(at) = row.contact_at.filter(|_| first_contact) {
        let tenant = s.tenant().clone();
        store::figures::came_back(s.tx(), &tenant, &row.customer, at, row.conversation)?;
        store::figures::contacted(s.tx(), &tenant, &row.customer, at)?;
    }
    Ok(store::figures::put(s.tx(), row)?)
}

fn row(s: &mut Session<'_, '_>, c: &Conversation) -> Result<FiguresRow, AppError> {
    let rules = super::desk_rules(s)?;
    let hours = rules.hours();
    let figures = &c.figures;
    let waited = figures.needed_at.zip(figures.answered_at);
    let millis = |length: Duration| length.as_millis();
    let response = |(from, to): (Timestamp, Timestamp)| millis(to.since(from));
    let open = |(from, to): (Timestamp, Timestamp)| millis(hours.between(from, to));
    let sum = |promises: &Promises| promises.values().map(|count| i64::from(*count)).sum();
    let kinds = ClockKind::ALL.into_iter().filter_map(|kind| {
        let of = |promises: &Promises| promises.get(&kind).copied().unwrap_or(0);
        let (kept, broken) = (of(&figures.kept), of(&figures.broken));
        (kept + broken > 0).then(|| (kind.as_str(), serde_json::json!([kept, broken])))
    });
    let promises: serde_json::Map<_, _> = kinds.map(|(kind, all)| (kind.to_owned(), all)).collect();
    Ok(FiguresRow {
        tenant: s.tenant().clone(),
        conversation: c.id,
        number: c.number.clone(),
        channel: c.channel.as_str().to_owned(),
        customer: c.customer.clone(),
        day: hours.day(c.opened_at),
        opened_at: c.opened_at,
        contact_at: figures.contact_at,
        needed_at: figures.needed_at,
        answered_at: figures.answered_at,
        answered_by: figures.answered_by.clone(),
        response_ms: waited.map(response),
        response_open_ms: waited.map(open),
        resolved_at: figures.resolved_at,
        reopened: i64::from(figures.reopened),
        person: figures.person,
        assignee: figures.had_by.as_ref().map(|(user, _)| user.clone()),
        assignee_name: figures.had_by.as_ref().map(|(_, name)| name.clone()),
        level: level_number(c.priority.level),
        score: i64::from(c.priority.score),
        tags: serde_json::to_string(&c.tags)?,
        order: c.order.clone(),
        dispute: c.dispute,
        complaint: c.complaint,
        csat: c.csat.as_ref().map(|csat| i64::from(csat.score)),
        kept: sum(&figures.kept),
        broken: sum(&figures.broken),
        promises: serde_json::Value::Object(promises).to_string(),
        again_at: None,
        merged: c.merged_into.is_some(),
    })
}
