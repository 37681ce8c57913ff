//! Faithful wordings come through; planted numbers, names, links and promises do not.

mod edits;

use std::collections::BTreeMap;

use super::*;

const FAITHFUL: &str = include_str!("../fixtures/faithful.tsv");
const PLANTED: &str = include_str!("../fixtures/planted.tsv");
const CHANGED: &str = include_str!("../fixtures/changed.tsv");
const LANGUAGES: [&str; 4] = ["en", "sv", "de", "es"];
const FACTS: [&str; 5] = ["Fjord Home", "£120.00", "3 May 2026", "a lamp", "1 200,50 kr"];

fn checker(language: &str) -> Checker {
    Checker { moves: Moves::of(language).unwrap() }
}

fn checkers() -> BTreeMap<&'static str, Checker> {
    LANGUAGES.into_iter().map(|language| (language, checker(language))).collect()
}

/// Language and two more columns.
fn rows(table: &'static str) -> Vec<[&'static str; 3]> {
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| <[&str; 3]>::try_from(line.split('\t').collect::<Vec<_>>()).unwrap()).collect()
}

/// All that procedures say in a language, with facts.
fn shipped(language: &str) -> Vec<String> {
    let ending = format!("/{language}.toml");
    let files = crate::shipped::files();
    let files = files.iter().filter(|(path, _)| path.starts_with("procedures/"));
    let mut texts = Vec::new();
    for (_, file) in files.filter(|(path, _)| path.ends_with(&ending)) {
        let file: BTreeMap<String, String> = toml::from_str(file).unwrap();
        texts.extend(file.values().map(|text| filled(text.trim())));
    }
    assert!(texts.len() > 500, "{language}: {}", texts.len());
    texts
}

fn filled(template: &str) -> String {
    let (mut text, mut rest, mut facts) = (String::new(), template, FACTS.iter().cycle());
    while let Some((before, after)) = rest.split_once('{') {
        let (shown, after) = after.split_once('}').unwrap();
        let form = shown.rsplit_once('|').map(|(_, other)| other.replace('#', "14"));
        text += before;
        text += &form.unwrap_or_else(|| (*facts.next().unwrap()).to_owned());
        rest = after;
    }
    text + rest
}

/// A text, and the text with a courtesy before it, and after it.
fn with_courtesies(moves: &Moves, text: &str) -> [String; 3] {
    let (opener, closer) = (&moves.openers[0], &moves.closers[0]);
    [text.to_owned(), format!("{opener} {text}"), format!("{text} {closer}")]
}

/// Of wordings as people and models write them, freely. Most exchange sentences or their parts, which no
/// list of pairs can prove harmless.
#[test]
fn some_faithful_wordings_come_through() {
    let (checkers, table) = (checkers(), rows(FAITHFUL));
    let mut kept = 0;
    for [language, text, draft] in &table {
        assert_eq!(checkers[language].check(text, text), Ok(()), "the text itself: {text}");
        match checkers[language].check(text, draft) {
            Ok(()) => kept += 1,
            Err(found) => println!("{language} {found:?}: {draft}"),
        }
    }
    println!("{kept} of {} faithful wordings let through", table.len());
    assert_eq!((kept, table.len()), (9, 82));
}

/// Every shipped text may stand as it is, with a courtesy before and after it; every pair works once, and
/// only where a phrase is a phrase.
#[test]
fn each_move_comes_through() {
    for (language, Checker { moves }) in checkers() {
        for text in shipped(language) {
            for draft in with_courtesies(&moves, &text) {
                assert!(moves.lead(&text, &draft), "{draft}");
            }
            let both = format!("{} {text} {}", moves.openers[0], moves.closers[0]);
            assert!(moves.lead(&text, &both), "{both}");
            let twice = format!("{0} {0} {text}", moves.openers[0]);
            assert!(!moves.lead(&text, &twice), "{twice}");
        }
        for one in &moves.openers {
            assert!(moves.lead("Fjord 5.", &format!("{one} Fjord 5.")), "{one}");
        }
        for (of, by) in &moves.pairs {
            assert!(moves.lead(&format!("Fjord {of} 5"), &format!("Fjord {by} 5")), "{of} = {by}");
            assert!(
                moves.lead(&format!("{of} – x {of}"), &format!("{by} – x {of}")),
                "{of} = {by}"
            );
            for (before, after) in
                [("x", ""), ("x-", ""), ("x.", ""), ("x/", ""), ("", "/x"), ("@", "")]
            {
                let (text, draft) =
                    (format!("{before}{of}{after}"), format!("{before}{by}{after}"));
                assert!(!moves.lead(&text, &draft), "{draft}");
            }
        }
    }
}

/// What a list may hold: no number, as many negations on either side, nothing twice.
#[test]
fn the_lists_hold_no_number_and_move_no_negation() {
    for (language, Checker { moves }) in checkers() {
        assert!(moves.openers.len() > 15 && moves.closers.len() > 3, "{language}");
        assert!(moves.pairs.len() > 10, "{language}");
        for one in moves.openers.iter().chain(&moves.closers) {
            assert!(one.ends_with(['.', '!', ':']) && !one.contains(char::is_numeric), "{one}");
            assert_eq!(edits::negations(language, one), 0, "{one}");
        }
        for (place, pair) in moves.pairs.iter().enumerate() {
            let (of, by) = pair;
            assert!(of != by && !moves.pairs[..place].contains(pair), "{of} = {by}");
            assert!(!of.contains(char::is_numeric) && !by.contains(char::is_numeric), "{by}");
            let count = |side| edits::negations(language, side);
            assert_eq!(count(of), count(by), "{of} = {by}");
        }
    }
}

/// Every planted sentence at every place of every text, alone and beside courtesies.
#[test]
fn whatever_is_planted_is_found() {
    let checkers = checkers();
    let mut tried = BTreeMap::<&str, usize>::new();
    for [language, kind, planted] in rows(PLANTED) {
        let moves = &checkers[language].moves;
        for [of, text, _] in rows(FAITHFUL) {
            if of != language {
                continue;
            }
            for draft in with_courtesies(moves, text) {
                let spaces = draft.match_indices(' ').map(|(at, _)| at);
                for at in spaces.chain([draft.len()]) {
                    let (before, after) = draft.split_at(at);
                    let draft = format!("{before} {planted}{after}");
                    assert!(!moves.lead(text, &draft), "{kind}: {draft}");
                    *tried.entry(kind).or_insert(0) += 1;
                }
                let draft = format!("{planted} {draft}");
                assert!(!moves.lead(text, &draft), "{kind}: {draft}");
                *tried.entry(kind).or_insert(0) += 1;
            }
        }
    }
    println!("{} planted drafts, {tried:?}", tried.values().sum::<usize>());
    let kinds = [
        "number", "words", "date", "name", "link", "mail", "phone", "code", "promise", "legal",
        "plain",
    ];
    for kind in kinds {
        assert!(tried.get(kind).is_some_and(|tried| *tried >= 1_000), "{kind}: {tried:?}");
    }
}

/// Wordings that say something else with words that say nothing else.
#[test]
fn whatever_is_changed_in_place_is_found() {
    let (checkers, table) = (checkers(), rows(CHANGED));
    assert_eq!(table.len(), 21);
    for [language, text, draft] in table {
        assert_eq!(checkers[language].check(text, text), Ok(()), "{text}");
        for draft in with_courtesies(&checkers[language].moves, draft) {
            assert!(checkers[language].check(text, &draft).is_err(), "{draft}");
        }
    }
}

#[test]
fn a_refusal_says_in_what_a_draft_differs() {
    let checker = checker("en");
    let text = "You paid £20.00 of £120.00 on 3 May 2026. The shop has 14 days to answer.";
    let table = [
        (
            "You paid £120.00 of £20.00 on 3 May 2026. The shop has 14 days to answer.",
            Found::Number,
        ),
        ("You paid £20.00 of £120.00 on 3 June 2026. The shop has 14 days to answer.", Found::Word),
        ("You paid £20.00 of £120.00 on 3 May 2026. The shop has 14 weeks to answer.", Found::Word),
        ("You paid €20.00 of £120.00 on 3 May 2026. The shop has 14 days to answer.", Found::Sign),
        ("You paid £20.00 of £120.00 on 3 May 2026.", Found::Number),
        ("You paid £20.00 of £120.00 on 3 May 2026. The shop has 14 days to answer?", Found::Sign),
        ("You paid £20.00 of £120.00 on 3 May 2026. The shop has days 14 to answer.", Found::Order),
        (
            "You paid £20.00 of £120.00 on 3 May 2026. The sh\u{200B}op has 14 days to answer.",
            Found::Sign,
        ),
        ("You paid £20.00 of £120.00 on 3 May 2026. The ѕhop has 14 days to answer.", Found::Word),
        ("You paid £20.00 of £120.00 on 3\nMay 2026. The shop has 14 days to answer.", Found::Sign),
        ("", Found::Number),
    ];
    for (draft, kind) in table {
        let found = checker.check(text, draft).unwrap_err();
        assert!(found.contains(&kind), "{found:?}: {draft}");
    }
    assert_eq!(checker.check(text, &format!("{text}\n")), Ok(()));
    assert_eq!(checker.check(text, &text.replace(' ', "\u{A0}")), Ok(()));
}

#[test]
fn languages_of_the_book_have_lists() {
    let files = crate::shipped::files();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let book = Book::parse(&files).unwrap();
    for language in LANGUAGES {
        let checker = Checker::new(&book, language).unwrap();
        assert_eq!(checker.moves.openers, Moves::of(language).unwrap().openers);
    }
    assert!(Moves::of("fi").is_none());
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
