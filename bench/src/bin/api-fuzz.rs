//! Fuzzes every operation of the API from its OpenAPI description.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use bench::fuzz::{self, Options};
use bench::server::{self, NodeOptions};
use clap::{Parser, Subcommand};

/// Names the schemathesis to run; `cargo xtask test` installs one and sets it.
const VARIABLE: &str = "OMBUD_TEST_SCHEMATHESIS";

/// Fuzzes every operation of the API; fails on any 5xx and on any answer the description lacks.
#[derive(Debug, Parser)]
#[command(name = "api-fuzz")]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Debug, Subcommand)]
enum Part {
    /// The node under test
    #[command(hide = true)]
    Node(NodeOptions),
}

fn main() -> Result<ExitCode> {
    let cli = Cli::parse();
    if let Some(Part::Node(options)) = cli.part {
        return server::run(&options).map(|()| ExitCode::SUCCESS);
    }
    #[expect(clippy::disallowed_methods, reason = "the test set-up tells tools their place so")]
    let told = std::env::var(VARIABLE);
    let schemathesis = told.map_or_else(|_| PathBuf::from("schemathesis"), PathBuf::from);
    let clean = fuzz::run(&cli.options, &schemathesis)?;
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
