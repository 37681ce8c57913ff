//! Recordings that are opened: to be watched, to be handed on, or to be proved. Who did it, and what, is in the audit chain
//! and beside the recording before anybody gets a byte of it.

use cobrowse::recording::{Head, Reader, Record};
use compliance::authority::Action;
use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, Timestamp};
use store::cobrowse::recordings::{self, ChunkRow, RecordingRow};
use store::cobrowse::watches::{self, WatchRow};

use super::recordings::{broken_key, key_of, may_watch, stored};
use crate::{App, AppError, Principal, Role, Session};

/// Chunks of one recording: four hours of one every five seconds, twice over.
const CHUNKS_MAX: u32 = 6_000;
/// The code of a recording of which a chunk was changed or is missing.
const BROKEN: &str = "recording_broken";

/// What a recording is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Watch,
    /// To hand it on.
    Export,
    /// To prove that it is whole and unchanged.
    Verify,
}

impl Deed {
    /// How it is kept beside the recording.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Watch => "watched",
            Self::Export => "exported",
            Self::Verify => "verified",
        }
    }

    const fn audited(self) -> &'static str {
        match self {
            Self::Watch => "cobrowse.recording_watched",
            Self::Export => "cobrowse.recording_exported",
            Self::Verify => "cobrowse.recording_verified",
        }
    }
}

/// A recording that was opened, whole and unchanged.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub started_at: Timestamp,
    pub records: Vec<Record>,
    pub head: Head,
}

impl Opened {
    /// For a player: of each record its kind (a byte: 0 frame, 1 event, 2 checkpoint), the milliseconds
    /// since the recording began and its length (both as LEB128), and its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for record in &self.records {
            let length = u32::try_from(record.bytes.len()).unwrap_or(u32::MAX);
            bytes.push(record.kind.byte());
            whole(&mut bytes, record.ms);
            whole(&mut bytes, length);
            bytes.extend_from_slice(&record.bytes);
        }
        bytes
    }
}

/// Seven bits a byte, the lowest first.
fn whole(bytes: &mut Vec<u8>, mut number: u32) {
    loop {
        let low = (number & 0x7F) as u8;
        number >>= 7;
        bytes.push(if number == 0 { low } else { low | 0x80 });
        if number == 0 {
            return;
        }
    }
}

/// What a look through all chunks of a recording found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What is wrong with it, `None` where it is whole and unchanged.
    pub broken: Option<String>,
    pub chunks: u32,
    /// 0 where it is broken.
    pub records: u32,
    /// SHA-256 of the last sealed chunk, as the audit trail has it once the recording is closed.
    pub hash: Sha256Hex,
    /// Whether it has its end: it goes on while its session does.
    pub is_closed: bool,
}

/// Opens a recording to be watched; that it was, and by whom, is in the audit chain. Every chunk is
/// proved on the way.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`]; [`AppError::Conflict`] (`recording_shredded`);
/// [`AppError::Unprocessable`] (`recording_broken`) where a chunk was changed or is missing.
pub async fn watch(app: &App, principal: &Principal, id: CobrowseId) -> Result<Opened, AppError> {
    let begin = move |s: &mut Session<'_, '_>| {
        let row = may_watch(s, id)?;
        begun(s, row, Deed::Watch)
    };
    let (row, chunks) = app.write(principal, begin).await?;
    open(app, row, chunks).await
}

/// As [`watch`], to be handed on: for those who lead the desk, whoever was in the session.
///
/// # Errors
/// As [`watch`].
pub async fn export(app: &App, principal: &Principal, id: CobrowseId) -> Result<Opened, AppError> {
    let begin = move |s: &mut Session<'_, '_>| {
        let on = s.of_tenant();
        s.check(Action::CobrowseLead, &on)?;
        let row = stored(s, id)?;
        begun(s, row, Deed::Export)
    };
    let (row, chunks) = app.write(principal, begin).await?;
    open(app, row, chunks).await
}

/// Opens every chunk to see whether the recording is whole and unchanged: for whoever may watch it.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`]; [`AppError::Conflict`] (`recording_shredded`). That it
/// is broken is no error, but what was asked for.
pub async fn verify(app: &App, principal: &Principal, id: CobrowseId) -> Result<Proof, AppError> {
    let begin = move |s: &mut Session<'_, '_>| {
        let row = may_watch(s, id)?;
        begun(s, row, Deed::Verify)
    };
    let (row, chunks) = app.write(principal, begin).await?;
    let head: Head = serde_json::from_str(&row.head)?;
    let (records, broken) = match open(app, row, chunks).await {
        Ok(opened) => (opened.records.len(), None),
        Err(error) if error.code() == BROKEN => (0, Some(error.to_string())),
        Err(error) => return Err(error),
    };
    Ok(Proof {
        broken,
        chunks: head.chunks,
        records: u32::try_from(records).unwrap_or(u32::MAX),
        hash: head.hash,
        is_closed: head.is_closed,
    })
}

/// As [`watch`], by whoever runs the program on its machine. `principal` is in the audit chain.
///
/// # Errors
/// As [`watch`]; [`AppError::Forbidden`] for anybody but an operator.
pub async fn open_on_machine(
    app: &App,
    principal: &Principal,
    id: CobrowseId,
    deed: Deed,
) -> Result<Opened, AppError> {
    let begin = move |s: &mut Session<'_, '_>| {
        if s.principal().role != Role::Operator {
            return Err(s.denied(Action::CobrowseLead, "whoever runs the program", false));
        }
        let row = stored(s, id)?;
        begun(s, row, deed)
    };
    let (row, chunks) = app.write(principal, begin).await?;
    open(app, row, chunks).await
}

/// Notes that a recording is opened, and finds its chunks.
fn begun(
    s: &mut Session<'_, '_>,
    row: RecordingRow,
    deed: Deed,
) -> Result<(RecordingRow, Vec<ChunkRow>), AppError> {
    let tenant = s.tenant().clone();
    let user = s.principal().id.clone();
    let look = WatchRow { at: s.app().now(), user, deed: deed.as_str().to_owned() };
    watches::insert(s.tx(), &tenant, row.cobrowse, &look)?;
    s.audit(deed.audited(), format!("cobrowse/{}", row.cobrowse), None);
    let chunks = recordings::chunks(s.tx(), &tenant, row.cobrowse, 0, CHUNKS_MAX)?;
    Ok((row, chunks))
}

async fn open(app: &App, row: RecordingRow, chunks: Vec<ChunkRow>) -> Result<Opened, AppError> {
    let id = row.cobrowse;
    let key = key_of(app, &row)?;
    let blobs = app.blobs().clone();
    let open = move || -> Result<Opened, AppError> {
        let mut reader = Reader::new(id, &key).map_err(broken_key)?;
        let mut records = Vec::new();
        for chunk in chunks {
            let sealed = blobs.get(&chunk.sha256, chunk.content)?;
            records.extend(reader.next(&sealed).map_err(broken)?.records);
        }
        let head: Head = serde_json::from_str(&row.head)?;
        reader.finish(&head).map_err(broken)?;
        Ok(Opened { started_at: row.started_at, records, head })
    };
    tokio::task::spawn_blocking(open)
        .await
        .map_err(|error| AppError::internal("opening a recording was cut short", error))?
}

fn broken(error: cobrowse::recording::Broken) -> AppError {
    AppError::unprocessable(BROKEN, error.to_string())
}
