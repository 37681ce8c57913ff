//! A nats-server for tests (feature `testkit`), on a port of its own: looked for in `OMBUD_TEST_NATS` and in
//! `PATH`. Without one, a test says `skipped` and passes; `cargo xtask test` gets one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "this module is part of tests"
)]

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The server answers at the latest after so many looks.
const LOOKS_MAX: u32 = 1_000;
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A server, which is gone when dropped.
#[derive(Debug)]
pub struct NatsServer {
    program: PathBuf,
    address: SocketAddr,
    args: Vec<String>,
    running: Option<Child>,
    folder: tempfile::TempDir,
}

impl NatsServer {
    /// Starts one with more arguments; none where no nats-server is installed, which is said.
    pub fn start(args: &[&str]) -> Option<Self> {
        let Some(program) = program() else {
            eprintln!("skipped: no nats-server found; run `cargo xtask test`, which gets one");
            return None;
        };
        // A port that was free a moment ago: the server must come back to the same one.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let args = args.iter().map(|arg| (*arg).to_owned()).collect();
        let folder = tempfile::tempdir().unwrap();
        let mut server = Self { program, address, args, running: None, folder };
        server.again();
        Some(server)
    }

    /// Where clients reach it.
    pub fn url(&self) -> String {
        format!("nats://{}", self.address)
    }

    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Kills it as a machine dies.
    pub fn kill(&mut self) {
        if let Some(mut running) = self.running.take() {
            running.kill().unwrap();
            running.wait().unwrap();
        }
    }

    /// Starts it again, empty, at the same address, and waits until it answers.
    pub fn again(&mut self) {
        assert!(self.running.is_none(), "it runs");
        let port = self.address.port().to_string();
        let log = self.folder.path().join("log");
        let mut command = Command::new(&self.program);
        command.args(["--addr", "127.0.0.1", "--port", &port, "--log"]).arg(&log).args(&self.args);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.running = Some(command.spawn().unwrap());
        for _ in 0..LOOKS_MAX {
            if TcpStream::connect(self.address).is_ok() {
                return;
            }
            std::thread::sleep(LOOK_EVERY);
        }
        panic!("nats-server does not answer: {}", std::fs::read_to_string(log).unwrap_or_default());
    }
}

impl Drop for NatsServer {
    fn drop(&mut self) {
        if let Some(mut running) = self.running.take() {
            // It may be dead already, and a test that ends has nobody to tell.
            let _ = running.kill();
            let _ = running.wait();
        }
    }
}

fn program() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("OMBUD_TEST_NATS") {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join("nats-server")).find(|file| file.is_file())
}
