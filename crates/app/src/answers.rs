//! Whose answers are kept for a repeated request: who forgets a customer must find theirs.

use compliance::authority::Principal;
use kernel::canonical::Sha256Hex;
use kernel::{CustomerId, MerchantId, PrincipalId};

use crate::AppError;

/// Whose key it is: a subject in its role, for whom it speaks. The same subject may have keys of several
/// roles, a merchant may be called as a customer is, and an assistant speaks with many customers: none of
/// them gets an answer that was meant for another. A customer is one, however they came in. It is a digest,
/// as all of that together is longer than an id may be.
///
/// # Errors
/// Never: a digest is an id.
pub fn owner(principal: &Principal) -> Result<PrincipalId, AppError> {
    let Principal { tenant: _, role, id, merchant, customer, withheld: _ } = principal;
    let id = id.as_ref().filter(|_| *role != compliance::authority::Role::Consumer);
    let parts = [
        role.as_str(),
        id.map_or("", PrincipalId::as_str),
        merchant.as_ref().map_or("", MerchantId::as_str),
        customer.as_ref().map_or("", CustomerId::as_str),
    ];
    // No id holds a line break.
    let digest = Sha256Hex::of(parts.join("\n").as_bytes()).to_string();
    PrincipalId::new(digest).map_err(|error| AppError::internal("a digest is no id", error))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use compliance::authority::Role;
    use kernel::TenantId;

    use super::*;

    #[test]
    fn a_key_belongs_to_a_subject_in_its_role_and_to_whom_it_speaks_for() {
        let of = |role, id: &str, merchant: Option<&str>, customer: Option<&str>| {
            let principal = Principal {
                tenant: TenantId::new("t").unwrap(),
                role,
                id: Some(PrincipalId::new(id).unwrap()),
                merchant: merchant.map(|id| MerchantId::new(id).unwrap()),
                customer: customer.map(|id| CustomerId::new(id).unwrap()),
                withheld: Default::default(),
            };
            owner(&principal).unwrap()
        };
        let owners = [
            of(Role::Agent, "a", None, None),
            of(Role::Supervisor, "a", None, None),
            of(Role::Consumer, "a", None, Some("a")),
            of(Role::MerchantAdmin, "a", Some("a"), None),
            of(Role::Ai, "a", None, None),
            of(Role::Ai, "a", None, Some("b")),
            of(Role::Ai, "a", None, Some("c")),
        ];
        let different: HashSet<_> = owners.iter().collect();
        assert_eq!(different.len(), owners.len());
        assert_eq!(owners[0], of(Role::Agent, "a", None, None));
        // A customer is one, by a session as by a key.
        assert_eq!(owners[2], of(Role::Consumer, "another-session", None, Some("a")));
    }
}
