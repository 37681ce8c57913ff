//! Which of several records a customer means: by number, name, amount, date.

use std::collections::BTreeSet;

use kernel::Date;
use understanding::slots::{names, words};

use super::{AmountSaid, Clues, Which, answer};
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
    match clues.which {
        Some(Which::Neither) => return None,
        Some(Which::Newest) => return farthest(entries, known_by, |one, other| one > other),
        Some(Which::Oldest) => return farthest(entries, known_by, |one, other| one < other),
        None => {}
    }
    let named = named(text, entries, known_by);
    let scores: Vec<u32> = entries
        .iter()
        .enumerate()
        .map(|(place, entry)| 4 * u32::from(named.contains(&place)) + score(clues, entry, known_by))
        .collect();
    let best = scores.iter().copied().max().filter(|best| *best > 0)?;
    let found = entries.iter().zip(&scores).filter(|(_, score)| **score == best);
    let mut found: Vec<&Value> = found.map(|(entry, _)| entry).collect();
    if found.len() > 1 {
        // Of several that share a word, the one whose whole name was said; of those, the longest name.
        let all = words(text);
        let said = |entry: &Value| named_in_full(text, &all, entry, known_by);
        let full: Vec<(usize, Vec<String>)> = found.iter().map(|entry| said(entry)).collect();
        let (most, longest) = full.iter().max_by_key(|(length, _)| *length)?.clone();
        // What is named besides it, and not by a part of its name, may be meant as well.
        let besides = |name: &Vec<String>| name.iter().any(|word| !longest.contains(word));
        if most == 0 || full.iter().any(|(length, name)| *length < most && besides(name)) {
            return None;
        }
        let mut full = full.iter();
        found.retain(|_| full.next().is_some_and(|(length, _)| *length == most));
    }
    match found.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// How much of a message the longest name is that was said in full, by its words, or better letter by
/// letter; and its words.
fn named_in_full(
    text: &str,
    all: &[String],
    entry: &Value,
    known_by: &KnownBy,
) -> (usize, Vec<String>) {
    let known = paths(entry, &known_by.names);
    let full = known.iter().filter_map(|name| name.as_str()).filter_map(|name| {
        let parts = words(name);
        let is_said = parts.iter().all(|part| all.contains(part));
        let is_written = is_written(text, name);
        let length = 2 * parts.len() + usize::from(is_written);
        (is_said || is_written).then_some((length, parts))
    });
    full.max_by_key(|(length, _)| *length).unwrap_or_default()
}

/// The one whose dates lie farthest that way; `None` where several do.
fn farthest<'v>(
    entries: &'v [Value],
    known_by: &KnownBy,
    is_farther: fn(Date, Date) -> bool,
) -> Option<&'v Value> {
    let dated: Vec<(Date, &Value)> = entries
        .iter()
        .filter_map(|entry| match paths(entry, &known_by.dates).as_slice() {
            [Value::Date(date), ..] => Some((*date, entry)),
            _ => None,
        })
        .collect();
    let is_best = |date: Date| dated.iter().all(|(other, _)| !is_farther(*other, date));
    let mut best = dated.iter().filter(|(date, _)| is_best(*date));
    match (best.next(), best.next()) {
        (Some((_, entry)), None) => Some(entry),
        _ => None,
    }
}

/// Whether a name stands in a text letter by letter and as a whole, as ids do.
fn is_written(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), name.to_lowercase());
    let ends = |beside: Option<char>| !beside.is_some_and(char::is_alphanumeric);
    !name.is_empty()
        && text.match_indices(&name).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + name.len()..).and_then(|after| after.chars().next());
            ends(before) && ends(after)
        })
}

fn nth(entries: &[Value], ordinal: i64) -> Option<&Value> {
    let place = if ordinal < 0 {
        entries.len().checked_sub(usize::try_from(ordinal.unsigned_abs()).ok()?)?
    } else {
        usize::try_from(ordinal).ok()?.checked_sub(1)?
    };
    entries.get(place)
}

/// The places of the records that a text names: by the shop, or by an article.
fn named(text: &str, entries: &[Value], known_by: &KnownBy) -> BTreeSet<usize> {
    let known: Vec<(usize, Value)> = entries
        .iter()
        .enumerate()
        .flat_map(|(place, entry)| {
            paths(entry, &known_by.names).into_iter().map(move |name| (place, name))
        })
        .collect();
    let (places, list): (Vec<usize>, Vec<&str>) =
        known.iter().filter_map(|(place, name)| Some((*place, name.as_str()?))).unzip();
    let slots = names(text, &list);
    let said = slots.iter().flat_map(|slot| std::iter::once(&slot.value).chain(&slot.others));
    let written =
        list.iter().enumerate().filter(|(_, name)| is_written(text, name)).map(|(at, _)| at);
    let all = said.copied().chain(written);
    let found: BTreeSet<usize> = all.filter_map(|at| places.get(at).copied()).collect();
    if !found.is_empty() {
        return found;
    }
    // A form of a word of the name: `Schuhe` of `Laufschuhe`.
    let said = words(text);
    let alike = |name: &str| {
        let known = words(name);
        known.iter().any(|known| said.iter().any(|said| answer::is_form(said, known)))
    };
    list.iter().zip(&places).filter(|(name, _)| alike(name)).map(|(_, place)| *place).collect()
}

/// How much of the rest of a message fits a record: an amount counts more than a date.
fn score(clues: &Clues, entry: &Value, known_by: &KnownBy) -> u32 {
    let amounts = paths(entry, &known_by.amounts);
    let amount = amounts.iter().any(|value| clues.amounts.iter().any(|said| fits(*said, value)));
    let dates = paths(entry, &known_by.dates);
    let date = dates.iter().any(|value| {
        clues.dates.iter().flatten().any(|said| is_date(*said, value))
            || clues.spans.iter().any(|span| is_within(*span, value))
    });
    2 * u32::from(amount) + u32::from(date)
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
    matches!(value, Value::Money(money) if said.money(money.currency) == Some(*money))
}

fn is_date(said: Date, value: &Value) -> bool {
    matches!(value, Value::Date(date) if *date == said)
}

fn is_within((from, to): (Date, Date), value: &Value) -> bool {
    matches!(value, Value::Date(date) if (from..=to).contains(date))
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, Money};

    use super::*;

    fn order(shop: &str, item: &str, minor: i64, month: i8) -> Value {
        let line = Value::record([("name", Value::text(item))]);
        Value::record([
            ("id", Value::id(shop)),
            ("merchant", Value::text(shop)),
            ("lines", Value::list(vec![line])),
            ("total", Value::Money(Money::new(minor, Currency::EUR))),
            ("placed_on", Value::Date(Date::constant(2026, month, 14))),
        ])
    }

    #[test]
    fn a_record_is_meant_by_its_name_its_amount_or_its_place() {
        let entries = [
            order("Nordisk Hemtextil AB", "Blue lamp", 4_900, 11),
            order("Otter & Little", "Running shoes", 12_000, 9),
            order("Kaffebryggeriet", "Espresso machine", 4_900, 5),
            order("b7-4f01", "Hat", 700, 2),
        ];
        let known_by = KnownBy {
            names: vec!["merchant".to_owned(), "lines.name".to_owned()],
            amounts: vec!["total".to_owned()],
            dates: vec!["placed_on".to_owned()],
        };
        let amount = |hundredths| Clues {
            amounts: vec![AmountSaid { hundredths, currency: None }],
            ..Clues::default()
        };
        let nth = |number| Clues { ordinal: Some(number), ..Clues::default() };
        let none = Clues::default;
        let which = |which| Clues { which: Some(which), ..Clues::default() };
        let spring = (Date::constant(2026, 3, 1), Date::constant(2026, 5, 31));
        let in_spring = Clues { spans: vec![spring], ..Clues::default() };
        let table: [(&str, Clues, Option<&str>); 21] = [
            ("the one from kaffebrygeriet", none(), Some("Kaffebryggeriet")),
            ("Kaffebryggeriets order", none(), Some("Kaffebryggeriet")),
            ("the espresso machine", none(), Some("Kaffebryggeriet")),
            ("little otter", none(), Some("Otter & Little")),
            ("otter and little", none(), Some("Otter & Little")),
            ("the runing shoes", none(), Some("Otter & Little")),
            ("the one for 120", amount(12_000), Some("Otter & Little")),
            ("it is b7-4f01", none(), Some("b7-4f01")),
            ("it is b7-4f0", none(), None),
            // Two cost that: a name beside it tells which.
            ("49 euro", amount(4_900), None),
            ("49 euro, the lamp", amount(4_900), Some("Nordisk Hemtextil AB")),
            ("the second", nth(2), Some("Otter & Little")),
            ("the last but one", nth(-2), Some("Kaffebryggeriet")),
            ("the latest", which(Which::Newest), Some("Nordisk Hemtextil AB")),
            ("the oldest", which(Which::Oldest), Some("b7-4f01")),
            ("neither", which(Which::Neither), None),
            ("the one from spring", in_spring, Some("Kaffebryggeriet")),
            ("the textil one", none(), Some("Nordisk Hemtextil AB")),
            ("die Espressomaschine", none(), Some("Kaffebryggeriet")),
            // Both are named, the one by a longer name.
            ("pause the blue lamp and where is the hat", none(), None),
            ("pause Nordisk Hemtextil AB, where is the hat", none(), None),
        ];
        for (text, clues, expected) in table {
            let found = meant(text, &clues, &entries, &known_by);
            let found = found.map(|entry| entry.field("merchant"));
            let found = found.as_ref().and_then(Value::as_str);
            assert_eq!(found, expected, "{text}");
        }
    }
}
