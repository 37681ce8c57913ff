//! What a customer is asked, and what they allow.

use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, Timestamp};
use serde::{Deserialize, Serialize};

/// One thing that the customer allows, and may take back at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// See the page as far as the company released it. Without it there is no session.
    View,
    /// Laser, ink, boxes and arrows over the page.
    Draw,
    Scroll,
    /// Click, type, choose, by intents that the customer's browser checks.
    Control,
    Record,
}

impl Grant {
    pub const ALL: [Self; 5] = [Self::View, Self::Draw, Self::Scroll, Self::Control, Self::Record];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Draw => "draw",
            Self::Scroll => "scroll",
            Self::Control => "control",
            Self::Record => "record",
        }
    }

    const fn bit(self) -> u8 {
        match self {
            Self::View => 1,
            Self::Draw => 2,
            Self::Scroll => 4,
            Self::Control => 8,
            Self::Record => 16,
        }
    }
}

/// A set of grants. As JSON, a list without repetitions in the order of [`Grant::ALL`].
#[derive(Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<Grant>", into = "Vec<Grant>")]
pub struct Grants(u8);

impl Grants {
    pub const NONE: Self = Self(0);
    pub const ALL: Self = Self(31);

    pub const fn has(self, grant: Grant) -> bool {
        self.0 & grant.bit() != 0
    }

    #[must_use]
    pub const fn with(self, grant: Grant) -> Self {
        Self(self.0 | grant.bit())
    }

    #[must_use]
    pub const fn without(self, grant: Grant) -> Self {
        Self(self.0 & !grant.bit())
    }

    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// What both have.
    #[must_use]
    pub const fn only(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    pub const fn is_within(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Grant> {
        Grant::ALL.into_iter().filter(move |grant| self.has(*grant))
    }
}

impl FromIterator<Grant> for Grants {
    fn from_iter<I: IntoIterator<Item = Grant>>(grants: I) -> Self {
        grants.into_iter().fold(Self::NONE, Self::with)
    }
}

impl TryFrom<Vec<Grant>> for Grants {
    type Error = &'static str;
    fn try_from(list: Vec<Grant>) -> Result<Self, Self::Error> {
        let grants: Self = list.iter().copied().collect();
        let is_once = grants.iter().count() == list.len();
        if is_once { Ok(grants) } else { Err("a grant is named twice") }
    }
}

impl From<Grants> for Vec<Grant> {
    fn from(grants: Grants) -> Self {
        grants.iter().collect()
    }
}

impl std::fmt::Debug for Grants {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// The words of the consent dialog: they are in the customer's bundle, and named here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Such as `2026-11`.
    pub version: String,
    /// BCP 47: `en`, `sv`, `de` or `es`.
    pub language: String,
    /// SHA-256 of the words in that language.
    pub hash: Sha256Hex,
}

/// What an agent asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The name that the customer is shown.
    pub agent: String,
    pub company: String,
    pub wants: Grants,
    pub text: Words,
    /// What for, as a code that the words explain: `support`.
    pub purpose: String,
}

/// A wish with its number in the session, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    pub id: u32,
    #[serde(flatten)]
    pub wish: Wish,
}

/// What the customer answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    Accepted { granted: Grants },
    Declined,
}

/// The proof of one consent: for the audit chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub session: CobrowseId,
    pub ask: Ask,
    /// When the dialog was on the customer's screen.
    pub shown_at: Timestamp,
    pub answered_at: Timestamp,
    #[serde(flatten)]
    pub answer: Answer,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_are_a_list_without_repetitions() {
        let some: Grants = [Grant::Record, Grant::View].into_iter().collect();
        assert_eq!(serde_json::to_string(&some).unwrap(), r#"["view","record"]"#);
        assert_eq!(serde_json::from_str::<Grants>(r#"["record","view"]"#).unwrap(), some);
        assert!(serde_json::from_str::<Grants>(r#"["view","view"]"#).is_err());
        assert!(serde_json::from_str::<Grants>(r#"["all"]"#).is_err());
    }

    #[test]
    fn each_grant_is_its_own() {
        for one in Grant::ALL {
            let without = Grant::ALL.into_iter().collect::<Grants>().without(one);
            let named = |grant: Grant| serde_json::to_value(grant).unwrap();
            assert_eq!(named(one), one.as_str());
            assert!(!without.has(one) && without.with(one).has(one), "{one:?}");
            assert_eq!(without.iter().count(), 4);
            assert!(without.is_within(without.with(one)) && !without.with(one).is_within(without));
        }
    }
}
