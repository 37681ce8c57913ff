//! A request, and the facts it comes down to.

use kernel::{CustomerId, MerchantId, Money, PrincipalId, TenantId};

use super::limits::Limits;
use super::{Action, Role, Withheld};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    pub tenant: TenantId,
    pub role: Role,
    /// `None` for policy code alone. A person without an id is treated as having asked for, and
    /// acted on, everything: it can approve and review nothing.
    pub id: Option<PrincipalId>,
    /// For a merchant's users: whose sales they see.
    pub merchant: Option<MerchantId>,
    /// For a consumer, and for a language model that speaks with one: whose orders they see.
    pub customer: Option<CustomerId>,
    /// What a custom role takes away from the role. It can add nothing.
    pub withheld: Withheld,
}

/// What it is done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    pub tenant: TenantId,
    pub merchant: Option<MerchantId>,
    pub customer: Option<CustomerId>,
    /// Who asked for what is to be approved.
    pub requester: Option<PrincipalId>,
    /// Everyone who decided or worked on it before.
    pub actors: Vec<PrincipalId>,
}

impl Resource {
    /// Something of a tenant that belongs to no party.
    pub fn of_tenant(tenant: TenantId) -> Self {
        Self { tenant, merchant: None, customer: None, requester: None, actors: Vec::new() }
    }
}

/// May this principal do this?
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    pub principal: &'a Principal,
    pub action: Action,
    pub resource: &'a Resource,
    /// Required where [`Action::has_amount`]; ignored elsewhere.
    pub amount: Option<Money>,
    /// The decision goes against the consumer.
    pub adverse: bool,
    /// It is a review of an earlier decision, or approves one (always so for `decision.final`).
    pub review: bool,
    /// Redress above what the order cost the customer; ignored elsewhere.
    pub above_order: bool,
    /// Who approved, once `refund.approve` or `exemption.approve` was allowed to them.
    pub approved_by: Option<&'a PrincipalId>,
}

impl<'a> Request<'a> {
    /// A request with no amount and no flag set.
    pub fn new(principal: &'a Principal, action: Action, resource: &'a Resource) -> Self {
        Self {
            principal,
            action,
            resource,
            amount: None,
            adverse: false,
            review: false,
            above_order: false,
            approved_by: None,
        }
    }

    pub fn with_amount(self, amount: Money) -> Self {
        Self { amount: Some(amount), ..self }
    }
}

/// All that a verdict depends on. Facts that cannot matter to a role or an action are fixed, so
/// that equal cases have equal facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Facts {
    pub(super) role: Role,
    pub(super) action: Action,
    pub(super) same_tenant: bool,
    pub(super) own: bool,
    pub(super) requester: bool,
    pub(super) earlier_actor: bool,
    pub(super) within_limit: bool,
    pub(super) within_pair_limit: bool,
    pub(super) second_person: bool,
    pub(super) adverse: bool,
    pub(super) review: bool,
    pub(super) above_order: bool,
}

impl Facts {
    /// One's own case, nothing in the way, nobody else involved.
    pub(super) fn plain(role: Role, action: Action) -> Self {
        Self {
            role,
            action,
            same_tenant: true,
            own: true,
            requester: false,
            earlier_actor: false,
            within_limit: true,
            within_pair_limit: true,
            second_person: false,
            adverse: false,
            review: action == Action::DecisionFinal,
            above_order: false,
        }
    }

    pub(super) fn of(request: &Request<'_>, limits: &Limits) -> Self {
        let Request { principal, action, resource, .. } = *request;
        let role = principal.role;
        let (within_limit, within_pair_limit) = match request.amount {
            _ if !action.has_amount() => (true, true),
            None => (false, false),
            Some(amount) => limits.bands(role, action, request.adverse, amount),
        };
        let is_self = |other: &PrincipalId| principal.id.as_ref() == Some(other);
        let nameless = role.is_person() && principal.id.is_none();
        let approved_by_another =
            request.approved_by.is_some_and(|approver| !is_self(approver)) && !nameless;
        Self {
            role,
            action,
            same_tenant: principal.tenant == resource.tenant,
            own: is_own(principal, resource),
            requester: nameless || resource.requester.as_ref().is_some_and(is_self),
            earlier_actor: nameless || resource.actors.iter().any(is_self),
            within_limit,
            within_pair_limit,
            second_person: role.is_person() && approved_by_another,
            adverse: action.is_decision() && request.adverse,
            review: action == Action::DecisionFinal || action.may_review() && request.review,
            above_order: action == Action::ComplaintRedress && request.above_order,
        }
    }
}

fn is_own(principal: &Principal, resource: &Resource) -> bool {
    if principal.role.is_of_one_customer() {
        principal.customer.is_some() && principal.customer == resource.customer
    } else if principal.role.is_of_one_merchant() {
        principal.merchant.is_some() && principal.merchant == resource.merchant
    } else {
        false
    }
}
