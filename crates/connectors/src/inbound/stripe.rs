//! Stripe dispute webhooks (`charge.dispute.*`, early fraud warnings).

use dispute::Outcome;
use kernel::{Duration, EffectId, Money, Secret, Timestamp};

use super::amount::from_provider_minor;
use super::reader::{Reader, document};
use super::signature::{SignatureError, equal, from_hex, hmac_sha256};
use super::{ConnectorError, InboundDispute};
use crate::mapping::{Mapped, Mappings, Meaning, Source};

/// How old a signature may be: Stripe's own default.
pub const TOLERANCE: Duration = Duration::from_secs(300);
const HEADER: &str = "Stripe-Signature";
const HEADER_BYTES_MAX: usize = 4_096;

/// Verifies the `Stripe-Signature` header: HMAC-SHA256 of `{t}.{body}` under the endpoint's secret
/// (`whsec_…`, used as it is). Several `v1` signatures may stand in it while a secret is rolled.
///
/// # Errors
/// When the header is malformed, its time is more than `tolerance` from `now`, or nothing matches.
pub fn verify_signature(
    secret: &Secret,
    header: &str,
    body: &[u8],
    now: Timestamp,
    tolerance: Duration,
) -> Result<(), SignatureError> {
    let malformed = SignatureError::Header { header: HEADER };
    if header.len() > HEADER_BYTES_MAX {
        return Err(malformed);
    }
    let fields = || header.split(',').filter_map(|field| field.trim().split_once('='));
    let time = fields().find_map(|(name, value)| (name == "t").then_some(value));
    let time = time.ok_or(malformed.clone())?;
    let seconds: i64 = time.parse().map_err(|_| malformed)?;
    let age = now.since(Timestamp::EPOCH).as_millis() / 1_000 - seconds.clamp(0, i64::MAX / 2);
    let tolerance_seconds = tolerance.as_millis() / 1_000;
    if age.abs() > tolerance_seconds {
        return Err(SignatureError::Stale { seconds: age, tolerance_seconds });
    }
    let expected = hmac_sha256(secret.expose().as_bytes(), &[time.as_bytes(), b".", body])
        .ok_or(SignatureError::Key { expected: "an endpoint secret" })?;
    let matched = fields()
        .filter(|(name, _)| *name == "v1")
        .filter_map(|(_, value)| from_hex(value))
        .fold(false, |matched, given| matched | equal(&expected, &given));
    if matched { Ok(()) } else { Err(SignatureError::Mismatch) }
}

/// Reads one event.
///
/// # Errors
/// When the body is not JSON, is about something else, or lacks the ids.
pub fn parse(body: &[u8], mappings: &Mappings) -> Result<InboundDispute, ConnectorError> {
    let document = document(body)?;
    let event = Reader(&document);
    let event_raw = event.id("/type", "type")?;
    let known = mappings.lookup(Source::Stripe, "event", &event_raw);
    if matches!(known, Mapped::Unknown { .. }) && !event_raw.starts_with("charge.dispute.") {
        return Err(ConnectorError::NotADispute { event: event_raw });
    }
    let object = event.at("/data/object").ok_or(ConnectorError::Field { field: "data.object" })?;
    let mut dispute = InboundDispute::new(
        Source::Stripe,
        event.id("/id", "id")?,
        event_raw.clone(),
        object.id("/id", "data.object.id")?,
    );
    take_event(&mut dispute, known);
    dispute.occurred_at = event.unix_seconds("/created");
    dispute.live = event.boolean("/livemode");
    dispute.payment_reference = reference(object, "/payment_intent", "data.object.payment_intent")?
        .map_or_else(|| reference(object, "/charge", "data.object.charge"), |id| Ok(Some(id)))?;
    dispute.order_reference =
        object.id_if_any("/metadata/order_id", "data.object.metadata.order_id")?;
    dispute.due_by = object.unix_seconds("/evidence_details/due_by");
    if let (Some(minor), Some(code)) = (object.integer("/amount"), object.text("/currency")) {
        let field = "data.object.amount";
        dispute.amount = Some(from_provider_minor(mappings, Source::Stripe, minor, code, field)?);
    }
    dispute.fee = fee(object, mappings)?;
    take_state(&mut dispute, object, mappings);
    take_reason(&mut dispute, object, mappings);
    Ok(dispute)
}

/// The effect that a `payment_intent.*` event is about, where the payment was asked for here: its id is
/// written beside the payment. What became of it is not read: the provider's record is asked.
pub fn collection_of(body: &[u8]) -> Option<EffectId> {
    let document = document(body).ok()?;
    let event = Reader(&document);
    if !event.text("/type")?.starts_with("payment_intent.") {
        return None;
    }
    event.text("/data/object/metadata/ombud_effect")?.parse().ok()
}

/// A reference is an id or, when expanded, an object with one.
fn reference(
    object: Reader<'_>,
    pointer: &str,
    field: &'static str,
) -> Result<Option<String>, ConnectorError> {
    match object.id_if_any(pointer, field)? {
        Some(id) => Ok(Some(id)),
        None => object.id_if_any(&format!("{pointer}/id"), field),
    }
}

fn take_event(dispute: &mut InboundDispute, known: Mapped<Meaning>) {
    match known {
        Mapped::Known(Meaning::Event { event, state, outcome }) => {
            dispute.event = Mapped::Known(event);
            dispute.state = state.map(Mapped::Known);
            dispute.outcome = outcome;
        }
        _ => {
            let raw = dispute.event_raw.clone();
            dispute.note_unknown(Source::Stripe, "event", &raw);
        }
    }
}

fn take_state(dispute: &mut InboundDispute, object: Reader<'_>, mappings: &Mappings) {
    let Some(raw) = object.text("/status") else { return };
    dispute.state_raw = Some(crate::mapping::clip(raw));
    match mappings.state(Source::Stripe, "status", raw) {
        Mapped::Known((state, outcome)) => {
            dispute.state = Some(Mapped::Known(state));
            dispute.outcome = outcome.or(dispute.outcome).filter(|_| !state.is_open());
        }
        Mapped::Unknown { raw } => {
            dispute.note_unknown(Source::Stripe, "status", &raw);
            dispute.state = Some(Mapped::Unknown { raw });
            dispute.outcome = None::<Outcome>;
        }
    }
}

/// The payment method's own code says more than Stripe's eight categories.
fn take_reason(dispute: &mut InboundDispute, object: Reader<'_>, mappings: &Mappings) {
    let mut candidates: Vec<(Source, &str, &str)> = Vec::new();
    if let Some(code) = object.text("/payment_method_details/klarna/reason_code") {
        candidates.push((Source::Stripe, "klarna_reason", code));
    }
    if let Some(code) = object.text("/payment_method_details/cashapp/reason_code") {
        candidates.push((Source::Stripe, "cash_app_reason", code));
    }
    if let Some(code) = object.text("/payment_method_details/paypal/reason_code") {
        candidates.push((Source::Paypal, "reason", code));
    }
    let card = "/payment_method_details/card/network_reason_code";
    if let Some(code) = object.text(card).or_else(|| object.text("/network_reason_code")) {
        dispute.network_reason_code = Some(crate::mapping::clip(code));
        match object.text("/payment_method_details/card/brand") {
            Some("visa") => {
                dispute.network = Some(Source::Visa);
                candidates.push((Source::Visa, "condition", code));
            }
            Some("mastercard") => {
                dispute.network = Some(Source::Mastercard);
                candidates.push((Source::Mastercard, "reason", code));
            }
            Some("amex") => candidates.push((Source::Stripe, "amex_reason", code)),
            // Without a brand the code's meaning is not certain: the category decides.
            _ => {}
        }
    }
    let raw = object.text("/reason");
    dispute.reason_raw = raw.map(crate::mapping::clip);
    candidates.extend(raw.map(|raw| (Source::Stripe, "reason", raw)));
    dispute.take_reason(mappings, &candidates);
}

/// Fees stand in the balance transactions, in the currency of the account's balance.
fn fee(object: Reader<'_>, mappings: &Mappings) -> Result<Option<Money>, ConnectorError> {
    let mut total: Option<Money> = None;
    for transaction in object.items("/balance_transactions") {
        let (Some(minor), Some(code)) =
            (transaction.integer("/fee"), transaction.text("/currency"))
        else {
            continue;
        };
        let field = "data.object.balance_transactions[].fee";
        let fee = from_provider_minor(mappings, Source::Stripe, minor, code, field)?;
        let wrong =
            || ConnectorError::Amount { field, text: minor.to_string(), currency: code.to_owned() };
        total = Some(match total {
            Some(sum) => sum.checked_add(fee).map_err(|_| wrong())?,
            None => fee,
        });
    }
    Ok(total)
}
