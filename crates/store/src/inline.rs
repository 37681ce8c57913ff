//! Inline mode: everything on the caller's thread, for simulation, command-line tools and tests.
//!
//! Deterministic: no thread, no wait, one closure per commit. A [`FaultPlan`] makes the "process"
//! die before or after a commit, so that a simulation can show that nothing is lost or doubled.

use std::sync::{Arc, Mutex, PoisonError};

use crate::connection::{CommitError, Connection};
use crate::error::CrashPoint;
use crate::job::Job;
use crate::memory::Memory;
use crate::run::{Step, is_conflict, run_in_savepoint};
use crate::tx::Lease;
use crate::{StoreError, lease};

/// What goes wrong with a coming write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is written and the caller sees [`StoreError::Crashed`].
    CrashBeforeCommit,
    /// Everything is written and the caller sees [`StoreError::Crashed`] all the same.
    CrashAfterCommit,
    /// The closure's first run is thrown away and it runs again, as after a lost race.
    Conflict,
}

/// Faults to come, shared between a simulation and the store it tests. Cloning shares the plan.
#[derive(Debug, Clone, Default)]
pub struct FaultPlan(Arc<Mutex<Plan>>);

#[derive(Debug, Default)]
struct Plan {
    armed: Option<(u64, Fault)>,
    writes: u64,
}

impl FaultPlan {
    /// Lets `skip` writes pass, then the fault strikes the next one. Replaces what was armed.
    pub fn arm(&self, skip: u64, fault: Fault) {
        self.lock().armed = Some((skip, fault));
    }

    /// Takes back what was armed.
    pub fn disarm(&self) {
        self.lock().armed = None;
    }

    /// Writes seen so far, struck ones too.
    pub fn writes(&self) -> u64 {
        self.lock().writes
    }

    fn strike(&self) -> Option<Fault> {
        let mut plan = self.lock();
        plan.writes += 1;
        match plan.armed {
            Some((0, fault)) => {
                plan.armed = None;
                Some(fault)
            }
            Some((skip, fault)) => {
                plan.armed = Some((skip - 1, fault));
                None
            }
            None => None,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Plan> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The connection and its lease, behind the store's lock.
#[derive(Debug)]
pub(crate) struct Inline {
    pub(crate) connection: Box<dyn Connection>,
    pub(crate) lease: Lease,
    pub(crate) faults: FaultPlan,
    pub(crate) attempts_max: u32,
    pub(crate) poisoned: Option<String>,
    pub(crate) commits: u64,
}

impl Inline {
    pub(crate) fn write(&mut self, mut job: Box<dyn Job>, expires_at: kernel::Timestamp) {
        let outcome = self.attempts(job.as_mut(), expires_at);
        job.finish(outcome);
    }

    fn attempts(
        &mut self,
        job: &mut dyn Job,
        expires_at: kernel::Timestamp,
    ) -> Result<(), StoreError> {
        if let Some(reason) = &self.poisoned {
            return Err(StoreError::Poisoned(reason.clone()));
        }
        let mut fault = self.faults.strike();
        for attempt in 1..=self.attempts_max {
            let last = attempt == self.attempts_max;
            self.connection.begin_write(false)?;
            if let Err(error) =
                lease::renew_deferred(self.connection.as_mut(), self.lease, expires_at)
            {
                self.connection.rollback()?;
                return Err(error);
            }
            let step = run_in_savepoint(self.connection.as_mut(), self.lease, job);
            match step {
                Step::Done if fault == Some(Fault::Conflict) && !last => {
                    fault = None;
                    self.connection.rollback()?;
                }
                Step::Done => return self.commit(fault),
                Step::Again if !last => self.connection.rollback()?,
                Step::Again => return self.connection.rollback(),
                Step::Failed(error) if is_conflict(&error) && !last => {
                    self.connection.rollback()?;
                }
                Step::Failed(error) | Step::Broken(error) => {
                    self.connection.rollback()?;
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    fn commit(&mut self, fault: Option<Fault>) -> Result<(), StoreError> {
        if fault == Some(Fault::CrashBeforeCommit) {
            self.connection.rollback()?;
            return Err(StoreError::Crashed(CrashPoint::BeforeCommit));
        }
        match self.connection.commit() {
            Ok(()) if fault == Some(Fault::CrashAfterCommit) => {
                Err(StoreError::Crashed(CrashPoint::AfterCommit))
            }
            Ok(()) => {
                self.commits += 1;
                Ok(())
            }
            Err(CommitError::Fatal(error)) => {
                self.poisoned = Some(error.to_string());
                Err(StoreError::Poisoned(error.to_string()))
            }
            Err(error) => {
                self.connection.rollback()?;
                Err(error.into_inner())
            }
        }
    }

    pub(crate) fn read(&mut self, mut job: Box<dyn Job>) {
        let outcome = self.connection.begin_read().and_then(|()| {
            let mut memory = Memory::default();
            let mut tx = crate::Tx::new(self.connection.as_mut(), &mut memory, self.lease);
            let _ = job.run(&mut tx);
            self.connection.rollback()
        });
        job.finish(outcome);
    }
}
