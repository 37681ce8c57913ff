//! A desk in memory: one order file, the books of the whole provider, and a clock that jumps.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::OnceLock;

use commerce::*;
use dispute::*;
use kernel::*;
use ledger::{Account, Journal};

pub(crate) const DAY: Duration = Duration::DAY;

/// The rules that ship, with limits high enough for the scenarios.
pub(crate) fn rules() -> &'static RuleBook {
    static RULES: OnceLock<RuleBook> = OnceLock::new();
    RULES.get_or_init(|| {
        let every = |minor: i64| {
            ["GBP", "SEK", "EUR", "USD", "AUD", "BRL", "JPY", "KWD"]
                .into_iter()
                .map(|code| (Currency::new(code).unwrap(), minor))
                .collect()
        };
        RuleBook::new(
            Pack::shipped().unwrap(),
            decide::DecisionTables::shipped().unwrap(),
            evidence::EvidenceRules::shipped().unwrap(),
            plan::PlanPolicies::shipped().unwrap(),
            kernel::calendar::Calendars::shipped().unwrap(),
            AutomaticLimits { for_consumer: every(100_000), against_consumer: every(50_000) },
        )
        .unwrap()
    })
}

pub(crate) struct Desk {
    pub(crate) file: OrderFile,
    pub(crate) books: Journal,
    pub(crate) now: Timestamp,
    pub(crate) outside: Outside,
    pub(crate) rng: Rng,
    pub(crate) effects: Vec<Effect>,
    pub(crate) log: Vec<(Input, Timestamp, Actor, Outside, u64, EventId)>,
    pub(crate) first: OrderFile,
    pub day0: Timestamp,
    /// What the payment provider answers to every intent.
    pub(crate) provider: ProviderAnswer,
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn actor(kind: ActorKind, id: &str) -> Actor {
    Actor::new(kind, PrincipalId::new(id).unwrap())
}

pub(crate) fn order(
    id: &str,
    total_minor: i64,
    currency: Currency,
    jurisdiction: &str,
    at: Timestamp,
) -> Order {
    Order {
        id: OrderId::new(id).unwrap(),
        at,
        merchant_id: MerchantId::new("m1").unwrap(),
        customer_id: CustomerId::new("c1").unwrap(),
        device_id: None,
        ip: None,
        jurisdiction: Jurisdiction::new(jurisdiction).unwrap(),
        currency,
        total_minor,
        lines: vec![Line {
            id: LineId::new("l1").unwrap(),
            name: "A chair".to_owned(),
            quantity: 1,
            amount_minor: total_minor,
            kind: LineKind::Physical,
            category: None,
        }],
        approved_address: Some(address()),
        promised_by: Some(at.plus(Duration::from_days(7))),
    }
}

pub(crate) fn address() -> Address {
    Address {
        line1: "12 Mill Lane".to_owned(),
        line2: String::new(),
        postal_code: "SW1A 1AA".to_owned(),
        city: "London".to_owned(),
        region: String::new(),
        country: "GB".to_owned(),
    }
}

impl Desk {
    /// The base order B of the scenarios: GBP 120.00, pay in 3, the first part paid at once.
    pub(crate) fn base(day0: &str, fee: FeeTerms) -> Self {
        Self::base_under(day0, fee, None)
    }

    pub(crate) fn base_under(
        day0: &str,
        fee: FeeTerms,
        framework: Option<FrameworkChoice>,
    ) -> Self {
        let day0 = at(day0);
        let mut desk =
            Self::with_order(order("o1", 12_000, Currency::GBP, "gb", day0), fee, framework);
        desk.capture(12_000, Product::PayInN { n: 3, every_days: 30 }, 360);
        desk.pay(4_000, 1);
        desk
    }

    pub(crate) fn with_order(
        order: Order,
        fee: FeeTerms,
        framework: Option<FrameworkChoice>,
    ) -> Self {
        let terms = DisputeTerms { fee, framework, ..DisputeTerms::default() };
        let outside = Outside { terms, merchant_fee_bps: 300, ..Outside::default() };
        let mut books = Journal::new();
        let mut rng = Rng::seeded(7);
        let currency = order.currency;
        // Other sales left the provider owing the merchant 1,000.00.
        let seed = ledger::Entry::builder(
            EntryId::generate(order.at, &mut rng),
            "seed",
            currency,
            order.at,
            ledger::Cause::Feed(EventId::generate(order.at, &mut rng)),
        )
        .debit(Account::Cash, 100_000)
        .credit(Account::MerchantPayable(order.merchant_id.clone()), 100_000)
        .build()
        .unwrap();
        books.apply(&seed).unwrap();
        let file = OrderFile::new(order);
        Self {
            first: file.clone(),
            day0: file.order().at,
            now: file.order().at,
            file,
            books,
            outside,
            rng,
            effects: Vec::new(),
            log: Vec::new(),
            provider: ProviderAnswer::Succeeded { reference: "re_1".to_owned() },
        }
    }

    /// Runs one input as an actor; effects are applied, intents are paid. Panics are test failures.
    pub(crate) fn act(&mut self, who: &Actor, input: Input) -> Result<Vec<Effect>, Refusal> {
        let merchant = self.file.order().merchant_id.clone();
        let currency = self.file.currency();
        let position = |account: Account| self.books.book().posted(&account, currency);
        self.outside.merchant_payable_minor = -position(Account::MerchantPayable(merchant.clone()));
        self.outside.merchant_receivable_minor = position(Account::MerchantReceivable(merchant));
        let seed = self.rng.next_u64();
        let event = EventId::generate(self.now, &mut self.rng);
        let step = self.run(&self.file, &input, self.now, who, &self.outside, seed, event)?;
        self.log.push((input, self.now, who.clone(), self.outside.clone(), seed, event));
        self.file = step.file;
        let mut payouts = Vec::new();
        for effect in &step.effects {
            match effect {
                Effect::Post { entry } => {
                    self.books.apply(entry).unwrap();
                }
                Effect::Pay(payout) => payouts.push(payout.id),
                _ => {}
            }
        }
        self.effects.extend(step.effects.iter().cloned());
        for payout in payouts {
            let answer = self.provider.clone();
            self.act(&Actor::SYSTEM, Input::ProviderAnswer { effect: payout, answer }).unwrap();
        }
        match step.refused {
            None => Ok(step.effects),
            Some(refusal) => Err(refusal),
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn run(
        &self,
        file: &OrderFile,
        input: &Input,
        now: Timestamp,
        who: &Actor,
        outside: &Outside,
        seed: u64,
        event: EventId,
    ) -> Result<Step, Refusal> {
        let rng = Rng::seeded(seed);
        file.step(input, Context { now, event, actor: who, outside, rules: rules(), rng })
    }

    /// Replays the log and says whether state and entries come out the same (invariant I6).
    pub(crate) fn replays(&self) -> bool {
        let mut file = self.first.clone();
        for (input, now, who, outside, seed, event) in &self.log {
            file = self.run(&file, input, *now, who, outside, *seed, *event).unwrap().file;
        }
        file == self.file
    }

    pub(crate) fn feed(&mut self, record: Record) -> Result<Vec<Effect>, Refusal> {
        let company = actor(ActorKind::Company, "feed");
        self.act(&company, Input::Feed { record: Box::new(record) })
    }

    pub(crate) fn capture(&mut self, amount_minor: i64, product: Product, fee: i64) {
        let record = Record::Capture(Capture {
            id: CaptureId::new(format!("cap{}", self.file.captures().len() + 1)).unwrap(),
            at: self.now,
            order_id: self.file.order().id.clone(),
            amount_minor,
            product,
            merchant_fee_minor: Some(fee),
        });
        self.feed(record).unwrap();
    }

    pub(crate) fn pay(&mut self, amount_minor: i64, instalment: u32) {
        let record = Record::Payment(Payment {
            id: PaymentId::new(format!("pay{}", self.file.payments().len() + 1)).unwrap(),
            at: self.now,
            order_id: self.file.order().id.clone(),
            amount_minor,
            capture_id: None,
            instalment: Some(instalment),
            instrument: "tok_visa".to_owned(),
            purpose: PaymentPurpose::Plan,
        });
        self.feed(record).unwrap();
    }

    pub(crate) fn refund(&mut self, id: &str, amount_minor: i64) {
        let record = Record::Refund(Refund {
            id: RefundId::new(id).unwrap(),
            at: self.now,
            order_id: self.file.order().id.clone(),
            amount_minor,
            capture_id: None,
            return_id: None,
        });
        self.feed(record).unwrap();
    }

    pub(crate) fn day(&mut self, days: i64) -> &mut Self {
        self.now = self.day0.plus(Duration::from_days(days));
        self
    }

    /// Lets the clock fire whatever ran out.
    pub(crate) fn tick(&mut self) {
        let id = TimerId::generate(self.now, &mut self.rng);
        self.act(&Actor::SYSTEM, Input::Timer { id }).unwrap();
    }

    pub(crate) fn consumer(&mut self, input: Input) -> Result<Vec<Effect>, Refusal> {
        self.act(&actor(ActorKind::Consumer, "c1"), input)
    }

    pub(crate) fn merchant(&mut self, input: Input) -> Result<Vec<Effect>, Refusal> {
        self.act(&actor(ActorKind::Merchant, "m1"), input)
    }

    pub(crate) fn agent(&mut self, id: &str, input: Input) -> Result<Vec<Effect>, Refusal> {
        self.act(&actor(ActorKind::Agent, id), input)
    }

    /// A customer's claim, with the merchant asked two days before.
    pub(crate) fn claim(&mut self, reason: Reason) -> DisputeId {
        self.claim_of(Kind::ConsumerClaim, reason).unwrap()
    }

    pub(crate) fn claim_of(&mut self, kind: Kind, reason: Reason) -> Result<DisputeId, Refusal> {
        let dispute = DisputeId::generate(self.now, &mut self.rng);
        let statement = Statement {
            merchant_contacted_at: Some(self.now.minus(Duration::from_days(2))),
            ..Statement::default()
        };
        let open = OpenDispute {
            dispute,
            kind,
            reason,
            sub_issue: SubIssue::Unspecified,
            amount_minor: None,
            lines: Vec::new(),
            statement,
            items: Vec::new(),
            late_ground: None,
        };
        self.consumer(Input::Open(open)).map(|_| dispute)
    }

    /// A proof of delivery as the shipping policy wants it.
    pub(crate) fn proof(&self, delivered_day: i64) -> NewEvidence {
        NewEvidence {
            kind: EvidenceType::ProofOfDelivery,
            sha256: Some(kernel::canonical::Sha256Hex::of(b"pod")),
            media_type: Some("application/pdf".to_owned()),
            file_name: Some("pod.pdf".to_owned()),
            text: String::new(),
            extracted: Extracted {
                carrier: Some("Royal Mail".to_owned()),
                tracking_id: Some("RM123".to_owned()),
                shipped_at: Some(self.day0.plus(Duration::from_days(1))),
                delivered_at: Some(self.day0.plus(Duration::from_days(delivered_day))),
                address: Some(address()),
                recipient: Some("A Customer".to_owned()),
                confirmed: Some(Confirmation::Stated),
                ..Extracted::default()
            },
        }
    }

    pub(crate) fn link(&self) -> NewEvidence {
        NewEvidence {
            kind: EvidenceType::TrackingLink,
            sha256: None,
            media_type: None,
            file_name: None,
            text: "https://carrier.example/RM123".to_owned(),
            extracted: Extracted::default(),
        }
    }

    /// A message of the customer to the desk.
    pub(crate) fn consumer_says(
        &mut self,
        dispute: DisputeId,
        text: &str,
    ) -> Result<Vec<Effect>, Refusal> {
        let items = vec![NewEvidence {
            kind: EvidenceType::Message,
            sha256: None,
            media_type: None,
            file_name: None,
            text: text.to_owned(),
            extracted: Extracted::default(),
        }];
        self.consumer(Input::AddEvidence { dispute, items })
    }

    pub(crate) fn represent(
        &mut self,
        dispute: DisputeId,
        items: Vec<NewEvidence>,
        offer: Option<i64>,
    ) -> Result<Vec<Effect>, Refusal> {
        self.merchant(Input::Represent(Represent {
            dispute,
            text: String::new(),
            items,
            proposal_minor: offer,
        }))
    }

    pub(crate) fn decide(
        &mut self,
        who: &str,
        dispute: DisputeId,
        for_party: Party,
    ) -> Result<Vec<Effect>, Refusal> {
        self.agent(
            who,
            Input::Decide(Decide {
                dispute,
                for_party,
                amount_minor: None,
                code: None,
                liable: None,
                reasons: "The evidence shows it.".to_owned(),
            }),
        )
    }

    pub(crate) fn state(&self, dispute: DisputeId) -> State {
        self.file.dispute(dispute).unwrap().state
    }

    pub(crate) fn closing(&self, dispute: DisputeId) -> &Closing {
        self.file.dispute(dispute).unwrap().closing.as_ref().unwrap()
    }

    /// Balances by kind of account, of the whole provider; zero ones left out.
    pub(crate) fn balances(&self) -> std::collections::BTreeMap<String, i64> {
        let mut sums = std::collections::BTreeMap::new();
        for (account, _, balance) in self.books.book().balances() {
            let text = account.to_string();
            let name = match text.split_once(':') {
                Some(("inc" | "exp", _)) => text,
                Some((kind, _)) => kind.to_owned(),
                None => text,
            };
            *sums.entry(name).or_insert(0) += balance.posted;
        }
        sums.retain(|_, minor| *minor != 0);
        sums
    }

    #[track_caller]
    pub(crate) fn balances_are(&self, expected: &[(&str, i64)]) {
        let expected: std::collections::BTreeMap<String, i64> = expected
            .iter()
            .filter(|(_, minor)| *minor != 0)
            .map(|(name, minor)| ((*name).to_owned(), *minor))
            .collect();
        assert_eq!(self.balances(), expected);
        self.invariants();
    }

    /// I1–I6, from the outside.
    #[track_caller]
    pub(crate) fn invariants(&self) {
        assert!(self.books.book().is_balanced(), "I1");
        assert!(self.file.returned_minor() <= self.file.captured_minor(), "I2");
        for dispute in self.file.disputes() {
            if dispute.state == State::Closed {
                assert_eq!(self.file.balance(&Account::Hold(dispute.id)), 0, "I3");
            }
        }
        for plan in self.file.plans() {
            let owed = self.file.balance(&Account::PlanReceivable(plan.id()));
            assert_eq!(owed, plan.outstanding(), "I4");
            assert!(owed >= 0, "I4");
            assert!(plan.fees_inside_pauses().is_empty(), "I5");
        }
        assert!(self.replays(), "I6");
    }

    pub(crate) fn dues(&self) -> Vec<(i64, i64)> {
        let day0 =
            rules().calendars.get(&self.file.order().jurisdiction).unwrap().local_date(self.day0);
        self.file.plans()[0]
            .open_instalments()
            .iter()
            .map(|i| (i.open(), i64::from((i.due - day0).get_days())))
            .collect()
    }
}
