//! The tables.

use std::collections::BTreeMap;

use understanding::slots::{
    Amount, Answered, Choice, Days, Length, Locale, Reference, Slot, Tracking, amounts, answer,
    cards, choices, dates, find, percentages, references, spans, trackings,
};

use super::locale;

/// Checks every row of a table, and that each language has so many.
fn check(table: &'static str, rows_min: usize, read: impl Fn(&str, &Locale) -> String) {
    let mut wrong = Vec::new();
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let [code, text, expected] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three columns: {line}")
        };
        let locale = locale(code);
        *rows
            .entry(match code {
                "us" => "en",
                "mx" => "es",
                code => code,
            })
            .or_default() += 1;
        let got = read(text, &locale);
        if got != expected {
            wrong.push(format!("{code}\t{text}\t{expected}\n    got {got}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    for (code, count) in rows {
        assert!(count >= rows_min, "{code} has {count} rows");
    }
}

fn written<V>(slots: Vec<Slot<V>>, write: impl Fn(&V) -> String) -> String {
    let one = |slot: &Slot<V>| {
        let all: Vec<String> =
            std::iter::once(&slot.value).chain(&slot.others).map(&write).collect();
        all.join(" | ")
    };
    let all: Vec<String> = slots.iter().map(one).collect();
    if all.is_empty() { "-".to_owned() } else { all.join(" ; ") }
}

fn amount(amount: &Amount) -> String {
    let money = amount.from.decimal();
    let to = amount.to.map(|to| format!("..{}", to.decimal())).unwrap_or_default();
    let said = if amount.currency_said { "" } else { "?" };
    format!("{money}{to} {}{said}", amount.from.currency)
}

fn days(days: &Days) -> String {
    match days.day() {
        Some(day) => day.to_string(),
        None => format!("{}..{}", days.from, days.to),
    }
}

fn length(length: &Length) -> String {
    let to = length.to.map(|to| format!("-{to}")).unwrap_or_default();
    format!("{}{to} {:?}", length.count, length.unit)
}

fn reference(reference: &Reference) -> String {
    format!("{:?} {}", reference.kind, reference.id)
}

fn tracking(tracking: &Tracking) -> String {
    format!("{:?} {}", tracking.scheme, tracking.number)
}

fn choice(choice: &Choice) -> String {
    match choice {
        Choice::Nth(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn amounts_are_read_as_each_locale_writes_them() {
    check(include_str!("fixtures/amounts.tsv"), 40, |text, locale| {
        written(amounts(text, locale), amount)
    });
}

#[test]
fn dates_are_counted_from_today() {
    check(include_str!("fixtures/dates.tsv"), 40, |text, locale| {
        written(dates(text, locale), days)
    });
}

#[test]
fn a_yes_is_a_yes_and_a_doubt_is_none() {
    check(include_str!("fixtures/answers.tsv"), 40, |text, locale| {
        let answer = answer(text, locale);
        let said = answer.said;
        assert!(answer.because.iter().all(|place| text.get(place.clone()).is_some()));
        assert_eq!(said == Answered::Silent, answer.because.is_empty(), "{text}");
        format!("{said:?}").to_lowercase()
    });
}

#[test]
fn lengths_and_shares_are_counted() {
    check(include_str!("fixtures/spans.tsv"), 12, |text, locale| {
        let lengths = written(spans(text, locale), length);
        let shares = written(percentages(text, locale), |share| format!("{} pp", share.hundredths));
        if shares == "-" { lengths } else { shares }
    });
}

#[test]
fn numbers_of_things_are_told_apart() {
    check(include_str!("fixtures/numbers.tsv"), 10, |text, locale| {
        let _ = locale;
        let all = [
            written(trackings(text), tracking),
            written(cards(text), |card| format!("card {}", card.digits())),
            written(references(text), reference),
        ];
        let said: Vec<String> = all.into_iter().filter(|one| one != "-").collect();
        if said.is_empty() { "-".to_owned() } else { said.join(" ; ") }
    });
}

#[test]
fn a_choice_is_read() {
    check(include_str!("fixtures/choices.tsv"), 12, |text, locale| {
        written(choices(text, locale), choice)
    });
}

#[test]
fn everything_is_found_at_once() {
    check(include_str!("fixtures/all.tsv"), 4, |text, locale| {
        written(find(text, locale), |value| {
            let written = format!("{value:?}");
            written.split_once('(').map_or(written.clone(), |(kind, _)| kind.to_owned())
        })
    });
}
