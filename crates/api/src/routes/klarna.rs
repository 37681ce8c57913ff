//! The merchant's seat in the shape of Klarna's Disputes API V4, for partners that are integrated
//! with it: the same paths, documents, filters, paging and errors.

use app::evidence::{Upload, upload};
use app::klarna::{self as seat, ListPage};
use app::{AppError, Principal, Session};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use connectors::klarna::list::DisputesList;
use connectors::klarna::request::{
    AcceptLossResponse, AppealResponse, FILE_BYTES_MAX, NewAttachmentResponse, RepresentResponse,
    check_file,
};
use connectors::klarna::v4::{Dispute as Document, DisputeState};
use connectors::klarna::{
    AppealRequest, DisputeView, ListFilter, ParameterError, RepresentRequest,
};
use dispute::Framework;
use kernel::EvidenceId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::dispute_acts::attachment;
use crate::AppState;
use crate::auth::SeatCaller;
use crate::problem::{FieldProblem, Problem};
use crate::reply::json;
use crate::types::klarna::{
    AcceptedLoss, AppealBody, AppealMade, FileForm, NewAttachment, RepresentBody, Represented,
    SeatDispute, SeatList,
};
use crate::wire::{DisputeId, MerchantId, PathParam, Text, body};

/// Room for the form around the file.
const FORM_BYTES_MAX: usize = FILE_BYTES_MAX + 64 * 1024;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    let with_file = OpenApiRouter::new()
        .routes(routes!(upload_attachment))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX));
    OpenApiRouter::new()
        .routes(routes!(list_seat_disputes))
        .routes(routes!(get_seat_dispute))
        .routes(routes!(represent_at_seat))
        .routes(routes!(appeal_at_seat))
        .routes(routes!(accept_loss_at_seat))
        .merge(with_file)
        .routes(routes!(download_attachment))
        .routes(routes!(enrol_merchant))
}

/// Every parameter that is wrong, as a problem; the edge gives it Klarna's shape.
fn wrong(errors: Vec<ParameterError>) -> Problem {
    let detail = "the request has parameters that are not acceptable";
    let first = errors.first().map(|error| error.parameter.clone()).unwrap_or_default();
    let field = |error: ParameterError| FieldProblem {
        field: error.parameter,
        problem: error.reason,
        fix: String::new(),
    };
    Problem::new("invalid_field", detail)
        .field(first)
        .errors(errors.into_iter().map(field).collect())
}

/// Attachments are fetched under `/download`.
fn document(mut view: DisputeView) -> Result<Document, AppError> {
    let of_merchant = view.merchant_evidence.iter_mut().flat_map(|sent| &mut sent.attachments);
    for attachment in of_merchant.chain(&mut view.customer_evidence) {
        attachment.url.push_str("/download");
    }
    Document::of(&view).ok_or_else(|| AppError::not_found("the dispute", &view.id))
}

/// List the merchant's disputes.
#[utoipa::path(get, path = "/v4/payment/disputes", tag = "klarna",
    params(
        ("order_ids" = Option<Vec<String>>, Query, description = "Repeated, or one with commas."),
        ("payment_transaction_ids" = Option<Vec<String>>, Query, description = "As `order_ids`."),
        ("purchase_references" = Option<Vec<String>>, Query, description = "As `order_ids`."),
        ("state" = Option<Vec<String>>, Query,
            description = "INITIATED, REPRESENTMENT, PRE_ARBITRATION, ARBITRATION, CLOSED."),
        ("reason" = Option<Vec<String>>, Query, description = "Such as INCORRECT_AMOUNT."),
        ("created_at_start" = Option<String>, Query, description = "RFC 3339."),
        ("created_at_end" = Option<String>, Query, description = "RFC 3339."),
        ("closed_at_start" = Option<String>, Query, description = "RFC 3339."),
        ("closed_at_end" = Option<String>, Query, description = "RFC 3339."),
        ("updated_at_start" = Option<String>, Query, description = "RFC 3339."),
        ("updated_at_end" = Option<String>, Query, description = "RFC 3339."),
        ("sort_by" = Option<String>, Query,
            description = "created_at or closed_at; a minus in front for descending order."),
        ("size" = Option<u32>, Query, minimum = 1, maximum = 100),
        ("starting_after" = Option<String>, Query, description = "The `last_item` of a page.")),
    responses((status = 200, body = SeatList)),
    extensions(("x-ombud-action" = json!("dispute.read"))))]
async fn list_seat_disputes(
    State(state): State<AppState>,
    SeatCaller(principal): SeatCaller,
    query: Result<Query<Vec<(String, String)>>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(pairs) =
        query.map_err(|rejection| Problem::new("invalid_parameter", rejection.body_text()))?;
    let filter = ListFilter::parse(&pairs).map_err(wrong)?;
    let list = state
        .app
        .read(&principal, move |session| {
            let ListPage { disputes, pagination } = seat::list(session, &filter)?;
            let disputes = disputes.into_iter().map(document).collect::<Result<_, _>>()?;
            Ok(DisputesList { disputes, pagination })
        })
        .await?;
    json(StatusCode::OK, &list)
}

/// Read a dispute from the merchant's seat.
#[utoipa::path(get, path = "/v4/payment/disputes/{payment_dispute_id}", tag = "klarna",
    params(("payment_dispute_id" = DisputeId, Path)),
    responses((status = 200, body = SeatDispute)),
    extensions(("x-ombud-action" = json!("dispute.read"))))]
async fn get_seat_dispute(
    State(state): State<AppState>,
    SeatCaller(principal): SeatCaller,
    PathParam(id): PathParam<DisputeId>,
) -> Result<Response, Problem> {
    let read = move |session: &mut Session<'_, '_>| document(seat::get(session, id.0)?);
    json(StatusCode::OK, &state.app.read(&principal, read).await?)
}

/// What is in dispute now: an offer must be below it.
async fn disputed(state: &AppState, caller: &Principal, id: DisputeId) -> Result<i64, Problem> {
    let read = move |session: &mut Session<'_, '_>| Ok(seat::get(session, id.0)?.amount.minor);
    Ok(state.app.read(caller, read).await?)
}

/// The state a command left, as this seat names it.
fn state_of(view: &DisputeView) -> Result<DisputeState, AppError> {
    DisputeState::of(view.state).ok_or_else(|| AppError::not_found("the dispute", &view.id))
}

/// A JSON body. (Klarna's clients send fields that are not known here; they are left aside.)
async fn read_json<T: serde::de::DeserializeOwned>(
    request: Request,
    state: &AppState,
) -> Result<T, Problem> {
    if body::media_type(&request) != "application/json" {
        let said = "the header Content-Type does not say application/json";
        return Err(Problem::new("unsupported_media_type", said).field("Content-Type"));
    }
    body::parse(&body::read(request, state).await?)
}

/// Contest a dispute with uploaded attachments, perhaps with an offer for a part.
#[utoipa::path(post, path = "/v4/payment/disputes/{payment_dispute_id}/represent", tag = "klarna",
    params(("payment_dispute_id" = DisputeId, Path)), request_body = RepresentBody,
    responses((status = 201, body = Represented)),
    extensions(("x-ombud-action" = json!("dispute.represent"))))]
async fn represent_at_seat(
    State(state): State<AppState>,
    SeatCaller(principal): SeatCaller,
    PathParam(id): PathParam<DisputeId>,
    request: Request,
) -> Result<Response, Problem> {
    let sent: RepresentRequest = read_json(request, &state).await?;
    sent.validate(disputed(&state, &principal, id).await?).map_err(wrong)?;
    let done = state
        .app
        .write(&principal, move |session| {
            let view = seat::represent(session, id.0, sent.clone())?;
            Ok(RepresentResponse {
                state: state_of(&view)?,
                created_at: session.now(),
                additional_information: sent.additional_information.clone(),
                attachments: sent.attachments.clone(),
            })
        })
        .await?;
    json(StatusCode::CREATED, &done)
}

/// Appeal a preliminary decision.
#[utoipa::path(post, path = "/v4/payment/disputes/{payment_dispute_id}/appeal", tag = "klarna",
    params(("payment_dispute_id" = DisputeId, Path)), request_body = AppealBody,
    responses((status = 201, body = AppealMade)),
    extensions(("x-ombud-action" = json!("dispute.appeal"))))]
async fn appeal_at_seat(
    State(state): State<AppState>,
    SeatCaller(principal): SeatCaller,
    PathParam(id): PathParam<DisputeId>,
    request: Request,
) -> Result<Response, Problem> {
    let sent: AppealRequest = read_json(request, &state).await?;
    sent.validate().map_err(wrong)?;
    let done = state
        .app
        .write(&principal, move |session| {
            let view = seat::appeal(session, id.0, sent.clone())?;
            Ok(AppealResponse {
                state: state_of(&view)?,
                created_at: session.now(),
                additional_information: sent.additional_information.clone(),
            })
        })
        .await?;
    json(StatusCode::CREATED, &done)
}

/// Accept the loss of a dispute.
#[utoipa::path(post, path = "/v4/payment/disputes/{payment_dispute_id}/accept-loss",
    tag = "klarna", params(("payment_dispute_id" = DisputeId, Path)),
    responses((status = 202, body = AcceptedLoss)),
    extensions(("x-ombud-action" = json!("dispute.accept_loss"))))]
async fn accept_loss_at_seat(
    State(state): State<AppState>,
    SeatCaller(principal): SeatCaller,
    PathParam(id): PathParam<DisputeId>,
) -> Result<Response, Problem> {
    let done = state
        .app
        .write(&principal, move |session| {
            let view = seat::accept_loss(session, id.0)?;
            Ok(AcceptLossResponse { state: state_of(&view)? })
        })
        .await?;
    json(StatusCode::ACCEPTED, &done)
}

/// Upload an attachment: PDF, JPEG, PNG or DOCX of at most 7 MB, in the field `file`.
#[utoipa::path(post, path = "/v4/payment/disputes/{payment_dispute_id}/attachments",
    tag = "klarna", params(("payment_dispute_id" = DisputeId, Path)),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 201, body = NewAttachment)),
    extensions(("x-ombud-action" = json!("evidence.add"))))]
async fn upload_attachment(
    State(state): State<AppState>,
    SeatCaller(principal): SeatCaller,
    PathParam(id): PathParam<DisputeId>,
    request: Request,
) -> Result<Response, Problem> {
    disputed(&state, &principal, id).await?;
    let request = body::at_hand(request, &state).await?;
    let form = Multipart::from_request(request, &state).await.map_err(|rejection| {
        Problem::new("unsupported_media_type", rejection.body_text()).field("Content-Type")
    })?;
    let (file_name, bytes) = read_form(form).await?;
    let kind = check_file(&file_name, &bytes).map_err(|error| wrong(vec![error]))?;
    let sent = Upload { file_name, media_type: kind.media_type().to_owned(), bytes };
    let kept = upload(&state.app, &principal, sent).await?;
    let id = kept.sha256.to_string();
    json(StatusCode::CREATED, &NewAttachmentResponse { payment_dispute_attachment_id: id })
}

/// The file of the form, and its name: the field `filename`, or the part's own.
async fn read_form(mut form: Multipart) -> Result<(String, Vec<u8>), Problem> {
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        let code = if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            "too_large"
        } else {
            "bad_request"
        };
        Problem::new(code, error.body_text())
    };
    let (mut named, mut file) = (None, None);
    while let Some(part) = form.next_field().await.map_err(unreadable)? {
        let field = part.name().map(str::to_owned);
        let own_name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(unreadable)?;
        match field.as_deref() {
            Some("filename") => named = String::from_utf8(bytes.to_vec()).ok(),
            Some("file") => file = Some((own_name, bytes.to_vec())),
            _ => {}
        }
    }
    let missing = || wrong(vec![ParameterError::new("file", "Send the file in this field.")]);
    let (own_name, bytes) = file.ok_or_else(missing)?;
    Ok((named.or(own_name).unwrap_or_default(), bytes))
}

/// Download an attachment of a dispute.
#[utoipa::path(get, tag = "klarna",
    path = "/v4/payment/disputes/{payment_dispute_id}/attachments/{attachment_id}/download",
    params(("payment_dispute_id" = DisputeId, Path), ("attachment_id" = crate::wire::EvidenceId, Path)),
    responses((status = 200, description = "The bytes of the file, as an attachment.",
        content_type = "application/octet-stream")),
    extensions(("x-ombud-action" = json!("evidence.read"))))]
async fn download_attachment(
    State(state): State<AppState>,
    SeatCaller(principal): SeatCaller,
    PathParam((id, evidence)): PathParam<(DisputeId, Text<EvidenceId>)>,
) -> Result<Response, Problem> {
    let file = state.app.blob(&principal, id.0, evidence.0).await?;
    Ok(attachment(&file.file_name, file.bytes))
}

/// Enrol a merchant: from now on it is also told in this shape.
#[utoipa::path(post, path = "/v4/payment/disputes/merchants/{merchant_id}/enroll", tag = "klarna",
    params(("merchant_id" = MerchantId, Path)),
    responses((status = 204, description = "Enrolled.")),
    extensions(("x-ombud-action" = json!("webhook.manage"))))]
async fn enrol_merchant(
    State(state): State<AppState>,
    SeatCaller(principal): SeatCaller,
    PathParam(merchant): PathParam<MerchantId>,
) -> Result<Response, Problem> {
    if principal.merchant.as_ref().is_some_and(|own| *own != merchant.0) {
        return Err(Problem::not_found());
    }
    let frameworks = [Framework::Framework2020, Framework::Framework2026];
    state.app.write(&principal, move |session| seat::enrol(session, None, &frameworks)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
