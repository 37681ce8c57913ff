//! Starting other programs, and looking at the machine they run on.
//!
//! The one place of `xtask` that knows paths outside the repository. It must never ask a question:
//! children get no standard input.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail, ensure};

/// The repository this program was built in.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The folder above `xtask/`, as cargo names it at run time (a built copy may have moved).
    ///
    /// # Errors
    /// When that folder has no `Cargo.toml`.
    pub(crate) fn find() -> Result<Self> {
        let manifest_dir = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest_dir.parent().context("xtask/ has no folder above it")?.to_owned();
        if !root.join("Cargo.toml").is_file() {
            bail!("no Cargo.toml in {}; run this as `cargo xtask`", root.display());
        }
        Ok(Self { root })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Where cargo builds, honouring `CARGO_TARGET_DIR`.
    pub(crate) fn target_dir(&self) -> PathBuf {
        match std::env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => self.root.join(dir),
            None => self.root.join("target"),
        }
    }

    /// The same cargo that runs us, so that no second toolchain gets into a build.
    pub(crate) fn cargo(&self, args: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(args).current_dir(&self.root).stdin(Stdio::null());
        command
    }
}

/// The command as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![program.file_name().unwrap_or_default().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|arg| arg.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Lines of a failed command that its error repeats.
const LINES_REPEATED: usize = 60;

/// Runs a command to its end, its output going where ours goes. Where that is no terminal but a log that
/// others write to as well, the error of a command that fails repeats its last lines.
///
/// # Errors
/// When the program cannot be started or fails; the first line is the command.
pub(crate) fn runs(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    command.stdin(Stdio::null());
    let cannot_start = || format!("cannot start `{shown}`");
    if std::io::stdout().is_terminal() {
        ensure!(command.status().with_context(cannot_start)?.success(), "{shown}");
        return Ok(());
    }
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().with_context(cannot_start)?;
    let last = Mutex::new(VecDeque::new());
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(|| stdout.map(|from| pass_on(from, std::io::stdout(), &last)));
        scope.spawn(|| stderr.map(|from| pass_on(from, std::io::stderr(), &last)));
    });
    if child.wait().with_context(cannot_start)?.success() {
        return Ok(());
    }
    let last = last.into_inner().unwrap_or_else(PoisonError::into_inner);
    bail!("{shown}\n{}", Vec::from(last).join("\n"))
}

/// Writes on what comes, line by line, and keeps the last lines.
fn pass_on(from: impl Read, mut to: impl Write, last: &Mutex<VecDeque<String>>) {
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        // A log that is gone must not end the command.
        let _ = to.write_all(&line).and_then(|()| to.flush());
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        last.push_back(String::from_utf8_lossy(&line).trim_end().to_owned());
        if last.len() > LINES_REPEATED {
            last.pop_front();
        }
        line.clear();
    }
}

/// What a command writes to its standard output; its errors go where ours go.
///
/// # Errors
/// When the program cannot be started, fails, or writes something that is not UTF-8.
pub(crate) fn stdout(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !output.status.success() {
        bail!("`{}` failed: {}", shown(command), output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{}` wrote no UTF-8", shown(command)))
}

/// Runs a command and keeps quiet about it; on failure, its last line of output is the error.
///
/// # Errors
/// When the program cannot be started or fails.
pub(crate) fn quietly(command: &mut Command) -> Result<()> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing");
    bail!("`{}` failed ({}): {}", shown(command), output.status, last.trim())
}

/// Becomes the command: signals such as Ctrl-C then reach it directly, and its exit code is ours.
///
/// # Errors
/// When the program cannot be started.
#[cfg(unix)]
pub(crate) fn hand_over(command: &mut Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    let error = command.stdin(Stdio::inherit()).exec();
    Err(error).with_context(|| format!("cannot start `{}`", shown(command)))
}

/// Runs the command to its end and passes its exit code on; the console sends Ctrl-C to both.
///
/// # Errors
/// When the program cannot be started.
#[cfg(not(unix))]
pub(crate) fn hand_over(command: &mut Command) -> Result<ExitCode> {
    Ok(if runs(command).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The first folder of `PATH` that holds this program, links resolved.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}

/// Whether we run as the superuser, as the system's own `id` sees it.
pub(crate) fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Whether an account other than the owner can walk down to this path. PostgreSQL refuses to run as
/// root, so a root user's tests start it as someone else, who must be able to reach it.
#[cfg(unix)]
pub(crate) fn others_can_reach(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    const SEARCH_BY_OTHERS: u32 = 0o001;
    path.ancestors().filter(|dir| dir.exists()).all(|dir| {
        dir.metadata().is_ok_and(|meta| meta.permissions().mode() & SEARCH_BY_OTHERS != 0)
    })
}

#[cfg(not(unix))]
pub(crate) fn others_can_reach(_path: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_command_names_itself_and_its_last_words() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two >&2; exit 3"]);
        let error = quietly(&mut command).unwrap_err().to_string();
        assert!(error.contains("exit status: 3") && error.ends_with("two"), "{error}");
        assert!(quietly(&mut Command::new("no-such-program-here")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_private_folder_is_out_of_reach() {
        use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
        let dir = std::env::temp_dir().join(format!("xtask-reach-{}", std::process::id()));
        std::fs::DirBuilder::new().mode(0o755).create(&dir).unwrap();
        let inner = dir.join("inner");
        std::fs::create_dir(&inner).unwrap();
        std::fs::set_permissions(&inner, std::fs::Permissions::from_mode(0o755)).unwrap();
        let open = others_can_reach(&inner);
        std::fs::set_permissions(&dir, std::fs::Permissions::from_mode(0o700)).unwrap();
        let closed = others_can_reach(&inner);
        std::fs::remove_dir_all(&dir).unwrap();
        assert_eq!((open, closed), (true, false));
    }
}
