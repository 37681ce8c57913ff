//! `ombud world`: a believable demo world as JSON Lines, of any size, the same for the same seed.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Args;
use kernel::Timestamp;
use world::{What, World, WorldSize};

use crate::host;

/// Where demo worlds begin when nothing is said: early enough that, at the usual length, their last
/// instalment is paid by now, because an import refuses what has not happened yet.
const START: &str = "2026-01-01T00:00:00Z";

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
    // First what was asked for, then the file: a refused request must not empty it.
    let size = WorldSize::of_orders(options.orders, options.start, options.days);
    let world = World::generate(options.seed, size)?;
    match &options.out {
        Some(path) => host::write_whole(path, |out| write(world, options.events, out)),
        None => {
            let mut out = BufWriter::new(std::io::stdout().lock());
            write(world, options.events, &mut out)?;
            out.flush().context("cannot write the world")
        }
    }
}

fn write(world: World, events: bool, out: &mut dyn Write) -> Result<()> {
    for event in world {
        let event = event?;
        let line = match (&event.what, events) {
            (_, true) => serde_json::to_string(&event)?,
            (What::Record(record), false) => serde_json::to_string(record)?,
            (_, false) => continue,
        };
        writeln!(out, "{line}").context("cannot write the world")?;
    }
    Ok(())
}
