//! The course of things: the feed as it becomes known, the clocks that run out, and what customers,
//! merchants and people at the desk do, each at its own instant.
//!
//! Truth is read nowhere here but inside the backtest, which plays the parties.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use app::{AppError, Principal, feed};
use commerce::{FrameworkChoice, Record};
use dispute::{Confirmation, Dispute, NewEvidence, OrderFile};
use kernel::canonical::Sha256Hex;
use kernel::{MerchantId, OrderId, Rng, Timestamp};
use world::EvidenceDraft;
use world::backtest::Backtest;

use super::desk::{Hands, Seats};
use super::life::Life;
use super::queue::{Deed, Queue, What};

/// Steps of one transaction.
const STEPS_PER_TURN: usize = 256;
/// Timers that fire in one step.
const TIMERS_AT_ONCE: u32 = 64;

/// What was counted on the way.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts {
    pub(super) records: u64,
    pub(super) timers: u64,
    pub(super) deeds: u64,
    /// What the desk refused, by who did what and the code of the refusal.
    pub(super) refused: BTreeMap<String, u64>,
}

#[derive(Debug)]
pub(super) struct Course {
    pub(super) backtest: Arc<Backtest>,
    pub(super) queue: Queue,
    pub(super) lives: Vec<Life>,
    pub(super) counts: Counts,
    pub(super) rng: Rng,
    cases: Arc<HashMap<OrderId, usize>>,
    merchants: Arc<HashMap<OrderId, MerchantId>>,
    /// The rules the merchants' contracts ask for; by date when absent.
    framework: Option<FrameworkChoice>,
    /// Records of the feed taken so far.
    fed: usize,
    ended: bool,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Timers,
    Feed,
    Deed,
}

impl Course {
    pub(super) fn new(backtest: Backtest, seed: u64, framework: Option<FrameworkChoice>) -> Self {
        let mut queue = Queue::default();
        let mut cases = HashMap::new();
        for case in backtest.cases() {
            let evidence = case.claim.evidence.clone();
            queue.push(case.claim.at, Deed::with(case.number, What::Claim, evidence));
            if let Some(at) = backtest.withdraws_at(case) {
                queue.push(at, Deed::new(case.number, What::Withdraw));
            }
            cases.insert(case.claim.order_id.clone(), case.number);
        }
        let merchants = backtest.seen().iter().filter_map(|seen| match &seen.record {
            Record::Order(order) => Some((order.id.clone(), order.merchant_id.clone())),
            _ => None,
        });
        Self {
            merchants: Arc::new(merchants.collect()),
            lives: backtest.cases().iter().map(|_| Life::default()).collect(),
            backtest: Arc::new(backtest),
            queue,
            counts: Counts::default(),
            rng: Rng::seeded(seed),
            cases: Arc::new(cases),
            framework,
            fed: 0,
            ended: false,
        }
    }

    /// Nothing more will happen.
    pub(super) const fn has_ended(&self) -> bool {
        self.ended
    }

    /// How far it has come, for a progress bar: records and cases.
    pub(super) fn position(&self) -> u64 {
        let closed = self.lives.iter().filter(|life| life.outcome.is_some()).count();
        (self.fed + closed) as u64
    }

    pub(super) fn length(&self) -> u64 {
        (self.backtest.seen().len() + self.lives.len()) as u64
    }

    /// The deed that waits for its files, with who does it, when, and about which drafts.
    pub(super) fn waiting_for_files(
        &self,
        seats: &Seats,
    ) -> Result<Option<(Principal, Timestamp, Vec<EvidenceDraft>)>, AppError> {
        let Some((at, deed)) = self.queue.peek().filter(|(_, deed)| deed.waits_for_files()) else {
            return Ok(None);
        };
        Ok(Some((self.who(seats, deed)?, at, deed.evidence.clone())))
    }

    /// The files of the next deed are there, in the order of its drafts.
    pub(super) fn hand_in(&mut self, files: &[Option<Sha256Hex>]) {
        if let Some(deed) = self.queue.peek_mut() {
            let drafts = deed.evidence.iter().zip(files);
            deed.items = Some(drafts.map(|(draft, file)| evidence(draft, *file)).collect());
        }
    }

    /// Runs for some steps, or until something has to be uploaded, or to the end.
    ///
    /// # Errors
    /// The store's, and what is ours to mend.
    pub(super) fn turn(&mut self, hands: &mut Hands<'_, '_>) -> Result<(), AppError> {
        for _ in 0..STEPS_PER_TURN {
            let Some((next, at)) = self.next(hands)? else {
                self.ended = true;
                break;
            };
            let waits = self.queue.peek().is_some_and(|(_, deed)| deed.waits_for_files());
            if next == Next::Deed && waits {
                break;
            }
            hands.set_clock(at);
            match next {
                Next::Timers => self.fire(hands, at)?,
                Next::Feed => self.feed(hands)?,
                Next::Deed => self.deed(hands)?,
            }
        }
        Ok(())
    }

    /// Clocks first, then news, then what parties do. It ends when nobody will do anything more
    /// and no dispute is open.
    fn next(&self, hands: &mut Hands<'_, '_>) -> Result<Option<(Next, Timestamp)>, AppError> {
        let timers = store::timers::next_due(hands.tx)?;
        let news = self.backtest.seen().get(self.fed).map(|seen| seen.known_at);
        let deed = self.queue.next_at();
        let nobody_acts = news.is_none() && self.queue.is_empty();
        if nobody_acts && !self.lives.iter().any(Life::is_open) {
            return Ok(None);
        }
        let candidates = [(Next::Timers, timers), (Next::Feed, news), (Next::Deed, deed)];
        let known = candidates.into_iter().filter_map(|(next, at)| Some((next, at?)));
        Ok(known.min_by_key(|(_, at)| *at))
    }

    fn fire(&mut self, hands: &mut Hands<'_, '_>, at: Timestamp) -> Result<(), AppError> {
        let orders = hands.fire_timers(at, TIMERS_AT_ONCE)?;
        self.counts.timers += orders.len() as u64;
        for order in orders {
            self.observe(hands, &order, at)?;
        }
        Ok(())
    }

    /// Takes in the records of one instant.
    fn feed(&mut self, hands: &mut Hands<'_, '_>) -> Result<(), AppError> {
        let backtest = Arc::clone(&self.backtest);
        let rest = backtest.seen().get(self.fed..).unwrap_or_default();
        let Some(at) = rest.first().map(|seen| seen.known_at) else { return Ok(()) };
        let now = rest.iter().take_while(|seen| seen.known_at == at);
        let records: Vec<Record> =
            now.take(feed::BATCH_RECORDS_MAX).map(|seen| self.as_told(&seen.record)).collect();
        self.fed += records.len();
        self.counts.records += records.len() as u64;
        let orders: Vec<OrderId> = records.iter().filter_map(Record::order_id).cloned().collect();
        let company = hands.seats.company()?;
        let outcomes = hands
            .act(&company, &mut self.rng, move |s| feed::ingest_batch(s, records.clone()))??;
        for refused in outcomes.into_iter().filter_map(Result::err) {
            self.refused("feed", &refused);
        }
        let mut seen: Option<&OrderId> = None;
        for order in &orders {
            if seen != Some(order) {
                self.observe(hands, order, at)?;
            }
            seen = Some(order);
        }
        Ok(())
    }

    /// A record as the company tells it: merchants with the contract that was asked for.
    fn as_told(&self, record: &Record) -> Record {
        let mut record = record.clone();
        if let Record::Merchant(merchant) = &mut record {
            merchant.dispute_terms.framework = self.framework;
        }
        record
    }

    fn deed(&mut self, hands: &mut Hands<'_, '_>) -> Result<(), AppError> {
        let Some((at, deed)) = self.queue.pop() else { return Ok(()) };
        let Some(case) = self.backtest.cases().get(deed.case) else { return Ok(()) };
        let order = case.claim.order_id.clone();
        self.counts.deeds += 1;
        let what = deed.what.as_str();
        if let Err(refused) = self.carry_out(hands, deed, at)? {
            self.refused(what, &refused);
        }
        self.observe(hands, &order, at)
    }

    fn refused(&mut self, what: &str, error: &AppError) {
        *self.counts.refused.entry(format!("{what}: {}", error.code())).or_default() += 1;
    }

    pub(super) fn who(&self, seats: &Seats, deed: &Deed) -> Result<Principal, AppError> {
        let missing = || AppError::not_found("the case", &deed.case);
        let case = self.backtest.cases().get(deed.case).ok_or_else(missing)?;
        let order = &case.claim.order_id;
        match deed.what {
            What::Decide { question, .. } => seats.agent(question),
            _ if deed.what.is_merchants() => {
                let merchant = self.merchants.get(order);
                seats.merchant(merchant.ok_or_else(|| AppError::not_found("the order", order))?)
            }
            _ => seats.customer(&case.claim.customer_id),
        }
    }

    /// Looks at a case after something happened to its order, and lets the parties react.
    fn observe(
        &mut self,
        hands: &mut Hands<'_, '_>,
        order: &OrderId,
        at: Timestamp,
    ) -> Result<(), AppError> {
        let Some(number) = self.cases.get(order).copied() else { return Ok(()) };
        let Some(id) = self.lives.get(number).and_then(|life| life.dispute) else { return Ok(()) };
        let tenant = hands.seats.tenant().clone();
        let row = store::orders::load(hands.tx, &tenant, order)?
            .ok_or_else(|| AppError::not_found("the order", order))?;
        let file: OrderFile = serde_json::from_str(&row.doc)?;
        let dispute: &Dispute =
            file.dispute(id).ok_or_else(|| AppError::not_found("the dispute", &id))?;
        self.react(hands, number, dispute, at)
    }
}

/// A draft as it is handed in, with the hash of its uploaded file.
pub(super) fn evidence(draft: &EvidenceDraft, file: Option<Sha256Hex>) -> NewEvidence {
    let mut extracted = draft.extracted.clone();
    if !extracted.is_empty() {
        // As the service does for fields that a party fills in itself.
        extracted.confirmed = Some(Confirmation::Stated);
    }
    NewEvidence {
        kind: draft.kind,
        sha256: file,
        media_type: None,
        file_name: draft.file.as_ref().map(|file| file.file_name.clone()),
        text: draft.text.clone(),
        extracted,
    }
}
