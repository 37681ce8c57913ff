//! All that is wrong with a policy file at once, with the lines: for whoever writes it.

use super::{FILE_BYTES_MAX, Policy, PolicyError};

/// How a rule begins.
const RULE_HEAD: &str = "[[rule]]";

/// Something that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1; none where it cannot be said.
    pub line: Option<usize>,
    pub error: PolicyError,
}

impl PolicyError {
    /// The field of the file that it is about.
    pub const fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Version => "version",
            Self::Name { field, .. } => field,
            Self::Id(_) | Self::Twice(_) | Self::Retired(_) => "id",
            Self::Selector { .. } | Self::WholePage(_) => "selector",
            Self::Path { .. } => "paths",
            Self::Role { .. } => "roles",
            Self::Reason(_) => "reason",
            Self::Owner(_) => "owner",
            Self::Expires(_) => "expires",
            Self::Pixels(_) => "pixels",
            Self::Size | Self::Form(_) | Self::Rules(_) | Self::Empty { .. } => return None,
        })
    }
}

/// What is wrong with `redaction.toml`: all of it, of each rule the first thing. Nothing where [`Policy::parse`] takes it.
pub fn faults(text: &str) -> Vec<Fault> {
    let one = |line, error| vec![Fault { line, error }];
    if text.len() > FILE_BYTES_MAX {
        return one(None, PolicyError::Size);
    }
    let read: Policy = match toml::from_str(text) {
        Ok(read) => read,
        Err(error) => {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map(|before| before.matches('\n').count() + 1);
            return one(line, PolicyError::Form(error.message().to_owned()));
        }
    };
    let wrong = read.wrong().into_iter();
    wrong.map(|(rule, error)| Fault { line: line_of(text, rule, error.field()), error }).collect()
}

/// The line, from 1, of a field: of the rule at a place of the file, from 0, or else of the file's own. Of a field that is
/// not there, the line with which the rule begins.
pub fn line_of(text: &str, rule: Option<usize>, field: Option<&str>) -> Option<usize> {
    let is_head = |line: &str| line.trim_start().starts_with(RULE_HEAD);
    let begin = match rule {
        Some(at) => text.lines().enumerate().filter(|(_, line)| is_head(line)).nth(at)?.0,
        None => 0,
    };
    let skipped = begin + usize::from(rule.is_some());
    let of_rule = text.lines().enumerate().skip(skipped).take_while(|(_, line)| !is_head(line));
    let is_field = |line: &str| {
        let rest = field.and_then(|field| line.trim_start().strip_prefix(field));
        rest.is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let mut of_rule = of_rule.filter(|(_, line)| is_field(line));
    let found = of_rule.next().map(|(at, _)| at + 1);
    found.or_else(|| rule.map(|_| begin + 1))
}
