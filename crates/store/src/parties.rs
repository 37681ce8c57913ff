//! Merchants, customers and devices: documents with a version, three tables of one shape.

use kernel::{CustomerId, MerchantId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx, Value};

/// Which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    Merchant,
    Customer,
    Device,
}

/// One document.
#[derive(Debug, Clone, PartialEq)]
pub struct PartyRow {
    pub tenant: TenantId,
    /// The company's own id, as text of the matching kernel type.
    pub id: String,
    /// JSON.
    pub doc: String,
    /// 1 when inserted, one more with each change.
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl FromRow for PartyRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            id: columns.take()?,
            doc: columns.take()?,
            version: columns.take()?,
            created_at: columns.take()?,
            updated_at: columns.take()?,
        })
    }
}

struct Statements {
    put: &'static str,
    get: &'static str,
    list: &'static str,
}

const MERCHANTS: Statements = Statements {
    put: "INSERT INTO merchants (tenant_id, id, doc, version, created_at, updated_at) \
        VALUES ($1, $2, $3, 1, $4, $4) ON CONFLICT (tenant_id, id) DO UPDATE SET \
        doc = excluded.doc, version = merchants.version + 1, updated_at = excluded.updated_at",
    get: "SELECT tenant_id, id, doc, version, created_at, updated_at FROM merchants \
        WHERE tenant_id = $1 AND id = $2",
    list: "SELECT tenant_id, id, doc, version, created_at, updated_at FROM merchants \
        WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3",
};
const CUSTOMERS: Statements = Statements {
    put: "INSERT INTO customers (tenant_id, id, doc, version, created_at, updated_at) \
        VALUES ($1, $2, $3, 1, $4, $4) ON CONFLICT (tenant_id, id) DO UPDATE SET \
        doc = excluded.doc, version = customers.version + 1, updated_at = excluded.updated_at",
    get: "SELECT tenant_id, id, doc, version, created_at, updated_at FROM customers \
        WHERE tenant_id = $1 AND id = $2",
    list: "SELECT tenant_id, id, doc, version, created_at, updated_at FROM customers \
        WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3",
};
const DEVICES: Statements = Statements {
    put: "INSERT INTO devices (tenant_id, id, doc, version, created_at, updated_at) \
        VALUES ($1, $2, $3, 1, $4, $4) ON CONFLICT (tenant_id, id) DO UPDATE SET \
        doc = excluded.doc, version = devices.version + 1, updated_at = excluded.updated_at",
    get: "SELECT tenant_id, id, doc, version, created_at, updated_at FROM devices \
        WHERE tenant_id = $1 AND id = $2",
    list: "SELECT tenant_id, id, doc, version, created_at, updated_at FROM devices \
        WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3",
};

/// How many documents one look-up of several brings.
const AT_ONCE: usize = 16;
const MERCHANTS_AT_ONCE: &str = "SELECT tenant_id, id, doc, version, created_at, updated_at \
    FROM merchants WHERE tenant_id = $1 AND id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
    $13, $14, $15, $16, $17)";
const CUSTOMERS_AT_ONCE: &str = "SELECT tenant_id, id, doc, version, created_at, updated_at \
    FROM customers WHERE tenant_id = $1 AND id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
    $13, $14, $15, $16, $17)";

pub(crate) const STATEMENTS: &[&str] = &[
    MERCHANTS_AT_ONCE,
    CUSTOMERS_AT_ONCE,
    MERCHANTS.put,
    MERCHANTS.get,
    MERCHANTS.list,
    CUSTOMERS.put,
    CUSTOMERS.get,
    CUSTOMERS.list,
    DEVICES.put,
    DEVICES.get,
    DEVICES.list,
];

const fn statements(party: Party) -> &'static Statements {
    match party {
        Party::Merchant => &MERCHANTS,
        Party::Customer => &CUSTOMERS,
        Party::Device => &DEVICES,
    }
}

/// Inserts the document, or replaces it and raises its version.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put(
    tx: &mut Tx<'_>,
    party: Party,
    tenant: &TenantId,
    id: &str,
    doc: String,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.exec_deferred(statements(party).put, vec![tenant.into(), id.into(), doc.into(), now.into()])
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    party: Party,
    tenant: &TenantId,
    id: &str,
) -> Result<Option<PartyRow>, StoreError> {
    tx.row(statements(party).get, &[tenant.into(), id.into()])
}

/// The merchants of some ids, in any order, those that are there.
///
/// # Errors
/// As [`Tx::query`].
pub fn merchants(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    ids: &[&MerchantId],
) -> Result<Vec<PartyRow>, StoreError> {
    let ids: Vec<Value> = ids.iter().map(|id| Value::from(*id)).collect();
    at_once(tx, MERCHANTS_AT_ONCE, tenant, &ids)
}

/// The customers of some ids, in any order, those that are there.
///
/// # Errors
/// As [`Tx::query`].
pub fn customers(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    ids: &[&CustomerId],
) -> Result<Vec<PartyRow>, StoreError> {
    let ids: Vec<Value> = ids.iter().map(|id| Value::from(*id)).collect();
    at_once(tx, CUSTOMERS_AT_ONCE, tenant, &ids)
}

fn at_once(
    tx: &mut Tx<'_>,
    statement: &str,
    tenant: &TenantId,
    ids: &[Value],
) -> Result<Vec<PartyRow>, StoreError> {
    let mut rows = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        // What is missing to a full statement is asked for again: it brings nothing more.
        let padded = some.iter().chain(some.iter().cycle()).take(AT_ONCE).cloned();
        let params: Vec<Value> = std::iter::once(tenant.into()).chain(padded).collect();
        rows.extend(tx.rows(statement, &params)?);
    }
    Ok(rows)
}

/// Documents in the order of their ids, after `after` (empty: from the first).
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    party: Party,
    tenant: &TenantId,
    after: &str,
    limit: u32,
) -> Result<Vec<PartyRow>, StoreError> {
    tx.rows(statements(party).list, &[tenant.into(), after.into(), limit.into()])
}
