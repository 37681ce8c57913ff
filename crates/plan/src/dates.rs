//! Date arithmetic that cannot fail: it stops at the last date there is.

use jiff::Span;
use kernel::Date;

/// `date` plus whole days, which may be negative.
pub(crate) fn add_days(date: Date, days: i64) -> Date {
    Span::new().try_days(days).map_or(Date::MAX, |span| date.saturating_add(span))
}

/// `date` plus calendar months; a day that the month lacks becomes its last day.
pub(crate) fn add_months(date: Date, months: u16) -> Date {
    Span::new().try_months(months).map_or(Date::MAX, |span| date.saturating_add(span))
}

/// Days from `from` to `to`; negative when `to` is earlier.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}
