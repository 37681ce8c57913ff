//! How a thing looks: properties of a closed list, each once, with numbers. What was read is kept as it was written: the
//! server needs to know only that it is of the grammar, and which assets it names.

use super::codes::prop;
use super::reader::Reader;
use super::{Problem, WireError};

/// The most things of a list: shadows, stops, dashes.
pub(super) const LIST_MAX: u32 = 16;
/// The most pictures behind a box, filters and fonts.
const LAYERS_MAX: u32 = 8;
const BORDER_STYLE_MAX: u8 = 8;
const OPACITY_MAX: u32 = 255;
const WEIGHT_MAX: u32 = 10;
const FAMILY_MAX: u32 = 5;
const TRANSFORM_MAX: u32 = 3;
const DECORATION_MAX: u32 = 7;
const FILTER_MAX: u32 = 8;
const NATIVE_MAX: u32 = 8;
const LINE_STYLE_MAX: u32 = 4;
const ALIGN_MAX: u32 = 2;
/// How many names of fonts there are.
const FONTS: u32 = 41;
const BOX_MAX: u32 = 3;
const ORIGIN_MAX: u32 = 2;
const REPEAT_MAX: u32 = 3;
const SIZING_MAX: u32 = 5;
const EXTENT_MAX: u32 = 4;
/// In tenths of a degree.
const ANGLE_MAX: u32 = 3_599;
const SOURCE_MAX: u32 = 6;

/// The styles of borders, by their numbers.
pub const BORDER_STYLES: [&str; 9] =
    ["none", "solid", "dashed", "dotted", "double", "groove", "ridge", "inset", "outset"];

/// A look, as it was written: properties and their end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    bytes: Box<[u8]>,
    asset: u32,
}

/// A border of one side. `width` in quarters of a CSS pixel; where it is 0 the others are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Side {
    pub width: u32,
    /// Of [`BORDER_STYLES`].
    pub style: u8,
    /// Red, green, blue and alpha, the highest byte first; like every colour here.
    pub color: u32,
}

/// What a player that draws simply needs of a look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    pub background: Option<u32>,
    /// Top, right, bottom, left.
    pub border: Option<[Side; 4]>,
    /// From the top left, clockwise; quarters of a pixel, below zero percent.
    pub radius: Option<[i32; 4]>,
    /// Of 255.
    pub opacity: Option<u32>,
    pub is_unseen: bool,
    pub order: Option<i32>,
    pub color: Option<u32>,
    /// 64ths of a pixel.
    pub size: Option<u32>,
    /// Hundreds.
    pub weight: Option<u32>,
    pub is_italic: bool,
    pub family: u32,
}

impl Look {
    /// Of bytes that were read once already.
    pub(crate) fn again(bytes: &[u8]) -> Option<Self> {
        read(&mut Reader::new(bytes)).ok()
    }

    /// The highest number of an asset that it names; 0 for none.
    pub const fn asset(&self) -> u32 {
        self.asset
    }

    /// Bytes on the wire.
    pub const fn size(&self) -> usize {
        self.bytes.len()
    }

    pub(crate) const fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The part of it that is easily drawn.
    pub fn seen(&self) -> Seen {
        let mut checked = Checked::default();
        // It was read once already.
        let _ = checked.read_all(&mut Reader::new(&self.bytes));
        checked.seen
    }
}

pub(super) fn read(from: &mut Reader<'_>) -> Result<Look, WireError> {
    let start = from.at();
    let mut checked = Checked::default();
    checked.read_all(from)?;
    Ok(Look { bytes: from.since(start).into(), asset: checked.asset })
}

/// What was met while properties were read.
#[derive(Default)]
struct Checked {
    /// A bit for each property.
    met: u64,
    asset: u32,
    seen: Seen,
}

impl Checked {
    fn read_all(&mut self, from: &mut Reader<'_>) -> Result<(), WireError> {
        loop {
            let prop = from.byte()?;
            if prop == prop::END {
                return Ok(());
            }
            let bit = 1_u64.checked_shl(u32::from(prop)).unwrap_or_default();
            if self.met & bit != 0 {
                return Err(from.error(Problem::Twice));
            }
            self.met |= bit;
            if prop < prop::COLOR || prop == prop::CLIP {
                self.of_box(prop, from)?;
            } else {
                self.of_text(prop, from)?;
            }
        }
    }

    fn of_box(&mut self, prop: u8, from: &mut Reader<'_>) -> Result<(), WireError> {
        let seen = &mut self.seen;
        match prop {
            prop::BACKGROUND => seen.background = Some(from.word()?),
            prop::BORDER => {
                seen.border = Some([side(from)?, side(from)?, side(from)?, side(from)?]);
            }
            prop::RADIUS => seen.radius = Some(four(from)?),
            prop::SHADOW => list(from, LIST_MAX, shadow)?,
            prop::OPACITY => seen.opacity = Some(up_to(from, OPACITY_MAX)?),
            prop::UNSEEN => seen.is_unseen = true,
            prop::ORDER => seen.order = Some(from.signed()?),
            prop::POSITIONED => {}
            prop::FILTER => list(from, LAYERS_MAX, |from| {
                up_to(from, FILTER_MAX)?;
                from.whole().map(drop)
            })?,
            prop::LAYERS | prop::MASK => list(from, LAYERS_MAX, |from| self.layer(from))?,
            prop::TURN => four(from).map(drop)?,
            prop::OUTLINE => {
                from.signed()?;
                side(from)?;
            }
            prop::NATIVE => up_to(from, NATIVE_MAX).map(drop)?,
            prop::ACCENT => from.word().map(drop)?,
            prop::CLIP => up_to(from, BOX_MAX).map(drop)?,
            _ => return Err(from.error(Problem::Property)),
        }
        Ok(())
    }

    fn of_text(&mut self, prop: u8, from: &mut Reader<'_>) -> Result<(), WireError> {
        let seen = &mut self.seen;
        match prop {
            prop::COLOR => seen.color = Some(from.word()?),
            prop::SIZE => seen.size = Some(from.whole()?),
            prop::WEIGHT => seen.weight = Some(up_to(from, WEIGHT_MAX)?),
            prop::ITALIC => seen.is_italic = true,
            prop::FAMILY => seen.family = up_to(from, FAMILY_MAX)?,
            prop::TRANSFORM => up_to(from, TRANSFORM_MAX).map(drop)?,
            prop::DECORATION => up_to(from, DECORATION_MAX).map(drop)?,
            prop::SPACING => from.signed().map(drop)?,
            prop::FONTS => list(from, LAYERS_MAX, |from| self.font(from))?,
            prop::TEXT_SHADOW => list(from, LIST_MAX, |from| {
                from.signed()?;
                from.signed()?;
                from.whole()?;
                from.word().map(drop)
            })?,
            prop::LINE => {
                up_to(from, LINE_STYLE_MAX)?;
                from.word()?;
                from.whole()?;
            }
            prop::JUSTIFIED | prop::SMALL_CAPS => {}
            prop::ALIGN => up_to(from, ALIGN_MAX).map(drop)?,
            prop::LEADING => from.whole().map(drop)?,
            _ => return Err(from.error(Problem::Property)),
        }
        Ok(())
    }

    /// Twice the number of a name, or twice that of an asset and one.
    fn font(&mut self, from: &mut Reader<'_>) -> Result<(), WireError> {
        let font = from.whole()?;
        let number = font / 2;
        let is_asset = font % 2 == 1;
        if if is_asset { number == 0 } else { number >= FONTS } {
            return Err(from.error(Problem::Value));
        }
        if is_asset {
            self.asset = self.asset.max(number);
        }
        Ok(())
    }

    /// A picture behind a box.
    fn layer(&mut self, from: &mut Reader<'_>) -> Result<(), WireError> {
        self.source(from)?;
        let lengths = match up_to(from, SIZING_MAX)? {
            ..3 => 0,
            3 => 2,
            _ => 1,
        };
        (0..lengths + 2).try_for_each(|_| length(from))?;
        up_to(from, REPEAT_MAX)?;
        up_to(from, REPEAT_MAX)?;
        up_to(from, ORIGIN_MAX)?;
        up_to(from, BOX_MAX).map(drop)
    }

    /// From 4 on the gradient repeats.
    fn source(&mut self, from: &mut Reader<'_>) -> Result<(), WireError> {
        match up_to(from, SOURCE_MAX)? {
            3 => {
                let asset = from.whole()?;
                if asset == 0 {
                    return Err(from.error(Problem::Value));
                }
                self.asset = self.asset.max(asset);
                return Ok(());
            }
            0 | 4 => up_to(from, ANGLE_MAX).map(drop)?,
            1 | 5 => {
                let is_circle = up_to(from, 1)? == 1;
                let radii = match up_to(from, EXTENT_MAX)? {
                    EXTENT_MAX if is_circle => 1,
                    EXTENT_MAX => 2,
                    _ => 0,
                };
                (0..radii + 2).try_for_each(|_| length(from))?;
            }
            _ => {
                up_to(from, ANGLE_MAX)?;
                length(from)?;
                length(from)?;
            }
        }
        list(from, LIST_MAX, |from| {
            from.word()?;
            if up_to(from, 1)? == 1 { length(from) } else { Ok(()) }
        })
    }
}

fn up_to(from: &mut Reader<'_>, max: u32) -> Result<u32, WireError> {
    from.whole_to(max, Problem::Value)
}

/// Quarters of a pixel, or hundredths of a percent: the lowest bit says which.
pub(super) fn length(from: &mut Reader<'_>) -> Result<(), WireError> {
    from.whole().map(drop)
}

fn four(from: &mut Reader<'_>) -> Result<[i32; 4], WireError> {
    Ok([from.signed()?, from.signed()?, from.signed()?, from.signed()?])
}

fn side(from: &mut Reader<'_>) -> Result<Side, WireError> {
    let width = from.whole()?;
    if width == 0 {
        return Ok(Side::default());
    }
    let style = from.byte_to(BORDER_STYLE_MAX, Problem::Value)?;
    Ok(Side { width, style, color: from.word()? })
}

fn shadow(from: &mut Reader<'_>) -> Result<(), WireError> {
    up_to(from, 1)?;
    from.signed()?;
    from.signed()?;
    from.whole()?;
    from.signed()?;
    from.word().map(drop)
}

pub(super) fn list(
    from: &mut Reader<'_>,
    max: u32,
    mut one: impl FnMut(&mut Reader<'_>) -> Result<(), WireError>,
) -> Result<(), WireError> {
    let count = up_to(from, max)?;
    (0..count).try_for_each(|_| one(from))
}
