//! Telephone numbers, as people write them in any country.
//!
//! They have no check digit, so a number is known by its form (`+46 70 123 45 67`, `(602) 272-9781`,
//! `0494 92 82 32`, `780-999-2181`), and where the form says little (`668 5702`, `9498777106`) by words
//! beside it. At most fifteen digits (ITU-T E.164), seven at least. Dates, amounts and the numbers of
//! orders and houses are left alone where their form or neighbours tell them apart.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{is_match, pattern, spoken_before};

/// Digits of a number with everything that is dialled before it (`00` and a country).
const DIGITS_MAX: usize = 17;
pub(super) const DIGITS_MIN: usize = 7;
/// Fewest digits that a number of groups has where nothing else says that it is one.
const GROUPS_MIN: usize = 3;
/// How far after a number a word speaks of it, in bytes.
const AFTER_BYTES: usize = 12;

static CANDIDATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?:\+ ?|\(\+?)?[0-9](?:[ \t\u{A0}]?[-./()]?[ \t\u{A0}()]?[0-9]){6,16}(?: ?(?:x|ext\.?|extension) ?[0-9]{1,6})?",
    )
});
/// What is said before a telephone number, in the languages that ship.
static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:phone|tele?phone|tel|mobile?|cell|fax|desk|call(?:ed|ing)?|ring|sms|whatsapp|answer(?:ing|s)?|reach(?:ed)?|registered|messages? to|text(?:ed)? me|telefon\w*|mobil\w*|handy\w*|(?:mitt|mein|mi) (?:nummer|número|numero)|nås|ringa?|ruf\w*|anruf\w*|erreich\w*|durchwahl|tel[eé]fono|m[oó]vil|celular|ll[aá]m\w*)\b",
    )
});
static CUE_AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"(?i)^[ ,-]{0,3}\(?(?:office|fax|mobile|cell|home|work|mobil|privat|casa)\b")
});
static MONEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:[.,][0-9]{1,2})? ?(?:kr\b|sek\b|nok\b|dkk\b|eur\b|usd\b|gbp\b|mxn\b|pesos\b|euros?\b|kronor\b|[€$£%])",
    )
});
static MONEY_BEFORE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)(?:[€$£]|\b(?:kr|sek|eur|usd|gbp|mxn)) ?$"));
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:[12][0-9]{3}[-./][01]?[0-9][-./][0-3]?[0-9]|[0-3]?[0-9][-./][0-3]?[0-9][-./](?:[12][0-9])?[0-9]{2})(?:[^0-9]|$)",
    )
});
/// `2270-66-1551` is a licence or a contract, and `000-12-3456` is written as an identity number.
static CONTRACT: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^[0-9]{3,4}-[0-9]{2}-[0-9]{4}$"));

/// Where telephone numbers stand.
pub(super) fn numbers(text: &str) -> Vec<Range<usize>> {
    let candidates = CANDIDATE.iter().flat_map(|candidate| candidate.find_iter(text));
    candidates.map(|one| one.range()).filter(|place| is_number(text, place)).collect()
}

/// What a candidate looks like.
struct Form {
    digits: usize,
    /// How many digits stand together, one after another.
    groups: Vec<usize>,
    first: char,
    second: char,
}

impl Form {
    fn of(written: &str) -> Self {
        // What is dialled within a company is no part of the number.
        let number = written.split(['x', 'X', 'e', 'E']).next().unwrap_or_default();
        let groups: Vec<usize> = number
            .split(|char: char| !char.is_ascii_digit())
            .map(str::len)
            .filter(|length| *length > 0)
            .collect();
        let mut digits = number.chars().filter(char::is_ascii_digit);
        let (first, second) = (digits.next().unwrap_or(' '), digits.next().unwrap_or(' '));
        Self { digits: groups.iter().sum(), groups, first, second }
    }
}

fn is_number(text: &str, place: &Range<usize>) -> bool {
    let written = text.get(place.clone()).unwrap_or_default();
    let before = text.get(..place.start).unwrap_or_default();
    let after = text.get(place.end..).unwrap_or_default();
    let form = Form::of(written);
    if !(DIGITS_MIN..=DIGITS_MAX).contains(&form.digits) || !stands_alone(before, after) {
        return false;
    }
    if written.starts_with(['+']) || written.starts_with("(+") {
        return true;
    }
    let is_money = is_match(&MONEY, after) || is_match(&MONEY_BEFORE, before);
    if is_money || is_match(&DATE, written) || is_match(&CONTRACT, written) {
        return false;
    }
    let dials_abroad = form.first == '0' && form.second == '0' && form.digits >= 9;
    let has_area = written.starts_with('(') && written.contains(')');
    // Two groups before a name are a house and its street.
    let is_house = form.groups.len() == 2
        && after.strip_prefix(' ').is_some_and(|after| after.starts_with(char::is_uppercase));
    let has_trunk =
        form.first == '0' && form.second != '0' && (8..=12).contains(&form.digits) && !is_house;
    let is_grouped = form.groups.len() >= GROUPS_MIN
        && form.digits <= 13
        && form.groups.iter().skip(1).all(|group| (2..=4).contains(group))
        && !is_round(written, &form);
    if dials_abroad || has_area || has_trunk || is_grouped {
        return true;
    }
    form.digits <= 12 && !is_house && is_spoken_of(before, after)
}

/// `12.345.678` is an amount: telephone numbers so grouped have spaces or hyphens.
fn is_round(written: &str, form: &Form) -> bool {
    written.contains('.')
        && form.groups.iter().skip(1).all(|group| *group == 3)
        && form.groups.first().is_some_and(|group| *group <= 3)
}

fn is_spoken_of(before: &str, after: &str) -> bool {
    let until = after.floor_char_boundary(AFTER_BYTES.min(after.len()));
    spoken_before(&CUE, before) || is_match(&CUE_AFTER, after.get(..until).unwrap_or_default())
}

/// Whether it is no part of something longer: the number of an order, a decimal, a time.
fn stands_alone(before: &str, after: &str) -> bool {
    let last = before.chars().next_back();
    let mut rest = after.chars();
    let (next, beyond) = (rest.next(), rest.next());
    let is_digit = |char: Option<char>| char.is_some_and(|char| char.is_ascii_digit());
    let goes_on = match next {
        Some(':' | '.' | ',' | '-' | '/') => is_digit(beyond),
        Some(char) => char.is_alphanumeric() || char == '_',
        None => false,
    };
    let belongs = last.is_some_and(|char| {
        char.is_alphanumeric() || matches!(char, '#' | '-' | '_' | '/' | '.' | '@')
    });
    !belongs && !goes_on
}
