//! The acceptance scenarios S1–S12 and S14 over HTTP, on both engines: exact states, balances,
//! schedules, clocks and letters. Each is told once; told twice with its feed in any order; and told
//! to a process that dies under every request.
//!
//! S13 (complaints) is held by `app`'s own tests. S15 waits for the cases of the fraud part; its
//! clocks and filters are held by `compliance`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use store::testkit::TestDatabase;
use support::file::Scenario;
use support::run::{Way, run};

fn scenarios() -> Vec<Scenario> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    paths.iter().map(read).collect()
}

fn all(way: Way, database: impl Fn() -> Option<TestDatabase>) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (mut ran, mut failures) = (0, Vec::new());
    for scenario in scenarios() {
        let scenario = std::sync::Arc::new(scenario);
        for variant in scenario.variants() {
            let Some(database) = database() else {
                eprintln!("skipped: no PostgreSQL found; `cargo xtask test` gets one");
                return;
            };
            let told = std::sync::Arc::clone(&scenario);
            let run = runtime.spawn(async move { run(&told, &variant, way, database).await });
            if let Err(failure) = runtime.block_on(run) {
                let said = failure.into_panic();
                let words = said.downcast_ref::<String>().cloned();
                failures.push(words.unwrap_or_else(|| "a panic without words".to_owned()));
            }
            ran += 1;
        }
    }
    assert!(failures.is_empty(), "{} of {ran} failed:\n{}", failures.len(), failures.join("\n"));
    assert!(ran >= 25, "only {ran} scenarios ran");
}

#[test]
fn every_scenario_on_sqlite() {
    all(Way::Once, || TestDatabase::sqlite().ok());
}

#[test]
fn every_scenario_on_postgresql() {
    all(Way::Once, || TestDatabase::postgres().unwrap());
}

#[test]
fn every_scenario_told_twice_and_shuffled_on_sqlite() {
    all(Way::TwiceAndShuffled, || TestDatabase::sqlite().ok());
}

#[test]
fn every_scenario_told_twice_and_shuffled_on_postgresql() {
    all(Way::TwiceAndShuffled, || TestDatabase::postgres().unwrap());
}

#[test]
fn every_scenario_told_to_a_process_that_dies_on_sqlite() {
    all(Way::Crashing, || TestDatabase::sqlite().ok());
}

#[test]
fn every_scenario_told_to_a_process_that_dies_on_postgresql() {
    all(Way::Crashing, || TestDatabase::postgres().unwrap());
}
