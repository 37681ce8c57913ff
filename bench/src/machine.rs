//! What a figure was taken on. A number without its machine says nothing.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Serialize;

use crate::stopwatch::{Stopwatch, per_second};

/// How long the disk is asked.
const FSYNC_FOR: Duration = Duration::from_secs(1);

/// The machine, as far as it explains a figure.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    pub processor: String,
    pub cores: usize,
    /// Appends of 64 bytes, each flushed to the disk (`fdatasync`), per second.
    pub fsync_per_s: f64,
    /// Runnable processes over the last minute, as the kernel says: above 0 before a run means that
    /// others used the machine too.
    pub load_before: f64,
    pub optimised: bool,
}

impl Machine {
    /// Looks at the machine; takes about a second.
    ///
    /// # Errors
    /// When no file can be written in `folder`.
    pub fn measure(folder: &Path) -> Result<Self> {
        let text = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let load = text("/proc/loadavg");
        Ok(Self {
            processor: processor(&text("/proc/cpuinfo")),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            fsync_per_s: fsyncs_per_second(folder)?,
            load_before: load.split(' ').next().and_then(|v| v.parse().ok()).unwrap_or(0.0),
            optimised: !cfg!(debug_assertions),
        })
    }
}

fn processor(cpuinfo: &str) -> String {
    let line = cpuinfo.lines().find(|line| line.starts_with("model name"));
    let name = line.and_then(|line| line.split_once(':')).map(|(_, name)| name.trim());
    name.unwrap_or("unknown").to_owned()
}

/// Small durable appends per second: the most that anything which commits one by one can do.
///
/// # Errors
/// When no file can be written in `folder`.
pub fn fsyncs_per_second(folder: &Path) -> Result<f64> {
    let mut file = tempfile::tempfile_in(folder)
        .with_context(|| format!("cannot write in {}", folder.display()))?;
    let (watch, mut count) = (Stopwatch::start(), 0_u64);
    while watch.elapsed() < FSYNC_FOR {
        file.write_all(&[7; 64])?;
        file.sync_data()?;
        count += 1;
    }
    Ok(per_second(count, watch.elapsed()))
}
