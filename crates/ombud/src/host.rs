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

/// Makes a folder, and those above it that are missing, that only its owner may enter. One that is
/// there stays as it is.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn make_private_folder(path: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    const OWNER_ONLY: u32 = 0o700;
    std::fs::DirBuilder::new().recursive(true).mode(OWNER_ONLY).create(path)
}

/// Threads that this machine runs at once.
pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Where a program of this name is installed.
pub(crate) fn program(name: &str) -> Option<std::path::PathBuf> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Whether a program of this name is installed.
pub(crate) fn has_program(name: &str) -> bool {
    program(name).is_some()
}

/// Writes a file beside its place and moves it there when it is whole, so that a failure leaves what
/// was there before. What is no file, such as `/dev/stdout`, is written to directly.
///
/// # Errors
/// Of `write`, or when the folder cannot be written.
pub(crate) fn write_whole(
    path: &std::path::Path,
    write: impl FnOnce(&mut dyn std::io::Write) -> Result<()>,
) -> Result<()> {
    use std::io::Write as _;
    let shown = || format!("cannot write {}", path.display());
    let is_device = path.metadata().is_ok_and(|found| !found.is_file());
    let mut name = path.file_name().map(ToOwned::to_owned).unwrap_or_default();
    name.push(".part");
    let at = if is_device { path.to_owned() } else { path.with_file_name(name) };
    let mut out = std::io::BufWriter::new(File::create(&at).with_context(shown)?);
    let written = write(&mut out).and_then(|()| out.flush().with_context(shown));
    if is_device {
        return written;
    }
    let moved = written.and_then(|()| {
        out.get_ref().sync_all().with_context(shown)?;
        std::fs::rename(&at, path).with_context(shown)
    });
    if moved.is_err() {
        // It may be gone already; the first error is the one to tell.
        let _ = std::fs::remove_file(&at);
    }
    moved
}
