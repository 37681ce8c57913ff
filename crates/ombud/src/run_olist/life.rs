//! One case as its parties see it: what they have reacted to, and how it ended.

use std::sync::Arc;

use app::AppError;
use dispute::{Decision, Dispute, OfferState, Outcome, State};
use kernel::{DisputeId, Duration, Timestamp};
use world::Answer;
use world::backtest::{Backtest, Case, CaseOutcome, ClosedBy};

use super::course::Course;
use super::desk::Hands;
use super::queue::{Deed, What};

/// A reopening later than this after the first decision does not take back that it was resolved.
const RESOLVED_AFTER: Duration = Duration::from_days(30);
/// Rules of the pack that carry out what the parties agreed on themselves.
const PARTIES_RULES: [&str; 2] = ["ACCEPTED", "PROPOSAL-ACCEPTED"];
/// Rules of the pack that carry out a decision that was made before.
const FOLLOWING_RULES: [&str; 1] = ["APPEAL-WINDOW-OVER"];
/// Rows of one order that are read.
const ROWS_MAX: u32 = 200;

#[derive(Debug, Clone, Default)]
pub(super) struct Life {
    pub(super) dispute: Option<DisputeId>,
    state: Option<State>,
    extra_rounds: u8,
    /// When the merchant was last asked for evidence.
    asked_at: Option<Timestamp>,
    offered_at: Option<Timestamp>,
    /// The last question to a person: how often reopened, and in which state.
    asked: Option<(u8, State)>,
    questions: u64,
    /// A person was ever asked.
    handed: bool,
    /// The rule that settled it first.
    pub(super) rule: Option<String>,
    pub(super) outcome: Option<CaseOutcome>,
}

impl Life {
    /// Opened and not closed.
    pub(super) fn is_open(&self) -> bool {
        self.state.is_some_and(State::is_open)
    }
}

impl Course {
    /// Lets the parties react to what has changed about a dispute.
    pub(super) fn react(
        &mut self,
        hands: &mut Hands<'_, '_>,
        number: usize,
        dispute: &Dispute,
        at: Timestamp,
    ) -> Result<(), AppError> {
        let backtest = Arc::clone(&self.backtest);
        let Some(case) = backtest.cases().get(number) else { return Ok(()) };
        let Some(life) = self.lives.get_mut(number) else { return Ok(()) };
        let entered = life.state != Some(dispute.state);
        let asked_again = life.extra_rounds != dispute.extra_rounds;
        life.state = Some(dispute.state);
        life.extra_rounds = dispute.extra_rounds;
        if let Some(first) = life.outcome.as_mut().filter(|_| entered && dispute.state.is_open()) {
            first.reopened |= at.since(first.closed_at) <= RESOLVED_AFTER;
        }
        let mut deeds = Vec::new();
        match dispute.state {
            State::Dialogue if entered => {
                // In the dialogue a merchant can only give in or refund.
                let answer = backtest.merchant_answer(case, at);
                if answer.answer == Answer::Accept {
                    deeds.push((answer.at, Deed::new(number, What::Concede)));
                }
            }
            State::Evidence if entered || asked_again => {
                let before = life.asked_at.replace(at);
                deeds.extend(answer(&backtest, case, before, at));
                if dispute.extra_rounds > 0 {
                    deeds.extend(
                        backtest.adds_evidence(case, at).map(|(item, at)| {
                            (at, Deed::with(number, What::AddEvidence, vec![item]))
                        }),
                    );
                }
            }
            State::Preliminary if entered => {
                let after = backtest.appeals(case, at);
                deeds.extend(after.map(|after| (at.plus(after), Deed::new(number, What::Appeal))));
            }
            _ => {}
        }
        if let Some(offer) = dispute.proposal.as_ref().filter(|o| o.state == OfferState::Open)
            && life.offered_at != Some(offer.made_at)
        {
            life.offered_at = Some(offer.made_at);
            let (accept, after) = backtest.answers_offer(case);
            deeds.push((at.plus(after), Deed::new(number, What::AnswerOffer { accept })));
        }
        deeds.extend(life.ask_person(&backtest, case, dispute, at));
        if entered && dispute.state == State::Closed {
            let tenant = hands.seats.tenant().clone();
            let right = review_right(hands, &tenant, case, dispute)?;
            deeds.extend(life.close(&backtest, case, dispute, right));
        }
        for (at, deed) in deeds {
            self.queue.push(at, deed);
        }
        Ok(())
    }
}

/// What the merchant answers once it is asked for evidence, for the first time or again.
fn answer(
    backtest: &Backtest,
    case: &Case,
    asked_before: Option<Timestamp>,
    at: Timestamp,
) -> Option<(Timestamp, Deed)> {
    let answer = match asked_before {
        None => backtest.merchant_answer(case, at),
        Some(before) => backtest.answers_again(case, before, at)?,
    };
    let deed = match answer.answer {
        Answer::Silent => return None,
        Answer::Accept => Deed::new(case.number, What::Concede),
        Answer::Represent { text, evidence, proposal_minor } => {
            let what = What::Represent { text, offer_minor: proposal_minor };
            Deed::with(case.number, what, evidence)
        }
    };
    Some((answer.at, deed))
}

impl Life {
    /// A person who is asked decides in their own time.
    fn ask_person(
        &mut self,
        backtest: &Backtest,
        case: &Case,
        dispute: &Dispute,
        at: Timestamp,
    ) -> Option<(Timestamp, Deed)> {
        self.handed |= dispute.needs_person && self.outcome.is_none();
        let waits = matches!(dispute.state, State::Review | State::FinalReview);
        let question = (dispute.reopened, dispute.state);
        if !waits || !dispute.needs_person || self.asked == Some(question) {
            return None;
        }
        self.asked = Some(question);
        let question = self.questions;
        self.questions += 1;
        let (for_party, at) = backtest.person_decides(case, question, at);
        Some((at, Deed::new(case.number, What::Decide { for_party, question })))
    }

    /// Notes how it ended. The first decision is the one that is scored: a later review is counted
    /// beside it.
    fn close(
        &mut self,
        backtest: &Backtest,
        case: &Case,
        dispute: &Dispute,
        review_right: bool,
    ) -> Option<(Timestamp, Deed)> {
        let closing = dispute.closing.as_ref()?;
        if let Some(first) = &mut self.outcome {
            first.overturned = closing.outcome != first.outcome;
            return None;
        }
        let mut rules = dispute.decisions.iter().map(|decision| decision.rule.as_str());
        let settled = rules.rfind(|rule| !FOLLOWING_RULES.contains(rule));
        let by_parties = matches!(closing.outcome, Outcome::Withdrawn | Outcome::SettledByRefund)
            || settled.is_some_and(|rule| PARTIES_RULES.contains(&rule));
        let closed_by = match (self.handed, by_parties) {
            (true, _) => ClosedBy::Person,
            (false, true) => ClosedBy::Parties,
            (false, false) => ClosedBy::Rule,
        };
        self.rule = settled.map(str::to_owned);
        self.outcome = Some(CaseOutcome {
            case: case.number,
            outcome: closing.outcome,
            closed_at: closing.at,
            closed_by,
            reopened: false,
            overturned: false,
            review_right,
        });
        let denied = closing.outcome.is_denial() && !by_parties;
        let after = backtest.asks_review(case, closing.at).filter(|_| denied)?;
        Some((closing.at.plus(after), Deed::new(case.number, What::AskForReview)))
    }
}

/// Whether the customer was told, in the decision and in the letter, that a person can be asked for.
fn review_right(
    hands: &mut Hands<'_, '_>,
    tenant: &kernel::TenantId,
    case: &Case,
    dispute: &Dispute,
) -> Result<bool, AppError> {
    let order = &case.claim.order_id;
    let decisions = store::decisions::of_order(hands.tx, tenant, order, ROWS_MAX)?;
    let last = decisions.iter().rfind(|row| row.dispute == Some(dispute.id));
    let decided = match last {
        Some(row) => serde_json::from_str::<Decision>(&row.doc)?.review_right,
        None => true,
    };
    let notices = store::notices::of_order(hands.tx, tenant, order, ROWS_MAX)?;
    let letter = notices.iter().rfind(|notice| {
        notice.dispute == Some(dispute.id) && notice.customer.is_some() && notice.kind == "decision"
    });
    let told = match letter {
        Some(letter) => {
            let data: serde_json::Value = serde_json::from_str(&letter.doc)?;
            data.get("review_right").and_then(serde_json::Value::as_bool) == Some(true)
        }
        None => false,
    };
    Ok(decided && told)
}
