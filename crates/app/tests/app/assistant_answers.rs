//! What customers answer in plain words, in four languages: which one they mean, questions of their own, a
//! change of mind; and how amounts and days are written to them.

use std::sync::Arc;

use crate::assistant::{ASSISTANT, Reply, Talk};
use crate::common::*;
use app::assistant::{Answered, Assistant, Intents};
use assistant::turn::Intent;
use commerce::FeeTerms;

/// Takes every text for a wish for more time: an answer is an answer, whatever it is taken for.
#[derive(Debug)]
struct MoreTime;

impl Intents for MoreTime {
    fn of(&self, _text: &str) -> Vec<Intent> {
        vec![Intent { label: "extend_due_date".to_owned(), likely: 0.95 }]
    }
}

/// More time is asked for, and for which payment is asked back.
fn more_time<'d>(desk: &'d Desk, language: &str) -> (Talk<'d>, Reply) {
    let text = match language {
        "sv" => "Hej, kan jag få två veckor till på mig att betala min räkning?",
        "de" => "Guten Tag, kann ich bitte zwei Wochen mehr Zeit zum Bezahlen bekommen?",
        "es" => "Hola, ¿puedo tener dos semanas más para pagar mi compra, por favor?",
        _ => "Hello, can I have two more weeks to pay for what I bought?",
    };
    let assistant =
        Arc::new(Assistant { intents: Arc::new(MoreTime), ..Assistant::clone(&ASSISTANT) });
    let (talk, reply) = Talk::with(desk, assistant, language, text);
    assert_eq!(reply.choices.len(), 2, "{reply:?}");
    (talk, reply)
}

#[test]
fn which_one_is_told_in_plain_words_and_shown_in_the_customers() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    let (first, second) = (0, 1);
    for (language, said, place) in [
        ("en", "the second one please", second),
        ("en", "the one in January", second),
        ("en", "the latest one", second),
        ("sv", "den andra", second),
        ("sv", "den i januari", second),
        ("sv", "den första, tack", first),
        ("de", "die zweite bitte", second),
        ("de", "die im Januar", second),
        ("es", "la segunda", second),
        ("es", "la de enero", second),
    ] {
        let (mut talk, _) = more_time(&desk, language);
        let reply = talk.says(said);
        let days = match (language, place) {
            ("en", 1) => "30 January 2027",
            ("sv", 0) => "31 december 2026",
            ("sv", _) => "30 januari 2027",
            ("de", _) => "30. Januar 2027",
            _ => "30 de enero de 2027",
        };
        // By the conversation's language, whatever the customer's country is.
        let amount = if language == "en" { "£40.00" } else { "40,00\u{a0}£" };
        let told = reply.texts.join(" ");
        assert!(told.contains(days) && told.contains(amount), "{language} {said}: {reply:?}");
        talk.over();
    }
    for (language, said) in
        [("en", "neither"), ("sv", "ingen av dem"), ("de", "keine von beiden"), ("es", "ninguna")]
    {
        let (mut talk, _) = more_time(&desk, language);
        let reply = talk.says(said);
        assert_eq!(reply.choices.len(), 1, "{said}: {reply:?}");
        talk.over();
    }
    // What fits none is asked once more.
    let (mut talk, reply) = more_time(&desk, "en");
    assert_eq!(talk.says("the blue one").choices, reply.choices);
}

fn dues(desk: &Desk) -> Vec<kernel::Date> {
    let plans = desk.read(&desk.customer(), |s| app::plans::get(s, &"o1".parse().unwrap()));
    plans[0].instalments().iter().map(|one| one.due).collect()
}

#[test]
fn a_question_keeps_what_is_to_be_confirmed_and_a_yes_in_it_does_nothing() {
    for (language, choice, question, yes) in [
        ("en", "the second one", "is there a fee for that?", "yes please"),
        ("en", "the second one", "yes, does that cost anything", "yes"),
        ("sv", "den andra", "ja, kostar det något", "ja tack"),
        ("de", "die zweite", "ja, gibt es dafür eine Gebühr", "ja bitte"),
        ("es", "la segunda", "sí, ¿cuánto cuesta eso?", "sí"),
    ] {
        let desk = in_memory();
        desk.base(FeeTerms::None, None);
        let before = dues(&desk);
        let (mut talk, _) = more_time(&desk, language);
        let confirmation = talk.says(choice);
        let again = talk.says(question);
        assert_eq!(again.answered, Answered::Yes, "{question}: {again:?}");
        assert_eq!(again.choices, confirmation.choices, "{question}: {again:?}");
        assert_eq!(again.texts.last(), confirmation.texts.last(), "{question}: {again:?}");
        assert_eq!(dues(&desk), before, "{question}");
        let done = talk.says(yes);
        assert!(done.receipt, "{yes}: {done:?}");
        assert_ne!(dues(&desk), before);
        desk.sound();
    }
}

#[test]
fn who_undoes_it_after_the_receipt_is_told_the_truth() {
    let desk = in_memory();
    desk.base(FeeTerms::None, None);
    let (mut talk, _) = more_time(&desk, "en");
    talk.says("the second one");
    assert!(talk.says("yes").receipt);
    let moved = dues(&desk);
    let told = talk.says("actually, undo that please");
    assert_eq!(told.choices, ["Yes", "No"], "{told:?}");
    assert!(told.texts[0].contains("cannot take it back"), "{told:?}");
    let person = talk.says("yes");
    assert_eq!(person.answered, Answered::HandedOver, "{person:?}");
    assert_eq!(dues(&desk), moved);
}
