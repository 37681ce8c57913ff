//! A child process that listens, and the signals it can be sent.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

/// What a child prints, followed by its address, once it takes requests.
const LISTENING: &str = "listening ";

/// The program that children are started from: one whose first argument says which part to play.
#[derive(Debug, Clone)]
pub struct Program(PathBuf);

impl Program {
    /// This very program.
    ///
    /// # Errors
    /// When the system does not know its path.
    pub fn own() -> Result<Self> {
        Ok(Self(std::env::current_exe()?))
    }

    /// Another program that plays the same parts: tests name the benchmark's.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Starts a part and waits until it listens.
    ///
    /// # Errors
    /// When it does not start, or ends before it listens.
    pub fn start(&self, part: &str, args: &[OsString]) -> Result<Process> {
        let mut command = Command::new(&self.0);
        command.arg(part).args(args).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("cannot start {part}"))?;
        let output = child.stdout.take().context("the child has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let Some(address) = line.trim().strip_prefix(LISTENING) else {
            // It may still be running; without an address it is of no use.
            let _ = child.kill();
            let status = child.wait()?;
            bail!("{part} did not start ({status}): {line}");
        };
        Ok(Process { address: address.parse()?, child })
    }
}

/// Says that this process listens, and where.
pub(super) fn announce(address: SocketAddr) {
    println!("{LISTENING}{address}");
}

/// A running child. Dropping it kills it.
#[derive(Debug)]
pub struct Process {
    pub address: SocketAddr,
    child: Child,
}

impl Process {
    /// The system's number of it.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    fn pid(&self) -> Result<Pid> {
        let id = i32::try_from(self.child.id())?;
        Pid::from_raw(id).context("a process has an id above 0")
    }

    /// Stops it in its tracks (SIGSTOP), and waits until all of it stands still.
    ///
    /// # Errors
    /// When it is gone.
    pub fn pause(&self) -> Result<()> {
        let pid = self.pid()?;
        kill_process(pid, Signal::STOP)?;
        let status = waitpid(Some(pid), WaitOptions::UNTRACED)?;
        match status {
            Some((_, status)) if status.stopped() => Ok(()),
            _ => bail!("the process ended instead of standing still"),
        }
    }

    /// Lets it go on (SIGCONT).
    ///
    /// # Errors
    /// When it is gone.
    pub fn resume(&self) -> Result<()> {
        Ok(kill_process(self.pid()?, Signal::CONT)?)
    }

    /// Kills it (SIGKILL), standing still or not, and waits for its end.
    ///
    /// # Errors
    /// When it cannot be waited for.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to end, by closing its input, and waits until it has.
    ///
    /// # Errors
    /// When it ends with a failure.
    pub fn stop(mut self) -> Result<()> {
        drop(self.child.stdin.take());
        let status = self.child.wait()?;
        if status.success() { Ok(()) } else { bail!("a child ended with {status}") }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // One that has ended already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
