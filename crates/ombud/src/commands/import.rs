//! `ombud import`: files into one tenant, with progress, resumable, and a file of what was refused.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use app::App;
use app::import::{Counts, Imported, Progress, Start, Watch};
use clap::{Args, Subcommand};
use commerce::Reject;
use kernel::TenantId;

use super::import_conversations;
use super::meter::Meter;
use crate::config::Config;
use crate::node;

/// What the program ends with when rows were refused, or lost.
pub(super) const LOST_ROWS: u8 = 2;
pub(super) const EXIT_CODES: &str = "Exit code: 0 when every row is in, 2 when any was refused (also by an \
                          earlier run of the same files), 1 when the import failed.";

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Records as JSON Lines, one on each line
    #[command(after_help = EXIT_CODES)]
    Jsonl {
        /// The file. Run it again after a stop, and it goes on where it was; after a change, and it
        /// is read again from its beginning: records that came before do no harm
        file: PathBuf,
        #[command(flatten)]
        options: Options,
    },
    /// The folder of the public Olist orders
    #[command(after_help = EXIT_CODES)]
    Olist {
        /// The folder, as it was unpacked; run again as with `jsonl`
        dir: PathBuf,
        #[command(flatten)]
        options: Options,
    },
    /// Conversations of another desk, from its export
    Conversations(import_conversations::Options),
}

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The tenant that the records belong to
    #[arg(long)]
    pub(super) tenant: TenantId,
    /// Where refused rows go: line, field, reason. Made when the first is refused (default: beside
    /// the input, its name with `.rejects.jsonl` added)
    #[arg(long, value_name = "FILE")]
    pub(super) rejects: Option<PathBuf>,
}

pub(crate) fn run(config: &Config, what: &Import) -> Result<ExitCode> {
    match what {
        Import::Jsonl { file, options } => records(config, file, options, jsonl),
        Import::Olist { dir, options } => records(config, dir, options, olist),
        Import::Conversations(options) => import_conversations::run(config, options),
    }
}

/// Takes in what stands at a place, which is known by its whole path.
type TakeIn = fn(&App, &TenantId, (&Path, &Path), &mut Console<'_>) -> Result<Imported>;

fn records(config: &Config, path: &Path, options: &Options, take_in: TakeIn) -> Result<ExitCode> {
    let shown = path.display();
    let place = path.canonicalize().with_context(|| format!("cannot read {shown}"))?;
    let app = node::open_existing_app(config)?;
    let rejects = options.rejects.clone().unwrap_or_else(|| beside(&place, ".rejects.jsonl"));
    let mut console = Console {
        path,
        meter: Meter::new(&format!("importing {shown}"))?,
        rejects: Rejects::new(rejects),
    };
    let done = take_in(&app, &options.tenant, (path, &place), &mut console);
    console.meter.end();
    app.store().close();
    let done = done?;
    println!("{}", summary(path, &done, &console.rejects.path));
    let refused = done.whole.rejected > 0;
    Ok(if refused { ExitCode::from(LOST_ROWS) } else { ExitCode::SUCCESS })
}

fn jsonl(
    app: &App,
    tenant: &TenantId,
    (file, place): (&Path, &Path),
    console: &mut Console<'_>,
) -> Result<Imported> {
    let input = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let source = format!("jsonl:{}", place.display());
    Ok(app::import::jsonl(app, tenant, &source, BufReader::new(input), console)?)
}

fn olist(
    app: &App,
    tenant: &TenantId,
    (dir, place): (&Path, &Path),
    console: &mut Console<'_>,
) -> Result<Imported> {
    let source = format!("olist:{}", place.display());
    Ok(app::import::olist(app, tenant, &source, dir, console)?)
}

/// What came of it: this run's counts, and apart from them those of the runs it went on from.
pub(super) fn summary(path: &Path, done: &Imported, rejects: &Path) -> String {
    let row = &done.whole;
    let all = Counts { accepted: row.accepted, unchanged: row.unchanged, rejected: row.rejected };
    let path = path.display();
    let mut text = if done.start == Start::GoesOn && done.run.is_none() {
        format!("{path}: nothing new; imported before: {}", words(&all))
    } else if done.run == all {
        format!("{path}: {}", words(&all))
    } else {
        format!("{path}: {}; with the runs before: {}", words(&done.run), words(&all))
    };
    if row.rejected > 0 && rejects.is_file() {
        text.push_str(&format!(" (see {})", rejects.display()));
    }
    text
}

fn words(counts: &Counts) -> String {
    let Counts { accepted, unchanged, rejected } = counts;
    format!("{accepted} records taken in, {unchanged} came before, {rejected} refused")
}

pub(super) fn beside(place: &Path, end: &str) -> PathBuf {
    let mut name = place.file_name().map(ToOwned::to_owned).unwrap_or_else(|| "import".into());
    name.push(end);
    place.with_file_name(name)
}

/// Shows an import on the terminal.
struct Console<'a> {
    path: &'a Path,
    meter: Meter,
    rejects: Rejects,
}

impl Watch for Console<'_> {
    fn begins(&mut self, start: Start) -> io::Result<()> {
        let path = self.path.display();
        match start {
            Start::Fresh => Ok(()),
            Start::GoesOn => {
                self.meter.say(&format!("{path} was imported before; going on where that ended"));
                Ok(())
            }
            Start::Again => {
                self.meter.say(&format!(
                    "{path} has changed since it was imported; reading it again from its beginning"
                ));
                self.rejects.forget()
            }
        }
    }

    fn refused(&mut self, reject: &Reject) -> io::Result<()> {
        self.rejects.write(reject)
    }

    fn progress(&mut self, progress: &Progress) {
        self.meter.at(progress.done, progress.total, &words(&progress.counts));
    }
}

/// The file of refused rows, made when there is one. An import that goes on adds to it.
struct Rejects {
    path: PathBuf,
    file: Option<File>,
}

impl Rejects {
    fn new(path: PathBuf) -> Self {
        Self { path, file: None }
    }

    /// What was refused of a file as it was before says nothing about the file as it is now.
    fn forget(&mut self) -> io::Result<()> {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self.named(&error)),
            _ => Ok(()),
        }
    }

    fn write(&mut self, reject: &Reject) -> io::Result<()> {
        let line = serde_json::to_string(reject)?;
        let mut file = match self.file.take() {
            Some(file) => file,
            None => OpenOptions::new()
                .create(true)
                .append(true)
                .open(&self.path)
                .map_err(|error| self.named(&error))?,
        };
        writeln!(file, "{line}").map_err(|error| self.named(&error))?;
        self.file = Some(file);
        Ok(())
    }

    fn named(&self, error: &io::Error) -> io::Error {
        let path = self.path.display();
        io::Error::new(error.kind(), format!("{path}: {error}; name another with --rejects"))
    }
}
