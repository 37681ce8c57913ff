//! What agents began with a customer before: the same proposal is not made twice, and nobody is asked without
//! end.

use assistant::turn::{State, Utterance};
use compliance::authority::{Action, Principal};
use kernel::{CustomerId, Duration, PrincipalId, Timestamp};
use serde::Deserialize;
use store::Cursor;
use store::assistant_turns;
use store::conversations::{ConversationFilter, ConversationRow, ConversationsOf};
use support::conversation::Conversation;

use super::standing::{Made, Standing};
use super::{Begun, Proposal, seat, whose};
use crate::{App, AppError, Session, conversations};

/// Most proposals of one customer that wait for an answer.
pub const PROPOSALS_WAITING_MAX: usize = 3;
/// Most conversations that agents begin with one customer within [`DAY`].
pub const BEGUN_PER_DAY_MAX: usize = 10;
const DAY: Duration = Duration::from_days(1);
/// Newest conversations of a customer that are looked through.
const RECENT_MAX: u32 = 100;

/// What began a conversation, as its first turn keeps it.
#[derive(Deserialize)]
struct First {
    #[serde(default)]
    begun: Option<Begun>,
    #[serde(default)]
    said: Vec<Utterance>,
}

/// A conversation that an agent began.
struct One {
    conversation: Conversation,
    at: Timestamp,
    agent: Option<PrincipalId>,
    made: Option<Made>,
    /// Where the assistant stands in it.
    state: State,
}

impl One {
    /// `None` for a conversation that no agent began.
    fn of(s: &mut Session<'_, '_>, row: &ConversationRow) -> Result<Option<Self>, AppError> {
        let tenant = s.tenant().clone();
        let turns = assistant_turns::of(s.tx(), &tenant, row.conversation, 1)?;
        let Some(turn) = turns.first() else { return Ok(None) };
        let First { begun, said } = serde_json::from_str(&turn.doc)?;
        let Some(Begun { agent, proposal }) = begun else { return Ok(None) };
        let last = assistant_turns::last(s.tx(), &tenant, row.conversation)?;
        let Some(last) = last else { return Ok(None) };
        let state: State = serde_json::from_str(&last.state)?;
        let conversation = conversations::parsed(row)?.conversation;
        let made = proposal.map(|proposal| {
            let standing = Standing::of(&conversation, &last.outcome, &state, &proposal);
            Made::of(&conversation, proposal, standing, &said)
        });
        Ok(Some(Self { conversation, at: row.created_at, agent, made, state }))
    }
}

/// What agents began with a customer before, the newest first.
pub(super) struct Earlier {
    all: Vec<One>,
    agent: Option<PrincipalId>,
    now: Timestamp,
}

impl Earlier {
    pub(super) fn read(
        s: &mut Session<'_, '_>,
        agent: &Principal,
        customer: &CustomerId,
    ) -> Result<Self, AppError> {
        let (tenant, now) = (s.tenant().clone(), s.now());
        let of = ConversationsOf::Customer(customer.clone());
        let filter = ConversationFilter { of, ..ConversationFilter::default() };
        let newest = Cursor::newest();
        let rows = store::conversations::list(s.tx(), &tenant, &filter, &newest, RECENT_MAX)?;
        let mut all = Vec::new();
        for row in &rows {
            all.extend(One::of(s, row)?);
        }
        Ok(Self { all, agent: agent.id.clone(), now })
    }

    /// The agent's own proposals, with where the assistant stands.
    fn own(&self) -> impl Iterator<Item = (&Made, &State)> {
        let own = |one: &&One| one.agent.is_some() && one.agent == self.agent;
        let own = self.all.iter().filter(own);
        own.filter_map(|one| Some((one.made.as_ref()?, &one.state)))
    }

    /// Those that the customer has not answered.
    fn waiting(&self) -> impl Iterator<Item = (&Made, &State)> {
        self.own().filter(|(made, _)| made.standing == Standing::Waiting)
    }

    /// The same proposal, where it waits.
    pub(super) fn same(&self, proposal: &Proposal) -> Option<Made> {
        let same = self.waiting().find(|(made, _)| made.proposal == *proposal);
        same.map(|(made, _)| made.clone())
    }

    /// The proposal that asks the very same, where it waits.
    pub(super) fn asked(&self, proposal: &Proposal, state: &State) -> Option<Made> {
        let what = |of: &Proposal| (of.tool.clone(), of.procedure.clone());
        let same = self.waiting().find(|(made, stands)| {
            what(&made.proposal) == what(proposal) && stands.asked == state.asked
        });
        same.map(|(made, _)| made.clone())
    }

    /// A conversation that an agent began and that a person has, or is waited for in.
    pub(super) fn with_a_person(&self) -> Option<&Conversation> {
        let open = |one: &&One| one.conversation.human.is_some();
        self.all.iter().find(open).map(|one| &one.conversation)
    }

    /// # Errors
    /// [`AppError::Conflict`] with `too_many_proposals`: whoever asks a customer too much is not heard.
    pub(super) fn has_room(&self) -> Result<(), AppError> {
        let made = self.all.iter().filter_map(|one| one.made.as_ref());
        let waiting = made.filter(|made| made.standing == Standing::Waiting).count();
        let since = self.now.minus(DAY);
        let begun = self.all.iter().filter(|one| one.at > since).count();
        if waiting < PROPOSALS_WAITING_MAX && begun < BEGUN_PER_DAY_MAX {
            return Ok(());
        }
        let why = format!(
            "{waiting} proposals wait for the customer (at most {PROPOSALS_WAITING_MAX}), and {begun} \
             conversations were begun within a day (at most {BEGUN_PER_DAY_MAX})"
        );
        Err(AppError::conflict("too_many_proposals", why))
    }
}

/// The agent's proposals to the customer, the newest first.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::NotFound`] for a customer who is not there.
pub async fn proposals(app: &App, agent: &Principal) -> Result<Vec<Made>, AppError> {
    let own = agent.clone();
    app.read(&seat(agent), move |s| {
        let customer = whose(s, &own, Action::AgentRead)?;
        let earlier = Earlier::read(s, &own, &customer)?;
        Ok(earlier.own().map(|(made, _)| made.clone()).collect())
    })
    .await
}
