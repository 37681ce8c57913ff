//! The shipped holidays against rules that do not come from the same source: the reckoning of
//! Easter, and days of the week.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use jiff::ToSpan as _;
use jiff::civil::Weekday;
use kernel::calendar::Calendars;
use kernel::{Date, Jurisdiction};

const YEARS: std::ops::RangeInclusive<i16> = 2024..=2028;

/// Gregorian Easter Sunday (the anonymous algorithm of 1876).
fn easter(year: i16) -> Date {
    let year = i32::from(year);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    Date::new(year as i16, (sum / 31) as i8, (sum % 31 + 1) as i8).unwrap()
}

/// Julian Easter Sunday, as a Gregorian date (thirteen days apart in this century).
fn orthodox_easter(year: i16) -> Date {
    let long = i32::from(year);
    let d = (19 * (long % 19) + 15) % 30;
    let e = (2 * (long % 4) + 4 * (long % 7) - d + 34) % 7;
    let sum = d + e + 114;
    Date::new(year, (sum / 31) as i8, (sum % 31 + 1) as i8).unwrap() + 13.days()
}

/// The `nth` weekday of a month; the last one for -1.
fn nth(year: i16, month: i8, nth: i8, weekday: Weekday) -> Date {
    Date::new(year, month, 1).unwrap().nth_weekday_of_month(nth, weekday).unwrap()
}

fn check(code: &str, what: &str, day: impl Fn(i16) -> Date) {
    let calendars = Calendars::shipped().unwrap();
    let calendar = calendars.get(&Jurisdiction::new(code).unwrap()).unwrap();
    for year in YEARS {
        let date = day(year);
        assert!(!calendar.is_business_day(date), "{code}: {what} {date} must be a holiday");
    }
}

#[test]
fn easter_is_where_the_reckoning_puts_it() {
    for (year, expected) in [(2024, "2024-03-31"), (2026, "2026-04-05"), (2028, "2028-04-16")] {
        assert_eq!(easter(year), expected.parse().unwrap());
    }
    let good_friday =
        ["gb", "se", "de", "es", "au", "br", "nl", "no", "dk", "fi", "pt", "cz", "ca", "nz"];
    for code in good_friday {
        check(code, "Good Friday", |year| easter(year) - 2.days());
    }
    let monday = [
        "gb", "se", "de", "au", "fr", "nl", "pl", "no", "dk", "fi", "at", "it", "ie", "be", "cz",
        "nz",
    ];
    for code in monday {
        check(code, "Easter Monday", |year| easter(year) + 1.day());
    }
    for code in ["se", "de", "fr", "nl", "no", "dk", "fi", "at", "be"] {
        check(code, "Ascension Day", |year| easter(year) + 39.days());
    }
    for code in ["de", "fr", "nl", "no", "dk", "at", "be"] {
        check(code, "Whit Monday", |year| easter(year) + 50.days());
    }
    for code in ["pl", "at", "pt"] {
        check(code, "Corpus Christi", |year| easter(year) + 60.days());
    }
    check("ro", "Orthodox Good Friday", |year| orthodox_easter(year) - 2.days());
    check("ro", "Orthodox Easter Monday", |year| orthodox_easter(year) + 1.day());
}

#[test]
fn days_of_the_week_are_where_the_acts_put_them() {
    use Weekday::{Friday, Monday, Thursday, Tuesday};
    let table: [(&str, &str, i8, i8, Weekday); 19] = [
        ("gb", "early May", 5, 1, Monday),
        ("gb", "spring", 5, -1, Monday),
        ("gb", "summer", 8, -1, Monday),
        ("us", "Martin Luther King", 1, 3, Monday),
        ("us", "Washington", 2, 3, Monday),
        ("us", "Memorial Day", 5, -1, Monday),
        ("us", "Labor Day", 9, 1, Monday),
        ("us", "Columbus Day", 10, 2, Monday),
        ("us", "Thanksgiving", 11, 4, Thursday),
        ("us-ny", "Thanksgiving", 11, 4, Thursday),
        ("ie", "May", 5, 1, Monday),
        ("ie", "June", 6, 1, Monday),
        ("ie", "August", 8, 1, Monday),
        ("ie", "October", 10, -1, Monday),
        ("ca", "Labour Day", 9, 1, Monday),
        ("ca", "Thanksgiving", 10, 2, Monday),
        ("nz", "Labour Day", 10, 4, Monday),
        ("nz", "King's Birthday", 6, 1, Monday),
        ("se", "Midsummer Eve, the Friday after the 18th", 6, 0, Friday),
    ];
    for (code, what, month, which, weekday) in table {
        check(code, what, |year| match which {
            // The first such weekday from the 19th on.
            0 => (19..=25)
                .map(|day| Date::new(year, month, day).unwrap())
                .find(|date| date.weekday() == weekday)
                .unwrap(),
            which => nth(year, month, which, weekday),
        });
    }
    check("us-ny", "Election Day", |year| nth(year, 11, 1, Monday) + 1.day());
    let election = nth(2026, 11, 1, Monday) + 1.day();
    assert_eq!((election.weekday(), election.day()), (Tuesday, 3));
}

#[test]
fn every_calendar_covers_its_years() {
    let calendars = Calendars::shipped().unwrap();
    let mut count = 0;
    for code in calendars.jurisdictions() {
        let calendar = calendars.get(code).unwrap();
        let years = if code.as_str() == "br" { 2016..=2028 } else { YEARS };
        for year in years {
            let first = Date::new(year, 1, 1).unwrap();
            let on_weekdays = first
                .series(1.day())
                .take_while(|date| date.year() == year)
                .filter(|date| !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday))
                .filter(|date| !calendar.is_business_day(*date))
                .count();
            assert!((4..=18).contains(&on_weekdays), "{code} {year}: {on_weekdays} weekdays off");
            assert!(!calendar.is_business_day(first), "{code} {year}: New Year's Day");
        }
        count += 1;
    }
    assert_eq!(count, 23);
}
