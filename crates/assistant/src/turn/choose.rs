//! Which of several records a customer means: by number, name, amount, date.

use kernel::Date;

use super::{AmountSaid, Clues};
use crate::catalogue::KnownBy;
use crate::value::Value;

/// The one that was meant; `None` where none or several fit.
pub(super) fn meant<'v>(
    text: &str,
    clues: &Clues,
    entries: &'v [Value],
    known_by: &KnownBy,
) -> Option<&'v Value> {
    if let Some(ordinal) = clues.ordinal {
        return nth(entries, ordinal);
    }
    let words = folded(text);
    let scores: Vec<u32> =
        entries.iter().map(|entry| score(&words, clues, entry, known_by)).collect();
    let best = scores.iter().copied().max().filter(|best| *best > 0)?;
    let found = entries.iter().zip(&scores).filter(|(_, score)| **score == best);
    let mut found: Vec<&Value> = found.map(|(entry, _)| entry).collect();
    if found.len() > 1 {
        // Of several that share a word, the one whose whole name was said; of those, the longest name.
        let said = |entry: &Value| named_in_full(&words, entry, known_by);
        let most = found.iter().map(|entry| said(entry)).max().filter(|most| *most > 0)?;
        found.retain(|entry| said(entry) == most);
    }
    match found.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// How many words the longest name has that was said in full.
fn named_in_full(words: &[String], entry: &Value, known_by: &KnownBy) -> usize {
    let names = paths(entry, &known_by.names);
    let names = names.iter().filter_map(|name| name.as_str()).map(folded);
    let said = |name: &Vec<String>| name.iter().all(|part| words.contains(part));
    names.filter(said).map(|name| name.len()).max().unwrap_or_default()
}

fn nth(entries: &[Value], ordinal: i64) -> Option<&Value> {
    let place = if ordinal < 0 {
        entries.len().checked_sub(usize::try_from(ordinal.unsigned_abs()).ok()?)?
    } else {
        usize::try_from(ordinal).ok()?.checked_sub(1)?
    };
    entries.get(place)
}

/// How much of a message fits a record: a name counts more than an amount, an amount more than a date.
fn score(words: &[String], clues: &Clues, entry: &Value, known_by: &KnownBy) -> u32 {
    let names = paths(entry, &known_by.names);
    let named = names.iter().filter_map(|name| name.as_str()).any(|name| is_named(words, name));
    let amounts = paths(entry, &known_by.amounts);
    let amount = amounts.iter().any(|value| clues.amounts.iter().any(|said| fits(*said, value)));
    let dates = paths(entry, &known_by.dates);
    let date =
        dates.iter().any(|value| clues.dates.iter().flatten().any(|said| is_date(*said, value)));
    4 * u32::from(named) + 2 * u32::from(amount) + u32::from(date)
}

/// All values at the paths: `lines.name` is the name of each line.
fn paths(entry: &Value, paths: &[String]) -> Vec<Value> {
    let mut all = Vec::new();
    for path in paths {
        let mut now = vec![entry.clone()];
        for field in path.split('.') {
            now = now
                .into_iter()
                .map(|value| value.field(field))
                .flat_map(|value| match &value {
                    Value::List(entries) => entries.to_vec(),
                    _ => vec![value],
                })
                .collect();
        }
        all.extend(now);
    }
    all
}

fn fits(said: AmountSaid, value: &Value) -> bool {
    let Value::Money(money) = value else { return false };
    let exponent = money.currency.exponent();
    let scale = |minor: i64| match exponent {
        0 => minor.checked_mul(100),
        2 => Some(minor),
        3 => Some(minor / 10),
        _ => None,
    };
    said.currency.is_none_or(|currency| currency == money.currency)
        && scale(money.minor) == Some(said.hundredths)
}

fn is_date(said: Date, value: &Value) -> bool {
    matches!(value, Value::Date(date) if *date == said)
}

/// Shortest word of a name that is enough to name it, in characters.
const WORD_CHARS_MIN: usize = 4;

/// Whether a name, or a telling word of it, is among the words; one letter may be wrong in long ones.
fn is_named(words: &[String], name: &str) -> bool {
    let parts = folded(name);
    let telling = |part: &&String| part.chars().count() >= WORD_CHARS_MIN || parts.len() == 1;
    parts.iter().filter(telling).any(|part| words.iter().any(|word| is_like(word, part)))
}

/// Longest word that must be written without a mistake, in characters.
const EXACT_CHARS_MAX: usize = 5;

fn is_like(word: &str, part: &str) -> bool {
    word == part
        || (part.chars().count() > EXACT_CHARS_MAX && one_apart(word, part))
        // The genitive of most of our languages.
        || word.strip_suffix('s').is_some_and(|word| word == part)
}

/// Whether one letter more, less, other or exchanged makes the one the other.
fn one_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = |letters: &[char], skip: usize| letters.get(same + skip..).map(<[char]>::to_vec);
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Less => rest(&a, 0) == rest(&b, 1),
        std::cmp::Ordering::Greater => rest(&a, 1) == rest(&b, 0),
        std::cmp::Ordering::Equal => {
            let swapped = a.get(same) == b.get(same + 1) && a.get(same + 1) == b.get(same);
            rest(&a, 1) == rest(&b, 1) || (swapped && rest(&a, 2) == rest(&b, 2))
        }
    }
}

/// Words in small letters, without accents, where letters and digits part from the rest.
pub(super) fn folded(text: &str) -> Vec<String> {
    let small: String = text.to_lowercase().chars().map(plain_letter).collect();
    small
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

const fn plain_letter(c: char) -> char {
    match c {
        'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' => 'o',
        'ü' | 'ú' | 'ù' | 'û' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    }
}
