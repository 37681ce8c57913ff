//! Three nodes on one PostgreSQL, in a small size: one is killed, one paused past its lease.

use bench::nodes::{Options, observe};
use bench::server::Program;

#[test]
fn a_dead_and_a_late_node_do_no_harm() {
    let program = Program::at(env!("CARGO_BIN_EXE_bench"));
    let options = Options { calm_seconds: 2, orders: 2_000, clients: 1 };
    match observe(&program, &options).unwrap() {
        Some(observed) => observed.check().unwrap(),
        None => eprintln!("skipped: no PostgreSQL found; run `cargo xtask test`, which gets one"),
    }
}
