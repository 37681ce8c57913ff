//! A schema as providers want it written. They differ in the keywords they know; where one knows fewer,
//! the limit is told in the description and proved when the answer is there.

use serde_json::{Value, json};

use super::{Field, Kind, NUMBER_MAX, Shape};

/// llama.cpp turns `maxLength` into a grammar that grows with it, and refuses large ones.
const LENGTH_IN_GRAMMAR_CHARS_MAX: usize = 1_000;

/// The keywords of limits that may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keywords {
    /// All: what is sent is a grammar, or no more than advice.
    All,
    /// Strict mode of OpenAI: `maxItems`, `minimum` and `maximum`, but no `maxLength`.
    NoLengths,
    /// Structured outputs of Anthropic: none.
    Bare,
}

pub(super) fn json_schema(shape: &Shape, keywords: Keywords) -> Value {
    let mut schema = match &shape.kind {
        Kind::Object(fields) => object(fields, keywords),
        Kind::List { items, items_max } => {
            let mut schema = json!({ "type": "array", "items": json_schema(items, keywords) });
            if keywords != Keywords::Bare {
                put(&mut schema, "maxItems", json!(items_max));
            }
            schema
        }
        Kind::Choice(choices) => json!({ "type": "string", "enum": choices }),
        Kind::Text { chars_max } => {
            let mut schema = json!({ "type": "string" });
            if keywords == Keywords::All && *chars_max <= LENGTH_IN_GRAMMAR_CHARS_MAX {
                put(&mut schema, "maxLength", json!(chars_max));
            }
            schema
        }
        Kind::Number { min, max, whole } => {
            let mut schema = json!({ "type": if *whole { "integer" } else { "number" } });
            if keywords != Keywords::Bare {
                put_range(&mut schema, *min, *max);
            }
            schema
        }
        Kind::Flag => json!({ "type": "boolean" }),
    };
    put_about(&mut schema, shape);
    schema
}

fn object(fields: &[Field], keywords: Keywords) -> Value {
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let properties: serde_json::Map<String, Value> = fields
        .iter()
        .map(|Field { name, required, shape }| {
            let schema = json_schema(shape, keywords);
            let optional = || json!({ "anyOf": [schema.clone(), { "type": "null" }] });
            (name.clone(), if *required { schema.clone() } else { optional() })
        })
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": names,
        "additionalProperties": false,
    })
}

pub(super) fn open_api(shape: &Shape) -> Value {
    let mut schema = match &shape.kind {
        Kind::Object(fields) => {
            let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            let properties: serde_json::Map<String, Value> = fields
                .iter()
                .map(|Field { name, required, shape }| {
                    let mut schema = open_api(shape);
                    if !required {
                        put(&mut schema, "nullable", json!(true));
                    }
                    (name.clone(), schema)
                })
                .collect();
            json!({
                "type": "OBJECT",
                "properties": properties,
                "required": names,
                "propertyOrdering": names,
            })
        }
        Kind::List { items, items_max } => {
            // An int64, which JSON writes as text in this API.
            json!({ "type": "ARRAY", "items": open_api(items), "maxItems": items_max.to_string() })
        }
        Kind::Choice(choices) => json!({ "type": "STRING", "format": "enum", "enum": choices }),
        Kind::Text { .. } => json!({ "type": "STRING" }),
        Kind::Number { min, max, whole } => {
            let mut schema = json!({ "type": if *whole { "INTEGER" } else { "NUMBER" } });
            put_range(&mut schema, *min, *max);
            schema
        }
        Kind::Flag => json!({ "type": "BOOLEAN" }),
    };
    put_about(&mut schema, shape);
    schema
}

fn put(schema: &mut Value, keyword: &str, value: Value) {
    if let Some(map) = schema.as_object_mut() {
        map.insert(keyword.to_owned(), value);
    }
}

fn put_range(schema: &mut Value, min: f64, max: f64) {
    if min > -NUMBER_MAX {
        put(schema, "minimum", bound(min));
    }
    if max < NUMBER_MAX {
        put(schema, "maximum", bound(max));
    }
}

/// Whole bounds are written without a point: grammars of whole numbers ask for that.
#[allow(clippy::cast_possible_truncation, reason = "a whole number within ±2^53 is exact")]
fn bound(number: f64) -> Value {
    if number.fract() == 0.0 { json!(number as i64) } else { json!(number) }
}

/// What the field is for, and the limits of a text, which no provider but a grammar keeps.
fn put_about(schema: &mut Value, shape: &Shape) {
    let limit = match &shape.kind {
        Kind::Text { chars_max } => format!("At most {chars_max} characters."),
        _ => String::new(),
    };
    let about = [shape.about.as_str(), limit.as_str()];
    let about: Vec<&str> = about.into_iter().filter(|text| !text.is_empty()).collect();
    if !about.is_empty() {
        put(schema, "description", json!(about.join(" ")));
    }
}
