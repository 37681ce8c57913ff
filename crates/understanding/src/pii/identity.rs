//! Identity numbers of people, each by the rule of the authority that issues it.

use std::ops::Range;
use std::sync::LazyLock;

use kernel::scrub::luhn;
use regex::Regex;

use super::{PiiKind, pattern, spoken_before};

/// Fewest digits of any of them: a National Insurance number's.
pub(super) const DIGITS_MIN: usize = 6;

/// One kind of number: how it is written, and whether its digits can be one.
struct Rule {
    kind: PiiKind,
    written: LazyLock<Option<Regex>>,
    holds: fn(&str) -> bool,
}

static RULES: [Rule; 5] = [
    Rule {
        kind: PiiKind::Personnummer,
        written: LazyLock::new(|| pattern(r"(?:[0-9]{2})?[0-9]{6}[-+ ]?[0-9]{4}")),
        holds: personnummer,
    },
    Rule {
        kind: PiiKind::Ssn,
        written: LazyLock::new(|| pattern(r"[0-9]{3}[- ][0-9]{2}[- ][0-9]{4}")),
        holds: ssn,
    },
    Rule {
        kind: PiiKind::SteuerId,
        written: LazyLock::new(|| pattern(r"[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}")),
        holds: steuer_id,
    },
    Rule {
        kind: PiiKind::Dni,
        written: LazyLock::new(|| {
            pattern(r"(?i)(?:[0-9]{2}\.?[0-9]{3}\.?[0-9]{3}|[XYZ][- ]?[0-9]{7})[- ]?[A-Z]")
        }),
        holds: dni,
    },
    Rule {
        kind: PiiKind::Nino,
        written: LazyLock::new(|| pattern(r"(?i)[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]")),
        holds: nino,
    },
];

/// Nine digits are a Social Security number where words say so, however they are grouped.
static SSN_BARE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"[0-9]{3}[-. ]?[0-9]{2}[-. ]?[0-9]{4}"));
static SSN_CUE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i)\b(?:ssn|social security|seguro social|itin)\b"));

/// Where identity numbers stand.
pub(super) fn numbers(text: &str) -> Vec<(PiiKind, Range<usize>)> {
    let mut found = Vec::new();
    for rule in &RULES {
        for one in rule.written.iter().flat_map(|written| written.find_iter(text)) {
            if stands_alone(text, one.range()) && (rule.holds)(one.as_str()) {
                found.push((rule.kind, one.range()));
            }
        }
    }
    for one in SSN_BARE.iter().flat_map(|written| written.find_iter(text)) {
        let before = text.get(..one.start()).unwrap_or_default();
        let is_one = stands_alone(text, one.range()) && is_issued_ssn(&digits(one.as_str()));
        if is_one && spoken_before(&SSN_CUE, before) {
            found.push((PiiKind::Ssn, one.range()));
        }
    }
    found
}

/// Whether it is no part of a longer number or word.
fn stands_alone(text: &str, place: Range<usize>) -> bool {
    let before = text.get(..place.start).and_then(|before| before.chars().next_back());
    let mut after = text.get(place.end..).unwrap_or_default().chars();
    let (next, beyond) = (after.next(), after.next());
    let is_digit = |char: Option<char>| char.is_some_and(|char| char.is_ascii_digit());
    let joins = matches!(next, Some('-' | '/' | '.')) && is_digit(beyond);
    let is_part =
        |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || char == '_');
    !is_part(before) && !matches!(before, Some('-' | '/' | '+')) && !is_part(next) && !joins
}

fn digits(text: &str) -> Vec<u8> {
    text.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect()
}

/// Ten or twelve digits: a date of birth, a serial number and a check digit (Luhn over the last ten).
/// A coordination number has 60 added to the day. Source: Skatteverket, SKV 704.
fn personnummer(text: &str) -> bool {
    let all = digits(text);
    let ten = all.get(all.len().saturating_sub(10)..).unwrap_or_default();
    let [_, _, m1, m2, d1, d2, ..] = ten else { return false };
    let (month, day) = (m1 * 10 + m2, d1 * 10 + d2);
    let is_date =
        (1..=12).contains(&month) && ((1..=31).contains(&day) || (61..=91).contains(&day));
    let is_century = match all.as_slice() {
        [c1, c2, ..] if all.len() == 12 => matches!(c1 * 10 + c2, 18..=20),
        _ => true,
    };
    is_date && is_century && luhn(ten.iter().copied())
}

fn ssn(text: &str) -> bool {
    let separators: Vec<char> = text.chars().filter(|char| !char.is_ascii_digit()).collect();
    separators.first() == separators.last() && is_issued_ssn(&digits(text))
}

/// No area 000, 666 or 900 to 999, no group 00, no serial 0000. Source: SSA, POMS RM 10201.035.
fn is_issued_ssn(all: &[u8]) -> bool {
    let number = |from: usize, to: usize| {
        all.get(from..to)
            .unwrap_or_default()
            .iter()
            .fold(0_u32, |sum, digit| sum * 10 + u32::from(*digit))
    };
    !matches!(number(0, 3), 0 | 666 | 900..) && number(3, 5) != 0 && number(5, 9) != 0
}

/// Eleven digits, the first not 0; of the first ten one comes twice or three times; the last is the
/// check digit of ISO/IEC 7064, MOD 11,10. Source: § 139b AO; BZSt.
fn steuer_id(text: &str) -> bool {
    let all = digits(text);
    let (Some((check, ten)), Some(1..)) = (all.split_last(), all.first()) else { return false };
    let mut counts = [0_u8; 10];
    for digit in ten {
        if let Some(count) = counts.get_mut(usize::from(*digit)) {
            *count += 1;
        }
    }
    let repeated: Vec<u8> = counts.into_iter().filter(|count| *count > 1).collect();
    let product = ten.iter().fold(10, |product, digit| {
        let sum = (digit + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    matches!(repeated.as_slice(), [2 | 3]) && (11 - product) % 10 == *check
}

/// The letter is the number modulo 23; X, Y and Z of a foreigner's number stand for 0, 1 and 2.
/// Source: Real Decreto 1553/2005, art. 11.
fn dni(text: &str) -> bool {
    const LETTERS: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let upper = text.to_ascii_uppercase();
    let lead = match upper.chars().next() {
        Some('X') => "0",
        Some('Y') => "1",
        Some('Z') => "2",
        _ => "",
    };
    let number =
        format!("{lead}{}", upper.chars().filter(char::is_ascii_digit).collect::<String>());
    let Ok(number) = number.parse::<usize>() else { return false };
    upper.bytes().next_back() == LETTERS.get(number % LETTERS.len()).copied()
}

/// Two letters but D, F, I, Q, U, V, the second no O, and no reserved pair. Source: HMRC, NIM39110.
fn nino(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    let pair = upper.get(..2).unwrap_or_default();
    let is_letter = |char: char| !"DFIQUV".contains(char);
    pair.chars().all(is_letter)
        && !pair.ends_with('O')
        && !["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].contains(&pair)
}
