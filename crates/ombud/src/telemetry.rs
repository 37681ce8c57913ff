//! Logs: JSON lines on the standard error, one event each. What may not be logged (keys, bodies,
//! addresses) is never handed to them.

use anyhow::{Result, bail};
use tracing_subscriber::EnvFilter;

/// Starts logging.
///
/// # Errors
/// When the level or the format is not known.
pub(crate) fn start(level: &str, format: &str) -> Result<()> {
    let filter = EnvFilter::try_new(level).map_err(|error| {
        anyhow::anyhow!(
            "log.level = {level:?} is not a filter ({error}); write info, or debug,ombud=trace"
        )
    })?;
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        "json" => logs.json().flatten_event(true).init(),
        "text" => logs.init(),
        other => bail!("log.format = {other:?} is not known; write json or text"),
    }
    Ok(())
}
