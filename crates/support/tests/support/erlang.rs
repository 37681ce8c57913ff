//! The simulator against theory.

use kernel::{Duration, Rng};
use support::routing::erlang::ErlangA;
use support::routing::simulate::{self, Class, Estimate, Load, Team};
use support::routing::{Rules, Skills};

const RULES: Rules = Rules {
    ageing_points_per_minute: 1,
    critical_from_points: i64::MAX,
    critical_skills: Skills::NONE,
    reserved_seats: 0,
};
const RUNS: u64 = 20;

/// Few and many seats, little and much load.
#[test]
fn it_agrees_with_erlang_a_at_four_operating_points() {
    for (seats, erlangs) in [(5, 4.0), (20, 22.0), (45, 44.0), (95, 94.0)] {
        let (service, patience) = (Duration::from_secs(300), Duration::from_secs(240));
        let arrivals = erlangs / 300.0;
        let load = Load {
            classes: vec![Class {
                name: "all".to_owned(),
                needs: Skills::NONE,
                units: 1,
                points: 0,
                arrivals_per_hour: arrivals * 3_600.0,
                service_mean: service,
                patience_mean: patience,
            }],
            teams: vec![Team { skills: Skills::NONE, capacity_units: 1, seats }],
            surge: None,
            warm_up: Duration::from_hours(2),
            length: Duration::from_hours(60),
            in_time: Duration::from_secs(20),
        };
        let theory = ErlangA { arrivals, service_mean: 300.0, patience_mean: 240.0, seats };
        let theory = theory.stationary().unwrap();
        // Each point has seeds of its own: with the same ones, all would err to the same side.
        let first = u64::from(seats) * 1_000;
        let runs: Vec<_> = (first..first + RUNS)
            .map(|seed| {
                simulate::together(&simulate::run(&load, RULES, Rng::seeded(seed)).unwrap())
            })
            .collect();
        let of = |figure: fn(&simulate::Tally) -> f64| {
            Estimate::of(&runs.iter().map(figure).collect::<Vec<_>>())
        };
        for (name, found, expected) in [
            ("abandoned", of(simulate::Tally::abandoned_share), theory.abandoned),
            ("wait", of(simulate::Tally::wait_mean_seconds), theory.wait_mean),
        ] {
            let z = found.z(expected);
            println!("{seats} seats, {erlangs} Erlang, {name}: {found:?}, {expected:.5}, z {z:.2}");
            assert!(z.abs() < 3.0, "{seats} seats, {name}: {found:?} instead of {expected}");
            assert!(found.standard_error < expected / 10.0, "the runs say too little: {found:?}");
        }
    }
}
