//! How many sessions one core carries with all that a customer's frame goes through: TLS, WebSocket, verification, a
//! recording that is compressed, sealed and written to a folder, and the socket of who looks. Beside it the same load on a
//! relay in Node that passes frames on and does nothing else, and on OpenReplay's assist server where it is installed.
//!
//! `cargo run --release -p relay --example sockets -- --help`. Server and clients are processes of their own, each on a
//! core of its own where there is `taskset`; `openssl` makes the certificate.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a program that measures"
)]

mod client;
mod frames;
mod server;
mod servers;
mod talk;

#[path = "../../../api/src/together/silence.rs"]
mod silence;

#[path = "../rooms/mod.rs"]
mod rooms;
#[path = "../../tests/room/trace.rs"]
#[allow(dead_code, unreachable_pub, reason = "the tests use another part of it")]
mod trace;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use servers::{Running, Which};

/// Sessions a core with TLS, verification and recording, beside relays in Node.
#[derive(Debug, Clone, Parser)]
pub(crate) struct Options {
    /// Sessions: each a socket that writes and one that looks.
    #[arg(long, default_value_t = 2_000)]
    pub(crate) sessions: usize,
    /// Frames a second of each.
    #[arg(long, default_value_t = 10)]
    pub(crate) hz: u32,
    /// Seconds over which the sessions begin, so that their pages do not come at once.
    #[arg(long, default_value_t = 30)]
    pub(crate) spread: u64,
    /// Seconds that are measured, after that.
    #[arg(long, default_value_t = 30)]
    pub(crate) seconds: u64,
    /// `recorded`: what a real browser sent; `busy`: made up, words and place change in every frame; `small`: a page of
    /// one box, for what a session takes without a page.
    #[arg(long, default_value = "recorded")]
    pub(crate) frames: String,
    /// Sessions of the relays in Node, which carry fewer.
    #[arg(long, default_value_t = 500)]
    pub(crate) peer_sessions: usize,
    /// Where OpenReplay's assist server is, with its packages.
    #[arg(long)]
    pub(crate) openreplay: Option<PathBuf>,
    /// Nothing beside it.
    #[arg(long)]
    pub(crate) alone: bool,
    #[command(subcommand)]
    pub(crate) part: Option<Part>,
}

#[derive(Debug, Clone, Subcommand)]
pub(crate) enum Part {
    /// The relay under test
    #[command(hide = true)]
    Serve { folder: PathBuf },
    /// The clients
    #[command(hide = true)]
    Drive { which: String, port: u16, folder: PathBuf, server: u32 },
}

/// What one server did with the load.
struct Result {
    name: &'static str,
    us_a_frame: f64,
    kb_a_session: f64,
}

fn main() {
    let options = Options::parse();
    match &options.part {
        Some(Part::Serve { folder }) => server::run(folder),
        Some(Part::Drive { which, port, folder, server }) => {
            client::run(&options, Which::of(which), *port, folder, *server);
        }
        None => all(&options),
    }
}

fn all(options: &Options) {
    let folder = tempfile::tempdir().unwrap();
    servers::certificate(folder.path());
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{cores} cores, load before: {}", load.trim());
    let (nodes, kb) = frames::page(&frames::frames(&options.frames));
    println!("a page of {nodes} nodes takes {kb:.1} kB of a session's memory");
    let ours = one(options, Which::Ours, options.sessions, folder.path());
    if options.alone {
        return;
    }
    let mut peers = vec![one(options, Which::Node, options.peer_sessions, folder.path())];
    if options.openreplay.is_some() {
        peers.push(one(options, Which::OpenReplay, options.peer_sessions, folder.path()));
    }
    println!("\nours beside them, at the same frames");
    for peer in peers {
        println!(
            "  {:<34} CPU a frame × {:.2}   memory a session × {:.2}",
            peer.name,
            ours.us_a_frame / peer.us_a_frame,
            ours.kb_a_session / peer.kb_a_session
        );
    }
}

/// Starts a server, lets the clients at it, and prints what they found.
fn one(options: &Options, which: Which, sessions: usize, folder: &std::path::Path) -> Result {
    let server = Running::start(which, options, folder);
    // The clients' own process: their time is not the server's, and they have the other core.
    let report = servers::drive(options, &server, sessions, folder);
    let recorded = servers::bytes_in(&folder.join("recordings"));
    drop(server);
    let figure = |name: &str| -> f64 { report.get(name).copied().unwrap_or(f64::NAN) };
    let us = figure("cpu_ms") * 1_000.0 / figure("received");
    let name = which.name();
    let a_core = 1_000_000.0 / us / f64::from(options.hz);
    println!("\n{name}: {sessions} sessions, {} frames a second of each", options.hz);
    println!("  frames due, received       {:10.0} {:10.0}", figure("due"), figure("received"));
    println!("  bytes a frame, mean        {:10.0}", figure("bytes") / figure("received"));
    println!("  CPU a frame                {us:10.1} µs");
    println!(
        "  of one core                {:10.0} %",
        figure("cpu_ms") / figure("wall_ms") * 100.0
    );
    println!("  sessions a core            {a_core:10.0}");
    println!("  memory a session           {:10.1} kB", figure("kb_a_session"));
    println!("  sent to received, p50, p99 {:10.1} {:10.1} ms", figure("p50"), figure("p99"));
    println!("  clients, of one core       {:10.0} %", figure("client_cpu") * 100.0);
    if which == Which::Ours {
        let ten_minutes = recorded / sessions as f64 / figure("session_s") * 600.0 / 1_000.0;
        println!(
            "  recorded in 10 minutes     {ten_minutes:10.1} kB a session, changing all the time"
        );
    }
    let lost = figure("lost");
    assert!(lost == 0.0, "{lost} sockets ended");
    Result { name, us_a_frame: us, kb_a_session: figure("kb_a_session") }
}
