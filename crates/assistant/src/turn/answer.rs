//! What an answer to a question comes to.

use kernel::Currency;
use understanding::slots::words;

use super::Heard;
use crate::value::{Type, Value};

/// Longest answer in the customer's own words, in characters.
pub(crate) const WORDS_CHARS_MAX: usize = 2_000;
/// Fewest characters of a word that can tell one option from the others.
const TELLING_CHARS_MIN: usize = 4;
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
    let scores: Vec<usize> = all.iter().map(|label| label.iter().filter(telling).count()).collect();
    let best = scores.iter().copied().max().filter(|best| *best > 0)?;
    let mut found = labels.iter().zip(&scores).filter(|(_, score)| **score == best);
    match (found.next(), found.next()) {
        (Some(((word, _), _)), None) => Some(word.clone()),
        _ => None,
    }
}
