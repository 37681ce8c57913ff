//! Reader threads: each owns one connection and runs read-only closures on a consistent snapshot.

use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};

use crate::connection::Connection;
use crate::job::Job;
use crate::tx::{Lease, Trouble};
use crate::writer::Message;
use crate::{StoreError, Tx};

/// Readers write nothing, so they have no lane.
const NO_LEASE: Lease = Lease { lane: 0, fence: 0 };
/// A read is run again once after its connection was lost.
const READ_ATTEMPTS_MAX: u32 = 2;

/// Serves the shared queue until it is closed.
pub(crate) fn run(mut connection: Box<dyn Connection>, queue: Arc<Mutex<Receiver<Message>>>) {
    loop {
        // One idle reader waits inside the lock, the others wait for the lock: each message goes
        // to exactly one of them.
        let message = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match message {
            Ok(Message::Job(job)) => serve(connection.as_mut(), job),
            Ok(Message::Close) | Err(_) => return,
        }
    }
}

fn serve(connection: &mut dyn Connection, mut job: Box<dyn Job>) {
    let mut outcome = Ok(());
    for _ in 0..READ_ATTEMPTS_MAX {
        outcome = attempt(connection, job.as_mut());
        match &outcome {
            Err(StoreError::Unavailable { .. }) => {
                if let Err(error) = connection.reconnect() {
                    tracing::error!(%error, "a reader cannot reach the database");
                    break;
                }
            }
            _ => break,
        }
    }
    job.finish(outcome);
    // The snapshot is let go after the answer: nobody needs to wait for it.
    if let Err(error) = connection.rollback() {
        tracing::warn!(%error, "a reader could not end its transaction");
    }
}

fn attempt(connection: &mut dyn Connection, job: &mut dyn Job) -> Result<(), StoreError> {
    connection.begin_read()?;
    let mut tx = Tx::new(connection, NO_LEASE);
    let _ = job.run(&mut tx);
    match tx.take_trouble() {
        Some(Trouble::Broken(error)) => Err(error),
        _ => Ok(()),
    }
}
