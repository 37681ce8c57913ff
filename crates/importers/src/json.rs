//! Looking into JSON of others: a field of another kind than expected is as good as absent.

use kernel::Timestamp;
use serde_json::Value;

/// Unix times from here on are milliseconds: as seconds they would be after the year 5000.
const SECONDS_MAX: i64 = 100_000_000_000;

/// What stands under a name; `None` for null.
pub(crate) fn at<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value.get(name).filter(|value| !value.is_null())
}

/// A text that is not empty.
pub(crate) fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    at(value, name)?.as_str().filter(|text| !text.trim().is_empty())
}

/// The first of some names that has a text.
pub(crate) fn first<'a>(value: &'a Value, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| text(value, name))
}

/// An id: a whole number or a text.
pub(crate) fn id(value: &Value, name: &str) -> Option<String> {
    match at(value, name)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        _ => None,
    }
}

pub(crate) fn whole(value: &Value, name: &str) -> Option<i64> {
    let value = at(value, name)?;
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

pub(crate) fn is(value: &Value, name: &str) -> bool {
    at(value, name).and_then(Value::as_bool).unwrap_or(false)
}

pub(crate) fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    at(value, name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The names of a list of texts, or of objects with a name.
pub(crate) fn names(value: &Value, name: &str) -> Vec<String> {
    let of = |one: &Value| one.as_str().map(str::to_owned).or_else(|| id(one, "name"));
    list(value, name).iter().filter_map(of).collect()
}

/// The names of the files of a list; one without a name is a file all the same.
pub(crate) fn names_of_files(value: &Value, list_name: &str, names: &[&str]) -> Vec<String> {
    list(value, list_name)
        .iter()
        .map(|file| first(file, names).unwrap_or_default().to_owned())
        .collect()
}

/// A date as sources write them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Date {
    None,
    At(Timestamp),
    /// Something that is no date.
    Bad(String),
}

impl Date {
    pub(crate) fn known(self) -> Option<Timestamp> {
        match self {
            Self::At(at) => Some(at),
            Self::None | Self::Bad(_) => None,
        }
    }
}

/// ISO 8601 with an offset, `2024-01-02 03:04:05 UTC`, or Unix time in seconds or milliseconds.
pub(crate) fn date(value: &Value, name: &str) -> Date {
    let Some(found) = at(value, name) else { return Date::None };
    let parsed = match found {
        Value::Number(number) => number.as_i64().and_then(unix),
        Value::String(text) if text.trim().is_empty() => return Date::None,
        Value::String(text) => written(text.trim()),
        _ => None,
    };
    // A zero is how some sources say that there is none.
    match parsed {
        Some(at) if at == Timestamp::EPOCH => Date::None,
        Some(at) => Date::At(at),
        None => Date::Bad(found.to_string()),
    }
}

fn unix(number: i64) -> Option<Timestamp> {
    if number < 0 {
        return None;
    }
    let millis = if number < SECONDS_MAX { number.checked_mul(1_000)? } else { number };
    Some(Timestamp::from_millis(millis))
}

fn written(text: &str) -> Option<Timestamp> {
    let utc = text.strip_suffix(" UTC").map(|start| format!("{start}Z"));
    let text = utc.as_deref().unwrap_or(text);
    text.parse().ok().or_else(|| text.parse().ok().and_then(unix))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn dates_are_read_as_sources_write_them() {
        let second: Timestamp = "2024-05-06T07:08:09Z".parse().unwrap();
        let cases = [
            (json!("2024-05-06T07:08:09Z"), Date::At(second)),
            (json!("2024-05-06T09:08:09+02:00"), Date::At(second)),
            (json!("2024-05-06T12:38:09.000+05:30"), Date::At(second)),
            (json!("2024-05-06 07:08:09 UTC"), Date::At(second)),
            (json!(1_714_979_289), Date::At(second)),
            (json!(1_714_979_289_000_i64), Date::At(second)),
            (json!("1714979289"), Date::At(second)),
            (json!(null), Date::None),
            (json!(""), Date::None),
            (json!(0), Date::None),
            (json!("yesterday"), Date::Bad("\"yesterday\"".to_owned())),
            (json!("2024-13-45T00:00:00Z"), Date::Bad("\"2024-13-45T00:00:00Z\"".to_owned())),
            (json!(-5), Date::Bad("-5".to_owned())),
            (json!({}), Date::Bad("{}".to_owned())),
        ];
        for (value, expected) in cases {
            assert_eq!(date(&json!({ "at": value }), "at"), expected, "{value}");
        }
    }

    #[test]
    fn a_field_of_another_kind_is_as_good_as_absent() {
        let value =
            json!({ "id": 7, "ids": "a7 ", "f": 1.5, "n": "12", "t": " ", "y": true, "l": {} });
        assert_eq!(id(&value, "id").as_deref(), Some("7"));
        assert_eq!(id(&value, "ids").as_deref(), Some("a7"));
        assert_eq!((id(&value, "f"), id(&value, "y")), (None, None));
        assert_eq!((whole(&value, "n"), whole(&value, "y")), (Some(12), None));
        assert_eq!((text(&value, "t"), text(&value, "id")), (None, None));
        assert!(is(&value, "y") && !is(&value, "n") && list(&value, "l").is_empty());
        let tags = json!({ "tags": ["a", { "name": "b" }, 3, null] });
        assert_eq!(names(&tags, "tags"), ["a", "b"]);
    }
}
