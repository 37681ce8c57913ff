//! The settings of a tenant: a table of intent and market, of which the most particular row counts.

use std::collections::BTreeSet;

use kernel::{PrincipalId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Mode;
use super::fall::Fall;

/// Most rows of the table.
pub const ROWS_MAX: usize = 500;
/// The longest window that is measured, in days.
pub const WINDOW_DAYS_MAX: u16 = 90;
/// The fewest cases that a fall may follow from: below, chance decides.
pub const CASES_MIN: u32 = 10;
/// Longest name of an intent or a market, in characters.
const NAME_CHARS_MAX: usize = 64;

/// What is expected of a mode: shares from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// At least so much is resolved.
    pub resolved_min: f64,
    /// At most so much is complained of.
    pub complaints_max: f64,
}

impl Default for Band {
    /// Half of what it keeps for itself is resolved; of two in a hundred at most somebody complains.
    fn default() -> Self {
        Self { resolved_min: 0.5, complaints_max: 0.02 }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Every intent, where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<String>,
    /// A country as orders name it, such as `se`; every one, where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub market: Option<String>,
    pub mode: Mode,
    /// The share of conversations that it counts for, 0 to 100; of the others it is off.
    pub percent: u8,
    /// Its own band; that of the settings where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<Band>,
    /// The version of the settings that made it what it is: what was begun before is not held against it.
    #[serde(default)]
    pub since_version: u64,
    /// Who made it so; nobody where it fell by itself, or ships.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PrincipalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Why it fell by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fell: Option<Fall>,
}

impl Row {
    fn key(&self) -> (Option<&str>, Option<&str>) {
        (self.intent.as_deref(), self.market.as_deref())
    }

    /// How particular it is, where it is about this intent and market.
    fn fits(&self, intent: &str, market: &str) -> Option<u8> {
        let fits = |own: &Option<String>, asked: &str| own.as_ref().is_none_or(|own| own == asked);
        (fits(&self.intent, intent) && fits(&self.market, market))
            .then(|| 2 * u8::from(self.intent.is_some()) + u8::from(self.market.is_some()))
    }

    fn is_set_like(&self, other: &Self) -> bool {
        self.mode == other.mode && self.percent == other.percent && self.band == other.band
    }
}

/// The settings of a tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// One of them is of every intent and market.
    pub rows: Vec<Row>,
    pub band: Band,
    /// Over how many days it is measured.
    pub window_days: u16,
    /// How many cases a fall follows from at least.
    pub cases_min: u32,
}

impl Default for Settings {
    /// It acts everywhere, where it is on at all.
    fn default() -> Self {
        let all = Row { mode: Mode::Act, percent: 100, ..Row::default() };
        Self { rows: vec![all], band: Band::default(), window_days: 28, cases_min: 30 }
    }
}

/// What is wrong with settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    #[error("rows: one row must be without intent and market: it counts where no other does")]
    NoDefault,
    #[error("rows: {0} has two rows; keep one")]
    Twice(String),
    #[error("rows: at most {ROWS_MAX}")]
    TooMany,
    #[error("rows: {0} is no name of an intent or a market")]
    Name(String),
    #[error("rows: percent of {0} must be 0 to 100")]
    Percent(String),
    #[error("{0}: the shares of a band must be 0 to 1")]
    Band(String),
    #[error("window_days must be 1 to {WINDOW_DAYS_MAX}")]
    Window,
    #[error("cases_min must be {CASES_MIN} or more: below, chance decides")]
    Cases,
}

impl SettingsError {
    /// The field that it is about.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Window => "window_days",
            Self::Cases => "cases_min",
            Self::Band(_) => "band",
            _ => "rows",
        }
    }
}

impl Settings {
    /// # Errors
    /// [`SettingsError`] with the first thing that is wrong.
    pub fn check(&self) -> Result<(), SettingsError> {
        if self.rows.len() > ROWS_MAX {
            return Err(SettingsError::TooMany);
        }
        let mut keys = BTreeSet::new();
        for row in &self.rows {
            let name = named(row);
            let is_name = |part: &str| !part.is_empty() && part.chars().count() <= NAME_CHARS_MAX;
            if !row.intent.iter().chain(&row.market).all(|part| is_name(part)) {
                return Err(SettingsError::Name(name));
            }
            if !keys.insert(row.key()) {
                return Err(SettingsError::Twice(name));
            }
            if row.percent > 100 {
                return Err(SettingsError::Percent(name));
            }
            if !row.band.is_none_or(is_band) {
                return Err(SettingsError::Band(name));
            }
        }
        if !keys.contains(&(None, None)) {
            return Err(SettingsError::NoDefault);
        }
        if !is_band(self.band) {
            return Err(SettingsError::Band("band".to_owned()));
        }
        if !(1..=WINDOW_DAYS_MAX).contains(&self.window_days) {
            return Err(SettingsError::Window);
        }
        if self.cases_min < CASES_MIN {
            return Err(SettingsError::Cases);
        }
        Ok(())
    }

    /// The row that counts for an intent and a market.
    pub fn row(&self, intent: &str, market: &str) -> Option<&Row> {
        let fitting = |row: &'_ Row| row.fits(intent, market);
        self.rows.iter().filter(|row| fitting(row).is_some()).max_by_key(|row| fitting(row))
    }

    /// What the assistant does with a conversation of this bucket. Before anything was recognised, the
    /// most that it does with anything in this market: it listens.
    pub fn mode(&self, intent: Option<&str>, market: &str, bucket: u8) -> Mode {
        let drawn = |row: &Row| if bucket < row.percent { row.mode } else { Mode::Off };
        match intent {
            Some(intent) => self.row(intent, market).map_or(Mode::Off, drawn),
            None => {
                let here = |row: &&Row| row.market.as_deref().is_none_or(|own| own == market);
                self.rows.iter().filter(here).map(drawn).max().unwrap_or_default()
            }
        }
    }

    /// Whether it does anything at all.
    pub fn is_on(&self) -> bool {
        self.rows.iter().any(|row| row.mode > Mode::Off && row.percent > 0)
    }

    /// The band of an intent and market.
    pub fn band_of(&self, row: &Row) -> Band {
        row.band.unwrap_or(self.band)
    }

    /// These settings as they follow on others, as their version `version`: rows that stay as they were
    /// keep who made them so, and what was measured of them.
    #[must_use]
    pub fn following(
        mut self,
        before: &Self,
        version: u64,
        by: Option<&PrincipalId>,
        at: Timestamp,
    ) -> Self {
        for row in &mut self.rows {
            let known = before.rows.iter().find(|known| known.key() == row.key());
            match known.filter(|known| known.is_set_like(row)) {
                Some(known) => row.clone_from(known),
                None => {
                    row.since_version = version;
                    row.by = by.cloned();
                    row.at = Some(at);
                    row.fell = None;
                }
            }
        }
        self
    }
}

fn named(row: &Row) -> String {
    let part = |part: &Option<String>| part.clone().unwrap_or_else(|| "*".to_owned());
    format!("{} × {}", part(&row.intent), part(&row.market))
}

fn is_band(band: Band) -> bool {
    let share = 0.0..=1.0;
    share.contains(&band.resolved_min) && share.contains(&band.complaints_max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(intent: &str, market: &str, mode: Mode, percent: u8) -> Row {
        let part = |part: &str| (part != "*").then(|| part.to_owned());
        Row { intent: part(intent), market: part(market), mode, percent, ..Row::default() }
    }

    fn settings(rows: Vec<Row>) -> Settings {
        Settings { rows, ..Settings::default() }
    }

    #[test]
    fn the_most_particular_row_counts() {
        let all = settings(vec![
            row("*", "*", Mode::Off, 100),
            row("pause_payment", "*", Mode::Act, 50),
            row("*", "SE", Mode::Shadow, 100),
            row("pause_payment", "SE", Mode::Suggest, 10),
        ]);
        assert_eq!(all.check(), Ok(()));
        for (intent, market, bucket, mode) in [
            (Some("refund_status"), "DE", 0, Mode::Off),
            (Some("pause_payment"), "DE", 49, Mode::Act),
            (Some("pause_payment"), "DE", 50, Mode::Off),
            (Some("refund_status"), "SE", 99, Mode::Shadow),
            (Some("pause_payment"), "SE", 9, Mode::Suggest),
            (Some("pause_payment"), "SE", 10, Mode::Off),
            // Nobody knows yet what it is about.
            (None, "DE", 0, Mode::Act),
            (None, "DE", 70, Mode::Off),
            (None, "SE", 70, Mode::Shadow),
        ] {
            assert_eq!(all.mode(intent, market, bucket), mode, "{intent:?} {market} {bucket}");
        }
        assert!(all.is_on() && !settings(vec![row("*", "*", Mode::Off, 100)]).is_on());
    }

    #[test]
    fn what_is_wrong_is_said() {
        let act = || row("*", "*", Mode::Act, 100);
        let band = Band { resolved_min: 1.5, complaints_max: 0.0 };
        for (wrong, error) in [
            (settings(vec![]), SettingsError::NoDefault),
            (settings(vec![act(), act()]), SettingsError::Twice("* × *".to_owned())),
            (settings(vec![row("*", "*", Mode::Act, 101)]), SettingsError::Percent("* × *".into())),
            (settings(vec![act(), row("", "*", Mode::Act, 1)]), SettingsError::Name(" × *".into())),
            (Settings { band, ..Settings::default() }, SettingsError::Band("band".into())),
            (Settings { window_days: 0, ..Settings::default() }, SettingsError::Window),
            (Settings { cases_min: 1, ..Settings::default() }, SettingsError::Cases),
        ] {
            assert_eq!(wrong.check(), Err(error));
        }
        assert_eq!(Settings::default().check(), Ok(()));
    }

    #[test]
    fn what_stays_keeps_who_made_it_so() {
        let (ann, at): (PrincipalId, _) = ("ann".parse().unwrap(), Timestamp::from_millis(5));
        let first = settings(vec![row("*", "*", Mode::Act, 100), row("a", "*", Mode::Act, 10)])
            .following(&Settings::default(), 1, Some(&ann), at);
        assert_eq!((first.rows[0].since_version, first.rows[1].since_version), (0, 1));
        let mut second = first.clone();
        second.rows[1].percent = 20;
        let later = Timestamp::from_millis(9);
        let second = second.following(&first, 2, None, later);
        assert_eq!(second.rows[0], first.rows[0]);
        assert_eq!((second.rows[1].since_version, second.rows[1].at), (2, Some(later)));
    }
}
