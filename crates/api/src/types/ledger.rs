//! The books as the API shows them. Debits are positive, credits negative; an entry sums to zero in
//! each currency.

use serde::Serialize;
use store::ledger::{BalanceRow, EntryRow, PostingLine, StatementRow};
use utoipa::ToSchema;

use crate::wire::*;

/// A balance of one account in one currency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Balance {
    #[schema(example = "m_pay:shop-17")]
    pub account: String,
    pub currency: Currency,
    /// Minor units.
    pub posted_minor: i64,
    /// Reserved by open pending entries; no part of `posted_minor`.
    pub pending_minor: i64,
}

/// An entry with its lines.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LedgerEntry {
    pub id: EntryId,
    /// Unique: the same business fact is posted once.
    pub key: String,
    pub order_id: OrderId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispute_id: Option<DisputeId>,
    /// `posted`, `pending`, `post_pending` or `void_pending`.
    #[schema(example = "posted")]
    pub phase: String,
    /// The pending entry that this one posts or voids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending_entry_id: Option<EntryId>,
    /// The decision, clock, event or effect behind it.
    #[schema(example = "timer:01930d1c-8f00-7000-8000-000000000000")]
    pub cause: String,
    pub at: Moment,
    pub effective_at: Moment,
    pub lines: Vec<LedgerLine>,
}

/// One line of an entry.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LedgerLine {
    #[schema(example = "cash")]
    pub account: String,
    pub currency: Currency,
    pub amount_minor: i64,
}

/// One line of an account's statement.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct StatementLine {
    pub entry_id: EntryId,
    pub at: Moment,
    pub order_id: OrderId,
    pub currency: Currency,
    pub amount_minor: i64,
    pub phase: String,
    pub cause: String,
}

impl From<BalanceRow> for Balance {
    fn from(row: BalanceRow) -> Self {
        Self {
            account: row.account,
            currency: row.currency.into(),
            posted_minor: row.posted,
            pending_minor: row.pending,
        }
    }
}

impl From<EntryRow> for LedgerEntry {
    fn from(row: EntryRow) -> Self {
        Self {
            id: row.entry.into(),
            key: row.key,
            order_id: row.order.into(),
            dispute_id: row.dispute.map(Into::into),
            phase: row.phase.as_str().to_owned(),
            pending_entry_id: row.pending_entry.map(Into::into),
            cause: row.cause,
            at: row.at.into(),
            effective_at: row.effective_at.into(),
            lines: row.lines.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<PostingLine> for LedgerLine {
    fn from(line: PostingLine) -> Self {
        let PostingLine { account, currency, amount } = line;
        Self { account, currency: currency.into(), amount_minor: amount }
    }
}

impl From<StatementRow> for StatementLine {
    fn from(row: StatementRow) -> Self {
        Self {
            entry_id: row.entry.into(),
            at: row.at.into(),
            order_id: row.order.into(),
            currency: row.currency.into(),
            amount_minor: row.amount,
            phase: row.phase,
            cause: row.cause,
        }
    }
}
