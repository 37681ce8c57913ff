//! Schema migrations: applied in order, each in one transaction, recorded with its hash.
//!
//! A schema this program does not know is refused: running on would destroy what it cannot see.

use kernel::Timestamp;
use kernel::canonical::Sha256Hex;

use crate::StoreError;
use crate::connection::{Connection, Engine};
use crate::dialect;

/// One migration: `migrations/NNNN_name.sql`, never changed once released.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Migration {
    pub(crate) version: i64,
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
}

/// All migrations this program knows, in order.
pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    version: 1,
    name: "0001_initial",
    sql: include_str!("../migrations/0001_initial.sql"),
}];

const CREATE: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (\
    version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, \
    program TEXT NOT NULL, applied_at BIGINT NOT NULL)";
const APPLIED: &str = "SELECT version, hash, program FROM schema_migrations ORDER BY version";
const RECORD: &str = "INSERT INTO schema_migrations (version, name, hash, program, applied_at) \
    VALUES ($1, $2, $3, $4, $5)";

pub(crate) const STATEMENTS: &[&str] = &[APPLIED, RECORD];

/// Brings the schema to this program's version; does nothing when it is there already.
pub(crate) fn migrate(connection: &mut dyn Connection, now: Timestamp) -> Result<(), StoreError> {
    migrate_with(connection, MIGRATIONS, now)
}

fn migrate_with(
    connection: &mut dyn Connection,
    migrations: &[Migration],
    now: Timestamp,
) -> Result<(), StoreError> {
    connection.begin_write(false)?;
    match apply(connection, migrations, now) {
        Ok(()) => connection.commit().map_err(crate::connection::CommitError::into_inner),
        Err(error) => {
            connection.rollback()?;
            Err(error)
        }
    }
}

fn apply(
    connection: &mut dyn Connection,
    migrations: &[Migration],
    now: Timestamp,
) -> Result<(), StoreError> {
    if connection.engine() == Engine::Postgres {
        connection.script(dialect::BEGIN_MIGRATIONS_POSTGRES)?;
    }
    connection.script(&dialect::ddl(connection.engine(), CREATE))?;
    let applied = connection.query(APPLIED, &[])?;
    for row in &applied {
        let (version, hash, program): (i64, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        verify(migrations, version, &hash, &program)?;
    }
    let done = applied.last().map_or(Ok(0), |row| row.get::<i64>(0))?;
    for migration in migrations.iter().filter(|migration| migration.version > done) {
        tracing::info!(migration = migration.name, "applying a migration");
        connection.script(&dialect::ddl(connection.engine(), migration.sql))?;
        let params = [
            migration.version.into(),
            migration.name.into(),
            Sha256Hex::of(migration.sql.as_bytes()).into(),
            env!("CARGO_PKG_VERSION").into(),
            now.into(),
        ];
        connection.exec(RECORD, &params)?;
    }
    Ok(())
}

fn verify(
    migrations: &[Migration],
    version: i64,
    hash: &str,
    program: &str,
) -> Result<(), StoreError> {
    let Some(known) = migrations.iter().find(|migration| migration.version == version) else {
        return Err(StoreError::Schema(format!(
            "the database has migration {version}, made by ombud {program}; this is ombud {}: run \
             ombud {program} or later",
            env!("CARGO_PKG_VERSION")
        )));
    };
    if Sha256Hex::of(known.sql.as_bytes()).to_string() != hash {
        return Err(StoreError::Schema(format!(
            "migration {} was changed after it had been applied: restore the file and add a new \
             migration instead",
            known.name
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::SqliteConnection;
    use crate::store::SqliteLocation;

    const ONE: Migration = Migration { version: 1, name: "0001_a", sql: "CREATE TABLE a (x TEXT)" };
    const TWO: Migration = Migration { version: 2, name: "0002_b", sql: "CREATE TABLE b (x TEXT)" };

    fn memory() -> SqliteConnection {
        SqliteConnection::open(&SqliteLocation::Memory).unwrap()
    }

    #[test]
    fn migrations_apply_once_and_in_order() {
        let mut db = memory();
        for known in [&[ONE][..], &[ONE, TWO], &[ONE, TWO]] {
            migrate_with(&mut db, known, Timestamp::EPOCH).unwrap();
        }
        assert_eq!(db.query(APPLIED, &[]).unwrap().len(), 2);
        db.prepare("SELECT x FROM b").unwrap();
    }

    #[test]
    fn a_newer_schema_is_refused_and_the_program_to_run_is_named() {
        let mut db = memory();
        migrate_with(&mut db, &[ONE, TWO], Timestamp::EPOCH).unwrap();
        let error = migrate_with(&mut db, &[ONE], Timestamp::EPOCH).unwrap_err().to_string();
        assert!(error.contains("migration 2") && error.contains("run ombud"), "{error}");
    }

    #[test]
    fn a_changed_migration_is_refused() {
        let mut db = memory();
        migrate_with(&mut db, &[ONE], Timestamp::EPOCH).unwrap();
        let changed = Migration { sql: "CREATE TABLE a (y TEXT)", ..ONE };
        let error = migrate_with(&mut db, &[changed], Timestamp::EPOCH).unwrap_err();
        assert!(error.to_string().contains("0001_a was changed"), "{error}");
    }

    #[test]
    fn a_broken_migration_leaves_nothing_behind() {
        let mut db = memory();
        let broken = Migration { sql: "CREATE TABLE b (x TEXT); CREATE TABLE a (x TEXT)", ..TWO };
        assert!(migrate_with(&mut db, &[ONE, broken], Timestamp::EPOCH).is_err());
        assert!(db.prepare("SELECT x FROM b").is_err());
        migrate_with(&mut db, &[ONE, TWO], Timestamp::EPOCH).unwrap();
    }
}
