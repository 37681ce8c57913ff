//! Numbers, in digits as locales group them and in words.

use super::lexicon::{Lexicon, Mark};
use super::read::{Kind, Token};

/// Most digits of a number that counts something or is an amount.
const DIGITS_MAX: usize = 12;

/// A number in digits with a decimal point and nothing else: `1 234,50` is `1234.50`. The last sign of
/// two is the decimal one; one sign before exactly three digits groups them, for no amount has three
/// decimals. `None` where the signs make no number (`15.10.2026`, `1.2345`).
pub(super) fn decimal(raw: &str) -> Option<String> {
    let bare: String =
        raw.chars().filter(|char| char.is_ascii_digit() || matches!(char, '.' | ',')).collect();
    let last = bare.rfind(['.', ',']);
    let Some(last) = last else { return (bare.len() <= DIGITS_MAX).then_some(bare) };
    let (whole, fraction) = bare.split_at(last);
    let fraction = fraction.get(1..).unwrap_or_default();
    let sign = bare.get(last..=last).unwrap_or_default();
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3)
        && groups.first().is_some_and(|group| (1..=3).contains(&group.len()) || groups.len() == 1);
    let repeats = whole.contains(sign);
    let digits: String = groups.concat();
    if !grouped || digits.len() + fraction.len() > DIGITS_MAX {
        return None;
    }
    match fraction.len() {
        1 | 2 if !repeats => Some(format!("{digits}.{fraction}")),
        3 if groups.first().is_some_and(|group| group.len() <= 3) => {
            // `1.234,567` has a decimal sign before three digits: no amount.
            let mixed = groups.len() > 1 && !repeats;
            (!mixed).then(|| format!("{digits}{fraction}"))
        }
        _ => None,
    }
}

/// A whole number in digits or words, and the place after it.
pub(super) fn whole(
    lexicons: &[&Lexicon],
    tokens: &[Token<'_>],
    at: usize,
) -> Option<(u64, usize)> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Number => {
            let number = decimal(token.raw)?.parse().ok()?;
            Some((number, at + 1))
        }
        Kind::Word => lexicons.iter().find_map(|lexicon| words(lexicon, tokens, at)),
        Kind::Sign => None,
    }
}

/// A number in words: `five hundred`, `tvåhundrafemtio`, `treinta y cinco`. A lone `a` or `one` is none:
/// it is an article in most languages.
pub(super) fn words(lexicon: &Lexicon, tokens: &[Token<'_>], from: usize) -> Option<(u64, usize)> {
    let (mut total, mut current, mut at, mut any) = (0_u64, 0_u64, from, false);
    while at < from + WORDS_MAX {
        if let Some((number, after)) = simple(lexicon, tokens, at) {
            // `two three` is two numbers.
            let joins = !any || current.is_multiple_of(100) || (current % 10 == 0 && number < 10);
            if !joins {
                break;
            }
            (current, at, any) = (current + number, after, true);
            continue;
        }
        let times = |mark| match mark {
            Mark::Times(times) => Some(times),
            _ => None,
        };
        if let Some((times, after)) = lexicon.at(tokens, at, times) {
            if times >= 1_000 {
                total += current.max(1).checked_mul(times)?;
                current = 0;
            } else {
                current = current.max(1).checked_mul(times)?;
            }
            (at, any) = (after, true);
            continue;
        }
        let joined = lexicon.is(tokens, at, Mark::And).filter(|after| {
            any && (simple(lexicon, tokens, *after).is_some())
                && (current % 10 == 0 || current.is_multiple_of(100))
        });
        match joined {
            Some(after) => at = after,
            None => break,
        }
    }
    any.then_some((total + current, at))
}

/// Most words of a number.
const WORDS_MAX: usize = 10;

fn simple(lexicon: &Lexicon, tokens: &[Token<'_>], at: usize) -> Option<(u64, usize)> {
    let number = |mark| match mark {
        Mark::Number(number) => Some(number),
        _ => None,
    };
    lexicon.at(tokens, at, number).or_else(|| {
        let token = tokens.get(at).filter(|token| token.kind == Kind::Word)?;
        Some((lexicon.compound(&token.word)?, at + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{lexicon, read};
    use super::*;
    use crate::language::Language;

    #[test]
    fn digits_are_read_as_they_are_grouped() {
        for (raw, expected) in [
            ("1 234,50", Some("1234.50")),
            ("1.234,56", Some("1234.56")),
            ("1,234.56", Some("1234.56")),
            ("1.200", Some("1200")),
            ("1,200", Some("1200")),
            ("1.234.567", Some("1234567")),
            ("12,3", Some("12.3")),
            ("12", Some("12")),
            ("15.10.2026", None),
            ("1.2345", None),
            ("1234.567", None),
            ("1'299.00", Some("1299.00")),
            ("9999999999999", None),
        ] {
            assert_eq!(decimal(raw).as_deref(), expected, "{raw}");
        }
    }

    #[test]
    fn numbers_in_words_are_read() {
        for (language, text, expected) in [
            ("en", "five hundred", Some(500)),
            ("en", "two thousand three hundred and forty five", Some(2345)),
            ("en", "twenty five", Some(25)),
            ("en", "thousand", Some(1000)),
            ("en", "seventy-five", Some(70)),
            ("sv", "tvåhundrafemtio", Some(250)),
            ("sv", "fem hundra", Some(500)),
            ("sv", "tjugofem", Some(25)),
            ("sv", "ettusen", None),
            ("sv", "tretusen", Some(3000)),
            ("de", "zweihundertfünfzig", Some(250)),
            ("de", "fünfundzwanzig", Some(25)),
            ("de", "tausend", Some(1000)),
            ("de", "hundertzwanzig", Some(120)),
            ("es", "treinta y cinco", Some(35)),
            ("es", "mil doscientos", Some(1200)),
            ("es", "quinientos", Some(500)),
            ("en", "hello", None),
        ] {
            let lexicons = lexicon::of(Language::parse(language).unwrap());
            let tokens = read::tokens(text);
            let read = whole(&lexicons, &tokens, 0).map(|(number, _)| number);
            assert_eq!(read, expected, "{language}: {text}");
        }
    }
}
