//! What somebody at the desk draws over the page. Nothing of it touches the page.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::{ControlError, INK_POINTS_MAX, PLACE_MAX, check_id, field, tagged};
use crate::consent::Grant;

/// Quarters of a CSS pixel from the corner of the page.
type Point = [i32; 2];

/// A mark. `pointer` and `laser` without a place are gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Mark {
    Pointer {
        #[serde(deserialize_with = "present")]
        x: Option<i32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        y: Option<i32>,
    },
    Laser {
        #[serde(deserialize_with = "present")]
        x: Option<i32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        y: Option<i32>,
    },
    Ink {
        id: String,
        points: Vec<Point>,
        fades: bool,
    },
    Box {
        id: String,
        x: i32,
        y: i32,
        w: u32,
        h: u32,
    },
    Arrow {
        id: String,
        from: Point,
        to: Point,
    },
    Clear {},
}

/// May be null, may not be left out.
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i32>, D::Error> {
    Option::deserialize(from)
}

/// A mark and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatMark {
    pub seat: u32,
    pub mark: Mark,
}

impl SeatMark {
    /// The message, the same for the customer and all viewers.
    pub fn text(&self) -> String {
        tagged::write(&self.mark, Map::from_iter([("seat".to_owned(), Value::from(self.seat))]))
    }
}

impl Mark {
    pub(super) const NAMES: [&'static str; 6] =
        ["pointer", "laser", "ink", "box", "arrow", "clear"];

    /// What the customer must have allowed.
    pub const fn grant(&self) -> Grant {
        match self {
            Self::Pointer { .. } => Grant::View,
            _ => Grant::Draw,
        }
    }

    pub(super) fn check(&self) -> Result<(), ControlError> {
        match self {
            Self::Pointer { x, y } | Self::Laser { x, y } => {
                if x.is_some() != y.is_some() {
                    return Err(field("y", "x and y, or null for x"));
                }
                check_place("x", [x.unwrap_or(0), y.unwrap_or(0)])
            }
            Self::Ink { id, points, fades: _ } => {
                check_id("ink.id", id)?;
                if points.is_empty() || points.len() > INK_POINTS_MAX {
                    let problem =
                        format!("1 to {INK_POINTS_MAX} points, these are {}", points.len());
                    return Err(field("ink.points", problem));
                }
                points.iter().try_for_each(|point| check_place("ink.points", *point))
            }
            Self::Box { id, x, y, w, h } => {
                check_id("box.id", id)?;
                check_place("box.x", [*x, *y])?;
                if *w.max(h) > PLACE_MAX.unsigned_abs() {
                    return Err(field("box.w", format!("at most {PLACE_MAX}")));
                }
                Ok(())
            }
            Self::Arrow { id, from, to } => {
                check_id("arrow.id", id)?;
                check_place("arrow.from", *from)?;
                check_place("arrow.to", *to)
            }
            Self::Clear {} => Ok(()),
        }
    }
}

fn check_place(name: &'static str, place: Point) -> Result<(), ControlError> {
    if place.iter().any(|one| one.unsigned_abs() > PLACE_MAX.unsigned_abs()) {
        return Err(field(name, format!("between -{PLACE_MAX} and {PLACE_MAX}")));
    }
    Ok(())
}
