//! What is no frame is refused, with the place; what is one has one way of being written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use cobrowse::page::Page;
use cobrowse::policy::Permit;
use cobrowse::verify::Verifier;
use cobrowse::wire::{self, FRAME_BYTES_MAX, OPS_MAX, Op, Problem};
use proptest::prelude::*;
use support::{Random, Site};

/// Operations after the head of a frame.
fn frame(ops: &[u8]) -> Vec<u8> {
    [&[1, 1, 0], ops].concat()
}

#[test]
fn what_is_no_frame_is_refused_with_its_place() {
    let text = |bytes: &[u8]| [&[11, 1, 1, 1, 2, 0, 1, 0, 0, 0, 0][..], bytes].concat();
    for (name, ops, at, problem) in [
        ("an operation", vec![0], 4, Problem::Operation),
        ("21, which is none", vec![21], 4, Problem::Operation),
        ("a next outside of a checkpoint", vec![18, 1], 5, Problem::Operation),
        ("a kind", vec![2, 14], 5, Problem::Kind),
        ("flags", vec![17, 1, 8], 6, Problem::Flag),
        ("a state", vec![12, 1, 16], 6, Problem::State),
        ("whether there is a body", vec![11, 1, 2], 6, Problem::Body),
        ("a body", vec![11, 1, 1, 6], 7, Problem::Body),
        ("words without a rule", vec![11, 1, 1, 1, 0], 8, Problem::NoRule),
        ("a number without its end", vec![6, 0x80], 5, Problem::Short),
        ("a number in more bytes than it needs", vec![6, 0x81, 0x00], 6, Problem::Padded),
        ("a number of 33 bits", vec![6, 0xFF, 0xFF, 0xFF, 0xFF, 0x1F], 9, Problem::TooLarge),
        ("a number without end", vec![6, 0xFF, 0xFF, 0xFF, 0xFF, 0x8F], 9, Problem::TooLarge),
        ("501 lines", vec![11, 1, 1, 1, 2, 0, 0xF5, 0x03], 11, Problem::TooLarge),
        ("a text longer than what is there", text(&[2, b'a']), 15, Problem::Short),
        ("a text that is not UTF-8", text(&[1, 0xFF]), 16, Problem::NotText),
        ("a surrogate", text(&[3, 0xED, 0xA0, 0x80]), 18, Problem::NotText),
        ("a control character", text(&[1, 0]), 16, Problem::Control),
        ("a control character of two bytes", text(&[2, 0xC2, 0x85]), 17, Problem::Control),
        ("a property", vec![1, 31], 5, Problem::Property),
        ("a property far out", vec![1, 200], 5, Problem::Property),
        ("a property twice", vec![1, 6, 6], 6, Problem::Twice),
        ("an opacity of 256", vec![1, 5, 0x80, 0x02], 7, Problem::Value),
        ("a family", vec![1, 20, 6], 6, Problem::Value),
        ("a style of a border", vec![1, 2, 4, 9], 7, Problem::Value),
        ("seventeen shadows", vec![1, 4, 17], 6, Problem::Value),
        ("a font without a name", vec![1, 24, 1, 82], 7, Problem::Value),
        ("a font of no asset", vec![1, 24, 1, 1], 7, Problem::Value),
        ("a source of a layer", vec![1, 10, 1, 7], 7, Problem::Value),
        ("a layer of no asset", vec![1, 10, 1, 3, 0], 8, Problem::Value),
        ("an angle of 360 degrees", vec![1, 10, 1, 0, 0x90, 0x1C], 9, Problem::Value),
        ("a level above all", vec![11, 1, 1, 5, 2, 0xE9, 0x07], 10, Problem::Value),
        ("a step of a path", vec![11, 1, 1, 4, 2, 1, 0, 1, 5], 12, Problem::Value),
        ("a format of pixels", vec![11, 1, 1, 3, 2, 2], 9, Problem::Value),
        (
            "pixels that are none",
            vec![11, 1, 1, 3, 2, 1, 2, 9, 9, 0, 0, 0, 0, 0, 0, 0],
            12,
            Problem::Value,
        ),
        ("a picture of no asset", vec![11, 1, 1, 2, 2, 0], 9, Problem::Value),
        ("a pointer", vec![20, 2], 5, Problem::Value),
    ] {
        let error = wire::decode(&frame(&ops)).expect_err(name);
        assert_eq!((error.at, error.problem), (at, problem), "{name}: {error}");
    }
    for (bytes, problem) in [
        (vec![], Problem::Short),
        (vec![2, 1, 0], Problem::Version),
        (vec![1, 3, 0], Problem::Frame),
        (vec![1, 0, 0, 7], Problem::Short),
        ([vec![1, 0, 0], vec![7; 33]].concat(), Problem::Rest),
        (vec![0; FRAME_BYTES_MAX + 1], Problem::TooLong),
        (frame(&vec![3; OPS_MAX + 1]), Problem::Many),
    ] {
        assert_eq!(wire::decode(&bytes).unwrap_err().problem, problem);
    }
}

#[test]
fn a_read_frame_is_not_much_larger_than_the_bytes_of_its_operations() {
    assert!(size_of::<Op>() <= 112, "{}", size_of::<Op>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn any_bytes_are_read_to_the_same_bytes_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for bytes in [bytes.clone(), frame(&bytes)] {
            if let Ok(frame) = wire::decode(&bytes) {
                prop_assert_eq!(wire::encode(&frame), bytes);
            }
        }
    }

    /// Frames with bytes turned, doubled, cut and put in: no page and no verifier breaks on them.
    #[test]
    fn broken_frames_are_refused_or_are_other_frames(seed: u64) {
        let mut random = Random::new(seed);
        let mut site = Site::new(seed);
        let mut page = Page::default();
        let mut verifier = Verifier::new(Permit::nothing(support::POLICY));
        let start = site.start();
        page.take(&start).unwrap();
        verifier.verify(&wire::encode(&start));
        for _ in 0..6 {
            let whole = wire::encode(&site.frame());
            let mut bytes = whole.clone();
            for _ in 0..random.below(3) {
                let place = random.below(bytes.len());
                match random.below(4) {
                    0 => bytes[place] = u8::try_from(random.below(256)).unwrap(),
                    1 => bytes[place] ^= 0x80,
                    2 => bytes.truncate(place.max(1)),
                    _ => bytes.insert(place, u8::try_from(random.below(256)).unwrap()),
                }
            }
            if let Ok(frame) = wire::decode(&bytes) {
                prop_assert_eq!(&wire::encode(&frame), &bytes);
                if page.clone().take(&frame).is_ok() {
                    page.take(&frame).unwrap();
                    let checkpoint = wire::encode(&page.checkpoint().unwrap());
                    let mut late = Page::default();
                    late.take(&wire::decode(&checkpoint).unwrap()).unwrap();
                    prop_assert_eq!(late.checkpoint(), page.checkpoint());
                }
            }
            let verdict = verifier.verify(&bytes);
            prop_assert!(verdict.bytes().is_none() || wire::decode(verdict.bytes().unwrap()).is_ok());
        }
    }
}
