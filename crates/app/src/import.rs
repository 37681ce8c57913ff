//! Imports: a file of JSON Lines, or the Olist folder, into one tenant.
//!
//! An import can be stopped at any moment and goes on where it was: its progress is written with the
//! records it counts, in the same transaction, and with a digest of what was read up to there. Input
//! that has changed in that part is read again from its beginning: repeats do no harm. A bad row is
//! told with its line, its field and the reason; the rest goes in. Blocking: for the command line.

use std::io::{self, BufRead, Seek, SeekFrom};
use std::path::Path;

use commerce::olist::{Cursor, Olist};
use commerce::{Record, Reject};
use compliance::authority::{Principal, Role};
use kernel::{PrincipalId, TenantId};
use store::feed::ImportRow;

use crate::feed::{Ingested, Outcome, ingest_batch};
use crate::{App, AppError, Session};
use lines::{Lines, Place};

pub mod conversations;
mod lines;

/// Records of one transaction.
const BATCH_RECORDS: usize = 500;
/// Most records of one unit of a source (an order with all that belongs to it).
const UNIT_RECORDS_MAX: usize = crate::feed::BATCH_RECORDS_MAX;

/// How an import begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Nothing of this source was ever imported.
    Fresh,
    /// What was read before is unchanged: only what comes after it is read in.
    GoesOn,
    /// What was read before has changed since: all of it is read in again, and counted anew.
    Again,
}

/// Rows by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub accepted: i64,
    /// Those that had come before, from anywhere.
    pub unchanged: i64,
    pub rejected: i64,
}

impl Counts {
    fn of(row: &ImportRow) -> Self {
        Self { accepted: row.accepted, unchanged: row.unchanged, rejected: row.rejected }
    }

    /// Whether there was no row at all.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// What came of one run of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    pub start: Start,
    /// Of this run alone.
    pub run: Counts,
    /// Of this run and of those it went on from.
    pub whole: ImportRow,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Of this run and of those it goes on from.
    pub counts: Counts,
    /// How much of the input is done, in the source's own unit (bytes, or orders and parties).
    pub done: u64,
    /// In the same unit; `None` when nobody knows, as for a pipe.
    pub total: Option<u64>,
}

/// Whoever watches an import.
pub trait Watch {
    /// Called once, before anything else.
    ///
    /// # Errors
    /// Whatever forbids to begin.
    fn begins(&mut self, start: Start) -> io::Result<()>;
    /// A row was refused.
    ///
    /// # Errors
    /// When it cannot be kept: the import stops.
    fn refused(&mut self, reject: &Reject) -> io::Result<()>;
    /// A batch was written.
    fn progress(&mut self, progress: &Progress);
}

/// Records that belong together, where they stand, and where the import goes on after them.
#[derive(Debug)]
struct Unit {
    records: Vec<Record>,
    line: u64,
    after: String,
}

/// One import under way.
struct Import<'a> {
    app: &'a App,
    principal: Principal,
    row: ImportRow,
    /// Whether this source was imported before.
    known: bool,
    start: Start,
    /// What the row counted when this run began.
    before: Counts,
    waiting: Vec<Unit>,
    done: u64,
    total: Option<u64>,
    watch: &'a mut dyn Watch,
}

impl std::fmt::Debug for Import<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Import").field("row", &self.row).finish_non_exhaustive()
    }
}

/// Imports a stream of JSON Lines. `source` names it: the same name goes on where it stopped, as
/// long as what was read before is unchanged.
///
/// # Errors
/// When the input cannot be read or the store fails; a bad line is no error.
pub fn jsonl(
    app: &App,
    tenant: &TenantId,
    source: &str,
    mut input: impl BufRead + Seek,
    watch: &mut dyn Watch,
) -> Result<Imported, AppError> {
    let mut import = Import::open(app, tenant, source, watch)?;
    // A pipe has no length and cannot be read twice; it can be imported all the same.
    import.total = input.seek(SeekFrom::End(0)).ok();
    if import.total.is_some() {
        input.rewind().map_err(unreadable)?;
    }
    let mut lines = Lines::new(input);
    let start = if !import.known {
        Start::Fresh
    } else if let Some(place) = Place::parse(&import.row.resume_cursor)
        && lines.skip_to(&place).map_err(unreadable)?
    {
        Start::GoesOn
    } else {
        lines.rewind().map_err(unreadable)?;
        Start::Again
    };
    import.begin(start)?;
    while let Some(row) = lines.next().map_err(unreadable)? {
        import.done = lines.bytes();
        let after = lines.place().to_string();
        match row {
            Ok(row) => import.take(Unit { records: vec![row.record], line: row.line, after })?,
            Err(reject) => import.reject(&reject, after)?,
        }
    }
    import.end()
}

fn unreadable(error: io::Error) -> AppError {
    AppError::internal("the input cannot be read", error)
}

/// Imports the Olist folder. `source` names it, as in [`jsonl`].
///
/// # Errors
/// When the folder cannot be read, or the store fails.
pub fn olist(
    app: &App,
    tenant: &TenantId,
    source: &str,
    folder: &Path,
    watch: &mut dyn Watch,
) -> Result<Imported, AppError> {
    let unreadable = |error| AppError::internal("the Olist folder cannot be imported", error);
    let olist = Olist::open(folder).map_err(unreadable)?;
    let mut import = Import::open(app, tenant, source, watch)?;
    import.total = Some(olist.units_total());
    let first = olist.start();
    // A cursor that does not fit these files, or cannot be read, is of other files.
    let cursor = serde_json::from_str::<Cursor>(&import.row.resume_cursor)
        .ok()
        .filter(|cursor| cursor.input == first.input);
    import.begin(match (import.known, &cursor) {
        (false, _) => Start::Fresh,
        (true, Some(_)) => Start::GoesOn,
        (true, None) => Start::Again,
    })?;
    if cursor.is_none() {
        for reject in olist.rejects() {
            import.note_reject(reject)?;
        }
    }
    for unit in olist.units(&cursor.unwrap_or(first)).map_err(unreadable)? {
        let after = serde_json::to_string(&unit.after)?;
        import.done = unit.after.done;
        match unit.records {
            Ok(records) => import.take(Unit { records, line: unit.after.done, after })?,
            Err(reject) => import.reject(&reject, after)?,
        }
    }
    import.end()
}

/// Who imports: the company, by the importer's name.
fn importer(tenant: &TenantId) -> Result<Principal, AppError> {
    let id = PrincipalId::new("import")
        .map_err(|error| AppError::internal("the importer's own name", error))?;
    Ok(Principal {
        tenant: tenant.clone(),
        role: Role::Company,
        id: Some(id),
        merchant: None,
        customer: None,
        withheld: Default::default(),
    })
}

/// How far the import of a source is, and whether it was ever begun.
fn progress(app: &App, principal: &Principal, source: &str) -> Result<(ImportRow, bool), AppError> {
    let name = source.to_owned();
    let (row, now) = app.read_blocking(principal, move |s| {
        let tenant = s.tenant().clone();
        Ok((store::feed::import(s.tx(), &tenant, &name)?, s.now()))
    })?;
    let known = row.is_some();
    let row = row.unwrap_or_else(|| ImportRow {
        source: source.to_owned(),
        resume_cursor: String::new(),
        accepted: 0,
        unchanged: 0,
        rejected: 0,
        started_at: now,
        updated_at: now,
        finished_at: None,
    });
    Ok((row, known))
}

impl<'a> Import<'a> {
    fn open(
        app: &'a App,
        tenant: &TenantId,
        source: &str,
        watch: &'a mut dyn Watch,
    ) -> Result<Self, AppError> {
        let principal = importer(tenant)?;
        let (row, known) = progress(app, &principal, source)?;
        Ok(Self {
            app,
            principal,
            before: Counts::of(&row),
            row,
            known,
            start: Start::Fresh,
            waiting: Vec::new(),
            done: 0,
            total: None,
            watch,
        })
    }

    fn begin(&mut self, start: Start) -> Result<(), AppError> {
        self.start = start;
        if start == Start::Again {
            let now = self.app.read_blocking(&self.principal, |s| Ok(s.now()))?;
            let row = &mut self.row;
            row.resume_cursor.clear();
            (row.accepted, row.unchanged, row.rejected) = (0, 0, 0);
            (row.started_at, row.finished_at) = (now, None);
            self.before = Counts::default();
        }
        self.watch.begins(start).map_err(|error| AppError::internal("it cannot begin", error))
    }

    /// Takes a unit; full batches are written.
    fn take(&mut self, unit: Unit) -> Result<(), AppError> {
        if unit.records.len() > UNIT_RECORDS_MAX {
            let problem = format!("more than {UNIT_RECORDS_MAX} records belong to one order");
            let reject = Reject::new(unit.line, "", problem, &[]);
            return self.reject(&reject, unit.after);
        }
        let waiting: usize = self.waiting.iter().map(|unit| unit.records.len()).sum();
        if waiting + unit.records.len() > BATCH_RECORDS {
            self.write(false)?;
        }
        self.waiting.push(unit);
        Ok(())
    }

    /// A row that is bad on its own: noted, and counted once what came before it is written.
    fn reject(&mut self, reject: &Reject, after: String) -> Result<(), AppError> {
        self.note_reject(reject)?;
        self.waiting.push(Unit { records: Vec::new(), line: reject.line, after });
        Ok(())
    }

    fn note_reject(&mut self, reject: &Reject) -> Result<(), AppError> {
        self.row.rejected += 1;
        self.tell_refused(reject)
    }

    fn tell_refused(&mut self, reject: &Reject) -> Result<(), AppError> {
        self.watch
            .refused(reject)
            .map_err(|error| AppError::internal("the refused row cannot be kept", error))
    }

    /// Writes what waits, with the progress, in one transaction.
    fn write(&mut self, finished: bool) -> Result<(), AppError> {
        let Some(last) = self.waiting.last() else {
            return if finished { self.write_batch(Vec::new(), Vec::new(), true) } else { Ok(()) };
        };
        self.row.resume_cursor.clone_from(&last.after);
        let mut records = Vec::new();
        let mut lines = Vec::new();
        for unit in self.waiting.drain(..) {
            lines.extend(std::iter::repeat_n(unit.line, unit.records.len()));
            records.extend(unit.records);
        }
        self.write_batch(records, lines, finished)
    }

    fn write_batch(
        &mut self,
        records: Vec<Record>,
        lines: Vec<u64>,
        finished: bool,
    ) -> Result<(), AppError> {
        let (kept, row) = (records.clone(), self.row.clone());
        let (row, outcomes) = self.app.write_blocking(&self.principal, move |s| {
            batch(s, records.clone(), row.clone(), finished)
        })?;
        self.row = row;
        for ((outcome, record), line) in outcomes.iter().zip(&kept).zip(lines) {
            if let Err((field, reason)) = outcome {
                let raw = serde_json::to_vec(record)?;
                self.tell_refused(&Reject::new(line, field.clone(), reason.clone(), &raw))?;
            }
        }
        let counts = Counts::of(&self.row);
        self.watch.progress(&Progress { counts, done: self.done, total: self.total });
        Ok(())
    }

    fn end(mut self) -> Result<Imported, AppError> {
        self.write(true)?;
        let (now, before) = (Counts::of(&self.row), self.before);
        let run = Counts {
            accepted: now.accepted - before.accepted,
            unchanged: now.unchanged - before.unchanged,
            rejected: now.rejected - before.rejected,
        };
        Ok(Imported { start: self.start, run, whole: self.row })
    }
}

/// The field and the reason of each record that was refused.
type Outcomes = Vec<Result<Ingested, (String, String)>>;

fn batch(
    s: &mut Session<'_, '_>,
    records: Vec<Record>,
    mut row: ImportRow,
    finished: bool,
) -> Result<(ImportRow, Outcomes), AppError> {
    let mut outcomes: Outcomes = Vec::with_capacity(records.len());
    for outcome in ingest_batch(s, records)? {
        match &outcome {
            Ok(Ingested { outcome: Outcome::Duplicate, .. }) => row.unchanged += 1,
            Ok(_) => row.accepted += 1,
            Err(_) => row.rejected += 1,
        }
        outcomes.push(outcome.map_err(|error| match error {
            AppError::Invalid { field, problem } => (field, problem),
            other => (String::new(), other.to_string()),
        }));
    }
    row.updated_at = s.now();
    row.finished_at = finished.then_some(row.updated_at);
    let tenant = s.tenant().clone();
    store::feed::save_import(s.tx(), &tenant, &row)?;
    Ok((row, outcomes))
}
