//! Letters on complaints, written from their templates: what law asks of each is a part of it.

use compliance::complaint::Finding;
use compliance::statutes::ComplaintLetter;
use kernel::{Currency, Date, Timestamp};
use letters::{ComplaintFacts, Letter, Locale};
use serde::{Deserialize, Serialize};
use store::complaints::ComplaintRow;

use super::{Answer, Doc, calendar, load, may_answer, may_read, redress};
use crate::error::word;
use crate::order::scrub;
use crate::tenants::TenantDoc;
use crate::{AppError, Session, words};

/// Longest reasons of a letter.
const REASONS_CHARS_MAX: usize = 10_000;

/// A letter that was written here and sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenLetter {
    pub letter: ComplaintLetter,
    pub at: Timestamp,
    pub text: Letter,
}

/// A letter of delay: written elsewhere and named by what it contains, or here from its reasons.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delay {
    pub contents: Vec<String>,
    pub reasons: Option<String>,
    pub expected_on: Option<Date>,
}

/// A letter as it would be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub letter: Letter,
    pub contents: Vec<String>,
    /// What law asks of it and it has not, by the names of the rule file.
    pub lacks: Vec<String>,
}

/// Which letter is to be written.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    Answer(&'a Answer),
    Delay(&'a Delay),
}

/// What a letter is written from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Said<'a> {
    finding: Option<Finding>,
    reasons: Option<&'a str>,
    redress: Option<(i64, Currency)>,
    expected_on: Option<Date>,
}

impl<'a> Said<'a> {
    fn in_answer(
        s: &mut Session<'_, '_>,
        row: &ComplaintRow,
        answer: &'a Answer,
    ) -> Result<Self, AppError> {
        let redress = match &answer.redress {
            Some(redress) => {
                let total = redress::ask(s, row, redress)?.redress.total();
                let total = total.map_err(|error| AppError::internal("redress", error))?;
                Some((total.minor, total.currency))
            }
            None => None,
        };
        let (finding, reasons) = (Some(answer.finding), answer.reasons.as_deref());
        Ok(Self { finding, reasons, redress, expected_on: None })
    }

    fn in_delay(delay: &'a Delay) -> Self {
        let (reasons, expected_on) = (delay.reasons.as_deref(), delay.expected_on);
        Self { reasons, expected_on, ..Self::default() }
    }
}

/// A letter as it would be sent. Nothing is kept.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::Invalid`] for reasons that are too long.
pub fn draft(
    s: &mut Session<'_, '_>,
    id: kernel::ComplaintId,
    wanted: &Wanted<'_>,
) -> Result<Draft, AppError> {
    let row = load(s, id)?;
    may_read(s, &row)?;
    may_answer(s, &row)?;
    let (letter, said) = match wanted {
        Wanted::Answer(answer) => (answer.letter, Said::in_answer(s, &row, answer)?),
        Wanted::Delay(delay) => (ComplaintLetter::Delay, Said::in_delay(delay)),
    };
    let (text, contents) = write(s, &row, letter, &said)?;
    let rule = super::rule(s);
    let lacks = rule.contents(letter).missing(&contents);
    let lacks = lacks.into_iter().map(str::to_owned).collect();
    Ok(Draft { letter: text, contents, lacks })
}

/// What an answer's letter contains, and the letter where it is written here.
pub(super) fn of_answer(
    s: &mut Session<'_, '_>,
    row: &ComplaintRow,
    answer: &Answer,
) -> Result<(Vec<String>, Option<Letter>), AppError> {
    if answer.reasons.is_none() {
        return Ok((answer.contents.clone(), None));
    }
    let said = Said::in_answer(s, row, answer)?;
    let (letter, contents) = write(s, row, answer.letter, &said)?;
    Ok((contents, Some(letter)))
}

/// What a letter of delay contains, and the letter where it is written here.
pub(super) fn of_delay(
    s: &mut Session<'_, '_>,
    row: &ComplaintRow,
    delay: &Delay,
) -> Result<(Vec<String>, Option<Letter>), AppError> {
    if delay.reasons.is_none() {
        return Ok((delay.contents.clone(), None));
    }
    let said = Said::in_delay(delay);
    let (letter, contents) = write(s, row, ComplaintLetter::Delay, &said)?;
    Ok((contents, Some(letter)))
}

fn write(
    s: &mut Session<'_, '_>,
    row: &ComplaintRow,
    letter: ComplaintLetter,
    said: &Said<'_>,
) -> Result<(Letter, Vec<String>), AppError> {
    let doc: Doc = serde_json::from_str(&row.doc)?;
    let tenant: TenantDoc = serde_json::from_str(&crate::tenants::get(s)?.doc)?;
    let calendar = calendar(s, &doc.jurisdiction)?;
    let mut reasons = said.reasons.unwrap_or_default().to_owned();
    if reasons.chars().count() > REASONS_CHARS_MAX {
        let problem = format!("at most {REASONS_CHARS_MAX} characters");
        return Err(AppError::invalid("reasons", problem));
    }
    scrub::text(&mut reasons);
    let finding = said.finding.map(|finding| word(&finding)).transpose()?;
    let ombudsman = tenant.company.ombudsman.as_ref();
    let facts = ComplaintFacts {
        company: &tenant.name,
        received_on: calendar.local_date(doc.complaint.received_at),
        finding: finding.as_deref(),
        reasons: Some(reasons.as_str()).filter(|reasons| !reasons.trim().is_empty()),
        redress_minor: said.redress.map(|(minor, _)| minor),
        expected_on: said.expected_on,
        ombudsman: ombudsman.map(|who| (who.name.as_str(), who.url.as_str())),
    };
    let language = words::customer_language(s, row.customer.as_str())?;
    let usual = tenant.company.languages.first().map_or("en", String::as_str);
    let locale = Locale::of(language.as_deref().unwrap_or(usual), doc.jurisdiction.country());
    let currency = match said.redress {
        Some((_, currency)) => currency,
        // Without an amount no currency is written.
        None => Currency::new("EUR").map_err(|error| AppError::internal("a currency", error))?,
    };
    let written = s.app().letters().complaint(&locale, letter, &facts, currency, &calendar);
    let (letter, contents) = written.ok_or_else(|| AppError::broken("a letter has no template"))?;
    Ok((letter, contents.into_iter().map(str::to_owned).collect()))
}
