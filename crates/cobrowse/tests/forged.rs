//! Frames that a changed script in the browser might send: nothing reaches a viewer that no rule released, and nothing
//! that looks like a card number or an account, however it is split. What an honest browser sends arrives byte for byte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use cobrowse::policy::{InForce, Narrowing, Permit, Policy};
use cobrowse::verify::{FAULTS_MAX, Outcome, Refusal, Verifier, Why};
use cobrowse::wire::{self, Body, Frame, Kind, Op, Said, state};
use support::session::{
    CANARY, POLICY, Viewer, begun, frame, hash, honest, line, node, permit, released_in_new, root,
    words,
};
use support::{RULES, Random};

#[test]
fn what_an_honest_browser_sends_arrives_byte_for_byte() {
    for seed in 0..60 {
        let mut verifier = Verifier::new(permit());
        for bytes in honest(seed, 60) {
            let verdict = verifier.verify(&bytes);
            assert_eq!(verdict.dropped, [], "seed {seed}");
            assert!(matches!(&verdict.outcome, Outcome::Passed(same) if **same == *bytes));
            assert!(!verdict.must_end);
        }
    }
}

/// A frame with something in it that must not arrive.
fn forged(random: &mut Random, bytes: &[u8]) -> (Vec<u8>, &'static str) {
    let frame = wire::decode(bytes).unwrap();
    let Said::Ops(mut ops) = frame.said else { panic!("a start") };
    let texts: Vec<usize> = (0..ops.len())
        .filter(|at| matches!(&ops[*at], Op::Node(node) if node.body.as_ref().is_some_and(|body| body.rule().is_some())))
        .collect();
    let released = |rule| words(rule, &[CANARY]);
    let way = random.below(8);
    let what = match way {
        0..3 => {
            // Another rule: none, one that is over, one for others, one that hides, the attribute.
            let rule = *random.pick(&[1, 4, 6, 7, 8, 900, u32::MAX]);
            match texts.is_empty() {
                true => ops.push(Op::Body { node: 1, body: Some(released(rule)) }),
                false => {
                    if let Op::Node(node) = &mut ops[*random.pick(&texts)] {
                        (node.kind, node.state) = (Kind::Text, 0);
                        node.body = Some(released(rule));
                    }
                }
            }
            "a rule that is not in force"
        }
        3 => {
            let bytes = b"\x89PNG\r\n\x1a\nZanzibar";
            let fit = [0; 7].into();
            let format = wire::Format::Png;
            let body = Body::Pixels { rule: 2, format, bytes: bytes.as_slice().into(), fit };
            ops.extend(released_in_new(Kind::Media, body));
            "pixels under a rule for words"
        }
        4 => {
            ops.extend(released_in_new(Kind::Text, words(2, &["4111 1111 1111 1111", CANARY])));
            "a card number"
        }
        5 => {
            ops.extend(released_in_new(Kind::Box, released(2)));
            "words in a box"
        }
        6 => {
            let look = 5_000;
            let lines = vec![line(CANARY, 0)];
            ops.extend(released_in_new(Kind::Text, Body::Lines { rule: 2, look, lines }));
            "a look that is not known"
        }
        _ => {
            // Told twice: the first time without a right to it.
            ops.extend(released_in_new(Kind::Text, released(9)));
            "under an unknown rule, in a new node"
        }
    };
    (wire::encode(&Frame { sequence: frame.sequence, said: Said::Ops(ops) }), what)
}

#[test]
fn of_ten_thousand_forged_frames_nothing_arrives() {
    let mut random = Random::new(4);
    let mut counts = [0_u32; 2];
    for seed in 0..500 {
        let frames = honest(seed, 4);
        for _ in 0..24 {
            let mut verifier = Verifier::new(permit());
            let mut viewer = Viewer::default();
            let at = 1 + random.below(frames.len() - 1);
            for bytes in &frames[..at] {
                viewer.take(&verifier.verify(bytes));
            }
            let (bytes, what) = forged(&mut random, &frames[at]);
            let verdict = verifier.verify(&bytes);
            let is_refused = matches!(verdict.outcome, Outcome::Refused(_));
            assert!(is_refused || !verdict.dropped.is_empty(), "seed {seed}: {what}");
            viewer.take(&verdict);
            assert!(!viewer.sent.contains(CANARY), "seed {seed}: {what}");
            let rules = viewer.rules();
            assert!(
                rules.iter().all(|rule| RULES.contains(rule)),
                "seed {seed}: {what}: {rules:?}"
            );
            counts[usize::from(is_refused)] += 1;
        }
    }
    assert_eq!(counts.iter().sum::<u32>(), 12_000);
    assert!(counts.iter().all(|count| *count > 1_000), "{counts:?}");
}

/// Real frames, with bits turned, cut off, doubled, put together: whatever still fits shows nothing without a right.
#[test]
fn of_ten_thousand_broken_frames_nothing_arrives_that_no_rule_released() {
    let mut random = Random::new(9);
    let mut refused = 0;
    for seed in 0..500 {
        let frames = honest(1_000 + seed, 4);
        for _ in 0..24 {
            let mut verifier = Verifier::new(permit());
            let mut viewer = Viewer::default();
            let at = 1 + random.below(frames.len() - 1);
            for bytes in &frames[..at] {
                viewer.take(&verifier.verify(bytes));
            }
            let mut bytes = frames[at].clone();
            let place = random.below(bytes.len());
            match random.below(6) {
                0..3 => bytes[place] ^= 1 << random.below(8),
                3 => bytes.truncate(place),
                4 => bytes.insert(place, u8::try_from(random.below(256)).unwrap()),
                _ => {
                    let rest = bytes[place..].to_vec();
                    bytes.extend(rest);
                }
            }
            let verdict = verifier.verify(&bytes);
            refused += u32::from(verdict.bytes().is_none());
            viewer.take(&verdict);
            let rules = viewer.rules();
            assert!(rules.iter().all(|rule| RULES.contains(rule)), "seed {seed}: {rules:?}");
        }
    }
    assert!(refused > 6_000, "{refused} of 12,000");
}

/// The same frame again, an earlier one, and one too early.
#[test]
fn a_frame_comes_once_and_in_its_turn() {
    let frames = honest(3, 8);
    for (at, sent) in [(4, 3), (4, 4), (4, 6), (2, 1)] {
        let mut verifier = Verifier::new(permit());
        for bytes in &frames[..=at] {
            verifier.verify(bytes);
        }
        let outcome = verifier.verify(&frames[sent]).outcome;
        assert!(matches!(outcome, Outcome::Refused(Refusal::Page(_))), "{sent} after {at}");
        // All is thrown away until a capture begins anew.
        assert_eq!(verifier.verify(&frames[at + 1]).outcome, Outcome::Late);
        assert!(verifier.page().sequence().is_none());
        assert_eq!(verifier.verify(&frames[0]).bytes(), Some(frames[0].as_slice()));
    }
}

#[test]
fn a_session_ends_after_a_few_faults() {
    let mut verifier = begun();
    verifier.verify(&frame(1, root()));
    for count in 1..=FAULTS_MAX {
        let ops = released_in_new(Kind::Text, words(8, &[CANARY]));
        let bytes = frame(count + 1, ops);
        let verdict = verifier.verify(&bytes);
        assert_eq!(verdict.dropped[0].why, Why::Rule(8));
        assert_eq!(verdict.must_end, count == FAULTS_MAX, "{count}");
    }
}

#[test]
fn captures_begin_under_the_policy_in_force_only() {
    let start = |policy| wire::encode(&Frame { sequence: 0, said: Said::Start { policy } });
    let of = |policy| {
        let bytes = start(policy);
        matches!(Verifier::new(permit()).verify(&bytes).outcome, Outcome::Passed(_))
    };
    assert!(of(hash()) && !of([0; 32]) && !of([1; 32]));
    // By attributes only where the company lets its pages.
    let mut verifier = Verifier::new(Permit::attributes());
    assert!(verifier.verify(&start([0; 32])).bytes().is_some());
    let mut ops = root();
    ops.push(node(Kind::Text, Some(words(1, &["Hello"]))));
    ops.push(node(Kind::Text, Some(words(2, &["Hello"]))));
    let bytes = frame(1, ops);
    let verdict = verifier.verify(&bytes);
    assert_eq!(
        verdict.dropped.iter().map(|one| (one.node, one.why)).collect::<Vec<_>>(),
        [(3, Why::Rule(2))]
    );
    // A checkpoint is the server's.
    let checkpoint = wire::encode(&verifier.page().checkpoint().unwrap());
    assert_eq!(verifier.verify(&checkpoint).outcome, Outcome::Refused(Refusal::Checkpoint));
}

#[test]
fn a_narrower_policy_takes_effect_at_once() {
    let mut verifier = begun();
    let off = Narrowing { off: vec![2], hide: Vec::new() };
    let in_force = InForce::new(Policy::parse(POLICY).unwrap(), off).unwrap();
    verifier.adopt(in_force.permit(&["agent"], "2026-11-23".parse().unwrap()));
    // On their way while the browser hears of it: thrown away, and held against nobody.
    for bytes in [
        frame(1, root()),
        wire::encode(&Frame { sequence: 0, said: Said::Start { policy: hash() } }),
    ] {
        let verdict = verifier.verify(&bytes);
        assert_eq!((verdict.outcome, verdict.must_end), (Outcome::Late, false));
    }
    let policy = *in_force.hash().bytes();
    let start = wire::encode(&Frame { sequence: 0, said: Said::Start { policy } });
    assert!(verifier.verify(&start).bytes().is_some());
    let mut ops = root();
    ops.push(node(Kind::Text, Some(words(2, &[CANARY]))));
    let bytes = frame(1, ops);
    assert_eq!(verifier.verify(&bytes).dropped[0].why, Why::Rule(2));
}

#[test]
fn nothing_is_checked_where_nothing_is_released() {
    let mut verifier = Verifier::new(Permit::nothing([3; 32]));
    verifier.verify(&wire::encode(&Frame { sequence: 0, said: Said::Start { policy: [3; 32] } }));
    let mut ops = root();
    ops.push(node(Kind::Check, None));
    ops.push(Op::State { node: 2, state: state::CHECKED | state::FOCUSED });
    let bytes = frame(1, ops);
    let verdict = verifier.verify(&bytes);
    assert_eq!(verdict.dropped.len(), 1);
    assert_eq!(verifier.page().node(2).unwrap().state, state::FOCUSED);
}
