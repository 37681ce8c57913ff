//! A first look at a dispute, and a person's answer to what was read from its evidence.

use app::readings::{self, Verdict};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::types::triage::{AnswerFact, EvidenceReading, Triage};
use crate::wire::{DisputeId, EvidenceId, FactField, PathParam};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(triage_of_dispute)).routes(routes!(answer_fact))
}

/// A first look at a dispute, for the desk: most likely reason, urgency, what is missing, linked and past
/// cases, and what was read from its evidence, with hints of tampering. Advice: no decision looks at it.
#[utoipa::path(get, path = "/v1/disputes/{dispute_id}/triage", tag = "disputes",
    params(("dispute_id" = DisputeId, Path)), responses((status = 200, body = Triage)),
    extensions(("x-ombud-action" = json!("dispute.outlook"))))]
async fn triage_of_dispute(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<DisputeId>,
) -> Result<Json<Triage>, Problem> {
    read(&state, &principal, move |session| Ok(app::triage::triage(session, id.0)?.into())).await
}

/// Confirm or reject a fact that was read from the file of an item. A confirmed fact counts from now on: in
/// review, the rules look again.
#[utoipa::path(post, path = "/v1/disputes/{dispute_id}/evidence/{evidence_id}/facts/{field}",
    tag = "disputes",
    params(("dispute_id" = DisputeId, Path), ("evidence_id" = EvidenceId, Path),
        ("field" = FactField, Path)),
    request_body = AnswerFact, responses((status = 200, body = EvidenceReading)),
    extensions(("x-ombud-action" = json!("evidence.confirm_fact"))))]
async fn answer_fact(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam((id, evidence, field)): PathParam<(DisputeId, EvidenceId, FactField)>,
    command: Command<AnswerFact>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, move |session, body| {
            let verdict = if body.confirm { Verdict::Confirm } else { Verdict::Reject };
            let answered = readings::answer(session, id.0, evidence.0, (field.0, verdict))?;
            Ok(EvidenceReading::of(evidence, answered))
        })
        .await
}
