//! `ombud run olist DIR`: the main job on real orders. Takes in the Olist orders as they became
//! known, opens the disputes that happened in them, lets synthetic merchants answer, decides all of
//! them on a virtual clock through the same use cases as the service, and scores the decisions
//! against what the data shows later (`docs/backtest.md`).
//!
//! Progress goes to the standard error, the result to the standard output. It must never reach a
//! real payment provider, and never write outside its own store and the report it is asked for.

mod course;
mod deeds;
mod desk;
mod html;
mod life;
mod plots;
mod queue;
mod report;
mod table;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use app::ledger;
use clap::{Args, Subcommand, ValueEnum};
use commerce::FrameworkChoice;
use commerce::olist::Olist;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use kernel::{Currency, Timestamp};
use store::SqliteLocation;
use world::backtest::{Backtest, Behaviour, RunFacts, score};

use course::Course;
use desk::Desk;
use report::{Money, Report, TRUTH, Work, days_to_resolve, opened_by_month};

/// Accounts read at the end.
const ACCOUNTS_MAX: u32 = 10_000_000;

/// Jobs that run to their end and print what came of it.
#[derive(Debug, Subcommand)]
pub(crate) enum Run {
    /// The disputes of the public Olist orders, decided and scored
    Olist(Options),
}

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The folder with the CSV files of Olist
    dir: PathBuf,
    /// Print one JSON object instead of the tables
    #[arg(long)]
    json: bool,
    /// Write an HTML report with plots
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// What the synthetic parties draw from: the same seed gives the same run
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Keep the store in this new SQLite file, every step made durable (default: in memory)
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// The rules disputes are opened under
    #[arg(long, value_enum, default_value_t = Framework::ByDate)]
    framework: Framework,
}

/// Which rules disputes are opened under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Framework {
    /// Those of their own time: the orders are of 2016 to 2018
    ByDate,
    /// Dialogue first, no appeal (Klarna's Disputes API V3)
    #[value(name = "2020")]
    F2020,
    /// Evidence at once, and an appeal (V4, since November 2026)
    #[value(name = "2026")]
    F2026,
}

impl Framework {
    const fn choice(self) -> Option<FrameworkChoice> {
        match self {
            Self::ByDate => None,
            Self::F2020 => Some(FrameworkChoice::Framework2020),
            Self::F2026 => Some(FrameworkChoice::Framework2026),
        }
    }

    fn words(self) -> String {
        match self {
            Self::ByDate => "framework by date".to_owned(),
            Self::F2020 => "framework 2020".to_owned(),
            Self::F2026 => "framework 2026".to_owned(),
        }
    }
}

/// Runs the job and prints its result.
///
/// # Errors
/// When the folder cannot be read, the store fails, or the report cannot be written.
pub(crate) fn run(run: &Run) -> Result<()> {
    let Run::Olist(options) = run;
    let report = measure(options, ProgressDrawTarget::stderr())?;
    if let Some(path) = &options.report {
        let page = html::page(&report)?;
        std::fs::write(path, page)
            .with_context(|| format!("cannot write the report {}", path.display()))?;
        eprintln!("report: {}", path.display());
    }
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{}", table::text(&report)?);
    }
    Ok(())
}

/// The whole job, without printing.
fn measure(options: &Options, progress: ProgressDrawTarget) -> Result<Report> {
    check_places(options)?;
    let watch = Stopwatch::start();
    let olist = Olist::open(&options.dir)?;
    let backtest = Backtest::new(&olist, options.seed, Behaviour::default())?;
    let mut work = Work {
        orders_in_files: olist.orders_total(),
        records_refused_by_reader: olist.rejects().len() as u64,
        seconds_reading: watch.seconds(),
        ..Work::default()
    };
    let begins_at = backtest.seen().first().map_or(Timestamp::EPOCH, |seen| seen.known_at);
    let location = options.data.clone().map_or(SqliteLocation::Memory, SqliteLocation::File);
    let desk = Desk::open(location, begins_at, options.seed)?;
    let bar = bar(progress)?;
    let watch = Stopwatch::start();
    let course = Course::new(backtest, options.seed, options.framework.choice());
    let course = play(&desk, course, &bar)?;
    work.seconds_running = watch.seconds();
    let orders = olist.truths().count() as u64;
    let report = conclude(&desk, &course, options, orders, work)?;
    bar.finish_and_clear();
    desk.close();
    Ok(report)
}

/// Refuses at once what would otherwise fail after the run.
fn check_places(options: &Options) -> Result<()> {
    let dir = &options.dir;
    ensure!(
        dir.is_dir(),
        "{} is no folder: give the one with the eight CSV files of Olist",
        dir.display()
    );
    for (flag, file) in [("--report", &options.report), ("--data", &options.data)] {
        let Some(file) = file else { continue };
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        ensure!(
            folder.is_none_or(Path::is_dir) && !file.is_dir(),
            "{flag} {}: give a file in a folder that exists",
            file.display()
        );
    }
    Ok(())
}

/// Lets everything happen, to the end.
fn play(desk: &Desk, mut course: Course, bar: &ProgressBar) -> Result<Course> {
    bar.set_length(course.length());
    while !course.has_ended() {
        course = desk.turn(course)?;
        desk.pay()?;
        hand_in_files(desk, &mut course)?;
        bar.set_position(course.position());
        let day: String = desk.now().to_string().chars().take("2018-01-01".len()).collect();
        bar.set_message(day);
    }
    desk.settle()?;
    Ok(course)
}

/// Uploads what the next deed hands in.
fn hand_in_files(desk: &Desk, course: &mut Course) -> Result<()> {
    let Some((who, at, drafts)) = course.waiting_for_files(desk.seats())? else { return Ok(()) };
    desk.set_clock(at.max(desk.now()));
    let upload = |draft: &world::EvidenceDraft| {
        draft.file.as_ref().map(|file| desk.upload(&who, file)).transpose()
    };
    let files = drafts.iter().map(upload).collect::<Result<Vec<_>>>()?;
    course.hand_in(&files);
    Ok(())
}

/// Checks the books and scores the outcomes.
fn conclude(
    desk: &Desk,
    course: &Course,
    options: &Options,
    orders: u64,
    mut work: Work,
) -> Result<Report> {
    let watch = Stopwatch::start();
    let books = desk.read(ledger::verify_books)?;
    let balances = desk.read(|s| {
        let tenant = s.tenant().clone();
        Ok(store::ledger::balances(s.tx(), &tenant, "", ACCOUNTS_MAX)?)
    })?;
    let payouts = desk.read(app::payouts::sums)?;
    let money = Money::new(&balances, &books, &payouts, desk.sent_by_provider_minor());
    work.seconds_checking = watch.seconds();
    work.records = course.counts.records;
    work.timers_fired = course.counts.timers;
    work.deeds = course.counts.deeds;
    work.refused = course.counts.refused.clone();
    let outcomes = course.outcomes();
    work.store_is_durable = options.data.is_some();
    let facts =
        RunFacts { orders, ledger_balanced: money.is_balanced(), seconds: work.seconds_running };
    Ok(Report {
        summary: score(&course.backtest, &outcomes, facts),
        seed: options.seed,
        framework: options.framework.words(),
        currency: Currency::BRL,
        money,
        rules: course.rules(),
        opened_by_month: opened_by_month(&course.backtest),
        days_to_resolve: days_to_resolve(&course.backtest, &outcomes),
        work,
        truth: TRUTH,
    })
}

fn bar(target: ProgressDrawTarget) -> Result<ProgressBar> {
    let bar = ProgressBar::with_draw_target(None, target);
    let style = "{msg} [{wide_bar}] {pos}/{len} records and disputes, {eta} left";
    bar.set_style(ProgressStyle::with_template(style)?.progress_chars("=> "));
    Ok(bar)
}

/// The machine's time, for what is measured; no result depends on it.
#[derive(Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "how long the run takes is a result")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}
