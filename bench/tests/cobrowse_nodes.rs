//! Co-browsing on two nodes, in a small size: consents end at the other node, and a node is killed.

use bench::cobrowse_nodes::{Options, observe};
use bench::server::Program;

#[test]
fn sessions_outlive_their_node_and_no_ended_consent_delivers() {
    let program = Program::at(env!("CARGO_BIN_EXE_bench"));
    match observe(&program, &Options { sessions: 8, ended: 3, nats: None }).unwrap() {
        Some(observed) => {
            println!("{observed:?}");
            observed.check().unwrap();
        }
        None => eprintln!("skipped: no PostgreSQL found; run `cargo xtask test`, which gets one"),
    }
}
