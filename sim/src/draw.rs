//! Draws one input: mostly sensible, sometimes not at all.

use commerce::*;
use dispute::*;
use kernel::canonical::Sha256Hex;
use kernel::*;

use crate::sequence::Mix;

/// An actor and what they do.
pub fn draw(
    rng: &mut Rng,
    file: &OrderFile,
    now: Timestamp,
    mix: Mix,
    next: &mut u64,
) -> (Actor, Input) {
    let mut draw = Draw { rng, file, now, next };
    let pick = match mix {
        Mix::All => draw.rng.below(31),
        Mix::Money => {
            *draw.rng.pick(&[0, 1, 1, 0, 2, 3, 5, 7, 8, 11, 14, 15, 16, 22, 30]).unwrap_or(&0)
        }
    };
    draw.input(pick)
}

struct Draw<'a> {
    rng: &'a mut Rng,
    file: &'a OrderFile,
    now: Timestamp,
    next: &'a mut u64,
}

impl Draw<'_> {
    fn input(&mut self, pick: u64) -> (Actor, Input) {
        let dispute = self.any_dispute();
        let plan = self.any_plan();
        match pick {
            0 | 1 | 26..=29 => (self.consumer(), Input::Open(self.open())),
            2 => (self.company(), self.refund()),
            3 => (self.company(), self.payment()),
            4 => (self.company(), self.shipping()),
            5 => (self.company(), self.returned()),
            6 => (self.consumer(), Input::Withdraw { dispute }),
            7 => (self.merchant(), self.represent(dispute)),
            8 => (self.merchant(), Input::AcceptLoss { dispute }),
            9 => {
                let items = self.items();
                (self.merchant(), Input::Appeal { dispute, text: "No.".to_owned(), items })
            }
            10 | 11 => (self.agent(), self.decide(dispute)),
            12 => {
                let accept = self.rng.chance(0.5);
                (self.consumer(), Input::AnswerProposal { dispute, accept })
            }
            13 => {
                let ground = ReviewGround::HumanReview;
                (self.consumer(), Input::RequestReview { dispute, ground })
            }
            14 => (self.network(), self.chargeback()),
            15 => (self.network(), self.network_outcome()),
            16 => {
                let amount_minor = self.amount();
                (self.agent(), Input::Goodwill { amount_minor, note: String::new() })
            }
            17 => {
                let until = self.now.plus(Duration::from_days(self.rng.between(-1, 40)));
                let ground = ExceptionGround::DisputeMisHandled;
                (self.agent(), Input::ExtendDeadline { dispute, until, ground })
            }
            18 => {
                let for_party = self.party();
                let ground = ExceptionGround::FraudulentPartner;
                (self.agent(), Input::ResolveAtOnce { dispute, for_party, ground })
            }
            19 => {
                let notice_reference = "REF-1".to_owned();
                (self.agent(), Input::ClaimExemption { dispute, notice_reference })
            }
            20 => (self.agent(), Input::ApproveExemption { dispute }),
            21 => self.plan_input(plan),
            22 => (self.company(), self.cancellation()),
            23 => (self.agent(), Input::AskMore { dispute, what: "More, please.".to_owned() }),
            24 => {
                let items = self.items();
                (self.consumer(), Input::AddEvidence { dispute, items })
            }
            30 => (self.agent(), self.release()),
            _ => (Actor::SYSTEM, Input::Timer { id: TimerId::generate(self.now, self.rng) }),
        }
    }

    fn actor(&mut self, kind: ActorKind, names: &[&str]) -> Actor {
        let name = self.rng.pick(names).copied().unwrap_or("x");
        Actor { kind, id: PrincipalId::new(name).ok() }
    }
    fn consumer(&mut self) -> Actor {
        self.actor(ActorKind::Consumer, &["c1"])
    }
    fn merchant(&mut self) -> Actor {
        self.actor(ActorKind::Merchant, &["m1"])
    }
    fn agent(&mut self) -> Actor {
        let kind = if self.rng.chance(0.9) { ActorKind::Agent } else { ActorKind::Ai };
        self.actor(kind, &["a1", "a2", "a3"])
    }
    fn network(&mut self) -> Actor {
        self.actor(ActorKind::Network, &["visa"])
    }
    fn company(&mut self) -> Actor {
        self.actor(ActorKind::Company, &["feed"])
    }

    fn fresh(&mut self, kind: &str) -> String {
        // Sometimes an id that was used before: the same thing told again, with other content.
        if self.rng.chance(0.1) {
            return format!("{kind}{}", self.rng.between(1, (*self.next).max(1).cast_signed()));
        }
        *self.next += 1;
        format!("{kind}{}", self.next)
    }

    fn any_dispute(&mut self) -> DisputeId {
        let known = self.rng.pick(self.file.disputes()).map(|dispute| dispute.id);
        known.unwrap_or_else(|| DisputeId::generate(self.now, self.rng))
    }

    fn any_plan(&mut self) -> PlanId {
        let known = self.rng.pick(self.file.plans()).map(plan::Plan::id);
        known.unwrap_or_else(|| PlanId::generate(self.now, self.rng))
    }

    fn amount(&mut self) -> i64 {
        let captured = self.file.captured_minor();
        match self.rng.below(6) {
            0 => self.file.returnable_minor(),
            1 => self.rng.between(-5, 5),
            2 => captured + self.rng.between(0, 1_000),
            _ => self.rng.between(1, captured.max(1)),
        }
    }

    fn party(&mut self) -> Party {
        if self.rng.chance(0.5) { Party::Consumer } else { Party::Merchant }
    }

    fn open(&mut self) -> OpenDispute {
        let reason = *self.rng.pick(&Reason::ALL).unwrap_or(&Reason::Other);
        let kind = match reason {
            Reason::Unauthorised => Kind::Unauthorised,
            Reason::HighRisk => Kind::RiskStop,
            _ => Kind::ConsumerClaim,
        };
        let lines = self.file.order().lines.iter();
        let some: Vec<LineId> =
            lines.filter(|_| self.rng.chance(0.2)).map(|l| l.id.clone()).collect();
        OpenDispute {
            dispute: DisputeId::generate(self.now, self.rng),
            kind,
            reason,
            sub_issue: SubIssue::Unspecified,
            amount_minor: self.rng.chance(0.4).then(|| self.amount()),
            lines: some,
            statement: Statement {
                merchant_contacted_at: self.rng.chance(0.9).then_some(self.now),
                ..Statement::default()
            },
            items: self.items(),
            late_ground: self.rng.chance(0.2).then_some(ExceptionGround::ConsumerLaw),
        }
    }

    fn items(&mut self) -> Vec<NewEvidence> {
        (0..self.rng.between(0, 2)).map(|_| self.item()).collect()
    }

    fn item(&mut self) -> NewEvidence {
        const KINDS: [EvidenceType; 6] = [
            EvidenceType::ProofOfDelivery,
            EvidenceType::TrackingLink,
            EvidenceType::RefundRecord,
            EvidenceType::Listing,
            EvidenceType::ItemisedInvoice,
            EvidenceType::Photo,
        ];
        let kind = *self.rng.pick(&KINDS).unwrap_or(&EvidenceType::Other);
        let address = self.file.order().approved_address.clone();
        NewEvidence {
            kind,
            sha256: self.rng.chance(0.8).then(|| Sha256Hex::of(b"file")),
            media_type: None,
            file_name: None,
            text: String::new(),
            extracted: Extracted {
                carrier: Some("Carrier".to_owned()),
                tracking_id: Some("T1".to_owned()),
                shipped_at: Some(self.now.minus(Duration::from_days(self.rng.between(0, 9)))),
                delivered_at: self.rng.chance(0.7).then_some(self.now),
                address: address.filter(|_| self.rng.chance(0.7)),
                recipient: self.rng.chance(0.7).then(|| "Someone".to_owned()),
                amount_minor: self.rng.chance(0.5).then(|| self.amount()),
                confirmed: Some(Confirmation::Stated),
                ..Extracted::default()
            },
        }
    }

    fn represent(&mut self, dispute: DisputeId) -> Input {
        let proposal_minor = self.rng.chance(0.3).then(|| self.amount());
        Input::Represent(Represent {
            dispute,
            text: String::new(),
            items: self.items(),
            proposal_minor,
        })
    }

    fn decide(&mut self, dispute: DisputeId) -> Input {
        Input::Decide(Decide {
            dispute,
            for_party: self.party(),
            amount_minor: self.rng.chance(0.3).then(|| self.amount()),
            code: None,
            liable: self.rng.chance(0.3).then_some(Liable::Provider),
            reasons: "Because.".to_owned(),
        })
    }

    fn refund(&mut self) -> Input {
        let id = self.fresh("ref");
        let amount_minor = self.amount().max(1);
        self.record(|order_id, at| {
            Some(Record::Refund(Refund {
                id: RefundId::new(id).ok()?,
                at,
                order_id,
                amount_minor,
                capture_id: None,
                return_id: None,
            }))
        })
    }

    fn payment(&mut self) -> Input {
        let id = self.fresh("pay");
        let amount_minor = self.amount().max(1);
        self.record(|order_id, at| {
            Some(Record::Payment(Payment {
                id: PaymentId::new(id).ok()?,
                at,
                order_id,
                amount_minor,
                capture_id: None,
                instalment: None,
                instrument: "tok_2".to_owned(),
                purpose: PaymentPurpose::Plan,
            }))
        })
    }

    fn shipping(&mut self) -> Input {
        let known = self.rng.pick(self.file.shipments()).map(|shipment| shipment.id.clone());
        let id = self.fresh("ship");
        let code = *self
            .rng
            .pick(&[ScanCode::HandedOver, ScanCode::InTransit, ScanCode::Delivered, ScanCode::Lost])
            .unwrap_or(&ScanCode::InTransit);
        self.record(|order_id, at| {
            Some(match known {
                Some(shipment_id) => Record::Scan(Scan {
                    shipment_id,
                    order_id,
                    at,
                    known_at: None,
                    code,
                    postal_code: Some("AB1 2CD".to_owned()),
                    recipient: None,
                }),
                None => Record::Shipment(Shipment {
                    id: ShipmentId::new(id).ok()?,
                    at,
                    order_id,
                    carrier: "Carrier".to_owned(),
                    tracking_id: None,
                    lines: Vec::new(),
                    expected_at: None,
                }),
            })
        })
    }

    fn returned(&mut self) -> Input {
        const STATES: [ReturnState; 5] = [
            ReturnState::Reported,
            ReturnState::Shipped,
            ReturnState::Registered,
            ReturnState::Rejected,
            ReturnState::StoreCredit,
        ];
        let state = *self.rng.pick(&STATES).unwrap_or(&ReturnState::Reported);
        let amount = self.amount().max(1);
        let id = format!("ret{}", self.rng.between(1, 3));
        self.record(|order_id, at| {
            Some(Record::Return(Return {
                id: ReturnId::new(id).ok()?,
                at,
                order_id,
                lines: Vec::new(),
                state,
                amount_minor: Some(amount),
                tracking_id: None,
            }))
        })
    }

    fn cancellation(&mut self) -> Input {
        self.record(|order_id, at| {
            Some(Record::Cancellation(Cancellation { order_id, at, reason: String::new() }))
        })
    }

    fn record(&mut self, make: impl FnOnce(OrderId, Timestamp) -> Option<Record>) -> Input {
        match make(self.file.order().id.clone(), self.now) {
            Some(record) => Input::Feed { record: Box::new(record) },
            None => Input::Timer { id: TimerId::generate(self.now, self.rng) },
        }
    }

    fn chargeback(&mut self) -> Input {
        let name = self.fresh("cb");
        let (amount_minor, fee_minor) = (self.amount(), self.rng.between(0, 2_000));
        match NetworkDisputeId::new(name) {
            Ok(id) => Input::NetworkChargeback {
                id,
                amount_minor,
                fee_minor,
                reason_code: "13.1".to_owned(),
            },
            Err(_) => Input::Timer { id: TimerId::generate(self.now, self.rng) },
        }
    }

    fn release(&mut self) -> Input {
        let to = if self.rng.chance(0.5) { ReleaseTo::Instrument } else { ReleaseTo::Plan };
        let amount_minor = self.rng.chance(0.3).then(|| self.amount());
        match self.rng.pick(self.file.payments()).map(|payment| payment.id.clone()) {
            Some(payment) => {
                let note = String::new();
                Input::ReleaseHeld(ReleaseHeld { payment, to, amount_minor, note })
            }
            None => self.payment(),
        }
    }

    fn network_outcome(&mut self) -> Input {
        let stands = self.rng.chance(0.5);
        match self.rng.pick(self.file.network_disputes()) {
            Some(dispute) => Input::NetworkOutcome { id: dispute.id.clone(), stands },
            None => self.chargeback(),
        }
    }

    fn plan_input(&mut self, plan: PlanId) -> (Actor, Input) {
        let agent = self.agent();
        let input = match self.rng.below(4) {
            0 => Input::PausePlan {
                plan,
                days: self.rng.between(0, 60) as u32,
                why: "A courtesy.".to_owned(),
            },
            1 => Input::ExtendDueDate { plan, seq: self.rng.between(0, 4) as u32 },
            2 => Input::Hardship { plan, parts: self.rng.between(0, 12) as u32 },
            _ => Input::WaiveFee { plan, fee: self.rng.between(1, 2) as u32 },
        };
        (agent, input)
    }
}
