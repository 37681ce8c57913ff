//! The trait every payment provider is behind, and the one way to use it.

use std::fmt;

use async_trait::async_trait;
use kernel::{DisputeId, EffectId, Money};
use serde::{Deserialize, Serialize};

use crate::{KeyLimits, Lookup, ProviderOutcome};

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

/// A payment provider. Use it through [`send`], which confirms refusals.
#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// Asks once. The intent must be committed before this is called.
    async fn refund(&self, request: &RefundRequest, key: &ProviderKey) -> ProviderOutcome;

    /// What the provider's own record says; the request tells where to look.
    async fn lookup(&self, request: &RefundRequest, key: &ProviderKey) -> Lookup;

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
    }
}
