//! Sign-in, and the session that comes of it.
//!
//! Secrets come in as [`Hidden`] and leave once: in a cookie that scripts cannot read, or, for the
//! widget and for apps, in the answer.

use std::sync::Arc;

use app::sign_in::{self, SessionInfo, SignedIn, Step};
use app::{App, AppError};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::Secret;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::keys::Done;
use crate::AppState;
use crate::auth::{COOKIE, Caller, Newcomer, SessionCaller, cookie, own_page};
use crate::problem::Problem;
use crate::reply::{Command, Json, json, read};
use crate::wire::{
    CustomerId, MerchantId, Moment, PathParam, QueryParams, Role, SessionId, TenantId, UserId,
};

/// Ties a browser to the sign-on that it began.
const OIDC_COOKIE: &str = "ombud_oidc";
const OIDC_COOKIE_PATH: &str = "/v1/sign-in/oidc";
const OIDC_COOKIE_AGE_S: i64 = 600;
const TEXT_CHARS_MAX: usize = 16 * 1024;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(sign_in_methods))
        .routes(routes!(sign_in_password))
        .routes(routes!(sign_in_second_factor))
        .routes(routes!(begin_passkey_sign_in))
        .routes(routes!(finish_passkey_sign_in))
        .routes(routes!(begin_code))
        .routes(routes!(finish_code))
        .routes(routes!(sign_in_identity))
        .routes(routes!(sign_in_visitor))
        .routes(routes!(accept_invitation))
        .routes(routes!(begin_oidc))
        .routes(routes!(finish_oidc))
        .routes(routes!(get_session, sign_out))
        .routes(routes!(list_sessions))
        .routes(routes!(revoke_session))
}

/// Text that is neither shown nor logged: a password, a code, a token.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Hidden(pub(crate) Secret);

impl TryFrom<String> for Hidden {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.len() > TEXT_CHARS_MAX {
            Err("it is too long")
        } else {
            Ok(Self(Secret::new(text)))
        }
    }
}

impl PartialSchema for Hidden {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)))
            .max_length(Some(TEXT_CHARS_MAX))
            .into()
    }
}

impl ToSchema for Hidden {
    fn name() -> std::borrow::Cow<'static, str> {
        "Hidden".into()
    }
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

/// How far a sign-in is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SignInStep {
    /// `signed_in` or `second_factor`.
    #[schema(example = "signed_in")]
    pub state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
    /// To be shown with the second factor, within five minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// Any one of these: `totp`, `passkey`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub methods: Option<Vec<&'static str>>,
}

/// A session whose secret is in the answer: for the widget and for apps.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TokenSession {
    /// Shown now and never again.
    #[schema(example = "ombud_ss_…")]
    pub token: String,
    pub session: Session,
}

/// The cookie of a session that begins.
fn session_cookie(app: &App, signed_in: &SignedIn) -> Result<HeaderValue, Problem> {
    // The browser keeps it to its last end; how long it may lie idle is ours to say.
    let left = signed_in.info.ends_at.since(app.now()).as_millis() / 1_000;
    set_cookie(app, COOKIE, (signed_in.secret.expose(), "Strict", "/", left))
}

fn set_cookie(
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

fn shown(app: &App, step: &Step) -> Result<Response, Problem> {
    let (body, cookie) = match step {
        Step::SignedIn(signed_in) => {
            let session = Some(Session::of(app, &signed_in.info));
            let step = SignInStep { state: "signed_in", session, ticket: None, methods: None };
            (step, Some(session_cookie(app, signed_in)?))
        }
        Step::SecondFactor { ticket, methods } => {
            let ticket = Some(ticket.expose().to_owned());
            let methods = Some(methods.clone());
            (SignInStep { state: "second_factor", session: None, ticket, methods }, None)
        }
    };
    let mut response = json(StatusCode::OK, &body)?;
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

fn entered(app: &App, signed_in: SignedIn) -> Result<Response, Problem> {
    shown(app, &Step::SignedIn(signed_in))
}

/// A browser signs in from our own pages: another site must not sign it in as somebody else.
fn from_our_page(state: &AppState, headers: &HeaderMap) -> Result<(), Problem> {
    let browser = headers.contains_key("sec-fetch-site") || headers.contains_key(header::ORIGIN);
    if browser { own_page(state, headers) } else { Ok(()) }
}

/// The tenant of a query.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TenantQuery {
    /// The deployment's own when absent.
    tenant: Option<TenantId>,
}

/// How one may come in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SignInMethods {
    pub password: bool,
    pub passkey: bool,
    /// Codes by e-mail, for customers.
    pub code: bool,
    pub oidc: Vec<OidcButton>,
}

/// A provider of single sign-on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OidcButton {
    pub id: String,
    pub name: String,
}

/// List how one may come in.
#[utoipa::path(get, path = "/v1/sign-in/methods", tag = "sign-in", params(TenantQuery),
    responses((status = 200, body = SignInMethods)),
    extensions(("x-ombud-action" = json!("public"))))]
async fn sign_in_methods(
    State(state): State<AppState>,
    QueryParams(query): QueryParams<TenantQuery>,
) -> Result<Json<SignInMethods>, Problem> {
    let tenant = query.tenant.map(|tenant| tenant.0);
    let found = state.app.sign_in_methods(tenant.as_ref()).await?;
    let oidc = found.oidc.into_iter().map(|(id, name)| OidcButton { id, name }).collect();
    let (password, passkey, code) = (found.password, found.passkey, found.code);
    Ok(Json(SignInMethods { password, passkey, code, oidc }))
}

/// An e-mail address and a password.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "anna@acme.example", "password": "several words in a row"}))]
pub(crate) struct PasswordSignIn {
    #[serde(default)]
    pub tenant: Option<TenantId>,
    #[schema(max_length = 254)]
    pub email: String,
    pub password: Hidden,
}

/// Sign in with a password. Whatever is wrong, the answer is the same.
#[utoipa::path(post, path = "/v1/sign-in/password", tag = "sign-in", request_body = PasswordSignIn,
    responses((status = 200, body = SignInStep)),
    extensions(("x-ombud-action" = json!("public")), ("x-ombud-idempotency" = json!("none"))))]
async fn sign_in_password(
    State(state): State<AppState>,
    Newcomer(client): Newcomer,
    headers: HeaderMap,
    command: Command<PasswordSignIn>,
) -> Result<Response, Problem> {
    from_our_page(&state, &headers)?;
    let body = command.value();
    let tenant = body.tenant.as_ref().map(|tenant| &tenant.0);
    let given = (body.email.as_str(), body.password.0.clone());
    let step = sign_in::with_password(&state.app, tenant, given, &client).await?;
    shown(&state.app, &step)
}

/// A ticket and a code.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecondFactor {
    pub ticket: Hidden,
    /// Six digits of the authenticator app, or a recovery code.
    pub code: Hidden,
}

/// Show the second factor: a code of the authenticator app, or a recovery code.
#[utoipa::path(post, path = "/v1/sign-in/totp", tag = "sign-in", request_body = SecondFactor,
    responses((status = 200, body = SignInStep)),
    extensions(("x-ombud-action" = json!("public")), ("x-ombud-idempotency" = json!("none"))))]
async fn sign_in_second_factor(
    State(state): State<AppState>,
    Newcomer(client): Newcomer,
    headers: HeaderMap,
    command: Command<SecondFactor>,
) -> Result<Response, Problem> {
    from_our_page(&state, &headers)?;
    let (ticket, code) = (command.value().ticket.0.clone(), command.value().code.0.clone());
    entered(&state.app, sign_in::with_second_factor(&state.app, ticket, code, &client).await?)
}

/// Whose passkey: anybody's of this site, or, with a ticket, of whoever showed the password.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskPasskey {
    #[serde(default)]
    pub tenant: Option<TenantId>,
    #[serde(default)]
    pub ticket: Option<Hidden>,
}

/// What the page hands to `navigator.credentials`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PasskeyAsked {
    /// To be shown with the answer, within five minutes, once.
    pub ticket: String,
    /// For `PublicKeyCredential.parseRequestOptionsFromJSON` or `parseCreationOptionsFromJSON`.
    #[schema(value_type = Object)]
    pub options: Value,
}

impl From<sign_in::PasskeyQuestion> for PasskeyAsked {
    fn from(asked: sign_in::PasskeyQuestion) -> Self {
        Self { ticket: asked.ticket.expose().to_owned(), options: asked.options }
    }
}

/// Ask for a passkey.
#[utoipa::path(post, path = "/v1/sign-in/passkey/begin", tag = "sign-in", request_body = AskPasskey,
    responses((status = 200, body = PasskeyAsked)),
    extensions(("x-ombud-action" = json!("public")), ("x-ombud-idempotency" = json!("none"))))]
async fn begin_passkey_sign_in(
    State(state): State<AppState>,
    Newcomer(client): Newcomer,
    command: Command<AskPasskey>,
) -> Result<Json<PasskeyAsked>, Problem> {
    let body = command.value();
    let tenant = body.tenant.as_ref().map(|tenant| &tenant.0);
    let ticket = body.ticket.clone().map(|ticket| ticket.0);
    let asked = sign_in::begin_passkey_sign_in(&state.app, tenant, ticket, &client).await?;
    Ok(Json(asked.into()))
}

/// The device's answer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasskeySignIn {
    pub ticket: Hidden,
    /// As `PublicKeyCredential.toJSON()` writes it.
    #[schema(value_type = Object)]
    pub credential: Value,
}

/// What a browser's `toJSON()` wrote, read into a type.
pub(super) fn credential<T: serde::de::DeserializeOwned>(value: &Value) -> Result<T, Problem> {
    let wrong = |_| Problem::new("invalid_body", "it is no such credential").field("credential");
    serde_json::from_value(value.clone()).map_err(wrong)
}

/// Sign in with a passkey.
#[utoipa::path(post, path = "/v1/sign-in/passkey/finish", tag = "sign-in",
    request_body = PasskeySignIn, responses((status = 200, body = SignInStep)),
    extensions(("x-ombud-action" = json!("public")), ("x-ombud-idempotency" = json!("none"))))]
async fn finish_passkey_sign_in(
    State(state): State<AppState>,
    Newcomer(client): Newcomer,
    headers: HeaderMap,
    command: Command<PasskeySignIn>,
) -> Result<Response, Problem> {
    from_our_page(&state, &headers)?;
    let answer = credential(&command.value().credential)?;
    let ticket = command.value().ticket.0.clone();
    entered(&state.app, sign_in::finish_passkey_sign_in(&state.app, ticket, answer, &client).await?)
}

/// Whom to send a code.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskCode {
    #[serde(default)]
    pub tenant: Option<TenantId>,
    #[schema(max_length = 254)]
    pub email: String,
}

/// Send a customer a code by e-mail. The answer is the same for an address that nobody has.
#[utoipa::path(post, path = "/v1/sign-in/code/begin", tag = "sign-in", request_body = AskCode,
    responses((status = 202, body = Done)),
    extensions(("x-ombud-action" = json!("public")), ("x-ombud-idempotency" = json!("none"))))]
async fn begin_code(
    State(state): State<AppState>,
    Newcomer(client): Newcomer,
    command: Command<AskCode>,
) -> Result<Response, Problem> {
    let body = command.value();
    let tenant = body.tenant.as_ref().map(|tenant| &tenant.0);
    sign_in::begin_code(&state.app, tenant, &body.email, &client).await?;
    json(StatusCode::ACCEPTED, &Done { done: true })
}

/// A code that was sent.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeSignIn {
    #[serde(default)]
    pub tenant: Option<TenantId>,
    #[schema(max_length = 254)]
    pub email: String,
    pub code: Hidden,
}

/// Sign a customer in by the code.
#[utoipa::path(post, path = "/v1/sign-in/code/finish", tag = "sign-in", request_body = CodeSignIn,
    responses((status = 200, body = SignInStep)),
    extensions(("x-ombud-action" = json!("public")), ("x-ombud-idempotency" = json!("none"))))]
async fn finish_code(
    State(state): State<AppState>,
    Newcomer(client): Newcomer,
    headers: HeaderMap,
    command: Command<CodeSignIn>,
) -> Result<Response, Problem> {
    from_our_page(&state, &headers)?;
    let body = command.value();
    let tenant = body.tenant.as_ref().map(|tenant| &tenant.0);
    let given = (body.email.as_str(), body.code.0.clone());
    entered(&state.app, sign_in::finish_code(&state.app, tenant, given, &client).await?)
}

/// A token that the company's own app signed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdentitySignIn {
    #[serde(default)]
    pub tenant: Option<TenantId>,
    pub token: Hidden,
}

fn with_token(app: &App, signed_in: &SignedIn) -> TokenSession {
    let session = Session::of(app, &signed_in.info);
    TokenSession { token: signed_in.secret.expose().to_owned(), session }
}

/// Sign a customer in whom the company's own app vouches for.
///
/// A signed JWT (HS256, ES256 or EdDSA, as the key is configured): `sub` the customer's id, `aud` ombud,
/// `exp` within ten minutes, `jti` once; optional `name`, `email`, `locale`.
#[utoipa::path(post, path = "/v1/sign-in/identity", tag = "sign-in", request_body = IdentitySignIn,
    responses((status = 200, body = TokenSession)),
    extensions(("x-ombud-action" = json!("public")), ("x-ombud-idempotency" = json!("none"))))]
async fn sign_in_identity(
    State(state): State<AppState>,
    Newcomer(client): Newcomer,
    command: Command<IdentitySignIn>,
) -> Result<Json<TokenSession>, Problem> {
    let body = command.value();
    let tenant = body.tenant.as_ref().map(|tenant| &tenant.0);
    let signed_in =
        sign_in::with_identity_token(&state.app, tenant, &body.token.0, &client).await?;
    Ok(Json(with_token(&state.app, &signed_in)))
}

/// Somebody whom nobody knows.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VisitorSignIn {
    #[serde(default)]
    pub tenant: Option<TenantId>,
    #[serde(default)]
    #[schema(max_length = 35)]
    pub locale: Option<String>,
}

/// Let an unknown visitor in, as a customer of their own with nothing behind it.
#[utoipa::path(post, path = "/v1/sign-in/visitor", tag = "sign-in", request_body = VisitorSignIn,
    responses((status = 200, body = TokenSession)),
    extensions(("x-ombud-action" = json!("public")), ("x-ombud-idempotency" = json!("none"))))]
async fn sign_in_visitor(
    State(state): State<AppState>,
    Newcomer(client): Newcomer,
    command: Command<VisitorSignIn>,
) -> Result<Json<TokenSession>, Problem> {
    let VisitorSignIn { tenant, locale } = command.value().clone();
    let tenant = tenant.map(|tenant| tenant.0);
    let signed_in = sign_in::visitor(&state.app, tenant.as_ref(), locale, &client).await?;
    Ok(Json(with_token(&state.app, &signed_in)))
}

/// An invitation, and the password that is chosen by it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptInvitation {
    /// Of the link in the letter.
    pub token: Hidden,
    /// At least twelve characters; no rules of composition.
    pub password: Hidden,
    #[serde(default)]
    #[schema(max_length = 100)]
    pub name: Option<String>,
}

/// Choose a password by an invitation, and sign in.
#[utoipa::path(post, path = "/v1/sign-in/invitation", tag = "sign-in",
    request_body = AcceptInvitation, responses((status = 200, body = SignInStep)),
    extensions(("x-ombud-action" = json!("public")), ("x-ombud-idempotency" = json!("none"))))]
async fn accept_invitation(
    State(state): State<AppState>,
    Newcomer(client): Newcomer,
    headers: HeaderMap,
    command: Command<AcceptInvitation>,
) -> Result<Response, Problem> {
    from_our_page(&state, &headers)?;
    let AcceptInvitation { token, password, name } = command.value().clone();
    let step = sign_in::accept_invitation(&state.app, token.0, (password.0, name), &client).await?;
    shown(&state.app, &step)
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
