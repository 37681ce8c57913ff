//! A slice of the long run, in every test run. The whole is
//! `cargo run --release -p sim -- service --seeds N`.
#![allow(clippy::unwrap_used, clippy::panic)]

use sim::service::{self, Counts, Sabotage, Setup};

/// In how many seeds sabotage must be seen.
const SABOTAGED_SEEDS_MAX: u64 = 4;
/// Seeds in the test run.
const SEEDS: u64 = 20;

#[test]
fn no_promise_breaks_whatever_goes_wrong() {
    let setup = Setup::shipped().unwrap();
    let mut counts = Counts::default();
    for seed in 1..=SEEDS {
        match service::run(seed, &setup) {
            Ok(outcome) => counts.add(&outcome.counts),
            Err(failure) => panic!("{failure}"),
        }
    }
    // The run is only worth something if things happen in it.
    assert!(counts.disputes > SEEDS, "{counts:?}");
    assert!(counts.payouts > SEEDS, "{counts:?}");
    assert!(counts.crashes_after_commit > SEEDS, "{counts:?}");
    assert!(counts.crashes_around_the_provider > 0 && counts.fenced > 0, "{counts:?}");
}

#[test]
fn a_service_that_breaks_a_promise_is_found_out() {
    for (sabotage, promise) in Sabotage::ALL {
        let mut setup = Setup::shipped().unwrap();
        setup.sabotage = Some(sabotage);
        let found = (1..=SABOTAGED_SEEDS_MAX).find_map(|seed| service::run(seed, &setup).err());
        let failure = found.unwrap_or_else(|| panic!("{sabotage:?} was not found out"));
        assert!(failure.broken.what.starts_with(promise), "{sabotage:?}: {failure}");
    }
}

#[test]
fn the_same_seed_gives_the_same_run_to_the_last_byte() {
    let setup = Setup::shipped().unwrap();
    let first = service::run(77, &setup).unwrap();
    let second = service::run(77, &setup).unwrap();
    assert_eq!(first, second);
    assert_ne!(first.digest, service::run(78, &setup).unwrap().digest);
}
