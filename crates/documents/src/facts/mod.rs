//! Typed facts of a document's words, each with the place where it stands.
//!
//! Labels in English, Swedish, German and Spanish say what a value is; the values themselves are read by
//! [`understanding::slots`]. One fact for each field: the first that is labelled best. Nothing that is
//! found counts by being found.

mod address;
mod carrier;
mod labels;
mod value;

use kernel::{Date, Money};
use serde::{Deserialize, Serialize};
use understanding::slots::{Locale, ReferenceKind, Scheme, references, trackings};

use crate::text::{Line, Text};

pub use address::Postal;

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Carrier,
    TrackingId,
    ShippedAt,
    DeliveredAt,
    ReturnedAt,
    Address,
    Recipient,
    Signature,
    Amount,
    Refunded,
    OrderNumber,
    RefundId,
    IssuedOn,
    Sender,
    SentAt,
}

impl Field {
    pub const ALL: [Self; 15] = [
        Self::Carrier,
        Self::TrackingId,
        Self::ShippedAt,
        Self::DeliveredAt,
        Self::ReturnedAt,
        Self::Address,
        Self::Recipient,
        Self::Signature,
        Self::Amount,
        Self::Refunded,
        Self::OrderNumber,
        Self::RefundId,
        Self::IssuedOn,
        Self::Sender,
        Self::SentAt,
    ];

    /// The stable text used in storage and APIs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Carrier => "carrier",
            Self::TrackingId => "tracking_id",
            Self::ShippedAt => "shipped_at",
            Self::DeliveredAt => "delivered_at",
            Self::ReturnedAt => "returned_at",
            Self::Address => "address",
            Self::Recipient => "recipient",
            Self::Signature => "signature",
            Self::Amount => "amount",
            Self::Refunded => "refunded",
            Self::OrderNumber => "order_number",
            Self::RefundId => "refund_id",
            Self::IssuedOn => "issued_on",
            Self::Sender => "sender",
            Self::SentAt => "sent_at",
        }
    }
}

/// A day, with the time of day where one stands beside it: local time of wherever it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct When {
    pub day: Date,
    /// Minutes since midnight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minute: Option<u16>,
}

/// What a fact says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Words(String),
    When(When),
    Money(Money),
    Address(Postal),
}

impl std::fmt::Display for Value {
    /// As people read it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Words(words) => f.write_str(words),
            Self::When(When { day, minute: None }) => write!(f, "{day}"),
            Self::When(When { day, minute: Some(minute) }) => {
                write!(f, "{day} {:02}:{:02}", minute / 60, minute % 60)
            }
            Self::Money(money) => write!(f, "{} {}", money.decimal(), money.currency.code()),
            Self::Address(address) => write!(f, "{address}"),
        }
    }
}

/// Why one may believe that the value was read rightly. Not whether it is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Nothing beside it says what it is.
    Likely,
    /// A label says what it is.
    Labelled,
    /// Its own form proves it: a check digit, a head of a letter.
    Checked,
}

/// A fact, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub field: Field,
    pub value: Value,
    pub confidence: Confidence,
    /// From 1; 0 for the head of a letter.
    pub page: u32,
    /// On its page, from 1; 0 for the head of a letter.
    pub line: u32,
    /// The words that say it.
    pub quote: String,
}

/// Longest quote, in characters.
const QUOTE_CHARS_MAX: usize = 200;

impl Fact {
    fn at(line: &Line, field: Field, value: Value, confidence: Confidence) -> Self {
        let quote = line.text.chars().take(QUOTE_CHARS_MAX).collect();
        Self { field, value, confidence, page: line.page, line: line.line, quote }
    }
}

/// Who wrote a letter and when, as its head says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub from: String,
    /// In UTC.
    pub sent: Option<When>,
}

/// The facts of a text, at most one for each field, in the order of [`Field::ALL`].
pub fn extract(text: &Text, head: Option<&Head>, locale: &Locale) -> Vec<Fact> {
    let mut found = Found::default();
    if let Some(head) = head {
        found.head(head);
    }
    carrier::find(&text.lines, &mut found);
    address::find(&text.lines, &mut found);
    for (at, line) in text.lines.iter().enumerate() {
        let next = text.lines.get(at + 1).filter(|next| next.page == line.page);
        labels::find(line, next, locale, &mut found);
        for slot in trackings(&line.text) {
            let confidence = match slot.value.scheme {
                Scheme::Spoken => Confidence::Labelled,
                Scheme::UpuS10 | Scheme::Ups1Z | Scheme::Sscc => Confidence::Checked,
            };
            let value = Value::Words(slot.value.number);
            found.add(Fact::at(line, Field::TrackingId, value, confidence));
        }
        for slot in references(&line.text) {
            // `Bestellung über 3 Artikel` is no number of an order.
            let is_number = slot.value.id.len() >= 4;
            if slot.value.kind == ReferenceKind::Order && is_number {
                let value = Value::Words(slot.value.id);
                found.add(Fact::at(line, Field::OrderNumber, value, Confidence::Labelled));
            }
        }
    }
    found.0
}

/// The best fact of each field.
#[derive(Debug, Default)]
struct Found(Vec<Fact>);

impl Found {
    /// Keeps a fact where none stands yet for its field, or one that is worse labelled.
    fn add(&mut self, fact: Fact) {
        match self.0.binary_search_by_key(&fact.field, |known| known.field) {
            Ok(at) => {
                if let Some(known) = self.0.get_mut(at)
                    && known.confidence < fact.confidence
                {
                    *known = fact;
                }
            }
            Err(at) => self.0.insert(at, fact),
        }
    }

    fn head(&mut self, head: &Head) {
        let fact = |field, value, quote: String| Fact {
            field,
            value,
            confidence: Confidence::Checked,
            page: 0,
            line: 0,
            quote,
        };
        let from = head.from.chars().take(QUOTE_CHARS_MAX).collect::<String>();
        self.add(fact(Field::Sender, Value::Words(from.clone()), format!("From: {from}")));
        if let Some(sent) = head.sent {
            let value = Value::When(sent);
            let quote = format!("Date: {value}");
            self.add(fact(Field::SentAt, value, quote));
        }
    }
}
