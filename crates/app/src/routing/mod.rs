//! Routing at work: the queue and the seats of a desk become offers.
//!
//! The router itself is pure ([`support::routing`]). What it routes is kept in memory ([`Boards`]) and
//! follows the news of commits; a node that begins, or takes over, reads all of it first. An offer is
//! one compare-and-set on the conversation: should two nodes route for a moment, one of them is refused.

mod board;
mod log;
mod places;
mod wait;
mod what_if;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use compliance::authority::Principal;
use kernel::{ConversationId, Duration, TenantId, Timestamp};
use store::Tx;
use support::conversation::Conversation;

use board::Board;
pub use board::Offer;
pub use places::{Place, Places, Standing};
pub use wait::Wait;
pub use what_if::{
    ASKED_RULES_MAX, AskedLoad, AskedLog, AskedRules, AskedSurge, AskedTeam, AskedWhatIf, WhatIf,
    prepare,
};

use crate::conversations::Kept;
use crate::news::News;
use crate::seats::{self, Seat};
use crate::{App, AppError, Session, conversations};

/// After this, all of a desk is read again: what news was missed does no harm for longer.
const READ_ALL_EVERY: Duration = Duration::MINUTE;
/// After this, the seats are read again: somebody may have gone at another node.
const READ_SEATS_EVERY: Duration = Duration::from_secs(1);

/// The desks that this node looks at. Cloning shares them.
#[derive(Debug, Clone, Default)]
pub struct Boards {
    /// Nobody tells this node of commits: it reads everything at every look.
    deaf: bool,
    known: Arc<Mutex<HashMap<TenantId, Known>>>,
}

/// One desk with what is old about it.
#[derive(Debug, Default)]
struct Known {
    board: Board,
    /// As read from the store, all of it.
    read_at: Option<Timestamp>,
    seats_at: Option<Timestamp>,
    /// To be read again: what was thought of them was wrong.
    doubted: HashSet<ConversationId>,
    /// News that came while everything was being read.
    meanwhile: Option<Vec<(Arc<Conversation>, i64)>>,
}

/// What has to be read for a look.
#[derive(Debug, Clone, Default)]
struct Need {
    all: bool,
    seats: bool,
    again: Vec<ConversationId>,
}

/// What was read.
struct Read {
    kept: Vec<Kept>,
    gone: Vec<ConversationId>,
    seats: Option<Vec<Seat>>,
    rules: Arc<support::conversation::DeskRules>,
    now: Timestamp,
}

/// What should happen now.
#[derive(Debug, Clone)]
pub struct Look {
    pub offers: Vec<Offer>,
    pub places: Places,
    /// Conversations and seats that were read from the store for it.
    pub rows: usize,
}

impl Boards {
    /// Boards of a node that is told of nothing.
    pub fn deaf() -> Self {
        Self { deaf: true, ..Self::default() }
    }

    /// What a commit did. Quick: it waits for a look at most.
    pub fn tell(&self, news: &News) {
        let mut known = self.lock();
        let Some(desk) = known.get_mut(&news.tenant) else { return };
        match &mut desk.meanwhile {
            Some(meanwhile) => meanwhile.push((Arc::clone(&news.conversation), news.version)),
            None => desk.board.apply(&news.conversation, news.version),
        }
    }

    /// Somebody's seat changed.
    pub fn seats_moved(&self, tenant: &TenantId) {
        if let Some(desk) = self.lock().get_mut(tenant) {
            desk.seats_at = None;
        }
    }

    /// A conversation is not as it was thought to be.
    fn doubt(&self, tenant: &TenantId, id: ConversationId) {
        if let Some(desk) = self.lock().get_mut(tenant) {
            desk.doubted.insert(id);
        }
    }

    fn begin(&self, tenant: &TenantId, real_now: Timestamp) -> Need {
        let mut known = self.lock();
        let desk = known.entry(tenant.clone()).or_default();
        let is_old = |at: Option<Timestamp>, after| at.is_none_or(|at| real_now.since(at) >= after);
        let all = self.deaf || is_old(desk.read_at, READ_ALL_EVERY);
        if all {
            desk.meanwhile = Some(Vec::new());
        }
        Need {
            all,
            seats: all || is_old(desk.seats_at, READ_SEATS_EVERY),
            again: desk.doubted.drain().collect(),
        }
    }

    fn end(
        &self,
        tenant: &TenantId,
        need: &Need,
        read: Read,
        real_now: Timestamp,
    ) -> Result<Look, AppError> {
        let mut known = self.lock();
        let desk = known.entry(tenant.clone()).or_default();
        let mut rows = read.kept.len();
        if need.all {
            desk.board.clear();
            desk.read_at = Some(real_now);
        }
        for kept in &read.kept {
            desk.board.apply(&kept.conversation, kept.version);
        }
        for id in read.gone {
            desk.board.forget(id);
        }
        for (conversation, version) in desk.meanwhile.take().unwrap_or_default() {
            desk.board.apply(&conversation, version);
        }
        if let Some(seats) = read.seats {
            rows += seats.len();
            desk.board.put_seats(seats);
            desk.seats_at = Some(real_now);
        }
        let (offers, places) = desk.board.plan(&read.rules, read.now)?;
        Ok(Look { offers, places, rows })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<TenantId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks at a desk: what should be offered, and where everybody stands. Only what is not known is read.
///
/// # Errors
/// The store's; [`AppError::Unprocessable`] where a desk has more skills than a router can tell apart.
pub async fn look(app: &App, boards: &Boards, system: &Principal) -> Result<Look, AppError> {
    let need = boards.begin(&system.tenant, app.now());
    let asked = need.clone();
    let real_now = app.now();
    let read = app.read(system, move |s| read(s, &asked)).await;
    match read {
        Ok(read) => boards.end(&system.tenant, &need, read, real_now),
        Err(error) => {
            // What was not read is read at the next look.
            let mut known = boards.lock();
            if let Some(desk) = known.get_mut(&system.tenant) {
                desk.read_at = None;
            }
            Err(error)
        }
    }
}

fn read(s: &mut Session<'_, '_>, need: &Need) -> Result<Read, AppError> {
    let (mut kept, mut gone) = (Vec::new(), Vec::new());
    if need.all {
        kept = conversations::queue(s)?;
        kept.extend(conversations::held(s)?);
    }
    for id in &need.again {
        match conversations::get(s, *id) {
            Ok(found) => kept.push(found),
            Err(AppError::NotFound { .. }) => gone.push(*id),
            Err(error) => return Err(error),
        }
    }
    let seats = if need.seats { Some(seats::list(s)?) } else { None };
    let (app, tenant, now) = (s.app().clone(), s.tenant().clone(), s.now());
    let rules = app.desk_rules(s.tx(), &tenant)?;
    Ok(Read { kept, gone, seats, rules, now })
}

/// Makes offers, each in its own transaction; returns how many were made. One that somebody else was
/// faster with is left to them.
///
/// # Errors
/// The store's.
pub async fn offer(
    app: &App,
    boards: &Boards,
    system: &Principal,
    offers: &[Offer],
) -> Result<usize, AppError> {
    let mut made = 0;
    for offer in offers {
        let Offer { conversation, version, user, name } = offer.clone();
        let work = move |s: &mut Session<'_, '_>| {
            conversations::offer(s, conversation, user.clone(), name.clone(), version)
        };
        match app.write(system, work).await {
            Ok(_) => made += 1,
            Err(AppError::Conflict { .. } | AppError::NotFound { .. }) => {
                boards.doubt(&system.tenant, conversation);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(made)
}

/// Tenants whose desk is there.
///
/// # Errors
/// The store's.
pub fn desks(app: &App, tx: &mut Tx<'_>) -> Result<Vec<TenantId>, AppError> {
    Ok(store::seats::tenants(tx, app.now().minus(seats::SILENCE_MAX))?)
}

/// The skills that a conversation needs: its own, and its language.
pub(crate) fn needs(conversation: &Conversation) -> Vec<String> {
    let mut needs = conversation.skills.clone();
    needs.extend(language_skill(&conversation.language));
    needs
}

/// The skill of a language, such as `language:sv` for `sv-SE`.
fn language_skill(language: &str) -> Option<String> {
    let primary = language.split('-').next().unwrap_or_default();
    (!primary.is_empty()).then(|| format!("language:{primary}"))
}
