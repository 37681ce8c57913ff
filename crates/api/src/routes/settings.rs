//! What customers, shops and the company choose and say about themselves.

use app::company::{self, CompanyDoc};
use app::settings::{self, MerchantSettingsChange};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::{Problem, ProblemBody};
use crate::reply::{Command, Json, read};
use crate::wire::{
    Currency, CustomerId, Jurisdiction, MerchantId, PathParam, QueryParams, TenantId, Text,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get_company, change_company))
        .routes(routes!(get_notifications, change_notifications))
        .routes(routes!(get_merchant_settings, change_merchant_settings))
}

/// What a company says about itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Company {
    pub tenant: TenantId,
    pub name: String,
    /// BCP 47 tags, the usual one first.
    pub languages: Vec<String>,
    pub support: Contact,
    pub pauses: Pauses,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ombudsman: Option<Ombudsman>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy_url: Option<String>,
    /// Whose law counts for whoever is not known, such as a visitor who complains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_market: Option<Jurisdiction>,
    /// For how many days a resolved conversation is kept before what was said in it is erased.
    #[schema(example = 365)]
    pub conversations_kept_days: u32,
    /// For how many days a recording of co-browsing is kept.
    #[schema(example = 90)]
    pub recordings_kept_days: u32,
}

/// What a company says about itself, as it is written.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ChangeCompany {
    #[schema(max_items = 20)]
    pub languages: Vec<String>,
    pub support: Contact,
    pub ombudsman: Option<Ombudsman>,
    #[schema(max_length = 300)]
    pub privacy_url: Option<String>,
    /// Whose law counts for whoever is not known, such as a visitor who complains.
    #[serde(default)]
    pub home_market: Option<Jurisdiction>,
    /// For how many days a resolved conversation is kept before what was said in it is erased, unless a
    /// complaint, a dispute or the tag `legal-hold` keeps it; 365 when absent.
    #[schema(minimum = 30, maximum = 3660)]
    pub conversations_kept_days: Option<u32>,
    /// For how many days a recording of co-browsing is kept, from its beginning, unless a legal hold
    /// keeps it; 90 when absent. What was recorded before keeps the date that it was recorded with.
    #[schema(minimum = 1, maximum = 3660)]
    pub recordings_kept_days: Option<u32>,
}

/// How to reach a person.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Contact {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 300)]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 300)]
    pub email: Option<String>,
    #[schema(max_items = 20)]
    pub hours: Vec<Hours>,
}

/// Some days of the week.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hours {
    #[schema(example = json!(["monday", "tuesday"]))]
    pub days: Vec<String>,
    #[schema(example = "08:00")]
    pub from: String,
    #[schema(example = "20:00")]
    pub to: String,
    #[schema(example = "Europe/Stockholm")]
    pub timezone: String,
}

/// For how many days a plan stands still, at least.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Pauses {
    pub return_days: u32,
    pub problem_days: u32,
}

/// Who decides when company and customer do not agree.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ombudsman {
    #[schema(min_length = 1, max_length = 300)]
    pub name: String,
    #[schema(example = "https://www.financial-ombudsman.org.uk/")]
    pub url: String,
}

impl From<company::Company> for Company {
    fn from(from: company::Company) -> Self {
        let company::Company { tenant, name, doc, return_days, problem_days } = from;
        let conversations_kept_days = doc.kept_days();
        let recordings_kept_days = doc.recordings_kept_days();
        let CompanyDoc { languages, support, ombudsman, privacy_url, home_market, .. } = doc;
        let hours = support.hours.into_iter().map(|row| {
            let company::Hours { days, from, to, timezone } = row;
            Hours { days, from, to, timezone }
        });
        Self {
            tenant: tenant.into(),
            name,
            languages,
            support: Contact { phone: support.phone, email: support.email, hours: hours.collect() },
            pauses: Pauses { return_days, problem_days },
            ombudsman: ombudsman.map(|who| Ombudsman { name: who.name, url: who.url }),
            privacy_url,
            home_market: home_market.map(Text),
            conversations_kept_days,
            recordings_kept_days,
        }
    }
}

impl From<ChangeCompany> for CompanyDoc {
    fn from(from: ChangeCompany) -> Self {
        let hours = from.support.hours.into_iter().map(|row| {
            let Hours { days, from, to, timezone } = row;
            company::Hours { days, from, to, timezone }
        });
        Self {
            languages: from.languages,
            support: company::Contact {
                phone: from.support.phone,
                email: from.support.email,
                hours: hours.collect(),
            },
            ombudsman: from
                .ombudsman
                .map(|who| company::Ombudsman { name: who.name, url: who.url }),
            privacy_url: from.privacy_url,
            home_market: from.home_market.map(|market| market.0),
            conversations_kept_days: from.conversations_kept_days,
            recordings_kept_days: from.recordings_kept_days,
        }
    }
}

/// Which company.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CompanyQuery {
    /// The only one of the deployment when absent.
    #[param(inline)]
    tenant: Option<TenantId>,
}

/// Read what the company says about itself: before anybody signs in.
#[utoipa::path(get, path = "/v1/company", tag = "company", params(CompanyQuery),
    responses((status = 200, body = Company),
        (status = 404, body = ProblemBody, content_type = "application/problem+json",
            description = "There is no such company")),
    extensions(("x-ombud-action" = json!("public"))))]
async fn get_company(
    State(state): State<AppState>,
    QueryParams(query): QueryParams<CompanyQuery>,
) -> Result<Json<Company>, Problem> {
    Ok(Json(state.app.company(query.tenant.map(|tenant| tenant.0)).await?.into()))
}

/// Say what the company says about itself.
#[utoipa::path(put, path = "/v1/company", tag = "company", request_body = ChangeCompany,
    responses((status = 200, body = Company)),
    extensions(("x-ombud-action" = json!("settings.manage"))))]
async fn change_company(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<ChangeCompany>,
) -> Result<Response, Problem> {
    command
        .run_with_or_without_key(&state, &principal, StatusCode::OK, move |session, body| {
            Ok(Company::from(company::change(session, body.clone().into())?))
        })
        .await
}

/// Of what a customer is told by one way.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Told {
    pub payment_due: bool,
    pub case_updates: bool,
    pub messages: bool,
}

/// How a customer wants to be told. What law demands in writing is sent all the same.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Notifications {
    pub email: Told,
    pub sms: Told,
    /// Needed for text messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "+46701234567")]
    pub phone: Option<String>,
}

impl From<settings::Told> for Told {
    fn from(from: settings::Told) -> Self {
        let settings::Told { payment_due, case_updates, messages } = from;
        Self { payment_due, case_updates, messages }
    }
}

impl From<Told> for settings::Told {
    fn from(from: Told) -> Self {
        let Told { payment_due, case_updates, messages } = from;
        Self { payment_due, case_updates, messages }
    }
}

impl From<settings::Notifications> for Notifications {
    fn from(from: settings::Notifications) -> Self {
        Self { email: from.email.into(), sms: from.sms.into(), phone: from.phone }
    }
}

/// Read how a customer wants to be told.
#[utoipa::path(get, path = "/v1/customers/{customer_id}/notifications", tag = "customers",
    params(("customer_id" = CustomerId, Path)), responses((status = 200, body = Notifications)),
    extensions(("x-ombud-action" = json!("conversation.read"))))]
async fn get_notifications(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(customer): PathParam<CustomerId>,
) -> Result<Json<Notifications>, Problem> {
    read(&state, &principal, move |session| {
        settings::notifications(session, &customer.0).map(Into::into)
    })
    .await
}

/// Say how a customer wants to be told.
#[utoipa::path(put, path = "/v1/customers/{customer_id}/notifications", tag = "customers",
    params(("customer_id" = CustomerId, Path)), request_body = Notifications,
    responses((status = 200, body = Notifications)),
    extensions(("x-ombud-action" = json!("preference.write"))))]
async fn change_notifications(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(customer): PathParam<CustomerId>,
    command: Command<Notifications>,
) -> Result<Response, Problem> {
    command
        .run_with_or_without_key(&state, &principal, StatusCode::OK, move |session, body| {
            let chosen = settings::Notifications {
                email: body.email.into(),
                sms: body.sms.into(),
                phone: body.phone.clone(),
            };
            Ok(Notifications::from(settings::notify(session, &customer.0, chosen)?))
        })
        .await
}

/// How a shop wants to be told, and what it accepts unasked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MerchantSettings {
    /// Claims up to this amount (minor units of `currency`) are accepted without a question; 0 is
    /// never. Where the contract says more, that counts.
    pub auto_accept_below_minor: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    pub notification_recipients: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

/// What changes; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ChangeMerchantSettings {
    #[schema(minimum = 0, maximum = 1_000_000_000_000i64)]
    pub auto_accept_below_minor: Option<i64>,
    pub currency: Option<Currency>,
    #[schema(max_items = 20)]
    pub notification_recipients: Option<Vec<String>>,
    #[schema(max_length = 35, example = "sv")]
    pub locale: Option<String>,
}

impl From<settings::MerchantSettings> for MerchantSettings {
    fn from(from: settings::MerchantSettings) -> Self {
        Self {
            auto_accept_below_minor: from.auto_accept_below_minor,
            currency: from.currency.map(Into::into),
            notification_recipients: from.notification_recipients,
            locale: from.locale,
        }
    }
}

/// Read how a shop wants to be told, and what it accepts unasked.
#[utoipa::path(get, path = "/v1/merchants/{merchant_id}/settings", tag = "merchants",
    params(("merchant_id" = MerchantId, Path)), responses((status = 200, body = MerchantSettings)),
    extensions(("x-ombud-action" = json!("settings.manage"))))]
async fn get_merchant_settings(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(merchant): PathParam<MerchantId>,
) -> Result<Json<MerchantSettings>, Problem> {
    read(&state, &principal, move |session| {
        settings::of_merchant(session, &merchant.0).map(Into::into)
    })
    .await
}

/// Change how a shop wants to be told, and what it accepts unasked from now on.
#[utoipa::path(patch, path = "/v1/merchants/{merchant_id}/settings", tag = "merchants",
    params(("merchant_id" = MerchantId, Path)), request_body = ChangeMerchantSettings,
    responses((status = 200, body = MerchantSettings)),
    extensions(("x-ombud-action" = json!("settings.manage"))))]
async fn change_merchant_settings(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(merchant): PathParam<MerchantId>,
    command: Command<ChangeMerchantSettings>,
) -> Result<Response, Problem> {
    command
        .run_with_or_without_key(&state, &principal, StatusCode::OK, move |session, body| {
            let change = MerchantSettingsChange {
                auto_accept_below_minor: body.auto_accept_below_minor,
                currency: body.currency.map(|currency| currency.0),
                notification_recipients: body.notification_recipients.clone(),
                locale: body.locale.clone(),
            };
            let changed = settings::change_merchant(session, &merchant.0, change)?;
            Ok(MerchantSettings::from(changed))
        })
        .await
}
