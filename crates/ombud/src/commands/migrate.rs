//! `ombud migrate` and `ombud migrate-store`: the schema brought up to date; one store copied into
//! another, then compared.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use store::{SqliteLocation, Store, StoreOptions};

use crate::config::Config;
use crate::host::SystemClock;
use crate::node;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// `postgres://…`, or the path of an SQLite file
    #[arg(long)]
    from: String,
    /// `postgres://…`, or the path of an SQLite file
    #[arg(long)]
    to: String,
}

pub(crate) fn migrate(config: &Config) -> Result<()> {
    // Opening brings the schema up to date, or says why it cannot.
    let store = node::open_store(config)?;
    println!("the {} schema is up to date", store.engine());
    store.close();
    Ok(())
}

pub(crate) fn copy(config: &Config, options: &Options) -> Result<()> {
    let open = |place: &str, name: &str, is_target: bool| -> Result<Store> {
        let mut settings = StoreOptions::new(name, Arc::new(SystemClock));
        settings.allow_unfinished_copy = is_target;
        if let Some(path) = &config.store.root_certificates {
            settings.postgres_root_certificates_pem = Some(std::fs::read_to_string(path)?);
        }
        if place.starts_with("postgres:") || place.starts_with("postgresql:") {
            return Store::open_postgres(place, settings).with_context(|| format!("--{name}"));
        }
        let location = SqliteLocation::File(PathBuf::from(place));
        Store::open_sqlite(location, settings).with_context(|| format!("--{name} {place}"))
    };
    let from = open(&options.from, "from", false)?;
    let to = open(&options.to, "to", true)?;
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")?;
    let bar = ProgressBar::new(0).with_style(style);
    // The name of a database may hold a password: it is not kept.
    let source = format!("{} store", from.engine());
    let copied = store::migrate_store(&from, &to, &source, |state| {
        bar.set_length(u64::try_from(state.rows_total).unwrap_or_default());
        bar.set_position(u64::try_from(state.rows).unwrap_or_default());
        let (at, of) = (state.tables_done + 1, state.tables);
        let what = if state.verified { "compared" } else { "copied" };
        bar.set_message(format!("{} ({at} of {of}) {what}", state.table));
    });
    bar.finish_and_clear();
    from.close();
    to.close();
    copied.context("nothing was changed at the source; run it again to go on")?;
    println!("copied and compared: the stores are equal");
    Ok(())
}
