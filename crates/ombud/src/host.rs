//! The machine: its clock and its randomness, handed to everything else as parameters.

use std::fs::File;
use std::io::Read as _;

use anyhow::{Context as _, Result};
use kernel::{Clock, Timestamp};

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let millis = since.map(|since| since.as_millis()).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
    }
}

/// 32 bytes from the operating system: what ids and secrets are drawn from.
///
/// # Errors
/// When the system gives none; nothing may run then.
pub(crate) fn entropy() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("the operating system gives no random bytes (/dev/urandom)")?;
    Ok(bytes)
}

/// Writes a file that only its owner may read, at once and whole.
///
/// # Errors
/// When the folder cannot be written.
pub(crate) fn write_private(path: &std::path::Path, text: &str) -> Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    const OWNER_ONLY: u32 = 0o600;
    let temporary = path.with_extension("part");
    let shown = || format!("cannot write {}", path.display());
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(OWNER_ONLY)
        .open(&temporary)
        .with_context(shown)?;
    file.write_all(text.as_bytes()).with_context(shown)?;
    file.sync_all().with_context(shown)?;
    std::fs::rename(&temporary, path).with_context(shown)
}
