//! Business hours: when the desk is open, and instants counted in open time.

use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use kernel::{Duration, Timestamp};
use serde::{Deserialize, Serialize};

/// Furthest that open time is looked for. Longer waits end there.
const SEARCH_DAYS_MAX: u32 = 800;
/// Times of one day, at most.
const INTERVALS_MAX: usize = 6;
/// Closed dates, at most.
const CLOSED_MAX: usize = 400;

/// The days of the week, as files and answers write them.
pub const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Business hours as a file says them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// IANA name, such as `Europe/Stockholm`.
    pub zone: String,
    /// `"08:00-18:00"`, `"08:00-12:00, 13:00-18:00"`, `"closed"`, or `"always"`.
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

impl Hours {
    /// A week in which the desk is never open, to be filled.
    pub fn closed_all_week(zone: &str) -> Self {
        let closed = || "closed".to_owned();
        Self {
            zone: zone.to_owned(),
            monday: closed(),
            tuesday: closed(),
            wednesday: closed(),
            thursday: closed(),
            friday: closed(),
            saturday: closed(),
            sunday: closed(),
            closed: Vec::new(),
        }
    }

    /// The text of each day, from Monday.
    pub const fn days(&self) -> [&String; 7] {
        [
            &self.monday,
            &self.tuesday,
            &self.wednesday,
            &self.thursday,
            &self.friday,
            &self.saturday,
            &self.sunday,
        ]
    }

    /// As [`Self::days`], to be changed.
    pub const fn days_mut(&mut self) -> [&mut String; 7] {
        [
            &mut self.monday,
            &mut self.tuesday,
            &mut self.wednesday,
            &mut self.thursday,
            &mut self.friday,
            &mut self.saturday,
            &mut self.sunday,
        ]
    }
}

/// Why hours cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    #[error("zone = {0:?} is not in the IANA database; write a name such as \"Europe/Stockholm\"")]
    Zone(String),
    #[error("{day} = {text:?}: write \"08:00-18:00\", \"always\" or \"closed\"")]
    Day { day: &'static str, text: String },
    #[error("{day}: {from} to {until} is no time: until must be later than from, at most 24:00")]
    Order { day: &'static str, from: String, until: String },
    #[error("{day}: {first} and {second} overlap: make them one, or move one")]
    Overlap { day: &'static str, first: String, second: String },
    #[error("{day} has more than {INTERVALS_MAX} times: join some")]
    TooMany { day: &'static str },
    #[error("closed has {0:?}: write dates such as \"2026-12-25\"")]
    Date(String),
    #[error("closed has more than {CLOSED_MAX} dates: leave out those that are over")]
    TooManyClosed,
    #[error("no day of the week is open")]
    NeverOpen,
}

/// When a desk is open.
#[derive(Debug, Clone)]
pub struct BusinessHours {
    zone: TimeZone,
    /// From Monday, each in order; none is closed. Midnight at the end is the next day's.
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
        if days.iter().all(Vec::is_empty) {
            return Err(HoursError::NeverOpen);
        }
        if hours.closed.len() > CLOSED_MAX {
            return Err(HoursError::TooManyClosed);
        }
        let date = |text: &String| text.parse().map_err(|_| HoursError::Date(text.clone()));
        let closed: std::collections::BTreeSet<Date> =
            hours.closed.iter().map(date).collect::<Result<_, _>>()?;
        let whole = [(Time::midnight(), None)];
        let always = closed.is_empty() && days.iter().all(|day| day[..] == whole);
        Ok(Self { zone, days, closed, always })
    }

    /// Whether the desk is open.
    pub fn is_open(&self, at: Timestamp) -> bool {
        if self.always {
            return true;
        }
        let date = at.to_jiff().to_zoned(self.zone.clone()).date();
        self.openings(date).any(|(from, to)| from <= at && at < to)
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
            for (opens, closes) in self.openings(date) {
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
            for (opens, closes) in self.openings(date) {
                if opens >= to {
                    return Duration::from_millis(sum);
                }
                sum += closes.min(to).since(opens.max(from)).as_millis().max(0);
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        Duration::from_millis(sum)
    }

    /// When the desk opens and closes on a local day, in order.
    fn openings(&self, date: Date) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let place = usize::try_from(date.weekday().to_monday_zero_offset()).ok();
        let day = place.filter(|_| !self.closed.contains(&date));
        let times = day.and_then(|place| self.days.get(place)).map_or(&[][..], Vec::as_slice);
        times.iter().filter_map(move |(from, to)| {
            let ends = match to {
                Some(to) => self.instant(date, *to)?,
                None => self.instant(date.checked_add(1.day()).ok()?, Time::midnight())?,
            };
            Some((self.instant(date, *from)?, ends))
        })
    }

    fn instant(&self, date: Date, time: Time) -> Option<Timestamp> {
        let zoned = date.to_datetime(time).to_zoned(self.zone.clone()).ok()?;
        Some(Timestamp::from_jiff(zoned.timestamp()))
    }
}

/// From when to when, in order; `None` at the end is midnight.
type Day = Vec<(Time, Option<Time>)>;

fn day(day: &'static str, text: &str) -> Result<Day, HoursError> {
    let wrong = || HoursError::Day { day, text: text.to_owned() };
    match text {
        "closed" => return Ok(Vec::new()),
        "always" => return Ok(vec![(Time::midnight(), None)]),
        _ => {}
    }
    // `HH:MM` and nothing else: a time with seconds would not be shown as it counts.
    let time = |text: &str| {
        let shape = text.len() == 5 && text.as_bytes().get(2) == Some(&b':');
        text.parse::<Time>().ok().filter(|_| shape).ok_or_else(wrong)
    };
    let mut times: Vec<(Time, Option<Time>, &str)> = Vec::new();
    for part in text.split(',').map(str::trim) {
        let (from, until) = part.split_once('-').ok_or_else(wrong)?;
        let (from_text, until_text) = (from.trim(), until.trim());
        let from = time(from_text)?;
        let until = if until_text == "24:00" { None } else { Some(time(until_text)?) };
        if until.is_some_and(|until| until <= from) {
            let (from, until) = (from_text.to_owned(), until_text.to_owned());
            return Err(HoursError::Order { day, from, until });
        }
        times.push((from, until, part));
    }
    if times.len() > INTERVALS_MAX {
        return Err(HoursError::TooMany { day });
    }
    times.sort_unstable();
    for pair in times.windows(2) {
        if let [(_, until, first), (from, _, second)] = pair
            && until.is_none_or(|until| *from < until)
        {
            let (first, second) = ((*first).to_owned(), (*second).to_owned());
            return Err(HoursError::Overlap { day, first, second });
        }
    }
    Ok(times.into_iter().map(|(from, until, _)| (from, until)).collect())
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
        for text in ["8-18", "08:00:30-09:00", "", "open", "08:00–18:00"] {
            let error = day("monday", text).unwrap_err().to_string();
            assert!(error.contains("monday") && error.contains("08:00-18:00"), "{error}");
        }
        let cases = [
            ("18:00-08:00", "until must be later"),
            ("08:00-08:00", "until must be later"),
            ("08:00-12:00, 11:59-13:00", "overlap"),
            ("08:00-24:00, 22:00-23:00", "overlap"),
            ("13:00-14:00,08:00-13:01", "overlap"),
        ];
        for (text, expected) in cases {
            let error = day("sunday", text).unwrap_err().to_string();
            assert!(error.contains("sunday") && error.contains(expected), "{text}: {error}");
        }
    }

    #[test]
    fn a_break_at_noon_is_not_counted() {
        let mut week = Hours::closed_all_week("Europe/Stockholm");
        week.monday = "13:00-17:00, 08:00-12:00".to_owned();
        let hours = BusinessHours::new(week).unwrap();
        // Monday 2026-11-23, 11:30 in Stockholm, is 10:30 UTC.
        let before_noon = at("2026-11-23T10:30:00Z");
        assert_eq!(hours.add(before_noon, Duration::from_secs(3_600)), at("2026-11-23T12:30:00Z"));
        assert!(!hours.is_open(at("2026-11-23T11:15:00Z")));
        assert_eq!(hours.next_open(at("2026-11-23T11:15:00Z")), at("2026-11-23T12:00:00Z"));
        let whole = hours.between(before_noon, at("2026-11-24T00:00:00Z"));
        assert_eq!(whole, Duration::from_secs(30 * 60 + 4 * 3_600));
    }
}
