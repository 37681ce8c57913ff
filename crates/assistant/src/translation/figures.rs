//! The numbers that are left when amounts, dates and lengths of time have their match.

use std::collections::BTreeMap;

use understanding::slots::{self, Locale, Numeral};

/// The numbers of one text: in digits, with how they were written, and in words.
struct Numbers {
    digits: Vec<(String, String)>,
    words: Vec<u64>,
}

impl Numbers {
    fn of((text, locale): (&str, &Locale)) -> Self {
        let mut numbers = Self { digits: Vec::new(), words: Vec::new() };
        for slot in slots::numerals(text, locale) {
            match slot.value {
                Numeral::Digits(digits) => numbers.digits.push((digits, slot.text)),
                Numeral::Words(number) => numbers.words.push(number),
            }
        }
        numbers
    }

    /// Drops digits that the other text has in words.
    fn drop_words_of(&mut self, other: &mut Self) {
        drop_same(&mut self.digits, &mut other.words, |(digits, _), word| {
            *digits == word.to_string()
        });
    }
}

/// Whether two texts have the same numbers. Those in words of both must be the same where the words of
/// both languages are known.
pub(super) fn same(given: (&str, &Locale), said: (&str, &Locale), is_strict: bool) -> bool {
    let (mut given, mut said) = (Numbers::of(given), Numbers::of(said));
    drop_same(&mut given.digits, &mut said.digits, |(one, _), (other, _)| one == other);
    given.drop_words_of(&mut said);
    said.drop_words_of(&mut given);
    drop_same(&mut given.words, &mut said.words, |one, other| one == other);
    let no_words = given.words.is_empty() && said.words.is_empty();
    runs(&given.digits) == runs(&said.digits) && (no_words || !is_strict)
}

/// Takes out what both have, each once.
fn drop_same<A, B>(given: &mut Vec<A>, said: &mut Vec<B>, is_same: fn(&A, &B) -> bool) {
    given.retain(|one| match said.iter().position(|other| is_same(one, other)) {
        Some(place) => {
            said.remove(place);
            false
        }
        None => true,
    });
}

/// Digits with nothing between them: `10:30` is `10.30`.
fn runs(all: &[(String, String)]) -> BTreeMap<&str, usize> {
    let mut runs = BTreeMap::new();
    let parts = all.iter().flat_map(|(_, written)| written.split(|c: char| !c.is_ascii_digit()));
    for run in parts.filter(|run| !run.is_empty()) {
        *runs.entry(run).or_insert(0) += 1;
    }
    runs
}
