//! What time does in conversations: promises broken, offers over, snoozes and scheduled messages due.

use kernel::{ConversationId, PrincipalId, TenantId};
use store::Tx;
use support::conversation::{EventBody, Input, Owner};

use super::{Changed, persist};
use crate::{App, AppError, Session};

/// Most conversations that are woken in one round.
pub const BATCH_CONVERSATIONS: u32 = 200;

/// Conversations in which something is due, of tenants that live by the real clock.
///
/// # Errors
/// The store's.
pub fn due(app: &App, tx: &mut Tx<'_>) -> Result<Vec<(TenantId, ConversationId)>, AppError> {
    Ok(store::conversations::due(tx, app.now(), BATCH_CONVERSATIONS)?)
}

/// Does what is due in a conversation. `is_there` says whether somebody is signed in and looking: who
/// is keeps what they have.
///
/// # Errors
/// [`AppError::NotFound`], or the store's.
pub fn wake(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    is_there: &dyn Fn(&PrincipalId) -> bool,
) -> Result<Changed, AppError> {
    let mut kept = persist::load(s, id)?;
    if let Owner::Assigned { user, lease_until, .. } = &kept.conversation.assignment.owner
        && *lease_until <= s.now()
        && is_there(user)
    {
        let rules = super::desk_rules(s)?;
        let mut context = super::context(s, &rules, Some(&kept.conversation))?;
        context.by.id = Some(user.clone());
        let step = kept.conversation.clone().step(Input::Present, &context);
        let step = step.map_err(super::refused)?;
        kept = persist::save(s, Some(kept), step, "conversation.present")?.kept;
    }
    let changed = persist::step(s, kept, Input::Tick, "conversation.clock")?;
    for event in &changed.events {
        if let EventBody::OfferExpired { user, .. } = &event.body {
            crate::seats::missed(s, user)?;
        }
    }
    Ok(changed)
}

/// Wakes all that is due in the session's tenant; returns how many. For a tenant that lives by a test
/// clock.
///
/// # Errors
/// As [`wake`].
pub(crate) fn wake_all(s: &mut Session<'_, '_>) -> Result<usize, AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    let due = store::conversations::due_of(s.tx(), &tenant, now, BATCH_CONVERSATIONS)?;
    for (_, id) in &due {
        wake(s, *id, &|_| false)?;
    }
    Ok(due.len())
}
