//! Recordings: kept as sealed chunks, watched by few and never unseen, forgotten with their key.

use std::ops::RangeInclusive;

use cobrowse::recording::{Entry, Head, RecordingKey, Sealed, Wrapped, Writer};
use compliance::authority::{Action, Verdict};
use kernel::{CobrowseId, CustomerId, Duration, TenantId};
use store::Cursor;
use store::cobrowse::blind_spots;
use store::cobrowse::recordings::{self, ChunkRow, RecordingRow};
use store::cobrowse::sessions::{self, SessionsOf};
use store::evidence::BlobContent;

use super::kept::{self, Kept};
pub use super::opened::{Deed, Opened, Proof, export, open_on_machine, verify, watch};
use super::reviews;
use crate::session::Ask;
use crate::{App, AppError, Session};

/// For how many days a recording is kept where the company says nothing, unless it is held.
pub const KEPT_DAYS_DEFAULT: u32 = 90;
/// For how many it may say: from a day to the longest period of limitation for claims that we know of.
pub const KEPT_DAYS: RangeInclusive<u32> = 1..=crate::retention::KEPT_DAYS_MAX;
/// The code of a chunk that comes too late: another writer has the recording.
pub const TAKEN_UP: &str = "recording_taken_up";
/// Chunks that are forgotten in one transaction.
const FORGOTTEN_AT_ONCE: i64 = 500;
/// Sessions of a customer that are looked at in one go.
const SESSIONS_AT_ONCE: u32 = 200;
/// A session that ended so long ago has sealed all that it will.
const LEFT_AFTER: Duration = Duration::from_secs(60);
/// Recordings whose time is over that are forgotten in one round.
const DUE_MAX: u32 = 50;

/// How long the recording of a session goes, where there is one that can be read. Milliseconds.
pub(super) fn length_ms(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<Option<u32>, AppError> {
    let tenant = s.tenant().clone();
    let row = recordings::get(s.tx(), &tenant, id)?;
    let readable = row.filter(|row| row.wrapped_key.is_some() && row.chunks > 0);
    Ok(readable.map(|row| u32::try_from(row.length_ms).unwrap_or(u32::MAX)))
}

/// Begins the recording of a session, or takes it up again: with whatever node it was before, no two
/// writers seal with the same part.
///
/// # Errors
/// [`AppError::Conflict`] where it was shredded or closed.
pub fn record(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<Writer, AppError> {
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let session = kept::load(s, id)?.row;
    let keys = s.app().cobrowse().tenant(&tenant);
    let known = recordings::get(s.tx(), &tenant, id)?;
    let mut row = match known {
        Some(row) => row,
        None => {
            let kept_days = crate::company::doc(s)?.recordings_kept_days();
            let key = RecordingKey::generate(s.rng());
            let wrapped = keys.wrap(&tenant, id, &key, s.rng()).map_err(broken_key)?;
            s.audit("cobrowse.recording_begun", format!("cobrowse/{id}"), None);
            RecordingRow {
                tenant: tenant.clone(),
                cobrowse: id,
                wrapped_key: Some(wrapped.bytes().to_vec()),
                parts: 0,
                chunks: 0,
                size: 0,
                head: serde_json::to_string(&Head::NONE)?,
                started_at: now,
                ended_at: None,
                keep_until: now.plus(Duration::from_days(i64::from(kept_days))),
                held: false,
                shredded_at: None,
                customer: session.customer,
                agent: session.agent,
                length_ms: 0,
                ended_why: None,
                intents: 0,
                points: None,
            }
        }
    };
    let head: Head = serde_json::from_str(&row.head)?;
    if head.is_closed {
        return Err(AppError::conflict("recording_closed", "the recording was closed"));
    }
    let key = key_of(s.app(), &row)?;
    let part = u32::try_from(row.parts).unwrap_or(u32::MAX);
    row.parts += 1;
    let started_at = row.started_at;
    recordings::put(s.tx(), row)?;
    Writer::new(id, &key, started_at, part, head).map_err(broken_key)
}

/// Keeps a sealed chunk: its bytes first, then the row that names them.
///
/// # Errors
/// The store's; [`AppError::Conflict`] where it is not the next of its recording, and with [`TAKEN_UP`]
/// where its writer is not the last.
pub async fn keep(
    app: &App,
    tenant: &TenantId,
    id: CobrowseId,
    sealed: Sealed,
    head: Head,
) -> Result<(), AppError> {
    let Sealed { part, entry, bytes } = sealed;
    let (blobs, of, sha256) = (app.blobs().clone(), tenant.clone(), entry.hash);
    let content = tokio::task::spawn_blocking(move || blobs.put(&of, &sha256, bytes))
        .await
        .map_err(|error| AppError::internal("keeping a chunk was cut short", error))??;
    app.write(&app.system(tenant), move |s| put(s, id, (part, &entry), content.clone(), head)).await
}

fn put(
    s: &mut Session<'_, '_>,
    id: CobrowseId,
    (part, entry): (u32, &Entry),
    content: BlobContent,
    head: Head,
) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let mut row = stored(s, id)?;
    // Whoever took it up since writes it: another node, or this one after something was lost.
    if row.parts != i64::from(part) + 1 {
        return Err(AppError::conflict(TAKEN_UP, "the recording was taken up by another writer"));
    }
    if row.chunks != i64::from(entry.number) || row.wrapped_key.is_none() {
        let why = "a chunk does not follow the last one that was kept";
        return Err(AppError::conflict("recording_order", why));
    }
    let chunk = ChunkRow {
        tenant,
        cobrowse: id,
        chunk: i64::from(entry.number),
        sha256: entry.hash,
        size: i64::from(entry.bytes),
        doc: serde_json::to_string(entry)?,
        content,
    };
    recordings::put_chunk(s.tx(), &chunk)?;
    row.chunks += 1;
    row.size += chunk.size;
    row.head = serde_json::to_string(&head)?;
    row.length_ms = i64::from(entry.last_ms);
    if head.is_closed {
        row.ended_at = Some(now);
        let body = serde_json::json!({ "chunks": row.chunks, "hash": head.hash });
        s.audit("cobrowse.recording_closed", format!("cobrowse/{id}"), Some(body));
    }
    Ok(recordings::put(s.tx(), row)?)
}

/// Puts a recording under a legal hold, or ends that: for those who lead, whoever was in the session.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
pub fn hold(s: &mut Session<'_, '_>, id: CobrowseId, held: bool) -> Result<(), AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseLead, &on)?;
    let mut row = stored(s, id)?;
    if row.held == held {
        return Ok(());
    }
    row.held = held;
    let word = if held { "cobrowse.recording_held" } else { "cobrowse.recording_released" };
    s.audit(word, format!("cobrowse/{id}"), None);
    Ok(recordings::put(s.tx(), row)?)
}

/// Forgets a recording: its key at once, which makes every copy of it noise, and then its chunks.
///
/// # Errors
/// [`AppError::Conflict`] (`recording_held`) under a legal hold.
pub fn shred(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<(), AppError> {
    let on = s.of_tenant();
    s.check(Action::DataErase, &on)?;
    forget_key(s, id)
}

fn forget_key(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<(), AppError> {
    let now = s.app().now();
    let mut row = stored(s, id)?;
    if row.held {
        return Err(AppError::conflict("recording_held", "a legal hold keeps this recording"));
    }
    if row.wrapped_key.take().is_none() {
        return Ok(());
    }
    row.shredded_at = Some(now);
    row.keep_until = now;
    s.audit("cobrowse.recording_shredded", format!("cobrowse/{id}"), None);
    Ok(recordings::put(s.tx(), row)?)
}

/// Closes the recordings of sessions that ended while nobody recorded them: their node was lost, or a chunk
/// was. Gives how many.
///
/// # Errors
/// The store's; one that cannot be closed is logged and left.
pub async fn close_left(app: &App) -> Result<usize, AppError> {
    let before = app.now().minus(LEFT_AFTER);
    let left = app.store().read(move |tx| recordings::left(tx, before, DUE_MAX)).await?;
    let mut closed = 0;
    for (tenant, id) in &left {
        match close(app, tenant, *id).await {
            Ok(()) => closed += 1,
            Err(error) => tracing::warn!(%error, session = %id, "a recording was not closed"),
        }
    }
    Ok(closed)
}

async fn close(app: &App, tenant: &TenantId, id: CobrowseId) -> Result<(), AppError> {
    let writer = app.write(&app.system(tenant), move |s| record(s, id)).await?;
    let Some((sealed, head)) = writer.finish() else { return Ok(()) };
    match keep(app, tenant, id, sealed, head).await {
        // Another node was faster.
        Err(error) if error.code() == TAKEN_UP => Ok(()),
        kept => kept,
    }
}

/// Shreds what is over its time, and clears away what shredded recordings left. Gives how many were
/// shredded.
///
/// # Errors
/// The store's; one that cannot be shredded is logged and left.
pub async fn forget_old(app: &App) -> Result<usize, AppError> {
    let now = app.now();
    let due = app.store().read(move |tx| recordings::due(tx, now, DUE_MAX)).await?;
    let mut forgotten = 0;
    for (tenant, id) in &due {
        match forget(app, tenant, *id).await {
            Ok(()) => forgotten += 1,
            Err(error) => tracing::warn!(%error, session = %id, "a recording was not forgotten"),
        }
    }
    Ok(forgotten)
}

async fn forget(app: &App, tenant: &TenantId, id: CobrowseId) -> Result<(), AppError> {
    app.write(&app.system(tenant), move |s| forget_key(s, id)).await?;
    clear(app, tenant, id).await?;
    app.write(&app.system(tenant), move |s| cleared(s, id)).await
}

fn cleared(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let Some(mut row) = recordings::get(s.tx(), &tenant, id)? else { return Ok(()) };
    row.chunks = 0;
    row.size = 0;
    Ok(recordings::put(s.tx(), row)?)
}

/// Forgets the recordings of a customer who wants to be forgotten: their keys now, their chunks with the
/// next round. What a legal hold keeps goes the same way once the hold ends.
///
/// # Errors
/// The store's.
pub(crate) fn erase_of(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<(), AppError> {
    let (tenant, mut after) = (s.tenant().clone(), Cursor::newest());
    loop {
        let of = SessionsOf::Customer(customer);
        let page = sessions::list(s.tx(), &tenant, of, &after, SESSIONS_AT_ONCE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Cursor { at: last.session.created_at, id: last.session.cobrowse.to_string() };
        for id in page.into_iter().map(|listed| listed.session.cobrowse) {
            blind_spots::forget_words(s.tx(), &tenant, id)?;
            let Some(row) = recordings::get(s.tx(), &tenant, id)? else { continue };
            if row.held {
                let keep_until = s.app().now();
                recordings::put(s.tx(), RecordingRow { keep_until, ..row })?;
            } else {
                forget_key(s, id)?;
            }
            reviews::erase_of(s, id)?;
        }
    }
}

/// Deletes the chunks of a shredded recording: rows, and the files behind them.
async fn clear(app: &App, tenant: &TenantId, id: CobrowseId) -> Result<(), AppError> {
    loop {
        let of = tenant.clone();
        let limit = u32::try_from(FORGOTTEN_AT_ONCE).unwrap_or(u32::MAX);
        let read = move |tx: &mut store::Tx<'_>| recordings::chunks(tx, &of, id, 0, limit);
        let chunks = app.store().read(read).await?;
        let Some(last) = chunks.last().map(|chunk| chunk.chunk) else { return Ok(()) };
        let (blobs, before) = (app.blobs().clone(), app.now());
        let forget = move || {
            chunks.iter().try_for_each(|chunk| match &chunk.content {
                BlobContent::Path(path) => blobs.forget(path, before),
                BlobContent::Bytes(_) => Ok(()),
            })
        };
        tokio::task::spawn_blocking(forget)
            .await
            .map_err(|error| AppError::internal("forgetting chunks was cut short", error))??;
        let delete = move |s: &mut Session<'_, '_>| {
            let tenant = s.tenant().clone();
            Ok(recordings::delete_chunks(s.tx(), &tenant, id, last)?)
        };
        app.write(&app.system(tenant), delete).await?;
    }
}

/// Who leads the desk sees them all.
pub(super) fn leads(s: &Session<'_, '_>) -> bool {
    let on = s.of_tenant();
    matches!(s.verdict(Action::CobrowseLead, &on, Ask::default()), Verdict::Allow { .. })
}

/// Whether the one who asks may watch the recording of a session, if there is one.
pub(super) fn may_be_watched(s: &Session<'_, '_>, session: &Kept) -> bool {
    let own = s.principal().id.as_ref();
    let was_there = own.is_some_and(|own| session.machine.seat_of(own).is_some());
    let on = session.resource(s);
    let work = || s.verdict(Action::CobrowseWork, &on, Ask::default());
    leads(s) || (was_there && matches!(work(), Verdict::Allow { .. }))
}

/// Whoever leads the desk watches all, an agent the sessions that were theirs.
pub(super) fn may_watch(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<RecordingRow, AppError> {
    let session = kept::load(s, id)?;
    let on = session.resource(s);
    let was_there =
        s.principal().id.as_ref().is_some_and(|own| session.machine.seat_of(own).is_some());
    s.check(if was_there { Action::CobrowseWork } else { Action::CobrowseLead }, &on)?;
    stored(s, id)
}

pub(super) fn stored(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<RecordingRow, AppError> {
    let tenant = s.tenant().clone();
    let row = recordings::get(s.tx(), &tenant, id)?;
    row.ok_or_else(|| AppError::not_found("the recording", &id))
}

pub(super) fn key_of(app: &App, row: &RecordingRow) -> Result<RecordingKey, AppError> {
    let shredded = || AppError::conflict("recording_shredded", "the recording was forgotten");
    let wrapped = row.wrapped_key.as_deref().ok_or_else(shredded)?;
    let wrapped = Wrapped::from_bytes(wrapped).map_err(broken_key)?;
    app.cobrowse()
        .tenant(&row.tenant)
        .unwrap(&row.tenant, row.cobrowse, &wrapped)
        .map_err(broken_key)
}

pub(super) fn broken_key(error: cobrowse::recording::KeyError) -> AppError {
    AppError::internal("the key of a recording", error)
}
