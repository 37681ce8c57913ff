//! Blocks of text with places for facts.
//!
//! Which facts there are is a closed list: a name that is not on it is refused when the text is
//! written, not when a customer reads it. And no block promises money by itself: a sentence that
//! does names `{{refund.amount}}`, which is filled only while a refund is on its way.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::brief::{Phrases, sentences};

/// Longest name and longest text, in characters.
pub const NAME_CHARS_MAX: usize = 80;
pub const TEXT_CHARS_MAX: usize = 4_000;
/// Most places of one text.
const PLACES_MAX: usize = 40;

/// A place for a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    CustomerName,
    AgentName,
    CompanyName,
    ConversationNumber,
    OrderId,
    OrderShop,
    OrderTotal,
    /// What the case is about: the amount in dispute.
    Amount,
    /// What is on its way back to the customer.
    RefundAmount,
    PaymentAmount,
    PaymentDate,
}

impl Place {
    pub const ALL: [Self; 11] = [
        Self::CustomerName,
        Self::AgentName,
        Self::CompanyName,
        Self::ConversationNumber,
        Self::OrderId,
        Self::OrderShop,
        Self::OrderTotal,
        Self::Amount,
        Self::RefundAmount,
        Self::PaymentAmount,
        Self::PaymentDate,
    ];

    /// What stands between the braces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CustomerName => "customer.name",
            Self::AgentName => "agent.name",
            Self::CompanyName => "company.name",
            Self::ConversationNumber => "conversation.number",
            Self::OrderId => "order.id",
            Self::OrderShop => "order.shop",
            Self::OrderTotal => "order.total",
            Self::Amount => "amount",
            Self::RefundAmount => "refund.amount",
            Self::PaymentAmount => "payment.amount",
            Self::PaymentDate => "payment.date",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.as_str() == text)
    }
}

/// Why a text is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MacroError {
    #[error("has 1 to {TEXT_CHARS_MAX} characters")]
    Length,
    #[error("{{{{{name}}}}} is not known; there are {}", known())]
    Unknown { name: String },
    #[error("has {{{{ without }}}} after it")]
    Open,
    #[error("has more than {PLACES_MAX} places")]
    TooMany,
    #[error(
        "promises money (“{phrase}”): do it with an act, and name {{{{refund.amount}}}} in that sentence, which is \
         filled only while a refund is on its way"
    )]
    Money { phrase: String },
}

fn known() -> String {
    Place::ALL.map(|place| format!("{{{{{}}}}}", place.as_str())).join(", ")
}

/// A text with its places filled, and which could not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub text: String,
    pub missing: Vec<Place>,
}

enum Part<'t> {
    Words(&'t str),
    Place(Place, &'t str),
}

fn parts(text: &str) -> Result<Vec<Part<'_>>, MacroError> {
    let (mut parts, mut rest, mut places) = (Vec::new(), text, 0);
    while let Some((words, after)) = rest.split_once("{{") {
        parts.push(Part::Words(words));
        let (name, later) = after.split_once("}}").ok_or(MacroError::Open)?;
        let place = Place::parse(name.trim());
        let place = place.ok_or_else(|| MacroError::Unknown { name: name.trim().to_owned() })?;
        let whole = rest.get(words.len()..rest.len() - later.len()).unwrap_or_default();
        parts.push(Part::Place(place, whole));
        places += 1;
        if places > PLACES_MAX {
            return Err(MacroError::TooMany);
        }
        rest = later;
    }
    parts.push(Part::Words(rest));
    Ok(parts)
}

/// Whether a text may be kept.
///
/// # Errors
/// [`MacroError`] with what to write instead.
pub fn check(text: &str, phrases: &Phrases) -> Result<(), MacroError> {
    if text.trim().is_empty() || text.chars().count() > TEXT_CHARS_MAX {
        return Err(MacroError::Length);
    }
    parts(text)?;
    for sentence in sentences(text) {
        let acted = parts(sentence).is_ok_and(|parts| {
            parts.iter().any(|part| matches!(part, Part::Place(Place::RefundAmount, _)))
        });
        if let Some(phrase) = phrases.money_in(sentence).filter(|_| !acted) {
            return Err(MacroError::Money { phrase: phrase.to_owned() });
        }
    }
    Ok(())
}

/// Fills the places of a text. What is not known stays as it was written, and is named.
///
/// # Errors
/// As [`check`], for a text that was never checked.
pub fn fill(text: &str, facts: &BTreeMap<Place, String>) -> Result<Filled, MacroError> {
    let (mut filled, mut missing) = (String::with_capacity(text.len()), BTreeSet::new());
    for part in parts(text)? {
        match part {
            Part::Words(words) => filled.push_str(words),
            Part::Place(place, whole) => match facts.get(&place).filter(|fact| !fact.is_empty()) {
                Some(fact) => filled.push_str(fact),
                None => {
                    missing.insert(place);
                    filled.push_str(whole);
                }
            },
        }
    }
    Ok(Filled { text: filled, missing: missing.into_iter().collect() })
}

/// The best of several languages for a customer: theirs, else another of the same base language.
pub fn variant<'v>(languages: &[&'v str], wanted: &str) -> Option<&'v str> {
    let base = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let same = languages.iter().find(|tag| tag.eq_ignore_ascii_case(wanted));
    same.or_else(|| languages.iter().find(|tag| base(tag) == base(wanted))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_is_refused_with_what_to_write() {
        let phrases = Phrases::shipped().unwrap();
        let cases = [
            ("Hi {{customer.name}}, about {{ order.id }}: {{agent.name}}", None),
            ("Hi {{customer.nme}}", Some("{{customer.name}}")),
            ("Hi {{customer.name", Some("without }}")),
            ("   ", Some("1 to 4000")),
            ("Sorry. We will refund you today.", Some("we will refund")),
            ("Sorry. Wir erstatten Ihnen den Betrag.", Some("wir erstatten")),
            ("We have refunded {{refund.amount}} to your card.", None),
            // The place stands in another sentence than the promise.
            ("We will refund you. It is {{refund.amount}}.", Some("we will refund")),
            ("We look into your refund.", None),
        ];
        for (text, refused) in cases {
            match (check(text, &phrases), refused) {
                (Ok(()), None) => {}
                (Err(error), Some(part)) => {
                    assert!(error.to_string().contains(part), "{text}: {error}");
                }
                (result, _) => panic!("{text}: {result:?}"),
            }
        }
    }

    #[test]
    fn what_is_not_known_is_named_and_left_as_it_was() {
        let facts = BTreeMap::from([
            (Place::CustomerName, "Ada {{agent.name}}".to_owned()),
            (Place::OrderId, String::new()),
        ]);
        let filled = fill("Hi {{customer.name}}: {{ order.id }} {{order.id}}", &facts).unwrap();
        // A fact is never read as a place.
        assert_eq!(filled.text, "Hi Ada {{agent.name}}: {{ order.id }} {{order.id}}");
        assert_eq!(filled.missing, [Place::OrderId]);
    }

    #[test]
    fn the_variant_is_the_customers_language_or_its_base() {
        let languages = ["en", "sv", "de-AT"];
        for (wanted, found) in [
            ("sv-SE", Some("sv")),
            ("de-AT", Some("de-AT")),
            ("de", Some("de-AT")),
            ("EN", Some("en")),
            ("fr", None),
        ] {
            assert_eq!(variant(&languages, wanted), found);
        }
    }

    proptest! {
        #[test]
        fn a_text_without_braces_stays_as_it_is(text in "[^{}]{1,300}") {
            let filled = fill(&text, &BTreeMap::new()).unwrap();
            prop_assert_eq!(filled, Filled { text, missing: Vec::new() });
        }

        #[test]
        fn no_text_breaks_it(text in ".{0,200}") {
            let _ = check(&text, &Phrases::shipped().unwrap());
            let _ = fill(&text, &BTreeMap::new());
        }
    }
}
