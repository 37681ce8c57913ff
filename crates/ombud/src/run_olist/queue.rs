//! What the parties are going to do, in the order of time; first come, first served within an
//! instant.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use dispute::{NewEvidence, Party};
use kernel::Timestamp;
use world::EvidenceDraft;

/// Something a party does about a case.
#[derive(Debug, Clone)]
pub(super) struct Deed {
    /// [`world::backtest::Case::number`].
    pub(super) case: usize,
    pub(super) what: What,
    pub(super) evidence: Vec<EvidenceDraft>,
    /// The evidence with its files uploaded, once they are.
    pub(super) items: Option<Vec<NewEvidence>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// The customer complains.
    Claim,
    /// The customer, who was told to ask the shop first, did so and comes again.
    ClaimAgain,
    Withdraw,
    AnswerOffer {
        accept: bool,
    },
    AddEvidence,
    AskForReview,
    /// The merchant concedes.
    Concede,
    Represent {
        text: String,
        offer_minor: Option<i64>,
    },
    Appeal,
    /// A person at the desk decides.
    Decide {
        for_party: Party,
        question: u64,
    },
}

impl What {
    pub(super) const fn as_str(&self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::ClaimAgain => "claim_again",
            Self::Withdraw => "withdraw",
            Self::AnswerOffer { .. } => "answer_offer",
            Self::AddEvidence => "add_evidence",
            Self::AskForReview => "ask_for_review",
            Self::Concede => "concede",
            Self::Represent { .. } => "represent",
            Self::Appeal => "appeal",
            Self::Decide { .. } => "decide",
        }
    }

    /// Whether the merchant's seat does it.
    pub(super) const fn is_merchants(&self) -> bool {
        matches!(self, Self::Concede | Self::Represent { .. } | Self::Appeal)
    }
}

impl Deed {
    pub(super) fn new(case: usize, what: What) -> Self {
        Self::with(case, what, Vec::new())
    }

    pub(super) fn with(case: usize, what: What, evidence: Vec<EvidenceDraft>) -> Self {
        Self { case, what, evidence, items: None }
    }

    /// Whether files have to be uploaded before it can be done.
    pub(super) fn waits_for_files(&self) -> bool {
        self.items.is_none() && self.evidence.iter().any(|draft| draft.file.is_some())
    }
}

#[derive(Debug, Default)]
pub(super) struct Queue {
    order: BinaryHeap<Reverse<(Timestamp, u64)>>,
    deeds: BTreeMap<u64, Deed>,
    next: u64,
}

impl Queue {
    pub(super) fn push(&mut self, at: Timestamp, deed: Deed) {
        self.order.push(Reverse((at, self.next)));
        self.deeds.insert(self.next, deed);
        self.next += 1;
    }

    pub(super) fn next_at(&self) -> Option<Timestamp> {
        self.order.peek().map(|Reverse((at, _))| *at)
    }

    pub(super) fn peek(&self) -> Option<(Timestamp, &Deed)> {
        let Reverse((at, number)) = self.order.peek()?;
        Some((*at, self.deeds.get(number)?))
    }

    pub(super) fn peek_mut(&mut self) -> Option<&mut Deed> {
        let Reverse((_, number)) = self.order.peek()?;
        self.deeds.get_mut(number)
    }

    pub(super) fn pop(&mut self) -> Option<(Timestamp, Deed)> {
        let Reverse((at, number)) = self.order.pop()?;
        Some((at, self.deeds.remove(&number)?))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}
