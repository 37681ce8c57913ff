//! What somebody cannot see, with its place in the page.

use cobrowse::session::Input;
use relay::{Event, Out};
use serde_json::{Value, json};

use crate::world::*;

/// Seat, node, page, place and note.
type Spot = (u32, u32, Option<String>, String, Option<String>);

fn spots(world: &World) -> Vec<Spot> {
    let spot = |event: Event| match event {
        Event::Blind { seat, node, page, place, note } => {
            Some((seat, node, page, place.to_string(), note))
        }
        _ => None,
    };
    world.events().into_iter().filter_map(spot).collect()
}

fn asked(all: &[Out]) -> Vec<Value> {
    texts(all).into_iter().filter(|text| text["t"] == "locate").collect()
}

#[tokio::test]
async fn the_customers_page_says_where_a_box_is_and_the_others_hear_of_it() {
    let world = World::new();
    let mut writer = world.writer();
    let (mut ana, mut bo) = (world.viewer(1), world.viewer(2));
    world.record();
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    drain_viewer(&mut ana).await;
    drain_viewer(&mut bo).await;
    drain_writer(&mut writer).await;
    assert_eq!(ana.take_text(r#"{"t":"blind","node":3,"note":"the sum"}"#).unwrap(), None);
    let told = texts(&drain_viewer(&mut bo).await);
    assert_eq!(told, [json!({"t": "blind", "seat": 1, "node": 3, "note": "the sum"})]);
    assert!(drain_viewer(&mut ana).await.is_empty(), "who said it knows it");
    let asked = asked(&drain_writer(&mut writer).await);
    assert_eq!((asked.len(), &asked[0]["node"], &asked[0]["frame"]), (1, &json!(3), &json!(1)));
    assert!(spots(&world).is_empty(), "not before the page has answered");
    let id = asked[0]["id"].as_str().unwrap();
    let path = ["@order", "dd:2"];
    let answer = json!({"t": "place", "id": id, "page": "/orders/*", "path": path}).to_string();
    for _ in 0..2 {
        assert_eq!(writer.take_text(&answer).unwrap(), None);
    }
    let (page, note) = (Some("/orders/*".to_owned()), Some("the sum".to_owned()));
    assert_eq!(spots(&world), [(1, 3, page, "@order > dd:2".to_owned(), note)]);
}

#[tokio::test]
async fn a_box_has_a_place_where_the_page_does_not_say_one() {
    for case in 0..4 {
        let mut world = World::new();
        let writer = world.writer();
        let ana = world.viewer(1);
        let mut capture = Capture::default();
        send(&writer, capture.begin());
        if case == 0 {
            // Nobody is there to ask, and the page is not there any more either.
            drop(writer);
            ana.take_text(r#"{"t":"blind","node":3}"#).unwrap();
            assert_eq!(spots(&world).len(), 1);
            continue;
        }
        ana.take_text(r#"{"t":"blind","node":3}"#).unwrap();
        match case {
            1 => {
                world.pass(5_000);
                world.relay.tick();
            }
            2 => world.step(Input::Pause),
            _ => {
                let gone = r#"{"t":"place","id":"b3","path":[]}"#;
                writer.take_text(gone).unwrap();
            }
        }
        let expected = (1, 3, None, "box.1 > text.1".to_owned(), None);
        assert_eq!(spots(&world), [expected], "case {case}");
    }
}

#[tokio::test]
async fn what_is_not_there_or_not_allowed_is_nobodys_blind_spot() {
    let mut world = World::new();
    let mut writer = world.writer();
    let ana = world.viewer(1);
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    for node in [0, 4, 99, u32::MAX] {
        ana.take_text(&json!({"t": "blind", "node": node}).to_string()).unwrap();
    }
    for _ in 0..40 {
        ana.take_text(r#"{"t":"blind","node":3}"#).unwrap();
    }
    let count = asked(&drain_writer(&mut writer).await).len();
    assert!((1..=6).contains(&count), "{count} at once");
    world.step(Input::Pause);
    let before = spots(&world).len();
    assert_eq!(before, count);
    world.pass(60_000);
    ana.take_text(r#"{"t":"blind","node":3}"#).unwrap();
    assert_eq!(spots(&world).len(), before);
}
