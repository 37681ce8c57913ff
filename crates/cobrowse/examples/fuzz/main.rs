//! Feeds the frame decoder, the page and the verification what a hostile browser might send, for as long as is asked.
//!
//! `cargo run --release -p cobrowse --example fuzz -- --seconds 600 --seed 1`. It begins with frames of a real browser and
//! with made-up ones, and changes bytes, operations, numbers and words of them ([`mutate`]). Of each it asks:
//! - that nothing panics, and that memory stays within a bound of the frame's size;
//! - that what is decoded is encoded as the same bytes, and decoded again as the same;
//! - that what is passed on is a frame, shows only what a rule in force releases, and none of the words that may never be
//!   shown that it planted;
//! - that a page which took it makes a checkpoint of which another page becomes the same.
//!
//! The same seed makes the same frames. A failure prints the seed, the number of the case and the frame.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a program that tries to break something"
)]

mod mutate;
#[path = "../../tests/support/mod.rs"]
mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use cobrowse::page::Page;
use cobrowse::policy::Permit;
use cobrowse::verify::Verifier;
use cobrowse::wire::{self, Body, Op, Said};
use mutate::Mutator;
use peak_alloc::PeakAlloc;
use support::Random;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The most bytes that decoding holds for each byte of a frame: an operation of one byte is one of [`Op`]'s size, in a list
/// that doubles.
const DECODE_BYTES_A_BYTE: usize = 400;
/// The same for verification, which reads words in several orders; and what it may hold of the page beside that.
const VERIFY_BYTES_A_BYTE: usize = 4_000;
const VERIFY_BYTES_MIN: usize = 8 << 20;
/// Cases from one state of a page.
const CASES_A_STATE: usize = 40;

/// A capture, and which rules may show something in it.
struct Session {
    frames: Vec<Vec<u8>>,
    permit: fn() -> Permit,
    rules: &'static [u32],
}

#[derive(Default)]
struct Counts {
    cases: u64,
    decoded: u64,
    taken: u64,
    dropped: u64,
    peak_decode: usize,
    peak_verify: usize,
}

fn main() {
    let mut args = std::env::args().skip(1);
    let (mut seconds, mut seed) = (60, 1);
    while let Some(name) = args.next() {
        let value: u64 = args.next().expect("a number after each name").parse().unwrap();
        match name.as_str() {
            "--seconds" => seconds = value,
            "--seed" => seed = value,
            _ => panic!("--seconds and --seed, not {name}"),
        }
    }
    let sessions = sessions();
    let mut mutator =
        Mutator::new(seed, sessions.iter().flat_map(|one| one.frames.clone()).collect());
    // The patterns of what is never shown are made when they are first needed, and kept: no frame's doing.
    understanding::pii::find(&format!(
        "{}, pin 1234, 811218-9876, tel +46 70 123 45 67",
        mutate::NEVER.join(", ")
    ));
    let mut counts = Counts::default();
    let until = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < until {
        let session = mutator.random.pick(&sessions);
        let at = mutator.random.below(session.frames.len());
        let mut verifier = Verifier::new((session.permit)());
        for frame in &session.frames[..at] {
            verifier.verify(frame);
        }
        for _ in 0..CASES_A_STATE {
            let bytes = mutator.mutated(&session.frames[at]);
            counts.cases += 1;
            let case = AssertUnwindSafe(|| tried(&verifier, session, &bytes, &mut counts));
            if catch_unwind(case).is_err() {
                let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                eprintln!("seed {seed}, case {}: {hex}", counts.cases);
                std::process::exit(1);
            }
        }
    }
    let Counts { cases, decoded, taken, dropped, peak_decode, peak_verify } = counts;
    println!(
        "{cases} frames in {seconds} s from seed {seed}: {decoded} were frames, {taken} fitted their page"
    );
    println!("{dropped} things were taken out; nothing was passed on that no rule released");
    println!("memory at most {peak_decode} bytes while decoding, {peak_verify} while verifying");
    assert!(taken > 0 && dropped > 0, "it must get as far as that");
}

fn sessions() -> Vec<Session> {
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut files = vec![golden.join("session.json")];
    files
        .extend(std::fs::read_dir(golden.join("recorded")).unwrap().map(|one| one.unwrap().path()));
    // The order of a folder is nobody's promise, and a seed is one.
    files.sort();
    let recorded = files.iter().map(|file| Session {
        frames: frames(&std::fs::read_to_string(file).unwrap()),
        permit: Permit::attributes,
        rules: &[1],
    });
    let made = (0..20).map(|seed| Session {
        frames: support::session::honest(seed, 20),
        permit: support::session::permit,
        rules: &support::RULES,
    });
    recorded.chain(made).collect()
}

fn frames(json: &str) -> Vec<Vec<u8>> {
    let texts: Vec<String> = serde_json::from_str(json).unwrap();
    let byte = |text: &str, at: usize| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap();
    texts.iter().map(|text| (0..text.len() / 2).map(|at| byte(text, at)).collect()).collect()
}

/// One frame, after the frames before it.
fn tried(verifier: &Verifier, session: &Session, bytes: &[u8], counts: &mut Counts) {
    let (decoded, held) = measured(|| wire::decode(bytes));
    counts.peak_decode = counts.peak_decode.max(held);
    assert!(
        held <= bytes.len() * DECODE_BYTES_A_BYTE + 4_096,
        "{held} bytes to decode {}",
        bytes.len()
    );
    if let Ok(frame) = &decoded {
        counts.decoded += 1;
        let again = wire::encode(frame);
        assert_eq!(again, bytes, "another way of writing the same");
        assert_eq!(wire::decode(&again).as_ref(), Ok(frame));
    }
    let mut verifier = verifier.clone();
    let (verdict, held) = measured(|| verifier.verify(bytes));
    counts.peak_verify = counts.peak_verify.max(held);
    let most = bytes.len() * VERIFY_BYTES_A_BYTE + VERIFY_BYTES_MIN;
    assert!(held <= most, "{held} bytes to verify {}", bytes.len());
    counts.dropped += verdict.dropped.len() as u64;
    let Some(passed) = verdict.bytes() else { return };
    counts.taken += 1;
    let frame = wire::decode(passed).expect("what is passed on is a frame");
    let Said::Ops(ops) = &frame.said else { return };
    shows_nothing_else(ops, session);
    let checkpoint = verifier.page().checkpoint().expect("a page that took a frame");
    let mut late = Page::default();
    late.take(&wire::decode(&wire::encode(&checkpoint)).expect("a checkpoint is a frame")).unwrap();
    assert_eq!(late.checkpoint().as_ref(), Some(&checkpoint), "the page of a late joiner");
}

/// Whether all that is shown is shown by a rule of the session, and nothing planted is.
fn shows_nothing_else(ops: &[Op], session: &Session) {
    let bodies = ops.iter().filter_map(|op| match op {
        Op::Node(node) => node.body.as_ref(),
        Op::Body { body, .. } => body.as_ref(),
        _ => None,
    });
    for body in bodies {
        let rule = body.rule();
        assert!(rule.is_none_or(|rule| session.rules.contains(&rule)), "rule {rule:?} passed");
        let is_drawn = body.is_drawn();
        assert!(!is_drawn || matches!(rule, Some(1 | 5)), "pixels under rule {rule:?} passed");
        if let Body::Lines { lines, .. } = body {
            for line in lines {
                let planted = mutate::NEVER.iter().find(|text| stands_in(&line.text, text));
                assert_eq!(planted, None, "passed in {:?}", line.text);
            }
        }
    }
}

/// Whether a text holds another, and not as a part of a longer word or number.
fn stands_in(text: &str, other: &str) -> bool {
    text.match_indices(other).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + other.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

/// What a function gives, and how many bytes more it held at a time.
fn measured<T>(work: impl FnOnce() -> T) -> (T, usize) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let made = work();
    (made, MEMORY.peak_usage().saturating_sub(before))
}

/// A number below another, small ones more often.
fn small(random: &mut Random, end: usize) -> usize {
    let most = random.below(end) + 1;
    random.below(most)
}
