//! Messages as JSON objects with their name in `t`.
//!
//! Inside, a message is an enum as serde writes it by itself: `{"accept": {…}}`. That form is read without buffering, so
//! that an error can say where it is; here the name moves into the object and out of it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{ControlError, TEXT_BYTES_MAX};

/// The name of a message and its other fields.
pub(super) fn open(text: &str) -> Result<(String, Map<String, Value>), ControlError> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(ControlError::TooLong(text.len()));
    }
    let mut fields: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| ControlError::NotJson(error.to_string()))?;
    match fields.remove("t") {
        Some(Value::String(name)) => Ok((name, fields)),
        Some(other) => Err(ControlError::Unknown(other.to_string())),
        None => Err(ControlError::Unknown(String::new())),
    }
}

/// The message of a name and fields.
pub(super) fn take<T: DeserializeOwned>(
    name: &str,
    fields: Map<String, Value>,
) -> Result<T, ControlError> {
    let message = Value::Object(Map::from_iter([(name.to_owned(), Value::Object(fields))]));
    serde_path_to_error::deserialize(message).map_err(|error| {
        let field = error.path().to_string();
        let problem = error.into_inner().to_string();
        if field == "." && problem.starts_with("unknown variant") {
            return ControlError::Unknown(name.to_owned());
        }
        ControlError::Field { field, problem }
    })
}

pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, ControlError> {
    let (name, fields) = open(text)?;
    take(&name, fields)
}

/// The text of a message, with more fields beside its own.
///
/// Every message is an enum of variants with fields, whose writing cannot fail; were one not, its text would be empty
/// and the other side would refuse it.
pub(super) fn write<T: Serialize>(message: &T, more: Map<String, Value>) -> String {
    let Ok(Value::Object(outer)) = serde_json::to_value(message) else { return String::new() };
    let Some((name, Value::Object(mut fields))) = outer.into_iter().next() else {
        return String::new();
    };
    fields.extend(more);
    fields.insert("t".to_owned(), Value::String(name));
    Value::Object(fields).to_string()
}
