//! The web pages: their packages, their build, their checks. Node does the work; npm's lock file says
//! which packages.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::shell::{self, Workspace};

/// Folders that hold what was made, not what was written.
const MADE: &[&str] = &["node_modules", "dist", "coverage", ".site"];
/// Programs that are Chromium, by the names they are installed under.
const CHROMIUM: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// npm in the folder of the pages.
fn npm(workspace: &Workspace, args: &[&str]) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(workspace.path("web")).args(args);
    npm
}

/// Node and npm, and the packages of the lock file.
///
/// # Errors
/// When Node is not installed, or the packages cannot be fetched.
pub(crate) fn prepare(workspace: &Workspace) -> Result<()> {
    for program in ["node", "npm"] {
        if shell::which(program).is_none() {
            bail!("needs {program}: install Node 20 or newer");
        }
    }
    let wanted = modified(&workspace.path("web/package-lock.json"));
    let installed = modified(&workspace.path("web/node_modules/.package-lock.json"));
    if installed.is_none() || installed < wanted {
        println!("    npm ci, in web/");
        shell::quietly(&mut npm(workspace, &["ci", "--no-audit", "--no-fund"]))
            .context("npm could not install the packages of web/package-lock.json")?;
    }
    Ok(())
}

/// Builds the pages, unless nothing was written since they were built.
///
/// # Errors
/// As [`prepare`], and when the build fails.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let built = modified(&workspace.path("web/dist/desk/index.html"));
    if built.is_some() && built >= newest(&workspace.path("web")) {
        return Ok(());
    }
    prepare(workspace)?;
    println!("    npm run build, in web/");
    shell::quietly(&mut npm(workspace, &["run", "build"])).context("the web pages do not build")
}

/// Types, lints, unit tests and the build.
///
/// # Errors
/// When npm cannot be started, or one of them fails.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    for args in [["run", "check"].as_slice(), &["test"], &["run", "build"]] {
        shell::runs(&mut npm(workspace, args))?;
    }
    Ok(())
}

/// A real browser, and the program that serves the pages.
///
/// # Errors
/// As [`prepare`], and when there is no Chromium and none can be installed.
pub(crate) fn browser(
    workspace: &Workspace,
    install: fn(&[&str]) -> Result<()>,
) -> Result<(PathBuf, PathBuf)> {
    prepare(workspace)?;
    let found = || CHROMIUM.iter().find_map(|name| shell::which(name));
    let chromium = match found() {
        Some(chromium) => chromium,
        None => {
            install(&["chromium"]).context("there is no Chromium")?;
            found().context("Chromium was installed and is not found")?
        }
    };
    println!("    cargo build --package ombud");
    shell::quietly(&mut workspace.cargo(&["build", "--package", "ombud"]))
        .context("the program does not build")?;
    Ok((chromium, workspace.target_dir().join("debug").join("ombud")))
}

/// The stories, in that browser.
///
/// # Errors
/// When npm cannot be started, or one of them fails.
pub(crate) fn stories(workspace: &Workspace, environment: &[(&str, PathBuf)]) -> Result<()> {
    for script in ["test:browser", "test:stories"] {
        let mut npm = npm(workspace, &["run", script]);
        npm.envs(environment.iter().map(|(name, value)| (name, value)));
        shell::runs(&mut npm)?;
    }
    Ok(())
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

/// When something in a folder was written last, what was made left out.
fn newest(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let written =
        entries.filter(|entry| !MADE.iter().any(|made| entry.file_name() == OsStr::new(made)));
    let times = written.filter_map(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => newest(&entry.path()),
        _ => modified(&entry.path()),
    });
    times.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_does_not_count_as_written() {
        let folder = std::env::temp_dir().join(format!("xtask-web-{}", std::process::id()));
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::create_dir_all(folder.join("dist")).unwrap();
        fs::write(folder.join("src/a.ts"), "a").unwrap();
        let written = newest(&folder).unwrap();
        let later = written + std::time::Duration::from_secs(60);
        let made = fs::File::create(folder.join("dist/a.js")).unwrap();
        made.set_modified(later).unwrap();
        assert_eq!(newest(&folder), Some(written));
        let source = fs::File::options().append(true).open(folder.join("src/a.ts")).unwrap();
        source.set_modified(later).unwrap();
        assert_eq!(newest(&folder), Some(later));
        fs::remove_dir_all(&folder).unwrap();
    }
}
