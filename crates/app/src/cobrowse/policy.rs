//! Which redaction policy is in force: the company's signed file, and what somebody took away from it
//! since. Taking away needs one person and holds at once; whatever lets agents see more needs two.
//!
//! Without a file, pages release by the attribute `data-ombud-show`.

use cobrowse::policy::{Browser, Diff, InForce, Narrowing, Permit, Policy, Turn, change, diff};
use compliance::authority::Action;
use kernel::TenantId;
use kernel::canonical::Sha256Hex;
use kernel::{Duration, PrincipalId, TaskId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::after::After;
use crate::policies::propose_text;
use crate::{AppError, Session};

/// Where the file is kept among the tenant's policies, and what was taken away from it.
pub(crate) const SLOT: &str = "cobrowse";
const NARROWING: &str = "cobrowse_narrowing";
/// Whose eyes captures are made for: those of whoever leads a session. Others who look see no more.
pub(super) const ROLES: [&str; 1] = ["agent"];

/// A file with its signature, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Signed {
    pub(super) file: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) signature: Option<String>,
    /// Of a file that waits: what had been taken away when it was proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) narrowed: Option<Sha256Hex>,
}

/// What holds for the sessions of a company today.
#[derive(Debug, Clone, PartialEq)]
pub struct Force {
    /// What frames are held against.
    pub permit: Permit,
    /// Whether agents may type anywhere.
    pub may_write: bool,
    /// What pages are told; `None`: attributes release.
    pub browser: Option<Value>,
    /// Which policy it is.
    pub stamp: Stamp,
}

/// The policy, for those who look after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// `redaction.toml`.
    pub file: String,
    pub signature: Option<String>,
    pub narrowing: Narrowing,
    /// With which captures begin.
    pub hash: Sha256Hex,
    /// What the file says.
    pub policy: Policy,
    /// The key of the company that signed it; none where it has no keys.
    pub signed_by: Option<String>,
    /// Rules whose last day is over.
    pub expired: Vec<u32>,
}

/// What became of a proposed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    pub diff: Diff,
    /// It shows no more than the one before: it is in force. Otherwise it waits for another person.
    pub in_force: bool,
    /// Under which it waits.
    pub task: Option<TaskId>,
}

/// What holds for the sessions of this company today. For the relay: no authority is asked.
///
/// # Errors
/// The store's.
pub fn in_force(s: &mut Session<'_, '_>) -> Result<Force, AppError> {
    let tenant = s.tenant().clone();
    let now = s.app().now();
    let stamp = stamp(s.tx(), &tenant, now)?;
    let Some((_, force)) = stored(s)? else {
        let permit = Permit::attributes();
        return Ok(Force { permit, may_write: true, browser: None, stamp });
    };
    let today = now.utc_date();
    let browser: Browser = force.browser(&ROLES, today);
    Ok(Force {
        permit: force.permit(&ROLES, today),
        may_write: !browser.writable.is_empty(),
        browser: Some(serde_json::to_value(&browser)?),
        stamp,
    })
}

/// The policy in force.
///
/// # Errors
/// [`AppError::Forbidden`].
pub fn read(s: &mut Session<'_, '_>) -> Result<Option<Shown>, AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseLead, &on)?;
    Ok(stored(s)?.map(|(signed, force)| shown(s, signed, &force)))
}

fn shown(s: &Session<'_, '_>, signed: Signed, force: &InForce) -> Shown {
    let Signed { file, signature, .. } = signed;
    let (policy, today) = (force.policy().clone(), s.app().now().utc_date());
    let keys = s.app().cobrowse_policy_keys(s.tenant());
    let signer = signature.as_deref().and_then(|signature| policy.verify(signature, keys).ok());
    let is_over = |rule: &&cobrowse::policy::Rule| rule.is_over(today);
    Shown {
        signed_by: signer.map(cobrowse::policy::PublicKey::id),
        expired: policy.rules.iter().filter(is_over).map(|rule| rule.id).collect(),
        narrowing: force.narrowing().clone(),
        hash: force.hash(),
        file,
        signature,
        policy,
    }
}

/// Proposes the file that follows the one in force. Where it lets agents see no more, it is in force at
/// once; otherwise it waits for another person.
///
/// # Errors
/// [`AppError::Invalid`] with the rule and what is wrong with it; [`AppError::Unprocessable`]
/// (`policy_unsigned`) where the company's keys did not sign it.
pub fn propose(
    s: &mut Session<'_, '_>,
    file: &str,
    signature: Option<&str>,
) -> Result<Proposed, AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseLead, &on)?;
    let policy = checked(s, file, signature)?;
    let before = stored(s)?.map(|(_, force)| force);
    let diff = match &before {
        Some(force) => change(force, &policy),
        None => diff(&nothing(&policy), &policy),
    };
    let diff = diff.map_err(|error| AppError::invalid("file", error.to_string()))?;
    let in_force = diff.turn != Turn::Wider;
    let narrowed = if in_force { None } else { narrowed(s)? };
    let kept = Signed { file: file.to_owned(), signature: signature.map(str::to_owned), narrowed };
    let text = serde_json::to_string(&kept)?;
    let name = format!("redaction {}", policy.version);
    let mut task = None;
    if in_force {
        put(s, SLOT, &name, &text)?;
        let by = s.principal().id.clone();
        changed(s, &Change { by, proposed_by: None, version: policy.version, narrowed: None })?;
        if let Some(force) = before {
            let text = serde_json::to_string(&still(force.narrowing(), &policy))?;
            put(s, NARROWING, "redaction narrowed", &text)?;
        }
    } else {
        task = Some(propose_text(s, SLOT, &name, &text)?.task);
    }
    Ok(Proposed { diff, in_force, task })
}

/// Takes something away at once: rules of the file that show no more, and what is hidden besides. What
/// was taken away stays so: to give something back is to propose a file.
///
/// # Errors
/// [`AppError::Invalid`] for a rule that is not there; [`AppError::Conflict`] (`no_policy`) where there
/// is no file.
pub fn narrow(s: &mut Session<'_, '_>, by: Narrowing) -> Result<Shown, AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseLead, &on)?;
    let no_file = || AppError::conflict("no_policy", "there is no policy file to take away from");
    let (signed, force) = stored(s)?.ok_or_else(no_file)?;
    let mut narrowing = force.narrowing().clone();
    let off = by.off.into_iter().filter(|id| !force.narrowing().off.contains(id));
    narrowing.off.extend(off);
    let hide = by.hide.into_iter().filter(|one| !force.narrowing().hide.contains(one));
    narrowing.hide.extend(hide);
    let narrowed = InForce::new(force.policy().clone(), narrowing)
        .map_err(|error| AppError::invalid("narrowing", error.to_string()))?;
    let text = serde_json::to_string(narrowed.narrowing())?;
    put(s, NARROWING, "redaction narrowed", &text)?;
    let (by, version) = (s.principal().id.clone(), narrowed.policy().version);
    let narrowing = Some(narrowed.narrowing().clone());
    changed(s, &Change { by, proposed_by: None, version, narrowed: narrowing })?;
    Ok(shown(s, signed, &narrowed))
}

/// What is taken away now, by the hash of its text.
pub(super) fn narrowed(s: &mut Session<'_, '_>) -> Result<Option<Sha256Hex>, AppError> {
    let tenant = s.tenant().clone();
    Ok(store::policies::active(s.tx(), &tenant, NARROWING)?)
}

/// Whether a proposed file may be put in force now: another may have come before it, or something may have
/// been taken away that neither of the two who agree has seen.
pub(crate) fn follows(s: &mut Session<'_, '_>, hash: &Sha256Hex) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let text = store::policies::text(s.tx(), &tenant, hash)?;
    let text = text.ok_or_else(|| AppError::not_found("the proposed policy", hash))?;
    let Signed { file, signature, narrowed: known } = serde_json::from_str(&text)?;
    if known != narrowed(s)? {
        let why = "something was taken away since it was proposed: propose it again";
        return Err(AppError::conflict("policy_overtaken", why));
    }
    let policy = checked(s, &file, signature.as_deref())?;
    let before = match stored(s)? {
        Some((_, force)) => force.policy().clone(),
        None => nothing(&policy),
    };
    diff(&before, &policy)
        .map(|_| ())
        .map_err(|error| AppError::conflict("policy_overtaken", error.to_string()))
}

/// What was taken away from a file and is still to be taken away from the one after it.
fn still(narrowing: &Narrowing, policy: &Policy) -> Narrowing {
    let is_there = |id: &&u32| policy.rules.iter().any(|rule| rule.id == **id);
    let off = narrowing.off.iter().filter(is_there).copied().collect();
    Narrowing { off, hide: narrowing.hide.clone() }
}

/// After two people put a file in force: it says all that holds, and what was taken away from the one
/// before is given back where it does not say so.
pub(crate) fn followed(
    s: &mut Session<'_, '_>,
    proposed_by: Option<PrincipalId>,
) -> Result<(), AppError> {
    let text = serde_json::to_string(&Narrowing::default())?;
    put(s, NARROWING, "redaction as signed", &text)?;
    let version = stored(s)?.map_or(0, |(_, force)| force.policy().version);
    let by = s.principal().id.clone();
    changed(s, &Change { by, proposed_by, version, narrowed: None })
}

/// A change of what is released, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Change {
    /// Who put it in force.
    pub(super) by: Option<PrincipalId>,
    /// Who proposed it, where that was another.
    pub(super) proposed_by: Option<PrincipalId>,
    pub(super) version: u32,
    /// All that was taken away from the file by then, where that was the change.
    pub(super) narrowed: Option<Narrowing>,
}

fn changed(s: &mut Session<'_, '_>, change: &Change) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    let doc = serde_json::to_string(change)?;
    Ok(store::cobrowse::policy_changes::insert(s.tx(), &tenant, now, &doc)?)
}

/// Which policy holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The file and what was taken away from it, by their hashes.
    pub texts: [Option<Sha256Hex>; 2],
    /// Since 1970, in UTC: rules end with a day.
    pub day: i64,
}

/// # Errors
/// The store's.
pub fn stamp(tx: &mut store::Tx<'_>, tenant: &TenantId, now: Timestamp) -> Result<Stamp, AppError> {
    let file = store::policies::active(tx, tenant, SLOT)?;
    let texts = [file, store::policies::active(tx, tenant, NARROWING)?];
    Ok(Stamp { texts, day: now.as_millis().div_euclid(Duration::DAY.as_millis()) })
}

fn put(s: &mut Session<'_, '_>, slot: &str, name: &str, text: &str) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    let hash = store::policies::put(s.tx(), &tenant, name, text, now)?;
    store::policies::activate(s.tx(), &tenant, slot, &hash, now)?;
    store::cobrowse::nodes::call_all(s.tx())?;
    s.after(After::CallNodes);
    s.audit("policy.activated", format!("policy/{hash}"), None);
    Ok(())
}

/// Reads and proves a file.
fn checked(s: &Session<'_, '_>, file: &str, signature: Option<&str>) -> Result<Policy, AppError> {
    let policy =
        Policy::parse(file).map_err(|error| AppError::invalid("file", error.to_string()))?;
    let keys = s.app().cobrowse_policy_keys(s.tenant());
    if keys.is_empty() {
        return Ok(policy);
    }
    let unsigned = |why: String| AppError::unprocessable("policy_unsigned", why);
    let signature =
        signature.ok_or_else(|| unsigned("the file comes without redaction.sig".to_owned()))?;
    policy.verify(signature, keys).map_err(|error| unsigned(error.to_string()))?;
    Ok(policy)
}

/// Before a company's first file nothing was released by one.
pub(super) fn nothing(first: &Policy) -> Policy {
    Policy {
        version: first.version.saturating_sub(1),
        company: first.company.clone(),
        retired: Vec::new(),
        rules: Vec::new(),
    }
}

pub(super) fn stored(s: &mut Session<'_, '_>) -> Result<Option<(Signed, InForce)>, AppError> {
    let tenant = s.tenant().clone();
    let Some(text) = active(s, SLOT)? else { return Ok(None) };
    let signed: Signed = serde_json::from_str(&text)?;
    let policy = Policy::parse(&signed.file)
        .map_err(|error| AppError::internal(format!("the kept policy of {tenant}"), error))?;
    let narrowing = match active(s, NARROWING)? {
        Some(text) => serde_json::from_str(&text)?,
        None => Narrowing::default(),
    };
    let force = InForce::new(policy, narrowing)
        .map_err(|error| AppError::internal(format!("the kept policy of {tenant}"), error))?;
    Ok(Some((signed, force)))
}

fn active(s: &mut Session<'_, '_>, slot: &str) -> Result<Option<String>, AppError> {
    let tenant = s.tenant().clone();
    match store::policies::active(s.tx(), &tenant, slot)? {
        Some(hash) => Ok(store::policies::text(s.tx(), &tenant, &hash)?),
        None => Ok(None),
    }
}
