//! The few statements that differ between the engines. Everything else is one text for both.

/// Marks lanes of silent nodes as lost.
pub(crate) const REAP_NODES_SQLITE: &str = "UPDATE nodes SET fence = fence + 1, expires_at = 0 \
     WHERE expires_at > 0 AND expires_at <= $1 AND lane <> $2";
/// The same, and it steps around rows a commit holds just now: waiting for a node that hangs in
/// its transaction would make this one hang too.
pub(crate) const REAP_NODES_POSTGRES: &str = "UPDATE nodes SET fence = fence + 1, expires_at = 0 WHERE lane IN (SELECT lane FROM nodes \
     WHERE expires_at > 0 AND expires_at <= $1 AND lane <> $2 FOR UPDATE SKIP LOCKED)";

/// Jobs that are due and free.
pub(crate) const CLAIM_JOBS_SQLITE: &str = "SELECT tenant_id, job_id, queue, payload, run_at, attempts, created_at FROM jobs \
     WHERE queue = $1 AND run_at <= $2 AND leased_until <= $2 \
     ORDER BY run_at, tenant_id, job_id LIMIT $3";
/// The same; each node gets other rows.
pub(crate) const CLAIM_JOBS_POSTGRES: &str = "SELECT tenant_id, job_id, queue, payload, run_at, attempts, created_at FROM jobs \
     WHERE queue = $1 AND run_at <= $2 AND leased_until <= $2 \
     ORDER BY run_at, tenant_id, job_id LIMIT $3 FOR UPDATE SKIP LOCKED";

/// Whether SQLite flushes each commit to the disk: 2 is FULL, the least that survives power loss.
pub(crate) const SYNCHRONOUS_SQLITE: &str = "PRAGMA synchronous";

pub(crate) const STATEMENTS_SQLITE: &[&str] =
    &[REAP_NODES_SQLITE, CLAIM_JOBS_SQLITE, SYNCHRONOUS_SQLITE];
pub(crate) const STATEMENTS_POSTGRES: &[&str] = &[REAP_NODES_POSTGRES, CLAIM_JOBS_POSTGRES];

/// Nodes that start together migrate one after the other, and a long migration is not cut off.
/// The lock is held until the transaction ends; its number is "ombud" in ASCII.
pub(crate) const BEGIN_MIGRATIONS_POSTGRES: &str = "SET LOCAL statement_timeout = 0; \
    SET LOCAL lock_timeout = 0; \
    DO $$ BEGIN PERFORM pg_advisory_xact_lock(478070674788); END $$";

/// A schema text for one engine: PostgreSQL sorts text by the database's locale unless told
/// otherwise, SQLite by bytes.
pub(crate) fn ddl(engine: crate::Engine, sql: &str) -> String {
    if engine == crate::Engine::Sqlite {
        return sql.to_owned();
    }
    let mut text = String::with_capacity(sql.len() * 2);
    for line in sql.lines() {
        if line.trim_start().starts_with("--") {
            continue;
        }
        for (index, word) in line.split(' ').enumerate() {
            if index > 0 {
                text.push(' ');
            }
            match word.strip_prefix("TEXT") {
                Some(rest) if rest.chars().all(|c| c.is_ascii_punctuation()) => {
                    text.push_str("TEXT COLLATE \"C\"");
                    text.push_str(rest);
                }
                _ => text.push_str(word),
            }
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Engine;

    #[test]
    fn text_columns_sort_by_bytes_on_postgres() {
        let sql = "-- TEXT\nCREATE TABLE t (\n    a TEXT NOT NULL,\n    b TEXT,\n    c BIGINT)";
        assert_eq!(ddl(Engine::Sqlite, sql), sql);
        assert_eq!(
            ddl(Engine::Postgres, sql),
            "CREATE TABLE t (\n    a TEXT COLLATE \"C\" NOT NULL,\n    b TEXT COLLATE \"C\",\n    c \
             BIGINT)\n"
        );
    }
}
