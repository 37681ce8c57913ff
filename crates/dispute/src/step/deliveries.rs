//! Shipments and scans, and what they settle: news may decide a case that waited for it, and show
//! whether a stop was asked for in time.

use commerce::{Scan, Shipment};
use kernel::DisputeId;
use serde_json::json;

use super::Stepper;
use super::feed::bounded;
use crate::Refusal;
use crate::effect::Topic;
use crate::model::*;
use crate::order_file::{RECORDS_MAX, SCANS_MAX};

impl Stepper<'_> {
    pub(super) fn shipment(&mut self, shipment: &Shipment) -> Result<(), Refusal> {
        if self.file.shipments.iter().any(|known| known.id == shipment.id) {
            return Ok(());
        }
        bounded("shipments", self.file.shipments.len(), RECORDS_MAX)?;
        self.file.shipments.push(shipment.clone());
        self.look_again()
    }

    pub(super) fn scan(&mut self, scan: &Scan) -> Result<(), Refusal> {
        if self.file.scans.contains(scan) {
            return Ok(());
        }
        bounded("scans", self.file.scans.len(), SCANS_MAX)?;
        self.file.scans.push(scan.clone());
        self.look_again()
    }

    /// News may settle what was waiting for it: a case that no person has taken.
    pub(super) fn look_again(&mut self) -> Result<(), Refusal> {
        let waiting: Vec<(DisputeId, State)> = self
            .file
            .disputes
            .iter()
            .filter(|d| !d.needs_person && d.kind != Kind::RiskStop)
            .filter(|d| d.answered_at.is_some() || d.state == State::Review)
            .map(|dispute| (dispute.id, dispute.state))
            .collect();
        for (id, state) in waiting {
            match state {
                State::Review => self.decide(id)?,
                State::Evidence if self.settled_in_any_round(id)? => self.enter_review(id)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The merchant says what became of a request to stop (scenario S7c).
    pub(super) fn stop_answered(&mut self, id: DisputeId) -> Result<(), Refusal> {
        let opened = self.dispute(id)?.opened_at;
        let tracked = self
            .file
            .shipments
            .iter()
            .any(|shipment| shipment.at < opened && shipment.tracking_id.is_some());
        let stated = self.dispute(id)?.evidence_of(Party::Merchant).any(|item| {
            let facts = &item.extracted;
            facts.tracking_id.is_some() && facts.shipped_at.is_some_and(|at| at < opened)
        });
        let stop =
            if tracked || stated { StopState::ShippedBefore } else { StopState::ShippedAfter };
        self.dispute_mut(id)?.stop = stop;
        let data = json!({ "stop": stop });
        self.announce(Topic::DisputeUpdated, Some(id), data);
        if stop == StopState::ShippedBefore {
            return self.close_without_money(id, Outcome::Merchant, "shipped_before_stop_request");
        }
        self.enter(id, State::Review)?;
        self.start_review_clock(id)?;
        self.hand_to_person(id, "shipped after the request to stop: who bears it?")
    }
}
