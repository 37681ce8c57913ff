//! The ids of the API: the company's own texts, and the UUIDs that Ombud makes.

use super::scalar::{Scalar, Shape, Text};

/// The company's own ids (`kernel::id`).
const EXTERNAL: Shape =
    Shape::Pattern { pattern: "^[A-Za-z0-9._:@/+=-]+$", chars_max: kernel::EXTERNAL_ID_CHARS_MAX };
const UUID_EXAMPLE: &str = "01930d1c-8f00-7000-8000-000000000000";

pub type TenantId = Text<kernel::TenantId>;
pub type MerchantId = Text<kernel::MerchantId>;
pub type CustomerId = Text<kernel::CustomerId>;
pub type DeviceId = Text<kernel::DeviceId>;
pub type OrderId = Text<kernel::OrderId>;
pub type LineId = Text<kernel::LineId>;
pub type CaptureId = Text<kernel::CaptureId>;
pub type ShipmentId = Text<kernel::ShipmentId>;
pub type ReturnId = Text<kernel::ReturnId>;
pub type PaymentId = Text<kernel::PaymentId>;
pub type RefundId = Text<kernel::RefundId>;
pub type SettlementId = Text<kernel::SettlementId>;
pub type NetworkDisputeId = Text<kernel::NetworkDisputeId>;
pub type PrincipalId = Text<kernel::PrincipalId>;
pub type PlanId = Text<kernel::PlanId>;
pub type DisputeId = Text<kernel::DisputeId>;
pub type EntryId = Text<kernel::EntryId>;
pub type EventId = Text<kernel::EventId>;
pub type EvidenceId = Text<kernel::EvidenceId>;
pub type DecisionId = Text<kernel::DecisionId>;
pub type EffectId = Text<kernel::EffectId>;
pub type TimerId = Text<kernel::TimerId>;
pub type TaskId = Text<kernel::TaskId>;
pub type NoticeId = Text<kernel::NoticeId>;
pub type ComplaintId = Text<kernel::ComplaintId>;
pub type ConversationId = Text<kernel::ConversationId>;
pub type AttachmentId = Text<kernel::AttachmentId>;
pub type SupportNeedId = Text<kernel::SupportNeedId>;
pub type MacroId = Text<kernel::MacroId>;
pub type ScorecardId = Text<kernel::ScorecardId>;
pub type CobrowseId = Text<kernel::CobrowseId>;
pub type WebhookId = Text<kernel::WebhookId>;
pub type DeliveryId = Text<kernel::DeliveryId>;
pub type ApiKeyId = Text<kernel::ApiKeyId>;
pub type AuditId = Text<kernel::AuditId>;
pub type UserId = Text<kernel::UserId>;
pub type SessionId = Text<kernel::SessionId>;
pub type CustomRoleId = Text<kernel::CustomRoleId>;

impl Scalar for kernel::TenantId {
    const NAME: &'static str = "TenantId";
    const EXAMPLE: &'static str = "demo";
    const ABOUT: &'static str = "A tenant.";
    const SHAPE: Shape = EXTERNAL;
}

impl Scalar for kernel::MerchantId {
    const NAME: &'static str = "MerchantId";
    const EXAMPLE: &'static str = "shop-17";
    const ABOUT: &'static str = "A merchant, by the company's own id.";
    const SHAPE: Shape = EXTERNAL;
}

impl Scalar for kernel::CustomerId {
    const NAME: &'static str = "CustomerId";
    const EXAMPLE: &'static str = "cus-204";
    const ABOUT: &'static str = "A customer, by the company's own id.";
    const SHAPE: Shape = EXTERNAL;
}

impl Scalar for kernel::DeviceId {
    const NAME: &'static str = "DeviceId";
    const EXAMPLE: &'static str = "dev-9";
    const ABOUT: &'static str = "A device, by the company's own id.";
    const SHAPE: Shape = EXTERNAL;
}

impl Scalar for kernel::OrderId {
    const NAME: &'static str = "OrderId";
    const EXAMPLE: &'static str = "ord-1001";
    const ABOUT: &'static str = "An order, by the company's own id.";
    const SHAPE: Shape = EXTERNAL;
}

impl Scalar for kernel::LineId {
    const NAME: &'static str = "LineId";
    const EXAMPLE: &'static str = "1";
    const ABOUT: &'static str = "A line of an order.";
    const SHAPE: Shape = EXTERNAL;
}

impl Scalar for kernel::CaptureId {
    const NAME: &'static str = "CaptureId";
    const EXAMPLE: &'static str = "cap-1";
    const ABOUT: &'static str = "A capture.";
    const SHAPE: Shape = EXTERNAL;
}

impl Scalar for kernel::ShipmentId {
    const NAME: &'static str = "ShipmentId";
    const EXAMPLE: &'static str = "shp-1";
    const ABOUT: &'static str = "A shipment.";
    const SHAPE: Shape = EXTERNAL;
}

impl Scalar for kernel::ReturnId {
    const NAME: &'static str = "ReturnId";
    const EXAMPLE: &'static str = "ret-1";
    const ABOUT: &'static str = "A return.";
    const SHAPE: Shape = EXTERNAL;
}

impl Scalar for kernel::PaymentId {
    const NAME: &'static str = "PaymentId";
    const EXAMPLE: &'static str = "pay-1";
    const ABOUT: &'static str = "A payment of the customer.";
    const SHAPE: Shape = EXTERNAL;
}

impl Scalar for kernel::RefundId {
    const NAME: &'static str = "RefundId";
    const EXAMPLE: &'static str = "ref-1";
    const ABOUT: &'static str = "A refund of the merchant.";
    const SHAPE: Shape = EXTERNAL;
}

impl Scalar for kernel::SettlementId {
    const NAME: &'static str = "SettlementId";
    const EXAMPLE: &'static str = "set-1";
    const ABOUT: &'static str = "A settlement with a merchant.";
    const SHAPE: Shape = EXTERNAL;
}

impl Scalar for kernel::NetworkDisputeId {
    const NAME: &'static str = "NetworkDisputeId";
    const EXAMPLE: &'static str = "net-1";
    const ABOUT: &'static str = "A chargeback of a card network.";
    const SHAPE: Shape = EXTERNAL;
}

impl Scalar for kernel::PrincipalId {
    const NAME: &'static str = "PrincipalId";
    const EXAMPLE: &'static str = "agent-anna";
    const ABOUT: &'static str = "Who acts, inside one tenant.";
    const SHAPE: Shape = EXTERNAL;
}

impl Scalar for kernel::PlanId {
    const NAME: &'static str = "PlanId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A plan.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::DisputeId {
    const NAME: &'static str = "DisputeId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A dispute.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::EntryId {
    const NAME: &'static str = "EntryId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A ledger entry.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::EventId {
    const NAME: &'static str = "EventId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "An event.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::EvidenceId {
    const NAME: &'static str = "EvidenceId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "An item of evidence.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::DecisionId {
    const NAME: &'static str = "DecisionId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A decision.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::EffectId {
    const NAME: &'static str = "EffectId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "Money on its way out.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::TimerId {
    const NAME: &'static str = "TimerId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A clock.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::TaskId {
    const NAME: &'static str = "TaskId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A task for a person.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::NoticeId {
    const NAME: &'static str = "NoticeId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A letter.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::ComplaintId {
    const NAME: &'static str = "ComplaintId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A complaint.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::ConversationId {
    const NAME: &'static str = "ConversationId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A conversation.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::AttachmentId {
    const NAME: &'static str = "AttachmentId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A file of a conversation.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::SupportNeedId {
    const NAME: &'static str = "SupportNeedId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "Something a customer needs in order to be served well.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::MacroId {
    const NAME: &'static str = "MacroId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A block of text.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::ScorecardId {
    const NAME: &'static str = "ScorecardId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A scorecard.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::CobrowseId {
    const NAME: &'static str = "CobrowseId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A co-browsing session.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::WebhookId {
    const NAME: &'static str = "WebhookId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A webhook endpoint.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::DeliveryId {
    const NAME: &'static str = "DeliveryId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A delivery to a webhook endpoint.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::ApiKeyId {
    const NAME: &'static str = "ApiKeyId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "An API key; not the key itself.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::AuditId {
    const NAME: &'static str = "AuditId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "An audit entry.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::UserId {
    const NAME: &'static str = "UserId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A person who signs in: of the desk, or of a merchant.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::SessionId {
    const NAME: &'static str = "SessionId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A session; not its secret.";
    const SHAPE: Shape = Shape::Uuid;
}

impl Scalar for kernel::CustomRoleId {
    const NAME: &'static str = "CustomRoleId";
    const EXAMPLE: &'static str = UUID_EXAMPLE;
    const ABOUT: &'static str = "A custom role.";
    const SHAPE: Shape = Shape::Uuid;
}
