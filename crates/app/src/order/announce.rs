//! What others are told: Ombud's own events, and webhooks in Klarna's shape for merchants that are
//! enrolled in that seat. Each has an id derived from its event, so that it is the same on every
//! delivery.

use connectors::klarna::{Webhook, WebhookChange, WebhookContext};
use dispute::{Announcement, Dispute, OrderFile, TimerKind};
use kernel::canonical::Sha256Hex;
use kernel::{EventId, Timestamp};
use store::outbox::OutboxRow;

use super::{Done, Work, persist};
use crate::error::word;
use crate::{AppError, Session, klarna};

/// Room for the events of one step in an aggregate's sequence; the second half is for webhooks in
/// other shapes.
const EVENTS_PER_STEP_MAX: i64 = 10_000;
const KLARNA_FROM: i64 = EVENTS_PER_STEP_MAX / 2;

/// Which effect of which step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) done: &'a Done,
    pub(super) index: i64,
}

impl Place<'_> {
    /// Rises within the order.
    const fn seq(self) -> i64 {
        self.done.version.saturating_mul(EVENTS_PER_STEP_MAX).saturating_add(self.index)
    }

    /// The same for every delivery: derived from the event and the place in it.
    fn event(self) -> EventId {
        let text = format!("{}/{}", self.done.event.event, self.index);
        let digest = Sha256Hex::of(text.as_bytes());
        let mut bytes = [0u8; 16];
        for (byte, from) in bytes.iter_mut().zip(digest.bytes()) {
            *byte = *from;
        }
        EventId::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

fn aggregate(file: &OrderFile) -> String {
    format!("order/{}", file.order().id)
}

/// One of Ombud's own events.
pub(super) fn own(
    s: &Session<'_, '_>,
    file: &OrderFile,
    place: Place<'_>,
    announcement: &Announcement,
    at: Timestamp,
) -> Result<OutboxRow, AppError> {
    let order = file.order();
    let topic = word(&announcement.topic)?;
    let event = place.event();
    let payload = serde_json::json!({
        "id": event,
        "type": topic,
        "timestamp": s.now(),
        "data": {
            "order_id": order.id,
            "merchant_id": order.merchant_id,
            "customer_id": order.customer_id,
            "dispute_id": announcement.dispute,
            "detail": announcement.data,
        },
    });
    Ok(OutboxRow {
        tenant: s.tenant().clone(),
        aggregate: aggregate(file),
        seq: place.seq(),
        event,
        topic,
        merchant: Some(order.merchant_id.clone()),
        payload: payload.to_string(),
        created_at: at,
    })
}

/// Webhooks in Klarna's shape for what changed, where the merchant is enrolled.
pub(super) fn klarna(
    s: &Session<'_, '_>,
    work: &Work,
    at: Timestamp,
    outbox: &mut Vec<OutboxRow>,
) -> Result<(), AppError> {
    let Some(done) = work.done.last().filter(|_| work.merchant.klarna) else { return Ok(()) };
    for (index, (dispute, before)) in (KLARNA_FROM..).zip(persist::moved(work)) {
        let Some(change) = change(dispute, before) else { continue };
        let place = Place { done, index };
        let event = place.event();
        let context = WebhookContext {
            event_id: event.to_string(),
            occurred_at: dispute.updated_at,
            webhook_id: event.to_string(),
            correlation_id: done.event.event.to_string(),
            live: !s.is_sandbox(),
        };
        let view = klarna::view_of(&work.file, dispute, &work.terms());
        let Some(webhook) = Webhook::of(&view, change, &context)? else { continue };
        outbox.push(OutboxRow {
            tenant: s.tenant().clone(),
            aggregate: aggregate(&work.file),
            seq: place.seq(),
            event,
            topic: webhook.event_type.to_owned(),
            merchant: Some(work.file.order().merchant_id.clone()),
            payload: serde_json::to_string(&webhook)?,
            created_at: at,
        });
    }
    Ok(())
}

/// A new state, or more time to answer.
fn change(dispute: &Dispute, before: Option<&Dispute>) -> Option<WebhookChange> {
    let Some(before) = before else { return Some(WebhookChange::State) };
    if before.state != dispute.state {
        return Some(WebhookChange::State);
    }
    let due = |dispute: &Dispute| dispute.timer(TimerKind::EvidenceDue).map(|timer| timer.due);
    let (from, to) = (due(before), due(dispute));
    (to > from && from.is_some()).then_some(WebhookChange::DeadlineExtended { from })
}
