//! Requests for a person: none is missed, and few everyday messages are taken for one.

use std::collections::BTreeMap;

use understanding::listen::{Earlier, Heard, How, Language};

use super::sets::{EVERYDAY, PERSON, Share, half, hear, listener, rows};

const LANGUAGES: [&str; 12] =
    ["en", "sv", "de", "es", "fi", "nb", "da", "nl", "fr", "it", "pl", "pt"];

#[test]
fn no_request_for_a_person_is_missed() {
    let listener = listener();
    let mut found: BTreeMap<(&str, &str), Share> = BTreeMap::new();
    let mut missed = Vec::new();
    for row in rows(PERSON) {
        let [language, text] = row[..] else { panic!("{row:?}") };
        let heard = hear(&listener, text).wants_person.is_some();
        found.entry((half(text), language)).or_default().count(heard);
        if !heard {
            missed.push(format!("{}: {language}: {text}", half(text)));
        }
    }
    for ((half, language), share) in &found {
        eprintln!("{half} {language} {share}");
    }
    for language in LANGUAGES {
        let count: u32 =
            ["tuned", "held out"].iter().map(|half| found[&(*half, language)].of).sum();
        assert!(count >= 40, "{language}: {count}");
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn few_everyday_messages_are_taken_for_one() {
    let listener = listener();
    let mut taken: BTreeMap<&str, Share> = BTreeMap::new();
    for row in rows(EVERYDAY) {
        let [language, text] = row[..] else { panic!("{row:?}") };
        let heard = hear(&listener, text).wants_person;
        taken.entry(half(text)).or_default().count(heard.is_some());
        if let Some(why) = heard {
            eprintln!("{}: {language}: {text} ({})", half(text), why.rule);
        }
    }
    for (half, share) in &taken {
        eprintln!("{half} taken for a request {share}");
        assert!(share.rate() <= 0.05, "{half} {share}");
    }
}

#[test]
fn the_words_that_were_heard_are_named() {
    let listener = listener();
    let text = "Åh, nej… jag vill PRATA MED EN MÄNNISKA nu!";
    let why = hear(&listener, text).wants_person.unwrap();
    assert_eq!(why.how, How::Words);
    let said: Vec<&str> = why.words.iter().map(|words| &text[words.start..words.end]).collect();
    assert!(said.iter().any(|said| said.contains("MÄNNISKA")), "{said:?}");
    assert!(why.rule.starts_with("any/") || why.rule.starts_with("sv/"), "{}", why.rule);
}

#[test]
fn the_second_no_is_a_request() {
    let listener = listener();
    let turns =
        [("nej", "det hjälper inte"), ("no", "that's not it"), ("nein", "das hilft mir nicht")];
    for (first, second) in turns {
        let first = hear(&listener, first);
        assert!(first.refusal && first.wants_person.is_none(), "{first:?}");
        let again = listener.hear(&Heard {
            text: second,
            known_language: first.language,
            earlier: first.earlier,
        });
        assert_eq!(again.wants_person.map(|why| why.how), Some(How::RepeatedNo), "{second}");
        let between = listener.hear(&Heard {
            text: "Where is my order?",
            known_language: None,
            earlier: first.earlier,
        });
        assert!(between.wants_person.is_none() && between.earlier.refusals == 1);
    }
}

#[test]
fn the_language_is_guessed_or_the_known_one_kept() {
    let listener = listener();
    let mut right: BTreeMap<&str, Share> = BTreeMap::new();
    for row in rows(PERSON).chain(rows(EVERYDAY)) {
        let [language, text] = row[..] else { panic!("{row:?}") };
        let guess = hear(&listener, text).language;
        right.entry(language).or_default().count(guess == Language::parse(language));
        // In a conversation whose language is known, the guess seldom leaves it.
        let known = Language::parse(language);
        let heard = Heard { text, known_language: known, earlier: Earlier::default() };
        let kept = listener.hear(&heard).language == known;
        right.entry("known").or_default().count(kept);
    }
    for (language, share) in &right {
        eprintln!("language {language} {share}");
    }
    assert!(right["known"].rate() >= 0.9, "{}", right["known"]);
    let nothing =
        Heard {
            text: "👍 42", known_language: Language::parse("fi"), earlier: Earlier::default()
        };
    assert_eq!(listener.hear(&nothing).language, Language::parse("fi"));
}
