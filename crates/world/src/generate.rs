//! The world as a stream of events in the order of time.
//!
//! Orders arrive one by one; the life of each is made at its arrival and waits in a heap until its
//! events are due. So memory holds the lives now running (at most some months of orders, however
//! many came before), and the thousandth order does not depend on the ones before it.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};

use kernel::{Duration, Rng, Timestamp};
use serde::{Deserialize, Serialize};

use crate::event::{What, WorldEvent};
use crate::life;
use crate::market::Market;
use crate::people::Person;
use crate::rates::Rates;
use crate::seed::{Purpose, stream};
use crate::shop::Shop;
use crate::words::{Language, Words, WordsError};

/// Most orders of one world.
pub const ORDERS_MAX: u64 = 100_000_000;
/// Most shops of one world: they are held in memory.
pub const SHOPS_MAX: u64 = 100_000;

/// How large the world is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorldSize {
    pub orders: u64,
    pub customers: u64,
    pub shops: u64,
    /// When the first order comes.
    pub start: Timestamp,
    /// Days over which orders come; their lives go on for some months more.
    pub days: u32,
}

impl WorldSize {
    /// A world of so many orders over a number of days: 1.6 orders a customer, 120 a shop.
    pub const fn of_orders(orders: u64, start: Timestamp, days: u32) -> Self {
        let shops = orders / 120;
        Self {
            orders,
            customers: 1 + orders * 5 / 8,
            shops: if shops < 12 {
                12
            } else if shops > SHOPS_MAX {
                SHOPS_MAX
            } else {
                shops
            },
            start,
            days,
        }
    }
}

/// Why a world cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    #[error("{what} must be 1 to {max}, not {got}")]
    Size { what: &'static str, max: u64, got: u64 },
    #[error("a rate must be 0 to 1, not {0}")]
    Rate(f64),
    #[error("no shop in {0:?}: a world needs at least four shops")]
    NoShop(Market),
    #[error("a customer without a device")]
    NoDevice,
    #[error(transparent)]
    Words(#[from] WordsError),
    #[error(transparent)]
    Id(#[from] kernel::id::IdError),
    #[error(transparent)]
    Jurisdiction(#[from] kernel::calendar::CalendarError),
}

/// What all parts of a world look things up in.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) seed: u64,
    pub(crate) size: WorldSize,
    pub(crate) rates: Rates,
    words: [(Language, Words); 4],
    shops: HashMap<Market, Vec<Shop>>,
}

impl Setting {
    pub(crate) fn words(&self, language: Language) -> &Words {
        let [first, rest @ ..] = &self.words;
        rest.iter().find(|(each, _)| *each == language).map_or(&first.1, |(_, words)| words)
    }

    pub(crate) fn any_shop(&self, market: Market, rng: &mut Rng) -> Result<&Shop, WorldError> {
        let shops = self.shops.get(&market).map_or(&[][..], Vec::as_slice);
        // The square makes some shops much busier than others.
        let share = rng.unit();
        let at = (share * share * shops.len() as f64) as usize;
        shops.get(at).ok_or(WorldError::NoShop(market))
    }
}

/// The stream of events. The same seed, size and rates give the same bytes.
#[derive(Debug)]
pub struct World {
    setting: Setting,
    waiting: BinaryHeap<Reverse<Waiting>>,
    ready: VecDeque<WorldEvent>,
    orders_made: u64,
    sequence: u64,
    /// One bit a customer: whether the provider knows them.
    known: Vec<u64>,
    failed: bool,
}

impl World {
    /// A world with believable rates.
    ///
    /// # Errors
    /// [`WorldError`] when the size is out of bounds.
    pub fn generate(seed: u64, size: WorldSize) -> Result<Self, WorldError> {
        Self::with_rates(seed, size, Rates::default())
    }

    /// A world with rates of one's own.
    ///
    /// # Errors
    /// [`WorldError`] when the size or a rate is out of bounds.
    pub fn with_rates(seed: u64, size: WorldSize, rates: Rates) -> Result<Self, WorldError> {
        for (what, got, max) in [
            ("orders", size.orders, ORDERS_MAX),
            ("customers", size.customers, ORDERS_MAX),
            ("shops", size.shops, SHOPS_MAX),
            ("days", u64::from(size.days), 3_650),
        ] {
            if got == 0 || got > max {
                return Err(WorldError::Size { what, max, got });
            }
        }
        rates.check()?;
        let [english, swedish, german, spanish] = Language::ALL;
        let words = |language| Ok::<_, WordsError>((language, Words::shipped(language)?));
        let words = [words(english)?, words(swedish)?, words(german)?, words(spanish)?];
        let mut setting = Setting { seed, size, rates, words, shops: HashMap::new() };
        let mut ready = VecDeque::new();
        for index in 0..size.shops {
            let shop = Shop::nth(&setting, index)?;
            let record = Box::new(shop.record(size.start)?);
            ready.push_back(WorldEvent { at: size.start, what: What::Record(record) });
            setting.shops.entry(shop.market).or_default().push(shop);
        }
        let words_of_bits = usize::try_from(size.customers.div_ceil(64)).unwrap_or(usize::MAX);
        Ok(Self {
            setting,
            waiting: BinaryHeap::new(),
            ready,
            orders_made: 0,
            sequence: 0,
            known: vec![0; words_of_bits],
            failed: false,
        })
    }

    /// Orders made so far, for a progress bar.
    pub fn orders_made(&self) -> u64 {
        self.orders_made
    }

    /// When the order of an index comes: evenly over the days, more in the evening.
    fn arrival(&self, index: u64) -> Timestamp {
        let size = &self.setting.size;
        let jitter = stream(self.setting.seed, Purpose::Arrival, index).unit();
        let day = (index as f64 + jitter) / size.orders as f64 * f64::from(size.days);
        let whole = day.floor();
        let hours = crate::curve::Curve::new(&HOURS_OF_DAY).at(day - whole);
        let millis = whole * 86_400_000.0 + hours * 3_600_000.0;
        size.start.plus(Duration::from_millis(millis as i64))
    }

    /// Makes orders until the next waiting event cannot be overtaken by a new order.
    fn advance(&mut self) -> Result<Option<WorldEvent>, WorldError> {
        while self.orders_made < self.setting.size.orders {
            let at = self.arrival(self.orders_made);
            if self.waiting.peek().is_some_and(|Reverse(next)| next.event.at < at) {
                break;
            }
            self.make_order(at)?;
        }
        Ok(self.waiting.pop().map(|Reverse(next)| next.event))
    }

    fn make_order(&mut self, at: Timestamp) -> Result<(), WorldError> {
        let index = self.orders_made;
        let mut rng = stream(self.setting.seed, Purpose::Arrival, u64::MAX - index);
        // Some customers buy much more often than others.
        let share = rng.unit();
        let who = (share * share.sqrt() * self.setting.size.customers as f64) as u64;
        let person = Person::nth(&self.setting, who)?;
        let newcomer = self.is_new(who);
        for event in life::live(&self.setting, index, at, person, newcomer)? {
            self.sequence += 1;
            self.waiting.push(Reverse(Waiting { sequence: self.sequence, event }));
        }
        self.orders_made += 1;
        Ok(())
    }

    fn is_new(&mut self, customer: u64) -> bool {
        let word = usize::try_from(customer / 64).ok().and_then(|word| self.known.get_mut(word));
        let bit = 1u64 << (customer % 64);
        word.is_some_and(|word| {
            let new = *word & bit == 0;
            *word |= bit;
            new
        })
    }
}

impl Iterator for World {
    type Item = Result<WorldEvent, WorldError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        if let Some(event) = self.ready.pop_front() {
            return Some(Ok(event));
        }
        self.advance().inspect_err(|_| self.failed = true).transpose()
    }
}

/// An event that waits for its turn: by time, then by when it was made.
#[derive(Debug)]
struct Waiting {
    sequence: u64,
    event: WorldEvent,
}

impl Waiting {
    fn rank(&self) -> (Timestamp, u64) {
        (self.event.at, self.sequence)
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}
impl Eq for Waiting {}
impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

/// Share of a day's orders that came by an hour of the day (UTC); assumed after the usual shape of
/// shop traffic: quiet nights, a peak in the evening.
const HOURS_OF_DAY: [(f64, f64); 7] =
    [(0.0, 0.0), (0.04, 6.0), (0.18, 10.0), (0.42, 14.0), (0.62, 18.0), (0.93, 22.0), (1.0, 24.0)];

#[cfg(test)]
mod tests;
