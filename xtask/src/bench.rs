//! `cargo xtask bench`: the benchmarks' own program, with the peers that come from package indexes.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::shell::{self, Workspace};
use crate::test::python;

/// What a benchmark is held against, from the Python package index.
struct Peer {
    /// The benchmark that needs it.
    bench: &'static str,
    /// The folder of its environment.
    folder: &'static str,
    packages: &'static [&'static str],
    /// Python that fails where a package is missing.
    imports: &'static str,
    /// Names the Python with the packages to the benchmark.
    variable: &'static str,
}

const PEERS: &[Peer] = &[
    // A server of persisted rooms, and its driver for PostgreSQL, which needs no compiler.
    Peer {
        bench: "desk",
        folder: "synapse",
        packages: &["matrix-synapse", "psycopg2-binary"],
        imports: "import synapse, psycopg2",
        variable: "OMBUD_BENCH_SYNAPSE",
    },
    // onnx rewrites the model so that its products are of integers.
    Peer {
        bench: "encoder",
        folder: "onnxruntime",
        packages: &["onnxruntime", "onnx", "numpy"],
        imports: "import onnxruntime, onnx, numpy",
        variable: "OMBUD_BENCH_ONNXRUNTIME",
    },
];

/// Builds with optimisation and runs what was asked for.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let mut cargo = workspace.cargo(&["run", "--release", "--package", "bench", "--"]);
    let help = args.iter().any(|arg| arg == "--help" || arg == "-h");
    let named = args.first().is_some_and(|arg| !arg.starts_with('-'));
    for peer in PEERS.iter().filter(|_| !help) {
        if !named || args.iter().any(|arg| arg == peer.bench) {
            match peer.python(workspace) {
                Ok(python) => _ = cargo.env(peer.variable, python),
                Err(error) => eprintln!("no peer for `{}`: {error:#}", peer.bench),
            }
        }
    }
    shell::hand_over(cargo.args(args))
}

impl Peer {
    /// Finds or installs it; the Python that has it.
    fn python(&self, workspace: &Workspace) -> Result<PathBuf> {
        let environment = workspace.target_dir().join("tools").join(self.folder);
        let python = python::bin_dir(&environment).join("python");
        let has_it = || shell::quietly(Command::new(&python).args(["-c", self.imports]));
        if has_it().is_err() {
            python::install(&environment, self.packages)?;
            has_it()?;
        }
        Ok(python)
    }
}
