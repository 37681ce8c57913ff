//! Characters of codes: what a font's codes mean, and how wide they are (ISO 32000-1, 9.6 to 9.10).

use std::collections::BTreeMap;

use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};

use super::glyphs;

/// Largest map of codes that is read, in bytes.
const MAP_BYTES_MAX: usize = 2_000_000;
/// Most widths of a font that are kept.
const WIDTHS_MAX: usize = 20_000;
/// Most items of a font's own encoding that are read: 256 codes, each with its number and its name, twice.
const DIFFERENCES_MAX: usize = 1_024;
/// Of a letter whose width nobody says, in thousandths of the height.
const WIDTH_USUAL: f64 = 500.0;
/// For a code that means nothing we know.
pub(super) const UNKNOWN: char = '\u{FFFD}';

/// A font, as far as reading needs it.
#[derive(Debug)]
pub(super) struct Font {
    /// Codes have two bytes.
    is_wide: bool,
    unicode: Option<CMap>,
    /// What single bytes mean, where `unicode` does not say.
    simple: Vec<Option<char>>,
    /// Width of codes, in thousandths of the height.
    widths: BTreeMap<u32, f64>,
    width_usual: f64,
    /// Bytes that were gone through to read it, without its map of codes.
    pub(super) read_bytes: usize,
}

/// One character of a text.
pub(super) struct Glyph {
    pub(super) words: String,
    /// In thousandths of the height.
    pub(super) width: f64,
    /// A space of one byte, which word spacing widens.
    pub(super) is_space: bool,
}

impl Font {
    pub(super) fn of(dict: &Dict<'_>, budget: &mut usize) -> Self {
        let is_wide = name(dict, keys::SUBTYPE).as_deref() == Some("Type0");
        let unicode = dict.get::<Stream<'_>>(keys::TO_UNICODE).and_then(|stream| {
            let data = stream.decoded_data().ok()?;
            *budget = budget.checked_sub(data.len())?;
            CMap::parse(data.get(..data.len().min(MAP_BYTES_MAX))?, |_| None)
        });
        let descendant = || {
            dict.get::<Array<'_>>("DescendantFonts").and_then(|all| all.iter::<Dict<'_>>().next())
        };
        let (widths, width_usual) = match descendant().filter(|_| is_wide) {
            Some(inner) => {
                (wide_widths(&inner), inner.get::<f64>("DW").unwrap_or(WIDTH_USUAL * 2.0))
            }
            None => (simple_widths(dict), WIDTH_USUAL),
        };
        let (simple, differences) = if is_wide { (Vec::new(), 0) } else { simple(dict) };
        let of_widths =
            [dict.get::<Array<'_>>("Widths"), descendant().and_then(|inner| inner.get("W"))];
        let of_widths: usize = of_widths.iter().flatten().map(|all| all.data().len()).sum();
        let read_bytes = dict.data().len() + of_widths + differences;
        Self { is_wide, unicode, simple, widths, width_usual, read_bytes }
    }

    /// The characters of a string, one after another: a string may have millions.
    pub(super) fn glyphs<'f>(&'f self, bytes: &'f [u8]) -> impl Iterator<Item = Glyph> + 'f {
        let size = if self.is_wide { 2 } else { 1 };
        bytes.chunks(size).map(|code| {
            let number = code.iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
            Glyph {
                words: self.words(number),
                width: self.width(number),
                is_space: !self.is_wide && number == 32,
            }
        })
    }

    fn words(&self, code: u32) -> String {
        let mapped = self.unicode.as_ref().and_then(|map| map.lookup_bf_string(code));
        match mapped {
            Some(BfString::Char(char)) => char.to_string(),
            Some(BfString::String(words)) => words,
            None => {
                let simple = self.simple.get(code as usize).copied().flatten();
                simple.unwrap_or(UNKNOWN).to_string()
            }
        }
    }

    fn width(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.width_usual)
    }
}

fn name(dict: &Dict<'_>, key: &[u8]) -> Option<String> {
    dict.get::<Name<'_>>(key).map(|name| name.as_str().to_owned())
}

/// What the bytes of a simple font mean: its base encoding, then its differences, and how many bytes these have.
fn simple(dict: &Dict<'_>) -> (Vec<Option<char>>, usize) {
    let encoding = dict.get::<Object<'_>>("Encoding");
    let (base, differences) = match encoding {
        Some(Object::Name(name)) => (Some(name.as_str().to_owned()), None),
        Some(Object::Dict(dict)) => {
            (name(&dict, b"BaseEncoding"), dict.get::<Array<'_>>("Differences"))
        }
        _ => (None, None),
    };
    let of =
        if base.as_deref() == Some("MacRomanEncoding") { glyphs::mac } else { glyphs::windows };
    let mut codes: Vec<Option<char>> = (0_u8..=255).map(of).collect();
    let read_bytes = differences.as_ref().map_or(0, |all| all.data().len());
    let mut at = 0;
    let items = differences.iter().flat_map(|all| all.iter::<Object<'_>>());
    for item in items.take(DIFFERENCES_MAX) {
        match item {
            Object::Number(number) => at = usize::try_from(number.as_i64()).unwrap_or(usize::MAX),
            Object::Name(name) => {
                if let Some(place) = codes.get_mut(at) {
                    *place = glyphs::named(name.as_str());
                }
                at = at.saturating_add(1);
            }
            _ => {}
        }
    }
    (codes, read_bytes)
}

fn simple_widths(dict: &Dict<'_>) -> BTreeMap<u32, f64> {
    let first = dict.get::<u32>("FirstChar").unwrap_or(0);
    let widths = dict.get::<Array<'_>>("Widths");
    let widths = widths.iter().flat_map(|all| all.iter::<Number>()).take(WIDTHS_MAX);
    (first..=u32::MAX).zip(widths.map(|width| width.as_f64())).collect()
}

/// `W`: a code and the widths from it on, or two codes and the width of all between. The first that is said
/// of a code counts.
fn wide_widths(dict: &Dict<'_>) -> BTreeMap<u32, f64> {
    let mut found = BTreeMap::new();
    let Some(all) = dict.get::<Array<'_>>("W") else { return found };
    let mut items = all.iter::<Object<'_>>();
    let mut left = WIDTHS_MAX;
    let code = |object: Option<Object<'_>>| match object {
        Some(Object::Number(number)) => u32::try_from(number.as_i64()).ok(),
        _ => None,
    };
    while left > 0
        && let Some(first) = code(items.next())
    {
        let widths: Vec<f64> = match items.next() {
            Some(Object::Array(widths)) => {
                widths.iter::<Number>().take(left).map(|width| width.as_f64()).collect()
            }
            Some(Object::Number(last)) => {
                let count = usize::try_from(last.as_i64() - i64::from(first) + 1).unwrap_or(0);
                let Some(Object::Number(width)) = items.next() else { break };
                vec![width.as_f64(); count.min(left)]
            }
            _ => break,
        };
        left -= widths.len().max(1).min(left);
        for (code, width) in (first..=u32::MAX).zip(widths) {
            found.entry(code).or_insert(width);
        }
    }
    found
}
