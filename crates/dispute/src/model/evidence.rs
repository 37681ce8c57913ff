//! What a party hands in to be believed, and what was read from it.

use kernel::canonical::Sha256Hex;
use kernel::{Actor, EvidenceId, Timestamp};
use serde::{Deserialize, Serialize};

/// Who handed it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    Consumer,
    Merchant,
    Provider,
}

impl Party {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Consumer => "consumer",
            Self::Merchant => "merchant",
            Self::Provider => "provider",
        }
    }
}

/// What the item is. Completeness is a table of reason × type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceType {
    // From the customer.
    MerchantContact,
    Photo,
    Description,
    ReturnReceipt,
    RefundConfirmation,
    PaymentProof,
    Receipt,
    Declaration,
    PoliceReport,
    // From the merchant.
    ProofOfDelivery,
    TrackingLink,
    ShippingRecord,
    RecipientCheck,
    Listing,
    ResolutionOffer,
    ReturnLabel,
    ReturnPolicy,
    RefundRecord,
    ItemisedInvoice,
    PaymentLedger,
    Terms,
    OrderData,
    StopAttempt,
    CancellationRecord,
    // From anyone.
    Message,
    Other,
}

/// An item as kept with the dispute: the file itself lies in the blob store under its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceItem {
    pub id: EvidenceId,
    pub party: Party,
    #[serde(rename = "type")]
    pub kind: EvidenceType,
    pub received_at: Timestamp,
    pub by: Actor,
    /// Of the file, when there is one: a link or a text is no attachment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256Hex>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default, skip_serializing_if = "Extracted::is_empty")]
    pub extracted: Extracted,
    /// Received at or after the deadline: kept, and usable only by a reopening.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    #[serde(default, skip_serializing_if = "Authenticity::is_unchecked")]
    pub authenticity: Authenticity,
}

/// Facts read from an item, typed. What a model read counts only once a rule or a person
/// confirmed it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Extracted {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipped_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<commerce::Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_minor: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refunded_minor: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmation>,
    /// The model that read it, when a model did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

impl Extracted {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How an extracted fact came to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmation {
    /// Given by the party as typed fields, with the attachment that shows it.
    Stated,
    /// Agrees with the carrier's or the provider's own record.
    Rule,
    /// A person looked.
    Person,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Authenticity {
    #[default]
    Unchecked,
    Clean,
    Suspicious,
}

impl Authenticity {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if wants it")]
    fn is_unchecked(&self) -> bool {
        *self == Self::Unchecked
    }
}
