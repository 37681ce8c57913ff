//! Critical moments and complaints: recall and false alarms by signal, every miss listed.

use std::collections::BTreeMap;
use std::path::PathBuf;

use understanding::listen::{Heard, SignalKind, Understanding};

use super::sets::{EVERYDAY, FRESH, ORDINARY, SIGNALS, Share, half, hear, listener, rows};

fn hears(understanding: &Understanding, signal: &str) -> bool {
    let named = |kind: SignalKind| kind.name() == signal;
    match signal {
        "complaint" => understanding.complaint.is_some(),
        _ => understanding.signals.iter().any(|signal| named(signal.kind)),
    }
}

#[test]
fn each_signal_is_heard_and_seldom_overheard() {
    let listener = listener();
    let mut recall: BTreeMap<(&str, &str), Share> = BTreeMap::new();
    let mut by_language: BTreeMap<(&str, &str), Share> = BTreeMap::new();
    for row in rows(SIGNALS) {
        let [signal, language, text] = row[..] else { panic!("{row:?}") };
        let heard = hears(&hear(&listener, text), signal);
        recall.entry((signal, half(text))).or_default().count(heard);
        by_language.entry((signal, language)).or_default().count(heard);
        if !heard {
            eprintln!("missed {}: {signal} {language}: {text}", half(text));
        }
    }
    let mut alarms: BTreeMap<(&str, &str), Share> = BTreeMap::new();
    for row in rows(ORDINARY) {
        let [language, text] = row[..] else { panic!("{row:?}") };
        let understood = hear(&listener, text);
        for signal in ["self_harm", "bereavement", "fraud_victim", "hardship", "complaint"] {
            let alarm = hears(&understood, signal);
            alarms.entry((signal, half(text))).or_default().count(alarm);
            if alarm {
                eprintln!("alarm {}: {signal} {language}: {text}", half(text));
            }
        }
    }
    for ((signal, language), share) in &by_language {
        eprintln!("{signal} {language} {share}");
    }
    for ((signal, half), share) in &recall {
        let alarm = alarms[&(*signal, *half)];
        eprintln!("{signal} {half}: recall {share}, false alarms {alarm}");
    }
    for ((signal, half), share) in &recall {
        let alarm = alarms[&(*signal, *half)];
        assert!(share.rate() >= 0.95, "{signal} {half} {share}");
        assert!(alarm.rate() <= 0.20, "{signal} {half} {alarm}");
    }
}

/// Messages that were written after the rules had been tuned. When first heard, before any rule was
/// changed for them: person 33 of 50, self-harm 1 of 6, bereavement 1 of 8, fraud 2 of 8, hardship 2
/// of 8, complaint 1 of 8. They were written so as to use none of the words of the rules, which is
/// harder than what customers write; the rules have learnt them since, so this only guards them.
#[test]
fn what_came_after_the_rules_is_measured() {
    let listener = listener();
    let mut found: BTreeMap<&str, Share> = BTreeMap::new();
    for row in rows(FRESH) {
        let [kind, language, text] = row[..] else { panic!("{row:?}") };
        let understood = hear(&listener, text);
        let heard = match kind {
            "person" => understood.wants_person.is_some(),
            signal => hears(&understood, signal),
        };
        found.entry(kind).or_default().count(heard);
        if !heard {
            eprintln!("missed fresh: {kind} {language}: {text}");
        }
    }
    for (kind, share) in &found {
        eprintln!("fresh {kind} {share}");
        assert!(share.rate() >= 0.95, "{kind} {share}");
    }
}

#[test]
fn anger_that_lasts_is_clear() {
    let listener = listener();
    let first = hear(&listener, "THIS IS RIDICULOUS, you are thieves!!!");
    let heard =
        Heard { text: "are you idiots or what", known_language: None, earlier: first.earlier };
    let second = listener.hear(&heard);
    assert_eq!((first.anger.turns, second.anger.turns), (1, 2));
    assert!(first.complaint.is_some() && hears(&second, "anger"));
    let calm = listener.hear(&Heard { text: "thank you", earlier: second.earlier, ..heard });
    assert_eq!((calm.anger.turns, calm.anger.points), (0, 0));
}

/// Real texts, when `OMBUD_TEST_DATA` names the folder of `cfpb/`, `banking77/` and `clinc150/`.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test may look for data that cannot be shipped")]
fn real_complaints_are_heard_and_real_questions_are_not_overheard() {
    let Ok(data) = std::env::var("OMBUD_TEST_DATA") else {
        eprintln!("skipped: OMBUD_TEST_DATA is not set");
        return;
    };
    let data = PathBuf::from(data);
    let listener = listener();
    let mut complaints: BTreeMap<(&str, &str), Share> = BTreeMap::new();
    let path = data.join("cfpb/loans-2023-narratives.csv");
    for row in csv::Reader::from_path(path).unwrap().records() {
        let text = row.unwrap()[5].to_owned();
        let half = half(&text);
        // A narrative is longer than a message: its first 200 characters are about one.
        let start: String = text.chars().take(200).collect();
        for (part, text) in [("whole", &text), ("first 200 characters", &start)] {
            let heard = hear(&listener, text).complaint.is_some();
            complaints.entry((half, part)).or_default().count(heard);
            if !heard {
                eprintln!("missed {half} {part}: {}", text.replace('\n', " "));
            }
        }
    }
    for ((half, part), share) in &complaints {
        eprintln!("complaints heard in narratives, {half}, {part}: {share}");
        assert!(*part != "whole" || share.rate() >= 0.95, "{half} {share}");
    }
    let mut questions: Vec<(String, String)> = Vec::new();
    for row in csv::Reader::from_path(data.join("banking77/train.csv")).unwrap().records() {
        questions.push(("banking77".to_owned(), row.unwrap()[0].to_owned()));
    }
    let clinc = std::fs::read_to_string(data.join("clinc150/train_val.json")).unwrap();
    let clinc: serde_json::Value = serde_json::from_str(&clinc).unwrap();
    for (_, rows) in clinc.as_object().unwrap() {
        for row in rows.as_array().unwrap() {
            questions.push(("clinc150".to_owned(), row[0].as_str().unwrap().to_owned()));
        }
    }
    let mut taken: BTreeMap<(String, &str), Share> = BTreeMap::new();
    for (set, text) in &questions {
        let understood = hear(&listener, text);
        let asked = understood.wants_person.is_some();
        taken.entry((set.clone(), "person")).or_default().count(asked);
        if asked {
            eprintln!("heard {} {set} person: {text}", half(text));
        }
        for signal in ["self_harm", "bereavement", "fraud_victim", "hardship", "complaint"] {
            let heard = hears(&understood, signal);
            taken.entry((set.clone(), signal)).or_default().count(heard);
            if heard {
                eprintln!("heard {} {set} {signal}: {text}", half(text));
            }
        }
    }
    for ((set, what), share) in &taken {
        eprintln!("{set}: {what} {share}");
        assert!(*what != "person" || share.rate() <= 0.05, "{set} {share}");
    }
}

/// Who says that a purchase is not theirs does not say that they cannot pay.
#[test]
fn a_purchase_of_somebody_else_is_fraud_and_no_hardship() {
    let listener = listener();
    for text in [
        "I did not make this purchase, somebody used my account",
        "I did not make this order",
        "not make the purchase, someone else did",
        "I haven't made this purchase, my card was stolen",
        "Jag har inte gjort det här köpet, någon har använt mitt konto",
        "Ich habe diesen Kauf nicht getätigt, jemand hat mein Konto benutzt",
        "No he hecho esta compra, alguien usó mi cuenta",
    ] {
        assert!(!hears(&hear(&listener, text), "hardship"), "{text}");
    }
    for text in ["I cannot make the payment", "not able to make my payment this month"] {
        assert!(hears(&hear(&listener, text), "hardship"), "{text}");
    }
    assert!(hears(
        &hear(&listener, "I did not make this purchase, somebody used my account"),
        "fraud_victim"
    ));
}

#[test]
fn everyday_messages_about_people_raise_no_danger() {
    let listener = listener();
    for row in rows(EVERYDAY) {
        assert!(!hears(&hear(&listener, row[1]), "self_harm"), "{}", row[1]);
    }
}
