//! What can be looked at.

use kernel::{ConversationId, CustomerId, PrincipalId, TenantId};

/// For whose eyes a frame was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Audience {
    Desk,
    Customer,
}

/// Something to look at. The tenant is part of each: there is no topic of two tenants.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// What is said and done in one conversation.
    Thread { tenant: TenantId, conversation: ConversationId, audience: Audience },
    /// A list of the desk, by its name; of one person where it is theirs.
    List { tenant: TenantId, name: &'static str, of: Option<PrincipalId> },
    /// All conversations of a customer.
    Customer { tenant: TenantId, customer: CustomerId },
    /// What concerns one person at the desk, wherever they look.
    Person { tenant: TenantId, user: PrincipalId },
}

impl Topic {
    /// The topic of a thread.
    pub fn of_thread(tenant: &TenantId, conversation: ConversationId, audience: Audience) -> Self {
        Self::Thread { tenant: tenant.clone(), conversation, audience }
    }

    /// Whose it is.
    pub const fn tenant(&self) -> &TenantId {
        match self {
            Self::Thread { tenant, .. }
            | Self::List { tenant, .. }
            | Self::Customer { tenant, .. }
            | Self::Person { tenant, .. } => tenant,
        }
    }

    /// The conversation whose events come in the order of their numbers.
    pub const fn thread(&self) -> Option<ConversationId> {
        match self {
            Self::Thread { conversation, .. } => Some(*conversation),
            Self::List { .. } | Self::Customer { .. } | Self::Person { .. } => None,
        }
    }
}
