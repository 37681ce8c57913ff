//! Leave to do one thing: what a tool of the assistant takes, and only the policy engine makes.

use kernel::{CustomerId, Money, TenantId};

use super::{Action, Authority, Principal, Request, Verdict};

/// Leave to do one thing to one customer's case, up to one amount. It cannot be copied, stored or made
/// elsewhere: whoever holds one got it from [`Authority::grant`], for a principal and a case whose facts
/// were read from the store. A tool takes it by value, so that it is used once.
#[derive(Debug)]
pub struct Grant {
    principal: Principal,
    action: Action,
    tenant: TenantId,
    customer: Option<CustomerId>,
    amount: Option<Money>,
}

impl Grant {
    pub const fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The tenant it holds in.
    pub const fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    pub const fn action(&self) -> Action {
        self.action
    }

    /// What may move; `None` where the action has no amount.
    pub const fn amount(&self) -> Option<Money> {
        self.amount
    }

    /// Whether it is leave for this: the same act, on the same customer's case, for no more.
    pub fn covers(
        &self,
        action: Action,
        customer: Option<&CustomerId>,
        amount: Option<Money>,
    ) -> bool {
        let enough = match (self.amount, amount) {
            (_, None) => true,
            (Some(most), Some(asked)) => {
                most.currency == asked.currency && (0..=most.minor).contains(&asked.minor)
            }
            (None, Some(_)) => !action.has_amount(),
        };
        self.action == action && self.customer.as_ref() == customer && enough
    }
}

impl Authority {
    /// Leave to do what is asked, for one that may do it alone.
    ///
    /// # Errors
    /// The verdict that denies it, or that asks for a second person.
    pub fn grant(&self, request: &Request<'_>) -> Result<Grant, Verdict> {
        match self.check(request) {
            Verdict::Allow { .. } => Ok(Grant {
                principal: request.principal.clone(),
                action: request.action,
                tenant: request.resource.tenant.clone(),
                customer: request.resource.customer.clone(),
                amount: request.amount,
            }),
            refused => Err(refused),
        }
    }
}
