//! What a company says about itself to anybody: its name, how to reach it, how long plans stand still,
//! who decides when we do not agree. No secret, and nothing about anybody.

use compliance::authority::Action;
use kernel::{Jurisdiction, TenantId};
use serde::{Deserialize, Serialize};
use store::Tx;

use crate::cobrowse::recordings;
use crate::retention::{KEPT_DAYS_DEFAULT, KEPT_DAYS_MAX, KEPT_DAYS_MIN};
use crate::tenants::TenantDoc;
use crate::{App, AppError, Session};

/// Most tenants that are looked at to find the only one.
const TENANTS_MAX: u32 = 50;
const TEXT_CHARS_MAX: usize = 300;
const LIST_MAX: usize = 20;

/// What a company says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CompanyDoc {
    /// BCP 47 tags, the first is the usual one.
    pub languages: Vec<String>,
    pub support: Contact,
    pub ombudsman: Option<Ombudsman>,
    pub privacy_url: Option<String>,
    /// Whose law counts for whoever is not known, such as `se`: a visitor's complaint is opened by it.
    pub home_market: Option<Jurisdiction>,
    /// For how many days a resolved conversation is kept: customers are told (GDPR article 13(2)(a)).
    pub conversations_kept_days: Option<u32>,
    /// For how many days a recording of co-browsing is kept: customers are told that too.
    pub recordings_kept_days: Option<u32>,
}

impl CompanyDoc {
    /// For how many days a resolved conversation is kept.
    pub fn kept_days(&self) -> u32 {
        self.conversations_kept_days.unwrap_or(KEPT_DAYS_DEFAULT)
    }

    /// For how many days a recording of co-browsing is kept, from its beginning.
    pub fn recordings_kept_days(&self) -> u32 {
        self.recordings_kept_days.unwrap_or(recordings::KEPT_DAYS_DEFAULT)
    }
}

/// How to reach a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    pub phone: Option<String>,
    pub email: Option<String>,
    pub hours: Vec<Hours>,
}

/// Some days of the week, from and to by the clock of a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// `monday` to `sunday`.
    pub days: Vec<String>,
    /// `HH:MM`.
    pub from: String,
    pub to: String,
    /// IANA name.
    pub timezone: String,
}

/// Who decides when company and customer do not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ombudsman {
    pub name: String,
    pub url: String,
}

/// A company with the days that plans stand still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    pub tenant: TenantId,
    pub name: String,
    pub doc: CompanyDoc,
    /// For a reported return; the fewest of any market.
    pub return_days: u32,
    /// For a reported problem; the fewest of any market.
    pub problem_days: u32,
}

impl App {
    /// What a company says about itself; the only company of the deployment where none is named.
    ///
    /// # Errors
    /// [`AppError::NotFound`], also where none is named and there are several.
    pub async fn company(&self, named: Option<TenantId>) -> Result<Company, AppError> {
        let app = self.clone();
        self.store().read(move |tx| company(tx, &app, named.as_ref())).await
    }
}

fn company(tx: &mut Tx<'_>, app: &App, named: Option<&TenantId>) -> Result<Company, AppError> {
    let row = match named {
        Some(named) => store::tenants::get(tx, named)?
            .ok_or_else(|| AppError::not_found("the company", named))?,
        None => {
            let all = store::tenants::list(tx, "", TENANTS_MAX)?;
            let mut real = all.into_iter().filter(|row| !row.sandbox);
            match (real.next(), real.next()) {
                (Some(only), None) => only,
                _ => {
                    let what = "the company: there is not exactly one, name it with ?tenant=";
                    return Err(AppError::NotFound { what: what.to_owned() });
                }
            }
        }
    };
    let doc: TenantDoc = serde_json::from_str(&row.doc)?;
    let policy = app.policy(tx, &row.tenant)?;
    let pauses = || policy.rules.plans.iter().map(|market| &market.pause);
    Ok(Company {
        return_days: pauses().map(|rule| rule.return_days).min().unwrap_or(0),
        problem_days: pauses().map(|rule| rule.problem_days).min().unwrap_or(0),
        tenant: row.tenant,
        name: doc.name,
        doc: doc.company,
    })
}

/// Says what the company says about itself.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::Invalid`].
pub fn change(s: &mut Session<'_, '_>, new: CompanyDoc) -> Result<Company, AppError> {
    let case = s.of_tenant();
    s.check(Action::SettingsManage, &case)?;
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    check(&new, &app.policy(s.tx(), &tenant)?)?;
    let row = crate::tenants::get(s)?;
    let mut doc: TenantDoc = serde_json::from_str(&row.doc)?;
    doc.company = new;
    let tenant = s.tenant().clone();
    store::tenants::save(s.tx(), &tenant, row.version, serde_json::to_string(&doc)?)?;
    s.audit("company.changed", format!("tenant/{tenant}"), None);
    let app = s.app().clone();
    let changed = company(s.tx(), &app, Some(&tenant))?;
    Ok(Company { doc: doc.company, ..changed })
}

/// Whose law counts for whoever is not known, as far as the company says.
pub(crate) fn home_market(s: &mut Session<'_, '_>) -> Result<Option<Jurisdiction>, AppError> {
    Ok(doc(s)?.home_market)
}

/// What the company says about itself, for the application's own work.
pub(crate) fn doc(s: &mut Session<'_, '_>) -> Result<CompanyDoc, AppError> {
    let doc: TenantDoc = serde_json::from_str(&crate::tenants::get(s)?.doc)?;
    Ok(doc.company)
}

fn check(new: &CompanyDoc, policy: &crate::Policy) -> Result<(), AppError> {
    let invalid = |field: &'static str, problem: &str| Err(AppError::invalid(field, problem));
    let fits = |text: &String| (1..=TEXT_CHARS_MAX).contains(&text.chars().count());
    let web = |text: &String| fits(text) && text.starts_with("https://");
    if new.languages.len() > LIST_MAX || !new.languages.iter().all(fits) {
        return invalid("languages", "at most 20 language tags");
    }
    if new.support.phone.as_ref().is_some_and(|phone| !fits(phone)) {
        return invalid("support.phone", "must have 1 to 300 characters");
    }
    if new.support.email.as_ref().is_some_and(|email| !fits(email) || !email.contains('@')) {
        return invalid("support.email", "must be an e-mail address");
    }
    if new.support.hours.len() > LIST_MAX {
        return invalid("support.hours", "at most 20 rows");
    }
    let clock = |text: &String| {
        let parts = text.split_once(':').and_then(|(hour, minute)| {
            Some((hour.parse::<u8>().ok()?, minute.parse::<u8>().ok()?))
        });
        text.len() == 5 && parts.is_some_and(|(hour, minute)| hour <= 24 && minute < 60)
    };
    let rows = &new.support.hours;
    if !rows.iter().all(|row| clock(&row.from) && clock(&row.to) && fits(&row.timezone)) {
        return invalid("support.hours", "from and to are HH:MM, timezone an IANA name");
    }
    if new.ombudsman.as_ref().is_some_and(|who| !fits(&who.name) || !web(&who.url)) {
        return invalid("ombudsman", "needs a name and an https address");
    }
    if let Some(market) = &new.home_market
        && policy.rules.calendar(market).is_err()
    {
        return invalid(
            "home_market",
            "no rules are there for this market: see policy/calendars.toml",
        );
    }
    if !(KEPT_DAYS_MIN..=KEPT_DAYS_MAX).contains(&new.kept_days()) {
        let problem = format!("must be from {KEPT_DAYS_MIN} to {KEPT_DAYS_MAX}");
        return invalid("conversations_kept_days", &problem);
    }
    if !recordings::KEPT_DAYS.contains(&new.recordings_kept_days()) {
        let (from, to) = (recordings::KEPT_DAYS.start(), recordings::KEPT_DAYS.end());
        return invalid("recordings_kept_days", &format!("must be from {from} to {to}"));
    }
    if new.privacy_url.as_ref().is_some_and(|url| !web(url)) {
        return invalid("privacy_url", "must be an https address");
    }
    Ok(())
}
