//! How customers, merchants and the desk behave: what they do about what they are told, and when.
//!
//! They know nothing of the machine. What they try may be refused, and some of it comes too late.

use commerce::{Record, Refund, Return, ReturnState};
use dispute::{
    Confirmation, Decide, Effect, EvidenceType, ExceptionGround, Extracted, Input, NewEvidence,
    Notice, NoticeTemplate, Party, ProviderAnswer, Reason, Represent, ReviewGround, Task, TaskKind,
    Topic,
};
use kernel::canonical::Sha256Hex;
use kernel::{Actor, ActorKind, DisputeId, Duration, PrincipalId, RefundId, ReturnId, Timestamp};

use super::case::{Case, Parcel, address, hours, weighted};

/// Something a person, a merchant or a provider will do.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) at: Timestamp,
    pub(super) actor: Actor,
    pub(super) input: Box<Input>,
}

/// Who sits where. A desk has more than one person, as who decided may not decide again.
pub(super) fn actor(kind: ActorKind, name: &str) -> Actor {
    Actor { kind, id: PrincipalId::new(name).ok() }
}

impl Case {
    fn consumer(&self) -> Actor {
        actor(ActorKind::Consumer, &format!("c{}", self.number))
    }

    fn seller(&self) -> Actor {
        actor(ActorKind::Merchant, self.merchant.as_str())
    }

    /// The person at the desk for the `turn`-th look at a case.
    fn agent(turn: usize) -> Actor {
        actor(ActorKind::Agent, &format!("agent-{turn}"))
    }

    /// What everybody decides to do about the effects of one step.
    pub(super) fn react(&mut self, effects: &[Effect], now: Timestamp) -> Vec<Plan> {
        let mut plans = Vec::new();
        for effect in effects {
            match effect {
                Effect::Notify(notice) => self.on_notice(notice, now, &mut plans),
                Effect::Ask(task) => self.on_task(task, now, &mut plans),
                Effect::Announce(news) if news.topic == Topic::DisputeOpened => {
                    if let Some(dispute) = news.dispute {
                        self.on_open(dispute, now, &mut plans);
                    }
                }
                Effect::Pay(payout) => {
                    for (after, answer) in self.provider_answers() {
                        let input = Input::ProviderAnswer { effect: payout.id, answer };
                        let input = Box::new(input);
                        plans.push(Plan { at: now.plus(after), actor: Actor::SYSTEM, input });
                    }
                }
                _ => {}
            }
        }
        plans
    }

    /// The payment provider: quick, at times unknown for a while, seldom no.
    fn provider_answers(&mut self) -> Vec<(Duration, ProviderAnswer)> {
        let soon = Duration::from_millis(self.rng.between(200, 5_000));
        let yes = ProviderAnswer::Succeeded { reference: "re".to_owned() };
        match self.rng.below(100) {
            0 => vec![(soon, ProviderAnswer::Failed { code: "closed_account".to_owned() })],
            1..=5 => {
                let unknown = ProviderAnswer::Unknown { why: "timed out after send".to_owned() };
                vec![(soon, unknown), (Duration::from_hours(2), yes)]
            }
            _ => vec![(soon, yes)],
        }
    }

    fn plan(&mut self, plans: &mut Vec<Plan>, at: Timestamp, actor: Actor, input: Input) {
        plans.push(Plan { at, actor, input: Box::new(input) });
    }

    fn later(&mut self, now: Timestamp, from_hours: i64, to_hours: i64) -> Timestamp {
        now.plus(hours(&mut self.rng, from_hours, to_hours))
    }

    /// A new claim: some settle it among themselves, some take it back, some add to it.
    fn on_open(&mut self, dispute: DisputeId, now: Timestamp, plans: &mut Vec<Plan>) {
        if self.rng.chance(0.08) {
            let at = self.later(now, 12, 25 * 24);
            self.plan(plans, at, self.consumer(), Input::Withdraw { dispute });
        }
        if self.rng.chance(0.10) {
            let at = self.later(now, 12, 40 * 24);
            if let Some(record) = self.refund(at) {
                let feed = actor(ActorKind::Company, "feed");
                self.plan(plans, at, feed, Input::Feed { record: Box::new(record) });
            }
        }
        if self.rng.chance(0.10) {
            let at = self.later(now, 1, 30 * 24);
            let items = consumer_evidence(self.reason);
            self.plan(plans, at, self.consumer(), Input::AddEvidence { dispute, items });
        }
        if self.reason == Reason::Unauthorised && self.rng.chance(0.05) {
            let at = self.later(now, 1, 12);
            let notice_reference = format!("notice-{}", self.number);
            let input = Input::ClaimExemption { dispute, notice_reference };
            self.plan(plans, at, Self::agent(0), input);
        }
        if self.rng.chance(0.03) {
            self.plan_chargeback(now, plans);
        }
        if self.rng.chance(0.05) {
            self.plan_return(now, plans);
        }
    }

    /// The shop gives the money back by itself: all of it, or half.
    fn refund(&mut self, at: Timestamp) -> Option<Record> {
        let order = self.file.as_ref()?.order();
        let (order_id, total) = (order.id.clone(), order.total_minor);
        let amount_minor = if self.rng.chance(0.6) { total } else { total / 2 };
        let id = RefundId::new(format!("r{}", self.number)).ok()?;
        Some(Record::Refund(Refund {
            id,
            at,
            order_id,
            amount_minor,
            capture_id: None,
            return_id: None,
        }))
    }

    fn plan_chargeback(&mut self, now: Timestamp, plans: &mut Vec<Plan>) {
        let paid = self.file.as_ref().and_then(|file| file.payments().first().cloned());
        let (Some(payment), Ok(id)) = (paid, self.chargeback_id()) else { return };
        let bank = actor(ActorKind::Network, "bank");
        let at = self.later(now, 24, 40 * 24);
        let input = Input::NetworkChargeback {
            id: id.clone(),
            amount_minor: payment.amount_minor,
            fee_minor: 1_500,
            reason_code: "13.1".to_owned(),
        };
        self.plan(plans, at, bank.clone(), input);
        let stands = self.rng.chance(0.5);
        let at = at.plus(Duration::from_days(30));
        self.plan(plans, at, bank, Input::NetworkOutcome { id, stands });
    }

    fn plan_return(&mut self, now: Timestamp, plans: &mut Vec<Plan>) {
        let order = self.file.as_ref().map(|file| file.order().id.clone());
        let id = ReturnId::new(format!("ret{}", self.number));
        let (Some(order_id), Ok(id)) = (order, id) else { return };
        let at = self.later(now, 1, 10 * 24);
        let record = Return {
            id,
            at,
            order_id,
            lines: Vec::new(),
            state: ReturnState::Reported,
            amount_minor: None,
            tracking_id: None,
        };
        let feed = actor(ActorKind::Company, "feed");
        self.plan(plans, at, feed, Input::Feed { record: Box::new(Record::Return(record)) });
    }

    fn on_notice(&mut self, notice: &Notice, now: Timestamp, plans: &mut Vec<Plan>) {
        let Some(dispute) = notice.dispute else { return };
        match (notice.to, notice.template) {
            (Party::Merchant, NoticeTemplate::EvidenceRequested) => {
                self.answer(dispute, now, plans)
            }
            (Party::Consumer, NoticeTemplate::ProposalMade) if self.rng.chance(0.75) => {
                let (accept, at) = (self.rng.chance(0.66), self.later(now, 1, 8 * 24));
                self.plan(plans, at, self.consumer(), Input::AnswerProposal { dispute, accept });
            }
            (Party::Merchant, NoticeTemplate::DecisionPreliminary) => {
                let at = self.later(now, 1, 11 * 24);
                match self.rng.below(10) {
                    0..=2 => {
                        let text = "The customer has it.".to_owned();
                        let items = self.merchant_evidence(now);
                        let input = Input::Appeal { dispute, text, items };
                        self.plan(plans, at, self.seller(), input);
                    }
                    3 | 4 => self.plan(plans, at, self.seller(), Input::AcceptLoss { dispute }),
                    _ => {}
                }
            }
            (Party::Consumer, NoticeTemplate::Decision) if self.rng.chance(0.06) => {
                let at = self.later(now, 1, 100 * 24);
                let ground = ReviewGround::HumanReview;
                self.plan(plans, at, self.consumer(), Input::RequestReview { dispute, ground });
            }
            _ => {}
        }
    }

    /// The merchant was asked for evidence.
    fn answer(&mut self, dispute: DisputeId, now: Timestamp, plans: &mut Vec<Plan>) {
        let deadline = self.armed.iter().map(|armed| armed.due).filter(|due| *due > now).min();
        let span = deadline.map_or(Duration::from_days(14), |due| due.since(now)).as_millis();
        // Up to a twentieth too late.
        let at = now.plus(Duration::from_millis(self.rng.between(60_000, span + span / 20)));
        if self.rng.chance(0.02) {
            let until = now.plus(Duration::from_millis(span)).plus(Duration::from_days(7));
            let input = Input::ExtendDeadline {
                dispute,
                until,
                ground: ExceptionGround::DisputeMisHandled,
            };
            let half = now.plus(Duration::from_millis(span / 2));
            self.plan(plans, half, Self::agent(9), input);
        }
        match self.rng.below(100) {
            0..=11 => {}
            12..=21 => self.plan(plans, at, self.seller(), Input::AcceptLoss { dispute }),
            roll => {
                let amount =
                    self.file.as_ref().and_then(|f| Some(f.dispute(dispute)?.amount_minor));
                let proposal_minor = (roll >= 88).then(|| amount.unwrap_or(0) / 2);
                let items = self.merchant_evidence(now);
                let represent = Represent { dispute, text: String::new(), items, proposal_minor };
                self.plan(plans, at, self.seller(), Input::Represent(represent));
            }
        }
    }

    fn on_task(&mut self, task: &Task, now: Timestamp, plans: &mut Vec<Plan>) {
        let Some(dispute) = task.dispute else { return };
        let decided =
            self.file.as_ref().and_then(|file| Some(file.dispute(dispute)?.decisions.len()));
        let turn = decided.unwrap_or(0) + 1;
        if task.kind == TaskKind::ApproveExemption {
            let at = self.later(now, 1, 20);
            self.plan(plans, at, Self::agent(turn), Input::ApproveExemption { dispute });
            return;
        }
        let decides =
            matches!(task.kind, TaskKind::Decide | TaskKind::FinalDecision | TaskKind::HumanReview);
        let at = match task.kind {
            TaskKind::ReviewOverdue => self.later(now, 1, 48),
            _ if decides && self.rng.chance(0.95) => self.later(now, 1, 15 * 24),
            // Left lying until the clock says so.
            _ => return,
        };
        let for_party = if self.rng.chance(0.5) { Party::Consumer } else { Party::Merchant };
        let input = Input::Decide(Decide {
            dispute,
            for_party,
            amount_minor: None,
            code: None,
            liable: None,
            reasons: "The evidence shows it.".to_owned(),
        });
        self.plan(plans, at, Self::agent(turn), input);
    }

    /// What a merchant has to show: good papers of a delivery that took place, poor ones else.
    fn merchant_evidence(&mut self, now: Timestamp) -> Vec<NewEvidence> {
        let kind = match self.reason {
            Reason::NotReceived | Reason::Unauthorised => EvidenceType::ProofOfDelivery,
            Reason::NotAsDescribed => EvidenceType::Listing,
            Reason::RefundNotProcessed => EvidenceType::ReturnPolicy,
            Reason::IncorrectAmount | Reason::AlreadyPaid | Reason::Duplicate => {
                EvidenceType::ItemisedInvoice
            }
            Reason::HighRisk => EvidenceType::StopAttempt,
            Reason::NonCompliance | Reason::NonGuaranteedProgram | Reason::Other => {
                EvidenceType::Terms
            }
        };
        let honest = matches!(self.parcel, Parcel::Delivered | Parcel::DeliveredElsewhere);
        let weights = if honest { [(2, 80), (1, 15), (0, 5)] } else { [(2, 10), (1, 50), (0, 40)] };
        match weighted(&mut self.rng, &weights) {
            Some(2) => vec![self.paper(kind, now)],
            Some(1) => vec![evidence(EvidenceType::TrackingLink, None)],
            _ => vec![evidence(EvidenceType::Other, None)],
        }
    }

    fn paper(&self, kind: EvidenceType, now: Timestamp) -> NewEvidence {
        let order = self.file.as_ref().map(|file| file.order());
        let (ordered, total) = order.map_or((now, 0), |order| (order.at, order.total_minor));
        let mut item = evidence(kind, Some("paper"));
        item.extracted = Extracted {
            carrier: Some("PostNord".to_owned()),
            tracking_id: Some(format!("TR{}", self.number)),
            shipped_at: Some(ordered.plus(Duration::DAY)),
            delivered_at: Some(ordered.plus(Duration::from_days(5))),
            address: Some(address(self.place)),
            recipient: Some("A Customer".to_owned()),
            amount_minor: Some(total),
            confirmed: Some(Confirmation::Stated),
            ..Extracted::default()
        };
        item
    }
}

/// What a customer hands in with a claim.
pub(super) fn consumer_evidence(reason: Reason) -> Vec<NewEvidence> {
    let kinds: &[EvidenceType] = match reason {
        Reason::NotAsDescribed => &[EvidenceType::Photo, EvidenceType::Description],
        Reason::RefundNotProcessed => &[EvidenceType::ReturnReceipt],
        Reason::IncorrectAmount | Reason::AlreadyPaid => &[EvidenceType::PaymentProof],
        Reason::Unauthorised => &[EvidenceType::Declaration],
        _ => &[EvidenceType::MerchantContact],
    };
    kinds.iter().map(|kind| evidence(*kind, Some("photo"))).collect()
}

fn evidence(kind: EvidenceType, file: Option<&str>) -> NewEvidence {
    NewEvidence {
        kind,
        sha256: file.map(|name| Sha256Hex::of(name.as_bytes())),
        media_type: file.map(|_| "image/png".to_owned()),
        file_name: file.map(|name| format!("{name}.png")),
        text: "See the attachment.".to_owned(),
        extracted: Extracted::default(),
    }
}
