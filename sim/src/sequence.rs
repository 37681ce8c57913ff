//! Random lives of one order: every input the machine knows, in any order, at any time, twice, with
//! wrong amounts, by the wrong people. Nothing here is likely; all of it is possible.

use commerce::*;
use dispute::*;
use kernel::*;
use ledger::{Account, Journal};

use crate::oracle::{Oracle, Violation};

/// Inputs of one sequence, duplicates included.
const INPUTS_MIN: i64 = 5;
const INPUTS_MAX: i64 = 24;
/// What one step may jump ahead.
const JUMP_HOURS_MAX: i64 = 24 * 7;

/// What a run of sequences counts.
#[derive(Debug, Default, Clone, Copy, serde::Serialize)]
pub struct Counts {
    pub sequences: u64,
    pub inputs: u64,
    pub refused: u64,
    pub disputes: u64,
    pub closed: u64,
    pub entries: u64,
    pub payouts: u64,
}

impl Counts {
    pub fn add(&mut self, other: Self) {
        self.sequences += other.sequences;
        self.inputs += other.inputs;
        self.refused += other.refused;
        self.disputes += other.disputes;
        self.closed += other.closed;
        self.entries += other.entries;
        self.payouts += other.payouts;
    }
}

/// Which inputs a sequence is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mix {
    /// Everything.
    All,
    /// Refunds, claims, chargebacks, goodwill and retries against each other (leakage).
    Money,
}

/// Runs the sequence of one seed.
///
/// # Errors
/// The first [`Violation`] of an invariant.
pub fn run(seed: u64, mix: Mix, rules: &RuleBook) -> Result<Counts, Violation> {
    let mut life = Life::new(seed, mix, rules);
    let inputs = life.rng.between(INPUTS_MIN, INPUTS_MAX);
    life.feed_purchase()?;
    for _ in 0..inputs {
        life.jump();
        let (actor, input) = life.draw();
        let twice = life.rng.chance(0.2);
        life.apply(&actor, &input)?;
        if twice {
            life.apply(&actor, &input)?;
        }
    }
    life.finish()
}

struct Life<'a> {
    seed: u64,
    rng: Rng,
    mix: Mix,
    rules: &'a RuleBook,
    file: OrderFile,
    books: Journal,
    now: Timestamp,
    outside: Outside,
    oracle: Oracle,
    counts: Counts,
    log: Vec<Logged>,
    first: OrderFile,
    next: u64,
}

struct Logged {
    input: Input,
    actor: Actor,
    now: Timestamp,
    outside: Outside,
    seed: u64,
    event: EventId,
}

const MARKETS: [(&str, Currency); 5] = [
    ("gb", Currency::GBP),
    ("se", Currency::SEK),
    ("de", Currency::EUR),
    ("us", Currency::USD),
    ("au", Currency::AUD),
];

fn name<T>(made: Result<T, kernel::id::IdError>, seed: u64) -> Result<T, Violation> {
    made.map_err(|error| Violation::new(seed, "generator", error.to_string()))
}

impl<'a> Life<'a> {
    fn new(seed: u64, mix: Mix, rules: &'a RuleBook) -> Self {
        let mut rng = Rng::seeded(seed);
        let (market, currency) = *rng.pick(&MARKETS).unwrap_or(&MARKETS[0]);
        let start = Timestamp::from_millis(rng.between(1_780_000_000_000, 1_812_000_000_000));
        let order = random_order(&mut rng, market, currency, start);
        let terms = random_terms(&mut rng);
        let outside = Outside {
            terms,
            merchant_fee_bps: rng.below(600) as u32,
            customer_since: Some(start.minus(Duration::from_days(rng.between(0, 900)))),
            goodwill_count: rng.between(0, 4),
            device_known: *rng.pick(&[None, Some(true), Some(false)]).unwrap_or(&None),
            abuse: *rng.pick(ScoreBin::ALL).unwrap_or(&ScoreBin::Unknown),
            wrong_risk: *rng.pick(ScoreBin::ALL).unwrap_or(&ScoreBin::Unknown),
            consumer_fees: rng.chance(0.5).then(|| plan::ConsumerFacts {
                first_contract_on: kernel::Date::constant(2025, 6, 10),
                has_other_fees: false,
                charges: Vec::new(),
            }),
            ..Outside::default()
        };
        let file = OrderFile::new(order);
        Self {
            seed,
            rng,
            mix,
            rules,
            first: file.clone(),
            file,
            books: Journal::new(),
            now: start,
            outside,
            oracle: Oracle::default(),
            counts: Counts { sequences: 1, ..Counts::default() },
            log: Vec::new(),
            next: 0,
        }
    }

    fn jump(&mut self) {
        if self.rng.chance(0.8) {
            let hours = self.rng.between(0, JUMP_HOURS_MAX);
            let odd = self.rng.between(-1, 1);
            self.now = self.now.plus(Duration::from_hours(hours)).plus(Duration::from_millis(odd));
        }
        // Sometimes exactly at, just before or just after the next deadline.
        if self.rng.chance(0.15)
            && let Some((_, _, due)) = self.file.timers().first()
        {
            let off = self.rng.between(-1, 1);
            self.now = due.plus(Duration::from_millis(off)).max(self.now);
        }
    }

    fn feed_purchase(&mut self) -> Result<(), Violation> {
        let parts = if self.rng.chance(0.3) { 2 } else { 1 };
        let total = self.file.order().total_minor;
        let mut left = total;
        for part in 1..=parts {
            let amount = if part == parts { left } else { self.rng.between(1, (left - 1).max(1)) };
            left -= amount;
            if amount <= 0 {
                continue;
            }
            let record = self.capture(amount)?;
            self.feed(record)?;
        }
        for _ in 0..self.rng.between(0, 3) {
            let record = self.payment()?;
            self.feed(record)?;
        }
        Ok(())
    }

    fn feed(&mut self, record: Record) -> Result<(), Violation> {
        let company = Actor { kind: ActorKind::Company, id: None };
        self.apply(&company, &Input::Feed { record: Box::new(record) })
    }

    fn capture(&mut self, amount_minor: i64) -> Result<Record, Violation> {
        let product = match self.rng.below(4) {
            0 => Product::PayIn30,
            1 => Product::PayNow,
            2 if amount_minor >= 12 => Product::Financing { months: 6, apr_bps: 990 },
            _ if amount_minor >= 4 => {
                Product::PayInN { n: self.rng.between(2, 4) as u32, every_days: 30 }
            }
            _ => Product::PayIn30,
        };
        Ok(Record::Capture(Capture {
            id: name(CaptureId::new(self.fresh("cap")), self.seed)?,
            at: self.now,
            order_id: self.file.order().id.clone(),
            amount_minor,
            product,
            merchant_fee_minor: None,
        }))
    }

    fn payment(&mut self) -> Result<Record, Violation> {
        let owed: i64 = self.file.plans().iter().map(plan::Plan::outstanding).sum();
        let amount_minor = self.rng.between(1, (owed + owed / 10).max(1));
        Ok(Record::Payment(Payment {
            id: name(PaymentId::new(self.fresh("pay")), self.seed)?,
            at: self.now,
            order_id: self.file.order().id.clone(),
            amount_minor,
            capture_id: None,
            instalment: None,
            instrument: "tok_1".to_owned(),
            purpose: if self.rng.chance(0.1) { PaymentPurpose::Fees } else { PaymentPurpose::Plan },
        }))
    }

    fn fresh(&mut self, kind: &str) -> String {
        self.next += 1;
        format!("{kind}{}", self.next)
    }

    /// Applies an input as the application would, and checks everything.
    fn apply(&mut self, actor: &Actor, input: &Input) -> Result<(), Violation> {
        let merchant = self.file.order().merchant_id.clone();
        let currency = self.file.currency();
        let posted = |account: Account| self.books.book().posted(&account, currency);
        self.outside.merchant_payable_minor = -posted(Account::MerchantPayable(merchant.clone()));
        self.outside.merchant_receivable_minor = posted(Account::MerchantReceivable(merchant));
        let (seed, now) = (self.rng.next_u64(), self.now);
        let event = EventId::generate(now, &mut self.rng);
        let logged = Logged {
            input: input.clone(),
            actor: actor.clone(),
            now,
            outside: self.outside.clone(),
            seed,
            event,
        };
        let step = step(&self.file, &logged, self.rules).map_err(|refusal| {
            Violation::new(self.seed, "a clock could not fire", refusal.to_string())
        })?;
        self.counts.inputs += 1;
        self.counts.refused += u64::from(step.refused.is_some());
        self.log.push(logged);
        self.file = step.file;
        let mut payouts = Vec::new();
        for effect in &step.effects {
            self.oracle.see(effect);
            match effect {
                Effect::Post { entry } => {
                    self.counts.entries += 1;
                    self.books
                        .apply(entry)
                        .map_err(|e| Violation::new(self.seed, "I1 books", e.to_string()))?;
                }
                Effect::Pay(payout) => payouts.push(payout.clone()),
                _ => {}
            }
        }
        if step.refused.is_none() {
            self.oracle.accept(input);
        }
        self.oracle.check(&self.file, &self.books).map_err(|v| v.at(self.seed, input))?;
        for payout in payouts {
            self.counts.payouts += 1;
            self.answer(payout.id)?;
        }
        Ok(())
    }

    /// The provider's answers: lost, repeated, contradicting.
    fn answer(&mut self, effect: EffectId) -> Result<(), Violation> {
        let good = ProviderAnswer::Succeeded { reference: "re".to_owned() };
        let answers = match self.rng.below(6) {
            0 => vec![ProviderAnswer::Unknown { why: "timeout".to_owned() }, good],
            1 => vec![good.clone(), good],
            2 => vec![ProviderAnswer::Failed { code: "closed".to_owned() }, good],
            3 => vec![],
            _ => vec![good],
        };
        for answer in answers {
            self.apply(&Actor::SYSTEM, &Input::ProviderAnswer { effect, answer })?;
        }
        Ok(())
    }

    fn draw(&mut self) -> (Actor, Input) {
        crate::draw::draw(&mut self.rng, &self.file, self.now, self.mix, &mut self.next)
    }

    /// Runs the clock to the end of everything, and replays the log from the start.
    fn finish(mut self) -> Result<Counts, Violation> {
        self.now = self.now.plus(Duration::from_days(200));
        let id = TimerId::generate(self.now, &mut self.rng);
        self.apply(&Actor::SYSTEM, &Input::Timer { id })?;
        let mut replayed = self.first.clone();
        for logged in &self.log {
            replayed = step(&replayed, logged, self.rules)
                .map_err(|refusal| Violation::new(self.seed, "I6 replay", refusal.to_string()))?
                .file;
        }
        if replayed != self.file {
            return Err(Violation::new(self.seed, "I6 replay", "another state".to_owned()));
        }
        self.counts.disputes = self.file.disputes().len() as u64;
        self.counts.closed =
            self.file.disputes().iter().filter(|d| !d.state.is_open()).count() as u64;
        Ok(self.counts)
    }
}

fn step(file: &OrderFile, logged: &Logged, rules: &RuleBook) -> Result<Step, Refusal> {
    let context = Context {
        now: logged.now,
        event: logged.event,
        actor: &logged.actor,
        outside: &logged.outside,
        rules,
        rng: Rng::seeded(logged.seed),
    };
    file.step(&logged.input, context)
}

fn random_terms(rng: &mut Rng) -> DisputeTerms {
    let fee = match rng.below(4) {
        0 => FeeTerms::None,
        1 => FeeTerms::Market,
        2 => FeeTerms::NonRefundable { fee_minor: 1_500, appeal_fee_minor: 1_000 },
        _ => FeeTerms::ReverseOnWin { fee_minor: 1_500, appeal_fee_minor: 1_000 },
    };
    DisputeTerms {
        fee,
        hold: if rng.chance(0.7) { HoldTerms::OnOpen } else { HoldTerms::None },
        auto_accept_below_minor: if rng.chance(0.1) { 2_000 } else { 0 },
        seller_protection: true,
        tracking_required: rng.chance(0.2),
        framework: *rng
            .pick(&[
                None,
                Some(FrameworkChoice::Framework2020),
                Some(FrameworkChoice::Framework2026),
            ])
            .unwrap_or(&None),
    }
}

fn random_order(rng: &mut Rng, market: &str, currency: Currency, at: Timestamp) -> Order {
    // The names are constants that the id types accept; a failure would show as an empty run.
    let text = |value: &str| value.to_owned();
    let lines: Vec<Line> = (1..=rng.between(1, 3))
        .filter_map(|n| {
            Some(Line {
                id: LineId::new(format!("l{n}")).ok()?,
                name: text("An item"),
                quantity: 1,
                amount_minor: if rng.chance(0.3) {
                    rng.between(1, 30)
                } else {
                    rng.between(100, 60_000)
                },
                kind: *rng
                    .pick(&[LineKind::Physical, LineKind::Digital])
                    .unwrap_or(&LineKind::Physical),
                category: None,
            })
        })
        .collect();
    let document = serde_json::json!({
        "id": "o1", "at": at, "merchant_id": "m1", "customer_id": "c1", "jurisdiction": market,
        "currency": currency, "total_minor": lines.iter().map(|l| l.amount_minor).sum::<i64>(),
        "lines": lines, "promised_by": at.plus(Duration::from_days(rng.between(1, 20))),
        "approved_address": {
            "line1": "1 High Street", "postal_code": "AB1 2CD", "city": "Town", "country": "GB"
        },
    });
    #[expect(clippy::expect_used, reason = "the document is written a line above")]
    serde_json::from_value(document).expect("a valid order")
}
