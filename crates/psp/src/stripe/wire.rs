//! The parts of Stripe's documents that are read. Unknown fields and values are let through.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{ProviderKey, ProviderOutcome};

/// What was written beside an object at Stripe.
type Metadata = Option<BTreeMap<String, String>>;

/// An object that bears the key it was asked for under.
pub(super) trait Keyed: DeserializeOwned + Send {
    fn id(&self) -> &str;
    fn metadata(&self) -> &Metadata;
    /// Whether money moved or may still move.
    fn stands(&self) -> bool;
    fn outcome(&self) -> ProviderOutcome;

    fn has_key(&self, key: &ProviderKey) -> bool {
        let written = self.metadata().as_ref().and_then(|metadata| metadata.get("ombud_key"));
        written.is_some_and(|written| written == key.as_str())
    }
}

/// A `refund` object.
#[derive(Debug, Deserialize)]
pub(super) struct RefundObject {
    id: String,
    status: Option<String>,
    failure_reason: Option<String>,
    #[serde(default)]
    metadata: Metadata,
}

impl Keyed for RefundObject {
    fn id(&self) -> &str {
        &self.id
    }

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    fn stands(&self) -> bool {
        !matches!(self.status.as_deref(), Some("failed" | "canceled"))
    }

    /// `pending` and `requires_action` can still fail, so they are not yet a success.
    fn outcome(&self) -> ProviderOutcome {
        match self.status.as_deref() {
            Some("succeeded") => ProviderOutcome::Succeeded { reference: self.id.clone() },
            Some("failed") => ProviderOutcome::failed(
                self.failure_reason.clone().unwrap_or_else(|| "refund_failed".to_owned()),
            ),
            Some("canceled") => ProviderOutcome::failed("refund_canceled"),
            Some(status) => ProviderOutcome::unknown(format!("refund {} is {status}", self.id)),
            None => ProviderOutcome::unknown(format!("refund {} has no status", self.id)),
        }
    }
}

/// A `payment_intent` object.
#[derive(Debug, Deserialize)]
pub(super) struct IntentObject {
    id: String,
    status: Option<String>,
    #[serde(default)]
    last_payment_error: Option<ErrorObject>,
    #[serde(default)]
    metadata: Metadata,
}

impl Keyed for IntentObject {
    fn id(&self) -> &str {
        &self.id
    }

    fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    fn stands(&self) -> bool {
        !matches!(self.status.as_deref(), Some("requires_payment_method" | "canceled"))
    }

    /// Confirmed and without a payment method again: the method was declined. `processing` may still
    /// go either way.
    fn outcome(&self) -> ProviderOutcome {
        match self.status.as_deref() {
            Some("succeeded") => ProviderOutcome::Succeeded { reference: self.id.clone() },
            Some("requires_payment_method") => {
                let code = self.last_payment_error.as_ref().and_then(ErrorObject::reason);
                ProviderOutcome::failed(code.unwrap_or("payment_failed"))
            }
            Some("canceled") => ProviderOutcome::failed("payment_canceled"),
            Some(status) => ProviderOutcome::unknown(format!("payment {} is {status}", self.id)),
            None => ProviderOutcome::unknown(format!("payment {} has no status", self.id)),
        }
    }
}

/// An id, or the object itself where Stripe expanded it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Reference {
    Id(String),
    Object { id: String },
}

impl Reference {
    pub(super) fn into_id(self) -> String {
        match self {
            Self::Id(id) | Self::Object { id } => id,
        }
    }
}

/// What is read of an earlier payment, or of a payment method itself.
#[derive(Debug, Deserialize)]
pub(super) struct InstrumentObject {
    pub(super) id: String,
    #[serde(default)]
    pub(super) customer: Option<Reference>,
    #[serde(default)]
    pub(super) payment_method: Option<Reference>,
}

/// A page of a list.
#[derive(Debug, Deserialize)]
#[serde(bound = "T: Keyed")]
pub(super) struct ObjectPage<T> {
    pub(super) data: Vec<T>,
    #[serde(default)]
    pub(super) has_more: bool,
}

/// The `error` object around every refusal.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ErrorBody {
    #[serde(default)]
    pub(super) error: ErrorObject,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct ErrorObject {
    #[serde(default, rename = "type")]
    pub(super) kind: Option<String>,
    #[serde(default)]
    pub(super) code: Option<String>,
    /// Why the customer's bank said no.
    #[serde(default)]
    pub(super) decline_code: Option<String>,
}

impl ErrorObject {
    /// The most that is said of why.
    pub(super) fn reason(&self) -> Option<&str> {
        let code = self.decline_code.as_deref().or(self.code.as_deref());
        code.or(self.kind.as_deref())
    }
}
