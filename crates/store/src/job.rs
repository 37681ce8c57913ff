//! A closure on its way to a connection, with the way back for its answer.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{Lookup, StoreError, Tx};

/// What a run of a closure means for the transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ran {
    /// It returned `Ok`: keep its writes.
    Keep,
    /// It returned `Err` or panicked: take its writes back.
    Undo,
}

/// A closure with its types erased.
pub(crate) trait Job: Send {
    fn run(&mut self, tx: &mut Tx<'_>) -> Ran;
    /// What it is sure to ask first.
    fn lookups(&self) -> &[Lookup];
    /// Answers the caller: with what the last run returned, or with the store's error.
    fn finish(self: Box<Self>, outcome: Result<(), StoreError>);
}

/// The closure, its last result, and where the answer goes.
pub(crate) struct TypedJob<F, T, E, R> {
    lookups: Vec<Lookup>,
    closure: F,
    result: Option<Result<T, E>>,
    reply: R,
}

impl<F, T, E, R> TypedJob<F, T, E, R>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E>,
{
    pub(crate) fn new(lookups: Vec<Lookup>, closure: F, reply: R) -> Self {
        Self { lookups, closure, result: None, reply }
    }
}

impl<F, T, E, R> Job for TypedJob<F, T, E, R>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
    R: FnOnce(Result<T, E>) + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Ran {
        // The closure's writes are undone on a panic, and a retry starts it from its own state
        // again, as it must be able to: nothing half-done is observed.
        let closure = &mut self.closure;
        let result = catch_unwind(AssertUnwindSafe(|| closure(tx)));
        let result = result
            .unwrap_or_else(|panic| Err(StoreError::Panicked(panic_text(panic.as_ref())).into()));
        let ran = if result.is_ok() { Ran::Keep } else { Ran::Undo };
        self.result = Some(result);
        ran
    }

    fn lookups(&self) -> &[Lookup] {
        &self.lookups
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let answer = match (outcome, self.result) {
            (Err(error), _) => Err(error.into()),
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(StoreError::Closed.into()),
        };
        (self.reply)(answer);
    }
}

/// The message of a panic, as far as it is text.
pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}
