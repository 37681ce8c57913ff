//! A player that follows the events has the same document as one that is given the page as it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::HashMap;

use cobrowse::export::Export;
use cobrowse::page::Page;
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
