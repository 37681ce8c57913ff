//! Sessions: who is signed in, what may be done, and the end of it.

use std::sync::Arc;

use app::sign_in::{self, SessionInfo, SignedIn};
use app::{App, AppError};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::keys::Done;
use crate::AppState;
use crate::auth::{COOKIE, Caller, SessionCaller};
use crate::problem::Problem;
use crate::reply::{Json, json, read};
use crate::wire::{
    CustomerId, MerchantId, Moment, PathParam, QueryParams, Role, SessionId, TenantId, UserId,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get_session, sign_out))
        .routes(routes!(list_sessions))
        .routes(routes!(revoke_session))
}

/// Somebody who is signed in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Session {
    pub id: SessionId,
    /// `user`, `customer` or `visitor`.
    #[schema(example = "user")]
    pub kind: String,
    pub tenant: TenantId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_id: Option<MerchantId>,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    pub role: Role,
    /// The name of the custom role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    pub languages: Vec<String>,
    pub skills: Vec<String>,
    /// What may be done at all, to what is one's own and within the limits.
    pub actions: Vec<String>,
    /// When it ends, if it is not used again.
    pub expires_at: Moment,
    /// More than a password was shown.
    pub second_factor: bool,
}

impl Session {
    pub(crate) fn of(app: &App, info: &SessionInfo) -> Self {
        let actions = app.authority().actions_of(&info.principal);
        Self {
            id: info.session.into(),
            kind: info.kind.as_str().to_owned(),
            tenant: info.principal.tenant.clone().into(),
            user_id: info.user.map(Into::into),
            customer_id: info.principal.customer.clone().map(Into::into),
            merchant_id: info.principal.merchant.clone().map(Into::into),
            name: info.name.clone(),
            email: info.email.clone(),
            role: info.principal.role.into(),
            custom_role: info.custom_role.clone(),
            locale: info.locale.clone(),
            theme: info.theme.clone(),
            languages: info.languages.clone(),
            skills: info.skills.clone(),
            actions: actions.into_iter().map(|action| action.as_str().to_owned()).collect(),
            expires_at: info.expires_at.into(),
            second_factor: info.second_factor,
        }
    }
}

/// The cookie of a session that begins.
pub(super) fn session_cookie(app: &App, signed_in: &SignedIn) -> Result<HeaderValue, Problem> {
    // The browser keeps it to its last end; how long it may lie idle is ours to say.
    let left = signed_in.info.ends_at.since(app.now()).as_millis() / 1_000;
    set_cookie(app, COOKIE, (signed_in.secret.expose(), "Strict", "/", left))
}

pub(super) fn set_cookie(
    app: &App,
    name: &str,
    (value, same_site, path, age_s): (&str, &str, &str, i64),
) -> Result<HeaderValue, Problem> {
    let secure =
        if app.sign_in_options().public_url.starts_with("https://") { "; Secure" } else { "" };
    let text = format!(
        "{name}={value}; Path={path}; Max-Age={age_s}; HttpOnly; SameSite={same_site}{secure}"
    );
    HeaderValue::from_str(&text).map_err(|_| Problem::internal())
}

/// Read who is signed in.
#[utoipa::path(get, path = "/v1/session", tag = "sessions",
    responses((status = 200, body = Session)),
    extensions(("x-ombud-action" = json!("any"))))]
async fn get_session(
    State(state): State<AppState>,
    SessionCaller(info): SessionCaller,
) -> Result<Json<Session>, Problem> {
    Ok(Json(Session::of(&state.app, &info)))
}

/// Sign out: the session ends, and so does what is open in it.
#[utoipa::path(delete, path = "/v1/session", tag = "sessions",
    responses((status = 200, body = Done)),
    extensions(("x-ombud-action" = json!("any"))))]
async fn sign_out(
    State(state): State<AppState>,
    SessionCaller(info): SessionCaller,
) -> Result<Response, Problem> {
    let session = info.session;
    state.app.write(&info.principal, move |s| sign_in::sign_out(s, session)).await?;
    let mut response = json(StatusCode::OK, &Done { done: true })?;
    let gone = set_cookie(&state.app, COOKIE, ("", "Strict", "/", 0))?;
    response.headers_mut().append(header::SET_COOKIE, gone);
    Ok(response)
}

/// A session in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OpenSession {
    pub id: SessionId,
    /// By what it was begun, such as `password`.
    #[schema(example = "passkey")]
    pub method: String,
    pub second_factor: bool,
    /// What the browser says it is.
    pub user_agent: String,
    pub created_at: Moment,
    /// To the minute.
    pub last_seen_at: Moment,
    /// When it ends, if it is not used again.
    pub expires_at: Moment,
}

/// Whose sessions.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SessionsQuery {
    /// One's own when absent; another's needs `session.manage`.
    user_id: Option<UserId>,
}

/// List one's open sessions, or those of a user one looks after; the newest first.
#[utoipa::path(get, path = "/v1/sessions", tag = "sessions", params(SessionsQuery),
    responses((status = 200, body = Vec<OpenSession>)),
    extensions(("x-ombud-action" = json!("any"))))]
async fn list_sessions(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<SessionsQuery>,
) -> Result<Json<Vec<OpenSession>>, Problem> {
    let user = query.user_id.map(|id| id.0);
    read(&state, &principal, move |session| {
        let rows = sign_in::list_of(session, user)?.into_iter();
        Ok(rows
            .map(|row| OpenSession {
                id: row.session.into(),
                expires_at: row.ends_at().into(),
                method: row.method,
                second_factor: row.second_factor,
                user_agent: row.user_agent,
                created_at: row.created_at.into(),
                last_seen_at: row.last_seen_at.into(),
            })
            .collect())
    })
    .await
}

/// End a session of one's own, or of a user one looks after, and what is open in it.
#[utoipa::path(delete, path = "/v1/sessions/{session_id}", tag = "sessions",
    params(("session_id" = SessionId, Path)), responses((status = 200, body = Done)),
    extensions(("x-ombud-action" = json!("session.manage"))))]
async fn revoke_session(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<SessionId>,
) -> Result<Json<Done>, Problem> {
    state.app.write(&principal, move |s| sign_in::revoke(s, id.0)).await?;
    Ok(Json(Done { done: true }))
}

/// Runs a change of one's own account.
pub(super) async fn own<T, W>(
    state: &AppState,
    who: &Arc<SessionInfo>,
    mut work: W,
) -> Result<T, Problem>
where
    T: Send + 'static,
    W: FnMut(&mut app::Session<'_, '_>, &SessionInfo) -> Result<T, AppError> + Send + 'static,
{
    let again = Arc::clone(who);
    Ok(state.app.write(&who.principal, move |s| work(s, &again)).await?)
}
