//! Who may do something to an order: its facts, as authority looks at them.

use compliance::authority::{Action, Resource, Verdict};
use dispute::{Dispute, OrderFile};
use kernel::{DisputeId, Money, PrincipalId};

use crate::session::Ask;
use crate::{AppError, Session};

/// An act on an order, as authority sees it.
#[derive(Debug, Clone, Copy)]
pub struct Act<'a> {
    pub action: Action,
    pub dispute: Option<DisputeId>,
    pub amount: Option<Money>,
    pub adverse: bool,
    pub review: bool,
    /// Who asked for what is being approved.
    pub requester: Option<&'a PrincipalId>,
    pub approved_by: Option<&'a PrincipalId>,
}

impl Act<'_> {
    pub const fn new(action: Action) -> Self {
        Self {
            action,
            dispute: None,
            amount: None,
            adverse: false,
            review: false,
            requester: None,
            approved_by: None,
        }
    }
}

/// An order, and a dispute of it, as authority sees them: whose it is, and who acted on it before.
pub fn resource(
    s: &Session<'_, '_>,
    file: &OrderFile,
    dispute: Option<&Dispute>,
    requester: Option<&PrincipalId>,
) -> Resource {
    Resource {
        tenant: s.tenant().clone(),
        merchant: Some(file.order().merchant_id.clone()),
        customer: Some(file.order().customer_id.clone()),
        requester: requester.cloned(),
        actors: dispute.map(earlier_actors).unwrap_or_default(),
    }
}

fn earlier_actors(dispute: &Dispute) -> Vec<PrincipalId> {
    let decided = dispute.decisions.iter().map(|decision| &decision.by);
    let excepted = dispute.exceptions.iter().map(|exception| &exception.by);
    let handed_in = dispute.evidence.iter().map(|item| &item.by);
    let opened = std::iter::once(&dispute.opened_by);
    let actors = decided.chain(excepted).chain(handed_in).chain(opened);
    let mut ids: Vec<PrincipalId> = actors.filter_map(|actor| actor.id.clone()).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Refuses to show what the principal may not read, as if it were not there.
///
/// # Errors
/// [`AppError::NotFound`].
pub fn may_see(
    s: &Session<'_, '_>,
    file: &OrderFile,
    dispute: Option<DisputeId>,
) -> Result<(), AppError> {
    let case = resource(s, file, None, None);
    let action = if dispute.is_some() { Action::DisputeRead } else { Action::OrderRead };
    if matches!(s.verdict(action, &case, Ask::default()), Verdict::Allow { .. }) {
        return Ok(());
    }
    Err(match dispute {
        Some(id) => AppError::not_found("the dispute", &id),
        None => AppError::not_found("the order", &file.order().id),
    })
}

/// May the principal see it, and do this to it?
pub(crate) fn check(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    act: &Act<'_>,
) -> Result<(), AppError> {
    may_see(s, file, act.dispute)?;
    let dispute = act.dispute.and_then(|id| file.dispute(id));
    let case = resource(s, file, dispute, act.requester);
    let ask = Ask {
        amount: act.amount,
        adverse: act.adverse,
        review: act.review,
        approved_by: act.approved_by,
        ..Ask::default()
    };
    s.check_with(act.action, &case, ask)
}
