//! The clients: of each session one that writes and one that looks.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::Message;

use crate::servers::Which;
use crate::talk::{self, Side};
use crate::{Options, frames, rooms};

/// Handshakes under way at a time.
const HANDSHAKES_MAX: usize = 32;
/// By then all sessions have begun, or the machine is too slow for them.
const BEGIN_MAX: Duration = Duration::from_secs(240);
/// Every so many-th frame's way is timed, of all sessions.
const TIMED_EVERY: u64 = 7;

/// What is counted, by one thread.
#[derive(Default)]
struct Counts {
    is_measured: Cell<bool>,
    begun: Cell<usize>,
    due: Cell<u64>,
    received: Cell<u64>,
    bytes: Cell<u64>,
    lost: Cell<u64>,
    latencies_us: RefCell<Vec<u64>>,
}

struct Load {
    which: Which,
    port: u16,
    tls: Option<TlsConnector>,
    frames: Vec<Bytes>,
    every: Duration,
    counts: Counts,
}

/// Puts the load on a server, and prints figures by name.
pub(crate) fn run(options: &Options, which: Which, port: u16, folder: &Path, server: u32) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let load = Rc::new(Load {
        which,
        port,
        tls: which.has_tls().then(|| talk::connector(folder)),
        frames: frames::frames(&options.frames),
        every: Duration::from_secs(1) / options.hz,
        counts: Counts::default(),
    });
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, drive(options, load, server));
}

async fn drive(options: &Options, load: Rc<Load>, server: u32) {
    let server = server.to_string();
    let (_, kb_before) = rooms::used(&server);
    let doors = Rc::new(Semaphore::new(HANDSHAKES_MAX));
    let begun = Instant::now();
    let sessions = options.sessions;
    for number in 0..sessions {
        let (load, doors) = (Rc::clone(&load), Rc::clone(&doors));
        let at = begun + Duration::from_secs(options.spread) * number as u32 / sessions as u32;
        tokio::task::spawn_local(async move {
            tokio::time::sleep_until(at).await;
            if session(&load, number, &doors).await.is_none() {
                load.counts.lost.set(load.counts.lost.get() + 1);
            }
        });
    }
    // Half a second for the last ones to come in.
    tokio::time::sleep_until(
        begun + Duration::from_secs(options.spread) + Duration::from_millis(500),
    )
    .await;
    let counts = &load.counts;
    // A machine that others use takes longer: what is measured is all sessions.
    while counts.begun.get() < sessions && begun.elapsed() < BEGIN_MAX {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    assert_eq!(counts.begun.get(), sessions, "sessions begun in {BEGIN_MAX:?}");
    let session_s = options.seconds as f64 + begun.elapsed().as_secs_f64() / 2.0;
    let (cpu_before, _) = rooms::used(&server);
    let (own_before, _) = rooms::used("self");
    counts.is_measured.set(true);
    let since = Instant::now();
    tokio::time::sleep(Duration::from_secs(options.seconds)).await;
    counts.is_measured.set(false);
    let wall_ms = since.elapsed().as_secs_f64() * 1_000.0;
    let (cpu, kb) = rooms::used(&server);
    let (own, _) = rooms::used("self");
    let mut us = counts.latencies_us.take();
    us.sort_unstable();
    let quantile =
        |share: f64| us.get((us.len() as f64 * share) as usize).map_or(0.0, |us| *us as f64);
    for (name, value) in [
        ("due", counts.due.get() as f64),
        ("received", counts.received.get() as f64),
        ("bytes", counts.bytes.get() as f64),
        ("lost", counts.lost.get() as f64),
        ("cpu_ms", cpu - cpu_before),
        ("wall_ms", wall_ms),
        ("kb_a_session", (kb - kb_before) / sessions as f64),
        ("p50", quantile(0.5) / 1_000.0),
        ("p99", quantile(0.99) / 1_000.0),
        ("client_cpu", (own - own_before) / wall_ms),
        ("session_s", session_s),
    ] {
        println!("{name} {value}");
    }
}

/// None where a socket ended.
async fn session(load: &Rc<Load>, number: usize, doors: &Semaphore) -> Option<()> {
    let Load { which, port, tls, .. } = &**load;
    let door = doors.acquire().await.ok()?;
    let looks = talk::connect(*which, *port, tls.as_ref(), number, Side::Looks).await.ok()?;
    let writes = talk::connect(*which, *port, tls.as_ref(), number, Side::Writes).await.ok()?;
    drop(door);
    load.counts.begun.set(load.counts.begun.get() + 1);
    // When the frames that are timed were sent.
    let sent: Rc<RefCell<VecDeque<(u64, Instant)>>> = Rc::default();
    let (reading, own) = (Rc::clone(&sent), Rc::clone(load));
    tokio::task::spawn_local(async move {
        if read(&own, looks, &reading).await.is_none() {
            own.counts.lost.set(own.counts.lost.get() + 1);
        }
    });
    write(load, writes, &sent).await
}

async fn write(
    load: &Load,
    socket: talk::Socket,
    sent: &RefCell<VecDeque<(u64, Instant)>>,
) -> Option<()> {
    let (mut out, mut from) = socket.split();
    let mut ticks = tokio::time::interval(load.every);
    let mut count = 0_u64;
    loop {
        tokio::select! {
            _ = ticks.tick() => {
                let frame = load.frames.get(count as usize % load.frames.len())?;
                if count.is_multiple_of(TIMED_EVERY) {
                    sent.borrow_mut().push_back((count, Instant::now()));
                }
                for message in talk::wrapped(load.which, frame) {
                    out.feed(message).await.ok()?;
                }
                out.flush().await.ok()?;
                count += 1;
                if load.counts.is_measured.get() {
                    load.counts.due.set(load.counts.due.get() + 1);
                }
            }
            message = from.next() => {
                if let Some(answer) = talk::answer(load.which, &message?.ok()?) {
                    out.send(answer).await.ok()?;
                }
            }
        }
    }
}

async fn read(
    load: &Load,
    mut socket: talk::Socket,
    sent: &RefCell<VecDeque<(u64, Instant)>>,
) -> Option<()> {
    let mut count = 0_u64;
    let counts = &load.counts;
    loop {
        let message = socket.next().await?.ok()?;
        if let Some(answer) = talk::answer(load.which, &message) {
            socket.send(answer).await.ok()?;
        }
        let Message::Binary(bytes) = message else { continue };
        let mut waiting = sent.borrow_mut();
        let timed = waiting.front().filter(|(number, _)| *number == count).map(|(_, at)| *at);
        if timed.is_some() {
            waiting.pop_front();
        }
        count += 1;
        if counts.is_measured.get() {
            counts.received.set(counts.received.get() + 1);
            counts.bytes.set(counts.bytes.get() + bytes.len() as u64);
            if let Some(at) = timed {
                counts.latencies_us.borrow_mut().push(at.elapsed().as_micros() as u64);
            }
        }
    }
}
