//! What a merchant's proof of delivery is worth, against the approved address and the carrier's record.
//!
//! A document counts with its file and with fields that someone answers for: stated by the merchant,
//! confirmed by a rule or by a person. The carrier's record, as the provider received it from the
//! carrier, is the stronger of the two: where they disagree, the document is contradicted.

use commerce::{Address, Tracking, TrackingState};
use kernel::{Duration, Timestamp};
use serde::{Deserialize, Serialize};

use super::address::{AddressMatch, compare_addresses, same_postal_code};
use crate::model::evidence::{Authenticity, EvidenceItem, EvidenceType, Party};
use crate::model::facts::ProofOfDelivery;

/// Documents often give a date only, and in local time: this much apart is still the same delivery.
pub const DELIVERY_TOLERANCE: Duration = Duration::from_hours(48);
/// A parcel that took longer was not one delivery.
pub const TRANSIT_DAYS_MAX: i64 = 180;

/// Something that is wrong with a document.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    thiserror::Error,
)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryDoubt {
    #[error("nobody answers for the fields that were read from the document")]
    Unconfirmed,
    #[error("the document gives no time of delivery")]
    NoTime,
    #[error("the document gives no full address")]
    NoAddress,
    #[error("the document names no recipient")]
    NoRecipient,
    #[error("no address was approved for this order")]
    NothingApproved,
    #[error("the document shows another address than the approved one")]
    OtherAddress,
    #[error("the document says it was delivered before it was shipped")]
    DeliveredBeforeShipped,
    #[error("the document says it was delivered after we received the document")]
    DeliveredInTheFuture,
    #[error("the document says it was on its way for more than {TRANSIT_DAYS_MAX} days")]
    TransitTooLong,
    #[error("the carrier recorded the parcel undelivered after the time the document gives")]
    CarrierStillHadIt,
    #[error("the carrier says the parcel was lost, damaged or returned")]
    CarrierLostIt,
    #[error("the carrier recorded the delivery at another time")]
    CarrierOtherTime,
    #[error("the carrier recorded the delivery at another postal code")]
    CarrierOtherPlace,
}

impl DeliveryDoubt {
    /// Times that cannot be, and records that disagree, ask for a look at the document itself.
    pub const fn is_suspicious(self) -> bool {
        matches!(
            self,
            Self::DeliveredBeforeShipped | Self::DeliveredInTheFuture | Self::CarrierStillHadIt
        )
    }

    const fn is_contradiction(self) -> bool {
        matches!(
            self,
            Self::CarrierStillHadIt
                | Self::CarrierLostIt
                | Self::CarrierOtherTime
                | Self::CarrierOtherPlace
        )
    }
}

/// The reading of all documents together: the level, and why it is no higher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeliveryReading {
    pub level: ProofOfDelivery,
    pub doubts: Vec<DeliveryDoubt>,
}

impl DeliveryReading {
    /// What the doubts say about the document's authenticity.
    pub fn authenticity(&self) -> Authenticity {
        if self.doubts.iter().any(|doubt| doubt.is_suspicious()) {
            Authenticity::Suspicious
        } else {
            Authenticity::Unchecked
        }
    }
}

/// The level alone: see [`read_proof_of_delivery`].
pub fn proof_of_delivery(
    approved: Option<&Address>,
    tracking: &Tracking,
    items: &[EvidenceItem],
) -> ProofOfDelivery {
    read_proof_of_delivery(approved, tracking, items).level
}

/// What the merchant's items show. Of several documents one that the carrier contradicts decides; else
/// the best of them.
pub fn read_proof_of_delivery(
    approved: Option<&Address>,
    tracking: &Tracking,
    items: &[EvidenceItem],
) -> DeliveryReading {
    let usable = |item: &&EvidenceItem| item.party == Party::Merchant && !item.late;
    let shipped_at = items
        .iter()
        .filter(usable)
        .filter(|item| item.kind == EvidenceType::ShippingRecord)
        .find_map(|item| item.extracted.shipped_at);
    let documents = items
        .iter()
        .filter(usable)
        .filter(|item| item.kind == EvidenceType::ProofOfDelivery && item.sha256.is_some());
    let readings =
        documents.map(|document| read_document(approved, tracking, shipped_at, document));
    let best = readings.max_by_key(|reading| weight(reading.level));
    best.unwrap_or_else(|| {
        let linked = items.iter().filter(usable).any(|item| {
            let names_parcel = item.extracted.tracking_id.is_some() || !item.text.trim().is_empty();
            match item.kind {
                EvidenceType::TrackingLink => true,
                EvidenceType::ShippingRecord | EvidenceType::ProofOfDelivery => names_parcel,
                _ => false,
            }
        });
        let level = if linked { ProofOfDelivery::LinkOnly } else { ProofOfDelivery::None };
        DeliveryReading { level, doubts: Vec::new() }
    })
}

/// Which of several documents decides.
const fn weight(level: ProofOfDelivery) -> u8 {
    match level {
        ProofOfDelivery::None => 0,
        ProofOfDelivery::LinkOnly => 1,
        ProofOfDelivery::Incomplete => 2,
        ProofOfDelivery::AddressMismatch => 3,
        ProofOfDelivery::Match => 4,
        ProofOfDelivery::Contradicted => 5,
    }
}

fn read_document(
    approved: Option<&Address>,
    tracking: &Tracking,
    shipped_at: Option<Timestamp>,
    document: &EvidenceItem,
) -> DeliveryReading {
    let fields = &document.extracted;
    if fields.confirmed.is_none() {
        let doubts = vec![DeliveryDoubt::Unconfirmed];
        return DeliveryReading { level: ProofOfDelivery::Incomplete, doubts };
    }
    let mut doubts = Vec::new();
    match fields.delivered_at {
        None => doubts.push(DeliveryDoubt::NoTime),
        Some(delivered_at) => {
            let shipped_at = fields.shipped_at.or(shipped_at);
            doubts.extend(impossible_times(delivered_at, shipped_at, document.received_at));
            doubts.extend(against_carrier(delivered_at, approved, tracking));
        }
    }
    if matches!(tracking.state, TrackingState::ReturnedToSender | TrackingState::LostOrDamaged) {
        doubts.push(DeliveryDoubt::CarrierLostIt);
    }
    if fields.recipient.as_deref().is_none_or(|name| name.trim().is_empty()) {
        doubts.push(DeliveryDoubt::NoRecipient);
    }
    doubts.extend(match (approved, &fields.address) {
        (_, None) => Some(DeliveryDoubt::NoAddress),
        (None, Some(_)) => Some(DeliveryDoubt::NothingApproved),
        (Some(approved), Some(shown)) => match compare_addresses(approved, shown) {
            AddressMatch::Same => None,
            AddressMatch::Different => Some(DeliveryDoubt::OtherAddress),
            AddressMatch::Insufficient => Some(DeliveryDoubt::NoAddress),
        },
    });
    let level = if doubts.iter().any(|doubt| doubt.is_contradiction()) {
        ProofOfDelivery::Contradicted
    } else if doubts.contains(&DeliveryDoubt::OtherAddress) {
        ProofOfDelivery::AddressMismatch
    } else if doubts.is_empty() {
        ProofOfDelivery::Match
    } else {
        ProofOfDelivery::Incomplete
    };
    DeliveryReading { level, doubts }
}

fn impossible_times(
    delivered_at: Timestamp,
    shipped_at: Option<Timestamp>,
    received_at: Timestamp,
) -> impl Iterator<Item = DeliveryDoubt> {
    let transit = shipped_at.map(|shipped_at| delivered_at.since(shipped_at));
    let doubts = [
        // A document with a date only may round a delivery on the day of shipping down.
        (
            transit.is_some_and(|took| took < minus(Duration::DAY)),
            DeliveryDoubt::DeliveredBeforeShipped,
        ),
        (
            transit.is_some_and(|took| took.whole_days() > TRANSIT_DAYS_MAX),
            DeliveryDoubt::TransitTooLong,
        ),
        (delivered_at > received_at.plus(Duration::DAY), DeliveryDoubt::DeliveredInTheFuture),
    ];
    doubts.into_iter().filter(|(holds, _)| *holds).map(|(_, doubt)| doubt)
}

/// Where the carrier's own record and the document disagree. A record that simply ends before the
/// delivery is no disagreement: scans go missing.
fn against_carrier(
    delivered_at: Timestamp,
    approved: Option<&Address>,
    tracking: &Tracking,
) -> Vec<DeliveryDoubt> {
    let mut doubts = Vec::new();
    match tracking.state {
        TrackingState::Delivered => {
            let apart = tracking.delivered_at.map(|carrier| carrier.since(delivered_at));
            if apart.is_some_and(|apart| {
                apart > DELIVERY_TOLERANCE || apart < minus(DELIVERY_TOLERANCE)
            }) {
                doubts.push(DeliveryDoubt::CarrierOtherTime);
            }
            let elsewhere = tracking.delivered_postal_code.as_deref().zip(approved).is_some_and(
                |(code, approved)| {
                    !same_postal_code(code, &approved.postal_code, &approved.country)
                },
            );
            if elsewhere {
                doubts.push(DeliveryDoubt::CarrierOtherPlace);
            }
        }
        TrackingState::LabelOnly | TrackingState::InTransit | TrackingState::AtPickupPoint => {
            let later = delivered_at.plus(DELIVERY_TOLERANCE);
            if tracking.last_scan_at.is_some_and(|scan| scan > later) {
                doubts.push(DeliveryDoubt::CarrierStillHadIt);
            }
        }
        TrackingState::NotShipped
        | TrackingState::ReturnedToSender
        | TrackingState::LostOrDamaged => {}
    }
    doubts
}

const fn minus(duration: Duration) -> Duration {
    Duration::from_millis(-duration.as_millis())
}
