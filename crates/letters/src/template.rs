//! The text of a letter with its places to fill.
//!
//! A line is left out whole where one of its values is missing, so that an optional fact is a line of its
//! own. `{name}` is a value; `{?name}` at the start of a line keeps it only where the value is there and
//! not false or an empty list; `{?name=word}` only where it is that word; `{*name}` repeats the line for
//! each element of a list, whose own values it then takes.

use std::collections::BTreeSet;

use crate::values::Values;

/// Most characters of a line of a template.
const LINE_CHARS_MAX: usize = 1_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template {
    lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    condition: Condition,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    Always,
    Where(String),
    WhereIs(String, String),
    Each(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Words(String),
    Value(String),
}

impl Template {
    /// # Errors
    /// The line that is wrong, and why.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let lines = text.trim().lines().map(Line::parse).collect::<Result<_, _>>()?;
        Ok(Self { lines })
    }

    /// The names of the values it takes, those of lists' elements without their list.
    pub(crate) fn names(&self) -> BTreeSet<&str> {
        self.lines.iter().flat_map(Line::names).collect()
    }

    /// The text; no more than one empty line stands between two others.
    pub(crate) fn fill(&self, values: &Values<'_>) -> String {
        let mut text: Vec<String> = Vec::new();
        for line in self.lines.iter().flat_map(|line| line.fill(values)) {
            let doubled = line.is_empty() && text.last().is_none_or(String::is_empty);
            if !doubled {
                text.push(line);
            }
        }
        text.join("\n").trim_end().to_owned()
    }
}

impl Line {
    fn parse(line: &str) -> Result<Self, String> {
        if line.chars().count() > LINE_CHARS_MAX {
            return Err(format!("a line has at most {LINE_CHARS_MAX} characters"));
        }
        let (condition, rest) = condition(line.trim_end())?;
        let mut parts = Vec::new();
        let mut rest = rest;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, next) = after
                .split_once('}')
                .ok_or_else(|| format!("a bracket is not closed: {line:?}"))?;
            parts.push(Part::Words(before.to_owned()));
            parts.push(Part::Value(named(name, line)?));
            rest = next;
        }
        if rest.contains('}') {
            return Err(format!("a bracket is not opened: {line:?}"));
        }
        parts.push(Part::Words(rest.to_owned()));
        parts.retain(|part| *part != Part::Words(String::new()));
        Ok(Self { condition, parts })
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let condition = match &self.condition {
            Condition::Always => None,
            Condition::Where(name) | Condition::WhereIs(name, _) | Condition::Each(name) => {
                Some(name.as_str())
            }
        };
        let values = self.parts.iter().filter_map(|part| match part {
            Part::Value(name) => Some(name.as_str()),
            Part::Words(_) => None,
        });
        condition.into_iter().chain(values)
    }

    fn fill(&self, values: &Values<'_>) -> Vec<String> {
        let one = |values: &Values<'_>| -> Option<String> {
            let part = |part: &Part| match part {
                Part::Words(words) => Some(words.clone()),
                Part::Value(name) => values.text(name),
            };
            self.parts.iter().map(part).collect()
        };
        match &self.condition {
            Condition::Always => one(values).into_iter().collect(),
            Condition::Where(name) if values.holds(name) => one(values).into_iter().collect(),
            Condition::WhereIs(name, word) if values.is(name, word) => {
                one(values).into_iter().collect()
            }
            Condition::Each(name) => values.each(name).iter().filter_map(one).collect(),
            Condition::Where(_) | Condition::WhereIs(..) => Vec::new(),
        }
    }
}

/// The condition at the start of a line, and the rest.
fn condition(line: &str) -> Result<(Condition, &str), String> {
    let Some(marked) = line.strip_prefix("{?").or_else(|| line.strip_prefix("{*")) else {
        return Ok((Condition::Always, line));
    };
    let (name, rest) =
        marked.split_once('}').ok_or_else(|| format!("a bracket is not closed: {line:?}"))?;
    let condition = if line.starts_with("{*") {
        Condition::Each(named(name, line)?)
    } else if let Some((name, word)) = name.split_once('=') {
        Condition::WhereIs(named(name, line)?, named(word, line)?)
    } else {
        Condition::Where(named(name, line)?)
    };
    Ok((condition, rest.trim_start()))
}

fn named(name: &str, line: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_lowercase() || c == '_';
    if name.is_empty() || !name.chars().all(fits) {
        return Err(format!("a name has small letters and underscores, not {name:?}: {line:?}"));
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::values::testkit::of;

    #[test]
    fn lines_come_and_go_with_their_values() {
        let template = "Dear {customer},\n\n{?paid}You paid.\n{?outcome=won}You won.\n\
            {?outcome=lost}You lost.\n{*moved}- {from} to {to}\nMissing {nothing}.\n\nBye";
        let template = Template::parse(template).unwrap();
        let data = json!({"customer": "Ada", "paid": true, "outcome": "lost",
            "moved": [{"from": "a", "to": "b"}, {"from": "c", "to": "d"}, {"from": "e"}]});
        let text = template.fill(&of(&data));
        assert_eq!(text, "Dear Ada,\n\nYou paid.\nYou lost.\n- a to b\n- c to d\n\nBye");
        let bare = template.fill(&of(&json!({"customer": "Ada", "paid": false, "moved": []})));
        assert_eq!(bare, "Dear Ada,\n\nBye");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, problem) in [
            ("a {b", "not closed"),
            ("a b}", "not opened"),
            ("{?a", "not closed"),
            ("{Name}", "small letters"),
            ("{}", "small letters"),
        ] {
            assert!(Template::parse(text).unwrap_err().contains(problem), "{text}");
        }
    }

    proptest! {
        /// Nothing that a value holds is read as a template again.
        #[test]
        fn values_are_never_templates(value in "[a-z{}?*=]{0,20}") {
            let template = Template::parse("<{name}>").unwrap();
            let filled = template.fill(&of(&json!({ "name": value })));
            prop_assert_eq!(filled, format!("<{}>", value));
        }
    }
}
