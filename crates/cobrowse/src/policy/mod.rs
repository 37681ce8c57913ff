//! The policy file `redaction.toml`: what of a company's pages agents may see, and where they may type. Everything that no
//! rule shows is redacted. The file is read, signed, compared with the one before, narrowed while it is in force, and
//! compiled to what the browser gets and to what its frames are held against. Described in `docs/cobrowse-policy.md`.

mod check;
mod diff;
mod draft;
mod force;
mod selector;
pub(crate) mod sign;

use std::collections::HashSet;

use jiff::civil::Date;
use kernel::canonical::{self, Sha256Hex};
use serde::{Deserialize, Serialize};

pub use check::{Fault, faults, line_of};
pub use diff::{Diff, DiffError, RuleDiff, Turn, change, diff};
pub use draft::{Drafted, NewShow};
pub use force::{
    Browser, BrowserRule, ExtraHide, InForce, Narrowing, NarrowingError, Permit, Place,
};
pub use selector::SelectorError;
pub use sign::{KeyError, PublicKey, SignatureError, Signer};

/// The rule of the attribute `data-ombud-show`, in pages that have no policy.
pub const ATTRIBUTE_RULE: u32 = 1;
/// The most rules of a file.
pub const RULES_MAX: usize = 2_000;
/// Numbers from here on are those of rules that hide while a policy is in force.
pub const EXTRA_ID_MIN: u32 = 1 << 24;
/// The most bytes of a file.
pub const FILE_BYTES_MAX: usize = 1 << 20;
const PATHS_MAX: usize = 100;
const ROLES_MAX: usize = 20;
const NAME_BYTES_MAX: usize = 64;
const REASON_BYTES_MAX: usize = 500;

/// A policy file that cannot be used. Each message names the rule and what to change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    #[error(
        "the file is larger than {FILE_BYTES_MAX} bytes: join rules with commas in their selectors"
    )]
    Size,
    #[error("the file cannot be read: {0}")]
    Form(String),
    #[error("version must be at least 1, and one more than that of the file before")]
    Version,
    #[error("{field}: 1 to {NAME_BYTES_MAX} visible characters without spaces, got {got:?}")]
    Name { field: &'static str, got: String },
    #[error("{0} rules where at most {RULES_MAX} may be: join them with commas in their selectors")]
    Rules(usize),
    #[error("rule {0}: id must be 2 to {max}: 1 is the attribute data-ombud-show", max = EXTRA_ID_MIN - 1)]
    Id(u32),
    #[error("rule {0} is there twice: give one of them a number that was never used")]
    Twice(u32),
    #[error("rule {0} is retired: give the rule a number that was never used")]
    Retired(u32),
    #[error("rule {rule}: selector: {error}")]
    Selector { rule: u32, error: SelectorError },
    #[error("rule {0}: selector: names the whole page: name what is to be seen")]
    WholePage(u32),
    #[error(
        "rule {rule}: path {path:?} must begin with / or *, without ?, # and spaces, at most {PATHS_MAX} of them"
    )]
    Path { rule: u32, path: String },
    #[error(
        "rule {rule}: paths and roles must name something: leave them out where the rule holds for all"
    )]
    Empty { rule: u32 },
    #[error(
        "rule {rule}: role {role:?} must be a to z, 0 to 9, _ and -, at most {ROLES_MAX} of them"
    )]
    Role { rule: u32, role: String },
    #[error("rule {0}: reason: say in up to {REASON_BYTES_MAX} bytes why it is needed")]
    Reason(u32),
    #[error("rule {0}: owner: name the team that answers for it, in up to {NAME_BYTES_MAX} bytes")]
    Owner(u32),
    #[error(
        "rule {0}: expires: rules that show or let write need a last day, as in \"2027-06-30\""
    )]
    Expires(u32),
    #[error("rule {0}: pixels is for rules that show")]
    Pixels(u32),
}

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Agents see what is inside.
    Show,
    /// What is inside is never seen, whatever shows it.
    Hide,
    /// Agents may type there, with the customer's grant.
    Write,
    /// What an agent does there, the customer confirms.
    Confirm,
}

impl Effect {
    /// Whether more of it is more for the agent.
    pub const fn releases(self) -> bool {
        matches!(self, Self::Show | Self::Write)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// At least 2, and never used for something else.
    pub id: u32,
    pub effect: Effect,
    /// Compound selectors of tags, ids, classes and attributes, joined by descent and commas.
    pub selector: String,
    /// Paths of the site, `*` for any run of characters; everywhere where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paths: Option<Vec<String>>,
    /// For whom it holds; for all where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    pub reason: String,
    pub owner: String,
    /// The last day (UTC) on which it releases. A rule that hides or confirms stays in force after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// Releases pictures and drawings that are in no manifest, too. Nobody can look for card numbers in pixels.
    #[serde(default, skip_serializing_if = "is_false")]
    pub pixels: bool,
}

/// A policy file that was read and holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub version: u32,
    pub company: String,
    /// Numbers of rules that are gone: none of them is used again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retired: Vec<u32>,
    #[serde(default, rename = "rule", skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

impl Policy {
    /// Reads `redaction.toml`.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        if text.len() > FILE_BYTES_MAX {
            return Err(PolicyError::Size);
        }
        let read: Self =
            toml::from_str(text).map_err(|error| PolicyError::Form(error.to_string()))?;
        read.check()?;
        Ok(read)
    }

    /// The bytes that are hashed and signed: the same for two files that say the same, whatever their spaces, comments
    /// and order of fields.
    pub fn canonical(&self) -> String {
        // Strings, numbers and lists are always written.
        canonical::to_canonical_json(self).unwrap_or_default()
    }

    pub fn hash(&self) -> Sha256Hex {
        Sha256Hex::of(self.canonical().as_bytes())
    }

    fn check(&self) -> Result<(), PolicyError> {
        match self.wrong().into_iter().next() {
            Some((_, error)) => Err(error),
            None => Ok(()),
        }
    }

    /// All that is wrong, of each rule the first thing, with the rule's place in the file.
    fn wrong(&self) -> Vec<(Option<usize>, PolicyError)> {
        let mut found = Vec::new();
        if self.version == 0 {
            found.push((None, PolicyError::Version));
        }
        if !is_name(&self.company) {
            found.push((None, PolicyError::Name { field: "company", got: self.company.clone() }));
        }
        if self.rules.len() > RULES_MAX {
            found.push((None, PolicyError::Rules(self.rules.len())));
        }
        let retired: HashSet<u32> = self.retired.iter().copied().collect();
        let mut ids = HashSet::new();
        for (at, rule) in self.rules.iter().enumerate() {
            let is_new = ids.insert(rule.id);
            let checked = if retired.contains(&rule.id) {
                Err(PolicyError::Retired(rule.id))
            } else if is_new {
                rule.check()
            } else {
                Err(PolicyError::Twice(rule.id))
            };
            found.extend(checked.err().map(|error| (Some(at), error)));
        }
        found
    }
}

impl Rule {
    fn check(&self) -> Result<(), PolicyError> {
        let rule = self.id;
        if !(ATTRIBUTE_RULE + 1..EXTRA_ID_MIN).contains(&rule) {
            return Err(PolicyError::Id(rule));
        }
        let parts = selector::parts(&self.selector)
            .map_err(|error| PolicyError::Selector { rule, error })?;
        if self.effect.releases() && parts.iter().any(|part| selector::is_whole_page(part)) {
            return Err(PolicyError::WholePage(rule));
        }
        if [self.paths.as_ref(), self.roles.as_ref()].iter().flatten().any(|list| list.is_empty()) {
            return Err(PolicyError::Empty { rule });
        }
        check_paths(self.paths.as_deref())
            .map_err(|path| PolicyError::Path { rule, path: path.to_owned() })?;
        let roles = self.roles.as_deref().unwrap_or_default();
        if let Some(role) = roles.iter().find(|role| roles.len() > ROLES_MAX || !is_role(role)) {
            return Err(PolicyError::Role { rule, role: role.clone() });
        }
        if !is_words(&self.reason, REASON_BYTES_MAX) {
            return Err(PolicyError::Reason(rule));
        }
        if !is_words(&self.owner, NAME_BYTES_MAX) {
            return Err(PolicyError::Owner(rule));
        }
        if self.effect.releases() && self.expires.is_none() {
            return Err(PolicyError::Expires(rule));
        }
        if self.pixels && self.effect != Effect::Show {
            return Err(PolicyError::Pixels(rule));
        }
        Ok(())
    }

    /// Whether it releases nothing any more. What hides or confirms does so for good.
    pub fn is_over(&self, today: Date) -> bool {
        self.effect.releases() && self.expires.is_none_or(|last| last < today)
    }
}

/// The first path that is none, or is one too many.
fn check_paths(paths: Option<&[String]>) -> Result<(), &str> {
    let paths = paths.unwrap_or_default();
    let is_path = |path: &str| {
        path.starts_with(['/', '*'])
            && path.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#'))
    };
    match paths.iter().find(|path| paths.len() > PATHS_MAX || !is_path(path)) {
        Some(path) => Err(path),
        None => Ok(()),
    }
}

fn is_name(text: &str) -> bool {
    (1..=NAME_BYTES_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_role(text: &str) -> bool {
    let is_sign = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-')
    };
    (1..=NAME_BYTES_MAX).contains(&text.len()) && text.bytes().all(is_sign)
}

fn is_words(text: &str, bytes_max: usize) -> bool {
    !text.trim().is_empty() && text.len() <= bytes_max && !text.chars().any(char::is_control)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// Whether a pattern of a path, in which `*` stands for any run of characters, fits a text.
pub fn path_fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    true
}
