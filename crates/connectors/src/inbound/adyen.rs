//! Adyen dispute webhooks (standard webhooks, `NotificationRequestItem`).
//!
//! Adyen's HMAC covers eight fields of an item and neither its `additionalData` nor any time. So the
//! signed fields alone name the event and say what it does; what only the rest says (that a dispute
//! ended, by when to answer) is told to a person and moves no money. A replay is known by its
//! signed fields, however long ago it was sent.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use dispute::State;
use kernel::Secret;
use kernel::canonical::Sha256Hex;
use serde_json::Value;

use super::amount::from_provider_minor;
use super::reader::{Reader, document};
use super::signature::{SignatureError, equal, from_hex, hmac_sha256};
use super::{ConnectorError, ITEMS_MAX, InboundDispute};
use crate::mapping::{EventKind, Mapped, Mappings, Meaning, Source, clip};

const ITEM: &str = "/NotificationRequestItem";
/// Hexadecimal digits of the signed fields' hash that name an event.
const EVENT_HASH_CHARS: usize = 32;
/// The signed fields beside the merchant's reference. They hold no colon at Adyen, and one in them
/// would let the same signature stand for fields cut in another way.
const WITHOUT_COLON: [&str; 5] = [
    "/pspReference",
    "/originalReference",
    "/merchantAccountCode",
    "/amount/currency",
    "/eventCode",
];

/// The user and password that Adyen sends with each delivery (basic authentication, RFC 7617), where the
/// webhook is set up so at Adyen. They prove the sender and not the content: the HMAC is checked beside.
#[derive(Debug, Clone)]
pub struct BasicAuth {
    pub user: Secret,
    pub password: Secret,
}

impl BasicAuth {
    /// Verifies the header `Authorization`.
    ///
    /// # Errors
    /// [`SignatureError::Credentials`] when it is absent, malformed, or of somebody else.
    pub fn verify(&self, header: &str) -> Result<(), SignatureError> {
        let given = header
            .split_once(' ')
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
            .and_then(|(_, credentials)| BASE64_STANDARD.decode(credentials.trim()).ok())
            .ok_or(SignatureError::Credentials)?;
        let expected = [self.user.expose(), ":", self.password.expose()].concat();
        // Of equal length, so that the time tells nothing of the length either.
        let (expected, given) = (Sha256Hex::of(expected.as_bytes()), Sha256Hex::of(&given));
        if equal(expected.bytes(), given.bytes()) {
            Ok(())
        } else {
            Err(SignatureError::Credentials)
        }
    }
}

/// Verifies the HMAC of every item under any of the configured keys (64 hexadecimal digits each;
/// give two while a key is rolled).
///
/// # Errors
/// When a key is not hexadecimal, the body has no items, or any item has no matching signature.
pub fn verify_signature(keys: &[Secret], body: &[u8]) -> Result<(), SignatureError> {
    let keys: Vec<Vec<u8>> = keys
        .iter()
        .map(|key| from_hex(key.expose()).filter(|key| !key.is_empty()))
        .collect::<Option<_>>()
        .ok_or(SignatureError::Key { expected: "hexadecimal digits" })?;
    let document = document(body).map_err(|_| SignatureError::Body)?;
    let items = items(&document).map_err(|_| SignatureError::Body)?;
    items.into_iter().try_for_each(|item| verify_item(&keys, item))
}

fn verify_item(keys: &[Vec<u8>], item: Reader<'_>) -> Result<(), SignatureError> {
    let header = "additionalData.hmacSignature";
    let given = item
        .text("/additionalData/hmacSignature")
        .and_then(|text| BASE64_STANDARD.decode(text).ok())
        .ok_or(SignatureError::Header { header })?;
    let cut_anew = |pointer: &&str| item.text(pointer).is_some_and(|text| text.contains(':'));
    if WITHOUT_COLON.iter().any(cut_anew) {
        return Err(SignatureError::Body);
    }
    let signed = signed_text(item);
    let matched = keys
        .iter()
        .filter_map(|key| hmac_sha256(key, &[signed.as_bytes()]))
        .fold(false, |matched, expected| matched | equal(&expected, &given));
    if matched { Ok(()) } else { Err(SignatureError::Mismatch) }
}

/// The eight signed fields, joined by colons; an absent one is empty.
fn signed_text(item: Reader<'_>) -> String {
    let text = |pointer: &str| item.text(pointer).unwrap_or_default().to_owned();
    let number = item.integer("/amount/value").map(|value| value.to_string());
    let success = item.boolean("/success").map(|success| success.to_string());
    [
        text("/pspReference"),
        text("/originalReference"),
        text("/merchantAccountCode"),
        text("/merchantReference"),
        number.unwrap_or_default(),
        text("/amount/currency"),
        text("/eventCode"),
        success.unwrap_or_default(),
    ]
    .join(":")
}

/// Reads every dispute event of a body; items about other things are left out.
///
/// # Errors
/// When the body is not JSON or has no items, no item is about a dispute, or a dispute lacks its ids.
pub fn parse(body: &[u8], mappings: &Mappings) -> Result<Vec<InboundDispute>, ConnectorError> {
    let document = document(body)?;
    let live = Reader(&document).boolean("/live");
    let mut disputes = Vec::new();
    let mut other = String::new();
    for item in items(&document)? {
        let event_raw = item.id("/eventCode", "NotificationRequestItem.eventCode")?;
        if is_dispute(item, &event_raw, mappings) {
            disputes.push(read_item(item, event_raw, live, mappings)?);
        } else {
            other = event_raw;
        }
    }
    if disputes.is_empty() {
        return Err(ConnectorError::NotADispute { event: other });
    }
    Ok(disputes)
}

fn items(document: &Value) -> Result<Vec<Reader<'_>>, ConnectorError> {
    let field = "notificationItems[].NotificationRequestItem";
    let items: Vec<_> = Reader(document)
        .items("/notificationItems")
        .map(|item| item.at(ITEM).ok_or(ConnectorError::Field { field }))
        .collect::<Result<_, _>>()?;
    match items.len() {
        0 => Err(ConnectorError::Field { field }),
        1..=ITEMS_MAX => Ok(items),
        count => Err(ConnectorError::TooManyItems { count }),
    }
}

/// Known dispute events, and any new one that speaks of a dispute.
fn is_dispute(item: Reader<'_>, event_raw: &str, mappings: &Mappings) -> bool {
    matches!(mappings.lookup(Source::Adyen, "event", event_raw), Mapped::Known(_))
        || item.at("/additionalData/disputeStatus").is_some()
        || ["CHARGEBACK", "DISPUTE", "ARBITRATION"].iter().any(|word| event_raw.contains(word))
}

fn read_item(
    item: Reader<'_>,
    event_raw: String,
    live: Option<bool>,
    mappings: &Mappings,
) -> Result<InboundDispute, ConnectorError> {
    let dispute_id = item.id("/pspReference", "NotificationRequestItem.pspReference")?;
    let status = item.text("/additionalData/disputeStatus");
    // Adyen gives events no id; a repeated delivery has the same signed fields.
    let signed = Sha256Hex::of(signed_text(item).as_bytes()).to_string();
    let hash = signed.get(..EVENT_HASH_CHARS).unwrap_or(&signed);
    let event_id = format!("{dispute_id}/{event_raw}/{hash}");
    let mut dispute = InboundDispute::new(Source::Adyen, event_id, event_raw, dispute_id);
    dispute.live = live;
    dispute.payment_reference =
        item.id_if_any("/originalReference", "NotificationRequestItem.originalReference")?;
    dispute.order_reference =
        item.id_if_any("/merchantReference", "NotificationRequestItem.merchantReference")?;
    dispute.occurred_at = item.instant("/eventDate");
    dispute.due_by = item.instant("/additionalData/defensePeriodEndsAt");
    if let (Some(minor), Some(code)) =
        (item.integer("/amount/value"), item.text("/amount/currency"))
    {
        let field = "NotificationRequestItem.amount";
        dispute.amount = Some(from_provider_minor(mappings, Source::Adyen, minor, code, field)?);
    }
    if item.boolean("/success") == Some(false) {
        dispute.note_unknown(Source::Adyen, "success", "false");
    }
    take_state(&mut dispute, item, status, mappings);
    take_reason(&mut dispute, item, mappings);
    Ok(dispute)
}

/// The event's own state wins; an event that tells none leaves it to `disputeStatus`, which nobody
/// signed: an outcome that stands only there is hearsay.
fn take_state(
    dispute: &mut InboundDispute,
    item: Reader<'_>,
    status: Option<&str>,
    mappings: &Mappings,
) {
    let klarna = item.text("/paymentMethod").is_some_and(|method| method.starts_with("klarna"));
    let lookup = |vocabulary| mappings.lookup(Source::Adyen, vocabulary, &dispute.event_raw);
    let meaning = klarna
        .then(|| lookup("event_klarna").known())
        .flatten()
        .or_else(|| lookup("event").known());
    let mut told: Option<(State, _)> = None;
    match meaning {
        Some(Meaning::Event { event, state, outcome }) => {
            dispute.event = Mapped::Known(event);
            told = state.map(|state| (state, outcome));
        }
        _ => {
            let raw = dispute.event_raw.clone();
            dispute.note_unknown(Source::Adyen, "event", &raw);
        }
    }
    dispute.state_raw = status.map(clip);
    let by_status = status.map(|raw| mappings.state(Source::Adyen, "dispute_status", raw));
    if let Some(Mapped::Unknown { raw }) = &by_status {
        dispute.note_unknown(Source::Adyen, "dispute_status", raw);
    }
    // A report of fraud opens no dispute, whatever status stands beside it.
    if dispute.event == Mapped::Known(EventKind::Warning) {
        return;
    }
    let closing = |state: State, outcome: Option<_>| outcome.filter(|_| !state.is_open());
    match (told, by_status) {
        (Some((state, outcome)), _) => {
            dispute.state = Some(Mapped::Known(state));
            dispute.outcome = closing(state, outcome);
        }
        (None, Some(Mapped::Known((state, outcome)))) => {
            dispute.state = Some(Mapped::Known(state));
            dispute.hearsay_outcome = closing(state, outcome);
        }
        (None, Some(Mapped::Unknown { raw })) => dispute.state = Some(Mapped::Unknown { raw }),
        (None, None) => {}
    }
}

fn take_reason(dispute: &mut InboundDispute, item: Reader<'_>, mappings: &Mappings) {
    let of = |name: &str| {
        ["chargeback", "rfi", "nof"]
            .iter()
            .find_map(|stage| item.text(&format!("/additionalData/{stage}{name}")))
    };
    let code = of("ReasonCode");
    let scheme = of("SchemeCode").or_else(|| item.text("/paymentMethod")).unwrap_or_default();
    let network = match scheme.to_ascii_lowercase().as_str() {
        scheme if scheme.starts_with("visa") => Some((Source::Visa, "condition")),
        scheme if scheme == "mc" || scheme.starts_with("mastercard") => {
            Some((Source::Mastercard, "reason"))
        }
        _ => None,
    };
    dispute.network = network.map(|(source, _)| source);
    dispute.network_reason_code = code.map(clip);
    let raw = item.text("/reason");
    dispute.reason_raw = raw.map(clip);
    let mut candidates: Vec<(Source, &str, &str)> = Vec::new();
    match (code, network) {
        (Some(code), Some((source, vocabulary))) => candidates.push((source, vocabulary, code)),
        (Some(code), None) => candidates.push((Source::Adyen, "reason", code)),
        (None, _) => {}
    }
    candidates.extend(raw.map(|raw| (Source::Adyen, "reason", raw)));
    dispute.take_reason(mappings, &candidates);
}
