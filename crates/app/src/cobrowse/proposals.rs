//! Changes of what is released, on their way: a rule that shows what people could not see, files that wait for another
//! person, and what was changed before.

use cobrowse::policy::{Diff, NewShow, Policy, change, diff};
use compliance::authority::Action;
use kernel::canonical::Sha256Hex;
use kernel::{PrincipalId, TaskId, Timestamp};
use store::cobrowse::policy_changes;
use store::tasks::{CLOSED, OPEN, TaskFilter, TaskRow};

use super::blind::{self, Decision};
use super::policy::{self, SLOT, Signed};
use crate::policies::PROPOSAL;
use crate::tasks::CLAIMED;
use crate::{AppError, Page, Session, names};

/// Proposals and changes that are told.
const TOLD_MAX: u32 = 50;

/// A file with a rule that shows a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub rule: u32,
    /// `redaction.toml` as it is in force; empty where there is none.
    pub before: String,
    /// `redaction.toml` as it would be.
    pub file: String,
    pub diff: Diff,
    /// The company's keys sign files: this one is to be signed, and then proposed.
    pub must_sign: bool,
    /// Under which it waits for another person, where it was proposed.
    pub task: Option<TaskId>,
}

/// Drafts the policy file that shows a place, and proposes it: another person puts it in force. Where the
/// company signs its files, the draft is to be signed and proposed with its signature
/// ([`policy::propose`]). A preview changes nothing.
///
/// # Errors
/// [`AppError::Invalid`] with what of the rule does not hold; as [`blind::get`].
pub fn show(
    s: &mut Session<'_, '_>,
    place: &Sha256Hex,
    new: NewShow,
    is_preview: bool,
) -> Result<Draft, AppError> {
    let entry = blind::get(s, place)?;
    let (selector, owner, expires) = (new.selector.clone(), new.owner.clone(), new.expires);
    if expires < s.app().now().utc_date() {
        return Err(AppError::invalid("expires", "must not be over already"));
    }
    let stored = policy::stored(s)?.map(|(signed, force)| (signed.file, force));
    let (before, base, old) = match stored {
        Some((file, force)) => (file.clone(), file, Some(force)),
        None => {
            let first = Policy::first(s.tenant().as_str(), &owner, expires);
            (String::new(), first, None)
        }
    };
    let invalid = |error: &dyn std::fmt::Display| AppError::invalid("rule", error.to_string());
    let drafted = Policy::with_show(&base, new).map_err(|error| invalid(&error))?;
    let diff = match &old {
        Some(force) => change(force, &drafted.policy),
        None => diff(&policy::nothing(&drafted.policy), &drafted.policy),
    };
    let diff = diff.map_err(|error| invalid(&error))?;
    let must_sign = !s.app().cobrowse_policy_keys(s.tenant()).is_empty();
    let mut draft =
        Draft { rule: drafted.rule, before, file: drafted.file, diff, must_sign, task: None };
    if is_preview {
        return Ok(draft);
    }
    if entry.standing == blind::Standing::Released {
        return Err(AppError::conflict("blind_spot_released", "a rule shows it already"));
    }
    if !must_sign {
        draft.task = policy::propose(s, &draft.file, None)?.task;
    }
    let (rule, version, task) = (draft.rule, drafted.policy.version, draft.task);
    blind::decide(s, place, Decision::Proposed { rule, selector, version, task })?;
    s.audit("cobrowse.blind_proposed", format!("blind_spot/{place}"), None);
    Ok(draft)
}

/// A file that waits for another person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub task: TaskId,
    pub at: Timestamp,
    pub by: Option<String>,
    /// Whoever asks proposed it: another person approves it.
    pub is_own: bool,
    pub version: u32,
    /// `redaction.toml` as it would be.
    pub file: String,
    pub signature: Option<String>,
    /// What it changes; none where another file or narrowing came before it, so that it can never be put in
    /// force.
    pub diff: Option<Diff>,
}

/// A change that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    pub at: Timestamp,
    pub version: u32,
    pub by: Option<String>,
    pub proposed_by: Option<String>,
    /// Rules that showed no more from then on, and how many places were hidden besides; none where a file
    /// was put in force.
    pub narrowed: Option<(Vec<u32>, usize)>,
}

/// What is on its way, and what was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Files are taken with a signature only.
    pub must_sign: bool,
    pub waiting: Vec<Waiting>,
    /// The newest first.
    pub changes: Vec<Past>,
}

/// What waits for another person, and who changed what before.
///
/// # Errors
/// [`AppError::Forbidden`].
pub fn history(s: &mut Session<'_, '_>) -> Result<History, AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseLead, &on)?;
    let tenant = s.tenant().clone();
    let filter = TaskFilter { kind: Some(PROPOSAL.to_owned()), ..TaskFilter::default() };
    let first = Page::new(None, TOLD_MAX)?;
    let mut waiting = Vec::new();
    for state in [OPEN, CLAIMED] {
        let after = first.after_oldest();
        for row in store::tasks::queue(s.tx(), &tenant, state, &filter, &after, TOLD_MAX)? {
            waiting.extend(waits(s, &row)?);
        }
    }
    waiting.sort_by_key(|one| std::cmp::Reverse(one.at));
    let mut changes = Vec::new();
    for row in policy_changes::newest(s.tx(), &tenant, TOLD_MAX)? {
        let change: policy::Change = serde_json::from_str(&row.doc)?;
        let mut name = |id: Option<PrincipalId>| id.map(|id| names::name(s, &id)).transpose();
        let narrowed = change.narrowed.map(|narrowing| (narrowing.off, narrowing.hide.len()));
        changes.push(Past {
            at: row.at,
            version: change.version,
            by: name(change.by)?,
            proposed_by: name(change.proposed_by)?,
            narrowed,
        });
    }
    Ok(History {
        must_sign: !s.app().cobrowse_policy_keys(s.tenant()).is_empty(),
        waiting,
        changes,
    })
}

/// A task, where it is a file of this policy that waits.
fn waits(s: &mut Session<'_, '_>, row: &TaskRow) -> Result<Option<Waiting>, AppError> {
    let doc: serde_json::Value = serde_json::from_str(&row.doc)?;
    if doc.get("slot").and_then(serde_json::Value::as_str) != Some(SLOT) {
        return Ok(None);
    }
    let hash: Sha256Hex = serde_json::from_value(doc.get("hash").cloned().unwrap_or_default())?;
    let by: Option<PrincipalId> =
        serde_json::from_value(doc.get("requester").cloned().unwrap_or_default())?;
    let tenant = s.tenant().clone();
    let text = store::policies::text(s.tx(), &tenant, &hash)?;
    let text = text.ok_or_else(|| AppError::not_found("the proposed policy", &hash))?;
    let Signed { file, signature, narrowed } = serde_json::from_str(&text)?;
    let proposed = Policy::parse(&file)
        .map_err(|error| AppError::internal(format!("the proposed policy of {tenant}"), error))?;
    let diff = match policy::stored(s)? {
        // What was taken away since, neither of the two saw: it is to be proposed again.
        _ if narrowed != policy::narrowed(s)? => None,
        Some((_, force)) => change(&force, &proposed).ok(),
        None => diff(&policy::nothing(&proposed), &proposed).ok(),
    };
    let is_own = by.is_some() && by == s.principal().id;
    let by = by.map(|by| names::name(s, &by)).transpose()?;
    Ok(Some(Waiting {
        task: row.task,
        at: row.created_at,
        by,
        is_own,
        version: proposed.version,
        diff,
        file,
        signature,
    }))
}

/// Declines a file that waits, or takes back one's own: what is in force stays.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
pub fn decline(s: &mut Session<'_, '_>, task: TaskId) -> Result<(), AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseLead, &on)?;
    let (tenant, now) = (s.tenant().clone(), s.now());
    let row = store::tasks::get(s.tx(), &tenant, task)?
        .filter(|row| row.kind == PROPOSAL && row.state != CLOSED);
    let gone = || AppError::not_found("the proposed policy", &task);
    let row = row.ok_or_else(gone)?;
    let Some(waiting) = waits(s, &row)? else { return Err(gone()) };
    let closed = TaskRow { state: CLOSED.to_owned(), closed_at: Some(now), ..row };
    store::tasks::save(s.tx(), &closed)?;
    let body = serde_json::json!({ "version": waiting.version });
    s.audit("policy.declined", format!("task/{task}"), Some(body));
    Ok(())
}
