//! What other nodes did to the sessions of this one.
//!
//! A step that another node stores calls this one, in the same transaction; the count of calls is looked
//! at ten times a second, and all sessions when it has grown, and each second in any case. Where nodes wake
//! each other, it is looked at when one did, and twice a second besides. What is known
//! of sessions is believed for [`KNOWN_FOR`] after a look: a node that cannot look delivers nothing. So
//! whoever waits until this node says that it has heard, or for as long, knows that nothing of what was
//! taken back is delivered after that.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use app::AppError;
use app::cobrowse::{self as sessions, Look};
use bus::Kind;
use cobrowse::control::Bye;
use kernel::TenantId;
use relay::Of;
use tokio::time::Instant;

use crate::AppState;

/// Between two looks at all sessions.
const WHOLE_EVERY: Duration = Duration::from_secs(1);
/// Between two signs of life.
const BEAT_EVERY: Duration = Duration::from_millis(500);
/// How long after a look nothing else need be known: several times any pace of the bus.
const KNOWN_FOR: kernel::Duration = kernel::Duration::from_secs(2);
/// A node that could not look for so long sends its sockets elsewhere.
const BLIND_MAX: Duration = Duration::from_secs(10);
/// How long it is waited for another node to hear: by then it has, or delivers nothing.
const HEARD_MAX: Duration = Duration::from_millis(2_500);
const HEARD_EVERY: Duration = Duration::from_millis(20);

/// Looks, and gives signs of life, for ever.
pub(super) async fn run(state: &AppState) {
    let mut watch = Watch { versions: HashMap::new(), called: 0, whole_at: Instant::now() };
    if state.app.cobrowse_nodes().is_alone() {
        return watch.alone(state).await;
    }
    let looks = watch.looks(state);
    tokio::join!(looks, beats(state));
}

async fn beats(state: &AppState) {
    loop {
        if let Err(error) = sessions::beat(&state.app).await {
            tracing::warn!(%error, "a sign of life could not be given");
        }
        tokio::time::sleep(BEAT_EVERY).await;
    }
}

/// Takes this node from the list of those that are there.
pub(super) async fn leave(state: &AppState) {
    if state.app.cobrowse_nodes().is_alone() {
        return;
    }
    if let Err(error) = sessions::leave(&state.app).await {
        tracing::warn!(%error, "this node could not leave: its sessions wait until it is missed");
    }
}

/// Waits until a node, or every node but this one, has acted on what was stored before: at most until it
/// delivers nothing anyway.
pub(super) async fn is_heard(state: &AppState, lane: Option<i64>) {
    let nodes = state.app.cobrowse_nodes();
    if nodes.is_alone() {
        return;
    }
    let own = state.app.store().lane();
    let until = Instant::now() + HEARD_MAX;
    let mut ear = state.bus.ear(Kind::Heard);
    let mut due: Option<HashMap<i64, i64>> = None;
    while Instant::now() < until {
        if let Ok(rows) = sessions::look_at_nodes(&state.app).await {
            let due = due.get_or_insert_with(|| {
                let asked = rows.iter().filter(|row| row.lane != own);
                let asked = asked.filter(|row| lane.is_none_or(|lane| lane == row.lane));
                asked.map(|row| (row.lane, row.called)).collect()
            });
            let now = state.app.now();
            let has_heard = |(lane, called): (&i64, &i64)| {
                let row = rows.iter().find(|row| row.lane == *lane);
                row.is_none_or(|row| row.heard >= *called) || !nodes.is_alive(*lane, own, now)
            };
            if due.iter().all(has_heard) {
                return;
            }
        }
        tokio::select! {
            () = ear.told() => {}
            () = tokio::time::sleep(HEARD_EVERY) => {}
        }
    }
    tracing::warn!(lane, "another node did not say that it has heard");
}

struct Watch {
    /// Of the sessions with a room here, as the room was told of them.
    versions: HashMap<Of, i64>,
    /// The calls that were acted on.
    called: i64,
    whole_at: Instant,
}

impl Watch {
    /// Where no other node can be: what this one does beside its sockets is still looked for.
    async fn alone(&mut self, state: &AppState) {
        loop {
            tokio::select! {
                () = state.app.cobrowse_nodes().look_is_due() => {}
                () = tokio::time::sleep(WHOLE_EVERY) => {}
            }
            if let Err(error) = self.whole(state).await {
                tracing::warn!(%error, "sessions of co-browsing were not looked at");
            }
        }
    }

    async fn looks(&mut self, state: &AppState) {
        let relay = &state.together.relay;
        relay.known_until(state.app.now().plus(KNOWN_FOR));
        let mut looked_at = Instant::now();
        let mut ear = state.bus.ear(Kind::Calls);
        let mut is_due = true;
        loop {
            let looked = tokio::time::timeout(BLIND_MAX, self.look(state, is_due)).await;
            match looked {
                Ok(Ok(())) => looked_at = Instant::now(),
                Ok(Err(error)) => tracing::warn!(%error, "nodes of co-browsing were not looked at"),
                Err(_) => tracing::warn!("nodes of co-browsing could not be looked at in time"),
            }
            if looked_at.elapsed() >= BLIND_MAX {
                relay.stop(Bye::Moved);
            }
            is_due = tokio::select! {
                () = state.app.cobrowse_nodes().look_is_due() => true,
                () = ear.look_is_due() => false,
            };
        }
    }

    async fn look(&mut self, state: &AppState, is_due: bool) -> Result<(), AppError> {
        let (begun, own) = (state.app.now(), state.app.store().lane());
        let rows = sessions::look_at_nodes(&state.app).await?;
        let called = rows.iter().find(|row| row.lane == own).map_or(0, |row| row.called);
        let is_called = called != self.called;
        if is_due || is_called || self.whole_at.elapsed() >= WHOLE_EVERY {
            self.whole(state).await?;
        }
        state.together.relay.known_until(begun.plus(KNOWN_FOR));
        if is_called {
            sessions::heard(&state.app, called).await?;
            state.bus.tell(Kind::Heard);
            self.called = called;
        }
        Ok(())
    }

    /// Looks at every session with a room here that changed, and at the policies of their companies.
    async fn whole(&mut self, state: &AppState) -> Result<(), AppError> {
        self.whole_at = Instant::now();
        let together = &state.together;
        let rooms = together.relay.all();
        if rooms.is_empty() {
            self.versions.clear();
            return Ok(());
        }
        let tenants: HashSet<&TenantId> = rooms.iter().map(|room| &room.of().tenant).collect();
        let tenants = tenants.into_iter().cloned().collect();
        let Look { sessions: stored, policies } =
            sessions::look_at_sessions(&state.app, tenants).await?;
        let stored: HashMap<Of, i64> = stored
            .into_iter()
            .map(|(tenant, session, version)| (Of { tenant, session }, version))
            .collect();
        let own = state.app.store().lane();
        let mut versions = HashMap::with_capacity(rooms.len());
        for of in rooms.iter().map(|room| room.of()) {
            let known = self.versions.get(of).filter(|known| stored.get(of) == Some(*known));
            if let Some(known) = known {
                versions.insert(of.clone(), *known);
                continue;
            }
            match sessions::look_at(&state.app, &of.tenant, of.session).await? {
                Some(kept) if kept.row.lane == own || kept.machine.ended().is_some() => {
                    together.stepped(&of.tenant, &kept);
                    versions.insert(of.clone(), kept.row.version);
                }
                _ => together.relay.close(of, Bye::Moved),
            }
        }
        self.versions = versions;
        for (tenant, stamp) in policies {
            let is_told = together.adopted().get(&tenant).is_some_and(|told| told.stamp == stamp);
            if !is_told {
                together.adopt_here(state, &tenant).await;
            }
        }
        Ok(())
    }
}
