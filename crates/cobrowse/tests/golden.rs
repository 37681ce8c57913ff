//! The frames that the browser's writer makes are read, and written again, byte for byte; the checkpoint of the page that
//! they make is the one that the browser's reader is tested with.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use cobrowse::export::Export;
use cobrowse::page::Page;
use cobrowse::wire::{self, Kind};

fn unhex(text: &str) -> Vec<u8> {
    let text = text.trim();
    (0..text.len() / 2)
        .map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap())
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn frames() -> Vec<Vec<u8>> {
    let texts: Vec<String> = serde_json::from_str(include_str!("golden/frames.json")).unwrap();
    texts.iter().map(|text| unhex(text)).collect()
}

#[test]
fn frames_of_the_browser_are_read_and_written_as_they_were() {
    let frames = frames();
    assert_eq!(frames.len(), 5);
    for (at, bytes) in frames.iter().enumerate() {
        let frame = wire::decode(bytes).unwrap_or_else(|error| panic!("frame {at}: {error}"));
        assert_eq!(frame.sequence as usize, at);
        assert_eq!(hex(&wire::encode(&frame)), hex(bytes), "frame {at}");
    }
}

#[test]
fn the_page_that_they_make_is_told_as_one_frame() {
    let mut page = Page::default();
    for bytes in frames() {
        page.take(&wire::decode(&bytes).unwrap()).unwrap();
    }
    assert_eq!((page.nodes(), page.sequence(), page.is_ready()), (11, Some(4), true));
    let text = page.node(4).unwrap();
    assert_eq!((text.kind, text.rule, text.changed_at), (Kind::Text, Some(2), 3));
    let field = page.node(5).unwrap();
    assert_eq!((field.kind, field.rule), (Kind::Field, None));
    assert_eq!((page.node(6), page.node(0)), (None, None));
    let checkpoint = wire::encode(&page.checkpoint().unwrap());
    assert_eq!(hex(&checkpoint), include_str!("golden/checkpoint.hex").trim());
}

#[test]
fn each_byte_that_is_cut_off_is_missed() {
    for bytes in frames() {
        let whole = wire::decode(&bytes).unwrap();
        for end in 0..bytes.len() {
            // A frame may end between two operations: it is another frame then.
            if let Ok(frame) = wire::decode(&bytes[..end]) {
                assert_ne!(frame, whole);
                assert_eq!(wire::encode(&frame), &bytes[..end]);
            }
        }
    }
}

/// What `web/tests/cobrowse-export.browser.ts` gives to rrweb's own player.
#[test]
fn the_frames_are_exported_as_the_events_that_a_player_is_tested_with() {
    let mut export = Export::default();
    let mut events = Vec::new();
    for (at_ms, bytes) in (0..).step_by(1_000).zip(frames()) {
        events.extend(export.take(at_ms, &wire::decode(&bytes).unwrap()).unwrap());
    }
    let golden: serde_json::Value =
        serde_json::from_str(include_str!("golden/rrweb.json")).unwrap();
    let made = serde_json::Value::from(events);
    assert_eq!(made, golden, "golden/rrweb.json is to be:\n{made}");
}
