//! Dates by their distance: tomorrow, `next Friday`, `om två veckor`, `Ende des Monats`, payday.

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::lexicon::Mark;
use super::super::span::{Length, Unit, length_at};
use super::{Days, Read, Reader, around};

impl Reader<'_> {
    pub(super) fn relative(&self, at: usize) -> Read {
        self.named(at)
            .or_else(|| self.length(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.period(at))
    }

    /// Rows of words that are a day by themselves.
    fn named(&self, at: usize) -> Read {
        let today = self.locale.today;
        let named = |mark| match mark {
            Mark::Days(_)
            | Mark::LastDay(_)
            | Mark::MonthStart
            | Mark::MonthMid
            | Mark::MonthEnd
            | Mark::NextMonthStart
            | Mark::NextMonthEnd
            | Mark::Weekend
            | Mark::Payday => Some(mark),
            _ => None,
        };
        let (mark, after) = self.mark(at, named)?;
        let month = around::month_from(today, 0)?;
        let next = around::month_from(today, 1)?;
        let values = match mark {
            Mark::Days(days) => vec![Days::one(today.checked_add(days.days()).ok()?)],
            Mark::LastDay(weekday) => vec![Days::one(around::last_weekday(today, weekday)?)],
            // Said on the fifteenth, the beginning of the month is most likely the next.
            Mark::MonthStart if month.from == today => vec![Days::one(month.from)],
            Mark::MonthStart => vec![Days::one(next.from), Days::one(month.from)],
            Mark::MonthMid => around::day_of_month(today, 15),
            Mark::MonthEnd => vec![Days::one(month.to)],
            Mark::NextMonthStart => vec![Days::one(next.from)],
            Mark::NextMonthEnd => vec![Days::one(next.to)],
            Mark::Weekend => {
                let sunday = around::weekday_of_week(today, 0, 7)?;
                vec![Days { from: sunday.checked_sub(1.days()).ok()?, to: sunday }]
            }
            _ => return self.payday(after),
        };
        // `morgen` at the beginning is a greeting nowhere but in `guten Morgen`.
        let greets =
            at.checked_sub(1).and_then(|before| self.tokens.get(before)).is_some_and(|one| {
                matches!(one.word.as_str(), "guten" | "gutn" | "la" | "esta" | "god")
            });
        let is_tomorrow = mark == Mark::Days(1);
        (!(greets && is_tomorrow)).then_some((values, after))
    }

    /// A bare payday; `lön den 25:e` names its day itself.
    fn payday(&self, after: usize) -> Read {
        let day = self.locale.payday?;
        let named = (after..after + 3).any(|at| self.written(at).is_some());
        let next = around::day_of_month(self.locale.today, day).into_iter().next()?;
        (!named).then_some((vec![next], after))
    }

    /// `in two weeks`, `two weeks ago`, `hace tres días`, `för 3 dagar sedan`
    fn length(&self, at: usize) -> Read {
        let direction = |mark| match mark {
            Mark::In => Some(1),
            Mark::Before => Some(-1),
            _ => None,
        };
        let before = self.mark(at, direction);
        let start = before.map_or(at, |(_, after)| after);
        let (lengths, end) = length_at(&self.lexicons, self.tokens, start)?;
        let ago = self.is(end, Mark::Ago);
        let (sign, end) = match (before, ago, self.is(end, Mark::In)) {
            (Some((1, _)), None, _) => (1, end),
            // Swedish `för två veckor` is also how long something lasts: it needs its `sedan`.
            (Some(_), None, _) if self.locale.language.code() == "sv" => return None,
            (Some(_), None, _) => (-1, end),
            (_, Some(after), _) => (-1, after),
            (None, None, Some(after)) if self.locale.language.code() == "en" => (1, after),
            _ => return None,
        };
        let mut values: Vec<Days> = Vec::new();
        for Length { count, to, unit } in lengths {
            let count = i32::try_from(count).ok()?;
            let one = shift(self.locale.today, sign * count, unit)?;
            let other = match to {
                Some(to) => shift(self.locale.today, sign * i32::try_from(to).ok()?, unit)?,
                None => one,
            };
            values.push(Days { from: one.min(other), to: one.max(other) });
        }
        Some((values, end))
    }

    /// `friday`, `next Friday`, `am Freitag`, `el viernes que viene`, `fredag nästa vecka`
    fn weekday(&self, at: usize) -> Read {
        let today = self.locale.today;
        let which = |mark| match mark {
            Mark::Next | Mark::Last | Mark::This => Some(mark),
            _ => None,
        };
        let before = self.mark(at, which);
        let start = before.map_or(at, |(_, after)| after);
        let weekday = |mark| match mark {
            Mark::Weekday(weekday) => Some(weekday),
            _ => None,
        };
        let (weekday, after) = self.mark(start, weekday)?;
        let word = self.tokens.get(start)?;
        // `so`, `do`, `fr`, `mon` are words and names; a short form needs a capital or a point.
        let short = word.word.len() <= 3;
        if short && before.is_none() && !word.raw.starts_with(char::is_uppercase) {
            return None;
        }
        let next = around::next_weekday(today, weekday)?;
        let last = around::last_weekday(today, weekday)?;
        let coming = if next == today { next.checked_add(7.days()).ok()? } else { next };
        let week_after = around::weekday_of_week(today, 1, weekday)?;
        let (values, after) = match (
            before.map(|(mark, _)| mark),
            self.is(after, Mark::NextAfter),
            self.is(after, Mark::LastAfter),
        ) {
            (Some(Mark::Next), _, _) => (vec![coming, week_after], after),
            (Some(Mark::Last), _, _) => (vec![last], after),
            (Some(_), _, _) => (vec![next], after),
            (None, Some(end), _) if self.locale.language.code() == "es" => {
                (vec![coming, week_after], end)
            }
            (None, Some(end), _) => (vec![week_after], end),
            (None, None, Some(end)) => (vec![last], end),
            (None, None, None) => (vec![next, last], after),
        };
        Some((values.into_iter().map(Days::one).collect(), after))
    }

    /// `next week`, `den här månaden`, `letztes Jahr`, `el mes que viene`
    fn period(&self, at: usize) -> Read {
        let today = self.locale.today;
        let (unit, distance, after) = self.unit_from(at)?;
        let days = match unit {
            Unit::Week => around::week(today, distance)?,
            Unit::Month => around::month_from(today, distance)?,
            Unit::Year => around::year_from(today, distance)?,
            Unit::Hour | Unit::Day | Unit::BusinessDay | Unit::Fortnight => return None,
        };
        Some((vec![days], after))
    }

    /// A month said by its distance: so many months from this one.
    pub(super) fn month_from(&self, at: usize) -> Option<(i32, usize)> {
        let (unit, distance, after) = self.unit_from(at)?;
        (unit == Unit::Month).then_some((distance, after))
    }

    fn unit_from(&self, at: usize) -> Option<(Unit, i32, usize)> {
        let unit = |mark| match mark {
            Mark::Unit(unit) => Some(unit),
            _ => None,
        };
        let distance = |mark| match mark {
            Mark::Next => Some(1),
            Mark::Last => Some(-1),
            Mark::This => Some(0),
            _ => None,
        };
        if let Some((distance, after)) = self.mark(at, distance) {
            // `last 3 months` lasts, and is no month.
            let (unit, after) = self.mark(after, unit)?;
            return Some((unit, distance, after));
        }
        let (unit, after) = self.mark(at, unit)?;
        let behind = |mark| match mark {
            Mark::NextAfter => Some(1),
            Mark::LastAfter => Some(-1),
            _ => None,
        };
        let (distance, after) = self.mark(after, behind)?;
        (self.locale.language.code() == "es").then_some((unit, distance, after))
    }
}

fn shift(today: Date, count: i32, unit: Unit) -> Option<Date> {
    let span = match unit {
        // Hours stay within the day, or reach the next.
        Unit::Hour => (count / 24).days(),
        Unit::Day => count.days(),
        Unit::BusinessDay => return business_days(today, count),
        Unit::Week => count.weeks(),
        Unit::Fortnight => count.checked_mul(2)?.weeks(),
        Unit::Month => count.months(),
        Unit::Year => count.years(),
    };
    today.checked_add(span).ok()
}

/// Weekdays without holidays: which market's they are is not known here.
fn business_days(today: Date, count: i32) -> Option<Date> {
    let step = count.signum();
    let mut date = today;
    let mut left = count.abs().min(BUSINESS_DAYS_MAX);
    while left > 0 {
        date = date.checked_add(step.days()).ok()?;
        left -= i32::from(date.weekday().to_monday_one_offset() <= 5);
    }
    Some(date)
}

/// Most business days that are counted.
const BUSINESS_DAYS_MAX: i32 = 1_000;
