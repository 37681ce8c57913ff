//! Single edits of every shipped text: a word inserted, deleted or replaced, two words exchanged, a
//! negation moved, a digit changed. Each is refused, unless pairs of the list make the same of the text.

use std::collections::BTreeSet;

use super::*;

/// Each place is tried with one of so many words of the language, another one at the next place.
const STRIDE: usize = 24;

fn negating(language: &str) -> &'static [&'static str] {
    match language {
        "en" => &[
            "not", "no", "never", "none", "nothing", "neither", "nor", "nobody", "without",
            "cannot",
        ],
        "sv" => &["inte", "ingen", "inget", "inga", "aldrig", "ingenting", "utan", "varken"],
        "de" => &["nicht", "nichts", "nie", "kein", "keine", "keinen", "niemand", "ohne", "weder"],
        _ => {
            &["no", "nunca", "jamás", "ni", "tampoco", "sin", "nada", "nadie", "ningún", "ninguna"]
        }
    }
}

pub(super) fn negations(language: &str, text: &str) -> usize {
    let negates = |word: &&str| {
        let word = core(word).to_lowercase();
        negating(language).contains(&word.as_str()) || (language == "en" && word.ends_with("n't"))
    };
    text.split(' ').filter(negates).count()
}

fn core(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Words of a language: of all that is shipped and planted, and of the lists.
fn lexicon(language: &str, moves: &Moves, texts: &[String]) -> Vec<String> {
    let planted = rows(PLANTED).into_iter().filter(|row| row[0] == language).map(|row| row[2]);
    let listed = moves.pairs.iter().flat_map(|(of, by)| [of.as_str(), by.as_str()]);
    let all = planted.chain(listed).chain(texts.iter().map(String::as_str));
    let words: BTreeSet<String> = all
        .flat_map(|text| text.split(' '))
        .map(|word| core(word).to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    words.into_iter().collect()
}

/// What one pair makes of a text, found without the checker.
fn by_one_pair(moves: &Moves, text: &str) -> BTreeSet<String> {
    let letter = |c: char| c.is_alphanumeric();
    let mut drafts = BTreeSet::new();
    for (of, by) in &moves.pairs {
        for (at, _) in text.match_indices(of.as_str()) {
            let (before, after) = (&text[..at], &text[at + of.len()..]);
            if !before.ends_with(letter) && !after.starts_with(letter) {
                drafts.insert(format!("{before}{by}{after}"));
            }
        }
    }
    drafts
}

/// Asserts that a draft is refused unless it is expected; how many were.
struct Trial<'a> {
    moves: &'a Moves,
    text: &'a str,
    allowed: BTreeSet<String>,
    refused: usize,
    through: usize,
}

impl Trial<'_> {
    fn draft(&mut self, words: &[&str]) {
        let draft = words.join(" ");
        if draft == self.text {
            return;
        }
        let through = self.moves.lead(self.text, &draft);
        assert!(!through || self.allowed.contains(&draft), "{} → {draft}", self.text);
        if through { self.through += 1 } else { self.refused += 1 }
    }
}

fn every_edit_is_refused(language: &str) {
    let moves = checker(language).moves;
    let mut texts = shipped(language);
    texts.iter_mut().for_each(|text| *text = text.replace(['„', '“', '”'], "\"").replace('’', "'"));
    let lexicon = lexicon(language, &moves, &texts);
    let (mut refused, mut through, mut turn) = (0, 0, 0);
    for text in &texts {
        // An exchange of two words may be two pairs.
        let mut allowed = by_one_pair(&moves, text);
        let twice: Vec<_> = allowed.iter().flat_map(|one| by_one_pair(&moves, one)).collect();
        allowed.extend(twice);
        let mut trial = Trial { moves: &moves, text, allowed, refused: 0, through: 0 };
        let words: Vec<&str> = text.split(' ').collect();
        for place in 0..words.len() {
            turn += 1;
            let some = lexicon.iter().skip(turn % STRIDE).step_by(STRIDE).map(String::as_str);
            edit(&mut trial, &words, place, some.chain(negating(language).iter().copied()));
        }
        (refused, through) = (refused + trial.refused, through + trial.through);
    }
    println!("{language}: {} words, {refused} refused, {through} of the list", lexicon.len());
    assert!(refused > 500_000 && through > 0, "{refused} {through}");
}

fn edit<'a>(
    trial: &mut Trial<'_>,
    words: &[&'a str],
    place: usize,
    others: impl Iterator<Item = &'a str>,
) {
    let mut without = words.to_vec();
    let word = without.remove(place);
    trial.draft(&without);
    for other in place + 1..words.len() {
        let mut exchanged = words.to_vec();
        exchanged.swap(place, other);
        trial.draft(&exchanged);
    }
    for other in others {
        let mut more = words.to_vec();
        more.insert(place, other);
        trial.draft(&more);
        let replaced = if core(word).is_empty() {
            other.to_owned()
        } else {
            word.replacen(core(word), other, 1)
        };
        more.remove(place);
        more[place] = &replaced;
        trial.draft(&more);
    }
    // The word itself, a negation not least, at every other place.
    for to in (0..words.len()).filter(|to| *to != place) {
        let mut moved = without.clone();
        moved.insert(to, word);
        trial.draft(&moved);
        moved[to] = core(word);
        trial.draft(&moved);
    }
}

#[test]
fn every_edit_is_refused_in_english() {
    every_edit_is_refused("en");
}

#[test]
fn every_edit_is_refused_in_swedish() {
    every_edit_is_refused("sv");
}

#[test]
fn every_edit_is_refused_in_german() {
    every_edit_is_refused("de");
}

#[test]
fn every_edit_is_refused_in_spanish() {
    every_edit_is_refused("es");
}

/// A changed, lost or doubled digit in every shipped text, alone and beside courtesies.
#[test]
fn whatever_is_changed_in_a_number_is_found() {
    let mut tried = 0;
    for (language, Checker { moves }) in checkers() {
        for text in shipped(language) {
            for draft in with_courtesies(&moves, &text) {
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
                        assert!(!moves.lead(&text, &changed), "{changed}");
                    }
                }
            }
        }
    }
    println!("{tried} changed numbers");
    assert!(tried >= 50_000, "{tried}");
}
