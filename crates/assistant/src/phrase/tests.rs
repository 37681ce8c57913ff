//! Faithful wordings come through; planted numbers, names, links and promises do not.

use std::collections::BTreeMap;

use super::*;

const FAITHFUL: &str = include_str!("fixtures/faithful.tsv");
const PLANTED: &str = include_str!("fixtures/planted.tsv");

/// Language → checker, over the procedures that ship.
fn checkers() -> BTreeMap<&'static str, Checker> {
    let files = crate::shipped::files();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let book = Book::parse(&files).unwrap();
    ["en", "sv", "de", "es"]
        .into_iter()
        .map(|language| (language, Checker::new(&book, language).unwrap()))
        .collect()
}

/// Language, text, draft.
fn faithful() -> Vec<[&'static str; 3]> {
    let lines = FAITHFUL.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| <[&str; 3]>::try_from(line.split('\t').collect::<Vec<_>>()).unwrap()).collect()
}

#[test]
fn faithful_wordings_come_through() {
    let (checkers, table) = (checkers(), faithful());
    assert!(table.len() >= 80, "{}", table.len());
    let mut kept = 0;
    for [language, text, draft] in &table {
        let checker = &checkers[language];
        assert_eq!(checker.check(text, text), Ok(()), "the text itself: {text}");
        match checker.check(text, draft) {
            Ok(()) => kept += 1,
            Err(found) => println!("{language} {found:?}: {draft}"),
        }
    }
    println!("{kept} of {} faithful wordings let through", table.len());
    assert!(kept * 10 >= table.len() * 9, "{kept} of {}", table.len());
}

/// Every planted sentence after every text and every faithful wording of its language, and before it.
#[test]
fn whatever_is_planted_is_found() {
    let checkers = checkers();
    let (mut tried, mut through) = (BTreeMap::<&str, usize>::new(), Vec::new());
    for line in PLANTED.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let [language, kind, planted] =
            <[&str; 3]>::try_from(line.split('\t').collect::<Vec<_>>()).unwrap();
        for [of, text, draft] in faithful() {
            if of != language {
                continue;
            }
            let drafts = [
                format!("{text} {planted}"),
                format!("{planted} {text}"),
                format!("{draft} {planted}"),
                format!("{planted} {draft}"),
            ];
            for draft in drafts {
                *tried.entry(kind).or_insert(0) += 1;
                if checkers[language].check(text, &draft).is_ok() {
                    through.push(format!("{kind}: {draft}"));
                }
            }
        }
    }
    let total: usize = tried.values().sum();
    println!("{total} planted drafts, {tried:?}; {} through", through.len());
    let kinds =
        ["number", "words", "date", "name", "link", "mail", "phone", "code", "promise", "legal"];
    for kind in kinds {
        assert!(tried.get(kind).is_some_and(|tried| *tried >= 100), "{kind}: {tried:?}");
    }
    assert!(total >= 2_000, "{total}");
    assert!(through.is_empty(), "{}: {:#?}", through.len(), &through[..through.len().min(20)]);
}

/// A changed digit, a lost or a doubled number, exchanged numbers, an exchanged unit.
#[test]
fn whatever_is_changed_in_a_number_is_found() {
    let checkers = checkers();
    let mut tried = 0;
    for [language, text, draft] in faithful() {
        for draft in [text, draft] {
            for (at, digit) in draft.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
                let other = char::from(b'0' + (u8::try_from(digit).unwrap() - b'0' + 1) % 10);
                let (before, after) = (&draft[..at], &draft[at + 1..]);
                for changed in [
                    format!("{before}{other}{after}"),
                    format!("{before}{after}"),
                    format!("{before}{digit}{digit}{after}"),
                    format!("{before}{digit}0{after}"),
                    format!("{before}−{digit}{after}"),
                ] {
                    tried += 1;
                    assert!(checkers[language].check(text, &changed).is_err(), "{changed}");
                }
            }
        }
    }
    println!("{tried} changed numbers");
    assert!(tried >= 2_000, "{tried}");
}

#[test]
fn a_negation_more_or_less_is_found() {
    let checkers = checkers();
    let words: [(&str, &[&str]); 4] = [
        ("en", &["not", "never", "no"]),
        ("sv", &["inte", "aldrig", "ingen"]),
        ("de", &["nicht", "nie", "kein"]),
        ("es", &["no", "nunca", "jamás"]),
    ];
    let mut tried = 0;
    for [language, text, draft] in faithful() {
        let list = words.iter().find(|(of, _)| *of == language).unwrap().1;
        for draft in [text, draft] {
            let spaces: Vec<usize> = draft.match_indices(' ').map(|(at, _)| at).collect();
            for (negation, at) in list.iter().flat_map(|one| spaces.iter().map(move |at| (one, at)))
            {
                let negated = format!("{} {negation}{}", &draft[..*at], &draft[*at..]);
                tried += 1;
                assert!(checkers[language].check(text, &negated).is_err(), "{negated}");
            }
            let without: Vec<&str> = draft.split(' ').filter(|word| !list.contains(word)).collect();
            if without.len() < draft.split(' ').count() {
                let without = without.join(" ");
                tried += 1;
                assert!(checkers[language].check(text, &without).is_err(), "{without}");
            }
        }
    }
    assert!(tried >= 2_000, "{tried}");
}

#[test]
fn some_changes_are_found_by_their_kind() {
    let checkers = checkers();
    let text = "You paid £20.00 of £120.00 on 3 May 2026. The shop has 14 days to answer.";
    let table = [
        (
            "You paid £120.00 of £20.00 on 3 May 2026. The shop has 14 days to answer.",
            Found::Number,
        ),
        ("You paid £20.00 of £120.00 on 3 June 2026. The shop has 14 days to answer.", Found::Date),
        (
            "You paid £20.00 of £120.00 on 3 May 2026. The shop has 14 weeks to answer.",
            Found::Number,
        ),
        (
            "You paid €20.00 of £120.00 on 3 May 2026. The shop has 14 days to answer.",
            Found::Number,
        ),
        ("You paid £20.00 of £120.00 on 3 May 2026.", Found::Number),
        (
            "You paid £20.00 of £120.00 on 3 May 2026. The shop has 14 days to answer?",
            Found::Question,
        ),
        (
            "You paid £20.00 of £120.00 on 3 May 2026. The sh\u{200B}op has 14 days to answer.",
            Found::Hidden,
        ),
        (
            "You paid £20.00 of £120.00 on 3 May 2026. The ѕhop has 14 days to answer.",
            Found::Hidden,
        ),
        (
            "You paid £20.00 of £120.00 on 3 May 2026. The shop has 14 days to answer. <b>x</b>",
            Found::Link,
        ),
        ("", Found::Length),
    ];
    for (draft, kind) in table {
        let found = checkers["en"].check(text, draft).unwrap_err();
        assert!(found.contains(&kind), "{found:?}: {draft}");
    }
    for word in ["trehundra", "tvåhundrafemtio"] {
        assert!(checkers["sv"].lexicon.is_number(word), "{word}");
    }
    for word in ["dreihundertfünfzig", "einhundert", "zweiundzwanzig"] {
        assert!(checkers["de"].lexicon.is_number(word), "{word}");
    }
    for word in ["eine", "einen", "und", "und ein"] {
        assert!(!checkers["de"].lexicon.is_number(word), "{word}");
    }
}

#[test]
fn receipts_questions_and_hard_words_stay_as_they_are() {
    let plain = Utterance {
        text: "Your refund is on its way to the card that you paid with.".to_owned(),
        choices: Vec::new(),
        receipt: false,
        source: "refund_status/on_its_way".to_owned(),
    };
    assert!(may_rephrase(&plain));
    let kept = [
        Utterance { receipt: true, ..plain.clone() },
        Utterance { choices: vec!["Yes".to_owned()], ..plain.clone() },
        Utterance { source: "texts/person_comes".to_owned(), ..plain.clone() },
        Utterance { source: "self_harm/help".to_owned(), ..plain.clone() },
        Utterance { text: "All right.".to_owned(), ..plain.clone() },
        Utterance { text: "x".repeat(TEXT_CHARS_MAX + 1), ..plain },
    ];
    for utterance in kept {
        assert!(!may_rephrase(&utterance), "{utterance:?}");
    }
}
