//! Recordings, for whoever runs the server: that one was opened, and why, is in the audit chain.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use app::cobrowse::recordings::{self, Deed, Opened};
use clap::{Args, Subcommand};
use kernel::{CobrowseId, TenantId};

use crate::commands::keys::operator;
use crate::commands::serve::runtime;
use crate::config::Config;
use crate::{host, node};

#[derive(Debug, Subcommand)]
pub(crate) enum Recording {
    /// Prove that a recording is whole and unchanged
    Verify(VerifyOptions),
    /// Write a recording as events of rrweb, which its player and other tools open
    Export(ExportOptions),
}

#[derive(Debug, Args)]
pub(crate) struct VerifyOptions {
    /// The session's id
    id: CobrowseId,
    #[arg(long)]
    tenant: TenantId,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExportOptions {
    /// The session's id
    id: CobrowseId,
    #[arg(long)]
    tenant: TenantId,
    /// Where the events go: JSON
    #[arg(long, value_name = "FILE")]
    rrweb: PathBuf,
}

pub(super) fn run(config: &Config, what: &Recording) -> Result<()> {
    match what {
        Recording::Verify(options) => {
            let opened = open(config, &options.tenant, options.id, Deed::Verify)?;
            let (records, last) = (opened.records.len(), opened.records.last());
            let length_ms = last.map_or(0, |record| record.ms);
            if options.json {
                let told = serde_json::json!({
                    "intact": true, "records": records, "length_ms": length_ms,
                    "started_at": opened.started_at,
                });
                println!("{told}");
            } else {
                println!(
                    "intact: {records} records over {length_ms} ms, from {}",
                    opened.started_at
                );
            }
        }
        Recording::Export(options) => {
            let opened = open(config, &options.tenant, options.id, Deed::Export)?;
            let events = opened.rrweb();
            host::write_whole(&options.rrweb, |out| Ok(serde_json::to_writer(out, &events)?))?;
            println!("{}: {} events", options.rrweb.display(), events.len());
        }
    }
    Ok(())
}

fn open(config: &Config, tenant: &TenantId, id: CobrowseId, deed: Deed) -> Result<Opened> {
    let app = node::open_existing_app(config)?;
    let opened = operator(tenant).and_then(|operator| {
        let opened = recordings::open_on_machine(&app, &operator, id, deed);
        runtime()?.block_on(opened).with_context(|| format!("recording {id}"))
    });
    app.store().close();
    opened
}
