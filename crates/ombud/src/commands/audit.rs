//! `ombud audit`: the trail as a file, and its verification without any database.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use compliance::audit::{Signer, Verifier};
use kernel::TenantId;

use crate::config::Config;
use crate::node;

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Write a tenant's trail to a file
    Export(ExportOptions),
    /// Verify an export offline: finds a flip, a deletion, a swap, a cut, a fork
    Verify(VerifyOptions),
    /// Show the public key that checkpoints are verified with
    Verifier,
}

#[derive(Debug, Args)]
pub(crate) struct ExportOptions {
    #[arg(long)]
    tenant: TenantId,
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyOptions {
    file: PathBuf,
    /// Public key of the checkpoints, as `ombud audit verifier` shows it; may be repeated
    #[arg(long = "key", value_name = "VERIFIER")]
    keys: Vec<String>,
    /// A checkpoint that was kept elsewhere: it shows a cut tail; may be repeated
    #[arg(long = "checkpoint", value_name = "FILE")]
    checkpoints: Vec<PathBuf>,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn export(config: &Config, options: &ExportOptions) -> Result<()> {
    let app = node::open_app(config)?;
    let shown = || format!("cannot write {}", options.out.display());
    let out = BufWriter::new(File::create(&options.out).with_context(shown)?);
    let written = app::audit::export(&app, &options.tenant, out);
    app.store().close();
    let file = written?.into_inner().map_err(|error| error.into_error()).with_context(shown)?;
    file.sync_all().with_context(shown)?;
    println!("{} written", options.out.display());
    Ok(())
}

pub(crate) fn verify(options: &VerifyOptions) -> Result<ExitCode> {
    let read = |key: &String| {
        Verifier::parse(key).with_context(|| format!("--key {key:?} is no public key"))
    };
    let keys = options.keys.iter().map(read).collect::<Result<Vec<_>>>()?;
    let note = |path: &PathBuf| {
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let external = options.checkpoints.iter().map(note).collect::<Result<Vec<_>>>()?;
    let shown = || format!("cannot read {}", options.file.display());
    let file = BufReader::new(File::open(&options.file).with_context(shown)?);
    let report = compliance::audit::verify(file, &keys, &external).with_context(shown)?;
    let mut out = std::io::stdout().lock();
    if options.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?;
    } else {
        for finding in &report.findings {
            writeln!(out, "{finding}")?;
        }
        writeln!(
            out,
            "{} entries, {} checkpoints: {}",
            report.entries,
            report.checkpoints,
            if report.is_intact() { "intact" } else { "NOT intact" }
        )?;
        if keys.is_empty() && report.checkpoints > 0 {
            writeln!(out, "signatures were not checked: give --key")?;
        }
    }
    Ok(if report.is_intact() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub(crate) fn verifier(config: &Config) -> Result<()> {
    let Some(seed) = config.signing_seed()? else {
        bail!("audit.signing_key is not set; make one with `openssl rand -hex 32`")
    };
    let signer = Signer::from_seed(&config.audit.origin, seed).context("audit.origin")?;
    println!("{}", signer.verifier());
    Ok(())
}
