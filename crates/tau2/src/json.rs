//! The bank's rows are JSON in several handwritings: amounts as text or number, dates in three forms.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Currency, Money};
use serde_json::{Map, Value, json};

/// A row of a table, or the arguments of a call.
pub type Row = Map<String, Value>;

/// The bank's only currency.
pub const USD: Currency = Currency::USD;

/// `$1,234.56`, `129.02` or a number, in cents; half cents away from zero.
pub fn cents(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => {
            let exact = number.as_f64()? * 100.0;
            #[allow(clippy::cast_possible_truncation)]
            Some(exact.round() as i64)
        }
        Value::String(text) => {
            let plain: String = text.chars().filter(|c| !"$, ".contains(*c)).collect();
            let (sign, plain) =
                plain.strip_prefix('-').map_or((1, plain.as_str()), |rest| (-1, rest));
            let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
            let part = format!("{part:0<2}");
            let whole: i64 = whole.parse().ok()?;
            let part: i64 = part.get(..2)?.parse().ok()?;
            Some(sign * (whole * 100 + part))
        }
        _ => None,
    }
}

/// An amount of the row.
pub fn money(row: &Row, key: &str) -> Option<Money> {
    Some(Money { minor: cents(row.get(key)?)?, currency: USD })
}

/// The number that the bank's tools take for an amount: `75.0`, `9.5`.
pub fn amount(minor: i64) -> Value {
    #[allow(clippy::cast_precision_loss)]
    let major = minor as f64 / 100.0;
    json!(major)
}

/// `11/14/2025`, with or without a time, or `2025-11-14`.
pub fn date(text: &str) -> Option<Date> {
    let day = text.split([' ', 'T']).next()?;
    if let Some((year, rest)) = day.split_once('-') {
        let (month, day) = rest.split_once('-')?;
        return Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    }
    let (month, rest) = day.split_once('/')?;
    let (day, year) = rest.split_once('/')?;
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// `11/14/2025`, as the bank writes dates.
pub fn us_date(date: Date) -> String {
    date.strftime("%m/%d/%Y").to_string()
}

/// A text of the row; empty where it has none.
pub fn text<'a>(row: &'a Row, key: &str) -> &'a str {
    row.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Whether a flag of the row is set.
pub fn flag(row: &Row, key: &str) -> bool {
    row.get(key).and_then(Value::as_bool).unwrap_or_default()
}

/// The same for two values that mean the same: numbers as numbers, to a ten-thousandth, and keys sorted, also
/// where a dependency lets maps keep the order in which they were filled.
pub fn alike(value: &Value) -> Value {
    match value {
        Value::Number(number) => {
            json!(number.as_f64().map(|number| format!("{number:.4}")))
        }
        Value::Array(all) => Value::Array(all.iter().map(alike).collect()),
        Value::Object(fields) => {
            let sorted: BTreeMap<&String, Value> =
                fields.iter().map(|(key, value)| (key, alike(value))).collect();
            Value::Object(sorted.into_iter().map(|(key, value)| (key.clone(), value)).collect())
        }
        other => other.clone(),
    }
}
