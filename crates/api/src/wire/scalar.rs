//! Single values: instants, amounts, currencies, ids, digests. Each has one spelling on the wire.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// A domain value that is one text in JSON, and how that text is described.
pub trait Scalar: Serialize + DeserializeOwned {
    /// The name of its schema.
    const NAME: &'static str;
    const EXAMPLE: &'static str;
    const ABOUT: &'static str;
    const SHAPE: Shape;
}

/// The shape of a scalar's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Uuid,
    DateTime,
    Date,
    Pattern { pattern: &'static str, chars_max: usize },
}

/// A domain value on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text<T>(pub T);

impl<T> From<T> for Text<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Scalar> PartialSchema for Text<T> {
    fn schema() -> RefOr<Schema> {
        let object = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(T::ABOUT))
            .examples([T::EXAMPLE]);
        let object = match T::SHAPE {
            Shape::Uuid => object.format(Some(SchemaFormat::Custom("uuid".to_owned()))),
            Shape::DateTime => {
                object.format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            }
            Shape::Date => object.format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))),
            Shape::Pattern { pattern, chars_max } => {
                object.pattern(Some(pattern)).min_length(Some(1)).max_length(Some(chars_max))
            }
        };
        object.into()
    }
}

impl<T: Scalar> ToSchema for Text<T> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(T::NAME)
    }
}

/// An amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Whole minor units: 12.34 EUR is 1234, 12 JPY is 12.
    #[schema(example = 12_000)]
    pub amount_minor: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn new(amount_minor: i64, currency: kernel::Currency) -> Self {
        Self { amount_minor, currency: Text(currency) }
    }
}

impl From<kernel::Money> for Money {
    fn from(money: kernel::Money) -> Self {
        Self::new(money.minor, money.currency)
    }
}

impl From<Money> for kernel::Money {
    fn from(money: Money) -> Self {
        Self::new(money.amount_minor, money.currency.0)
    }
}

pub type Moment = Text<kernel::Timestamp>;
pub type Currency = Text<kernel::Currency>;
pub type Date = Text<kernel::Date>;
pub type Jurisdiction = Text<kernel::Jurisdiction>;
pub type Digest = Text<kernel::canonical::Sha256Hex>;

impl Scalar for kernel::Timestamp {
    const NAME: &'static str = "Instant";
    const EXAMPLE: &'static str = "2026-11-21T09:30:00.000Z";
    const ABOUT: &'static str = "An instant, RFC 3339; answers are in UTC with milliseconds.";
    const SHAPE: Shape = Shape::DateTime;
}

impl Scalar for kernel::Date {
    const NAME: &'static str = "Date";
    const EXAMPLE: &'static str = "2026-11-21";
    const ABOUT: &'static str = "A calendar date.";
    const SHAPE: Shape = Shape::Date;
}

impl Scalar for kernel::canonical::Sha256Hex {
    const NAME: &'static str = "Sha256";
    const EXAMPLE: &'static str =
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    const ABOUT: &'static str = "A SHA-256 digest.";
    const SHAPE: Shape = Shape::Pattern { pattern: "^[0-9a-f]{64}$", chars_max: 64 };
}

impl Scalar for kernel::Currency {
    const NAME: &'static str = "Currency";
    const EXAMPLE: &'static str = "GBP";
    const ABOUT: &'static str = "An ISO 4217 currency code.";
    const SHAPE: Shape = Shape::Pattern { pattern: "^[A-Z]{3}$", chars_max: 3 };
}

impl Scalar for kernel::Jurisdiction {
    const NAME: &'static str = "Jurisdiction";
    const EXAMPLE: &'static str = "gb";
    const ABOUT: &'static str =
        "Whose law applies: an ISO 3166-1 country in lower case, or a subdivision such as us-ny.";
    const SHAPE: Shape = Shape::Pattern { pattern: "^[a-z]{2}(-[a-z0-9]{1,3})?$", chars_max: 6 };
}
