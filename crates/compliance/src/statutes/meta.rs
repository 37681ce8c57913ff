//! What a rule is, where it applies, and since when.

use kernel::calendar::{CalendarError, Calendars};
use kernel::{Date, Jurisdiction, Timestamp};
use serde::Deserialize;

use super::Statutes;

/// The members of the European Union, by ISO 3166-1 code.
const EU: [&str; 27] = [
    "at", "be", "bg", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu", "ie", "it",
    "lt", "lu", "lv", "mt", "nl", "pl", "pt", "ro", "se", "si", "sk",
];

/// How firm a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    InForce,
    /// Law, with a later day of application.
    Adopted,
    /// A proposal of an authority that may adopt it.
    Proposed,
    /// A legislative text that is not passed or not published.
    NotAdopted,
    /// Was in force once.
    Withdrawn,
}

/// Where a rule applies, and from when.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// A country or part, `eu` for every member state, `any` for everywhere.
    pub jurisdiction: String,
    pub status: Status,
    /// The first day; absent while it is not law.
    pub from: Option<Date>,
    /// The first day on which it no longer applies.
    pub until: Option<Date>,
}

impl Scope {
    fn covers(&self, jurisdiction: &Jurisdiction) -> bool {
        let country = jurisdiction.country();
        match self.jurisdiction.as_str() {
            "any" => true,
            "eu" => EU.contains(&country),
            own => own == jurisdiction.as_str() || own == country,
        }
    }

    fn applies_on(&self, day: Date) -> bool {
        self.from.is_some_and(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// What a rule is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// `R1` to `R18`.
    pub id: String,
    pub title: String,
    pub citations: Vec<String>,
    #[serde(rename = "scope")]
    pub scopes: Vec<Scope>,
    /// Whether the rule is on where it applies, or only where a deployment opts in.
    pub default_on: bool,
    /// Whether every figure was read in a source; if not, `unconfirmed` says which were not.
    pub confirmed: bool,
    #[serde(default)]
    pub unconfirmed: Vec<String>,
}

impl Meta {
    /// Whether it applies in a jurisdiction on a local day.
    pub fn applies(&self, jurisdiction: &Jurisdiction, day: Date) -> bool {
        self.scopes.iter().any(|scope| scope.covers(jurisdiction) && scope.applies_on(day))
    }

    pub(super) fn check(&self) -> Result<(), String> {
        if self.citations.is_empty() || self.scopes.is_empty() {
            return Err("it needs a citation and a scope".to_owned());
        }
        if self.confirmed != self.unconfirmed.is_empty() {
            return Err("`confirmed` must say whether `unconfirmed` is empty".to_owned());
        }
        for scope in &self.scopes {
            let law = !matches!(scope.status, Status::Proposed | Status::NotAdopted);
            if law != scope.from.is_some() {
                return Err(format!("{}: only what is law has `from`", scope.jurisdiction));
            }
            if (scope.status == Status::Withdrawn) != scope.until.is_some() {
                return Err(format!("{}: `until` is for what was withdrawn", scope.jurisdiction));
            }
        }
        Ok(())
    }
}

/// The rules that apply in one jurisdiction at one time.
#[derive(Debug, Clone)]
pub struct StatutoryProfile<'a> {
    /// In force, and on.
    pub rules: Vec<&'a Meta>,
    /// In force, but only where a deployment opts in.
    pub optional: Vec<&'a Meta>,
}

impl<'a> StatutoryProfile<'a> {
    /// The profile, by the local day at that instant.
    ///
    /// # Errors
    /// When the jurisdiction has no calendar.
    pub fn for_jurisdiction(
        statutes: &'a Statutes,
        calendars: &Calendars,
        jurisdiction: &Jurisdiction,
        at: Timestamp,
    ) -> Result<Self, CalendarError> {
        let day = calendars.get(jurisdiction)?.local_date(at);
        let (rules, optional) = statutes
            .all()
            .into_iter()
            .filter(|meta| meta.applies(jurisdiction, day))
            .partition(|meta| meta.default_on);
        Ok(Self { rules, optional })
    }

    /// Whether a rule is on.
    pub fn has(&self, id: &str) -> bool {
        self.rules.iter().any(|meta| meta.id == id)
    }
}
