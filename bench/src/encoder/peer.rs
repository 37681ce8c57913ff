//! The peer: ONNX Runtime in a Python of its own, driven over pipes. It times itself, so that neither pipes
//! nor Python's start count.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};

/// Names the Python that has onnxruntime; `cargo xtask bench` sets it.
const VARIABLE: &str = "OMBUD_BENCH_ONNXRUNTIME";
const PROGRAM: &str = include_str!("peer.py");

/// A running peer. Dropping it ends it.
#[derive(Debug)]
pub(super) struct Peer {
    pub(super) name: String,
    /// Whether its vectors are the weights' own, so that ours must be near.
    pub(super) is_exact: bool,
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Drop for Peer {
    fn drop(&mut self) {
        // One that has ended already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(serde::Deserialize)]
struct Ready {
    version: String,
}

#[derive(serde::Deserialize)]
struct Answer {
    nanos: u64,
    vector: Vec<f64>,
}

/// What a peer made of a message.
#[derive(Debug)]
pub(super) struct Encoded {
    pub(super) took: Duration,
    pub(super) vector: Vec<f64>,
}

impl Peer {
    /// The model as it is, and with products of integers; none where there is no ONNX Runtime.
    ///
    /// # Errors
    /// When one does not start.
    pub(super) fn all(model: &Path) -> Result<Vec<Self>> {
        let Some(python) = std::env::var_os(VARIABLE) else { return Ok(Vec::new()) };
        let python = Path::new(&python);
        Ok(vec![
            Self::start(python, model, &[], "the same weights", true)?,
            Self::start(python, model, &["integers"], "products of integers", false)?,
        ])
    }

    fn start(
        python: &Path,
        model: &Path,
        more: &[&str],
        how: &str,
        is_exact: bool,
    ) -> Result<Self> {
        let mut command = Command::new(python);
        command.args(["-c", PROGRAM]).arg(model).args(more);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let to = child.stdin.take().context("a child without stdin")?;
        let from = BufReader::new(child.stdout.take().context("a child without stdout")?);
        let mut peer = Self { name: String::new(), is_exact, child, to, from };
        let ready: Ready = peer.line()?;
        peer.name = format!("ONNX Runtime {}, {how}", ready.version);
        Ok(peer)
    }

    /// The vector of these tokens, of length one.
    ///
    /// # Errors
    /// When the peer has ended.
    pub(super) fn encode(&mut self, tokens: &[u32]) -> Result<Encoded> {
        writeln!(self.to, "{}", serde_json::to_string(tokens)?)?;
        let Answer { nanos, vector } = self.line()?;
        Ok(Encoded { took: Duration::from_nanos(nanos), vector })
    }

    fn line<T: serde::de::DeserializeOwned>(&mut self) -> Result<T> {
        let mut line = String::new();
        self.from.read_line(&mut line)?;
        serde_json::from_str(&line).context("ONNX Runtime ended")
    }
}
