//! Frames of a captured page, from bytes and to bytes. The format is described in `docs/cobrowse-wire.md`; every list of it
//! is closed, so that a frame which is read holds nothing but numbers, and words that name the rule which released them.

mod codes;
mod look;
mod reader;
mod writer;

use codes::{
    BODY_BARS, BODY_LINES, FLAG_BODY, FLAGS_MAX, FRAME_OPS, FRAME_START, KIND_BUTTON, KIND_FIELD,
    KIND_MAX, STATE_MAX, op,
};
use reader::Reader;
use writer::Writer;

pub use codes::VERSION;
pub use look::{Gradient, Look, Shadow, Side};

/// The most bytes of a frame.
pub const FRAME_BYTES_MAX: usize = 4 << 20;
/// The most lines of a released text.
pub const LINES_MAX: u32 = 500;
/// The most bytes of a line.
pub const LINE_BYTES_MAX: u32 = 16_000;
/// The most lines that a redacted text is said to have.
pub const BARS_MAX: u32 = 100_000;

/// A frame is not one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{problem}, at byte {at}")]
pub struct WireError {
    /// Offset in bytes.
    pub at: usize,
    pub problem: Problem,
}

/// What is wrong with a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("the frame is larger than {FRAME_BYTES_MAX} bytes")]
    TooLong,
    #[error("the frame ends too early")]
    Short,
    #[error("bytes after the end of the frame")]
    Rest,
    #[error("a number is larger than any page has")]
    TooLarge,
    #[error("a text is not UTF-8")]
    NotText,
    #[error("another version of the wire")]
    Version,
    #[error("an unknown kind of frame")]
    Frame,
    #[error("an unknown operation")]
    Operation,
    #[error("an unknown kind of node")]
    Kind,
    #[error("an unknown flag")]
    Flag,
    #[error("an unknown state")]
    State,
    #[error("an unknown kind of body")]
    Body,
    #[error("words that no rule released")]
    NoRule,
    #[error("an unknown property of a look")]
    Property,
    #[error("a value that the property does not have")]
    Value,
}

/// Where something lies. Quarters of a CSS pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rect {
    pub x: i32,
    pub y: i32,
    pub w: u32,
    pub h: u32,
}

/// A line of released words, relative to the box of the text. All zeros for a control, which has its own way of writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub x: u32,
    pub y: u32,
    pub w: u32,
    pub h: u32,
    pub text: String,
}

/// What a text or a control shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Redacted: how many lines, and about how wide the last is where there are more than one.
    Bars { lines: u32, last: u32 },
    /// Released by the rule of this number.
    Lines { rule: u32, look: u32, lines: Vec<Line> },
}

/// A node as it is added: its height above the sibling before and what its parent is wider by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub kind: u8,
    pub flags: u8,
    pub x: i32,
    /// From the bottom of the sibling before.
    pub below: i32,
    /// The parent's width less its own.
    pub narrower: i32,
    pub h: u32,
    pub look: u32,
    /// Of controls only; else 0.
    pub state: u8,
    pub body: Option<Body>,
}

/// One step of a frame. Nodes are named by their number, in the order in which they were added, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    Look(Look),
    Node(Node),
    Enter,
    Leave,
    At { parent: u32, sibling: u32 },
    Remove(u32),
    Move { node: u32, sibling: u32 },
    Rect { node: u32, rect: Rect },
    Shift { node: u32, count: u32, dx: i32, dy: i32 },
    Wear { node: u32, look: u32 },
    Body { node: u32, body: Option<Body> },
    State { node: u32, state: u8 },
    Flags { node: u32, flags: u8 },
    Scroll { node: u32, x: u32, y: u32 },
    View { width: u32, height: u32, ratio: u32 },
    Ready,
}

/// What a frame says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A capture begins under the policy of this hash; zeros where the page releases by attributes.
    Start { policy: [u8; 32] },
    Ops(Vec<Op>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Counts up from 0 in each capture.
    pub sequence: u32,
    pub said: Said,
}

/// Whether a kind of node is a control, whose state is told.
pub const fn has_state(kind: u8) -> bool {
    kind >= KIND_FIELD && kind <= KIND_BUTTON
}

/// Reads a frame. Errors: anything that is not of the closed lists, is cut short or goes on after its end.
pub fn decode(bytes: &[u8]) -> Result<Frame, WireError> {
    if bytes.len() > FRAME_BYTES_MAX {
        return Err(WireError { at: FRAME_BYTES_MAX, problem: Problem::TooLong });
    }
    let mut from = Reader::new(bytes);
    if from.byte()? != VERSION {
        return Err(from.error(Problem::Version));
    }
    let kind = from.byte()?;
    let sequence = from.whole()?;
    let said = match kind {
        FRAME_START => {
            let raw = from.raw(32)?;
            let policy = raw.try_into().map_err(|_| from.error(Problem::Short))?;
            if !from.is_done() {
                return Err(from.error(Problem::Rest));
            }
            Said::Start { policy }
        }
        FRAME_OPS => {
            let mut ops = Vec::new();
            while !from.is_done() {
                ops.push(read_op(&mut from)?);
            }
            Said::Ops(ops)
        }
        _ => return Err(from.error(Problem::Frame)),
    };
    Ok(Frame { sequence, said })
}

/// Writes a frame; `decode` gives the same back.
pub fn encode(frame: &Frame) -> Vec<u8> {
    let mut out = Writer::new();
    out.byte(VERSION);
    match &frame.said {
        Said::Start { policy } => {
            out.byte(FRAME_START);
            out.whole(frame.sequence);
            out.raw(policy);
        }
        Said::Ops(ops) => {
            out.byte(FRAME_OPS);
            out.whole(frame.sequence);
            for op in ops {
                write_op(&mut out, op);
            }
        }
    }
    out.into_bytes()
}

fn read_op(from: &mut Reader<'_>) -> Result<Op, WireError> {
    Ok(match from.byte()? {
        op::LOOK => Op::Look(look::read(from)?),
        op::NODE => Op::Node(read_node(from)?),
        op::ENTER => Op::Enter,
        op::LEAVE => Op::Leave,
        op::AT => Op::At { parent: from.whole()?, sibling: from.whole()? },
        op::REMOVE => Op::Remove(from.whole()?),
        op::MOVE => Op::Move { node: from.whole()?, sibling: from.whole()? },
        op::RECT => Op::Rect { node: from.whole()?, rect: read_rect(from)? },
        op::SHIFT => Op::Shift {
            node: from.whole()?,
            count: from.whole()?,
            dx: from.signed()?,
            dy: from.signed()?,
        },
        op::WEAR => Op::Wear { node: from.whole()?, look: from.whole()? },
        op::BODY => {
            let node = from.whole()?;
            let is_there = from.byte_to(1, Problem::Body)? == 1;
            Op::Body { node, body: if is_there { Some(read_body(from)?) } else { None } }
        }
        op::STATE => {
            Op::State { node: from.whole()?, state: from.byte_to(STATE_MAX, Problem::State)? }
        }
        op::FLAGS => {
            Op::Flags { node: from.whole()?, flags: from.byte_to(FLAGS_MAX, Problem::Flag)? }
        }
        op::SCROLL => Op::Scroll { node: from.whole()?, x: from.whole()?, y: from.whole()? },
        op::VIEW => {
            Op::View { width: from.whole()?, height: from.whole()?, ratio: from.whole()? }
        }
        op::READY => Op::Ready,
        _ => return Err(from.error(Problem::Operation)),
    })
}

fn read_node(from: &mut Reader<'_>) -> Result<Node, WireError> {
    let head = from.byte()?;
    let kind = head & 15;
    if kind > KIND_MAX {
        return Err(from.error(Problem::Kind));
    }
    let flags = head >> 4;
    Ok(Node {
        kind,
        flags: flags & FLAGS_MAX,
        x: from.signed()?,
        below: from.signed()?,
        narrower: from.signed()?,
        h: from.whole()?,
        look: from.whole()?,
        state: if has_state(kind) { from.byte_to(STATE_MAX, Problem::State)? } else { 0 },
        body: if flags & FLAG_BODY == 0 { None } else { Some(read_body(from)?) },
    })
}

fn read_rect(from: &mut Reader<'_>) -> Result<Rect, WireError> {
    Ok(Rect { x: from.signed()?, y: from.signed()?, w: from.whole()?, h: from.whole()? })
}

fn read_body(from: &mut Reader<'_>) -> Result<Body, WireError> {
    match from.byte()? {
        BODY_BARS => {
            let lines = from.whole_to(BARS_MAX)?;
            Ok(Body::Bars { lines, last: if lines > 1 { from.whole()? } else { 0 } })
        }
        BODY_LINES => {
            let rule = from.whole()?;
            if rule == 0 {
                return Err(from.error(Problem::NoRule));
            }
            let look = from.whole()?;
            let count = from.whole_to(LINES_MAX)?;
            let mut lines = Vec::new();
            for _ in 0..count {
                lines.push(Line {
                    x: from.whole()?,
                    y: from.whole()?,
                    w: from.whole()?,
                    h: from.whole()?,
                    text: from.text(LINE_BYTES_MAX)?,
                });
            }
            Ok(Body::Lines { rule, look, lines })
        }
        _ => Err(from.error(Problem::Body)),
    }
}

fn write_op(out: &mut Writer, said: &Op) {
    match said {
        Op::Look(one) => {
            out.byte(op::LOOK);
            look::write(out, one);
        }
        Op::Node(node) => write_node(out, node),
        Op::Enter => out.byte(op::ENTER),
        Op::Leave => out.byte(op::LEAVE),
        Op::At { parent, sibling } => out.about(op::AT, *parent, &[*sibling]),
        Op::Remove(node) => out.about(op::REMOVE, *node, &[]),
        Op::Move { node, sibling } => out.about(op::MOVE, *node, &[*sibling]),
        Op::Rect { node, rect } => {
            out.about(op::RECT, *node, &[]);
            out.signed(rect.x);
            out.signed(rect.y);
            out.whole(rect.w);
            out.whole(rect.h);
        }
        Op::Shift { node, count, dx, dy } => {
            out.about(op::SHIFT, *node, &[*count]);
            out.signed(*dx);
            out.signed(*dy);
        }
        Op::Wear { node, look } => out.about(op::WEAR, *node, &[*look]),
        Op::Body { node, body } => {
            out.about(op::BODY, *node, &[]);
            out.byte(u8::from(body.is_some()));
            if let Some(body) = body {
                write_body(out, body);
            }
        }
        Op::State { node, state } => {
            out.about(op::STATE, *node, &[]);
            out.byte(*state);
        }
        Op::Flags { node, flags } => {
            out.about(op::FLAGS, *node, &[]);
            out.byte(*flags);
        }
        Op::Scroll { node, x, y } => out.about(op::SCROLL, *node, &[*x, *y]),
        Op::View { width, height, ratio } => out.about(op::VIEW, *width, &[*height, *ratio]),
        Op::Ready => out.byte(op::READY),
    }
}

fn write_node(out: &mut Writer, node: &Node) {
    let body = if node.body.is_some() { FLAG_BODY } else { 0 };
    out.byte(op::NODE);
    out.byte(node.kind | ((node.flags | body) << 4));
    out.signed(node.x);
    out.signed(node.below);
    out.signed(node.narrower);
    out.whole(node.h);
    out.whole(node.look);
    if has_state(node.kind) {
        out.byte(node.state);
    }
    if let Some(body) = &node.body {
        write_body(out, body);
    }
}

fn write_body(out: &mut Writer, body: &Body) {
    match body {
        Body::Bars { lines, last } => {
            out.byte(BODY_BARS);
            out.whole(*lines);
            if *lines > 1 {
                out.whole(*last);
            }
        }
        Body::Lines { rule, look, lines } => {
            out.byte(BODY_LINES);
            out.whole(*rule);
            out.whole(*look);
            out.whole(u32::try_from(lines.len()).unwrap_or(u32::MAX));
            for line in lines {
                for number in [line.x, line.y, line.w, line.h] {
                    out.whole(number);
                }
                out.text(&line.text);
            }
        }
    }
}
