//! Routing at work: the queue and the seats as they are stored become offers.
//!
//! The router itself is pure ([`support::routing`]) and is built anew from what is stored whenever
//! something moved, so that a node that takes over begins with the truth. An offer is one
//! compare-and-set on the conversation: should two nodes route for a moment, one of them is refused.

mod plan;
mod wait;

use std::collections::BTreeMap;

use compliance::authority::Principal;
use kernel::ConversationId;
use store::Tx;
use support::conversation::Conversation;

pub use plan::{Offer, Plan, Standing};
pub use wait::Wait;

use crate::conversations::Kept;
use crate::seats::{self, Seat};
use crate::{App, AppError, Session, conversations};

/// Everything that routing looks at.
#[derive(Debug, Clone)]
pub struct Floor {
    pub waiting: Vec<Kept>,
    pub held: Vec<Kept>,
    pub seats: Vec<Seat>,
}

/// Reads the queue and the seats.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn look(s: &mut Session<'_, '_>) -> Result<Floor, AppError> {
    Ok(Floor {
        waiting: conversations::queue(s)?,
        held: conversations::held(s)?,
        seats: seats::list(s)?,
    })
}

/// What should be offered to whom now, and where everybody stands who waits.
///
/// # Errors
/// [`AppError::Unprocessable`] where a desk has more skills than a router can tell apart.
pub fn plan(app: &App, floor: &Floor, now: kernel::Timestamp) -> Result<Plan, AppError> {
    plan::plan(app.desk_rules(), floor, now)
}

/// Makes the offers of a plan, each in its own transaction; returns how many were made. One that
/// somebody else was faster with is left to them.
///
/// # Errors
/// The store's.
pub async fn offer(app: &App, system: &Principal, plan: &Plan) -> Result<usize, AppError> {
    let mut made = 0;
    for offer in &plan.offers {
        let Offer { conversation, version, user, name } = offer.clone();
        let work = move |s: &mut Session<'_, '_>| {
            conversations::offer(s, conversation, user.clone(), name.clone(), version)
        };
        match app.write(system, work).await {
            Ok(_) => made += 1,
            Err(AppError::Conflict { .. } | AppError::NotFound { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(made)
}

/// Tenants whose desk is there.
///
/// # Errors
/// The store's.
pub fn desks(app: &App, tx: &mut Tx<'_>) -> Result<Vec<kernel::TenantId>, AppError> {
    Ok(store::seats::tenants(tx, app.now().minus(seats::SILENCE_MAX))?)
}

/// By conversation, where it stands.
pub type Standings = BTreeMap<ConversationId, Standing>;

/// The skills that a conversation needs: its own, and its language.
pub(crate) fn needs(conversation: &Conversation) -> Vec<String> {
    let mut needs = conversation.skills.clone();
    let language = conversation.language.split('-').next().unwrap_or_default();
    if !language.is_empty() {
        needs.push(format!("language:{language}"));
    }
    needs
}
