//! Who waits, who is free, and the next offer.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

use kernel::{Duration, Timestamp};

use super::Skills;

/// Points are kept in 60,000ths, so that ageing by the millisecond stays whole.
const FINE: i64 = 60_000;

/// What a desk decides about its routing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Points that a contact gains for each minute it waits.
    pub ageing_points_per_minute: i64,
    /// Points from which a contact is critical, those of waiting not counted.
    pub critical_from_points: i64,
    /// Skills that mark a seat as one for critical work: any of them.
    pub critical_skills: Skills,
    /// Seats for critical work that are kept free for it.
    pub reserved_seats: u32,
}

/// Somebody who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// All of these are needed: the language is one of them.
    pub needs: Skills,
    /// What it takes of a seat's capacity: a call takes all of it, a chat a part.
    pub units: u32,
    /// Of the critical-moment score.
    pub points: i64,
    pub waiting_since: Timestamp,
}

/// Somebody at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    pub skills: Skills,
    /// How much it can have at once.
    pub capacity_units: u32,
    pub used_units: u32,
    /// Takes new contacts: signed in, not on a break, not about to leave.
    pub takes: bool,
    /// Since when it got nothing.
    pub idle_since: Timestamp,
}

/// One contact for one seat. It counts as taken until the seat declines or lets it time out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer<C, S> {
    pub contact: C,
    pub seat: S,
    pub waited: Duration,
}

/// Where a contact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Contacts that are offered before it to the seats that can take it, or can take both.
    pub ahead: usize,
    /// Seats that have what it needs and take something, busy or not.
    pub seats: usize,
    /// Seats that have what it needs, also those that take nothing now.
    pub seats_of_all: usize,
}

/// First the one with the most points, then the one that waits longest, then by id.
type Place<C> = (Reverse<i64>, Timestamp, C);
/// Contacts that any seat either can or cannot take, all of them.
type Kind = (Skills, u32, bool);

/// Who waits for the same seats, and how many these are.
struct Line<'r, C> {
    kinds: Vec<&'r BTreeMap<Place<C>, Contact>>,
    seats: usize,
    seats_of_all: usize,
}

/// The waiting contacts and the seats of one desk.
#[derive(Debug, Clone)]
pub struct Router<C, S> {
    rules: Rules,
    waiting: BTreeMap<Kind, BTreeMap<Place<C>, Contact>>,
    kinds: HashMap<C, (Kind, Place<C>)>,
    seats: BTreeMap<S, Seat>,
    /// Seats for critical work that have room.
    critical_free: u32,
}

impl<C: Copy + Ord + Hash, S: Copy + Ord> Router<C, S> {
    pub fn new(rules: Rules) -> Self {
        Self {
            rules,
            waiting: BTreeMap::new(),
            kinds: HashMap::new(),
            seats: BTreeMap::new(),
            critical_free: 0,
        }
    }

    /// Puts a seat in its present state, or adds it.
    pub fn put_seat(&mut self, id: S, seat: Seat) {
        self.take_seat(id);
        self.critical_free += u32::from(self.is_critical_and_free(&seat));
        self.seats.insert(id, seat);
    }

    /// Takes a seat away; what it has is the caller's to put back.
    pub fn take_seat(&mut self, id: S) -> Option<Seat> {
        let seat = self.seats.remove(&id)?;
        self.critical_free -= u32::from(self.is_critical_and_free(&seat));
        Some(seat)
    }

    pub fn seat(&self, id: S) -> Option<&Seat> {
        self.seats.get(&id)
    }

    /// Lets a contact wait. One that waits already gets its new points and keeps what it waited.
    pub fn wait(&mut self, id: C, contact: Contact) {
        let known = self.leave(id);
        let since = known.map_or(contact.waiting_since, |known| known.waiting_since);
        let contact = Contact { waiting_since: since.min(contact.waiting_since), ..contact };
        let kind = (contact.needs, contact.units, self.is_critical(&contact));
        // The order of two contacts never changes while they wait, as both age at one rate.
        let aged = self.rules.ageing_points_per_minute.saturating_mul(since.as_millis());
        let urgency = contact.points.saturating_mul(FINE).saturating_sub(aged);
        let place = (Reverse(urgency), contact.waiting_since, id);
        self.kinds.insert(id, (kind, place));
        self.waiting.entry(kind).or_default().insert(place, contact);
    }

    /// Takes a contact out of the queue: it was answered elsewhere, or gave up.
    pub fn leave(&mut self, id: C) -> Option<Contact> {
        let (kind, place) = self.kinds.remove(&id)?;
        let of_kind = self.waiting.get_mut(&kind)?;
        let contact = of_kind.remove(&place);
        if of_kind.is_empty() {
            self.waiting.remove(&kind);
        }
        contact
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.kinds.len()
    }

    /// The next offer, if anybody waits whom anybody may take; call it until there is none.
    pub fn offer(&mut self, now: Timestamp) -> Option<Offer<C, S>> {
        let mut best: Option<(Place<C>, S)> = None;
        for (kind, of_kind) in &self.waiting {
            let Some((place, _)) = of_kind.first_key_value() else { continue };
            if best.is_some_and(|(first, _)| first <= *place) {
                continue;
            }
            if let Some(seat) = self.seat_for(kind) {
                best = Some((*place, seat));
            }
        }
        let ((_, _, contact), seat) = best?;
        let taken = self.leave(contact)?;
        let mut after = self.take_seat(seat)?;
        after.used_units = after.used_units.saturating_add(taken.units);
        after.idle_since = now;
        self.put_seat(seat, after);
        Some(Offer { contact, seat, waited: now.since(taken.waiting_since) })
    }

    /// What a seat has no longer: a contact that ended, was declined, or was not answered in time.
    pub fn release(&mut self, id: S, units: u32, now: Timestamp) {
        if let Some(mut seat) = self.take_seat(id) {
            seat.used_units = seat.used_units.saturating_sub(units);
            seat.idle_since = now;
            self.put_seat(id, seat);
        }
    }

    /// Where a waiting contact stands.
    pub fn position(&self, id: C) -> Option<Position> {
        let (kind, place) = self.kinds.get(&id)?;
        let line = self.line(kind.0);
        let ahead = line.kinds.iter().map(|of_kind| of_kind.range(..*place).count()).sum();
        Some(Position { ahead, seats: line.seats, seats_of_all: line.seats_of_all })
    }

    /// Where everybody stands who waits, in no order: in one go it costs far less than one by one.
    pub fn positions(&self) -> Vec<(C, Position)> {
        let mut all = Vec::with_capacity(self.waiting());
        // Kinds that need the same skills are in the same line.
        let mut lines: BTreeMap<Skills, Vec<&BTreeMap<Place<C>, Contact>>> = BTreeMap::new();
        for ((needs, ..), of_kind) in &self.waiting {
            lines.entry(*needs).or_default().push(of_kind);
        }
        for (needs, own) in lines {
            let line = self.line(needs);
            let mut before: Vec<&Place<C>> =
                line.kinds.iter().flat_map(|of_kind| of_kind.keys()).collect();
            before.sort_unstable();
            for place in own.into_iter().flat_map(BTreeMap::keys) {
                let ahead = before.partition_point(|other| *other < place);
                let Line { seats, seats_of_all, .. } = line;
                all.push((place.2, Position { ahead, seats, seats_of_all }));
            }
        }
        all
    }

    /// Whoever shares at least one seat is in the same line.
    fn line(&self, needs: Skills) -> Line<'_, C> {
        let able: BTreeSet<Skills> = self.able(needs).map(|seat| seat.skills).collect();
        let kinds = self.waiting.iter().filter(|((other, ..), _)| {
            *other == needs || able.iter().any(|skills| skills.cover(*other))
        });
        Line {
            kinds: kinds.map(|(_, of_kind)| of_kind).collect(),
            seats: self.able(needs).count(),
            seats_of_all: self.seats.values().filter(|seat| seat.skills.cover(needs)).count(),
        }
    }

    fn able(&self, needs: Skills) -> impl Iterator<Item = &Seat> {
        self.seats.values().filter(move |seat| seat.takes && seat.skills.cover(needs))
    }

    /// The least flexible seat that may take a contact of a kind; then the one with the least to do;
    /// then the one that has waited longest.
    fn seat_for(&self, (needs, units, critical): &Kind) -> Option<S> {
        let keep = if *critical { 0 } else { self.rules.reserved_seats };
        let may = |seat: &Seat| {
            let room = seat.takes && seat.capacity_units.saturating_sub(seat.used_units) >= *units;
            room && seat.skills.cover(*needs)
                && (!seat.skills.meet(self.rules.critical_skills) || self.critical_free > keep)
        };
        let able = self.seats.iter().filter(|(_, seat)| may(seat));
        let order = |(id, seat): &(&S, &Seat)| {
            (seat.skills.count(), seat.used_units, seat.idle_since, **id)
        };
        able.min_by_key(order).map(|(id, _)| *id)
    }

    fn is_critical(&self, contact: &Contact) -> bool {
        contact.points >= self.rules.critical_from_points
            || contact.needs.meet(self.rules.critical_skills)
    }

    fn is_critical_and_free(&self, seat: &Seat) -> bool {
        seat.takes
            && seat.used_units < seat.capacity_units
            && seat.skills.meet(self.rules.critical_skills)
    }
}
