//! Far more than a person does: it costs nobody else anything, and is not all kept.

use cobrowse::consent::Grant;
use cobrowse::control::ControlError;
use relay::Event;
use serde_json::json;

use crate::world::*;

/// Messages sent at one moment.
const MANY: usize = 5_000;

#[tokio::test]
async fn a_customer_who_steps_without_end_loses_the_socket_and_shows_nothing() {
    for said in [
        r#"{"t":"pause"}"#,
        r#"{"t":"resume"}"#,
        r#"{"t":"shown","ask":9}"#,
        r#"{"t":"decline","ask":9}"#,
        r#"{"t":"revoke","grant":"control"}"#,
        r#"{"t":"end"}"#,
    ] {
        let world = World::new();
        let writer = world.writer();
        let taken = (0..MANY).map(|_| writer.take_text(said)).take_while(Result::is_ok).count();
        assert_eq!(taken, 21, "{said}");
        assert_eq!(writer.take_text(said), Err(ControlError::TooFast));
        // Another socket of the same customer has no new measure.
        assert_eq!(world.writer().take_text(said), Err(ControlError::TooFast));
        assert_eq!(world.writer().take_text(r#"{"t":"ping"}"#), Ok(None));
        world.pass(1_000);
        assert!(world.writer().take_text(said).is_ok(), "{said}");
    }
    // What would have been taken back is: nobody looks on because it came too fast.
    let world = World::new();
    let (writer, mut ana) = (world.writer(), world.viewer(1));
    while writer.take_text(r#"{"t":"resume"}"#).is_ok() {}
    assert_eq!(writer.take_text(r#"{"t":"pause"}"#), Err(ControlError::TooFast));
    send(&writer, Capture::default().begin());
    assert_eq!(frames(&drain_viewer(&mut ana).await).len(), 0);
}

#[tokio::test]
async fn a_viewer_who_acts_without_end_is_heard_by_nobody_else() {
    let world = World::new();
    world.record();
    let writer = world.writer();
    let (mut ana, mut bo) = (world.viewer(1), world.viewer(2));
    send(&writer, Capture::default().begin());
    drain_viewer(&mut bo).await;
    for number in 0..MANY {
        let act = json!({"t": "intent", "id": format!("i{number}"), "frame": 1, "node": 99,
            "act": {"do": "click"}});
        assert_eq!(ana.take_text(&act.to_string()).unwrap(), None);
        drain_viewer(&mut ana).await;
        if number % 100 == 0 {
            let heard = names(&drain_viewer(&mut bo).await);
            assert!(!heard.iter().any(|name| name == "bye"), "{heard:?}");
        }
    }
    let noted = |event: &&Event| matches!(event, Event::Intent { .. });
    assert_eq!(world.events().iter().filter(noted).count(), 201);
    let taken =
        |said: &str| (0..MANY).map(|_| ana.take_text(said)).take_while(Result::is_ok).count();
    assert_eq!(taken(r#"{"t":"ask","wants":["control"]}"#), 21);
}

#[tokio::test]
async fn a_recording_is_closed_before_nobody_could_play_it() {
    let world = World::new();
    world.record();
    let writer = world.writer();
    let ana = world.viewer(1);
    send(&writer, Capture::default().begin());
    let points: Vec<[i32; 2]> = (0..512).map(|at| [60_000_000 - at, 60_000_000 + at]).collect();
    let ink = json!({"t": "ink", "id": "s", "points": points, "fades": false}).to_string();
    assert!(world.session.grants().has(Grant::Record));
    let is_closed = || world.kept.chunks.lock().unwrap().iter().any(|(_, head)| head.is_closed);
    let mut bytes = 0;
    while !is_closed() && bytes < 2 * (128 << 20) {
        world.pass(8);
        assert_eq!(ana.take_text(&ink).unwrap(), None);
        bytes += ink.len();
    }
    assert!(is_closed() && bytes > 120 << 20, "{bytes}");
    assert!(!world.room.wants_recording(), "it is not begun again");
}
