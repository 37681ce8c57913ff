//! The four rules of routing, each on its own and all of them on random desks.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Duration, Timestamp};
use proptest::prelude::*;
use support::routing::{Contact, Router, Rules, Seat, SkillTable, Skills};

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn skills(names: &[&str]) -> Skills {
    let table = SkillTable::new(["sv", "de", "critical", "hardship"]).unwrap();
    table.set(names.iter().copied()).unwrap()
}

fn rules(reserved_seats: u32) -> Rules {
    Rules {
        ageing_points_per_minute: 2,
        critical_from_points: 100,
        critical_skills: skills(&["critical"]),
        reserved_seats,
    }
}

fn seat(names: &[&str]) -> Seat {
    Seat { skills: skills(names), capacity_units: 1, used_units: 0, takes: true, idle_since: NOW }
}

fn contact(names: &[&str], points: i64) -> Contact {
    Contact { needs: skills(names), units: 1, points, waiting_since: NOW }
}

fn minutes(count: i64) -> Duration {
    Duration::from_millis(count * 60_000)
}

#[test]
fn nobody_is_offered_what_they_cannot_do() {
    let mut router = Router::new(rules(0));
    router.put_seat(1, seat(&["de"]));
    router.wait(1, contact(&["sv"], 0));
    assert_eq!(router.offer(NOW), None);
    router.put_seat(2, seat(&["sv", "de"]));
    let offer = router.offer(NOW.plus(minutes(1))).unwrap();
    assert_eq!((offer.contact, offer.seat, offer.waited), (1, 2, minutes(1)));
    assert_eq!(router.waiting(), 0);
}

#[test]
fn the_least_flexible_seat_goes_first() {
    let mut router = Router::new(rules(0));
    router.put_seat(1, seat(&["sv", "de", "hardship"]));
    router.put_seat(2, seat(&["sv", "de"]));
    router.put_seat(3, seat(&["sv"]));
    for (id, expected) in [(1, 3), (2, 2), (3, 1)] {
        router.wait(id, contact(&["sv"], 0));
        assert_eq!(router.offer(NOW).unwrap().seat, expected);
    }
}

#[test]
fn more_points_go_first_and_waiting_makes_points() {
    let mut router = Router::new(rules(0));
    router.wait(1, contact(&["sv"], 0));
    router.wait(2, contact(&["sv"], 30));
    // Two points a minute: what came 16 minutes ago with none is ahead of what came now with 30.
    let later = NOW.plus(minutes(16));
    router.wait(3, Contact { waiting_since: later, ..contact(&["sv"], 30) });
    let mut order = Vec::new();
    for id in 1..=3 {
        router.put_seat(id, seat(&["sv"]));
        order.push(router.offer(later).unwrap().contact);
    }
    assert_eq!(order, [2, 1, 3]);
}

#[test]
fn seats_for_critical_work_are_kept_free_for_it() {
    let mut router = Router::new(rules(1));
    router.put_seat(1, seat(&["sv", "critical"]));
    router.wait(1, contact(&["sv"], 99));
    assert_eq!(router.offer(NOW), None, "the only one is kept free");
    // Critical by what it needs, or by its points.
    router.wait(2, contact(&["sv", "critical"], 0));
    assert_eq!(router.offer(NOW).unwrap().contact, 2);
    router.release(1, 1, NOW);
    router.wait(3, contact(&["sv"], 100));
    assert_eq!(router.offer(NOW).unwrap().contact, 3);
    router.release(1, 1, NOW);
    assert_eq!(router.offer(NOW), None);
    router.put_seat(2, seat(&["sv", "critical"]));
    assert_eq!(router.offer(NOW).unwrap().contact, 1, "one more than is kept free");
    assert_eq!(router.offer(NOW), None);
}

#[test]
fn a_call_takes_a_whole_seat_and_chats_share_one() {
    let mut router = Router::new(rules(0));
    router.put_seat(1, Seat { capacity_units: 3, ..seat(&["sv"]) });
    router.wait(1, contact(&["sv"], 50));
    assert_eq!(router.offer(NOW).unwrap().contact, 1);
    router.wait(2, Contact { units: 3, ..contact(&["sv"], 90) });
    router.wait(3, contact(&["sv"], 0));
    assert_eq!(router.offer(NOW).unwrap().contact, 3, "the call has no room");
    router.release(1, 1, NOW);
    assert_eq!(router.offer(NOW), None);
    router.release(1, 1, NOW);
    assert_eq!(router.offer(NOW).unwrap().contact, 2);
}

#[test]
fn new_points_do_not_cost_the_place_in_the_queue() {
    let mut router = Router::new(rules(0));
    router.wait(1, contact(&["sv"], 0));
    router.wait(1, Contact { waiting_since: NOW.plus(minutes(5)), ..contact(&["sv"], 10) });
    router.put_seat(1, seat(&["sv"]));
    assert_eq!(router.waiting(), 1);
    assert_eq!(router.offer(NOW.plus(minutes(6))).unwrap().waited, minutes(6));
}

#[test]
fn a_position_counts_who_is_ahead_in_the_same_line() {
    let mut router = Router::new(rules(0));
    router.put_seat(1, Seat { takes: true, used_units: 1, ..seat(&["sv", "hardship"]) });
    router.wait(1, contact(&["sv"], 20));
    router.wait(2, contact(&["hardship"], 10));
    router.wait(3, contact(&["de"], 90));
    router.wait(4, contact(&["sv"], 0));
    let at = |id| router.position(id).map(|position| (position.ahead, position.seats));
    assert_eq!([at(1), at(2), at(4)], [Some((0, 1)), Some((1, 1)), Some((2, 1))]);
    assert_eq!(at(3), Some((0, 0)), "nobody here speaks it");
    assert_eq!(at(9), None);
}

#[derive(Debug, Clone)]
enum Act {
    Wait { id: u8, needs: u8, units: u32, points: i64 },
    Leave { id: u8 },
    Put { id: u8, skills: u8, capacity: u32, takes: bool },
    Release { id: u8 },
    Offer,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (any::<u8>(), 0..16_u8, 1..4_u32, 0..150_i64)
            .prop_map(|(id, needs, units, points)| Act::Wait { id, needs, units, points }),
        any::<u8>().prop_map(|id| Act::Leave { id }),
        (0..6_u8, 0..16_u8, 1..5_u32, any::<bool>())
            .prop_map(|(id, skills, capacity, takes)| Act::Put { id, skills, capacity, takes }),
        (0..6_u8).prop_map(|id| Act::Release { id }),
        Just(Act::Offer),
        Just(Act::Offer),
    ]
}

fn of_bits(bits: u8) -> Skills {
    let names = ["sv", "de", "critical", "hardship"];
    let chosen: Vec<&str> =
        (0..4).filter(|bit| bits >> bit & 1 == 1).map(|bit| names[bit]).collect();
    skills(&chosen)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// On any desk: nobody gets what they cannot do or have no room for, no contact is offered twice,
    /// the reserve is kept, and there is no offer only when there can be none.
    #[test]
    fn every_offer_keeps_the_rules(acts in prop::collection::vec(act(), 1..120), reserved in 0..3_u32) {
        let rules = rules(reserved);
        let mut router = Router::new(rules);
        let mut waiting: BTreeMap<u8, Contact> = BTreeMap::new();
        let mut held: BTreeMap<u8, Vec<u32>> = BTreeMap::new();
        let mut seats = BTreeSet::new();
        for (at, act) in acts.into_iter().enumerate() {
            let now = NOW.plus(Duration::from_secs(at as i64));
            match act {
                Act::Wait { id, needs, units, points } => {
                    let needs = of_bits(needs);
                    let new = Contact { needs, units, points, waiting_since: now };
                    router.wait(id, new);
                    let since = waiting.get(&id).map_or(now, |known| known.waiting_since);
                    waiting.insert(id, Contact { waiting_since: since, ..new });
                }
                Act::Leave { id } => prop_assert_eq!(router.leave(id), waiting.remove(&id)),
                Act::Put { id, skills, capacity, takes } => {
                    let used = held.get(&id).map_or(0, |held| held.iter().sum());
                    seats.insert(id);
                    router.put_seat(id, Seat {
                        skills: of_bits(skills),
                        capacity_units: capacity,
                        used_units: used,
                        takes,
                        idle_since: now,
                    });
                }
                Act::Release { id } => {
                    if let Some(units) = held.entry(id).or_default().pop() {
                        router.release(id, units, now);
                    }
                }
                Act::Offer => {
                    let before: BTreeMap<u8, Seat> =
                        seats.iter().map(|id| (*id, *router.seat(*id).unwrap())).collect();
                    let is_critical = |contact: &Contact| {
                        contact.points >= rules.critical_from_points
                            || contact.needs.meet(rules.critical_skills)
                    };
                    let free = before.values().filter(|seat| {
                        seat.takes && seat.used_units < seat.capacity_units
                            && seat.skills.meet(rules.critical_skills)
                    }).count();
                    let may = |contact: &Contact, seat: &Seat| {
                        seat.takes
                            && seat.skills.cover(contact.needs)
                            && seat.used_units + contact.units <= seat.capacity_units
                            && (is_critical(contact)
                                || !seat.skills.meet(rules.critical_skills)
                                || free > reserved as usize)
                    };
                    let points = |contact: &Contact| {
                        contact.points * 60_000
                            + 2 * now.since(contact.waiting_since).as_millis()
                    };
                    let most = waiting.values()
                        .filter(|contact| before.values().any(|seat| may(contact, seat)))
                        .map(points).max();
                    let offer = router.offer(now);
                    prop_assert_eq!(offer.is_some(), most.is_some());
                    let Some(offer) = offer else { continue };
                    let taken = waiting.remove(&offer.contact).unwrap();
                    prop_assert!(may(&taken, &before[&offer.seat]));
                    prop_assert_eq!(Some(points(&taken)), most);
                    held.entry(offer.seat).or_default().push(taken.units);
                }
            }
            prop_assert_eq!(router.waiting(), waiting.len());
        }
    }
}
