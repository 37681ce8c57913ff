//! Co-browsing sessions and recordings as the API shows them.

use app::cobrowse::search::Recorded;
use app::cobrowse::{Invited, Kept, Named};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::{CobrowseId, ConversationId, CustomerId, Moment, PrincipalId};

/// A session: a customer and people of the desk on one page.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseSession {
    pub id: CobrowseId,
    /// `waiting` (nobody of the desk has come), `asked`, `shown` (the customer has the question before
    /// them), `declined`, `active`, `paused` or `ended`.
    #[schema(example = "active")]
    pub state: String,
    pub customer_id: CustomerId,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Maja Lind")]
    pub customer_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<ConversationId>,
    /// Who was first to join.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<PrincipalId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Ana Berg")]
    pub agent_name: Option<String>,
    /// Everything that the customer ever allowed, taken back or not.
    #[schema(example = json!(["view", "draw", "record"]))]
    pub granted: Vec<&'static str>,
    /// What the customer allows: `view`, `draw`, `scroll`, `control`, `record`.
    #[schema(example = json!(["view", "draw"]))]
    pub grants: Vec<&'static str>,
    pub people: Vec<CobrowsePerson>,
    pub created_at: Moment,
    /// When the customer first said yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Moment>,
    /// Why it ended: `customer`, `agent`, `log_out`, `idle`, `away`, `violation`, `policy` or `time`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "customer")]
    pub ended_why: Option<&'static str>,
    /// How long its recording goes, where there is one that can be read. Milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 184_000)]
    pub recording_ms: Option<u32>,
    /// How its customer was asked to come, where they did not begin it themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation: Option<CobrowseInvitation>,
    /// Whom the lead is handed to, until they take it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_to_user_id: Option<PrincipalId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Ben Ode")]
    pub handed_to_name: Option<String>,
    /// Whether you may take a seat in it now.
    pub may_join: bool,
}

/// That a customer was asked to come.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseInvitation {
    pub by_user_id: PrincipalId,
    #[schema(example = "Ana Berg")]
    pub by_name: String,
    /// When they came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Moment>,
    /// Whether who came is signed in as the customer. Where not, it is somebody who had the link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_known: Option<bool>,
}

impl From<Invited> for CobrowseInvitation {
    fn from(invited: Invited) -> Self {
        let Invited { by, name, answered } = invited;
        Self {
            by_user_id: by.into(),
            by_name: name,
            answered_at: answered.map(|answered| answered.at.into()),
            is_known: answered.map(|answered| answered.is_known),
        }
    }
}

/// Somebody of the desk who is there.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowsePerson {
    pub seat: u32,
    #[schema(example = "Ana Berg")]
    pub name: String,
    /// `agent`, `supervisor` or `tool`.
    #[schema(example = "agent")]
    pub role: &'static str,
    /// Whether they lead it: ask, scroll and act.
    pub leads: bool,
}

impl From<Named> for CobrowseSession {
    fn from(named: Named) -> Self {
        let Named { kept, customer_name, agent_name, recording_ms, handed_to_name, may_join } =
            named;
        let Kept { row, machine, granted, invited, handed_to, .. } = kept;
        let lead = machine.lead();
        let people = machine.people_told().into_iter().map(|person| CobrowsePerson {
            seat: person.seat,
            name: person.name,
            role: person.role.as_str(),
            leads: lead == Some(person.seat),
        });
        Self {
            id: row.cobrowse.into(),
            state: row.state,
            customer_id: row.customer.into(),
            customer_name,
            conversation_id: row.conversation.map(Into::into),
            user_id: row.agent.map(Into::into),
            agent_name,
            granted: granted.iter().map(cobrowse::consent::Grant::as_str).collect(),
            grants: machine.grants().iter().map(cobrowse::consent::Grant::as_str).collect(),
            people: people.collect(),
            created_at: row.created_at.into(),
            active_at: row.active_at.map(Into::into),
            ended_at: row.ended_at.map(Into::into),
            ended_why: machine.ended().map(|ended| ended.reason.as_str()),
            recording_ms,
            invitation: invited.map(Into::into),
            handed_to_user_id: handed_to.map(Into::into),
            handed_to_name,
            may_join,
        }
    }
}

/// What was recorded of a session.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseRecording {
    pub session: CobrowseSession,
    pub started_at: Moment,
    /// When it was closed; absent while it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Moment>,
    /// How long it goes. Milliseconds.
    #[schema(example = 184_000)]
    pub length_ms: i64,
    /// Acts of remote control that were passed on since it began.
    #[schema(example = 3)]
    pub intents: i64,
    /// What the newest review came to, from 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 88)]
    pub points: Option<i64>,
    /// As it is kept. Bytes.
    #[schema(example = 41_000)]
    pub size_bytes: i64,
    pub keep_until: Moment,
    /// A legal hold keeps it, whatever the date.
    pub held: bool,
    /// Its key was forgotten: nobody reads it any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shredded_at: Option<Moment>,
}

impl From<Recorded> for CobrowseRecording {
    fn from(recorded: Recorded) -> Self {
        let Recorded { row, session } = recorded;
        Self {
            session: session.into(),
            started_at: row.started_at.into(),
            ended_at: row.ended_at.map(Into::into),
            length_ms: row.length_ms,
            intents: row.intents,
            points: row.points,
            size_bytes: row.size,
            keep_until: row.keep_until.into(),
            held: row.held,
            shredded_at: row.shredded_at.map(Into::into),
        }
    }
}
