//! A letter on a complaint, written before it is sent.

use app::AppError;
use app::complaints::{self, Wanted};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::complaints::{AnswerComplaint, DelayComplaint};
use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::types::letter::Letter;
use crate::wire::{ComplaintId, PathParam};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(draft_complaint_letter))
}

/// A letter to be written: an answer, or one that says that it takes longer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftComplaintLetter {
    #[serde(default)]
    pub answer: Option<AnswerComplaint>,
    #[serde(default)]
    pub delay: Option<DelayComplaint>,
}

/// A letter as it would be sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ComplaintDraft {
    pub letter: Letter,
    /// What it contains, by the names of the rule.
    pub contents: Vec<String>,
    /// What law asks of it and it has not: a reason, a date, or who the ombudsman is
    /// (`PUT /v1/company`). It is not sent like this.
    pub lacks: Vec<String>,
}

/// Write a letter on a complaint without sending it: in the customer's language, with what law asks for
/// and what it still lacks. Nothing is kept.
#[utoipa::path(post, path = "/v1/complaints/{complaint_id}/draft", tag = "complaints",
    params(("complaint_id" = ComplaintId, Path)), request_body = DraftComplaintLetter,
    responses((status = 200, body = ComplaintDraft)),
    extensions(("x-ombud-action" = json!("complaint.answer")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn draft_complaint_letter(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ComplaintId>,
    command: Command<DraftComplaintLetter>,
) -> Result<Json<ComplaintDraft>, Problem> {
    let asked = command.value().clone();
    read(&state, &principal, move |session| {
        let DraftComplaintLetter { answer, delay } = asked.clone();
        let draft = match (answer.map(Into::into), delay.map(Into::into)) {
            (Some(answer), None) => complaints::draft(session, id.0, &Wanted::Answer(&answer))?,
            (None, Some(delay)) => complaints::draft(session, id.0, &Wanted::Delay(&delay))?,
            _ => return Err(AppError::invalid("answer", "give either `answer` or `delay`")),
        };
        let complaints::Draft { letter, contents, lacks } = draft;
        Ok(ComplaintDraft { letter: letter.into(), contents, lacks })
    })
    .await
}
