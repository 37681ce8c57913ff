//! What an answer to a question comes to.

use kernel::Currency;
use understanding::slots::words;

use super::Heard;
use crate::value::{Type, Value};

/// Longest answer in the customer's own words, in characters.
pub(crate) const WORDS_CHARS_MAX: usize = 2_000;
/// Fewest characters of a word that can tell one option from the others.
const TELLING_CHARS_MIN: usize = 4;
/// Most characters that an ending adds.
const INFLECTED_CHARS_MAX: usize = 2;
/// Fewest characters of it that say something.
pub(crate) const WORDS_CHARS_MIN: usize = 3;

/// The value that a message gives for a question of a kind; `None` where it gives none, or more than one.
/// `labels` are the words of each option, as they were shown.
pub(crate) fn value(
    heard: &Heard,
    kind: &Type,
    labels: &[(String, String)],
    currency: Option<Currency>,
) -> Option<Value> {
    match kind.present() {
        Type::Bool => heard.clues.yes.map(Value::Bool),
        Type::Int => single(&heard.clues.counts).map(|count| Value::Int(*count)),
        Type::Date => match single(&heard.clues.dates)?.as_slice() {
            [date] => Some(Value::Date(*date)),
            _ => None,
        },
        Type::Money => {
            let said = single(&heard.clues.amounts)?;
            said.money(said.currency.or(currency)?).map(Value::Money)
        }
        Type::Words => {
            let text = heard.text.trim();
            let chars = text.chars().count();
            let kept: String = text.chars().take(WORDS_CHARS_MAX).collect();
            (chars >= WORDS_CHARS_MIN).then(|| Value::words(kept))
        }
        Type::Word(_) => option(heard, labels).map(Value::word),
        Type::Text | Type::Id(_) | Type::Record(_) | Type::List(_) | Type::Optional(_) => None,
    }
}

/// Whether a word is another form of a known one: a plural, or the end of a compound.
pub(super) fn is_form(said: &str, known: &str) -> bool {
    let chars = |word: &str| word.chars().count();
    let shorter = chars(said).min(chars(known));
    let is_inflected = shorter >= TELLING_CHARS_MIN
        && chars(said).abs_diff(chars(known)) <= INFLECTED_CHARS_MAX
        && (said.starts_with(known) || known.starts_with(said));
    is_inflected || (chars(said) > TELLING_CHARS_MIN && known.ends_with(said))
}

fn single<T>(all: &[T]) -> Option<&T> {
    match all {
        [one] => Some(one),
        _ => None,
    }
}

/// The option whose label was written, or that was counted; else the one that shares most telling words.
fn option(heard: &Heard, labels: &[(String, String)]) -> Option<String> {
    let said = words(&heard.text);
    if let Some(exact) = labels.iter().find(|(_, label)| words(label) == said) {
        return Some(exact.0.clone());
    }
    if let Some(ordinal) = heard.clues.ordinal {
        let place = if ordinal < 0 {
            labels.len().checked_sub(1)
        } else {
            usize::try_from(ordinal).ok().and_then(|place| place.checked_sub(1))
        };
        return labels.get(place?).map(|(word, _)| word.clone());
    }
    let all: Vec<Vec<String>> = labels.iter().map(|(_, label)| words(label)).collect();
    // A word that several options have tells nothing, nor does one that most sentences have.
    let telling = |word: &&String| {
        let having = all.iter().filter(|label| label.contains(word)).count();
        having == 1 && word.chars().count() >= TELLING_CHARS_MIN && said.contains(word)
    };
    let mut scores: Vec<usize> =
        all.iter().map(|label| label.iter().filter(telling).count()).collect();
    if scores.iter().all(|score| *score == 0) {
        let formed =
            |label: &Vec<String>, word: &String| label.iter().any(|one| is_form(word, one));
        let telling = |word: &&String| all.iter().filter(|label| formed(label, word)).count() == 1;
        let of = |label| said.iter().filter(telling).filter(|word| formed(label, word)).count();
        scores = all.iter().map(of).collect();
    }
    let best = scores.iter().copied().max().filter(|best| *best > 0)?;
    let mut found = labels.iter().zip(&scores).filter(|(_, score)| **score == best);
    match (found.next(), found.next()) {
        (Some(((word, _), _)), None) => Some(word.clone()),
        _ => None,
    }
}
