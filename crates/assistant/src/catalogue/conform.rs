//! Whether a value is of a type: tests hold the program's facts against the catalogue with it.

use super::Catalogue;
use crate::value::{Type, Value};

/// The first place at which a value is not of the type, if any.
pub fn conforms(catalogue: &Catalogue, value: &Value, kind: &Type) -> Result<(), String> {
    match (value, kind) {
        (Value::None, Type::Optional(_))
        | (Value::Bool(_), Type::Bool)
        | (Value::Int(_), Type::Int)
        | (Value::Money(_), Type::Money)
        | (Value::Date(_), Type::Date)
        | (Value::Text(_), Type::Text)
        | (Value::Words(_), Type::Words)
        | (Value::Id(_), Type::Id(_)) => Ok(()),
        (Value::Word(word), Type::Word(words)) if words.iter().any(|one| **one == **word) => Ok(()),
        (value, Type::Optional(inner)) => conforms(catalogue, value, inner),
        (Value::List(entries), Type::List(inner)) => {
            for (place, entry) in entries.iter().enumerate() {
                conforms(catalogue, entry, inner).map_err(|why| format!("[{place}]{why}"))?;
            }
            Ok(())
        }
        (Value::Record(fields), Type::Record(name)) => {
            let wanted =
                catalogue.records.get(name).ok_or_else(|| format!(": no record {name}"))?;
            for (field, kind) in wanted {
                let value = fields.get(field).unwrap_or(&Value::None);
                conforms(catalogue, value, kind).map_err(|why| format!(".{field}{why}"))?;
            }
            match fields.keys().find(|field| !wanted.contains_key(*field)) {
                Some(field) => Err(format!(": {name} has no field {field}")),
                None => Ok(()),
            }
        }
        (value, kind) => Err(format!(": {value:?} is no {kind}")),
    }
}
