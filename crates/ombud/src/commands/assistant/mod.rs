//! `ombud assistant`: check procedures, and measure what is understood.

mod check;
mod eval;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Assistant {
    /// Check a folder of procedures laid out like `policy/assistant`; fails when something is wrong
    Check(check::Options),
    /// Measure on labelled texts how well the assistant understands
    Eval(eval::Options),
}

pub(crate) fn run(what: &Assistant) -> Result<ExitCode> {
    match what {
        Assistant::Check(options) => check::run(options),
        Assistant::Eval(options) => eval::run(options).map(|()| ExitCode::SUCCESS),
    }
}
