//! `ombud import conversations`: the history of another desk, with progress, resumable, and an account of
//! every row.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use app::import::Start;
use app::import::conversations::{self, Order, Progress, Report, Tally, Watch};
use clap::Args;
use importers::{Loss, Source};
use kernel::TenantId;
use serde_json::json;

use super::import::{EXIT_CODES, LOST_ROWS, beside};
use super::meter::Meter;
use crate::config::Config;
use crate::node;

/// Most files that are not read and are named.
const NOT_READ_SHOWN_MAX: usize = 10;

#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Options {
    /// Whose export it is: chatwoot, zammad, zendesk, freshdesk or multidogo
    #[arg(long, value_name = "DESK")]
    from: Source,
    /// The export: a folder, or one file. Run it again after a stop, and it goes on where it was; run it
    /// again after it ended, and only what is new comes over
    path: PathBuf,
    /// The tenant that the conversations belong to
    #[arg(long)]
    tenant: TenantId,
    /// Say what would come over, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the account as JSON
    #[arg(long)]
    json: bool,
    /// Where what is lost goes, one JSON object on each line: file, line, id, reason. Made when the
    /// first is lost (default: beside the export, its name with `.losses.jsonl` added; with --dry-run
    /// none is written unless it is named)
    #[arg(long, value_name = "FILE")]
    losses: Option<PathBuf>,
}

pub(crate) fn run(config: &Config, options: &Options) -> Result<ExitCode> {
    let shown = options.path.display();
    let place = options.path.canonicalize().with_context(|| format!("cannot read {shown}"))?;
    let app = node::open_existing_app(config)?;
    let file = match &options.losses {
        None if options.dry_run => None,
        None => Some(beside(&place, ".losses.jsonl")),
        named => named.clone(),
    };
    let mut console = Console {
        path: &options.path,
        meter: Meter::new(&format!("importing {shown}"))?,
        losses: file.map(|path| Losses { path, file: None }),
        dry: options.dry_run,
    };
    let name = format!("conversations:{}:{}", options.from, place.display());
    let order =
        Order { source: options.from, path: &options.path, name: &name, dry: options.dry_run };
    let done = conversations::run(&app, &options.tenant, order, &mut console);
    console.meter.end();
    app.store().close();
    let report = done?;
    if options.json {
        println!("{}", serde_json::to_string_pretty(&as_json(&report, options))?);
    } else {
        let losses = console.losses.as_ref().map(|losses| losses.path.as_path());
        print!("{}", table(&report, options.dry_run, losses));
    }
    let Tally { conversations, messages, .. } = &report.tally;
    let lost = conversations.lost + messages.lost > 0;
    Ok(if lost { ExitCode::from(LOST_ROWS) } else { ExitCode::SUCCESS })
}

fn as_json(report: &Report, options: &Options) -> serde_json::Value {
    json!({
        "from": options.from, "path": options.path, "dry_run": options.dry_run,
        "conversations": report.tally.conversations, "messages": report.tally.messages,
        "lost": report.tally.lost, "parts": report.tally.parts,
        "card_data_masked": report.tally.masked, "not_read": report.not_read,
    })
}

/// The account: what was read is the sum of what stands below it.
pub(super) fn table(report: &Report, dry: bool, losses: Option<&Path>) -> String {
    let Tally { conversations: c, messages: m, lost, parts, masked, .. } = &report.tally;
    let mut text = String::new();
    let mut row = |name: &str, conversations: String, messages: String| {
        text.push_str(&format!("{name:<30} {conversations:>14} {messages:>14}\n"));
    };
    let head = if dry { "would come over" } else { "" };
    row(head, "conversations".to_owned(), "messages".to_owned());
    row("read", c.read.to_string(), m.read.to_string());
    let [imported, changed, gone] = match dry {
        true => ["  would be imported", "  would be changed", "  would be lost"],
        false => ["  imported", "  changed", "  lost"],
    };
    row(imported, c.imported.to_string(), m.imported.to_string());
    row(changed, c.changed.to_string(), String::new());
    row("  already there", c.already.to_string(), m.already.to_string());
    row(gone, c.lost.to_string(), m.lost.to_string());
    for (reason, count) in lost {
        let (what, reason) = reason.split_once('/').unwrap_or(("", reason));
        let (mut columns, place) = ([String::new(), String::new()], usize::from(what == "message"));
        if let Some(column) = columns.get_mut(place) {
            *column = count.to_string();
        }
        let [conversations, messages] = columns;
        row(&format!("    {reason}"), conversations, messages);
    }
    if !parts.is_empty() {
        text.push_str("came over without\n");
        for (reason, count) in parts {
            let reason = reason.split_once('/').map_or(reason.as_str(), |(_, reason)| reason);
            text.push_str(&format!("  {reason:<28} {count:>14}\n"));
        }
    }
    if *masked > 0 {
        text.push_str(&format!("card data were taken out of {masked} texts\n"));
    }
    let shown = report.not_read.iter().take(NOT_READ_SHOWN_MAX);
    for file in shown {
        text.push_str(&format!("not read, for it has no conversations: {file}\n"));
    }
    if let Some(losses) = losses.filter(|path| report.tally.losses > 0 && path.is_file()) {
        text.push_str(&format!("each loss with its place and reason: {}\n", losses.display()));
    }
    text
}

/// One line while it runs. A dry run says nothing that did not happen.
fn progress_words(dry: bool, conversations: u64, [new, there, gone]: [u64; 3]) -> String {
    let would = if dry { "would be " } else { "" };
    format!(
        "{conversations} conversations, {new} messages {would}imported, {there} there, \
         {gone} {would}lost"
    )
}

/// Shows an import on the terminal.
struct Console<'a> {
    path: &'a Path,
    meter: Meter,
    /// None for a dry run that was given no file.
    losses: Option<Losses>,
    dry: bool,
}

impl Watch for Console<'_> {
    fn begins(&mut self, start: Start, losses: u64) -> io::Result<()> {
        let path = self.path.display();
        match start {
            Start::Fresh => {}
            Start::GoesOn => {
                self.meter.say(&format!("{path}: going on where the import was stopped"));
            }
            Start::Again => {
                self.meter.say(&format!("{path} was imported before; only what is new comes over"));
            }
        }
        let Some(file) = &mut self.losses else { return Ok(()) };
        if !file.keep(losses)? {
            let file = file.path.display();
            self.meter
                .say(&format!("{file} lacks losses that were told before; the counts have them"));
        }
        Ok(())
    }

    fn lost(&mut self, loss: &Loss) -> io::Result<()> {
        self.losses.as_mut().map_or(Ok(()), |losses| losses.write(loss))
    }

    fn lasts(&mut self) -> io::Result<()> {
        self.losses.as_mut().map_or(Ok(()), Losses::flush)
    }

    fn progress(&mut self, progress: &Progress<'_>) -> io::Result<()> {
        let Tally { conversations: c, messages: m, .. } = progress.tally;
        let words = progress_words(self.dry, c.read, [m.imported, m.already, m.lost]);
        self.meter.at(progress.done, Some(progress.total), &words);
        Ok(())
    }
}

/// The file of losses, made when there is one.
struct Losses {
    path: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Losses {
    /// Keeps the first lines of a file of an earlier run, those whose batches were written. False when
    /// there are fewer.
    fn keep(&mut self, lines: u64) -> io::Result<bool> {
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(lines == 0),
            Err(error) => return Err(self.named(&error)),
        };
        if lines == 0 {
            std::fs::remove_file(&self.path).map_err(|error| self.named(&error))?;
            return Ok(true);
        }
        let (mut input, mut bytes, mut found) = (BufReader::new(file), 0_u64, 0_u64);
        let mut line = Vec::new();
        while found < lines {
            line.clear();
            let read = input.read_until(b'\n', &mut line).map_err(|error| self.named(&error))?;
            if read == 0 || !line.ends_with(b"\n") {
                break;
            }
            (bytes, found) = (bytes + read as u64, found + 1);
        }
        let file = OpenOptions::new().write(true).open(&self.path);
        file.and_then(|file| file.set_len(bytes)).map_err(|error| self.named(&error))?;
        Ok(found == lines)
    }

    fn write(&mut self, loss: &Loss) -> io::Result<()> {
        let line = serde_json::to_string(loss)?;
        let mut file = match self.file.take() {
            Some(file) => file,
            None => {
                let file = OpenOptions::new().create(true).append(true).open(&self.path);
                BufWriter::new(file.map_err(|error| self.named(&error))?)
            }
        };
        writeln!(file, "{line}").map_err(|error| self.named(&error))?;
        self.file = Some(file);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let flushed = file.flush();
        flushed.map_err(|error| self.named(&error))
    }

    fn named(&self, error: &io::Error) -> io::Error {
        let path = self.path.display();
        io::Error::new(error.kind(), format!("{path}: {error}; name another with --losses"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dry_run_says_what_would_be() {
        let words = |dry| progress_words(dry, 2, [3, 1, 4]);
        assert_eq!(words(false), "2 conversations, 3 messages imported, 1 there, 4 lost");
        assert_eq!(
            words(true),
            "2 conversations, 3 messages would be imported, 1 there, 4 would be lost"
        );
    }
}
