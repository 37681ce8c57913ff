//! Nodes on which co-browsing sessions can be, and how they call each other to look at theirs.
//!
//! Every row is written by one node alone, so nodes never wait for each other here: a node's own row by
//! itself, a row of calls by who calls.

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// One node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeRow {
    pub lane: i64,
    pub region: String,
    /// Where browsers reach its sockets, such as `https://eu1.example.com`; empty where only a common
    /// name leads to it.
    pub address: String,
    /// Grows with each sign of life.
    pub beat: i64,
    /// How many calls it has acted on.
    pub heard: i64,
    /// How often others called it.
    pub called: i64,
}

impl FromRow for NodeRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            lane: columns.take()?,
            region: columns.take()?,
            address: columns.take()?,
            beat: columns.take()?,
            heard: columns.take()?,
            called: columns.take()?,
        })
    }
}

const BEAT: &str = "INSERT INTO cobrowse_nodes (lane, region, address, beat, heard) \
    VALUES ($1, $2, $3, 1, 0) ON CONFLICT (lane) DO UPDATE SET region = excluded.region, \
    address = excluded.address, beat = cobrowse_nodes.beat + 1";
const HEARD: &str = "UPDATE cobrowse_nodes SET heard = $2 WHERE lane = $1 AND heard < $2";
const FORGET: &str = "DELETE FROM cobrowse_nodes WHERE lane = $1 AND beat <= $2";
const LIST: &str = "SELECT lane, region, address, beat, heard, \
    CAST(COALESCE((SELECT SUM(called) FROM cobrowse_calls c WHERE c.lane = n.lane), 0) AS BIGINT) \
    FROM cobrowse_nodes n ORDER BY lane";
const CALL: &str = "INSERT INTO cobrowse_calls (lane, by_lane, called) VALUES ($1, $2, 1) \
    ON CONFLICT (lane, by_lane) DO UPDATE SET called = cobrowse_calls.called + 1";
const CALL_ALL: &str = "INSERT INTO cobrowse_calls (lane, by_lane, called) \
    SELECT lane, CAST($1 AS BIGINT), 1 FROM cobrowse_nodes WHERE lane <> CAST($1 AS BIGINT) \
    ON CONFLICT (lane, by_lane) DO UPDATE SET called = cobrowse_calls.called + 1";

pub(crate) const STATEMENTS: &[&str] = &[BEAT, HEARD, FORGET, LIST, CALL, CALL_ALL];

/// Gives a sign of life of this node.
///
/// # Errors
/// As [`Tx::exec`].
pub fn beat(tx: &mut Tx<'_>, region: &str, address: &str) -> Result<(), StoreError> {
    let lane = tx.lease().lane;
    tx.exec(BEAT, &[lane.into(), region.into(), address.into()]).map(|_| ())
}

/// Notes that this node acted on so many calls.
///
/// # Errors
/// As [`Tx::exec`].
pub fn heard(tx: &mut Tx<'_>, calls: i64) -> Result<(), StoreError> {
    let lane = tx.lease().lane;
    tx.exec(HEARD, &[lane.into(), calls.into()]).map(|_| ())
}

/// Forgets a node that has given no sign of life since that beat.
///
/// # Errors
/// As [`Tx::exec`].
pub fn forget(tx: &mut Tx<'_>, lane: i64, beat: i64) -> Result<(), StoreError> {
    tx.exec(FORGET, &[lane.into(), beat.into()]).map(|_| ())
}

/// All nodes.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<NodeRow>, StoreError> {
    tx.rows(LIST, &[])
}

/// Calls a node: something became of a session of its lane.
///
/// # Errors
/// As [`Tx::exec`].
pub fn call(tx: &mut Tx<'_>, lane: i64) -> Result<(), StoreError> {
    let own = tx.lease().lane;
    tx.exec(CALL, &[lane.into(), own.into()]).map(|_| ())
}

/// Calls all nodes but this one.
///
/// # Errors
/// As [`Tx::exec`].
pub fn call_all(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let own = tx.lease().lane;
    tx.exec(CALL_ALL, &[own.into()]).map(|_| ())
}
