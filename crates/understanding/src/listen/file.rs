//! A rule file: its shape, and what is checked while it is read.
//!
//! Everything that is wrong is found in one go, each with its file, its line and the fix: whoever
//! adds a phrase is not a programmer. Rules prove themselves: each carries examples that it must
//! hear, and may carry texts that it must not.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use toml::Spanned;

use super::pattern::{Groups, Pattern, PatternError, Set, set, word};
use super::signal::{Hears, Strength};
use crate::language::{Language, Marks};
use crate::words::fold_word;

/// Most rule files.
pub const FILES_MAX: usize = 40;
/// Most bytes of one file.
pub const FILE_BYTES_MAX: usize = 200_000;
/// Most rules of one file.
pub const RULES_PER_FILE_MAX: usize = 100;
/// Most patterns of one rule, exceptions included.
pub const PATTERNS_PER_RULE_MAX: usize = 200;
/// Most points that one rule of a feeling adds.
pub const RULE_ANGER_POINTS_MAX: u8 = 100;

/// The file whose rules hold in every language.
pub(super) const ANY: &str = "any";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    language: Spanned<String>,
    /// Function words: what the language is known by.
    #[serde(default)]
    words: Vec<Spanned<String>>,
    /// Letters that the language writes and English does not.
    #[serde(default)]
    letters: String,
    /// Courtesies that do not count at the edges of a sentence.
    #[serde(default)]
    fillers: Vec<Spanned<String>>,
    #[serde(default)]
    groups: BTreeMap<String, Vec<Spanned<String>>>,
    #[serde(default)]
    rule: Vec<WrittenRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    id: Spanned<String>,
    hears: Hears,
    #[serde(default)]
    strength: Strength,
    /// How strong a feeling it shows, for rules that hear one.
    points: Option<u8>,
    /// Whether it holds only where the message or the conversation is in the file's language.
    #[serde(default)]
    own_language: bool,
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    unless: Vec<Spanned<String>>,
    examples: Vec<Spanned<String>>,
    #[serde(default)]
    not: Vec<Spanned<String>>,
}

/// What is wrong with the rule files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ListenError {
    pub problems: Vec<Problem>,
}

impl fmt::Display for ListenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the rules of listening were refused for {} reason(s):", self.problems.len())?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    pub wrong: Wrong,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.wrong)
    }
}

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    #[error("{message}")]
    Toml { message: String },
    #[error("there are more than {FILES_MAX} files: leave out languages you do not serve")]
    Files,
    #[error("the file has more than {FILE_BYTES_MAX} bytes: move part of it to another file")]
    Big,
    #[error("{code:?} is no language: use two letters as in ISO 639-1, or \"any\"")]
    Language { code: String },
    #[error("the language {code} has a file already: put these rules into it")]
    Twice { code: String },
    #[error("the rule {id} is there already: give this one another id")]
    RuleTwice { id: String },
    #[error("the rule {id} has no patterns: give it one, or remove it")]
    NoPatterns { id: String },
    #[error("the rule {id} has no examples: give it at least one text that it must hear")]
    NoExamples { id: String },
    #[error("the rule {id} has too many patterns, {PATTERNS_PER_RULE_MAX} are the limit")]
    Patterns { id: String },
    #[error("the file has too many rules, {RULES_PER_FILE_MAX} are the limit")]
    Rules,
    #[error(
        "the rule {id} must say its `points`, 1 to {RULE_ANGER_POINTS_MAX}: it hears a feeling"
    )]
    NoPoints { id: String },
    #[error("the rule {id} has `points`, which only feelings have: remove them")]
    Points { id: String },
    #[error("the rule {id} holds for every language, so `own_language` says nothing: remove it")]
    OwnOfAny { id: String },
    #[error("{written:?}: {source}")]
    Pattern { written: String, source: PatternError },
    #[error(
        "the rule {id} does not hear its example {text:?}: mend a pattern, or correct the example"
    )]
    Deaf { id: String, text: String },
    #[error(
        "the rule {id} hears {text:?}, which is under `not`: narrow a pattern, or add `unless`"
    )]
    Overhears { id: String, text: String },
}

/// A rule, ready to be put into the machine.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) hears: Hears,
    pub(super) strength: Strength,
    pub(super) points: u8,
    pub(super) own_language: Option<Language>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) unless: Vec<Pattern>,
    /// Each with its file and line.
    pub(super) examples: Vec<(Place, String)>,
    pub(super) not: Vec<(Place, String)>,
}

/// All files, read.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub(super) rules: Vec<Rule>,
    pub(super) marks: Vec<Marks>,
    pub(super) fillers: Set,
}

/// A file and a line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    file: String,
    line: usize,
}

impl Place {
    pub(super) fn problem(&self, wrong: Wrong) -> Problem {
        Problem { file: self.file.clone(), line: self.line, wrong }
    }
}

struct File<'f> {
    name: &'f str,
    text: &'f str,
    written: Written,
    /// Absent for the file of every language.
    language: Option<Language>,
    groups: BTreeMap<String, Set>,
}

impl File<'_> {
    fn place(&self, at: usize) -> Place {
        Place { file: self.name.to_owned(), line: line_of(self.text, at) }
    }

    fn of<T>(&self, written: &Spanned<T>) -> Place {
        self.place(written.span().start)
    }
}

/// Reads the files, given as names and texts.
pub(super) fn read(files: &[(&str, &str)]) -> Result<Rules, ListenError> {
    let mut problems = Vec::new();
    let mut read: Vec<File<'_>> = Vec::new();
    if files.len() > FILES_MAX {
        let place = Place { file: "policy/support/listen".to_owned(), line: 1 };
        return Err(ListenError { problems: vec![place.problem(Wrong::Files)] });
    }
    for (name, text) in files {
        match open(name, text) {
            Ok(file) => read.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    for at in 0..read.len() {
        let (before, rest) = read.split_at_mut(at);
        let Some(file) = rest.first_mut() else { continue };
        let code = file.written.language.get_ref().clone();
        if before.iter().any(|other| other.written.language.get_ref() == &code) {
            problems.push(file.of(&file.written.language).problem(Wrong::Twice { code }));
        }
        read_groups(file, &mut problems);
    }
    let all = union_of_groups(&read);
    let mut rules = Rules::default();
    for file in &read {
        if file.written.rule.len() > RULES_PER_FILE_MAX {
            problems.push(file.place(0).problem(Wrong::Rules));
        }
        read_words(file, &mut rules, &mut problems);
        for written in &file.written.rule {
            let rule = read_rule(file, written, &all, &mut problems);
            if rules.rules.iter().any(|other| other.id == rule.id) {
                let id = rule.id.clone();
                problems.push(file.of(&written.id).problem(Wrong::RuleTwice { id }));
            }
            rules.rules.push(rule);
        }
    }
    rules.fillers.sort();
    rules.fillers.dedup();
    if problems.is_empty() { Ok(rules) } else { Err(ListenError { problems }) }
}

fn open<'f>(name: &'f str, text: &'f str) -> Result<File<'f>, Problem> {
    let place = |at: usize| Place { file: name.to_owned(), line: line_of(text, at) };
    if text.len() > FILE_BYTES_MAX {
        return Err(place(0).problem(Wrong::Big));
    }
    let written: Written = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        place(at).problem(Wrong::Toml { message: error.message().to_owned() })
    })?;
    let code = written.language.get_ref();
    let language = Language::parse(code).filter(|language| language.code() == code);
    if language.is_none() && code != ANY {
        let wrong = Wrong::Language { code: code.clone() };
        return Err(place(written.language.span().start).problem(wrong));
    }
    Ok(File { name, text, written, language, groups: BTreeMap::new() })
}

fn read_groups(file: &mut File<'_>, problems: &mut Vec<Problem>) {
    let mut groups = BTreeMap::new();
    for (name, words) in &file.written.groups {
        let at = words.first().map_or(0, |word| word.span().start);
        let mut found = Vec::new();
        for written in words {
            match word(written.get_ref()) {
                Ok(word) => found.push(word),
                Err(source) => problems.push(wrong_pattern(file, written, source)),
            }
        }
        match set(found) {
            Ok(set) => drop(groups.insert(name.clone(), set)),
            Err(source) => {
                let wrong = Wrong::Pattern { written: name.clone(), source };
                problems.push(file.place(at).problem(wrong));
            }
        }
    }
    file.groups = groups;
}

/// The groups of all files: those of one name become one.
fn union_of_groups(files: &[File<'_>]) -> BTreeMap<String, Set> {
    let mut all: BTreeMap<String, Set> = BTreeMap::new();
    for (name, set) in files.iter().flat_map(|file| &file.groups) {
        all.entry(name.clone()).or_default().extend(set.iter().cloned());
    }
    for set in all.values_mut() {
        set.sort();
        set.dedup();
    }
    all
}

fn read_words(file: &File<'_>, rules: &mut Rules, problems: &mut Vec<Problem>) {
    for written in &file.written.fillers {
        match word(written.get_ref()) {
            Ok(word) => rules.fillers.push(word),
            Err(source) => problems.push(wrong_pattern(file, written, source)),
        }
    }
    let Some(language) = file.language else { return };
    let mut words = Vec::new();
    for written in &file.written.words {
        match fold_word(written.get_ref()) {
            Some(word) => words.push(word),
            None => {
                let source = PatternError::NotOneWord { word: written.get_ref().clone() };
                problems.push(wrong_pattern(file, written, source));
            }
        }
    }
    words.sort();
    words.dedup();
    let letters = file.written.letters.chars().filter(|letter| !letter.is_whitespace()).collect();
    rules.marks.push(Marks { language, words, letters });
}

fn read_rule(
    file: &File<'_>,
    written: &WrittenRule,
    all: &BTreeMap<String, Set>,
    problems: &mut Vec<Problem>,
) -> Rule {
    let id = format!("{}/{}", file.written.language.get_ref(), written.id.get_ref());
    let mut wrong = |wrong: Wrong| problems.push(file.of(&written.id).problem(wrong));
    if written.patterns.is_empty() {
        wrong(Wrong::NoPatterns { id: id.clone() });
    }
    if written.examples.is_empty() {
        wrong(Wrong::NoExamples { id: id.clone() });
    }
    if written.patterns.len() + written.unless.len() > PATTERNS_PER_RULE_MAX {
        wrong(Wrong::Patterns { id: id.clone() });
    }
    if written.own_language && file.language.is_none() {
        wrong(Wrong::OwnOfAny { id: id.clone() });
    }
    let points = written.points.unwrap_or_default();
    match (written.hears, written.points) {
        (hears, points)
            if hears.is_feeling() && !points.is_some_and(|points| (1..=100).contains(&points)) =>
        {
            wrong(Wrong::NoPoints { id: id.clone() });
        }
        (hears, _) if hears.is_feeling() => {}
        (_, None) => {}
        _ => wrong(Wrong::Points { id: id.clone() }),
    }
    let groups = Groups { own: &file.groups, all };
    let mut patterns = |list: &[Spanned<String>]| -> Vec<Pattern> {
        let mut found = Vec::with_capacity(list.len());
        for written in list {
            match Pattern::parse(written.get_ref(), groups) {
                Ok(rows) => found.extend(rows),
                Err(source) => problems.push(wrong_pattern(file, written, source)),
            }
        }
        found
    };
    let (patterns, unless) = (patterns(&written.patterns), patterns(&written.unless));
    let texts = |list: &[Spanned<String>]| {
        list.iter().map(|text| (file.of(text), text.get_ref().clone())).collect()
    };
    Rule {
        id,
        hears: written.hears,
        strength: written.strength,
        points,
        own_language: file.language.filter(|_| written.own_language),
        patterns,
        unless,
        examples: texts(&written.examples),
        not: texts(&written.not),
    }
}

fn wrong_pattern(file: &File<'_>, written: &Spanned<String>, source: PatternError) -> Problem {
    let wrong = Wrong::Pattern { written: written.get_ref().clone(), source };
    file.of(written).problem(wrong)
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
