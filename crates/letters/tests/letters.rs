//! Every letter in every language, from records as the desk makes them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use compliance::statutes::{ComplaintLetter, Statutes};
use kernel::{Calendar, Currency};
use letters::{Audience, ComplaintFacts, LetterBook, Locale, NoticeFacts};
use serde_json::{Value, json};

/// Records of each notice, in the shapes that `dispute` writes.
fn records() -> Vec<(Audience, &'static str, Value)> {
    use Audience::{Customer, Merchant};
    let money = || json!({"amount_minor": 12_550, "currency": "EUR"});
    let at = "2026-12-02T00:00:00.000Z";
    let decision = |outcome: &str, returned: i64| {
        json!({"outcome": outcome, "code": "x", "liable": "merchant", "at": at, "currency": "EUR",
            "returned_minor": returned, "automatic": returned == 0, "review_right": returned == 0})
    };
    let mut all = vec![
        (
            Customer,
            "dispute_received",
            json!({"amount_minor": 12_550, "currency": "EUR", "at": at}),
        ),
        (Customer, "evidence_requested", json!({"because": "a photo of the damage"})),
        (Customer, "evidence_shared", json!({})),
        (Customer, "proposal_made", json!({"amount_minor": 1, "currency": "EUR", "answer_by": at})),
        (Customer, "decision_preliminary", json!({"for": "consumer", "appeal_by": at})),
        (Customer, "refund_sent", json!({"effect": "x", "amount_minor": 12_550})),
        (Customer, "refund_pending", money()),
        (Customer, "dispute_withdrawn", json!({})),
        (Customer, "return_reported", json!({"return": "r", "paused_until": "2026-12-20"})),
        (Customer, "return_pause_ended", json!({"on": "2026-12-20"})),
        (Customer, "store_credit_given", json!({"return": "r"})),
        (Customer, "provisional_credit", money()),
        (Customer, "account_locked", json!({})),
        (Customer, "review_started", json!({"due": at})),
        (
            Customer,
            "instalment_reinstated",
            json!({"amount_minor": 12_550, "currency": "EUR",
                "plans": [{"plan": "p", "minor": 12_550, "due": "2026-12-20"}]}),
        ),
        (
            Customer,
            "plan_changed",
            json!({"moved": [{"plan": "p", "seq": 1, "from": "2026-12-01", "to": "2026-12-20"}]}),
        ),
        (Customer, "plan_changed", json!({"plan": "p", "paused_until": "2026-12-20", "why": "x"})),
        (
            Customer,
            "plan_changed",
            json!({"plan": "p", "seq": 1, "from": "2026-12-01", "to": "2026-12-20", "fee_minor": 500}),
        ),
        (
            Customer,
            "missed_payment",
            json!({"plan": "p", "seq": 1, "due": "2026-12-20", "amount_minor": 1, "currency": "EUR"}),
        ),
        (Customer, "late_fee_charged", money()),
        (Customer, "late_fee_reversed", money()),
        (
            Customer,
            "hardship_started",
            json!({"plan": "p", "instalments": [[1, "2026-12-20", 5_000], [2, "2027-01-20", 7_550]]}),
        ),
        (Customer, "goodwill_given", money()),
        (
            Customer,
            "overpayment_released",
            json!({"payment": "p", "amount_minor": 1, "to": "instrument", "currency": "EUR"}),
        ),
        (Customer, "redress_sent", money()),
        (
            Customer,
            "payment_received",
            json!({"plan": "p", "amount_minor": 12_550, "currency": "EUR",
                "interest_saved_minor": 310}),
        ),
        (
            Customer,
            "payment_declined",
            json!({"amount_minor": 1, "currency": "EUR", "code": "x_y"}),
        ),
        (Merchant, "evidence_requested", json!({"reason": "not_received", "due": at})),
        (Merchant, "decision_preliminary", json!({"for": "consumer", "appeal_by": at})),
        (
            Merchant,
            "return_reported",
            json!({"return": "r", "lines": [], "tracking_id": "T1", "carrier": null}),
        ),
        (Merchant, "review_started", json!({"due": at})),
    ];
    let outcomes = dispute::Outcome::ALL.map(|outcome| serde_json::to_value(outcome).unwrap());
    for outcome in outcomes {
        let outcome = outcome.as_str().unwrap();
        for audience in [Customer, Merchant] {
            all.push((audience, "decision", decision(outcome, 0)));
            all.push((audience, "decision", decision(outcome, 12_550)));
        }
    }
    all
}

fn facts(calendar: &Calendar) -> NoticeFacts<'_> {
    NoticeFacts {
        order: "A-17",
        merchant: "Nordic Boots",
        company: "Pay Later",
        currency: Currency::new("EUR").unwrap(),
        calendar,
    }
}

#[test]
fn every_record_is_said_in_every_language() {
    let (book, calendar) = (LetterBook::shipped().unwrap(), Calendar::utc());
    let languages: Vec<&str> = book.languages().collect();
    assert_eq!(languages, ["de", "en", "es", "sv"]);
    for language in languages {
        let locale = Locale::parse(language).unwrap();
        for (audience, name, data) in records() {
            let letter = book.notice(&locale, audience, name, &facts(&calendar), &data);
            let letter = letter.unwrap_or_else(|| unreachable!("{language}: no {name}"));
            let whole = format!("{language} {name} {data}: {letter:?}");
            assert_eq!(letter.language, language);
            assert!(!letter.subject.is_empty() && letter.text.len() > 30, "{whole}");
            assert!(!letter.subject.contains('\n'), "{whole}");
            // Neither a place that was not filled nor a record as a machine writes it.
            let said = format!("{} {}", letter.subject, letter.text);
            for raw in ['{', '}', '_'] {
                assert!(!said.contains(raw), "{whole}");
            }
            assert!(!said.contains("2026-12"), "a bare date: {whole}");
            let amount = data.get("amount_minor").or_else(|| data.get("returned_minor"));
            if amount.and_then(Value::as_i64).is_some_and(|minor| minor > 0) {
                assert!(said.contains('€'), "the amount is missing: {whole}");
            }
        }
    }
}

#[test]
fn a_decision_says_what_it_came_to_and_how_to_have_it_looked_at() {
    let (book, calendar) = (LetterBook::shipped().unwrap(), Calendar::utc());
    let data = json!({"outcome": "merchant", "returned_minor": 0, "currency": "EUR",
        "automatic": true, "review_right": true});
    let english = Locale::parse("en-GB").unwrap();
    let letter =
        book.notice(&english, Audience::Customer, "decision", &facts(&calendar), &data).unwrap();
    assert_eq!(letter.subject, "We have decided about order A-17");
    assert_eq!(
        letter.text,
        "We have looked at what you and Nordic Boots told us about order A-17, and cannot grant what \
         you asked for.\nThe reasons are in your case.\nNo person has taken part in this decision so \
         far. You can ask for one.\nIf you do not agree, you can ask in your case for a person to look \
         at it again, and tell them what they should know."
    );
}

#[test]
fn a_language_without_a_file_is_written_to_in_english() {
    let (book, calendar) = (LetterBook::shipped().unwrap(), Calendar::utc());
    let finnish = Locale::parse("fi-FI").unwrap();
    let data = json!({"on": "2026-12-20"});
    let letter = book
        .notice(&finnish, Audience::Customer, "return_pause_ended", &facts(&calendar), &data)
        .unwrap();
    assert_eq!(letter.language, "en");
    assert!(letter.text.contains("ended on 20 December 2026"), "{}", letter.text);
}

#[test]
fn a_letter_on_a_complaint_has_what_law_wants_or_says_what_it_lacks() {
    let (book, calendar) = (LetterBook::shipped().unwrap(), Calendar::utc());
    let rule = Statutes::shipped().unwrap().complaints;
    let euro = Currency::new("EUR").unwrap();
    let whole = ComplaintFacts {
        company: "Pay Later",
        received_on: "2026-11-02".parse().unwrap(),
        finding: Some("partly_upheld"),
        reasons: Some("The shop answered late."),
        redress_minor: Some(5_000),
        expected_on: Some("2026-12-20".parse().unwrap()),
        ombudsman: Some(("Financial Ombudsman Service", "https://www.financial-ombudsman.org.uk/")),
    };
    for language in ["de", "en", "es", "sv"] {
        let locale = Locale::parse(language).unwrap();
        for letter in [
            ComplaintLetter::SummaryResolution,
            ComplaintLetter::FinalResponse,
            ComplaintLetter::Delay,
        ] {
            let wanted = rule.rule.contents(letter);
            let (written, contents) =
                book.complaint(&locale, letter, &whole, euro, &calendar).unwrap();
            assert!(wanted.missing(&contents).is_empty(), "{language} {letter:?}: {contents:?}");
            assert!(written.text.contains("Financial Ombudsman Service"), "{}", written.text);
            assert!(!written.text.contains(['{', '}']), "{}", written.text);
            let bare =
                ComplaintFacts { ombudsman: None, reasons: None, expected_on: None, ..whole };
            let (_, contents) = book.complaint(&locale, letter, &bare, euro, &calendar).unwrap();
            assert!(!wanted.missing(&contents).is_empty(), "{language} {letter:?}: {contents:?}");
        }
    }
}

#[test]
fn a_broken_file_is_refused_with_the_place() {
    let shipped = include_str!("../../../policy/letters/en.toml");
    for (from, to, place) in [
        ("[customer.decision]", "[customer.decisions]", "customer.decision is missing"),
        (
            "{paused_until}",
            "{paused_til}",
            "customer.return_reported.text: {paused_til} is unknown",
        ),
        ("six_month_line", "six_months_line", "complaint.final_response.parts.six_month_line"),
        ("{answer_by}", "{answer_by", "customer.proposal_made.text: a bracket is not closed"),
    ] {
        let broken = shipped.replace(from, to);
        let error = LetterBook::parse(&[("en", broken.as_str())]).unwrap_err().to_string();
        assert!(error.starts_with("letters/en.toml: ") && error.contains(place), "{error}");
    }
    let error = LetterBook::parse(&[("sv", shipped)]).unwrap_err().to_string();
    assert!(error.contains("letters/en.toml"), "{error}");
}
