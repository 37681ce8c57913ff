//! What a node shows: bars where it is redacted; words, pictures and drawings with the rule that released them.

use super::codes::{
    BODY_BARS, BODY_LEVEL, BODY_LINES, BODY_PICTURE, BODY_PIXELS, BODY_VECTOR, Kind,
};
use super::look::{LIST_MAX, length, list};
use super::reader::Reader;
use super::writer::Writer;
use super::{Problem, WireError};

/// The most lines of a released text.
pub const LINES_MAX: u32 = 500;
/// The most bytes of a line.
const LINE_BYTES_MAX: u32 = 16_000;
/// The most lines that a redacted text is said to have.
const BARS_MAX: u32 = 100_000;
/// The most bytes of one picture.
pub const PIXELS_BYTES_MAX: u32 = 256 * 1024;
/// The most shapes of a drawing, and steps of all of them.
const SHAPES_MAX: u32 = 500;
const STEPS_MAX: u32 = 20_000;
/// A bar that is full.
pub const LEVEL_MAX: u32 = 1_000;
const FIT_MAX: u32 = 4;
const CAP_MAX: u32 = 2;
const JOIN_MAX: u32 = 2;
const FILL: u32 = 1;
const STROKE: u32 = 2;
const SHAPE_FLAGS_MAX: u32 = 7;
/// How many numbers each step of a path has.
const STEP_NUMBERS: [u8; 5] = [0, 2, 2, 4, 6];

/// A line of released words, relative to the box of the text. All zeros for a control, which has its own way of writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub x: u32,
    pub y: u32,
    pub w: u32,
    pub h: u32,
    pub text: String,
}

/// How the bytes of a picture are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    WebP,
    Png,
}

impl Format {
    /// Whether these are the first bytes of a picture of this format.
    fn begins(self, bytes: &[u8]) -> bool {
        match self {
            Self::WebP => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
            Self::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        }
    }
}

/// What a node shows. `rule`: the number of the rule that released it, at least 1. `fit` and `shapes` are kept as they
/// were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Redacted: how many lines, and about how wide the last is where there are more than one.
    Bars {
        lines: u32,
        last: u32,
    },
    Lines {
        rule: u32,
        look: u32,
        lines: Vec<Line>,
    },
    Picture {
        rule: u32,
        asset: u32,
        fit: Box<[u8]>,
    },
    Pixels {
        rule: u32,
        format: Format,
        bytes: Box<[u8]>,
        fit: Box<[u8]>,
    },
    Vector {
        rule: u32,
        shapes: Box<[u8]>,
    },
    /// How full a bar is, in thousandths.
    Level {
        rule: u32,
        thousandths: u32,
    },
}

impl Body {
    /// The rule that released it; none of what is redacted.
    pub const fn rule(&self) -> Option<u32> {
        match self {
            Self::Bars { .. } => None,
            Self::Lines { rule, .. }
            | Self::Picture { rule, .. }
            | Self::Pixels { rule, .. }
            | Self::Vector { rule, .. }
            | Self::Level { rule, .. } => Some(*rule),
        }
    }

    /// Whether it is of a kind that only rules that release pictures let out.
    pub const fn is_drawn(&self) -> bool {
        matches!(self, Self::Pixels { .. } | Self::Vector { .. })
    }

    /// About how many bytes it holds.
    pub fn size(&self) -> usize {
        match self {
            Self::Bars { .. } | Self::Level { .. } => 0,
            Self::Lines { lines, .. } => {
                lines.iter().map(|line| size_of::<Line>() + line.text.len()).sum()
            }
            Self::Picture { fit, .. } => fit.len(),
            Self::Pixels { bytes, fit, .. } => bytes.len() + fit.len(),
            Self::Vector { shapes, .. } => shapes.len(),
        }
    }

    /// Whether nodes of this kind may show it.
    pub const fn stands_in(&self, kind: Kind) -> bool {
        match self {
            Self::Bars { .. } => matches!(kind, Kind::Text),
            Self::Lines { .. } => matches!(kind, Kind::Text) || kind.has_state(),
            Self::Picture { .. } | Self::Pixels { .. } => {
                matches!(kind, Kind::Image | Kind::Media | Kind::Drawing)
            }
            Self::Vector { .. } => matches!(kind, Kind::Drawing),
            Self::Level { .. } => matches!(kind, Kind::Bar),
        }
    }
}

pub(super) fn read(from: &mut Reader<'_>) -> Result<Body, WireError> {
    let kind = from.byte_to(BODY_LEVEL, Problem::Body)?;
    if kind == BODY_BARS {
        let lines = from.whole_to(BARS_MAX, Problem::TooLarge)?;
        return Ok(Body::Bars { lines, last: if lines > 1 { from.whole()? } else { 0 } });
    }
    let rule = from.whole()?;
    if rule == 0 {
        return Err(from.error(Problem::NoRule));
    }
    Ok(match kind {
        BODY_LINES => {
            let look = from.whole()?;
            let count = from.whole_to(LINES_MAX, Problem::TooLarge)?;
            let lines = (0..count).map(|_| read_line(from)).collect::<Result<_, _>>()?;
            Body::Lines { rule, look, lines }
        }
        BODY_PICTURE => {
            let asset = from.whole()?;
            if asset == 0 {
                return Err(from.error(Problem::Value));
            }
            Body::Picture { rule, asset, fit: read_fit(from)? }
        }
        BODY_PIXELS => {
            let format = match from.byte_to(1, Problem::Value)? {
                0 => Format::WebP,
                _ => Format::Png,
            };
            let length = from.whole_to(PIXELS_BYTES_MAX, Problem::TooLarge)?;
            let bytes = from.raw(usize::try_from(length).unwrap_or(usize::MAX))?;
            if !format.begins(bytes) {
                return Err(from.error(Problem::Value));
            }
            Body::Pixels { rule, format, bytes: bytes.into(), fit: read_fit(from)? }
        }
        BODY_VECTOR => Body::Vector { rule, shapes: read_shapes(from)? },
        _ => Body::Level { rule, thousandths: from.whole_to(LEVEL_MAX, Problem::Value)? },
    })
}

fn read_line(from: &mut Reader<'_>) -> Result<Line, WireError> {
    Ok(Line {
        x: from.whole()?,
        y: from.whole()?,
        w: from.whole()?,
        h: from.whole()?,
        text: from.text(LINE_BYTES_MAX)?,
    })
}

/// How a picture lies in its box: a number, its position, and insets of the box.
fn read_fit(from: &mut Reader<'_>) -> Result<Box<[u8]>, WireError> {
    let start = from.at();
    from.whole_to(FIT_MAX, Problem::Value)?;
    length(from)?;
    length(from)?;
    (0..4).try_for_each(|_| from.whole().map(drop))?;
    Ok(from.since(start).into())
}

fn read_shapes(from: &mut Reader<'_>) -> Result<Box<[u8]>, WireError> {
    let start = from.at();
    let mut left = STEPS_MAX;
    list(from, SHAPES_MAX, |from| {
        let flags = from.whole_to(SHAPE_FLAGS_MAX, Problem::Value)?;
        if flags & FILL != 0 {
            from.word()?;
        }
        if flags & STROKE != 0 {
            from.word()?;
            from.whole()?;
            from.whole_to(CAP_MAX, Problem::Value)?;
            from.whole_to(JOIN_MAX, Problem::Value)?;
            list(from, LIST_MAX, |from| from.whole().map(drop))?;
        }
        let steps = from.whole_to(left, Problem::TooLarge)?;
        left -= steps;
        (0..steps).try_for_each(|_| {
            let step = usize::from(from.byte()?);
            let numbers = STEP_NUMBERS.get(step).ok_or(from.error(Problem::Value))?;
            (0..*numbers).try_for_each(|_| from.signed().map(drop))
        })
    })?;
    Ok(from.since(start).into())
}

pub(super) fn write(out: &mut Writer, body: &Body) {
    match body {
        Body::Bars { lines, last } => {
            out.about(BODY_BARS, *lines, &[]);
            if *lines > 1 {
                out.whole(*last);
            }
        }
        Body::Lines { rule, look, lines } => {
            out.about(BODY_LINES, *rule, &[*look]);
            out.count(lines.len());
            for line in lines {
                for number in [line.x, line.y, line.w, line.h] {
                    out.whole(number);
                }
                out.text(&line.text);
            }
        }
        Body::Picture { rule, asset, fit } => {
            out.about(BODY_PICTURE, *rule, &[*asset]);
            out.raw(fit);
        }
        Body::Pixels { rule, format, bytes, fit } => {
            out.about(BODY_PIXELS, *rule, &[]);
            out.byte(u8::from(*format == Format::Png));
            out.count(bytes.len());
            out.raw(bytes);
            out.raw(fit);
        }
        Body::Vector { rule, shapes } => {
            out.about(BODY_VECTOR, *rule, &[]);
            out.raw(shapes);
        }
        Body::Level { rule, thousandths } => out.about(BODY_LEVEL, *rule, &[*thousandths]),
    }
}
