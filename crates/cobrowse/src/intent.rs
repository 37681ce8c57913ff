//! Which intents reach the customer's browser at all.
//!
//! The server knows the page as it was told: whether an element is there, shows something that a rule released, and is
//! as the viewer saw it. The browser checks all of this again on the element itself, and what only it can know: what
//! lies above it, what kind of field it is, whether agents may write there.

use std::collections::VecDeque;

use kernel::{Duration, Timestamp};

use crate::consent::Grant;
use crate::control::{Act, Intent, Why};
use crate::page::{NodeSeen, Page};
use crate::wire::{Kind, state};

/// A viewer who has not drawn a frame that is so old looks at another page than the customer.
pub const BEHIND: Duration = Duration::from_secs(5);
/// So long after a viewer was given a new capture, what they say may still be about the one before.
pub const SETTLES: Duration = Duration::from_secs(1);
/// The most intents of a seat within a second.
pub const PACE_MAX: usize = 10;
/// Frames closer than this count as one, so that little is remembered.
const STEP: Duration = Duration::from_millis(100);

/// What an act needs of the customer.
pub const fn grant(act: &Act) -> Grant {
    match act {
        Act::Scroll { .. } => Grant::Scroll,
        _ => Grant::Control,
    }
}

/// What an intent is held against.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    pub page: &'a Page,
    /// [`crate::session::Session::may`] of the seat and [`grant`] of the act.
    pub may: bool,
    /// The policy lets agents write somewhere, or the page's attributes do.
    pub may_write: bool,
    /// By [`Frames::is_behind`], or the viewer was given a new capture just now.
    pub is_behind: bool,
}

/// Whether an intent is passed on.
///
/// # Errors
/// Why not. `grant` is said first, so that nobody learns of the page by asking.
pub fn check(intent: &Intent, case: &Case<'_>) -> Result<(), Why> {
    if !case.may {
        return Err(Why::Grant);
    }
    let newest = case.page.sequence().ok_or(Why::Gone)?;
    if case.is_behind || intent.frame > newest {
        return Err(Why::Stale);
    }
    if intent.node == 0 {
        return match intent.act {
            Act::Scroll { .. } => Ok(()),
            _ => Err(Why::Kind),
        };
    }
    let node = case.page.node(intent.node).ok_or(Why::Gone)?;
    if node.changed_at > intent.frame {
        return Err(Why::Stale);
    }
    check_kind(&intent.act, node)?;
    check_released(intent, node, case)
}

/// What can be done to what kind of element.
fn check_kind(act: &Act, node: NodeSeen) -> Result<(), Why> {
    let is_possible = match act {
        Act::Click {} => !matches!(node.kind, Kind::Frame | Kind::Field | Kind::Area | Kind::Bar),
        Act::Type { .. } => matches!(node.kind, Kind::Field | Kind::Area),
        Act::Select { .. } => node.kind == Kind::Choice,
        Act::Check { .. } => matches!(node.kind, Kind::Check | Kind::Radio),
        Act::Focus {} => node.kind.has_state() || node.kind == Kind::Link,
        Act::Scroll { .. } => matches!(node.kind, Kind::Box | Kind::Area),
    };
    let is_disabled = node.kind.has_state() && node.state & state::DISABLED != 0;
    if is_possible && !is_disabled { Ok(()) } else { Err(Why::Kind) }
}

/// Whether the company released what is acted on.
fn check_released(intent: &Intent, node: NodeSeen, case: &Case<'_>) -> Result<(), Why> {
    let is_filled = node.state & state::FILLED != 0;
    let is_released = match (&intent.act, node.kind) {
        // To scroll shows nothing that is not released where it comes to stand.
        (Act::Scroll { .. }, _) => true,
        // Where agents may write is the browser's to know. Nothing is told of it but that there is such a place.
        (Act::Type { .. }, _) if !case.may_write => return Err(Why::Writable),
        (Act::Type { .. }, _) => true,
        // An empty field shows nothing, and a toggle has no words of its own.
        (_, Kind::Field | Kind::Area) => node.rule.is_some() || !is_filled,
        (_, Kind::Check | Kind::Radio) => true,
        (_, Kind::Choice) => node.rule.is_some(),
        _ => case.page.shows_released(intent.node),
    };
    if is_released { Ok(()) } else { Err(Why::Redacted) }
}

/// When the frames of a capture came in: to know how old a viewer's page is.
#[derive(Debug, Clone, Default)]
pub struct Frames {
    recent: VecDeque<(u32, Timestamp)>,
    /// The newest frame that is older than [`BEHIND`].
    settled: u32,
}

impl Frames {
    /// Notes a frame that was taken. A capture that begins anew begins with `Frames::default()`.
    pub fn note(&mut self, sequence: u32, now: Timestamp) {
        self.settle(now);
        if self.recent.back().is_none_or(|(_, at)| now.since(*at) >= STEP) {
            self.recent.push_back((sequence, now));
        }
    }

    /// Whether a viewer who drew this frame last is too far behind.
    pub fn is_behind(&mut self, frame: u32, now: Timestamp) -> bool {
        self.settle(now);
        frame < self.settled
    }

    fn settle(&mut self, now: Timestamp) {
        while let Some((sequence, at)) = self.recent.front().copied() {
            if now.since(at) < BEHIND {
                break;
            }
            self.settled = sequence;
            self.recent.pop_front();
        }
    }
}

/// How often a seat acts.
#[derive(Debug, Clone, Default)]
pub struct Pace(VecDeque<Timestamp>);

impl Pace {
    /// Counts one; false where it is one too many.
    pub fn take(&mut self, now: Timestamp) -> bool {
        while self.0.front().is_some_and(|at| now.since(*at) >= Duration::SECOND) {
            self.0.pop_front();
        }
        if self.0.len() >= PACE_MAX {
            return false;
        }
        self.0.push_back(now);
        true
    }
}

#[cfg(test)]
mod tests;
