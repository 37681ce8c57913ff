//! Deadlines of both kinds, and the calendars they need.
//!
//! * a **scheme** clock is exact: 24 h × n in UTC, whatever the season;
//! * a **statutory** clock counts calendar or business days in a jurisdiction's own zone and ends
//!   at the end of the local day, with daylight saving and public holidays applied.
//!
//! What is received *at* a deadline is late.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::{Duration, Timestamp};

/// A market or legal area by its lower-case code: an ISO 3166-1 country (`gb`) or, where a part
/// has rules of its own, a subdivision (`us-ny`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Jurisdiction(String);

impl Jurisdiction {
    /// # Errors
    /// When the code is not two letters, with an optional `-` and one to three letters or digits.
    pub fn new(code: &str) -> Result<Self, CalendarError> {
        let lower = code.to_ascii_lowercase();
        let (country, part) = lower.split_once('-').unwrap_or((&lower, "xx"));
        let good = country.len() == 2
            && country.bytes().all(|b| b.is_ascii_lowercase())
            && (1..=3).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric());
        if good { Ok(Self(lower)) } else { Err(CalendarError::Jurisdiction(code.to_owned())) }
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The country part: `us` of `us-ny`.
    pub fn country(&self) -> &str {
        self.0.split_once('-').map_or(self.0.as_str(), |(country, _)| country)
    }
}

impl TryFrom<String> for Jurisdiction {
    type Error = CalendarError;
    fn try_from(code: String) -> Result<Self, CalendarError> {
        Self::new(&code)
    }
}
impl From<Jurisdiction> for String {
    fn from(jurisdiction: Jurisdiction) -> Self {
        jurisdiction.0
    }
}
impl std::fmt::Display for Jurisdiction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a calendar or deadline cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("a jurisdiction is a country code such as gb, or a part such as us-ny; got {0:?}")]
    Jurisdiction(String),
    #[error("no calendar for {0}: add it to policy/calendars.toml")]
    Unknown(Jurisdiction),
    #[error("{zone:?} is not a time zone of the IANA database")]
    Zone { zone: String },
    #[error("the calendar file is not valid: {0}")]
    File(String),
}

/// How long something may take, before it is anchored to an instant. In policy files one of
/// `{ scheme_hours = 96 }`, `{ scheme_days = 21 }`, `{ calendar_days = 56 }`,
/// `{ business_days = 1 }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deadline {
    /// Exact hours in UTC.
    SchemeHours(u32),
    /// Exact days of 24 hours in UTC.
    SchemeDays(u32),
    /// Local calendar days, to the end of the last one.
    CalendarDays(u32),
    /// Local business days, to the end of the last one.
    BusinessDays(u32),
}

impl Deadline {
    /// The instant at which it has passed, counted from `from`.
    ///
    /// A calendar or business day count of *n* ends at the end of the *n*-th day after the local
    /// day of `from`. The result is the first instant that is late.
    pub fn from(self, from: Timestamp, calendar: &Calendar) -> Timestamp {
        match self {
            Self::SchemeHours(hours) => from.plus(Duration::from_hours(i64::from(hours))),
            Self::SchemeDays(days) => from.plus(Duration::from_days(i64::from(days))),
            Self::CalendarDays(days) => {
                calendar.end_of_day(calendar.add_days(calendar.local_date(from), days))
            }
            Self::BusinessDays(days) => {
                calendar.end_of_day(calendar.add_business_days(calendar.local_date(from), days))
            }
        }
    }

    /// Whether it is exact hours in UTC, not a count of local days.
    pub const fn is_scheme(self) -> bool {
        matches!(self, Self::SchemeHours(_) | Self::SchemeDays(_))
    }
}

/// The zone and public holidays of one jurisdiction.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
    holidays: BTreeSet<Date>,
}

impl Calendar {
    /// # Errors
    /// [`CalendarError::Zone`] when the zone is not in the IANA database.
    pub fn new(
        zone: &str,
        holidays: impl IntoIterator<Item = Date>,
    ) -> Result<Self, CalendarError> {
        let zone =
            TimeZone::get(zone).map_err(|_| CalendarError::Zone { zone: zone.to_owned() })?;
        Ok(Self { zone, holidays: holidays.into_iter().collect() })
    }

    /// UTC with no holidays.
    pub fn utc() -> Self {
        Self { zone: TimeZone::UTC, holidays: BTreeSet::new() }
    }

    /// The local date at an instant.
    pub fn local_date(&self, at: Timestamp) -> Date {
        at.to_jiff().to_zoned(self.zone.clone()).date()
    }

    /// The instant a local day ends: midnight that begins the next one, or the first instant after
    /// it where a change of clocks skips midnight.
    pub fn end_of_day(&self, date: Date) -> Timestamp {
        self.start_of_day(date.tomorrow().unwrap_or(date))
    }

    /// The first instant of a local day.
    pub fn start_of_day(&self, date: Date) -> Timestamp {
        date.to_zoned(self.zone.clone())
            .map_or(Timestamp::MAX, |start| Timestamp::from_jiff(start.timestamp()))
    }

    pub fn is_business_day(&self, date: Date) -> bool {
        !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
            && !self.holidays.contains(&date)
    }

    pub fn add_days(&self, date: Date, days: u32) -> Date {
        (0..days).fold(date, |day, _| day.tomorrow().unwrap_or(day))
    }

    /// The `days`-th business day after `date`; `date` itself when `days` is 0.
    pub fn add_business_days(&self, date: Date, days: u32) -> Date {
        let mut day = date;
        let mut left = days;
        while left > 0 {
            let Ok(next) = day.tomorrow() else { return day };
            day = next;
            if self.is_business_day(day) {
                left -= 1;
            }
        }
        day
    }
}

/// All calendars of a deployment, by jurisdiction. A part (`us-ny`) falls back to its country.
#[derive(Debug, Clone)]
pub struct Calendars(BTreeMap<Jurisdiction, Calendar>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    calendar: BTreeMap<Jurisdiction, CalendarEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarEntry {
    zone: String,
    /// Where the holidays were taken from.
    #[serde(rename = "source")]
    _source: String,
    holidays: Vec<Date>,
}

impl Calendars {
    /// The calendars that ship with Ombud.
    ///
    /// # Errors
    /// When the shipped file is broken, which a test rules out.
    pub fn shipped() -> Result<Self, CalendarError> {
        Self::from_toml(include_str!("../../../policy/calendars.toml"))
    }

    /// # Errors
    /// [`CalendarError::File`] with the place and the fix, or [`CalendarError::Zone`].
    pub fn from_toml(text: &str) -> Result<Self, CalendarError> {
        let file: CalendarFile =
            toml::from_str(text).map_err(|error| CalendarError::File(error.to_string()))?;
        let calendars = file
            .calendar
            .into_iter()
            .map(|(code, entry)| Ok((code, Calendar::new(&entry.zone, entry.holidays)?)))
            .collect::<Result<_, CalendarError>>()?;
        Ok(Self(calendars))
    }

    /// # Errors
    /// [`CalendarError::Unknown`] when neither the part nor its country has a calendar.
    pub fn get(&self, jurisdiction: &Jurisdiction) -> Result<&Calendar, CalendarError> {
        self.0
            .get(jurisdiction)
            .or_else(|| self.0.get(&Jurisdiction(jurisdiction.country().to_owned())))
            .ok_or_else(|| CalendarError::Unknown(jurisdiction.clone()))
    }

    pub fn jurisdictions(&self) -> impl Iterator<Item = &Jurisdiction> {
        self.0.keys()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn calendar(code: &str) -> Calendar {
        Calendars::shipped().unwrap().get(&Jurisdiction::new(code).unwrap()).unwrap().clone()
    }

    #[test]
    fn a_scheme_clock_ignores_daylight_saving_and_a_statutory_one_does_not() {
        // Scenario S8: opened 2026-10-10 10:00 in Stockholm; daylight saving ends on 25 October.
        let opened = at("2026-10-10T08:00:00Z");
        let sweden = calendar("se");
        assert_eq!(Deadline::SchemeDays(21).from(opened, &sweden), at("2026-10-31T08:00:00Z"));
        assert_eq!(Deadline::CalendarDays(21).from(opened, &sweden), at("2026-10-31T23:00:00Z"));
        assert_eq!(Deadline::SchemeHours(96).from(opened, &sweden), at("2026-10-14T08:00:00Z"));
    }

    #[test]
    fn the_next_business_day_after_a_friday_is_monday() {
        // Scenario S6: aware on Friday 2026-11-20 16:00 in London.
        let deadline = Deadline::BusinessDays(1).from(at("2026-11-20T16:00:00Z"), &calendar("gb"));
        assert_eq!(deadline, at("2026-11-24T00:00:00Z"));
    }

    #[test]
    fn a_part_falls_back_to_its_country() {
        let calendars = Calendars::shipped().unwrap();
        assert!(calendars.get(&Jurisdiction::new("us-ca").unwrap()).is_ok());
        assert!(calendars.get(&Jurisdiction::new("zz").unwrap()).is_err());
    }

    #[test]
    fn holidays_do_not_count() {
        // 2026-12-25 is a Friday; 28 December is the substitute day for Boxing Day (a Saturday).
        let deadline = Deadline::BusinessDays(1).from(at("2026-12-24T12:00:00Z"), &calendar("gb"));
        assert_eq!(deadline, at("2026-12-30T00:00:00Z"));
    }

    #[test]
    fn a_day_whose_midnight_is_skipped_still_ends() {
        let lebanon = Calendar::new("Asia/Beirut", []).unwrap();
        let end = lebanon.end_of_day(Date::constant(2026, 3, 28));
        assert!(end > lebanon.start_of_day(Date::constant(2026, 3, 28)));
    }
}
