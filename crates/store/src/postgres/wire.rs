//! PostgreSQL: connecting, values on the wire, and what its errors mean.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration as StdDuration;

use bytes::BytesMut;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls};

use crate::{Row, StoreError, StoreOptions, Value};

const CONNECT_WAIT_MS_MAX: u64 = 5_000;
/// A session that idles inside a transaction (its process hangs) is ended after this part of the
/// lease, so that its locks are gone before anyone takes its lane.
const IDLE_IN_TRANSACTION_PART: i64 = 5;
/// Waiting for somebody's lock, longer than a hanging session may hold it.
const LOCK_WAIT_PART: i64 = 4;
const STATEMENT_PART: i64 = 3;

/// Connects and sets the session up: its timeouts stay below the lease.
pub(crate) async fn connect(url: &str, options: &StoreOptions) -> Result<Client, StoreError> {
    let mut config: Config = url
        .parse()
        .map_err(|error| StoreError::Config(format!("DATABASE_URL is not valid: {error}")))?;
    let lease_ms = options.lease.as_millis();
    config
        .application_name(format!("ombud:{}", options.node_name))
        .connect_timeout(StdDuration::from_millis(CONNECT_WAIT_MS_MAX))
        .options(format!(
            "-c idle_in_transaction_session_timeout={} -c lock_timeout={} -c statement_timeout={} \
             -c timezone=UTC -c jit=off -c standard_conforming_strings=on",
            lease_ms / IDLE_IN_TRANSACTION_PART,
            lease_ms / LOCK_WAIT_PART,
            lease_ms / STATEMENT_PART,
        ));
    let client = match &options.postgres_root_certificates_pem {
        Some(pem) => {
            config.ssl_mode(SslMode::Require);
            let tls = tokio_postgres_rustls::MakeRustlsConnect::new(tls_config(pem)?);
            let (client, connection) = config.connect(tls).await.map_err(unreachable)?;
            drive(connection);
            client
        }
        None if config.get_ssl_mode() == SslMode::Require => {
            return Err(StoreError::Config(
                "DATABASE_URL demands TLS (sslmode=require): also give the authority's certificate"
                    .to_owned(),
            ));
        }
        None => {
            let (client, connection) = config.connect(NoTls).await.map_err(unreachable)?;
            drive(connection);
            client
        }
    };
    require_durable_commits(&client).await?;
    Ok(client)
}

fn drive<S, T>(connection: tokio_postgres::Connection<S, T>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    // It ends with the client, or with an error that the next statement reports.
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(%error, "a PostgreSQL session ended");
        }
    });
}

/// A server set to answer before it has flushed would break "a 2xx means durable".
async fn require_durable_commits(client: &Client) -> Result<(), StoreError> {
    let show = "SELECT current_setting('synchronous_commit'), current_setting('fsync')";
    let row = client.query_one(show, &[]).await.map_err(|error| map(show, error))?;
    let (commit, fsync): (String, String) = (row.get(0), row.get(1));
    if commit == "off" {
        let set = "SET synchronous_commit = on";
        client.batch_execute(set).await.map_err(|error| map(set, error))?;
    }
    if fsync == "off" {
        tracing::warn!("PostgreSQL runs with fsync=off: a power cut loses acknowledged writes");
    }
    Ok(())
}

fn tls_config(pem: &str) -> Result<rustls::ClientConfig, StoreError> {
    let bad = |error: String| StoreError::Config(format!("PostgreSQL root certificate: {error}"));
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        let certificate = certificate.map_err(|error| bad(error.to_string()))?;
        roots.add(certificate).map_err(|error| bad(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(bad("no certificate found in the PEM text".to_owned()));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| bad(error.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn unreachable(error: tokio_postgres::Error) -> StoreError {
    StoreError::Unavailable { reason: with_sources(&error) }
}

fn with_sources(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}

/// Whether the session is gone.
pub(crate) fn is_lost(error: &tokio_postgres::Error) -> bool {
    match error.code() {
        // Class 57P: the server stops or the session was terminated; class 25P03: it idled.
        Some(code) => {
            code.code().starts_with("57P") || *code == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
        }
        None => error.is_closed() || has_io_source(error),
    }
}

fn has_io_source(error: &tokio_postgres::Error) -> bool {
    let mut source = error.source();
    while let Some(inner) = source {
        if inner.is::<std::io::Error>() {
            return true;
        }
        source = inner.source();
    }
    false
}

/// What a driver's error means for the caller.
pub(crate) fn map(sql: &str, error: tokio_postgres::Error) -> StoreError {
    if is_lost(&error) {
        return StoreError::Unavailable { reason: with_sources(&error) };
    }
    let Some(db) = error.as_db_error() else {
        return StoreError::statement(sql, error);
    };
    let code = db.code();
    if *code == SqlState::UNIQUE_VIOLATION {
        return StoreError::Unique { constraint: db.constraint().unwrap_or_default().to_owned() };
    }
    let races = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::LOCK_NOT_AVAILABLE,
    ];
    if races.contains(code) {
        return StoreError::Conflict { what: db.message().to_owned() };
    }
    if *code == SqlState::DISK_FULL {
        return StoreError::DiskFull;
    }
    if *code == SqlState::TOO_MANY_CONNECTIONS || *code == SqlState::READ_ONLY_SQL_TRANSACTION {
        // The second: a standby, or a reader that tried to write.
        return StoreError::Unavailable { reason: db.message().to_owned() };
    }
    StoreError::statement(sql, error)
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            // Booleans that come from SQLite are 0 and 1.
            (Self::I64(number), &Type::BOOL) => (*number != 0).to_sql(ty, out),
            (Self::I64(number), &Type::INT4) => i32::try_from(*number)?.to_sql(ty, out),
            (Self::I64(number), _) => number.to_sql_checked(ty, out),
            (Self::Bool(flag), &Type::INT8) => i64::from(*flag).to_sql(ty, out),
            (Self::Bool(flag), _) => flag.to_sql_checked(ty, out),
            (Self::F64(number), _) => number.to_sql_checked(ty, out),
            (Self::Text(text), _) => text.to_sql_checked(ty, out),
            (Self::Bytes(bytes), _) => bytes.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn row_of(row: &tokio_postgres::Row, columns: &Arc<[String]>) -> Result<Row, StoreError> {
    let values = row
        .columns()
        .iter()
        .enumerate()
        .map(|(index, column)| value_of(row, index, column))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Row { columns: Arc::clone(columns), values })
}

fn value_of(
    row: &tokio_postgres::Row,
    index: usize,
    column: &tokio_postgres::Column,
) -> Result<Value, StoreError> {
    let value = match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(index).map(Value::from),
        Type::INT4 => row.try_get::<_, Option<i32>>(index).map(|n| n.map(i64::from).into()),
        Type::BOOL => row.try_get::<_, Option<bool>>(index).map(Value::from),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(index).map(Value::from),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index).map(Value::from),
        Type::TEXT | Type::VARCHAR | Type::NAME => {
            row.try_get::<_, Option<String>>(index).map(Value::from)
        }
        _ => {
            return Err(StoreError::Column {
                column: column.name().to_owned(),
                expected: "BIGINT, BOOLEAN, DOUBLE PRECISION, TEXT or BYTEA (add a CAST)",
                found: column.type_().name().to_owned(),
            });
        }
    };
    value.map_err(|error| StoreError::statement(column.name(), error))
}

/// The rows of an answer.
pub(super) fn rows_of(
    columns: &Arc<[String]>,
    rows: Vec<tokio_postgres::Row>,
) -> Result<Vec<Row>, StoreError> {
    rows.iter().map(|row| row_of(row, columns)).collect()
}

/// Puts the real text where the pipeline could not know it.
pub(super) fn named(sql: &str, error: StoreError) -> StoreError {
    match error {
        StoreError::Statement { statement, source } if statement == "the statement" => {
            StoreError::Statement { statement: crate::error::short(sql), source }
        }
        other => other,
    }
}

pub(super) fn unanswered() -> StoreError {
    StoreError::Unavailable { reason: "the server did not answer".to_owned() }
}
