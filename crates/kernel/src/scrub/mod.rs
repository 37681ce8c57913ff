//! Keeps card data out: PCI DSS 4.0.1 requirements 3.3 (no card code is ever stored) and 3.4 (a card
//! number shows at most its first six and last four digits).
//!
//! A card number is 13 to 19 digits that begin like an issued card and pass the Luhn check, with up
//! to three separators between digits: spaces, hyphens, dots, zero-width characters, in the digits
//! of any script. Slashes, pluses, commas, round brackets, bars, asterisks, colons and longer gaps join
//! digits as well where they stand in groups as on a card (`4111/1111/1111/1111`), which lists of
//! amounts, times and order numbers seldom do. It must begin and end where a group of digits does. About one in ten numbers of
//! that length and beginning passes Luhn by chance and is masked too: what is stored for years is
//! better short of an order number than long by a card number. IBANs are left alone.
//!
//! A card code is removed where a word announces it (`cvv 123`), and where it follows a card number.
//!
//! The one detector of card data: the records of the feed are refused by it, and all other texts
//! are cleaned by it. Pure. Scrub before anything is stored, logged, or shown to a language model.

mod codes;
mod escapes;
mod glyphs;
mod iban;

use std::borrow::Cow;
use std::ops::Range;

use glyphs::{Glyph, Kind, digits_up_to, glyphs};

/// Fewest and most digits of a card number (ISO/IEC 7812-1).
pub const PAN_DIGITS_MIN: usize = 13;
pub const PAN_DIGITS_MAX: usize = 19;
/// Most separators between two digits of one number.
pub const SEPARATORS_MAX: usize = 3;
/// Most characters between two groups of one number that are as long as a card's groups.
pub const GAP_CHARS_MAX: usize = 12;
/// Fewest asterisks that are a mask and no sign between groups: those of the shortest number.
const MASK_CHARS_MIN: usize = PAN_DIGITS_MIN - BIN_DIGITS - LAST_DIGITS;
/// Digits shown at the beginning and at the end.
pub const BIN_DIGITS: usize = 6;
pub const LAST_DIGITS: usize = 4;

/// How the digits of a card are grouped: embossed, written in halves, and American Express's and
/// Diners Club's own way.
const CARD_GROUPS: [&[usize]; 6] =
    [&[4, 4, 4, 4], &[4, 4, 4, 4, 3], &[4, 4, 4, 1], &[8, 8], &[4, 6, 5], &[4, 6, 4]];

/// A text without card data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scrubbed<'a> {
    /// The text as it was, where nothing was found.
    pub text: Cow<'a, str>,
    /// Card numbers that were masked.
    pub cards: usize,
    /// Card codes that were removed.
    pub codes: usize,
}

/// Digits of one number, by their places in the glyphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    first: usize,
    /// One past the last.
    end: usize,
}

/// A replacement of some glyphs.
#[derive(Debug)]
struct Edit {
    span: Span,
    text: String,
}

/// What stands in a text.
struct Seen {
    ibans: Vec<Span>,
    cards: Vec<Edit>,
    codes: Vec<Span>,
}

impl Seen {
    fn of(glyphs: &[Glyph]) -> Self {
        let ibans = iban::find(glyphs);
        let cards = find_cards(glyphs, &ibans);
        let codes = codes::find(glyphs, &cards.iter().map(|edit| edit.span).collect::<Vec<_>>());
        Self { ibans, cards, codes }
    }
}

/// Masks card numbers as `411111******1111` and removes card codes.
pub fn scrub(text: &str) -> Scrubbed<'_> {
    let untouched = Scrubbed { text: Cow::Borrowed(text), cards: 0, codes: 0 };
    let glyphs = glyphs(text);
    if !glyphs.iter().any(|glyph| matches!(glyph.kind, Kind::Digit(_))) {
        return untouched;
    }
    let Seen { cards, codes, .. } = Seen::of(&glyphs);
    if cards.is_empty() && codes.is_empty() {
        return untouched;
    }
    let (card_count, code_count) = (cards.len(), codes.len());
    let removed = codes.into_iter().map(|span| Edit { span, text: "[removed]".to_owned() });
    let mut edits: Vec<Edit> = cards.into_iter().chain(removed).collect();
    edits.sort_by_key(|edit| edit.span.first);
    Scrubbed { text: Cow::Owned(apply(&glyphs, &edits)), cards: card_count, codes: code_count }
}

/// What a text holds that [`find`] tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    CardNumber,
    CardCode,
    Iban,
}

/// Where card numbers, card codes and IBANs stand, in bytes and in order.
pub fn find(text: &str) -> Vec<(Held, Range<usize>)> {
    let glyphs = glyphs(text);
    if !glyphs.iter().any(|glyph| matches!(glyph.kind, Kind::Digit(_))) {
        return Vec::new();
    }
    let Seen { ibans, cards, codes } = Seen::of(&glyphs);
    let cards = cards.into_iter().map(|edit| edit.span).collect();
    let of = |held, spans: Vec<Span>| spans.into_iter().map(move |span| (held, span));
    let mut found: Vec<(Held, Span)> = of(Held::CardNumber, cards)
        .chain(of(Held::CardCode, codes))
        .chain(of(Held::Iban, ibans))
        .collect();
    found.sort_by_key(|(_, span)| span.first);
    let starts: Vec<usize> =
        text.char_indices().map(|(start, _)| start).chain([text.len()]).collect();
    let at = |place: usize| starts.get(place).copied().unwrap_or(text.len());
    found.into_iter().map(|(held, span)| (held, at(span.first)..at(span.end))).collect()
}

/// Masks what [`scrub`] does in the text of a JSON document, also where escapes (`\\u0034`, `\\n`)
/// hide a number. Where they do, the text comes back unescaped: it is for people, and no longer
/// sure to be JSON.
pub fn scrub_json(text: &str) -> Scrubbed<'_> {
    let plain = scrub(text);
    if !text.contains('\\') {
        return plain;
    }
    let bare = escapes::decoded(text);
    let found = scrub(&bare);
    if (found.cards, found.codes) == (plain.cards, plain.codes) {
        return plain;
    }
    Scrubbed { text: Cow::Owned(found.text.into_owned()), ..found }
}

/// Whether a card number stands in the text.
pub fn has_card_number(text: &str) -> bool {
    // Nearly every text of a feed ends here, without a second look.
    if digits_up_to(text, PAN_DIGITS_MIN) < PAN_DIGITS_MIN {
        return false;
    }
    let glyphs = glyphs(text);
    !find_cards(&glyphs, &iban::find(&glyphs)).is_empty()
}

fn apply(glyphs: &[Glyph], edits: &[Edit]) -> String {
    let mut out = String::with_capacity(glyphs.len());
    let mut at = 0;
    for edit in edits {
        out.extend(glyphs.get(at..edit.span.first).unwrap_or_default().iter().map(|g| g.char));
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.extend(glyphs.get(at..).unwrap_or_default().iter().map(|g| g.char));
    out
}

/// A run of digits that may belong together, each with its place and what lies before it.
#[derive(Default)]
struct Run {
    digits: Vec<(usize, u8)>,
    gaps: Vec<Gap>,
}

/// What lies between a digit and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    /// A few separators.
    Usual,
    /// A sign or a distance that joins only groups as on a card.
    Wide,
    /// One with a colon: pairs of digits beside it are a time.
    Colon,
}

fn find_cards(glyphs: &[Glyph], ibans: &[Span]) -> Vec<Edit> {
    runs(glyphs, ibans).iter().flat_map(cards_of_run).collect()
}

/// The runs of digits, outside IBANs, with at most [`GAP_CHARS_MAX`] separators or joiners between two.
fn runs(glyphs: &[Glyph], ibans: &[Span]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut run = Run::default();
    let (mut between, mut joined, mut ended) = (0, None, false);
    let mut asterisks = 0;
    let mut ibans = ibans.iter().peekable();
    for (place, glyph) in glyphs.iter().enumerate() {
        while ibans.next_if(|iban| iban.end <= place).is_some() {}
        let in_iban = ibans.peek().is_some_and(|iban| iban.first <= place);
        asterisks = if glyph.char == '*' { asterisks + 1 } else { 0 };
        match glyph.kind {
            Kind::Digit(digit) if !in_iban => {
                if ended || between > GAP_CHARS_MAX {
                    runs.push(std::mem::take(&mut run));
                }
                run.gaps.push(match (joined, between) {
                    (Some(gap), _) => gap,
                    (None, 0) => Gap::None,
                    (None, ..=SEPARATORS_MAX) => Gap::Usual,
                    (None, _) => Gap::Wide,
                });
                run.digits.push((place, digit));
                (between, joined, ended) = (0, None, false);
            }
            Kind::Separator | Kind::ZeroWidth => between += 1,
            // What is masked already is no part of another number.
            Kind::Joiner if asterisks >= MASK_CHARS_MIN => ended = true,
            Kind::Joiner => (between, joined) = (between + 1, joined.or(Some(Gap::Wide))),
            Kind::Colon => (between, joined) = (between + 1, Some(Gap::Colon)),
            // A letter or another sign ends the run.
            _ => ended = true,
        }
    }
    runs.push(run);
    runs
}

/// A window of a run, by index into its digits.
#[derive(Clone, Copy)]
struct Window {
    first: usize,
    len: usize,
    usual: bool,
}

fn cards_of_run(run: &Run) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut cluster: Vec<Window> = Vec::new();
    let mut reach = 0;
    for first in 0..run.digits.len() {
        if !cluster.is_empty() && first >= reach {
            edits.extend(mask_cluster(run, &cluster));
            cluster.clear();
        }
        for window in windows_at(run, first) {
            reach = reach.max(first + window.len);
            cluster.push(window);
        }
    }
    edits.extend(mask_cluster(run, &cluster));
    edits
}

/// The card numbers that begin at one digit and end where a group ends.
fn windows_at(run: &Run, first: usize) -> impl Iterator<Item = Window> + '_ {
    let starts = |index: usize| run.gaps.get(index).is_none_or(|gap| *gap != Gap::None);
    let starts_here = first == 0 || starts(first);
    (PAN_DIGITS_MIN..=PAN_DIGITS_MAX).filter(move |_| starts_here).filter_map(move |len| {
        let digits = run.digits.get(first..first + len)?;
        let usual = issued(digits)?;
        let joined = starts(first + len)
            && luhn(digits.iter().map(|(_, digit)| *digit))
            && holds_together(run, first, len);
        joined.then_some(Window { first, len, usual })
    })
}

/// Whether no wide gap lies in the window, or its groups are as on a card.
fn holds_together(run: &Run, first: usize, len: usize) -> bool {
    let inner = run.gaps.get(first + 1..first + len).unwrap_or_default();
    let colon = inner.contains(&Gap::Colon);
    if !colon && !inner.contains(&Gap::Wide) {
        return true;
    }
    let mut groups = vec![1];
    for gap in inner {
        match (gap, groups.last_mut()) {
            (Gap::None, Some(group)) => *group += 1,
            _ => groups.push(1),
        }
    }
    let short = !colon && groups.iter().all(|group| *group <= 2);
    short || CARD_GROUPS.contains(&groups.as_slice())
}

/// Whether the digits begin as an issued card does and have one of its lengths; and if so, whether
/// it is the usual one. Lengths are the schemes' own: the numbers of devices (IMEI, 15 digits) and
/// goods (EAN, 13) pass the same check digit.
fn issued(digits: &[(usize, u8)]) -> Option<bool> {
    let four = digits.iter().take(4).fold(0u16, |sum, (_, digit)| sum * 10 + u16::from(*digit));
    let (usual, longest) = match four {
        // UATP, and the oldest JCB numbers: fifteen digits only.
        1000..=1999 | 2131 => return (digits.len() == 15).then_some(true),
        // American Express.
        3400..=3499 | 3700..=3799 => (15, 15),
        // Diners Club.
        3000..=3059 | 3095 | 3600..=3699 | 3800..=3999 => (14, PAN_DIGITS_MAX),
        // Visa: 13, 16 or 19.
        4000..=4999 => {
            let len = digits.len();
            return matches!(len, 13 | 16 | 19).then_some(len == 16);
        }
        // Mir, Mastercard, JCB, Maestro and the domestic schemes, Discover, UnionPay, RuPay,
        // Uzcard, Troy, Humo.
        2200..=2205
        | 2221..=2720
        | 3528..=3589
        | 5000..=6999
        | 8100..=8299
        | 8600
        | 9792
        | 9860 => (16, PAN_DIGITS_MAX),
        _ => return None,
    };
    (usual..=longest).contains(&digits.len()).then_some(digits.len() == usual)
}

/// Whether digits end with the check digit of ISO/IEC 7812-1, annex B: from the end, every second one
/// counts double.
pub fn luhn(digits: impl DoubleEndedIterator<Item = u8>) -> bool {
    let sum: u32 = digits
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let doubled = u32::from(digit) << (index % 2);
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Masks windows that overlap as one: the likeliest shows its BIN and last four, the rest nothing.
fn mask_cluster(run: &Run, cluster: &[Window]) -> Option<Edit> {
    let shown = cluster.iter().max_by_key(|w| (w.usual, w.len, std::cmp::Reverse(w.first)))?;
    let first = cluster.iter().map(|window| window.first).min()?;
    let end = cluster.iter().map(|window| window.first + window.len).max()?;
    let visible = |index: usize| {
        let (from, to) = (shown.first, shown.first + shown.len);
        (from..from + BIN_DIGITS).contains(&index) || (to - LAST_DIGITS..to).contains(&index)
    };
    let digits = run.digits.get(first..end)?;
    let text = digits
        .iter()
        .enumerate()
        .map(
            |(offset, (_, digit))| {
                if visible(first + offset) { char::from(b'0' + digit) } else { '*' }
            },
        )
        .collect();
    let span = Span { first: digits.first()?.0, end: digits.last()?.0 + 1 };
    Some(Edit { span, text })
}
