//! The register of support needs. What is needed, never why; with the customer's explicit consent.

use app::support_needs::{self as needs, NewSupportNeed, SupportNeedChange};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::types::common::Actor;
use crate::wire::{CustomerId, Date, Moment, PathParam, SupportNeedId};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_support_needs, create_support_need))
        .routes(routes!(change_support_need, remove_support_need))
}

/// What is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Need {
    LargePrint,
    PlainLanguage,
    Interpreter,
    PhoneOnly,
    NoPhone,
    MoreTime,
    /// Somebody else may speak for the customer, or helps.
    Carer,
    Hearing,
    Sight,
    Other,
}

/// A need as it is kept. It is shown to the desk and to its customer, and is no input to any decision.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SupportNeed {
    pub id: SupportNeedId,
    pub need: Need,
    /// What to do; never a diagnosis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub purpose: String,
    pub consent_at: Moment,
    /// When somebody asks whether it still holds.
    pub review_on: Date,
    pub created_at: Moment,
    pub created_by: Actor,
}

/// A need as it is told.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"need": "large_print", "consent": true}))]
pub(crate) struct CreateSupportNeed {
    pub need: Need,
    /// What to do; never a diagnosis.
    #[schema(min_length = 1, max_length = 200)]
    pub note: Option<String>,
    /// What it is kept for, in the customer's words; "to serve you in the way you need" when absent.
    #[schema(min_length = 1, max_length = 200)]
    pub purpose: Option<String>,
    /// The customer agreed explicitly to its being kept: nothing is kept without.
    pub consent: bool,
    /// A year from now when absent.
    pub review_on: Option<Date>,
}

/// What changes about a need.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeSupportNeed {
    /// An empty note takes it away.
    #[schema(max_length = 200)]
    pub note: Option<String>,
    pub review_on: Option<Date>,
    /// It was asked about again, and the customer agrees still: the review moves a year on.
    #[serde(default)]
    pub consent: bool,
}

macro_rules! needs {
    ($($name:ident),+ $(,)?) => {
        impl From<Need> for needs::Need {
            fn from(from: Need) -> Self { match from { $(Need::$name => Self::$name),+ } }
        }
        impl From<needs::Need> for Need {
            fn from(from: needs::Need) -> Self { match from { $(needs::Need::$name => Self::$name),+ } }
        }
    };
}
needs!(
    LargePrint,
    PlainLanguage,
    Interpreter,
    PhoneOnly,
    NoPhone,
    MoreTime,
    Carer,
    Hearing,
    Sight,
    Other
);

impl From<needs::SupportNeed> for SupportNeed {
    fn from(from: needs::SupportNeed) -> Self {
        Self {
            id: from.id.into(),
            need: from.told.need.into(),
            note: from.told.note,
            purpose: from.told.purpose,
            consent_at: from.told.consent_at.into(),
            review_on: from.review_at.utc_date().into(),
            created_at: from.created_at.into(),
            created_by: from.told.created_by.into(),
        }
    }
}

/// List what a customer needs in order to be served well, the oldest first.
#[utoipa::path(get, path = "/v1/customers/{customer_id}/support-needs", tag = "customers",
    params(("customer_id" = CustomerId, Path)), responses((status = 200, body = Vec<SupportNeed>)),
    extensions(("x-ombud-action" = json!("support_need.read"))))]
async fn list_support_needs(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(customer): PathParam<CustomerId>,
) -> Result<Json<Vec<SupportNeed>>, Problem> {
    read(&state, &principal, move |session| {
        Ok(needs::list(session, &customer.0)?.into_iter().map(Into::into).collect())
    })
    .await
}

/// Keep what a customer needs, on their explicit consent.
#[utoipa::path(post, path = "/v1/customers/{customer_id}/support-needs", tag = "customers",
    params(("customer_id" = CustomerId, Path)), request_body = CreateSupportNeed,
    responses((status = 201, body = SupportNeed)),
    extensions(("x-ombud-action" = json!("support_need.write")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn create_support_need(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(customer): PathParam<CustomerId>,
    command: Command<CreateSupportNeed>,
) -> Result<Response, Problem> {
    command
        .run_with_or_without_key(&state, &principal, StatusCode::CREATED, move |session, body| {
            let new = NewSupportNeed {
                need: body.need.into(),
                note: body.note.clone(),
                purpose: body.purpose.clone(),
                consent: body.consent,
                review_on: body.review_on.map(|date| date.0),
            };
            Ok(SupportNeed::from(needs::create(session, &customer.0, new)?))
        })
        .await
}

/// Change the note or the day of the review, or note that the customer agrees still.
#[utoipa::path(patch, path = "/v1/customers/{customer_id}/support-needs/{support_need_id}",
    tag = "customers",
    params(("customer_id" = CustomerId, Path), ("support_need_id" = SupportNeedId, Path)),
    request_body = ChangeSupportNeed, responses((status = 200, body = SupportNeed)),
    extensions(("x-ombud-action" = json!("support_need.write"))))]
async fn change_support_need(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam((customer, id)): PathParam<(CustomerId, SupportNeedId)>,
    command: Command<ChangeSupportNeed>,
) -> Result<Response, Problem> {
    command
        .run_with_or_without_key(&state, &principal, StatusCode::OK, move |session, body| {
            let change = SupportNeedChange {
                note: body.note.clone(),
                review_on: body.review_on.map(|date| date.0),
                consent: body.consent,
            };
            Ok(SupportNeed::from(needs::change(session, &customer.0, id.0, change)?))
        })
        .await
}

/// Take the consent back: the need is deleted.
#[utoipa::path(delete, path = "/v1/customers/{customer_id}/support-needs/{support_need_id}",
    tag = "customers",
    params(("customer_id" = CustomerId, Path), ("support_need_id" = SupportNeedId, Path)),
    responses((status = 204, description = "It is deleted.")),
    extensions(("x-ombud-action" = json!("support_need.write"))))]
async fn remove_support_need(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam((customer, id)): PathParam<(CustomerId, SupportNeedId)>,
) -> Result<Response, Problem> {
    let removed =
        state.app.write(&principal, move |session| needs::remove(session, &customer.0, id.0));
    removed.await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
