//! The command line: what there is, and who does it.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::commands::{
    assistant, audit, cobrowse, doctor, explain, import, keys, migrate, policy, serve, up, users,
    verify, version, world,
};
use crate::config::{self, Config};
use crate::{run_olist, telemetry};

#[cfg(test)]
mod tests;

/// The open dispute desk for pay-later companies.
#[derive(Debug, Parser)]
#[command(name = "ombud", version, propagate_version = true)]
struct Cli {
    /// Configuration file (TOML); without one, the defaults and the environment
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start with a demo world to look at, and say what to try
    Up(up::Options),
    /// Serve the API, and do what happens beside requests
    Serve,
    /// Take in records from files
    #[command(subcommand)]
    Import(import::Import),
    /// Write a believable demo world as JSON Lines
    World(world::Options),
    /// Run a whole job on real orders and print what came of it
    #[command(subcommand)]
    Run(run_olist::Run),
    /// Explain a dispute's newest decision in plain words
    Explain(explain::Options),
    /// Replay what was decided from the events, and compare every byte
    Replay(verify::ReplayOptions),
    /// Check the books of a tenant from the entries up
    VerifyBooks(verify::BooksOptions),
    /// The audit trail: export it, verify an export offline
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Policies: check files, show what is in force
    #[command(subcommand)]
    Policy(policy::Policy),
    /// The assistant: check its procedures, train it, measure what it understands
    #[command(subcommand)]
    Assistant(assistant::Assistant),
    /// Co-browsing: what agents see, recordings
    #[command(subcommand)]
    Cobrowse(cobrowse::Cobrowse),
    /// Tenants
    #[command(subcommand)]
    Tenant(keys::Tenant),
    /// API keys
    #[command(subcommand)]
    Key(keys::Key),
    /// People who sign in
    #[command(subcommand)]
    User(users::User),
    /// Bring the database's schema up to date
    Migrate,
    /// Copy one store into another, and compare
    MigrateStore(migrate::Options),
    /// Look for what is wrong with this installation; fails when something is
    Doctor(doctor::Options),
    /// Write the OpenAPI document
    Openapi,
    /// The configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// The version
    Version(version::Options),
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Show what is configured
    Show {
        /// Secrets are never shown; this says so
        #[arg(long)]
        redacted: bool,
    },
    /// List what there is to configure
    Keys,
}

/// Does what the command line asks for.
///
/// # Errors
/// What went wrong, with its causes.
pub(crate) fn run() -> Result<ExitCode> {
    let cli = Cli::parse();
    // `ombud explain … | head` ends quietly. A server outlives whoever reads its log.
    if !matches!(cli.command, Command::Up(_) | Command::Serve) {
        sigpipe::reset();
    }
    execute(cli.command, || Config::load(cli.config.as_deref()))
}

fn execute(command: Command, config: impl FnOnce() -> Result<Config>) -> Result<ExitCode> {
    let done = |()| ExitCode::SUCCESS;
    // These need no configuration.
    match &command {
        Command::Openapi => {
            print!("{}", api::openapi_json()?);
            return Ok(ExitCode::SUCCESS);
        }
        Command::Version(options) => return version::run(options).map(done),
        Command::World(options) => return world::run(options).map(done),
        Command::Run(what) => return run_olist::run(what).map(done),
        Command::Audit(audit::Audit::Verify(options)) => return audit::verify(options),
        Command::Policy(policy::Policy::Check(options)) => return policy::check(options).map(done),
        Command::Assistant(assistant::Assistant::Check(options)) => {
            return assistant::check(options);
        }
        Command::Cobrowse(cobrowse::Cobrowse::Tool(tool)) => return cobrowse::tool(tool),
        Command::Config(ConfigCommand::Keys) => {
            print!("{}", config::describe());
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    let config = config()?;
    match command {
        Command::Up(options) => up::run(config, &options).map(done),
        Command::Serve => {
            telemetry::start(&config.log.level, &config.log.format)?;
            serve::run(&config).map(done)
        }
        Command::Import(what) => import::run(&config, &what),
        Command::Explain(options) => explain::run(&config, &options).map(done),
        Command::Replay(options) => verify::replay(&config, &options),
        Command::VerifyBooks(options) => verify::books(&config, &options),
        Command::Audit(audit::Audit::Export(options)) => audit::export(&config, &options).map(done),
        Command::Audit(audit::Audit::Verifier) => audit::verifier(&config).map(done),
        Command::Policy(policy::Policy::Show(options)) => policy::show(&config, &options).map(done),
        Command::Cobrowse(cobrowse::Cobrowse::Recording(what)) => {
            cobrowse::recording(&config, &what).map(done)
        }
        Command::Tenant(what) => keys::tenant(&config, &what).map(done),
        Command::Key(what) => keys::key(&config, &what).map(done),
        Command::User(what) => users::user(&config, &what).map(done),
        Command::Migrate => migrate::migrate(&config).map(done),
        Command::MigrateStore(options) => migrate::copy(&config, &options).map(done),
        Command::Assistant(what) => assistant::run(&config, &what),
        Command::Doctor(options) => doctor::run(config, &options),
        Command::Config(ConfigCommand::Show { .. }) => {
            print!("{}", config.redacted());
            Ok(ExitCode::SUCCESS)
        }
        // Handled above: they need no configuration.
        Command::Openapi
        | Command::Version(_)
        | Command::World(_)
        | Command::Run(_)
        | Command::Audit(audit::Audit::Verify(_))
        | Command::Policy(policy::Policy::Check(_))
        | Command::Cobrowse(cobrowse::Cobrowse::Tool(_))
        | Command::Config(ConfigCommand::Keys) => Ok(ExitCode::SUCCESS),
    }
}
