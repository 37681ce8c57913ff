//! A Chromium of this machine, started without a window and with nothing of its owner's.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};
use tokio::time::timeout;

use super::cdp::Cdp;
use crate::host;

/// Programs that are Chromium, by the names they are installed under.
const NAMES: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const START_SECONDS_MAX: u64 = 60;
/// Before the address at which it listens.
const LISTENING: &str = "DevTools listening on ";

pub(super) struct Browser {
    pub(super) cdp: Cdp,
    child: Child,
    /// What it keeps of itself; deleted with this.
    _profile: tempfile::TempDir,
}

/// The browser that was named, or one of this machine.
fn found(named: Option<&Path>) -> Result<PathBuf> {
    if let Some(named) = named {
        anyhow::ensure!(named.is_file(), "--browser {}: there is no such program", named.display());
        return Ok(named.to_owned());
    }
    NAMES.iter().find_map(|name| host::program(name)).context(
        "there is no Chromium: install one (Debian, Ubuntu: apt-get install chromium; macOS: brew install \
         --cask chromium), or name one with --browser PATH",
    )
}

impl Browser {
    pub(super) async fn start(named: Option<&Path>) -> Result<Self> {
        let program = found(named)?;
        let profile = tempfile::tempdir().context("no folder for the browser's profile")?;
        let mut command = Command::new(&program);
        command
            .args(["--headless=new", "--remote-debugging-port=0", "--no-first-run"])
            .args(["--no-default-browser-check", "--disable-extensions", "--disable-sync"])
            .args(["--disable-background-networking", "--disable-dev-shm-usage", "--disable-gpu"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank");
        if profile.path().metadata().is_ok_and(|made| made.uid() == 0) {
            // Its sandbox does not start for root, as in containers.
            command.arg("--no-sandbox");
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} does not start", program.display()))?;
        let stderr = child.stderr.take().context("the browser's words cannot be read")?;
        let mut said = BufReader::new(stderr).lines();
        let url = timeout(Duration::from_secs(START_SECONDS_MAX), address(&mut said)).await;
        let url = url.with_context(|| format!("{} does not listen", program.display()))??;
        tokio::spawn(async move { while let Ok(Some(_)) = said.next_line().await {} });
        Ok(Self { cdp: Cdp::connect(&url).await?, child, _profile: profile })
    }

    pub(super) async fn stop(mut self) -> Result<()> {
        // It may be gone before it answers.
        let _ = self.cdp.call(None, "Browser.close", serde_json::json!({})).await;
        self.child.wait().await.context("the browser does not stop")?;
        Ok(())
    }
}

/// Where it listens, as it says it.
async fn address(said: &mut Lines<BufReader<ChildStderr>>) -> Result<String> {
    let mut all = String::new();
    while let Some(line) = said.next_line().await? {
        if let Some(url) = line.strip_prefix(LISTENING) {
            return Ok(url.trim().to_owned());
        }
        all.push_str(&line);
        all.push('\n');
    }
    bail!("the browser ends at once:\n{all}")
}
