//! Whatever somebody types, listening ends, names places that are there, and takes one pass.

use std::sync::LazyLock;

use proptest::prelude::*;
use understanding::listen::{Earlier, Heard, Listener, TEXT_CHARS_MAX, Understanding};

use super::sets::{hear, listener};

static LISTENER: LazyLock<Listener> = LazyLock::new(listener);

fn check(text: &str, understood: &Understanding) {
    let person = understood.wants_person.iter().flat_map(|why| &why.words);
    let signals = understood.signals.iter().flat_map(|signal| &signal.because);
    let complaint = understood.complaint.iter().flat_map(|complaint| &complaint.because);
    for words in person.chain(signals).chain(complaint) {
        assert!(text.get(words.start..words.end).is_some_and(|said| !said.is_empty()), "{text:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_heard(text in "\\PC{0,300}") {
        check(&text, &hear(&LISTENER, &text));
    }

    #[test]
    fn any_characters_are_heard(text in proptest::collection::vec(any::<char>(), 0..300)) {
        let text: String = text.into_iter().collect();
        check(&text, &hear(&LISTENER, &text));
    }

    /// Words of rules in any order and any typography.
    #[test]
    fn words_of_the_rules_are_heard(words in proptest::collection::vec(
        prop::sample::select(vec![
            "talk", "människa", "h.u.m.a.n", "no", "bot", "DIED", "kill", "my\u{301}self", "l'agent",
            "\u{200b}want", "!", ".", "\n\n", "…", "😡", "hum4n", "nicht", "mehr", "leben", "ß", "ﬁ",
        ]), 0..60),
        glue in prop::sample::select(vec![" ", "", "-", "\t"]),
    ) {
        let text = words.join(glue);
        check(&text, &hear(&LISTENER, &text));
    }

    /// What is said around a request does not hide it, as long as it is another sentence.
    #[test]
    fn a_request_is_heard_among_other_sentences(before in "[a-zåäö ]{0,80}", after in "[a-zåäö ]{0,80}") {
        let text = format!("{before}. I want to talk to a human. {after}");
        prop_assert!(hear(&LISTENER, &text).wants_person.is_some());
    }
}

/// Counted, not timed: ten times the text makes at most about ten times the findings and the result
/// stays bounded. That one pass is made is tested where the machine is.
#[test]
fn a_hostile_text_has_a_bounded_result() {
    for piece in ["talk to a ", "no bot ", "i want to die ", "want want ", "a\u{301}", "h.u.m.a.n."]
    {
        let text = piece.repeat(TEXT_CHARS_MAX / piece.chars().count() + 10);
        let heard = LISTENER.hear(&Heard {
            text: &text,
            known_language: None,
            earlier: Earlier { refusals: u32::MAX, ..Earlier::default() },
        });
        check(&text, &heard);
        let places = heard.signals.iter().map(|signal| signal.because.len()).max();
        assert!(places.unwrap_or_default() <= understanding::listen::PLACES_MAX);
    }
}

#[test]
fn only_the_first_characters_are_read() {
    let late = format!("{}. I want a human", "x ".repeat(TEXT_CHARS_MAX / 2));
    assert!(hear(&LISTENER, &late).wants_person.is_none());
    let early = format!("I want a human. {}", "x ".repeat(TEXT_CHARS_MAX));
    assert!(hear(&LISTENER, &early).wants_person.is_some());
}
