//! Holds what a customer's browser sends against the policy in force. The browser sends only what is released; here the same
//! is asked once more by somebody who does not trust it: each frame is of the grammar and fits the page, each thing that it
//! shows names a rule of the policy, and no words look like a card number or an identity, alone or with their neighbours.
//!
//! What is shown without a right to it is taken out and replaced by a redacted box. A frame that cannot be read, or that
//! does not fit, is passed on to nobody; the capture must then begin anew.

mod clean;
mod read;
mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use understanding::pii::PiiKind;

use self::clean::Clean;
use crate::page::{HELD_BYTES_MAX, Page, PageError, Told};
use crate::policy::Permit;
use crate::wire::{self, Body, Frame, Kind, Line, Op, Said, WireError, state};

/// Things taken out, or frames refused, after which a session ends: an honest browser causes none.
pub const FAULTS_MAX: u32 = 5;
/// The same, where what was taken out may be chance: it looked like something that the browser does not look for, or only
/// together with what stands farther away.
pub const DOUBTS_MAX: u32 = 50;

/// Average width of a character beside the height of its line, and how many make a step: the widths of redacted texts are
/// told in such steps, as the browser does (`web/packages/cobrowse/src/capture/text.ts`). In hundredths.
const STEP_PER_LINE_HUNDREDTHS: u64 = 168;
const STEP_MIN: u64 = 4;

/// Why something was taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// No such rule is in force for those who look on.
    Rule(u32),
    /// The rule releases words, not pixels and drawings.
    Pixels(u32),
    /// It looks like something that is never shown.
    Words(PiiKind),
    /// The page holds more than it may.
    Size,
}

impl Why {
    /// For messages and logs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rule(_) => "rule",
            Self::Pixels(_) => "pixels",
            Self::Words(_) => "detector",
            Self::Size => "size",
        }
    }
}

/// Something that was taken out of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dropped {
    pub node: u32,
    pub why: Why,
    /// Whether an honest browser could have sent it.
    pub is_doubtful: bool,
}

/// Why a frame is passed on to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("{0}")]
    Wire(#[from] WireError),
    #[error("{0}")]
    Page(#[from] PageError),
    #[error("a checkpoint, which only the server makes")]
    Checkpoint,
    #[error("a capture under another policy than the one in force")]
    Policy,
}

/// What becomes of a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<'b> {
    /// To pass on: the very bytes that came, where nothing was taken out.
    Passed(Cow<'b, [u8]>),
    /// To nobody: ask for a new capture.
    Refused(Refusal),
    /// To nobody: it was on its way while a new capture was asked for.
    Late,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict<'b> {
    pub outcome: Outcome<'b>,
    pub dropped: Vec<Dropped>,
    /// The session must end: too much was tried.
    pub must_end: bool,
}

impl Verdict<'_> {
    /// What viewers get.
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.outcome {
            Outcome::Passed(bytes) => Some(bytes),
            Outcome::Refused(_) | Outcome::Late => None,
        }
    }
}

/// Verifies the frames of one session, and keeps the page that viewers see.
#[derive(Debug, Clone)]
pub struct Verifier {
    permit: Permit,
    /// The policy before, of which a beginning may still be on its way.
    before: Option<[u8; 32]>,
    page: Page,
    clean: Clean,
    /// What comes is thrown away until a capture begins.
    is_cut: bool,
    faults: u32,
    doubts: u32,
}

impl Verifier {
    pub fn new(permit: Permit) -> Self {
        let (page, clean) = (Page::default(), Clean::default());
        Self { permit, before: None, page, clean, is_cut: false, faults: 0, doubts: 0 }
    }

    /// The page as viewers see it.
    pub const fn page(&self) -> &Page {
        &self.page
    }

    /// Another policy is in force from now on: what comes is thrown away until a capture begins under it.
    pub fn adopt(&mut self, permit: Permit) {
        self.before = Some(self.permit.hash);
        self.permit = permit;
        self.cut();
    }

    /// Throws away what comes until a capture begins, and the page.
    pub fn cut(&mut self) {
        self.page = Page::default();
        self.clean.forget();
        self.is_cut = true;
    }

    /// What becomes of the next frame of the customer's browser.
    pub fn verify<'b>(&mut self, bytes: &'b [u8]) -> Verdict<'b> {
        let mut dropped = Vec::new();
        let outcome = match self.judged(bytes, &mut dropped) {
            Ok(outcome) => outcome,
            Err(refusal) => {
                self.cut();
                self.faults = self.faults.saturating_add(1);
                dropped.clear();
                Outcome::Refused(refusal)
            }
        };
        for one in &dropped {
            let count = if one.is_doubtful { &mut self.doubts } else { &mut self.faults };
            *count = count.saturating_add(1);
        }
        let must_end = self.faults >= FAULTS_MAX || self.doubts >= DOUBTS_MAX;
        Verdict { outcome, dropped, must_end }
    }

    fn judged<'b>(
        &mut self,
        bytes: &'b [u8],
        dropped: &mut Vec<Dropped>,
    ) -> Result<Outcome<'b>, Refusal> {
        let mut frame = wire::decode(bytes)?;
        match &mut frame.said {
            Said::Checkpoint { .. } => return Err(Refusal::Checkpoint),
            Said::Start { policy } if *policy == self.permit.hash => {
                self.page.take(&frame)?;
                self.clean.forget();
                self.is_cut = false;
                return Ok(Outcome::Passed(Cow::Borrowed(bytes)));
            }
            Said::Start { policy } if self.is_cut && Some(*policy) == self.before => {
                return Ok(Outcome::Late);
            }
            Said::Start { .. } => return Err(Refusal::Policy),
            Said::Ops(_) if self.is_cut => return Ok(Outcome::Late),
            Said::Ops(ops) => {
                let first = self.page.next_id();
                let mut hidden = self.without_right(ops, first, dropped);
                hidden |= hide_superseded(ops, first);
                let anchors = words::anchors(ops, first, &self.page);
                self.page.take(&frame)?;
                hidden |= self.hide_gone(&mut frame, first);
                hidden |= self.hide_words(&mut frame, first, &anchors, dropped);
                if !hidden {
                    return Ok(Outcome::Passed(Cow::Borrowed(bytes)));
                }
            }
        }
        Ok(Outcome::Passed(Cow::Owned(wire::encode(&frame))))
    }

    /// Takes out what names no rule that may show it, and texts that are not shown by themselves. Whether there was any.
    fn without_right(&self, ops: &mut [Op], first: u32, dropped: &mut Vec<Dropped>) -> bool {
        let mut held = self.page.held_bytes();
        let mut kinds = Kinds { page: &self.page, first, added: Vec::new() };
        let mut is_changed = false;
        for op in ops {
            let Some((node, kind)) = kinds.of(op) else { continue };
            if let Some(body) = body_of(op) {
                held = held.saturating_add(body.size());
                if let Some((why, is_doubtful)) = self.fault_in(body, held) {
                    held = held.saturating_sub(body.size());
                    dropped.push(Dropped { node, why, is_doubtful });
                    replace(op, kind);
                    is_changed = true;
                }
            }
            if let Some(bits) = state_of(op)
                && *bits & state::CHECKED != 0
                && self.permit.rules.is_empty()
            {
                *bits &= !state::CHECKED;
                dropped.push(Dropped { node, why: Why::Rule(0), is_doubtful: false });
                is_changed = true;
            }
        }
        is_changed
    }

    /// Why a body must not be shown, and whether an honest browser might have sent it.
    fn fault_in(&self, body: &Body, held: usize) -> Option<(Why, bool)> {
        let rule = body.rule()?;
        match self.permit.rules.get(&rule) {
            None => return Some((Why::Rule(rule), false)),
            Some(false) if body.is_drawn() => return Some((Why::Pixels(rule), false)),
            Some(_) => {}
        }
        if held > HELD_BYTES_MAX {
            return Some((Why::Size, true));
        }
        let Body::Lines { lines, .. } = body else { return None };
        let kind = words::in_one(lines)?;
        Some((Why::Words(kind), !words::is_sure(kind)))
    }

    /// Takes out what a frame shows of nodes that it takes away again: nobody would see it, but it would be sent.
    fn hide_gone(&self, frame: &mut Frame, first: u32) -> bool {
        let Said::Ops(ops) = &mut frame.said else { return false };
        let is_gone = |node: &u32| self.page.told(*node).is_none();
        let gone = bodies(ops, first).map(|(node, _)| node).filter(is_gone).collect();
        take_out(ops, first, &gone, &self.page)
    }

    /// Takes out words that are not shown together with their neighbours. The page has taken the frame.
    fn hide_words(
        &mut self,
        frame: &mut Frame,
        first: u32,
        anchors: &BTreeSet<u32>,
        dropped: &mut Vec<Dropped>,
    ) -> bool {
        let found: BTreeMap<u32, words::Found> =
            words::together(&self.page, anchors, &mut self.clean);
        let Said::Ops(ops) = &mut frame.said else { return false };
        if found.is_empty() {
            return false;
        }
        let told: BTreeSet<u32> = bodies(ops, first).map(|(node, _)| node).collect();
        for (node, one) in &found {
            let (why, is_doubtful) = (Why::Words(one.kind), one.is_doubtful);
            dropped.push(Dropped { node: *node, why, is_doubtful });
        }
        let nodes: BTreeSet<u32> = found.into_keys().collect();
        take_out(ops, first, &nodes, &self.page);
        for node in nodes {
            let body = self.page.redact(node);
            if !told.contains(&node) {
                ops.push(Op::Body { node, body });
            }
        }
        true
    }
}

/// What kinds nodes are of while a frame is read that adds some.
struct Kinds<'p> {
    page: &'p Page,
    /// The number of the first node that the frame adds.
    first: u32,
    added: Vec<Kind>,
}

impl Kinds<'_> {
    /// The node that an operation is about and tells something of, and its kind.
    fn of(&mut self, op: &Op) -> Option<(u32, Kind)> {
        match op {
            Op::Node(node) => {
                let id = u32::try_from(self.added.len()).ok()?.wrapping_add(self.first);
                self.added.push(node.kind);
                Some((id, node.kind))
            }
            Op::Body { node, .. } | Op::State { node, .. } => {
                let new = usize::try_from(node.wrapping_sub(self.first)).ok()?;
                let kind = self.added.get(new).copied();
                let kind = kind.or_else(|| self.page.told(*node).map(Told::kind));
                // One that is not there has no kind that matters.
                Some((*node, kind.unwrap_or(Kind::Box)))
            }
            _ => None,
        }
    }
}

fn body_of(op: &Op) -> Option<&Body> {
    match op {
        Op::Node(node) => node.body.as_ref(),
        Op::Body { body, .. } => body.as_ref(),
        _ => None,
    }
}

fn state_of(op: &mut Op) -> Option<&mut u8> {
    match op {
        Op::Node(node) => Some(&mut node.state),
        Op::State { state, .. } => Some(state),
        _ => None,
    }
}

/// Puts a redacted box in the place of what an operation shows.
fn replace(op: &mut Op, kind: Kind) {
    match op {
        Op::Node(node) => node.body = node.body.as_ref().and_then(|body| redacted(body, kind)),
        Op::Body { body, .. } => *body = body.as_ref().and_then(|body| redacted(body, kind)),
        _ => {}
    }
}

/// What stands for a body that is not shown: of a text as many lines; controls and pictures are boxes by themselves.
pub(crate) fn redacted(body: &Body, kind: Kind) -> Option<Body> {
    match body {
        Body::Bars { .. } => Some(body.clone()),
        Body::Lines { lines, .. } if kind == Kind::Text => {
            let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
            let last = lines.last().filter(|_| count > 1).map_or(0, stepped);
            Some(Body::Bars { lines: count, last })
        }
        _ => None,
    }
}

/// The width of a line, rounded up to about four characters.
fn stepped(line: &Line) -> u32 {
    let step = (u64::from(line.h) * STEP_PER_LINE_HUNDREDTHS).div_ceil(100).max(STEP_MIN);
    let wide = u64::from(line.w).div_ceil(step).saturating_mul(step);
    u32::try_from(wide).unwrap_or(u32::MAX)
}

/// The operations that tell the body of a node, by the node.
fn bodies(ops: &[Op], first: u32) -> impl Iterator<Item = (u32, usize)> {
    let mut next = first;
    ops.iter().enumerate().filter_map(move |(at, op)| match op {
        Op::Node(_) => {
            next = next.wrapping_add(1);
            Some((next.wrapping_sub(1), at))
        }
        Op::Body { node, .. } => Some((*node, at)),
        _ => None,
    })
}

/// Takes out all but the last of what a frame shows of one node: only the last would be seen, but all be sent.
fn hide_superseded(ops: &mut [Op], first: u32) -> bool {
    let mut met = BTreeMap::new();
    let told: Vec<(u32, usize)> = bodies(ops, first).collect();
    let earlier: Vec<usize> =
        told.into_iter().filter_map(|(node, at)| met.insert(node, at)).collect();
    let mut is_changed = false;
    for at in earlier {
        if let Some(op) = ops.get_mut(at).filter(|op| body_of(op).is_some()) {
            replace(op, Kind::Box);
            is_changed = true;
        }
    }
    is_changed
}

/// Puts redacted boxes in the place of all that a frame shows of these nodes. Whether there was any.
fn take_out(ops: &mut [Op], first: u32, nodes: &BTreeSet<u32>, page: &Page) -> bool {
    if nodes.is_empty() {
        return false;
    }
    let mut kinds = Kinds { page, first, added: Vec::new() };
    let mut is_changed = false;
    for op in ops {
        if let Some((node, kind)) = kinds.of(op)
            && nodes.contains(&node)
            && body_of(op).is_some_and(|body| body.rule().is_some())
        {
            replace(op, kind);
            is_changed = true;
        }
    }
    is_changed
}
