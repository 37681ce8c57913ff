//! How nodes and what they show are drawn as elements with styles. All numbers and colours are the wire's; words stand in
//! text nodes only.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use super::px;
use crate::page::Page;
use crate::wire::{BORDER_STYLES, Body, Format, Kept, Line, Rect, Seen, flag};

pub(super) const BODY_STYLE: &str = "margin:0;background:#fff";
/// Of what is redacted, and of what cannot be drawn.
const BAR: &str = "#c5cad3";
const BOX: &str = "#e4e7ec";
/// More lines of a redacted text are one block.
const BARS_MAX: u32 = 40;
const FAMILIES: [&str; 6] = ["sans-serif", "serif", "monospace", "cursive", "fantasy", "system-ui"];
const TEXT_PER_PX: f64 = 64.0;
const OPAQUE: f64 = 255.0;

/// An element inside of a node.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) tag: &'static str,
    pub(super) attributes: Value,
    pub(super) text: Option<String>,
}

/// The style of a node's box.
pub(super) fn style(page: &Page, id: u32) -> String {
    let Some(told) = page.told(id) else { return String::new() };
    let place = if told.flags() & flag::FIXED == 0 { "absolute" } else { "fixed" };
    let rect = told.rect();
    let mut style = format!("position:{place};box-sizing:border-box;");
    let (left, top) = within(page, told.parent_id());
    put(&mut style, [px(rect.x) - left, px(rect.y) - top, px(rect.w), px(rect.h)]);
    if told.flags() & flag::CLIP != 0 {
        style.push_str("overflow:hidden;");
    }
    let seen = page.look(told.look()).map(|look| look.seen()).unwrap_or_default();
    // Whether a thing is seen does not depend on what it stands in.
    style.push_str(if seen.is_unseen { "visibility:hidden;" } else { "visibility:visible;" });
    look(&mut style, &seen);
    if told.flags() & flag::TOP != 0 {
        style.push_str("z-index:2147483647;");
    }
    style
}

/// How thick the border of a node is at the left and top: what is in it is placed from within.
fn within(page: &Page, id: u32) -> (f64, f64) {
    let seen = page.told(id).and_then(|told| page.look(told.look())).map(|look| look.seen());
    match seen.and_then(|seen| seen.border) {
        Some([top, _, _, left]) => (px(left.width), px(top.width)),
        None => (0.0, 0.0),
    }
}

fn put(style: &mut String, [x, y, w, h]: [f64; 4]) {
    style.push_str(&format!("left:{x}px;top:{y}px;width:{w}px;height:{h}px;"));
}

fn look(style: &mut String, seen: &Seen) {
    if let Some(color) = seen.background {
        style.push_str(&format!("background:#{color:08x};"));
    }
    for (name, side) in ["top", "right", "bottom", "left"].iter().zip(seen.border.iter().flatten())
    {
        if side.width > 0 {
            let kind = BORDER_STYLES.get(usize::from(side.style)).unwrap_or(&"solid");
            let (width, color) = (px(side.width), side.color);
            style.push_str(&format!("border-{name}:{width}px {kind} #{color:08x};"));
        }
    }
    if let Some(corners) = seen.radius {
        style.push_str("border-radius:");
        for corner in corners {
            style.push_str(&match corner {
                ..0 => format!("{}% ", corner.unsigned_abs()),
                _ => format!("{}px ", px(corner)),
            });
        }
        style.push(';');
    }
    if let Some(opacity) = seen.opacity {
        style.push_str(&format!("opacity:{:.3};", f64::from(opacity) / OPAQUE));
    }
    if let Some(order) = seen.order {
        style.push_str(&format!("z-index:{order};"));
    }
}

/// What is drawn inside of a node's box.
pub(super) fn inside(page: &Page, id: u32) -> Vec<Part> {
    let Some(told) = page.told(id) else { return Vec::new() };
    let (w, h) = (px(told.rect().w), px(told.rect().h));
    let corner = within(page, id);
    match told.body().and_then(Kept::read).as_ref() {
        None => Vec::new(),
        Some(Body::Bars { lines, last }) => bars(told.rect(), corner, *lines, *last),
        Some(Body::Lines { look, lines, .. }) => {
            let seen = page.look(*look).map(|look| look.seen()).unwrap_or_default();
            lines.iter().map(|line| words(line, corner, &seen, h)).collect()
        }
        Some(Body::Pixels { format, bytes, .. }) => {
            let kind = match format {
                Format::WebP => "webp",
                Format::Png => "png",
            };
            let source = format!("data:image/{kind};base64,{}", BASE64.encode(bytes));
            let style = "width:100%;height:100%;object-fit:contain";
            vec![Part {
                tag: "img",
                attributes: json!({ "src": source, "style": style }),
                text: None,
            }]
        }
        Some(Body::Level { thousandths, .. }) => {
            vec![block(corner, [0.0, 0.0, w * f64::from(*thousandths) / 1_000.0, h], BAR)]
        }
        Some(Body::Picture { .. } | Body::Vector { .. }) => {
            vec![block(corner, [0.0, 0.0, w, h], BOX)]
        }
    }
}

fn block((left, top): (f64, f64), [x, y, w, h]: [f64; 4], color: &str) -> Part {
    let mut style = format!("position:absolute;background:{color};border-radius:3px;");
    put(&mut style, [x - left, y - top, w, h]);
    Part { tag: "span", attributes: json!({ "style": style }), text: None }
}

fn bars(rect: Rect, corner: (f64, f64), lines: u32, last: u32) -> Vec<Part> {
    let (w, h) = (px(rect.w), px(rect.h));
    if lines > BARS_MAX {
        return vec![block(corner, [0.0, 0.0, w, h], BAR)];
    }
    let high = h / f64::from(lines.max(1));
    let bar = |at: u32| {
        let is_last = at + 1 == lines && lines > 1;
        let wide = if is_last { px(last).min(w) } else { w };
        block(corner, [0.0, high * (f64::from(at) + 0.15), wide, high * 0.7], BAR)
    };
    (0..lines).map(bar).collect()
}

/// A line of words; a control's stands in the middle of it.
fn words(line: &Line, corner: (f64, f64), seen: &Seen, high: f64) -> Part {
    let (x, y, h) = match line.h {
        0 => (4.0, 0.0, high),
        _ => (px(line.x), px(line.y), px(line.h)),
    };
    let (x, y) = (x - corner.0, y - corner.1);
    let family = usize::try_from(seen.family).ok().and_then(|at| FAMILIES.get(at));
    let mut style = format!(
        "position:absolute;white-space:pre;left:{x}px;top:{y}px;line-height:{h}px;font-family:{};",
        family.unwrap_or(&"sans-serif")
    );
    if let Some(color) = seen.color {
        style.push_str(&format!("color:#{color:08x};"));
    }
    if let Some(size) = seen.size {
        style.push_str(&format!("font-size:{}px;", f64::from(size) / TEXT_PER_PX));
    }
    if let Some(weight) = seen.weight {
        style.push_str(&format!("font-weight:{};", weight * 100));
    }
    if seen.is_italic {
        style.push_str("font-style:italic;");
    }
    Part { tag: "span", attributes: json!({ "style": style }), text: Some(line.text.clone()) }
}
