//! The ledger's rows as structs.

use kernel::{Currency, DisputeId, EntryId, OrderId, TenantId, Timestamp};

use crate::StoreError;
use crate::value::{Columns, FromRow};

/// What an entry does to the balances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Adds to the posted balances.
    Posted,
    /// Adds to the pending balances.
    Pending,
    /// Adds its own lines to the posted balances and takes back all that the pending entry had
    /// reserved; its lines may be smaller than those.
    PostPending,
    /// Takes back all that the pending entry had reserved; its lines repeat those and count for
    /// nothing.
    VoidPending,
}

impl Phase {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Posted => "posted",
            Self::Pending => "pending",
            Self::PostPending => "post_pending",
            Self::VoidPending => "void_pending",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Posted, Self::Pending, Self::PostPending, Self::VoidPending]
            .into_iter()
            .find(|phase| phase.as_str() == text)
    }

    /// The change of (posted, pending) by one line's amount.
    pub(super) const fn change(self, amount: i64) -> (i64, i64) {
        match self {
            Self::Posted | Self::PostPending => (amount, 0),
            Self::Pending => (0, amount),
            Self::VoidPending => (0, 0),
        }
    }
}

/// One entry with its lines. The amounts of each currency sum to 0; the caller has proved it.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryRow {
    pub tenant: TenantId,
    pub entry: EntryId,
    /// Unique per tenant: the same business fact is posted once.
    pub key: String,
    pub order: OrderId,
    pub dispute: Option<DisputeId>,
    pub phase: Phase,
    /// The pending entry that is posted or voided.
    pub pending_entry: Option<EntryId>,
    /// The decision, timer or event behind it; never empty.
    pub cause: String,
    pub at: Timestamp,
    pub effective_at: Timestamp,
    /// The lane that added it; set by [`post`].
    pub lane: i64,
    /// JSON.
    pub doc: String,
    pub lines: Vec<PostingLine>,
}

/// One line of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingLine {
    pub account: String,
    pub currency: Currency,
    /// Minor units; debits positive, credits negative.
    pub amount: i64,
}

impl FromRow for PostingLine {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self { account: columns.take()?, currency: columns.take()?, amount: columns.take()? })
    }
}

/// An entry without its lines, as it is read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EntryHead(pub(super) EntryRow);

impl FromRow for EntryHead {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self(EntryRow {
            tenant: columns.take()?,
            entry: columns.take()?,
            key: columns.take()?,
            order: columns.take()?,
            dispute: columns.take()?,
            phase: {
                let text: String = columns.take()?;
                Phase::parse(&text).ok_or_else(|| StoreError::Column {
                    column: "phase".to_owned(),
                    expected: "posted, pending, post_pending or void_pending",
                    found: text,
                })?
            },
            pending_entry: columns.take()?,
            cause: columns.take()?,
            at: columns.take()?,
            effective_at: columns.take()?,
            lane: columns.take()?,
            doc: columns.take()?,
            lines: Vec::new(),
        }))
    }
}

/// One line of an account's statement.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementRow {
    pub entry: EntryId,
    pub line: i64,
    pub at: Timestamp,
    pub currency: Currency,
    pub amount: i64,
    pub phase: String,
    pub order: OrderId,
    pub cause: String,
}

impl FromRow for StatementRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            entry: columns.take()?,
            line: columns.take()?,
            at: columns.take()?,
            currency: columns.take()?,
            amount: columns.take()?,
            phase: columns.take()?,
            order: columns.take()?,
            cause: columns.take()?,
        })
    }
}

/// The balance of one account in one currency, in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceRow {
    pub account: String,
    pub currency: Currency,
    pub posted: i64,
    pub pending: i64,
}

impl FromRow for BalanceRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            account: columns.take()?,
            currency: columns.take()?,
            posted: columns.take()?,
            pending: columns.take()?,
        })
    }
}
