//! How many sessions one core carries: frames verified, recorded and passed on to a viewer, without sockets.
//!
//! `cargo run --release -p relay --example load -- [sessions] [rounds]`. Each round is a frame of every session; a session
//! sends ten a second.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a program that measures"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use cobrowse::control::{CustomerTold, ToCustomer, ToViewer};
use cobrowse::policy::Permit;
use cobrowse::recording::{self, Head, RecordingKey, Sealed};
use cobrowse::session::Session;
use cobrowse::verify::Verifier;
use kernel::{Clock, CobrowseId, Duration, ManualClock, Rng, TenantId, Timestamp};
use relay::{Event, Of, Relay, Sink, Viewer, Writer};
use trace::Trace;

#[path = "sockets/frames.rs"]
#[allow(dead_code, reason = "the other program uses another part of it")]
mod frames;
mod rooms;
#[path = "../tests/room/trace.rs"]
#[allow(dead_code, unreachable_pub, reason = "the tests use another part of it")]
mod trace;

/// Counts what a store would get.
#[derive(Debug, Default)]
struct Counting(AtomicU64);

impl Sink for Counting {
    fn chunk(&self, _: &Of, chunk: Sealed, _: Head) {
        self.0.fetch_add(chunk.bytes.len() as u64, Ordering::Relaxed);
    }

    fn event(&self, _: &Of, event: Event) {
        let is_end = matches!(event, Event::CustomerGone | Event::ViewerGone { .. });
        assert!(is_end, "{event:?}");
    }
}

struct One {
    writer: Writer,
    viewer: Viewer,
    trace: Trace,
}

fn open(relay: &Relay, seed: u64, now: Timestamp) -> One {
    let session = rooms::active(CobrowseId::generate(now, &mut Rng::seeded(seed)), now);
    let (id, state, grants) = (session.id(), session.state(), session.grants());
    let of = Of { tenant: TenantId::new("acme").unwrap(), session: id };
    let room = relay.open(of, rooms::opening(session));
    let key = RecordingKey::generate(&mut Rng::seeded(seed));
    room.record(recording::Writer::new(id, &key, now, 0, Head::NONE).unwrap());
    let told = |_: &Session| ToCustomer::Welcome {
        session: id,
        state,
        grants,
        now: 0,
        policy: None,
        people: Vec::new(),
        ask: None,
        idle_s: 300,
    };
    let writer = room.writer(None, told).unwrap();
    let told = |_: &Session| ToViewer::Welcome {
        session: id,
        seat: 1,
        state,
        grants,
        now: 0,
        people: Vec::new(),
        customer: CustomerTold::default(),
    };
    let viewer = room.viewer(1, told).unwrap();
    One { writer, viewer, trace: Trace::new(seed) }
}

fn used() -> (f64, f64) {
    rooms::used("self")
}

/// Verification alone: processor time of a frame in microseconds, memory of a page in kilobytes.
fn verify(pages: u64, rounds: usize) -> (f64, f64) {
    let (_, memory_before) = used();
    let mut all: Vec<(Verifier, Trace)> = (0..pages)
        .map(|seed| {
            let (mut verifier, mut trace) = (Verifier::new(Permit::attributes()), Trace::new(seed));
            for frame in trace.page() {
                assert!(verifier.verify(&frame).bytes().is_some());
            }
            (verifier, trace)
        })
        .collect();
    let memory = (used().1 - memory_before) / pages as f64;
    let mut busy_ms = 0.0;
    for _ in 0..rounds {
        let frames: Vec<_> = all.iter_mut().map(|(_, trace)| trace.busy()).collect();
        let before = used().0;
        for ((verifier, _), frame) in all.iter_mut().zip(frames) {
            assert!(verifier.verify(&frame).bytes().is_some());
        }
        busy_ms += used().0 - before;
    }
    (busy_ms * 1_000.0 / (pages as usize * rounds) as f64, memory)
}

/// Verification of what a real browser sent: processor time of a page's beginning and of a frame after it, in
/// microseconds.
fn verify_recorded(rounds: usize) -> (f64, f64) {
    let frames = frames::frames("recorded");
    let (mut begun_ms, mut after_ms, mut count) = (0.0, 0.0, 0);
    for _ in 0..rounds {
        let mut verifier = Verifier::new(Permit::attributes());
        let before = used().0;
        let mut rest = frames.iter();
        while !verifier.page().is_ready() {
            assert!(verifier.verify(rest.next().unwrap()).bytes().is_some());
        }
        let between = used().0;
        count += rest.len();
        for frame in rest {
            assert!(verifier.verify(frame).bytes().is_some());
        }
        begun_ms += between - before;
        after_ms += used().0 - between;
    }
    (begun_ms * 1_000.0 / rounds as f64, after_ms * 1_000.0 / count as f64)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut args = std::env::args().skip(1).map(|arg| arg.parse::<usize>().unwrap());
    let (sessions, rounds) = (args.next().unwrap_or(2_000), args.next().unwrap_or(100));
    let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_800_000_000_000)));
    let sink = Arc::new(Counting::default());
    let relay = Relay::new(Arc::clone(&clock) as _, Arc::clone(&sink) as _);
    let (_, memory_before) = used();
    let mut all: Vec<One> =
        (0..sessions as u64).map(|seed| open(&relay, seed, clock.now())).collect();
    let (_, memory_empty) = used();
    let begins = used().0;
    for one in &mut all {
        for frame in one.trace.page() {
            one.writer.take_frame(frame).unwrap();
            one.viewer.next().await.unwrap();
        }
        one.viewer.next().await.unwrap();
    }
    let pages_ms = used().0 - begins;
    let mut busy_ms = 0.0;
    for round in 0..rounds {
        clock.advance(Duration::from_millis(trace::TICK_MS));
        // What the browser does is not the relay's time.
        let frames: Vec<_> = all.iter_mut().map(|one| one.trace.busy()).collect();
        let before = used().0;
        for (one, frame) in all.iter_mut().zip(frames) {
            one.writer.take_frame(frame).unwrap();
            one.viewer.next().await.unwrap();
        }
        if round % 10 == 9 {
            relay.tick();
        }
        busy_ms += used().0 - before;
    }
    let (_, memory_busy) = used();
    let (verify_us, page_kb) = verify(500, rounds);
    let figures = relay.figures();
    let frames = (sessions * rounds) as f64;
    let each_us = busy_ms * 1_000.0 / frames;
    println!("{sessions} sessions, {rounds} frames each, one thread, no sockets");
    println!(
        "bytes a frame, mean of all        {:8.0}",
        figures.bytes_in as f64 / figures.frames_in as f64
    );
    println!("CPU a frame                       {each_us:8.2} µs");
    println!("  of it verification, by itself   {verify_us:8.2} µs");
    println!("sessions a core at 10 frames/s    {:8.0}", 100_000.0 / each_us);
    println!("CPU a first page of 701 nodes     {:8.2} µs", pages_ms * 1_000.0 / sessions as f64);
    println!(
        "memory a session, no page         {:8.1} kB",
        (memory_empty - memory_before) / sessions as f64
    );
    println!(
        "memory a session, page and queues {:8.1} kB",
        (memory_busy - memory_before) / sessions as f64
    );
    println!("  of it the page, by itself       {page_kb:8.1} kB");
    let (begun_us, after_us) = verify_recorded(100);
    println!("verification of a real page       {begun_us:8.0} µs");
    println!("  of a frame after it             {after_us:8.2} µs");
    println!("recorded                          {:8} bytes", sink.0.load(Ordering::Relaxed));
    assert_eq!(figures.overflows + figures.frames_refused, 0);
}
