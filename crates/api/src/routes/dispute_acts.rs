//! What the parties and the desk do to a dispute. Each operation is one input of its machine.

use app::disputes::{self, Acted, DisputeView};
use app::{AppError, Role, Session};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::files;
use crate::limits::EVIDENCE_BODY_BYTES_MAX;
use crate::problem::Problem;
use crate::reply::{Command, Nothing};
use crate::types::dispute::Dispute;
use crate::types::dispute_requests::{
    AddEvidence, AnswerProposal, AskMore, ClaimExemption, ConfirmFacts, Decide, ExtendDeadline,
    MakeAppeal, Represent, RequestReview, ResolveAtOnce,
};
use crate::types::task::Task;
use crate::wire::{DisputeId, EvidenceId, PathParam};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    let with_files = OpenApiRouter::new()
        .routes(routes!(add_evidence))
        .routes(routes!(represent))
        .routes(routes!(appeal))
        .layer(DefaultBodyLimit::max(EVIDENCE_BODY_BYTES_MAX));
    OpenApiRouter::new()
        .merge(with_files)
        .routes(routes!(confirm_facts))
        .routes(routes!(download_evidence))
        .routes(routes!(accept_loss))
        .routes(routes!(withdraw))
        .routes(routes!(answer_proposal))
        .routes(routes!(request_review))
        .routes(routes!(decide))
        .routes(routes!(ask_more))
        .routes(routes!(extend_deadline))
        .routes(routes!(resolve_at_once))
        .routes(routes!(claim_exemption))
        .routes(routes!(approve_exemption))
}

/// Runs one operation on a dispute, and shows what became of it.
async fn act<T, W>(
    state: &AppState,
    caller: Caller,
    command: Command<T>,
    mut work: W,
) -> Result<Response, Problem>
where
    T: Send + Sync + 'static,
    W: FnMut(&mut Session<'_, '_>, &T) -> Result<DisputeView, AppError> + Send + 'static,
{
    let Caller(principal) = caller;
    let role = principal.role;
    command
        .run(state, &principal, StatusCode::OK, move |session, value| {
            Ok(Dispute::seen_by(role, work(session, value)?))
        })
        .await
}

/// Hand in evidence, as the party that the caller is.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/evidence", tag = "disputes",
    params(("dispute_id" = DisputeId, Path)), request_body = AddEvidence,
    responses((status = 200, body = Dispute)),
    extensions(("x-ombud-action" = json!("evidence.add"))))]
async fn add_evidence(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<DisputeId>,
    command: Command<AddEvidence>,
) -> Result<Response, Problem> {
    let sent = command.value().evidence.clone();
    let items = files::take(&state, &caller.0, "evidence", sent).await?;
    act(&state, caller, command, move |session, _| {
        disputes::add_evidence(session, id.0, items.clone())
    })
    .await
}

/// Contest the claim, with evidence and perhaps an offer for a part.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/represent", tag = "disputes",
    params(("dispute_id" = DisputeId, Path)), request_body = Represent,
    responses((status = 200, body = Dispute)),
    extensions(("x-ombud-action" = json!("dispute.represent"))))]
async fn represent(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<DisputeId>,
    command: Command<Represent>,
) -> Result<Response, Problem> {
    let sent = command.value().evidence.clone();
    let items = files::take(&state, &caller.0, "evidence", sent).await?;
    act(&state, caller, command, move |session, body| {
        disputes::represent(
            session,
            dispute::Represent {
                dispute: id.0,
                text: body.text.clone(),
                items: items.clone(),
                proposal_minor: body.proposal_minor,
            },
        )
    })
    .await
}

/// Appeal a preliminary decision, once.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/appeal", tag = "disputes",
    params(("dispute_id" = DisputeId, Path)), request_body = MakeAppeal,
    responses((status = 200, body = Dispute)),
    extensions(("x-ombud-action" = json!("dispute.appeal"))))]
async fn appeal(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<DisputeId>,
    command: Command<MakeAppeal>,
) -> Result<Response, Problem> {
    let sent = command.value().evidence.clone();
    let items = files::take(&state, &caller.0, "evidence", sent).await?;
    act(&state, caller, command, move |session, body| {
        disputes::appeal(session, id.0, body.text.clone(), items.clone())
    })
    .await
}

/// Accept the loss: the customer gets what is in dispute.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/accept-loss", tag = "disputes",
    params(("dispute_id" = DisputeId, Path)),
    responses((status = 200, body = Dispute)),
    extensions(("x-ombud-action" = json!("dispute.accept_loss"))))]
async fn accept_loss(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<DisputeId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    act(&state, caller, command, move |session, _| disputes::accept_loss(session, id.0)).await
}

/// Take the claim back.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/withdraw", tag = "disputes",
    params(("dispute_id" = DisputeId, Path)),
    responses((status = 200, body = Dispute)),
    extensions(("x-ombud-action" = json!("dispute.withdraw"))))]
async fn withdraw(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<DisputeId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    act(&state, caller, command, move |session, _| disputes::withdraw(session, id.0)).await
}

/// Accept or reject the merchant's offer.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/proposal/answer", tag = "disputes",
    params(("dispute_id" = DisputeId, Path)), request_body = AnswerProposal,
    responses((status = 200, body = Dispute)),
    extensions(("x-ombud-action" = json!("proposal.answer"))))]
async fn answer_proposal(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<DisputeId>,
    command: Command<AnswerProposal>,
) -> Result<Response, Problem> {
    act(&state, caller, command, move |session, body| {
        disputes::answer_proposal(session, id.0, body.accept)
    })
    .await
}

/// Ask that a person looks at a decision again. A customer needs no reason.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/review", tag = "disputes",
    params(("dispute_id" = DisputeId, Path)), request_body = RequestReview,
    responses((status = 200, body = Dispute)),
    extensions(("x-ombud-action" = json!("review.request"))))]
async fn request_review(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<DisputeId>,
    command: Command<RequestReview>,
) -> Result<Response, Problem> {
    act(&state, caller, command, move |session, body| {
        disputes::request_review(session, id.0, body.ground.0)
    })
    .await
}

/// Ask the merchant once more, with a new deadline.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/ask-more", tag = "disputes",
    params(("dispute_id" = DisputeId, Path)), request_body = AskMore,
    responses((status = 200, body = Dispute)),
    extensions(("x-ombud-action" = json!("deadline.extend"))))]
async fn ask_more(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<DisputeId>,
    command: Command<AskMore>,
) -> Result<Response, Problem> {
    act(&state, caller, command, move |session, body| {
        disputes::ask_more(session, id.0, body.what.clone())
    })
    .await
}

/// Give the merchant more time.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/extend-deadline", tag = "disputes",
    params(("dispute_id" = DisputeId, Path)), request_body = ExtendDeadline,
    responses((status = 200, body = Dispute)),
    extensions(("x-ombud-action" = json!("deadline.extend"))))]
async fn extend_deadline(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<DisputeId>,
    command: Command<ExtendDeadline>,
) -> Result<Response, Problem> {
    act(&state, caller, command, move |session, body| {
        disputes::extend_deadline(session, id.0, body.until.0, body.ground.0)
    })
    .await
}

/// Decide at once, outside the normal course.
///
/// Above one's own limit it becomes a request to a second person.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/resolve", tag = "disputes",
    params(("dispute_id" = DisputeId, Path)), request_body = ResolveAtOnce,
    responses((status = 200, body = Decided)),
    extensions(("x-ombud-action" = json!("exception.apply"))))]
async fn resolve_at_once(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<DisputeId>,
    command: Command<ResolveAtOnce>,
) -> Result<Response, Problem> {
    let role = principal.role;
    command
        .run(&state, &principal, StatusCode::OK, move |session, body| {
            let acted = disputes::resolve_at_once(session, id.0, body.for_party.0, body.ground.0)?;
            Ok(Decided::seen_by(role, acted))
        })
        .await
}

/// Claim the exemption for a customer's own fraud (PSRs 2017 reg. 76(2)): a second person must agree.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/exemption", tag = "disputes",
    params(("dispute_id" = DisputeId, Path)), request_body = ClaimExemption,
    responses((status = 200, body = Dispute)),
    extensions(("x-ombud-action" = json!("exemption.claim"))))]
async fn claim_exemption(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<DisputeId>,
    command: Command<ClaimExemption>,
) -> Result<Response, Problem> {
    act(&state, caller, command, move |session, body| {
        disputes::claim_exemption(session, id.0, body.notice_reference.clone())
    })
    .await
}

/// Agree to a claimed exemption, as the second person.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/exemption/approve", tag = "disputes",
    params(("dispute_id" = DisputeId, Path)),
    responses((status = 200, body = Dispute)),
    extensions(("x-ombud-action" = json!("exemption.approve"))))]
async fn approve_exemption(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<DisputeId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    act(&state, caller, command, move |session, _| disputes::approve_exemption(session, id.0)).await
}

/// Confirm or correct the facts that were read from an item.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/evidence/{evidence_id}/facts", tag = "disputes",
    params(("dispute_id" = DisputeId, Path), ("evidence_id" = EvidenceId, Path)),
    request_body = ConfirmFacts, responses((status = 200, body = Dispute)),
    extensions(("x-ombud-action" = json!("evidence.confirm_fact"))))]
async fn confirm_facts(
    State(state): State<AppState>,
    caller: Caller,
    PathParam((id, evidence)): PathParam<(DisputeId, EvidenceId)>,
    command: Command<ConfirmFacts>,
) -> Result<Response, Problem> {
    act(&state, caller, command, move |session, body| {
        let facts = body.facts.clone().into();
        disputes::confirm_fact(session, id.0, evidence.0, facts, body.authenticity.0)
    })
    .await
}

/// Download the file of an item of evidence.
#[utoipa::path(get, path = "/v1/disputes/{dispute_id}/evidence/{evidence_id}/file", tag = "disputes",
    params(("dispute_id" = DisputeId, Path), ("evidence_id" = EvidenceId, Path)),
    responses((status = 200, description = "The bytes of the file, as an attachment.",
        content_type = "application/octet-stream")),
    extensions(("x-ombud-action" = json!("evidence.read"))))]
async fn download_evidence(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam((id, evidence)): PathParam<(DisputeId, EvidenceId)>,
) -> Result<Response, Problem> {
    let file = state.app.blob(&principal, id.0, evidence.0).await?;
    Ok(attachment(&file.file_name, file.bytes))
}

/// Bytes that a browser saves and never shows: what a stranger uploaded must not run here.
pub(super) fn attachment(name: &str, bytes: Vec<u8>) -> Response {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let name: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    let disposition = format!("attachment; filename=\"{name}\"");
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let octets = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, octets);
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox"),
    );
    response
}

/// Done, or waiting for somebody else's approval.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "result", rename_all = "snake_case")]
pub(crate) enum Decided {
    Done {
        dispute: Box<Dispute>,
    },
    /// The amount is above what one person may do alone: see the task.
    AwaitsApproval {
        task: Box<Task>,
    },
}

impl Decided {
    fn seen_by(role: Role, acted: Acted<DisputeView>) -> Self {
        match acted {
            Acted::Done(view) => Self::Done { dispute: Box::new(Dispute::seen_by(role, view)) },
            Acted::AwaitsApproval(task) => Self::AwaitsApproval { task: Box::new((*task).into()) },
        }
    }
}

/// Decide a dispute, as a person. Above one's own limit it becomes a request to a second person.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/decide", tag = "decisions",
    params(("dispute_id" = DisputeId, Path)), request_body = Decide,
    responses((status = 200, body = Decided)),
    extensions(("x-ombud-action" = json!("decision.make"))))]
async fn decide(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<DisputeId>,
    command: Command<Decide>,
) -> Result<Response, Problem> {
    let role = principal.role;
    command
        .run(&state, &principal, StatusCode::OK, move |session, body| {
            Ok(Decided::seen_by(role, disputes::decide(session, body.of(id.0))?))
        })
        .await
}
