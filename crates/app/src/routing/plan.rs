//! From what is stored to a plan of offers. Pure.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{ConversationId, PrincipalId, Timestamp};
use support::conversation::{Channel, Conversation, DeskRules, Level, Owner};
use support::routing::{Contact, Router, Rules, SkillTable, Skills};

use super::{Floor, Standings, Wait, needs};
use crate::AppError;
use crate::conversations::Kept;
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

/// Where somebody stands who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// 1 is next.
    pub position: u32,
    pub wait: Option<Wait>,
}

/// What should happen now.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub offers: Vec<Offer>,
    pub standings: Standings,
}

pub(super) fn plan(rules: &DeskRules, floor: &Floor, now: Timestamp) -> Result<Plan, AppError> {
    let Floor { waiting, held, seats } = floor;
    let known: BTreeSet<&str> =
        seats.iter().flat_map(|seat| seat.skills.iter().map(String::as_str)).collect();
    let table = SkillTable::new(known.iter().copied())
        .map_err(|error| AppError::unprocessable("too_many_skills", error.to_string()))?;
    // What nobody of the desk can do at all, is not waited for: somebody answers all the same.
    let set = |names: &[String]| {
        let names = names.iter().map(String::as_str).filter(|name| known.contains(name));
        table.set(names).unwrap_or(Skills::NONE)
    };
    let critical = rules.routing.critical_skills.clone();
    let mut router: Router<ConversationId, &PrincipalId> = Router::new(Rules {
        ageing_points_per_minute: rules.routing.ageing_points_per_minute,
        critical_from_points: rules.routing.critical_from_points,
        critical_skills: set(&critical),
        reserved_seats: rules.routing.reserved_seats,
    });
    let used = used_units(held, seats);
    for seat in seats {
        router.put_seat(&seat.user, router_seat(seat, &used, set(&seat.skills), now));
    }
    let asked: Vec<&Kept> = waiting
        .iter()
        .filter(|kept| matches!(kept.conversation.assignment.owner, Owner::Waiting { .. }))
        .collect();
    for kept in &asked {
        router.wait(kept.conversation.id, contact(&kept.conversation, &set, seats));
    }
    let standings = standings(&router, &asked, seats, rules, now);
    let by_id: BTreeMap<ConversationId, &Conversation> =
        asked.iter().map(|kept| (kept.conversation.id, &kept.conversation)).collect();
    let mut offers = Vec::new();
    let mut passed = Vec::new();
    while let Some(offer) = router.offer(now) {
        let Some(conversation) = by_id.get(&offer.contact) else { continue };
        if conversation.passed.contains(offer.seat) {
            router.release(offer.seat, units(conversation.worked_as(), seats), now);
            passed.push(*conversation);
            continue;
        }
        offers.push(make(conversation, offer.seat, seats));
    }
    // Who has passed on one is asked again only when nobody else is there.
    for conversation in passed {
        offers.extend(offer_to_another(&mut router, conversation, seats, &set, now));
    }
    Ok(Plan { offers, standings })
}

fn make(conversation: &Conversation, user: &PrincipalId, seats: &[Seat]) -> Offer {
    let seat = seats.iter().find(|seat| seat.user == *user);
    Offer {
        conversation: conversation.id,
        version: conversation.assignment.version,
        user: user.clone(),
        name: seat.map_or_else(|| user.to_string(), |seat| seat.name.clone()),
    }
}

fn offer_to_another<'s>(
    router: &mut Router<ConversationId, &'s PrincipalId>,
    conversation: &Conversation,
    seats: &'s [Seat],
    set: &impl Fn(&[String]) -> Skills,
    now: Timestamp,
) -> Option<Offer> {
    let out: Vec<(&PrincipalId, support::routing::Seat)> = seats
        .iter()
        .filter(|seat| conversation.passed.contains(&seat.user))
        .filter_map(|seat| Some((&seat.user, router.take_seat(&seat.user)?)))
        .collect();
    router.wait(conversation.id, contact(conversation, set, seats));
    let mut found = router.offer(now);
    for (user, seat) in &out {
        router.put_seat(user, *seat);
    }
    if found.is_none() {
        found = router.offer(now);
    }
    if found.is_none() {
        router.leave(conversation.id);
    }
    found.map(|offer| make(conversation, offer.seat, seats))
}

/// What everybody has already, asked or taken.
fn used_units(held: &[Kept], seats: &[Seat]) -> BTreeMap<PrincipalId, u32> {
    let mut used: BTreeMap<PrincipalId, u32> = BTreeMap::new();
    for kept in held {
        if let Some(user) = kept.conversation.assignment.owner.user() {
            let sum = used.entry(user.clone()).or_default();
            *sum = sum.saturating_add(units(kept.conversation.worked_as(), seats));
        }
    }
    used
}

fn router_seat(
    seat: &Seat,
    used: &BTreeMap<PrincipalId, u32>,
    skills: Skills,
    now: Timestamp,
) -> support::routing::Seat {
    support::routing::Seat {
        skills,
        capacity_units: seat.capacity_units,
        used_units: used.get(&seat.user).copied().unwrap_or(0),
        takes: seat.takes(now),
        idle_since: seat.since,
    }
}

/// A call takes all that anybody has.
fn units(channel: Channel, seats: &[Seat]) -> u32 {
    match channel {
        Channel::Phone => seats.iter().map(|seat| seat.capacity_units).max().unwrap_or(CHAT_UNITS),
        Channel::Chat | Channel::Email | Channel::App => CHAT_UNITS,
    }
}

fn contact(
    conversation: &Conversation,
    set: &impl Fn(&[String]) -> Skills,
    seats: &[Seat],
) -> Contact {
    let since = conversation.assignment.owner.waiting_since();
    let danger = i64::from(conversation.priority.level == Level::Danger);
    Contact {
        needs: set(&needs(conversation)),
        units: units(conversation.worked_as(), seats),
        // Danger is before everything, whatever waited how long.
        points: i64::from(conversation.priority.score) + danger * 1_000_000,
        waiting_since: since.unwrap_or(conversation.opened_at),
    }
}

fn standings(
    router: &Router<ConversationId, &PrincipalId>,
    asked: &[&Kept],
    seats: &[Seat],
    rules: &DeskRules,
    now: Timestamp,
) -> Standings {
    let taking = seats.iter().filter(|seat| seat.takes(now));
    let units: u32 = taking.clone().map(|seat| seat.capacity_units).sum();
    let people = u32::try_from(taking.count()).unwrap_or(u32::MAX);
    let at_once = f64::from(units.max(1)) / f64::from(people.max(1));
    let standing = |kept: &&Kept| {
        let position = router.position(kept.conversation.id)?;
        let ahead = u32::try_from(position.ahead).unwrap_or(u32::MAX);
        let seats = u32::try_from(position.seats).unwrap_or(u32::MAX);
        let wait = Wait::expect(ahead, seats, at_once, rules.routing.handle_time);
        Some((kept.conversation.id, Standing { position: ahead.saturating_add(1), wait }))
    };
    asked.iter().filter_map(standing).collect()
}
