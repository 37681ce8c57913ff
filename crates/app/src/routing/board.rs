//! The queue and the seats of one desk, kept in memory from one look to the next, so that a change
//! costs what changed and not what waits.
//!
//! A board is never the truth: offers are compare-and-set on what is stored. It learns of changes from
//! the news of commits, and reads all of it again now and then, so that news it missed does no harm for
//! long. Whatever it is told with an older version than it knows, it leaves aside.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use kernel::{ConversationId, PrincipalId, Timestamp};
use support::conversation::{Channel, Conversation, DeskRules, Level, Owner, State};
use support::routing::{Contact, Router, Rules, SkillTable, Skills};

use super::{Place, Places, needs};
use crate::AppError;
use crate::seats::Seat;

/// What a chat, an e-mail or a message of the app takes of a seat's capacity.
const CHAT_UNITS: u32 = 1;

/// One offer to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub conversation: ConversationId,
    /// Of the assignment, as it was seen.
    pub version: u64,
    pub user: PrincipalId,
    pub name: String,
}

/// What routing needs of a conversation that waits.
#[derive(Debug, Clone)]
struct Waiter {
    assignment: u64,
    needs: Vec<String>,
    channel: Channel,
    points: i64,
    since: Timestamp,
    /// Who was offered it and did not take it.
    passed: Vec<PrincipalId>,
}

/// What a conversation is to routing.
#[derive(Debug, Clone)]
enum Part {
    Waits(Waiter),
    /// Somebody has it, or is asked.
    Held(PrincipalId, Channel),
    /// It was here, and is kept so that older news of it is known as such.
    Gone,
}

/// A router of the present seats' skills. Seats are numbered by their place in the list.
#[derive(Debug)]
struct Built {
    rules: Arc<DeskRules>,
    table: SkillTable,
    known: BTreeSet<String>,
    /// A call takes all that anybody has.
    call_units: u32,
    router: Router<ConversationId, u32>,
}

/// One desk.
#[derive(Debug, Default)]
pub(super) struct Board {
    parts: HashMap<ConversationId, (i64, Part)>,
    seats: Vec<Seat>,
    built: Option<Built>,
}

impl Board {
    /// Takes a conversation as it is at a version.
    pub(super) fn apply(&mut self, conversation: &Conversation, version: i64) {
        let id = conversation.id;
        if self.parts.get(&id).is_some_and(|(known, _)| *known >= version) {
            return;
        }
        let part = part(conversation);
        if let Some(built) = &mut self.built {
            built.router.leave(id);
            if let Part::Waits(waiter) = &part {
                built.wait(id, waiter);
            }
        }
        self.parts.insert(id, (version, part));
    }

    /// A conversation that is there no longer.
    pub(super) fn forget(&mut self, id: ConversationId) {
        self.parts.remove(&id);
        if let Some(built) = &mut self.built {
            built.router.leave(id);
        }
    }

    /// Begins again with nothing known of conversations.
    pub(super) fn clear(&mut self) {
        self.parts.clear();
        self.built = None;
    }

    /// The seats as they are now.
    pub(super) fn put_seats(&mut self, seats: Vec<Seat>) {
        let shape = |seat: &Seat| (seat.user.clone(), seat.skills.clone(), seat.capacity_units);
        if !self.seats.iter().map(shape).eq(seats.iter().map(shape)) {
            self.built = None;
        }
        self.seats = seats;
    }

    /// What should be offered to whom now, and where everybody stands who waits.
    pub(super) fn plan(
        &mut self,
        rules: &Arc<DeskRules>,
        now: Timestamp,
    ) -> Result<(Vec<Offer>, Places), AppError> {
        let mut built = match self.built.take().filter(|built| Arc::ptr_eq(&built.rules, rules)) {
            Some(built) => built,
            None => self.build(rules)?,
        };
        let used = self.used(built.call_units);
        for (number, seat) in (0..).zip(&self.seats) {
            built.router.put_seat(number, built.seat(seat, &used, now));
        }
        let places = self.places(&built, now);
        let offers = self.offers(&built, now);
        self.built = Some(built);
        Ok((offers, places))
    }

    fn build(&self, rules: &Arc<DeskRules>) -> Result<Built, AppError> {
        let known: BTreeSet<String> =
            self.seats.iter().flat_map(|seat| seat.skills.iter().cloned()).collect();
        let table = SkillTable::new(known.iter().map(String::as_str))
            .map_err(|error| AppError::unprocessable("too_many_skills", error.to_string()))?;
        let routing = &rules.routing;
        let critical_skills = set(&table, &known, &routing.critical_skills);
        let router = Router::new(Rules {
            ageing_points_per_minute: routing.ageing_points_per_minute,
            critical_from_points: routing.critical_from_points,
            critical_skills,
            reserved_seats: routing.reserved_seats,
        });
        let call_units = self.seats.iter().map(|seat| seat.capacity_units).max();
        let call_units = call_units.unwrap_or(CHAT_UNITS);
        let mut built = Built { rules: Arc::clone(rules), table, known, call_units, router };
        for (id, (_, part)) in &self.parts {
            if let Part::Waits(waiter) = part {
                built.wait(*id, waiter);
            }
        }
        Ok(built)
    }

    /// What everybody has already, asked or taken.
    fn used(&self, call_units: u32) -> HashMap<&PrincipalId, u32> {
        let mut used = HashMap::new();
        for (_, part) in self.parts.values() {
            if let Part::Held(user, channel) = part {
                let sum: &mut u32 = used.entry(user).or_default();
                *sum = sum.saturating_add(units(*channel, call_units));
            }
        }
        used
    }

    /// On a copy: what is offered here counts when it is stored.
    fn offers(&self, built: &Built, now: Timestamp) -> Vec<Offer> {
        let mut router = built.router.clone();
        let (mut offers, mut passed) = (Vec::new(), Vec::new());
        while let Some(offer) = router.offer(now) {
            let Some((waiter, seat)) = self.both(offer.contact, offer.seat) else { continue };
            if waiter.passed.contains(&seat.user) {
                router.release(offer.seat, units(waiter.channel, built.call_units), now);
                passed.push(offer.contact);
            } else {
                offers.push(made(offer.contact, waiter, seat));
            }
        }
        // Who has passed on one is asked again only when nobody else is there.
        for contact in passed {
            offers.extend(self.offer_to_another(&mut router, contact, built, now));
        }
        offers
    }

    fn offer_to_another(
        &self,
        router: &mut Router<ConversationId, u32>,
        contact: ConversationId,
        built: &Built,
        now: Timestamp,
    ) -> Option<Offer> {
        let waiter = self.waiter(contact)?;
        let numbered = (0..).zip(&self.seats);
        let out: Vec<(u32, support::routing::Seat)> = numbered
            .filter(|(_, seat)| waiter.passed.contains(&seat.user))
            .filter_map(|(number, _)| Some((number, router.take_seat(number)?)))
            .collect();
        router.wait(contact, built.contact(waiter));
        let mut found = router.offer(now);
        for (number, seat) in &out {
            router.put_seat(*number, *seat);
        }
        if found.is_none() {
            found = router.offer(now);
        }
        if found.is_none() {
            router.leave(contact);
        }
        let seat = self.seats.get(usize::try_from(found?.seat).ok()?)?;
        Some(made(contact, waiter, seat))
    }

    fn waiter(&self, id: ConversationId) -> Option<&Waiter> {
        match self.parts.get(&id)? {
            (_, Part::Waits(waiter)) => Some(waiter),
            _ => None,
        }
    }

    fn both(&self, contact: ConversationId, seat: u32) -> Option<(&Waiter, &Seat)> {
        Some((self.waiter(contact)?, self.seats.get(usize::try_from(seat).ok()?)?))
    }

    fn places(&self, built: &Built, now: Timestamp) -> Places {
        let taking = self.seats.iter().filter(|seat| seat.takes(now));
        let capacity: u32 = taking.clone().map(|seat| seat.capacity_units).sum();
        let people = u32::try_from(taking.count()).unwrap_or(u32::MAX);
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let places = built.router.positions().into_iter().map(|(id, position)| {
            let place = Place {
                ahead: count(position.ahead),
                taking: count(position.seats),
                able: count(position.seats_of_all),
            };
            (id, place)
        });
        Places {
            rules: Arc::clone(&built.rules),
            at: now,
            at_once: f64::from(capacity.max(1)) / f64::from(people.max(1)),
            places: places.collect(),
        }
    }
}

impl Built {
    fn wait(&mut self, id: ConversationId, waiter: &Waiter) {
        let contact = self.contact(waiter);
        self.router.wait(id, contact);
    }

    fn contact(&self, waiter: &Waiter) -> Contact {
        Contact {
            needs: set(&self.table, &self.known, &waiter.needs),
            units: units(waiter.channel, self.call_units),
            points: waiter.points,
            waiting_since: waiter.since,
        }
    }

    fn seat(
        &self,
        seat: &Seat,
        used: &HashMap<&PrincipalId, u32>,
        now: Timestamp,
    ) -> support::routing::Seat {
        support::routing::Seat {
            skills: set(&self.table, &self.known, &seat.skills),
            capacity_units: seat.capacity_units,
            used_units: used.get(&seat.user).copied().unwrap_or(0),
            takes: seat.takes(now),
            idle_since: seat.since,
        }
    }
}

/// What nobody of the desk can do at all, is not waited for: somebody answers all the same.
fn set(table: &SkillTable, known: &BTreeSet<String>, names: &[String]) -> Skills {
    let names = names.iter().filter(|name| known.contains(*name)).map(String::as_str);
    table.set(names).unwrap_or(Skills::NONE)
}

const fn units(channel: Channel, call_units: u32) -> u32 {
    match channel {
        Channel::Phone => call_units,
        Channel::Chat | Channel::Email | Channel::App => CHAT_UNITS,
    }
}

fn made(conversation: ConversationId, waiter: &Waiter, seat: &Seat) -> Offer {
    Offer {
        conversation,
        version: waiter.assignment,
        user: seat.user.clone(),
        name: seat.name.clone(),
    }
}

/// Danger is before everything, whatever waited how long.
const DANGER_POINTS: i64 = 1_000_000;

/// The points that routing sees.
pub(super) fn points(score: u32, level: Level) -> i64 {
    i64::from(score) + if level == Level::Danger { DANGER_POINTS } else { 0 }
}

fn part(conversation: &Conversation) -> Part {
    match &conversation.assignment.owner {
        Owner::Waiting { since } => Part::Waits(Waiter {
            assignment: conversation.assignment.version,
            needs: needs(conversation),
            channel: conversation.worked_as(),
            points: points(conversation.priority.score, conversation.priority.level),
            since: *since,
            passed: conversation.passed.clone(),
        }),
        Owner::Offered { user, .. } | Owner::Assigned { user, .. }
            if conversation.state == State::Open =>
        {
            Part::Held(user.clone(), conversation.worked_as())
        }
        Owner::None | Owner::Offered { .. } | Owner::Assigned { .. } => Part::Gone,
    }
}
