//! Routing: the simulator against Erlang-A, how fast it is, what a reserve does to critical work, and
//! how long a decision takes with 5,000 waiting and 500 seats.
//!
//! The load is the published one of the design: 40 seats, 32.8 Erlang, 8 % critical, 11 seats that
//! can take critical work, mean service 300 s, mean patience 240 s, 20 seeds, 9 hours each.

use anyhow::{Context as _, Result};
use kernel::{Duration, Rng, Timestamp};
use support::routing::erlang::ErlangA;
use support::routing::simulate::{self, Class, Estimate, Load, Tally, Team};
use support::routing::{Contact, Router, Rules, Seat, SkillTable, Skills};

use crate::latency::Latencies;
use crate::machine::Machine;
use crate::progress;
use crate::report::{Figure, Report};
use crate::stopwatch::{Stopwatch, per_second};

/// Seats and Erlangs at which the simulator is held against theory.
const OPERATING_POINTS: [(u32, f64); 4] = [(5, 4.0), (20, 22.0), (45, 44.0), (95, 94.0)];
const SERVICE_SECONDS: f64 = 300.0;
const PATIENCE_SECONDS: f64 = 240.0;

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Runs of each setting, each with its own seed
    #[arg(long, default_value_t = 20)]
    pub runs: u64,
    /// Hours of each run that is held against theory
    #[arg(long, default_value_t = 200)]
    pub hours: i64,
    /// Contacts that wait while decisions are timed
    #[arg(long, default_value_t = 5_000)]
    pub waiting: u64,
    /// Seats while decisions are timed
    #[arg(long, default_value_t = 500)]
    pub seats: u32,
    /// The first seed
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// Runs all four parts.
///
/// # Errors
/// When a load is refused.
pub fn run(options: &Options, machine: &Machine) -> Result<Report> {
    let mut report =
        Report::new("routing", "the router against theory, and what a reserve does", machine);
    theory(options, &mut report)?;
    reserve(options, &mut report)?;
    decisions(options, &mut report)?;
    Ok(report)
}

fn theory(options: &Options, report: &mut Report) -> Result<()> {
    let (mut contacts, watch) = (0, Stopwatch::start());
    let mut figures = Vec::new();
    for (seats, erlangs) in OPERATING_POINTS {
        progress::say(&format!("{seats} seats, {erlangs} Erlang"));
        let all = class("all", Skills::NONE, 0, erlangs);
        let team = Team { skills: Skills::NONE, capacity_units: 1, seats };
        let load = load(vec![all], vec![team], Duration::from_hours(options.hours));
        let tallies = runs(options, &load, rules(Skills::NONE, 0))?;
        let tallies: Vec<Tally> = tallies.iter().map(|run| simulate::together(run)).collect();
        contacts += tallies.iter().map(|tally| tally.offered).sum::<u64>();
        let arrivals = erlangs / SERVICE_SECONDS;
        let expected = ErlangA {
            arrivals,
            service_mean: SERVICE_SECONDS,
            patience_mean: PATIENCE_SECONDS,
            seats,
        };
        let expected = expected.stationary().context("a load without a long run")?;
        let abandoned = estimate(&tallies, Tally::abandoned_share);
        let wait = estimate(&tallies, Tally::wait_mean_seconds);
        figures.push(
            Figure::new(format!("{seats} seats: gave up"), abandoned.mean * 100.0, "%")
                .beside("Erlang-A", expected.abandoned * 100.0),
        );
        figures.push(
            Figure::new("  standard errors apart", abandoned.z(expected.abandoned).abs(), "")
                .at_most(3.0),
        );
        figures.push(
            Figure::new(format!("{seats} seats: mean wait"), wait.mean, "s")
                .beside("Erlang-A", expected.wait_mean),
        );
        figures.push(
            Figure::new("  standard errors apart", wait.z(expected.wait_mean).abs(), "")
                .at_most(3.0),
        );
    }
    let per_minute = per_second(contacts, watch.elapsed()) * 60.0;
    figures.into_iter().for_each(|figure| report.add(figure));
    report.add(Figure::count("contacts held against theory", contacts));
    report.add(Figure::new("contacts simulated", per_minute, "/min").at_least(1e6));
    Ok(())
}

/// The published load, with 0 to 3 seats kept free.
fn reserve(options: &Options, report: &mut Report) -> Result<()> {
    let table = SkillTable::new(["chat", "critical"])?;
    let (chat, critical) = (table.set(["chat"])?, table.set(["critical"])?);
    let classes =
        vec![class("critical", critical, 100, 32.8 * 0.08), class("other", chat, 0, 32.8 * 0.92)];
    let teams = vec![
        Team { skills: chat.with(critical), capacity_units: 1, seats: 11 },
        Team { skills: chat, capacity_units: 1, seats: 29 },
    ];
    let load = load(classes, teams, Duration::from_hours(9));
    for reserved in 0..=3 {
        progress::say(&format!("{reserved} seats kept free"));
        let runs = runs(options, &load, rules(critical, reserved))?;
        let first: Vec<Tally> = runs.iter().filter_map(|run| run.first()).copied().collect();
        let all: Vec<Tally> = runs.iter().map(|run| simulate::together(run)).collect();
        let goals = reserved == 2;
        let percent = |name: &str, of: Estimate| {
            let name = format!("reserve {reserved}: {name} (± {:.1})", of.standard_error * 100.0);
            Figure::new(name, of.mean * 100.0, "%")
        };
        let in_time = percent("critical within 20 s", estimate(&first, Tally::in_time_share));
        report.add(if goals { in_time.at_least(95.0) } else { in_time });
        let gave_up = percent("critical gave up", estimate(&first, Tally::abandoned_share));
        report.add(if goals { gave_up.at_most(1.0) } else { gave_up });
        let of_all = percent("all within 20 s", estimate(&all, Tally::in_time_share));
        report.add(if goals { of_all.at_least(85.0) } else { of_all });
    }
    Ok(())
}

/// A full queue in which every seat is busy: one ends a contact and gets the next.
fn decisions(options: &Options, report: &mut Report) -> Result<()> {
    let names: Vec<String> = (0..24).map(|number| format!("skill-{number}")).collect();
    let table = SkillTable::new(names.iter().map(String::as_str))?;
    let mut rng = Rng::seeded(options.seed);
    let mut router = Router::new(rules(table.set(["skill-0"])?, 20));
    let start = Timestamp::from_millis(1_800_000_000_000);
    for seat in 0..options.seats {
        let skills = some(&mut rng, &table, &names, 8)?;
        let seat_state =
            Seat { skills, capacity_units: 4, used_units: 4, takes: true, idle_since: start };
        router.put_seat(seat, seat_state);
    }
    for contact in 0..options.waiting {
        let needs = some(&mut rng, &table, &names, 2)?;
        router.wait(contact, Contact { needs, units: 1, points: 0, waiting_since: start });
    }
    let mut taken = Vec::new();
    let mut next = options.waiting;
    for round in 0..20_000_i64 {
        let now = start.plus(Duration::from_millis(round));
        let seat = rng.below(options.seats.into()) as u32;
        let watch = Stopwatch::start();
        router.release(seat, 1, now);
        let offer = router.offer(now);
        taken.push(watch.elapsed());
        // The queue stays as long as it is.
        if offer.is_some() {
            let needs = some(&mut rng, &table, &names, 2)?;
            router.wait(next, Contact { needs, units: 1, points: 0, waiting_since: now });
            next += 1;
        }
    }
    let taken = Latencies::new(taken);
    report.add(Figure::count("waiting while decisions were timed", router.waiting() as u64));
    report.add(Figure::new("decision p50", taken.micros_at(0.5), "µs"));
    report.add(Figure::new("decision p99", taken.millis_at(0.99), "ms").at_most(5.0));
    Ok(())
}

/// One to `most` skills.
fn some(rng: &mut Rng, table: &SkillTable, names: &[String], most: i64) -> Result<Skills> {
    let count = rng.between(1, most);
    let chosen: Vec<&str> =
        (0..count).filter_map(|_| rng.pick(names)).map(String::as_str).collect();
    Ok(table.set(chosen)?)
}

fn class(name: &str, needs: Skills, points: i64, erlangs: f64) -> Class {
    Class {
        name: name.to_owned(),
        needs,
        units: 1,
        points,
        arrivals_per_hour: erlangs / SERVICE_SECONDS * 3_600.0,
        service_mean: Duration::from_millis((SERVICE_SECONDS * 1e3) as i64),
        patience_mean: Duration::from_millis((PATIENCE_SECONDS * 1e3) as i64),
    }
}

fn load(classes: Vec<Class>, teams: Vec<Team>, length: Duration) -> Load {
    let warm_up = Duration::from_hours(1);
    let in_time = Duration::from_secs(20);
    Load { classes, teams, surge: None, warm_up, length, in_time }
}

fn rules(critical_skills: Skills, reserved_seats: u32) -> Rules {
    Rules {
        ageing_points_per_minute: 1,
        critical_from_points: 100,
        critical_skills,
        reserved_seats,
    }
}

fn runs(options: &Options, load: &Load, rules: Rules) -> Result<Vec<Vec<Tally>>> {
    (options.seed..options.seed + options.runs)
        .map(|seed| Ok(simulate::run(load, rules, Rng::seeded(seed))?))
        .collect()
}

fn estimate(tallies: &[Tally], figure: fn(&Tally) -> f64) -> Estimate {
    Estimate::of(&tallies.iter().map(figure).collect::<Vec<_>>())
}
