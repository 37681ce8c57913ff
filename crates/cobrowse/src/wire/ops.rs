//! The operations of a frame.

use super::codes::{FLAG_BODY, FLAGS_MAX, STATE_MAX, op};
use super::reader::Reader;
use super::writer::Writer;
use super::{Kind, Node, OPS_MAX, Op, Problem, Rect, WireError, body, look};

/// Operations until the end of the frame.
pub(super) fn read_all(from: &mut Reader<'_>, is_checkpoint: bool) -> Result<Vec<Op>, WireError> {
    let mut ops = Vec::new();
    while !from.is_done() {
        let one = read(from)?;
        if matches!(one, Op::Next(_)) && !is_checkpoint {
            return Err(from.error(Problem::Operation));
        }
        if ops.len() >= OPS_MAX {
            return Err(from.error(Problem::Many));
        }
        ops.push(one);
    }
    Ok(ops)
}

fn read(from: &mut Reader<'_>) -> Result<Op, WireError> {
    Ok(match from.byte()? {
        op::LOOK => Op::Look(look::read(from)?),
        op::NODE => Op::Node(read_node(from)?),
        op::ENTER => Op::Enter,
        op::LEAVE => Op::Leave,
        op::AT => Op::At { parent: from.whole()?, sibling: from.whole()? },
        op::REMOVE => Op::Remove(from.whole()?),
        op::MOVE => Op::Move { node: from.whole()?, sibling: from.whole()? },
        op::RECT => Op::Rect { node: from.whole()?, rect: read_rect(from)? },
        op::SIZE => Op::Size { node: from.whole()?, dw: from.signed()?, dh: from.signed()? },
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
            Op::Body { node, body: if is_there { Some(body::read(from)?) } else { None } }
        }
        op::STATE => {
            Op::State { node: from.whole()?, state: from.byte_to(STATE_MAX, Problem::State)? }
        }
        op::FLAGS => {
            Op::Flags { node: from.whole()?, flags: from.byte_to(FLAGS_MAX, Problem::Flag)? }
        }
        op::SCROLL => Op::Scroll { node: from.whole()?, x: from.whole()?, y: from.whole()? },
        op::VIEW => Op::View { width: from.whole()?, height: from.whole()?, ratio: from.whole()? },
        op::READY => Op::Ready,
        op::ASSET => Op::Asset(from.hash()?),
        op::POINTER => Op::Pointer(match from.byte_to(1, Problem::Value)? {
            0 => None,
            _ => Some((from.signed()?, from.signed()?)),
        }),
        op::NEXT => Op::Next(from.whole()?),
        _ => return Err(from.error(Problem::Operation)),
    })
}

fn read_node(from: &mut Reader<'_>) -> Result<Node, WireError> {
    let head = from.byte()?;
    let kind = Kind::from_byte(head & 15).ok_or(from.error(Problem::Kind))?;
    let flags = head >> 4;
    Ok(Node {
        kind,
        flags: flags & FLAGS_MAX,
        x: from.signed()?,
        below: from.signed()?,
        narrower: from.signed()?,
        h: from.whole()?,
        look: from.whole()?,
        state: if kind.has_state() { from.byte_to(STATE_MAX, Problem::State)? } else { 0 },
        body: if flags & FLAG_BODY == 0 { None } else { Some(body::read(from)?) },
    })
}

fn read_rect(from: &mut Reader<'_>) -> Result<Rect, WireError> {
    Ok(Rect { x: from.signed()?, y: from.signed()?, w: from.whole()?, h: from.whole()? })
}

pub(super) fn write(out: &mut Writer, said: &Op) {
    match said {
        Op::Look(one) => {
            out.byte(op::LOOK);
            out.raw(one.bytes());
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
        Op::Size { node, dw, dh } => {
            out.about(op::SIZE, *node, &[]);
            out.signed(*dw);
            out.signed(*dh);
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
                body::write(out, body);
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
        Op::Asset(hash) => {
            out.byte(op::ASSET);
            out.raw(hash);
        }
        Op::Pointer(place) => {
            out.byte(op::POINTER);
            out.byte(u8::from(place.is_some()));
            if let Some((x, y)) = place {
                out.signed(*x);
                out.signed(*y);
            }
        }
        Op::Next(node) => out.about(op::NEXT, *node, &[]),
    }
}

fn write_node(out: &mut Writer, node: &Node) {
    let body = if node.body.is_some() { FLAG_BODY } else { 0 };
    out.byte(op::NODE);
    out.byte(node.kind.byte() | ((node.flags | body) << 4));
    out.signed(node.x);
    out.signed(node.below);
    out.signed(node.narrower);
    out.whole(node.h);
    out.whole(node.look);
    if node.kind.has_state() {
        out.byte(node.state);
    }
    if let Some(body) = &node.body {
        body::write(out, body);
    }
}
