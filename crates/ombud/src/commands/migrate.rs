//! `ombud migrate` and `ombud migrate-store`: the schema brought up to date; one store copied into
//! another, then compared.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use store::{CopyProgress, SqliteLocation, Store, StoreOptions};

use crate::config::Config;
use crate::host::SystemClock;
use crate::node;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// `postgres://…`, or the path of an SQLite file
    #[arg(long)]
    pub(super) from: String,
    /// `postgres://…`, or the path of an SQLite file
    #[arg(long)]
    pub(super) to: String,
}

pub(crate) fn migrate(config: &Config) -> Result<()> {
    // Opening brings the schema up to date, or says why it cannot.
    let store = node::open_store(config)?;
    println!("the {} schema is up to date", store.engine());
    store.close();
    Ok(())
}

pub(crate) fn copy(config: &Config, options: &Options) -> Result<()> {
    let certificates = config.store.root_certificates.as_ref();
    let certificates = certificates.map(std::fs::read_to_string).transpose()?;
    let open = |place: &str, name: &str, is_target: bool| -> Result<Store> {
        let mut settings = StoreOptions::new(name, Arc::new(SystemClock));
        settings.allow_unfinished_copy = is_target;
        settings.postgres_root_certificates_pem.clone_from(&certificates);
        match file(place) {
            // The name of a database may hold a password: it is not shown.
            None => Store::open_postgres(place, settings).with_context(|| format!("--{name}")),
            Some(path) => Store::open_sqlite(SqliteLocation::File(path.to_owned()), settings)
                .with_context(|| format!("--{name} {place}")),
        }
    };
    check_places(&options.from, &options.to)?;
    let made = file(&options.to).filter(|path| !path.exists());
    let from = open(&options.from, "from", false)?;
    let (mut begun, copied) = (false, open(&options.to, "to", true));
    let copied = copied.and_then(|to| {
        let copied = copy_all(&from, &to, &mut begun);
        to.close();
        copied
    });
    from.close();
    if let (Err(_), Some(path), false) = (&copied, made, begun) {
        remove_database(path);
    }
    copied.context(if begun {
        "nothing was changed at the source; run it again to go on"
    } else {
        "nothing was copied"
    })?;
    println!("copied and compared: the stores are equal");
    Ok(())
}

fn copy_all(from: &Store, to: &Store, begun: &mut bool) -> Result<()> {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")?;
    let bar = ProgressBar::new(0).with_style(style);
    let source = format!("{} store", from.engine());
    let copied = store::migrate_store(from, to, &source, |state| {
        *begun = true;
        bar.set_length(u64::try_from(state.rows_total).unwrap_or_default());
        bar.set_position(u64::try_from(state.rows).unwrap_or_default());
        let (at, of) = (state.tables_done + 1, state.tables);
        let what = if state.verified { "compared" } else { "copied" };
        bar.set_message(format!("{} ({at} of {of}) {what}", state.table));
        // Where no terminal shows the bar, as in a log, each table has a line when it is done.
        if bar.is_hidden() && state.verified {
            eprintln!("{}", line(state));
        }
    });
    bar.finish_and_clear();
    Ok(copied?)
}

/// What is told of a table that was copied.
fn line(state: &CopyProgress) -> String {
    let (at, of) = (state.tables_done + 1, state.tables);
    format!("{}: {} rows copied and compared ({at} of {of} tables)", state.table, state.rows)
}

/// The file of an SQLite database; `None` for PostgreSQL.
fn file(place: &str) -> Option<&Path> {
    let is_url = place.starts_with("postgres:") || place.starts_with("postgresql:");
    (!is_url).then(|| Path::new(place))
}

/// Refuses what would copy nothing, or make a source, before anything is opened.
fn check_places(from: &str, to: &str) -> Result<()> {
    let same = match (file(from), file(to)) {
        (Some(from), Some(to)) => match (from.metadata(), to.metadata()) {
            // By what the names lead to: links and `..` make many names of one file.
            (Ok(from), Ok(to)) => (from.dev(), from.ino()) == (to.dev(), to.ino()),
            _ => from == to,
        },
        _ => from == to,
    };
    if same {
        bail!("--from and --to are the same store: nothing to copy");
    }
    if let Some(path) = file(from) {
        let found = path.metadata().with_context(|| format!("--from {from}: there is no store"))?;
        if !found.is_file() || found.len() == 0 {
            bail!(
                "--from {from} holds no store; name the database file, such as ombud-data/ombud.db"
            );
        }
    }
    Ok(())
}

/// A target that this run made and put nothing in.
fn remove_database(path: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        // Whatever cannot be removed holds no row; the refusal is what must be told.
        let _ = std::fs::remove_file(PathBuf::from(name));
    }
}
