//! The desk's own clockwork on this node: offers, clocks of conversations, places in the queue, and
//! signs of life of whoever has a socket open.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use app::routing::{self, Boards, Places, Standing};
use app::{AppError, conversations, seats};
use engine::Shutdown;
use kernel::{ConversationId, TenantId};
use realtime::{Audience, Topic};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::frames;
use super::protocol::FromServer;
use crate::AppState;
use crate::types::conversation::QueuePlace;

/// The least time between two looks at the queue, so that a burst of news is one look.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);
/// A look without any news: clocks that ran out, other nodes' work.
const LOOK_AT_LEAST_EVERY: Duration = Duration::from_millis(500);
/// How often people with open sockets are noted as being there.
const SIGN_OF_LIFE_EVERY: Duration = Duration::from_secs(20);

/// The queues of this node: what is in them, and where everybody stood at the last look.
#[derive(Debug, Clone, Default)]
pub(crate) struct Queue {
    boards: Boards,
    places: Arc<RwLock<HashMap<TenantId, Arc<Places>>>>,
    /// Something moved: look at once.
    moved: Arc<Notify>,
}

impl Queue {
    /// Of a service that nobody tells of commits.
    pub(crate) fn deaf() -> Self {
        Self { boards: Boards::deaf(), ..Self::default() }
    }

    pub(crate) const fn boards(&self) -> &Boards {
        &self.boards
    }

    /// Something moved that routing looks at.
    pub(crate) fn moved(&self) {
        self.moved.notify_one();
    }

    /// A seat of a desk changed.
    pub(crate) fn seats_moved(&self, tenant: &TenantId) {
        self.boards.seats_moved(tenant);
        self.moved();
    }

    /// Where a conversation stands.
    pub(crate) fn place(&self, tenant: &TenantId, id: ConversationId) -> Option<QueuePlace> {
        let places = self.places.read().unwrap_or_else(PoisonError::into_inner);
        places.get(tenant).cloned()?.standing(id).map(place)
    }

    /// Puts the new places of a tenant; returns those of before.
    fn put(&self, tenant: &TenantId, now: Arc<Places>) -> Option<Arc<Places>> {
        let mut places = self.places.write().unwrap_or_else(PoisonError::into_inner);
        if now.is_empty() { places.remove(tenant) } else { places.insert(tenant.clone(), now) }
    }
}

fn place(standing: Standing) -> QueuePlace {
    let seconds = |length: kernel::Duration| {
        // To the second begun: a wait is never told shorter than it is thought.
        u32::try_from((length.as_millis() + 999) / 1_000).unwrap_or(u32::MAX)
    };
    QueuePlace {
        position: standing.position,
        expected_wait_s: standing.wait.map(|wait| seconds(wait.likely)),
        high_s: standing.wait.map(|wait| seconds(wait.high)),
        call_back_offered: standing.call_back,
    }
}

/// Runs the desk until it is told to stop. Every node looks; only the one with the lowest live lane
/// makes offers and lets clocks run out, and should two think they are it, the second changes nothing.
pub async fn desk(state: AppState, mut shutdown: Shutdown) {
    let mut signed_at: Option<Instant> = None;
    while !shutdown.is_triggered() {
        if signed_at.is_none_or(|at| at.elapsed() >= SIGN_OF_LIFE_EVERY) {
            log(sign_of_life(&state).await, "signs of life were not noted");
            signed_at = Some(Instant::now());
        }
        log(look(&state).await, "the queue was not looked at");
        shutdown.sleep(BETWEEN_LOOKS).await;
        tokio::select! {
            () = state.queue.moved.notified() => {}
            () = shutdown.sleep(LOOK_AT_LEAST_EVERY) => {}
        }
    }
}

fn log(outcome: Result<(), AppError>, what: &'static str) {
    if let Err(error) = outcome {
        tracing::warn!(%error, what, "the desk goes on");
    }
}

async fn look(state: &AppState) -> Result<(), AppError> {
    let app = &state.app;
    let (reader, own) = (app.clone(), app.store().lane());
    let (leads, due, desks) = app
        .store()
        .read(move |tx| -> Result<_, AppError> {
            let leads = store::first_live_lane(tx, reader.now())? == Some(own);
            let due = if leads { conversations::due(&reader, tx)? } else { Vec::new() };
            Ok((leads, due, routing::desks(&reader, tx)?))
        })
        .await?;
    for (tenant, id) in due {
        let live = state.live.clone();
        let work = move |s: &mut app::Session<'_, '_>| {
            let tenant = s.tenant().clone();
            conversations::wake(s, id, &|user| live.is_there(&tenant, user))
        };
        // An offer that was not answered puts a seat away.
        state.queue.boards().seats_moved(&tenant);
        match app.write(&app.system(&tenant), work).await {
            Ok(_) | Err(AppError::Conflict { .. }) => {}
            Err(error) => tracing::warn!(%error, "a clock of a conversation waits"),
        }
    }
    let mut tenants = state.live.tenants();
    tenants.extend(desks);
    for tenant in tenants {
        if let Err(error) = route(state, &tenant, leads).await {
            tracing::warn!(%error, %tenant, "the queue of a desk was not routed");
        }
    }
    Ok(())
}

/// One desk: offers, where this node leads, and where everybody stands.
async fn route(state: &AppState, tenant: &TenantId, leads: bool) -> Result<(), AppError> {
    let (app, system) = (&state.app, state.app.system(tenant));
    let boards = state.queue.boards();
    let look = routing::look(app, boards, &system).await?;
    if leads {
        routing::offer(app, boards, &system, &look.offers).await?;
    }
    let now = Arc::new(look.places);
    let before = state.queue.put(tenant, Arc::clone(&now));
    for id in now.moved(before.as_deref()) {
        let topic = Topic::of_thread(tenant, id, Audience::Customer);
        if state.live.is_watched(&topic)
            && let Some(standing) = now.standing(id)
        {
            let frame = FromServer::Queue { conversation: id.into(), place: place(standing) };
            state.live.publish(&topic, None, frames::text(&frame));
        }
    }
    Ok(())
}

async fn sign_of_life(state: &AppState) -> Result<(), AppError> {
    let people = state.live.people();
    if people.is_empty() {
        return Ok(());
    }
    let app = state.app.clone();
    app.store().clone().write(move |tx| seats::seen(&app, tx, &people)).await
}
