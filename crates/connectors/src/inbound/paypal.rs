//! PayPal dispute webhooks (`CUSTOMER.DISPUTE.*`) and the check of their signature.
//!
//! PayPal signs with RSA-SHA256 under an X.509 certificate whose address comes with each message.
//! There is no shared secret. What is needed for an offline check is the certificate chain; the
//! caller fetches it from `PAYPAL-CERT-URL` after [`cert_url_is_paypals`] said yes, keeps it, and
//! hands it to [`verify_signature`], which trusts it only up to roots of the operator's choosing and
//! only for PayPal's own name. Where that is not wanted, do not believe the event: confirm it by
//! calling back (`POST /v1/notifications/verify-webhook-signature`).
//!
//! The signature covers the CRC-32 of the body, which is no cryptographic digest: someone who can
//! alter a body in transit, or who once saw a delivery, can make another body with its CRC. TLS keeps
//! others from seeing one, so terminate it yourself; a signed transmission is taken once, and only
//! within [`TOLERANCE`] of its signed time.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use dispute::State;
use kernel::{Duration, Money, Timestamp};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, KeyUsage};

use super::amount::from_decimal;
use super::reader::{Reader, document};
use super::signature::SignatureError;
use super::{ConnectorError, ID_CHARS_MAX, InboundDispute};
use crate::mapping::{Mapped, Mappings, Meaning, MoneyKind, Source, clip};

/// The names PayPal's message certificates bear, live and sandbox.
pub const CERTIFICATE_NAMES: [&str; 2] =
    ["messageverificationcerts.paypal.com", "messageverificationcerts.sandbox.paypal.com"];
/// How far a transmission's signed time may be from now. A delivery that is not answered is sent again
/// for three days (developer.paypal.com/api/rest/webhooks/rest), under the time of its first.
pub const TOLERANCE: Duration = Duration::from_days(3);
/// The longest certificate chain that is looked at.
pub const CHAIN_BYTES_MAX: usize = 64 * 1024;

/// The headers of a delivery.
#[derive(Debug, Clone, Copy)]
pub struct Transmission<'a> {
    /// `PAYPAL-TRANSMISSION-ID`
    pub id: &'a str,
    /// `PAYPAL-TRANSMISSION-TIME`, as it came.
    pub time: &'a str,
    /// `PAYPAL-TRANSMISSION-SIG`
    pub signature: &'a str,
    /// `PAYPAL-AUTH-ALGO`
    pub algorithm: &'a str,
}

/// Whom to believe: the webhook's own id and the roots its certificates must lead to.
#[derive(Debug, Clone)]
pub struct PaypalTrust {
    /// The id of the webhook at PayPal; it is part of what is signed.
    pub webhook_id: String,
    /// PEM certificates of the roots.
    pub roots_pem: Vec<u8>,
}

/// Whether a certificate's address is PayPal's: HTTPS, no port but 443, a host below `paypal.com`.
pub fn cert_url_is_paypals(url: &str) -> bool {
    let Some((authority, _)) = url.strip_prefix("https://").and_then(|rest| rest.split_once('/'))
    else {
        return false;
    };
    let host = authority.strip_suffix(":443").unwrap_or(authority);
    host.strip_suffix(".paypal.com").is_some_and(|name| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
    })
}

/// Verifies a delivery against the certificate chain (PEM, leaf first) at `now`. The caller must take
/// each transmission id once: the body's own id is only as safe as a CRC.
///
/// # Errors
/// When the time is no RFC 3339 instant or is not within `tolerance` of now, the chain does not lead to a trusted root, has expired or bears another name, the algorithm
/// is not `SHA256withRSA`, or the signature does not match.
pub fn verify_signature(
    trust: &PaypalTrust,
    transmission: Transmission<'_>,
    chain_pem: &[u8],
    body: &[u8],
    now: Timestamp,
    tolerance: Duration,
) -> Result<(), SignatureError> {
    check_time(transmission.time, now, tolerance)?;
    if transmission.id.is_empty() || transmission.id.len() > ID_CHARS_MAX {
        return Err(SignatureError::Header { header: "PAYPAL-TRANSMISSION-ID" });
    }
    if transmission.algorithm != "SHA256withRSA" {
        return Err(SignatureError::Header { header: "PAYPAL-AUTH-ALGO" });
    }
    let signature = BASE64_STANDARD
        .decode(transmission.signature)
        .map_err(|_| SignatureError::Header { header: "PAYPAL-TRANSMISSION-SIG" })?;
    let roots = certificates(&trust.roots_pem)?;
    let anchors: Vec<TrustAnchor<'_>> = roots
        .iter()
        .map(|root| webpki::anchor_from_trusted_cert(root).map_err(|error| refused(&error)))
        .collect::<Result<_, _>>()?;
    let chain = certificates(chain_pem)?;
    let (leaf, intermediates) =
        chain.split_first().ok_or_else(|| refused(&"the chain holds no certificate"))?;
    let leaf = EndEntityCert::try_from(leaf).map_err(|error| refused(&error))?;
    let since_epoch = u64::try_from(now.as_millis()).unwrap_or_default();
    leaf.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &anchors,
        intermediates,
        UnixTime::since_unix_epoch(std::time::Duration::from_millis(since_epoch)),
        KeyUsage::server_auth(),
        None,
        None,
    )
    .map_err(|error| refused(&error))?;
    let named = CERTIFICATE_NAMES.iter().any(|name| {
        ServerName::try_from(*name)
            .is_ok_and(|name| leaf.verify_is_valid_for_subject_name(&name).is_ok())
    });
    if !named {
        return Err(refused(&"it bears another name than PayPal's"));
    }
    let message = signed_text(&transmission, &trust.webhook_id, body);
    leaf.verify_signature(webpki::ring::RSA_PKCS1_2048_8192_SHA256, message.as_bytes(), &signature)
        .map_err(|_| SignatureError::Mismatch)
}

fn check_time(time: &str, now: Timestamp, tolerance: Duration) -> Result<(), SignatureError> {
    let sent: Timestamp =
        time.parse().map_err(|_| SignatureError::Header { header: "PAYPAL-TRANSMISSION-TIME" })?;
    let seconds = now.since(sent).as_millis() / 1_000;
    let tolerance_seconds = tolerance.as_millis() / 1_000;
    if seconds.abs() > tolerance_seconds {
        return Err(SignatureError::Stale { seconds, tolerance_seconds });
    }
    Ok(())
}

fn signed_text(transmission: &Transmission<'_>, webhook_id: &str, body: &[u8]) -> String {
    let crc = crc32fast::hash(body);
    format!("{}|{}|{webhook_id}|{crc}", transmission.id, transmission.time)
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, SignatureError> {
    if pem.len() > CHAIN_BYTES_MAX {
        return Err(refused(&"the chain is larger than is read"));
    }
    CertificateDer::pem_slice_iter(pem)
        .collect::<Result<_, _>>()
        .map_err(|error| refused(&format!("it is not PEM: {error}")))
}

fn refused(why: &dyn std::fmt::Display) -> SignatureError {
    SignatureError::Certificate { why: why.to_string() }
}

/// Reads one event.
///
/// # Errors
/// When the body is not JSON, is about something else, or lacks the ids.
pub fn parse(body: &[u8], mappings: &Mappings) -> Result<InboundDispute, ConnectorError> {
    let document = document(body)?;
    let event = Reader(&document);
    let event_raw = event.id("/event_type", "event_type")?;
    let known = mappings.lookup(Source::Paypal, "event", &event_raw);
    if matches!(known, Mapped::Unknown { .. }) && !event_raw.starts_with("CUSTOMER.DISPUTE.") {
        return Err(ConnectorError::NotADispute { event: event_raw });
    }
    let resource = event.at("/resource").ok_or(ConnectorError::Field { field: "resource" })?;
    let mut dispute = InboundDispute::new(
        Source::Paypal,
        event.id("/id", "id")?,
        event_raw.clone(),
        resource.id("/dispute_id", "resource.dispute_id")?,
    );
    match known {
        Mapped::Known(Meaning::Event { event, .. }) => dispute.event = Mapped::Known(event),
        _ => dispute.note_unknown(Source::Paypal, "event", &event_raw),
    }
    dispute.occurred_at = event.instant("/create_time");
    dispute.due_by = resource.instant("/seller_response_due_date");
    let transaction = "/disputed_transactions/0";
    dispute.payment_reference = resource.id_if_any(
        &format!("{transaction}/seller_transaction_id"),
        "resource.disputed_transactions[0].seller_transaction_id",
    )?;
    let invoice = format!("{transaction}/invoice_number");
    let custom = format!("{transaction}/custom");
    dispute.order_reference = resource
        .id_if_any(&invoice, "resource.disputed_transactions[0].invoice_number")?
        .map_or_else(
            || resource.id_if_any(&custom, "resource.disputed_transactions[0].custom"),
            |number| Ok(Some(number)),
        )?;
    dispute.amount = money(resource, "/dispute_amount", "resource.dispute_amount")?;
    dispute.fee = fee(resource, mappings)?;
    dispute.network_reason_code = resource.text("/external_reason_code").map(clip);
    let raw = resource.text("/reason");
    dispute.reason_raw = raw.map(clip);
    let candidates: Vec<_> = raw.map(|raw| (Source::Paypal, "reason", raw)).into_iter().collect();
    dispute.take_reason(mappings, &candidates);
    take_state(&mut dispute, resource, mappings);
    Ok(dispute)
}

/// Three fields tell the state together: the status says whether it is over, the stage where it is,
/// and `dispute_state` whether a lost case can be appealed.
fn take_state(dispute: &mut InboundDispute, resource: Reader<'_>, mappings: &Mappings) {
    let mut read = |vocabulary: &str, pointer: &str| {
        let raw = resource.text(pointer)?;
        match mappings.state(Source::Paypal, vocabulary, raw) {
            Mapped::Known((state, _)) => Some(Mapped::Known(state)),
            Mapped::Unknown { raw } => {
                dispute.note_unknown(Source::Paypal, vocabulary, &raw);
                Some(Mapped::Unknown { raw })
            }
        }
    };
    let status = read("status", "/status");
    let stage = read("life_cycle_stage", "/dispute_life_cycle_stage");
    let seat = read("dispute_state", "/dispute_state");
    dispute.state_raw = resource.text("/status").map(clip);
    dispute.state = match (&status, &stage, &seat) {
        (Some(Mapped::Unknown { .. }), _, _) => status.clone(),
        (_, _, Some(Mapped::Known(State::Preliminary))) => seat.clone(),
        (Some(Mapped::Known(State::Closed)), _, _) => status.clone(),
        (_, Some(Mapped::Known(State::Dialogue | State::FinalReview)), _) => stage.clone(),
        (Some(_), _, _) => status.clone(),
        (None, _, _) => stage.or(seat),
    };
    let Some(code) = resource.text("/dispute_outcome/outcome_code") else { return };
    match mappings.outcome(Source::Paypal, "outcome", code) {
        Mapped::Known(outcome) if dispute.state == Some(Mapped::Known(State::Closed)) => {
            dispute.outcome = Some(outcome);
        }
        Mapped::Known(_) => {}
        Mapped::Unknown { raw } => dispute.note_unknown(Source::Paypal, "outcome", &raw),
    }
}

fn money(
    part: Reader<'_>,
    pointer: &str,
    field: &'static str,
) -> Result<Option<Money>, ConnectorError> {
    let Some(amount) = part.at(pointer) else { return Ok(None) };
    match (amount.text("/value"), amount.text("/currency_code")) {
        (Some(value), Some(code)) => from_decimal(value, code, field).map(Some),
        _ => Err(ConnectorError::Field { field }),
    }
}

/// What the seller was debited for the handling, over all movements.
fn fee(resource: Reader<'_>, mappings: &Mappings) -> Result<Option<Money>, ConnectorError> {
    let mut total: Option<Money> = None;
    for movement in resource.items("/money_movements") {
        let reason = movement.text("/reason").unwrap_or_default();
        let meaning = mappings.lookup(Source::Paypal, "money_movement", reason);
        let is_fee = meaning == Mapped::Known(Meaning::Money { money: MoneyKind::DisputeFee });
        let debit = movement.text("/affected_party") == Some("SELLER")
            && movement.text("/type") == Some("DEBIT");
        if !(is_fee && debit) {
            continue;
        }
        let field = "resource.money_movements[].amount";
        let Some(amount) = money(movement, "/amount", field)? else { continue };
        total = Some(match total {
            Some(sum) => sum.checked_add(amount).map_err(|_| ConnectorError::Field { field })?,
            None => amount,
        });
    }
    Ok(total)
}
