//! What people at the desk do with a conversation.

use compliance::authority::{Action, Verdict};
use kernel::{ConversationId, DisputeId, OrderId, PrincipalId, Timestamp};
use support::conversation::{Carried, Csat, Input, Owner, Refusal};

use super::{Changed, Kept, case, limits, persist, refused};
use crate::order::{Work, scrub};
use crate::session::Ask;
use crate::{AppError, Session, complaints, names, seats};

/// The conversation, for whoever works on conversations.
pub(crate) fn work_on(s: &mut Session<'_, '_>, id: ConversationId) -> Result<Kept, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationWork, &on)?;
    Ok(kept)
}

/// Offers it to somebody: what the router does.
///
/// # Errors
/// [`AppError::Conflict`] when it does not wait, or no longer at this version.
pub fn offer(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    user: PrincipalId,
    name: String,
    version: u64,
) -> Result<Changed, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    // Policy code offers; so may whoever leads.
    let action = match s.principal().role {
        compliance::authority::Role::System => Action::ConversationSpeak,
        _ => Action::ConversationLead,
    };
    s.check(action, &on)?;
    persist::step(s, kept, Input::Offer { user, name, version }, "conversation.offered")
}

/// # Errors
/// [`AppError::Conflict`] when it is not offered to the principal, or the offer is over.
pub fn accept(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    version: u64,
) -> Result<Changed, AppError> {
    let kept = work_on(s, id)?;
    persist::step(s, kept, Input::Accept { version }, "conversation.accepted")
}

/// # Errors
/// As [`accept`].
pub fn decline(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    version: u64,
) -> Result<Changed, AppError> {
    let kept = work_on(s, id)?;
    persist::step(s, kept, Input::Decline { version }, "conversation.declined")
}

/// Takes what nobody has. Of many who try at once, one succeeds.
///
/// # Errors
/// [`AppError::Conflict`] with who was faster.
pub fn take(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    version: u64,
) -> Result<Changed, AppError> {
    let kept = work_on(s, id)?;
    persist::step(s, kept, Input::Take { version }, "conversation.taken")
}

/// Takes it from whoever has it.
///
/// # Errors
/// [`AppError::Forbidden`] for who does not lead; as [`take`].
pub fn take_over(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    version: u64,
) -> Result<Changed, AppError> {
    let kept = work_on(s, id)?;
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationLead, &on)?;
    persist::step(s, kept, Input::TakeOver { version }, "conversation.taken_over")
}

/// Gives it back to the queue.
///
/// # Errors
/// [`AppError::Conflict`] when the principal has it not.
pub fn release(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    version: u64,
    mut why: String,
) -> Result<Changed, AppError> {
    let kept = work_on(s, id)?;
    limits::short("why", &why, limits::WHY_CHARS_MAX)?;
    scrub::text(&mut why);
    persist::step(s, kept, Input::Release { version, why }, "conversation.released")
}

/// Gives it to somebody of the desk, or to whoever has these skills.
///
/// # Errors
/// As [`release`]; [`AppError::Invalid`] for who does not work at the desk.
pub fn transfer(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    version: u64,
    to: Option<PrincipalId>,
    skills: Vec<String>,
    mut note: String,
) -> Result<Changed, AppError> {
    let kept = work_on(s, id)?;
    limits::skills(&skills)?;
    scrub::text(&mut note);
    let to = match to {
        Some(user) if seats::is_of_desk(s, &user)? => {
            let name = names::name(s, &user)?;
            Some((user, name))
        }
        Some(_) => return Err(AppError::invalid("user_id", "nobody at the desk is called so")),
        None => None,
    };
    let input = Input::Transfer { version, to, skills, note };
    persist::step(s, kept, input, "conversation.transferred")
}

/// Lets the assistant speak again.
///
/// # Errors
/// [`AppError::Unprocessable`] with `not_for_ai` where a person is needed.
pub fn return_to_ai(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    epoch: u64,
) -> Result<Changed, AppError> {
    let kept = work_on(s, id)?;
    persist::step(s, kept, Input::ReturnToAi { epoch }, "conversation.returned")
}

/// Ends it: a person, the customer, or the assistant where nothing is open that needs a person.
///
/// # Errors
/// [`AppError::Unprocessable`] with `needs_person`, [`AppError::Conflict`].
pub fn resolve(s: &mut Session<'_, '_>, id: ConversationId) -> Result<Changed, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    let action = match s.principal().role.is_of_one_customer() {
        true => Action::ConversationSpeak,
        false => Action::ConversationWork,
    };
    s.check(action, &on)?;
    persist::step(s, kept, Input::Resolve, "conversation.resolved")
}

/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
pub fn reopen(s: &mut Session<'_, '_>, id: ConversationId) -> Result<Changed, AppError> {
    let kept = work_on(s, id)?;
    persist::step(s, kept, Input::Reopen, "conversation.reopened")
}

/// # Errors
/// [`AppError::Invalid`] for an instant that is over.
pub fn snooze(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    until: Timestamp,
) -> Result<Changed, AppError> {
    let kept = work_on(s, id)?;
    persist::step(s, kept, Input::Snooze { until }, "conversation.snoozed")
}

/// # Errors
/// [`AppError::Invalid`] for too many or too long ones.
pub fn tag(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    add: Vec<String>,
    remove: Vec<String>,
) -> Result<Changed, AppError> {
    let kept = work_on(s, id)?;
    limits::tags("add", &add)?;
    limits::tags("remove", &remove)?;
    persist::step(s, kept, Input::Tag { add, remove }, "conversation.tagged")
}

/// Says what it is about.
///
/// # Errors
/// [`AppError::NotFound`] for an order or dispute that is not this customer's.
pub fn link(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    order: Option<OrderId>,
    dispute: Option<DisputeId>,
) -> Result<Changed, AppError> {
    let kept = work_on(s, id)?;
    let customer = &kept.conversation.customer;
    if let Some(order) = &order {
        let work = Work::get(s, order)?;
        if work.file.order().customer_id != *customer {
            return Err(AppError::not_found("the order", order));
        }
    }
    if let Some(dispute) = dispute {
        let view = crate::disputes::get(s, dispute)?;
        if view.customer != *customer {
            return Err(AppError::not_found("the dispute", &dispute));
        }
    }
    persist::step(s, kept, Input::Link { order, dispute }, "conversation.linked")
}

/// Makes two conversations of one customer one: what is said from now on is said in `into`, and what
/// is open in either is open there.
///
/// # Errors
/// [`AppError::Invalid`] for conversations of two customers, or one and the same;
/// [`AppError::Conflict`] with `taken` where another person has either, for who does not lead.
pub fn merge(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    into: ConversationId,
) -> Result<Changed, AppError> {
    let from = work_on(s, id)?;
    let target = work_on(s, into)?;
    if from.conversation.customer != target.conversation.customer {
        return Err(AppError::invalid("into", "is a conversation of another customer"));
    }
    if let Some(merged) = target.conversation.merged_into {
        let why = format!("was merged into {merged} itself; name that one");
        return Err(AppError::invalid("into", why));
    }
    not_of_another(s, &from)?;
    not_of_another(s, &target)?;
    let number = from.conversation.number.clone();
    let mut carried = Box::new(Carried::of(&from.conversation));
    // A conversation speaks of one complaint; the other has its own task and clocks.
    let own = complaints::open_one(s, target.conversation.complaint)?;
    let theirs = complaints::open_one(s, carried.complaint)?;
    carried.complaint = theirs.map(|theirs| own.unwrap_or(theirs));
    let input = Input::MergeInto { conversation: into };
    let merged = persist::step(s, from, input, "conversation.merged")?;
    let input = Input::MergeFrom { conversation: id, number, carried };
    persist::step(s, target, input, "conversation.merged")?;
    Ok(merged)
}

/// What another person has is theirs, or a lead's, to merge.
fn not_of_another(s: &Session<'_, '_>, kept: &Kept) -> Result<(), AppError> {
    let Owner::Assigned { user, name, .. } = &kept.conversation.assignment.owner else {
        return Ok(());
    };
    let on = case(s, &kept.conversation);
    let verdict = s.verdict(Action::ConversationLead, &on, Ask::default());
    let is_own = s.principal().id.as_ref() == Some(user);
    if is_own || matches!(verdict, Verdict::Allow { .. }) {
        return Ok(());
    }
    Err(refused(Refusal::Taken(name.clone())))
}

/// What the customer thought of it.
///
/// # Errors
/// [`AppError::Invalid`] for a score outside 1–5; [`AppError::Forbidden`] for anybody else.
pub fn rate(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    score: u8,
    mut comment: Option<String>,
) -> Result<Changed, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationSpeak, &on)?;
    if s.principal().role != compliance::authority::Role::Consumer {
        return Err(AppError::Forbidden { why: "only the customer rates".to_owned() });
    }
    if let Some(comment) = &mut comment {
        scrub::text(comment);
        if comment.chars().count() > support::conversation::TEXT_CHARS_MAX {
            return Err(AppError::invalid("comment", "is too long"));
        }
    }
    let csat = Csat { score, at: s.now(), comment };
    persist::step(s, kept, Input::Rate(csat), "conversation.rated")
}
