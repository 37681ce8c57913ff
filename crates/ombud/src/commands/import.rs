//! `ombud import`: files into one tenant, with progress, resumable, and a file of what was refused.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::TenantId;
use store::feed::ImportRow;

use crate::config::Config;
use crate::node;

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Records as JSON Lines, one on each line
    Jsonl {
        /// The file; run it again after a stop, and it goes on where it was
        file: PathBuf,
        #[command(flatten)]
        options: Options,
    },
    /// The folder of the public Olist orders
    Olist {
        dir: PathBuf,
        #[command(flatten)]
        options: Options,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The tenant that the records belong to
    #[arg(long)]
    tenant: TenantId,
    /// Where refused rows go: line, field, reason (default: beside the input, `.rejects.jsonl`)
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

pub(crate) fn run(config: &Config, what: &Import) -> Result<()> {
    let (path, options) = match what {
        Import::Jsonl { file, options } => (file, options),
        Import::Olist { dir, options } => (dir, options),
    };
    let app = node::open_app(config)?;
    let rejects_path = options.rejects.clone().unwrap_or_else(|| beside(path));
    // Appended to: an import that goes on must keep what was refused before.
    let mut rejects = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&rejects_path)
        .with_context(|| format!("cannot write {}", rejects_path.display()))?;
    let bar = progress_bar()?;
    let mut progress = |row: &ImportRow| show(&bar, row);
    let row = match what {
        Import::Jsonl { file, .. } => {
            let input =
                File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
            let source = format!("jsonl:{}", name(file));
            let input = BufReader::new(input);
            app::import::jsonl(&app, &options.tenant, &source, input, &mut rejects, &mut progress)
        }
        Import::Olist { dir, .. } => {
            app::import::olist(&app, &options.tenant, dir, &mut rejects, &mut progress)
        }
    };
    let row = row?;
    bar.finish_and_clear();
    rejects.flush()?;
    app.store().close();
    println!(
        "{}: {} records taken in, {} came before, {} refused{}",
        row.source,
        row.accepted,
        row.unchanged,
        row.rejected,
        if row.rejected == 0 {
            String::new()
        } else {
            format!(" (see {})", rejects_path.display())
        },
    );
    Ok(())
}

fn name(path: &Path) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    path.display().to_string()
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().map(ToOwned::to_owned).unwrap_or_else(|| "import".into());
    name.push(".rejects.jsonl");
    // In the folder where the program runs: the input's own may not be writable.
    PathBuf::from(name)
}

/// A bar without an end: how long a stream is, nobody knows before.
///
/// # Errors
/// When its template is broken.
pub(crate) fn progress_bar() -> Result<ProgressBar> {
    let style = ProgressStyle::with_template("{spinner} {elapsed_precise} {msg}")?;
    Ok(ProgressBar::new_spinner().with_style(style))
}

fn show(bar: &ProgressBar, row: &ImportRow) {
    let (taken, before, refused) = (row.accepted, row.unchanged, row.rejected);
    bar.set_message(format!("{taken} taken in, {before} came before, {refused} refused"));
    bar.tick();
}
