//! At which node a session is: chosen by its id among those that give signs of life, and kept.
//!
//! Every party comes to the one node, so frames never pass from node to node. Which node lives is told by
//! its beats in the store, and measured here by this node's own clock: the clocks of two nodes need not
//! agree. Should two nodes disagree for a moment about a third, the stored session decides.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, Duration, Timestamp};
use store::cobrowse::nodes::NodeRow;
use tokio::sync::Notify;

use super::kept::{self, Kept};
use crate::{AppError, Session};

/// A node that has not beaten for so long is gone: its sessions go on elsewhere.
pub const GONE_AFTER: Duration = Duration::from_secs(2);
/// What is left of a node is forgotten after so long.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(60);

/// How this node takes part in co-browsing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NodeOptions {
    /// Sessions that begin here stay at nodes of the same region.
    pub region: String,
    /// Where browsers reach this very node, such as `https://eu1.example.com`, or a path that only leads
    /// to it, such as `/nodes/eu1`. Without it, other nodes give it no sessions.
    pub address: String,
}

#[derive(Debug)]
struct Known {
    row: NodeRow,
    changed_at: Timestamp,
    /// It has beaten since it was first seen; what is left of a dead one has not.
    is_proven: bool,
}

impl Known {
    fn is_alive(&self, now: Timestamp) -> bool {
        now.since(self.changed_at) < GONE_AFTER
    }
}

/// The nodes, as this one knows them.
#[derive(Debug)]
pub struct Nodes {
    own: NodeOptions,
    /// Nobody else can be on this database.
    is_alone: bool,
    /// `None` until they were first looked at.
    known: Mutex<Option<HashMap<i64, Known>>>,
    due: Notify,
}

impl Nodes {
    pub(crate) fn new(own: NodeOptions, is_alone: bool) -> Self {
        Self { own, is_alone, known: Mutex::default(), due: Notify::new() }
    }

    /// As this node was set up.
    pub const fn own(&self) -> &NodeOptions {
        &self.own
    }

    /// Whether this node is the only one that there can be: it need not give signs of life.
    pub const fn is_alone(&self) -> bool {
        self.is_alone
    }

    /// Has this node look at its sessions at once.
    pub fn look_now(&self) {
        self.due.notify_one();
    }

    /// Waits until it is to look; a wish that came before counts.
    pub async fn look_is_due(&self) {
        self.due.notified().await;
    }

    /// Takes what the store has of nodes at `now`.
    pub fn learn(&self, rows: Vec<NodeRow>, now: Timestamp) {
        let mut known = self.known();
        let mut before = known.take().unwrap_or_default();
        let seen = rows.into_iter().map(|row| {
            let one = match before.remove(&row.lane) {
                Some(old) if old.row.beat == row.beat => Known { row, ..old },
                Some(_) => Known { row, changed_at: now, is_proven: true },
                None => Known { row, changed_at: now, is_proven: false },
            };
            (one.row.lane, one)
        });
        *known = Some(seen.collect());
    }

    /// Whether the node of a lane lives; `own` is this node's.
    pub fn is_alive(&self, lane: i64, own: i64, now: Timestamp) -> bool {
        if lane == own || self.is_alone {
            return lane == own;
        }
        match &*self.known() {
            Some(known) => known.get(&lane).is_some_and(|node| node.is_alive(now)),
            // Nothing is taken from nodes that nobody has looked at yet.
            None => true,
        }
    }

    /// The node at which a session of a region is to be: the same for whoever asks and knows the same
    /// nodes, and another only for the sessions of a node that comes or goes (rendezvous hashing).
    pub fn home(&self, id: CobrowseId, region: &str, own: i64, now: Timestamp) -> Option<i64> {
        let is_own_home = self.is_alone || self.own.region == region;
        // Who cannot be told apart from the others by name keeps what came to it.
        if self.is_alone || is_own_home && self.own.address.is_empty() {
            return Some(own);
        }
        let known = self.known();
        let others = known.iter().flat_map(HashMap::values).filter(|node| {
            node.row.lane != own
                && node.is_proven
                && node.is_alive(now)
                && node.row.region == region
                && !node.row.address.is_empty()
        });
        let lanes = others.map(|node| node.row.lane).chain(is_own_home.then_some(own));
        lanes.max_by_key(|lane| weight(id, *lane))
    }

    /// Where browsers reach the node of a lane, where that is another than this one and has a name.
    pub fn address(&self, lane: i64, own: i64) -> Option<String> {
        if lane == own {
            return None;
        }
        let known = self.known();
        let node = known.as_ref()?.get(&lane)?;
        Some(node.row.address.clone()).filter(|address| !address.is_empty())
    }

    /// The origins of all sockets that have names of their own, such as `wss://eu1.example.com`, in order.
    pub fn socket_origins(&self) -> Vec<String> {
        let known = self.known();
        let others = known.iter().flat_map(HashMap::values).map(|node| &node.row.address);
        let all = others.chain([&self.own.address]).filter(|address| address.starts_with("http"));
        let mut origins: Vec<String> = all.map(|at| at.replacen("http", "ws", 1)).collect();
        origins.sort();
        origins.dedup();
        origins
    }

    /// Nodes that are long gone, with the last beat of each.
    pub fn long_gone(&self, own: i64, now: Timestamp) -> Vec<(i64, i64)> {
        let known = self.known();
        let gone = known
            .iter()
            .flat_map(HashMap::values)
            .filter(|node| node.row.lane != own && now.since(node.changed_at) >= FORGOTTEN_AFTER);
        gone.map(|node| (node.row.lane, node.row.beat)).collect()
    }

    fn known(&self) -> MutexGuard<'_, Option<HashMap<i64, Known>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The weight of a session at a node.
fn weight(id: CobrowseId, lane: i64) -> Sha256Hex {
    Sha256Hex::of(format!("{id}/{lane}").as_bytes())
}

/// A session at a node that lives: at its own, or at another where that is gone.
///
/// # Errors
/// [`AppError::Overloaded`] where no node of its region lives.
pub(super) fn housed(s: &mut Session<'_, '_>, mut kept: Kept) -> Result<Kept, AppError> {
    let (own, now) = (s.tx().lease().lane, s.app().now());
    let app = s.app().clone();
    if app.cobrowse_nodes().is_alive(kept.row.lane, own, now) {
        return Ok(kept);
    }
    kept.row.lane = home(s, kept.row.cobrowse, &kept.row.region)?;
    kept::save(s, kept)
}

/// The lane for a session of a region.
pub(super) fn home(s: &mut Session<'_, '_>, id: CobrowseId, region: &str) -> Result<i64, AppError> {
    let (own, now) = (s.tx().lease().lane, s.app().now());
    let home = s.app().cobrowse_nodes().home(id, region, own, now);
    home.ok_or_else(|| AppError::Overloaded {
        why: format!("no node of the region {region:?} is there at this moment"),
    })
}

#[cfg(test)]
mod tests {
    use kernel::Rng;

    use super::*;

    const OWN: i64 = 1;

    fn row(lane: i64, region: &str, beat: i64) -> NodeRow {
        let address = format!("https://n{lane}.example");
        NodeRow { lane, region: region.to_owned(), address, beat, heard: 0, called: 0 }
    }

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000 + ms)
    }

    fn named(region: &str) -> NodeOptions {
        NodeOptions { region: region.to_owned(), address: "https://n1.example".to_owned() }
    }

    fn ids() -> Vec<CobrowseId> {
        let mut rng = Rng::seeded(7);
        (0..300).map(|_| CobrowseId::generate(at(0), &mut rng)).collect()
    }

    /// Three nodes of a region and one of another, all of which beat.
    fn four() -> Nodes {
        let nodes = Nodes::new(named("eu"), false);
        for beat in [1, 2] {
            let rows = [row(1, "eu", beat), row(2, "eu", beat), row(3, "eu", beat)];
            nodes.learn(rows.into_iter().chain([row(4, "us", beat)]).collect(), at(beat));
        }
        nodes
    }

    #[test]
    fn sessions_are_spread_over_their_region_and_move_only_from_who_is_gone() {
        let nodes = four();
        let before: Vec<i64> =
            ids().iter().map(|id| nodes.home(*id, "eu", OWN, at(10)).unwrap()).collect();
        for lane in 1..=3 {
            let share = before.iter().filter(|home| **home == lane).count();
            assert!((60..140).contains(&share), "lane {lane} has {share} of 300");
        }
        assert!(!before.contains(&4));
        assert_eq!(nodes.home(ids()[0], "us", OWN, at(10)), Some(4));
        assert_eq!(nodes.home(ids()[0], "ap", OWN, at(10)), None, "frames stay in their region");
        // The third is silent; the others go on.
        let later = at(2).plus(GONE_AFTER);
        nodes.learn(vec![row(1, "eu", 3), row(2, "eu", 3), row(3, "eu", 2)], later);
        assert!(!nodes.is_alive(3, OWN, later) && nodes.is_alive(2, OWN, later));
        for (id, home) in ids().iter().zip(before) {
            let now = nodes.home(*id, "eu", OWN, later).unwrap();
            assert!(if home == 3 { now != 3 } else { now == home }, "{home} became {now}");
        }
    }

    #[test]
    fn what_is_left_of_a_dead_node_gets_nothing() {
        let nodes = Nodes::new(named("eu"), false);
        assert!(nodes.is_alive(2, OWN, at(0)), "nothing is taken before a first look");
        nodes.learn(vec![row(1, "eu", 1), row(2, "eu", 9)], at(0));
        assert!(ids().iter().all(|id| nodes.home(*id, "eu", OWN, at(1)) == Some(OWN)));
        assert!(nodes.is_alive(2, OWN, at(1)) && !nodes.is_alive(2, OWN, at(2_000)));
        assert_eq!(nodes.long_gone(OWN, at(60_000)), [(2, 9)]);
    }

    #[test]
    fn one_node_without_a_name_keeps_all() {
        for nodes in [Nodes::new(NodeOptions::default(), false), Nodes::new(named("eu"), true)] {
            let region = nodes.own().region.clone();
            nodes.learn(vec![row(1, &region, 1), row(2, &region, 1)], at(0));
            nodes.learn(vec![row(1, &region, 2), row(2, &region, 2)], at(1));
            assert!(ids().iter().all(|id| nodes.home(*id, &region, OWN, at(2)) == Some(OWN)));
            assert_eq!(nodes.address(OWN, OWN), None);
        }
        assert_eq!(four().address(2, OWN).as_deref(), Some("https://n2.example"));
        let origins =
            ["wss://n1.example", "wss://n2.example", "wss://n3.example", "wss://n4.example"];
        assert_eq!(four().socket_origins(), origins);
        assert_eq!(Nodes::new(NodeOptions::default(), false).socket_origins(), [""; 0]);
    }
}
