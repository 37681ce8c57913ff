//! Values that go into statements and come out of rows, the same on both engines.

use kernel::canonical::Sha256Hex;
use kernel::{Currency, Duration, Timestamp};

use crate::StoreError;

/// One parameter or column.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Text(String),
    I64(i64),
    Bool(bool),
    F64(f64),
    Bytes(Vec<u8>),
}

impl Value {
    /// The kind, for error messages.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Text(_) => "text",
            Self::I64(_) => "a whole number",
            Self::Bool(_) => "a boolean",
            Self::F64(_) => "a floating-point number",
            Self::Bytes(_) => "bytes",
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::I64(number)
    }
}
impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::I64(i64::from(number))
    }
}
impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}
impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::F64(number)
    }
}
impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}
impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}
impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::I64(at.as_millis())
    }
}
impl From<Duration> for Value {
    fn from(length: Duration) -> Self {
        Self::I64(length.as_millis())
    }
}
impl From<Currency> for Value {
    fn from(currency: Currency) -> Self {
        Self::Text(currency.code().to_owned())
    }
}
impl From<&Sha256Hex> for Value {
    fn from(hash: &Sha256Hex) -> Self {
        Self::Text(hash.to_string())
    }
}
impl From<Sha256Hex> for Value {
    fn from(hash: Sha256Hex) -> Self {
        Self::Text(hash.to_string())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// What a column can be read as. The error is what was expected.
pub trait FromValue: Sized {
    /// # Errors
    /// The kind that was expected, and the value as it was found.
    fn from_value(value: Value) -> Result<Self, (&'static str, Value)>;
}

impl FromValue for Value {
    fn from_value(value: Value) -> Result<Self, (&'static str, Value)> {
        Ok(value)
    }
}
impl FromValue for String {
    fn from_value(value: Value) -> Result<Self, (&'static str, Value)> {
        match value {
            Value::Text(text) => Ok(text),
            other => Err(("text", other)),
        }
    }
}
impl FromValue for i64 {
    fn from_value(value: Value) -> Result<Self, (&'static str, Value)> {
        match value {
            Value::I64(number) => Ok(number),
            other => Err(("a whole number", other)),
        }
    }
}
impl FromValue for u32 {
    fn from_value(value: Value) -> Result<Self, (&'static str, Value)> {
        let expected = "a whole number of 32 bits";
        let number = i64::from_value(value).map_err(|(_, value)| (expected, value))?;
        Self::try_from(number).map_err(|_| (expected, Value::I64(number)))
    }
}
impl FromValue for bool {
    fn from_value(value: Value) -> Result<Self, (&'static str, Value)> {
        match value {
            // SQLite keeps booleans as 0 and 1.
            Value::Bool(flag) => Ok(flag),
            Value::I64(0) => Ok(false),
            Value::I64(1) => Ok(true),
            other => Err(("a boolean", other)),
        }
    }
}
impl FromValue for f64 {
    fn from_value(value: Value) -> Result<Self, (&'static str, Value)> {
        match value {
            Value::F64(number) => Ok(number),
            other => Err(("a floating-point number", other)),
        }
    }
}
impl FromValue for Vec<u8> {
    fn from_value(value: Value) -> Result<Self, (&'static str, Value)> {
        match value {
            Value::Bytes(bytes) => Ok(bytes),
            other => Err(("bytes", other)),
        }
    }
}
impl FromValue for Timestamp {
    fn from_value(value: Value) -> Result<Self, (&'static str, Value)> {
        i64::from_value(value)
            .map(Self::from_millis)
            .map_err(|(_, value)| ("an instant in milliseconds", value))
    }
}
impl FromValue for Duration {
    fn from_value(value: Value) -> Result<Self, (&'static str, Value)> {
        i64::from_value(value)
            .map(Self::from_millis)
            .map_err(|(_, value)| ("a length of time in milliseconds", value))
    }
}
impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Result<Self, (&'static str, Value)> {
        match value {
            Value::Null => Ok(None),
            other => T::from_value(other).map(Some),
        }
    }
}

fn parsed<T: std::str::FromStr>(
    expected: &'static str,
    value: Value,
) -> Result<T, (&'static str, Value)> {
    match value {
        Value::Text(text) => text.parse().map_err(|_| (expected, Value::Text(text))),
        other => Err((expected, other)),
    }
}

impl FromValue for Sha256Hex {
    fn from_value(value: Value) -> Result<Self, (&'static str, Value)> {
        parsed("a SHA-256 digest in hexadecimal", value)
    }
}
impl FromValue for Currency {
    fn from_value(value: Value) -> Result<Self, (&'static str, Value)> {
        match value {
            Value::Text(code) => {
                Self::new(&code).map_err(|_| ("an ISO 4217 currency code", Value::Text(code)))
            }
            other => Err(("an ISO 4217 currency code", other)),
        }
    }
}

// Macros, by ADR 0003: the id newtypes of the kernel differ in their name alone.
macro_rules! external_ids {
    ($($name:ident),+ $(,)?) => {$(
        impl From<&kernel::$name> for Value {
            fn from(id: &kernel::$name) -> Self { Self::Text(id.as_str().to_owned()) }
        }
        impl From<kernel::$name> for Value {
            fn from(id: kernel::$name) -> Self { Self::Text(id.into()) }
        }
        impl FromValue for kernel::$name {
            fn from_value(value: Value) -> Result<Self, (&'static str, Value)> {
                parsed(stringify!($name), value)
            }
        }
    )+};
}
external_ids! {
    TenantId, MerchantId, CustomerId, DeviceId, OrderId, LineId, CaptureId, ShipmentId, ReturnId,
    PaymentId, RefundId, SettlementId, NetworkDisputeId, PrincipalId,
}

macro_rules! our_ids {
    ($($name:ident),+ $(,)?) => {$(
        impl From<kernel::$name> for Value {
            fn from(id: kernel::$name) -> Self { Self::Text(id.to_string()) }
        }
        impl FromValue for kernel::$name {
            fn from_value(value: Value) -> Result<Self, (&'static str, Value)> {
                parsed(concat!("a UUID (", stringify!($name), ")"), value)
            }
        }
    )+};
}
our_ids! {
    PlanId, DisputeId, EntryId, EventId, EvidenceId, DecisionId, EffectId, TimerId, TaskId, NoticeId,
    ComplaintId, WebhookId, DeliveryId, JobId, NodeId, ApiKeyId, AuditId, BlobId, RequestId,
    ConversationId, CobrowseId,
    UserId, SessionId, CustomRoleId,
    SupportNeedId, AttachmentId,
    MacroId, ScorecardId,
}

/// One row of a result.
#[derive(Debug, Clone)]
pub struct Row {
    pub(crate) columns: std::sync::Arc<[String]>,
    pub(crate) values: Vec<Value>,
}

impl Row {
    /// Reads one column by its place, from 0.
    ///
    /// # Errors
    /// [`StoreError::Column`] naming the column, what was expected and what was found.
    pub fn get<T: FromValue>(&self, index: usize) -> Result<T, StoreError> {
        let value = self.values.get(index).cloned();
        decode(&self.columns, index, value)
    }

    /// One column by its name.
    pub(crate) fn named(&self, column: &str) -> Result<Value, StoreError> {
        let index = self.columns.iter().position(|name| name == column);
        index.and_then(|index| self.values.get(index).cloned()).ok_or_else(|| StoreError::Column {
            column: column.to_owned(),
            expected: "a column of this name",
            found: "none".to_owned(),
        })
    }

    /// Hands the columns out one by one, in order, without copying them.
    pub fn into_columns(self) -> Columns {
        Columns { columns: self.columns, values: self.values.into_iter(), next: 0 }
    }
}

/// The columns of a row, taken in order.
#[derive(Debug)]
pub struct Columns {
    columns: std::sync::Arc<[String]>,
    values: std::vec::IntoIter<Value>,
    next: usize,
}

impl Columns {
    /// The next column.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn take<T: FromValue>(&mut self) -> Result<T, StoreError> {
        let index = self.next;
        self.next += 1;
        decode(&self.columns, index, self.values.next())
    }
}

fn decode<T: FromValue>(
    columns: &[String],
    index: usize,
    value: Option<Value>,
) -> Result<T, StoreError> {
    let column = || columns.get(index).map_or_else(|| format!("#{index}"), Clone::clone);
    let value = value.ok_or_else(|| StoreError::Column {
        column: column(),
        expected: "a column",
        found: format!("only {} columns", columns.len()),
    })?;
    T::from_value(value).map_err(|(expected, found)| StoreError::Column {
        column: column(),
        expected,
        found: found.kind().to_owned(),
    })
}

/// A struct that is read from the columns of a row, in order.
pub trait FromRow: Sized {
    /// # Errors
    /// [`StoreError::Column`] when a column is not what the struct holds.
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError>;
}

impl FromRow for i64 {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        columns.take()
    }
}
impl FromRow for String {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        columns.take()
    }
}
impl FromRow for Option<i64> {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        columns.take()
    }
}
impl<A: FromValue, B: FromValue> FromRow for (A, B) {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok((columns.take()?, columns.take()?))
    }
}
impl<A: FromValue, B: FromValue, C: FromValue> FromRow for (A, B, C) {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok((columns.take()?, columns.take()?, columns.take()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(values: Vec<Value>) -> Row {
        let columns: Vec<String> = (0..values.len()).map(|n| format!("c{n}")).collect();
        Row { columns: columns.into(), values }
    }

    #[test]
    fn a_wrong_column_is_named() {
        let row = row(vec![Value::I64(7), Value::Null]);
        assert_eq!(row.get::<i64>(0).unwrap(), 7);
        assert_eq!(row.get::<Option<String>>(1).unwrap(), None);
        let wrong = row.get::<String>(0).unwrap_err().to_string();
        assert_eq!(wrong, "column c0: expected text, found a whole number");
        let absent = row.get::<i64>(2).unwrap_err().to_string();
        assert_eq!(absent, "column #2: expected a column, found only 2 columns");
    }

    #[test]
    fn booleans_are_the_same_from_both_engines() {
        for (value, expected) in [(Value::Bool(true), true), (Value::I64(0), false)] {
            assert_eq!(bool::from_value(value).unwrap(), expected);
        }
        assert!(bool::from_value(Value::I64(2)).is_err());
    }
}
