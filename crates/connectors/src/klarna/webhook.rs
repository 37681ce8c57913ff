//! Webhooks in Klarna's shape. They are scoped to the framework: a dispute of framework 2026 sends
//! V4 events, one of framework 2020 sends V3 events, and never the other's.

use dispute::{Framework, State};
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::{Secret, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::Sha256;

use super::v3;
use super::v4::{self, Configuration, DisputeDetails, DisputeReason, References, Representment};
use super::view::DisputeView;
use crate::MerchantSeat;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebhookChange {
    /// The dispute is now in the state the view shows.
    State,
    /// The time to answer was extended from here to the view's `evidence_due`.
    DeadlineExtended { from: Option<Timestamp> },
}

/// The envelope's part that is not about the dispute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookContext {
    /// The same for every delivery of the same event.
    pub event_id: String,
    pub occurred_at: Timestamp,
    pub webhook_id: String,
    pub correlation_id: String,
    pub live: bool,
}

/// A webhook's body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Webhook {
    pub event_type: &'static str,
    pub event_id: String,
    pub occurred_at: Timestamp,
    pub metadata: Metadata,
    pub payload: Value,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Metadata {
    pub event_type: &'static str,
    pub event_id: String,
    pub event_version: &'static str,
    pub correlation_id: String,
    pub occurred_at: Timestamp,
    pub webhook_id: String,
    pub merchant_id: String,
    pub subject_account_id: String,
    pub recipient_account_id: String,
    pub live: bool,
}

impl Webhook {
    /// The webhook of a change; `None` when the framework has no event for it (a draft, or an
    /// extension under framework 2020).
    ///
    /// # Errors
    /// When the payload cannot be written as JSON.
    pub fn of(
        view: &DisputeView,
        change: WebhookChange,
        context: &WebhookContext,
    ) -> Result<Option<Self>, serde_json::Error> {
        let Some(event_type) = event_type(view, change) else { return Ok(None) };
        let payload = match (view.framework, change) {
            (Framework::Framework2020, _) => serde_json::to_value(v3::Dispute::of(view))?,
            (Framework::Framework2026, WebhookChange::State) => state_payload(view)?,
            (Framework::Framework2026, WebhookChange::DeadlineExtended { from }) => {
                extension_payload(view, from)?
            }
        };
        let account = view.merchant_id.clone();
        Ok(Some(Self {
            event_type,
            event_id: context.event_id.clone(),
            occurred_at: context.occurred_at,
            metadata: Metadata {
                event_type,
                event_id: context.event_id.clone(),
                event_version: "v1",
                correlation_id: context.correlation_id.clone(),
                occurred_at: context.occurred_at,
                webhook_id: context.webhook_id.clone(),
                merchant_id: account.clone(),
                subject_account_id: account.clone(),
                recipient_account_id: account,
                live: context.live,
            },
            payload,
        }))
    }
}

/// The name of the event.
pub fn event_type(view: &DisputeView, change: WebhookChange) -> Option<&'static str> {
    match (view.framework, change) {
        (Framework::Framework2026, WebhookChange::DeadlineExtended { .. }) => {
            Some("payment.dispute.updated.representment-deadline-extended")
        }
        (Framework::Framework2020, WebhookChange::DeadlineExtended { .. }) => None,
        (Framework::Framework2026, WebhookChange::State) => match view.state {
            State::Draft => None,
            State::Dialogue | State::Evidence => Some("payment.dispute.state-change.initiated"),
            State::Review => Some("payment.dispute.state-change.representment"),
            State::Preliminary => Some("payment.dispute.state-change.pre-arbitration"),
            State::FinalReview => Some("payment.dispute.state-change.arbitration"),
            State::Closed => Some("payment.dispute.state-change.closed"),
        },
        (Framework::Framework2020, WebhookChange::State) => match view.state {
            State::Draft => None,
            State::Dialogue => Some("payment.dispute.state-change.pre-arbitration"),
            State::Evidence => Some("payment.dispute.state-change.merchant-evidence-pending"),
            State::Review | State::FinalReview => {
                Some("payment.dispute.state-change.arbitration-pending")
            }
            State::Preliminary => Some("payment.dispute.state-change.arbitration-appeal-open"),
            State::Closed => Some("payment.dispute.state-change.closed"),
        },
    }
}

/// The value of `Klarna-Signature`: HMAC-SHA256 of the body's bytes under the signing key, as
/// lower-case hexadecimal digits. The key's id goes in `Klarna-Signing-Key-ID`. `None` never happens
/// for HMAC, whose keys may have any length.
pub fn sign_webhook(key: &Secret, body: &[u8]) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()).ok()?;
    mac.update(body);
    Some(mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What every payload begins with.
fn base_payload(view: &DisputeView) -> Result<Map<String, Value>, serde_json::Error> {
    let mut payload = match serde_json::to_value(References::of(view))? {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    payload.insert("payment_dispute_id".into(), json!(view.id.to_string()));
    payload.insert("state".into(), json!(v4::DisputeState::of(view.state)));
    payload.insert("updated_at".into(), json!(view.updated_at));
    payload.insert("configuration".into(), json!(Configuration::of(view)));
    Ok(payload)
}

fn state_payload(view: &DisputeView) -> Result<Value, serde_json::Error> {
    let mut payload = base_payload(view)?;
    let state = v4::DisputeState::of(view.state);
    if let Some(previous) = state.and_then(|now| v4::previous_state(view, now)) {
        payload.insert("previous_state".into(), json!(previous));
    }
    let mut add = |name: &str, value: Value| {
        if !value.is_null() {
            payload.insert(name.to_owned(), value);
        }
    };
    match state {
        Some(v4::DisputeState::Initiated) => {
            add("dispute_reason", json!(DisputeReason::of(view.reason)));
            add("dispute_details", json!(DisputeDetails::of(view)));
            add("representment", json!(Representment::of(view)));
            add("created_at", json!(view.opened_at));
        }
        Some(v4::DisputeState::Representment) => {
            let evidence = view.merchant_evidence.as_ref().map(v4::PartnerEvidence::of);
            add("partner_evidence", json!(evidence));
        }
        Some(v4::DisputeState::PreArbitration) => {
            add("arbitration_expires_at", json!(view.appeal_due));
            add("arbitration", json!(v4::arbitration(view)));
        }
        Some(v4::DisputeState::Arbitration) => {
            add("arbitration_request", json!(v4::arbitration_request(view)));
        }
        Some(v4::DisputeState::Closed) => {
            if let Some(closing) = &view.closing {
                let outcome = v4::DisputeOutcome::from(MerchantSeat::of(closing.liable));
                add("dispute_outcome", json!(outcome));
                add("dispute_outcome_detailed", json!(closing.code));
                add("closed_at", json!(closing.at));
            }
        }
        None => {}
    }
    Ok(Value::Object(payload))
}

fn extension_payload(
    view: &DisputeView,
    from: Option<Timestamp>,
) -> Result<Value, serde_json::Error> {
    let mut payload = base_payload(view)?;
    payload.insert("currency".into(), json!(view.amount.currency));
    payload.insert(
        "updated_fields".into(),
        json!({"evidence_response_deadline_at": view.evidence_due}),
    );
    if let Some(from) = from {
        let previous = json!({"evidence_response_deadline_at": from});
        payload.insert("previous_fields".into(), previous);
    }
    Ok(Value::Object(payload))
}
