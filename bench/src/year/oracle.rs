//! A second opinion on every deadline, computed without the code under test: whole-number
//! arithmetic on days since 1970, the five zones' clock changes written out, and the lengths as
//! `disputes.md` gives them. Public holidays alone come from the shipped calendar file, as data.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::rules;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Where a day begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    London,
    Stockholm,
    Berlin,
    NewYork,
    Sydney,
}

/// Business days of the five jurisdictions.
#[derive(Debug)]
pub(super) struct Oracle {
    /// Days since 1970.
    holidays: BTreeMap<Place, BTreeSet<i64>>,
}

#[derive(Deserialize)]
struct File {
    calendar: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
struct Entry {
    holidays: Vec<String>,
}

impl Place {
    pub(super) const ALL: [Self; 5] =
        [Self::London, Self::Stockholm, Self::Berlin, Self::NewYork, Self::Sydney];

    pub(super) const fn jurisdiction(self) -> &'static str {
        match self {
            Self::London => "gb",
            Self::Stockholm => "se",
            Self::Berlin => "de",
            Self::NewYork => "us",
            Self::Sydney => "au",
        }
    }

    /// What local time is ahead of UTC at an instant.
    fn offset_ms(self, at_ms: i64) -> i64 {
        let (year, _, _) = civil(at_ms.div_euclid(DAY_MS));
        let hours = match self {
            Self::London | Self::Stockholm | Self::Berlin => {
                // Last Sundays of March and October, 01:00 UTC (Directive 2000/84/EC; Summer Time
                // Order 2002).
                let summer = last_sunday(year, 3) * DAY_MS + HOUR_MS;
                let winter = last_sunday(year, 10) * DAY_MS + HOUR_MS;
                let base = if self == Self::London { 0 } else { 1 };
                base + i64::from((summer..winter).contains(&at_ms))
            }
            Self::NewYork => {
                // Second Sunday of March to first Sunday of November, 02:00 local (15 U.S.C. 260a).
                let summer = nth_sunday(year, 3, 2) * DAY_MS + 7 * HOUR_MS;
                let winter = nth_sunday(year, 11, 1) * DAY_MS + 6 * HOUR_MS;
                -5 + i64::from((summer..winter).contains(&at_ms))
            }
            Self::Sydney => {
                // First Sunday of October to first Sunday of April, 02:00 standard time (Standard
                // Time Act 1987 (NSW)): 16:00 UTC the day before.
                let winter = nth_sunday(year, 4, 1) * DAY_MS - 8 * HOUR_MS;
                let summer = nth_sunday(year, 10, 1) * DAY_MS - 8 * HOUR_MS;
                11 - i64::from((winter..summer).contains(&at_ms))
            }
        };
        hours * HOUR_MS
    }

    /// The local day of an instant, in days since 1970.
    pub(super) fn day_of(self, at_ms: i64) -> i64 {
        (at_ms + self.offset_ms(at_ms)).div_euclid(DAY_MS)
    }

    /// The instant a local day begins. None of the five changes its clocks at midnight.
    pub(super) fn midnight(self, day: i64) -> i64 {
        let guess = day * DAY_MS - self.offset_ms(day * DAY_MS);
        day * DAY_MS - self.offset_ms(guess)
    }
}

impl Oracle {
    pub(super) fn new() -> Result<Self> {
        let file: File = toml::from_str(&rules::text("calendars.toml")?)?;
        let mut holidays = BTreeMap::new();
        for place in Place::ALL {
            let name = place.jurisdiction();
            let entry =
                file.calendar.get(name).with_context(|| format!("no calendar for {name}"))?;
            let days = entry.holidays.iter().map(|text| day(text)).collect::<Result<_>>()?;
            holidays.insert(place, days);
        }
        Ok(Self { holidays })
    }

    /// An oracle that is wrong, for the test of the watchers.
    #[cfg(test)]
    pub(super) fn without_holidays() -> Self {
        Self { holidays: BTreeMap::new() }
    }

    /// The end of the `count`-th business day after the local day of `from_ms`.
    pub(super) fn business_days_after(&self, place: Place, from_ms: i64, count: u32) -> i64 {
        let mut day = place.day_of(from_ms);
        let mut left = count;
        while left > 0 {
            day += 1;
            let weekend = matches!(weekday(day), 0 | 6);
            let holiday = self.holidays.get(&place).is_some_and(|days| days.contains(&day));
            left -= u32::from(!weekend && !holiday);
        }
        place.midnight(day + 1)
    }

    /// The first instant after a local date.
    pub(super) fn end_of_date(place: Place, date: kernel::Date) -> i64 {
        let (year, month, day) = (date.year(), date.month(), date.day());
        place.midnight(days_from_civil(year.into(), month.into(), day.into()) + 1)
    }

    /// The beginning of the `count`-th local day after that of `from_ms`.
    pub(super) fn days_after(place: Place, from_ms: i64, count: i64) -> i64 {
        place.midnight(place.day_of(from_ms) + count)
    }
}

/// Days since 1970 of `2026-03-29`.
fn day(text: &str) -> Result<i64> {
    let mut parts = text.split('-').map(str::parse::<i64>);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) => Ok(days_from_civil(year, month, day)),
        _ => bail!("{text:?} is not a date"),
    }
}

/// 0 is Sunday. 1970-01-01 was a Thursday.
const fn weekday(day: i64) -> i64 {
    (day + 4).rem_euclid(7)
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn month_days(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + is_leap(year) as i64,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Counted year by year and month by month: slow, and hard to get wrong.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let years: i64 = (1970..year).map(|year| 365 + i64::from(is_leap(year))).sum();
    let months: i64 = (1..month).map(|month| month_days(year, month)).sum();
    years + months + day - 1
}

fn civil(day: i64) -> (i64, i64, i64) {
    let mut year = 1970;
    let mut left = day;
    while left >= 365 + i64::from(is_leap(year)) {
        left -= 365 + i64::from(is_leap(year));
        year += 1;
    }
    let mut month = 1;
    while left >= month_days(year, month) {
        left -= month_days(year, month);
        month += 1;
    }
    (year, month, left + 1)
}

fn nth_sunday(year: i64, month: i64, nth: i64) -> i64 {
    let first = days_from_civil(year, month, 1);
    first + (7 - weekday(first)) % 7 + 7 * (nth - 1)
}

fn last_sunday(year: i64, month: i64) -> i64 {
    let last = days_from_civil(year, month, month_days(year, month));
    last - weekday(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> i64 {
        text.parse::<kernel::Timestamp>().unwrap().as_millis()
    }

    #[test]
    fn the_clock_changes_fall_where_the_law_puts_them() {
        let cases = [
            (Place::London, "2026-03-29T00:59:59Z", 0, "2026-03-29T01:00:00Z", 1),
            (Place::Berlin, "2026-10-25T00:59:59Z", 2, "2026-10-25T01:00:00Z", 1),
            (Place::NewYork, "2026-03-08T06:59:59Z", -5, "2026-03-08T07:00:00Z", -4),
            (Place::NewYork, "2026-11-01T05:59:59Z", -4, "2026-11-01T06:00:00Z", -5),
            (Place::Sydney, "2026-04-04T15:59:59Z", 11, "2026-04-04T16:00:00Z", 10),
            (Place::Sydney, "2026-10-03T15:59:59Z", 10, "2026-10-03T16:00:00Z", 11),
        ];
        for (place, before, hours_before, after, hours_after) in cases {
            assert_eq!(place.offset_ms(ms(before)), hours_before * HOUR_MS, "{before}");
            assert_eq!(place.offset_ms(ms(after)), hours_after * HOUR_MS, "{after}");
        }
    }

    #[test]
    fn the_next_business_day_skips_weekends_and_holidays() {
        let oracle = Oracle::new().unwrap();
        let end = |at, count| oracle.business_days_after(Place::London, ms(at), count);
        assert_eq!(end("2026-11-20T16:00:00Z", 1), ms("2026-11-24T00:00:00Z"));
        assert_eq!(end("2026-12-24T12:00:00Z", 1), ms("2026-12-30T00:00:00Z"));
    }

    #[test]
    fn days_round_trip() {
        for day in 0..40_000 {
            let (year, month, date) = civil(day);
            assert_eq!(days_from_civil(year, month, date), day);
        }
        assert_eq!(days_from_civil(2026, 11, 21) * DAY_MS, ms("2026-11-21T00:00:00Z"));
    }
}
