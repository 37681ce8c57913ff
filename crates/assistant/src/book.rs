//! All procedures together, with the texts that they share.

use std::collections::BTreeMap;

use crate::catalogue::{Catalogue, CatalogueError};
use crate::check::{Problem, check};
use crate::expr::ExprError;
use crate::procedure::{ParseError, Procedure};
use crate::text::{Template, Texts};
use crate::turn::want_key;

/// What every language has to say without a procedure.
const SHARED: [&str; 25] = [
    "yes",
    "no",
    "person",
    "hello",
    "welcome",
    "goodbye",
    "anything_else",
    "did_that_help",
    "what_next",
    "what_i_am",
    "what_i_can",
    "sign_in",
    "person_comes",
    "person_instead",
    "not_understood",
    "which_of_these",
    "again",
    "changed",
    "dropped",
    "failed",
    "agent_asks",
    "agent_said",
    "about_this",
    "cannot_undo",
    "none_of_these",
];

/// A file of a book: its path below `policy/assistant`, and what is in it.
pub type BookFile<'a> = (&'a str, &'a str);

/// Why a book cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    #[error(transparent)]
    Procedure(#[from] ParseError),
    #[error("texts/{language}.toml: {problem}")]
    Texts { language: String, problem: String },
    #[error("texts/{language}.toml: `{key}`: {source}")]
    Text { language: String, key: String, source: ExprError },
    #[error("{path}: {problem}")]
    Path { path: String, problem: String },
    /// Everything that the checker found.
    #[error("{} problems:\n{}", .0.len(), .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Problems(Vec<Problem>),
}

/// All procedures, proved.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    pub catalogue: Catalogue,
    pub procedures: BTreeMap<String, Procedure>,
    /// What the assistant says of itself, by language and key.
    pub texts: BTreeMap<String, Texts>,
    /// The procedure of each intent.
    pub by_intent: BTreeMap<String, String>,
}

impl Book {
    /// Reads a whole folder `policy/assistant`: `catalogue.toml`, `texts/<language>.toml`,
    /// `procedures/<name>/procedure.toml`, `procedures/<name>/<language>.toml`.
    ///
    /// # Errors
    /// [`BookError`] with the first file that cannot be read, or with all that the checker found.
    pub fn parse(files: &[BookFile<'_>]) -> Result<Self, BookError> {
        let book = Self::parse_unproved(files)?;
        let problems = book.problems();
        if problems.is_empty() { Ok(book) } else { Err(BookError::Problems(problems)) }
    }

    /// As [`Book::parse`], without the checker: for tools that show what it finds.
    ///
    /// # Errors
    /// [`BookError`] for a file that cannot be read.
    pub fn parse_unproved(files: &[BookFile<'_>]) -> Result<Self, BookError> {
        let of = |path: &str| files.iter().find(|(known, _)| *known == path).map(|(_, text)| *text);
        let missing = |path: &str| BookError::Path {
            path: path.to_owned(),
            problem: "is not there".to_owned(),
        };
        let catalogue = of("catalogue.toml").ok_or_else(|| missing("catalogue.toml"))?;
        let catalogue = Catalogue::from_toml(catalogue)?;
        let mut texts = BTreeMap::new();
        for language in &catalogue.languages {
            let path = format!("texts/{language}.toml");
            let text = of(&path).ok_or_else(|| missing(&path))?;
            texts.insert(language.clone(), shared(language, text)?);
        }
        let mut procedures = BTreeMap::new();
        for (name, files) in folders(files) {
            let path = format!("procedures/{name}/procedure.toml");
            let text = files.get("procedure").ok_or_else(|| missing(&path))?;
            let languages: Vec<(&str, &str)> = files
                .iter()
                .filter(|(key, _)| **key != "procedure")
                .map(|(k, v)| (*k, *v))
                .collect();
            let procedure = Procedure::parse(text, &languages)?;
            if procedure.name != name {
                let problem = format!("is named `{}` inside", procedure.name);
                return Err(BookError::Path { path, problem });
            }
            procedures.insert(name.to_owned(), procedure);
        }
        let mut by_intent = BTreeMap::new();
        for procedure in procedures.values() {
            for intent in &procedure.intents {
                by_intent.insert(intent.clone(), procedure.name.clone());
            }
        }
        Ok(Self { catalogue, procedures, texts, by_intent })
    }

    /// All that the checker finds.
    pub fn problems(&self) -> Vec<Problem> {
        let names: Vec<&str> = self.procedures.keys().map(String::as_str).collect();
        let mut all: Vec<Problem> = self
            .procedures
            .values()
            .flat_map(|procedure| check(procedure, &self.catalogue, &names))
            .collect();
        all.extend(self.shared_problems());
        for procedure in self.procedures.values() {
            for intent in &procedure.intents {
                if self.by_intent.get(intent) != Some(&procedure.name) {
                    all.push(Problem {
                        procedure: procedure.name.clone(),
                        step: None,
                        problem: format!("`{intent}` has another procedure too"),
                    });
                }
            }
        }
        all
    }

    /// Shared texts that are missing, or show facts, which they cannot.
    fn shared_problems(&self) -> Vec<Problem> {
        let wants = self.procedures.keys().map(|name| want_key(name));
        let keys: Vec<String> = SHARED.into_iter().map(str::to_owned).chain(wants).collect();
        let mut all = Vec::new();
        for (language, texts) in &self.texts {
            for key in &keys {
                let problem = match texts.get(key) {
                    None => format!("text `{key}` is missing"),
                    Some(text) if !text.shown().is_empty() => format!("text `{key}` shows facts"),
                    Some(_) => continue,
                };
                let procedure = format!("texts/{language}.toml");
                all.push(Problem { procedure, step: None, problem });
            }
        }
        all
    }

    /// The texts of a language, or of the first one.
    pub fn texts_in(&self, language: &str) -> Option<&Texts> {
        let first = self.catalogue.languages.first();
        self.texts.get(language).or_else(|| self.texts.get(first?))
    }

    /// The language that a customer is answered in: their own, or the first of the catalogue.
    pub fn language<'a>(&'a self, wanted: &'a str) -> &'a str {
        let short = wanted.split('-').next().unwrap_or(wanted);
        let known = self.catalogue.languages.iter().find(|known| *known == short);
        known.or(self.catalogue.languages.first()).map_or("en", String::as_str)
    }
}

fn shared(language: &str, text: &str) -> Result<Texts, BookError> {
    let written: BTreeMap<String, String> = toml::from_str(text).map_err(|error| {
        BookError::Texts { language: language.to_owned(), problem: error.to_string() }
    })?;
    let one = |(key, text): (String, String)| match Template::parse(text.trim()) {
        Ok(template) => Ok((key, template)),
        Err(source) => Err(BookError::Text { language: language.to_owned(), key, source }),
    };
    written.into_iter().map(one).collect()
}

/// The files of each procedure, by name and by file name without its ending.
fn folders<'a>(files: &[BookFile<'a>]) -> BTreeMap<&'a str, BTreeMap<&'a str, &'a str>> {
    let mut all: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for (path, text) in files {
        let mut parts = path.split('/');
        if let (Some("procedures"), Some(folder), Some(file), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
            && let Some(file) = file.strip_suffix(".toml")
        {
            all.entry(folder).or_default().insert(file, text);
        }
    }
    all
}
