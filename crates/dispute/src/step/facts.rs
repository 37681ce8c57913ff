//! The facts of a case as known at one instant: nothing learnt later may enter here.

use commerce::{LineKind, ReturnState, Tracking, TrackingState};
use kernel::{DisputeId, Duration, Timestamp};

use super::Stepper;
use crate::Refusal;
use crate::evidence::{read_proof_of_delivery, same_postal_code};
use crate::model::*;

/// The time to deliver where nothing was agreed.
const PROMISE_WHERE_NONE: Duration = Duration::from_days(30);

impl Stepper<'_> {
    pub(super) fn facts(&self, id: DisputeId) -> Result<Facts, Refusal> {
        let dispute = self.dispute(id)?;
        let tracking = self.tracking();
        let merchant: Vec<EvidenceItem> = dispute.evidence_of(Party::Merchant).cloned().collect();
        let consumer: Vec<EvidenceItem> = dispute.evidence_of(Party::Consumer).cloned().collect();
        let rules = &self.cx.rules.evidence;
        let approved = self.file.order.approved_address.as_ref();
        let proof = read_proof_of_delivery(approved, &tracking, &merchant);
        let stage = if dispute.state == State::FinalReview { Stage::Final } else { Stage::Review };
        Ok(Facts {
            stage,
            round: if dispute.extra_rounds == 0 {
                EvidenceRound::First
            } else {
                EvidenceRound::Last
            },
            framework: dispute.framework,
            kind: dispute.kind,
            reason: dispute.reason,
            sub_issue: dispute.sub_issue,
            goods: self.goods(dispute),
            amount: self.cx.rules.pack.band(dispute.amount_minor, self.file.currency()),
            merchant_answer: match dispute.answered_at {
                Some(_) => MerchantAnswer::Contested,
                None => MerchantAnswer::None,
            },
            merchant_evidence: rules.completeness(dispute.reason, Party::Merchant, &merchant).0,
            consumer_evidence: rules.completeness(dispute.reason, Party::Consumer, &consumer).0,
            proof_of_delivery: self.counted(proof.level, tracking.state),
            carrier: tracking.state,
            delivery: delivery_timing(&tracking, dispute.opened_at),
            delivery_place: self.delivery_place(&tracking),
            days_past_promise: self.at.since(self.promised_by()).whole_days(),
            days_since_scan: tracking
                .last_scan_at
                .map_or(-1, |scan| self.at.since(scan).whole_days()),
            returned: self.return_fact(),
            refunded: self.refund_fact(dispute),
            arithmetic: self.arithmetic(dispute).0,
            identity: match self.cx.outside.device_known {
                None => Identity::NotChecked,
                Some(true) => Identity::KnownDevice,
                Some(false) => Identity::UnknownDevice,
            },
            stop_request: self.stop_fact(dispute),
            proposal: match dispute.proposal.as_ref().map(|proposal| proposal.state) {
                None => Proposal::None,
                Some(OfferState::Open) => Proposal::Open,
                Some(_) => Proposal::Rejected,
            },
            earlier_claims: self.cx.outside.earlier_claims,
            authenticity: authenticity(&merchant).max(proof.authenticity()),
            abuse: self.cx.outside.abuse,
            wrong_risk: self.cx.outside.wrong_risk,
        })
    }

    /// Where the contract has parcels tracked, a document about one that no carrier ever recorded
    /// is not complete: the carrier's side of it is missing.
    fn counted(&self, proof: ProofOfDelivery, carrier: TrackingState) -> ProofOfDelivery {
        let unseen = matches!(carrier, TrackingState::NotShipped | TrackingState::LabelOnly);
        match proof {
            ProofOfDelivery::Match if unseen && self.cx.outside.terms.tracking_required => {
                ProofOfDelivery::Incomplete
            }
            other => other,
        }
    }

    /// All parcels together, as known at this instant: the one furthest from the customer counts.
    pub(super) fn tracking(&self) -> Tracking {
        let parcels = self.file.shipments.iter().filter(|shipment| shipment.at <= self.at);
        let of_each = parcels.map(|shipment| Tracking::of(shipment, &self.file.scans, self.at));
        of_each
            .reduce(|worst, next| {
                if distance(next.state) > distance(worst.state)
                    || (next.state == worst.state && next.delivered_at > worst.delivered_at)
                {
                    next
                } else {
                    worst
                }
            })
            .unwrap_or(Tracking::NONE)
    }

    /// When delivery was promised; where nothing was agreed, 30 days after the order (Directive
    /// 2011/83/EU, article 18(1)).
    fn promised_by(&self) -> Timestamp {
        let order = &self.file.order;
        order.promised_by.unwrap_or_else(|| order.at.plus(PROMISE_WHERE_NONE))
    }

    fn goods(&self, dispute: &Dispute) -> Goods {
        let lines = self.file.order.lines.iter().filter(|line| {
            (dispute.lines.is_empty() || dispute.lines.contains(&line.id))
                && !matches!(line.kind, LineKind::Shipping | LineKind::Discount)
        });
        let mut kinds = lines.map(|line| match line.kind {
            LineKind::Digital | LineKind::GiftCard => Goods::Digital,
            LineKind::Service => Goods::Service,
            LineKind::Physical | LineKind::Shipping | LineKind::Discount => Goods::Physical,
        });
        let Some(first) = kinds.next() else { return Goods::Physical };
        if kinds.all(|kind| kind == first) { first } else { Goods::Mixed }
    }

    fn delivery_place(&self, tracking: &Tracking) -> DeliveryPlace {
        let approved = self.file.order.approved_address.as_ref();
        match (approved, tracking.delivered_postal_code.as_deref()) {
            (Some(address), Some(code)) => {
                if same_postal_code(code, &address.postal_code, &address.country) {
                    DeliveryPlace::Approved
                } else {
                    DeliveryPlace::Elsewhere
                }
            }
            _ => DeliveryPlace::Unknown,
        }
    }

    fn return_fact(&self) -> ReturnFact {
        let newest = self
            .file
            .returns
            .iter()
            .filter(|record| record.at <= self.at)
            .max_by_key(|record| record.at);
        match newest.map(|record| record.state) {
            None => ReturnFact::None,
            Some(ReturnState::Reported) => ReturnFact::Reported,
            Some(ReturnState::Shipped) => ReturnFact::Shipped,
            Some(ReturnState::ReceivedByMerchant) => ReturnFact::Received,
            Some(ReturnState::Registered) => ReturnFact::Registered,
            Some(ReturnState::Rejected) => ReturnFact::Rejected,
            Some(ReturnState::StoreCredit) => ReturnFact::StoreCredit,
        }
    }

    /// Refunds against what was claimed at open: a refund before it has shrunk the claim already.
    fn refund_fact(&self, dispute: &Dispute) -> RefundFact {
        let since_open: i64 = self
            .file
            .refunds
            .iter()
            .filter(|refund| refund.at >= dispute.opened_at)
            .map(|refund| refund.booked_minor)
            .sum();
        match since_open {
            0 => RefundFact::None,
            minor if minor < dispute.claimed_minor => RefundFact::Partial,
            _ => RefundFact::Full,
        }
    }

    /// Sums against sums, and what the customer is owed by them.
    pub(super) fn arithmetic(&self, dispute: &Dispute) -> (Arithmetic, i64) {
        if !matches!(
            dispute.reason,
            Reason::IncorrectAmount | Reason::AlreadyPaid | Reason::Duplicate
        ) {
            return (Arithmetic::NotChecked, 0);
        }
        let captured = self.file.captured_minor();
        let over = captured - self.file.order.total_minor;
        if over > 0 {
            return partly(over, dispute.amount_minor);
        }
        let stated = |party, kind| {
            dispute
                .evidence_of(party)
                .filter(move |item| item.kind == kind && item.extracted.confirmed.is_some())
                .find_map(|item| item.extracted.amount_minor)
        };
        let invoice = stated(Party::Merchant, EvidenceType::ItemisedInvoice);
        let ledger = stated(Party::Merchant, EvidenceType::PaymentLedger);
        match (invoice, ledger, dispute.statement.right_amount_minor) {
            (Some(invoice), _, _) if invoice < captured => {
                partly(captured - invoice, dispute.amount_minor)
            }
            (Some(_), _, Some(_)) if dispute.reason == Reason::IncorrectAmount => {
                (Arithmetic::MerchantRight, 0)
            }
            (_, Some(paid), _) if dispute.reason == Reason::AlreadyPaid && paid > 0 => {
                partly(paid, dispute.amount_minor)
            }
            _ => (Arithmetic::NotChecked, 0),
        }
    }

    fn stop_fact(&self, dispute: &Dispute) -> StopRequest {
        // A claim answers for the stop request that came before it.
        let stops = self.file.disputes.iter().filter(|other| other.kind == Kind::RiskStop);
        let state = stops.map(|other| other.stop).next_back().unwrap_or(dispute.stop);
        match state {
            StopState::None | StopState::Requested => StopRequest::None,
            StopState::Unanswered => StopRequest::Unanswered,
            StopState::Cancelled => StopRequest::Cancelled,
            StopState::ShippedBefore => StopRequest::ShippedBefore,
            StopState::ShippedAfter => StopRequest::ShippedAfter,
        }
    }
}

fn partly(owed: i64, disputed: i64) -> (Arithmetic, i64) {
    if owed >= disputed {
        (Arithmetic::ConsumerRight, disputed)
    } else {
        (Arithmetic::PartlyRight, owed)
    }
}

/// How far a parcel is from the customer; a loss is furthest.
const fn distance(state: TrackingState) -> u8 {
    match state {
        TrackingState::Delivered => 0,
        TrackingState::AtPickupPoint => 1,
        TrackingState::InTransit => 2,
        TrackingState::LabelOnly => 3,
        TrackingState::NotShipped => 4,
        TrackingState::ReturnedToSender => 5,
        TrackingState::LostOrDamaged => 6,
    }
}

fn delivery_timing(tracking: &Tracking, opened_at: Timestamp) -> DeliveryTiming {
    match tracking.delivered_at {
        None => DeliveryTiming::NotDelivered,
        Some(at) if at <= opened_at => DeliveryTiming::BeforeClaim,
        Some(_) => DeliveryTiming::AfterClaim,
    }
}

fn authenticity(items: &[EvidenceItem]) -> Authenticity {
    items.iter().map(|item| item.authenticity).max().unwrap_or(Authenticity::Unchecked)
}
