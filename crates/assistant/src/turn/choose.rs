//! Which of several records a customer means: by number, name, amount, date.

use std::collections::BTreeSet;

use kernel::Date;
use understanding::slots::{names, words};

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
        let most = found.iter().map(|entry| said(entry)).max().filter(|most| *most > 0)?;
        found.retain(|entry| said(entry) == most);
    }
    match found.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// How much of a message the longest name is that was said in full: by its words, or better letter by letter.
fn named_in_full(text: &str, all: &[String], entry: &Value, known_by: &KnownBy) -> usize {
    let known = paths(entry, &known_by.names);
    let full = known.iter().filter_map(|name| name.as_str()).map(|name| {
        let parts = words(name);
        let is_said = parts.iter().all(|part| all.contains(part));
        let is_written = is_written(text, name);
        if is_said || is_written { 2 * parts.len() + usize::from(is_written) } else { 0 }
    });
    full.max().unwrap_or_default()
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
    all.filter_map(|at| places.get(at).copied()).collect()
}

/// How much of the rest of a message fits a record: an amount counts more than a date.
fn score(clues: &Clues, entry: &Value, known_by: &KnownBy) -> u32 {
    let amounts = paths(entry, &known_by.amounts);
    let amount = amounts.iter().any(|value| clues.amounts.iter().any(|said| fits(*said, value)));
    let dates = paths(entry, &known_by.dates);
    let date =
        dates.iter().any(|value| clues.dates.iter().flatten().any(|said| is_date(*said, value)));
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

#[cfg(test)]
mod tests {
    use kernel::{Currency, Money};

    use super::*;

    fn order(shop: &str, item: &str, minor: i64) -> Value {
        let line = Value::record([("name", Value::text(item))]);
        Value::record([
            ("id", Value::id(shop)),
            ("merchant", Value::text(shop)),
            ("lines", Value::list(vec![line])),
            ("total", Value::Money(Money::new(minor, Currency::EUR))),
        ])
    }

    #[test]
    fn a_record_is_meant_by_its_name_its_amount_or_its_place() {
        let entries = [
            order("Nordisk Hemtextil AB", "Blue lamp", 4_900),
            order("Otter & Little", "Running shoes", 12_000),
            order("Kaffebryggeriet", "Espresso machine", 4_900),
            order("b7-4f01", "Hat", 700),
        ];
        let known_by = KnownBy {
            names: vec!["merchant".to_owned(), "lines.name".to_owned()],
            amounts: vec!["total".to_owned()],
            dates: Vec::new(),
        };
        let amount = |hundredths| Clues {
            amounts: vec![AmountSaid { hundredths, currency: None }],
            ..Clues::default()
        };
        let nth = |number| Clues { ordinal: Some(number), ..Clues::default() };
        let none = Clues::default;
        let table: [(&str, Clues, Option<&str>); 13] = [
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
        ];
        for (text, clues, expected) in table {
            let found = meant(text, &clues, &entries, &known_by);
            let found = found.map(|entry| entry.field("merchant"));
            let found = found.as_ref().and_then(Value::as_str);
            assert_eq!(found, expected, "{text}");
        }
    }
}
