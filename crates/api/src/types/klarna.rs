//! How the OpenAPI document describes the Klarna-compatible seat. The documents themselves are made
//! by `connectors::klarna`; a test holds these descriptions to them.

use std::borrow::Cow;

use connectors::klarna::ErrorDocument;
use serde::Deserialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, Object, ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::problem::Problem;

const STATES: [&str; 5] =
    ["INITIATED", "REPRESENTMENT", "PRE_ARBITRATION", "ARBITRATION", "CLOSED"];

fn text() -> Object {
    ObjectBuilder::new().schema_type(Type::String).build()
}

fn words(words: &[&'static str]) -> Object {
    let words = words.iter().copied();
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).build()
}

fn object() -> Object {
    ObjectBuilder::new().schema_type(Type::Object).build()
}

/// A dispute as the seat shows it: its schema.
#[derive(Debug)]
pub(crate) struct SeatDispute;

impl PartialSchema for SeatDispute {
    fn schema() -> RefOr<Schema> {
        let reasons = connectors::klarna::v4::DisputeReason::ALL;
        let reasons = reasons.iter().filter_map(|reason| serde_json::to_value(reason).ok());
        let reason = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(reasons));
        let integer = ObjectBuilder::new().schema_type(Type::Integer).build();
        let details = ObjectBuilder::new()
            .property("dispute_amount", integer)
            .required("dispute_amount")
            .property("currency", text())
            .required("currency")
            .property("created_by", words(&["CUSTOMER", "KLARNA_AGENT"]))
            .required("created_by");
        ObjectBuilder::new()
            .description(Some("A dispute in the shape of Klarna's Disputes API V4."))
            .property("payment_dispute_id", text())
            .required("payment_dispute_id")
            .property("dispute_reason", reason)
            .required("dispute_reason")
            .property("state", words(&STATES))
            .required("state")
            .property("previous_state", words(&STATES))
            .property("order_id", text())
            .required("order_id")
            .property("payment_transaction_id", text())
            .property("payment_account_id", text())
            .property("purchase_reference", text())
            .property("merchant_reference2", text())
            .property("capture_id", text())
            .property("payment_capture_id", text())
            .property("dispute_details", details)
            .required("dispute_details")
            .property("state_context", object())
            .required("state_context")
            .property("representment", object())
            .property("arbitration", object())
            .property("customer_evidences", ArrayBuilder::new().items(object()))
            .property("process_exceptions", ArrayBuilder::new().items(object()))
            .property("configuration", object())
            .required("configuration")
            .property("created_at", text())
            .required("created_at")
            .property("updated_at", text())
            .required("updated_at")
            .into()
    }
}

impl ToSchema for SeatDispute {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("KlarnaDispute")
    }
}

/// One page of disputes.
#[derive(Debug, ToSchema)]
#[schema(as = KlarnaDisputes)]
#[expect(dead_code, reason = "it is the schema of `connectors::klarna::list::DisputesList`")]
pub(crate) struct SeatList {
    disputes: Vec<SeatDispute>,
    pagination: Pagination,
}

/// Where a page stands.
#[derive(Debug, ToSchema)]
#[schema(as = KlarnaPagination)]
#[expect(dead_code, reason = "it is the schema of `connectors::klarna::Pagination`")]
pub(crate) struct Pagination {
    count: usize,
    first_item: Option<String>,
    /// Null when there is no next page.
    last_item: Option<String>,
}

/// A file that was uploaded before.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = KlarnaAttachment)]
#[expect(dead_code, reason = "it is the schema of `connectors::klarna::AttachmentRef`")]
pub(crate) struct AttachmentBody {
    #[schema(min_length = 1, max_length = 255)]
    payment_dispute_attachment_id: String,
    #[schema(max_length = 1000, nullable = false)]
    description: Option<String>,
}

/// An answer of the merchant.
#[derive(Debug, ToSchema)]
#[schema(as = KlarnaRepresent)]
#[expect(dead_code, reason = "it is the schema of `connectors::klarna::RepresentRequest`")]
pub(crate) struct RepresentBody {
    #[schema(min_items = 1, max_items = 10)]
    attachments: Vec<AttachmentBody>,
    #[schema(max_length = 5000, nullable = false)]
    additional_information: Option<String>,
    /// Minor units: a defence of the rest.
    #[schema(minimum = 1, nullable = false)]
    partner_proposed_refund_amount: Option<i64>,
}

/// What the answer left.
#[derive(Debug, ToSchema)]
#[schema(as = KlarnaRepresented)]
#[expect(dead_code, reason = "it is the schema of `RepresentResponse`")]
pub(crate) struct Represented {
    #[schema(example = "REPRESENTMENT")]
    state: String,
    created_at: String,
    #[schema(nullable = false)]
    additional_information: Option<String>,
    attachments: Vec<AttachmentBody>,
}

/// An appeal.
#[derive(Debug, ToSchema)]
#[schema(as = KlarnaAppeal)]
#[expect(dead_code, reason = "it is the schema of `connectors::klarna::AppealRequest`")]
pub(crate) struct AppealBody {
    #[schema(min_length = 1, max_length = 10_000)]
    additional_information: String,
    #[schema(max_items = 10, required = false)]
    attachments: Vec<AttachmentBody>,
}

/// What the appeal left.
#[derive(Debug, ToSchema)]
#[schema(as = KlarnaAppealMade)]
#[expect(dead_code, reason = "it is the schema of `AppealResponse`")]
pub(crate) struct AppealMade {
    #[schema(example = "ARBITRATION")]
    state: String,
    created_at: String,
    additional_information: String,
}

/// What accepting the loss left.
#[derive(Debug, ToSchema)]
#[schema(as = KlarnaAcceptedLoss)]
#[expect(dead_code, reason = "it is the schema of `AcceptLossResponse`")]
pub(crate) struct AcceptedLoss {
    #[schema(example = "CLOSED")]
    state: String,
}

/// A file in a form.
#[derive(Debug, ToSchema)]
#[schema(as = KlarnaFileForm)]
#[expect(dead_code, reason = "it is the schema of a form")]
pub(crate) struct FileForm {
    #[schema(format = Binary)]
    file: String,
    #[schema(max_length = 1000, nullable = false)]
    filename: Option<String>,
}

/// A file that was taken.
#[derive(Debug, ToSchema)]
#[schema(as = KlarnaNewAttachment)]
#[expect(dead_code, reason = "it is the schema of `NewAttachmentResponse`")]
pub(crate) struct NewAttachment {
    payment_dispute_attachment_id: String,
}

/// The body of every refusal at this seat.
#[derive(Debug, ToSchema)]
#[schema(as = KlarnaError)]
#[expect(dead_code, reason = "it is the schema of `connectors::klarna::ErrorDocument`")]
pub(crate) struct SeatError {
    error_id: String,
    #[schema(example = "VALIDATION_ERROR")]
    error_code: String,
    #[schema(example = "INPUT_ERROR")]
    error_type: String,
    error_message: String,
    #[schema(required = false)]
    validation_errors: Vec<SeatParameterError>,
}

/// One parameter that is wrong.
#[derive(Debug, ToSchema)]
#[schema(as = KlarnaParameterError)]
#[expect(dead_code, reason = "it is the schema of `connectors::klarna::ParameterError`")]
pub(crate) struct SeatParameterError {
    parameter: String,
    reason: String,
}

/// A problem with Klarna's status, types and codes.
pub(crate) fn error_document(problem: &Problem, error_id: &str) -> (u16, ErrorDocument) {
    use connectors::klarna::ParameterError;
    let body = problem.body(error_id);
    let plain = |status, kind| (status, ErrorDocument::plain(error_id, kind, &body.detail));
    let invalid = || {
        let errors = body.errors.iter();
        let mut errors: Vec<ParameterError> =
            errors.map(|error| ParameterError::new(&error.field, &error.problem)).collect();
        if let Some(field) = body.field.as_ref().filter(|_| errors.is_empty()) {
            errors.push(ParameterError::new(field, &body.detail));
        }
        (400, ErrorDocument::validation(error_id, errors))
    };
    match (body.status, problem.code()) {
        (400, _) | (422, "invalid_field" | "file_refused" | "file_too_large") => invalid(),
        (401, _) => plain(401, ("ACCESS_ERROR", "UNAUTHORIZED")),
        (403, _) => plain(403, ("RESOURCE_ERROR", "OPERATION_FORBIDDEN")),
        (404, _) => (404, ErrorDocument::not_found(error_id)),
        (409 | 422, _) => (409, ErrorDocument::conflict(error_id, &body.detail)),
        (413, _) => plain(413, ("INPUT_ERROR", "PAYLOAD_TOO_LARGE")),
        (415, _) => plain(415, ("INPUT_ERROR", "UNSUPPORTED_MEDIA_TYPE")),
        (405, _) => plain(405, ("INPUT_ERROR", "METHOD_NOT_ALLOWED")),
        (503, _) => plain(503, ("TECHNICAL_ERROR", "SERVICE_UNAVAILABLE")),
        (status, _) => plain(status, ("TECHNICAL_ERROR", "INTERNAL_ERROR")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_become_klarnas_errors() {
        let table = [
            ("invalid_field", 400, "VALIDATION_ERROR"),
            ("invalid_body", 400, "VALIDATION_ERROR"),
            ("unauthenticated", 401, "UNAUTHORIZED"),
            ("forbidden", 403, "OPERATION_FORBIDDEN"),
            ("not_found", 404, "RESOURCE_NOT_FOUND"),
            ("wrong_state", 409, "RESOURCE_CONFLICT"),
            ("no_appeal", 409, "RESOURCE_CONFLICT"),
            ("overloaded", 503, "SERVICE_UNAVAILABLE"),
            ("internal", 500, "INTERNAL_ERROR"),
        ];
        for (code, status, expected) in table {
            let problem = Problem::new(code, "why").field("size");
            let (found, document) = error_document(&problem, "r1");
            assert_eq!((found, document.error_code), (status, expected), "{code}");
            assert_eq!(document.error_id, "r1");
        }
    }
}
