//! `ombud audit`: the trail as a file, and its verification without any database.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use compliance::audit::{Report, Signer, Verifier};
use kernel::TenantId;
use serde::Serialize;

use crate::config::Config;
use crate::node;

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Write a tenant's trail to a file
    Export(ExportOptions),
    /// Verify an export offline: finds a flip, a deletion, a swap, a fork; and a cut tail, where a
    /// checkpoint was kept elsewhere
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
    let app = node::open_existing_app(config)?;
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
    let verdict = Verdict::new(report, !keys.is_empty(), !external.is_empty());
    let report = &verdict.report;
    let mut out = std::io::stdout().lock();
    if options.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&verdict)?)?;
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
        writeln!(out, "{}", verdict.reach)?;
    }
    Ok(if report.is_intact() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

const NO_CHECKPOINT: &str = "NOT proved: there is no checkpoint, so a tail that was cut off, or a \
    chain that was written anew as a whole, cannot be seen. Set audit.signing_key, keep checkpoints \
    outside of the deployment, and verify with --key and --checkpoint.";
const NO_KEY: &str = "NOT proved: signatures were not checked, so a chain that was written anew as a \
    whole, with its checkpoints, cannot be seen. Give --key (see `ombud audit verifier`).";
const NONE_FROM_ELSEWHERE: &str = "NOT proved: a tail that was cut off together with its checkpoints \
    cannot be seen. Give --checkpoint with the newest one that was kept elsewhere.";
const TAIL_PROVED: &str = "Nothing up to the newest checkpoint that was kept elsewhere is missing; \
    of what came after it, a cut cannot be seen.";

/// What was found, and how far it can be believed: an export alone cannot show that its end is gone.
#[derive(Debug, Serialize)]
pub(super) struct Verdict {
    #[serde(flatten)]
    report: Report,
    intact: bool,
    /// Whether no entry up to the newest checkpoint that was kept elsewhere is missing.
    pub(super) tail_proved: bool,
    pub(super) reach: &'static str,
}

impl Verdict {
    pub(super) fn new(report: Report, has_keys: bool, has_external: bool) -> Self {
        let intact = report.is_intact();
        let tail_proved = intact && has_keys && has_external;
        let reach = if !intact {
            "What is not intact proves nothing about its tail."
        } else if report.checkpoints == 0 {
            NO_CHECKPOINT
        } else if !has_keys {
            NO_KEY
        } else if !has_external {
            NONE_FROM_ELSEWHERE
        } else {
            TAIL_PROVED
        };
        Self { report, intact, tail_proved, reach }
    }
}

pub(crate) fn verifier(config: &Config) -> Result<()> {
    let Some(seed) = config.signing_seed()? else {
        bail!("audit.signing_key is not set; make one with `openssl rand -hex 32`")
    };
    let signer = Signer::from_seed(&config.audit.origin, seed).context("audit.origin")?;
    println!("{}", signer.verifier());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tail_is_proved_by_a_signed_checkpoint_from_elsewhere_alone() {
        let report = |checkpoints, findings_total| Report {
            checkpoints,
            findings_total,
            ..Report::default()
        };
        // Checkpoints, findings, whether keys and checkpoints from elsewhere were given.
        let table = [
            (0, 0, false, false, NO_CHECKPOINT),
            (0, 0, true, false, NO_CHECKPOINT),
            (2, 0, false, false, NO_KEY),
            (2, 0, false, true, NO_KEY),
            (2, 0, true, false, NONE_FROM_ELSEWHERE),
            (2, 0, true, true, TAIL_PROVED),
        ];
        for (checkpoints, findings, keys, external, reach) in table {
            let verdict = Verdict::new(report(checkpoints, findings), keys, external);
            assert_eq!((verdict.reach, verdict.tail_proved), (reach, reach == TAIL_PROVED));
        }
        let broken = Verdict::new(report(2, 1), true, true);
        let json = serde_json::to_value(&broken).unwrap();
        assert_eq!((&json["intact"], &json["tail_proved"]), (&false.into(), &false.into()));
        assert_eq!(json["checkpoints"], 2);
    }
}
