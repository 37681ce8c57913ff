//! What the parties answer: evidence, representment, acceptance, offers, appeals, withdrawal.

use kernel::{ActorKind, DisputeId, EvidenceId, Timestamp};
use serde_json::json;

use super::hold::HeldPart;
use super::{Stepper, unknown};
use crate::Refusal;
use crate::effect::*;
use crate::input::{Input, NewEvidence, Represent};
use crate::model::*;

/// Most items one party can keep with a dispute, late ones included.
const ITEMS_PER_PARTY_MAX: usize = 40;

impl Stepper<'_> {
    pub(super) fn add_evidence(
        &mut self,
        id: DisputeId,
        items: &[NewEvidence],
    ) -> Result<(), Refusal> {
        use State::{Dialogue, Evidence, FinalReview, Review};
        self.state_is(id, &[Dialogue, Evidence, Review, FinalReview])?;
        let party = self.party();
        self.check_items(id, party, items)?;
        self.store_items(id, party, items, false)?;
        let data = json!({ "evidence_added": items.len(), "by": party });
        self.announce(Topic::DisputeUpdated, Some(id), data);
        let dispute = self.dispute(id)?;
        // A merchant's answer is its representment, and one that said nothing was given a new time.
        let answers = party == Party::Consumer
            && dispute.state == State::Evidence
            && dispute.answered_at.is_some()
            && dispute.awaited.contains(&party);
        let nobody_left = self.nobody_left_to_wait_for(id, party)?;
        if answers && nobody_left { self.enter_review(id) } else { Ok(()) }
    }

    /// Takes a party off those an extra round waits for, and says whether that was all of them.
    fn nobody_left_to_wait_for(&mut self, id: DisputeId, party: Party) -> Result<bool, Refusal> {
        let awaited = &mut self.dispute_mut(id)?.awaited;
        awaited.retain(|asked| *asked != party);
        Ok(awaited.is_empty())
    }

    pub(super) fn confirm_fact(
        &mut self,
        id: DisputeId,
        evidence: EvidenceId,
        extracted: &Extracted,
        authenticity: Authenticity,
    ) -> Result<(), Refusal> {
        let by_rule = self.cx.actor.kind == ActorKind::System;
        let item = self
            .dispute_mut(id)?
            .evidence
            .iter_mut()
            .find(|item| item.id == evidence)
            .ok_or_else(|| unknown("evidence", &evidence))?;
        // Policy code confirms what our own records say already, and nothing else.
        let how = if by_rule { Confirmation::Rule } else { Confirmation::Person };
        item.extracted = Extracted { confirmed: Some(how), ..extracted.clone() };
        item.authenticity = authenticity;
        self.announce(Topic::DisputeUpdated, Some(id), json!({ "fact_confirmed": evidence }));
        let waiting = self.dispute(id)?.state == State::Review;
        if waiting { self.decide(id) } else { Ok(()) }
    }

    /// Transition 5: the customer takes it back.
    pub(super) fn withdraw(&mut self, id: DisputeId) -> Result<(), Refusal> {
        use State::{Dialogue, Evidence, Preliminary, Review};
        self.state_is(id, &[Dialogue, Evidence, Review, Preliminary])?;
        if self.dispute(id)?.kind == Kind::RiskStop {
            return Err(Refusal::NotAllowed {
                why: "only the provider ends a risk stop".to_owned(),
            });
        }
        self.notify(Party::Consumer, NoticeTemplate::DisputeWithdrawn, Some(id), json!({}));
        self.close_without_money(id, Outcome::Withdrawn, "customer_cancelled_dispute")
    }

    /// Transition 7: the merchant contests, perhaps with an offer for a part.
    pub(super) fn represent(&mut self, represent: &Represent) -> Result<(), Refusal> {
        let id = represent.dispute;
        self.refuse_if_overdue(id)?;
        let dispute = self.state_is(id, &[State::Evidence])?;
        let (amount, kind) = (dispute.amount_minor, dispute.kind);
        if represent.items.is_empty() {
            return Err(Refusal::Field {
                field: "items",
                problem: "a representment needs at least one item of evidence".to_owned(),
            });
        }
        if let Some(offer) = represent.proposal_minor
            && !(0 < offer && offer < amount)
        {
            return Err(Refusal::Field {
                field: "proposal_minor",
                problem: format!("must be more than 0 and less than {amount}, got {offer}"),
            });
        }
        self.check_items(id, Party::Merchant, &represent.items)?;
        self.store_items(id, Party::Merchant, &represent.items, false)?;
        if !represent.text.is_empty() {
            let note = NewEvidence {
                kind: EvidenceType::Message,
                sha256: None,
                media_type: None,
                file_name: None,
                text: represent.text.clone(),
                extracted: Extracted::default(),
            };
            self.store_items(id, Party::Merchant, &[note], false)?;
        }
        let at = self.at;
        self.dispute_mut(id)?.answered_at = Some(at);
        if kind == Kind::RiskStop {
            self.stop_timer(id, TimerKind::EvidenceDue)?;
            return self.stop_answered(id);
        }
        if let Some(offer) = represent.proposal_minor {
            self.propose(id, offer)?;
        } else {
            self.notify(Party::Consumer, NoticeTemplate::EvidenceShared, Some(id), json!({}));
        }
        let nobody_left = self.nobody_left_to_wait_for(id, Party::Merchant)?;
        if nobody_left || self.settled_in_any_round(id)? {
            return self.enter_review(id);
        }
        // The customer was asked, too, and keeps the time to answer.
        Ok(())
    }

    fn propose(&mut self, id: DisputeId, offer: i64) -> Result<(), Refusal> {
        let calendar = self.calendar()?;
        let expires_at = self.cx.rules.pack.proposal.from(self.at, calendar);
        let made_at = self.at;
        self.dispute_mut(id)?.proposal =
            Some(Offer { amount_minor: offer, made_at, expires_at, state: OfferState::Open });
        self.start_timer(id, TimerKind::ProposalDue, expires_at)?;
        let data = json!({
            "amount_minor": offer, "currency": self.file.currency(), "answer_by": expires_at,
        });
        self.notify(Party::Consumer, NoticeTemplate::ProposalMade, Some(id), data);
        Ok(())
    }

    /// Transition 9, or on with the review.
    pub(super) fn answer_proposal(&mut self, id: DisputeId, accept: bool) -> Result<(), Refusal> {
        self.state_is(id, &[State::Evidence, State::Review])?;
        let open = self.dispute(id)?.proposal.as_ref().filter(|p| p.state == OfferState::Open);
        let Some(offer) = open.map(|proposal| proposal.amount_minor) else {
            return Err(Refusal::NotAllowed { why: "there is no open offer".to_owned() });
        };
        if !accept {
            self.end_proposal(id, OfferState::Rejected)?;
            return self.decide(id);
        }
        self.end_proposal(id, OfferState::Accepted)?;
        self.record_decision(
            id,
            super::decide::Verdict::by_pack(
                "PROPOSAL-ACCEPTED",
                Party::Consumer,
                Outcome::ConsumerPartial,
                Liable::Merchant,
                offer,
                "partner_solved_the_dispute_with_the_customer",
                super::reasons::ACCEPTED_OFFER,
            ),
        )?;
        self.pay_from_merchant(
            id,
            Outcome::ConsumerPartial,
            offer,
            "partner_solved_the_dispute_with_the_customer",
            false,
        )
    }

    pub(super) fn end_proposal(&mut self, id: DisputeId, state: OfferState) -> Result<(), Refusal> {
        self.stop_timer(id, TimerKind::ProposalDue)?;
        if let Some(proposal) = &mut self.dispute_mut(id)?.proposal {
            proposal.state = state;
        }
        Ok(())
    }

    /// Transitions 8 and 14: the merchant gives in.
    pub(super) fn accept_loss(&mut self, id: DisputeId) -> Result<(), Refusal> {
        use State::{Dialogue, Evidence, Preliminary};
        let state = self.state_is(id, &[Dialogue, Evidence, Preliminary])?.state;
        if self.dispute(id)?.kind == Kind::RiskStop {
            return Err(Refusal::NotAllowed {
                why: "cancel the order to accept a request to stop it".to_owned(),
            });
        }
        if state == State::Preliminary {
            return self.close_as_decided(id);
        }
        self.lose_by_rule(id, "ACCEPTED", "partner_accepted_the_loss")
    }

    /// Transition 13: once, in time, decided by another person.
    pub(super) fn appeal(
        &mut self,
        id: DisputeId,
        text: &str,
        items: &[NewEvidence],
    ) -> Result<(), Refusal> {
        let dispute = self.dispute(id)?;
        if dispute.appeal.is_some() {
            return Err(Refusal::AppealedAlready);
        }
        let rules = self.framework_rules(dispute.framework)?;
        let Some(final_review) = rules.final_review else { return Err(Refusal::NoAppeal) };
        self.refuse_if_overdue(id)?;
        self.state_is(id, &[State::Preliminary])?;
        self.cx
            .rules
            .evidence
            .check_appeal(text, items.len())
            .map_err(|problem| Refusal::Field { field: "items", problem: problem.to_string() })?;
        self.check_items(id, Party::Merchant, items)?;
        self.store_items(id, Party::Merchant, items, false)?;
        self.stop_timer(id, TimerKind::AppealDue)?;
        let fee = self.fee_terms().appeal_fee_minor;
        self.hold(id, HeldPart::AppealFee, fee)?;
        let (at, by) = (self.at, self.cx.actor.clone());
        self.dispute_mut(id)?.appeal = Some(Appeal { at, by, text: text.to_owned() });
        self.dispute_mut(id)?.needs_person = true;
        self.enter(id, State::FinalReview)?;
        let calendar = self.calendar()?;
        let due = final_review.from(self.at, calendar);
        self.start_timer(id, TimerKind::FinalReviewDue, due)?;
        self.ask(TaskKind::FinalDecision, Some(id), "the merchant appealed", Some(due));
        Ok(())
    }

    /// What came too late is kept, marked, and usable only by a reopening.
    pub(super) fn keep_late_evidence(
        &mut self,
        input: &Input,
        refusal: &Refusal,
    ) -> Result<(), Refusal> {
        let Refusal::DeadlinePassed { .. } = refusal else { return Ok(()) };
        let (id, items) = match input {
            Input::Represent(represent) => (represent.dispute, &represent.items),
            Input::Appeal { dispute, items, .. } => (*dispute, items),
            _ => return Ok(()),
        };
        if self.check_items(id, Party::Merchant, items).is_ok() {
            self.store_items(id, Party::Merchant, items, true)?;
        }
        Ok(())
    }

    /// Says that a deadline passed, rather than only that the state is wrong.
    fn refuse_if_overdue(&self, id: DisputeId) -> Result<(), Refusal> {
        let dispute = self.dispute(id)?;
        // In review without an answer: the records spoke when the time was over.
        if let (State::Review, None, Some(at)) =
            (dispute.state, dispute.answered_at, dispute.review_since)
        {
            return Err(Refusal::DeadlinePassed { at });
        }
        let closing = dispute.closing.as_ref();
        let by_clock =
            self.dispute(id)?.decisions.last().is_some_and(|d| d.rule == "EVIDENCE-OVERDUE");
        let appeal_lapsed =
            self.dispute(id)?.decisions.last().is_some_and(|d| d.rule == APPEAL_WINDOW_OVER);
        match closing {
            Some(closing) if by_clock || appeal_lapsed => {
                Err(Refusal::DeadlinePassed { at: closing.at })
            }
            _ => Ok(()),
        }
    }

    fn check_items(
        &self,
        id: DisputeId,
        party: Party,
        items: &[NewEvidence],
    ) -> Result<(), Refusal> {
        let kept = self.dispute(id)?.evidence.iter().filter(|item| item.party == party).count();
        if kept + items.len() > ITEMS_PER_PARTY_MAX {
            return Err(Refusal::Field {
                field: "items",
                problem: format!("at most {ITEMS_PER_PARTY_MAX} items of one party are kept"),
            });
        }
        self.cx
            .rules
            .evidence
            .check_items(party, items.len(), items.iter().map(|item| item.text.as_str()))
            .map_err(|problem| Refusal::Field { field: "items", problem: problem.to_string() })
    }

    /// Who speaks, as a party of the dispute.
    fn party(&self) -> Party {
        match self.cx.actor.kind {
            kernel::ActorKind::Consumer => Party::Consumer,
            kernel::ActorKind::Merchant => Party::Merchant,
            _ => Party::Provider,
        }
    }

    pub(super) fn start_review_clock(&mut self, id: DisputeId) -> Result<(), Refusal> {
        let framework = self.dispute(id)?.framework;
        let rules = self.framework_rules(framework)?;
        let calendar = self.calendar()?;
        let due: Timestamp = rules.review.from(self.at, calendar);
        self.start_timer(id, TimerKind::ReviewDue, due)
    }
}
