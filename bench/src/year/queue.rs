//! Events to come, soonest first; those of one instant in the order in which they were planned.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use kernel::{Rng, TimerId, Timestamp};

use super::case::Case;
use super::people::Plan;
use crate::stopwatch::{Stopwatch, per_second};

/// What happens to a case.
#[derive(Debug)]
pub(super) enum What {
    Order,
    Claim,
    /// The customer looks whether something is due.
    Pay,
    /// The engine comes for a clock.
    Clock(TimerId),
    Person(Plan),
}

#[derive(Debug)]
struct Event {
    at: Timestamp,
    seq: u64,
    case: u32,
    what: What,
}

impl PartialEq for Event {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Event {}
impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Event {
    /// The heap gives the greatest first, so the soonest is the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.seq).cmp(&(self.at, self.seq))
    }
}

#[derive(Debug, Default)]
pub(super) struct Queue {
    heap: BinaryHeap<Event>,
    seq: u64,
}

impl Queue {
    pub(super) fn push(&mut self, case: &mut Case, at: Timestamp, what: What) {
        case.queued += 1;
        self.insert(case.number, at, what);
    }

    fn insert(&mut self, case: u32, at: Timestamp, what: What) {
        self.seq += 1;
        self.heap.push(Event { at, seq: self.seq, case, what });
    }

    pub(super) fn pop(&mut self) -> Option<(Timestamp, u32, What)> {
        self.heap.pop().map(|event| (event.at, event.case, event.what))
    }

    /// Events per second of a queue with nothing behind it: what is left is the machine's own cost.
    pub(super) fn bare_rate(events: u64) -> f64 {
        let mut rng = Rng::seeded(1);
        let mut queue = Self::default();
        let watch = Stopwatch::start();
        for number in 0..events {
            let at = Timestamp::from_millis(rng.between(0, 31_536_000_000));
            queue.insert(u32::try_from(number).unwrap_or(u32::MAX), at, What::Pay);
        }
        while let Some(event) = queue.pop() {
            std::hint::black_box(event);
        }
        per_second(events, watch.elapsed())
    }
}
