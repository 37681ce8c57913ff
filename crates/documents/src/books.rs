//! Facts of a document held against our own books: the order, its parcels as the carrier told us, and the
//! money.
//!
//! What agrees is confirmed by rule, because our books already say it. What contradicts them is told. What
//! the books say nothing of waits for a person.

use commerce::Address;
use dispute::evidence::{AddressMatch, compare_addresses};
use kernel::{Date, Money};
use serde::{Deserialize, Serialize};

use crate::facts::{Fact, Field, Value};

/// Days between a document's and the carrier's date that are still the same event: one gives local time,
/// the other may not.
pub const SAME_DAYS_MAX: i64 = 1;
/// Days from which on they are two events; between, nothing is said.
pub const OTHER_DAYS_MIN: i64 = 3;

/// A parcel as the shop registered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    pub carrier: String,
    pub tracking_id: Option<String>,
    pub shipped_on: Date,
    /// As the carrier scanned it.
    pub delivered_on: Option<Date>,
    /// Whom the carrier handed it to.
    pub recipient: Option<String>,
}

/// What is known of an order without the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Books {
    pub order: String,
    pub customer_name: Option<String>,
    pub approved_address: Option<Address>,
    pub parcels: Vec<Parcel>,
    /// The order's total, what was captured, what is disputed.
    pub amounts: Vec<Money>,
    pub refunds: Vec<(String, Money)>,
    /// When the document came.
    pub received_on: Date,
}

/// What the books say to a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// They say the same.
    Agrees,
    /// They say otherwise.
    Contradicts,
    /// They say nothing of it, or too little.
    Silent,
}

impl Books {
    /// What the books say to a fact.
    pub fn answer(&self, fact: &Fact) -> Answer {
        match (&fact.value, fact.field) {
            (Value::Words(words), Field::Carrier) => {
                self.any_parcel(|parcel| Some(is_same_carrier(&parcel.carrier, words)))
            }
            (Value::Words(words), Field::TrackingId) => self
                .any_parcel(|parcel| Some(plain(parcel.tracking_id.as_deref()?) == plain(words))),
            (Value::Words(words), Field::Recipient | Field::Signature) => self.name(words),
            (Value::Words(words), Field::OrderNumber) => {
                // Shops have numbers of their own: another one proves nothing.
                if plain(words) == plain(&self.order) { Answer::Agrees } else { Answer::Silent }
            }
            (Value::Words(words), Field::RefundId) => {
                let known = self.refunds.iter().any(|(id, _)| plain(id) == plain(words));
                if known { Answer::Agrees } else { Answer::Silent }
            }
            (Value::When(when), Field::DeliveredAt) => {
                if when.day > self.received_on {
                    return Answer::Contradicts;
                }
                self.days(when.day, |parcel| parcel.delivered_on)
            }
            (Value::When(when), Field::ShippedAt) => {
                self.days(when.day, |parcel| Some(parcel.shipped_on))
            }
            (Value::Address(shown), Field::Address) => self.address(shown),
            (Value::Money(money), Field::Amount) => {
                if self.amounts.contains(money) {
                    Answer::Agrees
                } else {
                    Answer::Silent
                }
            }
            (Value::Money(money), Field::Refunded) => {
                match self.refunds.iter().any(|(_, refund)| refund == money) {
                    true => Answer::Agrees,
                    false => Answer::Contradicts,
                }
            }
            _ => Answer::Silent,
        }
    }

    /// Agrees with any parcel, contradicts where all that know say otherwise.
    fn any_parcel(&self, same: impl Fn(&Parcel) -> Option<bool>) -> Answer {
        let known: Vec<bool> = self.parcels.iter().filter_map(same).collect();
        match (known.is_empty(), known.contains(&true)) {
            (true, _) => Answer::Silent,
            (false, true) => Answer::Agrees,
            (false, false) => Answer::Contradicts,
        }
    }

    fn days(&self, day: Date, of: impl Fn(&Parcel) -> Option<Date>) -> Answer {
        let apart = |known: Date| (i64::from((day - known).get_days())).abs();
        match self.parcels.iter().filter_map(of).map(apart).min() {
            None => Answer::Silent,
            Some(days) if days <= SAME_DAYS_MAX => Answer::Agrees,
            Some(days) if days >= OTHER_DAYS_MIN => Answer::Contradicts,
            Some(_) => Answer::Silent,
        }
    }

    /// A neighbour may take a parcel in: another name contradicts nothing.
    fn name(&self, words: &str) -> Answer {
        let recipients = self.parcels.iter().filter_map(|parcel| parcel.recipient.as_ref());
        let known = recipients.chain(&self.customer_name);
        let mut known = known.map(|name| is_same_name(name, words));
        if known.any(|same| same) { Answer::Agrees } else { Answer::Silent }
    }

    fn address(&self, shown: &crate::facts::Postal) -> Answer {
        let Some(approved) = &self.approved_address else { return Answer::Silent };
        let country = match shown.country.as_str() {
            "" => approved.country.clone(),
            said => said.to_owned(),
        };
        let shown = Address {
            line1: shown.street.clone(),
            line2: String::new(),
            postal_code: shown.postal_code.clone(),
            city: shown.city.clone(),
            region: String::new(),
            country,
        };
        match compare_addresses(approved, &shown) {
            AddressMatch::Same => Answer::Agrees,
            AddressMatch::Different => Answer::Contradicts,
            AddressMatch::Insufficient => Answer::Silent,
        }
    }
}

/// Letters and digits alone, in capitals.
fn plain(words: &str) -> String {
    let plain = deunicode::deunicode(words);
    plain
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|char| char.to_ascii_uppercase())
        .collect()
}

/// `DHL Express` is DHL.
fn is_same_carrier(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    !one.is_empty() && !other.is_empty() && (one.starts_with(&other) || other.starts_with(&one))
}

/// Whether two names may be one person's: the last name the same, and the first name or its letter.
fn is_same_name(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.split(|char: char| char.is_whitespace() || char == '.')
            .map(plain)
            .filter(|word| !word.is_empty())
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let (Some(first), Some(second)) = (one.first(), other.first()) else { return false };
    let begins = first.starts_with(second.as_str()) || second.starts_with(first.as_str());
    one.len() > 1 && other.len() > 1 && one.last() == other.last() && begins
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::*;
    use crate::facts::{Confidence, Postal, When};

    fn books() -> Books {
        let sek = Currency::new("SEK").unwrap();
        Books {
            order: "ord_1001".to_owned(),
            customer_name: Some("Anna Berg".to_owned()),
            approved_address: Some(Address {
                line1: "Storgatan 12".to_owned(),
                line2: String::new(),
                postal_code: "114 55".to_owned(),
                city: "Stockholm".to_owned(),
                region: String::new(),
                country: "SE".to_owned(),
            }),
            parcels: vec![Parcel {
                carrier: "PostNord".to_owned(),
                tracking_id: Some("RR123456785SE".to_owned()),
                shipped_on: kernel::Date::constant(2026, 5, 1),
                delivered_on: Some(kernel::Date::constant(2026, 5, 3)),
                recipient: None,
            }],
            amounts: vec![Money::new(129_900, sek)],
            refunds: vec![("rf_1".to_owned(), Money::new(50_000, sek))],
            received_on: kernel::Date::constant(2026, 5, 20),
        }
    }

    #[test]
    fn facts_are_held_against_the_books() {
        use Answer::{Agrees, Contradicts, Silent};
        let words = |words: &str| Value::Words(words.to_owned());
        let day = |month, day| {
            Value::When(When { day: kernel::Date::constant(2026, month, day), minute: None })
        };
        let sek = |minor| Value::Money(Money::new(minor, Currency::new("SEK").unwrap()));
        let at = |street: &str, code: &str| {
            Value::Address(Postal {
                street: street.to_owned(),
                postal_code: code.to_owned(),
                city: "Stockholm".to_owned(),
                country: String::new(),
            })
        };
        let cases = [
            (Field::Carrier, words("PostNord"), Agrees),
            (Field::Carrier, words("DHL"), Contradicts),
            (Field::TrackingId, words("rr 123456785 se"), Agrees),
            (Field::TrackingId, words("RR999999999SE"), Contradicts),
            (Field::DeliveredAt, day(5, 4), Agrees),
            (Field::DeliveredAt, day(5, 5), Silent),
            (Field::DeliveredAt, day(5, 9), Contradicts),
            (Field::DeliveredAt, day(5, 21), Contradicts),
            (Field::ShippedAt, day(5, 1), Agrees),
            (Field::Recipient, words("A. BERG"), Agrees),
            (Field::Recipient, words("Anna Lund"), Silent),
            (Field::Recipient, words("Berg"), Silent),
            (Field::Address, at("Storgatan 12", "11455"), Agrees),
            (Field::Address, at("Storgatan 21", "11455"), Contradicts),
            (Field::Amount, sek(129_900), Agrees),
            (Field::Amount, sek(1), Silent),
            (Field::Refunded, sek(50_000), Agrees),
            (Field::Refunded, sek(60_000), Contradicts),
            (Field::OrderNumber, words("ORD-1001"), Agrees),
            (Field::OrderNumber, words("71-229"), Silent),
            (Field::RefundId, words("rf_1"), Agrees),
            (Field::IssuedOn, day(5, 1), Silent),
        ];
        for (field, value, expected) in cases {
            let fact = Fact {
                field,
                value,
                confidence: Confidence::Labelled,
                page: 1,
                line: 1,
                quote: String::new(),
            };
            assert_eq!(books().answer(&fact), expected, "{fact:?}");
        }
    }
}
