//! One's own account: password, authenticator app, passkeys, name and looks.

use app::sign_in::{self, Profile};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::passkeys::PasskeyRow;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::keys::Done;
use super::sessions::{Session, own};
use super::sign_in::{Hidden, PasskeyAsked, credential};
use crate::AppState;
use crate::auth::SessionCaller;
use crate::problem::Problem;
use crate::reply::{Command, Json};
use crate::wire::{Moment, PathParam};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(change_account))
        .routes(routes!(change_password))
        .routes(routes!(begin_totp, remove_totp))
        .routes(routes!(confirm_totp))
        .routes(routes!(begin_passkey))
        .routes(routes!(finish_passkey))
        .routes(routes!(list_passkeys))
        .routes(routes!(remove_passkey))
}

/// A change of one's profile; what is absent stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"locale": "sv", "theme": "dark"}))]
pub(crate) struct ChangeAccount {
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// A language tag.
    #[serde(default)]
    #[schema(max_length = 35)]
    pub locale: Option<String>,
    /// `light`, `dark` or `system`.
    #[serde(default)]
    pub theme: Option<String>,
}

/// Change one's own name, language and looks.
#[utoipa::path(patch, path = "/v1/account", tag = "account", request_body = ChangeAccount,
    responses((status = 200, body = Session)),
    extensions(("x-ombud-action" = json!("any"))))]
async fn change_account(
    State(state): State<AppState>,
    SessionCaller(who): SessionCaller,
    command: Command<ChangeAccount>,
) -> Result<Json<Session>, Problem> {
    let ChangeAccount { name, locale, theme } = command.value().clone();
    let change = Profile { name, locale, theme };
    let done = change.clone();
    own(&state, &who, move |s, who| sign_in::change_profile(s, who, &change)).await?;
    let mut now = (*who).clone();
    now.name = done.name.unwrap_or(now.name);
    now.locale = done.locale.or(now.locale);
    now.theme = done.theme.or(now.theme);
    Ok(Json(Session::of(&state.app, &now)))
}

/// The present password and the new one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangePassword {
    pub current_password: Hidden,
    /// At least twelve characters; no rules of composition.
    pub new_password: Hidden,
}

/// Change one's password. Every other session of one's own ends.
#[utoipa::path(post, path = "/v1/account/password", tag = "account", request_body = ChangePassword,
    responses((status = 200, body = Done)),
    extensions(("x-ombud-action" = json!("any")), ("x-ombud-idempotency" = json!("none"))))]
async fn change_password(
    State(state): State<AppState>,
    SessionCaller(who): SessionCaller,
    command: Command<ChangePassword>,
) -> Result<Json<Done>, Problem> {
    let ChangePassword { current_password, new_password } = command.value().clone();
    sign_in::change_password(&state.app, &who, current_password.0, new_password.0).await?;
    Ok(Json(Done { done: true }))
}

/// What an authenticator app is set up with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TotpSetup {
    /// base32, for typing.
    pub secret: String,
    /// For a picture that the app reads.
    pub otpauth_url: String,
}

/// Begin to set up an authenticator app. Nothing is asked for until a code of it was shown.
#[utoipa::path(post, path = "/v1/account/totp", tag = "account",
    responses((status = 200, body = TotpSetup)),
    extensions(("x-ombud-action" = json!("any")), ("x-ombud-idempotency" = json!("none"))))]
async fn begin_totp(
    State(state): State<AppState>,
    SessionCaller(who): SessionCaller,
) -> Result<Json<TotpSetup>, Problem> {
    let made = own(&state, &who, sign_in::begin_totp).await?;
    let secret = made.secret.expose().to_owned();
    Ok(Json(TotpSetup { secret, otpauth_url: made.otpauth_url.expose().to_owned() }))
}

/// A code of the app.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmTotp {
    pub code: Hidden,
}

/// Codes for the day on which the app is lost, each good once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RecoveryCodes {
    /// Shown now and never again.
    pub recovery_codes: Vec<String>,
}

/// Show a code of the app: from now on it is asked for at sign-in.
#[utoipa::path(post, path = "/v1/account/totp/confirm", tag = "account", request_body = ConfirmTotp,
    responses((status = 200, body = RecoveryCodes)),
    extensions(("x-ombud-action" = json!("any")), ("x-ombud-idempotency" = json!("none"))))]
async fn confirm_totp(
    State(state): State<AppState>,
    SessionCaller(who): SessionCaller,
    command: Command<ConfirmTotp>,
) -> Result<Json<RecoveryCodes>, Problem> {
    let code = command.value().code.0.clone();
    let codes = own(&state, &who, move |s, who| sign_in::confirm_totp(s, who, &code)).await?;
    let recovery_codes = codes.iter().map(|code| code.expose().to_owned()).collect();
    Ok(Json(RecoveryCodes { recovery_codes }))
}

/// Take the authenticator app away, in a session that showed a second factor.
#[utoipa::path(delete, path = "/v1/account/totp", tag = "account",
    responses((status = 200, body = Done)),
    extensions(("x-ombud-action" = json!("any"))))]
async fn remove_totp(
    State(state): State<AppState>,
    SessionCaller(who): SessionCaller,
) -> Result<Json<Done>, Problem> {
    own(&state, &who, sign_in::remove_totp).await?;
    Ok(Json(Done { done: true }))
}

/// Begin to make a passkey.
#[utoipa::path(post, path = "/v1/account/passkeys/begin", tag = "account",
    responses((status = 200, body = PasskeyAsked)),
    extensions(("x-ombud-action" = json!("any")), ("x-ombud-idempotency" = json!("none"))))]
async fn begin_passkey(
    State(state): State<AppState>,
    SessionCaller(who): SessionCaller,
) -> Result<Json<PasskeyAsked>, Problem> {
    Ok(Json(own(&state, &who, sign_in::begin_passkey).await?.into()))
}

/// A passkey that the device made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeepPasskey {
    pub ticket: Hidden,
    /// As `PublicKeyCredential.toJSON()` writes it.
    #[schema(value_type = Object)]
    pub credential: Value,
    #[serde(default)]
    #[schema(max_length = 100)]
    pub name: Option<String>,
}

/// A passkey of one's own.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Passkey {
    /// The credential's id, base64url.
    pub id: String,
    pub name: String,
    pub created_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Moment>,
}

impl From<PasskeyRow> for Passkey {
    fn from(row: PasskeyRow) -> Self {
        Self {
            id: row.credential,
            name: row.name,
            created_at: row.created_at.into(),
            last_used_at: row.last_used_at.map(Into::into),
        }
    }
}

/// Keep a passkey that the device made.
#[utoipa::path(post, path = "/v1/account/passkeys/finish", tag = "account",
    request_body = KeepPasskey, responses((status = 200, body = Passkey)),
    extensions(("x-ombud-action" = json!("any")), ("x-ombud-idempotency" = json!("none"))))]
async fn finish_passkey(
    State(state): State<AppState>,
    SessionCaller(who): SessionCaller,
    command: Command<KeepPasskey>,
) -> Result<Json<Passkey>, Problem> {
    let KeepPasskey { ticket, credential: given, name } = command.value().clone();
    let answer = credential(&given)?;
    let row = own(&state, &who, move |s, who| {
        let named = (&answer, name.as_deref().unwrap_or_default());
        sign_in::finish_passkey(s, who, &ticket.0, named)
    });
    Ok(Json(row.await?.into()))
}

/// List one's passkeys, the oldest first.
#[utoipa::path(get, path = "/v1/account/passkeys", tag = "account",
    responses((status = 200, body = Vec<Passkey>)),
    extensions(("x-ombud-action" = json!("any"))))]
async fn list_passkeys(
    State(state): State<AppState>,
    SessionCaller(who): SessionCaller,
) -> Result<Json<Vec<Passkey>>, Problem> {
    let principal = who.principal.clone();
    let rows = state.app.read(&principal, move |s| sign_in::passkeys(s, &who)).await?;
    Ok(Json(rows.into_iter().map(Into::into).collect()))
}

/// Remove one of one's passkeys, in a session that showed a second factor.
#[utoipa::path(delete, path = "/v1/account/passkeys/{passkey_id}", tag = "account",
    params(("passkey_id" = String, Path)), responses((status = 200, body = Done)),
    extensions(("x-ombud-action" = json!("any"))))]
async fn remove_passkey(
    State(state): State<AppState>,
    SessionCaller(who): SessionCaller,
    PathParam(id): PathParam<String>,
) -> Result<Json<Done>, Problem> {
    own(&state, &who, move |s, who| sign_in::remove_passkey(s, who, &id)).await?;
    Ok(Json(Done { done: true }))
}
