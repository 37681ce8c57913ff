//! `ombud world`: a believable demo world as JSON Lines, of any size, the same for the same seed.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Args;
use kernel::Timestamp;
use world::{What, World, WorldSize};

/// Where demo worlds begin when nothing is said.
const START: &str = "2026-06-01T00:00:00Z";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many orders
    #[arg(long, default_value_t = 1_000)]
    orders: u64,
    /// Over how many days
    #[arg(long, default_value_t = 120)]
    days: u32,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// When the first order comes (RFC 3339)
    #[arg(long, default_value = START)]
    start: Timestamp,
    /// Also write the problems that customers report and what merchants answer; without it, only
    /// records of the feed, as `ombud import jsonl` takes them
    #[arg(long)]
    events: bool,
    /// Where to; the standard output when absent
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let out: Box<dyn Write> = match &options.out {
        Some(path) => {
            let file = File::create(path);
            Box::new(file.with_context(|| format!("cannot write {}", path.display()))?)
        }
        None => Box::new(std::io::stdout().lock()),
    };
    let mut out = BufWriter::new(out);
    let size = WorldSize::of_orders(options.orders, options.start, options.days);
    for event in World::generate(options.seed, size)? {
        let event = event?;
        let line = match (&event.what, options.events) {
            (_, true) => serde_json::to_string(&event)?,
            (What::Record(record), false) => serde_json::to_string(record)?,
            (_, false) => continue,
        };
        match writeln!(out, "{line}") {
            // Whoever reads has enough, such as `head`.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(()),
            other => other.context("cannot write the world")?,
        }
    }
    out.flush().context("cannot write the world")
}
