//! `ombud assistant`: check procedures, learn intents, and measure what is understood.

mod check;
mod eval;
mod train;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(crate) enum Assistant {
    /// Check a folder of procedures laid out like `policy/assistant`; fails when something is wrong
    Check(check::Options),
    /// Learn intents from messages (assistant.messages), and keep the model in the data folder for `ombud
    /// serve`
    Train(train::Options),
    /// Measure on labelled texts how well the assistant understands
    Eval(eval::Options),
}

/// `check`, which needs no configuration.
pub(crate) fn check(options: &check::Options) -> Result<ExitCode> {
    check::run(options)
}

pub(crate) fn run(config: &Config, what: &Assistant) -> Result<ExitCode> {
    match what {
        Assistant::Check(options) => check::run(options),
        Assistant::Train(options) => train::run(config, options).map(|()| ExitCode::SUCCESS),
        Assistant::Eval(options) => eval::run(config, options).map(|()| ExitCode::SUCCESS),
    }
}
