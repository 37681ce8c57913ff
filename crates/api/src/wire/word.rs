//! The closed vocabularies of the API: each word is spelled out here, so that a change of a domain
//! enum that would change the API fails a test instead of passing unseen.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A domain enum whose values are words in JSON.
pub trait Vocabulary: Serialize + DeserializeOwned + Copy {
    /// The name of its schema.
    const NAME: &'static str;
    const ABOUT: &'static str;
    /// Every word, in the order of the enum.
    const WORDS: &'static [&'static str];
}

/// One word of a vocabulary on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Word<T>(pub T);

impl<T> From<T> for Word<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Vocabulary> Word<T> {
    /// The word of a stored text; `None` when it is none of the vocabulary.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_value(serde_json::Value::from(text)).ok()
    }

    /// The text of the word.
    pub fn text(&self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(text)) => text,
            _ => String::new(),
        }
    }
}

impl<T: Vocabulary> PartialSchema for Word<T> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(T::ABOUT))
            .enum_values(Some(T::WORDS.iter().copied()))
            .into()
    }
}

impl<T: Vocabulary> ToSchema for Word<T> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(T::NAME)
    }
}

pub type Framework = Word<dispute::Framework>;
pub type DisputeKind = Word<dispute::Kind>;
pub type Reason = Word<dispute::Reason>;
pub type SubIssue = Word<dispute::SubIssue>;
pub type DisputeState = Word<dispute::State>;
pub type Outcome = Word<dispute::Outcome>;
pub type Party = Word<dispute::Party>;
pub type EvidenceType = Word<dispute::EvidenceType>;
pub type Confirmation = Word<dispute::Confirmation>;
pub type Authenticity = Word<dispute::Authenticity>;
pub type Liable = Word<dispute::Liable>;
pub type OfferState = Word<dispute::OfferState>;
pub type TimerKind = Word<dispute::TimerKind>;
pub type StopState = Word<dispute::StopState>;
pub type ExceptionKind = Word<dispute::ExceptionKind>;
pub type ExceptionGround = Word<dispute::ExceptionGround>;
pub type Stage = Word<dispute::Stage>;
pub type ReviewGround = Word<dispute::ReviewGround>;
pub type NetworkState = Word<dispute::NetworkState>;
pub type PayoutState = Word<dispute::PayoutState>;
pub type LineKind = Word<commerce::LineKind>;
pub type ScanCode = Word<commerce::ScanCode>;
pub type ReturnState = Word<commerce::ReturnState>;
pub type PlanStatus = Word<plan::PlanStatus>;
pub type InstalmentState = Word<plan::InstalmentState>;
pub type FeeState = Word<plan::FeeState>;
pub type ComplaintLetter = Word<compliance::statutes::ComplaintLetter>;
pub type Finding = Word<compliance::complaint::Finding>;
pub type Audience = Word<dispute::decide::Audience>;
pub type Role = Word<app::Role>;
pub type HoldTerms = Word<commerce::HoldTerms>;
pub type PaymentPurpose = Word<commerce::PaymentPurpose>;
pub type ActorKind = Word<kernel::ActorKind>;

impl Vocabulary for dispute::Framework {
    const NAME: &'static str = "Framework";
    const ABOUT: &'static str = "The rule book a dispute is opened under; it keeps it for life.";
    const WORDS: &'static [&'static str] = &["framework_2020", "framework_2026"];
}

impl Vocabulary for dispute::Kind {
    const NAME: &'static str = "DisputeKind";
    const ABOUT: &'static str = "What kind of case it is.";
    const WORDS: &'static [&'static str] = &[
        "consumer_claim",
        "risk_stop",
        "network_chargeback",
        "account_error",
        "unauthorised",
        "credit_report",
        "program",
    ];
}

impl Vocabulary for dispute::Reason {
    const NAME: &'static str = "Reason";
    const ABOUT: &'static str = "Why the customer (or the provider) objects.";
    const WORDS: &'static [&'static str] = &[
        "not_received",
        "not_as_described",
        "refund_not_processed",
        "incorrect_amount",
        "already_paid",
        "unauthorised",
        "high_risk",
        "non_compliance",
        "non_guaranteed_program",
        "duplicate",
        "other",
    ];
}

impl Vocabulary for dispute::SubIssue {
    const NAME: &'static str = "SubIssue";
    const ABOUT: &'static str = "The finer statement inside a reason.";
    const WORDS: &'static [&'static str] = &[
        "unspecified",
        "never_arrived",
        "partly_arrived",
        "wrong_address",
        "not_at_pickup_point",
        "missed_pickup",
        "refused_delivery",
        "damaged",
        "wrong_item",
        "counterfeit",
        "not_working",
        "return_not_credited",
        "cancelled_not_credited",
        "wrong_price",
        "discount_missing",
        "paid_merchant_directly",
    ];
}

impl Vocabulary for dispute::State {
    const NAME: &'static str = "DisputeState";
    const ABOUT: &'static str = "Where a dispute stands.";
    const WORDS: &'static [&'static str] =
        &["draft", "dialogue", "evidence", "review", "preliminary", "final_review", "closed"];
}

impl Vocabulary for dispute::Outcome {
    const NAME: &'static str = "Outcome";
    const ABOUT: &'static str = "How a dispute ended.";
    const WORDS: &'static [&'static str] = &[
        "consumer_full",
        "consumer_partial",
        "merchant",
        "withdrawn",
        "settled_by_refund",
        "goodwill",
        "invalid",
    ];
}

impl Vocabulary for dispute::Party {
    const NAME: &'static str = "Party";
    const ABOUT: &'static str = "A side of a dispute.";
    const WORDS: &'static [&'static str] = &["consumer", "merchant", "provider"];
}

impl Vocabulary for dispute::EvidenceType {
    const NAME: &'static str = "EvidenceType";
    const ABOUT: &'static str = "What an item of evidence is.";
    const WORDS: &'static [&'static str] = &[
        "merchant_contact",
        "photo",
        "description",
        "return_receipt",
        "refund_confirmation",
        "payment_proof",
        "receipt",
        "declaration",
        "police_report",
        "proof_of_delivery",
        "tracking_link",
        "shipping_record",
        "recipient_check",
        "listing",
        "resolution_offer",
        "return_label",
        "return_policy",
        "refund_record",
        "itemised_invoice",
        "payment_ledger",
        "terms",
        "order_data",
        "stop_attempt",
        "cancellation_record",
        "message",
        "other",
    ];
}

impl Vocabulary for dispute::Confirmation {
    const NAME: &'static str = "Confirmation";
    const ABOUT: &'static str = "How a fact read from an item came to count.";
    const WORDS: &'static [&'static str] = &["stated", "rule", "person"];
}

impl Vocabulary for dispute::Authenticity {
    const NAME: &'static str = "Authenticity";
    const ABOUT: &'static str = "Whether an item is believed to be genuine.";
    const WORDS: &'static [&'static str] = &["unchecked", "clean", "suspicious"];
}

impl Vocabulary for dispute::Liable {
    const NAME: &'static str = "Liable";
    const ABOUT: &'static str = "Who bears the amount.";
    const WORDS: &'static [&'static str] = &["consumer", "merchant", "provider", "nobody"];
}

impl Vocabulary for dispute::OfferState {
    const NAME: &'static str = "OfferState";
    const ABOUT: &'static str = "What became of an offer.";
    const WORDS: &'static [&'static str] = &["open", "accepted", "rejected", "expired"];
}

impl Vocabulary for dispute::TimerKind {
    const NAME: &'static str = "TimerKind";
    const ABOUT: &'static str = "What a clock is for.";
    const WORDS: &'static [&'static str] = &[
        "dialogue_ends",
        "evidence_due",
        "decide_due",
        "review_due",
        "appeal_due",
        "final_review_due",
        "proposal_due",
        "provisional_credit_due",
        "return_pause_ends",
        "instalment",
    ];
}

impl Vocabulary for dispute::StopState {
    const NAME: &'static str = "StopState";
    const ABOUT: &'static str = "What became of a request to stop a risky order.";
    const WORDS: &'static [&'static str] =
        &["none", "requested", "unanswered", "cancelled", "shipped_before", "shipped_after"];
}

impl Vocabulary for dispute::ExceptionKind {
    const NAME: &'static str = "ExceptionKind";
    const ABOUT: &'static str = "A departure from the normal course.";
    const WORDS: &'static [&'static str] =
        &["dispute_window_extension", "immediate_dispute_resolution"];
}

impl Vocabulary for dispute::ExceptionGround {
    const NAME: &'static str = "ExceptionGround";
    const ABOUT: &'static str = "The ground of an exception.";
    const WORDS: &'static [&'static str] = &[
        "dispute_mis_handled",
        "regulatory_requirement",
        "fraudulent_partner",
        "fraud_claim",
        "legal_claim",
        "consumer_law",
        "debt_collection",
    ];
}

impl Vocabulary for dispute::Stage {
    const NAME: &'static str = "Stage";
    const ABOUT: &'static str = "Which decision was made.";
    const WORDS: &'static [&'static str] = &["review", "final"];
}

impl Vocabulary for dispute::ReviewGround {
    const NAME: &'static str = "ReviewGround";
    const ABOUT: &'static str = "Why a decision is looked at again.";
    const WORDS: &'static [&'static str] =
        &["human_review", "ombudsman", "mis_handled", "regulatory"];
}

impl Vocabulary for dispute::NetworkState {
    const NAME: &'static str = "NetworkState";
    const ABOUT: &'static str = "Where a chargeback of a card network stands.";
    const WORDS: &'static [&'static str] = &["open", "stands", "reversed"];
}

impl Vocabulary for dispute::PayoutState {
    const NAME: &'static str = "PayoutState";
    const ABOUT: &'static str = "Where money on its way out stands.";
    const WORDS: &'static [&'static str] = &["intended", "unknown", "succeeded", "failed"];
}

impl Vocabulary for commerce::LineKind {
    const NAME: &'static str = "LineKind";
    const ABOUT: &'static str = "What a line of an order is.";
    const WORDS: &'static [&'static str] =
        &["physical", "digital", "service", "shipping", "discount", "gift_card"];
}

impl Vocabulary for commerce::ScanCode {
    const NAME: &'static str = "ScanCode";
    const ABOUT: &'static str = "What a carrier saw.";
    const WORDS: &'static [&'static str] = &[
        "label_created",
        "handed_over",
        "in_transit",
        "at_pickup_point",
        "out_for_delivery",
        "attempt_failed",
        "delivered",
        "collected_by_recipient",
        "returned_to_sender",
        "lost",
        "damaged",
    ];
}

impl Vocabulary for commerce::ReturnState {
    const NAME: &'static str = "ReturnState";
    const ABOUT: &'static str = "How far a return is.";
    const WORDS: &'static [&'static str] =
        &["reported", "shipped", "received_by_merchant", "registered", "rejected", "store_credit"];
}

impl Vocabulary for kernel::ActorKind {
    const NAME: &'static str = "ActorKind";
    const ABOUT: &'static str = "The seat an actor speaks from.";
    const WORDS: &'static [&'static str] =
        &["consumer", "merchant", "agent", "ai", "system", "network", "company"];
}

impl Vocabulary for commerce::HoldTerms {
    const NAME: &'static str = "HoldTerms";
    const ABOUT: &'static str = "When the disputed amount is held back from the merchant.";
    const WORDS: &'static [&'static str] = &["none", "on_open"];
}

impl Vocabulary for commerce::PaymentPurpose {
    const NAME: &'static str = "PaymentPurpose";
    const ABOUT: &'static str = "What a payment is for.";
    const WORDS: &'static [&'static str] = &["plan", "fees"];
}

impl Vocabulary for plan::PlanStatus {
    const NAME: &'static str = "PlanStatus";
    const ABOUT: &'static str = "Where a plan stands.";
    const WORDS: &'static [&'static str] =
        &["active", "paused", "frozen", "settled", "cancelled", "written_off"];
}

impl Vocabulary for plan::InstalmentState {
    const NAME: &'static str = "InstalmentState";
    const ABOUT: &'static str = "What became of an instalment.";
    const WORDS: &'static [&'static str] =
        &["open", "paid", "cancelled", "refunded", "charged_back", "written_off"];
}

impl Vocabulary for plan::FeeState {
    const NAME: &'static str = "FeeState";
    const ABOUT: &'static str = "Whether a fee stands.";
    const WORDS: &'static [&'static str] = &["charged", "reversed", "waived"];
}

impl Vocabulary for dispute::decide::Audience {
    const NAME: &'static str = "Audience";
    const ABOUT: &'static str = "Whom an explanation is for.";
    const WORDS: &'static [&'static str] = &["customer", "merchant", "agent"];
}

impl Vocabulary for app::Role {
    const NAME: &'static str = "Role";
    const ABOUT: &'static str = "What a principal is, in one tenant.";
    const WORDS: &'static [&'static str] = &[
        "consumer",
        "merchant",
        "merchant_admin",
        "agent",
        "supervisor",
        "compliance_officer",
        "auditor",
        "ai",
        "outside_agent",
        "system",
        "company",
        "operator",
        "network",
    ];
}

impl Vocabulary for compliance::statutes::ComplaintLetter {
    const NAME: &'static str = "ComplaintLetter";
    const ABOUT: &'static str = "A letter that answers a complaint.";
    const WORDS: &'static [&'static str] = &["summary_resolution", "final_response", "delay"];
}

impl Vocabulary for compliance::complaint::Finding {
    const NAME: &'static str = "Finding";
    const ABOUT: &'static str = "Whether a complaint was right.";
    const WORDS: &'static [&'static str] = &["upheld", "partly_upheld", "rejected"];
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Serde names the words it expects when it meets another: exactly these must be listed.
    fn check<T: Vocabulary>() {
        let error = match serde_json::from_value::<T>(serde_json::Value::from("?")) {
            Ok(_) => panic!("{} takes any word", T::NAME),
            Err(error) => error.to_string(),
        };
        let (_, expected) = error.split_once("expected").unwrap();
        let expected: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        assert_eq!(expected, T::WORDS, "{}", T::NAME);
    }

    #[test]
    fn every_word_is_the_domains_own() {
        check::<dispute::Framework>();
        check::<dispute::Kind>();
        check::<dispute::Reason>();
        check::<dispute::SubIssue>();
        check::<dispute::State>();
        check::<dispute::Outcome>();
        check::<dispute::Party>();
        check::<dispute::EvidenceType>();
        check::<dispute::Confirmation>();
        check::<dispute::Authenticity>();
        check::<dispute::Liable>();
        check::<dispute::OfferState>();
        check::<dispute::TimerKind>();
        check::<dispute::StopState>();
        check::<dispute::ExceptionKind>();
        check::<dispute::ExceptionGround>();
        check::<dispute::Stage>();
        check::<dispute::ReviewGround>();
        check::<dispute::NetworkState>();
        check::<dispute::PayoutState>();
        check::<commerce::LineKind>();
        check::<commerce::ScanCode>();
        check::<commerce::ReturnState>();
        check::<plan::PlanStatus>();
        check::<plan::InstalmentState>();
        check::<plan::FeeState>();
        check::<dispute::decide::Audience>();
        check::<app::Role>();
        check::<compliance::statutes::ComplaintLetter>();
        check::<compliance::complaint::Finding>();
        check::<commerce::HoldTerms>();
        check::<commerce::PaymentPurpose>();
        check::<kernel::ActorKind>();
    }
}
