//! What became of proposals: the agent is told where each stands, and nothing of what the customer wrote.

use assistant::procedure::End;
use assistant::turn::{State, Utterance};
use compliance::authority::{Action, Principal};
use kernel::{ConversationId, CustomerId, PrincipalId, Timestamp};
use serde::Deserialize;
use store::Cursor;
use store::assistant_turns::{self, AssistantTurnRow};
use store::conversations::{ConversationFilter, ConversationsOf};
use support::conversation::{Conversation, Holder};

use super::{
    BEGUN_PER_DAY_MAX, Begun, DAY, PROPOSALS_WAITING_MAX, PROPOSED, Proposal, seat, whose,
};
use crate::{App, AppError, Session, conversations};

/// Newest conversations of a customer that are looked through.
const RECENT_MAX: u32 = 100;

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The customer has not answered.
    Waiting,
    /// The customer answers, and it is not done.
    UnderWay,
    /// It was done: the tool was called, and did it.
    Done,
    /// The customer said no.
    Declined,
    /// A person has it.
    Person,
    /// It ended otherwise.
    Ended,
}

impl Standing {
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::UnderWay, Self::Done, Self::Declined, Self::Person, Self::Ended];

    /// The name in results.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting_for_customer",
            Self::UnderWay => "under_way",
            Self::Done => "done",
            Self::Declined => "declined",
            Self::Person => "with_a_person",
            Self::Ended => "ended",
        }
    }

    fn of(
        conversation: &Conversation,
        last: &AssistantTurnRow,
        proposal: &Proposal,
    ) -> Result<Self, AppError> {
        let state: State = serde_json::from_str(&last.state)?;
        let own = |done: &&assistant::turn::Done| done.procedure == proposal.procedure;
        let done = state.done.iter().find(own);
        let called = state.tools.contains(&proposal.tool)
            || done.is_some_and(|done| done.tools.contains(&proposal.tool));
        Ok(if called {
            Self::Done
        } else if done.is_some_and(|done| done.end == End::Dropped) {
            Self::Declined
        } else if conversation.floor.holder != Holder::Ai {
            Self::Person
        } else if last.outcome == PROPOSED {
            Self::Waiting
        } else if state.frames.is_empty() {
            Self::Ended
        } else {
            Self::UnderWay
        })
    }
}

/// A proposal that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// The conversation in which the customer is asked.
    pub conversation: ConversationId,
    /// What people call it: the customer finds it by that.
    pub number: String,
    pub proposal: Proposal,
    pub standing: Standing,
    /// What the customer reads; empty where it is not told again.
    pub asks: Vec<String>,
}

impl Made {
    pub(super) fn waiting(
        conversation: &Conversation,
        proposal: Proposal,
        says: &[Utterance],
    ) -> Self {
        Self {
            conversation: conversation.id,
            number: conversation.number.clone(),
            proposal,
            standing: Standing::Waiting,
            asks: says.iter().map(|one| one.text.clone()).collect(),
        }
    }
}

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
    state: Option<State>,
}

/// What agents began with a customer before.
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
            let turns = assistant_turns::of(s.tx(), &tenant, row.conversation, 1)?;
            let Some(turn) = turns.first() else { continue };
            let first: First = serde_json::from_str(&turn.doc)?;
            let Some(begun) = first.begun else { continue };
            let conversation = conversations::parsed(row)?.conversation;
            let last = assistant_turns::last(s.tx(), &tenant, row.conversation)?;
            let made = match (begun.proposal, &last) {
                (Some(proposal), Some(last)) => {
                    let standing = Standing::of(&conversation, last, &proposal)?;
                    let made = Made::waiting(&conversation, proposal, &first.said);
                    Some(Made { standing, ..made })
                }
                _ => None,
            };
            let state = last.map(|last| serde_json::from_str(&last.state)).transpose()?;
            all.push(One { conversation, at: row.created_at, agent: begun.agent, made, state });
        }
        Ok(Self { all, agent: agent.id.clone(), now })
    }

    /// The agent's own proposals, with where the assistant stands.
    fn of_agent(&self) -> impl Iterator<Item = (&Made, Option<&State>)> {
        let own = |one: &&One| one.agent.is_some() && one.agent == self.agent;
        let all = self.all.iter().filter(own);
        all.filter_map(|one| Some((one.made.as_ref()?, one.state.as_ref())))
    }

    /// The agent's own proposals.
    fn own(&self) -> impl Iterator<Item = &Made> {
        self.of_agent().map(|(made, _)| made)
    }

    /// The proposal that asks the very same, where it waits.
    pub(super) fn asked(&self, proposal: &Proposal, state: &State) -> Option<Made> {
        let same = |(made, stands): &(&Made, Option<&State>)| {
            made.standing == Standing::Waiting
                && (&made.proposal.tool, &made.proposal.procedure)
                    == (&proposal.tool, &proposal.procedure)
                && stands.is_some_and(|stands| stands.asked == state.asked)
        };
        self.of_agent().find(same).map(|(made, _)| made.clone())
    }

    /// The same proposal, where it waits.
    pub(super) fn same(&self, proposal: &Proposal) -> Option<Made> {
        let same = |made: &&Made| made.standing == Standing::Waiting && made.proposal == *proposal;
        self.own().find(same).cloned()
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
        Ok(Earlier::read(s, &own, &customer)?.own().cloned().collect())
    })
    .await
}
