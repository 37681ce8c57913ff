//! A simulated year in five jurisdictions: disputes from first order to last clock, as discrete
//! events on the pure machine, with an engine that comes late, twice, or after an outage.
//!
//! Nothing here sleeps or reads a clock: time is the next event's. What is checked, from outside, for
//! every step: see [`clocks`].

mod case;
mod clocks;
mod oracle;
mod people;
mod queue;
mod tally;

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use dispute::{Context, Effect, Input, OrderFile, Outside, RuleBook, State, Step};
use kernel::{Actor, ActorKind, Duration, EventId, Rng, Timestamp};
use ledger::{Account, Book};

use crate::machine::Machine;
use crate::progress;
use crate::report::{Figure, Report};
use crate::rules;
use crate::stopwatch::{Stopwatch, per_second};
use case::Case;
use clocks::{Armed, Clocks, Seen};
use oracle::Oracle;
use queue::{Queue, What};
use tally::Tally;

/// The first instant at which a dispute may open.
const START: &str = "2026-04-01T00:00:00Z";
/// Disputes open through one year, over all clock changes and holidays of the five jurisdictions,
/// and over the day the newer framework came into force.
const OPENING: Duration = Duration::from_days(365);
/// The engine looks for due clocks this often, in milliseconds.
const POLL_MS: i64 = 1_000;
/// Share of clocks that run out while the engine is down, and the longest outage in hours.
const OUTAGE: (f64, i64) = (0.01, 12);
/// Share of clocks that are delivered a second time.
const TWICE: f64 = 0.01;
/// How often an unpaid instalment is looked at by its customer, who pays most of the time.
const PAYS: f64 = 0.9;

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// How many disputes
    #[arg(long, default_value_t = 100_000)]
    pub disputes: u32,
    /// Seed of the year
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// Runs the year and reports it.
///
/// # Errors
/// When a clock was missed, came early or twice, an end differs from the oracle's, the books do not
/// balance, or the machine breaks.
pub fn run(options: &Options, machine: &Machine) -> Result<Report> {
    let rules = rules::shipped()?;
    let watch = Stopwatch::start();
    let mut year = Year::new(options, &rules)?;
    year.run()?;
    let took = watch.elapsed();
    year.check_whole()?;
    let skeleton = Queue::bare_rate(year.tally.events);
    let seconds = took.as_secs_f64();
    let events = per_second(year.tally.events, took);

    let about =
        format!("{} disputes over a simulated year in five jurisdictions", options.disputes);
    let mut report = Report::new("year", about, machine);
    report.add(Figure::new("time on one core", seconds, "s").at_most(60.0));
    let disputes = per_second(u64::from(options.disputes), took);
    report.add(Figure::new("disputes, first order to last clock", disputes, "/s"));
    report.add(
        Figure::new("events of the machine", events, "/s")
            .beside("the same events through the queue alone", skeleton),
    );
    year.tally.figures(&mut report);
    let clocks = &year.clocks;
    report.add(Figure::count("clocks fired, each once", clocks.fired_total()));
    for (kind, count) in &clocks.fired {
        report.add(Figure::count(format!("  {}", kind.as_str()), *count));
    }
    report.add(Figure::count("  of them by an engine that was late", clocks.fired_late));
    report.add(Figure::count("clocks stopped before they ran out", clocks.stopped));
    report.add(Figure::count("clocks missed, early, twice or misdated", clocks.wrong).at_most(0.0));
    report.add(Figure::count("ends computed again: exact hours", clocks.ends_scheme));
    report.add(Figure::count("ends computed again: local days", clocks.ends_local));
    report.add(Figure::count("decisions and entries dated at the deadline", clocks.dated));
    report.add(Figure::count("accounts, balanced in each currency", year.accounts()));
    Ok(report)
}

/// The year in progress.
struct Year<'r> {
    rules: &'r RuleBook,
    oracle: Oracle,
    cases: Vec<Option<Box<Case>>>,
    queue: Queue,
    /// The provider's books: every entry of every order.
    book: Book,
    /// The sum of what the order files say of themselves.
    shares: BTreeMap<(Account, kernel::Currency), i64>,
    clocks: Clocks,
    tally: Tally,
}

impl<'r> Year<'r> {
    fn new(options: &Options, rules: &'r RuleBook) -> Result<Self> {
        let mut rng = Rng::seeded(options.seed);
        let start: Timestamp = START.parse()?;
        let mut cases = Vec::with_capacity(options.disputes as usize);
        let mut queue = Queue::default();
        for number in 0..options.disputes {
            let mut case = Case::draw(number, start, OPENING, &mut rng)?;
            let ordered_at = case.ordered_at();
            queue.push(&mut case, ordered_at, What::Order);
            cases.push(Some(Box::new(case)));
        }
        Ok(Self {
            rules,
            oracle: Oracle::new()?,
            cases,
            queue,
            book: Book::new(),
            shares: BTreeMap::new(),
            clocks: Clocks::default(),
            tally: Tally::default(),
        })
    }

    fn run(&mut self) -> Result<()> {
        let lives = progress::bar(self.cases.len() as u64, "disputes")?;
        while let Some((now, number, what)) = self.queue.pop() {
            self.tally.events += 1;
            // Taken out while it is worked on, and put back unless its life is over.
            let place = self.cases.get_mut(number as usize);
            let Some(mut case) = place.and_then(Option::take) else { continue };
            case.queued -= 1;
            self.handle(&mut case, now, what)?;
            if case.queued == 0 {
                self.retire(case);
                lives.inc(1);
            } else if let Some(place) = self.cases.get_mut(number as usize) {
                *place = Some(case);
            }
        }
        lives.finish_and_clear();
        Ok(())
    }

    fn handle(&mut self, case: &mut Case, now: Timestamp, what: What) -> Result<()> {
        match what {
            What::Order => self.order(case, now),
            What::Claim => self.claim(case, now),
            What::Pay => self.pay(case, now),
            What::Clock(id) => {
                // Any clock that ran out fires, whichever the engine came for.
                let spent = case.armed.iter().all(|armed| armed.due > now);
                let effects = self.step(case, now, &Actor::SYSTEM, Input::Timer { id })?;
                if spent {
                    self.tally.doubled += 1;
                    if !effects.is_empty() {
                        let kinds = effects.len();
                        self.clocks.violation(|| format!("{id} again: {kinds} effects"));
                    }
                }
                Ok(())
            }
            What::Person(plan) => {
                self.step(case, now, &plan.actor, *plan.input)?;
                Ok(())
            }
        }
    }

    /// The order, its capture, its parcel, its first payment, and the claim to come.
    fn order(&mut self, case: &mut Case, now: Timestamp) -> Result<()> {
        let order = case.order(now)?;
        let capture = case.capture(&order)?;
        let sending = case.sending(&order)?;
        case.file = Some(OrderFile::new(order));
        let feed = people::actor(ActorKind::Company, "feed");
        self.step(case, now, &feed, Input::Feed { record: Box::new(capture) })?;
        for (at, record) in sending {
            let input = Box::new(Input::Feed { record: Box::new(record) });
            let plan = people::Plan { at, actor: feed.clone(), input };
            self.queue.push(case, at, What::Person(plan));
        }
        self.pay(case, now)?;
        let opens_at = case.opens_at;
        self.queue.push(case, opens_at, What::Claim);
        Ok(())
    }

    fn claim(&mut self, case: &mut Case, now: Timestamp) -> Result<()> {
        let open = case.claim(now);
        let dispute = open.dispute;
        let actor = match open.kind {
            dispute::Kind::RiskStop => people::actor(ActorKind::Agent, "risk"),
            _ => people::actor(ActorKind::Consumer, &format!("c{}", case.number)),
        };
        self.step(case, now, &actor, Input::Open(open))?;
        let opened = case.file.as_ref().is_some_and(|file| file.dispute(dispute).is_some());
        *(if opened { &mut self.tally.opened } else { &mut self.tally.never_opened }) += 1;
        Ok(())
    }

    /// Customers pay what is due, most of them, and come back for the next instalment.
    fn pay(&mut self, case: &mut Case, now: Timestamp) -> Result<()> {
        let Some(plan) = case.file.as_ref().and_then(|file| file.plans().first()) else {
            return Ok(());
        };
        let (paused, next) = (plan.is_paused(), plan.next_due().map(|instalment| instalment.due));
        let Some(due) = next else { return Ok(()) };
        let due = Timestamp::from_millis(Oracle::end_of_date(case.place, due));
        if due <= now.plus(Duration::DAY) && !paused {
            if !case.rng.chance(PAYS) {
                return Ok(());
            }
            if let Some(record) = case.payment(now)? {
                let feed = people::actor(ActorKind::Company, "feed");
                self.step(case, now, &feed, Input::Feed { record: Box::new(record) })?;
            }
        }
        // A pause is looked at again after a month; a due date on its own day, twelve hours before
        // its end.
        let again = now.plus(Duration::from_days(30));
        let at = due.minus(Duration::from_hours(12));
        let at = if paused || at <= now { again } else { at };
        if case.file.as_ref().and_then(|f| f.plans().first()).is_some_and(|p| p.outstanding() > 0) {
            self.queue.push(case, at, What::Pay);
        }
        Ok(())
    }

    /// One input: the machine, the books, the watchers, and what people make of it.
    fn step(
        &mut self,
        case: &mut Case,
        now: Timestamp,
        actor: &Actor,
        input: Input,
    ) -> Result<Vec<Effect>> {
        let Some(file) = case.file.take() else { return Ok(Vec::new()) };
        let event = EventId::generate(now, &mut case.rng);
        let outside = self.outside(case, &file);
        let rng = case.rng.fork();
        let cx = Context { now, event, actor, outside: &outside, rules: self.rules, rng };
        let Step { file, effects, refused } = match file.step(&input, cx) {
            Ok(step) => step,
            Err(refusal) => bail!("order {} at {now}, {input:?}: {refusal}", case.number),
        };
        self.tally.refused += u64::from(refused.is_some());
        let seen = Seen { input: &input, now, after: &file, effects: &effects };
        self.clocks.watch(&self.oracle, case, &seen);
        case.file = Some(file);
        for effect in &effects {
            match effect {
                Effect::Post { entry } => self.book.apply(entry)?,
                Effect::SetTimer { id, kind, due, .. } => {
                    self.wind(case, Armed { id: *id, kind: *kind, due: *due }, now);
                }
                _ => {}
            }
        }
        for plan in case.react(&effects, now) {
            self.queue.push(case, plan.at, What::Person(plan));
        }
        Ok(effects)
    }

    /// The engine will come for a clock soon after it is due, or after an outage, or twice.
    fn wind(&mut self, case: &mut Case, armed: Armed, now: Timestamp) {
        let delay = if case.rng.chance(OUTAGE.0) {
            case::hours(&mut case.rng, 0, OUTAGE.1)
        } else {
            Duration::from_millis(case.rng.between(0, POLL_MS))
        };
        let at = armed.due.max(now).plus(delay);
        self.queue.push(case, at, What::Clock(armed.id));
        if case.rng.chance(TWICE) {
            self.queue.push(case, at.plus(Duration::MINUTE), What::Clock(armed.id));
        }
    }

    fn outside(&self, case: &Case, file: &OrderFile) -> Outside {
        let currency = file.currency();
        let payable = Account::MerchantPayable(case.merchant.clone());
        let receivable = Account::MerchantReceivable(case.merchant.clone());
        Outside {
            merchant_fee_bps: 300,
            merchant_payable_minor: -self.book.posted(&payable, currency),
            merchant_receivable_minor: self.book.posted(&receivable, currency),
            customer_since: Some(
                file.order().at.minus(Duration::from_days(i64::from(case.number % 700))),
            ),
            ..Outside::default()
        }
    }

    /// The end of a life: nothing may still be running, and its share of the books is kept.
    fn retire(&mut self, case: Box<Case>) {
        let Some(file) = &case.file else { return };
        for armed in &case.armed {
            self.clocks.violation(|| format!("never delivered: {armed:?}"));
        }
        for dispute in file.disputes() {
            self.tally.reopened += u64::from(dispute.reopened > 0);
            match &dispute.closing {
                Some(closing) if dispute.state == State::Closed => {
                    let key = (case.place.jurisdiction(), closing.outcome);
                    *self.tally.outcomes.entry(key).or_insert(0) += 1;
                    let held = file.balance(&Account::Hold(dispute.id));
                    if held != 0 {
                        self.clocks.violation(|| format!("{} holds {held}", dispute.id));
                    }
                }
                _ if dispute.needs_person => self.tally.still_open += 1,
                _ => self.clocks.violation(|| format!("{} waits for nothing", dispute.id)),
            }
        }
        for (account, currency, balance) in file.book().balances() {
            *self.shares.entry((account.clone(), currency)).or_insert(0) += balance.posted;
        }
    }

    /// After the last event: the provider's books balance and are the sum of the orders' own.
    fn check_whole(&mut self) -> Result<()> {
        if !self.book.is_balanced() {
            bail!("the books do not balance: {:?}", self.book.posted_sums());
        }
        self.shares.retain(|_, minor| *minor != 0);
        let whole: BTreeMap<_, _> = self
            .book
            .balances()
            .filter(|(_, _, balance)| balance.posted != 0)
            .map(|(account, currency, balance)| ((account.clone(), currency), balance.posted))
            .collect();
        if whole != self.shares {
            bail!("the books are not the sum of the orders' own");
        }
        if self.clocks.wrong > 0 {
            let examples = self.clocks.examples.join("\n  ");
            bail!("{} clocks went wrong, such as:\n  {examples}", self.clocks.wrong);
        }
        Ok(())
    }

    fn accounts(&self) -> u64 {
        self.book.balances().count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_year_misses_no_clock() {
        let rules = rules::shipped().unwrap();
        let options = Options { disputes: 1_000, seed: 3 };
        let mut year = Year::new(&options, &rules).unwrap();
        year.run().unwrap();
        year.check_whole().unwrap();
        assert_eq!(year.tally.opened + year.tally.never_opened, 1_000);
        assert!(year.clocks.fired.len() >= 8, "{:?}", year.clocks.fired);
        assert!(year.clocks.fired_late > 0 && year.clocks.ends_local > 0);
    }

    #[test]
    fn a_wrong_end_is_seen() {
        let rules = rules::shipped().unwrap();
        let mut year = Year::new(&Options { disputes: 2_000, seed: 3 }, &rules).unwrap();
        // An oracle without holidays stands for a machine that counts days wrongly.
        year.oracle = Oracle::without_holidays();
        year.run().unwrap();
        assert!(year.clocks.wrong > 0, "a wrong calendar must be noticed");
    }
}
