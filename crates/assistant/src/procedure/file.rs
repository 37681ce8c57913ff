//! A procedure as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Act, Call, End, Example, Procedure, STEPS_MAX, Source};
use crate::catalogue::Identity;
use crate::expr::{ExprError, parse};
use crate::text::Template;
use crate::value::Type;

/// A procedure that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    #[error("{file}: {problem}")]
    Toml { file: String, problem: String },
    #[error("{procedure}: step `{step}`: {problem}")]
    Step { procedure: String, step: String, problem: String },
    #[error("{procedure}: text `{key}` in {language}: {source}")]
    Text { procedure: String, language: String, key: String, source: ExprError },
    #[error("{procedure}: {problem}")]
    Whole { procedure: String, problem: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    version: u32,
    title: String,
    #[serde(default)]
    intents: Vec<String>,
    identity: Identity,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    undoes: Vec<String>,
    start: String,
    steps: BTreeMap<String, Step>,
    #[serde(default, rename = "example")]
    examples: Vec<Example>,
}

/// Which of these stand together is checked when it becomes an [`Act`].
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Step {
    say: Option<String>,
    lines: Option<String>,
    line: Option<String>,
    #[serde(default)]
    receipt: bool,
    ask: Option<String>,
    slot: Option<String>,
    r#type: Option<String>,
    within: Option<String>,
    outside: Option<String>,
    choose: Option<String>,
    from: Option<String>,
    show: Option<String>,
    empty: Option<String>,
    r#let: Option<BTreeMap<String, String>>,
    /// Names in the order in which they are given, where one needs another.
    order: Option<Vec<String>>,
    missing: Option<String>,
    when: Option<Vec<Case>>,
    otherwise: Option<String>,
    r#do: Option<String>,
    with: Option<BTreeMap<String, String>>,
    confirm: Option<String>,
    policy: Option<String>,
    limit: Option<String>,
    above: Option<String>,
    declined: Option<String>,
    failed: Option<String>,
    gives: Option<String>,
    start: Option<String>,
    hand_over: Option<String>,
    skill: Option<String>,
    end: Option<End>,
    then: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    is: String,
    go: String,
}

impl Procedure {
    /// Reads a procedure with its texts: pairs of language and file.
    ///
    /// # Errors
    /// [`ParseError`] with the step or the text.
    pub fn parse(text: &str, languages: &[(&str, &str)]) -> Result<Self, ParseError> {
        let file: File = toml::from_str(text).map_err(|error| ParseError::Toml {
            file: "procedure.toml".to_owned(),
            problem: error.to_string(),
        })?;
        if file.steps.len() > STEPS_MAX {
            let problem = format!("has more than {STEPS_MAX} steps: split it with `start`");
            return Err(ParseError::Whole { procedure: file.name, problem });
        }
        let mut steps = BTreeMap::new();
        for (name, step) in file.steps {
            let act = step.act().map_err(|problem| ParseError::Step {
                procedure: file.name.clone(),
                step: name.clone(),
                problem,
            })?;
            steps.insert(name, act);
        }
        let mut texts = BTreeMap::new();
        for (language, text) in languages {
            let file_name = format!("{}/{language}.toml", file.name);
            let written: BTreeMap<String, String> = toml::from_str(text).map_err(|error| {
                ParseError::Toml { file: file_name, problem: error.to_string() }
            })?;
            let mut parsed = BTreeMap::new();
            for (key, text) in written {
                let template = Template::parse(text.trim()).map_err(|source| ParseError::Text {
                    procedure: file.name.clone(),
                    language: (*language).to_owned(),
                    key: key.clone(),
                    source,
                })?;
                parsed.insert(key, template);
            }
            texts.insert((*language).to_owned(), parsed);
        }
        Ok(Self {
            name: file.name,
            version: file.version,
            title: file.title,
            intents: file.intents,
            identity: file.identity,
            before: file.before,
            undoes: file.undoes,
            start: file.start,
            steps,
            texts,
            examples: file.examples,
        })
    }
}

impl Source {
    fn new(text: &str) -> Result<Self, String> {
        let expr = parse(text).map_err(|error| error.to_string())?;
        Ok(Self { expr, text: text.to_owned() })
    }
}

fn need<T>(value: Option<T>, name: &str) -> Result<T, String> {
    value.ok_or_else(|| format!("needs `{name}`"))
}

fn sources(given: BTreeMap<String, String>) -> Result<Vec<(String, Source)>, String> {
    given.into_iter().map(|(name, text)| Ok((name, Source::new(&text)?))).collect()
}

impl Step {
    fn act(mut self) -> Result<Act, String> {
        let kinds = [
            ("say", self.say.is_some() && self.hand_over.is_none()),
            ("ask", self.ask.is_some() && self.choose.is_none()),
            ("choose", self.choose.is_some()),
            ("let", self.r#let.is_some()),
            ("when", self.when.is_some()),
            ("do", self.r#do.is_some()),
            ("start", self.start.is_some()),
            ("hand_over", self.hand_over.is_some()),
            ("end", self.end.is_some()),
        ];
        let mut found = kinds.into_iter().filter(|(_, is)| *is).map(|(name, _)| name);
        let (Some(kind), None) = (found.next(), found.next()) else {
            return Err(
                "does exactly one of say, ask, choose, let, when, do, start, hand_over, end"
                    .to_owned(),
            );
        };
        let act = match kind {
            "say" => self.say()?,
            "ask" => self.ask()?,
            "choose" => self.choose()?,
            "let" => self.r#let()?,
            "when" => self.when()?,
            "do" => self.r#do()?,
            "start" => Act::Start(need(self.start.take(), "start")?),
            "hand_over" => Act::HandOver {
                why: need(self.hand_over.take(), "hand_over")?,
                skill: self.skill.take(),
            },
            _ => Act::End(need(self.end.take(), "end")?),
        };
        match self.left_over() {
            Some(name) => Err(format!("`{name}` means nothing beside `{kind}`")),
            None => Ok(act),
        }
    }

    fn say(&mut self) -> Result<Act, String> {
        let lines = match (self.lines.take(), self.line.take()) {
            (Some(lines), Some(line)) => Some((Source::new(&lines)?, line)),
            (None, None) => None,
            _ => return Err("`lines` and `line` stand together".to_owned()),
        };
        Ok(Act::Say {
            text: need(self.say.take(), "say")?,
            lines,
            receipt: std::mem::take(&mut self.receipt),
            then: need(self.then.take(), "then")?,
        })
    }

    fn ask(&mut self) -> Result<Act, String> {
        let within = match (self.within.take(), self.outside.take()) {
            (Some(within), Some(outside)) => Some((Source::new(&within)?, outside)),
            (None, None) => None,
            _ => return Err("`within` and `outside` stand together".to_owned()),
        };
        Ok(Act::Ask {
            slot: need(self.slot.take(), "slot")?,
            kind: Type::parse(&need(self.r#type.take(), "type")?)?,
            text: need(self.ask.take(), "ask")?,
            within,
            then: need(self.then.take(), "then")?,
        })
    }

    fn choose(&mut self) -> Result<Act, String> {
        Ok(Act::Choose {
            slot: need(self.choose.take(), "choose")?,
            from: Source::new(&need(self.from.take(), "from")?)?,
            text: need(self.ask.take(), "ask")?,
            show: need(self.show.take(), "show")?,
            empty: need(self.empty.take(), "empty")?,
            then: need(self.then.take(), "then")?,
        })
    }

    fn r#let(&mut self) -> Result<Act, String> {
        let mut values = sources(need(self.r#let.take(), "let")?)?;
        if let Some(order) = self.order.take() {
            let place = |name: &String| order.iter().position(|one| one == name);
            if values.iter().any(|(name, _)| place(name).is_none()) || order.len() != values.len() {
                return Err("`order` names every value of `let` once".to_owned());
            }
            values.sort_by_key(|(name, _)| place(name));
        }
        Ok(Act::Let { values, missing: self.missing.take(), then: need(self.then.take(), "then")? })
    }

    fn when(&mut self) -> Result<Act, String> {
        let cases = need(self.when.take(), "when")?;
        let case = |case: Case| Ok::<_, String>((Source::new(&case.is)?, case.go));
        Ok(Act::When {
            cases: cases.into_iter().map(case).collect::<Result<_, _>>()?,
            otherwise: need(self.otherwise.take(), "otherwise")?,
        })
    }

    fn r#do(&mut self) -> Result<Act, String> {
        let limit = match (self.limit.take(), self.above.take()) {
            (Some(limit), Some(above)) => Some((Source::new(&limit)?, above)),
            (None, None) => None,
            _ => return Err("`limit` and `above` stand together".to_owned()),
        };
        Ok(Act::Do(Box::new(Call {
            tool: need(self.r#do.take(), "do")?,
            with: sources(self.with.take().unwrap_or_default())?,
            confirm: self.confirm.take(),
            policy: self.policy.take(),
            limit,
            declined: self.declined.take(),
            failed: need(self.failed.take(), "failed")?,
            gives: self.gives.take(),
            then: need(self.then.take(), "then")?,
        })))
    }

    /// A key that no step of this kind has.
    fn left_over(&self) -> Option<&'static str> {
        let keys = [
            ("say", self.say.is_some()),
            ("lines", self.lines.is_some()),
            ("line", self.line.is_some()),
            ("receipt", self.receipt),
            ("ask", self.ask.is_some()),
            ("slot", self.slot.is_some()),
            ("type", self.r#type.is_some()),
            ("within", self.within.is_some()),
            ("outside", self.outside.is_some()),
            ("from", self.from.is_some()),
            ("show", self.show.is_some()),
            ("empty", self.empty.is_some()),
            ("order", self.order.is_some()),
            ("missing", self.missing.is_some()),
            ("otherwise", self.otherwise.is_some()),
            ("with", self.with.is_some()),
            ("confirm", self.confirm.is_some()),
            ("policy", self.policy.is_some()),
            ("limit", self.limit.is_some()),
            ("above", self.above.is_some()),
            ("declined", self.declined.is_some()),
            ("failed", self.failed.is_some()),
            ("gives", self.gives.is_some()),
            ("skill", self.skill.is_some()),
            ("then", self.then.is_some()),
        ];
        keys.into_iter().find(|(_, is)| *is).map(|(name, _)| name)
    }
}
