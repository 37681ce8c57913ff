//! The parts of Stripe's documents that are read. Unknown fields and values are let through.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{ProviderKey, ProviderOutcome};

/// A `refund` object.
#[derive(Debug, Deserialize)]
pub(super) struct RefundObject {
    pub(super) id: String,
    status: Option<String>,
    failure_reason: Option<String>,
    #[serde(default)]
    metadata: Option<BTreeMap<String, String>>,
}

impl RefundObject {
    /// `pending` and `requires_action` can still fail, so they are not yet a success.
    pub(super) fn outcome(&self) -> ProviderOutcome {
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

    /// Whether money moved or may still move.
    pub(super) fn stands(&self) -> bool {
        !matches!(self.status.as_deref(), Some("failed" | "canceled"))
    }

    pub(super) fn has_key(&self, key: &ProviderKey) -> bool {
        let written = self.metadata.as_ref().and_then(|metadata| metadata.get("ombud_key"));
        written.is_some_and(|written| written == key.as_str())
    }
}

/// A page of `GET /v1/refunds`.
#[derive(Debug, Deserialize)]
pub(super) struct RefundPage {
    pub(super) data: Vec<RefundObject>,
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
}
