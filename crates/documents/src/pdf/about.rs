//! What a PDF tells of itself: who made it with what, when it was changed, whether it was signed and what
//! was added after that, and whether it would run something.

use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{DateTime, Dict, Object};
use serde::{Deserialize, Serialize};

use super::bomb::find;
use super::read::Reader;

/// Longest name of a program that is kept, in characters.
const NAME_CHARS_MAX: usize = 120;
/// Objects that are looked through for scripts.
const OBJECTS_MAX: usize = 50_000;
/// How deep they are looked through.
const DEPTH_MAX: usize = 6;
/// So much of the letters may mean nothing before the text counts as unreadable, in percent.
const UNKNOWN_PERCENT_MAX: usize = 20;
/// From so much invisible text on, what was read is not what is seen, in percent.
const INVISIBLE_PERCENT_MAX: usize = 30;

/// A moment as a file gives it: seconds since 1970 in UTC.
pub type Moment = i64;

/// What a PDF tells of itself. Anybody can write anything there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct About {
    pub producer: Option<String>,
    pub creator: Option<String>,
    pub created: Option<Moment>,
    pub modified: Option<Moment>,
    /// How often something was appended to the file after it was first written.
    pub updates: usize,
    pub is_signed: bool,
    /// Bytes that no signature covers stand after the signed part.
    pub is_changed_after_signing: bool,
    /// It holds JavaScript, or starts programs.
    pub has_script: bool,
    /// The text that was read is laid invisibly over a picture.
    pub is_text_invisible: bool,
    /// The text's codes mean nothing that can be read.
    pub is_text_unreadable: bool,
    /// Pictures that are drawn.
    pub pictures: usize,
}

pub(super) fn of(bytes: &[u8], pdf: &hayro_syntax::Pdf, reader: &Reader) -> About {
    let metadata = pdf.metadata();
    let signed = signed_until(bytes);
    let percent = |part: usize| part * 100 / reader.letters.max(1);
    About {
        producer: metadata.producer.as_deref().and_then(name),
        creator: metadata.creator.as_deref().and_then(name),
        created: metadata.creation_date.as_ref().and_then(moment),
        modified: metadata.modification_date.as_ref().and_then(moment),
        updates: updates(bytes),
        is_signed: signed.is_some(),
        is_changed_after_signing: signed.is_some_and(|until| has_more(bytes, until)),
        has_script: has_script(pdf),
        is_text_invisible: reader.pictures > 0 && percent(reader.invisible) > INVISIBLE_PERCENT_MAX,
        is_text_unreadable: percent(reader.unknown) > UNKNOWN_PERCENT_MAX,
        pictures: reader.pictures,
    }
}

/// A text string: UTF-16 with a mark, or as good as Latin-1 (ISO 32000-1, 7.9.2.2).
fn name(bytes: &[u8]) -> Option<String> {
    let words: String = match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| match pair {
                [high, low] => u16::from(*high) << 8 | u16::from(*low),
                _ => 0,
            });
            char::decode_utf16(units).filter_map(Result::ok).collect()
        }
        other => other.iter().map(|byte| char::from(*byte)).collect(),
    };
    let words: String =
        words.chars().filter(|char| !char.is_control()).take(NAME_CHARS_MAX).collect();
    Some(words.trim().to_owned()).filter(|words| !words.is_empty())
}

fn moment(at: &DateTime) -> Option<Moment> {
    let date = jiff::civil::DateTime::new(
        i16::try_from(at.year).ok()?,
        i8::try_from(at.month).ok()?,
        i8::try_from(at.day).ok()?,
        i8::try_from(at.hour).ok()?,
        i8::try_from(at.minute).ok()?,
        i8::try_from(at.second).ok()?,
        0,
    );
    let local = date.ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second();
    let sign = if at.utc_offset_hour < 0 { -1 } else { 1 };
    let offset = i64::from(at.utc_offset_hour) * 3600 + sign * i64::from(at.utc_offset_minute) * 60;
    Some(local - offset)
}

/// Each part of a file ends with `%%EOF`; a file made for the web has one more at its beginning.
fn updates(bytes: &[u8]) -> usize {
    let mut ends = 0_usize;
    let mut at = 0;
    while let Some(found) = find(bytes.get(at..).unwrap_or_default(), b"%%EOF") {
        ends += 1;
        at += found + 5;
    }
    let head = bytes.get(..bytes.len().min(2048)).unwrap_or_default();
    let for_web = usize::from(find(head, b"/Linearized").is_some());
    ends.saturating_sub(1 + for_web)
}

/// Where the last signature's bytes end: `/ByteRange [start length start length]`.
fn signed_until(bytes: &[u8]) -> Option<usize> {
    let mut until = None;
    let mut at = 0;
    while let Some(found) = find(bytes.get(at..)?, b"/ByteRange") {
        at += found + b"/ByteRange".len();
        let after = bytes.get(at..bytes.len().min(at + 120)).unwrap_or_default();
        let words = String::from_utf8_lossy(after);
        let inside = words.split(']').next().unwrap_or_default().replace('[', " ");
        let numbers: Vec<usize> =
            inside.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        if let [_, _, start, length] = numbers.as_slice() {
            until = until.max(start.checked_add(*length));
        }
    }
    until
}

/// Whether anything but white space stands after a place.
fn has_more(bytes: &[u8], until: usize) -> bool {
    bytes
        .get(until..)
        .is_some_and(|rest| rest.iter().any(|byte| !byte.is_ascii_whitespace() && *byte != 0))
}

fn has_script(pdf: &hayro_syntax::Pdf) -> bool {
    let mut left = OBJECTS_MAX;
    pdf.objects().into_iter().take(OBJECTS_MAX).any(|object| runs(&object, DEPTH_MAX, &mut left))
}

fn runs(object: &Object<'_>, depth: usize, left: &mut usize) -> bool {
    if depth == 0 || *left == 0 {
        return false;
    }
    *left -= 1;
    match object {
        Object::Dict(dict) => dict_runs(dict, depth, left),
        Object::Stream(stream) => dict_runs(stream.dict(), depth, left),
        _ => false,
    }
}

fn dict_runs(dict: &Dict<'_>, depth: usize, left: &mut usize) -> bool {
    let kind = dict.get::<hayro_syntax::object::Name<'_>>(keys::S);
    let starts = kind.is_some_and(|kind| matches!(kind.as_str(), "JavaScript" | "Launch"));
    if starts || dict.contains_key("JS") || dict.contains_key("JavaScript") {
        return true;
    }
    // What is referred to comes up as an object of its own.
    dict.entries().take(*left).any(|(_, value)| match value {
        hayro_syntax::object::MaybeRef::NotRef(inner) => runs(&inner, depth - 1, left),
        hayro_syntax::object::MaybeRef::Ref(_) => false,
    })
}
