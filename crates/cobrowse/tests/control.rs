//! The messages of the socket, held against examples that the TypeScript side reads too.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

use std::collections::BTreeSet;

use cobrowse::control::{
    ControlError, FromCustomer, FromViewer, Hello, INK_POINTS_MAX, Mark, NOTE_CHARS_MAX, SeatMark,
    TEXT_BYTES_MAX, TYPE_CHARS_MAX, ToCustomer, ToViewer,
};
use serde_json::{Value, json};

fn list(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

/// Each example must be read, and be written as it was; all names must be among them.
fn round_trip(examples: &str, names: &[&str], again: fn(&str) -> Result<String, ControlError>) {
    let mut seen = BTreeSet::new();
    for example in list(examples) {
        let text = again(&example.to_string()).unwrap_or_else(|e| panic!("{example}: {e}"));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), example);
        seen.insert(example["t"].as_str().unwrap().to_owned());
    }
    assert_eq!(seen, names.iter().map(|name| (*name).to_owned()).collect());
}

#[test]
fn every_message_is_read_and_written_as_in_the_examples() {
    let from_customer = [
        "shown", "accept", "decline", "pause", "resume", "revoke", "end", "here", "outcome",
        "place", "ping",
    ];
    let customer = |text: &str| FromCustomer::read(text).map(|message| message.text());
    round_trip(include_str!("control/from_customer.json"), &from_customer, customer);
    let from_viewer = [
        "ask", "pointer", "laser", "ink", "box", "arrow", "clear", "intent", "blind", "end",
        "leave", "ping",
    ];
    let viewer = |text: &str| FromViewer::read(text).map(|message| message.text());
    round_trip(include_str!("control/from_viewer.json"), &from_viewer, viewer);
    let to_customer = [
        "welcome",
        "ask",
        "state",
        "people",
        "checkpoint",
        "rate",
        "asleep",
        "policy",
        "intent",
        "locate",
        "bye",
        "pong",
    ];
    let told = |text: &str| ToCustomer::read(text).map(|message| message.text());
    round_trip(include_str!("control/to_customer.json"), &to_customer, told);
    let to_viewer =
        ["welcome", "state", "people", "outcome", "dropped", "blind", "latency", "bye", "pong"];
    let told = |text: &str| ToViewer::read(text).map(|message| message.text());
    round_trip(include_str!("control/to_viewer.json"), &to_viewer, told);
}

#[test]
fn marks_go_on_with_the_seat() {
    let again = |text: &str| {
        let mut message: Value = serde_json::from_str(text).unwrap();
        let seat = message.as_object_mut().unwrap().remove("seat").unwrap();
        let seat = u32::try_from(seat.as_u64().unwrap()).unwrap();
        match FromViewer::read(&message.to_string())? {
            FromViewer::Mark(mark) => Ok(SeatMark { seat, mark }.text()),
            other => panic!("{other:?}"),
        }
    };
    let names = ["pointer", "laser", "ink", "box", "arrow", "clear"];
    round_trip(include_str!("control/marks.json"), &names, again);
}

#[test]
fn the_first_message_names_protocol_and_tab() {
    for example in list(include_str!("control/hello.json")) {
        let hello = Hello::read(&example.to_string()).unwrap();
        assert_eq!(hello.tab.as_deref(), example["tab"].as_str());
    }
    let refused = [
        (json!({"t": "hello", "protocol": 2, "token": "x"}), "hello.protocol"),
        (json!({"t": "hello", "protocol": 1, "token": "x", "tab": "short"}), "hello.tab"),
        (json!({"t": "hello", "protocol": 1, "token": "x", "tab": "a b c d "}), "hello.tab"),
        (json!({"t": "hello", "protocol": 1}), "token"),
        (json!({"t": "hello", "protocol": 1, "token": "x".repeat(4_001)}), "hello.token"),
        (json!({"t": "ping"}), "t"),
    ];
    for (message, field) in refused {
        let error = Hello::read(&message.to_string()).unwrap_err().to_string();
        assert!(error.contains(field), "{message}: {error}");
    }
}

#[test]
fn what_is_refused_names_its_field() {
    let refused = |examples: &str, read: fn(&str) -> Option<ControlError>| {
        for example in list(examples) {
            let message = example["message"].to_string();
            let error = read(&message).unwrap_or_else(|| panic!("taken: {message}")).to_string();
            let field = example["field"].as_str().unwrap();
            let begins = |end: char| error.starts_with(&format!("{field}{end}"));
            let named =
                [':', '.', '['].into_iter().any(begins) || error.contains(&format!("`{field}`"));
            assert!(named, "{message}: {error}");
        }
    };
    let customer = |text: &str| FromCustomer::read(text).err();
    refused(include_str!("control/refused_customer.json"), customer);
    refused(include_str!("control/refused_viewer.json"), |text| FromViewer::read(text).err());
}

#[test]
fn texts_and_lists_have_limits() {
    let type_in = |count: usize| json!({"t": "intent", "id": "i", "frame": 1, "node": 1, "act": {"do": "type", "text": "å".repeat(count)}});
    let ink =
        |count: usize| json!({"t": "ink", "id": "i", "points": vec![[0, 0]; count], "fades": true});
    let blind = |count: usize| json!({"t": "blind", "node": 1, "note": "å".repeat(count)});
    let limit = |message: fn(usize) -> Value, most: usize| {
        assert!(FromViewer::read(&message(most).to_string()).is_ok());
        assert!(FromViewer::read(&message(most + 1).to_string()).is_err());
    };
    limit(type_in, TYPE_CHARS_MAX);
    limit(ink, INK_POINTS_MAX);
    limit(blind, NOTE_CHARS_MAX);
    let space = " ".repeat(TEXT_BYTES_MAX);
    let long = format!("{{\"t\":\"ping\"}}{space}");
    assert_eq!(FromViewer::read(&long), Err(ControlError::TooLong(long.len())));
    for not in ["", "[]", "\"ping\"", "{", "{\"t\":\"ping\"}x", &"[".repeat(10_000)] {
        assert!(matches!(FromViewer::read(not), Err(ControlError::NotJson(_))), "{not}");
    }
}

#[test]
fn what_is_typed_is_never_in_a_log() {
    let text = r#"{"t":"intent","id":"i","frame":1,"node":1,"act":{"do":"type","text":"secret"}}"#;
    let message = FromViewer::read(text).unwrap();
    assert!(!format!("{message:?}").contains("secret"));
    assert!(matches!(message, FromViewer::Intent(_)));
    assert_eq!(Mark::Clear {}.grant(), cobrowse::consent::Grant::Draw);
}
