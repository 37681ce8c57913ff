//! The checker by its table, and against a second reading of the same schema.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn example() -> Schema {
    Schema::from_json(&json!({
        "type": "object",
        "properties": {
            "intent": { "type": "string", "enum": ["refund_status", "pause_plan"] },
            "note": { "type": "string", "maxLength": 5, "description": "Why." },
            "amount": { "type": "number", "minimum": 0, "maximum": 100.5 },
            "count": { "type": "integer", "minimum": 1 },
            "sure": { "type": "boolean" },
            "tags": { "type": "array", "maxItems": 2, "items": { "type": "string" } },
        },
        "required": ["intent", "tags"],
    }))
    .unwrap()
}

#[test]
fn answers_that_fit_are_proved() {
    let table = [
        (json!({ "intent": "pause_plan", "tags": [] }), None),
        (json!({ "intent": "pause_plan", "tags": ["a", "b"], "sure": true, "count": 2.0 }), None),
        (json!({ "intent": "refund_status", "tags": [], "note": "åäöåä", "amount": 100.5 }), None),
        (
            json!({ "intent": "refund_status", "tags": [], "note": null, "sure": null }),
            Some(json!({ "intent": "refund_status", "tags": [] })),
        ),
    ];
    for (answer, expected) in table {
        let proven = example().prove(&answer.to_string()).unwrap();
        assert_eq!(proven, expected.unwrap_or(answer));
    }
}

#[test]
fn answers_that_do_not_fit_are_refused_without_repeating_them() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let table = [
        ("", "$"),
        ("secret", "$"),
        ("```json\n{}\n```", "$"),
        ("[]", "$"),
        (deep.as_str(), "$"),
        (r#"{"intent":"pause_plan"}"#, "$.tags"),
        (r#"{"tags":[],"intent":"secret"}"#, "$.intent"),
        (r#"{"tags":[],"intent":null}"#, "$.intent"),
        (r#"{"tags":[],"intent":"pause_plan","secret":1}"#, "$"),
        (r#"{"tags":["a","b","c"],"intent":"pause_plan"}"#, "$.tags"),
        (r#"{"tags":[1],"intent":"pause_plan"}"#, "$.tags[0]"),
        (r#"{"tags":[],"intent":"pause_plan","note":"secret"}"#, "$.note"),
        (r#"{"tags":[],"intent":"pause_plan","note":"\u0000"}"#, "$.note"),
        (r#"{"tags":[],"intent":"pause_plan","amount":-1}"#, "$.amount"),
        (r#"{"tags":[],"intent":"pause_plan","amount":"1"}"#, "$.amount"),
        (r#"{"tags":[],"intent":"pause_plan","amount":1e999}"#, "$"),
        (r#"{"tags":[],"intent":"pause_plan","count":1.5}"#, "$.count"),
        (r#"{"tags":[],"intent":"pause_plan","sure":"true"}"#, "$.sure"),
        (r#"{"tags":[],"intent":"pause_plan"} and more"#, "$"),
    ];
    for (answer, path) in table {
        let error = example().prove(answer).unwrap_err();
        assert_eq!(error.path, path, "{answer}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[test]
fn what_is_not_in_the_subset_is_refused_with_the_fix() {
    let deep = (0..DEPTH_MAX)
        .fold(json!({ "type": "boolean" }), |inner, _| json!({ "type": "array", "items": inner }));
    let table = [
        (json!([]), "a schema is a JSON object"),
        (json!({ "type": "string" }), "the root must be of type object"),
        (json!({ "type": "object" }), "properties must have 1 to 64"),
        (json!({ "type": "object", "properties": { "a": {} } }), "$.a: type must be one of"),
        (json!({ "type": "object", "properties": { "a": deep } }), "nested deeper than 6"),
        (
            json!({ "type": "object", "properties": { "a": { "type": "string", "pattern": "x" } } }),
            "pattern is not in the subset",
        ),
        (
            json!({ "type": "object", "properties": { "a": { "type": "string", "maxLength": 0 } } }),
            "maxLength must be 1 to 4000",
        ),
        (
            json!({ "type": "object", "properties": { "a": { "type": "string", "enum": [] } } }),
            "enum must be a list",
        ),
        (
            json!({ "type": "object", "properties": { "a": { "type": "string", "enum": [1] } } }),
            "texts of up to 500",
        ),
        (
            json!({ "type": "object", "properties": { "a": { "type": "array" } } }),
            "an array needs items",
        ),
        (
            json!({ "type": "object",
                    "properties": { "a": { "type": "number", "minimum": 2, "maximum": 1 } } }),
            "minimum is above maximum",
        ),
        (
            json!({ "type": "object", "properties": { "a": { "type": "boolean" } }, "required": ["b"] }),
            "required names b",
        ),
        (
            json!({ "type": "object", "properties": { "a": { "type": "boolean" } },
                    "additionalProperties": true }),
            "additionalProperties can only be false",
        ),
    ];
    for (schema, expected) in table {
        let error = Schema::from_json(&schema).unwrap_err().to_string();
        assert!(error.contains(expected), "{schema}: {error}");
    }
}

#[test]
fn each_provider_gets_the_keywords_that_it_knows() {
    let note = |keywords| example().json_schema(keywords)["properties"]["note"].clone();
    let text = json!({ "type": "string", "description": "Why. At most 5 characters." });
    let mut with_length = text.clone();
    with_length["maxLength"] = json!(5);
    let nothing = json!({ "type": "null" });
    assert_eq!(note(Keywords::All), json!({ "anyOf": [with_length, nothing] }));
    assert_eq!(note(Keywords::NoLengths), json!({ "anyOf": [text, nothing] }));
    let bare = example().json_schema(Keywords::Bare).to_string();
    for keyword in ["maxLength", "maxItems", "minimum", "maximum"] {
        assert!(!bare.contains(keyword), "{keyword}");
    }
    let strict = example().json_schema(Keywords::NoLengths);
    assert_eq!(strict["required"].as_array().unwrap().len(), 6, "strict mode asks for all");
    assert_eq!(strict["additionalProperties"], json!(false));
    let count = json!({ "anyOf": [{ "type": "integer", "minimum": 1 }, { "type": "null" }] });
    assert_eq!(strict["properties"]["count"], count);
    let google = example().open_api();
    assert_eq!(google["properties"]["sure"], json!({ "type": "BOOLEAN", "nullable": true }));
    assert_eq!(google["properties"]["tags"]["maxItems"], json!("2"));
    assert_eq!(google["propertyOrdering"].as_array().unwrap().len(), 6);
}

/// A schema, and values that fit it.
fn schema_and_value() -> impl Strategy<Value = (Value, Value)> {
    let leaf = prop_oneof![
        (1_usize..20, "[a-zå\"\\\\]{0,20}").prop_map(|(max, text)| {
            let text: String = text.chars().take(max).collect();
            (json!({ "type": "string", "maxLength": max }), json!(text))
        }),
        prop::collection::vec("[a-c]{1,3}", 1..4).prop_map(|choices| {
            let one = choices[choices.len() - 1].clone();
            (json!({ "type": "string", "enum": choices }), json!(one))
        }),
        (-1000_i64..1000, 0_i64..50).prop_map(|(low, more)| {
            let schema = json!({ "type": "integer", "minimum": low, "maximum": low + more });
            (schema, json!(low + more / 2))
        }),
        any::<bool>().prop_map(|flag| (json!({ "type": "boolean" }), json!(flag))),
    ];
    let inner = leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), 0_usize..4).prop_map(|((schema, value), count)| {
                let schema = json!({ "type": "array", "items": schema, "maxItems": 3 });
                (schema, Value::Array(vec![value; count.min(3)]))
            }),
            prop::collection::btree_map("[a-d]{1,2}", inner, 1..4).prop_map(object_of),
        ]
    });
    prop::collection::btree_map("[a-d]{1,2}", inner, 1..4).prop_map(object_of)
}

fn object_of(fields: std::collections::BTreeMap<String, (Value, Value)>) -> (Value, Value) {
    let names: Vec<&String> = fields.keys().collect();
    let schemas: serde_json::Map<_, _> =
        fields.iter().map(|(name, (schema, _))| (name.clone(), schema.clone())).collect();
    let schema = json!({ "type": "object", "properties": schemas, "required": names });
    let values = fields.iter().map(|(name, (_, value))| (name.clone(), value.clone()));
    (schema.clone(), Value::Object(values.collect()))
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-d\\PC]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-d]{1,2}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_fits_is_proved_and_stays_as_it_was((schema, value) in schema_and_value()) {
        let schema = Schema::from_json(&schema).unwrap();
        prop_assert_eq!(schema.prove(&value.to_string()), Ok(value));
    }

    #[test]
    fn a_field_too_many_or_too_few_is_refused((schema, value) in schema_and_value()) {
        let schema = Schema::from_json(&schema).unwrap();
        let mut more = value.clone();
        more["zz"] = json!(1);
        prop_assert!(schema.prove(&more.to_string()).is_err());
        let mut less = value;
        let first = less.as_object().unwrap().keys().next().unwrap().clone();
        less.as_object_mut().unwrap().remove(&first);
        prop_assert!(schema.prove(&less.to_string()).is_err());
    }

    #[test]
    fn what_is_proved_keeps_every_limit(value in any_json(), (schema, _) in schema_and_value()) {
        // Two readings of one schema: ours, and the plain one below.
        let checked = Schema::from_json(&schema).unwrap();
        prop_assert_eq!(checked.prove(&value.to_string()).is_ok(), fits(&schema, &value));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,80}", json in any_json()) {
        let _ = example().prove(&text);
        let _ = Schema::from_json(&json);
        prop_assert!(example().prove(&text).is_err() || text.contains("intent"));
    }
}

/// The meaning of the keywords that the strategies use; every field is required.
fn fits(schema: &Value, value: &Value) -> bool {
    match schema["type"].as_str().unwrap() {
        "object" => {
            let (fields, map) = (schema["properties"].as_object().unwrap(), value.as_object());
            map.is_some_and(|map| {
                map.len() == fields.len()
                    && fields.iter().all(|(k, s)| map.get(k).is_some_and(|v| fits(s, v)))
            })
        }
        "array" => value.as_array().is_some_and(|list| {
            list.len() <= 3 && list.iter().all(|item| fits(&schema["items"], item))
        }),
        "integer" => value.as_f64().is_some_and(|number| {
            number.fract() == 0.0
                && number >= schema["minimum"].as_f64().unwrap()
                && number <= schema["maximum"].as_f64().unwrap()
        }),
        "boolean" => value.is_boolean(),
        _ => value.as_str().is_some_and(|text| match &schema["enum"] {
            Value::Array(choices) => choices.contains(value),
            _ => {
                text.chars().count() as u64 <= schema["maxLength"].as_u64().unwrap()
                    && !text.contains('\0')
            }
        }),
    }
}
