//! Numbers that are never shown do not arrive, however they are split; what stands on usual pages does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use cobrowse::verify::{Outcome, Verdict, Verifier};
use cobrowse::wire::{self, Frame, Kind, Op, Said};
use support::Random;
use support::session::{Viewer, begun, frame, hash, node, root, words};

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
