//! What procedures reckon with: values, and the types that the checker knows them by.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use kernel::{Date, Money};
use serde::{Deserialize, Serialize};

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    Bool,
    Int,
    Money,
    Date,
    /// Text that came from outside: names of shops, of goods, of people. It is shown, and compared with
    /// nothing but itself; no tool takes it.
    Text,
    /// The customer's own words, given for this purpose. Only a tool's parameter of the same type takes
    /// them.
    Words,
    /// One of a fixed set.
    Word(Vec<String>),
    /// What a record is called; of no other kind of record.
    Id(String),
    Record(String),
    List(Box<Type>),
    /// May be missing.
    Optional(Box<Type>),
}

/// Most lists and doubts in each other: `[[order]?]?` has four.
const TYPE_DEPTH_MAX: usize = 4;

impl Type {
    /// Reads `bool`, `int`, `money`, `date`, `text`, `words`, `a|b` (one of these words), `id:order`, the
    /// name of a record, `[…]` for a list, and `…?` for what may be missing.
    ///
    /// # Errors
    /// The part that is none of these, with what may stand there.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::inside(text, TYPE_DEPTH_MAX)
    }

    fn inside(text: &str, depth: usize) -> Result<Self, String> {
        let text = text.trim();
        let deeper = || {
            let left = depth.checked_sub(1);
            left.ok_or_else(|| format!("at most {TYPE_DEPTH_MAX} of `[…]` and `?` in each other"))
        };
        if let Some(inner) = text.strip_suffix('?') {
            return Ok(Self::Optional(Box::new(Self::inside(inner, deeper()?)?)));
        }
        if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return Ok(Self::List(Box::new(Self::inside(inner, deeper()?)?)));
        }
        if let Some(record) = text.strip_prefix("id:") {
            return Ok(Self::Id(name(record)?));
        }
        if text.contains('|') {
            let words = text.split('|').map(name).collect::<Result<Vec<_>, _>>()?;
            return Ok(Self::Word(words));
        }
        Ok(match text {
            "bool" => Self::Bool,
            "int" => Self::Int,
            "money" => Self::Money,
            "date" => Self::Date,
            "text" => Self::Text,
            "words" => Self::Words,
            other => Self::Record(name(other)?),
        })
    }

    /// Without the doubt whether it is there.
    pub fn present(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner.present(),
            other => other,
        }
    }

    pub fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_))
    }

    pub fn optional(self) -> Self {
        match self {
            Self::Optional(_) => self,
            other => Self::Optional(Box::new(other)),
        }
    }

    /// Whether a value of this type may be put where `wanted` is asked for.
    pub fn fits(&self, wanted: &Self) -> bool {
        match (self, wanted) {
            (Self::Word(given), Self::Word(wanted)) => given.iter().all(|one| wanted.contains(one)),
            (Self::List(given), Self::List(wanted)) => given.fits(wanted),
            (Self::Optional(given), Self::Optional(wanted)) => given.fits(wanted),
            (given, Self::Optional(wanted)) => given.fits(wanted),
            (given, wanted) => given == wanted,
        }
    }

    /// Whether equality between the two means anything.
    pub fn compares_with(&self, other: &Self) -> bool {
        match (self.present(), other.present()) {
            (Self::Word(a), Self::Word(b)) => a.iter().any(|one| b.contains(one)),
            (a, b) => a == b,
        }
    }
}

fn name(text: &str) -> Result<String, String> {
    let text = text.trim();
    let fits = !text.is_empty()
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if fits {
        return Ok(text.to_owned());
    }
    Err(format!(
        "{text:?} is no type: write bool, int, money, date, text, words, a|b, id:record, a record's name, [list] or maybe?"
    ))
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::Int => f.write_str("int"),
            Self::Money => f.write_str("money"),
            Self::Date => f.write_str("date"),
            Self::Text => f.write_str("text"),
            Self::Words => f.write_str("words"),
            Self::Word(words) => f.write_str(&words.join("|")),
            Self::Id(record) => write!(f, "id:{record}"),
            Self::Record(record) => f.write_str(record),
            Self::List(inner) => write!(f, "[{inner}]"),
            Self::Optional(inner) => write!(f, "{inner}?"),
        }
    }
}

/// A record: its fields by name.
pub type Fields = BTreeMap<String, Value>;

/// A value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    None,
    Bool(bool),
    Int(i64),
    Money(Money),
    Date(Date),
    Text(Arc<str>),
    Words(Arc<str>),
    Word(Arc<str>),
    Id(Arc<str>),
    Record(Arc<Fields>),
    List(Arc<Vec<Value>>),
}

impl Value {
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(Arc::from(text.as_ref()))
    }

    pub fn word(word: impl AsRef<str>) -> Self {
        Self::Word(Arc::from(word.as_ref()))
    }

    pub fn id(id: impl AsRef<str>) -> Self {
        Self::Id(Arc::from(id.as_ref()))
    }

    pub fn words(words: impl AsRef<str>) -> Self {
        Self::Words(Arc::from(words.as_ref()))
    }

    pub fn list(values: Vec<Self>) -> Self {
        Self::List(Arc::new(values))
    }

    pub fn record<const N: usize>(fields: [(&str, Self); N]) -> Self {
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value));
        Self::Record(Arc::new(fields.collect()))
    }

    /// What there is, or [`Value::None`].
    pub fn maybe(value: Option<Self>) -> Self {
        value.unwrap_or(Self::None)
    }

    /// The field of a record; [`Value::None`] of anything else.
    pub fn field(&self, name: &str) -> Self {
        match self {
            Self::Record(fields) => fields.get(name).cloned().unwrap_or(Self::None),
            _ => Self::None,
        }
    }

    /// The entries of a list; none of anything else.
    pub fn entries(&self) -> &[Self] {
        match self {
            Self::List(values) => values,
            _ => &[],
        }
    }

    /// The id of a record, under its field `id`.
    pub fn record_id(&self) -> Option<Arc<str>> {
        match self.field("id") {
            Self::Id(id) => Some(id),
            _ => None,
        }
    }

    pub const fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// As text is compared and shown where it has no locale.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Words(text) | Self::Word(text) | Self::Id(text) => Some(text),
            _ => None,
        }
    }
}
