//! Frames that a changed script in the browser might send: nothing reaches a viewer that no rule released, and nothing
//! that looks like a card number or an account, however it is split. What an honest browser sends arrives byte for byte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;

use cobrowse::page::Page;
use cobrowse::policy::{InForce, Narrowing, Permit, Policy};
use cobrowse::verify::{FAULTS_MAX, Outcome, Refusal, Verdict, Verifier, Why};
use cobrowse::wire::{self, Body, Frame, Kind, Line, Node, Op, Said, state};
use support::{RULES, Random, Site};

/// Rules 2, 3 and 5 are in force for agents; 4 is over, 6 is for others, 7 hides; only 5 releases pixels.
const POLICY: &str = r#"
version = 1
company = "acme"
[[rule]]
id = 2
effect = "show"
selector = ".order"
reason = "orders"
owner = "web"
expires = "2027-01-01"
[[rule]]
id = 3
effect = "show"
selector = "nav"
reason = "ways"
owner = "web"
expires = "2027-01-01"
[[rule]]
id = 4
effect = "show"
selector = ".old"
reason = "was needed"
owner = "web"
expires = "2026-11-22"
[[rule]]
id = 5
effect = "show"
selector = ".chart"
reason = "charts"
owner = "web"
expires = "2027-01-01"
pixels = true
[[rule]]
id = 6
effect = "show"
selector = ".risk"
reason = "risk"
owner = "web"
expires = "2027-01-01"
roles = ["supervisor"]
[[rule]]
id = 7
effect = "hide"
selector = ".secret"
reason = "secrets"
owner = "web"
"#;

/// Words that nothing but a forger sends.
const CANARY: &str = "Zanzibar";

fn permit() -> Permit {
    let policy = Policy::parse(POLICY).unwrap();
    let in_force = InForce::new(policy, Narrowing::default()).unwrap();
    in_force.permit(&["agent"], "2026-11-23".parse().unwrap())
}

fn hash() -> [u8; 32] {
    *Policy::parse(POLICY).unwrap().hash().bytes()
}

/// The frames of an honest browser.
fn honest(seed: u64, count: usize) -> Vec<Vec<u8>> {
    let mut site = Site::new(seed);
    let mut frames = vec![site.start()];
    frames[0].said = Said::Start { policy: hash() };
    frames.extend((0..count).map(|_| site.frame()));
    frames.iter().map(wire::encode).collect()
}

fn begun() -> Verifier {
    let mut verifier = Verifier::new(permit());
    let start = wire::encode(&Frame { sequence: 0, said: Said::Start { policy: hash() } });
    assert_eq!(verifier.verify(&start).bytes(), Some(start.as_slice()));
    verifier
}

fn line(text: &str, x: u32) -> Line {
    Line { x, y: 0, w: 40, h: 80, text: text.to_owned() }
}

fn words(rule: u32, texts: &[&str]) -> Body {
    let lines = texts.iter().map(|text| line(text, 0)).collect();
    Body::Lines { rule, look: 0, lines }
}

fn node(kind: Kind, body: Option<Body>) -> Op {
    let (x, below, narrower, h, look, state) = (0, 0, 0, 80, 0, 0);
    Op::Node(Node { kind, flags: 0, x, below, narrower, h, look, state, body })
}

fn root() -> Vec<Op> {
    let (kind, look, state, body) = (Kind::Box, 0, 0, None);
    let node =
        Node { kind, flags: 0, x: 0, below: 0, narrower: -4_000, h: 4_000, look, state, body };
    vec![Op::Node(node), Op::Enter]
}

fn frame(sequence: u32, ops: Vec<Op>) -> Vec<u8> {
    wire::encode(&Frame { sequence, said: Said::Ops(ops) })
}

/// All words of a page and of the frames that made it.
#[derive(Default)]
struct Viewer {
    page: Page,
    sent: String,
    last: u32,
}

impl Viewer {
    fn take(&mut self, verdict: &Verdict<'_>) {
        let Some(bytes) = verdict.bytes() else { return };
        let frame = wire::decode(bytes).unwrap();
        if let Said::Ops(ops) = &frame.said {
            for op in ops {
                let body = match op {
                    Op::Node(node) => node.body.as_ref(),
                    Op::Body { body, .. } => body.as_ref(),
                    _ => None,
                };
                if let Some(Body::Lines { lines, .. }) = body {
                    self.sent.extend(lines.iter().map(|line| line.text.as_str()));
                }
            }
        }
        self.page.take(&frame).unwrap();
    }

    /// The rules that what is shown names.
    fn rules(&mut self) -> BTreeSet<u32> {
        self.last += 2_000;
        (1..self.last).filter_map(|id| self.page.node(id)?.rule).collect()
    }

    /// What is shown, in the order of the document, without spaces.
    fn shown(&self) -> String {
        let Some(Frame { said: Said::Checkpoint { ops, .. }, .. }) = self.page.checkpoint() else {
            return String::new();
        };
        let bodies = ops.iter().filter_map(|op| match op {
            Op::Node(node) => node.body.as_ref(),
            _ => None,
        });
        let lines = bodies.flat_map(|body| match body {
            Body::Lines { lines, .. } => lines.as_slice(),
            _ => &[],
        });
        lines.map(|line| line.text.trim()).collect::<Vec<_>>().join(" ")
    }
}

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

fn released_in_new(kind: Kind, body: Body) -> Vec<Op> {
    vec![Op::At { parent: 1, sibling: 0 }, node(kind, Some(body))]
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

const CARDS: [&str; 4] =
    ["4111111111111111", "5555555555554444", "378282246310005", "6011111111111117"];
const ACCOUNTS: [&str; 3] =
    ["SE4550000000058398257466", "DE89370400440532013000", "GB29NWBK60161331926819"];

/// Numbers in pieces, each way of putting them on a page: as `(text, x)` of nodes, each with its lines.
fn splits(number: &str, random: &mut Random) -> Vec<(&'static str, Vec<Vec<String>>)> {
    let signs: Vec<char> = number.chars().collect();
    let groups = |size: usize| -> Vec<String> {
        signs.chunks(size).map(|chunk| chunk.iter().collect()).collect()
    };
    let each =
        |pieces: Vec<String>| pieces.into_iter().map(|piece| vec![piece]).collect::<Vec<_>>();
    let cut = 1 + random.below(signs.len() - 1);
    let two = vec![signs[..cut].iter().collect::<String>(), signs[cut..].iter().collect()];
    let full: String =
        signs.iter().map(|sign| char::from_u32(u32::from(*sign) + 0xFEE0).unwrap()).collect();
    let hidden: String = signs.iter().flat_map(|sign| [*sign, '\u{200B}']).collect();
    vec![
        ("in one", vec![vec![format!("Your number: {number}.")]]),
        ("in groups of four", vec![vec![groups(4).join(" ")]]),
        ("with dashes", vec![vec![groups(4).join("-")]]),
        ("with no-break spaces", vec![vec![groups(4).join("\u{A0}")]]),
        ("full width", vec![vec![full]]),
        ("with signs that take no room", vec![vec![hidden]]),
        ("in lines", vec![groups(4)]),
        ("in lines of two signs", vec![groups(2)]),
        ("cut in two lines", vec![two.clone()]),
        ("cut in two texts", each(two)),
        ("in texts of four", each(groups(4))),
        ("in texts of three", each(groups(3))),
        ("a sign a text", each(groups(1))),
        (
            "after a word",
            each([vec!["Number".to_owned()], groups(1), vec!["thanks".to_owned()]].concat()),
        ),
    ]
}

/// Puts pieces on a page: each text in a box of its own, so many boxes deep.
fn placed(pieces: &[Vec<String>], deep: usize) -> Vec<Op> {
    let mut ops = Vec::new();
    for (at, lines) in pieces.iter().enumerate() {
        for _ in 0..deep {
            ops.push(node(Kind::Box, None));
            ops.push(Op::Enter);
        }
        let texts: Vec<&str> = lines.iter().map(String::as_str).collect();
        let x = i32::try_from(at).unwrap() * 40;
        if let Op::Node(mut node) = node(Kind::Text, Some(words(2, &texts))) {
            // Side by side.
            (node.x, node.below) = (x, if at == 0 || deep > 0 { 0 } else { -80 });
            ops.push(Op::Node(node));
        }
        ops.extend((0..deep).map(|_| Op::Leave));
    }
    ops
}

fn arrives(shown: &str, number: &str) -> bool {
    let plain: String =
        kernel::scrub::plain(shown).chars().filter(char::is_ascii_alphanumeric).collect();
    plain.contains(number)
}

#[test]
fn numbers_do_not_arrive_however_they_are_split() {
    let mut random = Random::new(2);
    for number in CARDS.iter().chain(&ACCOUNTS) {
        for _ in 0..6 {
            for (way, pieces) in splits(number, &mut random) {
                for deep in [0, 1, 3] {
                    let mut verifier = begun();
                    let mut viewer = Viewer::default();
                    viewer.take(&begun_verdict(&mut verifier));
                    let mut ops = root();
                    ops.extend(placed(&pieces, deep));
                    let bytes = frame(1, ops);
                    let verdict = verifier.verify(&bytes);
                    viewer.take(&verdict);
                    assert!(!verdict.dropped.is_empty(), "{number} {way}, {deep} deep");
                    assert!(!arrives(&viewer.sent, number), "{number} {way}, {deep} deep");
                }
            }
        }
    }
}

fn begun_verdict(verifier: &mut Verifier) -> Verdict<'static> {
    let start = wire::encode(&Frame { sequence: 0, said: Said::Start { policy: hash() } });
    let verdict = verifier.verify(&start);
    let bytes = verdict.bytes().unwrap().to_vec();
    Verdict { outcome: Outcome::Passed(bytes.into()), dropped: Vec::new(), must_end: false }
}

/// The pieces come in frames of their own: the whole is never shown at once.
#[test]
fn numbers_that_come_bit_by_bit_are_taken_back() {
    for number in CARDS.iter().chain(&ACCOUNTS) {
        for size in [1, 2, 4, 7] {
            let mut verifier = begun();
            let mut viewer = Viewer::default();
            viewer.take(&begun_verdict(&mut verifier));
            let root = frame(1, root());
            viewer.take(&verifier.verify(&root));
            let signs: Vec<char> = number.chars().collect();
            let mut dropped = 0;
            for (at, chunk) in signs.chunks(size).enumerate() {
                let at = u32::try_from(at).unwrap();
                let piece: String = chunk.iter().collect();
                let sibling = if at == 0 { 0 } else { at + 1 };
                let mut ops = vec![Op::At { parent: 1, sibling }];
                ops.extend(placed(&[vec![piece]], 0));
                let bytes = frame(at + 2, ops);
                let verdict = verifier.verify(&bytes);
                viewer.take(&verdict);
                dropped += verdict.dropped.len();
                assert!(!arrives(&viewer.shown(), number), "{number} by {size}");
            }
            assert!(dropped > 0, "{number} by {size}");
        }
    }
}

/// Written from the back, and laid out from the front.
#[test]
fn numbers_in_the_order_of_places_do_not_arrive() {
    for number in CARDS {
        let mut verifier = begun();
        let mut ops = root();
        for (at, sign) in number.chars().enumerate().collect::<Vec<_>>().into_iter().rev() {
            if let Op::Node(mut node) = node(Kind::Text, Some(words(2, &[&sign.to_string()]))) {
                let is_first = at == number.len() - 1;
                (node.x, node.below) =
                    (i32::try_from(at).unwrap() * 40, if is_first { 0 } else { -80 });
                ops.push(Op::Node(node));
            }
        }
        let bytes = frame(1, ops);
        assert!(!verifier.verify(&bytes).dropped.is_empty(), "{number}");
    }
}

/// What was between two halves goes, or one half moves beside the other.
#[test]
fn halves_that_come_together_are_taken_out() {
    let halves = ["4111 1111", "Delivered on Friday", "1111 1111"];
    for step in [Op::Remove(3), Op::Move { node: 2, sibling: 3 }] {
        let mut verifier = begun();
        let mut ops = root();
        ops.extend(halves.iter().map(|text| node(Kind::Text, Some(words(2, &[text])))));
        let bytes = frame(1, ops);
        assert_eq!(verifier.verify(&bytes).dropped, []);
        let bytes = frame(2, vec![step.clone()]);
        let verdict = verifier.verify(&bytes);
        assert_eq!(verdict.dropped.len(), 2, "{step:?}");
        assert!(verifier.page().node(2).unwrap().rule.is_none());
        assert!(verifier.page().node(4).unwrap().rule.is_none());
    }
}

#[test]
fn addresses_and_identities_do_not_arrive() {
    for (text, is_doubtful) in [
        ("anna.svensson@example.com", false),
        ("Personnummer 640823-3234", false),
        ("DNI 12345678Z", false),
        ("Steuer-ID 86095742719", false),
        ("Call +46 70 174 06 05", true),
    ] {
        let mut verifier = begun();
        let mut ops = root();
        ops.push(node(Kind::Text, Some(words(2, &[text]))));
        let bytes = frame(1, ops);
        let verdict = verifier.verify(&bytes);
        assert_eq!(verdict.dropped.len(), 1, "{text}");
        assert_eq!(verdict.dropped[0].is_doubtful, is_doubtful, "{text}");
        assert!(verifier.page().node(2).unwrap().rule.is_none(), "{text}");
    }
}

/// Amounts, dates, order numbers and calendars are no card numbers.
#[test]
fn what_stands_on_usual_pages_arrives() {
    let days: Vec<String> = (1..=31).map(|day| day.to_string()).collect();
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    let table = [
        "Order",
        "Date",
        "Amount",
        "10023456",
        "2026-11-20",
        "1 299,00 kr",
        "10023457",
        "2026-11-21",
        "89,90 kr",
    ];
    let hours = [
        "Mon",
        "09:00",
        "–",
        "17:30",
        "Tue",
        "09:00",
        "–",
        "17:30",
        "Support: 24/7",
        "iPhone 15 Pro 256 GB",
    ];
    for page in [days.as_slice(), &table, &hours] {
        for deep in [0, 1, 2] {
            let mut verifier = begun();
            let mut ops = root();
            let pieces: Vec<Vec<String>> =
                page.iter().map(|text| vec![(*text).to_owned()]).collect();
            // Weeks below each other.
            for (row, week) in pieces.chunks(7).enumerate() {
                let mut placed = placed(week, deep);
                if let Some(Op::Node(first)) = placed.first_mut() {
                    first.below = if row == 0 { 0 } else { 120 };
                }
                ops.extend(placed);
            }
            let bytes = frame(1, ops);
            assert_eq!(verifier.verify(&bytes).dropped, [], "{page:?}, {deep} deep");
        }
    }
}
