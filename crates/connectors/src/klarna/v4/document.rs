//! The documents themselves, filled from a view.

use dispute::{ExceptionGround, ExceptionKind, Framework};
use kernel::{ActorKind, Currency, Timestamp};
use serde::Serialize;

use super::{
    BaseFramework, CreatedBy, DisputeOutcome, DisputeReason, DisputeState, HoldPolicy,
    RepresentmentState,
};
use crate::MerchantSeat;
use crate::klarna::view::{AttachmentView, DisputeView, EvidenceView};
use crate::mapping::Hold;

/// At most this many items of the customer's evidence are shown.
pub const CUSTOMER_EVIDENCE_MAX: usize = 2;

/// The body of `GET /v4/payment/disputes/{id}` and of each item of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dispute {
    pub payment_dispute_id: String,
    pub dispute_reason: DisputeReason,
    pub state: DisputeState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_state: Option<DisputeState>,
    #[serde(flatten)]
    pub references: References,
    pub dispute_details: DisputeDetails,
    pub state_context: StateContext,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub representment: Option<Representment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arbitration: Option<Arbitration>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub customer_evidences: Vec<CustomerEvidence>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub process_exceptions: Vec<ProcessException>,
    pub configuration: Configuration,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// How both sides name the purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct References {
    pub order_id: String,
    pub payment_transaction_id: String,
    pub payment_account_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purchase_reference: Option<String>,
    #[serde(rename = "merchant_reference2", skip_serializing_if = "Option::is_none")]
    pub merchant_reference_2: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_capture_id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisputeDetails {
    /// Minor units.
    pub dispute_amount: i64,
    pub currency: Currency,
    pub created_by: CreatedBy,
}

/// What is special to the state; which one it is follows from `state`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum StateContext {
    Initiated {
        representment: Representment,
    },
    Representment {
        #[serde(skip_serializing_if = "Option::is_none")]
        partner_evidence: Option<PartnerEvidence>,
    },
    PreArbitration {
        #[serde(skip_serializing_if = "Option::is_none")]
        arbitration_expires_at: Option<Timestamp>,
    },
    Closed {
        dispute_outcome: DisputeOutcome,
        dispute_outcome_detailed: String,
        closed_at: Timestamp,
    },
    Arbitration {},
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Representment {
    pub state: RepresentmentState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_state: Option<RepresentmentState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    pub request: EvidenceAsked,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner_evidence: Option<PartnerEvidence>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceAsked {
    pub requested_at: Timestamp,
    pub additional_information: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartnerEvidence {
    pub created_at: Timestamp,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub additional_information: String,
    pub attachments: Vec<Attachment>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attachment {
    pub payment_dispute_attachment_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    pub url: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CustomerEvidence {
    pub payment_dispute_customer_evidence_id: String,
    pub attachment: CustomerAttachment,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CustomerAttachment {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    pub url: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Arbitration {
    pub preliminary_outcome: DisputeOutcome,
    pub preliminary_outcome_detailed: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arbitration_request: Option<ArbitrationRequest>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArbitrationRequest {
    pub requested_at: Timestamp,
    pub additional_information: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProcessException {
    pub exception_type: &'static str,
    pub reason: &'static str,
    pub description: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Configuration {
    pub base_framework: BaseFramework,
    pub options: ConfigurationOptions,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConfigurationOptions {
    pub hold_policy: HoldPolicy,
}

impl Dispute {
    /// The document of a dispute; `None` for a draft, and for a dispute said to be closed of which
    /// the closing is not given.
    pub fn of(view: &DisputeView) -> Option<Self> {
        let state = DisputeState::of(view.state)?;
        let initiated = state == DisputeState::Initiated;
        Some(Self {
            payment_dispute_id: view.id.to_string(),
            dispute_reason: DisputeReason::of(view.reason),
            state,
            previous_state: previous_state(view, state),
            references: References::of(view),
            dispute_details: DisputeDetails::of(view),
            state_context: context(view, state)?,
            representment: (!initiated).then(|| Representment::of(view)),
            arbitration: arbitration(view),
            customer_evidences: customer_evidence(view),
            process_exceptions: exceptions(view),
            configuration: Configuration::of(view),
            created_at: view.opened_at,
            updated_at: view.updated_at,
        })
    }
}

impl References {
    pub(in crate::klarna) fn of(view: &DisputeView) -> Self {
        Self {
            order_id: view.order_id.clone(),
            payment_transaction_id: view.order_id.clone(),
            payment_account_id: view.merchant_id.clone(),
            purchase_reference: view.purchase_reference.clone(),
            merchant_reference_2: view.merchant_reference.clone(),
            capture_id: view.capture_id.clone(),
            payment_capture_id: view.capture_id.clone(),
        }
    }
}

impl DisputeDetails {
    pub(in crate::klarna) fn of(view: &DisputeView) -> Self {
        let created_by = match view.opened_by {
            ActorKind::Consumer => CreatedBy::Customer,
            _ => CreatedBy::KlarnaAgent,
        };
        Self { dispute_amount: view.amount.minor, currency: view.amount.currency, created_by }
    }
}

impl Configuration {
    pub(in crate::klarna) fn of(view: &DisputeView) -> Self {
        Self {
            base_framework: match view.framework {
                Framework::Framework2020 => BaseFramework::Framework2020,
                Framework::Framework2026 => BaseFramework::Framework2026,
            },
            options: ConfigurationOptions {
                hold_policy: match view.hold {
                    Hold::None => HoldPolicy::None,
                    Hold::OnOpen => HoldPolicy::OnDisputeInitiated,
                },
            },
        }
    }
}

impl Representment {
    pub(in crate::klarna) fn of(view: &DisputeView) -> Self {
        let state = RepresentmentState::of(view.answer);
        let moved = state != RepresentmentState::EvidenceRequested;
        Self {
            state,
            previous_state: moved.then_some(RepresentmentState::EvidenceRequested),
            expires_at: view.evidence_due,
            request: EvidenceAsked {
                requested_at: view.asked_at,
                additional_information: view.asked.clone(),
            },
            partner_evidence: view.merchant_evidence.as_ref().map(PartnerEvidence::of),
        }
    }
}

impl PartnerEvidence {
    pub(in crate::klarna) fn of(evidence: &EvidenceView) -> Self {
        Self {
            created_at: evidence.at,
            additional_information: evidence.text.clone(),
            attachments: evidence.attachments.iter().map(Attachment::of).collect(),
        }
    }
}

impl Attachment {
    fn of(view: &AttachmentView) -> Self {
        Self {
            payment_dispute_attachment_id: view.id.clone(),
            description: view.description.clone(),
            mime_type: view.media_type.clone(),
            url: view.url.clone(),
        }
    }
}

/// Two canonical states can be one of Klarna's: that is then no previous state.
pub(in crate::klarna) fn previous_state(
    view: &DisputeView,
    now: DisputeState,
) -> Option<DisputeState> {
    view.previous_state
        .and_then(DisputeState::of)
        .filter(|previous| *previous != now && *previous != DisputeState::Closed)
}

fn context(view: &DisputeView, state: DisputeState) -> Option<StateContext> {
    Some(match state {
        DisputeState::Initiated => {
            StateContext::Initiated { representment: Representment::of(view) }
        }
        DisputeState::Representment => StateContext::Representment {
            partner_evidence: view.merchant_evidence.as_ref().map(PartnerEvidence::of),
        },
        DisputeState::PreArbitration => {
            StateContext::PreArbitration { arbitration_expires_at: view.appeal_due }
        }
        DisputeState::Arbitration => StateContext::Arbitration {},
        DisputeState::Closed => {
            let closing = view.closing.as_ref()?;
            StateContext::Closed {
                dispute_outcome: MerchantSeat::of(closing.liable).into(),
                dispute_outcome_detailed: closing.code.clone(),
                closed_at: closing.at,
            }
        }
    })
}

pub(in crate::klarna) fn arbitration(view: &DisputeView) -> Option<Arbitration> {
    let preliminary = view.preliminary.as_ref()?;
    Some(Arbitration {
        preliminary_outcome: preliminary.seat.into(),
        preliminary_outcome_detailed: preliminary.code.clone(),
        arbitration_request: arbitration_request(view),
    })
}

pub(in crate::klarna) fn arbitration_request(view: &DisputeView) -> Option<ArbitrationRequest> {
    view.appeal.as_ref().map(|appeal| ArbitrationRequest {
        requested_at: appeal.at,
        additional_information: appeal.text.clone(),
        attachments: appeal.attachments.iter().map(Attachment::of).collect(),
    })
}

fn customer_evidence(view: &DisputeView) -> Vec<CustomerEvidence> {
    let items = view.customer_evidence.iter().take(CUSTOMER_EVIDENCE_MAX);
    items
        .map(|item| CustomerEvidence {
            payment_dispute_customer_evidence_id: item.id.clone(),
            // The customer's own description is not passed on: it may hold anything.
            attachment: CustomerAttachment {
                mime_type: item.media_type.clone(),
                url: item.url.clone(),
            },
        })
        .collect()
}

/// Grounds that Klarna's closed lists do not have are legal ones, and shown as such.
fn exceptions(view: &DisputeView) -> Vec<ProcessException> {
    let exceptions = view.exceptions.iter();
    exceptions
        .map(|exception| {
            let exception_type = match exception.kind {
                ExceptionKind::DisputeWindowExtension => "DISPUTE_WINDOW_EXTENSION",
                ExceptionKind::ImmediateDisputeResolution => "IMMEDIATE_DISPUTE_RESOLUTION",
            };
            let (reason, description) = match exception.ground {
                ExceptionGround::DisputeMisHandled => {
                    ("dispute_mis_handled", "An error was made in the earlier handling.")
                }
                ExceptionGround::FraudulentPartner => {
                    ("fraudulent_partner", "The partner was found to act fraudulently.")
                }
                ExceptionGround::RegulatoryRequirement
                | ExceptionGround::FraudClaim
                | ExceptionGround::LegalClaim
                | ExceptionGround::ConsumerLaw
                | ExceptionGround::DebtCollection => {
                    ("regulatory_requirement", "A legal or regulatory duty requires it.")
                }
            };
            ProcessException { exception_type, reason, description }
        })
        .collect()
}
