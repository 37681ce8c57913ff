//! Sign-in: by password and second factor, passkey, code, token, invitation, and as a visitor.
//!
//! Secrets come in as [`Hidden`] and leave once: in a cookie that scripts cannot read, or, for the
//! widget and for apps, in the answer.

use app::App;
use app::sign_in::{self, SignedIn, Step};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use kernel::Secret;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::keys::Done;
use super::sessions::{Session, session_cookie};
use crate::AppState;
use crate::auth::{Newcomer, own_page};
use crate::problem::Problem;
use crate::reply::{Command, Json, json};
use crate::wire::{QueryParams, TenantId};

/// Longest hidden text, in bytes.
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
