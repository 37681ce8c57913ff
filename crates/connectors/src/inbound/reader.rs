//! Careful access to a JSON document: a field that is absent or of another type is `None`.

use kernel::{Duration, Timestamp};
use serde_json::Value;

use super::{BODY_BYTES_MAX, ConnectorError, ID_CHARS_MAX};

/// A JSON document or a part of one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a Value);

/// Reads a body that may come from anyone.
pub(super) fn document(body: &[u8]) -> Result<Value, ConnectorError> {
    if body.len() > BODY_BYTES_MAX {
        return Err(ConnectorError::TooLarge { bytes: body.len() });
    }
    serde_json::from_slice(body).map_err(ConnectorError::NotJson)
}

impl<'a> Reader<'a> {
    /// The part at a JSON pointer such as `/data/object`; `null` counts as absent.
    pub(super) fn at(self, pointer: &str) -> Option<Self> {
        self.0.pointer(pointer).filter(|value| !value.is_null()).map(Self)
    }

    /// Text that is not empty.
    pub(super) fn text(self, pointer: &str) -> Option<&'a str> {
        self.at(pointer)?.0.as_str().filter(|text| !text.is_empty())
    }

    /// A whole number, also when it is written as text.
    pub(super) fn integer(self, pointer: &str) -> Option<i64> {
        let value = self.at(pointer)?.0;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }

    /// A truth value, also when it is written as text.
    pub(super) fn boolean(self, pointer: &str) -> Option<bool> {
        let value = self.at(pointer)?.0;
        value.as_bool().or_else(|| value.as_str()?.parse().ok())
    }

    pub(super) fn items(self, pointer: &str) -> impl Iterator<Item = Reader<'a>> + use<'a> {
        let items = self.at(pointer).and_then(|part| part.0.as_array());
        items.into_iter().flatten().map(Reader)
    }

    /// Text that names something: needed, and not longer than an id may be.
    pub(super) fn id(self, pointer: &str, field: &'static str) -> Result<String, ConnectorError> {
        let text = self.text(pointer).ok_or(ConnectorError::Field { field })?;
        bounded(text, field)
    }

    /// The same, where it may be absent.
    pub(super) fn id_if_any(
        self,
        pointer: &str,
        field: &'static str,
    ) -> Result<Option<String>, ConnectorError> {
        self.text(pointer).map(|text| bounded(text, field)).transpose()
    }

    /// Whole seconds since 1970.
    pub(super) fn unix_seconds(self, pointer: &str) -> Option<Timestamp> {
        let seconds = self.integer(pointer).filter(|seconds| *seconds > 0)?;
        Some(Timestamp::EPOCH.plus(Duration::from_secs(seconds)))
    }

    /// An RFC 3339 instant.
    pub(super) fn instant(self, pointer: &str) -> Option<Timestamp> {
        self.text(pointer)?.parse().ok()
    }
}

fn bounded(text: &str, field: &'static str) -> Result<String, ConnectorError> {
    if text.chars().count() > ID_CHARS_MAX {
        return Err(ConnectorError::IdTooLong { field });
    }
    Ok(text.to_owned())
}
