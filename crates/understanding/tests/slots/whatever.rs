//! Whatever somebody types, slots end, lie in the text, and are no more than the text has room for.

use proptest::prelude::*;
use understanding::slots::{Locale, answer, find, names};

use super::locale;

const CODES: [&str; 5] = ["en", "us", "sv", "de", "mx"];

fn check(text: &str, locale: &Locale) {
    let mut end = 0;
    for slot in find(text, locale) {
        assert!(slot.place.start >= end && slot.place.start < slot.place.end, "{text:?} {slot:?}");
        assert_eq!(text.get(slot.place.clone()), Some(slot.text.as_str()), "{text:?}");
        end = slot.place.end;
    }
    for place in answer(text, locale).because {
        assert!(text.get(place).is_some_and(|said| !said.is_empty()), "{text:?}");
    }
    for slot in names(text, &["Little Otter", "Ålands Möbler", "三越"]) {
        assert_eq!(text.get(slot.place.clone()), Some(slot.text.as_str()), "{text:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,200}", code in prop::sample::select(&CODES[..])) {
        check(&text, &locale(code));
    }

    #[test]
    fn any_characters_are_read(text in proptest::collection::vec(any::<char>(), 0..200), code in prop::sample::select(&CODES[..])) {
        let text: String = text.into_iter().collect();
        check(&text, &locale(code));
    }

    /// What slots are made of, in any order.
    #[test]
    fn pieces_of_slots_are_read(pieces in proptest::collection::vec(prop::sample::select(vec![
        "1", "31", "2026", "12.30", "1 234,50", "/", "-", ".", ":", "e", "th", "€", "$", "kr", "%", "#", "den", "am",
        "el", "mars", "March", "next", "friday", "om", "in", "two", "veckor", "weeks", "ago", "hundred", "och",
        "999999999999", "1Z999AA10123456784", "order", "card", "ending", "4242", "a\u{301}", "\u{200b}", "🎉", "ß",
    ]), 0..40), glue in prop::sample::select(vec![" ", "", "\n"]), code in prop::sample::select(&CODES[..])) {
        check(&pieces.join(glue), &locale(code));
    }
}

/// Not timed: a hang would be seen, and what comes back is bounded by what is read.
#[test]
fn long_texts_are_read_to_a_limit() {
    for piece in [
        "1 ",
        "1.",
        "12/",
        "hundred ",
        "next ",
        "€",
        "order 4471 ",
        "x",
        "1Z",
        "little otter ",
        "ja nej ",
        "- ",
    ] {
        for code in ["en", "sv"] {
            let text = piece.repeat(20_000 / piece.len());
            check(&text, &locale(code));
            let last = find(&text, &locale(code)).last().map_or(0, |slot| slot.place.end);
            assert!(last <= understanding::listen::TEXT_CHARS_MAX * 4, "{piece}");
        }
    }
}
