//! Amounts of money, as locales write them.

use std::collections::HashMap;
use std::sync::LazyLock;

use kernel::{Currency, Money};
use serde::{Deserialize, Serialize};

use super::lexicon::{self, Lexicon, Mark};
use super::read::{Kind, Token, folded, tokens};
use super::span::range_end;
use super::{Locale, Slot, number};

/// An amount, or a range of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Amount {
    pub from: Money,
    /// The upper end of a range: `200-300 kr`.
    pub to: Option<Money>,
    /// Whether a currency was said; else it is the locale's.
    pub currency_said: bool,
}

/// Currencies that share a sign or a word, likeliest first; the locale's own comes before all.
type Family = &'static [&'static str];

const EURO: Family = &["EUR"];
const CROWN: Family = &["SEK", "NOK", "DKK"];
const POUND: Family = &["GBP"];
const DOLLAR: Family = &["USD", "CAD", "AUD", "NZD", "MXN"];
const PESO: Family = &["MXN", "COP", "ARS", "CLP"];

/// Words and codes of currencies, alternatives separated by `|`.
const WORDS: &[(&str, Family)] = &[
    ("eur|euro|euros|euroa|eurot|eu", EURO),
    ("kr|kronor|krona|kroner|krone|kronors|krs|spänn|pix|bagis|riksdaler", CROWN),
    ("sek", &["SEK"]),
    ("nok", &["NOK"]),
    ("dkk", &["DKK"]),
    ("gbp|pound|pounds|quid|pfund|libras|pund", POUND),
    ("usd", &["USD"]),
    ("dollar|dollars|bucks|dólares|dólar|dolares", DOLLAR),
    ("cad", &["CAD"]),
    ("aud", &["AUD"]),
    ("mxn", &["MXN"]),
    ("cop", &["COP"]),
    ("peso|pesos|varos", PESO),
    ("chf|franken|francs", &["CHF"]),
    ("pln|zloty|zł|zlotys", &["PLN"]),
    ("rs|inr|rupees|rupee|rupien", &["INR"]),
    ("brl|reais|real", &["BRL"]),
    ("pavo|pavos|lereles", EURO),
];

/// Words of the hundredth part, by the family they divide.
const MINOR_WORDS: &[(&str, Family)] = &[
    ("cent|cents|céntimos|centimos|céntimo|centavos", &["EUR", "USD", "CAD", "AUD", "NZD", "MXN"]),
    ("öre|øre|ören", CROWN),
    ("pence|penny|p", POUND),
];

const SIGNS: &[(char, Family)] =
    &[('€', EURO), ('£', POUND), ('$', DOLLAR), ('₹', &["INR"]), ('¥', &["JPY"])];

static BY_WORD: LazyLock<HashMap<String, Family>> = LazyLock::new(|| by_word(WORDS));
static BY_MINOR: LazyLock<HashMap<String, Family>> = LazyLock::new(|| by_word(MINOR_WORDS));

fn by_word(table: &[(&'static str, Family)]) -> HashMap<String, Family> {
    let words =
        table.iter().flat_map(|(words, family)| words.split('|').map(|word| (word, *family)));
    words.map(|(word, family)| (folded(word), family)).collect()
}

/// A number that may be an amount: its digits with a decimal point.
struct Figure {
    decimal: String,
    after: usize,
}

struct Reader<'r> {
    tokens: &'r [Token<'r>],
    lexicons: Vec<&'static Lexicon>,
    locale: &'r Locale,
}

/// The amounts of a text: those with a currency, those with two decimals, and a bare number where the
/// message is little else.
pub fn amounts(text: &str, locale: &Locale) -> Vec<Slot<Amount>> {
    let tokens = tokens(text);
    let reader = Reader { tokens: &tokens, lexicons: lexicon::of(locale.language), locale };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((values, after)) = reader.at(at) else {
            at += 1;
            continue;
        };
        found.extend(Slot::of(text, &tokens, at..after, values));
        at = after;
    }
    found
}

/// Folded words beside which a bare number is still the whole of a message.
const COURTESIES: &[&str] = &[
    "please", "pls", "thanks", "only", "just", "tack", "bara", "bite", "danke", "nur", "por",
    "favor", "porfa", "gracias", "solo", "ok", "about", "cirka", "ca", "circa", "etwa",
];

impl Reader<'_> {
    fn at(&self, at: usize) -> Option<(Vec<Amount>, usize)> {
        if let Some((family, after)) = self.currency(at)
            && let Some(figure) = self.figure(after).filter(|_| self.leads(at, after))
        {
            let upper = self.upper(figure.after);
            let end = upper.as_ref().map_or(figure.after, |upper| upper.after);
            // `12€50` begins with its number, and `kr 399 kr` ends with its word.
            return Some((self.values(&figure, upper.as_ref(), family)?, end));
        }
        let figure = self.figure(at)?;
        if self.is_inside(at) {
            return None;
        }
        if let Some((family, after)) = self.currency(figure.after) {
            let (figure, after) = self.with_cents(figure, after);
            return Some((self.values(&figure, None, family)?, after));
        }
        if let Some((family, after)) = self.word_in(&BY_MINOR, figure.after) {
            let family = self.known(family);
            let decimal = hundredth(&figure.decimal)?;
            return Some((self.values(&Figure { decimal, after }, None, family)?, after));
        }
        if let Some(upper) = self.upper(figure.after)
            && let Some((family, after)) = self.currency(upper.after)
        {
            return Some((self.values(&figure, Some(&upper), family)?, after));
        }
        self.bare(at, figure)
    }

    /// A number in digits or words.
    fn figure(&self, at: usize) -> Option<Figure> {
        let token = self.tokens.get(at)?;
        if token.kind == Kind::Word {
            let (number, after) = number::whole(&self.lexicons, self.tokens, at)?;
            return Some(Figure { decimal: number.to_string(), after });
        }
        let decimal = if token.is_number() { number::decimal(token.raw)? } else { return None };
        let times = |mark| match mark {
            Mark::Times(times) => Some(times),
            _ => None,
        };
        let times = self.lexicons.iter().find_map(|one| one.at(self.tokens, at + 1, times));
        match (times, decimal.parse::<u64>()) {
            (Some((times, after)), Ok(number)) => {
                Some(Figure { decimal: number.checked_mul(times)?.to_string(), after })
            }
            _ => Some(Figure { decimal, after: at + 1 }),
        }
    }

    /// A sign, code or word of a currency, and the place after it.
    fn currency(&self, at: usize) -> Option<(Family, usize)> {
        let token = self.tokens.get(at)?;
        if let Some((_, family)) = SIGNS.iter().find(|(sign, _)| token.is(*sign)) {
            return Some((self.known(family), at + 1));
        }
        // `399:-` and `399,-`
        let dash = self.tokens.get(at + 1).is_some_and(|next| next.is('-') && next.glued);
        if (token.is(':') || token.is(',')) && token.glued && dash {
            return Some((&[], at + 2));
        }
        let (family, after) = self.word_in(&BY_WORD, at)?;
        let point = self.tokens.get(after).is_some_and(|token| token.is('.') && token.glued);
        let goes_on = self.tokens.get(after + 1).is_some();
        Some((self.known(family), if point && goes_on { after + 1 } else { after }))
    }

    fn word_in(&self, table: &HashMap<String, Family>, at: usize) -> Option<(Family, usize)> {
        let token = self.tokens.get(at).filter(|token| token.kind == Kind::Word)?;
        table.get(&token.word).map(|family| (*family, at + 1))
    }

    /// Of a family the locale's own currency alone, where it is one of it.
    fn known(&self, family: Family) -> Family {
        let own = self.locale.currency;
        if family.iter().any(|code| *code == own.code()) { &[] } else { family }
    }

    /// Whether a currency before a number belongs to it: `kr 399`, and not `9 kr 5 Tage`.
    fn leads(&self, at: usize, after: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let ends_other = before.is_some_and(Token::is_number);
        let digits = self.tokens.get(after).is_some_and(Token::is_number);
        // `kr. 399`: the word's point is no end of a sentence, and `euros. 3 weeks` is one.
        let begins = self.tokens.get(at).is_some_and(|token| token.opens);
        let opens = !begins && self.tokens.get(after).is_some_and(|token| token.opens);
        !ends_other && digits && !opens
    }

    /// Whether a number is part of a date, an order or a longer number.
    fn is_inside(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let glued = self.tokens.get(at).is_some_and(|token| token.glued);
        glued && before.is_some_and(|one| one.is('#') || one.is('/') || one.kind == Kind::Word)
    }

    /// The upper end of a range that begins at a place.
    fn upper(&self, at: usize) -> Option<Figure> {
        let and = || self.lexicons.iter().find_map(|one| one.is(self.tokens, at, Mark::And));
        let begin = range_end(&self.lexicons, self.tokens, at).or_else(and)?;
        let begin = self.currency(begin).map_or(begin, |(_, after)| after);
        self.figure(begin)
    }

    /// `12 euro 50`, `12€50`: what follows the currency are its hundredths.
    fn with_cents(&self, figure: Figure, after: usize) -> (Figure, usize) {
        let digits = self.tokens.get(after).filter(|one| one.is_number() && one.raw.len() == 2);
        let Some(digits) = digits.filter(|_| !figure.decimal.contains('.')) else {
            return (figure, after);
        };
        let minor = self.word_in(&BY_MINOR, after + 1).map(|(_, after)| after);
        let glued = digits.glued.then_some(after + 1);
        match minor.or(glued) {
            Some(end) => {
                (Figure { decimal: format!("{}.{}", figure.decimal, digits.raw), after: end }, end)
            }
            None => (figure, after),
        }
    }

    /// A number without a currency.
    fn bare(&self, at: usize, figure: Figure) -> Option<(Vec<Amount>, usize)> {
        let token = self.tokens.get(at).filter(|token| token.is_number())?;
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let next = self.tokens.get(figure.after);
        let is_clock = before.is_some_and(|_| {
            self.lexicons.iter().any(|one| one.is(self.tokens, at - 1, Mark::Clock).is_some())
        });
        let told = |mark| {
            matches!(mark, Mark::Unit(_) | Mark::Percent | Mark::Month(_) | Mark::Clock)
                .then_some(())
        };
        let counts =
            self.lexicons.iter().any(|one| one.at(self.tokens, figure.after, told).is_some());
        let joins = next.is_some_and(|next| {
            next.glued
                && (next.kind != Kind::Sign
                    || next.is('/')
                    || next.is('-')
                    || next.is('%')
                    || next.is(':'))
        });
        if is_clock || counts || joins || next.is_some_and(|next| next.is('%')) {
            return None;
        }
        // `10.30` is a time or a day where the comma divides.
        let sign = if self.locale.language.code() == "en" { '.' } else { ',' };
        let is_written = token.raw.len() > 3 && token.raw.rfind(sign) == Some(token.raw.len() - 3);
        let is_answer = self.tokens.iter().enumerate().all(|(place, token)| {
            place == at
                || token.kind == Kind::Sign && !token.is('#')
                || COURTESIES.contains(&token.word.as_str())
        });
        if !is_written && !is_answer {
            return None;
        }
        let values = self.values(&figure, None, &[])?;
        let values = values.into_iter().map(|one| Amount { currency_said: false, ..one });
        Some((values.collect(), figure.after))
    }

    /// In each currency that may be meant; an empty family is the locale's own.
    fn values(&self, from: &Figure, to: Option<&Figure>, family: Family) -> Option<Vec<Amount>> {
        let own = [self.locale.currency];
        let listed: Vec<Currency> =
            family.iter().filter_map(|code| Currency::new(code).ok()).collect();
        let currencies = if family.is_empty() { own.as_slice() } else { &listed };
        let of = |currency: &Currency| {
            let money = |figure: &Figure| Money::parse_decimal(&figure.decimal, *currency).ok();
            let to = match to {
                Some(to) => Some(money(to)?),
                None => None,
            };
            Some(Amount { from: money(from)?, to, currency_said: true })
        };
        let values: Vec<Amount> = currencies.iter().filter_map(of).collect();
        (!values.is_empty()).then_some(values)
    }
}

/// So many cents as an amount.
fn hundredth(decimal: &str) -> Option<String> {
    let cents: u64 = decimal.parse().ok()?;
    Some(format!("{}.{:02}", cents / 100, cents % 100))
}
