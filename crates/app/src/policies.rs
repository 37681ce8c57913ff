//! The policy of a tenant: which is in force, which there were, and putting another in force.

use compliance::authority::Action;
use kernel::canonical::Sha256Hex;
use kernel::{Duration, PrincipalId, TaskId, Timestamp};
use store::tasks::TaskRow;

use crate::assistant::procedures;
use crate::cobrowse;
use crate::rules::SLOT;
use crate::{AppError, Bundle, Session, desk_policy};

/// The kind of task a proposed policy is.
pub const PROPOSAL: &str = "approve_policy";
const PROPOSAL_DUE_AFTER: Duration = Duration::from_days(7);

/// The policy in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyInfo {
    /// Of the bundle's text: what events refer to.
    pub bundle: Sha256Hex,
    /// Of the rules as they were read: what decisions refer to.
    pub rules: Sha256Hex,
    pub version: String,
    /// Every decision table in words, as Markdown.
    pub tables: String,
}

/// The policy in force.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn active(s: &mut Session<'_, '_>) -> Result<PolicyInfo, AppError> {
    let case = s.of_tenant();
    s.check(Action::PolicyRead, &case)?;
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let policy = app.policy(s.tx(), &tenant)?;
    Ok(PolicyInfo {
        bundle: policy.bundle,
        rules: policy.rules.hash,
        version: policy.rules.pack.version.clone(),
        tables: policy.rules.tables.describe(),
    })
}

/// Every policy ever kept: hash, name, when.
///
/// # Errors
/// As [`active`].
pub fn list(s: &mut Session<'_, '_>) -> Result<Vec<(Sha256Hex, String, Timestamp)>, AppError> {
    let case = s.of_tenant();
    s.check(Action::PolicyRead, &case)?;
    let tenant = s.tenant().clone();
    Ok(store::policies::list(s.tx(), &tenant)?)
}

/// Proposes a policy: it is read, checked and proved now, kept, and waits for another person.
///
/// # Errors
/// [`AppError::Invalid`] with the file and everything that is wrong with it.
pub fn propose(s: &mut Session<'_, '_>, name: &str, bundle: &Bundle) -> Result<TaskRow, AppError> {
    let case = s.of_tenant();
    s.check(Action::PolicyPropose, &case)?;
    bundle.load()?;
    let text = bundle.to_text()?;
    propose_text(s, SLOT, name, &text)
}

/// Keeps a text that was checked, and leaves it for another person to put in force in a slot.
pub(crate) fn propose_text(
    s: &mut Session<'_, '_>,
    slot: &str,
    name: &str,
    text: &str,
) -> Result<TaskRow, AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    let hash = store::policies::put(s.tx(), &tenant, name, text, now)?;
    let row = TaskRow {
        tenant,
        task: TaskId::generate(now, s.rng()),
        kind: PROPOSAL.to_owned(),
        state: store::tasks::OPEN.to_owned(),
        order: None,
        dispute: None,
        assignee: None,
        due_at: now.plus(PROPOSAL_DUE_AFTER),
        created_at: now,
        closed_at: None,
        version: 1,
        doc: serde_json::json!({
            "why": "a policy was proposed", "hash": hash, "name": name, "slot": slot,
            "requester": s.principal().id,
        })
        .to_string(),
    };
    store::tasks::insert(s.tx(), vec![row.clone()])?;
    s.audit("policy.proposed", format!("policy/{hash}"), None);
    Ok(row)
}

/// Puts a proposed policy in force. What was decided before keeps the policy of its own time.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever proposed it.
pub fn activate(s: &mut Session<'_, '_>, task: TaskId) -> Result<Sha256Hex, AppError> {
    let tenant = s.tenant().clone();
    let row = store::tasks::get(s.tx(), &tenant, task)?
        .filter(|row| row.kind == PROPOSAL && row.state != store::tasks::CLOSED)
        .ok_or_else(|| AppError::not_found("the proposed policy", &task))?;
    let doc: serde_json::Value = serde_json::from_str(&row.doc)?;
    let requester: Option<PrincipalId> =
        serde_json::from_value(doc.get("requester").cloned().unwrap_or_default())?;
    let hash: Sha256Hex = serde_json::from_value(doc.get("hash").cloned().unwrap_or_default())?;
    // Proposals of before there were slots are of the rule books.
    let slot = doc.get("slot").and_then(serde_json::Value::as_str).unwrap_or(SLOT).to_owned();
    let case = compliance::authority::Resource { requester, ..s.of_tenant() };
    s.check(Action::PolicyActivate, &case)?;
    match slot.as_str() {
        desk_policy::ROUTING => desk_policy::follows(s, &hash)?,
        procedures::SLOT => procedures::may_go_live(s, &hash)?,
        cobrowse::policy::SLOT => cobrowse::policy::follows(s, &hash)?,
        _ => {}
    }
    let now = s.now();
    store::policies::activate(s.tx(), &tenant, &slot, &hash, now)?;
    if slot == cobrowse::policy::SLOT {
        cobrowse::policy::followed(s, case.requester.clone())?;
    }
    let closed = TaskRow { state: store::tasks::CLOSED.to_owned(), closed_at: Some(now), ..row };
    store::tasks::save(s.tx(), &closed)?;
    s.app().policies().forget_active(&tenant);
    s.app().desks().forget(&tenant);
    s.audit("policy.activated", format!("policy/{hash}"), None);
    Ok(hash)
}
