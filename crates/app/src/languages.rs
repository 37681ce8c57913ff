//! Explanations in the customer's own language, and briefs in the agent's: sentences as data
//! ([`policy/languages`]).
//!
//! What is kept with a decision is the English text, and stays the record. A reason that has no
//! translation (a company's own rule, words of a person) is told in English, whole. How a language writes
//! money and dates is no matter of these files: [`Locale`] knows.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use dispute::EvidenceType;
use letters::Locale;
use serde::Deserialize;
use support::brief::BriefWords;

use crate::AppError;
pub(crate) use facts::FactWords;

mod facts;

/// A language that something is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tongue {
    En,
    Sv,
    De,
    Es,
}

impl Tongue {
    pub const ALL: [Self; 4] = [Self::En, Self::Sv, Self::De, Self::Es];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Sv => "sv",
            Self::De => "de",
            Self::Es => "es",
        }
    }

    /// The language of a tag such as `sv-SE`; `None` for one that nothing is written in.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let locale = Locale::parse(tag.trim())?;
        Self::ALL.into_iter().find(|tongue| tongue.as_str() == locale.language())
    }

    /// How it writes money and dates in a country.
    pub(crate) fn locale(self, country: &str) -> Locale {
        Locale::of(self.as_str(), country)
    }

    /// The one of `Accept-Language` that is wanted most and that there is; English where there is none.
    pub fn accepted(header: &str) -> Self {
        let wanted = header.split(',').filter_map(|part| {
            let (tag, weight) = part.split_once(';').unwrap_or((part, ""));
            let weight = weight.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse().ok())?;
            Some((Self::of_tag(tag.trim())?, weight))
        });
        // The first of those that are wanted equally.
        let best = wanted.fold(None, |best: Option<(Self, f32)>, (tongue, weight)| match best {
            Some((_, known)) if known >= weight => best,
            _ if weight > 0.0 => Some((tongue, weight)),
            _ => best,
        });
        best.map_or(Self::En, |(tongue, _)| tongue)
    }
}

/// The sentences around a reason.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sentences {
    pub(crate) granted: String,
    pub(crate) refused: String,
    pub(crate) preliminary: String,
    pub(crate) replaced: String,
    pub(crate) automatic: String,
    pub(crate) person: String,
    pub(crate) version: String,
    pub(crate) review: String,
    pub(crate) review_over: String,
    pub(crate) review_later: String,
    or: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    en: String,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    explain: Sentences,
    brief: BriefWords,
    facts: FactWords,
    #[serde(default)]
    evidence: BTreeMap<EvidenceType, String>,
    #[serde(default, rename = "reason")]
    reasons: Vec<Reason>,
}

/// One language, read and checked.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) sentences: Sentences,
    pub(crate) brief: BriefWords,
    pub(crate) facts: FactWords,
    evidence: BTreeMap<EvidenceType, String>,
    reasons: HashMap<String, String>,
    tongue: Tongue,
}

/// The words of a language.
///
/// # Errors
/// When a shipped file is broken, which a test rules out.
pub(crate) fn words(tongue: Tongue) -> Result<&'static Words, AppError> {
    static WORDS: [OnceLock<Words>; 4] = [const { OnceLock::new() }; 4];
    let place = WORDS.get(tongue as usize);
    let place = place.ok_or_else(|| AppError::broken("a language without a place"))?;
    if let Some(words) = place.get() {
        return Ok(words);
    }
    let read = Words::read(tongue, shipped(tongue))?;
    Ok(place.get_or_init(|| read))
}

/// The file of a language.
const fn shipped(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::En => include_str!("../../../policy/languages/en.toml"),
        Tongue::Sv => include_str!("../../../policy/languages/sv.toml"),
        Tongue::De => include_str!("../../../policy/languages/de.toml"),
        Tongue::Es => include_str!("../../../policy/languages/es.toml"),
    }
}

impl Words {
    fn read(tongue: Tongue, text: &str) -> Result<Self, AppError> {
        let broken = |why: String| AppError::broken(format!("{}.toml: {why}", tongue.as_str()));
        let file: File = toml::from_str(text).map_err(|error| broken(error.to_string()))?;
        let s = &file.explain;
        for (sentence, names) in [
            (&s.granted, &["{amount}", "{claimed}"][..]),
            (&s.refused, &["{claimed}"]),
            (&s.preliminary, &["{until}"]),
            (&s.version, &["{version}"]),
            (&s.review, &["{until}"]),
            (&s.review_over, &["{until}"]),
        ] {
            if let Some(name) = names.iter().find(|name| !sentence.contains(**name)) {
                return Err(broken(format!("{sentence:?} lacks {name}")));
            }
        }
        if let Some((sentence, name)) = file.brief.lacking() {
            return Err(broken(format!("{sentence:?} lacks {name}")));
        }
        if let Some(act) = file.brief.speechless() {
            return Err(broken(format!("[brief.next] lacks {act:?}")));
        }
        if let Some(reason) = file.facts.lacking() {
            return Err(broken(format!("[facts.reasons] lacks {}", reason.as_str())));
        }
        let File { explain: sentences, brief, facts, evidence, reasons } = file;
        let reasons = reasons.into_iter().map(|reason| (reason.en, reason.text)).collect();
        Ok(Self { sentences, brief, facts, evidence, reasons, tongue })
    }

    /// A reason in this language; `None` where nobody has translated it.
    pub(crate) fn reason<'a>(&'a self, english: &'a str) -> Option<&'a str> {
        match self.tongue {
            Tongue::En => Some(english),
            _ => self.reasons.get(english).map(String::as_str),
        }
    }

    /// What to hand in, any of several; `None` where it is said as it is kept.
    pub(crate) fn missing(&self, any_of: &[EvidenceType]) -> Option<String> {
        let told: Option<Vec<&str>> =
            any_of.iter().map(|kind| self.evidence.get(kind).map(String::as_str)).collect();
        told.filter(|told| !told.is_empty()).map(|told| told.join(&self.sentences.or))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The English sentences that customers are told by the shipped tables and packs.
    fn clauses() -> Vec<String> {
        let tables = dispute::decide::DecisionTables::shipped().unwrap();
        let mut clauses: Vec<String> = tables
            .tables()
            .flat_map(|table| table.rules.iter().chain([&table.otherwise]))
            .map(|rule| rule.because.to_string())
            .collect();
        clauses.extend(dispute::PACK_REASONS.map(str::to_owned));
        clauses.sort();
        clauses.dedup();
        clauses
    }

    #[test]
    fn every_clause_of_every_rule_is_there_in_every_language() {
        let clauses = clauses();
        for tongue in Tongue::ALL {
            let words = words(tongue).unwrap();
            let lacks: Vec<&String> =
                clauses.iter().filter(|clause| words.reason(clause).is_none()).collect();
            assert!(lacks.is_empty(), "{} lacks {lacks:#?}", tongue.as_str());
            // A clause that no rule says any longer is taken out.
            let unused: Vec<&String> =
                words.reasons.keys().filter(|known| !clauses.contains(known)).collect();
            assert!(unused.is_empty(), "{} has {unused:#?}", tongue.as_str());
            for (english, text) in &words.reasons {
                assert!(english != text && text.ends_with('.'), "{}: {text}", tongue.as_str());
            }
        }
    }

    #[test]
    fn everything_that_is_asked_for_is_there_in_every_language() {
        let rules = dispute::evidence::EvidenceRules::shipped().unwrap();
        for tongue in [Tongue::Sv, Tongue::De, Tongue::Es] {
            let words = words(tongue).unwrap();
            for reason in dispute::Reason::ALL {
                for party in [dispute::Party::Consumer, dispute::Party::Merchant] {
                    for missing in rules.completeness(reason, party, &[]).1 {
                        let told = words.missing(&missing.any_of);
                        assert!(told.is_some_and(|told| told != missing.words), "{missing:?}");
                    }
                }
            }
        }
    }

    /// Everything that a brief can say is there in every language, and is not the English of it.
    #[test]
    fn every_sentence_of_a_brief_is_there_in_every_language() {
        let strings = |tongue| {
            let file: toml::Table = toml::from_str(shipped(tongue)).unwrap();
            let mut told = BTreeMap::new();
            for (table, name) in [
                ("brief", ""),
                ("brief", "next"),
                ("brief", "handed_why"),
                ("brief", "wishes"),
                ("brief", "tools"),
                ("brief", "refusals"),
                ("facts", "reasons"),
                ("facts", "clocks"),
            ] {
                let found = &file[table];
                let found = if name.is_empty() { found } else { &found[name] };
                for (key, text) in found.as_table().unwrap() {
                    told.extend(
                        text.as_str().map(|text| (format!("{name}.{key}"), text.to_owned())),
                    );
                }
            }
            told
        };
        let english = strings(Tongue::En);
        assert!(words(Tongue::En).unwrap().brief.signs().next().is_none(), "as the policy says it");
        for tongue in [Tongue::Sv, Tongue::De, Tongue::Es] {
            let told = strings(tongue);
            assert!(told.keys().eq(english.keys()), "{}", tongue.as_str());
            for (key, text) in &told {
                assert!(!text.trim().is_empty() && *text != english[key], "{key} of {text:?}");
                // A sentence is one in each language, a line of a list is none.
                assert_eq!(text.ends_with('.'), english[key].ends_with('.'), "{key}: {text}");
            }
            let signs: Vec<_> = words(tongue).unwrap().brief.signs().collect();
            assert_eq!(signs, support::critical::Sign::ALL, "{}", tongue.as_str());
        }
    }

    /// A name that a brief has no words for would stand there as a code.
    #[test]
    fn every_procedure_and_tool_that_ships_has_words() {
        let book = crate::assistant::shipped::book().unwrap();
        let [wishes, tools, _] = words(Tongue::En).unwrap().brief.names();
        let lacks = |known: &[&str], name: &String| !known.contains(&name.as_str());
        let procedures: Vec<&String> =
            book.procedures.keys().filter(|name| lacks(&wishes, name)).collect();
        let without: Vec<&String> =
            book.catalogue.tools.keys().filter(|name| lacks(&tools, name)).collect();
        assert!(procedures.is_empty() && without.is_empty(), "{procedures:?} {without:?}");
    }

    #[test]
    fn the_language_that_is_wanted_most_is_taken() {
        for (header, expected) in [
            ("", Tongue::En),
            ("sv", Tongue::Sv),
            ("sv-SE,sv;q=0.9,en;q=0.8", Tongue::Sv),
            ("fr, de;q=0.7, en;q=0.3", Tongue::De),
            ("en;q=0.1, es;q=0.9", Tongue::Es),
            ("fr", Tongue::En),
            ("sv;q=0, de;q=0.1", Tongue::De),
            ("*", Tongue::En),
        ] {
            assert_eq!(Tongue::accepted(header), expected, "{header:?}");
        }
        assert_eq!(Tongue::of_tag(" DE-at"), Some(Tongue::De));
        assert_eq!(Tongue::of_tag("es_MX"), Some(Tongue::Es));
        assert_eq!(Tongue::of_tag("fi"), None);
    }

    #[test]
    fn a_file_that_lacks_a_name_does_not_load() {
        let text = shipped(Tongue::Sv);
        let broken = text.replace("{until}", "snart");
        let error = Words::read(Tongue::Sv, &broken).unwrap_err().to_string();
        assert!(error.contains("sv.toml") && error.contains("{until}"), "{error}");
        for (from, to, lacks) in [
            ("{amount} är på väg", "Pengar är på väg", "{amount}"),
            ("high_risk = \"hög risk\"", "", "high_risk"),
            ("pause = ", "pausen = ", "pausen"),
        ] {
            assert!(text.contains(from), "{from}");
            let error = Words::read(Tongue::Sv, &text.replace(from, to)).unwrap_err().to_string();
            assert!(error.contains(lacks), "{error}");
        }
    }
}
