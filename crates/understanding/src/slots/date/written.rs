//! Dates in figures and with names of months: `2026-11-30`, `15/10`, `am 25.`, `3 mars`, `March 3rd`.

use jiff::civil;

use super::super::DayOrder;
use super::super::lexicon::Mark;
use super::{Days, Read, Reader, around};

/// Words before a month that is named alone, besides those that announce days anyhow.
const OF_A_MONTH: [&str; 9] = ["from", "for", "från", "för", "im", "vom", "aus", "von", "für"];

/// A day, a month and what was said of the year.
#[derive(Debug, Clone, Copy)]
struct Parts {
    day: i8,
    month: i8,
    year: Option<i16>,
}

/// Years that dates of customers are in.
const YEARS: std::ops::RangeInclusive<u64> = 1_900..=2_100;

impl Reader<'_> {
    pub(super) fn written(&self, at: usize) -> Read {
        if self.is_inside(at) {
            return None;
        }
        self.iso(at)
            .or_else(|| self.figures(at))
            .or_else(|| self.points(at))
            .or_else(|| self.with_month(at))
            .or_else(|| self.bare_day(at))
    }

    /// Whether a number is part of a longer one, an order or an amount.
    fn is_inside(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|before| self.tokens.get(before)) else {
            return false;
        };
        let joins = before.is('#')
            || before.is('/')
            || before.is('-')
            || before.is('€')
            || before.is('$')
            || before.is('£');
        self.glued(at)
            && self.tokens.get(at).is_some_and(|token| token.is_number())
            && (joins || !before.raw.starts_with(|char: char| !char.is_alphanumeric()))
    }

    /// `2026-11-30`
    fn iso(&self, at: usize) -> Read {
        let (year, end) = self.row(at, '-')?;
        let year =
            i16::try_from(year).ok().filter(|year| YEARS.contains(&year.unsigned_abs().into()))?;
        let (month, next) = self.row(end, '-')?;
        let day = self.tokens.get(next).filter(|_| self.glued(next))?.whole()?;
        let date =
            civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Some((vec![Days::one(date)], next + 1))
    }

    /// A whole number with a sign glued to it, and the place after both.
    fn row(&self, at: usize, sign: char) -> Option<(u64, usize)> {
        let number = self.tokens.get(at)?.whole()?;
        (self.sign(at + 1, &[sign]) && self.glued(at + 1)).then_some((number, at + 2))
    }

    /// `15/10`, `15/10/2026`, `15-10-2026`
    fn figures(&self, at: usize) -> Read {
        let sign = if self.sign(at + 1, &['/']) { '/' } else { '-' };
        let (first, next) = self.row(at, sign)?;
        let second = self.tokens.get(next).filter(|_| self.glued(next))?.whole()?;
        let year = self.row(next, sign).and_then(|(_, after)| {
            let year = self.tokens.get(after).filter(|_| self.glued(after))?;
            Some((full_year(year.raw)?, after + 1))
        });
        let goes_on = self.sign(next + 1, &[sign]) && self.glued(next + 1) && year.is_none();
        // `24/7` is around the clock, and `3-4` is a range.
        if goes_on || (first == 24 && second == 7) || (sign == '-' && year.is_none()) {
            return None;
        }
        let end = year.map_or(next + 1, |(_, after)| after);
        let year = year.map(|(year, _)| year);
        let (first, second) = (i8::try_from(first).ok()?, i8::try_from(second).ok()?);
        let day_first = Parts { day: first, month: second, year };
        let month_first = Parts { day: second, month: first, year };
        let orders: &[Parts] = match self.locale.day_order {
            DayOrder::DayFirst => &[day_first],
            DayOrder::MonthFirst => &[month_first],
            DayOrder::Unknown => &[day_first, month_first],
        };
        let mut values: Vec<Days> = orders.iter().flat_map(|parts| self.days(*parts)).collect();
        if values.is_empty() {
            // `10/25` in a market of days first has one reading.
            values = [day_first, month_first].iter().flat_map(|parts| self.days(*parts)).collect();
        }
        Some((values, end))
    }

    /// `15.10.2026`, `15.10.`, and `15.10` after a word that announces a day.
    fn points(&self, at: usize) -> Read {
        let token = self.tokens.get(at).filter(|token| token.is_number())?;
        let mut parts = token.raw.split('.');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next());
        if parts.next().is_some() || day.len() > 2 || month.len() > 2 {
            return None;
        }
        let (day, month): (i8, i8) = (day.parse().ok()?, month.parse().ok()?);
        let point = self.sign(at + 1, &['.']) && self.glued(at + 1);
        let announced = at.checked_sub(1).is_some_and(|before| {
            self.is(before, Mark::TheDay).is_some() || self.ends_with_the_day(at)
        });
        let is_german = self.locale.language.code() == "de";
        if year.is_none() && !announced && !(point && is_german) {
            return None;
        }
        let year = match year {
            Some(year) => Some(full_year(year)?),
            None => None,
        };
        let end = if point && year.is_none() { at + 2 } else { at + 1 };
        // `15.10. 2026`
        let late =
            self.tokens.get(end).and_then(|token| full_year(token.raw)).filter(|_| year.is_none());
        let written =
            late.filter(|_| self.tokens.get(end).is_some_and(|token| token.raw.len() == 4));
        let end = if written.is_some() { end + 1 } else { end };
        Some((self.days(Parts { day, month, year: year.or(written) }), end))
    }

    /// Whether words that announce a day end before a place: `on the`, `hasta el`.
    fn ends_with_the_day(&self, at: usize) -> bool {
        let from = at.saturating_sub(2);
        (from..at).any(|start| self.is(start, Mark::TheDay) == Some(at))
    }

    /// `3 mars`, `den 3:e mars 2027`, `3. März`, `3 de marzo`, `March 3rd`, `3rd of March`
    fn with_month(&self, at: usize) -> Read {
        let month = |mark| match mark {
            Mark::Month(month) => Some(month),
            _ => None,
        };
        let at = self.is(at, Mark::TheDay).unwrap_or(at);
        if let Some((day, after)) = self.day(at) {
            let after = self.is(after, Mark::Of).unwrap_or(after);
            let (month, after) = self.mark(after, month)?;
            let (year, after) = self.year(after);
            return Some((self.days(Parts { day, month, year }), after));
        }
        let (month, after) = self.mark(at, month)?;
        let after = if self.sign(after, &['.']) && self.glued(after) { after + 1 } else { after };
        let the = self.is(after, Mark::TheDay).unwrap_or(after);
        if let Some((day, after)) = self.day(the).filter(|_| !self.is_year(the)) {
            let counts = |mark| matches!(mark, Mark::Unit(_) | Mark::Times(_)).then_some(());
            if self.mark(after, counts).is_none() {
                let (year, after) = self.year(after);
                return Some((self.days(Parts { day, month, year }), after));
            }
        }
        self.whole_month(at, month, after)
    }

    /// `in March`, `mars 2027`: a name of a month alone may be another word (`may`).
    fn whole_month(&self, at: usize, month: i8, after: usize) -> Read {
        let (year, end) = self.year(after);
        if let Some(year) = year {
            let from = civil::Date::new(year, month, 1).ok()?;
            return Some((vec![Days { from, to: from.last_of_month() }], end));
        }
        let before = at.checked_sub(1)?;
        let announces =
            |mark| matches!(mark, Mark::In | Mark::Of | Mark::This | Mark::TheDay).then_some(());
        let word = self.tokens.get(before)?.raw.to_lowercase();
        let is_named = OF_A_MONTH.contains(&word.as_str());
        if !is_named {
            self.mark(before, announces)?;
        }
        Some((around::month(self.locale.today, month), after))
    }

    fn is_year(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.raw.len() == 4 && full_year(token.raw).is_some())
    }

    /// A year after a date: `2027`, `, 2027`.
    fn year(&self, at: usize) -> (Option<i16>, usize) {
        let start = if self.sign(at, &[',']) { at + 1 } else { at };
        let start = self.is(start, Mark::Of).unwrap_or(start);
        match self.tokens.get(start).filter(|_| self.is_year(start)) {
            Some(token) => (full_year(token.raw), start + 1),
            None => (None, at),
        }
    }

    /// A day of a month in figures or as an ordinal, and the place after it with what belongs to it.
    fn day(&self, at: usize) -> Option<(i8, usize)> {
        let ordinal = |mark| match mark {
            Mark::Ordinal(number) => Some(number),
            _ => None,
        };
        let token = self.tokens.get(at)?;
        let (number, after) = match token.whole() {
            Some(number) if token.raw.len() <= 2 => (number, at + 1),
            Some(_) => return None,
            None => self.mark(at, ordinal)?,
        };
        let day = i8::try_from(number).ok().filter(|day| (1..=31).contains(day))?;
        Some((day, self.after_nth(after)))
    }

    /// After `:e`, `th`, `.`, `º` behind a number.
    fn after_nth(&self, at: usize) -> usize {
        let colon = self.sign(at, &[':']) && self.glued(at) && self.glued(at + 1);
        let start = if colon { at + 1 } else { at };
        if self.glued(start)
            && let Some(after) = self.is(start, Mark::Nth)
        {
            return after;
        }
        // A point before another word; at the end it ends the sentence, and the day is the same.
        let point = self.sign(at, &['.', 'º', '°']) && self.glued(at);
        if point { at + 1 } else { at }
    }

    /// `the 25th`, `den 25:e`, `am 25.`, `el día 25`, and `25th` alone.
    fn bare_day(&self, at: usize) -> Read {
        let the = self.is(at, Mark::TheDay);
        let start = the.unwrap_or(at);
        let token = self.tokens.get(start)?;
        let number = token.whole().filter(|_| token.raw.len() <= 2);
        let (day, after) = self.day(start)?;
        let nth = after > start + 1;
        let german = self.locale.language.code() == "de";
        let is_day = match (the.is_some(), number.is_some()) {
            // `den 25`, `el 25`; `the 25` of what
            (true, true) => nth || self.locale.language.code() != "en",
            // `am Ersten`
            (true, false) => german && self.is_end(after),
            (false, true) => nth && !self.sign(after - 1, &['.']),
            (false, false) => false,
        };
        let counts = |mark| {
            let counts =
                matches!(mark, Mark::Unit(_) | Mark::Times(_) | Mark::Percent | Mark::Ordinal(_));
            counts.then_some(())
        };
        let goes_on =
            self.mark(after, counts).is_some() || self.sign(after, &['%', '€', '$', '£', ':', '/']);
        if !is_day || goes_on {
            return None;
        }
        // `the 25th of next month`
        let of = self.is(after, Mark::Of).unwrap_or(after);
        if let Some((months, end)) = self.month_from(of) {
            let days = around::month_from(self.locale.today, months)?;
            let date = civil::Date::new(days.from.year(), days.from.month(), day).ok()?;
            return Some((vec![Days::one(date)], end));
        }
        Some((around::day_of_month(self.locale.today, day), after))
    }

    fn is_end(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| !token.raw.starts_with(char::is_uppercase))
    }

    fn days(&self, parts: Parts) -> Vec<Days> {
        let Parts { day, month, year } = parts;
        match year {
            Some(year) => civil::Date::new(year, month, day).map(Days::one).into_iter().collect(),
            None => around::yearless(self.locale.today, month, day),
        }
    }
}

/// A year of four digits, or of two in this century.
fn full_year(raw: &str) -> Option<i16> {
    let year: u64 = raw.parse().ok()?;
    match raw.len() {
        2 => i16::try_from(2_000 + year).ok(),
        4 if YEARS.contains(&year) => i16::try_from(year).ok(),
        _ => None,
    }
}
