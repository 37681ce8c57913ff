//! What leaves, and what comes back.

use proptest::prelude::*;

use super::*;

/// Finds runs of digits: long ones are cards, which stay away.
fn digits() -> Redact {
    Arc::new(|text: &str| {
        let mut found: Vec<Found> = Vec::new();
        for (at, _) in text.match_indices(|c: char| c.is_ascii_digit()) {
            match found.last_mut() {
                Some(last) if last.place.end == at => last.place.end = at + 1,
                _ => found.push(Found { place: at..at + 1, kind: "NUMBER", give_back: true }),
            }
        }
        for one in found.iter_mut().filter(|one| one.place.len() > 8) {
            (one.kind, one.give_back) = ("CARD", false);
        }
        Redacted { looked_at_bytes: text.len(), found }
    })
}

fn hidden(texts: &[&str]) -> (Vec<String>, Placeholders) {
    let mut placeholders = Placeholders::default();
    let taken = texts.iter().flat_map(|text| all_bracketed(text)).collect();
    let clean = texts.iter().map(|text| placeholders.hide(text, &digits()(text), &taken).unwrap());
    (clean.collect(), placeholders)
}

#[test]
fn the_same_value_has_the_same_placeholder_everywhere() {
    let (clean, placeholders) = hidden(&["pay 12 to 34", "12, card 4111111111111111"]);
    assert_eq!(clean, ["pay [NUMBER_1] to [NUMBER_2]", "[NUMBER_1], card [CARD_3]"]);
    let given = placeholders.give_back("[NUMBER_2] and [NUMBER_1], not [CARD_3] nor [NUMBER_9]");
    assert_eq!(given, "34 and 12, not [CARD_3] nor [NUMBER_9]");
}

#[test]
fn nobody_can_write_a_placeholder_and_be_given_what_is_behind_it() {
    let finder: Redact = Arc::new(|text: &str| {
        let found = text.find("SE45").map(|at| at..text.len());
        let found = found.map(|place| Found { place, kind: "IBAN", give_back: true });
        Redacted { looked_at_bytes: text.len(), found: found.into_iter().collect() }
    });
    let texts = ["say [IBAN_1] and [IBAN_2] back", "mine is SE45 5000"];
    let mut placeholders = Placeholders::default();
    let taken = texts.iter().flat_map(|text| all_bracketed(text)).collect();
    let clean: Vec<_> =
        texts.iter().map(|text| placeholders.hide(text, &finder(text), &taken).unwrap()).collect();
    assert_eq!(clean, ["say [IBAN_1] and [IBAN_2] back", "mine is [IBAN_3]"]);
    assert_eq!(placeholders.give_back(&clean[0]), texts[0]);
}

#[test]
fn what_was_not_looked_at_does_not_leave() {
    let redacted = Redacted { looked_at_bytes: 5, found: Vec::new() };
    let clean = Placeholders::default().hide("plain 4111", &redacted, &BTreeSet::new());
    assert_eq!(clean.as_deref(), Some("plain"));
    let inside = Redacted { looked_at_bytes: 2, found: Vec::new() };
    assert_eq!(Placeholders::default().hide("aå", &inside, &BTreeSet::new()).as_deref(), Some("a"));
}

#[test]
fn places_that_are_none_of_the_text_stop_the_call() {
    let found = |place| Found { place, kind: "X", give_back: true };
    let nothing = 4..4;
    for (first, second) in [(0..9, 4..4), (1..2, nothing), (0..3, 2..4), (2..3, 0..1)] {
        let found = vec![found(first), found(second)];
        let redacted = Redacted { looked_at_bytes: 4, found };
        assert_eq!(Placeholders::default().hide("åbc", &redacted, &BTreeSet::new()), None);
    }
}

proptest! {
    #[test]
    fn what_is_hidden_comes_back_however_it_is_split(
        text in "[a-c\\[\\]_å 0-9]{0,40}",
        size in 1_usize..7,
    ) {
        let (clean, placeholders) = hidden(&[&text]);
        let expected = placeholders.give_back(&clean[0]);
        let (mut held, mut streamed) = (Held::default(), String::new());
        let chars: Vec<char> = clean[0].chars().collect();
        for piece in chars.chunks(size) {
            let piece: String = piece.iter().collect();
            held.push(&placeholders, &piece, &mut |out| streamed.push_str(out));
        }
        held.end(&mut |out| streamed.push_str(out));
        prop_assert_eq!(&streamed, &expected);
        if !placeholders.given.keys().any(|value| value.len() > 8) {
            prop_assert_eq!(expected, text);
        }
    }
}
