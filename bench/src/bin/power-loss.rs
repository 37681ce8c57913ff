//! Cuts the power under a working node, again and again, and looks for what was acknowledged.

use anyhow::Result;
use bench::power_loss::{self, Options};
use bench::server::{self, NodeOptions};
use clap::{Parser, Subcommand};

/// Cuts the power under a working node and checks that nothing acknowledged is lost. Needs root.
#[derive(Debug, Parser)]
#[command(name = "power-loss")]
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

fn main() -> Result<()> {
    let cli = Cli::parse();
    match cli.part {
        Some(Part::Node(options)) => server::run(&options),
        None => power_loss::run(&cli.options),
    }
}
