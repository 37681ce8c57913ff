//! A table as Markdown: for the documentation, and for reading a change of policy as a diff.

use std::fmt::Write as _;

use super::table::{Rule, Table};
use crate::model::Party;

/// One section per table: what it is for, its scope, one row per rule, and the words it writes.
pub(super) fn table(table: &Table) -> String {
    let mut text = format!("## {} (version {})\n\n", table.reason.as_str(), table.version);
    let _ = writeln!(text, "{}\n", table.about);
    if !table.scope.is_empty() {
        let _ = writeln!(text, "Every rule also demands: {}.\n", conditions(&table.scope));
    }
    text.push_str("| rule | when | then | code |\n|---|---|---|---|\n");
    for rule in table.rules.iter().chain([&table.otherwise]) {
        let when =
            if rule.when.is_empty() { "otherwise".to_owned() } else { conditions(&rule.when) };
        let code = rule.code.as_deref().map_or_else(|| "–".to_owned(), |code| format!("`{code}`"));
        let then = match rule.asks.as_ref() {
            [] => rule.then.as_str().to_owned(),
            asks => format!("{} of {}", rule.then.as_str(), asked(asks)),
        };
        let _ = writeln!(text, "| `{}` | {when} | {then} | {code} |", rule.id);
    }
    text.push('\n');
    for rule in table.rules.iter().chain([&table.otherwise]) {
        text.push_str(&words(rule));
    }
    text
}

fn asked(parties: &[Party]) -> String {
    let words: Vec<&str> = parties.iter().map(|party| party.as_str()).collect();
    words.join(" and ")
}

fn conditions(when: &[(String, String)]) -> String {
    let parts: Vec<String> = when.iter().map(|(name, is)| format!("{name}: {is}")).collect();
    parts.join("; ")
}

fn words(rule: &Rule) -> String {
    let mut text = format!("* `{}`\n", rule.id);
    let _ = writeln!(text, "  * Customer: {}", rule.because);
    let _ = writeln!(text, "  * Merchant: {}", rule.because_merchant);
    if !rule.cites.is_empty() {
        let _ = writeln!(text, "  * Sources: {}", rule.cites.join("; "));
    }
    text
}
