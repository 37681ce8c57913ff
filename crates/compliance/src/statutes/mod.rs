//! Statutory rules R1 to R18 as data, and the pure functions that carry them out.
//!
//! Each rule is one file in `policy/statutes`: where it applies and since when, what it rests on,
//! its clocks, limits and required contents. Each has a Rust type whose functions take those
//! figures from the file, so that a changed law is a changed file. What is not law yet says so
//! (`status`), and what we could not confirm in a source says so too (`unconfirmed`).
//!
//! Deadlines are counted by `kernel::calendar` in the jurisdiction's own zone. This module never
//! decides that a rule is waived, and is not legal advice.

mod crime;
mod eu;
mod meta;
mod records;
mod security;
mod term;
mod uk;
mod us;

use serde::de::DeserializeOwned;

pub use crime::{NarrativeTooLong, OutputFilter, ReportsOfSuspicion, TippedOff, TippingOff};
pub use eu::{
    AiAct, ConsumerCredit, DataProtection, PaymentServicesRegulation, ReviewRefusal, Reviewer,
};
pub use meta::{Meta, Scope, Status, StatutoryProfile};
pub use records::{ClassRule, Records};
pub use security::{CardData, IncidentClocks, IncidentReports};
pub use term::{Contents, Term};
pub use uk::{
    Agreement, ComplaintClocks, ComplaintLetter, Complaints, DeferredPaymentCredit, Exemption,
    ExemptionRefusal, UnauthorisedPayments,
};
pub use us::{
    AdverseAction, AuFees, BillingErrors, CardLikeCredit, CreditReports, DebtAct, LowCostCredit,
    NewYorkBnpl, ReasonsRefusal, Tradeline,
};

/// Why the statutory rules cannot be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatuteError {
    #[error("{file}: {error}")]
    File { file: String, error: String },
    #[error("{file}: {what}")]
    Rule { file: String, what: String },
}

/// One rule: what it is, and its figures.
#[derive(Debug, Clone)]
pub struct Rule<T> {
    pub meta: Meta,
    pub rule: T,
}

/// All rules.
#[derive(Debug, Clone)]
pub struct Statutes {
    pub card_like_credit: Rule<CardLikeCredit>,
    pub billing_errors: Rule<BillingErrors>,
    pub new_york_bnpl: Rule<NewYorkBnpl>,
    pub deferred_payment_credit: Rule<DeferredPaymentCredit>,
    pub complaints: Rule<Complaints>,
    pub unauthorised_payments: Rule<UnauthorisedPayments>,
    pub payment_services_regulation: Rule<PaymentServicesRegulation>,
    pub consumer_credit: Rule<ConsumerCredit>,
    pub data_protection: Rule<DataProtection>,
    pub ai_act: Rule<AiAct>,
    pub adverse_action: Rule<AdverseAction>,
    pub credit_reports: Rule<CreditReports>,
    pub low_cost_credit: Rule<LowCostCredit>,
    pub reports_of_suspicion: Rule<ReportsOfSuspicion>,
    pub tipping_off: Rule<TippingOff>,
    pub card_data: Rule<CardData>,
    pub incident_reports: Rule<IncidentReports>,
    pub records: Rule<Records>,
}

/// The shipped files, by rule id.
const SHIPPED: [(&str, &str); 18] = [
    ("R1", include_str!("../../../../policy/statutes/r01-us-cfpb-bnpl.toml")),
    ("R2", include_str!("../../../../policy/statutes/r02-us-regz-billing-errors.toml")),
    ("R3", include_str!("../../../../policy/statutes/r03-us-ny-bnpl.toml")),
    ("R4", include_str!("../../../../policy/statutes/r04-uk-dpc.toml")),
    ("R5", include_str!("../../../../policy/statutes/r05-uk-disp.toml")),
    ("R6", include_str!("../../../../policy/statutes/r06-uk-psr-unauthorised.toml")),
    ("R7", include_str!("../../../../policy/statutes/r07-eu-psr.toml")),
    ("R8", include_str!("../../../../policy/statutes/r08-eu-ccd2.toml")),
    ("R9", include_str!("../../../../policy/statutes/r09-gdpr.toml")),
    ("R10", include_str!("../../../../policy/statutes/r10-eu-ai-act.toml")),
    ("R11", include_str!("../../../../policy/statutes/r11-us-ecoa.toml")),
    ("R12", include_str!("../../../../policy/statutes/r12-us-fcra.toml")),
    ("R13", include_str!("../../../../policy/statutes/r13-au-lccc.toml")),
    ("R14", include_str!("../../../../policy/statutes/r14-aml-reporting.toml")),
    ("R15", include_str!("../../../../policy/statutes/r15-tipping-off.toml")),
    ("R16", include_str!("../../../../policy/statutes/r16-pci-dss.toml")),
    ("R17", include_str!("../../../../policy/statutes/r17-eu-dora.toml")),
    ("R18", include_str!("../../../../policy/statutes/r18-records.toml")),
];

impl Statutes {
    /// The rules that ship with Ombud.
    ///
    /// # Errors
    /// When a shipped file is broken, which a test rules out.
    pub fn shipped() -> Result<Self, StatuteError> {
        Self::load(&SHIPPED)
    }

    /// Loads rules from texts by rule id; every rule must be there once.
    ///
    /// # Errors
    /// [`StatuteError`] names the rule and the field.
    pub fn load(texts: &[(&str, &str)]) -> Result<Self, StatuteError> {
        Ok(Self {
            card_like_credit: rule(texts, "R1")?,
            billing_errors: rule(texts, "R2")?,
            new_york_bnpl: rule(texts, "R3")?,
            deferred_payment_credit: rule(texts, "R4")?,
            complaints: rule(texts, "R5")?,
            unauthorised_payments: rule(texts, "R6")?,
            payment_services_regulation: rule(texts, "R7")?,
            consumer_credit: rule(texts, "R8")?,
            data_protection: rule(texts, "R9")?,
            ai_act: rule(texts, "R10")?,
            adverse_action: rule(texts, "R11")?,
            credit_reports: rule(texts, "R12")?,
            low_cost_credit: rule(texts, "R13")?,
            reports_of_suspicion: rule(texts, "R14")?,
            tipping_off: rule(texts, "R15")?,
            card_data: rule(texts, "R16")?,
            incident_reports: rule(texts, "R17")?,
            records: rule(texts, "R18")?,
        })
    }

    /// What every rule is, in order.
    pub fn all(&self) -> [&Meta; 18] {
        [
            &self.card_like_credit.meta,
            &self.billing_errors.meta,
            &self.new_york_bnpl.meta,
            &self.deferred_payment_credit.meta,
            &self.complaints.meta,
            &self.unauthorised_payments.meta,
            &self.payment_services_regulation.meta,
            &self.consumer_credit.meta,
            &self.data_protection.meta,
            &self.ai_act.meta,
            &self.adverse_action.meta,
            &self.credit_reports.meta,
            &self.low_cost_credit.meta,
            &self.reports_of_suspicion.meta,
            &self.tipping_off.meta,
            &self.card_data.meta,
            &self.incident_reports.meta,
            &self.records.meta,
        ]
    }
}

/// Reads one rule. The part under `[rule]` is the rule's own type; all else is [`Meta`].
fn rule<T: DeserializeOwned>(texts: &[(&str, &str)], id: &str) -> Result<Rule<T>, StatuteError> {
    let file = id.to_owned();
    let mut found = texts.iter().filter(|(name, _)| *name == id);
    let (Some((_, text)), None) = (found.next(), found.next()) else {
        let what = "it must be given exactly once".to_owned();
        return Err(StatuteError::Rule { file, what });
    };
    let broken = |error: toml::de::Error| StatuteError::File {
        file: file.clone(),
        error: error.to_string(),
    };
    let mut table: toml::Table = toml::from_str(text).map_err(broken)?;
    let body = table.remove("rule").unwrap_or(toml::Value::Table(toml::Table::new()));
    let meta: Meta = table.try_into().map_err(broken)?;
    let rule = body.try_into().map_err(broken)?;
    if meta.id != id {
        let what = format!("its id is {:?}", meta.id);
        return Err(StatuteError::Rule { file, what });
    }
    meta.check().map_err(|what| StatuteError::Rule { file, what })?;
    Ok(Rule { meta, rule })
}
