//! Small servers of SMTP and IMAP over TCP, for tests (feature `testkit`): as much of the protocols as
//! a relay and a mailbox need, with faults on demand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "this module is part of tests"
)]

mod imap;
mod smtp;

pub use imap::ImapServer;
pub use smtp::SmtpServer;

use std::sync::{Mutex, MutexGuard, PoisonError};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
