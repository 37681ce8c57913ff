//! Explanations in the customer's own language: sentences as data ([`policy/languages`]), money and dates
//! as the language writes them.
//!
//! What is kept with a decision is the English text, and stays the record. A reason that has no
//! translation (a company's own rule, words of a person) is told in English, whole.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use dispute::EvidenceType;
use kernel::{Date, Money};
use serde::Deserialize;

use crate::AppError;

/// A language that explanations are written in.
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
        let primary = tag.split(['-', '_']).next().unwrap_or_default().trim().to_ascii_lowercase();
        Self::ALL.into_iter().find(|tongue| tongue.as_str() == primary)
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

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Format {
    date: String,
    months: [String; 12],
    money: String,
    group: String,
    decimal: String,
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
    format: Format,
    #[serde(default)]
    evidence: BTreeMap<EvidenceType, String>,
    #[serde(default, rename = "reason")]
    reasons: Vec<Reason>,
}

/// One language, read and checked.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) sentences: Sentences,
    format: Format,
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
    let text = match tongue {
        Tongue::En => include_str!("../../../policy/languages/en.toml"),
        Tongue::Sv => include_str!("../../../policy/languages/sv.toml"),
        Tongue::De => include_str!("../../../policy/languages/de.toml"),
        Tongue::Es => include_str!("../../../policy/languages/es.toml"),
    };
    let read = Words::read(tongue, text)?;
    Ok(place.get_or_init(|| read))
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
            (&file.format.date, &["{day}", "{month}", "{year}"]),
            (&file.format.money, &["{number}", "{symbol}"]),
        ] {
            if let Some(name) = names.iter().find(|name| !sentence.contains(**name)) {
                return Err(broken(format!("{sentence:?} lacks {name}")));
            }
        }
        let reasons = file.reasons.into_iter().map(|reason| (reason.en, reason.text)).collect();
        let (sentences, format, evidence) = (file.explain, file.format, file.evidence);
        Ok(Self { sentences, format, evidence, reasons, tongue })
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

    /// A day, such as `21. November 2026`.
    pub(crate) fn date(&self, date: Date) -> String {
        let text = date.to_string();
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        let number = |part: Option<&str>| part.and_then(|part| part.parse::<usize>().ok());
        let (Some(year), Some(month), Some(day)) = (year, number(month), number(day)) else {
            return text;
        };
        let name = self.format.months.get(month.saturating_sub(1)).map_or("", String::as_str);
        let written = self.format.date.replace("{day}", &day.to_string());
        written.replace("{month}", name).replace("{year}", year)
    }

    /// An amount, such as `1.234,50 €`.
    pub(crate) fn money(&self, money: Money) -> String {
        let digits = money.currency.exponent() as usize;
        let minor = money.minor.unsigned_abs().to_string();
        let padded = format!("{minor:0>width$}", width = digits + 1);
        let (whole, fraction) = padded.split_at(padded.len() - digits);
        let mut grouped = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                grouped.push_str(&self.format.group);
            }
            grouped.push(digit);
        }
        let decimal = if digits == 0 { "" } else { self.format.decimal.as_str() };
        let sign = if money.minor < 0 { "-" } else { "" };
        let number = format!("{sign}{grouped}{decimal}{fraction}");
        let symbol = self.symbol(money.currency.code());
        self.format.money.replace("{number}", &number).replace("{symbol}", &symbol)
    }

    /// The sign of a currency where it is plain which is meant, else its code.
    fn symbol(&self, code: &str) -> String {
        match (code, self.tongue) {
            ("EUR", _) => "€".to_owned(),
            ("GBP", _) => "£".to_owned(),
            ("SEK", Tongue::Sv) => "kr".to_owned(),
            // A code stands apart from its number.
            (code, Tongue::En) => format!("{code}\u{a0}"),
            (code, _) => code.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

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

    #[test]
    fn money_and_dates_are_written_as_the_language_does() {
        let day: Date = "2026-03-01".parse().unwrap();
        let yen = Currency::JPY;
        let sek = Currency::SEK;
        let table = [
            (Tongue::En, "1 March 2026", "€1,234.50", "£0.05", "JPY\u{a0}1,200", "SEK\u{a0}10.00"),
            (
                Tongue::Sv,
                "1 mars 2026",
                "1\u{a0}234,50\u{a0}€",
                "0,05\u{a0}£",
                "1\u{a0}200\u{a0}JPY",
                "10,00\u{a0}kr",
            ),
            (
                Tongue::De,
                "1. März 2026",
                "1.234,50\u{a0}€",
                "0,05\u{a0}£",
                "1.200\u{a0}JPY",
                "10,00\u{a0}SEK",
            ),
            (
                Tongue::Es,
                "1 de marzo de 2026",
                "1.234,50\u{a0}€",
                "0,05\u{a0}£",
                "1.200\u{a0}JPY",
                "10,00\u{a0}SEK",
            ),
        ];
        for (tongue, date, euro, pence, of_yen, kronor) in table {
            let words = words(tongue).unwrap();
            assert_eq!(words.date(day), date);
            assert_eq!(words.money(Money::new(123_450, Currency::EUR)), euro);
            assert_eq!(words.money(Money::new(5, Currency::GBP)), pence);
            assert_eq!(words.money(Money::new(1_200, yen)), of_yen);
            assert_eq!(words.money(Money::new(1_000, sek)), kronor);
        }
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
        assert_eq!(Tongue::of_tag("DE-at"), Some(Tongue::De));
        assert_eq!(Tongue::of_tag("fi"), None);
    }

    #[test]
    fn a_file_that_lacks_a_name_does_not_load() {
        let text = include_str!("../../../policy/languages/sv.toml");
        let broken = text.replace("{until}", "snart");
        let error = Words::read(Tongue::Sv, &broken).unwrap_err().to_string();
        assert!(error.contains("sv.toml") && error.contains("{until}"), "{error}");
    }
}
