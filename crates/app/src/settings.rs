//! What customers and shops choose for themselves: of what they are told and by which way, and what a
//! shop accepts unasked.

use std::collections::BTreeSet;

use compliance::authority::{Action, Resource};
use kernel::canonical::Sha256Hex;
use kernel::{Currency, CustomerId, MerchantId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::parties::Party;
use store::settings::SettingsOf;

use crate::order::links;
use crate::{AppError, Session};

const PHONE_DIGITS_MIN: usize = 6;
const PHONE_DIGITS_MAX: usize = 15;
/// Most people at a shop who are told.
pub(crate) const RECIPIENTS_MAX: usize = 20;
const EMAIL_CHARS_MAX: usize = 254;
const LOCALE_CHARS_MAX: usize = 35;

/// Of what a customer is told by one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// A payment is due, or was missed.
    pub payment_due: bool,
    /// Something happened in a case.
    pub case_updates: bool,
    /// Somebody wrote while the customer was away.
    pub messages: bool,
}

/// How a customer wants to be told. What law demands in writing is sent all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notifications {
    pub email: Told,
    pub sms: Told,
    /// International, such as `+46701234567`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl Default for Notifications {
    /// Everything by e-mail, nothing by text message.
    fn default() -> Self {
        let all = |on| Told { payment_due: on, case_updates: on, messages: on };
        Self { email: all(true), sms: all(false), phone: None }
    }
}

/// How a shop wants to be told, and what it accepts unasked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MerchantSettings {
    /// Claims up to this amount (minor units of `currency`) are accepted without a question; 0 is
    /// never.
    pub auto_accept_below_minor: i64,
    pub currency: Option<Currency>,
    pub notification_recipients: Vec<String>,
    /// BCP 47.
    pub locale: Option<String>,
}

/// What changes about a shop's settings; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MerchantSettingsChange {
    pub auto_accept_below_minor: Option<i64>,
    pub currency: Option<Currency>,
    pub notification_recipients: Option<Vec<String>>,
    pub locale: Option<String>,
}

/// How a customer wants to be told.
///
/// # Errors
/// [`AppError::NotFound`] for somebody else's, [`AppError::Forbidden`].
pub fn notifications(s: &mut Session<'_, '_>, of: &CustomerId) -> Result<Notifications, AppError> {
    check(s, Action::ConversationRead, of)?;
    stored(s, of)
}

/// Says how a customer wants to be told.
///
/// # Errors
/// As [`notifications`]; [`AppError::Invalid`] for a phone number that is none, or text messages
/// without one.
pub fn notify(
    s: &mut Session<'_, '_>,
    of: &CustomerId,
    chosen: Notifications,
) -> Result<Notifications, AppError> {
    check(s, Action::PreferenceWrite, of)?;
    let by_sms = chosen.sms.payment_due || chosen.sms.case_updates || chosen.sms.messages;
    match &chosen.phone {
        Some(phone) => phone_number(phone)?,
        None if by_sms => {
            return Err(AppError::invalid("phone", "is needed for text messages"));
        }
        None => {}
    }
    let (tenant, now, doc) = (s.tenant().clone(), s.now(), serde_json::to_string(&chosen)?);
    store::settings::put(s.tx(), SettingsOf::Customer, &tenant, of.as_str(), doc, now)?;
    if let Some(phone) = &chosen.phone {
        // So that a call finds them.
        let hash = Sha256Hex::of(phone.as_bytes()).to_string();
        store::links::put(s.tx(), &tenant, of, links::PHONE, &hash, now)?;
    }
    let hash = Sha256Hex::of(of.as_str().as_bytes());
    s.audit("customer.notifications_changed", format!("customer/{hash}"), None);
    Ok(chosen)
}

/// What a customer chose, for their own export.
pub(crate) fn exported(s: &mut Session<'_, '_>, of: &CustomerId) -> Result<Value, AppError> {
    Ok(serde_json::to_value(stored(s, of)?)?)
}

pub(crate) fn stored(s: &mut Session<'_, '_>, of: &CustomerId) -> Result<Notifications, AppError> {
    let tenant = s.tenant().clone();
    let doc = store::settings::get(s.tx(), SettingsOf::Customer, &tenant, of.as_str())?;
    doc.map_or_else(|| Ok(Notifications::default()), |doc| Ok(serde_json::from_str(&doc)?))
}

/// Most customers of one number that are looked at.
const SHARING_MAX: u32 = 20;

/// The customers who say that a number is theirs.
pub(crate) fn with_phone(
    s: &mut Session<'_, '_>,
    phone: &str,
) -> Result<Vec<CustomerId>, AppError> {
    let (tenant, hash) = (s.tenant().clone(), Sha256Hex::of(phone.as_bytes()).to_string());
    let mut found = Vec::new();
    for id in store::links::sharing(s.tx(), &tenant, links::PHONE, &hash, SHARING_MAX)? {
        // The link stays when the number changes.
        if stored(s, &id)?.phone.as_deref() == Some(phone) {
            found.push(id);
        }
    }
    Ok(found)
}

fn check(s: &mut Session<'_, '_>, action: Action, of: &CustomerId) -> Result<(), AppError> {
    let case = Resource { customer: Some(of.clone()), ..s.of_tenant() };
    s.check(action, &case)?;
    let tenant = s.tenant().clone();
    match store::parties::get(s.tx(), Party::Customer, &tenant, of.as_str())? {
        Some(_) => Ok(()),
        None => Err(AppError::not_found("the customer", of)),
    }
}

/// A number as E.164 has it: a plus sign and up to fifteen digits.
pub(crate) fn phone_number(text: &str) -> Result<(), AppError> {
    let digits = text.strip_prefix('+').unwrap_or_default();
    let fits = (PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX).contains(&digits.len());
    if fits && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(AppError::invalid("phone", "must be international, such as +46701234567"))
}

/// A shop's settings.
///
/// # Errors
/// [`AppError::NotFound`] for another shop's, [`AppError::Forbidden`].
pub fn of_merchant(
    s: &mut Session<'_, '_>,
    merchant: &MerchantId,
) -> Result<MerchantSettings, AppError> {
    check_merchant(s, merchant)?;
    let tenant = s.tenant().clone();
    let doc = store::settings::get(s.tx(), SettingsOf::Merchant, &tenant, merchant.as_str())?;
    doc.map_or_else(|| Ok(MerchantSettings::default()), |doc| Ok(serde_json::from_str(&doc)?))
}

/// Changes a shop's settings. The threshold counts for disputes opened from now on.
///
/// # Errors
/// As [`of_merchant`]; [`AppError::Invalid`].
pub fn change_merchant(
    s: &mut Session<'_, '_>,
    merchant: &MerchantId,
    change: MerchantSettingsChange,
) -> Result<MerchantSettings, AppError> {
    let mut settings = of_merchant(s, merchant)?;
    if let Some(minor) = change.auto_accept_below_minor {
        settings.auto_accept_below_minor = minor;
    }
    if change.currency.is_some() {
        settings.currency = change.currency;
    }
    if let Some(recipients) = change.notification_recipients {
        settings.notification_recipients = addresses(recipients)?;
    }
    if let Some(locale) = change.locale {
        let letters = locale.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !letters || !(2..=LOCALE_CHARS_MAX).contains(&locale.len()) {
            return Err(AppError::invalid("locale", "must be a language tag, such as sv or pt-BR"));
        }
        settings.locale = Some(locale);
    }
    if settings.auto_accept_below_minor < 0 {
        return Err(AppError::invalid("auto_accept_below_minor", "must be 0 or more"));
    }
    if settings.auto_accept_below_minor > 0 && settings.currency.is_none() {
        return Err(AppError::invalid("currency", "says of which currency the threshold is"));
    }
    let (tenant, now, doc) = (s.tenant().clone(), s.now(), serde_json::to_string(&settings)?);
    store::settings::put(s.tx(), SettingsOf::Merchant, &tenant, merchant.as_str(), doc, now)?;
    s.app().merchants().forget(&tenant, merchant);
    let body = serde_json::json!({ "auto_accept_below_minor": settings.auto_accept_below_minor });
    s.audit("merchant.settings_changed", format!("merchant/{merchant}"), Some(body));
    Ok(settings)
}

fn addresses(recipients: Vec<String>) -> Result<Vec<String>, AppError> {
    let field = "notification_recipients";
    if recipients.len() > RECIPIENTS_MAX {
        return Err(AppError::invalid(field, format!("at most {RECIPIENTS_MAX} addresses")));
    }
    let wrong = recipients.iter().find(|address| {
        let parts = address.split_once('@');
        let named = parts.is_some_and(|(name, domain)| {
            !name.is_empty() && domain.contains('.') && !domain.contains('@')
        });
        !named || address.len() > EMAIL_CHARS_MAX || address.contains(char::is_whitespace)
    });
    if let Some(address) = wrong {
        return Err(AppError::invalid(field, format!("{address:?} is no e-mail address")));
    }
    let unique: BTreeSet<String> = recipients.into_iter().collect();
    Ok(unique.into_iter().collect())
}

fn check_merchant(s: &mut Session<'_, '_>, merchant: &MerchantId) -> Result<(), AppError> {
    let case = Resource { merchant: Some(merchant.clone()), ..s.of_tenant() };
    s.check(Action::SettingsManage, &case)?;
    let tenant = s.tenant().clone();
    match store::parties::get(s.tx(), Party::Merchant, &tenant, merchant.as_str())? {
        Some(_) => Ok(()),
        None => Err(AppError::not_found("the merchant", merchant)),
    }
}
