//! The parts of a letter (RFC 2046), taken apart level by level and never deeper than is bounded.
//!
//! The library reads the head of each part and decodes one content at a time. It is never shown a part
//! that holds others: it nests them as deep as the letter says, and a deep nest overflows the stack
//! when it is copied or dropped. A letter within a letter is a file.

use mail_parser::{ContentType, Message, MessageParser, MimeHeaders};

use crate::parse::Unreadable;

/// Deepest nesting of parts.
pub(crate) const DEPTH_MAX: usize = 20;
/// Most parts of a letter, those that only hold others included.
pub(crate) const PARTS_MAX: usize = 500;
const UNKNOWN: &str = "application/octet-stream";
const LETTER: &str = "message/rfc822";

/// Text that is shown.
#[derive(Debug)]
struct Text {
    html: bool,
    words: String,
}

/// Anything else.
#[derive(Debug)]
pub(crate) struct Content {
    /// As the letter claims, in lower case.
    pub(crate) media_type: String,
    pub(crate) name: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

/// What a letter is made of, in its order.
#[derive(Debug)]
pub(crate) struct Parts {
    /// All texts that are shown; of HTML its words.
    pub(crate) texts: Vec<String>,
    pub(crate) files: Vec<Content>,
}

/// Takes a letter apart.
///
/// # Errors
/// [`Unreadable`] for one of too many parts, or nested too deep.
pub(crate) fn read(raw: &[u8]) -> Result<Parts, Unreadable> {
    let mut reader =
        Reader { parser: MessageParser::default(), left: PARTS_MAX, files: Vec::new() };
    let texts =
        reader.part(raw, &Place { depth: 0, first: true, digest: false, related: false })?;
    let texts = texts.into_iter().map(|text| text.words).collect();
    Ok(Parts { texts, files: reader.files })
}

/// Where a part stands.
struct Place {
    depth: usize,
    /// It is the first of those beside it.
    first: bool,
    /// Its parent is `multipart/digest`: where it names no type, it is a letter (RFC 2046, 5.1.5).
    digest: bool,
    related: bool,
}

struct Reader {
    parser: MessageParser,
    /// Parts that may still come.
    left: usize,
    files: Vec<Content>,
}

impl Reader {
    fn part(&mut self, part: &[u8], place: &Place) -> Result<Vec<Text>, Unreadable> {
        self.left = self.left.checked_sub(1).ok_or(Unreadable::TooManyParts)?;
        if place.depth > DEPTH_MAX {
            return Err(Unreadable::TooDeep);
        }
        let head = self.parser.parse_headers(part);
        let kind = head.as_ref().and_then(|head| head.content_type());
        let is = |name: &str| kind.is_some_and(|kind| kind.ctype().eq_ignore_ascii_case(name));
        let of = |name: &str| subtype(kind).eq_ignore_ascii_case(name);
        if is("multipart") {
            return self.multipart(part, kind, head.as_ref(), place);
        }
        let is_letter = is("message") && (of("rfc822") || of("global"));
        if is_letter || (kind.is_none() && place.digest) {
            let bytes = body(part, head.as_ref()).to_vec();
            self.files.push(Content {
                media_type: LETTER.to_owned(),
                name: name(head.as_ref()),
                bytes,
            });
            return Ok(Vec::new());
        }
        // Of such a part the library makes one part, whatever follows.
        let Some(leaf) = self.parser.parse(part) else { return Ok(Vec::new()) };
        let html = is("text") && of("html");
        let words = kind.is_none() || html || (is("text") && of("plain"));
        let disposition = head.as_ref().and_then(|head| head.content_disposition());
        let attached = disposition.is_some_and(ContentType::is_attachment);
        let named = place.related || kind.is_some_and(|kind| kind.has_attribute("name"));
        if words
            && !attached
            && (place.first || !named)
            && let Some(words) = leaf.body_text(0)
        {
            return Ok(vec![Text { html, words: words.into_owned() }]);
        }
        let media_type = kind.map_or_else(
            || UNKNOWN.to_owned(),
            |kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("octet-stream")),
        );
        let bytes = leaf.parts.first().map(|part| part.contents().to_vec()).unwrap_or_default();
        self.files.push(Content {
            media_type: media_type.to_lowercase(),
            name: name(head.as_ref()),
            bytes,
        });
        Ok(Vec::new())
    }

    fn multipart(
        &mut self,
        part: &[u8],
        kind: Option<&ContentType<'_>>,
        head: Option<&Message<'_>>,
        place: &Place,
    ) -> Result<Vec<Text>, Unreadable> {
        let boundary = kind.and_then(|kind| kind.attribute("boundary")).unwrap_or_default();
        let children = split(part, boundary.as_bytes());
        if children.is_empty() {
            // Broken: what there is of it is shown as it is.
            let words = String::from_utf8_lossy(body(part, head)).into_owned();
            return Ok(vec![Text { html: false, words }]);
        }
        let of = |name: &str| subtype(kind).eq_ignore_ascii_case(name);
        let mut texts = Vec::new();
        for (number, child) in children.into_iter().enumerate() {
            let child_place = Place {
                depth: place.depth + 1,
                first: number == 0,
                digest: of("digest"),
                related: of("related"),
            };
            texts.extend(self.part(child, &child_place)?);
        }
        // The same said twice: plain is preferred.
        if of("alternative") && texts.iter().any(|text| !text.html) {
            texts.retain(|text| !text.html);
        }
        Ok(texts)
    }
}

fn subtype<'k>(kind: Option<&'k ContentType<'_>>) -> &'k str {
    kind.and_then(|kind| kind.subtype()).unwrap_or_default()
}

fn name(head: Option<&Message<'_>>) -> Option<String> {
    head.and_then(|head| head.attachment_name()).map(str::to_owned)
}

/// What follows the head and the empty line after it.
fn body<'x>(part: &'x [u8], head: Option<&Message<'_>>) -> &'x [u8] {
    let last = head.and_then(|head| head.headers().last());
    let end = last.map_or(0, |last| usize::try_from(last.offset_end).unwrap_or(usize::MAX));
    let rest = part.get(end..).unwrap_or_default();
    rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest)
}

/// The parts between the lines of the boundary; the last may lack its end.
fn split<'x>(part: &'x [u8], boundary: &[u8]) -> Vec<&'x [u8]> {
    let mut found = Vec::new();
    let (mut at, mut begin) = (0, None);
    if boundary.is_empty() {
        return found;
    }
    for line in part.split_inclusive(|byte| *byte == b'\n') {
        if let Some(is_last) = delimiter(line, boundary) {
            if let Some(begin) = begin {
                found.push(without_break(part.get(begin..at).unwrap_or_default()));
            }
            begin = Some(at + line.len()).filter(|_| !is_last);
            // More are counted, and refused, by whoever reads them.
            if is_last || found.len() > PARTS_MAX {
                break;
            }
        }
        at += line.len();
    }
    found.extend(begin.and_then(|begin| part.get(begin..)));
    found
}

/// Whether the line stands between parts, and if so, whether nothing follows.
fn delimiter(line: &[u8], boundary: &[u8]) -> Option<bool> {
    let rest = line.strip_prefix(b"--")?.strip_prefix(boundary)?;
    let after = rest.strip_prefix(b"--");
    after.unwrap_or(rest).iter().all(u8::is_ascii_whitespace).then_some(after.is_some())
}

/// The break before a boundary belongs to the boundary (RFC 2046, 5.1.1).
fn without_break(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}
