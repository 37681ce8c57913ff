//! How a thing looks: properties of a closed list, each once, with numbers.

use super::codes::prop;
use super::reader::Reader;
use super::writer::Writer;
use super::{Problem, WireError};

/// The most shadows of a box, and stops of a gradient.
pub const LIST_MAX: u32 = 16;
const BORDER_STYLES: u8 = 9;
const ANGLE_MAX: u32 = 359;
const OPACITY_MAX: u32 = 255;
const WEIGHT_MAX: u32 = 10;
const FAMILIES: u32 = 6;
const TRANSFORMS: u32 = 4;
const DECORATION_MAX: u32 = 7;

/// A border of one side. `width` in quarters of a CSS pixel; where it is 0 the others are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Side {
    pub width: u32,
    pub style: u8,
    /// Red, green, blue and alpha, the highest byte first; like every colour here.
    pub color: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shadow {
    pub is_inset: bool,
    pub x: i32,
    pub y: i32,
    pub blur: u32,
    pub spread: i32,
    pub color: u32,
}

/// A straight gradient: degrees, and stops as colour and place in thousandths (65,535: none of its own).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gradient {
    pub angle: u32,
    pub stops: Vec<(u32, u32)>,
}

/// Lengths in quarters of a CSS pixel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    pub background: Option<u32>,
    pub border: Option<[Side; 4]>,
    /// Below zero: percent.
    pub radius: Option<[i32; 4]>,
    pub shadow: Vec<Shadow>,
    /// Of 255.
    pub opacity: Option<u32>,
    pub is_unseen: bool,
    pub order: Option<i32>,
    pub is_positioned: bool,
    pub gradient: Option<Gradient>,
    pub color: Option<u32>,
    pub size: Option<u32>,
    /// In hundreds.
    pub weight: Option<u32>,
    pub is_italic: bool,
    pub family: Option<u32>,
    pub transform: Option<u32>,
    pub decoration: Option<u32>,
    pub spacing: Option<i32>,
}

pub(super) fn read(from: &mut Reader<'_>) -> Result<Look, WireError> {
    let mut look = Look::default();
    loop {
        match from.byte()? {
            prop::END => return Ok(look),
            prop::BACKGROUND => look.background = Some(from.word()?),
            prop::BORDER => look.border = Some([side(from)?, side(from)?, side(from)?, side(from)?]),
            prop::RADIUS => {
                look.radius = Some([from.signed()?, from.signed()?, from.signed()?, from.signed()?]);
            }
            prop::SHADOW => look.shadow = list(from, shadow)?,
            prop::OPACITY => look.opacity = Some(up_to(from, OPACITY_MAX)?),
            prop::UNSEEN => look.is_unseen = true,
            prop::ORDER => look.order = Some(from.signed()?),
            prop::POSITIONED => look.is_positioned = true,
            prop::GRADIENT => {
                let angle = up_to(from, ANGLE_MAX)?;
                let stops = list(from, |from| Ok((from.word()?, up_to(from, u32::from(u16::MAX))?)))?;
                look.gradient = Some(Gradient { angle, stops });
            }
            prop::COLOR => look.color = Some(from.word()?),
            prop::SIZE => look.size = Some(from.whole()?),
            prop::WEIGHT => look.weight = Some(up_to(from, WEIGHT_MAX)?),
            prop::ITALIC => look.is_italic = true,
            prop::FAMILY => look.family = Some(up_to(from, FAMILIES - 1)?),
            prop::TRANSFORM => look.transform = Some(up_to(from, TRANSFORMS - 1)?),
            prop::DECORATION => look.decoration = Some(up_to(from, DECORATION_MAX)?),
            prop::SPACING => look.spacing = Some(from.signed()?),
            _ => return Err(from.error(Problem::Property)),
        }
    }
}

fn up_to(from: &mut Reader<'_>, max: u32) -> Result<u32, WireError> {
    let value = from.whole()?;
    if value > max { Err(from.error(Problem::Value)) } else { Ok(value) }
}

fn side(from: &mut Reader<'_>) -> Result<Side, WireError> {
    let width = from.whole()?;
    if width == 0 {
        return Ok(Side::default());
    }
    let style = from.byte_to(BORDER_STYLES - 1, Problem::Value)?;
    Ok(Side { width, style, color: from.word()? })
}

fn shadow(from: &mut Reader<'_>) -> Result<Shadow, WireError> {
    Ok(Shadow {
        is_inset: from.byte_to(1, Problem::Value)? == 1,
        x: from.signed()?,
        y: from.signed()?,
        blur: from.whole()?,
        spread: from.signed()?,
        color: from.word()?,
    })
}

fn list<T>(
    from: &mut Reader<'_>,
    one: impl Fn(&mut Reader<'_>) -> Result<T, WireError>,
) -> Result<Vec<T>, WireError> {
    let count = up_to(from, LIST_MAX)?;
    (0..count).map(|_| one(from)).collect()
}

pub(super) fn write(out: &mut Writer, look: &Look) {
    let mut word = |out: &mut Writer, prop: u8, value: Option<u32>| {
        if let Some(value) = value {
            out.byte(prop);
            out.word(value);
        }
    };
    word(out, prop::BACKGROUND, look.background);
    word(out, prop::COLOR, look.color);
    if let Some(sides) = &look.border {
        out.byte(prop::BORDER);
        for side in sides {
            out.whole(side.width);
            if side.width > 0 {
                out.byte(side.style);
                out.word(side.color);
            }
        }
    }
    if let Some(corners) = look.radius {
        out.byte(prop::RADIUS);
        for corner in corners {
            out.signed(corner);
        }
    }
    if !look.shadow.is_empty() {
        out.byte(prop::SHADOW);
        out.whole(u32::try_from(look.shadow.len()).unwrap_or(u32::MAX));
        for one in &look.shadow {
            out.byte(u8::from(one.is_inset));
            out.signed(one.x);
            out.signed(one.y);
            out.whole(one.blur);
            out.signed(one.spread);
            out.word(one.color);
        }
    }
    if let Some(gradient) = &look.gradient {
        out.about(prop::GRADIENT, gradient.angle, &[u32::try_from(gradient.stops.len()).unwrap_or(u32::MAX)]);
        for (color, place) in &gradient.stops {
            out.word(*color);
            out.whole(*place);
        }
    }
    for (prop, is_there) in [
        (prop::UNSEEN, look.is_unseen),
        (prop::POSITIONED, look.is_positioned),
        (prop::ITALIC, look.is_italic),
    ] {
        if is_there {
            out.byte(prop);
        }
    }
    for (prop, value) in [
        (prop::OPACITY, look.opacity),
        (prop::SIZE, look.size),
        (prop::WEIGHT, look.weight),
        (prop::FAMILY, look.family),
        (prop::TRANSFORM, look.transform),
        (prop::DECORATION, look.decoration),
    ] {
        if let Some(value) = value {
            out.about(prop, value, &[]);
        }
    }
    for (prop, value) in [(prop::ORDER, look.order), (prop::SPACING, look.spacing)] {
        if let Some(value) = value {
            out.byte(prop);
            out.signed(value);
        }
    }
    out.byte(prop::END);
}
