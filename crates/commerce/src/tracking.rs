//! What the carrier's scans say, as one state: pure facts, no opinion.

use kernel::{ShipmentId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Scan, ScanCode, Shipment};

/// Where a parcel is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrackingState {
    /// No shipment was registered.
    NotShipped,
    /// A shipment without any carrier scan, or with a label only.
    LabelOnly,
    InTransit,
    AtPickupPoint,
    Delivered,
    ReturnedToSender,
    LostOrDamaged,
}

/// The known state of a parcel and since when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tracking {
    pub state: TrackingState,
    /// When the last scan happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_scan_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_postal_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
}

impl Tracking {
    pub const NONE: Self = Self {
        state: TrackingState::NotShipped,
        last_scan_at: None,
        delivered_at: None,
        delivered_postal_code: None,
        recipient: None,
    };

    /// What was known of one shipment at `now`, from scans in any order.
    pub fn of(shipment: &Shipment, scans: &[Scan], now: Timestamp) -> Self {
        Self::from_scans(&shipment.id, scans, now)
    }

    fn from_scans(shipment: &ShipmentId, scans: &[Scan], now: Timestamp) -> Self {
        let mut known: Vec<&Scan> = scans
            .iter()
            .filter(|scan| scan.shipment_id == *shipment && scan.known_at() <= now)
            .collect();
        known.sort_by_key(|scan| (scan.at, scan.code));
        let mut tracking = Self { state: TrackingState::LabelOnly, ..Self::NONE };
        for scan in known {
            tracking.apply(scan);
        }
        tracking
    }

    fn apply(&mut self, scan: &Scan) {
        self.last_scan_at = Some(scan.at);
        self.state = match scan.code {
            ScanCode::LabelCreated => self.state,
            ScanCode::HandedOver
            | ScanCode::InTransit
            | ScanCode::OutForDelivery
            | ScanCode::AttemptFailed => TrackingState::InTransit,
            ScanCode::AtPickupPoint => TrackingState::AtPickupPoint,
            ScanCode::Delivered | ScanCode::CollectedByRecipient => TrackingState::Delivered,
            ScanCode::ReturnedToSender => TrackingState::ReturnedToSender,
            ScanCode::Lost | ScanCode::Damaged => TrackingState::LostOrDamaged,
        };
        if self.state == TrackingState::Delivered {
            self.delivered_at = Some(scan.at);
            self.delivered_postal_code.clone_from(&scan.postal_code);
            self.recipient.clone_from(&scan.recipient);
        } else {
            // A parcel that moved on after a delivery scan was not delivered for good.
            self.delivered_at = None;
        }
    }
}
