//! `cargo xtask bench`: the benchmarks' own program, with the peers that come from package indexes.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::shell::{self, Workspace};
use crate::test::python;

/// The benchmark whose peer is Synapse.
const DESK: &str = "desk";
/// A server of persisted rooms, and its driver for PostgreSQL, which needs no compiler.
const SYNAPSE: &[&str] = &["matrix-synapse", "psycopg2-binary"];
/// Names the Python with Synapse to the benchmark.
const SYNAPSE_VARIABLE: &str = "OMBUD_BENCH_SYNAPSE";

/// Builds with optimisation and runs what was asked for.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let mut cargo = workspace.cargo(&["run", "--release", "--package", "bench", "--"]);
    let help = args.iter().any(|arg| arg == "--help" || arg == "-h");
    let named = args.first().is_some_and(|arg| !arg.starts_with('-'));
    if !help && (!named || args.iter().any(|arg| arg == DESK)) {
        match synapse(workspace) {
            Ok(python) => _ = cargo.env(SYNAPSE_VARIABLE, python),
            Err(error) => eprintln!("no peer for `{DESK}`: {error:#}"),
        }
    }
    shell::hand_over(cargo.args(args))
}

/// Finds or installs Synapse; the Python that has it.
fn synapse(workspace: &Workspace) -> Result<PathBuf> {
    let environment = workspace.target_dir().join("tools").join("synapse");
    let python = python::bin_dir(&environment).join("python");
    let has_it = || shell::quietly(Command::new(&python).args(["-c", "import synapse, psycopg2"]));
    if has_it().is_err() {
        python::install(&environment, SYNAPSE)?;
        has_it()?;
    }
    Ok(python)
}
