//! The backtest: the disputes that really happened in the Olist orders, decided on a virtual clock
//! and scored against what the data shows later.
//!
//! Three things are kept apart, so that the score cannot be circular:
//!
//! 1. **What a decision may see**: [`Backtest::seen`] (the feed, with scans that go missing or come
//!    late), [`Case::claim`] and [`Backtest::merchant_answer`].
//! 2. **What is true**: [`Case::truth`], from the untouched data, or drawn by a stated rate where
//!    the data cannot say; only [`judge`] and [`score`] read it.
//! 3. **What is assumed**: [`Behaviour`], every rate in one place.
//!
//! `docs/backtest.md` has the definitions as a table. Nothing here decides a dispute.

pub mod behaviour;
pub mod fairness;
pub mod lexicon;
pub mod score;
pub mod stats;
pub mod truth;

mod customer;
mod derive;
mod desk;
mod feed;
mod merchant;

use std::collections::{BTreeMap, HashMap};

use commerce::olist::{FinalStatus, Olist, Region};
use commerce::{Order, Product, Record, Scan, ScanCode};
use dispute::Outcome;
use kernel::{OrderId, Rng, Timestamp};
use serde::{Deserialize, Serialize};

use crate::event::Claim;
use crate::seed::{Purpose, key_of, stream};
use crate::words::WordsError;
pub use behaviour::Behaviour;
pub use derive::Exclusion;
pub use feed::Seen;
pub use lexicon::{Complaint, Lexicon};
pub use score::{CaseOutcome, ClosedBy, RunFacts, Summary, score};
pub use truth::{Judgement, Truth, judge};

/// Why the backtest cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum BacktestError {
    #[error("a rate of the behaviour must be 0 to 1, not {0}")]
    Rate(f64),
    #[error(transparent)]
    Words(#[from] WordsError),
    #[error(transparent)]
    Id(#[from] kernel::id::IdError),
    #[error(transparent)]
    Olist(#[from] commerce::olist::OlistError),
}

/// Where a case comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Never delivered, past the promise, by the end of the data.
    Undelivered,
    /// Olist's status *unavailable*: paid, and the goods could not be had.
    Unavailable,
    /// Cancelled after it was paid.
    Cancelled,
    /// Opened while late; it came afterwards.
    Late,
    /// Opened after delivery by a customer who says that nothing came.
    DeliveredNotReceived,
    /// A 1–2-star review that states a problem with goods that came, or with a return.
    StatedProblem,
}

impl Group {
    pub const ALL: [Self; 6] = [
        Self::Undelivered,
        Self::Unavailable,
        Self::Cancelled,
        Self::Late,
        Self::DeliveredNotReceived,
        Self::StatedProblem,
    ];
}

/// One derived dispute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Its place in [`Backtest::cases`].
    pub number: usize,
    /// All that a decision may see of it.
    pub claim: Claim,
    pub group: Group,
    /// What the review complains of, by the lexicon.
    pub complaint: Complaint,
    pub region: Option<Region>,
    /// Orders of the whole Olist set that an order of its final status stands for.
    pub weight: f64,
    /// For scoring only: never show it to a decision.
    pub truth: Truth,
}

/// Orders of each final status in the whole Olist set of 99,441 (published by Olist on Kaggle,
/// 2018), to weigh a sample by.
pub const POPULATION: [(FinalStatus, u64); 8] = [
    (FinalStatus::Created, 5),
    (FinalStatus::Approved, 2),
    (FinalStatus::Invoiced, 314),
    (FinalStatus::Processing, 301),
    (FinalStatus::Shipped, 1_107),
    (FinalStatus::Delivered, 96_478),
    (FinalStatus::Unavailable, 609),
    (FinalStatus::Canceled, 625),
];

/// Part of an order's story that draws from a stream of its own, so that a change of one rate
/// leaves the others' draws as they were.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part {
    Truth,
    Claim,
    Carrier,
    Merchant,
    Customer,
    Desk,
}

/// What is looked up of an order again and again.
#[derive(Debug)]
pub(crate) struct OrderFacts {
    pub(crate) order: Order,
    pub(crate) product: Option<(Timestamp, Product)>,
    pub(crate) shipped_at: Option<Timestamp>,
    /// By the data's own scan, whatever the provider hears of it.
    pub(crate) delivered_at: Option<Timestamp>,
}

/// The cases of one folder and seed, and everything around them.
#[derive(Debug)]
pub struct Backtest {
    seed: u64,
    behaviour: Behaviour,
    cases: Vec<Case>,
    excluded: BTreeMap<Exclusion, u64>,
    complaints: BTreeMap<Complaint, u64>,
    observed_until: Timestamp,
    orders: HashMap<OrderId, OrderFacts>,
    seen: Vec<Seen>,
    scans: HashMap<OrderId, Vec<Scan>>,
}

impl Backtest {
    /// Derives the cases and makes the feed that decisions will see.
    ///
    /// # Errors
    /// [`BacktestError::Rate`] for a behaviour that is not made of shares; the others only by a
    /// mistake of ours.
    pub fn new(olist: &Olist, seed: u64, behaviour: Behaviour) -> Result<Self, BacktestError> {
        behaviour.check().map_err(BacktestError::Rate)?;
        let records = olist.records_by_time();
        let mut backtest = Self {
            seed,
            behaviour,
            cases: Vec::new(),
            excluded: BTreeMap::new(),
            complaints: BTreeMap::new(),
            observed_until: olist.ends_at(),
            orders: order_facts(&records),
            seen: Vec::new(),
            scans: HashMap::new(),
        };
        derive::cases(&mut backtest, olist, &Lexicon::shipped()?)?;
        backtest.seen = feed::seen(&backtest, records)?;
        for seen in &backtest.seen {
            if let Record::Scan(scan) = &seen.record {
                backtest.scans.entry(scan.order_id.clone()).or_default().push(scan.clone());
            }
        }
        Ok(backtest)
    }

    /// The disputes, by when they are opened.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// The feed as the provider learns it, in that order.
    pub fn seen(&self) -> &[Seen] {
        &self.seen
    }

    /// Orders that make no case, by why.
    pub fn excluded(&self) -> &BTreeMap<Exclusion, u64> {
        &self.excluded
    }

    /// What the 1–2-star reviews complain of.
    pub fn complaints(&self) -> &BTreeMap<Complaint, u64> {
        &self.complaints
    }

    pub fn behaviour(&self) -> &Behaviour {
        &self.behaviour
    }

    /// Until when the data shows what happened.
    pub fn observed_until(&self) -> Timestamp {
        self.observed_until
    }

    /// The naive rule to compare with: whoever the delivered flag, as known at `at`, speaks for.
    pub fn baseline(&self, case: &Case, at: Timestamp) -> Outcome {
        let scans = self.scans.get(&case.claim.order_id).map_or(&[][..], Vec::as_slice);
        let delivered =
            scans.iter().any(|scan| scan.known_at() <= at && scan.code == ScanCode::Delivered);
        if delivered { Outcome::Merchant } else { Outcome::ConsumerFull }
    }

    pub(crate) fn draws(&self, part: Part, order: &OrderId) -> Rng {
        stream(self.seed, Purpose::Backtest, key_of(&format!("{part:?}:{order}")))
    }
}

fn order_facts(records: &[Record]) -> HashMap<OrderId, OrderFacts> {
    let mut facts: HashMap<OrderId, OrderFacts> = HashMap::new();
    for record in records {
        match record {
            Record::Order(order) => {
                let order = order.clone();
                let fresh =
                    OrderFacts { order, product: None, shipped_at: None, delivered_at: None };
                facts.insert(fresh.order.id.clone(), fresh);
            }
            Record::Capture(capture) => {
                if let Some(known) = facts.get_mut(&capture.order_id) {
                    known.product = Some((capture.at, capture.product));
                }
            }
            Record::Shipment(shipment) => {
                if let Some(known) = facts.get_mut(&shipment.order_id) {
                    known.shipped_at = Some(shipment.at);
                }
            }
            Record::Scan(scan) if scan.code == ScanCode::Delivered => {
                if let Some(known) = facts.get_mut(&scan.order_id) {
                    known.delivered_at = Some(scan.at);
                }
            }
            _ => {}
        }
    }
    facts
}

#[cfg(test)]
mod tests;
