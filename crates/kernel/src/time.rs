//! Instants and durations as whole milliseconds UTC, and calendar dates.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A calendar date with no time of day, re-exported from `jiff`.
pub use jiff::civil::Date;

/// An instant: milliseconds since 1970-01-01T00:00:00Z. As JSON, RFC 3339 text with milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

/// Why a text is not an instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an RFC 3339 instant such as 2026-11-21T09:30:00Z, got {0:?}")]
pub struct TimestampError(String);

/// The last millisecond of the year 9998, UTC: later instants are refused at the boundary.
const MILLIS_MAX: i64 = 253_370_764_799_999;

impl Timestamp {
    pub const EPOCH: Self = Self(0);
    pub const MAX: Self = Self(MILLIS_MAX);

    /// Clamped to the years 1970–9998, so that arithmetic and formatting cannot fail later.
    pub const fn from_millis(millis: i64) -> Self {
        if millis < 0 {
            Self(0)
        } else if millis > MILLIS_MAX {
            Self(MILLIS_MAX)
        } else {
            Self(millis)
        }
    }

    pub const fn as_millis(self) -> i64 {
        self.0
    }

    pub const fn plus(self, by: Duration) -> Self {
        Self::from_millis(self.0.saturating_add(by.0))
    }

    pub const fn minus(self, by: Duration) -> Self {
        Self::from_millis(self.0.saturating_sub(by.0))
    }

    /// `self − earlier`; negative when `earlier` is later.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }

    /// Whole days since 1970-01-01, UTC.
    pub const fn utc_day(self) -> i64 {
        self.0.div_euclid(Duration::DAY.0)
    }

    /// The day by UTC.
    pub fn utc_date(self) -> Date {
        self.to_jiff().to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// For sentences, to the minute begun: `2026-11-01 18:02 UTC`. A deadline told so is never told
    /// too late.
    pub fn to_minute(self) -> String {
        self.to_jiff().strftime("%Y-%m-%d %H:%M UTC").to_string()
    }

    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or_default()
    }

    pub fn from_jiff(instant: jiff::Timestamp) -> Self {
        Self::from_millis(instant.as_millisecond())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.to_jiff())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;
    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let instant: jiff::Timestamp = text.parse().map_err(|_| TimestampError(text.to_owned()))?;
        let millis = instant.as_millisecond();
        if (0..=MILLIS_MAX).contains(&millis) {
            Ok(Self(millis))
        } else {
            Err(TimestampError(text.to_owned()))
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A length of time in milliseconds; may be negative. As JSON, a whole number of milliseconds.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Duration(i64);

impl Duration {
    pub const ZERO: Self = Self(0);
    pub const SECOND: Self = Self(1_000);
    pub const MINUTE: Self = Self(60_000);
    pub const HOUR: Self = Self(3_600_000);
    /// Exactly 24 hours.
    pub const DAY: Self = Self(86_400_000);

    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1_000))
    }
    pub const fn from_hours(hours: i64) -> Self {
        Self(hours.saturating_mul(Self::HOUR.0))
    }
    /// Days of exactly 24 hours.
    pub const fn from_days(days: i64) -> Self {
        Self(days.saturating_mul(Self::DAY.0))
    }
    pub const fn as_millis(self) -> i64 {
        self.0
    }
    /// Whole 24-hour days, rounded towards zero.
    pub const fn whole_days(self) -> i64 {
        self.0 / Self::DAY.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_in_a_sentence_is_never_too_late() {
        let at: Timestamp = "2026-10-31T23:00:59.999Z".parse().unwrap();
        assert_eq!(at.to_minute(), "2026-10-31 23:00 UTC");
    }

    #[test]
    fn instants_round_trip_as_rfc_3339() {
        let at: Timestamp = "2026-10-31T23:00:00Z".parse().unwrap();
        assert_eq!(at.to_string(), "2026-10-31T23:00:00.000Z");
        assert_eq!(serde_json::to_string(&at).unwrap(), "\"2026-10-31T23:00:00.000Z\"");
        let offset: Timestamp = "2026-11-01T00:00:00+01:00".parse().unwrap();
        assert_eq!(offset, at);
    }

    #[test]
    fn what_is_not_an_instant_is_refused() {
        for bad in ["", "yesterday", "2026-10-31", "1969-12-31T23:59:59Z", "9999-01-01T00:00:00Z"] {
            assert!(bad.parse::<Timestamp>().is_err(), "{bad}");
        }
    }
}
