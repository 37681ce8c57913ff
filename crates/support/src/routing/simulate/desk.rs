//! One run: the events of a desk in their order.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use kernel::{Duration, Rng, Timestamp};

use super::{HOUR_MS, Load, LoadError, Replay, Surge, Tally, Team};
use crate::routing::{Contact, Router, Rules, Seat};

/// Whether anybody still waits for the answer is asked once in so many events.
const EVENTS_BETWEEN_LOOKS: u64 = 4_096;

/// Contacts and seats are numbered as they come.
type ContactNumber = u64;
type SeatNumber = u32;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// Drawn: the next of a class.
    Arrives {
        class: usize,
    },
    /// Of a log: the next of all.
    Comes {
        arrival: usize,
    },
    GivesUp {
        contact: ContactNumber,
    },
    Ends {
        seat: SeatNumber,
        units: u32,
    },
}

/// What is known of a contact that waits.
#[derive(Debug, Clone, Copy)]
struct Waits {
    class: usize,
    units: u32,
    service_ms: i64,
}

/// Where contacts come from, as a run goes through it.
#[derive(Debug, Clone, Copy)]
enum Course<'l> {
    Drawn(&'l Load),
    Log(&'l Replay),
}

/// What is kept of a run beside its tallies.
#[derive(Debug, Default)]
pub(super) struct Detail {
    /// Waits of each class in milliseconds, of those that gave up too.
    pub(super) waits: Vec<Vec<i64>>,
    /// Of each class, hour by hour of arrival.
    pub(super) hours: Vec<Vec<Tally>>,
}

/// A run in progress.
pub(super) struct Desk<'l> {
    course: Course<'l>,
    router: Router<ContactNumber, SeatNumber>,
    events: BinaryHeap<Reverse<(i64, u64, Event)>>,
    waits: HashMap<ContactNumber, Waits>,
    rng: Rng,
    scheduled: u64,
    arrived: ContactNumber,
    pub(super) tallies: Vec<Tally>,
    pub(super) detail: Option<Detail>,
}

impl<'l> Desk<'l> {
    pub(super) fn drawn(load: &'l Load, rules: Rules, rng: Rng) -> Self {
        let classes = load.classes.len();
        let mut desk = Self::new(Course::Drawn(load), &load.teams, classes, rules, rng);
        for class in 0..classes {
            desk.next_arrival(load, class, 0);
        }
        desk
    }

    pub(super) fn log(replay: &'l Replay, rules: Rules, rng: Rng) -> Self {
        let classes = replay.classes;
        let mut desk = Self::new(Course::Log(replay), &replay.teams, classes, rules, rng);
        desk.next_of_log(replay, 0);
        desk
    }

    fn new(course: Course<'l>, teams: &[Team], classes: usize, rules: Rules, rng: Rng) -> Self {
        let mut router = Router::new(rules);
        let each = teams.iter().flat_map(|team| (0..team.seats).map(move |_| team));
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
        Self {
            course,
            router,
            events: BinaryHeap::new(),
            waits: HashMap::new(),
            rng,
            scheduled: 0,
            arrived: 0,
            tallies: vec![Tally::default(); classes],
            detail: None,
        }
    }

    /// Keeps waits and hours, too.
    pub(super) fn in_detail(mut self) -> Self {
        let classes = self.tallies.len();
        let hours = self.length().as_millis() as u64 / HOUR_MS as u64 + 1;
        let of_class = vec![Tally::default(); usize::try_from(hours).unwrap_or(0)];
        self.detail =
            Some(Detail { waits: vec![Vec::new(); classes], hours: vec![of_class; classes] });
        self
    }

    const fn length(&self) -> Duration {
        match self.course {
            Course::Drawn(load) => load.length,
            Course::Log(replay) => replay.length,
        }
    }

    const fn warm_up_ms(&self) -> i64 {
        match self.course {
            Course::Drawn(load) => load.warm_up.as_millis(),
            Course::Log(_) => 0,
        }
    }

    /// A drawn load ends with its length; a log, when its last contact was answered or gave up.
    pub(super) fn run(&mut self, goes_on: &dyn Fn() -> bool) -> Result<(), LoadError> {
        let end = match self.course {
            Course::Drawn(load) => load.end().as_millis(),
            Course::Log(_) => i64::MAX,
        };
        let mut seen = 0u64;
        while let Some(Reverse((now, _, event))) = self.events.pop() {
            if now > end {
                break;
            }
            seen += 1;
            if seen.is_multiple_of(EVENTS_BETWEEN_LOOKS) && !goes_on() {
                return Err(LoadError::Stopped);
            }
            match event {
                Event::Arrives { class } => self.arrives(class, now),
                Event::Comes { arrival } => self.comes(arrival, now),
                Event::GivesUp { contact } => self.gives_up(contact, now),
                Event::Ends { seat, units } => {
                    self.router.release(seat, units, Timestamp::from_millis(now));
                }
            }
            self.offer_all(now);
        }
        Ok(())
    }

    fn arrives(&mut self, class: usize, now: i64) {
        let Course::Drawn(load) = self.course else { return };
        self.next_arrival(load, class, now);
        let Some(sort) = load.classes.get(class) else { return };
        if !self.is_ordinary_or_chosen(load.surge, now) {
            return;
        }
        let patience = self.exponential(sort.patience_mean);
        let service_ms = self.exponential(sort.service_mean);
        let waiting_since = Timestamp::from_millis(now);
        let contact =
            Contact { needs: sort.needs, units: sort.units, points: sort.points, waiting_since };
        self.waits_from(contact, Waits { class, units: sort.units, service_ms }, now, patience);
    }

    fn comes(&mut self, number: usize, now: i64) {
        let Course::Log(replay) = self.course else { return };
        self.next_of_log(replay, number + 1);
        let Some(arrival) = replay.arrivals.get(number) else { return };
        let patience = self.exponential(replay.patience_mean);
        // Drawn whether it is needed or not, so that contacts take the same numbers in every run.
        let drawn = self.exponential(replay.service_mean);
        let service_ms = arrival.service.map_or(drawn, Duration::as_millis);
        let waiting_since = Timestamp::from_millis(now);
        let contact = Contact {
            needs: arrival.needs,
            units: arrival.units,
            points: arrival.points,
            waiting_since,
        };
        let waits = Waits { class: arrival.class, units: arrival.units, service_ms };
        self.waits_from(contact, waits, now, patience);
    }

    fn waits_from(&mut self, contact: Contact, waits: Waits, now: i64, patience: i64) {
        let number = self.arrived;
        self.arrived += 1;
        self.waits.insert(number, waits);
        self.router.wait(number, contact);
        self.count(waits.class, now, None, |tally| tally.offered += 1);
        self.schedule(now.saturating_add(patience), Event::GivesUp { contact: number });
    }

    fn gives_up(&mut self, contact: ContactNumber, now: i64) {
        let Some(gone) = self.router.leave(contact) else { return };
        let Some(waits) = self.waits.remove(&contact) else { return };
        let since = gone.waiting_since.as_millis();
        self.count(waits.class, since, Some(now - since), |tally| {
            tally.abandoned += 1;
            tally.waited_ms += now - since;
        });
    }

    fn offer_all(&mut self, now: i64) {
        let in_time = match self.course {
            Course::Drawn(load) => load.in_time,
            Course::Log(replay) => replay.in_time,
        };
        while let Some(offer) = self.router.offer(Timestamp::from_millis(now)) {
            let Some(waits) = self.waits.remove(&offer.contact) else { continue };
            let ends = Event::Ends { seat: offer.seat, units: waits.units };
            self.schedule(now.saturating_add(waits.service_ms), ends);
            let waited = offer.waited.as_millis();
            let is_in_time = offer.waited <= in_time;
            self.count(waits.class, now - waited, Some(waited), |tally| {
                tally.answered += 1;
                tally.answered_in_time += u64::from(is_in_time);
                tally.waited_ms += waited;
            });
        }
    }

    /// Counts for a contact that arrived after the warm-up; with its wait, once that is over.
    fn count(&mut self, class: usize, arrived: i64, waited: Option<i64>, add: impl Fn(&mut Tally)) {
        let since = arrived - self.warm_up_ms();
        if since < 0 {
            return;
        }
        if let Some(tally) = self.tallies.get_mut(class) {
            add(tally);
        }
        let Some(detail) = &mut self.detail else { return };
        let hour = usize::try_from(since / HOUR_MS as i64).unwrap_or(0);
        if let Some(tally) = detail.hours.get_mut(class).and_then(|hours| hours.get_mut(hour)) {
            add(tally);
        }
        if let (Some(waits), Some(waited)) = (detail.waits.get_mut(class), waited) {
            waits.push(waited);
        }
    }

    /// Arrivals are drawn at the highest rate there is and thinned to the present one.
    fn next_arrival(&mut self, load: &Load, class: usize, now: i64) {
        let Some(sort) = load.classes.get(class) else { return };
        let most = load.surge.map_or(1.0, |surge| surge.factor.max(1.0));
        let mean = HOUR_MS / (sort.arrivals_per_hour * most);
        let gap = self.exponential_ms(mean);
        self.schedule(now.saturating_add(gap), Event::Arrives { class });
    }

    fn next_of_log(&mut self, replay: &Replay, number: usize) {
        if let Some(arrival) = replay.arrivals.get(number) {
            self.schedule(arrival.at.as_millis(), Event::Comes { arrival: number });
        }
    }

    fn is_ordinary_or_chosen(&mut self, surge: Option<Surge>, now: i64) -> bool {
        let Some(surge) = surge else { return true };
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
