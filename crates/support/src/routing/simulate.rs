//! What a rule would do to waiting: contacts that arrive, wait, give up or are served, routed by the
//! very router that runs the desk.
//!
//! Arrivals are Poisson, service and patience exponential, as in the models that call centres are
//! staffed by; at four operating points it is compared with Erlang-A in a test. Every run has its
//! own seed, and every figure its standard error over the runs: two rules differ only when their
//! figures differ by more than that.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use kernel::{Duration, Rng, Timestamp};

use super::{Contact, Router, Rules, Seat, Skills};

/// Contacts of one run, at most.
pub const CONTACTS_MAX: u64 = 50_000_000;

/// Contacts of one sort.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    pub name: String,
    pub needs: Skills,
    pub units: u32,
    pub points: i64,
    pub arrivals_per_hour: f64,
    /// Mean time a seat has it.
    pub service_mean: Duration,
    /// Mean time until it gives up.
    pub patience_mean: Duration,
}

/// Seats of one sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Team {
    pub skills: Skills,
    pub capacity_units: u32,
    pub seats: u32,
}

/// More arrivals than usual, for a while, in every class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Surge {
    pub begins: Duration,
    pub lasts: Duration,
    pub factor: f64,
}

/// What comes, and who is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    pub classes: Vec<Class>,
    pub teams: Vec<Team>,
    pub surge: Option<Surge>,
    /// Not counted: the desk begins empty.
    pub warm_up: Duration,
    pub length: Duration,
    /// Answered within this is answered in time.
    pub in_time: Duration,
}

/// Why a load cannot be simulated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    #[error("{field} must be a positive number")]
    NotPositive { field: &'static str },
    #[error("the load has more than {CONTACTS_MAX} contacts a run: shorten it")]
    TooLong,
}

/// What became of the contacts of one class in one run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub offered: u64,
    pub answered: u64,
    pub answered_in_time: u64,
    pub abandoned: u64,
    /// Of all that were answered or gave up, in milliseconds.
    pub waited_ms: i64,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.offered += other.offered;
        self.answered += other.answered;
        self.answered_in_time += other.answered_in_time;
        self.abandoned += other.abandoned;
        self.waited_ms += other.waited_ms;
    }

    /// The share that gave up.
    pub fn abandoned_share(&self) -> f64 {
        share(self.abandoned, self.answered + self.abandoned)
    }

    /// The share of all that was answered in time.
    pub fn in_time_share(&self) -> f64 {
        share(self.answered_in_time, self.answered + self.abandoned)
    }

    /// Mean seconds of waiting, of those that gave up too.
    pub fn wait_mean_seconds(&self) -> f64 {
        let ended = self.answered + self.abandoned;
        if ended == 0 { 0.0 } else { self.waited_ms as f64 / 1e3 / ended as f64 }
    }
}

fn share(part: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

/// A mean over runs, with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub mean: f64,
    pub standard_error: f64,
}

impl Estimate {
    /// Of one figure of each run; the error is 0 for a single run, which says nothing of it.
    pub fn of(figures: &[f64]) -> Self {
        let count = figures.len() as f64;
        let mean = figures.iter().sum::<f64>() / count.max(1.0);
        let squares: f64 = figures.iter().map(|figure| (figure - mean).powi(2)).sum();
        let variance = if count > 1.0 { squares / (count - 1.0) } else { 0.0 };
        Self { mean, standard_error: (variance / count.max(1.0)).sqrt() }
    }

    /// How many standard errors the mean lies above a value.
    pub fn z(&self, expected: f64) -> f64 {
        (self.mean - expected) / self.standard_error
    }
}

/// One run: a tally for each class of the load, in its order.
///
/// # Errors
/// [`LoadError`] names the field that cannot be.
pub fn run(load: &Load, rules: Rules, rng: Rng) -> Result<Vec<Tally>, LoadError> {
    load.check()?;
    let mut desk = Desk::new(load, rules, rng);
    desk.run();
    Ok(desk.tallies)
}

/// All classes of a run together.
pub fn together(tallies: &[Tally]) -> Tally {
    tallies.iter().fold(Tally::default(), |mut all, tally| {
        all.add(tally);
        all
    })
}

impl Load {
    fn check(&self) -> Result<(), LoadError> {
        let positive =
            |good: bool, field| good.then_some(()).ok_or(LoadError::NotPositive { field });
        positive(self.length.as_millis() > 0, "length")?;
        let surge = self.surge.map_or(1.0, |surge| surge.factor);
        positive(surge.is_finite() && surge > 0.0, "surge.factor")?;
        let mut contacts = 0.0;
        for class in &self.classes {
            let rate = class.arrivals_per_hour;
            positive(rate.is_finite() && rate > 0.0, "classes.arrivals_per_hour")?;
            positive(class.service_mean.as_millis() > 0, "classes.service_mean")?;
            positive(class.patience_mean.as_millis() > 0, "classes.patience_mean")?;
            contacts += rate * surge.max(1.0) * self.end().as_millis() as f64 / HOUR_MS;
        }
        (contacts <= CONTACTS_MAX as f64).then_some(()).ok_or(LoadError::TooLong)
    }

    fn end(&self) -> Duration {
        Duration::from_millis(self.warm_up.as_millis().saturating_add(self.length.as_millis()))
    }
}

const HOUR_MS: f64 = 3_600_000.0;

/// Contacts and seats are numbered as they come.
type ContactNumber = u64;
type SeatNumber = u32;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Arrives { class: usize },
    GivesUp { contact: ContactNumber, class: usize },
    Ends { seat: SeatNumber, units: u32 },
}

/// A run in progress.
struct Desk<'l> {
    load: &'l Load,
    router: Router<ContactNumber, SeatNumber>,
    events: BinaryHeap<Reverse<(i64, u64, Event)>>,
    /// The class of each contact that waits is asked when it is offered.
    classes: std::collections::HashMap<ContactNumber, usize>,
    rng: Rng,
    scheduled: u64,
    arrived: ContactNumber,
    tallies: Vec<Tally>,
}

impl<'l> Desk<'l> {
    fn new(load: &'l Load, rules: Rules, rng: Rng) -> Self {
        let mut router = Router::new(rules);
        let each = load.teams.iter().flat_map(|team| (0..team.seats).map(move |_| team));
        for (number, team) in (0..).zip(each) {
            let seat = Seat {
                skills: team.skills,
                capacity_units: team.capacity_units,
                used_units: 0,
                takes: true,
                idle_since: Timestamp::EPOCH,
            };
            router.put_seat(number, seat);
        }
        let mut desk = Self {
            load,
            router,
            events: BinaryHeap::new(),
            classes: std::collections::HashMap::new(),
            rng,
            scheduled: 0,
            arrived: 0,
            tallies: vec![Tally::default(); load.classes.len()],
        };
        for class in 0..load.classes.len() {
            desk.next_arrival(class, 0);
        }
        desk
    }

    fn run(&mut self) {
        let end = self.load.end().as_millis();
        while let Some(Reverse((now, _, event))) = self.events.pop() {
            if now > end {
                return;
            }
            match event {
                Event::Arrives { class } => self.arrives(class, now),
                Event::GivesUp { contact, class } => self.gives_up(contact, class, now),
                Event::Ends { seat, units } => {
                    self.router.release(seat, units, Timestamp::from_millis(now));
                }
            }
            self.offer_all(now);
        }
    }

    fn arrives(&mut self, class: usize, now: i64) {
        self.next_arrival(class, now);
        let Some(sort) = self.load.classes.get(class) else { return };
        if !self.is_ordinary_or_chosen(now) {
            return;
        }
        let contact = self.arrived;
        self.arrived += 1;
        self.classes.insert(contact, class);
        let waiting_since = Timestamp::from_millis(now);
        let Class { needs, units, points, .. } = *sort;
        self.router.wait(contact, Contact { needs, units, points, waiting_since });
        self.count(class, now, |tally| tally.offered += 1);
        let patience = self.exponential(sort.patience_mean);
        self.schedule(now.saturating_add(patience), Event::GivesUp { contact, class });
    }

    fn gives_up(&mut self, contact: ContactNumber, class: usize, now: i64) {
        let Some(gone) = self.router.leave(contact) else { return };
        self.classes.remove(&contact);
        let since = gone.waiting_since.as_millis();
        self.count(class, since, |tally| {
            tally.abandoned += 1;
            tally.waited_ms += now - since;
        });
    }

    fn offer_all(&mut self, now: i64) {
        let load = self.load;
        while let Some(offer) = self.router.offer(Timestamp::from_millis(now)) {
            let Some(class) = self.classes.remove(&offer.contact) else { continue };
            let Some(sort) = load.classes.get(class) else { continue };
            let service = self.exponential(sort.service_mean);
            let ends = Event::Ends { seat: offer.seat, units: sort.units };
            self.schedule(now.saturating_add(service), ends);
            let waited = offer.waited.as_millis();
            let in_time = offer.waited <= load.in_time;
            self.count(class, now - waited, |tally| {
                tally.answered += 1;
                tally.answered_in_time += u64::from(in_time);
                tally.waited_ms += waited;
            });
        }
    }

    /// Counts for a contact that arrived after the warm-up.
    fn count(&mut self, class: usize, arrived: i64, add: impl FnOnce(&mut Tally)) {
        if arrived >= self.load.warm_up.as_millis()
            && let Some(tally) = self.tallies.get_mut(class)
        {
            add(tally);
        }
    }

    /// Arrivals are drawn at the highest rate there is and thinned to the present one.
    fn next_arrival(&mut self, class: usize, now: i64) {
        let Some(sort) = self.load.classes.get(class) else { return };
        let most = self.load.surge.map_or(1.0, |surge| surge.factor.max(1.0));
        let mean = HOUR_MS / (sort.arrivals_per_hour * most);
        let gap = self.exponential_ms(mean);
        self.schedule(now.saturating_add(gap), Event::Arrives { class });
    }

    fn is_ordinary_or_chosen(&mut self, now: i64) -> bool {
        let Some(surge) = self.load.surge else { return true };
        let begins = surge.begins.as_millis();
        let during = (begins..begins.saturating_add(surge.lasts.as_millis())).contains(&now);
        let rate = if during { surge.factor } else { 1.0 };
        self.rng.chance(rate / surge.factor.max(1.0))
    }

    fn exponential(&mut self, mean: Duration) -> i64 {
        self.exponential_ms(mean.as_millis() as f64)
    }

    fn exponential_ms(&mut self, mean: f64) -> i64 {
        (-(1.0 - self.rng.unit()).ln() * mean).round() as i64
    }

    fn schedule(&mut self, at: i64, event: Event) {
        self.scheduled += 1;
        self.events.push(Reverse((at, self.scheduled, event)));
    }
}
