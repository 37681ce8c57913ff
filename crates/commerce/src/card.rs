//! Card numbers in text: found by shape, issuer range and check digit, so that none is kept by
//! accident. It must never be used to read a card number: it finds and masks, nothing else.

use std::borrow::Cow;
use std::ops::Range;

/// Fewest digits of a card number.
pub const CARD_DIGITS_MIN: usize = 13;
/// Most digits of a card number (ISO/IEC 7812-1).
pub const CARD_DIGITS_MAX: usize = 19;
/// Leading and trailing digits that may be shown (PCI DSS 4.0.1, requirement 3.4).
const SHOWN_LEADING_DIGITS: usize = 6;
const SHOWN_TRAILING_DIGITS: usize = 4;

/// Whether a card number stands in the text, written together or in groups.
pub fn contains_card_number(text: &str) -> bool {
    !card_spans(text).is_empty()
}

/// The text with each card number masked to its first six and last four digits.
pub fn mask_card_numbers(text: &str) -> Cow<'_, str> {
    let spans = card_spans(text);
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut position = 0;
    for span in spans {
        masked.push_str(text.get(position..span.start).unwrap_or_default());
        masked.push_str(&mask(text.get(span.clone()).unwrap_or_default()));
        position = span.end;
    }
    masked.push_str(text.get(position..).unwrap_or_default());
    Cow::Owned(masked)
}

fn mask(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let hidden = digits.len().saturating_sub(SHOWN_LEADING_DIGITS + SHOWN_TRAILING_DIGITS);
    let tail = digits.len().saturating_sub(SHOWN_TRAILING_DIGITS);
    format!(
        "{}{}{}",
        digits.get(..SHOWN_LEADING_DIGITS).unwrap_or_default(),
        "*".repeat(hidden),
        digits.get(tail..).unwrap_or_default()
    )
}

/// Byte ranges of the card numbers in a text, in order, not overlapping.
fn card_spans(text: &str) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for run in digit_runs(text) {
        let mut first = 0;
        while first < run.len() {
            match longest_card_from(text, run.get(first..).unwrap_or_default()) {
                Some((groups, span)) => {
                    spans.push(span);
                    first += groups;
                }
                None => first += 1,
            }
        }
    }
    spans
}

/// The longest card number that begins with the first group, and how many groups it takes.
fn longest_card_from(text: &str, groups: &[Range<usize>]) -> Option<(usize, Range<usize>)> {
    let start = groups.first()?.start;
    let mut found = None;
    let mut digits = Vec::with_capacity(CARD_DIGITS_MAX);
    for (index, group) in groups.iter().enumerate() {
        digits.extend(text.get(group.clone())?.bytes().map(|byte| byte - b'0'));
        if digits.len() > CARD_DIGITS_MAX {
            break;
        }
        if is_card_number(&digits) {
            found = Some((index + 1, start..group.end));
        }
    }
    found
}

/// Groups of digits that follow each other with at most one space, dot or hyphen between them.
fn digit_runs(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut runs: Vec<Vec<Range<usize>>> = Vec::new();
    let mut rest = text.bytes().enumerate().peekable();
    while let Some((start, byte)) = rest.next() {
        if !byte.is_ascii_digit() {
            continue;
        }
        let mut end = start + 1;
        while let Some((at, _)) = rest.next_if(|(_, next)| next.is_ascii_digit()) {
            end = at + 1;
        }
        let previous = runs.last_mut().and_then(|run| run.last().map(|group| group.end));
        let joined = previous.is_some_and(|previous| {
            matches!(text.as_bytes().get(previous..start), Some([b' ' | b'-' | b'.']))
        });
        let group = start..end;
        match runs.last_mut() {
            Some(run) if joined => run.push(group),
            _ => runs.push(vec![group]),
        }
    }
    runs
}

fn is_card_number(digits: &[u8]) -> bool {
    (CARD_DIGITS_MIN..=CARD_DIGITS_MAX).contains(&digits.len())
        && has_issuer_range(digits)
        && passes_luhn(digits)
}

/// The ranges that card networks issue from; it keeps most order and parcel numbers out.
fn has_issuer_range(digits: &[u8]) -> bool {
    let prefix = digits.iter().take(4).fold(0u32, |value, digit| value * 10 + u32::from(*digit));
    match prefix {
        4000..=4999 => matches!(digits.len(), 13 | 16 | 19),
        5100..=5599 | 2221..=2720 => digits.len() == 16,
        3400..=3499 | 3700..=3799 => digits.len() == 15,
        3000..=3099 | 3600..=3699 | 3800..=3999 => (14..=19).contains(&digits.len()),
        3528..=3589 => (16..=19).contains(&digits.len()),
        5000..=5099 | 5600..=6999 => true,
        _ => false,
    }
}

/// The check digit of ISO/IEC 7812-1, annex B.
fn passes_luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(*digit) * if place % 2 == 1 { 2 } else { 1 };
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_numbers_are_found_however_they_are_written() {
        for card in [
            "4111111111111111",
            "4111 1111 1111 1111",
            "4111-1111-1111-1111",
            "order 12 4111 1111 1111 1111 thanks",
            "378282246310005",
            "{\"instrument\":\"5555555555554444\"}",
            "2223.0031.2200.3222",
        ] {
            assert!(contains_card_number(card), "{card}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "4111111111111112",
            "2026-11-21 09:30",
            "tok_4111",
            "00340434161094021501",
            "+46 8 123 456 78",
            "4111 1111, 1111 1111",
            "åäö 🙂 12",
        ] {
            assert!(!contains_card_number(text), "{text}");
            assert_eq!(mask_card_numbers(text), text);
        }
    }

    #[test]
    fn masking_keeps_first_six_and_last_four() {
        assert_eq!(
            mask_card_numbers("pay 4111 1111 1111 1111, or 378282246310005."),
            "pay 411111******1111, or 378282*****0005."
        );
    }
}
