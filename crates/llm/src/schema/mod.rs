//! The shape that an answer must have: a subset of JSON Schema, small enough for every provider and for
//! a checker that one can read.
//!
//! Allowed are `object` (`properties`, `required`; other keys are never allowed), `array` (`items`,
//! `maxItems`), `string` (`enum` or `maxLength`), `number` and `integer` (`minimum`, `maximum`),
//! `boolean`, and `description` everywhere. Anything else is refused when the schema is made, so that no
//! rule is written down and then not kept.

mod parse;
mod prove;
mod wire;

pub use prove::NotProven;
pub(crate) use wire::Keywords;

use serde_json::Value;

/// How deep objects and lists may nest.
pub(crate) const DEPTH_MAX: usize = 6;
/// Most fields of an object.
pub(crate) const FIELDS_MAX: usize = 64;
/// Most values of an `enum`.
pub(crate) const CHOICES_MAX: usize = 512;
/// Longest text that may be allowed, in characters; also what is allowed without a `maxLength`.
pub(crate) const TEXT_CHARS_MAX: usize = 4_000;
/// Most items that may be allowed; also what is allowed without `maxItems`.
pub(crate) const ITEMS_MAX: usize = 64;
/// Largest number that may be allowed, and the default: whole numbers up to it are exact in JSON.
pub(crate) const NUMBER_MAX: f64 = 9_007_199_254_740_991.0;

/// A schema that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema(Shape);

/// Why a JSON value is no schema of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("schema at {path}: {what}")]
pub struct SchemaError {
    /// Such as `$.intent`.
    pub path: String,
    pub what: String,
}

#[derive(Debug, Clone, PartialEq)]
struct Shape {
    /// For the model; empty where there is none.
    about: String,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Object(Vec<Field>),
    List { items: Box<Shape>, items_max: usize },
    Choice(Vec<String>),
    Text { chars_max: usize },
    Number { min: f64, max: f64, whole: bool },
    Flag,
}

#[derive(Debug, Clone, PartialEq)]
struct Field {
    name: String,
    required: bool,
    shape: Shape,
}

impl Schema {
    /// Reads a schema; its root must be an object.
    ///
    /// # Errors
    /// [`SchemaError`], with the place and the fix.
    pub fn from_json(schema: &Value) -> Result<Self, SchemaError> {
        parse::schema(schema).map(Self)
    }

    /// Reads an answer and proves it: every value is of its type and within its limits, nothing is
    /// missing, nothing is added. Optional fields that are `null` are left out of what comes back.
    ///
    /// # Errors
    /// [`NotProven`], which never repeats the answer.
    pub fn prove(&self, answer: &str) -> Result<Value, NotProven> {
        prove::answer(&self.0, answer)
    }

    /// Proves a value that was read already.
    ///
    /// # Errors
    /// [`NotProven`].
    pub fn prove_value(&self, value: Value) -> Result<Value, NotProven> {
        prove::value(&self.0, value)
    }

    /// As JSON Schema for a provider, with the keywords that it knows. Every field is required;
    /// optional ones may be null.
    pub(crate) fn json_schema(&self, keywords: Keywords) -> Value {
        wire::json_schema(&self.0, keywords)
    }

    /// As the OpenAPI schema of Gemini and Vertex AI.
    pub(crate) fn open_api(&self) -> Value {
        wire::open_api(&self.0)
    }
}

#[cfg(test)]
mod tests;
