//! Imports: a file of JSON Lines, the Olist folder, or any stream of records, into one tenant.
//!
//! An import can be stopped at any moment and goes on where it was: its progress is written with the
//! records it counts, in the same transaction. A bad row goes to the reject file with its line, its
//! field and the reason; the rest goes in. Blocking: for the command line.

use std::io::{BufRead, Write};
use std::path::Path;

use commerce::olist::{Cursor, Olist};
use commerce::{Record, Reject, jsonl};
use compliance::authority::{Principal, Role};
use kernel::{PrincipalId, TenantId};
use store::feed::ImportRow;

use crate::feed::{Ingested, Outcome, ingest_batch};
use crate::{App, AppError, Session};

/// Records of one transaction.
const BATCH_RECORDS: usize = 500;
/// Most records of one unit of a source (an order with all that belongs to it).
const UNIT_RECORDS_MAX: usize = crate::feed::BATCH_RECORDS_MAX;

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
    waiting: Vec<Unit>,
    rejects: &'a mut dyn Write,
    progress: &'a mut dyn FnMut(&ImportRow),
}

impl std::fmt::Debug for Import<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Import").field("row", &self.row).finish_non_exhaustive()
    }
}

/// Imports a stream of JSON Lines. `source` names it: the same name goes on where it stopped.
///
/// # Errors
/// When the input cannot be read or the store fails; a bad line is no error.
pub fn jsonl(
    app: &App,
    tenant: &TenantId,
    source: &str,
    input: impl BufRead,
    rejects: &mut dyn Write,
    progress: &mut dyn FnMut(&ImportRow),
) -> Result<ImportRow, AppError> {
    let mut import = Import::start(app, tenant, source, rejects, progress)?;
    let done: u64 = import.row.resume_cursor.parse().unwrap_or(0);
    for row in jsonl::Reader::new(input) {
        let row = row.map_err(|error| AppError::internal("the input cannot be read", error))?;
        match row {
            Ok(row) if row.line <= done => {}
            Ok(row) => {
                let after = row.line.to_string();
                import.take(Unit { records: vec![row.record], line: row.line, after })?;
            }
            Err(reject) if reject.line <= done => {}
            Err(reject) => {
                let after = reject.line.to_string();
                import.reject(&reject, after)?;
            }
        }
    }
    import.end()
}

/// Imports the Olist folder.
///
/// # Errors
/// When the folder cannot be read, its files changed since the import began, or the store fails.
pub fn olist(
    app: &App,
    tenant: &TenantId,
    folder: &Path,
    rejects: &mut dyn Write,
    progress: &mut dyn FnMut(&ImportRow),
) -> Result<ImportRow, AppError> {
    let unreadable = |error| AppError::internal("the Olist folder cannot be imported", error);
    let olist = Olist::open(folder).map_err(unreadable)?;
    let mut import = Import::start(app, tenant, "olist", rejects, progress)?;
    let cursor: Cursor = match import.row.resume_cursor.as_str() {
        "" => {
            for reject in olist.rejects() {
                import.note_reject(reject)?;
            }
            olist.start()
        }
        text => serde_json::from_str(text)?,
    };
    for unit in olist.units(&cursor).map_err(unreadable)? {
        let after = serde_json::to_string(&unit.after)?;
        match unit.records {
            Ok(records) => import.take(Unit { records, line: unit.after.done, after })?,
            Err(reject) => import.reject(&reject, after)?,
        }
    }
    import.end()
}

/// Imports records from anywhere: a generated world's feed, a test.
///
/// # Errors
/// When the store fails.
pub fn records(
    app: &App,
    tenant: &TenantId,
    source: &str,
    records: impl IntoIterator<Item = Record>,
    rejects: &mut dyn Write,
    progress: &mut dyn FnMut(&ImportRow),
) -> Result<ImportRow, AppError> {
    let mut import = Import::start(app, tenant, source, rejects, progress)?;
    let done: u64 = import.row.resume_cursor.parse().unwrap_or(0);
    for (number, record) in (1u64..).zip(records) {
        if number > done {
            import.take(Unit { records: vec![record], line: number, after: number.to_string() })?;
        }
    }
    import.end()
}

impl<'a> Import<'a> {
    fn start(
        app: &'a App,
        tenant: &TenantId,
        source: &str,
        rejects: &'a mut dyn Write,
        progress: &'a mut dyn FnMut(&ImportRow),
    ) -> Result<Self, AppError> {
        let id = PrincipalId::new("import")
            .map_err(|error| AppError::internal("the importer's own name", error))?;
        let principal = Principal {
            tenant: tenant.clone(),
            role: Role::Company,
            id: Some(id),
            merchant: None,
            customer: None,
        };
        let name = source.to_owned();
        let known = app.read_blocking(&principal, move |s| {
            let tenant = s.tenant().clone();
            Ok((store::feed::import(s.tx(), &tenant, &name)?, s.now()))
        })?;
        let (row, now) = known;
        let row = row.unwrap_or(ImportRow {
            source: source.to_owned(),
            resume_cursor: String::new(),
            accepted: 0,
            unchanged: 0,
            rejected: 0,
            started_at: now,
            updated_at: now,
            finished_at: None,
        });
        Ok(Self { app, principal, row, waiting: Vec::new(), rejects, progress })
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
        let line = serde_json::to_string(reject)?;
        writeln!(self.rejects, "{line}")
            .map_err(|error| AppError::internal("the reject file cannot be written", error))
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
                let reject = Reject::new(line, field.clone(), reason.clone(), &raw);
                let text = serde_json::to_string(&reject)?;
                writeln!(self.rejects, "{text}").map_err(|error| {
                    AppError::internal("the reject file cannot be written", error)
                })?;
            }
        }
        (self.progress)(&self.row);
        Ok(())
    }

    fn end(mut self) -> Result<ImportRow, AppError> {
        self.write(true)?;
        self.rejects
            .flush()
            .map_err(|error| AppError::internal("the reject file cannot be written", error))?;
        Ok(self.row)
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
