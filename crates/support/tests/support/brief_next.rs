//! What a brief says of what was answered already, of what is best done next, and in short.

use serde_json::json;
use support::brief::*;
use support::conversation::*;
use support::listen::SignalKind;

use crate::brief::{Talk, dispute, due};

fn acts(brief: &Brief) -> Vec<NextAct> {
    brief.next.iter().map(|step| step.act).collect()
}

#[test]
fn what_the_customer_answered_is_told_with_its_question() {
    let mut talk = Talk::new();
    talk.customer("My parcel never came", Heard::default())
        .ai("I am sorry. Which order is it about?")
        .customer("The one from Nordverk", Heard::default())
        .ai("When did you last ask the shop?")
        .customer("On Monday", Heard::default())
        .ai("Thank you.")
        .customer("And now", Heard::default());
    let told = talk.brief(&Facts::at(talk.now)).told;
    let told: Vec<(&str, &str)> =
        told.iter().map(|one| (one.asked.as_str(), one.answer.as_str())).collect();
    assert_eq!(
        told,
        [
            ("Which order is it about?", "The one from Nordverk"),
            ("When did you last ask the shop?", "On Monday")
        ]
    );
}

#[test]
fn the_next_step_follows_from_facts() {
    let decided = DisputeFact { waits_for_us: true, ..dispute(60) };
    let complaint = |acknowledged| ComplaintFact {
        complaint: "01930d1c-8f00-7000-8000-00000000c001".parse().unwrap(),
        acknowledged,
        clocks: Vec::new(),
        citation: None,
    };
    let hardship = || vec![SignalKind::Hardship];
    let table: [(&str, Vec<SignalKind>, Facts, &[NextAct]); 7] = [
        ("nothing", vec![], Facts::at(Talk::new().now), &[]),
        (
            "late, and it may move",
            vec![],
            Facts { dues: vec![due("o-1", true, Some("9 March"))], ..Facts::at(Talk::new().now) },
            &[NextAct::ExtendPlan],
        ),
        (
            "late, and it may not",
            vec![],
            Facts { dues: vec![due("o-1", true, None)], ..Facts::at(Talk::new().now) },
            &[NextAct::PausePlan],
        ),
        (
            "not late",
            vec![],
            Facts { dues: vec![due("o-1", false, Some("9 March"))], ..Facts::at(Talk::new().now) },
            &[],
        ),
        (
            "cannot pay",
            hardship(),
            Facts { dues: vec![due("o-1", false, None)], ..Facts::at(Talk::new().now) },
            &[NextAct::StartHardship],
        ),
        (
            "cannot pay, and has a plan for it",
            hardship(),
            Facts {
                dues: vec![DueFact { in_hardship: true, ..due("o-1", true, None) }],
                ..Facts::at(Talk::new().now)
            },
            &[],
        ),
        (
            "ours to decide, and a complaint that nobody acknowledged",
            vec![],
            Facts {
                disputes: vec![decided],
                complaint: Some(complaint(false)),
                ..Facts::at(Talk::new().now)
            },
            &[NextAct::AcknowledgeComplaint, NextAct::Decide],
        ),
    ];
    for (name, signals, facts, expected) in table {
        let mut talk = Talk::new();
        talk.customer("Hello", Heard { signals, ..Heard::default() }).ai("Good day.");
        let brief = talk.brief(&facts);
        assert_eq!(acts(&brief), expected, "{name}");
        assert!(brief.next.iter().all(|step| !step.what.is_empty() && !step.why.is_empty()));
        for language in ["sv", "de", "es"] {
            let told = talk.brief_in(language, &facts);
            for (own, english) in told.next.iter().zip(&brief.next) {
                assert_ne!((&own.what, &own.why), (&english.what, &english.why), "{language}");
            }
        }
    }
    let mut asks = Talk::new();
    asks.customer("Where is it?", Heard::default());
    let facts = Facts { complaint: Some(complaint(true)), ..Facts::at(asks.now) };
    assert_eq!(acts(&asks.brief(&facts)), [NextAct::Answer]);
}

#[test]
fn in_short_it_is_what_was_wanted_done_and_where_it_stands() {
    let mut talk = Talk::new();
    talk.customer("Hi", Heard::default())
        .customer("I cannot pay on Friday. Can I have more time?", Heard::default());
    let epoch = talk.c.floor.epoch;
    let receipt = Message {
        client_id: "r-1".to_owned(),
        text: "Done: £12.50 is due on 9 March now.".to_owned(),
        attachments: Vec::new(),
        in_reply_to: None,
    };
    let shown = Shown { receipt: true, ..Shown::default() };
    talk.takes(Speaker::Ai, Input::AiMessage { message: receipt, epoch, shown });
    for _ in 0..9 {
        talk.ai("Anything else?");
    }
    let facts = Facts { dues: vec![due("o-1", false, None)], ..Facts::at(talk.now) };
    let brief = talk.brief(&facts);
    assert_eq!(brief.in_short.wanted.as_deref(), Some("Can I have more time?"));
    assert_eq!(brief.in_short.facts, ["12.50 for order o-1 is due on 1 March"]);
    assert_eq!(brief.in_short.done, ["Done: £12.50 is due on 9 March now."]);
    assert_eq!(brief.in_short.stands, "We wait for the customer.");
    // However much was said since, what was done is not forgotten.
    assert_eq!(brief.ai_did[0], "Confirmed: “Done: £12.50 is due on 9 March now.”");
}

#[test]
fn why_the_assistant_handed_over_is_told_in_the_readers_language() {
    let mut talk = Talk::new();
    talk.customer("Please waive it", Heard::default());
    let input = Input::HandOver {
        brief: json!({
            "why": "procedure", "procedure": "late_fee_waiver",
            "did": [
                {"tool": "fee.waive", "refused": "amount_changed"},
                {"tool": "plan.pause", "refused": null},
            ],
        }),
        known: None,
        epoch: talk.c.floor.epoch,
        why: "The procedure ends with a person (late_fee_waiver)".to_owned(),
        skills: Vec::new(),
    };
    talk.takes(Speaker::Ai, input);
    let facts = Facts::at(talk.now);
    let did = talk.brief(&facts).ai_did;
    let told = "Tried, and it did not work: give up a fee (the amount had changed meanwhile)";
    assert_eq!(did, [told]);
    let english = talk.brief(&facts).why;
    assert!(english.contains("is for a person to decide (Have a late fee removed)."), "{english}");
    let swedish = talk.brief_in("sv", &facts).why;
    assert!(swedish.contains("ska en människa avgöra"), "{swedish}");
    assert!(!swedish.contains("The procedure") && !swedish.contains("late"), "{swedish}");
}

/// What an older program left in the log is read still.
#[test]
fn a_brief_of_the_log_without_the_newer_parts_is_read() {
    let old = json!({"why": "w", "ai_did": [], "promised": [], "support_needs": [], "sources": []});
    let brief: Brief = serde_json::from_value(old).unwrap();
    assert!(brief.next.is_empty() && brief.told.is_empty() && brief.in_short.stands.is_empty());
}
