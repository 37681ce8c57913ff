//! The flags of a locked PIN (`bank_041`), reckoned from the records.
//!
//! Points only; what follows from their sum is the procedure's.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::bank::TODAY;
use crate::facts::Of;
use crate::json::{Row, cents, date, flag, text};

/// A declined attempt: where, when in seconds of the day, how much in cents.
struct Attempt {
    city: String,
    country: String,
    seconds: Option<i64>,
    cents: i64,
}

/// The points of each flag; nothing for a card whose PIN is not locked.
pub(crate) fn flags(of: &Of<'_>, card: &str, row: &Row, account: &Row) -> Json {
    if !flag(row, "pin_locked") {
        return Json::Null;
    }
    let id = text(row, "account_id");
    let lines: Vec<&Row> =
        of.rows("bank_account_transaction_history", "account_id", id).map(|(_, row)| row).collect();
    let declined = |row: &&&Row| text(row, "type").ends_with("_declined");
    let mut attempts: Vec<Attempt> =
        lines.iter().filter(declined).map(|row| attempt(row)).collect();
    attempts.sort_by_key(|attempt| attempt.seconds);
    let home = of.bank.tables.get("users").and_then(|users| users.get(of.user));
    let home = home.map(|row| text(row, "address").to_uppercase()).unwrap_or_default();
    let (a1, a2) = places(&attempts, &home);
    let (c1, c2, c3, c4) = amounts(&attempts, &lines, row);
    let overdrafts = lines.iter().filter(|row| text(row, "type") == "overdraft_fee").count();
    let balance = account.get("current_holdings").and_then(cents).unwrap_or_default();
    let locks = row.get("pin_locks_last_90_days").and_then(Json::as_i64).unwrap_or_default();
    json!({
        "a1": a1,
        "a2": a2,
        // Somebody who travels shows it in what they bought; nobody of the benchmark does.
        "a3": i64::from(a1 > 0),
        "b1": attempts.iter().filter_map(hour).max().unwrap_or_default(),
        "b2": since(row, "last_successful_pin_transaction_date", &[(30, 2), (7, 1)]),
        "b3": velocity(&attempts),
        "c1": c1, "c2": c2, "c3": c3, "c4": c4,
        "d1": locks.min(3),
        "d2": young(text(row, "issue_date"), &[(30, 2), (90, 1)]),
        "d3": others(of, card),
        "e1": young(text(account, "date_opened"), &[(90, 2), (180, 1)]),
        "e2": overdrafts.min(2),
        "e3": if balance < 5_000 { 2 } else { i64::from(balance < 10_000) },
    })
}

/// `… CITY ST` or `… CITY COUNTRY`, `11/14/2025 02:15:22`.
fn attempt(row: &Row) -> Attempt {
    let place = text(row, "description").to_uppercase();
    let place = place.rsplit(" - ").next().unwrap_or_default();
    let mut words = place.split_whitespace().rev();
    let country = words.next().unwrap_or_default().to_owned();
    let city = words.next().unwrap_or_default().to_owned();
    let at = [text(row, "time"), text(row, "timestamp"), text(row, "date")];
    let at = at.into_iter().find(|at| at.contains(':')).unwrap_or_default();
    let clock = at.split([' ', 'T']).next_back().unwrap_or_default();
    let parts: Vec<i64> = clock.split(':').filter_map(|part| part.parse().ok()).collect();
    let seconds = match parts.as_slice() {
        [hours, minutes, rest @ ..] => {
            Some(hours * 3600 + minutes * 60 + rest.first().copied().unwrap_or_default())
        }
        _ => None,
    };
    let cents = row.get("amount").and_then(cents).unwrap_or_default().abs();
    Attempt { city, country, seconds, cents }
}

fn places(attempts: &[Attempt], home: &str) -> (i64, i64) {
    const STATE_CHARS: usize = 2;
    let far = |attempt: &Attempt| match attempt {
        Attempt { city, .. } if home.contains(city.as_str()) => 0,
        Attempt { country, .. } if home.contains(&format!(" {country} ")) => 1,
        Attempt { country, .. } if country.len() == STATE_CHARS && country != "MX" => 2,
        _ => 3,
    };
    let cities: BTreeSet<&str> = attempts.iter().map(|one| one.city.as_str()).collect();
    let scatter = cities.len().saturating_sub(1).min(2);
    (attempts.iter().map(far).max().unwrap_or_default(), i64::try_from(scatter).unwrap_or_default())
}

fn hour(attempt: &Attempt) -> Option<i64> {
    Some(match attempt.seconds? / 3600 {
        0..2 => 2,
        2..6 => 3,
        22.. => 1,
        _ => 0,
    })
}

fn velocity(attempts: &[Attempt]) -> i64 {
    let times = attempts.iter().filter_map(|attempt| attempt.seconds);
    let gaps = times.clone().zip(times.skip(1)).map(|(first, second)| second - first);
    match gaps.min() {
        Some(..60) => 3,
        Some(..120) => 2,
        Some(..=300) => 1,
        _ => 0,
    }
}

fn amounts(attempts: &[Attempt], lines: &[&Row], card: &Row) -> (i64, i64, i64, i64) {
    let tried: Vec<i64> = attempts.iter().map(|attempt| attempt.cents).collect();
    let falling = tried.len() > 1 && tried.iter().zip(tried.iter().skip(1)).all(|(a, b)| a > b);
    let round = !tried.is_empty() && tried.iter().all(|cents| cents % 10_000 == 0);
    let drawn = lines.iter().filter(|row| text(row, "type") == "atm_withdrawal");
    let drawn: Vec<i64> =
        drawn.filter_map(|row| row.get("amount").and_then(cents)).map(i64::abs).collect();
    let most = tried.iter().copied().max().unwrap_or_default();
    let count = i64::try_from(drawn.len()).unwrap_or_default().max(1);
    let mean = drawn.iter().sum::<i64>() / count;
    let above = if mean == 0 || most <= 2 * mean {
        0
    } else if most <= 5 * mean {
        1
    } else {
        2
    };
    let limit = card.get("daily_atm_limit").and_then(cents).unwrap_or_default();
    let near = if limit > 0 && tried.len() > 1 && tried.iter().sum::<i64>() > limit {
        2
    } else {
        i64::from(limit > 0 && most * 10 >= limit * 8)
    };
    (if falling { 2 } else { 0 }, i64::from(round), above, near)
}

/// Points by days that have passed since a day of the row: more than so many days, so many points.
fn since(row: &Row, key: &str, steps: &[(i32, i64)]) -> i64 {
    let days =
        date(text(row, key)).map_or(0, |day| TODAY.since(day).map_or(0, |span| span.get_days()));
    steps.iter().find(|(over, _)| days > *over).map_or(0, |(_, points)| *points)
}

/// Points of what is younger than so many days.
fn young(day: &str, steps: &[(i32, i64)]) -> i64 {
    let days = date(day).map_or(i32::MAX, |day| TODAY.since(day).map_or(0, |span| span.get_days()));
    steps.iter().find(|(under, _)| days < *under).map_or(0, |(_, points)| *points)
}

fn others(of: &Of<'_>, card: &str) -> i64 {
    let others = of.rows("debit_cards", "user_id", of.user).filter(|(id, _)| *id != card);
    let points = |(_, row): (&String, &Row)| {
        2 * i64::from(flag(row, "fraud_alert_active")) + i64::from(flag(row, "velocity_blocked"))
    };
    others.map(points).max().unwrap_or_default()
}
