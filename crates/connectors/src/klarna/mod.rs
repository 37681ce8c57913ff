//! The merchant's seat in the shape of Klarna's Disputes API, so that a partner integrated with it
//! can point at Ombud: documents of V4 (`/v4/payment/disputes`), requests, paging, webhooks, and the
//! older V3 words for disputes of framework 2020.
//!
//! Pure conversions from a [`DisputeView`], which the API layer fills from its projection. Field names
//! and enumerations follow Klarna's published OpenAPI; no code was taken. Nothing here may show a
//! draft, a customer's free text, or anything of a risk case beyond its reason.

pub mod error;
pub mod list;
pub mod request;
pub mod v3;
pub mod v4;
pub mod view;
pub mod webhook;

pub use error::{ErrorDocument, ParameterError};
pub use list::{Cursor, ListFilter, Pagination, Sort};
pub use request::{AppealRequest, AttachmentRef, EnrolPartnerRequest, RepresentRequest};
pub use view::{
    AppealView, AttachmentView, ClosingView, DisputeView, EvidenceView, ExceptionView,
    MerchantAnswer, PreliminaryView,
};
pub use webhook::{Webhook, WebhookChange, WebhookContext, sign_webhook};
