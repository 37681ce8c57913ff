//! What came of the assistant's conversations, counted: by day, intent, market, language, procedure and
//! version. `docs/assistant-control.md` says what each figure counts.

use std::collections::BTreeMap;

use assistant::control::{Case, Measured, Mode, Resolution, SETTLED_AFTER, Sum, resolution};
use assistant::turn::HandOverWhy;
use compliance::authority::Action;
use kernel::{ConversationId, Date, Timestamp};
use store::assistant_cases::{self, CaseCounts};
use store::figures::Period;
use store::translations;

use super::acts::Alike;
use crate::report::{Share, date_of};
use crate::{AppError, Session, report};

/// Customers who come to complain do not complain of the assistant.
const COMPLAINT: &str = "complaint";

/// What a language model used, and what it cost in one currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    pub tokens_in: i64,
    pub tokens_out: i64,
    /// In millionths of the currency's minor unit.
    pub micros: i64,
    /// Of it, of conversations of which is decided what came of them.
    pub decided_micros: i64,
}

/// How what drafts would have done compares with what people did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Acts {
    pub same: i64,
    pub other_values: i64,
    pub other: i64,
    pub person_only: i64,
    pub assistant_only: i64,
    pub neither: i64,
}

impl Acts {
    /// The same, of all in which either would have done or did anything.
    pub fn agreed(&self) -> Option<Share> {
        let Self { same, other_values, other, person_only, assistant_only, .. } = *self;
        Share::of(same, same + other_values + other + person_only + assistant_only)
    }

    fn add(&mut self, acts: &str, cases: i64) {
        let place = match Alike::parse(acts) {
            None => return,
            Some(Alike::Neither) => &mut self.neither,
            Some(Alike::Same) => &mut self.same,
            Some(Alike::OtherValues) => &mut self.other_values,
            Some(Alike::Other) => &mut self.other,
            Some(Alike::PersonOnly) => &mut self.person_only,
            Some(Alike::AssistantOnly) => &mut self.assistant_only,
        };
        *place += cases;
    }
}

/// What came of some conversations.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// The assistant was asked.
    pub asked: i64,
    /// It answered; it only drafted, for a person to see or not.
    pub acted: i64,
    pub suggested: i64,
    pub shadowed: i64,
    /// Of those that it answered.
    pub handed_over: i64,
    /// Of these, as the procedure says.
    pub by_procedure: i64,
    pub confirmed: i64,
    /// The customer left a question of ours without an answer, and nothing had been done.
    pub abandoned: i64,
    /// Nobody came again for seven days.
    pub silent: i64,
    pub again: i64,
    pub denied: i64,
    /// Too early to say.
    pub pending: i64,
    pub complaints: i64,
    pub turns: i64,
    pub acts: Acts,
    /// By currency, what a language model cost.
    pub spent: BTreeMap<String, Spent>,
    scored: i64,
    scores: i64,
    compared: i64,
    likeness: i64,
}

impl Line {
    /// Confirmed and silent, of all that it answered and that is decided.
    pub fn resolved(&self) -> Option<Share> {
        Share::of(self.confirmed + self.silent, self.acted - self.pending)
    }

    /// Handed over, of all that it answered.
    pub fn hand_over(&self) -> Option<Share> {
        Share::of(self.handed_over, self.acted)
    }

    /// Complaints, of all that it answered.
    pub fn complained(&self) -> Option<Share> {
        Share::of(self.complaints, self.acted)
    }

    /// The mean score of those that were scored, 0 to 100.
    pub fn score(&self) -> Option<f64> {
        (self.scored > 0).then(|| self.scores as f64 / self.scored as f64)
    }

    /// How alike drafts were to what people then said, on average, 0 to 1; and of how many.
    pub fn likeness(&self) -> Option<(f64, i64)> {
        let mean = || self.likeness as f64 / 1_000.0 / self.compared as f64;
        (self.compared > 0).then(|| (mean(), self.compared))
    }

    /// Millionths of a minor unit for each resolved conversation: all that was spent on those that it
    /// answered and that are decided, whatever came of them. `None` where none was resolved.
    pub fn micros_per_resolved(&self, spent: &Spent) -> Option<f64> {
        let resolved = self.confirmed + self.silent;
        (resolved > 0).then(|| spent.decided_micros as f64 / resolved as f64)
    }

    fn spend(&mut self, counts: &CaseCounts) {
        if counts.cost_currency.is_empty() {
            return;
        }
        let is_decided = mode(counts) == Mode::Act && what_came(counts) != Resolution::Pending;
        let spent = self.spent.entry(counts.cost_currency.clone()).or_default();
        spent.tokens_in += counts.tokens_in;
        spent.tokens_out += counts.tokens_out;
        spent.micros += counts.cost_micros;
        spent.decided_micros += if is_decided { counts.cost_micros } else { 0 };
    }

    fn add(&mut self, counts: &CaseCounts) {
        let cases = counts.cases;
        self.asked += cases;
        self.turns += counts.turns;
        self.spend(counts);
        self.acts.add(&counts.acts, cases);
        self.scored += counts.scored;
        self.scores += counts.scores;
        self.compared += counts.compared;
        self.likeness += counts.likeness;
        match mode(counts) {
            Mode::Off => return,
            Mode::Shadow => self.shadowed += cases,
            Mode::Suggest => self.suggested += cases,
            Mode::Act => self.acted += cases,
        }
        let place = match what_came(counts) {
            Resolution::NotOurs => return,
            Resolution::HandedOver => {
                self.by_procedure += if is_by_procedure(counts) { cases } else { 0 };
                &mut self.handed_over
            }
            Resolution::Denied => &mut self.denied,
            Resolution::Again => &mut self.again,
            Resolution::Confirmed => &mut self.confirmed,
            Resolution::Abandoned => &mut self.abandoned,
            Resolution::Silent => &mut self.silent,
            Resolution::Pending => &mut self.pending,
        };
        *place += cases;
        self.complaints += if is_complaint(counts) { cases } else { 0 };
    }
}

fn mode(counts: &CaseCounts) -> Mode {
    Mode::parse(&counts.mode).unwrap_or_default()
}

fn handed_over(counts: &CaseCounts) -> Option<HandOverWhy> {
    let why = serde_json::Value::String(counts.handed_why.clone());
    serde_json::from_value(why).ok()
}

fn is_by_procedure(counts: &CaseCounts) -> bool {
    handed_over(counts) == Some(HandOverWhy::Procedure)
}

pub(super) fn is_complaint(counts: &CaseCounts) -> bool {
    counts.complaint && counts.intent != COMPLAINT
}

/// What came of conversations that are alike.
pub(super) fn what_came(counts: &CaseCounts) -> Resolution {
    // The store says whether they are over: one instant stands for all of them.
    let now = Timestamp::EPOCH.plus(SETTLED_AFTER);
    let case = Case {
        mode: mode(counts),
        last_at: if counts.quiet { Timestamp::EPOCH } else { now },
        handed_over: handed_over(counts),
        confirmed: counts.confirmed,
        rating: counts.rating.and_then(|rating| u8::try_from(rating).ok()),
        again: counts.again,
        left_open: counts.left_open,
    };
    resolution(&case, now)
}

/// What is counted of the conversations that began in a period, or of one of them.
pub(super) fn counts(
    s: &mut Session<'_, '_>,
    period: Period,
    of: Option<ConversationId>,
) -> Result<Vec<CaseCounts>, AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    let quiet = now.minus(SETTLED_AFTER);
    Ok(assistant_cases::counts(s.tx(), &tenant, period, SETTLED_AFTER.as_millis(), quiet, of)?)
}

/// What is held against the bands: by intent, market and version of the settings.
pub(super) fn measured(s: &mut Session<'_, '_>, period: Period) -> Result<Vec<Measured>, AppError> {
    let mut found: BTreeMap<(String, String, u64), Sum> = BTreeMap::new();
    for one in counts(s, period, None)? {
        if mode(&one) != Mode::Act {
            continue;
        }
        let cases = u64::try_from(one.cases).unwrap_or(0);
        let came = what_came(&one);
        // What its procedure gives to a person is no failure of it.
        let settled = came != Resolution::Pending && !is_by_procedure(&one);
        let sum = Sum {
            answered: cases,
            complaints: if is_complaint(&one) { cases } else { 0 },
            settled: if settled { cases } else { 0 },
            resolved: if came.is_resolved() { cases } else { 0 },
        };
        let version = u64::try_from(one.settings_version).unwrap_or(0);
        found.entry((one.intent, one.market, version)).or_default().add(&sum);
    }
    let measured = |((intent, market, version), sum): ((String, String, u64), Sum)| Measured {
        intent,
        market,
        version,
        sum,
    };
    Ok(found.into_iter().map(measured).collect())
}

/// What came of the conversations of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// Local days of the desk on which something began, from old to new.
    pub days: Vec<(Date, Line)>,
    pub totals: Line,
    /// By intent; empty where nothing was recognised.
    pub intents: Vec<(String, Line)>,
    pub markets: Vec<(String, Line)>,
    pub languages: Vec<(String, Line)>,
    /// By procedure and its version.
    pub procedures: Vec<((String, i64), Line)>,
    /// Translations that were made in the period, whoever answered.
    pub translations: Vec<Translated>,
}

/// What translations cost in one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Translated {
    pub currency: String,
    /// The model was asked; and how often what it said was not shown, or was shown with a warning.
    pub asked: i64,
    pub refused: i64,
    pub flagged: i64,
    pub failed: i64,
    pub tokens_in: i64,
    pub tokens_out: i64,
    /// In millionths of the currency's minor unit.
    pub micros: i64,
}

/// What came of the conversations in which the assistant was first asked in a period.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Invalid`] for a period that is empty or too long.
pub fn results(s: &mut Session<'_, '_>, period: Period) -> Result<Results, AppError> {
    let on = s.of_tenant();
    s.check(Action::AssistantRead, &on)?;
    report::reportable(period)?;
    let all = counts(s, period, None)?;
    let days = by(&all, |one| one.day).into_iter().map(|(day, line)| (date_of(day), line));
    let mut totals = Line::default();
    all.iter().for_each(|one| totals.add(one));
    Ok(Results {
        days: days.collect(),
        totals,
        intents: by(&all, |one| one.intent.clone()),
        markets: by(&all, |one| one.market.clone()),
        languages: by(&all, |one| one.language.clone()),
        procedures: by(&all, |one| (one.procedure.clone(), one.procedure_version)),
        translations: translated(s, period)?,
    })
}

fn translated(s: &mut Session<'_, '_>, period: Period) -> Result<Vec<Translated>, AppError> {
    let tenant = s.tenant().clone();
    let mut all: BTreeMap<String, Translated> = BTreeMap::new();
    for one in translations::counts(s.tx(), &tenant, period)? {
        let of = all.entry(one.cost_currency.clone()).or_default();
        of.currency = one.cost_currency;
        of.asked += one.count;
        of.tokens_in += one.tokens_in;
        of.tokens_out += one.tokens_out;
        of.micros += one.cost_micros;
        match one.outcome.as_str() {
            translations::REFUSED => of.refused += one.count,
            translations::FLAGGED => of.flagged += one.count,
            translations::FAILED => of.failed += one.count,
            _ => {}
        }
    }
    Ok(all.into_values().collect())
}

fn by<K: Ord>(all: &[CaseCounts], key: impl Fn(&CaseCounts) -> K) -> Vec<(K, Line)> {
    let mut lines: BTreeMap<K, Line> = BTreeMap::new();
    for one in all {
        lines.entry(key(one)).or_default().add(one);
    }
    lines.into_iter().collect()
}
