//! What is recorded: what viewers were given, and nothing else.

use cobrowse::consent::Grant;
use cobrowse::recording::{self, Head, Kind, Reader, Record};
use cobrowse::session::Input;
use cobrowse::wire::{self, Said};
use kernel::Clock as _;

use crate::trace::{TICK_MS, Trace};
use crate::world::*;

/// The records of what was kept so far; the last head must be of the last chunk.
fn read(world: &World) -> Vec<Record> {
    let chunks = world.kept.chunks.lock().unwrap();
    let mut reader = Reader::new(world.session.id(), &key()).unwrap();
    let mut records = Vec::new();
    for (chunk, _) in chunks.iter() {
        records.append(&mut reader.next(&chunk.bytes).unwrap().records);
    }
    reader.finish(&chunks.last().unwrap().1).unwrap();
    records
}

fn shown(records: &[Record]) -> Vec<&[u8]> {
    let is_shown = |record: &&Record| record.kind != Kind::Event;
    records.iter().filter(is_shown).map(|record| record.bytes.as_slice()).collect()
}

#[tokio::test]
async fn what_a_viewer_was_given_is_what_is_recorded() {
    let mut world = World::new();
    let writer = world.writer();
    let mut viewer = world.viewer(1);
    world.record();
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    for _ in 0..30 {
        world.pass(1_000);
        world.relay.tick();
        send(&writer, vec![capture.change()]);
    }
    let given = frames(&drain_viewer(&mut viewer).await);
    viewer.take_text(r#"{"t":"box","id":"b1","x":0,"y":0,"w":4,"h":4}"#).unwrap();
    world.step(Input::End { reason: None });
    let records = read(&world);
    let is_page = |bytes: &&[u8]| {
        let said = wire::decode(bytes).unwrap().said;
        matches!(said, Said::Checkpoint { .. })
    };
    let told: Vec<&[u8]> = shown(&records).into_iter().filter(|one| !is_page(one)).collect();
    assert_eq!(told, given.iter().map(|frame| frame.as_ref()).collect::<Vec<_>>());
    let event = |record: &&Record| record.kind == Kind::Event;
    let events: Vec<String> = records
        .iter()
        .filter(event)
        .map(|record| String::from_utf8(record.bytes.clone()).unwrap())
        .collect();
    let kinds: Vec<&str> = events
        .iter()
        .filter_map(|one| one.split('"').skip_while(|word| *word != "t").nth(2))
        .collect();
    assert_eq!(kinds, ["state", "people", "box", "state"], "{events:?}");
    assert!(events[3].contains("\"ended\""), "{events:?}");
    assert!(world.kept.chunks.lock().unwrap().last().unwrap().1.is_closed);
    assert!(world.relay.figures().chunks >= 6);
}

#[tokio::test]
async fn nothing_is_recorded_that_nobody_saw_or_the_customer_did_not_allow() {
    let mut world = World::new();
    let writer = world.writer();
    world.record();
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    send(&writer, vec![capture.change()]);
    // Nobody looked. Now somebody does, and the recording begins with the whole page.
    let viewer = world.viewer(1);
    world.pass(100);
    send(&writer, vec![capture.change()]);
    let pause = writer.take_text(r#"{"t":"pause"}"#).unwrap().unwrap();
    send(&writer, vec![capture.change()]);
    world.step(input(pause));
    world.step(Input::Resume);
    send(&writer, capture.begin());
    let revoke = writer.take_text(r#"{"t":"revoke","grant":"record"}"#).unwrap().unwrap();
    send(&writer, vec![capture.change()]);
    world.step(input(revoke));
    send(&writer, vec![capture.change()]);
    assert!(!world.session.grants().has(Grant::Record));
    let records = read(&world);
    let kinds: Vec<Kind> =
        records.iter().map(|record| record.kind).filter(|kind| *kind != Kind::Event).collect();
    assert_eq!(kinds, [Kind::Checkpoint, Kind::Checkpoint, Kind::Frame]);
    assert!(!world.kept.chunks.lock().unwrap().last().unwrap().1.is_closed, "it may go on");
    drop(viewer);
}

#[tokio::test]
async fn a_grant_given_again_goes_on_in_the_same_recording() {
    let mut world = World::new();
    let (writer, viewer) = (world.writer(), world.viewer(1));
    world.record();
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    let revoke = writer.take_text(r#"{"t":"revoke","grant":"record"}"#).unwrap().unwrap();
    world.step(input(revoke));
    let before = read(&world).len();
    send(&writer, vec![capture.change()]);
    viewer.take_text(r#"{"t":"box","id":"b1","x":0,"y":0,"w":4,"h":4}"#).unwrap();
    world.pass(6_000);
    world.relay.tick();
    assert_eq!(read(&world).len(), before, "nothing while it is taken back");
    assert!(!world.room.wants_recording(), "the same writer goes on");
    world.step(ask(1, &[Grant::Record]));
    world.step(Input::Shown { ask: 2 });
    world.step(accept(2, &[Grant::Record]));
    send(&writer, vec![capture.change()]);
    world.step(Input::End { reason: None });
    let records = read(&world);
    let kinds: Vec<Kind> = records[before..].iter().map(|record| record.kind).collect();
    let whole = [Kind::Event, Kind::Event, Kind::Checkpoint, Kind::Frame, Kind::Event];
    assert_eq!(kinds, whole, "how it stands, who is there, the page as it is, and on");
    assert!(world.kept.chunks.lock().unwrap().last().unwrap().1.is_closed);
}

#[tokio::test]
async fn a_pointer_is_kept_four_times_a_second() {
    let world = World::new();
    let (writer, viewer) = (world.writer(), world.viewer(1));
    world.record();
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    for x in 0..500 {
        world.pass(20);
        let text = serde_json::json!({"t": "pointer", "x": x, "y": 1}).to_string();
        viewer.take_text(&text).unwrap();
    }
    world.pass(5_000);
    world.relay.tick();
    let records = read(&world);
    let events = records.iter().filter(|record| record.kind == Kind::Event).count();
    assert!((37..=43).contains(&events), "{events}");
}

#[tokio::test]
async fn play_can_begin_at_many_places_for_half_the_bytes() {
    let mut world = World::new();
    let (writer, mut viewer) = (world.writer(), world.viewer(1));
    world.record();
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    for _ in 0..6_000 {
        world.pass(100);
        send(&writer, vec![capture.change()]);
        drain_viewer(&mut viewer).await;
    }
    world.step(Input::End { reason: None });
    let records = read(&world);
    let bytes = |kind: Kind| -> usize {
        records.iter().filter(|record| record.kind == kind).map(|record| record.bytes.len()).sum()
    };
    let pages = records.iter().filter(|record| record.kind == Kind::Checkpoint).count();
    assert!((15..=25).contains(&pages), "{pages}");
    assert!(bytes(Kind::Checkpoint) * 2 <= bytes(Kind::Frame));
}

/// The goal: 100 kB for ten minutes.
#[tokio::test]
async fn ten_minutes_of_usual_use_are_small() {
    for seed in 1..4 {
        let mut world = World::new();
        let (writer, mut viewer) = (world.writer(), world.viewer(1));
        world.record();
        let mut trace = Trace::new(seed);
        let mut drawn_frames = 0;
        for tick in 0..6_000 {
            send(&writer, trace.next());
            world.pass(TICK_MS);
            if tick % 10 == 0 {
                let text = serde_json::json!({"t": "pointer", "x": tick, "y": tick % 700});
                viewer.take_text(&text.to_string()).unwrap();
                world.relay.tick();
            }
            drawn_frames += frames(&drain_viewer(&mut viewer).await).len();
        }
        world.step(Input::End { reason: None });
        let figures = world.relay.figures();
        println!(
            "seed {seed}: {} frames of {} bytes, {} chunks of {} bytes",
            figures.frames_in, figures.bytes_in, figures.chunks, figures.chunk_bytes
        );
        assert_eq!(figures.frames_refused + figures.atoms_dropped, 0, "the trace is released");
        assert!(drawn_frames > 2_000, "{drawn_frames}");
        assert!(figures.chunk_bytes <= 100_000, "{figures:?}");
        assert!(read(&world).len() > 2_000);
    }
}

/// Frames of the capture in a real browser, of pages of templates and component libraries on which all is released.
fn recorded_pages() -> Vec<Vec<bytes::Bytes>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../cobrowse/tests/golden/recorded");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let byte = |text: &str, at: usize| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap();
    let frame = |text: &String| (0..text.len() / 2).map(|at| byte(text, at)).collect();
    let page = |path| -> Vec<bytes::Bytes> {
        let texts: Vec<String> =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        texts.iter().map(frame).collect()
    };
    paths.into_iter().map(page).collect()
}

/// A customer who looks at real pages, ten of them in ten minutes.
#[tokio::test]
async fn real_pages_are_small_too_and_arrive_as_they_were_recorded() {
    let mut world = World::new();
    let (writer, mut viewer) = (world.writer(), world.viewer(1));
    world.record();
    let pages = recorded_pages();
    let mut given = Vec::new();
    for page in pages.iter().cycle().take(10) {
        for frame in page {
            send(&writer, vec![frame.clone()]);
            given.extend(frames(&drain_viewer(&mut viewer).await));
            world.pass(500);
            world.relay.tick();
        }
        world.pass(60_000 - 500 * i64::try_from(page.len()).unwrap());
    }
    world.step(Input::End { reason: None });
    let figures = world.relay.figures();
    println!("{pages} pages, {figures:?}", pages = pages.len());
    assert_eq!(figures.frames_refused, 0);
    assert!(figures.chunk_bytes <= 100_000, "{figures:?}");
    let records = read(&world);
    let is_page =
        |bytes: &&[u8]| matches!(wire::decode(bytes).unwrap().said, Said::Checkpoint { .. });
    let told: Vec<&[u8]> = shown(&records).into_iter().filter(|one| !is_page(one)).collect();
    assert_eq!(told, given.iter().map(|frame| frame.as_ref()).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_was_not_kept_is_told_in_its_place() {
    let world = World::new();
    let writer = world.writer();
    let _viewer = world.viewer(1);
    assert!(world.room.wants_recording());
    assert!(!world.room.wants_recording(), "one brings a writer");
    world.room.record_not();
    assert!(world.room.wants_recording());
    world.record();
    assert!(!world.room.wants_recording());
    let mut capture = Capture::default();
    send(&writer, capture.begin());
    world.room.lose_recording(1);
    assert!(!world.room.wants_recording(), "another part was lost, long before");
    world.room.lose_recording(0);
    assert!(world.room.wants_recording());
    let id = world.session.id();
    let next = recording::Writer::new(id, &key(), world.clock.now(), 1, Head::NONE).unwrap();
    world.room.record(next);
    send(&writer, vec![capture.change()]);
    world.pass(6_000);
    world.relay.tick();
    let records = read(&world);
    assert_eq!(records[0].bytes, br#"{"t":"gap"}"#);
    assert!(!shown(&records).is_empty(), "and the page whole behind it");
}
