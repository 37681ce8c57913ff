//! What is said beside the answer that is waited for: questions, choices in plain words, another purchase,
//! a change of mind.

use assistant::Value;
use assistant::book::Book;
use assistant::simulate::Customer;
use assistant::turn::{
    Asked, Asks, HandOverWhy, Heard, Next, Outcome, Passage, Rules, State, Which,
};

use super::{done, heard, shipped_for, situation, step};

const PAUSE: [(&str, f32); 1] = [("pause_payment", 0.99)];

/// It is asked whether the one plan shall be paused.
fn asked_to_pause() -> (Book, Customer, Outcome) {
    let (book, customer) = shipped_for("one_plan");
    let asked = step(&book, &customer, State::default(), &heard("pause it", None, &PAUSE));
    assert!(matches!(asked.state.asked, Some(Asked::Confirm(_))), "{asked:?}");
    (book, customer, asked)
}

fn asks(text: &str, of: Asks, intents: &[(&str, f32)]) -> Heard {
    let mut heard = heard(text, None, intents);
    heard.clues.asks = Some(of);
    heard
}

fn paused() -> (Book, Customer, Outcome) {
    let (book, customer, asked) = asked_to_pause();
    let yes = step(&book, &customer, asked.state, &heard("yes", Some(true), &[]));
    assert!(matches!(yes.next, Next::Call(_)), "{yes:?}");
    let rules = Rules::default();
    let gave = Value::record([("until", Value::None), ("plans", Value::Int(1))]);
    let told = book.told(yes.state, Ok(gave), &situation(&customer, &rules));
    assert_eq!(done(&told), ["pause_payment"], "{told:?}");
    (book, customer, told)
}

#[test]
fn a_question_about_what_is_confirmed_is_answered_and_it_is_asked_once_more() {
    let (book, customer, asked) = asked_to_pause();
    let confirmation = asked.says.last().unwrap().clone();
    let passage = Passage {
        id: "payment_plans@1#2".to_owned(),
        title: "Pausing".to_owned(),
        text: "A pause costs nothing.".to_owned(),
    };
    let fee = asks("is there a fee for that?", Asks::This, &[("late_fee_question", 0.97)]);
    let with_passage = Heard { passage: Some(passage), ..fee.clone() };
    for (heard, source) in [(fee, "texts/about_this"), (with_passage, "articles/payment_plans@1#2")]
    {
        let again = step(&book, &customer, asked.state.clone(), &heard);
        assert_eq!(again.next, Next::Wait, "{again:?}");
        assert_eq!(again.says.len(), 2, "{again:?}");
        assert_eq!(again.says[0].source, source);
        assert_eq!(again.says[1], confirmation);
        assert_eq!(again.state.asked, asked.state.asked, "the same with the same arguments");
        assert_eq!(again.state.frames, asked.state.frames);
        let yes = super::heard("yes", Some(true), &[]);
        let called = step(&book, &customer, again.state, &yes);
        assert!(matches!(called.next, Next::Call(_)), "{called:?}");
    }
}

#[test]
fn a_yes_inside_a_question_never_acts() {
    let (book, customer, asked) = asked_to_pause();
    // Even where a reader of clues takes it for a plain yes.
    let mut unmarked = heard("yes does it cost anything", Some(true), &[]);
    unmarked.clues.asks = Some(Asks::This);
    unmarked.clues.only = true;
    let marked = heard("yes?", Some(true), &[]);
    for question in [unmarked, marked] {
        let again = step(&book, &customer, asked.state.clone(), &question);
        assert_eq!(again.next, Next::Wait, "{again:?}");
        assert_eq!(again.state.asked, asked.state.asked);
    }
}

#[test]
fn a_question_about_something_else_comes_back_and_one_that_nothing_answers_is_a_persons() {
    let (book, customer, asked) = asked_to_pause();
    let due = asks("when is my next payment?", Asks::Other, &[("payment_due_when", 0.95)]);
    let back = step(&book, &customer, asked.state.clone(), &due);
    assert_eq!(done(&back), ["payment_due_when"], "{back:?}");
    assert_eq!(back.state.asked, asked.state.asked);
    let why = asks("why?", Asks::This, &[("complaint", 0.9)]);
    let once = step(&book, &customer, asked.state, &why);
    assert_eq!(once.next, Next::Wait);
    let twice = step(&book, &customer, once.state, &why);
    let person = HandOverWhy::NotUnderstood;
    assert!(matches!(twice.next, Next::HandOver { why, .. } if why == person), "{twice:?}");
    assert!(twice.state.tools.is_empty() && twice.state.done.is_empty());
}

#[test]
fn neither_is_no_choice_and_what_fits_none_is_asked_again() {
    let (book, customer) = shipped_for("two_orders");
    let which = step(&book, &customer, State::default(), &heard("pause it", None, &PAUSE));
    let choices = which.says.last().unwrap().choices.clone();
    assert_eq!(choices.len(), 2, "{which:?}");
    let mut neither = heard("neither", None, &[]);
    neither.clues.which = Some(Which::Neither);
    let left = step(&book, &customer, which.state.clone(), &neither);
    assert_eq!(left.says[0].source, "texts/none_of_these", "{left:?}");
    assert!(left.state.frames.is_empty() && left.state.asked.is_none());
    let unknown = heard("the sofa", None, &[]);
    let again = step(&book, &customer, which.state.clone(), &unknown);
    assert_eq!(again.says.last().unwrap().choices, choices, "{again:?}");
    let person = step(&book, &customer, again.state, &unknown);
    assert!(matches!(person.next, Next::HandOver { .. }), "{person:?}");
    let mut newest = heard("the newer one", None, &[]);
    newest.clues.which = Some(Which::Newest);
    for (said, order) in [(newest, "order-2"), (heard("the lamp", None, &[]), "order-1")] {
        let asked = step(&book, &customer, which.state.clone(), &said);
        let Some(Asked::Confirm(args)) = &asked.state.asked else { panic!("{asked:?}") };
        assert_eq!(args["order"], Value::id(order));
    }
}

#[test]
fn neither_of_two_wishes_leaves_both() {
    let (book, customer) = shipped_for("one_plan");
    let vague = heard("hm payments", None, &[("pause_payment", 0.4), ("extend_due_date", 0.35)]);
    let which = step(&book, &customer, State::default(), &vague);
    assert_eq!(which.says.last().unwrap().choices.len(), 3, "{which:?}");
    let mut neither = heard("neither", None, &[]);
    neither.clues.which = Some(Which::Neither);
    let left = step(&book, &customer, which.state.clone(), &neither);
    assert_eq!(left.says[0].source, "texts/what_next", "{left:?}");
    let chosen = step(&book, &customer, which.state, &heard("a pause", None, &[]));
    assert_eq!(chosen.state.frames.last().unwrap().procedure, "pause_payment", "{chosen:?}");
}

#[test]
fn a_second_wish_asks_for_its_own_purchase() {
    let (book, customer) = shipped_for("two_orders");
    let wishes = [("pause_payment", 0.99), ("not_as_described", 0.95)];
    // Two purchases are named: neither wish takes one unasked.
    let both = heard("pause the kettle, and the desk lamp is not as shown", None, &wishes);
    let which = step(&book, &customer, State::default(), &both);
    assert!(matches!(which.state.asked, Some(Asked::Choice(_))), "{which:?}");
    let asked = step(&book, &customer, which.state, &heard("the kettle", None, &[]));
    assert!(matches!(asked.state.asked, Some(Asked::Confirm(_))), "{asked:?}");
    let next = step(&book, &customer, asked.state, &heard("no", Some(false), &[]));
    assert_eq!(next.state.frames.last().unwrap().procedure, "not_as_described");
    assert!(matches!(next.state.asked, Some(Asked::Choice(_))), "{next:?}");
}

#[test]
fn who_takes_it_back_is_told_what_can_be_done() {
    let (book, customer, told) = paused();
    let mut undo = heard("actually undo that pause", None, &PAUSE);
    undo.clues.takes_back = true;
    let offered = step(&book, &customer, told.state.clone(), &undo);
    assert_eq!(offered.says[0].source, "texts/cannot_undo", "{offered:?}");
    assert_eq!(offered.next, Next::Wait);
    let yes = heard("yes", Some(true), &[]);
    let person = step(&book, &customer, offered.state.clone(), &yes);
    let asked = HandOverWhy::Asked;
    assert!(matches!(person.next, Next::HandOver { why, .. } if why == asked), "{person:?}");
    let no = heard("no", Some(false), &[]);
    let left = step(&book, &customer, offered.state, &no);
    assert_eq!(left.state.asked, Some(Asked::More), "{left:?}");
    // What is surely another wish is that.
    let mut other = heard("I changed my mind, I'd rather pay", None, &[("pay_early", 0.95)]);
    other.clues.takes_back = true;
    let paying = step(&book, &customer, told.state, &other);
    assert!(paying.says.iter().all(|said| said.source != "texts/cannot_undo"), "{paying:?}");
}

#[test]
fn before_it_is_done_taking_it_back_is_a_no() {
    let (book, customer, asked) = asked_to_pause();
    let mut undo = heard("don't pause it after all", None, &PAUSE);
    undo.clues.takes_back = true;
    let left = step(&book, &customer, asked.state, &undo);
    assert_eq!(done(&left), ["pause_payment"], "{left:?}");
    assert!(left.state.tools.is_empty() && left.state.frames.is_empty());
}
