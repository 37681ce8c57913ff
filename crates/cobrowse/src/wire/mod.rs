//! Frames of a captured page, from bytes and to bytes. The format is described in `docs/cobrowse-wire.md`; every list of
//! it is closed, so that a frame which is read holds nothing but numbers, and words that name the rule which released
//! them. A frame has one way of being written: what `decode` takes, `encode` gives back byte for byte.

mod body;
mod codes;
mod kept;
mod look;
mod ops;
mod reader;
mod writer;

use codes::{FRAME_CHECKPOINT, FRAME_OPS, FRAME_START};
use reader::Reader;
use writer::Writer;

pub use body::{Body, Format, LEVEL_MAX, LINES_MAX, Line, PIXELS_BYTES_MAX};
pub use codes::{Kind, VERSION, flag, state};
pub(crate) use kept::{Kept, LineSeen};
pub use look::{BORDER_STYLES, Look, Seen, Side};

/// The most bytes of a frame.
pub const FRAME_BYTES_MAX: usize = 4 << 20;
/// The most bytes of a checkpoint, which the server makes.
pub const CHECKPOINT_BYTES_MAX: usize = 16 << 20;
/// The most operations of a frame: each takes a hundred bytes or so once it is read.
pub const OPS_MAX: usize = 500_000;

/// A frame is not one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{problem}, at byte {at}")]
pub struct WireError {
    /// Offset in bytes: where reading stopped.
    pub at: usize,
    pub problem: Problem,
}

/// What is wrong with a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error(
        "the frame is larger than {FRAME_BYTES_MAX} bytes, or {CHECKPOINT_BYTES_MAX} of a checkpoint"
    )]
    TooLong,
    #[error("the frame has more than {OPS_MAX} operations")]
    Many,
    #[error("the frame ends too early")]
    Short,
    #[error("bytes after the end of the frame")]
    Rest,
    #[error("a number is larger than any page has")]
    TooLarge,
    #[error("a number takes more bytes than it needs")]
    Padded,
    #[error("a text is not UTF-8")]
    NotText,
    #[error("a text has a control character other than a line break or a tab")]
    Control,
    #[error("another version of the wire")]
    Version,
    #[error("an unknown kind of frame")]
    Frame,
    #[error("an unknown operation, or one that this kind of frame does not have")]
    Operation,
    #[error("an unknown kind of node")]
    Kind,
    #[error("an unknown flag")]
    Flag,
    #[error("an unknown state")]
    State,
    #[error("an unknown kind of body")]
    Body,
    #[error("something shown that no rule released")]
    NoRule,
    #[error("an unknown property of a look")]
    Property,
    #[error("a property of a look twice")]
    Twice,
    #[error("a value that the property does not have")]
    Value,
}

/// Where something lies. Quarters of a CSS pixel, relative to its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rect {
    pub x: i32,
    pub y: i32,
    pub w: u32,
    pub h: u32,
}

/// A node as it is added: its height above the sibling before and what its parent is wider by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub kind: Kind,
    /// Of [`flag`].
    pub flags: u8,
    pub x: i32,
    /// From the bottom of the sibling before.
    pub below: i32,
    /// The parent's width less its own.
    pub narrower: i32,
    pub h: u32,
    pub look: u32,
    /// Of [`state`], of controls only; else 0.
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
    At {
        parent: u32,
        sibling: u32,
    },
    Remove(u32),
    Move {
        node: u32,
        sibling: u32,
    },
    Rect {
        node: u32,
        rect: Rect,
    },
    /// Wider and higher by so much.
    Size {
        node: u32,
        dw: i32,
        dh: i32,
    },
    Shift {
        node: u32,
        count: u32,
        dx: i32,
        dy: i32,
    },
    Wear {
        node: u32,
        look: u32,
    },
    Body {
        node: u32,
        body: Option<Body>,
    },
    State {
        node: u32,
        state: u8,
    },
    Flags {
        node: u32,
        flags: u8,
    },
    Scroll {
        node: u32,
        x: u32,
        y: u32,
    },
    View {
        width: u32,
        height: u32,
        ratio: u32,
    },
    Ready,
    /// SHA-256 of the next asset's bytes.
    Asset([u8; 32]),
    /// Where the customer's pointer is in the page, if anywhere.
    Pointer(Option<(i32, i32)>),
    /// The number of the next node; only in a checkpoint, where nodes come in the order of the tree.
    Next(u32),
}

/// What a frame says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A capture begins under the policy of this hash; zeros where the page releases by attributes.
    Start {
        policy: [u8; 32],
    },
    Ops(Vec<Op>),
    /// The whole page as it stands; of the server only.
    Checkpoint {
        policy: [u8; 32],
        ops: Vec<Op>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Counts up from 0 in each capture. A checkpoint has that of the frame after which it was taken.
    pub sequence: u32,
    pub said: Said,
}

/// Reads a frame. Errors: anything that is not of the closed lists, is cut short, goes on after its end, or has a
/// shorter or another way of being written.
pub fn decode(bytes: &[u8]) -> Result<Frame, WireError> {
    let max = match bytes {
        [_, FRAME_CHECKPOINT, ..] => CHECKPOINT_BYTES_MAX,
        _ => FRAME_BYTES_MAX,
    };
    if bytes.len() > max {
        return Err(WireError { at: max, problem: Problem::TooLong });
    }
    let mut from = Reader::new(bytes);
    if from.byte()? != VERSION {
        return Err(from.error(Problem::Version));
    }
    let kind = from.byte()?;
    if !matches!(kind, FRAME_START | FRAME_OPS | FRAME_CHECKPOINT) {
        return Err(from.error(Problem::Frame));
    }
    let sequence = from.whole()?;
    let said = match kind {
        FRAME_START => {
            let policy = from.hash()?;
            if !from.is_done() {
                return Err(from.error(Problem::Rest));
            }
            Said::Start { policy }
        }
        FRAME_OPS => Said::Ops(ops::read_all(&mut from, false)?),
        _ => Said::Checkpoint { policy: from.hash()?, ops: ops::read_all(&mut from, true)? },
    };
    Ok(Frame { sequence, said })
}

/// Writes a frame; `decode` gives the same back.
pub fn encode(frame: &Frame) -> Vec<u8> {
    let mut out = Writer::new();
    out.byte(VERSION);
    let (kind, policy, ops) = match &frame.said {
        Said::Start { policy } => (FRAME_START, Some(policy), None),
        Said::Ops(ops) => (FRAME_OPS, None, Some(ops)),
        Said::Checkpoint { policy, ops } => (FRAME_CHECKPOINT, Some(policy), Some(ops)),
    };
    out.byte(kind);
    out.whole(frame.sequence);
    if let Some(policy) = policy {
        out.raw(policy);
    }
    for op in ops.into_iter().flatten() {
        ops::write(&mut out, op);
    }
    out.into_bytes()
}
