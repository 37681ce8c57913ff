//! `ombud migrate-store`: copies one store into another, of either engine.
//!
//! Resumable: rows go over in key order, so an interrupted copy goes on after the last one there.
//! Nothing is believed: at the end row counts and a hash of every table's content are compared.
//! While a copy is unfinished its target refuses to be opened for service.

use kernel::Timestamp;
use kernel::canonical::Sha256Hex;

use crate::connection::Connection;
use crate::insert::{Insert, SameKey};
use crate::{Row, Store, StoreError, StoreOptions, Tx, Value};

/// A table and the columns of its key. `nodes`, `cobrowse_nodes`, `cobrowse_calls`, `search_cursors`,
/// `schema_migrations` and `store_copies` belong to a database, not to its content.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) key: &'static [&'static str],
}

const fn table(name: &'static str, key: &'static [&'static str]) -> Table {
    Table { name, key }
}

pub(crate) const TABLES: &[Table] = &[
    table("tenants", &["tenant_id"]),
    table("api_keys", &["tenant_id", "key_hash"]),
    table("policies", &["tenant_id", "hash"]),
    table("policies_active", &["tenant_id", "slot"]),
    table("merchants", &["tenant_id", "id"]),
    table("customers", &["tenant_id", "id"]),
    table("devices", &["tenant_id", "id"]),
    table("customer_links", &["tenant_id", "kind", "value", "customer_id"]),
    table("order_files", &["tenant_id", "order_id"]),
    table("order_events", &["tenant_id", "order_id", "seq"]),
    table("feed_seen", &["tenant_id", "record_kind", "record_id"]),
    table("disputes", &["tenant_id", "dispute_id"]),
    table("decisions", &["tenant_id", "decision_id"]),
    table("evidence", &["tenant_id", "evidence_id"]),
    table("evidence_readings", &["tenant_id", "evidence_id"]),
    table("evidence_likeness", &["tenant_id", "likeness", "evidence_id"]),
    table("blobs", &["tenant_id", "sha256"]),
    table("blob_uploads", &["tenant_id", "sha256", "uploader"]),
    table("tasks", &["tenant_id", "task_id"]),
    table("notices", &["tenant_id", "notice_id"]),
    table("effects", &["tenant_id", "effect_id"]),
    table("ledger_entries", &["tenant_id", "entry_id"]),
    table("ledger_postings", &["tenant_id", "entry_id", "line"]),
    table("ledger_balances", &["tenant_id", "account", "currency", "lane"]),
    table("goodwill_uses", &["tenant_id", "subject_kind", "subject", "at", "dispute_id"]),
    table("timers", &["tenant_id", "timer_id"]),
    table("outbox", &["tenant_id", "aggregate", "seq"]),
    table("webhook_endpoints", &["tenant_id", "webhook_id"]),
    table("webhook_deliveries", &["tenant_id", "delivery_id"]),
    table("idempotency", &["tenant_id", "principal", "idempotency_key"]),
    table("jobs", &["tenant_id", "job_id"]),
    table("dead_letters", &["tenant_id", "id"]),
    table("audit", &["tenant_id", "lane", "seq"]),
    table("audit_checkpoints", &["tenant_id", "lane", "seq"]),
    table("complaints", &["tenant_id", "complaint_id"]),
    table("conversations", &["tenant_id", "conversation_id"]),
    table("conversation_events", &["tenant_id", "conversation_id", "seq"]),
    table("conversation_mentions", &["tenant_id", "user_id", "conversation_id"]),
    table("conversation_words", &["tenant_id", "word", "conversation_id"]),
    table("seats", &["tenant_id", "user_id"]),
    table("imports", &["tenant_id", "source"]),
    table("klarna_settings", &["tenant_id", "merchant_id"]),
    table("connector_events", &["tenant_id", "provider", "event_id"]),
    table("users", &["tenant_id", "user_id"]),
    table("user_identities", &["tenant_id", "provider", "subject"]),
    table("recovery_codes", &["tenant_id", "user_id", "code_hash"]),
    table("passkeys", &["tenant_id", "credential_id"]),
    table("custom_roles", &["tenant_id", "custom_role_id"]),
    table("sessions", &["tenant_id", "session_id"]),
    table("sign_in_tickets", &["tenant_id", "ticket_hash"]),
    table("sign_in_attempts", &["tenant_id", "kind", "subject"]),
    table("support_needs", &["tenant_id", "support_need_id"]),
    table("customer_settings", &["tenant_id", "id"]),
    table("merchant_settings", &["tenant_id", "id"]),
    table("attachments", &["tenant_id", "attachment_id"]),
    table("imported_conversations", &["tenant_id", "source", "source_id"]),
    table("conversation_figures", &["tenant_id", "conversation_id"]),
    table("decision_figures", &["tenant_id", "dispute_id"]),
    table("scorecards", &["tenant_id", "scorecard_id"]),
    table("assistant_turns", &["tenant_id", "conversation_id", "turn"]),
    table("suggestions", &["tenant_id", "conversation_id", "suggestion"]),
    table("translations", &["tenant_id", "conversation_id", "translation"]),
    table("assistant_cases", &["tenant_id", "conversation_id"]),
    table("assistant_reviews", &["tenant_id", "conversation_id", "turn"]),
    table("assistant_evaluations", &["tenant_id", "at", "version"]),
    table("macros", &["tenant_id", "macro_id"]),
    table("cobrowse_sessions", &["tenant_id", "cobrowse_id"]),
    table("cobrowse_recordings", &["tenant_id", "cobrowse_id"]),
    table("cobrowse_chunks", &["tenant_id", "cobrowse_id", "chunk"]),
    table("cobrowse_blind_spots", &["tenant_id", "cobrowse_id", "spot"]),
    table("cobrowse_watches", &["tenant_id", "cobrowse_id", "watch"]),
    table("cobrowse_reviews", &["tenant_id", "review_id"]),
    table("cobrowse_blind_places", &["tenant_id", "place_hash"]),
    table("cobrowse_policy_changes", &["tenant_id", "change"]),
    table("mail_messages", &["tenant_id", "message_id", "direction"]),
    table("mail_cursors", &["tenant_id", "mailbox"]),
    table("calls", &["tenant_id", "call_id"]),
    table("awaited_returns", &["tenant_id", "order_id", "return_id"]),
    table("self_service_figures", &["tenant_id", "report_id"]),
];

const UNFINISHED: &str = "SELECT source FROM store_copies WHERE finished_at IS NULL";
const START: &str = "INSERT INTO store_copies (source, started_at) VALUES ($1, $2) \
    ON CONFLICT (source) DO UPDATE SET finished_at = NULL";
const FINISH: &str = "UPDATE store_copies SET finished_at = $2 WHERE source = $1";

pub(crate) const STATEMENTS: &[&str] = &[UNFINISHED, START, FINISH];

/// Rows per transaction.
const BATCH_ROWS: u32 = 500;

/// How far a copy is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyProgress {
    pub table: &'static str,
    /// Tables done before this one, and all tables.
    pub tables_done: usize,
    pub tables: usize,
    /// Rows of this table in the target now.
    pub rows: i64,
    /// Rows of this table in the source.
    pub rows_total: i64,
    /// The content of this table was compared and is equal.
    pub verified: bool,
}

/// Copies everything from one store into another and compares. `source` names where it comes from
/// (shown when somebody opens an unfinished copy; the same name resumes). Blocks; stop all nodes of
/// both stores first; open the target with [`StoreOptions::allow_unfinished_copy`], and both with a
/// long lease, because statements are cut off after a third of it.
///
/// # Errors
/// [`StoreError::Copy`] when the target holds other data, another node is alive, or the contents
/// differ in the end.
pub fn migrate_store(
    from: &Store,
    to: &Store,
    source: &str,
    mut progress: impl FnMut(&CopyProgress),
) -> Result<(), StoreError> {
    let now = from.clock().now();
    require_quiet(from, "source", now)?;
    require_quiet(to, "target", now)?;
    begin(to, source, now)?;
    for (tables_done, table) in TABLES.iter().enumerate() {
        let rows_total = count(from, table)?;
        let mut state = CopyProgress {
            table: table.name,
            tables_done,
            tables: TABLES.len(),
            rows: count(to, table)?,
            rows_total,
            verified: false,
        };
        progress(&state);
        let mut after = last_key(to, table)?;
        loop {
            let rows = page(from, table, after.clone())?;
            let Some(last) = rows.last() else { break };
            after = Some(key_of(table, last)?);
            state.rows += rows.len() as i64;
            put(to, table, rows)?;
            progress(&state);
        }
        verify(from, to, table)?;
        state.verified = true;
        progress(&state);
    }
    let (source, now) = (source.to_owned(), to.clock().now());
    to.write_blocking(move |tx| tx.exec(FINISH, &[(&source).into(), now.into()]).map(|_| ()))
}

/// Refuses a store that a copy was left unfinished in.
pub(crate) fn require_finished(
    connection: &mut dyn Connection,
    options: &StoreOptions,
) -> Result<(), StoreError> {
    if options.allow_unfinished_copy {
        return Ok(());
    }
    match connection.query(UNFINISHED, &[])?.first() {
        None => Ok(()),
        Some(row) => Err(StoreError::Copy(format!(
            "the copy from {} into this store is unfinished: run ombud migrate-store again",
            row.get::<String>(0)?
        ))),
    }
}

fn require_quiet(store: &Store, which: &str, now: Timestamp) -> Result<(), StoreError> {
    let own = store.stats().lease.lane;
    let nodes = store.read_blocking(crate::lease::list)?;
    match nodes.into_iter().find(|node| node.lane != own && node.expires_at > now) {
        None => Ok(()),
        Some(node) => Err(StoreError::Copy(format!(
            "node {} still uses the {which}: stop it, or wait until its lease has run out",
            node.node
        ))),
    }
}

fn begin(to: &Store, source: &str, now: Timestamp) -> Result<(), StoreError> {
    let source = source.to_owned();
    to.write_blocking(move |tx| {
        let unfinished = tx.query_opt(UNFINISHED, &[])?;
        let resumed = unfinished.map(|row| row.get::<String>(0)).transpose()?;
        match resumed {
            Some(other) if other != source => {
                return Err(StoreError::Copy(format!(
                    "the target holds an unfinished copy from {other}"
                )));
            }
            Some(_) => {}
            None => require_empty(tx)?,
        }
        tx.exec(START, &[(&source).into(), now.into()]).map(|_| ())
    })
}

fn require_empty(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    for table in TABLES {
        if tx.query_opt(&format!("SELECT 1 FROM {} LIMIT 1", table.name), &[])?.is_some() {
            return Err(StoreError::Copy(format!(
                "the target is not empty: table {} has rows",
                table.name
            )));
        }
    }
    Ok(())
}

fn count(store: &Store, table: &'static Table) -> Result<i64, StoreError> {
    let sql = format!("SELECT COUNT(*) FROM {}", table.name);
    store.read_blocking(move |tx| tx.query_one(&sql, &[])?.get(0))
}

fn last_key(store: &Store, table: &'static Table) -> Result<Option<Vec<Value>>, StoreError> {
    let columns = table.key.join(", ");
    let order = table.key.join(" DESC, ");
    let sql = format!("SELECT {columns} FROM {} ORDER BY {order} DESC LIMIT 1", table.name);
    let row = store.read_blocking(move |tx| tx.query_opt(&sql, &[]))?;
    Ok(row.map(|row| row.values))
}

fn page(
    store: &Store,
    table: &'static Table,
    after: Option<Vec<Value>>,
) -> Result<Vec<Row>, StoreError> {
    let columns = table.key.join(", ");
    let name = table.name;
    let sql = match &after {
        None => format!("SELECT * FROM {name} ORDER BY {columns} LIMIT {BATCH_ROWS}"),
        Some(key) => {
            let places: Vec<String> = (1..=key.len()).map(|n| format!("${n}")).collect();
            format!(
                "SELECT * FROM {name} WHERE ({columns}) > ({}) ORDER BY {columns} \
                 LIMIT {BATCH_ROWS}",
                places.join(", ")
            )
        }
    };
    store.read_blocking(move |tx| tx.query(&sql, after.as_deref().unwrap_or_default()))
}

fn key_of(table: &Table, row: &Row) -> Result<Vec<Value>, StoreError> {
    table.key.iter().map(|column| row.named(column)).collect()
}

fn put(to: &Store, table: &'static Table, rows: Vec<Row>) -> Result<(), StoreError> {
    let Some(first) = rows.first() else { return Ok(()) };
    let head = format!("INSERT INTO {} ({}) VALUES", table.name, first.columns.join(", "));
    let columns = first.columns.len();
    let insert = Insert { head: head.into(), tail: "", columns, same_key: SameKey::Apart };
    to.write_blocking(move |tx| {
        tx.insert_many(&insert, rows.iter().map(|row| row.values.clone()).collect())
    })
}

fn verify(from: &Store, to: &Store, table: &'static Table) -> Result<(), StoreError> {
    let (source, target) = (digest(from, table)?, digest(to, table)?);
    if source == target {
        return Ok(());
    }
    Err(StoreError::Copy(format!(
        "table {} differs: {} rows with hash {} in the source, {} rows with hash {} in the target",
        table.name, source.0, source.1, target.0, target.1
    )))
}

/// Rows, and a hash over all of them in key order; the same on both engines.
fn digest(store: &Store, table: &'static Table) -> Result<(u64, Sha256Hex), StoreError> {
    let mut rows_seen = 0;
    let mut running = Sha256Hex::of(table.name.as_bytes());
    let mut after = None;
    loop {
        let rows = page(store, table, after)?;
        let Some(last) = rows.last() else { return Ok((rows_seen, running)) };
        after = Some(key_of(table, last)?);
        for row in &rows {
            let mut bytes = running.bytes().to_vec();
            encode(row, &mut bytes);
            running = Sha256Hex::of(&bytes);
        }
        rows_seen += rows.len() as u64;
    }
}

/// Columns by name, because the engines may list them differently one day; each value with a tag
/// and, where its length varies, the length: no two rows have the same bytes.
fn encode(row: &Row, bytes: &mut Vec<u8>) {
    let mut named: Vec<(&String, &Value)> = row.columns.iter().zip(&row.values).collect();
    named.sort_by_key(|(name, _)| *name);
    for (name, value) in named {
        sized(name.as_bytes(), bytes);
        match value {
            Value::Null => bytes.push(0),
            Value::I64(number) => tagged(1, &number.to_be_bytes(), bytes),
            // SQLite keeps booleans as numbers.
            Value::Bool(flag) => tagged(1, &i64::from(*flag).to_be_bytes(), bytes),
            Value::F64(number) => tagged(2, &number.to_bits().to_be_bytes(), bytes),
            Value::Text(text) => tagged(3, text.as_bytes(), bytes),
            Value::Bytes(blob) => tagged(4, blob, bytes),
        }
    }
}

fn tagged(tag: u8, content: &[u8], bytes: &mut Vec<u8>) {
    bytes.push(tag);
    sized(content, bytes);
}

fn sized(content: &[u8], bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(&(content.len() as u64).to_be_bytes());
    bytes.extend_from_slice(content);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::migrate;
    use crate::sqlite::SqliteConnection;
    use crate::store::SqliteLocation;

    /// Tables that belong to a database, not to its content.
    const NOT_COPIED: [&str; 6] = [
        "cobrowse_calls",
        "cobrowse_nodes",
        "nodes",
        "schema_migrations",
        "search_cursors",
        "store_copies",
    ];

    #[test]
    fn every_table_is_copied_by_its_key_and_the_tenant_comes_first() {
        let mut db = SqliteConnection::open(&SqliteLocation::Memory).unwrap();
        migrate::migrate(&mut db, Timestamp::EPOCH).unwrap();
        let keys = "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
            WHERE m.type = 'table' AND c.pk > 0 ORDER BY m.name, c.pk";
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in db.query(keys, &[]).unwrap() {
            found.entry(row.get(0).unwrap()).or_default().push(row.get(1).unwrap());
        }
        found.retain(|table, _| !NOT_COPIED.contains(&table.as_str()));
        let listed: BTreeMap<String, Vec<String>> = TABLES
            .iter()
            .map(|table| {
                (table.name.to_owned(), table.key.iter().map(|&column| column.to_owned()).collect())
            })
            .collect();
        assert_eq!(found, listed);
        assert!(found.values().all(|key| key[0] == "tenant_id"));
    }
}
