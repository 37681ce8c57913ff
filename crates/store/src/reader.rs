//! Reader threads: each owns one connection and runs read-only closures on a consistent snapshot.
//!
//! Closures that wait together share a snapshot. It is taken after all of them were submitted, so
//! each sees what was acknowledged before; none may ever be added to a snapshot that was taken.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};

use crate::connection::Connection;
use crate::job::Job;
use crate::memory::Memory;
use crate::run::{Asked, ask};
use crate::tx::{Lease, Trouble};
use crate::writer::Message;
use crate::{StoreError, Tx};

/// Readers write nothing, so they have no lane.
const NO_LEASE: Lease = Lease { lane: 0, fence: 0 };
/// A read is run again once after its connection was lost.
const READ_ATTEMPTS_MAX: u32 = 2;
/// Most closures of one snapshot: a long one keeps those behind it waiting.
const READS_TOGETHER_MAX: usize = 8;

/// Serves the shared queue until it is closed.
pub(crate) fn run(mut connection: Box<dyn Connection>, queue: Arc<Mutex<Receiver<Message>>>) {
    let mut open = true;
    while open {
        let mut jobs = VecDeque::new();
        open = take(&queue, &mut jobs);
        serve(connection.as_mut(), jobs);
    }
}

/// Waits for a closure and takes those that wait behind it; `false` when it was told to stop.
fn take(queue: &Mutex<Receiver<Message>>, jobs: &mut VecDeque<Box<dyn Job>>) -> bool {
    // One idle reader waits inside the lock, the others wait for the lock: each message goes to
    // exactly one of them.
    let queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    let mut next = queue.recv().ok();
    loop {
        match next {
            Some(Message::Job(job)) => {
                // What only looks rows up is done at once; anything else may take long.
                let short = !job.lookups().is_empty();
                jobs.push_back(job);
                if !short {
                    return true;
                }
            }
            Some(Message::Close) => return false,
            None => return !jobs.is_empty(),
        }
        if jobs.len() >= READS_TOGETHER_MAX {
            return true;
        }
        next = queue.try_recv().ok();
    }
}

fn serve(connection: &mut dyn Connection, mut jobs: VecDeque<Box<dyn Job>>) {
    let mut attempts = 0;
    while !jobs.is_empty() {
        let outcome = snapshot(connection, &mut jobs);
        // The snapshot is let go after the answers: nobody needs to wait for it.
        if let Err(error) = connection.rollback() {
            tracing::warn!(%error, "a reader could not end its transaction");
        }
        match outcome {
            Ok(()) => {}
            Err(error @ StoreError::Unavailable { .. }) => {
                attempts += 1;
                let mended = connection.reconnect();
                if let Err(error) = &mended {
                    tracing::error!(%error, "a reader cannot reach the database");
                }
                if mended.is_err() || attempts >= READ_ATTEMPTS_MAX {
                    jobs.drain(..).for_each(|job| job.finish(Err(error.clone())));
                }
            }
            Err(error) => {
                if let Some(job) = jobs.pop_front() {
                    job.finish(Err(error));
                }
            }
        }
    }
}

/// Runs closures until none is left or a statement failed, which is the end of its snapshot. After
/// an error the closure that met it is the first of those that are left.
fn snapshot(
    connection: &mut dyn Connection,
    jobs: &mut VecDeque<Box<dyn Job>>,
) -> Result<(), StoreError> {
    connection.begin_read()?;
    let mut memory = Memory::default();
    let mut answers = ask(connection, jobs.iter().map(AsRef::as_ref), Asked::Shared)?.into_iter();
    while let Some(mut job) = jobs.pop_front() {
        memory.answered(answers.next().unwrap_or_default());
        let mut tx = Tx::new(connection, &mut memory, NO_LEASE);
        let _ = job.run(&mut tx);
        match tx.take_trouble() {
            Some(Trouble::Broken(error)) => {
                jobs.push_front(job);
                return Err(error);
            }
            Some(Trouble::Conflict | Trouble::Failed(_)) => {
                job.finish(Ok(()));
                return Ok(());
            }
            None => job.finish(Ok(())),
        }
    }
    Ok(())
}
