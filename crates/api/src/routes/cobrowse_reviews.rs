//! Reviews of recordings of co-browsing, by the company's scorecard.

use app::cobrowse::reviews;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::routes::scorecards::WorkQuery;
use crate::types::cobrowse_review::{
    AnswerCobrowseReview, CobrowseAgreement, CobrowseCard, CobrowseReview, ReviewCobrowseRecording,
};
use crate::wire::{CobrowseId, Moment, Page, PathParam, QueryParams, ScorecardId};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_cobrowse_card))
        .routes(routes!(read_cobrowse_agreement))
        .routes(routes!(list_cobrowse_reviews))
        .routes(routes!(reviews_of_cobrowse_recording, review_cobrowse_recording))
        .routes(routes!(answer_cobrowse_review))
}

/// Read what recordings are scored by.
#[utoipa::path(get, path = "/v1/cobrowse/reviews/card", tag = "co-browsing",
    responses((status = 200, body = CobrowseCard)),
    extensions(("x-ombud-action" = json!("cobrowse.work"))))]
async fn read_cobrowse_card(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<CobrowseCard>, Problem> {
    read(&state, &principal, |s| reviews::card(s).map(CobrowseCard::from)).await
}

/// List reviews of recordings, the newest first. Whoever does not lead the desk reads those of their own
/// work.
#[utoipa::path(get, path = "/v1/cobrowse/reviews", tag = "co-browsing", params(WorkQuery),
    responses((status = 200, body = Page<CobrowseReview>)),
    extensions(("x-ombud-action" = json!("cobrowse.work"))))]
async fn list_cobrowse_reviews(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<WorkQuery>,
) -> Result<Json<Page<CobrowseReview>>, Problem> {
    let (of, asked) = query.asked()?;
    read(&state, &principal, move |s| {
        let rows = reviews::list(s, &of, &asked)?;
        let place =
            |review: &reviews::Review| store::Cursor { at: review.at, id: review.id.to_string() };
        Ok(Page::of(rows, &asked, place, CobrowseReview::from))
    })
    .await
}

/// Which period.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AgreementQuery {
    #[param(inline)]
    from: Option<Moment>,
    /// Not included.
    #[param(inline)]
    to: Option<Moment>,
}

/// Read how far two reviewers of the same recordings agree, by criterion (Cohen's kappa; of scores with
/// squared weights). Of the newest 5,000 reviews by the scorecard in force.
#[utoipa::path(get, path = "/v1/cobrowse/reviews/agreement", tag = "co-browsing",
    params(AgreementQuery), responses((status = 200, body = Vec<CobrowseAgreement>)),
    extensions(("x-ombud-action" = json!("cobrowse.lead"))))]
async fn read_cobrowse_agreement(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<AgreementQuery>,
) -> Result<Json<Vec<CobrowseAgreement>>, Problem> {
    let of =
        reviews::Of { agent: None, from: query.from.map(|at| at.0), to: query.to.map(|at| at.0) };
    read(&state, &principal, move |s| {
        Ok(reviews::agreed(s, &of)?.into_iter().map(CobrowseAgreement::from).collect())
    })
    .await
}

/// List the reviews of one recording, by reviewer, the newest version of each first.
#[utoipa::path(get, path = "/v1/cobrowse/sessions/{cobrowse_id}/reviews", tag = "co-browsing",
    params(("cobrowse_id" = CobrowseId, Path)),
    responses((status = 200, body = Vec<CobrowseReview>)),
    extensions(("x-ombud-action" = json!("cobrowse.work"))))]
async fn reviews_of_cobrowse_recording(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CobrowseId>,
) -> Result<Json<Vec<CobrowseReview>>, Problem> {
    read(&state, &principal, move |s| {
        Ok(reviews::of_recording(s, id.0)?.into_iter().map(CobrowseReview::from).collect())
    })
    .await
}

/// Review a recording. It is final: another one of yours is a new version. Nobody reviews a session that
/// they were in.
#[utoipa::path(post, path = "/v1/cobrowse/sessions/{cobrowse_id}/reviews", tag = "co-browsing",
    params(("cobrowse_id" = CobrowseId, Path)), request_body = ReviewCobrowseRecording,
    responses((status = 201, body = CobrowseReview)),
    extensions(("x-ombud-action" = json!("cobrowse.lead")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn review_cobrowse_recording(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CobrowseId>,
    command: Command<ReviewCobrowseRecording>,
) -> Result<Response, Problem> {
    command
        .run_with_or_without_key(&state, &principal, StatusCode::CREATED, move |s, body| {
            reviews::write(s, id.0, body.findings()).map(CobrowseReview::from)
        })
        .await
}

/// Answer a review of your own work, once a version.
#[utoipa::path(post, path = "/v1/cobrowse/reviews/{scorecard_id}/answer", tag = "co-browsing",
    params(("scorecard_id" = ScorecardId, Path)), request_body = AnswerCobrowseReview,
    responses((status = 200, body = CobrowseReview)),
    extensions(("x-ombud-action" = json!("cobrowse.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn answer_cobrowse_review(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ScorecardId>,
    command: Command<AnswerCobrowseReview>,
) -> Result<Response, Problem> {
    command
        .run_with_or_without_key(&state, &principal, StatusCode::OK, move |s, body| {
            reviews::answer(s, id.0, body.text.clone()).map(CobrowseReview::from)
        })
        .await
}
