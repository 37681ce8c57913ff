//! JSON to the values of the catalogue's types.

use assistant::catalogue::Catalogue;
use assistant::value::Fields;
use assistant::{Type, Value};
use kernel::Money;
use serde_json::Value as Json;

use crate::json::{USD, cents, date};

/// A value of a type from JSON: amounts as text or number, dates as the bank writes them, words in any
/// letters, records as objects of which fields that are not of the catalogue are left out.
///
/// # Errors
/// The path of what is not of its type.
pub fn value(json: &Json, kind: &Type, catalogue: &Catalogue) -> Result<Value, String> {
    let wrong = || format!(": {json} is no {kind}");
    match kind {
        Type::Optional(_) if json.is_null() => Ok(Value::None),
        Type::Optional(inner) => value(json, inner, catalogue),
        Type::Bool => json.as_bool().map(Value::Bool).ok_or_else(wrong),
        Type::Int => json.as_i64().map(Value::Int).ok_or_else(wrong),
        Type::Money => {
            let minor = cents(json).ok_or_else(wrong)?;
            Ok(Value::Money(Money { minor, currency: USD }))
        }
        Type::Date => json.as_str().and_then(date).map(Value::Date).ok_or_else(wrong),
        Type::Text => json.as_str().map(Value::text).ok_or_else(wrong),
        Type::Words => json.as_str().map(Value::words).ok_or_else(wrong),
        Type::Id(_) => json.as_str().map(Value::id).ok_or_else(wrong),
        Type::Word(words) => {
            let found = word(json.as_str().ok_or_else(wrong)?);
            let known = words.iter().find(|one| **one == found);
            let known = known.or_else(|| words.iter().find(|one| *one == "other"));
            known.map(Value::word).ok_or_else(wrong)
        }
        Type::List(inner) => {
            let all = json.as_array().ok_or_else(wrong)?;
            let all = all.iter().enumerate().map(|(place, one)| {
                value(one, inner, catalogue).map_err(|why| format!("[{place}]{why}"))
            });
            Ok(Value::list(all.collect::<Result<_, _>>()?))
        }
        Type::Record(name) => {
            let fields = catalogue.records.get(name).ok_or_else(wrong)?;
            let object = json.as_object().ok_or_else(wrong)?;
            let mut found = Fields::new();
            for (field, kind) in fields {
                let json = object.get(field).unwrap_or(&Json::Null);
                let one = value(json, kind, catalogue).map_err(|why| format!(".{field}{why}"))?;
                found.insert(field.clone(), one);
            }
            Ok(Value::Record(found.into()))
        }
    }
}

/// As words of the catalogue are written: `Light Blue` is `light_blue`.
pub fn word(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    text.chars().map(plain).collect()
}
