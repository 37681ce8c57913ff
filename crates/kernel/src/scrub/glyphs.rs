//! What each character is to the scrubber.

/// One character of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub(super) char: char,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A digit of any script and form, by its value.
    Digit(u8),
    /// A space, hyphen, dot or underscore.
    Separator,
    /// Any other sign: it joins only groups as long as a card's.
    Joiner,
    /// Between the parts of a time as well: it joins only the groups of a card, never pairs.
    Colon,
    /// A character that takes no room.
    ZeroWidth,
    Letter,
    /// Of an amount or a share: it ends a number.
    Unit,
}

/// The zero of each run of ten decimal digits (Unicode 16, general category Nd) beyond ASCII.
const ZEROS: [u32; 76] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6,
    0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0,
    0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50,
    0x11DA0, 0x11DE0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE,
    0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// Digits that are written small, in circles, in brackets or with a full stop, and the tags that are not shown
/// (Unicode general categories No and Cf): the first of a run, its value, and how many there are.
const DRESSED: [(u32, u8, u32); 24] = [
    (0xB2, 2, 2),
    (0xB9, 1, 1),
    (0x1369, 1, 9),
    (0x19DA, 1, 1),
    (0x2070, 0, 1),
    (0x2074, 4, 6),
    (0x2080, 0, 10),
    (0x2460, 1, 9),
    (0x2474, 1, 9),
    (0x2488, 1, 9),
    (0x24EA, 0, 1),
    (0x24F5, 1, 9),
    (0x24FF, 0, 1),
    (0x2776, 1, 9),
    (0x2780, 1, 9),
    (0x278A, 1, 9),
    (0x10A40, 1, 4),
    (0x10E60, 1, 9),
    (0x11052, 1, 9),
    (0x1F100, 0, 1),
    (0x1F101, 0, 10),
    (0x1F10B, 0, 1),
    (0x1F10C, 0, 1),
    (0xE0030, 0, 10),
];

pub(super) fn glyphs(text: &str) -> Vec<Glyph> {
    text.chars().map(|char| Glyph { char, kind: kind(char) }).collect()
}

/// Decimal digits of any script in the text, counted up to `most`.
pub(super) fn digits_up_to(text: &str, most: usize) -> usize {
    text.chars().filter(|char| digit(*char).is_some()).take(most).count()
}

fn kind(char: char) -> Kind {
    if let Some(digit) = digit(char) {
        return Kind::Digit(digit);
    }
    match char {
        _ if takes_no_room(char) => Kind::ZeroWidth,
        // Hyphens, dashes and minus signs; dots and middle dots.
        '-'
        | '_'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{FE58}'
        | '\u{FE63}'
        | '\u{FF0D}'
        | '.'
        | '\u{B7}'
        | '\u{2022}'
        | '\u{2024}'
        | '\u{2027}'
        | '\u{2219}'
        | '\u{22C5}'
        | '\u{3002}'
        | '\u{FF0E}' => Kind::Separator,
        ':' => Kind::Colon,
        '%' | '$' | '\u{A2}'..='\u{A5}' | '\u{B0}' | '\u{2030}' | '\u{20A0}'..='\u{20CF}' => {
            Kind::Unit
        }
        _ if char.is_whitespace() => Kind::Separator,
        _ if char.is_alphanumeric() => Kind::Letter,
        _ => Kind::Joiner,
    }
}

/// What is not seen, and marks that stand above, below or around the character before them, as on the keys of
/// a telephone.
const fn takes_no_room(char: char) -> bool {
    matches!(
        char,
        '\u{AD}'
            | '\u{300}'..='\u{36F}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{1AB0}'..='\u{1AFF}'
            | '\u{1DC0}'..='\u{1DFF}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{20D0}'..='\u{20FF}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FE20}'..='\u{FE2F}'
            | '\u{FEFF}'
            | '\u{E0000}'..='\u{E01EF}'
    )
}

fn digit(char: char) -> Option<u8> {
    if char.is_ascii() {
        return char.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
    }
    decimal(char).or_else(|| dressed(char))
}

/// Which digits a character belongs to, by their zero; 0 for all that are no decimal digits.
pub(super) fn form(char: char) -> u32 {
    if char.is_ascii() {
        return u32::from('0');
    }
    decimal(char).map_or(0, |value| u32::from(char) - u32::from(value))
}

fn decimal(char: char) -> Option<u8> {
    let code = u32::from(char);
    let zero = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    let value = code - ZEROS.get(zero)?;
    (value < 10).then(|| u8::try_from(value).ok()).flatten()
}

/// The value of a digit that is no decimal digit: `²`, `⑦`, `⒊`.
fn dressed(char: char) -> Option<u8> {
    let code = u32::from(char);
    let run = DRESSED.partition_point(|(first, ..)| *first <= code).checked_sub(1)?;
    let (first, value, count) = DRESSED.get(run)?;
    let place = u8::try_from(code - first).ok().filter(|place| u32::from(*place) < *count)?;
    Some(value + place)
}

/// A digit as ASCII, a full-width sign as ASCII, nothing for what takes no room.
pub(super) fn plain(glyph: &Glyph) -> Option<char> {
    match glyph.kind {
        Kind::ZeroWidth => None,
        Kind::Digit(value) => char::from_digit(u32::from(value), 10),
        _ => Some(narrow(glyph.char)),
    }
}

/// Full-width forms as ASCII.
fn narrow(char: char) -> char {
    match u32::from(char) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(char),
        _ => char,
    }
}

/// The letter as a lower-case letter, full-width forms as ASCII.
pub(super) fn folded(char: char) -> char {
    let narrow = narrow(char);
    narrow.to_lowercase().next().unwrap_or(narrow)
}
