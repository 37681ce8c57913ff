//! Proves that an answer has the shape.

use serde_json::{Map, Value};

use super::{Field, Kind, Shape};

/// Why an answer has not the shape. It names places by the schema's own words only, and repeats nothing
/// of the answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at {path}: {expected}")]
pub struct NotProven {
    /// Such as `$.commands[2].amount`.
    pub path: String,
    pub expected: String,
}

impl NotProven {
    pub(crate) fn at_root(expected: &str) -> Self {
        not("$", expected)
    }
}

pub(super) fn answer(shape: &Shape, text: &str) -> Result<Value, NotProven> {
    // The reader stops at 128 levels of nesting.
    let read: Value = serde_json::from_str(text).map_err(|_| not("$", "expected JSON"))?;
    value(shape, read)
}

pub(super) fn value(shape: &Shape, given: Value) -> Result<Value, NotProven> {
    proved(shape, given, "$")
}

fn not(path: &str, expected: impl Into<String>) -> NotProven {
    NotProven { path: path.to_owned(), expected: expected.into() }
}

fn proved(shape: &Shape, given: Value, path: &str) -> Result<Value, NotProven> {
    match (&shape.kind, given) {
        (Kind::Object(fields), Value::Object(map)) => object(fields, map, path),
        (Kind::List { items, items_max }, Value::Array(list)) => {
            if list.len() > *items_max {
                return Err(not(path, format!("expected at most {items_max} items")));
            }
            let numbered = list.into_iter().enumerate();
            let list = numbered.map(|(at, item)| proved(items, item, &format!("{path}[{at}]")));
            list.collect::<Result<_, _>>().map(Value::Array)
        }
        (Kind::Choice(choices), Value::String(text)) if choices.contains(&text) => {
            Ok(Value::String(text))
        }
        (Kind::Text { chars_max }, Value::String(text)) => {
            // Databases refuse NUL.
            if text.contains('\0') || text.chars().count() > *chars_max {
                return Err(not(path, format!("expected a text of up to {chars_max} characters")));
            }
            Ok(Value::String(text))
        }
        (Kind::Number { min, max, whole }, Value::Number(number)) => {
            let fits = number
                .as_f64()
                .is_some_and(|n| (*min..=*max).contains(&n) && (!whole || n.fract() == 0.0));
            if fits { Ok(Value::Number(number)) } else { Err(expected(shape, path)) }
        }
        (Kind::Flag, Value::Bool(flag)) => Ok(Value::Bool(flag)),
        _ => Err(expected(shape, path)),
    }
}

fn object(fields: &[Field], mut map: Map<String, Value>, path: &str) -> Result<Value, NotProven> {
    let mut proven = Map::new();
    for Field { name, required, shape } in fields {
        let place = format!("{path}.{name}");
        match map.remove(name) {
            None | Some(Value::Null) if !required => {}
            None => return Err(not(&place, "expected a value, it is missing")),
            Some(given) => {
                proven.insert(name.clone(), proved(shape, given, &place)?);
            }
        }
    }
    if map.is_empty() {
        Ok(Value::Object(proven))
    } else {
        Err(not(path, "expected no fields but those of the schema"))
    }
}

fn expected(shape: &Shape, path: &str) -> NotProven {
    let what = match &shape.kind {
        Kind::Object(_) => "expected an object".to_owned(),
        Kind::List { .. } => "expected a list".to_owned(),
        Kind::Choice(_) => "expected one of the values of the schema".to_owned(),
        Kind::Text { .. } => "expected a text".to_owned(),
        Kind::Flag => "expected true or false".to_owned(),
        Kind::Number { min, max, whole } => {
            let kind = if *whole { "a whole number" } else { "a number" };
            format!("expected {kind} from {min} to {max}")
        }
    };
    not(path, what)
}
