//! The trait every payment provider is behind, and the one way to use it.

use std::fmt;

use async_trait::async_trait;
use kernel::{DisputeId, EffectId, Money};
use serde::{Deserialize, Serialize};

use crate::{KeyLimits, Lookup, ProviderOutcome};

/// The code of a provider that takes no money from customers.
pub const NO_COLLECTIONS: &str = "collection_not_supported";

/// The idempotency key of one effect at a provider.
///
/// Derivation: `ombud-refund-` and the effect's UUID in lower case. Nothing else goes in (no attempt
/// number, no time, no amount), so every attempt at an effect, by any node and after any restart,
/// bears the same key. 49 characters; Stripe allows 255, Adyen 64.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProviderKey(String);

impl ProviderKey {
    pub fn of(effect: EffectId) -> Self {
        Self(format!("ombud-refund-{}", effect.uuid().hyphenated()))
    }

    /// The key of a collection: as [`ProviderKey::of`], under a name of its own, so that money in and
    /// money out can never be taken for each other.
    pub fn of_collection(effect: EffectId) -> Self {
        Self(format!("ombud-collect-{}", effect.uuid().hyphenated()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProviderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ProviderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Money to send back to the instrument it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundRequest {
    pub effect: EffectId,
    /// The provider's token of the payment that is refunded (`pi_…`, `ch_…`), never a card number.
    pub instrument: String,
    pub amount: Money,
    /// Written beside the refund at the provider, for the people who read its dashboard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<DisputeId>,
}

impl RefundRequest {
    pub fn key(&self) -> ProviderKey {
        ProviderKey::of(self.effect)
    }
}

/// Money to take from the customer's own instrument, because they asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectRequest {
    pub effect: EffectId,
    /// The provider's token of the instrument, or of an earlier payment with it; never a card number.
    pub instrument: String,
    pub amount: Money,
}

impl CollectRequest {
    pub fn key(&self) -> ProviderKey {
        ProviderKey::of_collection(self.effect)
    }
}

/// The answer to a collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum CollectOutcome {
    /// As for a refund: succeeded, failed, unknown.
    Answered { outcome: ProviderOutcome },
    /// The provider asks the customer first (3-D Secure, a bank's own page). What becomes of it is
    /// learnt by [`PaymentProvider::lookup_collection`].
    AsksCustomer { redirect_url: String },
}

impl From<ProviderOutcome> for CollectOutcome {
    fn from(outcome: ProviderOutcome) -> Self {
        Self::Answered { outcome }
    }
}

/// A payment provider. Use it through [`send`] and [`collect`], which confirm refusals.
#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// Asks once. The intent must be committed before this is called.
    async fn refund(&self, request: &RefundRequest, key: &ProviderKey) -> ProviderOutcome;

    /// What the provider's own record says; the request tells where to look.
    async fn lookup(&self, request: &RefundRequest, key: &ProviderKey) -> Lookup;

    /// Asks once for a customer's money. The intent must be committed before this is called. A provider
    /// that cannot collect says so, and nothing moves.
    async fn collect(&self, _request: &CollectRequest, _key: &ProviderKey) -> CollectOutcome {
        ProviderOutcome::failed(NO_COLLECTIONS).into()
    }

    /// What the provider's own record says of a collection. While the customer is asked, it is
    /// [`ProviderOutcome::Unknown`].
    async fn lookup_collection(&self, _request: &CollectRequest, _key: &ProviderKey) -> Lookup {
        Lookup::Found(ProviderOutcome::failed(NO_COLLECTIONS))
    }

    /// Stable text for logs and metrics.
    fn name(&self) -> &'static str;

    /// For how long this provider honours a key, and how long a request may be under way.
    fn key_limits(&self) -> KeyLimits;
}

/// Asks once under the effect's own key, and looks a refusal up before it is believed.
pub async fn send(provider: &dyn PaymentProvider, request: &RefundRequest) -> ProviderOutcome {
    let key = request.key();
    let outcome = provider.refund(request, &key).await;
    if outcome.needs_confirmation() {
        let lookup = provider.lookup(request, &key).await;
        return outcome.confirmed_by(lookup);
    }
    outcome
}

/// As [`send`], for money that comes in.
pub async fn collect(provider: &dyn PaymentProvider, request: &CollectRequest) -> CollectOutcome {
    let key = request.key();
    match provider.collect(request, &key).await {
        CollectOutcome::Answered { outcome } if outcome.needs_confirmation() => {
            let lookup = provider.lookup_collection(request, &key).await;
            outcome.confirmed_by(lookup).into()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_depends_on_the_effect_alone() {
        let effect: EffectId = "0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88".parse().unwrap();
        let key = ProviderKey::of(effect);
        assert_eq!(key.as_str(), "ombud-refund-0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88");
        assert_eq!(key, ProviderKey::of(effect));
        assert_eq!(key.as_str().len(), 49);
        let collection = ProviderKey::of_collection(effect);
        assert_eq!(collection.as_str(), "ombud-collect-0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88");
    }
}
