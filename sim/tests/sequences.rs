//! A slice of the long runs, in every test run. The whole is
//! `cargo run --release -p sim -- invariants` and `… leakage`.
#![allow(clippy::unwrap_used, clippy::panic)]

use sim::sequence::{self, Counts, Mix};

/// Sequences per mix in the test run.
const SEQUENCES: u64 = 15_000;

fn run(mix: Mix) -> Counts {
    let rules = app::Bundle::shipped().load().unwrap();
    let mut counts = Counts::default();
    for seed in 1..=SEQUENCES {
        match sequence::run(seed, mix, &rules) {
            Ok(of_one) => counts.add(of_one),
            Err(violation) => panic!("{violation}"),
        }
    }
    counts
}

#[test]
fn no_invariant_breaks_in_random_lives() {
    let counts = run(Mix::All);
    // The run is only worth something if things happen in it.
    assert!(counts.disputes > SEQUENCES / 2, "{counts:?}");
    assert!(counts.payouts > SEQUENCES / 2, "{counts:?}");
}

#[test]
fn no_minor_unit_leaks_between_the_ways_back() {
    let counts = run(Mix::Money);
    assert!(counts.disputes > SEQUENCES / 2, "{counts:?}");
}
