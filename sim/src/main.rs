//! `cargo run --release -p sim -- <invariants|leakage>`: see the crate's text.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use clap::{Parser, Subcommand};
use sim::oracle::Violation;
use sim::sequence::{self, Counts, Mix};

/// Runs the machine and the service under everything that can go wrong.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Random lives of one order; every invariant after every input.
    Invariants(Run),
    /// Refund, claim, chargeback, goodwill and retry against each other.
    Leakage(Run),
}

#[derive(Debug, clap::Args)]
struct Run {
    /// How many sequences.
    #[arg(long, default_value_t = 1_000_000)]
    sequences: u64,
    /// The first seed; a failing one is printed and can be given here with `--sequences 1`.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Prints the counts as JSON.
    #[arg(long)]
    json: bool,
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().what {
        What::Invariants(run) => sequences(&run, Mix::All),
        What::Leakage(run) => sequences(&run, Mix::Money),
    }
}

fn sequences(run: &Run, mix: Mix) -> anyhow::Result<()> {
    let rules = app::rules::Bundle::shipped().load()?;
    let bar = indicatif::ProgressBar::new(run.sequences);
    bar.set_style(indicatif::ProgressStyle::with_template(
        "{bar:40} {pos}/{len} sequences, {per_sec}, {eta} left",
    )?);
    let next = AtomicU64::new(run.seed);
    let end = run.seed.saturating_add(run.sequences);
    let stop = AtomicBool::new(false);
    let total = Mutex::new(Counts::default());
    let failure: Mutex<Option<Violation>> = Mutex::new(None);
    let threads = std::thread::available_parallelism()?.get();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut counts = Counts::default();
                while !stop.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        break;
                    }
                    match sequence::run(seed, mix, &rules) {
                        Ok(of_one) => counts.add(of_one),
                        Err(violation) => {
                            stop.store(true, Ordering::Relaxed);
                            *failure.lock().unwrap_or_else(PoisonError::into_inner) =
                                Some(violation);
                        }
                    }
                    bar.inc(1);
                }
                total.lock().unwrap_or_else(PoisonError::into_inner).add(counts);
            });
        }
    });
    bar.finish_and_clear();
    if let Some(violation) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        anyhow::bail!("{violation}\nreplay it with: --sequences 1 --seed {}", violation.seed);
    }
    let counts = total.into_inner().unwrap_or_else(PoisonError::into_inner);
    if run.json {
        println!("{}", serde_json::to_string_pretty(&counts)?);
    } else {
        println!(
            "{} sequences, {} inputs ({} refused), {} disputes ({} closed), {} entries, {} payouts: \
             no violation",
            counts.sequences,
            counts.inputs,
            counts.refused,
            counts.disputes,
            counts.closed,
            counts.entries,
            counts.payouts
        );
    }
    Ok(())
}
