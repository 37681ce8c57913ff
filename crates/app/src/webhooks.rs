//! Webhook endpoints: where a company, or one merchant, is told of what happens.

use compliance::authority::{Action, Resource};
use kernel::{DeliveryId, MerchantId, Secret, WebhookId};
use store::webhooks::{ACTIVE, DISABLED, DeliveryRow, EndpointRow};

use crate::{AppError, Page, Session};

/// Most endpoints of one tenant.
const ENDPOINTS_MAX: usize = 1_000;
/// Signing secrets in use at once while rotating.
const SECRETS_MAX: usize = 2;

/// Ombud's own events. Events in Klarna's shape (`payment.dispute.…`) are named one by one.
pub const TOPICS: &[&str] = &[
    "dispute.opened",
    "dispute.state_changed",
    "dispute.closed",
    "dispute.updated",
    "dispute.deadline_extended",
    "dispute.reopened",
    "dispute.linked",
    "dispute.sla_breached",
    "plan.changed",
    "return.reported",
    "refund.intended",
    "refund.settled",
];
/// What each of [`TOPICS`] says, in the same order.
pub const ABOUT_TOPICS: &[&str] = &[
    "A dispute was opened.",
    "A dispute moved to another state.",
    "A dispute ended.",
    "Something about a dispute changed: an amount, evidence, an offer.",
    "A party got more time.",
    "A dispute was taken up again.",
    "Two cases of one order belong together.",
    "A deadline of ours passed.",
    "Due dates or amounts of a payment plan moved.",
    "A customer reported that goods go back.",
    "Money for the customer is on its way.",
    "Money for the customer arrived, or could not be sent.",
];
/// Events in Klarna's shape begin with this.
pub const KLARNA_TOPICS: &str = "payment.dispute.";

/// An endpoint to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEndpoint {
    pub url: String,
    /// Ombud's own events where empty.
    pub topics: Vec<String>,
    /// One merchant's events alone.
    pub merchant: Option<MerchantId>,
    /// May be `http` and inside private networks: sandboxes only, where the server allows it.
    pub development: bool,
}

/// An endpoint that was made, or whose secret was rotated. The secret is shown now and never again.
#[derive(Debug, Clone)]
pub struct CreatedEndpoint {
    pub endpoint: EndpointRow,
    pub secret: Secret,
}

/// What can be changed about an endpoint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EndpointChange {
    pub url: Option<String>,
    pub topics: Option<Vec<String>>,
    /// Deliveries are made, or not.
    pub active: Option<bool>,
}

/// Makes an endpoint. A merchant's administrator makes those of the own merchant.
///
/// # Errors
/// [`AppError::Invalid`] with the field, [`AppError::Forbidden`].
pub fn create(s: &mut Session<'_, '_>, new: NewEndpoint) -> Result<CreatedEndpoint, AppError> {
    let own = s.principal().merchant.clone();
    let merchant = own.or(new.merchant);
    manage(s, merchant.as_ref())?;
    if new.development {
        may_be_development(s)?;
    }
    check_url(&new.url, new.development)?;
    let topics = checked_topics(new.topics)?;
    let (tenant, now) = (s.tenant().clone(), s.now());
    if store::webhooks::endpoints(s.tx(), &tenant)?.len() >= ENDPOINTS_MAX {
        let why = format!("a tenant has at most {ENDPOINTS_MAX} webhook endpoints");
        return Err(AppError::unprocessable("too_many_endpoints", why));
    }
    let secret = s.app().new_signing_secret();
    let endpoint = EndpointRow {
        tenant,
        webhook: WebhookId::generate(now, s.rng()),
        url: new.url,
        topics: serde_json::to_string(&topics)?,
        merchant,
        secrets: serde_json::to_string(&[secret.expose()])?,
        development: new.development,
        state: ACTIVE.to_owned(),
        disabled_reason: None,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    store::webhooks::insert_endpoint(s.tx(), &endpoint)?;
    s.audit("webhook.created", format!("webhook/{}", endpoint.webhook), None);
    Ok(CreatedEndpoint { endpoint: without_secrets(endpoint), secret })
}

/// The endpoints of the tenant, or of the administrator's own merchant, without their secrets.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn list(s: &mut Session<'_, '_>) -> Result<Vec<EndpointRow>, AppError> {
    let own = s.principal().merchant.clone();
    let case = Resource { merchant: own.clone(), ..s.of_tenant() };
    s.check(Action::WebhookRead, &case)?;
    let tenant = s.tenant().clone();
    let rows = store::webhooks::endpoints(s.tx(), &tenant)?;
    let visible = rows.into_iter().filter(|row| own.is_none() || row.merchant == own);
    Ok(visible.map(without_secrets).collect())
}

/// # Errors
/// [`AppError::NotFound`], also for another merchant's endpoint.
pub fn get(s: &mut Session<'_, '_>, id: WebhookId) -> Result<EndpointRow, AppError> {
    Ok(without_secrets(visible(s, id)?))
}

/// Changes an endpoint; one that was disabled delivers again from the next event on.
///
/// # Errors
/// As [`create`] and [`get`].
pub fn update(
    s: &mut Session<'_, '_>,
    id: WebhookId,
    change: EndpointChange,
) -> Result<EndpointRow, AppError> {
    let mut row = visible(s, id)?;
    manage(s, row.merchant.clone().as_ref())?;
    if row.development && (change.url.is_some() || change.active == Some(true)) {
        may_be_development(s)?;
    }
    if let Some(url) = change.url {
        check_url(&url, row.development)?;
        row.url = url;
    }
    if let Some(topics) = change.topics {
        row.topics = serde_json::to_string(&checked_topics(topics)?)?;
    }
    match change.active {
        Some(true) => {
            row.state = ACTIVE.to_owned();
            row.disabled_reason = None;
        }
        Some(false) => {
            row.state = DISABLED.to_owned();
            row.disabled_reason = Some("by hand".to_owned());
        }
        None => {}
    }
    row.updated_at = s.now();
    store::webhooks::save_endpoint(s.tx(), &row)?;
    s.audit("webhook.updated", format!("webhook/{id}"), None);
    Ok(without_secrets(row))
}

/// Adds a new signing secret in front of the old one; deliveries are signed with both, so that the
/// receiver can change over.
///
/// # Errors
/// As [`get`].
pub fn rotate_secret(s: &mut Session<'_, '_>, id: WebhookId) -> Result<CreatedEndpoint, AppError> {
    let mut row = visible(s, id)?;
    manage(s, row.merchant.clone().as_ref())?;
    let secret = s.app().new_signing_secret();
    let mut secrets: Vec<String> = serde_json::from_str(&row.secrets)?;
    secrets.insert(0, secret.expose().to_owned());
    secrets.truncate(SECRETS_MAX);
    row.secrets = serde_json::to_string(&secrets)?;
    row.updated_at = s.now();
    store::webhooks::save_endpoint(s.tx(), &row)?;
    s.audit("webhook.secret_rotated", format!("webhook/{id}"), None);
    Ok(CreatedEndpoint { endpoint: without_secrets(row), secret })
}

/// # Errors
/// As [`get`].
pub fn remove(s: &mut Session<'_, '_>, id: WebhookId) -> Result<(), AppError> {
    let row = visible(s, id)?;
    manage(s, row.merchant.as_ref())?;
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    store::webhooks::delete_endpoint(s.tx(), &tenant, id, now)?;
    s.audit("webhook.removed", format!("webhook/{id}"), None);
    Ok(())
}

/// The deliveries of an endpoint, newest first.
///
/// # Errors
/// As [`get`].
pub fn deliveries(
    s: &mut Session<'_, '_>,
    id: WebhookId,
    page: &Page,
) -> Result<Vec<DeliveryRow>, AppError> {
    visible(s, id)?;
    let tenant = s.tenant().clone();
    Ok(store::webhooks::log(s.tx(), &tenant, id, &page.after_newest(), page.limit)?)
}

/// One delivery, with what was sent.
///
/// # Errors
/// As [`get`].
pub fn delivery(
    s: &mut Session<'_, '_>,
    id: WebhookId,
    delivery: DeliveryId,
) -> Result<DeliveryRow, AppError> {
    visible(s, id)?;
    let tenant = s.tenant().clone();
    store::webhooks::delivery(s.tx(), &tenant, id, delivery)?
        .ok_or_else(|| AppError::not_found("the delivery", &delivery))
}

/// Sends an ended delivery again, with the same event id.
///
/// # Errors
/// As [`get`]; [`AppError::Conflict`] while it still waits.
pub fn redeliver(
    s: &mut Session<'_, '_>,
    id: WebhookId,
    delivery: DeliveryId,
) -> Result<(), AppError> {
    let row = visible(s, id)?;
    manage(s, row.merchant.as_ref())?;
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    if !store::webhooks::resend(s.tx(), &tenant, id, delivery, now)? {
        let why = "there is no such delivery, or it still waits";
        return Err(AppError::conflict("delivery_waits", why));
    }
    s.audit("webhook.redelivered", format!("delivery/{delivery}"), None);
    Ok(())
}

fn visible(s: &mut Session<'_, '_>, id: WebhookId) -> Result<EndpointRow, AppError> {
    let own = s.principal().merchant.clone();
    let tenant = s.tenant().clone();
    let row = store::webhooks::endpoint(s.tx(), &tenant, id)?
        .filter(|row| own.is_none() || row.merchant == own)
        .ok_or_else(|| AppError::not_found("the webhook endpoint", &id))?;
    let case = Resource { merchant: row.merchant.clone(), ..s.of_tenant() };
    s.check(Action::WebhookRead, &case)?;
    Ok(row)
}

fn manage(s: &mut Session<'_, '_>, merchant: Option<&MerchantId>) -> Result<(), AppError> {
    let case = Resource { merchant: merchant.cloned(), ..s.of_tenant() };
    s.check(Action::WebhookManage, &case)
}

/// Such an endpoint makes this server call what stands near it: whoever runs the server permits that,
/// no tenant does.
fn may_be_development(s: &Session<'_, '_>) -> Result<(), AppError> {
    if !s.is_sandbox() {
        return Err(AppError::invalid("development", "only in a sandbox"));
    }
    if !s.app().allows_development_webhooks() {
        let problem = "this server allows none: leave it out, or have the server started with \
                       server.development_webhooks = true";
        return Err(AppError::invalid("development", problem));
    }
    Ok(())
}

fn without_secrets(row: EndpointRow) -> EndpointRow {
    EndpointRow { secrets: "[]".to_owned(), ..row }
}

/// What the text alone shows: where the name leads is judged again at each delivery.
fn check_url(url: &str, development: bool) -> Result<(), AppError> {
    match engine::webhooks::url::check(url, development) {
        Ok(_) => Ok(()),
        Err(error) => {
            let text = error.to_string();
            let problem = text.strip_prefix("url: ").unwrap_or(&text).to_owned();
            Err(AppError::invalid("url", problem))
        }
    }
}

fn checked_topics(topics: Vec<String>) -> Result<Vec<String>, AppError> {
    let known =
        |topic: &String| TOPICS.contains(&topic.as_str()) || topic.starts_with(KLARNA_TOPICS);
    if let Some(other) = topics.iter().find(|topic| !known(topic)) {
        let shown: String = other.chars().take(60).collect();
        return Err(AppError::invalid("topics", format!("{shown:?} is not an event")));
    }
    if topics.is_empty() {
        return Ok(TOPICS.iter().map(|topic| (*topic).to_owned()).collect());
    }
    Ok(topics)
}
