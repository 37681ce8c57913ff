//! Days near today.

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, civil};

use super::Days;

/// A day and month without a year: the nearest to today, then the one on the other side of it.
pub(super) fn yearless(today: Date, month: i8, day: i8) -> Vec<Days> {
    let years = [today.year() - 1, today.year(), today.year() + 1];
    let mut all: Vec<Date> =
        years.iter().filter_map(|year| civil::Date::new(*year, month, day).ok()).collect();
    // A leap day may be years away; the nearest of three years is then the only one.
    all.sort_by_key(|date| days_between(today, *date).abs());
    let Some(first) = all.first().copied() else { return Vec::new() };
    let other_side = |date: &Date| (first >= today) != (*date >= today);
    let other = all.iter().copied().find(other_side).filter(|_| first != today);
    std::iter::once(first).chain(other).map(Days::one).collect()
}

/// A bare day of the month: the next, then the last.
pub(super) fn day_of_month(today: Date, day: i8) -> Vec<Days> {
    let months = (-2..=2).filter_map(|months: i32| {
        let first = today.first_of_month().checked_add(months.months()).ok()?;
        civil::Date::new(first.year(), first.month(), day).ok()
    });
    let all: Vec<Date> = months.collect();
    let next = all.iter().copied().find(|date| *date >= today);
    let last = all.iter().rev().copied().find(|date| *date < today);
    next.into_iter().chain(last).map(Days::one).collect()
}

/// All days of a month without a year: the one under way or the next, then the last.
pub(super) fn month(today: Date, month: i8) -> Vec<Days> {
    let of = |year: i16| {
        let from = civil::Date::new(year, month, 1).ok()?;
        Some(Days { from, to: from.last_of_month() })
    };
    let all: Vec<Days> =
        [today.year() - 1, today.year(), today.year() + 1].into_iter().filter_map(of).collect();
    let next = all.iter().copied().find(|days| days.to >= today);
    let last = all.iter().rev().copied().find(|days| days.to < today);
    next.into_iter().chain(last).collect()
}

/// The first such weekday from today on; from 1, Monday.
pub(super) fn next_weekday(today: Date, weekday: i8) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    if today.weekday() == weekday { Some(today) } else { today.nth_weekday(1, weekday).ok() }
}

/// The last such weekday before today; from 1, Monday.
pub(super) fn last_weekday(today: Date, weekday: i8) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    today.nth_weekday(-1, weekday).ok()
}

/// Such a weekday of the week that is so many weeks from this one. Weeks begin on Monday.
pub(super) fn weekday_of_week(today: Date, weeks: i32, weekday: i8) -> Option<Date> {
    let monday = monday(today)?.checked_add(weeks.weeks()).ok()?;
    monday.checked_add(i32::from(weekday - 1).days()).ok()
}

pub(super) fn monday(today: Date) -> Option<Date> {
    let passed = i32::from(today.weekday().to_monday_zero_offset());
    today.checked_sub(passed.days()).ok()
}

/// The week that is so many weeks from this one.
pub(super) fn week(today: Date, weeks: i32) -> Option<Days> {
    let from = monday(today)?.checked_add(weeks.weeks()).ok()?;
    Some(Days { from, to: from.checked_add(6.days()).ok()? })
}

/// The month that is so many months from this one.
pub(super) fn month_from(today: Date, months: i32) -> Option<Days> {
    let from = today.first_of_month().checked_add(months.months()).ok()?;
    Some(Days { from, to: from.last_of_month() })
}

/// The year that is so many years from this one.
pub(super) fn year_from(today: Date, years: i32) -> Option<Days> {
    let from = today.first_of_year().checked_add(years.years()).ok()?;
    Some(Days { from, to: from.last_of_year() })
}

fn days_between(one: Date, other: Date) -> i32 {
    one.until(other).map_or(i32::MAX, |span| span.get_days())
}
