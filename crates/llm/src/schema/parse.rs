//! Reads a schema from JSON, and refuses what is not in the subset.

use serde_json::{Map, Value};

use super::{
    CHOICES_MAX, DEPTH_MAX, FIELDS_MAX, Field, ITEMS_MAX, Kind, NUMBER_MAX, SchemaError, Shape,
    TEXT_CHARS_MAX,
};

/// Longest name of a field, value of an `enum`, or description, in characters.
const WORDS_CHARS_MAX: usize = 500;

pub(super) fn schema(json: &Value) -> Result<Shape, SchemaError> {
    let shape = shape(json, "$", 0)?;
    match shape.kind {
        Kind::Object(_) => Ok(shape),
        _ => Err(wrong("$", "the root must be of type object")),
    }
}

fn wrong(path: &str, what: impl Into<String>) -> SchemaError {
    SchemaError { path: path.to_owned(), what: what.into() }
}

fn shape(json: &Value, path: &str, depth: usize) -> Result<Shape, SchemaError> {
    if depth > DEPTH_MAX {
        return Err(wrong(path, format!("nested deeper than {DEPTH_MAX}; flatten it")));
    }
    let map = json.as_object().ok_or_else(|| wrong(path, "a schema is a JSON object"))?;
    let about = match map.get("description") {
        None => String::new(),
        Some(text) => words(text, path)?,
    };
    let kind = match map.get("type").and_then(Value::as_str) {
        Some("object") => object(map, path, depth)?,
        Some("array") => list(map, path, depth)?,
        Some("string") => text(map, path)?,
        Some("number") => number(map, path, false)?,
        Some("integer") => number(map, path, true)?,
        Some("boolean") => {
            only(map, &[], path)?;
            Kind::Flag
        }
        _ => {
            let known = "object, array, string, number, integer or boolean";
            return Err(wrong(path, format!("type must be one of {known}")));
        }
    };
    Ok(Shape { about, kind })
}

/// Refuses keywords beyond those of the type.
fn only(map: &Map<String, Value>, known: &[&str], path: &str) -> Result<(), SchemaError> {
    let unknown = map.keys().find(|key| {
        !["type", "description"].contains(&key.as_str()) && !known.contains(&key.as_str())
    });
    match unknown {
        Some(key) => Err(wrong(path, format!("{key} is not in the subset; remove it"))),
        None => Ok(()),
    }
}

fn words(json: &Value, path: &str) -> Result<String, SchemaError> {
    let text = json.as_str().filter(|text| text.chars().count() <= WORDS_CHARS_MAX);
    let what =
        format!("names, values and descriptions are texts of up to {WORDS_CHARS_MAX} characters");
    text.map(str::to_owned).ok_or_else(|| wrong(path, what))
}

fn object(map: &Map<String, Value>, path: &str, depth: usize) -> Result<Kind, SchemaError> {
    only(map, &["properties", "required", "additionalProperties"], path)?;
    if map.get("additionalProperties").is_some_and(|allowed| allowed != &Value::Bool(false)) {
        return Err(wrong(path, "additionalProperties can only be false; remove it"));
    }
    let properties = map.get("properties").and_then(Value::as_object);
    let properties = properties.filter(|properties| (1..=FIELDS_MAX).contains(&properties.len()));
    let properties = properties
        .ok_or_else(|| wrong(path, format!("properties must have 1 to {FIELDS_MAX} fields")))?;
    let required = match map.get("required") {
        None => Vec::new(),
        Some(Value::Array(names)) => {
            names.iter().map(|name| words(name, path)).collect::<Result<Vec<_>, _>>()?
        }
        Some(_) => return Err(wrong(path, "required must be a list of names")),
    };
    if let Some(name) = required.iter().find(|name| !properties.contains_key(*name)) {
        return Err(wrong(path, format!("required names {name}, which is no property")));
    }
    let field = |(name, json): (&String, &Value)| {
        let name = words(&Value::String(name.clone()), path)?;
        let shape = shape(json, &format!("{path}.{name}"), depth + 1)?;
        Ok(Field { required: required.contains(&name), name, shape })
    };
    properties.iter().map(field).collect::<Result<_, _>>().map(Kind::Object)
}

fn list(map: &Map<String, Value>, path: &str, depth: usize) -> Result<Kind, SchemaError> {
    only(map, &["items", "maxItems"], path)?;
    let items = map.get("items").ok_or_else(|| wrong(path, "an array needs items"))?;
    let items = Box::new(shape(items, &format!("{path}[]"), depth + 1)?);
    Ok(Kind::List { items, items_max: count(map, "maxItems", ITEMS_MAX, path)? })
}

fn text(map: &Map<String, Value>, path: &str) -> Result<Kind, SchemaError> {
    let Some(choices) = map.get("enum") else {
        only(map, &["maxLength"], path)?;
        return Ok(Kind::Text { chars_max: count(map, "maxLength", TEXT_CHARS_MAX, path)? });
    };
    only(map, &["enum"], path)?;
    let choices = choices.as_array().filter(|list| (1..=CHOICES_MAX).contains(&list.len()));
    let choices = choices
        .ok_or_else(|| wrong(path, format!("enum must be a list of 1 to {CHOICES_MAX} texts")))?;
    choices.iter().map(|choice| words(choice, path)).collect::<Result<_, _>>().map(Kind::Choice)
}

fn count(
    map: &Map<String, Value>,
    keyword: &str,
    max: usize,
    path: &str,
) -> Result<usize, SchemaError> {
    let Some(given) = map.get(keyword) else { return Ok(max) };
    let given = given.as_u64().and_then(|given| usize::try_from(given).ok());
    given
        .filter(|given| (1..=max).contains(given))
        .ok_or_else(|| wrong(path, format!("{keyword} must be 1 to {max}")))
}

fn number(map: &Map<String, Value>, path: &str, whole: bool) -> Result<Kind, SchemaError> {
    only(map, &["minimum", "maximum"], path)?;
    let bound = |keyword: &str, default: f64| match map.get(keyword) {
        None => Ok(default),
        Some(given) => given
            .as_f64()
            .filter(|given| given.abs() <= NUMBER_MAX)
            .ok_or_else(|| wrong(path, format!("{keyword} must be a number within ±2^53"))),
    };
    let (min, max) = (bound("minimum", -NUMBER_MAX)?, bound("maximum", NUMBER_MAX)?);
    if min > max {
        return Err(wrong(path, "minimum is above maximum"));
    }
    Ok(Kind::Number { min, max, whole })
}
