//! `cargo xtask bench`: the benchmarks by name, as text or as JSON.

use std::process::ExitCode;

use anyhow::Result;
use bench::machine::Machine;
use bench::server::{self, NodeOptions};
use bench::{
    Report, audit, cobrowse_nodes, decisions, desk, encoder, import, nodes, routing, service, tau2,
    turns, understanding, year,
};
use clap::{Parser, Subcommand};

/// Measures Ombud on this machine, each figure beside a peer measured in the same run.
#[derive(Debug, Parser)]
#[command(name = "bench")]
struct Cli {
    /// Print the results as JSON instead of text
    #[arg(long, global = true)]
    json: bool,
    /// Fail when a goal of speed is missed (a wrong result always fails)
    #[arg(long, global = true)]
    strict: bool,
    /// All of them, one after the other, when left out
    #[command(subcommand)]
    which: Option<Which>,
}

#[derive(Debug, Clone, Subcommand)]
enum Which {
    /// Decisions per second on one core, with the trace that replays them
    Decisions(decisions::Options),
    /// 100,000 disputes over a simulated year in five jurisdictions, no clock missed
    Year(year::Options),
    /// Entries of an exported audit trail verified per second
    Audit(audit::Options),
    /// Dispute intakes per second over HTTP, durable, on both storage engines
    Service(service::Options),
    /// Three nodes on one PostgreSQL: one killed, one paused past its lease
    Nodes(nodes::Options),
    /// Co-browsing on two nodes: consents ended at the other one, and a node killed
    CobrowseNodes(cobrowse_nodes::Options),
    /// The router of contacts: against theory, its speed, and what a reserve does
    Routing(routing::Options),
    /// Conversations in real time: messages, watchers, idle sockets, and what must hold in races
    Desk(desk::Options),
    /// Messages of another desk imported per second, on both storage engines, and explained
    Import(import::Options),
    /// A message as a vector, on one thread, beside ONNX Runtime
    Encoder(encoder::Options),
    /// Tasks of the public tau2 benchmark (banking) that the procedures solve
    Tau2(tau2::Options),
    /// A message understood, on one thread, with the encoder and by n-grams alone
    Understanding(understanding::Options),
    /// Whole turns of the assistant, with the encoder, the log and the books, on both storage engines
    Turns(turns::Options),
    /// A node, for the benchmarks that need one as a process of its own
    #[command(hide = true)]
    Node(NodeOptions),
    /// A payment provider, likewise
    #[command(hide = true)]
    Provider,
}

fn main() -> Result<ExitCode> {
    let cli = Cli::parse();
    match &cli.which {
        Some(Which::Node(options)) => return server::run(options).map(|()| ExitCode::SUCCESS),
        Some(Which::Provider) => return server::provider::run().map(|()| ExitCode::SUCCESS),
        _ => {}
    }
    let machine = Machine::measure(&std::env::temp_dir())?;
    let chosen = match cli.which {
        Some(which) => vec![which],
        None => all(),
    };
    let mut reports = Vec::new();
    for which in chosen {
        let Some(report) = run(&which, &machine)? else { continue };
        if !cli.json {
            println!("{report}");
        }
        reports.push(report);
    }
    if cli.json {
        println!("{}", serde_json::to_string_pretty(&reports)?);
    }
    let met = reports.iter().all(Report::goals_met);
    Ok(if met || !cli.strict { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Every benchmark with its own defaults, in the order of the help.
fn all() -> Vec<Which> {
    let names = [
        "decisions",
        "year",
        "audit",
        "service",
        "nodes",
        "cobrowse-nodes",
        "routing",
        "desk",
        "import",
        "encoder",
        "tau2",
        "understanding",
        "turns",
    ];
    names.into_iter().filter_map(|name| Cli::try_parse_from(["bench", name]).ok()?.which).collect()
}

/// The report, or nothing where the machine lacks what it takes.
fn run(which: &Which, machine: &Machine) -> Result<Option<Report>> {
    let report = match which {
        Which::Decisions(options) => Some(decisions::run(options, machine)?),
        Which::Year(options) => Some(year::run(options, machine)?),
        Which::Audit(options) => Some(audit::run(options, machine)?),
        Which::Service(options) => Some(service::run(options, machine)?),
        Which::Nodes(options) => nodes::run(options, machine)?,
        Which::CobrowseNodes(options) => cobrowse_nodes::run(options, machine)?,
        Which::Routing(options) => Some(routing::run(options, machine)?),
        Which::Desk(options) => Some(desk::run(options, machine)?),
        Which::Encoder(options) => Some(encoder::run(options, machine)?),
        Which::Understanding(options) => Some(understanding::run(options, machine)?),
        Which::Turns(options) => Some(turns::run(options, machine)?),
        // It says itself what it lacks.
        Which::Import(options) => return import::run(options, machine),
        Which::Tau2(options) => return tau2::run(options, machine),
        Which::Node(_) | Which::Provider => None,
    };
    if report.is_none() {
        eprintln!("skipped: PostgreSQL is not installed; `cargo xtask test` gets one");
    }
    Ok(report)
}
