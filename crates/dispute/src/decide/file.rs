//! What a table's file may say: TOML into plain data, each problem named by its place.
//!
//! ```toml
//! version = 1
//! reason = "not_received"
//! about = "What the table is for."
//! scope = { stage = ["review"] }          # added to every rule; outside of it, `otherwise`
//!
//! [[rule]]
//! id = "INR-POD-MATCH"
//! when = { carrier = ["delivered"], amount = { not = ["high"] }, days_past_promise = "7.." }
//! then = "merchant"
//! code = "partner_provided_valid_shipping_details"
//! because = "For the customer."
//! because_merchant = "For the merchant."
//! cites = ["Directive 2011/83/EU, article 20"]
//!
//! [[rule]]
//! id = "INR-POD-ASK"
//! when = { round = ["first"] }
//! then = "more_information"
//! asks = ["merchant"]                     # whose answer ends the round early: "consumer", "merchant"
//! because = "…"
//! because_merchant = "…"
//! cites = ["…"]
//!
//! [otherwise]
//! id = "INR-PERSON"
//! then = "person"
//! because = "…"
//! because_merchant = "…"
//! ```
//!
//! A condition on an enum column is a list of its values, or `{ not = […] }` for all the others. A
//! condition on an integer column is a range with its end left out: `"a..b"` is a ≤ x < b, `"a.."`
//! is a ≤ x, `"..b"` is x < b. A column that is not named may hold anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::prove::Problem;
use super::{RuleId, Then, is_known_code};
use crate::model::{Party, Reason};

/// Most rules one table may have: a set of rules is one machine word of bits.
pub const RULES_PER_TABLE_MAX: usize = 128;
/// Longest explanation, in characters: it goes into a letter.
pub const WORDS_CHARS_MAX: usize = 600;
/// Longest rule id, in characters.
const ID_CHARS_MAX: usize = 40;

/// One file, read but not yet compiled.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableFile {
    pub(super) version: u32,
    pub(super) reason: Reason,
    pub(super) about: String,
    #[serde(default)]
    pub(super) scope: BTreeMap<String, toml::Value>,
    #[serde(default, rename = "rule")]
    pub(super) rules: Vec<RuleFile>,
    pub(super) otherwise: OtherwiseFile,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    pub(super) id: String,
    pub(super) when: BTreeMap<String, toml::Value>,
    pub(super) then: Then,
    #[serde(default)]
    pub(super) asks: Arc<[Party]>,
    #[serde(default)]
    pub(super) code: Option<Arc<str>>,
    pub(super) because: Arc<str>,
    pub(super) because_merchant: Arc<str>,
    pub(super) cites: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OtherwiseFile {
    pub(super) id: String,
    pub(super) then: Then,
    pub(super) because: Arc<str>,
    pub(super) because_merchant: Arc<str>,
}

/// Reads one file and checks everything that needs no other file and no geometry.
pub(super) fn read(name: &str, text: &str) -> Result<TableFile, Vec<Problem>> {
    let file: TableFile = toml::from_str(text).map_err(|error| {
        vec![Problem::Unreadable { file: name.to_owned(), why: error.to_string() }]
    })?;
    let problems = problems_of(name, &file);
    if problems.is_empty() { Ok(file) } else { Err(problems) }
}

fn problems_of(name: &str, file: &TableFile) -> Vec<Problem> {
    let invalid = |rule: &str, field: &'static str, why: String| Problem::Invalid {
        file: name.to_owned(),
        rule: rule.to_owned(),
        field,
        why,
    };
    let mut problems = Vec::new();
    if name != format!("{}.toml", file.reason.as_str()) {
        let why = format!("the file of this reason is {}.toml", file.reason.as_str());
        problems.push(invalid("-", "reason", why));
    }
    if file.version == 0 {
        problems.push(invalid("-", "version", "versions begin at 1".to_owned()));
    }
    if file.rules.len() > RULES_PER_TABLE_MAX {
        let why = format!("{} rules; at most {RULES_PER_TABLE_MAX}", file.rules.len());
        problems.push(invalid("-", "rule", why));
    }
    if let Some(why) = words_problem(&file.about) {
        problems.push(invalid("-", "about", why));
    }
    for rule in &file.rules {
        let mut add = |field, why: Option<String>| {
            problems.extend(why.map(|why| invalid(&rule.id, field, why)));
        };
        add("id", id_problem(&rule.id));
        add("because", words_problem(&rule.because));
        add("because_merchant", words_problem(&rule.because_merchant));
        add("asks", asks_problem(rule));
        add("code", code_problem(rule));
        add("cites", cites_problem(&rule.cites));
    }
    let last = &file.otherwise;
    let mut add = |field, why: Option<String>| {
        problems.extend(why.map(|why| invalid(&last.id, field, why)));
    };
    add("id", id_problem(&last.id));
    add("because", words_problem(&last.because));
    add("because_merchant", words_problem(&last.because_merchant));
    if last.then != Then::Person {
        add(
            "then",
            Some("what no rule covers is decided by a person: write \"person\"".to_owned()),
        );
    }
    problems
}

fn id_problem(id: &str) -> Option<String> {
    let good = id.len() <= ID_CHARS_MAX
        && id.contains('-')
        && id.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        });
    (!good).then(|| {
        format!("write capitals and digits joined by '-', at most {ID_CHARS_MAX}: INR-POD-MATCH")
    })
}

fn words_problem(words: &str) -> Option<String> {
    let chars = words.chars().count();
    if words.trim() != words || chars == 0 {
        Some("must not be empty, nor begin or end with a space".to_owned())
    } else if chars > WORDS_CHARS_MAX {
        Some(format!("{chars} characters; at most {WORDS_CHARS_MAX}"))
    } else if !words.ends_with('.') || words.contains('\n') {
        Some("write whole sentences on one line, ending with a full stop".to_owned())
    } else {
        None
    }
}

fn code_problem(rule: &RuleFile) -> Option<String> {
    match (&rule.code, rule.then.is_final()) {
        (None, true) => Some("a rule that settles the dispute needs an outcome code".to_owned()),
        (Some(_), false) => Some("only a rule that settles the dispute has a code".to_owned()),
        (Some(code), true) if !is_known_code(code) => {
            Some(format!("{code:?} is not a published code; our own begin with \"ombud_\""))
        }
        _ => None,
    }
}

fn asks_problem(rule: &RuleFile) -> Option<String> {
    let asks = &rule.asks;
    let twice = asks.iter().any(|party| asks.iter().filter(|other| *other == party).count() > 1);
    if rule.then == Then::MoreInformation && asks.is_empty() {
        Some("a rule that wants more says of whom: asks = [\"merchant\"]".to_owned())
    } else if rule.then != Then::MoreInformation && !asks.is_empty() {
        Some("only a rule that wants more asks somebody".to_owned())
    } else if twice || asks.contains(&Party::Provider) {
        Some("the parties are \"consumer\" and \"merchant\", each at most once".to_owned())
    } else {
        None
    }
}

fn cites_problem(cites: &[String]) -> Option<String> {
    let empty = cites.is_empty() || cites.iter().any(|cite| cite.trim().is_empty());
    empty.then(|| "name at least one scheme page or statute".to_owned())
}

impl From<&str> for RuleId {
    fn from(id: &str) -> Self {
        Self(Arc::from(id))
    }
}
