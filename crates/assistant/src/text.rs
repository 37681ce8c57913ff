//! What is said: a sentence per key and language, with facts in braces.
//!
//! `{order.merchant}` shows what an expression comes to, as the language writes amounts and dates.
//! `{days|one day|# days}` chooses by number; `#` is the number. `{{` and `}}` are braces.

use std::collections::BTreeMap;

use kernel::{Date, Money};

use crate::expr::{Env, Expr, ExprError, Scope, eval, parse, type_of};
use crate::value::{Type, Value};

/// Longest text as it is written, in characters.
pub const TEXT_CHARS_MAX: usize = 2_000;

/// How a language writes what texts show.
pub trait Wording {
    fn money(&self, money: Money) -> String;
    fn date(&self, date: Date) -> String;
}

/// Amounts and days as the files of procedures write them: for simulations and tests.
#[derive(Debug, Clone, Copy)]
pub struct Plain;

impl Wording for Plain {
    fn money(&self, money: Money) -> String {
        money.to_string()
    }

    fn date(&self, date: Date) -> String {
        date.to_string()
    }
}

/// A text, parsed.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Plain(String),
    Shown {
        expr: Expr,
        source: String,
    },
    /// By number: one, or other.
    Number {
        expr: Expr,
        source: String,
        one: String,
        other: String,
    },
}

impl Template {
    /// Parses a text.
    ///
    /// # Errors
    /// [`ExprError`] for an open brace without its end, and for what is between braces.
    pub fn parse(text: &str) -> Result<Self, ExprError> {
        let wrong =
            |problem: &str| ExprError { expr: text.to_owned(), problem: problem.to_owned() };
        if text.chars().count() > TEXT_CHARS_MAX {
            return Err(wrong("is too long"));
        }
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(place) = rest.find(['{', '}']) {
            let (before, after) = rest.split_at(place);
            plain.push_str(before);
            if let Some(more) = after.strip_prefix("{{") {
                plain.push('{');
                rest = more;
            } else if let Some(more) = after.strip_prefix("}}") {
                plain.push('}');
                rest = more;
            } else if let Some(inside) = after.strip_prefix('{') {
                let end = inside.find('}').ok_or_else(|| wrong("a { has no } after it"))?;
                let (source, more) = inside.split_at(end);
                if !plain.is_empty() {
                    parts.push(Part::Plain(std::mem::take(&mut plain)));
                }
                parts.push(Part::parse(source)?);
                rest = more.strip_prefix('}').unwrap_or_default();
            } else {
                return Err(wrong("a } stands alone: write }}"));
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Plain(plain));
        }
        Ok(Self { parts })
    }

    /// Proves that everything in braces can be shown.
    ///
    /// # Errors
    /// [`ExprError`] for names that are not known at this place, and for what may be missing.
    pub fn check(&self, scope: &Scope<'_>) -> Result<(), ExprError> {
        for part in &self.parts {
            let (expr, source, number) = match part {
                Part::Plain(_) => continue,
                Part::Shown { expr, source } => (expr, source, false),
                Part::Number { expr, source, .. } => (expr, source, true),
            };
            let found = type_of(expr, source, scope)?;
            let problem = match &found {
                Type::Optional(_) => {
                    "may be missing: give it a name in a `let` step first, with `missing`"
                        .to_owned()
                }
                Type::Int if number => continue,
                _ if number => format!("a number is wanted where a {found} is"),
                Type::Word(_) => {
                    format!(
                        "a {found} is no word of any language: choose a text by it, in a `when`"
                    )
                }
                Type::Record(_) | Type::List(_) | Type::Bool => {
                    format!("a {found} cannot be shown: show one of its fields")
                }
                _ => continue,
            };
            return Err(ExprError { expr: source.clone(), problem });
        }
        Ok(())
    }

    /// What stands outside of braces, and the forms of words that a number chooses.
    #[cfg(test)]
    pub(crate) fn plain(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flat_map(|part| match part {
            Part::Plain(plain) => vec![plain.as_str()],
            Part::Shown { .. } => Vec::new(),
            Part::Number { one, other, .. } => vec![one.as_str(), other.as_str()],
        })
    }

    /// What is in braces, in order: the same in every language.
    pub fn shown(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::Plain(_) => None,
                Part::Shown { source, .. } | Part::Number { source, .. } => Some(source.as_str()),
            })
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The sentence with its facts; `None` where one of them is missing.
    pub fn fill(&self, env: &Env, wording: &dyn Wording) -> Option<String> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Plain(plain) => text.push_str(plain),
                Part::Shown { expr, .. } => text.push_str(&shown(&eval(expr, env), wording)?),
                Part::Number { expr, one, other, .. } => {
                    let Value::Int(number) = eval(expr, env) else { return None };
                    let form = if number == 1 { one } else { other };
                    text.push_str(&form.replace('#', &number.to_string()));
                }
            }
        }
        Some(text)
    }
}

impl Part {
    fn parse(source: &str) -> Result<Self, ExprError> {
        let mut forms = source.split('|');
        let expr = forms.next().unwrap_or_default().trim();
        let parsed = parse(expr)?;
        match (forms.next(), forms.next(), forms.next()) {
            (None, ..) => Ok(Self::Shown { expr: parsed, source: expr.to_owned() }),
            (Some(one), Some(other), None) => Ok(Self::Number {
                expr: parsed,
                source: expr.to_owned(),
                one: one.to_owned(),
                other: other.to_owned(),
            }),
            _ => Err(ExprError {
                expr: source.to_owned(),
                problem: "write {number|one|other}".to_owned(),
            }),
        }
    }
}

/// Longest text from outside that is shown, in characters.
const SHOWN_CHARS_MAX: usize = 200;

fn shown(value: &Value, wording: &dyn Wording) -> Option<String> {
    match value {
        Value::Int(number) => Some(number.to_string()),
        Value::Money(money) => Some(wording.money(*money)),
        Value::Date(date) => Some(wording.date(*date)),
        Value::Text(text) | Value::Words(text) | Value::Id(text) => Some(plain(text)),
        Value::None | Value::Bool(_) | Value::Word(_) | Value::Record(_) | Value::List(_) => None,
    }
}

/// Text from outside on one line, without what is not seen and without links: it is a name, not a
/// message.
fn plain(text: &str) -> String {
    let visible = |c: char| if c.is_whitespace() { ' ' } else { c };
    let kept =
        text.chars().filter(|c| !c.is_control() || c.is_whitespace()).filter(|c| !is_hidden(*c));
    let line: String = kept.map(visible).take(SHOWN_CHARS_MAX).collect();
    line.replace("://", ": //").trim().to_owned()
}

/// Characters that change how text reads without being seen: direction marks, zero width, tags.
const fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

/// Texts of one language by key.
pub type Texts = BTreeMap<String, Template>;
