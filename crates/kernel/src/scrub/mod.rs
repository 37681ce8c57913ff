//! Keeps card data out: PCI DSS 4.0.1 requirements 3.3 (no card code is ever stored) and 3.4 (a card
//! number shows at most its first six and last four digits).
//!
//! A card number is 13 to 19 digits that begin like an issued card and pass the Luhn check, with up
//! to three separators between digits: spaces, hyphens, dots, in the digits of any script, also small ones
//! and those in circles, and in the words for digits of four languages. What takes no room between them (a
//! zero-width character, an accent, the frame of a key) counts for nothing. Any other sign but those of
//! amounts, and longer gaps, join digits as well where they stand in groups as on a card
//! (`4111/1111/1111/1111`), which lists of amounts, times and order numbers seldom do. It must begin and end
//! where a group of digits does. About one in ten numbers of that length and beginning passes Luhn by chance
//! and is masked too: what is stored for years is better short of an order number than long by a card number.
//! IBANs are left alone.
//!
//! A card code is removed where a word announces it (`cvv 123`, `cvv one two three`), and where it follows a card number.
//!
//! The one detector of card data: the records of the feed are refused by it, and all other texts
//! are cleaned by it. Pure. Scrub before anything is stored, logged, or shown to a language model.

mod codes;
mod escapes;
mod glyphs;
mod iban;
mod spoken;

use std::borrow::Cow;
use std::ops::Range;

use glyphs::{Glyph, Kind, digits_up_to, form, glyphs};
pub use spoken::digit_words;

/// Fewest and most digits of a card number (ISO/IEC 7812-1).
pub const PAN_DIGITS_MIN: usize = 13;
pub const PAN_DIGITS_MAX: usize = 19;
/// Most separators between two digits of one number.
pub const SEPARATORS_MAX: usize = 3;
/// Most characters between two groups of one number that are as long as a card's groups.
pub const GAP_CHARS_MAX: usize = 20;
/// Fewest asterisks that are a mask and no sign between groups: those of the shortest number.
const MASK_CHARS_MIN: usize = PAN_DIGITS_MIN - BIN_DIGITS - LAST_DIGITS;
/// Fewest words for digits that may be card data: those of a card code.
const WORDS_MIN: usize = 3;
/// Fewest digits of an IBAN: those of its check sum.
const IBAN_DIGITS_MIN: usize = 2;
/// Digits shown at the beginning and at the end.
pub const BIN_DIGITS: usize = 6;
pub const LAST_DIGITS: usize = 4;

/// How the digits of a card are grouped: embossed, written in halves, and American Express's and
/// Diners Club's own way.
const CARD_GROUPS: [&[usize]; 6] =
    [&[4, 4, 4, 4], &[4, 4, 4, 4, 3], &[4, 4, 4, 1], &[8, 8], &[4, 6, 5], &[4, 6, 4]];

/// Those of them that a mask between the groups leaves possible: what is masked already has others.
const EVEN_GROUPS: [&[usize]; 3] = [&[4, 4, 4, 4], &[4, 4, 4, 4, 3], &[4, 4, 4, 1]];

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
    fn of(text: &str, glyphs: &[Glyph]) -> Self {
        let ibans = iban::find(glyphs);
        // Words for digits may have letters of another form, which only the glyphs tell.
        let is_possible = !text.is_ascii() || may_be_card(text);
        let cards = if is_possible { find_cards(glyphs, &ibans) } else { Vec::new() };
        let codes = codes::find(glyphs, &cards.iter().map(|edit| edit.span).collect::<Vec<_>>());
        Self { ibans, cards, codes }
    }
}

/// Masks card numbers as `411111******1111` and removes card codes.
pub fn scrub(text: &str) -> Scrubbed<'_> {
    let untouched = Scrubbed { text: Cow::Borrowed(text), cards: 0, codes: 0 };
    let glyphs = glyphs(text);
    if !may_hold(text, &glyphs) {
        return untouched;
    }
    let Seen { cards, codes, .. } = Seen::of(text, &glyphs);
    if cards.is_empty() && codes.is_empty() {
        return untouched;
    }
    let (card_count, code_count) = (cards.len(), codes.len());
    let removed = codes.into_iter().map(|span| Edit { span, text: "[removed]".to_owned() });
    let mut edits: Vec<Edit> = cards.into_iter().chain(removed).collect();
    edits.sort_by_key(|edit| edit.span.first);
    Scrubbed { text: Cow::Owned(apply(&glyphs, &edits)), cards: card_count, codes: code_count }
}

/// Whether there are digits enough: an account has two at least, a card code three, in words or not.
fn may_hold(text: &str, glyphs: &[Glyph]) -> bool {
    let digits = glyphs.iter().filter(|glyph| matches!(glyph.kind, Kind::Digit(_)));
    let digits = digits.take(IBAN_DIGITS_MIN).count();
    // Words for digits may have letters of another form, which only the glyphs tell.
    let is_enough = digits == IBAN_DIGITS_MIN || (digits > 0 && !text.is_ascii());
    is_enough || digits + spoken::count_up_to(text, WORDS_MIN) >= WORDS_MIN
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
    if !may_hold(text, &glyphs) {
        return Vec::new();
    }
    let Seen { ibans, cards, codes } = Seen::of(text, &glyphs);
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

/// The text as detectors that know ASCII only should read it: digits of any script and form, and full-width signs, in
/// ASCII; without what takes no room.
pub fn plain(text: &str) -> String {
    glyphs(text).iter().filter_map(glyphs::plain).collect()
}

/// How many of these characters, ASCII capitals and digits without spaces, are an IBAN with which they begin.
pub fn iban_length(characters: &[char]) -> Option<usize> {
    iban::length(characters)
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
    if !may_be_card(text) {
        return false;
    }
    let glyphs = glyphs(text);
    !find_cards(&glyphs, &iban::find(&glyphs)).is_empty()
}

/// Whether there are as many digits as a card number has.
fn may_be_card(text: &str) -> bool {
    let digits = digits_up_to(text, PAN_DIGITS_MIN);
    digits >= PAN_DIGITS_MIN || digits + spoken::count_up_to(text, PAN_DIGITS_MIN) >= PAN_DIGITS_MIN
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

/// A digit, or the word for one.
#[derive(Debug, Clone, Copy)]
struct Digit {
    value: u8,
    span: Span,
    /// Of which script it is: where that changes, a number may begin or end.
    form: u32,
}

/// A run of digits that may belong together, each with what lies before it.
#[derive(Default)]
struct Run {
    digits: Vec<Digit>,
    gaps: Vec<Gap>,
}

/// What lies between a digit and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    /// Nothing that takes room, but a number may begin or end here.
    Hidden,
    /// A few separators.
    Usual,
    /// A sign or a distance that joins only groups as on a card.
    Wide,
    /// One with a colon: pairs of digits beside it are a time.
    Colon,
    /// As many asterisks as mask a number: it joins only groups of four.
    Mask,
}

fn find_cards(glyphs: &[Glyph], ibans: &[Span]) -> Vec<Edit> {
    runs(glyphs, ibans).iter().flat_map(cards_of_run).collect()
}

/// The runs of digits, outside IBANs, with at most [`GAP_CHARS_MAX`] separators or joiners between two.
fn runs(glyphs: &[Glyph], ibans: &[Span]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut run = Run::default();
    let mut between = Between::default();
    let mut ibans = ibans.iter().peekable();
    let mut place = 0;
    while let Some(glyph) = glyphs.get(place) {
        while ibans.next_if(|iban| iban.end <= place).is_some() {}
        let in_iban = ibans.peek().is_some_and(|iban| iban.first <= place);
        let digit = if in_iban { None } else { digit_at(glyphs, place) };
        if let Some(digit) = digit {
            if between.ends() {
                runs.push(std::mem::take(&mut run));
            }
            let is_other = run.digits.last().is_some_and(|one| one.form != digit.form);
            run.gaps.push(between.gap(is_other));
            run.digits.push(digit);
            between = Between::default();
            place = digit.span.end;
        } else {
            between.add(glyph);
            place += 1;
        }
    }
    runs.push(run);
    runs
}

fn digit_at(glyphs: &[Glyph], place: usize) -> Option<Digit> {
    let glyph = glyphs.get(place)?;
    let (value, length) = match glyph.kind {
        Kind::Digit(value) => (value, 1),
        Kind::Letter => spoken::at(glyphs, place)?,
        _ => return None,
    };
    let span = Span { first: place, end: place + length };
    Some(Digit { value, span, form: form(glyph.char) })
}

/// What lies behind the last digit.
#[derive(Debug, Default)]
struct Between {
    /// Characters that take room.
    chars: usize,
    has_hidden: bool,
    has_joiner: bool,
    has_colon: bool,
    has_mask: bool,
    /// Asterisks just before.
    asterisks: usize,
    has_ended: bool,
}

impl Between {
    fn add(&mut self, glyph: &Glyph) {
        self.asterisks = if glyph.char == '*' { self.asterisks + 1 } else { 0 };
        self.has_mask |= self.asterisks >= MASK_CHARS_MIN;
        match glyph.kind {
            Kind::ZeroWidth => {
                self.has_hidden = true;
                return;
            }
            Kind::Separator => {}
            Kind::Joiner => self.has_joiner = true,
            Kind::Colon => self.has_colon = true,
            Kind::Digit(_) | Kind::Letter | Kind::Unit => self.has_ended = true,
        }
        self.chars += 1;
    }

    const fn ends(&self) -> bool {
        self.has_ended || self.chars > GAP_CHARS_MAX
    }

    /// `is_other`: the digits beside it are of different forms.
    const fn gap(&self, is_other: bool) -> Gap {
        match self {
            Self { has_mask: true, .. } => Gap::Mask,
            Self { has_colon: true, .. } => Gap::Colon,
            Self { has_joiner: true, .. } => Gap::Wide,
            Self { chars: 0, has_hidden, .. } if *has_hidden || is_other => Gap::Hidden,
            Self { chars: 0, .. } => Gap::None,
            Self { chars: ..=SEPARATORS_MAX, .. } => Gap::Usual,
            _ => Gap::Wide,
        }
    }
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
            && luhn(digits.iter().map(|digit| digit.value))
            && holds_together(run, first, len);
        joined.then_some(Window { first, len, usual })
    })
}

/// Whether no wide gap lies in the window, or its groups are as on a card.
fn holds_together(run: &Run, first: usize, len: usize) -> bool {
    let inner = run.gaps.get(first + 1..first + len).unwrap_or_default();
    let (colon, mask) = (inner.contains(&Gap::Colon), inner.contains(&Gap::Mask));
    if !colon && !mask && !inner.contains(&Gap::Wide) {
        return true;
    }
    let mut groups = vec![1];
    for gap in inner {
        match (gap, groups.last_mut()) {
            (Gap::None | Gap::Hidden, Some(group)) => *group += 1,
            _ => groups.push(1),
        }
    }
    if mask {
        return EVEN_GROUPS.contains(&groups.as_slice());
    }
    let short = !colon && groups.iter().all(|group| *group <= 2);
    short || CARD_GROUPS.contains(&groups.as_slice())
}

/// Whether the digits begin as an issued card does and have one of its lengths; and if so, whether
/// it is the usual one. Lengths are the schemes' own: the numbers of devices (IMEI, 15 digits) and
/// goods (EAN, 13) pass the same check digit.
fn issued(digits: &[Digit]) -> Option<bool> {
    let four = digits.iter().take(4).fold(0u16, |sum, digit| sum * 10 + u16::from(digit.value));
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
            |(offset, digit)| {
                if visible(first + offset) { char::from(b'0' + digit.value) } else { '*' }
            },
        )
        .collect();
    let span = Span { first: digits.first()?.span.first, end: digits.last()?.span.end };
    Some(Edit { span, text })
}
