//! A player that follows the events has the same document as one that is given the page as it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::HashMap;

use cobrowse::export::Export;
use cobrowse::page::{DEPTH_MAX, Page};
use cobrowse::wire::{Body, Frame, Kind, Line, Node, Op, Said};
use serde_json::{Value, json};
use support::Site;

/// What the replayer of rrweb does with events, strictly: each parent, sibling and node must be there.
#[derive(Default)]
struct Player {
    nodes: HashMap<u64, Value>,
    children: HashMap<u64, Vec<u64>>,
    times: Vec<i64>,
}

fn id(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value}"))
}

impl Player {
    fn play(&mut self, event: &Value) {
        self.times.push(event["timestamp"].as_i64().unwrap());
        let data = &event["data"];
        match event["type"].as_u64().unwrap() {
            2 => {
                (self.nodes, self.children) = Default::default();
                self.insert(0, None, &data["node"]);
            }
            3 if data["source"] == 0 => {
                for one in data["removes"].as_array().unwrap() {
                    self.remove(id(&one["parentId"]), id(&one["id"]));
                }
                for one in data["adds"].as_array().unwrap() {
                    // The replayer leaves out what stands in an added node.
                    assert!(one["node"].get("childNodes").is_none_or(|list| list == &json!([])));
                    assert!(self.nodes.contains_key(&id(&one["parentId"])), "{one}");
                    self.insert(id(&one["parentId"]), one["nextId"].as_u64(), &one["node"]);
                }
                for one in data["attributes"].as_array().unwrap() {
                    let node = self.nodes.get_mut(&id(&one["id"])).unwrap();
                    node["attributes"]["style"] = one["attributes"]["style"].clone();
                }
            }
            3 if data["source"] == 3 => {
                assert!(self.nodes.contains_key(&id(&data["id"])), "{data}")
            }
            3 | 4 => {}
            other => panic!("{other}"),
        }
    }

    fn insert(&mut self, parent: u64, next: Option<u64>, node: &Value) {
        let number = id(&node["id"]);
        let siblings = self.children.entry(parent).or_default();
        let at = next.map_or(siblings.len(), |next| {
            siblings
                .iter()
                .position(|one| *one == next)
                .unwrap_or_else(|| panic!("{next} in {parent}"))
        });
        siblings.insert(at, number);
        let mut own = node.clone();
        let below = own.as_object_mut().unwrap().remove("childNodes");
        assert!(self.nodes.insert(number, own).is_none(), "{number} twice");
        for child in below.as_ref().and_then(Value::as_array).into_iter().flatten() {
            self.insert(number, None, child);
        }
    }

    fn remove(&mut self, parent: u64, number: u64) {
        let siblings = self.children.get_mut(&parent).unwrap();
        let at = siblings.iter().position(|one| *one == number).unwrap();
        siblings.remove(at);
        self.forget(number);
    }

    fn forget(&mut self, number: u64) {
        self.nodes.remove(&number).unwrap();
        for child in self.children.remove(&number).unwrap_or_default() {
            self.forget(child);
        }
    }

    /// The document without the numbers of its nodes.
    fn document(&self, number: u64) -> Value {
        let mut node = self.nodes.get(&number).cloned().unwrap_or_default();
        if let Some(fields) = node.as_object_mut() {
            fields.remove("id");
        }
        let below = self.children.get(&number).into_iter().flatten();
        json!([node, below.map(|child| self.document(*child)).collect::<Vec<_>>()])
    }
}

#[test]
fn events_that_follow_each_other_make_the_page_as_it_is() {
    for seed in 0..150 {
        let mut site = Site::new(seed);
        let (mut page, mut export, mut player) =
            (Page::default(), Export::default(), Player::default());
        let start = site.start();
        page.take(&start).unwrap();
        assert!(export.take(0, &start).unwrap().is_empty());
        for at in 1..40 {
            let frame = site.frame();
            page.take(&frame).unwrap();
            for event in export.take(at * 100, &frame).unwrap() {
                player.play(&event);
            }
        }
        let mut whole = Player::default();
        let events = Export::default().take(0, &page.checkpoint().unwrap()).unwrap();
        let kinds: Vec<&Value> = events.iter().take(2).map(|event| &event["type"]).collect();
        assert_eq!(kinds, [&json!(4), &json!(2)]);
        for event in events {
            whole.play(&event);
        }
        assert_eq!(player.document(0), whole.document(0), "seed {seed}");
        assert!(player.times.is_sorted());
    }
}

#[test]
fn what_happened_beside_the_frames_is_a_custom_event() {
    let noted = r#"{"t":"blind","seat":1,"node":45,"note":"the sum"}"#;
    let payload: Value = serde_json::from_str(noted).unwrap();
    let expected =
        json!({"type": 5, "data": {"tag": "ombud", "payload": payload}, "timestamp": 1_800});
    assert_eq!(Export::happened(1_800, noted), Some(expected));
    for none in ["", "[]", "12", "{\"t\":"] {
        assert_eq!(Export::happened(0, none), None, "{none}");
    }
}

/// A document of boxes, each in the one before, with words in the last.
fn nested(boxes: u32, text: &str) -> Frame {
    let node = |kind, body| {
        let (x, below, narrower, h, look, state) = (0, 0, 0, 80, 0, 0);
        Op::Node(Node { kind, flags: 0, x, below, narrower, h, look, state, body })
    };
    let mut ops =
        vec![Op::View { width: 1_200, height: 800, ratio: 100 }, Op::At { parent: 0, sibling: 0 }];
    for _ in 1..boxes {
        ops.extend([node(Kind::Box, None), Op::Enter]);
    }
    let line = Line { x: 0, y: 0, w: 400, h: 80, text: text.to_owned() };
    ops.push(node(Kind::Text, Some(Body::Lines { rule: 1, look: 0, lines: vec![line] })));
    ops.push(Op::Ready);
    Frame { sequence: 1, said: Said::Ops(ops) }
}

fn exported(frame: &Frame) -> Vec<Value> {
    let mut export = Export::default();
    let start = Frame { sequence: 0, said: Said::Start { policy: [0; 32] } };
    assert_eq!(export.take(0, &start).unwrap(), Vec::<Value>::new());
    export.take(1, frame).unwrap()
}

/// The deepest page there may be, on a thread with the stack that a server's have.
#[test]
fn the_deepest_page_is_exported() {
    const STACK_BYTES: usize = 2 << 20;
    let work = || {
        let events = exported(&nested(DEPTH_MAX, "deep"));
        serde_json::to_string(&events).unwrap().matches("childNodes").count()
    };
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).unwrap();
    assert!(thread.join().unwrap() > usize::try_from(DEPTH_MAX).unwrap());
}

/// Every element of an event, and its attributes.
fn elements<'v>(value: &'v Value, found: &mut Vec<(&'v str, &'v Value)>) {
    if let Some(tag) = value["tagName"].as_str() {
        found.push((tag, &value["attributes"]));
    }
    let below = value.as_object().into_iter().flat_map(|object| object.values());
    below.chain(value.as_array().into_iter().flatten()).for_each(|one| elements(one, found));
}

#[test]
fn nothing_of_an_export_runs_or_loads() {
    let mut all = Vec::new();
    for seed in 0..50 {
        let (mut site, mut export) = (Site::new(seed), Export::default());
        export.take(0, &site.start()).unwrap();
        (1..40).for_each(|at| all.extend(export.take(at, &site.frame()).unwrap()));
    }
    let hostile = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "\"style=\"background:url(https://evil.example/x)",
        "</style><iframe srcdoc=x>",
    ];
    for text in hostile {
        let events = exported(&nested(3, text));
        // Words are words: they stand in text nodes, and nowhere else.
        let told = serde_json::to_string(&events).unwrap();
        let quoted = serde_json::to_string(text).unwrap();
        assert_eq!(told.matches(&format!("\"textContent\":{quoted}")).count(), 1, "{told}");
        assert_eq!(told.matches(quoted.trim_matches('"')).count(), 1, "{told}");
        all.extend(events);
    }
    let mut found = Vec::new();
    all.iter().for_each(|event| elements(event, &mut found));
    assert!(found.len() > 1_000);
    for (tag, attributes) in found {
        assert!(["html", "head", "body", "div", "span", "img"].contains(&tag), "{tag}");
        for (name, value) in attributes.as_object().unwrap() {
            let value = value.as_str().unwrap();
            let is_picture = ["data:image/png;base64,", "data:image/webp;base64,"]
                .iter()
                .any(|begin| value.starts_with(begin));
            match name.as_str() {
                "style" => assert!(!value.contains(['(', '\\', '@', '<', '"', '\'']), "{value}"),
                "src" => assert!(tag == "img" && is_picture, "{value}"),
                other => panic!("{other}"),
            }
        }
    }
}
