//! Places: how many sockets this node takes, from the moment they connect; how many of them one person
//! has; and how much a customer says by requests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use app::{AppError, Principal, Role};
use kernel::TenantId;
use tokio::time::Instant;

use crate::limits::{
    MESSAGE_AGAIN_AFTER, MESSAGES_BURST, SOCKETS_MAX, SOCKETS_OF_CUSTOMER_MAX, SOCKETS_OF_USER_MAX,
};

/// Customers whose requests are counted at once; above it those who are at rest are forgotten.
const COUNTED_MAX: usize = 50_000;

/// Whom it is counted of.
type Subject = (TenantId, String);

#[derive(Debug, Default)]
struct Taken {
    all: u64,
    of: HashMap<Subject, u32>,
}

/// The sockets of this node. Cloning shares it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sockets(Arc<Mutex<Taken>>);

impl Sockets {
    /// A place for one more; `None` where there is none. It is free again when it is dropped.
    pub(crate) fn enter(&self) -> Option<SocketPlace> {
        let mut taken = self.lock();
        if taken.all >= SOCKETS_MAX {
            return None;
        }
        taken.all += 1;
        Some(SocketPlace { sockets: self.clone(), subject: None })
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A socket's place.
#[derive(Debug)]
pub(crate) struct SocketPlace {
    sockets: Sockets,
    subject: Option<Subject>,
}

impl SocketPlace {
    /// Says whose it is; `false` where they have as many as they may. Programs of the company speak for
    /// many, and are not counted.
    pub(crate) fn claim(&mut self, principal: &Principal) -> bool {
        let max = match principal.role {
            Role::Consumer => SOCKETS_OF_CUSTOMER_MAX,
            role if role.is_person() => SOCKETS_OF_USER_MAX,
            _ => return true,
        };
        let Some(subject) = subject_of(principal) else { return true };
        let mut taken = self.sockets.lock();
        let count = taken.of.entry(subject.clone()).or_default();
        if *count >= max {
            return false;
        }
        *count += 1;
        drop(taken);
        self.subject = Some(subject);
        true
    }
}

impl Drop for SocketPlace {
    fn drop(&mut self) {
        let mut taken = self.sockets.lock();
        taken.all = taken.all.saturating_sub(1);
        if let Some(subject) = &self.subject
            && let Some(count) = taken.of.get_mut(subject)
        {
            *count = count.saturating_sub(1);
            if *count == 0 {
                taken.of.remove(subject);
            }
        }
    }
}

/// All that a customer may say at once, as the time in which it comes back.
const ALLOWANCE: Duration = MESSAGE_AGAIN_AFTER.saturating_mul(MESSAGES_BURST);

/// What is left of a customer's allowance, and when it was so.
#[derive(Debug, Clone, Copy)]
struct Left {
    allowance: Duration,
    at: Instant,
}

/// What customers may still say by requests, as the frames of a socket are counted. Cloning shares it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Allowances(Arc<Mutex<HashMap<Subject, Left>>>);

impl Allowances {
    /// Counts one request of a customer that says something, or of an agent for one.
    ///
    /// # Errors
    /// [`AppError::TooMany`] with the time to wait.
    pub(crate) fn spend(&self, principal: &Principal, now: Instant) -> Result<(), AppError> {
        if !matches!(principal.role, Role::Consumer | Role::OutsideAgent) {
            return Ok(());
        }
        let Some(subject) = subject_of(principal) else { return Ok(()) };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = |known: &Left| {
            let since = now.saturating_duration_since(known.at);
            known.allowance.saturating_add(since).min(ALLOWANCE)
        };
        if all.len() >= COUNTED_MAX {
            all.retain(|_, known| left(known) < ALLOWANCE);
        }
        let before = all.get(&subject).map_or(ALLOWANCE, left);
        let allowance = before.checked_sub(MESSAGE_AGAIN_AFTER);
        let allowance = allowance.ok_or(AppError::TooMany { retry_after_s: 1 })?;
        all.insert(subject, Left { allowance, at: now });
        Ok(())
    }
}

fn subject_of(principal: &Principal) -> Option<Subject> {
    let who = match (&principal.role, &principal.customer) {
        (Role::Consumer, Some(customer)) => format!("customer/{customer}"),
        (Role::OutsideAgent, Some(customer)) => {
            format!("agent/{}/{customer}", principal.id.as_ref()?)
        }
        (role, _) => format!("{role}/{}", principal.id.as_ref()?),
    };
    Some((principal.tenant.clone(), who))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn customer(id: &str) -> Principal {
        Principal {
            tenant: "acme".parse().unwrap(),
            role: Role::Consumer,
            id: None,
            merchant: None,
            customer: Some(id.parse().unwrap()),
            withheld: Default::default(),
        }
    }

    #[test]
    fn a_customer_has_so_many_sockets_and_gets_places_back() {
        let sockets = Sockets::default();
        let mut held = Vec::new();
        for _ in 0..SOCKETS_OF_CUSTOMER_MAX {
            let mut place = sockets.enter().unwrap();
            assert!(place.claim(&customer("c1")));
            held.push(place);
        }
        assert!(!sockets.enter().unwrap().claim(&customer("c1")));
        assert!(sockets.enter().unwrap().claim(&customer("c2")));
        held.pop();
        assert!(sockets.enter().unwrap().claim(&customer("c1")));
        held.clear();
        let taken = sockets.lock();
        assert_eq!((taken.all, taken.of.len()), (0, 0));
    }

    #[test]
    fn a_node_has_so_many_places_before_anybody_says_who_they_are() {
        let sockets = Sockets::default();
        let held: Vec<_> = (0..SOCKETS_MAX).map(|_| sockets.enter().unwrap()).collect();
        assert!(sockets.enter().is_none());
        drop(held);
        assert!(sockets.enter().is_some());
    }

    #[test]
    fn messages_by_requests_have_a_pace() {
        let (allowances, begin) = (Allowances::default(), Instant::now());
        let mut said = 0;
        while allowances.spend(&customer("c1"), begin).is_ok() {
            said += 1;
        }
        assert_eq!(said, MESSAGES_BURST);
        assert!(allowances.spend(&customer("c2"), begin).is_ok());
        let later = begin + MESSAGE_AGAIN_AFTER * 2;
        for _ in 0..2 {
            assert!(allowances.spend(&customer("c1"), later).is_ok());
        }
        assert!(allowances.spend(&customer("c1"), later).is_err());
    }
}
