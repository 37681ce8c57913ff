//! Posting: entries, lines, and the balances of this node's lane, in three statements.

use std::collections::BTreeMap;

use kernel::{EntryId, TenantId};

use super::{EntryRow, PostingLine};
use crate::insert::{Insert, SameKey};
use crate::memory::AccountKey;
use crate::{StoreError, Tx, Value};

const INSERT_ENTRIES: &str = "INSERT INTO ledger_entries (tenant_id, entry_id, entry_key, \
    order_id, dispute_id, phase, pending_entry_id, cause, at, effective_at, lane, doc) VALUES";
const INSERT_POSTINGS: &str = "INSERT INTO ledger_postings \
    (tenant_id, entry_id, line, account, currency, amount, at) VALUES";
const ADD_BALANCES: &str = "INSERT INTO ledger_balances \
    (tenant_id, account, currency, lane, posted, pending) VALUES";
const ADD_BALANCES_TAIL: &str = "ON CONFLICT (tenant_id, account, currency, lane) DO UPDATE SET \
    posted = ledger_balances.posted + excluded.posted, \
    pending = ledger_balances.pending + excluded.pending";
const RESERVED: &str = "SELECT account, currency, amount FROM ledger_postings \
    WHERE tenant_id = $1 AND entry_id = $2 ORDER BY line";

pub(crate) const STATEMENTS: &[&str] = &[RESERVED];
const ENTRIES: Insert = Insert::new(INSERT_ENTRIES, "", 12);
const POSTINGS: Insert = Insert::new(INSERT_POSTINGS, "", 7);
const BALANCES: Insert = Insert::keyed(ADD_BALANCES, ADD_BALANCES_TAIL, 6, SameKey::Sum { key: 4 });
pub(crate) const INSERTS: &[Insert] = &[ENTRIES, POSTINGS, BALANCES];

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
    for (account, (posted, pending)) in &changes.0 {
        tx.memory().add_to_balance(account, *posted, *pending);
    }
    tx.insert_many(&ENTRIES, heads)?;
    tx.insert_many(&POSTINGS, lines)?;
    tx.insert_many(&BALANCES, changes.values(lane))
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
struct Changes(BTreeMap<AccountKey, (i64, i64)>);

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
