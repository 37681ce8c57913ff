//! Whole turns with the shipped book: a second wish in one message, answers that a classifier takes for
//! wishes, questions about who one writes with; and what is said beside an answer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../../src/shipped.rs"]
mod shipped;

mod beside;

use assistant::book::Book;
use assistant::catalogue::Identity;
use assistant::simulate::{Customer, Customers};
use assistant::text::Plain;
use assistant::turn::{AboutMe, Clues, Heard, Intent, Next, Outcome, Rules, Situation, State};
use assistant::value::Value;
use kernel::{Date, Money};

const TODAY: Date = Date::constant(2026, 11, 23);

pub(crate) fn shipped_for(customer: &str) -> (Book, Customer) {
    let files = shipped::files();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let book = Book::parse(&files).unwrap();
    let customers = Customers::parse(&files, &book.catalogue, TODAY).unwrap();
    let customer = customers.by_name[customer].clone();
    (book, customer)
}

fn shipped() -> (Book, Customer) {
    shipped_for("overdue")
}

pub(crate) fn heard(text: &str, yes: Option<bool>, intents: &[(&str, f32)]) -> Heard {
    let intents = intents
        .iter()
        .map(|(label, likely)| Intent { label: (*label).to_owned(), likely: *likely });
    Heard {
        text: text.to_owned(),
        intents: intents.collect(),
        clues: Clues { yes, ..Clues::default() },
        ..Heard::default()
    }
}

/// A late fee is taken off, with a second wish of some likelihood in the same message.
fn waived(book: &Book, customer: &Customer, second: f32) -> Outcome {
    let wishes = [("late_fee_waiver", 0.99), ("payment_due_when", second)];
    let first = step(book, customer, State::default(), &heard("take it off", None, &wishes));
    assert_eq!(first.next, Next::Wait, "{first:?}");
    let called = step(book, customer, first.state, &heard("yes", Some(true), &[]));
    let Next::Call(call) = &called.next else { panic!("{called:?}") };
    assert_eq!(call.tool, "fee.waive");
    let money = |minor| Value::Money(Money::new(minor, kernel::Currency::EUR));
    let gave = Value::record([("amount", money(500)), ("back", money(0))]);
    let rules = Rules::default();
    book.told(called.state, Ok(gave), &situation(customer, &rules))
}

pub(crate) fn situation<'a>(customer: &'a Customer, rules: &'a Rules) -> Situation<'a> {
    Situation {
        facts: &customer.facts,
        today: TODAY,
        identity: Identity::SignedIn,
        language: "en",
        wording: &Plain,
        rules,
    }
}

pub(crate) fn step(book: &Book, customer: &Customer, state: State, heard: &Heard) -> Outcome {
    let rules = Rules::default();
    book.hear(state, heard, &situation(customer, &rules))
}

pub(crate) fn done(outcome: &Outcome) -> Vec<&str> {
    outcome.state.done.iter().map(|one| one.procedure.as_str()).collect()
}

#[test]
fn a_sure_one_is_begun_at_once() {
    let (book, customer) = shipped();
    let outcome = waived(&book, &customer, 0.9);
    assert_eq!(done(&outcome), ["late_fee_waiver", "payment_due_when"], "{outcome:?}");
}

#[test]
fn a_likely_one_is_offered_and_taken_up_by_its_label_or_by_yes() {
    let (book, customer) = shipped();
    let offered = waived(&book, &customer, 0.6);
    assert_eq!(done(&offered), ["late_fee_waiver"], "{offered:?}");
    let asked = offered.says.last().unwrap();
    let label = asked.choices.first().cloned().unwrap();
    assert_eq!(asked.choices.len(), 2, "{asked:?}");
    for (text, yes) in [(label.as_str(), None), ("yes please", Some(true))] {
        let next = step(&book, &customer, offered.state.clone(), &heard(text, yes, &[]));
        assert_eq!(done(&next), ["late_fee_waiver", "payment_due_when"], "{text}: {next:?}");
        // What was done is not offered again.
        assert!(next.says.last().unwrap().choices.is_empty(), "{next:?}");
    }
    let over = step(&book, &customer, offered.state, &heard("no", Some(false), &[]));
    assert_eq!(over.next, Next::Resolve);
}

#[test]
fn an_unlikely_one_is_let_be() {
    let (book, customer) = shipped();
    let outcome = waived(&book, &customer, 0.2);
    assert!(outcome.says.last().unwrap().choices.is_empty(), "{outcome:?}");
}

/// A message that is a yes or a no and nothing else.
fn only(text: &str, yes: bool, taken_for: &str) -> Heard {
    let mut heard = heard(text, Some(yes), &[(taken_for, 0.99)]);
    heard.clues.only = true;
    heard
}

#[test]
fn a_bare_no_is_the_answer_whatever_it_is_taken_for() {
    let (book, customer) = shipped();
    // To "anything else?".
    let through = waived(&book, &customer, 0.0);
    let outcome = step(&book, &customer, through.state.clone(), &only("no", false, "cannot_pay"));
    assert_eq!(outcome.next, Next::Resolve, "{outcome:?}");
    assert!(outcome.state.frames.is_empty(), "{outcome:?}");
    // With words of its own it is a wish.
    let more = heard("no, I can't pay", Some(false), &[("cannot_pay", 0.99)]);
    let outcome = step(&book, &customer, through.state, &more);
    assert!(!outcome.state.frames.is_empty() || outcome.next != Next::Resolve, "{outcome:?}");
    // To "shall I?".
    let wishes = [("late_fee_waiver", 0.99)];
    let asked = step(&book, &customer, State::default(), &heard("take it off", None, &wishes));
    let kept = step(&book, &customer, asked.state, &only("nej", false, "purchase_declined"));
    assert_eq!(done(&kept), ["late_fee_waiver"], "{kept:?}");
    // To nothing: it is what it is taken for.
    let wish = step(&book, &customer, State::default(), &only("stop", false, "pause_payment"));
    assert_eq!(wish.state.frames.len(), 1, "{wish:?}");
}

#[test]
fn who_asks_is_told_that_it_is_a_machine_and_asked_again() {
    let (book, customer) = shipped();
    let wishes = [("late_fee_waiver", 0.99)];
    let asked = step(&book, &customer, State::default(), &heard("take it off", None, &wishes));
    let mut heard = heard("are you a bot?", None, &[("complaint", 0.99)]);
    heard.clues.about_me = Some(AboutMe::What);
    let told = step(&book, &customer, asked.state.clone(), &heard);
    assert_eq!((told.says.len(), &told.next), (2, &Next::Wait), "{told:?}");
    assert!(told.says[0].text.contains("automated"), "{told:?}");
    assert_eq!(told.says[1].text, asked.says.last().unwrap().text);
    let called = step(&book, &customer, told.state, &only("yes", true, "greeting"));
    assert!(matches!(called.next, Next::Call(_)), "{called:?}");
}
