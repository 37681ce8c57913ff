//! What stands in an answer, or what it lacks.

use anyhow::{Context as _, Result};
use serde_json::Value;

/// The text at a JSON pointer (RFC 6901).
///
/// # Errors
/// With the whole answer, when there is none.
pub(super) fn text_at<'a>(value: &'a Value, pointer: &str) -> Result<&'a str> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.with_context(|| format!("no text {pointer} in {value}"))
}

/// The number at a JSON pointer.
///
/// # Errors
/// With the whole answer, when there is none.
pub(super) fn number_at(value: &Value, pointer: &str) -> Result<u64> {
    let found = value.pointer(pointer).and_then(Value::as_u64);
    found.with_context(|| format!("no number {pointer} in {value}"))
}
