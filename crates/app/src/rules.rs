//! The rule books in force, per tenant, and those that were in force before: cached by the hash of
//! their texts, loaded from the store when they are not in memory.
//!
//! A policy is one bundle of texts. Its hash is written with every event, so that an old decision
//! is replayed with the policy of its own time. A bundle is never changed: another one is activated.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use compliance::authority::Limits;
use dispute::decide::DecisionTables;
use dispute::evidence::EvidenceRules;
use dispute::{AutomaticLimits, Pack, RuleBook};
use kernel::calendar::Calendars;
use kernel::canonical::Sha256Hex;
use kernel::{Duration, TenantId, Timestamp};
use plan::{Ceilings, PlanPolicies};
use serde::{Deserialize, Serialize};
use store::Tx;

use crate::AppError;

mod folder;

/// The slot of `policies_active` that holds a tenant's bundle.
pub(crate) const SLOT: &str = "rules";
/// How long a node goes on with the bundle it last saw active: another node may have changed it.
const ACTIVE_KEPT: Duration = Duration::from_secs(5);
/// Most rule books kept in memory.
const BOOKS_KEPT_MAX: usize = 256;

/// The texts of one policy, by file name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bundle(BTreeMap<String, String>);

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../policy/", $name)))),+]
    };
}
use shipped;

const SHIPPED: &[(&str, &str)] = shipped!(
    "authority/limits.toml",
    "calendars.toml",
    "decisions/already_paid.toml",
    "decisions/duplicate.toml",
    "decisions/high_risk.toml",
    "decisions/incorrect_amount.toml",
    "decisions/non_compliance.toml",
    "decisions/non_guaranteed_program.toml",
    "decisions/not_as_described.toml",
    "decisions/not_received.toml",
    "decisions/other.toml",
    "decisions/refund_not_processed.toml",
    "decisions/unauthorised.toml",
    "evidence.toml",
    "packs/bnpl.2026.toml",
    "plans/au.toml",
    "plans/br.toml",
    "plans/ceilings.toml",
    "plans/de.toml",
    "plans/es.toml",
    "plans/gb.toml",
    "plans/se.toml",
    "plans/us-ny.toml",
    "plans/us.toml",
);

const CEILINGS: &str = "plans/ceilings.toml";

impl Bundle {
    /// The policy that ships with Ombud.
    pub fn shipped() -> Self {
        let texts = SHIPPED.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        Self(texts.collect())
    }

    /// The same bundle with some texts replaced or added.
    #[must_use]
    pub fn with(mut self, texts: impl IntoIterator<Item = (String, String)>) -> Self {
        self.0.extend(texts);
        self
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The one text the bundle is kept as, and hashed by.
    pub fn to_text(&self) -> Result<String, AppError> {
        Ok(serde_json::to_string(&self.0)?)
    }

    /// Reads, checks and proves all of it.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with the file and everything that is wrong with it.
    pub fn load(&self) -> Result<RuleBook, AppError> {
        let refused =
            |file: &str, error: &dyn std::fmt::Display| AppError::invalid(file, error.to_string());
        let get = |name: &str| {
            self.text(name).ok_or_else(|| AppError::invalid(name, "this file is missing"))
        };
        let pack_name = self.only_under("packs/")?;
        let pack = Pack::from_toml(get(pack_name)?).map_err(|error| refused(pack_name, &error))?;
        let tables = DecisionTables::load(&self.under("decisions/"))
            .map_err(|error| refused("decisions", &error))?;
        let evidence = EvidenceRules::from_toml(get("evidence.toml")?)
            .map_err(|error| refused("evidence.toml", &error))?;
        let ceilings = Ceilings::from_toml(CEILINGS, get(CEILINGS)?)
            .map_err(|error| refused(CEILINGS, &error))?;
        let plan_files: Vec<_> =
            self.under("plans/").into_iter().filter(|(name, _)| *name != "ceilings.toml").collect();
        let plans = PlanPolicies::from_files(&plan_files, &ceilings)
            .map_err(|error| refused("plans", &error))?;
        let calendars = Calendars::from_toml(get("calendars.toml")?)
            .map_err(|error| refused("calendars.toml", &error))?;
        let limits = automatic_limits(get("authority/limits.toml")?)?;
        RuleBook::new(pack, tables, evidence, plans, calendars, limits)
            .map_err(|error| refused("rules", &error))
    }

    /// The files of one folder, without the folder's name.
    fn under<'a>(&'a self, folder: &str) -> Vec<(&'a str, &'a str)> {
        let files = self.0.iter();
        files.filter_map(|(name, text)| Some((name.strip_prefix(folder)?, text.as_str()))).collect()
    }

    fn only_under(&self, folder: &str) -> Result<&str, AppError> {
        let mut found = self.names().filter(|name| name.starts_with(folder));
        match (found.next(), found.next()) {
            (Some(name), None) => Ok(name),
            _ => Err(AppError::invalid(folder, "exactly one file must be in this folder")),
        }
    }
}

/// What policy code may decide alone: the limits of the system's own seat.
fn automatic_limits(text: &str) -> Result<AutomaticLimits, AppError> {
    let limits = Limits::from_toml(text)
        .map_err(|error| AppError::invalid("authority/limits.toml", error.to_string()))?;
    let mut automatic = AutomaticLimits::default();
    for currency in limits.currencies() {
        if let Some(limits) = limits.of(currency) {
            automatic.for_consumer.insert(currency, limits.auto_decision_for_consumer);
            automatic.against_consumer.insert(currency, limits.auto_decision_against_consumer);
        }
    }
    Ok(automatic)
}

/// A rule book with the hash of the bundle it came from.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Of the bundle's text: what events refer to.
    pub bundle: Sha256Hex,
    pub rules: Arc<RuleBook>,
}

/// All rule books this node knows.
#[derive(Debug)]
pub(crate) struct Policies {
    shipped: Policy,
    shipped_text: &'static str,
    kept: RwLock<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    by_hash: HashMap<Sha256Hex, Arc<RuleBook>>,
    active: HashMap<TenantId, (Sha256Hex, Timestamp)>,
}

impl Policies {
    pub(crate) fn new(shipped: Policy, text: &'static str) -> Self {
        Self { shipped, shipped_text: text, kept: RwLock::default() }
    }

    /// The text of the shipped bundle, to be kept with every tenant.
    pub(crate) const fn shipped_text(&self) -> &'static str {
        self.shipped_text
    }

    /// The policy in force for a tenant.
    pub(crate) fn active(
        &self,
        tx: &mut Tx<'_>,
        tenant: &TenantId,
        real_now: Timestamp,
    ) -> Result<Policy, AppError> {
        let seen = {
            let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
            kept.active.get(tenant).copied()
        };
        if let Some((hash, at)) = seen
            && real_now.since(at) < ACTIVE_KEPT
        {
            return self.get(tx, tenant, &hash);
        }
        let hash = store::policies::active(tx, tenant, SLOT)?.unwrap_or(self.shipped.bundle);
        let policy = self.get(tx, tenant, &hash)?;
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.active.insert(tenant.clone(), (hash, real_now));
        Ok(policy)
    }

    /// The policy of a hash, as an old event names it.
    pub(crate) fn get(
        &self,
        tx: &mut Tx<'_>,
        tenant: &TenantId,
        hash: &Sha256Hex,
    ) -> Result<Policy, AppError> {
        if *hash == self.shipped.bundle {
            return Ok(self.shipped.clone());
        }
        let known = {
            let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
            kept.by_hash.get(hash).cloned()
        };
        if let Some(rules) = known {
            return Ok(Policy { bundle: *hash, rules });
        }
        let text = store::policies::text(tx, tenant, hash)?
            .ok_or_else(|| AppError::broken(format!("the policy {hash} is not in the store")))?;
        let bundle: Bundle = serde_json::from_str(&text)?;
        let rules = Arc::new(bundle.load()?);
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.by_hash.len() >= BOOKS_KEPT_MAX {
            kept.by_hash.clear();
        }
        kept.by_hash.insert(*hash, Arc::clone(&rules));
        Ok(Policy { bundle: *hash, rules })
    }

    /// After an activation on this node.
    pub(crate) fn forget_active(&self, tenant: &TenantId) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.active.remove(tenant);
    }
}
