//! What customers pay ahead: a `PaymentIntent` that is made and confirmed in one request, off session,
//! with the payment method of an earlier payment.
//!
//! The earlier payment names its customer and method; both must have been kept at Stripe for later
//! (`setup_future_usage`), or it is declined. Where the customer's bank wants to see them
//! (`authentication_required`) it is declined as well: nobody is there whom it could ask. The webhook
//! `payment_intent.*` only hastens the look-up; what counts is Stripe's own record.

use super::classify::classify_as;
use super::wire::{InstrumentObject, IntentObject, Reference};
use super::{Stripe, stripe_amount};
use crate::{CollectRequest, Lookup, ProviderKey, ProviderOutcome};

/// The code of an instrument that was not kept for later payments.
const NOT_SAVED: &str = "instrument_not_saved";
/// The code of a token that is no payment and no payment method of Stripe.
const NOT_CHARGEABLE: &str = "instrument_not_chargeable";

/// Whose instrument, and which.
struct Saved {
    customer: String,
    method: String,
}

impl Stripe {
    pub(super) async fn take(
        &self,
        request: &CollectRequest,
        key: &ProviderKey,
    ) -> ProviderOutcome {
        let Some(amount) = stripe_amount(request.amount) else {
            return ProviderOutcome::failed("amount_not_expressible");
        };
        let saved = match self.saved(&request.instrument).await {
            Ok(saved) => saved,
            Err(outcome) => return outcome,
        };
        let (amount, effect) = (amount.to_string(), request.effect.to_string());
        let currency = request.amount.currency.code().to_ascii_lowercase();
        let form = [
            ("amount", amount.as_str()),
            ("currency", currency.as_str()),
            ("customer", saved.customer.as_str()),
            ("payment_method", saved.method.as_str()),
            ("confirm", "true"),
            ("off_session", "true"),
            // Nobody is there to be sent to another page.
            ("automatic_payment_methods[enabled]", "true"),
            ("automatic_payment_methods[allow_redirects]", "never"),
            ("metadata[ombud_key]", key.as_str()),
            ("metadata[ombud_effect]", effect.as_str()),
        ];
        let post = self.client.post(self.url("payment_intents"));
        let post = post.header("Idempotency-Key", key.as_str()).form(&form);
        match self.exchange(post).await {
            Ok((status, body)) => classify_as::<IntentObject>(status, &body),
            Err(outcome) => outcome,
        }
    }

    pub(super) async fn taken(&self, request: &CollectRequest, key: &ProviderKey) -> Lookup {
        match self.saved(&request.instrument).await {
            Ok(saved) => {
                let of = ("customer", saved.customer.as_str());
                self.find::<IntentObject>("payment_intents", of, key).await
            }
            // Without a saved instrument nothing was ever asked for.
            Err(ProviderOutcome::Failed { may_retry: false, .. }) => Lookup::NotFound,
            Err(outcome) => Lookup::Unknown { why: format!("{outcome:?}") },
        }
    }

    /// Reads whose instrument it is. Nothing is asked for yet: whatever goes wrong, nothing moved.
    async fn saved(&self, instrument: &str) -> Result<Saved, ProviderOutcome> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let kind = instrument.split_once('_').filter(|_| instrument.chars().all(plain));
        let path = match kind.map(|(kind, _)| kind) {
            Some("pi") => "payment_intents",
            Some("ch" | "py") => "charges",
            Some("pm") => "payment_methods",
            _ => return Err(ProviderOutcome::failed(NOT_CHARGEABLE)),
        };
        let get = self.client.get(self.url(&format!("{path}/{instrument}")));
        let unread = |_| ProviderOutcome::retryable("instrument_not_read");
        let (status, body) = self.exchange(get).await.map_err(unread)?;
        match status {
            200 => {}
            404 => return Err(ProviderOutcome::failed(NOT_CHARGEABLE)),
            _ => return Err(ProviderOutcome::retryable(format!("instrument_http_{status}"))),
        }
        let found: InstrumentObject = serde_json::from_slice(&body)
            .map_err(|_| ProviderOutcome::retryable("instrument_not_read"))?;
        let method = match path {
            "payment_methods" => Some(found.id),
            _ => found.payment_method.map(Reference::into_id),
        };
        let saved = found.customer.map(Reference::into_id).zip(method);
        let saved = saved.map(|(customer, method)| Saved { customer, method });
        saved.ok_or_else(|| ProviderOutcome::failed(NOT_SAVED))
    }
}
