//! Where proposals stand: the agent is told that, and nothing of what the customer wrote.

use assistant::procedure::End;
use assistant::turn::{Done, State, Utterance};
use kernel::ConversationId;
use support::conversation::{Conversation, Holder};

use super::Proposal;

/// The outcome of the turn that a proposal begins with.
pub(super) const PROPOSED: &str = "proposed";

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

    /// `outcome` and `state` are those of the conversation's last turn.
    pub(super) fn of(
        conversation: &Conversation,
        outcome: &str,
        state: &State,
        proposal: &Proposal,
    ) -> Self {
        let own = |done: &&Done| done.procedure == proposal.procedure;
        let done = state.done.iter().find(own);
        let called = state.tools.contains(&proposal.tool)
            || done.is_some_and(|done| done.tools.contains(&proposal.tool));
        if called {
            Self::Done
        } else if done.is_some_and(|done| done.end == End::Dropped) {
            Self::Declined
        } else if conversation.floor.holder != Holder::Ai {
            Self::Person
        } else if outcome == PROPOSED {
            Self::Waiting
        } else if state.frames.is_empty() {
            Self::Ended
        } else {
            Self::UnderWay
        }
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
    /// What the customer read first.
    pub asks: Vec<String>,
}

impl Made {
    pub(super) fn of(
        conversation: &Conversation,
        proposal: Proposal,
        standing: Standing,
        says: &[Utterance],
    ) -> Self {
        Self {
            conversation: conversation.id,
            number: conversation.number.clone(),
            proposal,
            standing,
            asks: says.iter().map(|one| one.text.clone()).collect(),
        }
    }
}
