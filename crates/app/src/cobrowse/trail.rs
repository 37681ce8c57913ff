//! What a session leaves on the customer's line of time, and in the export of their data.

use compliance::authority::{Action, Resource, Verdict};
use kernel::CustomerId;
use serde_json::{Value, json};
use store::Cursor;
use store::cobrowse::sessions::{self, SessionsOf};

use super::kept::Kept;
use super::read;
use super::recordings::may_be_watched;
use crate::session::Ask;
use crate::timeline::{Entry, Kind};
use crate::{AppError, Session};

/// The sessions of a customer that somebody of the desk came to, the newest first.
fn sessions_of(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
    limit: u32,
) -> Result<Vec<(Kept, Option<u32>)>, AppError> {
    let (tenant, newest) = (s.tenant().clone(), Cursor::newest());
    let rows = sessions::list(s.tx(), &tenant, SessionsOf::Customer(customer), &newest, limit)?;
    let all: Vec<_> = rows.into_iter().map(read::read).collect::<Result<_, _>>()?;
    Ok(all.into_iter().filter(|(kept, _)| kept.row.agent.is_some()).collect())
}

/// Who was there, as the customer was told.
fn people(kept: &Kept) -> Vec<Value> {
    let person =
        |person: &cobrowse::session::Person| json!({ "name": person.name, "role": person.role });
    kept.machine.people().iter().map(person).collect()
}

/// From the first yes to the end. Milliseconds.
fn shown_ms(kept: &Kept) -> Option<i64> {
    let (from, to) = kept.row.active_at.zip(kept.row.ended_at)?;
    Some(to.since(from).as_millis())
}

/// One entry a session, for those who may read of sessions. Whether there is a recording is told to
/// those who may watch it; its customer knows whether they allowed one.
pub(crate) fn entries(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
    limit: u32,
) -> Result<Vec<Entry>, AppError> {
    let on = Resource { customer: Some(customer.clone()), ..s.of_tenant() };
    let verdict = s.verdict(Action::CobrowseRead, &on, Ask::default());
    if !matches!(verdict, Verdict::Allow { .. }) {
        return Ok(Vec::new());
    }
    let all = sessions_of(s, customer, limit)?;
    let entry = |(kept, recording_ms): (Kept, Option<u32>)| {
        let id = kept.row.cobrowse.to_string();
        let mut entry =
            Entry::new(Kind::Cobrowse, &id, kept.row.created_at, kept.row.state.as_str());
        entry.conversation = kept.row.conversation;
        let recording = recording_ms.filter(|_| may_be_watched(s, &kept));
        entry.detail = json!({
            "cobrowse_id": kept.row.cobrowse,
            "people": people(&kept),
            "granted": kept.granted,
            "active_at": kept.row.active_at,
            "ended_at": kept.row.ended_at,
            "ended_why": kept.machine.ended().map(|ended| ended.reason),
            "shown_ms": shown_ms(&kept),
            "recording_ms": recording,
        });
        entry
    };
    Ok(all.into_iter().map(entry).collect())
}

/// The sessions of a customer in the export of their own data. Who may read it was checked.
pub(crate) fn exported(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
    limit: u32,
) -> Result<Vec<Value>, AppError> {
    let all = sessions_of(s, customer, limit)?;
    let told = all.into_iter().map(|(kept, recording_ms)| {
        json!({
            "begun_at": kept.row.created_at,
            "people": people(&kept),
            "granted": kept.granted,
            "shown_from": kept.row.active_at,
            "ended_at": kept.row.ended_at,
            "ended_why": kept.machine.ended().map(|ended| ended.reason),
            "recording_kept_ms": recording_ms,
        })
    });
    Ok(told.collect())
}
