//! Conversations of another desk into one tenant: resumable, differential, and accounted for to the last row.
//!
//! Batches are one transaction each, with the progress and the account in it: a run that was stopped goes
//! on after its last batch, if what was read before is unchanged. A run that ended is followed by one that
//! reads everything again and brings in what is new. Blocking: for the command line.

use std::io;
use std::path::Path;
use std::sync::Arc;

use compliance::authority::Principal;
use importers::{Loss, Reader, Source, Unit, What};
use kernel::TenantId;
use kernel::canonical::Sha256Hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::feed::ImportRow;

use super::{Start, importer, progress};
use crate::conversations::{Due, Outcome, bring_in};
use crate::{App, AppError, Session};
use seen::Seen;
pub use tally::{Conversations, Messages, Tally};

mod seen;
mod tally;

/// Most conversations and messages of one transaction.
const BATCH_CONVERSATIONS: usize = 250;
const BATCH_MESSAGES: usize = 2_500;
/// Most losses that wait to be told.
const BATCH_LOSSES: usize = 10_000;

/// What to import.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    pub source: Source,
    pub path: &'a Path,
    /// The name under which it is remembered how far this import is: the same files, the same name.
    pub name: &'a str,
    /// Says what would come of it, and changes nothing.
    pub dry: bool,
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub start: Start,
    /// Of this run and of the stopped ones it went on from.
    pub tally: Tally,
    /// Files that were found and are not of conversations, messages or people.
    pub not_read: Vec<String>,
}

/// How far it is.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    pub tally: &'a Tally,
    /// In bytes of the input.
    pub done: u64,
    pub total: u64,
}

/// Whoever watches an import.
pub trait Watch {
    /// Called once, before anything else, with how many losses were told before that still count.
    ///
    /// # Errors
    /// Whatever forbids to begin.
    fn begins(&mut self, start: Start, losses: u64) -> io::Result<()>;
    /// Something did not come over. It counts once the batch it belongs to is written.
    ///
    /// # Errors
    /// When it cannot be kept: the import stops.
    fn lost(&mut self, loss: &Loss) -> io::Result<()>;
    /// A batch is about to be written: what was told must last.
    ///
    /// # Errors
    /// As [`Watch::lost`].
    fn lasts(&mut self) -> io::Result<()>;
    /// A batch was written.
    ///
    /// # Errors
    /// Whatever forbids to go on; what is written stays.
    fn progress(&mut self, progress: &Progress<'_>) -> io::Result<()>;
}

/// How far an import is, as it is stored.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Cursor {
    /// How many units were read, and the hash of them.
    units: u64,
    digest: String,
    tally: Tally,
}

struct Import<'a> {
    app: &'a App,
    principal: Principal,
    order: Order<'a>,
    reader: Reader,
    row: ImportRow,
    tally: Tally,
    units: u64,
    digest: Sha256,
    /// What waits to be written, with where each conversation stands.
    waiting: Vec<Due>,
    /// Losses of what waits, and of rows that gave no conversation.
    losses: Vec<Loss>,
    /// What was read and is not counted yet.
    read: importers::Rows,
    done: u64,
    seen: Seen,
    watch: &'a mut dyn Watch,
}

/// Imports an export.
///
/// # Errors
/// When the input cannot be read or the store fails; a row that cannot come over is a loss.
pub fn run(
    app: &App,
    tenant: &TenantId,
    order: Order<'_>,
    watch: &mut dyn Watch,
) -> Result<Report, AppError> {
    let principal = importer(tenant)?;
    let reader = Reader::open(order.source, order.path).map_err(input)?;
    let (row, known) = progress(app, &principal, order.name)?;
    let mut import = Import {
        app,
        principal,
        order,
        reader,
        row,
        tally: Tally::default(),
        units: 0,
        digest: Sha256::new(),
        waiting: Vec::new(),
        losses: Vec::new(),
        read: importers::Rows::default(),
        done: 0,
        seen: Seen::default(),
        watch,
    };
    let start = import.begin(known)?;
    while let Some(unit) = import.reader.next().map_err(input)? {
        import.take(unit)?;
    }
    import.write(true)?;
    let not_read = import.reader.not_read().to_vec();
    Ok(Report { start, tally: import.tally, not_read })
}

/// What is wrong with the input is for whoever runs the import to mend.
fn input(error: importers::InputError) -> AppError {
    AppError::unprocessable("unreadable_export", error.to_string())
}

fn unkept(error: io::Error) -> AppError {
    AppError::internal("what was lost cannot be kept", error)
}

impl Import<'_> {
    /// Goes on after the last batch of a run that was stopped, if the part it had read is the same.
    fn begin(&mut self, known: bool) -> Result<Start, AppError> {
        let stopped = known && self.row.finished_at.is_none() && !self.order.dry;
        let cursor = serde_json::from_str::<Cursor>(&self.row.resume_cursor).unwrap_or_default();
        let goes_on = stopped && cursor.units > 0 && self.skip(&cursor)?;
        let start = match (known, goes_on) {
            (false, _) => Start::Fresh,
            (true, true) => Start::GoesOn,
            (true, false) => Start::Again,
        };
        if goes_on {
            self.tally = cursor.tally;
        } else {
            if self.units > 0 {
                self.reader = Reader::open(self.order.source, self.order.path).map_err(input)?;
                (self.units, self.digest, self.done) = (0, Sha256::new(), 0);
            }
            let now = self.app.read_blocking(&self.principal, |s| Ok(s.now()))?;
            (self.row.started_at, self.row.finished_at) = (now, None);
        }
        self.watch
            .begins(start, self.tally.losses)
            .map_err(|error| AppError::internal("it cannot begin", error))?;
        Ok(start)
    }

    /// Reads what was read before. False when that is not what it was.
    fn skip(&mut self, cursor: &Cursor) -> Result<bool, AppError> {
        while self.units < cursor.units {
            let Some(unit) = self.reader.next().map_err(input)? else { return Ok(false) };
            self.note(&unit)?;
        }
        Ok(self.digest_now() == cursor.digest)
    }

    fn digest_now(&self) -> String {
        Sha256Hex::from_bytes(self.digest.clone().finalize().into()).to_string()
    }

    /// Takes the unit into the hash of what was read; the hash of its conversation comes back.
    fn note(&mut self, unit: &Unit) -> Result<Option<Sha256Hex>, AppError> {
        let digest = unit.conversation.as_ref().map(importers::Conversation::digest);
        if let Some(digest) = &digest {
            self.digest.update(digest.bytes());
        }
        for loss in &unit.losses {
            self.digest.update(serde_json::to_vec(loss)?);
        }
        self.digest.update([0]);
        self.units += 1;
        self.done = unit.bytes;
        Ok(digest)
    }

    fn take(&mut self, unit: Unit) -> Result<(), AppError> {
        // An id twice in one transaction would be new twice.
        let twice = unit.conversation.as_ref().is_some_and(|conversation| {
            self.waiting.iter().any(|due| due.conversation.id == conversation.id)
        });
        let messages: usize = self.waiting.iter().map(|due| due.conversation.messages.len()).sum();
        let is_full = self.waiting.len() >= BATCH_CONVERSATIONS
            || messages >= BATCH_MESSAGES
            || self.losses.len() >= BATCH_LOSSES;
        if twice || is_full {
            self.write(false)?;
        }
        let digest = self.note(&unit)?;
        self.read.conversations += unit.read.conversations;
        self.read.messages += unit.read.messages;
        self.losses.extend(unit.losses);
        if let (Some(conversation), Some(digest)) = (unit.conversation, digest) {
            self.waiting.push(Due { conversation, digest, place: (unit.file, unit.line) });
        }
        Ok(())
    }

    /// Writes what waits, with the progress, in one transaction; what is lost is kept before.
    fn write(&mut self, finished: bool) -> Result<(), AppError> {
        let mut tally = self.tally.clone();
        tally.read(self.read);
        for loss in &self.losses {
            self.watch.lost(loss).map_err(unkept)?;
            tally.lost(loss);
        }
        let batch = Arc::new(std::mem::take(&mut self.waiting));
        let outcomes = self.outcomes(&batch, &tally, finished)?;
        for (due, outcome) in batch.iter().zip(&outcomes) {
            let is_second = self.order.dry && !self.seen.is_first(&due.conversation.id);
            tally.outcome(outcome, is_second);
        }
        if !tally.is_balanced() {
            let why = "the account does not add up; nothing is lost, but the report is wrong";
            return Err(AppError::Internal { why: why.to_owned(), source: None });
        }
        self.tally = tally;
        self.losses.clear();
        self.read = importers::Rows::default();
        let (done, total) = (self.done, self.reader.bytes_total());
        let progress = Progress { tally: &self.tally, done, total };
        self.watch
            .progress(&progress)
            .map_err(|error| AppError::internal("the import was stopped", error))
    }

    /// What comes of a batch. What of it is lost is told, and lasts, before it is committed: it is
    /// looked for first, without changing anything.
    fn outcomes(
        &mut self,
        batch: &Arc<Vec<Due>>,
        tally: &Tally,
        finished: bool,
    ) -> Result<Vec<Outcome>, AppError> {
        let source = self.order.source;
        let due = Arc::clone(batch);
        let looked =
            self.app.read_blocking(&self.principal, move |s| bring_in(s, source, &due, true))?;
        for loss in looked.iter().flat_map(|outcome| &outcome.losses) {
            self.watch.lost(loss).map_err(unkept)?;
        }
        self.watch.lasts().map_err(unkept)?;
        if self.order.dry {
            return Ok(looked);
        }
        let (due, row, cursor) = (Arc::clone(batch), self.row.clone(), self.cursor(tally));
        let work = move |s: &mut Session<'_, '_>| {
            let outcomes = bring_in(s, source, &due, false)?;
            let mut cursor = cursor.clone();
            outcomes.iter().for_each(|outcome| cursor.tally.outcome(outcome, false));
            let row = saved(s, row.clone(), &cursor, finished)?;
            Ok((outcomes, row))
        };
        let (outcomes, row) = self.app.write_blocking(&self.principal, work)?;
        self.row = row;
        Ok(outcomes)
    }

    fn cursor(&self, tally: &Tally) -> Cursor {
        Cursor { units: self.units, digest: self.digest_now(), tally: tally.clone() }
    }
}

fn saved(
    s: &mut Session<'_, '_>,
    mut row: ImportRow,
    cursor: &Cursor,
    finished: bool,
) -> Result<ImportRow, AppError> {
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let Messages { imported, already, lost, .. } = cursor.tally.messages;
    (row.accepted, row.unchanged, row.rejected) = (count(imported), count(already), count(lost));
    row.resume_cursor = serde_json::to_string(cursor)?;
    row.updated_at = s.now();
    row.finished_at = finished.then_some(row.updated_at);
    let tenant = s.tenant().clone();
    store::feed::save_import(s.tx(), &tenant, &row)?;
    if finished {
        let Tally { conversations, messages, lost, .. } = &cursor.tally;
        let body = serde_json::json!({
            "conversations": conversations, "messages": messages, "lost": lost,
        });
        s.audit("import.finished", "import/conversations".to_owned(), Some(body));
    }
    Ok(row)
}

/// Whether a loss is one of a row, which the account of rows must hold.
const fn is_row(what: What) -> bool {
    matches!(what, What::Conversation | What::Message)
}
