//! Co-browsing at this node: rooms, their sockets, and what rooms hand to the application.
//!
//! The relay's rooms hold no truth. Whatever changes a session is stepped and stored by `app::cobrowse`
//! first and told to the room then; only stopping does not wait for that. What other nodes step is
//! looked for in the store ([`watch`]).

mod desk;
mod keeper;
mod silence;
mod sink;
mod socket;
mod steps;
mod watch;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use app::cobrowse::policy::Stamp;
use app::cobrowse::{self as sessions, Kept, recordings};
use app::{AppError, ErrorKind};
use cobrowse::control::{Bye, ToCustomer};
use engine::Shutdown;
use kernel::{Clock, CobrowseId, TenantId, Timestamp};
use relay::{Of, Opening, Relay, Room};

use crate::AppState;
use keeper::Keeper;
use sink::Told;

pub(crate) use socket::open;

/// Between two rounds of clocks.
const TICK: Duration = Duration::from_secs(1);
/// Rounds between two looks for recordings that were left open, and for those whose time is over.
const CLOSE_ROUNDS: u32 = 60;
const FORGET_ROUNDS: u32 = 600;
/// Where the sockets are, at every node.
const SOCKET: &str = "/v1/cobrowse/socket";

/// The rooms of this node. Cloning shares them.
#[derive(Debug, Clone)]
pub(crate) struct Together {
    relay: Relay,
    told: Told,
    adopted: Arc<Mutex<HashMap<TenantId, Adopted>>>,
}

/// The policy that the rooms of a company were told of.
#[derive(Debug, Clone)]
struct Adopted {
    stamp: Stamp,
    browser: Option<serde_json::Value>,
}

impl Adopted {
    /// A new day that ends no rule changes nothing for anybody.
    fn is_only_a_day_after(&self, before: &Self) -> bool {
        let is_other_day = self.stamp.day != before.stamp.day;
        is_other_day && self.stamp.texts == before.stamp.texts && self.browser == before.browser
    }
}

impl Together {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let told = Told::default();
        let relay = Relay::new(clock, Arc::new(told.sink()));
        Self { relay, told, adopted: Arc::default() }
    }

    /// Where the sockets of a session are: a path where the page reaches them by the name that it knows
    /// this server by, or else the address of its node.
    pub(crate) fn socket_at(state: &AppState, lane: i64) -> String {
        let address = state.app.cobrowse_nodes().address(lane, state.app.store().lane());
        format!("{}{SOCKET}", address.unwrap_or_default())
    }

    /// Tells the room of a session, where it is here, what became of it.
    pub(crate) fn stepped(&self, tenant: &TenantId, kept: &Kept) {
        let of = Of { tenant: tenant.clone(), session: kept.row.cobrowse };
        let Some(room) = self.relay.room(&of) else { return };
        let asked = room.session().ask().map(|ask| ask.id);
        room.set(&kept.machine);
        if let Some(ask) = kept.machine.ask().filter(|ask| Some(ask.id) != asked) {
            room.tell_customer(&ToCustomer::Ask { ask: ask.clone() });
        }
    }

    /// As [`Together::stepped`], for what takes something back: where the session is at another node, that
    /// has heard of it when this returns, and delivers nothing any more.
    pub(crate) async fn taken_back(&self, state: &AppState, tenant: &TenantId, kept: &Kept) {
        self.stepped(tenant, kept);
        if kept.row.lane != state.app.store().lane() {
            watch::is_heard(state, Some(kept.row.lane)).await;
        }
    }

    /// Tells the rooms of a company which policy holds now, at every node: their customers begin anew
    /// with it.
    pub(crate) async fn adopt(&self, state: &AppState, tenant: &TenantId) {
        self.adopt_here(state, tenant).await;
        watch::is_heard(state, None).await;
    }

    async fn adopt_here(&self, state: &AppState, tenant: &TenantId) {
        let rooms = self.relay.rooms_of(tenant);
        if rooms.is_empty() {
            return;
        }
        let system = state.app.system(tenant);
        match state.app.read(&system, sessions::policy::in_force).await {
            Ok(force) => {
                let new = Adopted { stamp: force.stamp, browser: force.browser };
                let before = self.adopted().insert(tenant.clone(), new.clone());
                if before.is_some_and(|before| new.is_only_a_day_after(&before)) {
                    return;
                }
                let told = new.browser.unwrap_or(serde_json::Value::Null);
                for room in rooms {
                    room.adopt(force.permit.clone(), force.may_write, told.clone());
                }
            }
            Err(error) => {
                // What may no longer be shown is not known: nothing is.
                tracing::error!(%error, "a policy could not be read: its sessions end");
                for room in rooms {
                    let of = room.of().clone();
                    let withdrawn = cobrowse::session::Input::PolicyWithdrawn;
                    if let Err(error) = steps::step(state, &of, withdrawn).await {
                        tracing::error!(%error, session = %of.session, "a session goes on");
                    }
                }
            }
        }
    }

    /// The room of a session whose node this is.
    async fn room(&self, state: &AppState, kept: &Kept) -> Result<Arc<Room>, AppError> {
        let of = Of { tenant: kept.row.tenant.clone(), session: kept.row.cobrowse };
        let tenant = state.app.system(&of.tenant);
        let force = state.app.read(&tenant, sessions::policy::in_force).await?;
        let opening = Opening {
            session: kept.machine.clone(),
            permit: force.permit,
            may_write: force.may_write,
        };
        let room = self.relay.open(of, opening);
        let own = Adopted { stamp: force.stamp, browser: force.browser };
        let told = self.adopted().entry(kept.row.tenant.clone()).or_insert(own).stamp;
        if told != force.stamp {
            // It changed while the room was opened.
            self.adopt_here(state, &kept.row.tenant).await;
        }
        // A session that comes from another node goes on being recorded.
        self.record(state, &room).await;
        Ok(room)
    }

    /// Begins to record where the customer allowed it and nothing does yet.
    async fn record(&self, state: &AppState, room: &Room) {
        if !room.wants_recording() {
            return;
        }
        let (id, tenant) = (room.of().session, state.app.system(&room.of().tenant));
        match state.app.write(&tenant, move |s| recordings::record(s, id)).await {
            Ok(writer) => room.record(writer),
            Err(error) => {
                tracing::error!(%error, session = %id, "a session is not recorded");
                // What was closed or forgotten is not begun again; all else is, with the next round.
                if error.kind() != ErrorKind::Conflict {
                    room.record_not();
                }
            }
        }
    }

    fn adopted(&self) -> MutexGuard<'_, HashMap<TenantId, Adopted>> {
        self.adopted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps what rooms hand over, fires the clocks of sessions and looks what other nodes did, until it is
/// told to stop.
pub async fn together(state: AppState, mut shutdown: Shutdown) {
    let Some(told) = state.together.told.take() else { return };
    let mut keeper = Keeper::new(state.clone(), told);
    tokio::select! {
        () = shutdown.triggered() => {}
        () = keeper.run() => {}
        () = clocks(&state) => {}
        () = watch::run(&state) => {}
    }
    // Before anybody is sent away: they are given another node at once.
    watch::leave(&state).await;
    state.together.relay.stop(Bye::Stopping);
    // What rooms sealed as they ended is kept too.
    keeper.finish().await;
}

async fn clocks(state: &AppState) {
    let mut rounds = 0_u32;
    let mut every = tokio::time::interval(TICK);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        rounds = rounds.wrapping_add(1);
        tick(state, rounds).await;
    }
}

async fn tick(state: &AppState, round: u32) {
    let together = &state.together;
    for (of, part) in together.told.lost() {
        keeper::lose(state, &of, part);
    }
    together.relay.tick();
    for room in together.relay.all() {
        together.record(state, &room).await;
    }
    let seen = |tenant: &TenantId, session: CobrowseId| -> Option<Timestamp> {
        let of = Of { tenant: tenant.clone(), session };
        Some(together.relay.room(&of)?.seen_at())
    };
    match sessions::tick_due(&state.app, seen).await {
        Ok(acted) => {
            for one in acted {
                together.stepped(&one.kept.row.tenant, &one.kept);
            }
        }
        Err(error) => tracing::warn!(%error, "the clocks of co-browsing were not looked at"),
    }
    if round.is_multiple_of(CLOSE_ROUNDS)
        && let Err(error) = recordings::close_left(&state.app).await
    {
        tracing::warn!(%error, "recordings that were left open were not closed");
    }
    if round.is_multiple_of(FORGET_ROUNDS)
        && let Err(error) = recordings::forget_old(&state.app).await
    {
        tracing::warn!(%error, "old recordings were not forgotten");
    }
}
