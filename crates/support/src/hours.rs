//! Business hours: when the desk is open, and instants counted in open time.

use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use kernel::{Duration, Timestamp};
use serde::Deserialize;

/// Furthest that open time is looked for. Longer waits end there.
const SEARCH_DAYS_MAX: u32 = 800;

/// Business hours as a file says them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// IANA name, such as `Europe/Stockholm`.
    pub zone: String,
    /// `"08:00-18:00"`, or `"closed"`, or `"always"`.
    pub monday: String,
    pub tuesday: String,
    pub wednesday: String,
    pub thursday: String,
    pub friday: String,
    pub saturday: String,
    pub sunday: String,
    /// Days on which the desk is closed, such as `"2026-12-25"`.
    #[serde(default)]
    pub closed: Vec<String>,
}

/// Why hours cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    #[error("zone = {0:?} is not in the IANA database; write a name such as \"Europe/Stockholm\"")]
    Zone(String),
    #[error("{day} = {text:?}: write \"08:00-18:00\", \"always\" or \"closed\"")]
    Day { day: &'static str, text: String },
    #[error("closed has {0:?}: write dates such as \"2026-12-25\"")]
    Date(String),
    #[error("no day of the week is open")]
    NeverOpen,
}

/// When a desk is open.
#[derive(Debug, Clone)]
pub struct BusinessHours {
    zone: TimeZone,
    /// From Monday; `None` is closed. Midnight at the end is the next day's.
    days: [Day; 7],
    closed: std::collections::BTreeSet<Date>,
    always: bool,
}

impl BusinessHours {
    /// # Errors
    /// [`HoursError`] with the field and what to write.
    pub fn new(hours: Hours) -> Result<Self, HoursError> {
        let zone = TimeZone::get(&hours.zone).map_err(|_| HoursError::Zone(hours.zone.clone()))?;
        let days = [
            day("monday", &hours.monday)?,
            day("tuesday", &hours.tuesday)?,
            day("wednesday", &hours.wednesday)?,
            day("thursday", &hours.thursday)?,
            day("friday", &hours.friday)?,
            day("saturday", &hours.saturday)?,
            day("sunday", &hours.sunday)?,
        ];
        if days.iter().all(Option::is_none) {
            return Err(HoursError::NeverOpen);
        }
        let date = |text: &String| text.parse().map_err(|_| HoursError::Date(text.clone()));
        let closed: std::collections::BTreeSet<Date> =
            hours.closed.iter().map(date).collect::<Result<_, _>>()?;
        let whole = Some((Time::midnight(), None));
        let always = closed.is_empty() && days.iter().all(|day| *day == whole);
        Ok(Self { zone, days, closed, always })
    }

    /// Whether the desk is open.
    pub fn is_open(&self, at: Timestamp) -> bool {
        if self.always {
            return true;
        }
        let date = at.to_jiff().to_zoned(self.zone.clone()).date();
        self.opening(date).is_some_and(|(from, to)| from <= at && at < to)
    }

    /// The local day of an instant, in days since 1970-01-01.
    pub fn day(&self, at: Timestamp) -> i64 {
        const DAY_MS: i64 = 86_400_000;
        let offset = self.zone.to_offset(at.to_jiff());
        (at.as_millis() + i64::from(offset.seconds()) * 1_000).div_euclid(DAY_MS)
    }

    /// The first instant from `at` on at which the desk is open.
    pub fn next_open(&self, at: Timestamp) -> Timestamp {
        self.add(at, Duration::ZERO)
    }

    /// The instant at which `length` of open time has passed since `from`. Never inside closed time,
    /// except that a `length` of more than two years of closed days ends where the search does.
    pub fn add(&self, from: Timestamp, length: Duration) -> Timestamp {
        if self.always {
            return from.plus(length);
        }
        let mut left = length;
        let mut at = from;
        let mut date = from.to_jiff().to_zoned(self.zone.clone()).date();
        for _ in 0..SEARCH_DAYS_MAX {
            if let Some((opens, closes)) = self.opening(date) {
                let start = at.max(opens);
                let room = closes.since(start);
                if room > left || (room == left && room > Duration::ZERO) {
                    return start.plus(left);
                }
                if room > Duration::ZERO {
                    left = Duration::from_millis(left.as_millis() - room.as_millis());
                }
                at = at.max(closes);
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        at.plus(left)
    }

    /// Open time between two instants; zero where `to` is not later.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> Duration {
        if to <= from {
            return Duration::ZERO;
        }
        if self.always {
            return to.since(from);
        }
        let mut sum = 0;
        let mut date = from.to_jiff().to_zoned(self.zone.clone()).date();
        for _ in 0..SEARCH_DAYS_MAX {
            if let Some((opens, closes)) = self.opening(date) {
                if opens >= to {
                    break;
                }
                sum += closes.min(to).since(opens.max(from)).as_millis().max(0);
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        Duration::from_millis(sum)
    }

    /// When the desk opens and closes on a local day.
    fn opening(&self, date: Date) -> Option<(Timestamp, Timestamp)> {
        if self.closed.contains(&date) {
            return None;
        }
        let place = usize::try_from(date.weekday().to_monday_zero_offset()).ok()?;
        let (from, to) = (*self.days.get(place)?)?;
        let instant = |date: Date, time: Time| {
            let zoned = date.to_datetime(time).to_zoned(self.zone.clone()).ok()?;
            Some(Timestamp::from_jiff(zoned.timestamp()))
        };
        let ends = match to {
            Some(to) => instant(date, to)?,
            None => instant(date.checked_add(1.day()).ok()?, Time::midnight())?,
        };
        Some((instant(date, from)?, ends))
    }
}

/// From when to when; `None` at the end is midnight.
type Day = Option<(Time, Option<Time>)>;

fn day(day: &'static str, text: &str) -> Result<Day, HoursError> {
    let wrong = || HoursError::Day { day, text: text.to_owned() };
    match text {
        "closed" => return Ok(None),
        "always" => return Ok(Some((Time::midnight(), None))),
        _ => {}
    }
    let (from, to) = text.split_once('-').ok_or_else(wrong)?;
    let time = |text: &str| text.trim().parse::<Time>().map_err(|_| wrong());
    let from = time(from)?;
    let to = if to.trim() == "24:00" { None } else { Some(time(to)?) };
    if to.is_some_and(|to| to <= from) {
        return Err(wrong());
    }
    Ok(Some((from, to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(closed: &[&str]) -> BusinessHours {
        let weekday = "08:00-18:00".to_owned();
        BusinessHours::new(Hours {
            zone: "Europe/Stockholm".to_owned(),
            monday: weekday.clone(),
            tuesday: weekday.clone(),
            wednesday: weekday.clone(),
            thursday: weekday.clone(),
            friday: weekday,
            saturday: "10:00-14:00".to_owned(),
            sunday: "closed".to_owned(),
            closed: closed.iter().map(|date| (*date).to_owned()).collect(),
        })
        .unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn open_time_is_counted_over_nights_weekends_holidays_and_the_change_of_clocks() {
        let plain = hours(&[]);
        let holiday = hours(&["2026-11-23"]);
        // Friday 2026-11-20, 17:30 in Stockholm, is 16:30 UTC.
        let friday = at("2026-11-20T16:30:00Z");
        let cases = [
            (&plain, friday, 30, "2026-11-20T17:00:00Z"),
            (&plain, friday, 31, "2026-11-21T09:01:00Z"),
            (&plain, friday, 30 + 240 + 1, "2026-11-23T07:01:00Z"),
            (&holiday, friday, 30 + 240 + 1, "2026-11-24T07:01:00Z"),
            (&plain, at("2026-11-22T12:00:00Z"), 0, "2026-11-23T07:00:00Z"),
            // Clocks go forward on Sunday 2026-03-29: Monday's 08:00 is 06:00 UTC, no longer 07:00.
            (&plain, at("2026-03-28T13:00:00Z"), 60, "2026-03-30T07:00:00Z"),
        ];
        for (hours, from, minutes, expected) in cases {
            let reached = hours.add(from, Duration::from_secs(minutes * 60));
            assert_eq!(reached, at(expected), "{from} + {minutes} min");
            assert_eq!(hours.between(from, reached), Duration::from_secs(minutes * 60));
        }
        assert!(plain.is_open(friday) && !plain.is_open(at("2026-11-22T12:00:00Z")));
    }

    #[test]
    fn a_desk_that_is_always_open_counts_every_minute() {
        let always = "always".to_owned();
        let hours = BusinessHours::new(Hours {
            zone: "UTC".to_owned(),
            monday: always.clone(),
            tuesday: always.clone(),
            wednesday: always.clone(),
            thursday: always.clone(),
            friday: always.clone(),
            saturday: always.clone(),
            sunday: always,
            closed: Vec::new(),
        })
        .unwrap();
        let from = at("2026-11-20T16:30:00Z");
        assert_eq!(hours.add(from, Duration::from_days(400)), from.plus(Duration::from_days(400)));
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        let stockholm = hours(&[]);
        let cases = [
            ("2026-11-20T22:59:59Z", 0),
            ("2026-11-20T23:00:00Z", 1),
            // Summer time: midnight is an hour earlier.
            ("2026-07-01T21:59:59Z", -142),
            ("2026-07-01T22:00:00Z", -141),
        ];
        let first = stockholm.day(at("2026-11-20T12:00:00Z"));
        for (instant, days) in cases {
            assert_eq!(stockholm.day(at(instant)) - first, days, "{instant}");
        }
    }

    #[test]
    fn wrong_hours_name_the_day_and_what_to_write() {
        for text in ["8-18", "18:00-08:00", "", "open", "08:00–18:00"] {
            let error = day("monday", text).unwrap_err().to_string();
            assert!(error.contains("monday") && error.contains("08:00-18:00"), "{error}");
        }
    }
}
