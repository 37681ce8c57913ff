//! `ombud cobrowse`: the policy of what agents see, from the keys it is signed with to what it lets out; the files that
//! they see; and recordings.

mod assets;
mod files;
mod keys;
mod lint;
mod publish;
mod recording;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(crate) enum Cobrowse {
    #[command(flatten)]
    Tool(Tool),
    /// Recordings: prove one, write one for players of rrweb
    #[command(subcommand)]
    Recording(recording::Recording),
}

/// What needs no store.
#[derive(Debug, Subcommand)]
pub(crate) enum Tool {
    /// Make a pair of keys that policy files are signed with
    Keygen(keys::KeygenOptions),
    /// Sign a policy file: writes redaction.sig beside it
    Sign(keys::SignOptions),
    /// Check a policy file: all that is wrong with it, and what ends soon
    Check(files::CheckOptions),
    /// Say what a policy file lets agents see more, and less, than the one before
    Diff(files::DiffOptions),
    /// Propose a policy file to a server
    Publish(publish::Options),
    /// Look for leaks in a real browser, and print what agents would newly see
    Lint(lint::Options),
    /// List the pictures and fonts of a build by their hashes, for agents to see
    Assets(assets::Options),
}

pub(crate) fn tool(tool: &Tool) -> Result<ExitCode> {
    let done = |()| ExitCode::SUCCESS;
    match tool {
        Tool::Keygen(options) => keys::keygen(options).map(done),
        Tool::Sign(options) => keys::sign(options).map(done),
        Tool::Check(options) => files::check(options),
        Tool::Diff(options) => files::diff(options).map(done),
        Tool::Publish(options) => publish::run(options).map(done),
        Tool::Lint(options) => lint::run(options),
        Tool::Assets(options) => assets::run(options).map(done),
    }
}

pub(crate) fn recording(config: &Config, what: &recording::Recording) -> Result<()> {
    recording::run(config, what)
}
