//! The files of letters: loaded, checked against each other, and written from.

use std::collections::BTreeMap;

use compliance::statutes::ComplaintLetter;
use kernel::{Calendar, Currency};
use serde::Deserialize;
use serde_json::Value;

use crate::complaint::{self, ComplaintFacts};
use crate::notice::{self, Audience, NoticeFacts};
use crate::template::Template;
use crate::values::{Values, Words, Writing};
use crate::{Letter, Locale};

/// The language that is written where there is no file for another.
const FALLBACK: &str = "en";

macro_rules! shipped {
    ($($language:literal),+) => {
        &[$(($language, include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"), "/../../policy/letters/", $language, ".toml"
        )))),+]
    };
}

const SHIPPED: &[(&str, &str)] = shipped!("de", "en", "es", "sv");

/// Why a file of letters cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("letters/{language}.toml: {problem}")]
pub struct LetterError {
    pub language: String,
    pub problem: String,
}

/// Every letter in every language.
#[derive(Debug, Clone)]
pub struct LetterBook {
    languages: BTreeMap<String, Pages>,
}

/// The letters of one language.
#[derive(Debug, Clone)]
struct Pages {
    words: Words,
    notices: BTreeMap<(Audience, String), Page>,
    complaints: BTreeMap<&'static str, ComplaintPage>,
}

#[derive(Debug, Clone)]
struct Page {
    subject: Template,
    text: Template,
}

#[derive(Debug, Clone)]
struct ComplaintPage {
    subject: Template,
    opening: Template,
    parts: Vec<(&'static str, Template)>,
    closing: Template,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: Words,
    customer: BTreeMap<String, PageFile>,
    merchant: BTreeMap<String, PageFile>,
    complaint: BTreeMap<String, ComplaintFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PageFile {
    subject: String,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ComplaintFile {
    subject: String,
    opening: String,
    parts: BTreeMap<String, String>,
    closing: String,
}

impl LetterBook {
    /// The letters that ship with Ombud.
    ///
    /// # Errors
    /// When a shipped file is broken, which a test rules out.
    pub fn shipped() -> Result<Self, LetterError> {
        Self::parse(SHIPPED)
    }

    /// # Errors
    /// The file, and the letter or the name in it that is missing or unknown.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, LetterError> {
        let mut languages = BTreeMap::new();
        for (language, text) in files {
            let problem =
                |problem: String| LetterError { language: (*language).to_owned(), problem };
            let file: File =
                toml::from_str(text).map_err(|error| problem(error.message().to_owned()))?;
            languages.insert((*language).to_owned(), Pages::check(file).map_err(problem)?);
        }
        if !languages.contains_key(FALLBACK) {
            let problem = "is what others fall back on, and is missing".to_owned();
            return Err(LetterError { language: FALLBACK.to_owned(), problem });
        }
        Ok(Self { languages })
    }

    /// The languages there are files for.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }

    /// A notice in words; `None` where there is none of that name for the audience.
    pub fn notice(
        &self,
        locale: &Locale,
        audience: Audience,
        name: &str,
        facts: &NoticeFacts<'_>,
        data: &Value,
    ) -> Option<Letter> {
        let (locale, pages) = self.pages(locale)?;
        let page = pages.notices.get(&(audience, name.to_owned()))?;
        let (common, data) = (facts.common(), notice::named(data));
        let writing = pages.writing(&locale, facts.currency, facts.calendar);
        let values = Values::new(&data, &common, writing);
        Some(Letter {
            language: locale.language().to_owned(),
            subject: page.subject.fill(&values),
            text: page.text.fill(&values),
        })
    }

    /// A letter on a complaint, with the names of the parts that it contains: what could not be written
    /// for want of a fact is not among them.
    pub fn complaint(
        &self,
        locale: &Locale,
        letter: ComplaintLetter,
        facts: &ComplaintFacts<'_>,
        currency: Currency,
        calendar: &Calendar,
    ) -> Option<(Letter, Vec<&'static str>)> {
        let (locale, pages) = self.pages(locale)?;
        let (_, name, _) = complaint::LETTERS.iter().find(|(known, ..)| *known == letter)?;
        let page = pages.complaints.get(name)?;
        let (common, data) = (facts.common(), facts.data());
        let writing = pages.writing(&locale, currency, calendar);
        let values = Values::new(&data, &common, writing);
        let mut contents = Vec::new();
        let mut text = vec![page.opening.fill(&values)];
        for (part, template) in &page.parts {
            let filled = template.fill(&values);
            if !filled.is_empty() {
                contents.push(*part);
                text.push(filled);
            }
        }
        text.push(page.closing.fill(&values));
        let letter = Letter {
            language: locale.language().to_owned(),
            subject: page.subject.fill(&values),
            text: text.join("\n\n"),
        };
        Some((letter, contents))
    }

    /// The pages of a language, or English ones where it has no file; amounts and dates follow.
    fn pages(&self, locale: &Locale) -> Option<(Locale, &Pages)> {
        match self.languages.get(locale.language()) {
            Some(pages) => Some((locale.clone(), pages)),
            None => Some((Locale::default(), self.languages.get(FALLBACK)?)),
        }
    }
}

impl Pages {
    fn check(file: File) -> Result<Self, String> {
        let mut notices = BTreeMap::new();
        for (audience, mut pages) in Audience::ALL.into_iter().zip([file.customer, file.merchant]) {
            for (name, fields) in notice::known(audience) {
                let whole = format!("{}.{name}", audience.name());
                let page = pages.remove(&name).ok_or_else(|| format!("{whole} is missing"))?;
                let known: Vec<&str> = fields.iter().chain(notice::COMMON).copied().collect();
                let page = Page {
                    subject: template(&page.subject, &known, &format!("{whole}.subject"))?,
                    text: template(&page.text, &known, &format!("{whole}.text"))?,
                };
                notices.insert((audience, name), page);
            }
            if let Some(unknown) = pages.keys().next() {
                return Err(format!("{}.{unknown} is no notice", audience.name()));
            }
        }
        let mut complaints = BTreeMap::new();
        let mut files = file.complaint;
        for (_, name, parts) in complaint::LETTERS {
            let page = files.remove(*name).ok_or_else(|| format!("complaint.{name} is missing"))?;
            complaints.insert(*name, complaint_page(name, parts, page)?);
        }
        match files.keys().next() {
            Some(unknown) => Err(format!("complaint.{unknown} is no letter")),
            None => Ok(Self { words: file.words, notices, complaints }),
        }
    }

    fn writing<'a>(
        &'a self,
        locale: &'a Locale,
        currency: Currency,
        calendar: &'a Calendar,
    ) -> Writing<'a> {
        Writing { locale, words: &self.words, currency, calendar }
    }
}

fn complaint_page(
    name: &str,
    parts: &[&'static str],
    mut file: ComplaintFile,
) -> Result<ComplaintPage, String> {
    let read = |text: &str, place: &str| {
        template(text, complaint::NAMES, &format!("complaint.{name}.{place}"))
    };
    let mut written = Vec::new();
    for part in parts {
        let text = file
            .parts
            .remove(*part)
            .ok_or_else(|| format!("complaint.{name}.parts.{part} is missing"))?;
        written.push((*part, read(&text, part)?));
    }
    if let Some(unknown) = file.parts.keys().next() {
        return Err(format!("complaint.{name}.parts.{unknown} is no part of it"));
    }
    Ok(ComplaintPage {
        subject: read(&file.subject, "subject")?,
        opening: read(&file.opening, "opening")?,
        parts: written,
        closing: read(&file.closing, "closing")?,
    })
}

fn template(text: &str, known: &[&str], place: &str) -> Result<Template, String> {
    let template = Template::parse(text).map_err(|problem| format!("{place}: {problem}"))?;
    if let Some(unknown) = template.names().into_iter().find(|name| !known.contains(name)) {
        return Err(format!("{place}: {{{unknown}}} is unknown; it knows {known:?}"));
    }
    Ok(template)
}
