//! A policy in force: a signed file, and what was switched off since. Narrowing needs one person and takes effect at once;
//! it can take away only.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::canonical::{self, Sha256Hex};
use serde::{Deserialize, Serialize};

use super::{
    ATTRIBUTE_RULE, EXTRA_ID_MIN, Effect, Policy, Rule, SelectorError, check_paths, selector,
};

/// The most rules that hide, beside those of the file.
const EXTRA_MAX: usize = 100;

/// What is taken away from a signed file while it is in force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Narrowing {
    /// Rules of the file that show or let write, and do so no more.
    #[serde(default)]
    pub off: Vec<u32>,
    /// What is hidden, whatever shows it.
    #[serde(default)]
    pub hide: Vec<ExtraHide>,
}

/// Something that is hidden besides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtraHide {
    pub selector: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paths: Option<Vec<String>>,
}

/// A narrowing that cannot be put in force.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NarrowingError {
    #[error("off: rule {0} is not in the signed file")]
    Unknown(u32),
    #[error(
        "off: rule {0} hides or confirms: without it agents could do more, which needs a new signed file"
    )]
    Widens(u32),
    #[error("hide {at}: {error}")]
    Selector { at: usize, error: SelectorError },
    #[error("hide {at}: path {path:?} must begin with / or *, without ?, # and spaces")]
    Path { at: usize, path: String },
    #[error("hide: {0} where at most {EXTRA_MAX} may be: sign a new file")]
    Many(usize),
}

/// A signed policy with what was taken away from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    policy: Policy,
    narrowing: Narrowing,
    hash: Sha256Hex,
}

/// The policy as the browser gets it, in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Browser {
    pub hash: Sha256Hex,
    pub rules: Vec<BrowserRule>,
    /// Where an agent may type.
    pub writable: Vec<Place>,
    /// Where the customer confirms what an agent does.
    pub confirm: Vec<Place>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BrowserRule {
    pub id: u32,
    /// `show` or `hide`.
    pub effect: Effect,
    pub selector: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paths: Option<Vec<String>>,
    #[serde(skip_serializing_if = "super::is_false")]
    pub pixels: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    pub selector: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paths: Option<Vec<String>>,
}

/// What frames may show: the hash that a capture must begin with, and the rules that release, each with whether it
/// releases pictures that are in no manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    pub(crate) hash: [u8; 32],
    pub(crate) rules: HashMap<u32, bool>,
}

impl Permit {
    /// Of a company that lets its pages release by attributes, without a policy.
    pub fn attributes() -> Self {
        Self { hash: [0; 32], rules: HashMap::from([(ATTRIBUTE_RULE, true)]) }
    }

    /// Nothing but boxes.
    pub fn nothing(hash: [u8; 32]) -> Self {
        Self { hash, rules: HashMap::new() }
    }
}

impl InForce {
    pub fn new(policy: Policy, narrowing: Narrowing) -> Result<Self, NarrowingError> {
        for id in &narrowing.off {
            let rule = policy.rules.iter().find(|rule| rule.id == *id);
            let rule = rule.ok_or(NarrowingError::Unknown(*id))?;
            if !rule.effect.releases() {
                return Err(NarrowingError::Widens(*id));
            }
        }
        if narrowing.hide.len() > EXTRA_MAX {
            return Err(NarrowingError::Many(narrowing.hide.len()));
        }
        for (at, hide) in narrowing.hide.iter().enumerate() {
            selector::parts(&hide.selector)
                .map_err(|error| NarrowingError::Selector { at, error })?;
            check_paths(hide.paths.as_deref())
                .map_err(|path| NarrowingError::Path { at, path: path.to_owned() })?;
        }
        let hash = policy.hash();
        let hash = if narrowing == Narrowing::default() {
            hash
        } else {
            // Strings, numbers and lists are always hashed.
            canonical::hash_of(&(hash, &narrowing)).unwrap_or(hash)
        };
        Ok(Self { policy, narrowing, hash })
    }

    /// The hash with which captures begin: that of the file, or of the file and what was taken away from it.
    pub const fn hash(&self) -> Sha256Hex {
        self.hash
    }

    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    pub const fn narrowing(&self) -> &Narrowing {
        &self.narrowing
    }

    /// What a browser is told whose page people of these roles look at: what all of them may see, without what any of
    /// them may not.
    pub fn browser(&self, roles: &[&str], today: Date) -> Browser {
        let mut rules: Vec<BrowserRule> = self
            .holding(roles, today)
            .filter(|rule| matches!(rule.effect, Effect::Show | Effect::Hide))
            .map(|rule| BrowserRule {
                id: rule.id,
                effect: rule.effect,
                selector: rule.selector.clone(),
                paths: rule.paths.clone(),
                pixels: rule.pixels,
            })
            .collect();
        rules.extend((EXTRA_ID_MIN..).zip(&self.narrowing.hide).map(|(id, hide)| BrowserRule {
            id,
            effect: Effect::Hide,
            selector: hide.selector.clone(),
            paths: hide.paths.clone(),
            pixels: false,
        }));
        let places = |effect: Effect| {
            let of = self.holding(roles, today).filter(move |rule| rule.effect == effect);
            of.map(|rule| Place { selector: rule.selector.clone(), paths: rule.paths.clone() })
                .collect()
        };
        let (writable, confirm) = (places(Effect::Write), places(Effect::Confirm));
        Browser { hash: self.hash, rules, writable, confirm }
    }

    /// What the frames of that browser are held against.
    pub fn permit(&self, roles: &[&str], today: Date) -> Permit {
        let shown = self.holding(roles, today).filter(|rule| rule.effect == Effect::Show);
        Permit {
            hash: *self.hash.bytes(),
            rules: shown.map(|rule| (rule.id, rule.pixels)).collect(),
        }
    }

    /// The rules of the file that hold for people of these roles, all together.
    fn holding<'p>(&'p self, roles: &'p [&str], today: Date) -> impl Iterator<Item = &'p Rule> {
        self.policy.rules.iter().filter(move |rule| {
            let is_named = |role: &&str| {
                rule.roles.as_ref().is_none_or(|named| named.iter().any(|name| name == role))
            };
            let is_for = if rule.effect.releases() {
                roles.iter().all(is_named)
            } else {
                roles.iter().any(is_named)
            };
            is_for && !rule.is_over(today) && !self.narrowing.off.contains(&rule.id)
        })
    }
}
