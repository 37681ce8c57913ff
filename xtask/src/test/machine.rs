//! What a step needs of the machine, found out by trying it.
//!
//! Each function returns the reason when the machine is not able; none of them guesses from a name or
//! a version what one attempt can show.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Session;
use crate::shell::{self, Workspace};
use crate::tidy;

/// rustfmt and clippy; where rustup keeps the toolchain, they are added when missing.
pub(super) fn toolchain(workspace: &Workspace) -> Result<()> {
    for (component, args) in
        [("rustfmt", ["fmt", "--version"]), ("clippy", ["clippy", "--version"])]
    {
        let missing = shell::quietly(&mut workspace.cargo(&args)).is_err();
        if missing {
            println!("    rustup component add {component}");
            let mut rustup = Command::new("rustup");
            shell::quietly(rustup.current_dir(workspace.root()).args([
                "component",
                "add",
                component,
            ]))
            .with_context(|| format!("`cargo {}` is missing", args.concat()))?;
        }
    }
    Ok(())
}

/// An error when no library has an example in its documentation: nothing to run is not a pass.
pub(super) fn doc_tests(session: &mut Session) -> Result<()> {
    let files = tidy::files(session.workspace.root())?;
    let in_library = |path: &str| path.starts_with("crates/") && path.contains("/src/");
    if files.iter().any(|file| in_library(&file.path) && has_example(&file.text)) {
        return Ok(());
    }
    bail!("there are no examples in the documentation")
}

/// Whether a documentation comment has a code block that rustdoc would run.
fn has_example(source: &str) -> bool {
    let doc = |line: &str| {
        let line = line.trim_start();
        let text = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))?;
        text.trim_start().strip_prefix("```").map(|language| language.trim().to_owned())
    };
    // Every second fence closes a block.
    source.lines().filter_map(doc).step_by(2).any(|language| {
        ["", "rust", "no_run", "should_panic", "compile_fail"].contains(&language.as_str())
    })
}

/// Root, `mkfs.ext4`, perl, and a loop device that really mounts: the test cuts a file system's power.
pub(super) fn power_loss(session: &mut Session) -> Result<()> {
    const IMAGE_BYTES: u64 = 8 << 20;
    if !cfg!(target_os = "linux") {
        bail!("needs Linux");
    }
    if !shell::is_root() {
        bail!("needs root, to mount a file system and cut it off");
    }
    if shell::which("mkfs.ext4").is_none() && !std::path::Path::new("/sbin/mkfs.ext4").exists() {
        bail!("needs mkfs.ext4 (package e2fsprogs)");
    }
    if shell::which("perl").is_none() {
        bail!("needs perl, to call what cuts a file system off");
    }
    let dir = session.workspace.target_dir().join(format!("loop-probe-{}", std::process::id()));
    let (image, mount_point) = (dir.join("image"), dir.join("mounted"));
    fs::create_dir_all(&mount_point)?;
    fs::File::create(&image)?.set_len(IMAGE_BYTES)?;
    let tried = shell::quietly(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&image))
        .and_then(|()| {
            shell::quietly(Command::new("mount").args(["-o", "loop"]).arg(&image).arg(&mount_point))
        })
        .and_then(|()| shell::quietly(Command::new("umount").arg(&mount_point)));
    // A folder with a file system still mounted in it is left alone.
    if tried.is_ok() || fs::remove_dir(&mount_point).is_ok() {
        fs::remove_dir_all(&dir)?;
    }
    tried.context("needs loop devices")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_block_that_runs_is_an_example() {
        assert!(has_example("/// ```\n/// assert!(true);\n/// ```\n"));
        assert!(has_example("//! ```text\n//! a\n//! ```\n/// ```no_run\n/// ```"));
        assert!(!has_example("//! ```text\n//! a drawing\n//! ```\n"));
        assert!(!has_example("let fence = \"```\";"));
    }
}
