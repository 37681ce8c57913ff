//! Carrying out what a party does, through the use case the service has for it.

use app::disputes::{self, Acted, NewDispute};
use app::{AppError, desk};
use dispute::{Decide, NewEvidence, Represent, ReviewGround};
use kernel::{DisputeId, Duration, Timestamp};
use world::backtest::Case;

use super::course::{Course, evidence};
use super::desk::Hands;
use super::queue::{Deed, What};

/// A customer who is told to ask the shop first comes back after this.
const ASKS_SHOP_FOR: Duration = Duration::from_hours(20);

impl Course {
    /// Does it; what the desk refuses comes back inside.
    ///
    /// # Errors
    /// The store's, and what is ours to mend.
    pub(super) fn carry_out(
        &mut self,
        hands: &mut Hands<'_, '_>,
        deed: Deed,
        at: Timestamp,
    ) -> Result<Result<(), AppError>, AppError> {
        let backtest = std::sync::Arc::clone(&self.backtest);
        let Some(case) = backtest.cases().get(deed.case) else { return Ok(Ok(())) };
        let who = self.who(hands.seats, &deed)?;
        let ready = || deed.evidence.iter().map(|draft| evidence(draft, None)).collect();
        let items: Vec<NewEvidence> = deed.items.clone().unwrap_or_else(ready);
        if let What::Claim | What::ClaimAgain = deed.what {
            return self.claim(hands, case, &deed, items, at);
        }
        let Some(id) = self.lives.get(deed.case).and_then(|life| life.dispute) else {
            // A claim that was never taken: nothing to do about it.
            return Ok(Ok(()));
        };
        let rng = &mut self.rng;
        let done = match deed.what {
            What::Claim | What::ClaimAgain => return Ok(Ok(())),
            What::Withdraw => hands.act(&who, rng, move |s| disputes::withdraw(s, id))?,
            What::AnswerOffer { accept } => {
                hands.act(&who, rng, move |s| disputes::answer_proposal(s, id, accept))?
            }
            What::AddEvidence => {
                hands.act(&who, rng, |s| disputes::add_evidence(s, id, items.clone()))?
            }
            What::AskForReview => hands.act(&who, rng, move |s| {
                disputes::request_review(s, id, ReviewGround::HumanReview)
            })?,
            What::Concede => hands.act(&who, rng, move |s| disputes::accept_loss(s, id))?,
            What::Represent { text, offer_minor } => {
                let represent = Represent { dispute: id, text, items, proposal_minor: offer_minor };
                hands.act(&who, rng, |s| disputes::represent(s, represent.clone()))?
            }
            What::Appeal => hands.act(&who, rng, |s| {
                let text = "The goods have reached the customer.".to_owned();
                disputes::appeal(s, id, text, items.clone())
            })?,
            What::Decide { for_party, question } => {
                let decide = Decide {
                    dispute: id,
                    for_party,
                    amount_minor: None,
                    code: None,
                    liable: None,
                    reasons: "A person of the backtest looked at the case.".to_owned(),
                };
                return self.decide(hands, &who, decide, question);
            }
        };
        Ok(done.map(|_| ()))
    }

    /// Opens the dispute as the customer. Who has not asked the shop is refused, asks, and comes
    /// back.
    fn claim(
        &mut self,
        hands: &mut Hands<'_, '_>,
        case: &Case,
        deed: &Deed,
        items: Vec<NewEvidence>,
        at: Timestamp,
    ) -> Result<Result<(), AppError>, AppError> {
        let claim = &case.claim;
        let asked_now = (deed.what == What::ClaimAgain).then_some(claim.at);
        let mut new = NewDispute::of_claim(claim, items);
        new.statement.merchant_contacted_at = new.statement.merchant_contacted_at.or(asked_now);
        let customer = hands.seats.customer(&claim.customer_id)?;
        let opened = hands.act(&customer, &mut self.rng, |s| disputes::open(s, new.clone()))?;
        match opened {
            Ok(view) => {
                self.opened(case.number, view.dispute.id);
                Ok(Ok(()))
            }
            Err(refused) if deed.what == What::Claim && claim.merchant_contacted_at.is_none() => {
                let again = Deed { what: What::ClaimAgain, ..deed.clone() };
                self.queue.push(at.plus(ASKS_SHOP_FOR), again);
                Ok(Err(refused))
            }
            Err(refused) => Ok(Err(refused)),
        }
    }

    fn opened(&mut self, number: usize, id: DisputeId) {
        if let Some(life) = self.lives.get_mut(number) {
            life.dispute = Some(id);
        }
    }

    /// A person decides; above their own limit a second one approves.
    fn decide(
        &mut self,
        hands: &mut Hands<'_, '_>,
        who: &app::Principal,
        decide: Decide,
        question: u64,
    ) -> Result<Result<(), AppError>, AppError> {
        let acted = hands.act(who, &mut self.rng, |s| disputes::decide(s, decide.clone()))?;
        let task = match acted {
            Ok(Acted::Done(_)) => return Ok(Ok(())),
            Ok(Acted::AwaitsApproval(task)) => task.task,
            Err(refused) => return Ok(Err(refused)),
        };
        let supervisor = hands.seats.supervisor(question)?;
        let approved = hands.act(&supervisor, &mut self.rng, move |s| desk::approve(s, task))?;
        Ok(approved.map(|_| ()))
    }
}
