//! Double entry: accounts, balanced entries, and the balances they make.
//!
//! The rules are TigerBeetle's, so that a swap stays possible: an entry is immutable, has a key
//! that may be used once, sums to zero in one currency, and is posted at once or reserved
//! (pending) and later settled or voided.
//!
//! Sign convention: **debit +, credit −**. A liability or an income therefore has a negative
//! balance when it is in its normal state.
//!
//! Pure: no storage, no clock, no randomness. It must never know what a dispute is, never convert
//! a currency, and never hold an entry that does not balance.

pub mod account;
pub mod book;
pub mod entry;
pub mod journal;

pub use account::{Account, AccountClass, AccountError};
pub use book::{Balance, Book, LedgerError};
pub use entry::{Cause, Entry, EntryBuilder, EntryError, Leg, Phase};
pub use journal::{Applied, Journal};
