//! What the world brings: a small generated world in which much goes wrong, delivered late, twice,
//! out of order, in batches, and now and then by a sender whose clock is fast.

use commerce::Record;
use kernel::{Duration, Timestamp};
use world::{Rates, What, World, WorldSize};

use super::act::{self, Act};
use super::{CHAOS_MAX, CHAOS_MIN, Checked, Service, Step};

/// Orders of one run.
const ORDERS_MIN: i64 = 6;
const ORDERS_MAX: i64 = 12;
/// Days over which they come.
const DAYS: u32 = 12;
/// Days over which people do unexpected things.
const CHAOS_DAYS: i64 = 75;
/// How fast a sender's clock may be, in minutes.
const EARLY_MINUTES_MAX: i64 = 15;

/// A world in which most orders go wrong somehow.
fn rates() -> Rates {
    Rates {
        lost: 0.15,
        left_elsewhere: 0.05,
        delivery_scan_missing: 0.15,
        scan_missing: 0.15,
        news_late: 0.3,
        cancelled: 0.08,
        partly: 0.06,
        damaged: 0.1,
        wrong_item: 0.06,
        not_working: 0.08,
        wrong_price: 0.05,
        discount_missing: 0.05,
        paid_directly: 0.05,
        unfounded: 0.3,
        false_not_received: 0.08,
        late_reported: 0.5,
        returned: 0.2,
        return_unregistered: 0.2,
        disowned: 0.05,
        forgetful: 0.3,
        struggling: 0.1,
        ..Rates::default()
    }
}

impl Service<'_> {
    /// Plans everything that comes from outside.
    pub(super) fn write_script(&mut self, start: Timestamp) -> Checked<()> {
        let orders = self.rng.between(ORDERS_MIN, ORDERS_MAX).unsigned_abs();
        let size = WorldSize { orders, customers: 6, shops: 4, start, days: DAYS };
        let world = World::with_rates(self.rng.next_u64(), size, rates())?;
        let mut batch: Vec<Record> = Vec::new();
        let mut merchants = std::collections::BTreeMap::new();
        for event in world {
            let event = event?;
            match event.what {
                What::Record(record) => {
                    if let Record::Order(order) = record.as_ref() {
                        self.orders.push(order.id.clone());
                        merchants.insert(order.id.clone(), order.merchant_id.clone());
                    }
                    batch.push(*record);
                    if self.rng.chance(0.75) {
                        self.deliver(std::mem::take(&mut batch), event.at)?;
                    }
                }
                What::Problem(problem) => {
                    let who = act::consumer(&self.tenant, problem.claim.customer_id.clone())?;
                    let at = self.late(event.at);
                    self.ask(at, who, Act::Report(problem));
                }
                What::Answer(answer) => {
                    let Some(merchant) = merchants.get(&answer.order_id) else { continue };
                    let who = act::shop(&self.tenant, merchant.clone())?;
                    let at = self.late(event.at);
                    self.ask(at, who, Act::Reply(answer));
                }
                What::Hardship(request) => {
                    let who = act::consumer(&self.tenant, request.customer_id.clone())?;
                    let at = self.late(event.at);
                    self.ask(at, who, Act::Hardship(*request));
                }
            }
        }
        let now = self.now();
        self.deliver(batch, now)?;
        for _ in 0..self.rng.between(CHAOS_MIN, CHAOS_MAX) {
            let hours = self.rng.between(1, 24 * CHAOS_DAYS);
            self.plan(start.plus(Duration::from_hours(hours)), Step::Chaos);
        }
        Ok(())
    }

    /// Records on their way, perhaps once more by themselves.
    fn deliver(&mut self, records: Vec<Record>, known_at: Timestamp) -> Checked<()> {
        let Some(newest) = records.iter().map(Record::at).max() else { return Ok(()) };
        let company = act::company(&self.tenant)?;
        let at = if self.rng.chance(0.1) {
            let minutes = self.rng.between(1, EARLY_MINUTES_MAX);
            newest.minus(Duration::from_secs(minutes * 60))
        } else {
            self.late(known_at.max(newest))
        };
        if self.rng.chance(0.15)
            && let Some(record) = self.rng.pick(&records).cloned()
        {
            let later = self.late(at.max(newest));
            self.ask(later, company.clone(), Act::Feed(vec![record]));
        }
        self.ask(at, company, Act::Feed(records));
        Ok(())
    }

    fn late(&mut self, at: Timestamp) -> Timestamp {
        let seconds = match self.rng.below(20) {
            0..=11 => self.rng.between(0, 600),
            12..=16 => self.rng.between(600, 6 * 3_600),
            _ => self.rng.between(6 * 3_600, 5 * 86_400),
        };
        at.plus(Duration::from_secs(seconds))
    }
}
