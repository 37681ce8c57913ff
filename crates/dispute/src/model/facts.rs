//! The typed facts a decision table looks at: everything a decision may depend on, and nothing
//! else. Their serialised bytes are what a decision's inputs hash is of.

use commerce::TrackingState;
use serde::{Deserialize, Serialize};

use super::{Authenticity, Framework, Kind, Reason, SubIssue};

/// What was known when it was decided. Days are whole days of 24 hours, rounded towards zero.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    pub stage: Stage,
    /// Which round of evidence this is: the extra one is granted once.
    pub round: EvidenceRound,
    pub framework: Framework,
    pub kind: Kind,
    pub reason: Reason,
    pub sub_issue: SubIssue,
    pub goods: Goods,
    /// The disputed amount against the pack's limits for its currency.
    pub amount: AmountBand,
    pub merchant_answer: MerchantAnswer,
    pub merchant_evidence: Completeness,
    pub consumer_evidence: Completeness,
    /// What the merchant's own proof shows.
    pub proof_of_delivery: ProofOfDelivery,
    /// What the carrier told the provider directly; all parcels of the disputed lines together.
    pub carrier: TrackingState,
    pub delivery: DeliveryTiming,
    /// Whether the carrier's delivery scan is at the approved address's postal code.
    pub delivery_place: DeliveryPlace,
    /// Days since delivery was promised; negative before. 0 when nothing was promised.
    pub days_past_promise: i64,
    /// Days since the last carrier scan; −1 when there is none.
    pub days_since_scan: i64,
    pub returned: ReturnFact,
    pub refunded: RefundFact,
    pub arithmetic: Arithmetic,
    pub identity: Identity,
    pub stop_request: StopRequest,
    /// Whether the merchant offered a refund for a part.
    pub proposal: Proposal,
    /// The customer's other claims opened in the last 180 days.
    pub earlier_claims: i64,
    pub authenticity: Authenticity,
    /// Models advise in bins: a bin may move a case to a person or towards the customer, never
    /// alone to a denial.
    pub abuse: ScoreBin,
    pub wrong_risk: ScoreBin,
}

macro_rules! fact_enums {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
        impl $name {
            /// Every value, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
        }
    )+};
}

fact_enums! {
    /// Which decision is being made.
    Stage { Review, Final }
    EvidenceRound {
        /// One extra round may still be asked for.
        First,
        /// The extra round is spent: asking again is no longer possible.
        Last,
    }
    Goods { Physical, Digital, Service, Mixed }
    /// Bands of the disputed amount, limits per currency in the policy pack.
    AmountBand { Micro, Low, Medium, High }
    MerchantAnswer { None, Accepted, Contested }
    Completeness { None, Partial, Complete }
    ProofOfDelivery {
        None,
        /// A tracking number or link without a document: proves nothing by itself.
        LinkOnly,
        /// A document whose address is not the approved one.
        AddressMismatch,
        /// A document that lacks the delivery time, the full address or the recipient.
        Incomplete,
        /// A document the carrier's own record contradicts.
        Contradicted,
        /// Attachment, delivered, approved address, named recipient.
        Match,
    }
    /// When the carrier says it was delivered, against when the customer claimed.
    DeliveryTiming { NotDelivered, BeforeClaim, AfterClaim }
    DeliveryPlace { Unknown, Approved, Elsewhere }
    ReturnFact { None, Reported, Shipped, Received, Registered, Rejected, StoreCredit }
    RefundFact { None, Partial, Full }
    Arithmetic { NotChecked, ConsumerRight, MerchantRight, PartlyRight }
    Identity { NotChecked, KnownDevice, UnknownDevice }
    StopRequest { None, Unanswered, Cancelled, ShippedBefore, ShippedAfter }
    Proposal { None, Open, Rejected }
    ScoreBin { Unknown, Low, Medium, High }
}
