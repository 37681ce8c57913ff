//! `cargo run --release -p sim -- <invariants|leakage|service>`: see the crate's text.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use clap::{Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use sim::oracle::Violation;
use sim::sequence::{self, Counts, Mix};
use sim::service;

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
    /// The whole service on a virtual clock, under crashes, lost answers and all the rest.
    Service(Seeds),
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

#[derive(Debug, clap::Args)]
struct Seeds {
    /// How many runs, each with its own seed.
    #[arg(long, default_value_t = 200)]
    seeds: u64,
    /// The first seed; a failing one is printed and can be given here with `--seeds 1`.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many of the last steps to tell of when a promise breaks.
    #[arg(long, default_value_t = 30)]
    steps: usize,
    /// Prints the counts as JSON.
    #[arg(long)]
    json: bool,
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().what {
        What::Invariants(run) => sequences(&run, Mix::All),
        What::Leakage(run) => sequences(&run, Mix::Money),
        What::Service(seeds) => whole_service(&seeds),
    }
}

/// Seeds handed out to threads, until one fails.
struct Queue {
    next: AtomicU64,
    end: u64,
    stop: AtomicBool,
}

impl Queue {
    const fn new(first: u64, count: u64) -> Self {
        let end = first.saturating_add(count);
        Self { next: AtomicU64::new(first), end, stop: AtomicBool::new(false) }
    }

    fn take(&self) -> Option<u64> {
        if self.stop.load(Ordering::Relaxed) {
            return None;
        }
        let seed = self.next.fetch_add(1, Ordering::Relaxed);
        (seed < self.end).then_some(seed)
    }

    fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

fn progress(count: u64, what: &str) -> anyhow::Result<ProgressBar> {
    let bar = ProgressBar::new(count);
    let text = format!("{{bar:40}} {{pos}}/{{len}} {what}, {{per_sec}}, {{eta}} left");
    bar.set_style(ProgressStyle::with_template(&text)?);
    Ok(bar)
}

fn sequences(run: &Run, mix: Mix) -> anyhow::Result<()> {
    let rules = app::Bundle::shipped().load()?;
    let bar = progress(run.sequences, "sequences")?;
    let queue = Queue::new(run.seed, run.sequences);
    let total = Mutex::new(Counts::default());
    let failure: Mutex<Option<Violation>> = Mutex::new(None);
    let threads = std::thread::available_parallelism()?.get();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut counts = Counts::default();
                while let Some(seed) = queue.take() {
                    match sequence::run(seed, mix, &rules) {
                        Ok(of_one) => counts.add(of_one),
                        Err(violation) => {
                            queue.stop();
                            *locked(&failure) = Some(violation);
                        }
                    }
                    bar.inc(1);
                }
                locked(&total).add(counts);
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

/// Each run is one thread of its own world; as many side by side as there are cores.
fn whole_service(run: &Seeds) -> anyhow::Result<()> {
    let mut setup = service::Setup::shipped()?;
    setup.steps_told = run.steps;
    let bar = progress(run.seeds, "seeds")?;
    let queue = Queue::new(run.seed, run.seeds);
    let total = Mutex::new(service::Counts::default());
    let failure: Mutex<Option<service::Failure>> = Mutex::new(None);
    let threads = std::thread::available_parallelism()?.get();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(seed) = queue.take() {
                    match service::run(seed, &setup) {
                        Ok(outcome) => locked(&total).add(&outcome.counts),
                        Err(found) => {
                            queue.stop();
                            *locked(&failure) = Some(found);
                        }
                    }
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    if let Some(found) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        anyhow::bail!("{found}\nreplay it with: --seeds 1 --seed {}", found.seed);
    }
    let counts = total.into_inner().unwrap_or_else(PoisonError::into_inner);
    if run.json {
        println!("{}", serde_json::to_string_pretty(&counts)?);
    } else {
        print_counts(&counts);
    }
    Ok(())
}

fn print_counts(counts: &service::Counts) {
    let c = counts;
    println!("{} seeds, {} orders: no promise broken", c.seeds, c.orders);
    println!(
        "requests   {} different, {} sent, {} answered from memory, {} refused",
        c.requests, c.sent, c.replayed, c.refused
    );
    println!(
        "crashes    {} before a commit, {} after it, {} around the provider; {} restarts, \
         {} nodes fenced off, {} lost races",
        c.crashes_before_commit,
        c.crashes_after_commit,
        c.crashes_around_the_provider,
        c.restarts,
        c.fenced,
        c.lost_races
    );
    println!(
        "orders     {} events, {} disputes, {} decisions; {} timers fired, {} handed over again",
        c.events, c.disputes, c.decisions, c.timers_fired, c.timers_repeated
    );
    println!(
        "payouts    {}, of which {} failed and {} are shown as unknown; {} calls, {} lost answers",
        c.payouts, c.payouts_failed, c.payouts_unknown, c.provider_calls, c.lost_answers
    );
    println!(
        "webhooks   {} events, {} came again; {} audit entries",
        c.webhooks, c.webhooks_repeated, c.audit_entries
    );
    let moved = c
        .moved_minor
        .iter()
        .map(|(currency, minor)| kernel::Money { minor: *minor, currency: *currency }.to_string());
    println!("money      {} by the provider's own book", moved.collect::<Vec<_>>().join(", "));
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
