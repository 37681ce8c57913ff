//! The node's lease: a lane of its own, and a fence that rises whenever the lane changes hands.
//!
//! Safety rests on the fence, not on clocks: every group commit renews the lease in a statement
//! that matches lane *and* fence, so a node that slept while another took its lane cannot commit.
//! Clocks only say when a lane may be taken. Taking one locks the row that a commit of the old
//! owner would have to update, so the two can never both succeed.

use kernel::{Duration, Timestamp};

use crate::connection::{Connection, Engine, Expect};
use crate::tx::Lease;
use crate::{StoreError, Value, dialect};

const LANES: &str = "SELECT lane, fence, expires_at FROM nodes ORDER BY lane";
const TAKE: &str = "INSERT INTO nodes (lane, node, fence, registered_at, expires_at) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (lane) DO UPDATE SET node = excluded.node, \
    fence = excluded.fence, registered_at = excluded.registered_at, \
    expires_at = excluded.expires_at WHERE nodes.fence = excluded.fence - 1";
const RENEW: &str = "UPDATE nodes SET expires_at = $3 WHERE lane = $1 AND fence = $2";
const RELEASE: &str = "UPDATE nodes SET expires_at = 0 WHERE lane = $1 AND fence = $2";
const FIRST_LIVE: &str = "SELECT MIN(lane) FROM nodes WHERE expires_at > $1";
const LIST: &str = "SELECT lane, node, fence, registered_at, expires_at FROM nodes ORDER BY lane";

pub(crate) const STATEMENTS: &[&str] = &[LANES, TAKE, RENEW, RELEASE, FIRST_LIVE, LIST];

/// Most lanes: a bound on the rows a balance is spread over.
const LANES_MAX: i64 = 1_024;
/// Most tries to take a lane that others want too.
const TAKE_ATTEMPTS_MAX: u32 = 64;

/// Takes the lowest lane that is new or whose lease ran out.
pub(crate) fn register(
    connection: &mut dyn Connection,
    node: &str,
    now: Timestamp,
    length: Duration,
) -> Result<Lease, StoreError> {
    for _ in 0..TAKE_ATTEMPTS_MAX {
        connection.begin_write(false)?;
        let taken = take(connection, node, now, length);
        match taken {
            Ok(Some(lease)) => match connection.commit() {
                Ok(()) => return Ok(lease),
                Err(error) => return Err(error.into_inner()),
            },
            Ok(None) | Err(StoreError::Conflict { .. } | StoreError::Unique { .. }) => {
                connection.rollback()?;
            }
            Err(error) => {
                connection.rollback()?;
                return Err(error);
            }
        }
    }
    Err(StoreError::Unavailable { reason: "no lane could be taken: too many nodes try".to_owned() })
}

fn take(
    connection: &mut dyn Connection,
    node: &str,
    now: Timestamp,
    length: Duration,
) -> Result<Option<Lease>, StoreError> {
    let mut lease = Lease { lane: 1, fence: 1 };
    for row in connection.query(LANES, &[])? {
        let (lane, fence, expires_at): (i64, i64, Timestamp) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        if expires_at <= now {
            lease = Lease { lane, fence: fence + 1 };
            break;
        }
        lease = Lease { lane: lane + 1, fence: 1 };
    }
    if lease.lane > LANES_MAX {
        return Err(StoreError::Config(format!("more than {LANES_MAX} nodes share this database")));
    }
    let params =
        [lease.lane.into(), node.into(), lease.fence.into(), now.into(), now.plus(length).into()];
    Ok((connection.exec(TAKE, &params)? == 1).then_some(lease))
}

/// The statement every batch begins with; refused when the fence has moved on.
pub(crate) fn renew_deferred(
    connection: &mut dyn Connection,
    lease: Lease,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let params: Vec<Value> = vec![lease.lane.into(), lease.fence.into(), expires_at.into()];
    let expect = Expect::Lease { lane: lease.lane, fence: lease.fence };
    connection.exec_deferred(RENEW, params, expect)
}

/// Raises the fence of nodes that gave no sign of life, so that they cannot come back unnoticed.
pub(crate) fn reap(
    connection: &mut dyn Connection,
    now: Timestamp,
    own_lane: i64,
) -> Result<u64, StoreError> {
    let statement = match connection.engine() {
        Engine::Sqlite => dialect::REAP_NODES_SQLITE,
        Engine::Postgres => dialect::REAP_NODES_POSTGRES,
    };
    connection.exec(statement, &[now.into(), own_lane.into()])
}

/// Gives the lane back at a graceful stop.
pub(crate) fn release(connection: &mut dyn Connection, lease: Lease) -> Result<(), StoreError> {
    connection.exec(RELEASE, &[lease.lane.into(), lease.fence.into()]).map(|_| ())
}

/// One row of the `nodes` table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeRow {
    pub lane: i64,
    pub node: String,
    pub fence: i64,
    pub registered_at: Timestamp,
    /// In the past: the node is gone, or gave its lane back.
    pub expires_at: Timestamp,
}

impl crate::value::FromRow for NodeRow {
    fn from_row(columns: &mut crate::value::Columns) -> Result<Self, StoreError> {
        Ok(Self {
            lane: columns.take()?,
            node: columns.take()?,
            fence: columns.take()?,
            registered_at: columns.take()?,
            expires_at: columns.take()?,
        })
    }
}

/// The lowest lane among nodes alive at `now`: the one that fires timers. Should two nodes both
/// think they are it for a moment, nothing breaks: a timer fired twice is harmless.
///
/// # Errors
/// As [`crate::Tx::query`].
pub fn first_live_lane(tx: &mut crate::Tx<'_>, now: Timestamp) -> Result<Option<i64>, StoreError> {
    Ok(tx.row::<Option<i64>>(FIRST_LIVE, &[now.into()])?.flatten())
}

/// All nodes that ever registered.
///
/// # Errors
/// As [`crate::Tx::query`].
pub fn list(tx: &mut crate::Tx<'_>) -> Result<Vec<NodeRow>, StoreError> {
    tx.rows(LIST, &[])
}
