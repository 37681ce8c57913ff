//! What a tenant decides about its own desk in place of `policy/support/desk.toml`: its routing and its
//! hours. Each is a policy like the others: kept by the hash of its text for ever, one of them active.
//!
//! Routing is proposed by one person and put in force by another ([`crate::policies::activate`]), as who
//! is helped first is nobody's to change alone. Hours are a plain fact of the desk and count at once.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use compliance::authority::Action;
use kernel::canonical::Sha256Hex;
use kernel::{Duration, PrincipalId, TenantId, Timestamp};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::tasks::TaskRow;
use support::conversation::{DeskRules, RoutingText};
use support::hours::Hours;

use crate::{App, AppError, Session, policies};

/// The slot of `policies_active` that holds a tenant's routing.
pub(crate) const ROUTING: &str = "desk/routing";
/// The slot that holds its hours.
const HOURS: &str = "desk/hours";
/// How long a node goes on with what it last saw: another node may have changed it.
const KEPT: Duration = Duration::from_secs(5);

/// What a tenant published, with its number: 1, 2, 3 …; 0 is what ships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published<T> {
    pub version: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PrincipalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    pub text: T,
}

/// The rules of every tenant's desk that this node knows.
#[derive(Debug, Default)]
pub(crate) struct Desks(RwLock<HashMap<TenantId, Known>>);

#[derive(Debug, Clone)]
struct Known {
    hashes: [Option<Sha256Hex>; 2],
    rules: Arc<DeskRules>,
    at: Timestamp,
}

impl Desks {
    fn get(&self, tenant: &TenantId) -> Option<Known> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(tenant).cloned()
    }

    fn put(&self, tenant: &TenantId, known: Known) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(tenant.clone(), known);
    }

    pub(crate) fn forget(&self, tenant: &TenantId) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(tenant);
    }
}

impl App {
    /// The rules of a tenant's desk.
    ///
    /// # Errors
    /// The store's.
    pub fn desk_rules(
        &self,
        tx: &mut Tx<'_>,
        tenant: &TenantId,
    ) -> Result<Arc<DeskRules>, AppError> {
        let now = self.now();
        let known = self.desks().get(tenant);
        if let Some(known) = known.as_ref().filter(|known| now.since(known.at) < KEPT) {
            return Ok(Arc::clone(&known.rules));
        }
        let hashes = [
            store::policies::active(tx, tenant, ROUTING)?,
            store::policies::active(tx, tenant, HOURS)?,
        ];
        let rules = match known.filter(|known| known.hashes == hashes) {
            Some(known) => known.rules,
            None => self.load_desk(tx, tenant, hashes)?,
        };
        self.desks().put(tenant, Known { hashes, rules: Arc::clone(&rules), at: now });
        Ok(rules)
    }

    fn load_desk(
        &self,
        tx: &mut Tx<'_>,
        tenant: &TenantId,
        [routing, hours]: [Option<Sha256Hex>; 2],
    ) -> Result<Arc<DeskRules>, AppError> {
        let broken = |error: &dyn std::fmt::Display| AppError::broken(error.to_string());
        let mut rules = self.shipped_desk_rules();
        if let Some(hash) = routing {
            let own: Published<RoutingText> = published(tx, tenant, &hash)?;
            let with = DeskRules::clone(&rules).with_routing(own.text);
            rules = Arc::new(with.map_err(|error| broken(&error))?);
        }
        if let Some(hash) = hours {
            let own: Published<Hours> = published(tx, tenant, &hash)?;
            let with = DeskRules::clone(&rules).with_hours(own.text);
            rules = Arc::new(with.map_err(|error| broken(&error))?);
        }
        Ok(rules)
    }
}

fn published<T: for<'de> Deserialize<'de>>(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    hash: &Sha256Hex,
) -> Result<Published<T>, AppError> {
    let text = store::policies::text(tx, tenant, hash)?
        .ok_or_else(|| AppError::broken(format!("the policy {hash} is not in the store")))?;
    Ok(serde_json::from_str(&text)?)
}

/// What is active in a slot, or what ships.
pub(crate) fn active<T: for<'de> Deserialize<'de>>(
    s: &mut Session<'_, '_>,
    slot: &str,
    shipped: impl FnOnce(&DeskRules) -> T,
) -> Result<Published<T>, AppError> {
    let tenant = s.tenant().clone();
    match store::policies::active(s.tx(), &tenant, slot)? {
        Some(hash) => published(s.tx(), &tenant, &hash),
        None => {
            let text = shipped(&s.app().shipped_desk_rules());
            Ok(Published { version: 0, by: None, at: None, text })
        }
    }
}

/// The routing in force.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn routing(s: &mut Session<'_, '_>) -> Result<Published<RoutingText>, AppError> {
    let case = s.of_tenant();
    s.check(Action::PolicyRead, &case)?;
    active(s, ROUTING, |rules| rules.routing_text().clone())
}

/// Proposes other routing: it is checked now, kept, and waits for another person to put it in force.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Invalid`] with the field.
pub fn propose_routing(s: &mut Session<'_, '_>, text: RoutingText) -> Result<TaskRow, AppError> {
    let case = s.of_tenant();
    s.check(Action::RoutingPropose, &case)?;
    text.rules().map_err(|error| AppError::invalid("rules", error.to_string()))?;
    let now = active(s, ROUTING, |rules| rules.routing_text().clone())?;
    if now.text == text {
        return Err(AppError::unprocessable("nothing_changes", "these rules are in force already"));
    }
    let (name, kept) = next(s, ROUTING, now.version, text)?;
    policies::propose_text(s, ROUTING, &name, &kept)
}

/// Whether a proposal still follows on what is in force.
pub(crate) fn follows(s: &mut Session<'_, '_>, hash: &Sha256Hex) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let proposed: Published<RoutingText> = published(s.tx(), &tenant, hash)?;
    let now = active(s, ROUTING, |rules| rules.routing_text().clone())?;
    if proposed.version == now.version + 1 {
        return Ok(());
    }
    let why = "other rules were put in force since this was proposed: propose it again";
    Err(AppError::conflict("routing_moved", why))
}

pub(crate) fn next<T: Serialize>(
    s: &Session<'_, '_>,
    slot: &str,
    version: u64,
    text: T,
) -> Result<(String, String), AppError> {
    let version = version + 1;
    let by = s.principal().id.clone();
    let kept = Published { version, by, at: Some(s.now()), text };
    Ok((format!("{slot} {version}"), serde_json::to_string(&kept)?))
}

/// The hours in force.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn hours(s: &mut Session<'_, '_>) -> Result<Published<Hours>, AppError> {
    let case = s.of_tenant();
    s.check(Action::ConversationRead, &case)?;
    active(s, HOURS, |rules| rules.hours_text().clone())
}

/// Says when the desk is open, from now on. Clocks that run already keep the instant they were given.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Invalid`] with the day.
pub fn set_hours(s: &mut Session<'_, '_>, text: Hours) -> Result<Published<Hours>, AppError> {
    let case = s.of_tenant();
    s.check(Action::DeskConfigure, &case)?;
    DeskRules::clone(&s.app().shipped_desk_rules())
        .with_hours(text.clone())
        .map_err(|error| AppError::invalid("hours", error.to_string()))?;
    let before = active(s, HOURS, |rules| rules.hours_text().clone())?;
    if before.text == text {
        return Ok(before);
    }
    let (name, kept) = next(s, HOURS, before.version, text)?;
    let (tenant, now) = (s.tenant().clone(), s.now());
    let hash = store::policies::put(s.tx(), &tenant, &name, &kept, now)?;
    store::policies::activate(s.tx(), &tenant, HOURS, &hash, now)?;
    s.app().desks().forget(&tenant);
    let body = serde_json::json!({ "version": before.version + 1, "hash": hash });
    s.audit("desk.hours_changed", format!("policy/{hash}"), Some(body));
    Ok(serde_json::from_str(&kept)?)
}
