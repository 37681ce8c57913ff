//! The evidence policy as loaded from TOML: needs, limits and words, checked for gaps.

use std::collections::{BTreeMap, BTreeSet};

use kernel::canonical::Sha256Hex;
use serde::Deserialize;

use crate::model::Reason;
use crate::model::evidence::{EvidenceType, Party};

/// Why an evidence policy was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    #[error("the evidence policy cannot be read: {0}")]
    Toml(String),
    #[error(
        "the evidence policy has {count} entries for {reason} and {party:?}: write exactly one"
    )]
    NeedCount { reason: &'static str, party: Party, count: usize },
    #[error("the evidence policy's need for {reason} and {party:?}: {problem}")]
    Need { reason: &'static str, party: Party, problem: String },
    #[error("the evidence policy has no words for {0:?}: add a line to [words]")]
    NoWords(EvidenceType),
    #[error("the evidence policy's limits.{field}: {problem}")]
    Limit { field: &'static str, problem: &'static str },
}

/// What may be handed in. Sizes in bytes, texts in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub consumer_items_max: usize,
    pub merchant_attachments_min: usize,
    pub text_chars_max: usize,
    pub appeal_text_chars_max: usize,
    pub appeal_attachments_max: usize,
    pub file_bytes_max: usize,
    pub file_name_chars_max: usize,
}

/// What one party is asked for under one reason.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    pub reason: Reason,
    pub party: Party,
    #[serde(default)]
    pub mandatory: Vec<EvidenceType>,
    /// From each group at least one.
    #[serde(default)]
    pub one_of: Vec<Vec<EvidenceType>>,
    #[serde(default)]
    pub optional: Vec<EvidenceType>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    limits: Limits,
    files: Files,
    #[serde(rename = "need")]
    needs: Vec<Need>,
    words: BTreeMap<EvidenceType, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Files {
    needed: BTreeSet<EvidenceType>,
}

/// The evidence policy in force.
#[derive(Debug, Clone)]
pub struct EvidenceRules {
    pub version: u32,
    pub limits: Limits,
    pub(super) needs: Vec<Need>,
    /// Types that count only with a file.
    pub(super) file_needed: BTreeSet<EvidenceType>,
    pub(super) words: BTreeMap<EvidenceType, String>,
    hash: Sha256Hex,
}

/// Why a set of items was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ItemsError {
    #[error("a customer hands in at most {max} items at a time, got {got}")]
    TooMany { max: usize, got: usize },
    #[error("a text has {got} characters; at most {max}")]
    TextTooLong { max: usize, got: usize },
    #[error("at least {min} file must be attached: a link or a text is no attachment")]
    NoAttachment { min: usize },
    #[error("at most {max} files may be attached to an appeal, got {got}")]
    TooManyAttachments { max: usize, got: usize },
}

impl EvidenceRules {
    /// The policy that ships with Ombud.
    ///
    /// # Errors
    /// When the shipped file is broken, which a test rules out.
    pub fn shipped() -> Result<Self, EvidenceError> {
        Self::from_toml(include_str!("../../../../policy/evidence.toml"))
    }

    /// # Errors
    /// [`EvidenceError`] with the place and the fix.
    pub fn from_toml(text: &str) -> Result<Self, EvidenceError> {
        let file: File =
            toml::from_str(text).map_err(|error| EvidenceError::Toml(error.to_string()))?;
        check_limits(&file.limits)?;
        check_needs(&file)?;
        Ok(Self {
            version: file.version,
            limits: file.limits,
            needs: file.needs,
            file_needed: file.files.needed,
            words: file.words,
            hash: Sha256Hex::of(text.as_bytes()),
        })
    }

    /// The digest of the policy's text.
    pub const fn hash(&self) -> Sha256Hex {
        self.hash
    }

    /// What a party is asked for; nothing is asked of the provider.
    pub fn need(&self, reason: Reason, party: Party) -> Option<&Need> {
        self.needs.iter().find(|need| need.reason == reason && need.party == party)
    }

    /// What to ask for an item, in plain words.
    pub fn words(&self, kind: EvidenceType) -> &str {
        self.words.get(&kind).map_or("", String::as_str)
    }

    /// Whether so many items with these texts may be handed in at once.
    ///
    /// # Errors
    /// [`ItemsError`] with the limit.
    pub fn check_items<'a>(
        &self,
        party: Party,
        items: usize,
        texts: impl Iterator<Item = &'a str>,
    ) -> Result<(), ItemsError> {
        let max = self.limits.consumer_items_max;
        if party == Party::Consumer && items > max {
            return Err(ItemsError::TooMany { max, got: items });
        }
        texts.into_iter().try_for_each(|text| check_text(text, self.limits.text_chars_max))
    }

    /// Whether a merchant's answer has enough files and its text is short enough.
    ///
    /// # Errors
    /// [`ItemsError`] with the limit.
    pub fn check_representation(&self, text: &str, attachments: usize) -> Result<(), ItemsError> {
        let min = self.limits.merchant_attachments_min;
        if attachments < min {
            return Err(ItemsError::NoAttachment { min });
        }
        check_text(text, self.limits.text_chars_max)
    }

    /// Whether an appeal keeps to its own limits.
    ///
    /// # Errors
    /// [`ItemsError`] with the limit.
    pub fn check_appeal(&self, text: &str, attachments: usize) -> Result<(), ItemsError> {
        let max = self.limits.appeal_attachments_max;
        if attachments > max {
            return Err(ItemsError::TooManyAttachments { max, got: attachments });
        }
        check_text(text, self.limits.appeal_text_chars_max)
    }
}

fn check_text(text: &str, max: usize) -> Result<(), ItemsError> {
    let got = text.chars().count();
    if got > max { Err(ItemsError::TextTooLong { max, got }) } else { Ok(()) }
}

fn check_limits(limits: &Limits) -> Result<(), EvidenceError> {
    let named = [
        ("consumer_items_max", limits.consumer_items_max),
        ("text_chars_max", limits.text_chars_max),
        ("appeal_text_chars_max", limits.appeal_text_chars_max),
        ("appeal_attachments_max", limits.appeal_attachments_max),
        ("file_bytes_max", limits.file_bytes_max),
        ("file_name_chars_max", limits.file_name_chars_max),
    ];
    match named.into_iter().find(|(_, limit)| *limit == 0) {
        Some((field, _)) => Err(EvidenceError::Limit { field, problem: "must be more than 0" }),
        None => Ok(()),
    }
}

fn check_needs(file: &File) -> Result<(), EvidenceError> {
    for reason in Reason::ALL {
        for party in [Party::Consumer, Party::Merchant] {
            let count = file
                .needs
                .iter()
                .filter(|need| need.reason == reason && need.party == party)
                .count();
            if count != 1 {
                return Err(EvidenceError::NeedCount { reason: reason.as_str(), party, count });
            }
        }
    }
    for need in &file.needs {
        let refused = |problem: String| EvidenceError::Need {
            reason: need.reason.as_str(),
            party: need.party,
            problem,
        };
        if need.party == Party::Provider {
            return Err(refused("nothing is asked of the provider".to_owned()));
        }
        if need.one_of.iter().any(Vec::is_empty) {
            return Err(refused("an empty group in one_of can never be met".to_owned()));
        }
        let asked: BTreeSet<EvidenceType> = asked_for(need).collect();
        if let Some(kind) = need.optional.iter().find(|kind| asked.contains(kind)) {
            return Err(refused(format!("{kind:?} is both needed and optional")));
        }
        if let Some(kind) = asked
            .iter()
            .chain(&need.optional)
            .find(|kind| file.words.get(kind).is_none_or(|words| words.trim().is_empty()))
        {
            return Err(EvidenceError::NoWords(*kind));
        }
    }
    Ok(())
}

fn asked_for(need: &Need) -> impl Iterator<Item = EvidenceType> {
    need.mandatory.iter().chain(need.one_of.iter().flatten()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../../../policy/evidence.toml");

    #[test]
    fn the_shipped_policy_loads_and_holds_the_published_limits() {
        let limits = EvidenceRules::shipped().unwrap().limits;
        // Klarna Disputes API V4; 7 MB read as decimal.
        assert_eq!(limits.consumer_items_max, 2);
        assert_eq!(limits.merchant_attachments_min, 1);
        assert_eq!(limits.text_chars_max, 5_000);
        assert_eq!(limits.appeal_text_chars_max, 10_000);
        assert_eq!(limits.appeal_attachments_max, 10);
        assert_eq!(limits.file_bytes_max, 7_000_000);
    }

    #[test]
    fn a_broken_policy_is_refused_with_its_place() {
        let cases = [
            (
                "reason = \"other\"\nparty = \"consumer\"",
                "reason = \"other\"\nparty = \"merchant\"",
                "0 entries for other",
            ),
            ("consumer_items_max = 2", "consumer_items_max = 0", "limits.consumer_items_max"),
            ("police_report = \"the", "# police_report = \"the", "no words for PoliceReport"),
            (
                "mandatory = [\"listing\"]",
                "mandatory = [\"listing\", \"photo\"]",
                "both needed and optional",
            ),
            (
                "one_of = [[\"return_receipt\", \"refund_confirmation\"]]",
                "one_of = [[]]",
                "an empty group",
            ),
            ("mandatory = [\"payment_proof\"]", "mandatory = [\"horoscope\"]", "horoscope"),
        ];
        for (from, to, said) in cases {
            assert!(SHIPPED.contains(from), "{from}");
            let error = EvidenceRules::from_toml(&SHIPPED.replacen(from, to, 1)).unwrap_err();
            assert!(error.to_string().contains(said), "{error}");
        }
    }

    #[test]
    fn what_is_too_much_is_refused_with_the_limit() {
        let rules = EvidenceRules::shipped().unwrap();
        let long = "å".repeat(5_001);
        let none = || std::iter::empty();
        assert_eq!(rules.check_items(Party::Consumer, 2, none()), Ok(()));
        let three = rules.check_items(Party::Consumer, 3, none());
        assert_eq!(three, Err(ItemsError::TooMany { max: 2, got: 3 }));
        assert_eq!(rules.check_items(Party::Merchant, 9, ["short"].into_iter()), Ok(()));
        let text = rules.check_items(Party::Merchant, 1, [long.as_str()].into_iter());
        assert_eq!(text, Err(ItemsError::TextTooLong { max: 5_000, got: 5_001 }));
        let bare = rules.check_representation("https://track.example/1", 0);
        assert_eq!(bare, Err(ItemsError::NoAttachment { min: 1 }));
        assert_eq!(rules.check_appeal(&long, 10), Ok(()));
        let files = rules.check_appeal("", 11);
        assert_eq!(files, Err(ItemsError::TooManyAttachments { max: 10, got: 11 }));
    }
}
