//! The ledger's rows: entries, postings and running balances.
//!
//! Entries are never changed or deleted. Each node adds to balance rows of its own lane, so nodes
//! never wait for each other on a busy account; readers sum over the lanes.

pub(crate) mod post;
pub(crate) mod read;
mod rows;

pub use post::post;
pub use read::{
    SettlementRow, StatementCursor, balance, balances, balances_of, entry_with_key, of_order,
    replayed_balances, settlements, statement, totals, unbalanced,
};
pub use rows::{BalanceRow, EntryRow, Phase, PostingLine, StatementRow};
