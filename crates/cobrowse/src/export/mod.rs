//! Recorded frames as events of rrweb, for its player and the tools around it. A page becomes a document of positioned
//! boxes; what needs the company's assets, and drawings, are grey boxes. The events are those of rrweb 2
//! (`packages/types/src/index.ts`): Meta, `FullSnapshot`, `IncrementalSnapshot` of mutations, scrolling, the pointer and the
//! size of the window, and Custom of what happened beside the frames.

mod drawn;

use std::collections::{BTreeMap, BTreeSet};

use drawn::Part;
use serde_json::{Value, json};

use crate::page::{self, Page, PageError};
use crate::wire::{Frame, Op, Said};

/// Kinds of events, and sources of incremental ones.
const FULL_SNAPSHOT: u32 = 2;
const INCREMENTAL: u32 = 3;
const META: u32 = 4;
const CUSTOM: u32 = 5;
/// The tag of what is no event of the page.
const TAG: &str = "ombud";
const MUTATION: u32 = 0;
const MOUSE_MOVE: u32 = 1;
const SCROLL: u32 = 3;
const RESIZE: u32 = 4;
/// Kinds of nodes of a document.
const DOCUMENT: u32 = 0;
const DOCUMENT_TYPE: u32 = 1;
const ELEMENT: u32 = 2;
const TEXT: u32 = 3;
/// Numbers of the document's own nodes; those of the page's follow.
const DOCUMENT_ID: u64 = 1;
const BODY_ID: u64 = 5;
const NODE_ID_MIN: u64 = 10;
/// Numbers of what is drawn inside of nodes.
const INNER_ID_MIN: u64 = 1 << 33;
/// Where the window's size was not told.
const VIEW: (u32, u32) = (1_200, 900);
const UNITS_PER_PX: f64 = 4.0;

/// Makes events of frames, one after the other.
#[derive(Debug, Clone, Default)]
pub struct Export {
    page: Page,
    /// The nodes that the events told of, with what stands around them and is drawn in them.
    told: BTreeMap<u32, Told>,
    /// How many things were drawn inside of nodes.
    inner: u64,
    is_begun: bool,
}

#[derive(Debug, Clone)]
struct Told {
    parent: u32,
    /// What is drawn in it, each thing with its number.
    inner: Vec<(u64, Part)>,
}

/// The changes of a frame.
#[derive(Default)]
struct Mutations {
    adds: Vec<Value>,
    removes: Vec<Value>,
    attributes: Vec<Value>,
}

impl Export {
    /// The events of a frame or checkpoint. `at_ms`: milliseconds since 1970. After an error the rest of the recording
    /// cannot be read, until a capture or checkpoint begins anew.
    pub fn take(&mut self, at_ms: i64, frame: &Frame) -> Result<Vec<Value>, PageError> {
        self.page.take(frame)?;
        let mut events: Vec<(u32, Value)> = Vec::new();
        let ops = match &frame.said {
            Said::Start { .. } => {
                self.is_begun = false;
                return Ok(Vec::new());
            }
            Said::Checkpoint { .. } => {
                self.is_begun = false;
                &[]
            }
            Said::Ops(ops) => ops.as_slice(),
        };
        if self.is_begun {
            events.extend(self.mutations(frame.sequence, ops).map(|data| (INCREMENTAL, data)));
            events
                .extend(ops.iter().filter_map(|op| self.moved(op)).map(|data| (INCREMENTAL, data)));
        } else if self.page.root().is_some() {
            self.is_begun = true;
            let (width, height) = self.page.view().unwrap_or(VIEW);
            events.push((META, json!({ "href": "", "width": width, "height": height })));
            events.push((FULL_SNAPSHOT, self.snapshot()));
            events.extend(self.scrolled().into_iter().map(|data| (INCREMENTAL, data)));
        }
        let event = |(kind, data)| json!({ "type": kind, "data": data, "timestamp": at_ms });
        Ok(events.into_iter().map(event).collect())
    }

    /// A custom event of what happened beside the frames: an event of the recording, whole, as the payload. None for a
    /// text that is no JSON object. `at_ms` as in [`Export::take`].
    pub fn happened(at_ms: i64, event: &str) -> Option<Value> {
        let payload: Value = serde_json::from_str(event).ok().filter(Value::is_object)?;
        let data = json!({ "tag": TAG, "payload": payload });
        Some(json!({ "type": CUSTOM, "data": data, "timestamp": at_ms }))
    }

    fn snapshot(&mut self) -> Value {
        self.told.clear();
        let element = |tag: &str, id: u64, children: Vec<Value>| json!({ "type": ELEMENT, "tagName": tag, "attributes": {}, "childNodes": children, "id": id });
        let mut body = element("body", BODY_ID, vec![self.nested(self.root())]);
        if let Some(attributes) = body.get_mut("attributes") {
            *attributes = json!({ "style": drawn::BODY_STYLE });
        }
        let html = element("html", 3, vec![element("head", 4, Vec::new()), body]);
        let doctype = json!({ "type": DOCUMENT_TYPE, "name": "html", "publicId": "", "systemId": "", "id": 2 });
        let (x, y) = self.scroll_of(self.root());
        json!({
            "node": { "type": DOCUMENT, "childNodes": [doctype, html], "id": DOCUMENT_ID },
            "initialOffset": { "left": x, "top": y },
        })
    }

    /// A node with all below it.
    fn nested(&mut self, id: u32) -> Value {
        let mut node = self.element(id);
        let mut children = self.draw(id);
        let below: Vec<u32> = self.children(id).collect();
        children.extend(below.into_iter().map(|child| self.nested(child)));
        if let Some(list) = node.get_mut("childNodes") {
            *list = Value::Array(children);
        }
        node
    }

    /// A node without what is in it.
    fn element(&self, id: u32) -> Value {
        let style = drawn::style(&self.page, id);
        json!({
            "type": ELEMENT, "tagName": "div", "attributes": { "style": style }, "childNodes": [],
            "id": node_id(id),
        })
    }

    /// What is drawn inside of a node, as elements; from now on they are told.
    fn draw(&mut self, id: u32) -> Vec<Value> {
        let shown = drawn::inside(&self.page, id);
        let first = INNER_ID_MIN + self.inner;
        let parent = self.page.told(id).map_or(0, page::Told::parent_id);
        let (mut made, mut inner) = (Vec::new(), Vec::new());
        for (part, number) in shown.into_iter().zip((first..).step_by(2)) {
            let text = part
                .text
                .as_ref()
                .map(|text| json!({ "type": TEXT, "textContent": text, "id": number + 1 }));
            made.push(json!({
                "type": ELEMENT, "tagName": part.tag, "attributes": &part.attributes,
                "childNodes": Vec::from_iter(text), "id": number,
            }));
            inner.push((number, part));
            self.inner += 2;
        }
        self.told.insert(id, Told { parent, inner });
        made
    }

    fn children(&self, id: u32) -> impl Iterator<Item = u32> {
        let told = self.page.told(id).into_iter();
        told.flat_map(page::Told::children).map(page::Told::id)
    }

    /// What a frame changed of the document.
    fn mutations(&mut self, sequence: u32, ops: &[Op]) -> Option<Value> {
        let mut all = Mutations::default();
        self.gone(ops, &mut all);
        // What stands in a node is placed from within its border.
        let worn: BTreeSet<u32> = ops
            .iter()
            .filter_map(|op| match op {
                Op::Wear { node, .. } => Some(*node),
                _ => None,
            })
            .collect();
        let is_changed = |(id, told): &(&u32, &Told)| {
            let changed_at = self.page.told(**id).map(page::Told::changed_at);
            changed_at == Some(sequence) || worn.contains(&told.parent)
        };
        let changed: Vec<u32> = self.told.iter().filter(is_changed).map(|(id, _)| *id).collect();
        for id in changed {
            let style = drawn::style(&self.page, id);
            all.attributes.push(json!({ "id": node_id(id), "attributes": { "style": style } }));
            self.redraw(id, &mut all);
        }
        // Later siblings first: what a node stands before is there by then.
        let mut new = self.new_tops();
        while let Some(id) = new.pop() {
            self.add(id, &mut all);
        }
        let Mutations { adds, removes, attributes } = all;
        if adds.is_empty() && removes.is_empty() && attributes.is_empty() {
            return None;
        }
        Some(json!({
            "source": MUTATION, "texts": [], "attributes": attributes, "removes": removes, "adds": adds,
        }))
    }

    /// Takes away what the page has no more, and what moved, which is added again.
    fn gone(&mut self, ops: &[Op], all: &mut Mutations) {
        for op in ops {
            let (Op::Remove(id) | Op::Move { node: id, .. }) = op else { continue };
            let Some(told) = self.told.get(id) else { continue };
            let parent = if told.parent == 0 { BODY_ID } else { node_id(told.parent) };
            all.removes.push(json!({ "parentId": parent, "id": node_id(*id) }));
            self.forget(*id);
        }
    }

    /// Forgets a node with all that was told below it.
    fn forget(&mut self, id: u32) {
        let mut waiting = BTreeSet::from([id]);
        self.told.remove(&id);
        loop {
            let below: BTreeSet<u32> = self
                .told
                .iter()
                .filter(|(_, told)| waiting.contains(&told.parent))
                .map(|(id, _)| *id)
                .collect();
            if below.is_empty() {
                return;
            }
            for id in &below {
                self.told.remove(id);
            }
            waiting = below;
        }
    }

    /// Nodes that were not told, in ones that were; in the order of the document.
    fn new_tops(&self) -> Vec<u32> {
        let mut tops = Vec::new();
        for told in self.page.all() {
            let (id, parent) = (told.id(), told.parent_id());
            if !self.told.contains_key(&id) && (parent == 0 || self.told.contains_key(&parent)) {
                tops.push(id);
            }
        }
        tops
    }

    fn add(&mut self, top: u32, all: &mut Mutations) {
        let mut waiting = vec![top];
        while let Some(id) = waiting.pop() {
            let Some(told) = self.page.told(id) else { continue };
            let (parent, after) = (told.parent_id(), told.after().map_or(0, page::Told::id));
            let parent = if parent == 0 { BODY_ID } else { node_id(parent) };
            let next = (after != 0).then(|| node_id(after));
            all.adds.push(json!({ "parentId": parent, "nextId": next, "node": self.element(id) }));
            self.add_inside(id, None, all);
            // The last child first.
            waiting.extend(self.children(id));
        }
    }

    /// Adds what is drawn inside of a node, before the page's own children of it.
    fn add_inside(&mut self, id: u32, before: Option<u64>, all: &mut Mutations) {
        for mut part in self.draw(id) {
            let text = part.get_mut("childNodes").map(Value::take);
            let number = part.get("id").cloned();
            if let Some(children) = part.get_mut("childNodes") {
                *children = json!([]);
            }
            all.adds.push(json!({ "parentId": node_id(id), "nextId": before, "node": part }));
            for text in text.as_ref().and_then(Value::as_array).into_iter().flatten() {
                all.adds.push(json!({ "parentId": number, "nextId": null, "node": text }));
            }
        }
    }

    /// Draws anew what is inside of a node, where it is other than before.
    fn redraw(&mut self, id: u32, all: &mut Mutations) {
        let Some(told) = self.told.get(&id) else { return };
        if told.inner.iter().map(|(_, part)| part).eq(&drawn::inside(&self.page, id)) {
            return;
        }
        for (number, _) in &told.inner {
            all.removes.push(json!({ "parentId": node_id(id), "id": number }));
        }
        let first = self.children(id).find(|child| self.told.contains_key(child));
        self.add_inside(id, first.map(node_id), all);
    }

    /// What moved without a change of the document.
    fn moved(&self, op: &Op) -> Option<Value> {
        match op {
            Op::Scroll { node, .. } if self.told.contains_key(node) => {
                Some(self.scroll_event(*node))
            }
            Op::View { width, height, .. } => {
                Some(json!({ "source": RESIZE, "width": width, "height": height }))
            }
            Op::Pointer(Some((x, y))) => {
                // Where it is in the window.
                let (left, top) = self.scroll_of(self.root());
                let at = json!({
                    "x": px(*x) - left, "y": px(*y) - top, "id": BODY_ID, "timeOffset": 0,
                });
                Some(json!({ "source": MOUSE_MOVE, "positions": [at] }))
            }
            _ => None,
        }
    }

    /// What is scrolled within the page.
    fn scrolled(&self) -> Vec<Value> {
        let scrolled = |id: &u32| {
            *id != self.root() && self.page.told(*id).is_some_and(|told| told.scroll() != (0, 0))
        };
        self.told.keys().filter(|id| scrolled(id)).map(|id| self.scroll_event(*id)).collect()
    }

    fn scroll_event(&self, node: u32) -> Value {
        let (x, y) = self.scroll_of(node);
        let id = if node == self.root() { DOCUMENT_ID } else { node_id(node) };
        json!({ "source": SCROLL, "id": id, "x": x, "y": y })
    }

    /// The number of the page's root; 0 for none.
    fn root(&self) -> u32 {
        self.page.root().map_or(0, page::Told::id)
    }

    fn scroll_of(&self, node: u32) -> (f64, f64) {
        let (x, y) = self.page.told(node).map_or((0, 0), page::Told::scroll);
        (px(x), px(y))
    }
}

fn node_id(id: u32) -> u64 {
    NODE_ID_MIN + u64::from(id)
}

/// Quarters of a pixel as pixels.
fn px(units: impl Into<f64>) -> f64 {
    units.into() / UNITS_PER_PX
}
