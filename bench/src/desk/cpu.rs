//! What processes cost, as the kernel counts it (proc(5)).

use std::fs;

use anyhow::{Context as _, Result};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Ticks of `/proc/*/stat` in a second: fixed at 100 for programs, whatever the kernel's own clock.
const TICKS_PER_SECOND: f64 = 100.0;
/// Fields after the name: user and system time are the 12th and 13th.
const USER_TIME: usize = 11;
const SYSTEM_TIME: usize = 12;

/// Processor seconds of a process so far, and of every PostgreSQL process where asked.
pub(super) fn seconds(process: u32, postgres: bool) -> Result<f64> {
    let mut ticks = ticks(process)?;
    if postgres {
        for entry in fs::read_dir("/proc")?.filter_map(Result::ok) {
            let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
                continue;
            };
            let name = fs::read_to_string(entry.path().join("comm")).unwrap_or_default();
            if name.trim() == "postgres" {
                // One that ended meanwhile is not counted.
                ticks += self::ticks(id).unwrap_or(0.0);
            }
        }
    }
    Ok(ticks / TICKS_PER_SECOND)
}

fn ticks(process: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name may hold anything; what follows its bracket does not.
    let (_, fields) = stat.rsplit_once(") ").context("a line of /proc/*/stat")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let field = |place: usize| -> Result<f64> {
        Ok(fields.get(place).context("a field of /proc/*/stat")?.parse()?)
    };
    Ok(field(USER_TIME)? + field(SYSTEM_TIME)?)
}

/// Memory of a process that is really there.
pub(super) fn resident_mib(process: u32) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib: f64 = line.context("VmRSS")?.trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1_024.0)
}

/// As many open files as the system gives a process and its children.
pub(super) fn many_files() -> Result<()> {
    let limit = getrlimit(Resource::Nofile);
    Ok(setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum })?)
}
