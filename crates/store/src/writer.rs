//! The one writer of a node: it gathers waiting closures, runs them in one transaction, commits,
//! and only then answers.
//!
//! Closures first run without savepoints, because nearly all of them succeed and what they insert
//! can then travel together. Should one of them fail after it wrote, or a statement fail, the
//! transaction is taken back and all run again, each inside a savepoint of its own.
//!
//! It must never acknowledge what it did not commit, never commit under a lost lease, and never
//! retry a commit that the disk refused.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration as StdDuration;

use crate::connection::{CommitError, Connection};
use crate::job::Job;
use crate::memory::Memory;
use crate::run::{
    Asked, Step, Together, ask, is_broken, is_conflict, run_in_savepoint, run_together,
};
use crate::tx::Lease;
use crate::{StoreError, StoreOptions, lease};

/// What the writer's queue carries.
pub(crate) enum Message {
    Job(Box<dyn Job>),
    Close,
}

/// Counters and state that others may look at while the writer works.
#[derive(Debug, Default)]
pub(crate) struct WriterState {
    pub(crate) lease: Option<Lease>,
    pub(crate) poisoned: Option<String>,
    pub(crate) commits: u64,
    pub(crate) closures: u64,
    pub(crate) retries: u64,
    pub(crate) fenced: u64,
    pub(crate) apart: u64,
}

struct Waiting {
    job: Box<dyn Job>,
    attempts: u32,
}

/// The writer thread's own data.
pub(crate) struct Writer {
    pub(crate) connection: Box<dyn Connection>,
    pub(crate) lease: Lease,
    pub(crate) options: StoreOptions,
    pub(crate) queue: Receiver<Message>,
    pub(crate) state: Arc<Mutex<WriterState>>,
}

/// A lease is renewed at least this many times in its length.
const RENEWALS_PER_LEASE: u64 = 3;

impl Writer {
    /// Serves the queue until it is closed.
    pub(crate) fn run(mut self) {
        let lease_ms = u64::try_from(self.options.lease.as_millis()).unwrap_or(0);
        let idle = StdDuration::from_millis((lease_ms / RENEWALS_PER_LEASE).max(1));
        let mut again = VecDeque::new();
        let mut open = true;
        while open || !again.is_empty() {
            if again.is_empty() {
                match self.queue.recv_timeout(idle) {
                    Ok(Message::Job(job)) => again.push_back(Waiting { job, attempts: 0 }),
                    Ok(Message::Close) | Err(RecvTimeoutError::Disconnected) => open = false,
                    // An empty batch renews the lease, and looks after silent neighbours.
                    Err(RecvTimeoutError::Timeout) => self.heartbeat(),
                }
            }
            if !again.is_empty() {
                self.batch(&mut again, &mut open);
            }
        }
        self.stop();
    }

    fn stop(mut self) {
        if let Err(error) = lease::release(self.connection.as_mut(), self.lease) {
            tracing::warn!(%error, "the node's lane could not be given back; it will run out");
        }
        // What came in after the close is refused by name.
        while let Ok(Message::Job(job)) = self.queue.try_recv() {
            job.finish(Err(StoreError::Closed));
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, WriterState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn heartbeat(&mut self) {
        self.batch(&mut VecDeque::new(), &mut true);
        let now = self.options.clock.now();
        match lease::reap(self.connection.as_mut(), now, self.lease.lane) {
            Ok(0) => {}
            Ok(nodes) => tracing::warn!(nodes, "nodes gave no sign of life; their lanes are free"),
            Err(error) => tracing::warn!(%error, "could not look for silent nodes"),
        }
    }

    /// Runs waiting closures, and those that arrive meanwhile, in one transaction: without
    /// savepoints first, and one by one if any of them must be taken back.
    fn batch(&mut self, again: &mut VecDeque<Waiting>, open: &mut bool) {
        if let Some(reason) = self.state().poisoned.clone() {
            again.drain(..).for_each(|w| w.job.finish(Err(StoreError::Poisoned(reason.clone()))));
            return;
        }
        if let Err(error) = self.begin(true) {
            let lost = again.drain(..).collect();
            return self.lost(lost, again, error);
        }
        let (mut waited, mut done, mut memory) = (false, Vec::new(), Memory::default());
        loop {
            let most = self.options.group_closures_max - done.len();
            let mut wave = self.wave(again, open, &mut waited, most);
            if wave.is_empty() {
                break;
            }
            let ran = self.run_wave(&mut wave, &mut memory, &mut done);
            // After a failure, those that did not run come first in the next batch.
            wave.into_iter().rev().for_each(|waiting| again.push_front(waiting));
            match ran {
                Together::Done => {}
                Together::Apart => return self.apart(done, again),
                Together::Broken(error) => return self.lost(done, again, error),
            }
        }
        match self.connection.flush() {
            Ok(()) => {
                let answered = done.into_iter().map(|waiting| (waiting, Ok(()))).collect();
                self.commit(Batch { answered, again: Vec::new() }, again);
            }
            Err(error) if is_broken(&error) => self.lost(done, again, error),
            Err(_) => self.apart(done, again),
        }
    }

    /// The closures that wait now.
    fn wave(
        &self,
        again: &mut VecDeque<Waiting>,
        open: &mut bool,
        waited: &mut bool,
        most: usize,
    ) -> VecDeque<Waiting> {
        let next = || again.pop_front().or_else(|| self.next(open, waited));
        std::iter::from_fn(next).take(most).collect()
    }

    /// Asks what all of them begin with in one round trip, and runs them until one fails.
    fn run_wave(
        &mut self,
        wave: &mut VecDeque<Waiting>,
        memory: &mut Memory,
        done: &mut Vec<Waiting>,
    ) -> Together {
        let jobs = wave.iter().map(|waiting| waiting.job.as_ref());
        let mut answers = match ask(self.connection.as_mut(), jobs, Asked::Once) {
            Ok(answers) => answers.into_iter(),
            Err(error) => {
                done.extend(wave.drain(..));
                return if is_broken(&error) { Together::Broken(error) } else { Together::Apart };
            }
        };
        while let Some(mut waiting) = wave.pop_front() {
            memory.answered(answers.next().unwrap_or_default());
            let connection = self.connection.as_mut();
            let ran = run_together(connection, memory, self.lease, waiting.job.as_mut());
            done.push(waiting);
            if !matches!(ran, Together::Done) {
                return ran;
            }
        }
        Together::Done
    }

    /// Runs the closures of a batch anew, each inside its own savepoint.
    fn apart(&mut self, jobs: Vec<Waiting>, again: &mut VecDeque<Waiting>) {
        self.state().apart += 1;
        if let Err(error) = self.connection.rollback().and_then(|()| self.begin(false)) {
            return self.lost(jobs, again, error);
        }
        let mut batch = Batch { answered: Vec::new(), again: Vec::new() };
        let mut jobs = jobs.into_iter();
        while let Some(waiting) = jobs.next() {
            if let Err(error) = self.one(waiting, &mut batch) {
                let mut lost = batch.into_waiting();
                lost.extend(jobs);
                return self.lost(lost, again, error);
            }
        }
        self.commit(batch, again);
    }

    fn next(&self, open: &mut bool, waited: &mut bool) -> Option<Waiting> {
        let wait_us = self.options.group_wait_us_max;
        let message = match self.queue.try_recv() {
            Err(TryRecvError::Empty) if wait_us > 0 && !*waited && *open => {
                *waited = true;
                self.queue.recv_timeout(StdDuration::from_micros(wait_us)).ok()
            }
            other => other.ok(),
        };
        match message? {
            Message::Job(job) => Some(Waiting { job, attempts: 0 }),
            Message::Close => {
                *open = false;
                None
            }
        }
    }

    fn begin(&mut self, gather: bool) -> Result<(), StoreError> {
        self.connection.begin_write(gather)?;
        let expires_at = self.options.clock.now().plus(self.options.lease);
        lease::renew_deferred(self.connection.as_mut(), self.lease, expires_at)
    }

    /// Runs one closure into the batch; `Err` when the whole batch is lost.
    fn one(&mut self, mut waiting: Waiting, batch: &mut Batch) -> Result<(), StoreError> {
        waiting.attempts += 1;
        let step = run_in_savepoint(self.connection.as_mut(), self.lease, waiting.job.as_mut());
        match step {
            Step::Done => batch.answered.push((waiting, Ok(()))),
            Step::Again if waiting.attempts < self.options.attempts_max => {
                batch.again.push(waiting);
            }
            // The closure's own answer says what it met.
            Step::Again => batch.answered.push((waiting, Ok(()))),
            Step::Failed(error) if is_conflict(&error) => {
                if waiting.attempts < self.options.attempts_max {
                    batch.again.push(waiting);
                } else {
                    batch.answered.push((waiting, Err(error)));
                }
            }
            Step::Failed(error) => batch.answered.push((waiting, Err(error))),
            Step::Broken(error) => {
                batch.again.push(waiting);
                return Err(error);
            }
        }
        Ok(())
    }

    fn commit(&mut self, batch: Batch, again: &mut VecDeque<Waiting>) {
        match self.connection.commit() {
            Ok(()) => {
                {
                    let mut state = self.state();
                    state.commits += 1;
                    state.closures += batch.answered.len() as u64;
                    state.retries += batch.again.len() as u64;
                }
                for (waiting, outcome) in batch.answered {
                    waiting.job.finish(outcome);
                }
                again.extend(batch.again);
            }
            Err(CommitError::NotCommitted(error)) => self.lost(batch.into_waiting(), again, error),
            Err(CommitError::Unknown(error)) => {
                tracing::error!(%error, "the connection was lost during commit");
                for waiting in batch.into_waiting() {
                    waiting.job.finish(Err(error.clone()));
                }
                self.recover();
            }
            Err(CommitError::Fatal(error)) => {
                let reason = error.to_string();
                tracing::error!(%error, "a commit was not made durable: the store stops writing");
                self.state().poisoned = Some(reason.clone());
                for waiting in batch.into_waiting() {
                    waiting.job.finish(Err(StoreError::Poisoned(reason.clone())));
                }
            }
        }
    }

    /// Nothing of the batch was committed. What can be mended is mended and the closures run
    /// again; else all of them hear the error.
    fn lost(&mut self, batch: Vec<Waiting>, again: &mut VecDeque<Waiting>, error: StoreError) {
        if let Err(error) = self.connection.rollback() {
            tracing::warn!(%error, "rollback failed; the connection will be made anew");
        }
        let worth_retrying =
            matches!(error, StoreError::Unavailable { .. } | StoreError::Conflict { .. });
        if let StoreError::Fenced { .. } = error {
            self.state().fenced += 1;
            tracing::error!(%error, "this node was fenced off; it registers again");
            self.register();
        }
        let mended = self.recover();
        for mut waiting in batch {
            waiting.attempts += 1;
            if worth_retrying && mended && waiting.attempts < self.options.attempts_max {
                again.push_back(waiting);
            } else {
                waiting.job.finish(Err(error.clone()));
            }
        }
    }

    fn recover(&mut self) -> bool {
        match self.connection.reconnect() {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(%error, "the database cannot be reached");
                false
            }
        }
    }

    fn register(&mut self) {
        let now = self.options.clock.now();
        let registered = lease::register(
            self.connection.as_mut(),
            &self.options.node_name,
            now,
            self.options.lease,
        );
        match registered {
            Ok(lease) => {
                tracing::warn!(lane = lease.lane, fence = lease.fence, "the node registered again");
                self.lease = lease;
                self.state().lease = Some(lease);
            }
            Err(error) => tracing::error!(%error, "the node could not register again"),
        }
    }
}

struct Batch {
    answered: Vec<(Waiting, Result<(), StoreError>)>,
    again: Vec<Waiting>,
}

impl Batch {
    fn into_waiting(self) -> Vec<Waiting> {
        self.answered.into_iter().map(|(waiting, _)| waiting).chain(self.again).collect()
    }
}

#[cfg(test)]
mod tests;
