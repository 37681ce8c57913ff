//! The audit trail: signed checkpoints, the export, and reading it.

use std::io::Write;

use compliance::audit::{Checkpoint, Entry, Export, LaneHead, LaneId};
use compliance::authority::Action;
use kernel::TenantId;
use kernel::canonical::Sha256Hex;
use store::audit::{AuditRow, CheckpointRow};

use crate::{App, AppError, Session};

/// Checkpoints are filed under this lane, by number.
const CHECKPOINT_LANE: i64 = 0;
/// Rows read at once.
const ROWS_AT_ONCE: u32 = 1_000;

/// The entries of the trail, after `(lane, seq)`.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn entries(
    s: &mut Session<'_, '_>,
    after: (i64, i64),
    limit: u32,
) -> Result<Vec<Entry>, AppError> {
    let case = s.of_tenant();
    s.check(Action::AuditRead, &case)?;
    let limit = crate::Page::new(None, limit)?.limit;
    let tenant = s.tenant().clone();
    let rows = store::audit::list(s.tx(), &tenant, after, limit)?;
    rows.iter().map(entry).collect()
}

fn entry(row: &AuditRow) -> Result<Entry, AppError> {
    Ok(serde_json::from_str(&row.body)?)
}

/// Signs how long each lane is now and what its head is, and keeps the note. Publish it, or keep
/// it elsewhere: it is what shows a cut or rewritten trail.
///
/// # Errors
/// [`AppError::Unprocessable`] where the deployment has no signing key.
pub fn checkpoint(s: &mut Session<'_, '_>) -> Result<String, AppError> {
    let case = s.of_tenant();
    s.check(Action::AuditExport, &case)?;
    let app = s.app().clone();
    let Some(signer) = app.signer() else {
        let why = "this deployment has no key to sign checkpoints with: configure one";
        return Err(AppError::unprocessable("no_signing_key", why));
    };
    let tenant = s.tenant().clone();
    let last = last_checkpoint(s)?;
    // The node that signed the last one may have a faster clock: checkpoints never go back in time.
    let at = last.as_ref().map_or(s.now(), |last| s.now().max(last.at));
    let mut heads = Vec::new();
    for (lane, _) in store::audit::lanes(s.tx(), &tenant)? {
        let head = store::audit::head_of(s.tx(), &tenant, lane)?;
        let (Some((size, hash)), Ok(lane)) = (head, u16::try_from(lane)) else { continue };
        heads.push(LaneHead { lane: LaneId(lane), size: size.unsigned_abs(), hash });
    }
    let number = last.as_ref().map_or(1, |last| last.seq + 1);
    let checkpoint = Checkpoint {
        origin: app.origin().to_owned(),
        tenant: tenant.clone(),
        number: number.unsigned_abs(),
        previous: last.map(|last| last.hash),
        at,
        heads,
    };
    let note = checkpoint
        .sign(signer)
        .map_err(|error| AppError::internal("the checkpoint cannot be signed", error))?;
    let row = CheckpointRow {
        tenant,
        lane: CHECKPOINT_LANE,
        seq: number,
        at,
        hash: checkpoint.text_hash(),
        note: note.clone(),
    };
    store::audit::put_checkpoint(s.tx(), row)?;
    Ok(note)
}

fn last_checkpoint(s: &mut Session<'_, '_>) -> Result<Option<CheckpointRow>, AppError> {
    let tenant = s.tenant().clone();
    let mut last: Option<CheckpointRow> = None;
    loop {
        let after = (CHECKPOINT_LANE, last.as_ref().map_or(0, |last| last.seq));
        let rows = store::audit::checkpoints(s.tx(), &tenant, after, ROWS_AT_ONCE)?;
        match rows.into_iter().next_back() {
            Some(row) => last = Some(row),
            None => return Ok(last),
        }
    }
}

/// Writes the whole trail, checkpoints first. Blocking: for the command line.
///
/// # Errors
/// The store's, or the writer's.
pub fn export<W: Write>(app: &App, tenant: &TenantId, out: W) -> Result<W, AppError> {
    let failed = |error| AppError::internal("the export cannot be written", error);
    let mut export = Export::begin(out, tenant).map_err(failed)?;
    let mut after = (0, 0);
    loop {
        let rows = read(app, tenant, move |tx, tenant| {
            store::audit::checkpoints(tx, tenant, after, ROWS_AT_ONCE)
        })?;
        let Some(last) = rows.last() else { break };
        after = (last.lane, last.seq);
        for row in &rows {
            export.checkpoint(&row.note).map_err(failed)?;
        }
    }
    let mut entries = export.entries();
    // Lanes begin at 0, and sequences at 1.
    let mut after = (-1, 0);
    loop {
        let rows = read(app, tenant, move |tx, tenant| {
            store::audit::list(tx, tenant, after, ROWS_AT_ONCE)
        })?;
        let Some(last) = rows.last() else { break };
        after = (last.lane, last.seq);
        for row in &rows {
            entries.entry(&entry(row)?).map_err(failed)?;
        }
    }
    entries.finish().map_err(failed)
}

fn read<T: Send + 'static>(
    app: &App,
    tenant: &TenantId,
    query: impl Fn(&mut store::Tx<'_>, &TenantId) -> Result<T, store::StoreError> + Send + 'static,
) -> Result<T, AppError> {
    let tenant = tenant.clone();
    app.store().read_blocking(move |tx| Ok(query(tx, &tenant)?))
}

/// The digest of an export's bytes, to be written down beside it.
pub fn digest(export: &[u8]) -> Sha256Hex {
    Sha256Hex::of(export)
}
