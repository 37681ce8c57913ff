//! How nodes wake each other: "something of this kind was stored, look".
//!
//! A wake-up says its kind and who sent it, and nothing else: no customer, no tenant, no content. Whoever hears
//! one looks into the database, which alone holds the truth. So a wake-up may be lost, late, doubled or forged,
//! and nothing is wrong: each [`Ear`] says after a while that a look is due whether it heard of one or not.
//! Whether wake-ups come at all is proved each second by a pulse of this node's own that must come back; while
//! it does not, nodes look as often as they do without a bus.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod ear;
mod link;
mod message;
mod options;
#[cfg(feature = "testkit")]
pub mod testkit;

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::sync::{Notify, watch};

pub use ear::{Ear, LOOKS_APART};
pub use link::Link;
pub use options::{BusError, NatsOptions, Proof, Servers};

/// What was stored that other nodes look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A node was called to look at its co-browsing sessions.
    Calls,
    /// A node has acted on the calls that it got.
    Heard,
    /// A conversation moved on.
    News,
    /// A session of sign-in ended, or a key was revoked.
    LogOuts,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Calls, Self::Heard, Self::News, Self::LogOuts];

    /// As the last token of a subject.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Heard => "heard",
            Self::News => "news",
            Self::LogOuts => "log_outs",
        }
    }

    /// The kind of a word; none where a newer node sent it.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// How often a look is due that nobody told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// While no wake-ups come.
    pub alone: Duration,
    /// While they do. Whatever relies on a look has to live with this wait, should one be lost.
    pub told: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { alone: Duration::from_millis(100), told: Duration::from_millis(500) }
    }
}

/// What became of messages since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Wake-ups of this node that went out.
    pub sent: u64,
    /// Wake-ups of this node that did not.
    pub unsent: u64,
    /// Wake-ups of other nodes.
    pub heard: u64,
    /// Messages that no node of this version sends.
    pub odd: u64,
    /// How often wake-ups ceased to come.
    pub lost: u64,
}

/// The bus, as one node has it. Cloning shares it. A new one reaches nobody, and is linked to others by
/// [`Bus::link`].
#[derive(Debug, Clone, Default)]
pub struct Bus(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    calls: watch::Sender<u64>,
    heard: watch::Sender<u64>,
    news: watch::Sender<u64>,
    log_outs: watch::Sender<u64>,
    /// Present where there are other nodes to reach.
    pace: OnceLock<Pace>,
    /// Wake-ups come: the node's own last pulse came back.
    is_live: watch::Sender<bool>,
    /// Kinds that wait to be sent, a bit for each: there is never more than one of a kind.
    waiting: AtomicU8,
    due: Notify,
    sent: AtomicU64,
    unsent: AtomicU64,
    of_others: AtomicU64,
    odd: AtomicU64,
    lost: AtomicU64,
}

impl Bus {
    /// Links it to the other nodes over NATS, once; [`Link::run`] keeps the connection.
    ///
    /// # Errors
    /// [`BusError::Linked`] where it has a link.
    pub fn link(&self, options: NatsOptions) -> Result<Link, BusError> {
        self.0.pace.set(options.pace).map_err(|_| BusError::Linked)?;
        Ok(Link::new(self.clone(), options))
    }

    /// Tells the other nodes that something of a kind was stored. Never waits, and may tell nobody: call it
    /// after the commit.
    pub fn tell(&self, kind: Kind) {
        if self.is_linked() {
            self.0.waiting.fetch_or(kind.bit(), Ordering::AcqRel);
            self.0.due.notify_one();
        }
    }

    /// Hears wake-ups of a kind from here on.
    pub fn ear(&self, kind: Kind) -> Ear {
        Ear::new(self.clone(), self.of(kind).subscribe())
    }

    /// Whether there are other nodes to reach.
    pub fn is_linked(&self) -> bool {
        self.0.pace.get().is_some()
    }

    /// Whether wake-ups come at this moment.
    pub fn is_live(&self) -> bool {
        *self.0.is_live.borrow()
    }

    /// How long nobody need tell of a look until one is due.
    fn pace(&self) -> Duration {
        let pace = self.0.pace.get().copied().unwrap_or_default();
        if self.is_live() { pace.told } else { pace.alone }
    }

    pub fn counts(&self) -> Counts {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Counts {
            sent: read(&self.0.sent),
            unsent: read(&self.0.unsent),
            heard: read(&self.0.of_others),
            odd: read(&self.0.odd),
            lost: read(&self.0.lost),
        }
    }

    fn of(&self, kind: Kind) -> &watch::Sender<u64> {
        match kind {
            Kind::Calls => &self.0.calls,
            Kind::Heard => &self.0.heard,
            Kind::News => &self.0.news,
            Kind::LogOuts => &self.0.log_outs,
        }
    }

    fn wake(&self, kind: Kind) {
        self.of(kind).send_modify(|count| *count = count.wrapping_add(1));
    }

    /// What was missed is not known: everybody looks.
    fn wake_all(&self) {
        Kind::ALL.into_iter().for_each(|kind| self.wake(kind));
    }

    /// Notes whether wake-ups come. With each change everybody looks, for what was missed meanwhile, and goes
    /// on at the other pace.
    fn set_live(&self, is_live: bool) {
        let was = self.0.is_live.send_replace(is_live);
        if was == is_live {
            return;
        }
        if is_live {
            tracing::info!("wake-ups of other nodes come over NATS");
        } else {
            self.0.lost.fetch_add(1, Ordering::Relaxed);
            tracing::warn!("no wake-ups of other nodes come over NATS: this node looks by itself");
        }
        self.wake_all();
    }

    /// What waits to be sent, taken.
    fn take_waiting(&self) -> impl Iterator<Item = Kind> {
        let waiting = self.0.waiting.swap(0, Ordering::AcqRel);
        Kind::ALL.into_iter().filter(move |kind| waiting & kind.bit() != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_word_and_a_bit_of_its_own() {
        let bits = Kind::ALL.into_iter().fold(0, |bits, kind| bits | kind.bit());
        assert_eq!(bits.count_ones() as usize, Kind::ALL.len());
        for kind in Kind::ALL {
            assert_eq!(Kind::of(kind.word()), Some(kind));
        }
        assert_eq!(Kind::of("of a newer version"), None);
    }

    #[test]
    fn a_bus_without_a_link_tells_nobody_and_keeps_nothing() {
        let bus = Bus::default();
        bus.tell(Kind::News);
        assert_eq!(bus.take_waiting().count(), 0);
        assert_eq!((bus.is_linked(), bus.is_live()), (false, false));
        assert_eq!(bus.counts(), Counts::default());
    }

    #[test]
    fn of_a_kind_one_waits_however_often_it_is_told() {
        let bus = Bus::default();
        let options = NatsOptions::new(&["nats://127.0.0.1:4222".to_owned()]).unwrap();
        bus.link(options.clone()).unwrap();
        assert!(matches!(bus.link(options), Err(BusError::Linked)));
        for _ in 0..10_000 {
            bus.tell(Kind::Calls);
            bus.tell(Kind::LogOuts);
        }
        assert_eq!(bus.take_waiting().collect::<Vec<_>>(), [Kind::Calls, Kind::LogOuts]);
        assert_eq!(bus.take_waiting().count(), 0);
    }
}
