//! Nothing is given that the customer has taken back, from the moment in which they say so.

use cobrowse::consent::Grant;
use cobrowse::control::FromCustomer;
use cobrowse::session::{Input, State};
use kernel::{Clock as _, Duration, Rng};
use relay::Out;

use crate::world::*;

const TAKE_BACK: [&str; 4] = [
    r#"{"t":"pause"}"#,
    r#"{"t":"revoke","grant":"view"}"#,
    r#"{"t":"end"}"#,
    r#"{"t":"end","reason":"log_out"}"#,
];

#[tokio::test]
async fn what_waits_is_not_given_once_the_customer_stops() {
    for text in TAKE_BACK {
        let mut world = World::new();
        let mut writer = world.writer();
        let (mut ana, mut bo) = (world.viewer(1), world.viewer(2));
        let mut capture = Capture::default();
        send(&writer, capture.begin());
        send(&writer, vec![capture.change()]);
        // One has taken a frame, the other nothing; a third joins and waits for the page.
        ana.next().await.unwrap();
        assert!(matches!(ana.next().await.unwrap(), Out::Frame(_)));
        let message = writer.take_text(text).unwrap().unwrap();
        // Nobody has stored anything yet.
        assert!(frames(&drain_viewer(&mut ana).await).is_empty(), "{text}");
        assert!(frames(&drain_viewer(&mut bo).await).is_empty(), "{text}");
        send(&writer, vec![capture.change()]);
        let mut late = world.viewer(2);
        assert!(frames(&drain_viewer(&mut late).await).is_empty(), "{text}");
        drop(late);
        // Something else that was stored before does not open it again.
        world.step(Input::Violation { atoms: 1 });
        send(&writer, capture.begin());
        assert!(frames(&drain_viewer(&mut ana).await).is_empty(), "{text}");
        world.step(input(message));
        let told = names(&drain_viewer(&mut ana).await);
        let ends = world.session.state() == ENDED;
        let expected: &[&str] = if ends { &["state", "bye ended"] } else { &["state"] };
        assert_eq!(told, expected, "{text}");
        send(&writer, capture.begin());
        assert!(frames(&drain_viewer(&mut ana).await).is_empty(), "{text}");
        drain_writer(&mut writer).await;
    }
}

#[tokio::test]
async fn after_a_pause_the_page_begins_anew() {
    let mut world = World::new();
    let writer = world.writer();
    let mut viewer = world.viewer(1);
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    drain_viewer(&mut viewer).await;
    let pause = writer.take_text(TAKE_BACK[0]).unwrap().unwrap();
    world.step(input(pause));
    // Nothing of the page is left for who joins now.
    let mut late = world.viewer(2);
    assert!(frames(&drain_viewer(&mut late).await).is_empty());
    let resume = writer.take_text(r#"{"t":"resume"}"#).unwrap().unwrap();
    world.step(input(resume));
    send(&writer, vec![capture.change()]);
    assert!(frames(&drain_viewer(&mut viewer).await).is_empty());
    send(&writer, capture.begin());
    for one in [&mut viewer, &mut late] {
        assert_eq!(frames(&drain_viewer(one).await).len(), 2);
    }
}

#[tokio::test]
async fn a_pause_that_the_session_refuses_lets_the_page_begin_anew() {
    let mut world = World::new();
    let mut writer = world.writer();
    let mut viewer = world.viewer(1);
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    drain_viewer(&mut viewer).await;
    drain_writer(&mut writer).await;
    // A grant that was never given: the session refuses it, and the room learns that it was heard.
    world.step(Input::Revoke { grant: Grant::Record });
    drain_writer(&mut writer).await;
    let again = writer.take_text(r#"{"t":"revoke","grant":"view"}"#).unwrap().unwrap();
    drop(again);
    world.step(Input::Revoke { grant: Grant::Record });
    assert_eq!(names(&drain_writer(&mut writer).await), ["checkpoint"]);
    send(&writer, capture.begin());
    assert_eq!(frames(&drain_viewer(&mut viewer).await).len(), 2);
}

#[tokio::test]
async fn one_grant_taken_back_stops_that_one_at_once() {
    let world = World::new();
    let mut writer = world.writer();
    let (ana, mut bo) = (world.viewer(1), world.viewer(2));
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    drain_writer(&mut writer).await;
    drain_viewer(&mut bo).await;
    let ink = r#"{"t":"ink","id":"s1","points":[[0,0]],"fades":true}"#;
    ana.take_text(ink).unwrap();
    assert_eq!(names(&drain_writer(&mut writer).await), ["ink"]);
    writer.take_text(r#"{"t":"revoke","grant":"draw"}"#).unwrap();
    ana.take_text(ink).unwrap();
    ana.take_text(r#"{"t":"pointer","x":4,"y":4}"#).unwrap();
    send(&writer, vec![capture.change()]);
    assert_eq!(names(&drain_writer(&mut writer).await), ["pointer"]);
    let all = drain_viewer(&mut bo).await;
    assert_eq!(names(&all), ["ink", "pointer"]);
    assert_eq!(frames(&all).len(), 1, "the page goes on");
}

#[tokio::test]
async fn an_older_session_opens_nothing() {
    let mut world = World::new();
    let writer = world.writer();
    let mut viewer = world.viewer(1);
    let before = world.session.clone();
    world.step(Input::Pause);
    world.room.set(&before);
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    assert!(frames(&drain_viewer(&mut viewer).await).is_empty());
    assert_eq!(world.room.session(), world.session);
}

/// Thousands of histories of a customer who stops and goes on, an application that is slow to store it, and viewers who
/// read or do not.
#[tokio::test]
async fn in_no_history_is_a_frame_given_after_its_consent_ended() {
    let mut given = 0;
    for seed in 0..400 {
        let mut rng = Rng::seeded(seed);
        let mut world = World::new();
        let mut writer = world.writer();
        let mut viewers = [world.viewer(1), world.viewer(2)];
        let mut capture = Capture::default();
        // Messages that the application has not stepped yet.
        let mut unstored: Vec<FromCustomer> = Vec::new();
        send(&writer, capture.begin());
        for _ in 0..80 {
            let is_stopped = unstored.iter().any(|one| !matches!(one, FromCustomer::Resume {}));
            let flows = !is_stopped && world.session.state() == State::Active;
            match rng.below(10) {
                0..=3 => send(&writer, vec![capture.change()]),
                4 => send(&writer, capture.begin()),
                5 => {
                    let which = rng.below(12);
                    let text = match which {
                        0 => r#"{"t":"end"}"#,
                        1..=5 => r#"{"t":"pause"}"#,
                        _ => r#"{"t":"resume"}"#,
                    };
                    unstored.extend(writer.take_text(text).unwrap());
                }
                6 if !unstored.is_empty() => {
                    let message = unstored.remove(0);
                    world.step(input(message));
                }
                7 => world.step(Input::Violation { atoms: 0 }),
                8 if world.session.state() == State::Ended => break,
                8 if rng.chance(0.3) => writer = world.writer(),
                8 => {
                    let at = rng.below(2) as usize;
                    viewers[at] = world.viewer(at as u32 + 1);
                }
                _ => {
                    let at = rng.below(2) as usize;
                    let viewer = &mut viewers[at];
                    for out in drain_viewer(viewer).await {
                        let is_frame = matches!(out, Out::Frame(_));
                        assert!(flows || !is_frame, "seed {seed}: given after it was stopped");
                        given += usize::from(is_frame);
                    }
                }
            }
            world.pass(20);
        }
    }
    assert!(given > 1_000, "{given}");
}

#[tokio::test]
async fn a_room_that_cannot_hear_of_its_session_delivers_nothing() {
    let world = World::new();
    let writer = world.writer();
    let mut viewer = world.viewer(1);
    let mut capture = Capture::default();
    world.relay.known_until(world.clock.now().plus(Duration::from_secs(2)));
    send(&writer, capture.begin());
    send(&writer, vec![capture.change()]);
    assert!(!frames(&drain_viewer(&mut viewer).await).is_empty());
    // What waits when the time is over is not given either.
    send(&writer, vec![capture.change()]);
    world.pass(2_000);
    send(&writer, vec![capture.change()]);
    assert_eq!(frames(&drain_viewer(&mut viewer).await), Vec::<bytes::Bytes>::new());
    // It hears again: the page begins anew, and flows.
    world.relay.known_until(world.clock.now().plus(Duration::from_secs(2)));
    world.relay.tick();
    send(&writer, capture.begin());
    assert!(!frames(&drain_viewer(&mut viewer).await).is_empty());
}
