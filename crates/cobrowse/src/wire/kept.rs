//! A body as a page keeps it: the bytes that it has on the wire, taken apart only as far as is asked.

use super::body::{self, Body, Line};
use super::codes::{BODY_BARS, BODY_LEVEL, BODY_LINES};
use super::reader::Reader;
use super::writer::Writer;
use super::{Problem, WireError};

/// Bytes that begin with a body; it says itself where it ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kept<'k>(&'k [u8]);

/// A line of released words, where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineSeen<'k> {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) w: u32,
    pub(crate) h: u32,
    pub(crate) text: &'k str,
}

impl Line {
    pub(crate) fn seen(&self) -> LineSeen<'_> {
        let Self { x, y, w, h, ref text } = *self;
        LineSeen { x, y, w, h, text }
    }
}

impl<'k> Kept<'k> {
    pub(crate) const fn new(bytes: &'k [u8]) -> Self {
        Self(bytes)
    }

    /// Puts a body behind what is there.
    pub(crate) fn append(body: &Body, to: &mut Vec<u8>) {
        let mut out = Writer::onto(std::mem::take(to));
        body::write(&mut out, body);
        *to = out.into_bytes();
    }

    /// The body; none where the bytes are none of a body.
    pub(crate) fn read(self) -> Option<Body> {
        body::read(&mut Reader::new(self.0)).ok()
    }

    /// The bytes of the body alone.
    pub(crate) fn bytes(self) -> &'k [u8] {
        let end = match self.kind() {
            Some(BODY_LINES) => {
                let mut lines = self.lines();
                lines.by_ref().for_each(drop);
                lines.from.at()
            }
            _ => {
                let mut from = Reader::new(self.0);
                body::read(&mut from).map_or(0, |_| from.at())
            }
        };
        self.0.get(..end).unwrap_or_default()
    }

    /// The rule that released it; none of what is redacted.
    pub(crate) fn rule(self) -> Option<u32> {
        let mut from = Reader::new(self.0);
        let kind = from.byte().ok()?;
        if kind == BODY_BARS { None } else { from.whole().ok() }
    }

    pub(crate) fn is_lines(self) -> bool {
        self.kind() == Some(BODY_LINES)
    }

    /// The lines of words; none of any other body.
    pub(crate) fn lines(self) -> Lines<'k> {
        let mut from = Reader::new(self.0);
        let left = lines_ahead(&mut from).unwrap_or_default();
        Lines { from, left }
    }

    /// [`Body::size`] of it.
    pub(crate) fn size(self) -> usize {
        match self.kind() {
            Some(BODY_BARS | BODY_LEVEL) | None => 0,
            Some(BODY_LINES) => self.lines().map(|line| size_of::<Line>() + line.text.len()).sum(),
            Some(_) => self.read().map_or(0, |body| body.size()),
        }
    }

    fn kind(self) -> Option<u8> {
        self.0.first().copied()
    }
}

/// How many lines follow.
fn lines_ahead(from: &mut Reader<'_>) -> Result<u32, WireError> {
    if from.byte()? != BODY_LINES {
        return Ok(0);
    }
    let (_rule, _look) = (from.whole()?, from.whole()?);
    from.whole()
}

/// See [`Kept::lines`].
pub(crate) struct Lines<'k> {
    from: Reader<'k>,
    left: u32,
}

impl<'k> Lines<'k> {
    fn read(&mut self) -> Result<LineSeen<'k>, WireError> {
        let from = &mut self.from;
        let (x, y, w, h) = (from.whole()?, from.whole()?, from.whole()?, from.whole()?);
        let bytes = usize::try_from(from.whole()?).map_err(|_| from.error(Problem::TooLarge))?;
        let text = std::str::from_utf8(from.raw(bytes)?);
        Ok(LineSeen { x, y, w, h, text: text.map_err(|_| from.error(Problem::NotText))? })
    }
}

impl<'k> Iterator for Lines<'k> {
    type Item = LineSeen<'k>;

    fn next(&mut self) -> Option<LineSeen<'k>> {
        self.left = self.left.checked_sub(1)?;
        self.read().ok()
    }
}
