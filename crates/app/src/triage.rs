//! A first look at a dispute for the desk: most likely reason, urgency, what is missing, linked and past
//! cases, and what was read from its evidence. Advice alone: no decision looks at it.

mod cases;
mod model;

use compliance::authority::Action;
use dispute::{Dispute, OrderFile};
use kernel::{DisputeId, EvidenceId, Timestamp};
use triage::linked::Link;
use triage::need::Standing;
use triage::reason::Suggestion;
use triage::urgency::{Cause, Level, Pressure};
use understanding::listen::{Earlier, Heard, SignalKind};

pub use model::{LearnError, Reasons};

use crate::order::{self, Work, may_see};
use crate::readings::{self, Reading};
use crate::{AppError, Session, support_needs};

/// Reasons that are suggested, at most, and how likely one is at least.
const SUGGESTIONS_MAX: usize = 3;
const LIKELY_MIN: f32 = 0.1;

/// A decided case that is like this one.
#[derive(Debug, Clone, PartialEq)]
pub struct PastCase {
    pub dispute: DisputeId,
    pub reason: dispute::Reason,
    pub outcome: String,
    pub closed_at: Option<Timestamp>,
    /// 0 to 1.
    pub likeness: f64,
    /// The words that both customers used.
    pub shared: Vec<String>,
}

/// The first look.
#[derive(Debug, Clone, PartialEq)]
pub struct Triage {
    /// The likeliest first; empty where the customer wrote nothing, or nothing was learnt yet.
    pub suggestions: Vec<Suggestion>,
    pub level: Level,
    pub causes: Vec<Cause>,
    /// What is heard in the customer's words.
    pub heard: Vec<SignalKind>,
    pub deadline: Option<Timestamp>,
    pub standings: [Standing; 2],
    pub linked: Vec<Link>,
    pub past: Vec<PastCase>,
    pub readings: Vec<(EvidenceId, Reading)>,
    /// Items with a file that was not read yet.
    pub waiting: Vec<EvidenceId>,
}

/// Looks at a dispute.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`] for whoever is not of the desk.
pub fn triage(s: &mut Session<'_, '_>, id: DisputeId) -> Result<Triage, AppError> {
    let order = order::order_of(s, id)?;
    let work = Work::get(s, &order)?;
    may_see(s, &work.file, Some(id))?;
    let resource = order::resource(s, &work.file, work.file.dispute(id), None);
    s.check(Action::DisputeOutlook, &resource)?;
    let dispute = work.file.dispute(id).ok_or_else(|| AppError::not_found("the dispute", &id))?;
    let readings = readings::of_dispute(s, id)?;
    let is_read = |evidence: &EvidenceId| readings.iter().any(|(known, _)| known == evidence);
    let files = dispute.evidence.iter().filter(|item| item.sha256.is_some());
    let waiting = files.map(|item| item.id).filter(|id| !is_read(id)).collect();
    let heard = heard(s, dispute);
    let (level, causes) = urgency(s, &work.file, dispute, &heard)?;
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let policy = app.policy(s.tx(), &tenant)?;
    let rules = &policy.rules.evidence;
    let (linked, past) = cases::around(s, &work.file, dispute, &readings)?;
    let text = &dispute.statement.text;
    let mut suggestions =
        app.reasons().map(|model| model.of(text, SUGGESTIONS_MAX)).unwrap_or_default();
    suggestions.retain(|one| one.likely >= LIKELY_MIN);
    Ok(Triage {
        suggestions,
        level,
        causes,
        heard,
        deadline: dispute.next_due(),
        standings: triage::need::standing(rules, dispute.reason, &dispute.evidence),
        linked,
        past,
        readings,
        waiting,
    })
}

fn heard(s: &Session<'_, '_>, dispute: &Dispute) -> Vec<SignalKind> {
    let heard =
        Heard { text: &dispute.statement.text, known_language: None, earlier: Earlier::default() };
    let understood = s.app().listener().hear(&heard);
    understood.signals.iter().map(|signal| signal.kind).collect()
}

fn urgency(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    dispute: &Dispute,
    heard: &[SignalKind],
) -> Result<(Level, Vec<Cause>), AppError> {
    let needs = support_needs::count(s, &file.order().customer_id)?;
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let policy = app.policy(s.tx(), &tenant)?;
    let band = policy.rules.pack.band(dispute.amount_minor, file.currency());
    let is_open = dispute.state.is_open();
    Ok(triage::urgency::urgency(&Pressure {
        now: s.now(),
        deadline: dispute.next_due().filter(|_| is_open),
        amount: band,
        heard,
        needs,
        waits_for_person: is_open && dispute.needs_person,
    }))
}
