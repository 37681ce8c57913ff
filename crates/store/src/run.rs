//! One run of a closure inside a transaction, and what it means for the others in it.

use crate::connection::Connection;
use crate::job::{Job, Ran};
use crate::memory::{Answers, Memory};
use crate::tx::{Lease, Trouble, no_nul};
use crate::{Lookup, Row, StoreError, Tx, Value};

/// How a closure that shares its transaction without a savepoint ended.
pub(crate) enum Together {
    /// What it wrote is on its way, or it wrote nothing.
    Done,
    /// Its writes must be taken back, or a statement failed: the batch must be run one by one.
    Apart,
    /// The whole batch is lost.
    Broken(StoreError),
}

/// How a closure inside its own savepoint ended, before the commit.
pub(crate) enum Step {
    Done,
    /// A conflict: the closure's own answer names it, should this have been the last try.
    Again,
    Failed(StoreError),
    /// The whole batch is lost.
    Broken(StoreError),
}

/// Who gets the answer to what several closures ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// All of them: none can change it.
    Shared,
    /// The first; the others must ask again, to see what it wrote.
    Once,
}

/// The answers to each closure's lookups, in one round trip.
pub(crate) fn ask<'j>(
    connection: &mut dyn Connection,
    jobs: impl Iterator<Item = &'j dyn Job> + Clone,
    asked: Asked,
) -> Result<Vec<Answers>, StoreError> {
    let mut lookups: Vec<&Lookup> = Vec::new();
    for lookup in jobs.clone().flat_map(Job::lookups) {
        // One that no database takes is asked, and refused, by its own closure.
        if no_nul(&lookup.params).is_ok() && !lookups.contains(&lookup) {
            lookups.push(lookup);
        }
    }
    if lookups.is_empty() {
        return Ok(Vec::new());
    }
    let queries: Vec<(&str, Vec<Value>)> =
        lookups.iter().map(|lookup| (lookup.sql, lookup.params.clone())).collect();
    let found = connection.query_all(&queries)?;
    let mut found: Vec<(&Lookup, Option<Vec<Row>>)> =
        lookups.into_iter().zip(found.into_iter().map(Some)).collect();
    let mut answer = |lookup: &Lookup| {
        let (_, rows) = found.iter_mut().find(|(known, _)| *known == lookup)?;
        let rows = if asked == Asked::Shared { rows.clone() } else { rows.take() };
        Some((lookup.clone(), rows?))
    };
    Ok(jobs.map(|job| job.lookups().iter().filter_map(&mut answer).collect()).collect())
}

/// Runs a closure among others, with nothing to take it back by: cheap, and right for nearly all.
pub(crate) fn run_together(
    connection: &mut dyn Connection,
    memory: &mut Memory,
    lease: Lease,
    job: &mut dyn Job,
) -> Together {
    let mut tx = Tx::new(connection, memory, lease);
    let ran = job.run(&mut tx);
    match (ran, tx.take_trouble()) {
        (_, Some(Trouble::Broken(error))) => Together::Broken(error),
        (_, Some(Trouble::Conflict | Trouble::Failed(_))) => Together::Apart,
        (Ran::Undo, None) if tx.wrote() => Together::Apart,
        (Ran::Keep | Ran::Undo, None) => Together::Done,
    }
}

pub(crate) fn is_conflict(error: &StoreError) -> bool {
    matches!(error, StoreError::Conflict { .. } | StoreError::Unique { .. })
}

pub(crate) fn run_in_savepoint(
    connection: &mut dyn Connection,
    lease: Lease,
    job: &mut dyn Job,
) -> Step {
    if let Err(error) = connection.savepoint() {
        return Step::Broken(error);
    }
    // Nothing from the closures before: what they wrote may have been taken back.
    let mut memory = Memory::default();
    let mut tx = Tx::new(connection, &mut memory, lease);
    let ran = job.run(&mut tx);
    // Deferred statements are part of the closure: their errors are its errors.
    let flushed = if ran == Ran::Keep { tx.flush() } else { Ok(()) };
    let trouble = tx.take_trouble();
    match (ran, flushed, trouble) {
        (_, _, Some(Trouble::Broken(error))) => Step::Broken(error),
        (Ran::Keep, Ok(()), None) => match connection.release_savepoint() {
            Ok(()) => Step::Done,
            Err(error) => Step::Broken(error),
        },
        (_, flushed, trouble) => match connection.rollback_to_savepoint() {
            Err(error) => Step::Broken(error),
            Ok(()) => match (flushed, trouble) {
                (Err(error), _) => Step::Failed(error),
                // Also where the closure swallowed it: PostgreSQL could not have gone on.
                (Ok(()), Some(Trouble::Conflict)) => Step::Again,
                (Ok(()), Some(Trouble::Failed(error))) if ran == Ran::Keep => Step::Failed(error),
                (Ok(()), _) => Step::Done,
            },
        },
    }
}

/// Whether an error takes the whole transaction with it.
pub(crate) fn is_broken(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Fenced { .. } | StoreError::Unavailable { .. } | StoreError::DiskFull
    )
}
