//! The servers as processes, and the clients as one more.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::Options;

pub(crate) const OPENREPLAY_SECRET: &str = "secret";
const OPENREPLAY_PORT: u16 = 29_001;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    Ours,
    /// `ws` under Node's TLS: passes on.
    Node,
    /// Without TLS, which it leaves to a proxy.
    OpenReplay,
}

impl Which {
    pub(crate) fn of(text: &str) -> Self {
        match text {
            "ours" => Self::Ours,
            "node" => Self::Node,
            _ => Self::OpenReplay,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Node => "node",
            Self::OpenReplay => "openreplay",
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ours => "Ombud: TLS, verified, recorded",
            Self::Node => "ws on Node: TLS, passes on",
            Self::OpenReplay => "OpenReplay assist: no TLS, passes on",
        }
    }

    pub(crate) const fn has_tls(self) -> bool {
        !matches!(self, Self::OpenReplay)
    }
}

/// A server; it ends with this.
pub(crate) struct Running {
    which: Which,
    child: Child,
    port: u16,
}

impl Running {
    pub(crate) fn start(which: Which, options: &Options, folder: &Path) -> Self {
        let mut command = on_core(0);
        match which {
            Which::Ours => {
                command.arg(std::env::current_exe().unwrap()).arg("serve").arg(folder);
            }
            Which::Node => {
                let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/tests");
                command.arg("node").arg(web.join("bench-relay-peer.mjs")).arg(folder);
            }
            Which::OpenReplay => {
                command.arg("node").arg("server.js");
                command.current_dir(options.openreplay.as_ref().unwrap());
                command.env("ASSIST_KEY", "key").env("ASSIST_JWT_SECRET", OPENREPLAY_SECRET);
                command.env("LISTEN_HOST", "127.0.0.1").env("HEALTH_PORT", "29002");
                command.env("LISTEN_PORT", OPENREPLAY_PORT.to_string());
            }
        }
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut port = OPENREPLAY_PORT;
        for line in lines.by_ref() {
            let line = line.unwrap();
            match line.parse() {
                Ok(told) => port = told,
                Err(_) if line.contains("listening") => {}
                Err(_) => continue,
            }
            break;
        }
        // What it says from now on is nobody's, but must be taken.
        std::thread::spawn(move || lines.for_each(drop));
        Self { which, child, port }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs the clients; gives their figures by name.
pub(crate) fn drive(
    options: &Options,
    server: &Running,
    sessions: usize,
    folder: &Path,
) -> BTreeMap<String, f64> {
    let mut command = on_core(1);
    command.arg(std::env::current_exe().unwrap());
    for (name, value) in [
        ("--sessions", sessions.to_string()),
        ("--hz", options.hz.to_string()),
        ("--spread", options.spread.to_string()),
        ("--seconds", options.seconds.to_string()),
        ("--frames", options.frames.clone()),
    ] {
        command.args([name, &value]);
    }
    command.args(["drive", server.which.word(), &server.port.to_string()]);
    command.arg(folder).arg(server.child.id().to_string());
    let output = command.stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "the clients failed");
    let told = String::from_utf8(output.stdout).unwrap();
    let figures = told.lines().filter_map(|line| line.split_once(' '));
    figures.map(|(name, value)| (name.to_owned(), value.parse().unwrap())).collect()
}

/// A command on one core, where that can be asked for and there is more than one.
fn on_core(core: usize) -> Command {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let has_it = Command::new("taskset").arg("--version").stdout(Stdio::null()).status();
    if cores > 1 && has_it.is_ok_and(|status| status.success()) {
        let mut command = Command::new("taskset");
        command.args(["-c", &core.to_string()]);
        return command;
    }
    Command::new("env")
}

/// A certificate for `localhost`, and its key.
pub(crate) fn certificate(folder: &Path) {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
        .args(["-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(folder.join("key.pem"))
        .arg("-out")
        .arg(folder.join("certificate.pem"))
        .stderr(Stdio::null())
        .status();
    assert!(made.is_ok_and(|status| status.success()), "openssl is needed for a certificate");
}

/// All bytes of the files in the folders of a folder.
pub(crate) fn bytes_in(folder: &Path) -> f64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0.0 };
    let of = |entry: std::fs::DirEntry| match entry.metadata().unwrap() {
        data if data.is_dir() => bytes_in(&entry.path()),
        data => data.len() as f64,
    };
    entries.map(|entry| of(entry.unwrap())).sum()
}
