//! The ledger's rows: entries, postings and running balances.
//!
//! Entries are never changed or deleted. Each node adds to balance rows of its own lane, so nodes
//! never wait for each other on a busy account; readers sum over the lanes.

use std::collections::BTreeMap;

use kernel::{Currency, DisputeId, EntryId, OrderId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx, Value};

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
    const fn change(self, amount: i64) -> (i64, i64) {
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
struct EntryHead(EntryRow);

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

const INSERT_ENTRIES: &str = "INSERT INTO ledger_entries (tenant_id, entry_id, entry_key, \
    order_id, dispute_id, phase, pending_entry_id, cause, at, effective_at, lane, doc) VALUES";
const INSERT_POSTINGS: &str = "INSERT INTO ledger_postings \
    (tenant_id, entry_id, line, account, currency, amount, at) VALUES";
const ADD_BALANCES: &str = "INSERT INTO ledger_balances \
    (tenant_id, account, currency, lane, posted, pending) VALUES";
const ADD_BALANCES_TAIL: &str = "ON CONFLICT (tenant_id, account, currency, lane) DO UPDATE SET \
    posted = ledger_balances.posted + excluded.posted, \
    pending = ledger_balances.pending + excluded.pending";
const HAS_KEY: &str = "SELECT entry_id FROM ledger_entries WHERE tenant_id = $1 AND entry_key = $2";
const OF_ORDER: &str = "SELECT tenant_id, entry_id, entry_key, order_id, dispute_id, phase, \
    pending_entry_id, cause, at, effective_at, lane, doc FROM ledger_entries \
    WHERE tenant_id = $1 AND order_id = $2 ORDER BY at, entry_id LIMIT $3";
const LINES_OF_ORDER: &str = "SELECT p.entry_id, p.account, p.currency, p.amount \
    FROM ledger_entries e JOIN ledger_postings p \
    ON p.tenant_id = e.tenant_id AND p.entry_id = e.entry_id \
    WHERE e.tenant_id = $1 AND e.order_id = $2 ORDER BY e.at, p.entry_id, p.line";
const BALANCES: &str = "SELECT account, currency, CAST(SUM(posted) AS BIGINT), \
    CAST(SUM(pending) AS BIGINT) FROM ledger_balances \
    WHERE tenant_id = $1 AND account >= $2 AND account < $3 \
    GROUP BY account, currency ORDER BY account, currency LIMIT $4";
const BALANCE: &str = "SELECT CAST(COALESCE(SUM(posted), 0) AS BIGINT), \
    CAST(COALESCE(SUM(pending), 0) AS BIGINT) FROM ledger_balances \
    WHERE tenant_id = $1 AND account = $2 AND currency = $3";
const TOTALS: &str = "SELECT '', currency, CAST(SUM(posted) AS BIGINT), \
    CAST(SUM(pending) AS BIGINT) FROM ledger_balances WHERE tenant_id = $1 \
    GROUP BY currency ORDER BY currency";
const REPLAYED: &str = "SELECT account, currency, CAST(SUM(posted) AS BIGINT), \
    CAST(SUM(pending) AS BIGINT) FROM (\
    SELECT p.account AS account, p.currency AS currency, \
    CASE WHEN e.phase IN ('posted', 'post_pending') THEN p.amount ELSE 0 END AS posted, \
    CASE WHEN e.phase = 'pending' THEN p.amount ELSE 0 END AS pending \
    FROM ledger_entries e JOIN ledger_postings p \
    ON p.tenant_id = e.tenant_id AND p.entry_id = e.entry_id WHERE e.tenant_id = $1 \
    UNION ALL SELECT r.account, r.currency, 0, -r.amount \
    FROM ledger_entries e JOIN ledger_postings r \
    ON r.tenant_id = e.tenant_id AND r.entry_id = e.pending_entry_id WHERE e.tenant_id = $1\
    ) lines GROUP BY account, currency ORDER BY account, currency";
const RESERVED: &str = "SELECT account, currency, amount FROM ledger_postings \
    WHERE tenant_id = $1 AND entry_id = $2 ORDER BY line";
const UNBALANCED: &str = "SELECT entry_id, currency FROM ledger_postings WHERE tenant_id = $1 \
    GROUP BY entry_id, currency HAVING SUM(amount) <> 0 ORDER BY entry_id, currency LIMIT $2";
const STATEMENT: &str = "SELECT p.entry_id, p.line, p.at, p.currency, p.amount, e.phase, \
    e.order_id, e.cause FROM ledger_postings p JOIN ledger_entries e \
    ON e.tenant_id = p.tenant_id AND e.entry_id = p.entry_id \
    WHERE p.tenant_id = $1 AND p.account = $2 AND (p.at, p.entry_id, p.line) > ($3, $4, $5) \
    ORDER BY p.at, p.entry_id, p.line LIMIT $6";

pub(crate) const STATEMENTS: &[&str] = &[
    HAS_KEY,
    OF_ORDER,
    LINES_OF_ORDER,
    BALANCES,
    BALANCE,
    TOTALS,
    REPLAYED,
    UNBALANCED,
    STATEMENT,
];
pub(crate) const INSERTS: &[(&str, &str, usize)] =
    &[(INSERT_ENTRIES, "", 12), (INSERT_POSTINGS, "", 7), (ADD_BALANCES, ADD_BALANCES_TAIL, 6)];

/// Adds entries, their lines, and their effect on the balances of this node's lane.
///
/// # Errors
/// [`StoreError::Unique`] when an entry's key was used before.
pub fn post(tx: &mut Tx<'_>, entries: Vec<EntryRow>) -> Result<(), StoreError> {
    let lane = tx.lease().lane;
    let mut changes = Changes::default();
    for entry in &entries {
        for line in &entry.lines {
            changes.add(&entry.tenant, line, entry.phase.change(line.amount));
        }
        if let Some(pending) = entry.pending_entry {
            for line in reserved(tx, &entries, &entry.tenant, pending)? {
                changes.add(&entry.tenant, &line, (0, line.amount.saturating_neg()));
            }
        }
    }
    let lines = entries.iter().flat_map(line_values).collect();
    let heads = entries.into_iter().map(|entry| head_values(entry, lane)).collect();
    tx.insert_many(INSERT_ENTRIES, "", heads)?;
    tx.insert_many(INSERT_POSTINGS, "", lines)?;
    tx.insert_many(ADD_BALANCES, ADD_BALANCES_TAIL, changes.values(lane))
}

/// What a pending entry reserved; it may be one of those being posted.
fn reserved(
    tx: &mut Tx<'_>,
    posting: &[EntryRow],
    tenant: &TenantId,
    pending: EntryId,
) -> Result<Vec<PostingLine>, StoreError> {
    match posting.iter().find(|entry| entry.entry == pending && entry.tenant == *tenant) {
        Some(entry) => Ok(entry.lines.clone()),
        None => tx.rows(RESERVED, &[tenant.into(), pending.into()]),
    }
}

/// What entries do to balances. Ordered: every transaction touches balance rows in the same order.
#[derive(Debug, Default)]
struct Changes(BTreeMap<(TenantId, String, String), (i64, i64)>);

impl Changes {
    fn add(&mut self, tenant: &TenantId, line: &PostingLine, (posted, pending): (i64, i64)) {
        let account = (tenant.clone(), line.account.clone(), line.currency.code().to_owned());
        let change = self.0.entry(account).or_default();
        *change = (change.0.saturating_add(posted), change.1.saturating_add(pending));
    }

    fn values(self, lane: i64) -> Vec<Vec<Value>> {
        let values = self.0.into_iter().map(|((tenant, account, currency), (posted, pending))| {
            vec![
                tenant.into(),
                account.into(),
                currency.into(),
                lane.into(),
                posted.into(),
                pending.into(),
            ]
        });
        values.collect()
    }
}

fn line_values(entry: &EntryRow) -> Vec<Vec<Value>> {
    let lines = (0i64..).zip(&entry.lines).map(|(number, line)| {
        vec![
            (&entry.tenant).into(),
            entry.entry.into(),
            number.into(),
            (&line.account).into(),
            line.currency.into(),
            line.amount.into(),
            entry.at.into(),
        ]
    });
    lines.collect()
}

fn head_values(entry: EntryRow, lane: i64) -> Vec<Value> {
    vec![
        entry.tenant.into(),
        entry.entry.into(),
        entry.key.into(),
        entry.order.into(),
        entry.dispute.into(),
        entry.phase.as_str().into(),
        entry.pending_entry.into(),
        entry.cause.into(),
        entry.at.into(),
        entry.effective_at.into(),
        lane.into(),
        entry.doc.into(),
    ]
}

/// The entry posted under a key, if there is one.
///
/// # Errors
/// As [`Tx::query`].
pub fn entry_with_key(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    key: &str,
) -> Result<Option<EntryId>, StoreError> {
    let row = tx.query_opt(HAS_KEY, &[tenant.into(), key.into()])?;
    row.map(|row| row.get(0)).transpose()
}

/// The entries of one order with their lines, oldest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_order(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    order: &OrderId,
    limit: u32,
) -> Result<Vec<EntryRow>, StoreError> {
    let heads = (OF_ORDER, vec![tenant.into(), order.into(), limit.into()]);
    let lines = (LINES_OF_ORDER, vec![tenant.into(), order.into()]);
    let mut results = tx.query_all(&[heads, lines])?.into_iter();
    let (heads, lines) = (results.next().unwrap_or_default(), results.next().unwrap_or_default());
    let mut lines_by_entry: BTreeMap<EntryId, Vec<PostingLine>> = BTreeMap::new();
    for row in lines {
        let mut columns = row.into_columns();
        let entry: EntryId = columns.take()?;
        lines_by_entry.entry(entry).or_default().push(PostingLine::from_row(&mut columns)?);
    }
    heads
        .into_iter()
        .map(|row| {
            let EntryHead(mut entry) = EntryHead::from_row(&mut row.into_columns())?;
            entry.lines = lines_by_entry.remove(&entry.entry).unwrap_or_default();
            Ok(entry)
        })
        .collect()
}

/// Balances of the accounts whose name begins with `prefix` (empty: all), by name.
///
/// # Errors
/// As [`Tx::query`].
pub fn balances(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    prefix: &str,
    limit: u32,
) -> Result<Vec<BalanceRow>, StoreError> {
    // Every name with the prefix sorts below the prefix followed by the last character.
    let end = format!("{prefix}\u{10FFFF}");
    tx.rows(BALANCES, &[tenant.into(), prefix.into(), end.into(), limit.into()])
}

/// The balance of one account: zero in its absence.
///
/// # Errors
/// As [`Tx::query`].
pub fn balance(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    account: &str,
    currency: Currency,
) -> Result<BalanceRow, StoreError> {
    let params = [tenant.into(), account.into(), currency.into()];
    let row: Option<(i64, i64)> = tx.row(BALANCE, &params)?;
    let (posted, pending) = row.unwrap_or((0, 0));
    Ok(BalanceRow { account: account.to_owned(), currency, posted, pending })
}

/// The sum over all accounts per currency; all zero when the ledger is balanced.
///
/// # Errors
/// As [`Tx::query`].
pub fn totals(tx: &mut Tx<'_>, tenant: &TenantId) -> Result<Vec<BalanceRow>, StoreError> {
    tx.rows(TOTALS, &[tenant.into()])
}

/// All balances computed anew from the entries: must equal [`balances`].
///
/// # Errors
/// As [`Tx::query`].
pub fn replayed_balances(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
) -> Result<Vec<BalanceRow>, StoreError> {
    tx.rows(REPLAYED, &[tenant.into()])
}

/// Entries whose lines do not sum to 0 in a currency; must be empty.
///
/// # Errors
/// As [`Tx::query`].
pub fn unbalanced(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    limit: u32,
) -> Result<Vec<(EntryId, Currency)>, StoreError> {
    tx.rows(UNBALANCED, &[tenant.into(), limit.into()])
}

/// A place in an account's statement: the last line already seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementCursor {
    pub at: Timestamp,
    pub entry: String,
    pub line: i64,
}

impl StatementCursor {
    /// Before the first line.
    pub const fn start() -> Self {
        Self { at: Timestamp::EPOCH, entry: String::new(), line: -1 }
    }
}

/// The lines of one account, oldest first, starting after `after`.
///
/// # Errors
/// As [`Tx::query`].
pub fn statement(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    account: &str,
    after: &StatementCursor,
    limit: u32,
) -> Result<Vec<StatementRow>, StoreError> {
    let params = [
        tenant.into(),
        account.into(),
        after.at.into(),
        (&after.entry).into(),
        after.line.into(),
        limit.into(),
    ];
    tx.rows(STATEMENT, &params)
}
