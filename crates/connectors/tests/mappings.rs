//! The mapping is total over a list of external values that is kept apart from the mapping files
//! (`vocabularies.tsv`), and any other value still gives an answer.

#![allow(clippy::expect_used, reason = "a test's helpers may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use connectors::mapping::{Mapped, Mappings, Meaning, RAW_CHARS_MAX, Source, VocabularyKind};
use dispute::{Outcome, Reason, State};
use proptest::prelude::*;

const VALUES_MIN: usize = 250;

fn listed() -> Vec<(Source, String, String)> {
    let lines = include_str!("vocabularies.tsv").lines().skip(1);
    lines
        .map(|line| {
            let mut cells = line.split('\t');
            let mut cell = || cells.next().expect("three cells a line").to_owned();
            let (source, vocabulary, value) = (cell(), cell(), cell());
            let source = Source::ALL.into_iter().find(|known| known.as_str() == source);
            (source.expect("a known source"), vocabulary, value)
        })
        .collect()
}

#[test]
fn every_listed_value_is_mapped_and_every_mapped_value_is_listed() {
    let mappings = Mappings::shipped().unwrap();
    let listed = listed();
    let mut counts = BTreeMap::<Source, usize>::new();
    for (source, vocabulary, value) in &listed {
        let meaning = mappings.lookup(*source, vocabulary, value);
        assert!(matches!(meaning, Mapped::Known(_)), "{source:?} {vocabulary} {value}");
        *counts.entry(*source).or_default() += 1;
    }
    let known: BTreeSet<_> = listed.into_iter().collect();
    for source in Source::ALL {
        for (vocabulary, words) in mappings.source(source).unwrap().vocabularies() {
            for (value, _) in words.values() {
                let entry = (source, vocabulary.to_owned(), value.to_owned());
                assert!(known.contains(&entry), "not in vocabularies.tsv: {entry:?}");
            }
        }
    }
    for (source, count) in &counts {
        println!("{:>12} {count:>4}", source.as_str());
    }
    println!("{:>12} {:>4} external values, all mapped", "total", known.len());
    assert_eq!(counts.len(), Source::ALL.len());
    assert_eq!(mappings.len(), known.len());
    assert!(known.len() >= VALUES_MIN);
}

#[test]
fn the_table_of_states_is_the_designs() {
    use State::{Closed, Dialogue, Evidence, FinalReview, Preliminary, Review};
    let mappings = Mappings::shipped().unwrap();
    let table = [
        (Source::KlarnaV4, "state", "INITIATED", Evidence),
        (Source::KlarnaV4, "state", "REPRESENTMENT", Review),
        (Source::KlarnaV4, "state", "PRE_ARBITRATION", Preliminary),
        (Source::KlarnaV4, "state", "ARBITRATION", FinalReview),
        (Source::KlarnaV4, "state", "CLOSED", Closed),
        (Source::KlarnaV3, "state", "PRE-ARBITRATION", Dialogue),
        (Source::KlarnaV3, "state", "MERCHANT EVIDENCE PENDING", Evidence),
        (Source::KlarnaV3, "state", "ARBITRATION PENDING", Review),
        (Source::KlarnaV3, "state", "ARBITRATION APPEAL OPEN", Preliminary),
        (Source::Stripe, "status", "warning_needs_response", Dialogue),
        (Source::Stripe, "status", "needs_response", Evidence),
        (Source::Stripe, "status", "warning_under_review", Review),
        (Source::Stripe, "status", "prevented", Closed),
        (Source::Paypal, "life_cycle_stage", "INQUIRY", Dialogue),
        (Source::Paypal, "status", "WAITING_FOR_SELLER_RESPONSE", Evidence),
        (Source::Paypal, "status", "UNDER_REVIEW", Review),
        (Source::Paypal, "life_cycle_stage", "ARBITRATION", FinalReview),
        (Source::Adyen, "dispute_status", "undefended", Evidence),
    ];
    for (source, vocabulary, raw, expected) in table {
        let state = mappings.state(source, vocabulary, raw).known().map(|(state, _)| state);
        assert_eq!(state, Some(expected), "{source:?} {raw}");
    }
}

#[test]
fn won_and_lost_are_the_merchants() {
    let mappings = Mappings::shipped().unwrap();
    for (source, vocabulary, won, lost) in [
        (Source::KlarnaV4, "outcome", "WON", "LOST"),
        (Source::Antom, "judged_result", "ACCEPT_BY_CUSTOMER", "ACCEPT_BY_MERCHANT"),
        (Source::Paypal, "outcome", "RESOLVED_SELLER_FAVOUR", "RESOLVED_BUYER_FAVOUR"),
    ] {
        let outcome = |raw| mappings.outcome(source, vocabulary, raw).known();
        assert_eq!(outcome(won), Some(Outcome::Merchant));
        assert_eq!(outcome(lost), Some(Outcome::ConsumerFull));
    }
    // A chargeback that Adyen reverses can come back: it closes nothing.
    let reversed = mappings.lookup(Source::Adyen, "event", "CHARGEBACK_REVERSED").known();
    let Some(Meaning::Event { state, outcome, .. }) = reversed else { panic!("an event") };
    assert_eq!((state, outcome), (Some(State::Review), None));
}

#[test]
fn a_closing_state_has_an_outcome_or_a_vocabulary_that_tells_it() {
    let mappings = Mappings::shipped().unwrap();
    for source in Source::ALL {
        let words = mappings.source(source).unwrap();
        let tells = words.vocabularies().any(|(_, v)| v.kind == VocabularyKind::Outcome)
            || words.vocabularies().any(|(_, vocabulary)| {
                vocabulary.values().any(|(_, meaning)| {
                    matches!(meaning, Meaning::State { outcome: Some(_), .. })
                        || matches!(meaning, Meaning::Event { outcome: Some(_), .. })
                })
            });
        let closes = words.vocabularies().any(|(_, vocabulary)| {
            vocabulary
                .values()
                .any(|(_, meaning)| matches!(meaning, Meaning::State { state: State::Closed, .. }))
        });
        assert!(tells || !closes, "{source:?}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_an_answer(
        source in proptest::sample::select(Source::ALL.to_vec()),
        vocabulary in "(state|status|reason|event|outcome|evidence|\\PC{0,20})",
        raw in "\\PC{0,400}",
    ) {
        static SHIPPED: LazyLock<Mappings> =
            LazyLock::new(|| Mappings::shipped().expect("the shipped files are right"));
        let mappings = &*SHIPPED;
        match mappings.lookup(source, &vocabulary, &raw) {
            Mapped::Known(_) => {}
            Mapped::Unknown { raw: kept } => {
                prop_assert!(kept.chars().count() <= RAW_CHARS_MAX);
                prop_assert!(raw.starts_with(&kept));
            }
        }
        // A look-up of the wrong kind is unknown, never a wrong answer.
        let reason = mappings.reason(source, &vocabulary, &raw);
        if let Mapped::Known((reason, _)) = reason {
            prop_assert!(Reason::ALL.contains(&reason));
        }
    }
}
