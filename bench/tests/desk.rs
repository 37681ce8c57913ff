//! Conversations in real time, in a small size: races, disconnects and a killed server on both engines.

use bench::desk::{Options, measure};
use bench::machine::Machine;
use bench::server::Program;

#[test]
fn nothing_is_lost_doubled_or_said_after_a_person() {
    let program = Program::at(env!("CARGO_BIN_EXE_bench"));
    let machine = Machine::measure(&std::env::temp_dir()).unwrap();
    let options = Options {
        messages: 200,
        conversations: 20,
        seconds: 1,
        wide_messages: 40,
        peer_messages: 1,
        idle: 100,
        trials: 160,
        requests: 40,
        disconnects: 40,
        engine: None,
    };
    let report = measure(&program, &options, &machine).unwrap();
    assert!(report.figures.iter().any(|figure| figure.name.starts_with("SQLite: events read")));
}
