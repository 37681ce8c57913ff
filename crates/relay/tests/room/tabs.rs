//! A customer with several tabs, and people who come and go.

use cobrowse::policy::Permit;
use cobrowse::session::{Input, Role};
use relay::{Event, Refused, TABS_MAX, VIEWERS_MAX};
use serde_json::json;

use crate::world::*;

#[tokio::test]
async fn the_tab_that_is_looked_at_writes() {
    let world = World::new();
    let mut viewer = world.viewer(1);
    let mut one = world.tab("aaaaaaaa");
    let mut first = Capture::default();
    send(&one, first.begin());
    assert_eq!(frames(&drain_viewer(&mut viewer).await).len(), 2);
    let mut two = world.tab("bbbbbbbb");
    assert_eq!(names(&drain_writer(&mut one).await), ["welcome", "asleep"]);
    assert_eq!(names(&drain_writer(&mut two).await), ["welcome"]);
    let mut second = Capture::default();
    send(&one, vec![first.change()]);
    let begun = second.begin();
    send(&two, begun.clone());
    send(&one, first.begin());
    let all = frames(&drain_viewer(&mut viewer).await);
    let same = all.iter().zip(&begun).all(|(given, sent)| given.as_ptr() == sent.as_ptr());
    assert!(same && all.len() == 2, "nothing of the tab that rests");
    one.take_text(r#"{"t":"here"}"#).unwrap();
    assert_eq!(names(&drain_writer(&mut one).await), ["checkpoint"]);
    assert_eq!(names(&drain_writer(&mut two).await), ["asleep"]);
    send(&two, vec![second.change()]);
    send(&one, first.begin());
    assert_eq!(frames(&drain_viewer(&mut viewer).await).len(), 2);
    // The tab is closed: the other is what is looked at.
    drop(one);
    assert_eq!(names(&drain_writer(&mut two).await), ["checkpoint"]);
    drop(two);
    assert_eq!(world.events(), [Event::CustomerGone]);
}

#[tokio::test]
async fn a_tab_that_is_loaded_again_replaces_itself() {
    let world = World::new();
    let mut before = world.tab("aaaaaaaa");
    let mut after = world.tab("aaaaaaaa");
    assert_eq!(names(&drain_writer(&mut before).await), ["welcome", "bye replaced"]);
    drop(before);
    assert_eq!(names(&drain_writer(&mut after).await), ["welcome"]);
    assert!(world.events().is_empty());
    let mut viewer = world.viewer(1);
    let mut capture = Capture::default();
    send(&after, capture.begin());
    assert_eq!(frames(&drain_viewer(&mut viewer).await).len(), 2);
}

#[tokio::test]
async fn a_viewer_who_comes_back_replaces_themselves() {
    let world = World::new();
    let mut before = world.viewer(1);
    let after = world.viewer(1);
    assert_eq!(names(&drain_viewer(&mut before).await), ["welcome", "bye replaced"]);
    drop(before);
    assert!(world.events().is_empty());
    assert!(world.room.has_viewer(1));
    drop(after);
    assert_eq!(world.events(), [Event::ViewerGone { seat: 1 }]);
    assert!(!world.room.has_viewer(1));
}

#[tokio::test]
async fn there_are_no_more_sockets_than_may_be() {
    let world = World::new();
    let tabs: Vec<_> = (0..TABS_MAX).map(|_| world.writer()).collect();
    let full = world.room.writer(None, welcome_customer).err();
    assert_eq!(full, Some(Refused::Full(TABS_MAX)));
    drop(tabs);
    assert!(world.room.writer(None, welcome_customer).is_ok());
    let viewer = |seat| world.room.viewer(seat, |session| welcome_viewer(session, seat));
    assert!(viewer(1).is_ok());
    for stranger in [0, 3, 99] {
        assert_eq!(viewer(stranger).err(), Some(Refused::Seat));
    }
    assert_eq!(VIEWERS_MAX, cobrowse::session::SEATS_MAX);
    let mut world = World::new();
    world.step(Input::End { reason: None });
    assert_eq!(world.room.writer(None, welcome_customer).err(), Some(Refused::Ended));
    let late = world.room.viewer(1, |session| welcome_viewer(session, 1));
    assert_eq!(late.err(), Some(Refused::Ended));
}

#[tokio::test]
async fn who_left_is_given_nothing_more() {
    let mut world = World::new();
    let writer = world.writer();
    let (mut ana, mut bo) = (world.viewer(1), world.viewer(2));
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    world.step(Input::Leave { seat: 2 });
    send(&writer, vec![capture.change()]);
    let all = drain_viewer(&mut bo).await;
    assert_eq!(names(&all), ["welcome", "people", "bye moved"]);
    assert!(frames(&all).is_empty());
    assert_eq!(frames(&drain_viewer(&mut ana).await).len(), 3);
}

#[tokio::test]
async fn everybody_is_told_of_people_marks_and_policies() {
    let mut world = World::new();
    let mut writer = world.writer();
    let (ana, mut bo) = (world.viewer(1), world.viewer(2));
    drain_writer(&mut writer).await;
    drain_viewer(&mut bo).await;
    world.step(join("cy", Role::Agent));
    for all in [drain_writer(&mut writer).await, drain_viewer(&mut bo).await] {
        assert_eq!(texts(&all)[0]["people"].as_array().unwrap().len(), 3);
    }
    ana.take_text(r#"{"t":"pointer","x":4,"y":8}"#).unwrap();
    // A supervisor looks, and does not draw.
    bo.take_text(r#"{"t":"laser","x":4,"y":8}"#).unwrap();
    let pointer = json!({"t": "pointer", "seat": 1, "x": 4, "y": 8});
    for all in [drain_writer(&mut writer).await, drain_viewer(&mut bo).await] {
        assert_eq!(texts(&all), std::slice::from_ref(&pointer));
    }
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    drain_viewer(&mut bo).await;
    world.room.adopt(Permit::nothing([7; 32]), false, json!({"hash": "07", "rules": []}));
    assert_eq!(names(&drain_writer(&mut writer).await), ["policy"]);
    send(&writer, vec![capture.change()]);
    send(&writer, capture.begin());
    assert!(frames(&drain_viewer(&mut bo).await).is_empty(), "the policy before is over");
}
