//! The banking part of the public tau2 benchmark: how many of its tasks our procedures and a scripted
//! customer solve, by family. Procedure coverage, not a place on its leaderboard (`docs/tau2-banking.md`).

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tau2::measure::{Data, by_family, measure, scripts, world};

use crate::machine::Machine;
use crate::report::{Figure, Report};

/// Share of the tasks that must be solved four times out of four, in percent.
const COVERAGE_MIN: f64 = 90.0;

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// The folder that holds `tau2-banking/`; left out, the one that OMBUD_TEST_DATA names
    #[arg(long)]
    pub data: Option<PathBuf>,
}

/// Runs every script in four ways; nothing without the data.
///
/// # Errors
/// When files cannot be read, or the checker finds something in a procedure.
pub fn run(options: &Options, machine: &Machine) -> Result<Option<Report>> {
    let named = std::env::var_os("OMBUD_TEST_DATA").map(PathBuf::from);
    let Some(data) = options.data.clone().or(named) else {
        eprintln!("skipped: --data or OMBUD_TEST_DATA names the folder of tau2-banking");
        return Ok(None);
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("bench has no parent")?;
    let world = world(&root.join("policy/tau2-banking"))?;
    let scripts = scripts(&root.join("crates/tau2/tests/scripts"))?;
    let all = measure(&world, &scripts, &Data::read(&data.join("tau2-banking"))?)?;
    let about = "procedure coverage with a scripted customer, 4 of 4 ways, by family";
    let mut report = Report::new("tau2", about, machine);
    for (family, (solved, of)) in by_family(&all) {
        report.add(Figure::count(format!("{family}: solved of {of}"), solved as u64));
    }
    let solved = all.iter().filter(|measured| measured.is_solved()).count();
    report.add(Figure::count(format!("all: solved of {}", all.len()), solved as u64));
    let coverage = 100.0 * solved as f64 / all.len().max(1) as f64;
    report.add(Figure::new("coverage", coverage, "%").at_least(COVERAGE_MIN));
    Ok(Some(report))
}
