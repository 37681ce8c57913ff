//! Co-browsing at this node: rooms, their sockets, and what rooms hand to the application.
//!
//! The relay's rooms hold no truth. Whatever changes a session is stepped and stored by `app::cobrowse`
//! first and told to the room then; only stopping does not wait for that.

mod desk;
mod sink;
mod socket;
mod steps;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use app::cobrowse::{self as sessions, Kept, recordings};
use engine::Shutdown;
use kernel::{Clock, TenantId};
use relay::{Of, Opening, Relay, Room};

use crate::AppState;
use sink::Told;

pub(crate) use socket::open;

/// Between two rounds of clocks.
const TICK: Duration = Duration::from_secs(1);
/// Rounds between two looks for recordings whose time is over.
const FORGET_ROUNDS: u32 = 600;

/// The rooms of this node. Cloning shares them.
#[derive(Debug, Clone)]
pub(crate) struct Together {
    relay: Relay,
    told: Told,
    /// Sessions that this node records.
    recorded: Arc<Mutex<HashSet<Of>>>,
}

impl Together {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let told = Told::default();
        let relay = Relay::new(clock, Arc::new(told.sink()));
        Self { relay, told, recorded: Arc::default() }
    }

    /// Tells the room of a session, where it is here, what became of it.
    pub(crate) fn stepped(&self, tenant: &TenantId, kept: &Kept) {
        let of = Of { tenant: tenant.clone(), session: kept.row.cobrowse };
        if let Some(room) = self.relay.room(&of) {
            room.set(&kept.machine);
            if let Some(ask) = kept.machine.ask() {
                room.tell_customer(&cobrowse::control::ToCustomer::Ask { ask: ask.clone() });
            }
        }
    }

    /// Tells the rooms of a company which policy holds now: their customers begin anew with it.
    pub(crate) async fn adopt(&self, state: &AppState, tenant: &TenantId) {
        let rooms = self.relay.rooms_of(tenant);
        if rooms.is_empty() {
            return;
        }
        let system = state.app.system(tenant);
        match state.app.read(&system, sessions::policy::in_force).await {
            Ok(force) => {
                let told = force.browser.unwrap_or(serde_json::Value::Null);
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
    async fn room(&self, state: &AppState, kept: &Kept) -> Result<Arc<Room>, app::AppError> {
        let of = Of { tenant: kept.row.tenant.clone(), session: kept.row.cobrowse };
        let tenant = state.app.system(&of.tenant);
        let force = state.app.read(&tenant, sessions::policy::in_force).await?;
        let opening = Opening {
            session: kept.machine.clone(),
            permit: force.permit,
            may_write: force.may_write,
        };
        Ok(self.relay.open(of, opening))
    }

    /// Begins to record where the customer allowed it and nothing does yet.
    async fn record(&self, state: &AppState, room: &Room, kept: &Kept) {
        let of = room.of().clone();
        if !kept.machine.is_recorded() || !self.begins(&of) {
            return;
        }
        let (id, tenant) = (of.session, state.app.system(&of.tenant));
        match state.app.write(&tenant, move |s| recordings::record(s, id)).await {
            Ok(writer) => room.record(writer),
            Err(error) => {
                self.recorded().remove(&of);
                tracing::error!(%error, session = %id, "a session is not recorded");
            }
        }
    }

    fn begins(&self, of: &Of) -> bool {
        self.recorded().insert(of.clone())
    }

    fn recorded(&self) -> std::sync::MutexGuard<'_, HashSet<Of>> {
        self.recorded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps what rooms hand over and fires the clocks of sessions, until it is told to stop.
pub async fn together(state: AppState, mut shutdown: Shutdown) {
    let Some(mut told) = state.together.told.take() else { return };
    let mut rounds = 0_u32;
    let mut next = tokio::time::Instant::now() + TICK;
    loop {
        tokio::select! {
            () = shutdown.triggered() => break,
            () = tokio::time::sleep_until(next) => {
                next = tokio::time::Instant::now() + TICK;
                rounds = rounds.wrapping_add(1);
                tick(&state, rounds.is_multiple_of(FORGET_ROUNDS)).await;
            }
            Some((of, one)) = told.recv() => sink::keep(&state, &of, one).await,
        }
    }
    state.together.relay.stop(cobrowse::control::Bye::Stopping);
    // What rooms sealed as they ended is kept too.
    while let Ok((of, one)) = told.try_recv() {
        sink::keep(&state, &of, one).await;
    }
}

async fn tick(state: &AppState, forget: bool) {
    state.together.relay.tick();
    match sessions::tick_due(&state.app).await {
        Ok(acted) => {
            for one in acted {
                state.together.stepped(&one.kept.row.tenant.clone(), &one.kept);
            }
        }
        Err(error) => tracing::warn!(%error, "the clocks of co-browsing were not looked at"),
    }
    if forget && let Err(error) = recordings::forget_old(&state.app).await {
        tracing::warn!(%error, "old recordings were not forgotten");
    }
}
