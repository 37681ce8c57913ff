//! A session as it is kept, and one step of it.

use cobrowse::consent::Grants;
use cobrowse::session::{Effect, Happened, Input, Moment, Refusal, Session as Machine, State};
use compliance::authority::Resource;
use kernel::{CobrowseId, ConversationId, CustomerId, Duration, PrincipalId, TenantId, Timestamp};
use serde::{Deserialize, Serialize};
use store::cobrowse::sessions::{self, DueRow, SessionRow};
use store::cobrowse::{nodes, recordings};
use support::conversation::CobrowseState;

use crate::after::After;
use crate::{App, AppError, Session, conversations};

/// Sessions whose clocks are looked at in one go.
const DUE_MAX: u32 = 200;
/// Clocks of sessions without a room are left for so long to those who come back to them, from a node that
/// is gone maybe: nobody knows when their customers were last there.
const LEFT_FOR: Duration = Duration::from_secs(30);

/// The stored document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Doc {
    pub(super) machine: Machine,
    /// BCP 47: in what the customer is asked.
    pub(super) language: String,
    /// Everything that the customer ever allowed, taken back or not.
    pub(super) granted: Grants,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) invited: Option<Invited>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) handed_to: Option<PrincipalId>,
}

/// How a customer was asked to come, where they did not begin it themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub by: PrincipalId,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Answered>,
}

/// That they came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub at: Timestamp,
    /// They are signed in as the customer; else it is somebody who had the link.
    pub is_known: bool,
}

/// A session.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub row: SessionRow,
    pub machine: Machine,
    /// BCP 47: in what the customer is asked.
    pub language: String,
    /// Everything that the customer ever allowed, taken back or not.
    pub granted: Grants,
    pub invited: Option<Invited>,
    /// Whom the lead is handed to, until they take it.
    pub handed_to: Option<PrincipalId>,
}

impl Kept {
    pub(super) fn read(row: SessionRow) -> Result<Self, AppError> {
        let Doc { machine, language, granted, invited, handed_to } =
            serde_json::from_str(&row.doc)?;
        Ok(Self { row, machine, language, granted, invited, handed_to })
    }

    /// Whether the customer was invited and has not come.
    pub fn awaits_customer(&self) -> bool {
        self.invited.as_ref().is_some_and(|invited| invited.answered.is_none())
    }

    /// Who of the desk it is with: who leads it, or else who invited.
    pub fn with(&self) -> &str {
        let lead = self.machine.lead().and_then(|seat| self.machine.person(seat));
        let invited = self.invited.as_ref().map(|invited| &invited.name);
        lead.map(|person| &person.name).or(invited).map_or("", String::as_str)
    }

    /// As a check of authority sees it.
    pub(super) fn resource(&self, s: &Session<'_, '_>) -> Resource {
        Resource { customer: Some(self.row.customer.clone()), ..s.of_tenant() }
    }
}

/// What an input led to; the session stands as it is told here.
#[derive(Debug, Clone, PartialEq)]
pub struct Acted {
    pub kept: Kept,
    pub effects: Vec<Effect>,
    /// Why the input itself changed nothing.
    pub refusal: Option<Refusal>,
}

impl Acted {
    /// The session, or the refusal as an error of the operation.
    ///
    /// # Errors
    /// [`AppError::Conflict`] (`cobrowse_refused`).
    pub fn taken(self) -> Result<Self, AppError> {
        match self.refusal {
            None => Ok(self),
            Some(why) => Err(AppError::conflict("cobrowse_refused", why.to_string())),
        }
    }
}

/// A session to begin.
pub(super) struct New {
    pub(super) customer: CustomerId,
    pub(super) conversation: Option<ConversationId>,
    pub(super) code_hash: Option<String>,
    pub(super) language: &'static str,
    pub(super) invited: Option<Invited>,
}

/// Keeps a session that waits, at the node that is its home.
pub(super) fn insert(s: &mut Session<'_, '_>, new: New) -> Result<Kept, AppError> {
    let now = s.app().now();
    let id = CobrowseId::generate(now, s.rng());
    let region = s.app().cobrowse_nodes().own().region.clone();
    let row = SessionRow {
        tenant: s.tenant().clone(),
        cobrowse: id,
        version: 1,
        state: String::new(),
        customer: new.customer,
        conversation: new.conversation,
        agent: None,
        code_hash: new.code_hash,
        lane: super::nodes::home(s, id, &region)?,
        region,
        due_at: None,
        created_at: now,
        active_at: None,
        ended_at: None,
        doc: String::new(),
    };
    let machine = Machine::begin(id, now);
    let (language, invited) = (new.language.to_owned(), new.invited);
    let granted = Grants::NONE;
    let mut kept = Kept { row, machine, language, granted, invited, handed_to: None };
    stamp(&mut kept)?;
    sessions::insert(s.tx(), &kept.row)?;
    Ok(kept)
}

pub(super) fn load(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<Kept, AppError> {
    let tenant = s.tenant().clone();
    let row = sessions::get(s.tx(), &tenant, id)?;
    Kept::read(row.ok_or_else(|| AppError::not_found("the co-browsing session", &id))?)
}

/// Steps a session, for the relay and for whoever was found to be allowed to: no authority is asked
/// here. `seen` is the customer's last sign of life that the relay knows of.
///
/// # Errors
/// [`AppError::NotFound`]; a refusal of the machine is no error, since its clocks may have fired.
pub fn act(
    s: &mut Session<'_, '_>,
    id: CobrowseId,
    input: Input,
    seen: Option<Timestamp>,
) -> Result<Acted, AppError> {
    let kept = load(s, id)?;
    step(s, kept, input, seen)
}

/// Steps a session that was loaded in this transaction, and keeps it.
pub(super) fn step(
    s: &mut Session<'_, '_>,
    mut kept: Kept,
    input: Input,
    seen: Option<Timestamp>,
) -> Result<Acted, AppError> {
    let now = s.app().now();
    let was_active = kept.row.active_at.is_some();
    let stepped = kept.machine.clone().step(input, Moment { now, seen });
    for effect in &stepped.effects {
        audit(s, kept.row.cobrowse, effect)?;
        if let Effect::Note(happened) = effect {
            mark(&mut kept, happened, now);
            if let Happened::Ended { reason, .. } = happened {
                let (tenant, id) = (s.tenant().clone(), kept.row.cobrowse);
                recordings::ended(s.tx(), &tenant, id, reason.as_str())?;
            }
        }
    }
    kept.machine = stepped.session;
    let kept = save(s, kept)?;
    for effect in &stepped.effects {
        if let Some(state) = told_of(&kept.machine, effect, was_active) {
            tell(s, &kept, state)?;
        }
    }
    Ok(Acted { kept, effects: stepped.effects, refusal: stepped.refusal })
}

/// Keeps a session as it stands; another node, where it is there, is called to look at it.
pub(super) fn save(s: &mut Session<'_, '_>, mut kept: Kept) -> Result<Kept, AppError> {
    stamp(&mut kept)?;
    sessions::save(s.tx(), kept.row.clone())?;
    kept.row.version += 1;
    if kept.row.lane != s.tx().lease().lane {
        nodes::call(s.tx(), kept.row.lane)?;
        s.after(After::CallNodes);
    }
    Ok(kept)
}

/// Writes the machine into the row that lists and clocks read.
fn stamp(kept: &mut Kept) -> Result<(), AppError> {
    kept.row.state = kept.machine.state().as_str().to_owned();
    kept.row.due_at = kept.machine.next_deadline();
    if kept.machine.ended().is_some() {
        kept.handed_to = None;
    }
    let doc = Doc {
        machine: kept.machine.clone(),
        language: kept.language.clone(),
        granted: kept.granted,
        invited: kept.invited.clone(),
        handed_to: kept.handed_to.clone(),
    };
    kept.row.doc = serde_json::to_string(&doc)?;
    Ok(())
}

/// What the session's conversation is told of an effect.
fn told_of(machine: &Machine, effect: &Effect, was_active: bool) -> Option<CobrowseState> {
    let Effect::Note(happened) = effect else { return None };
    match happened {
        Happened::Asked { .. } if machine.state() == State::Asked => Some(CobrowseState::Asked),
        Happened::Accepted { .. } if !was_active => Some(CobrowseState::Active),
        Happened::Declined { .. } if machine.state() == State::Declined => {
            Some(CobrowseState::Declined)
        }
        Happened::Transferred { .. } => Some(CobrowseState::Transferred),
        Happened::Ended { .. } => Some(CobrowseState::Ended),
        _ => None,
    }
}

/// Tells the session's conversation, where it has one, how it stands.
pub(super) fn tell(
    s: &mut Session<'_, '_>,
    kept: &Kept,
    state: CobrowseState,
) -> Result<(), AppError> {
    let Some(conversation) = kept.row.conversation else { return Ok(()) };
    conversations::looked_at(s, conversation, kept.row.cobrowse, (state, kept.with()))
}

fn mark(kept: &mut Kept, happened: &Happened, now: Timestamp) {
    let row = &mut kept.row;
    match happened {
        Happened::Joined { principal, .. } => {
            row.agent.get_or_insert_with(|| principal.clone());
            // Somebody is there: nobody else comes in by the code.
            row.code_hash = None;
        }
        Happened::Accepted { granted, .. } => {
            row.active_at.get_or_insert(now);
            kept.granted = kept.granted.and(*granted);
        }
        Happened::Ended { at, .. } => {
            row.ended_at = Some(*at);
            row.code_hash = None;
        }
        _ => {}
    }
}

/// Everything that happens has its entry; of a consent, the receipt is in it.
fn audit(s: &mut Session<'_, '_>, id: CobrowseId, effect: &Effect) -> Result<(), AppError> {
    let object = format!("cobrowse/{id}");
    match effect {
        Effect::Show(_) => {}
        Effect::Receipt(receipt) => {
            s.audit("cobrowse.consent", object, Some(serde_json::to_value(receipt)?));
        }
        Effect::Note(happened) => {
            let body = serde_json::to_value(happened)?;
            let word = body.get("happened").and_then(|word| word.as_str()).unwrap_or("stepped");
            s.audit(&format!("cobrowse.{word}"), object, Some(body.clone()));
        }
    }
    Ok(())
}

/// Notes that somebody of the desk wanted to act on the page, and why it was not passed on; what was
/// typed is never told.
///
/// # Errors
/// The store's.
pub fn note_intent(
    s: &mut Session<'_, '_>,
    id: CobrowseId,
    seat: u32,
    act: &str,
    refused: Option<&str>,
) -> Result<(), AppError> {
    let body = serde_json::json!({ "seat": seat, "act": act, "refused": refused });
    s.audit("cobrowse.intent", format!("cobrowse/{id}"), Some(body));
    if refused.is_none() {
        let tenant = s.tenant().clone();
        recordings::acted(s.tx(), &tenant, id)?;
    }
    Ok(())
}

/// Notes what became of it at the customer's side.
pub fn note_outcome(
    s: &mut Session<'_, '_>,
    id: CobrowseId,
    seat: u32,
    outcome: &str,
    why: Option<&str>,
) {
    let body = serde_json::json!({ "seat": seat, "outcome": outcome, "why": why });
    s.audit("cobrowse.outcome", format!("cobrowse/{id}"), Some(body));
}

/// Steps every session whose clock fired: what nobody came for, and whose customer is gone, ends. `seen` is
/// the last sign of life of a customer whose session has a room here; without one, whoever may be coming
/// is waited for. Sessions of other nodes are theirs, unless such a node is gone.
///
/// # Errors
/// The store's; one session that cannot be stepped is logged and left.
pub async fn tick_due(
    app: &App,
    seen: impl Fn(&TenantId, CobrowseId) -> Option<Timestamp>,
) -> Result<Vec<Acted>, AppError> {
    let (own, now) = (app.store().lane(), app.now());
    let times = (now, now.minus(LEFT_FOR));
    let due = app.store().read(move |tx| sessions::due(tx, own, times, DUE_MAX)).await?;
    let mut acted = Vec::new();
    for DueRow { tenant, cobrowse: id, state, lane, due_at } in due {
        let seen = seen(&tenant, id);
        // On its way from one node to another, or from one socket to the next.
        let may_come = state != State::Waiting.as_str() && now.since(due_at) < LEFT_FOR;
        let is_left = lane != own && app.cobrowse_nodes().is_alive(lane, own, now);
        if is_left || seen.is_none() && may_come {
            continue;
        }
        match app.write(&app.system(&tenant), move |s| act(s, id, Input::Tick, seen)).await {
            Ok(one) => acted.push(one),
            Err(error) => tracing::warn!(%error, session = %id, "a co-browsing clock was not kept"),
        }
    }
    Ok(acted)
}
