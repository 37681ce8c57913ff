//! Conversations with customers: open, speak, ask for a person, work at the desk.
//!
//! Every change is one step of [`support::conversation`], saved with its events, its tasks and the
//! audit entry in one transaction; whoever looks on is told after the commit.

mod brief;
mod contact;
mod erase;
mod export;
mod figures;
mod hear;
mod history;
mod limits;
mod open;
mod persist;
mod protect;
mod read;
mod search;
mod speak;
mod wake;
mod work;

use compliance::authority::Resource;
use kernel::{ConversationId, TaskId, TenantId, Timestamp};
use store::Lookup;
use support::conversation::{By, Context, Conversation, DeskRules, Refusal, Speaker};

pub use brief::brief;
pub use contact::{call_back, cancel_call_back, finish_call_back};
pub(crate) use contact::{current, delivered, looked_at, phone_call};
pub(crate) use erase::{erase, to_erase};
pub(crate) use export::exported;
pub(crate) use history::{Came, Due, Outcome, bring_in};
pub(crate) use open::{Arrival, open_by};
pub use open::{NewConversation, open};
pub use persist::{Changed, news_of};
pub(crate) use persist::{event, kept as parsed, load as stored};
pub use read::{
    Counts, View, counts, earlier_events, events, get, hears_of_work, held, list, offered, queue,
};
pub use search::{Indexer, OTHERS_ROUNDS};
pub use speak::{NewMessage, Said, ask_for_person, cancel_scheduled, hand_over, note, say, seen};
pub(crate) use speak::{hand_over_to, say_by, say_with};
pub(crate) use wake::wake_all;
pub use wake::{BATCH_CONVERSATIONS, due, wake};
pub(crate) use work::work_on as worked;
pub use work::{
    accept, decline, link, merge, offer, rate, release, reopen, resolve, return_to_ai, snooze, tag,
    take, take_over, transfer,
};

use crate::{AppError, Session, names};

/// A conversation, with when it last changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub conversation: Conversation,
    pub version: i64,
    pub updated_at: Timestamp,
}

/// What a message is sure to begin with looking up.
pub fn lookups(tenant: &TenantId, conversation: ConversationId, client_id: &str) -> Vec<Lookup> {
    vec![
        store::conversations::lookup(tenant, conversation),
        store::conversation_events::lookup_client_id(tenant, conversation, client_id),
    ]
}

/// Whose conversation it is, as authority sees it.
pub(crate) fn case(s: &Session<'_, '_>, conversation: &Conversation) -> Resource {
    Resource { customer: Some(conversation.customer.clone()), ..s.of_tenant() }
}

/// Who acts, as the log names them.
fn speaker(s: &mut Session<'_, '_>, conversation: Option<&Conversation>) -> Result<By, AppError> {
    use compliance::authority::Role;
    let principal = s.principal().clone();
    let kind = match principal.role {
        Role::Consumer => Speaker::Customer,
        Role::Ai | Role::OutsideAgent => Speaker::Ai,
        Role::System | Role::Company | Role::Network => Speaker::System,
        _ => Speaker::Person,
    };
    let name = match (kind, &principal.id) {
        (Speaker::Customer, _) => conversation.map(|c| c.customer_name.clone()),
        (Speaker::Person, Some(id)) => Some(names::name(s, id)?),
        (Speaker::Person, None) | (Speaker::Ai | Speaker::System, _) => None,
    };
    Ok(By { kind, id: principal.id, name: name.unwrap_or_default() })
}

fn context<'a>(
    s: &mut Session<'_, '_>,
    rules: &'a DeskRules,
    conversation: Option<&Conversation>,
) -> Result<Context<'a>, AppError> {
    let now = s.now();
    let by = speaker(s, conversation)?;
    Ok(Context { now, by, rules, task: TaskId::generate(now, s.rng()) })
}

/// The rules of the session's own desk.
fn desk_rules(s: &mut Session<'_, '_>) -> Result<std::sync::Arc<DeskRules>, AppError> {
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    app.desk_rules(s.tx(), &tenant)
}

/// A refusal as an error with a stable code.
fn refused(refusal: Refusal) -> AppError {
    let why = refusal.to_string();
    match refusal {
        Refusal::Invalid { field, problem } => AppError::invalid(field, problem),
        Refusal::Stale { .. } => AppError::conflict("assignment_moved", why),
        Refusal::NotYours => AppError::conflict("not_yours", why),
        Refusal::OfferedToAnother(_) => AppError::conflict("offered_to_another", why),
        Refusal::Taken(_) => AppError::conflict("taken", why),
        Refusal::NotOffered => AppError::conflict("not_offered", why),
        Refusal::Resolved => AppError::conflict("conversation_resolved", why),
        Refusal::Merged(_) => AppError::conflict("conversation_merged", why),
        Refusal::NoScheduled(_) => AppError::NotFound { what: why },
        Refusal::NotForAi(_) => AppError::unprocessable("not_for_ai", why),
        Refusal::FloorMoved { .. } => AppError::conflict("floor_moved", why),
        Refusal::NoCallBack => AppError::conflict("no_call_back", why),
        Refusal::NeedsPerson => AppError::unprocessable("needs_person", why),
    }
}
