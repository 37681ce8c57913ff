//! Lengths of time and lists of contents, as the rule files write them.

use jiff::Span;
use kernel::{Calendar, Date, Deadline, Timestamp};
use serde::Deserialize;

/// A period. In rule files one of `{ scheme_hours = 4 }`, `{ calendar_days = 56 }`,
/// `{ business_days = 1 }`, `{ months = 1 }`, `{ years = 3 }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Exact hours in UTC.
    SchemeHours(u32),
    CalendarDays(u32),
    BusinessDays(u32),
    /// To the same day of the month, or the last day of a shorter month.
    Months(u32),
    Years(u32),
}

impl Term {
    /// The first instant that is late, counted from `from` in the calendar's zone. Days, months and
    /// years end at the end of a local day. A last day that is a holiday is *not* moved: to be a
    /// day early is safe under every act that would move it.
    pub fn from(self, from: Timestamp, calendar: &Calendar) -> Timestamp {
        match self {
            Self::SchemeHours(hours) => Deadline::SchemeHours(hours).from(from, calendar),
            Self::CalendarDays(days) => Deadline::CalendarDays(days).from(from, calendar),
            Self::BusinessDays(days) => Deadline::BusinessDays(days).from(from, calendar),
            Self::Months(_) | Self::Years(_) => {
                calendar.end_of_day(self.after(calendar.local_date(from)))
            }
        }
    }

    /// Whether it is no time at all.
    pub const fn is_nothing(self) -> bool {
        matches!(
            self,
            Self::SchemeHours(0)
                | Self::CalendarDays(0)
                | Self::BusinessDays(0)
                | Self::Months(0)
                | Self::Years(0)
        )
    }

    /// The day a count of days, months or years from `date` comes to. Hours and business days need
    /// an instant and a calendar and count as whole days here.
    pub fn after(self, date: Date) -> Date {
        let span = match self {
            Self::SchemeHours(hours) => Span::new().try_days(hours.div_ceil(24)),
            Self::CalendarDays(days) | Self::BusinessDays(days) => Span::new().try_days(days),
            Self::Months(months) => Span::new().try_months(months),
            Self::Years(years) => Span::new().try_years(years),
        };
        // Out of range is after every deadline.
        span.and_then(|span| date.checked_add(span)).unwrap_or(Date::MAX)
    }
}

/// What a letter, notice or record must contain, by name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Contents(Vec<String>);

impl Contents {
    /// The required items that are not present, in the order of the rule.
    pub fn missing<S: AsRef<str>>(&self, present: &[S]) -> Vec<&str> {
        self.0
            .iter()
            .map(String::as_str)
            .filter(|item| !present.iter().any(|other| other.as_ref() == *item))
            .collect()
    }

    pub fn contains(&self, item: &str) -> bool {
        self.0.iter().any(|other| other == item)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}
