//! Reading: an order's entries, balances over all lanes, statements, and the checks that must come
//! out empty.

use std::collections::BTreeMap;

use kernel::{Currency, EntryId, OrderId, TenantId, Timestamp};

use super::rows::EntryHead;
use super::{BalanceRow, EntryRow, PostingLine, StatementRow};
use crate::memory::AccountKey;
use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx, Value};

const HAS_KEY: &str = "SELECT entry_id FROM ledger_entries WHERE tenant_id = $1 AND entry_key = $2";
const OF_ORDER: &str = "SELECT tenant_id, entry_id, entry_key, order_id, dispute_id, phase, \
    pending_entry_id, cause, at, effective_at, lane, doc FROM ledger_entries \
    WHERE tenant_id = $1 AND order_id = $2 ORDER BY at, entry_id LIMIT $3";
/// Not a join: SQLite's planner then begins with all lines of the tenant, once for every order.
const LINES_OF_ORDER: &str = "SELECT entry_id, account, currency, amount FROM ledger_postings \
    WHERE tenant_id = $1 AND entry_id IN \
    (SELECT entry_id FROM ledger_entries WHERE tenant_id = $1 AND order_id = $2) \
    ORDER BY entry_id, line";
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
const UNBALANCED: &str = "SELECT entry_id, currency FROM ledger_postings WHERE tenant_id = $1 \
    GROUP BY entry_id, currency HAVING SUM(amount) <> 0 ORDER BY entry_id, currency LIMIT $2";
const STATEMENT: &str = "SELECT p.entry_id, p.line, p.at, p.currency, p.amount, e.phase, \
    e.order_id, e.cause FROM ledger_postings p JOIN ledger_entries e \
    ON e.tenant_id = p.tenant_id AND e.entry_id = p.entry_id \
    WHERE p.tenant_id = $1 AND p.account = $2 AND (p.at, p.entry_id, p.line) > ($3, $4, $5) \
    ORDER BY p.at, p.entry_id, p.line LIMIT $6";

const SETTLEMENTS: &str = "SELECT p.entry_id, p.at, p.currency, p.amount, e.cause \
    FROM ledger_postings p JOIN ledger_entries e \
    ON e.tenant_id = p.tenant_id AND e.entry_id = p.entry_id \
    WHERE p.tenant_id = $1 AND p.account = $2 AND e.cause LIKE 'settlement:%' \
    AND p.at >= $3 AND p.at < $4 AND (p.at, p.entry_id) < ($5, $6) \
    ORDER BY p.at DESC, p.entry_id DESC LIMIT $7";

pub(crate) const STATEMENTS: &[&str] = &[
    SETTLEMENTS,
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
    let [row] = balances_of(tx, tenant, [account.to_owned()], currency)?;
    Ok(row)
}

/// The balances of some accounts: zero in their absence. Read once in a transaction, which then
/// follows its own postings.
///
/// # Errors
/// As [`Tx::query`].
pub fn balances_of<const N: usize>(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    accounts: [String; N],
    currency: Currency,
) -> Result<[BalanceRow; N], StoreError> {
    let keys = accounts.map(|account| (tenant.clone(), account, currency.code().to_owned()));
    remember_balances(tx, &keys)?;
    let memory = tx.memory();
    Ok(keys.map(|key| {
        let (posted, pending) = memory.balances.get(&key).copied().unwrap_or((0, 0));
        BalanceRow { account: key.1, currency, posted, pending }
    }))
}

/// Asks for the balances that this transaction does not know yet.
fn remember_balances(tx: &mut Tx<'_>, accounts: &[AccountKey]) -> Result<(), StoreError> {
    let memory = tx.memory();
    let unknown: Vec<&AccountKey> =
        accounts.iter().filter(|account| !memory.balances.contains_key(account)).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let queries: Vec<(&str, Vec<Value>)> = unknown
        .iter()
        .map(|(tenant, account, currency)| {
            (BALANCE, vec![tenant.into(), account.into(), currency.into()])
        })
        .collect();
    for (account, rows) in unknown.into_iter().zip(tx.query_all(&queries)?) {
        if let Some(row) = rows.first() {
            let balance = (row.get(0)?, row.get(1)?);
            tx.memory().balances.insert(account.clone(), balance);
        }
    }
    Ok(())
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

/// What a merchant was paid at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementRow {
    pub entry: String,
    pub at: Timestamp,
    pub currency: Currency,
    /// Minor units, more than 0.
    pub amount: i64,
    /// `settlement:` and the company's own id.
    pub cause: String,
}

impl FromRow for SettlementRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            entry: columns.take()?,
            at: columns.take()?,
            currency: columns.take()?,
            amount: columns.take()?,
            cause: columns.take()?,
        })
    }
}

/// The settlements booked on an account between two instants, the newest first, after `after`.
///
/// # Errors
/// As [`Tx::query`].
pub fn settlements(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    account: &str,
    between: (Timestamp, Timestamp),
    after: &crate::Cursor,
    limit: u32,
) -> Result<Vec<SettlementRow>, StoreError> {
    let params = [
        tenant.into(),
        account.into(),
        between.0.into(),
        between.1.into(),
        after.at.into(),
        (&after.id).into(),
        limit.into(),
    ];
    tx.rows(SETTLEMENTS, &params)
}
