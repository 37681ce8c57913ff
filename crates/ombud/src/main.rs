//! `ombud`: the one program. It reads configuration, wires the parts, starts and stops them.
//!
//! The only place that reads the machine's clock, its randomness and its environment. It holds no
//! rule about disputes or money: each subcommand calls the use cases of `app`.

use std::process::ExitCode;

mod assistant;
mod cli;
mod commands;
mod config;
mod host;
mod learning;
mod node;
mod run_olist;
mod telemetry;

fn main() -> ExitCode {
    match cli::run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("ombud: {error:#}");
            ExitCode::FAILURE
        }
    }
}
