//! Notices in the words that their reader gets, in the language that the reader has.

use dispute::{Notice, OrderFile, Party as To};
use letters::{Audience, Letter, Locale, NoticeFacts};
use serde_json::Value;
use store::parties::Party;
use store::settings::SettingsOf;

use crate::settings::MerchantSettings;
use crate::tenants::TenantDoc;
use crate::{AppError, Session, beside};

/// What is written where nobody said anything else.
const LANGUAGE: &str = "en";

/// Writes the notices of one order; what they share is looked up once.
#[derive(Debug)]
pub(crate) struct Writer<'a> {
    file: &'a OrderFile,
    company: String,
    merchant: String,
    calendar: kernel::Calendar,
    of_customer: Locale,
    of_merchant: Locale,
}

impl<'a> Writer<'a> {
    /// In the language that was asked for, or else each reader's own.
    pub(crate) fn new(
        s: &mut Session<'_, '_>,
        file: &'a OrderFile,
        asked: Option<&str>,
    ) -> Result<Self, AppError> {
        let order = file.order();
        let tenant: TenantDoc = serde_json::from_str(&crate::tenants::get(s)?.doc)?;
        let usual = tenant.company.languages.first().map_or(LANGUAGE, String::as_str);
        let country = order.jurisdiction.country();
        let locale = |own: Option<String>| {
            let tag = asked.map(str::to_owned).or(own).unwrap_or_else(|| usual.to_owned());
            Locale::of(&tag, country)
        };
        let of_customer = locale(customer_language(s, order.customer_id.as_str())?);
        let of_merchant = locale(merchant_language(s, order.merchant_id.as_str())?);
        let merchants = beside::merchant_names(s, std::iter::once(&order.merchant_id))?;
        let merchant = merchants.get(&order.merchant_id).cloned();
        let (app, id) = (s.app().clone(), s.tenant().clone());
        let policy = app.policy(s.tx(), &id)?;
        let calendar = policy.rules.calendar(&order.jurisdiction);
        let calendar = calendar.map_err(|error| AppError::internal("a calendar", error))?.clone();
        Ok(Self {
            file,
            company: tenant.name,
            merchant: merchant.unwrap_or_else(|| order.merchant_id.to_string()),
            calendar,
            of_customer,
            of_merchant,
        })
    }

    /// A notice that is on its way.
    pub(crate) fn notice(&self, s: &Session<'_, '_>, notice: &Notice) -> Option<Letter> {
        let name = serde_json::to_value(notice.template).ok()?;
        let audience = match notice.to {
            To::Consumer => Audience::Customer,
            To::Merchant => Audience::Merchant,
            To::Provider => return None,
        };
        self.write(s, audience, name.as_str()?, &notice.data)
    }

    /// A notice by its name and its record; `None` where there are no words for it.
    pub(crate) fn write(
        &self,
        s: &Session<'_, '_>,
        audience: Audience,
        name: &str,
        data: &Value,
    ) -> Option<Letter> {
        let order = self.file.order();
        let facts = NoticeFacts {
            order: order.id.as_str(),
            merchant: &self.merchant,
            company: &self.company,
            currency: order.currency,
            calendar: &self.calendar,
        };
        let locale = match audience {
            Audience::Customer => &self.of_customer,
            Audience::Merchant => &self.of_merchant,
        };
        s.app().letters().notice(locale, audience, name, &facts, data)
    }
}

/// The language of a customer, as the feed has it.
pub(crate) fn customer_language(
    s: &mut Session<'_, '_>,
    customer: &str,
) -> Result<Option<String>, AppError> {
    let tenant = s.tenant().clone();
    let row = store::parties::get(s.tx(), Party::Customer, &tenant, customer)?;
    let Some(row) = row else { return Ok(None) };
    let record: commerce::Customer = serde_json::from_str(&row.doc)?;
    Ok(Some(record.language))
}

fn merchant_language(s: &mut Session<'_, '_>, merchant: &str) -> Result<Option<String>, AppError> {
    let tenant = s.tenant().clone();
    let doc = store::settings::get(s.tx(), SettingsOf::Merchant, &tenant, merchant)?;
    let Some(doc) = doc else { return Ok(None) };
    let settings: MerchantSettings = serde_json::from_str(&doc)?;
    Ok(settings.locale)
}
