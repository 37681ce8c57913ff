//! Single sign-on: the way to a provider and back.

use app::sign_in;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::sessions::{session_cookie, set_cookie};
use crate::AppState;
use crate::auth::{Newcomer, cookie};
use crate::problem::Problem;
use crate::wire::{PathParam, QueryParams};

/// Ties a browser to the sign-on that it began.
const OIDC_COOKIE: &str = "ombud_oidc";
const OIDC_COOKIE_PATH: &str = "/v1/sign-in/oidc";
const OIDC_COOKIE_AGE_S: i64 = 600;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(begin_oidc)).routes(routes!(finish_oidc))
}

/// Where to go once signed in.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ReturnQuery {
    /// A path of our own; the desk when absent.
    return_to: Option<String>,
}

/// Send the browser to a provider of single sign-on.
#[utoipa::path(get, path = "/v1/sign-in/oidc/{provider}/begin", tag = "sign-in",
    params(("provider" = String, Path), ReturnQuery),
    responses((status = 302, description = "The provider's page.")),
    extensions(("x-ombud-action" = json!("public"))))]
async fn begin_oidc(
    State(state): State<AppState>,
    Newcomer(client): Newcomer,
    PathParam(provider): PathParam<String>,
    QueryParams(query): QueryParams<ReturnQuery>,
) -> Result<Response, Problem> {
    let return_to = query.return_to.unwrap_or_default();
    let flow = sign_in::begin_oidc(&state.app, &provider, &return_to, &client).await?;
    let location = HeaderValue::from_str(&flow.url).map_err(|_| Problem::internal())?;
    let place = (flow.state.expose(), "Lax", OIDC_COOKIE_PATH, OIDC_COOKIE_AGE_S);
    let cookie = set_cookie(&state.app, OIDC_COOKIE, place)?;
    let headers = [(header::LOCATION, location), (header::SET_COOKIE, cookie)];
    Ok((StatusCode::FOUND, headers).into_response())
}

/// What a provider sends back with the browser; others' parameters are theirs.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CallbackQuery {
    code: Option<String>,
    state: Option<String>,
}

/// Come back from a provider of single sign-on.
///
/// The answer is a page that leads on, not a redirect: the session's cookie is not sent on a way that
/// began at another site.
#[utoipa::path(get, path = "/v1/sign-in/oidc/{provider}/callback", tag = "sign-in",
    params(("provider" = String, Path), CallbackQuery),
    responses((status = 200, description = "A page that leads on.", content_type = "text/html",
        body = String)),
    extensions(("x-ombud-action" = json!("public"))))]
async fn finish_oidc(
    State(state): State<AppState>,
    Newcomer(client): Newcomer,
    headers: HeaderMap,
    PathParam(provider): PathParam<String>,
    QueryParams(query): QueryParams<CallbackQuery>,
) -> Result<Response, Problem> {
    let expired = || Problem::new("sign_in_expired", "this sign-on was not begun in this browser");
    let (Some(code), Some(given)) = (query.code, query.state) else { return Err(expired()) };
    // The same browser that began: or somebody is being signed in as somebody else.
    let began = cookie(&headers, OIDC_COOKIE).filter(|began| began.expose() == given);
    let given = (began.ok_or_else(expired)?, code.as_str());
    let finished = sign_in::finish_oidc(&state.app, &provider, given, &client).await;
    let (signed_in, to) = finished?;
    let page = format!(
        "<!doctype html><meta charset=\"utf-8\"><title>Ombud</title>\
         <meta http-equiv=\"refresh\" content=\"0;url={to}\"><a href=\"{to}\">Ombud</a>"
    );
    let type_ = HeaderValue::from_static("text/html; charset=utf-8");
    let mut response = (StatusCode::OK, [(header::CONTENT_TYPE, type_)], page).into_response();
    let over = set_cookie(&state.app, OIDC_COOKIE, ("", "Lax", OIDC_COOKIE_PATH, 0))?;
    response.headers_mut().append(header::SET_COOKIE, session_cookie(&state.app, &signed_in)?);
    response.headers_mut().append(header::SET_COOKIE, over);
    Ok(response)
}
