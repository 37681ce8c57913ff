//! Disputes that other systems tell of: Stripe, Adyen and PayPal. Each event is kept as it came and
//! applied once; what nobody has mapped yet becomes a task for a person, and nothing is dropped.

use ::connectors::inbound::ConnectorError;
use ::connectors::{EventKind, InboundDispute, Mapped, Source, inbound};
use compliance::authority::Action;
use dispute::{Input, Outcome, State};
use kernel::{DisputeId, Duration, EffectId, NetworkDisputeId, OrderId, TaskId};
use store::connector::ConnectorEventRow;
use store::tasks::TaskRow;

use crate::order::Work;
use crate::{AppError, Session};

const TASK_DUE_AFTER: Duration = Duration::from_days(1);
/// What the ids of transmissions begin with in the inbox, and the end of those of unsigned outcomes.
const TRANSMISSION: &str = "transmission:";
const HEARSAY: &str = ":unsigned:";
const UNSIGNED: &str = "that the dispute ended stands only in a field that is not signed: look it up \
    at the provider, and record the outcome by hand";

/// What became of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// It came before: nothing was done.
    Duplicate,
    /// Applied to an order: the card network's dispute with this id.
    Applied { order: OrderId, network_dispute: NetworkDisputeId },
    /// A person has to look; kept as it came.
    Tasked(TaskId),
    /// It is about a payment that was asked for here: the provider's record of it is read at once.
    LookedUp(EffectId),
    /// It is about something else.
    Ignored,
}

/// Takes a webhook body whose signature was verified. `transmission` is the signed id of the delivery,
/// where the provider signs one: the same under another body was made from a delivery that leaked.
///
/// # Errors
/// [`AppError::Invalid`] for a body that cannot be read, [`AppError::Forbidden`].
pub fn receive(
    s: &mut Session<'_, '_>,
    source: Source,
    transmission: Option<&str>,
    body: &[u8],
) -> Result<Vec<Received>, AppError> {
    let case = s.of_tenant();
    s.check(Action::ConnectorReceive, &case)?;
    let app = s.app().clone();
    let events = match inbound::parse(source, body, app.mappings()) {
        Ok(events) => events,
        Err(ConnectorError::NotADispute { .. }) => return Ok(vec![other(s, source, body)?]),
        Err(error) => return Err(AppError::invalid("body", error.to_string())),
    };
    if let Some(id) = transmission {
        let named = format!("{TRANSMISSION}{id}");
        if !is_new(s, source, named, String::new(), "transmission", None)? {
            return Ok(vec![Received::Duplicate]);
        }
    }
    let raw = String::from_utf8_lossy(body).replace('\0', "\u{FFFD}");
    let body = kernel::scrub::scrub_json(&raw).text.into_owned();
    events.into_iter().map(|event| one(s, source, event, &body)).collect()
}

/// What is no dispute may be the fate of a payment that was asked for here. It only hastens what is done
/// anyhow: told twice, late or out of order, it changes nothing.
fn other(s: &mut Session<'_, '_>, source: Source, body: &[u8]) -> Result<Received, AppError> {
    let named = match source {
        Source::Stripe => inbound::stripe::collection_of(body),
        _ => None,
    };
    let Some(effect) = named else { return Ok(Received::Ignored) };
    match crate::payouts::look_now(s, effect)? {
        true => Ok(Received::LookedUp(effect)),
        false => Ok(Received::Ignored),
    }
}

fn one(
    s: &mut Session<'_, '_>,
    source: Source,
    event: InboundDispute,
    body: &str,
) -> Result<Received, AppError> {
    let order = order_of(s, &event)?;
    let needs_person = event.needs_person() || order.is_none();
    let state = if needs_person { "task" } else { "applied" };
    // What nobody signed may be told anew of an event that came before: to a person, and once.
    let hearsay = match event.hearsay_outcome {
        Some(outcome) => {
            let named = format!("{}{HEARSAY}{}", event.event_id, outcome.as_str());
            is_new(s, source, named, body.to_owned(), "task", order.clone())?
        }
        None => false,
    };
    if !is_new(s, source, event.event_id.clone(), body.to_owned(), state, order.clone())? {
        if !hearsay {
            return Ok(Received::Duplicate);
        }
        s.audit("connector.received", format!("connector/{}", source.as_str()), None);
        return Ok(Received::Tasked(ask(s, order, source, &event, UNSIGNED)?));
    }
    s.audit("connector.received", format!("connector/{}", source.as_str()), None);
    let applied = match &order {
        Some(order) => apply(s, order, &event)?,
        None => None,
    };
    let why = why_a_person(&event, order.as_ref(), applied.is_some());
    match (applied, order, why) {
        (Some(network_dispute), Some(order), why) => {
            if let Some(why) = why {
                ask(s, Some(order.clone()), source, &event, &why)?;
            }
            Ok(Received::Applied { order, network_dispute })
        }
        (None, order, why) => {
            let why = why.unwrap_or_else(|| "the event asks for nothing by itself".to_owned());
            Ok(Received::Tasked(ask(s, order, source, &event, &why)?))
        }
        (Some(_), None, _) => Err(AppError::broken("an event was applied to no order")),
    }
}

/// Keeps one event; `false` when it came before.
fn is_new(
    s: &mut Session<'_, '_>,
    source: Source,
    event: String,
    body: String,
    state: &str,
    order: Option<OrderId>,
) -> Result<bool, AppError> {
    let row = ConnectorEventRow {
        tenant: s.tenant().clone(),
        provider: source.as_str().to_owned(),
        event,
        received_at: s.now(),
        state: state.to_owned(),
        order,
        body,
    };
    Ok(store::connector::insert_event(s.tx(), &row)?)
}

/// The order the merchant's reference, or the payment, names.
fn order_of(s: &mut Session<'_, '_>, event: &InboundDispute) -> Result<Option<OrderId>, AppError> {
    let tenant = s.tenant().clone();
    for reference in [&event.order_reference, &event.payment_reference].into_iter().flatten() {
        let Ok(order) = OrderId::new(reference.as_str()) else { continue };
        if store::orders::load(s.tx(), &tenant, &order)?.is_some() {
            return Ok(Some(order));
        }
    }
    Ok(None)
}

/// Opens or ends the network's dispute on the provider's own collection.
fn apply(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    event: &InboundDispute,
) -> Result<Option<NetworkDisputeId>, AppError> {
    let Ok(id) = NetworkDisputeId::new(format!("{}:{}", event.source.as_str(), event.dispute_id))
    else {
        return Ok(None);
    };
    let mut work = Work::get(s, order)?;
    let known = work.file.network_disputes().iter().any(|dispute| dispute.id == id);
    let mut inputs = Vec::new();
    if !known && takes_money(event) {
        let Some(amount) = event.amount.filter(|amount| amount.currency == work.file.currency())
        else {
            return Ok(None);
        };
        let fee = event.fee.filter(|fee| fee.currency == amount.currency);
        let code = event.network_reason_code.clone().or_else(|| event.reason_raw.clone());
        inputs.push(Input::NetworkChargeback {
            id: id.clone(),
            amount_minor: amount.minor,
            fee_minor: fee.map_or(0, |fee| fee.minor),
            reason_code: code.unwrap_or_else(|| "unknown".to_owned()),
        });
    }
    if let Some(stands) = last_word(event).filter(|_| known || !inputs.is_empty()) {
        inputs.push(Input::NetworkOutcome { id: id.clone(), stands });
    }
    if inputs.is_empty() {
        return Ok(known.then_some(id));
    }
    let mut refused = false;
    for input in inputs {
        refused |= work.step(s, input)?.is_some();
    }
    work.save(s)?;
    Ok((!refused).then_some(id))
}

/// Whether money was taken: a warning or an inquiry takes none.
fn takes_money(event: &InboundDispute) -> bool {
    match &event.event {
        Mapped::Known(EventKind::FundsWithdrawn) => true,
        // Adyen takes it with an event of its own; whether its notice is of an inquiry alone stands
        // in a field that nobody signed.
        Mapped::Known(EventKind::Opened) if event.source == Source::Adyen => false,
        Mapped::Known(EventKind::Opened) => {
            !matches!(event.state, Some(Mapped::Known(State::Dialogue | State::Draft)))
        }
        _ => false,
    }
}

/// The network's last word, from the customer's side of it: lost by the merchant's seat means that
/// the chargeback stands.
fn last_word(event: &InboundDispute) -> Option<bool> {
    match (&event.event, event.outcome) {
        (Mapped::Known(EventKind::FundsReinstated), _) => Some(false),
        (_, Some(Outcome::ConsumerFull | Outcome::ConsumerPartial)) => Some(true),
        (_, Some(Outcome::Merchant | Outcome::Withdrawn | Outcome::Invalid)) => Some(false),
        _ => None,
    }
}

fn why_a_person(event: &InboundDispute, order: Option<&OrderId>, applied: bool) -> Option<String> {
    if order.is_none() {
        return Some("no order is known by the reference of this dispute".to_owned());
    }
    if let Some(unknown) = event.unknowns.first() {
        return Some(format!("the {} {:?} is not mapped", unknown.vocabulary, unknown.raw));
    }
    if event.hearsay_outcome.is_some() {
        return Some(UNSIGNED.to_owned());
    }
    let quiet = matches!(
        event.event,
        Mapped::Known(EventKind::Updated | EventKind::EvidenceReceived | EventKind::StateChanged)
    );
    if !applied && !quiet {
        return Some("the event could not be applied to the order by itself".to_owned());
    }
    (event.reason == dispute::Reason::Other).then(|| "its reason has no counterpart".to_owned())
}

fn ask(
    s: &mut Session<'_, '_>,
    order: Option<OrderId>,
    source: Source,
    event: &InboundDispute,
    why: &str,
) -> Result<TaskId, AppError> {
    let now = s.now();
    let task = TaskId::generate(now, s.rng());
    let dispute: Option<DisputeId> = None;
    let row = TaskRow {
        tenant: s.tenant().clone(),
        task,
        kind: "unknown_value".to_owned(),
        state: store::tasks::OPEN.to_owned(),
        order,
        dispute,
        assignee: None,
        due_at: event.due_by.unwrap_or_else(|| now.plus(TASK_DUE_AFTER)),
        created_at: now,
        closed_at: None,
        version: 1,
        doc: serde_json::json!({
            "why": why, "source": source, "event": event.event_id, "dispute": event.dispute_id,
        })
        .to_string(),
    };
    store::tasks::insert(s.tx(), vec![row])?;
    Ok(task)
}
