//! What each character is to the scrubber.

/// One character of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub(super) char: char,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A decimal digit of any script, by its value.
    Digit(u8),
    /// A space, hyphen, dot or underscore.
    Separator,
    /// A sign that seldom stands inside a number: it joins only groups as long as a card's.
    Joiner,
    /// Between the parts of a time as well: it joins only the groups of a card, never pairs.
    Colon,
    /// A character that takes no room.
    ZeroWidth,
    Letter,
    Other,
}

/// The zero of each run of ten decimal digits (Unicode general category Nd) beyond ASCII.
const ZEROS: [u32; 65] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6,
    0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
    0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650,
    0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50,
    0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
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
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => Kind::ZeroWidth,
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
        '/' | '+' | ',' | '(' | ')' | '|' | '*' => Kind::Joiner,
        ':' => Kind::Colon,
        _ if char.is_whitespace() => Kind::Separator,
        _ if char.is_alphabetic() => Kind::Letter,
        _ => Kind::Other,
    }
}

fn digit(char: char) -> Option<u8> {
    if char.is_ascii() {
        return char.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
    }
    let code = u32::from(char);
    let zero = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    let value = code - ZEROS.get(zero)?;
    (value < 10).then(|| u8::try_from(value).ok()).flatten()
}

/// The letter as a lower-case letter, full-width forms as ASCII.
pub(super) fn folded(char: char) -> char {
    let narrow = match u32::from(char) {
        code @ 0xFF21..=0xFF5A => char::from_u32(code - 0xFEE0).unwrap_or(char),
        _ => char,
    };
    narrow.to_lowercase().next().unwrap_or(narrow)
}
