//! Names out of a list, as customers write them: the shop or the article that a message is about.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::Slot;
use super::read::{Kind, compared, folded, tokens};

/// Most names that are looked for.
pub const NAMES_MAX: usize = 200;
/// Most words of a name that are compared.
const NAME_WORDS_MAX: usize = 8;
/// Fewest letters of a word that stands for a whole name of several.
const PART_LETTERS_MIN: usize = 4;

/// Words of names that say what kind of company it is, and do not tell one from another.
const COMMON: &[&str] = &[
    "ab", "gmbh", "ag", "kg", "sl", "sa", "inc", "ltd", "llc", "as", "aps", "oy", "co", "the",
    "and", "och", "und", "y", "shop", "store", "butik", "tienda", "online", "com", "se", "de",
    "es", "den", "der", "die", "das", "la", "el", "los", "las", "of", "for", "med", "mit", "con",
    "för", "für",
];

static FOLDED_COMMON: LazyLock<HashSet<String>> =
    LazyLock::new(|| COMMON.iter().map(|word| folded(word)).collect());

struct Name {
    at: usize,
    words: Vec<String>,
    joined: String,
}

/// Where names of a list stand in a text; the value is the place in the list. A name may have a typo, be
/// written in one word or two, or be said by its distinctive words alone. Names that fit as well as the
/// likeliest are among the others. Only the first [`NAMES_MAX`] names are looked for.
pub fn names(text: &str, list: &[&str]) -> Vec<Slot<usize>> {
    let words: Vec<(String, Range<usize>)> = tokens(text)
        .into_iter()
        .filter(|token| token.kind != Kind::Sign)
        .map(|token| {
            let word = if token.kind == Kind::Number { token.raw.to_owned() } else { token.word };
            (word, token.place)
        })
        .collect();
    let known: Vec<Name> = list.iter().take(NAMES_MAX).enumerate().filter_map(name).collect();
    // Each with how well it fits: letters that are the same.
    let mut hits: Vec<(usize, Range<usize>, usize)> = Vec::new();
    for name in &known {
        for at in 0..words.len() {
            if let Some((length, score)) = fit(name, &words, at, &known) {
                let place = place(&words, at, length);
                hits.push((score, place, name.at));
            }
        }
    }
    // Best first, then the longest, then in order.
    hits.sort_by_key(|(score, place, at)| (std::cmp::Reverse(*score), place.start, *at));
    let mut slots: Vec<(usize, Slot<usize>)> = Vec::new();
    for (score, place, at) in hits {
        let over = slots
            .iter_mut()
            .find(|(_, slot)| place.start < slot.place.end && slot.place.start < place.end);
        match over {
            Some((best, slot)) => {
                if *best == score && slot.value != at && !slot.others.contains(&at) {
                    slot.others.push(at);
                }
            }
            None => slots.extend(Slot::at(text, place, vec![at]).map(|slot| (score, slot))),
        }
    }
    slots.sort_by_key(|(_, slot)| slot.place.start);
    slots.into_iter().map(|(_, slot)| slot).collect()
}

fn name((at, written): (usize, &&str)) -> Option<Name> {
    let all: Vec<String> = compared(written).into_iter().take(NAME_WORDS_MAX).collect();
    let telling: Vec<String> = all.iter().filter(|word| !is_common(word)).cloned().collect();
    let words = if telling.is_empty() { all } else { telling };
    let joined = words.concat();
    (joined.len() > 1).then_some(Name { at, words, joined })
}

fn is_common(word: &str) -> bool {
    word.len() < 2 || FOLDED_COMMON.contains(word)
}

/// How many words of the text a name covers from a place, and how many letters fit.
fn fit(
    name: &Name,
    words: &[(String, Range<usize>)],
    at: usize,
    all: &[Name],
) -> Option<(usize, usize)> {
    let ahead = words.get(at..)?;
    let mut used = 0;
    let mut met = 0;
    for word in &name.words {
        let step = ahead.iter().skip(used).take(2).position(|(said, _)| is_same(said, word));
        match step {
            // A common word may stand between: `Little and Otter`.
            Some(step) if step == 0 || used > 0 => (used, met) = (used + step + 1, met + 1),
            _ => break,
        }
    }
    if met == name.words.len() && met > 0 {
        return Some((used, name.joined.len() * 2));
    }
    // In one word or in two.
    let mut joined = String::new();
    for (length, (said, _)) in ahead.iter().take(3).enumerate() {
        joined.push_str(said);
        if joined.len() > 3
            && is_same(&joined, &name.joined)
            && (length > 0 || name.words.len() > 1)
        {
            return Some((length + 1, name.joined.len() * 2));
        }
    }
    // By a word that no other name has, or that several have, who are then all meant.
    let (said, _) = ahead.first()?;
    let part = name.words.iter().find(|word| {
        word.len() >= PART_LETTERS_MIN && (said == *word || said.strip_suffix('s') == Some(word))
    })?;
    let holders = all.iter().filter(|other| other.words.contains(part)).count();
    (name.words.len() > 1 && holders <= HOLDERS_MAX).then_some((1, part.len()))
}

/// A word that more names have than these says nothing.
const HOLDERS_MAX: usize = 5;

fn place(words: &[(String, Range<usize>)], at: usize, length: usize) -> Range<usize> {
    let start = words.get(at).map_or(0, |(_, place)| place.start);
    let end = words.get(at + length.saturating_sub(1)).map_or(start, |(_, place)| place.end);
    start..end
}

/// The same word, or its genitive.
fn is_exact(said: &str, known: &str) -> bool {
    said == known || said.strip_suffix('s') == Some(known)
}

/// The same word, or with a typo where it is long enough to be known by the rest; its genitive too.
fn is_same(said: &str, known: &str) -> bool {
    let typos = match known.len() {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    };
    is_exact(said, known) || (said.len() > 3 && distance_at_most(said, known, typos))
}

/// Whether two words differ in at most so many letters (wrong, missing, added, or neighbours swapped).
pub(super) fn distance_at_most(one: &str, other: &str, most: usize) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len().abs_diff(other.len()) > most || one.first() != other.first() {
        return one == other;
    }
    // Three rows of the table of Damerau and Levenshtein.
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, against) in other.iter().enumerate() {
            let of =
                |values: &[usize], at: usize| values.get(at).copied().unwrap_or(usize::MAX / 2);
            let substituted = of(&last, column) + usize::from(letter != against);
            let mut best = substituted.min(of(&last, column + 1) + 1).min(of(&current, column) + 1);
            let swapped = row > 0
                && column > 0
                && one.get(row - 1) == Some(against)
                && other.get(column - 1) == Some(letter);
            if swapped {
                best = best.min(of(&before_last, column - 1) + 1);
            }
            current.push(best);
        }
        if current.iter().min().is_none_or(|least| *least > most) {
            return false;
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last.last().is_some_and(|distance| *distance <= most)
}
