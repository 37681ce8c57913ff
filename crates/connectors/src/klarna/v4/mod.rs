//! V4 documents: one shape per state, as Klarna's OpenAPI has them.
//!
//! Two of Klarna's own sources differ on the case of detail codes: the enumeration is in lower case,
//! the examples in upper. The enumeration is followed.

mod document;
mod words;

pub use document::{
    Arbitration, ArbitrationRequest, Attachment, CUSTOMER_EVIDENCE_MAX, Configuration,
    ConfigurationOptions, CustomerAttachment, CustomerEvidence, Dispute, DisputeDetails,
    EvidenceAsked, PartnerEvidence, ProcessException, References, Representment, StateContext,
};
pub(super) use document::{arbitration, arbitration_request, previous_state};
pub use words::{
    BaseFramework, CreatedBy, DisputeOutcome, DisputeReason, DisputeState, HoldPolicy,
    RepresentmentState, SettlementType,
};
