//! A session of a company's policy, and what a viewer of it gets.

use std::collections::BTreeSet;

use cobrowse::page::Page;
use cobrowse::policy::{InForce, Narrowing, Permit, Policy};
use cobrowse::verify::{Verdict, Verifier};
use cobrowse::wire::{self, Body, Frame, Kind, Line, Node, Op, Said};

use super::Site;

/// Rules 2, 3 and 5 are in force for agents; 4 is over, 6 is for others, 7 hides; only 5 releases pixels.
pub(crate) const POLICY: &str = r#"
version = 1
company = "acme"
[[rule]]
id = 2
effect = "show"
selector = ".order"
reason = "orders"
owner = "web"
expires = "2027-01-01"
[[rule]]
id = 3
effect = "show"
selector = "nav"
reason = "ways"
owner = "web"
expires = "2027-01-01"
[[rule]]
id = 4
effect = "show"
selector = ".old"
reason = "was needed"
owner = "web"
expires = "2026-11-22"
[[rule]]
id = 5
effect = "show"
selector = ".chart"
reason = "charts"
owner = "web"
expires = "2027-01-01"
pixels = true
[[rule]]
id = 6
effect = "show"
selector = ".risk"
reason = "risk"
owner = "web"
expires = "2027-01-01"
roles = ["supervisor"]
[[rule]]
id = 7
effect = "hide"
selector = ".secret"
reason = "secrets"
owner = "web"
"#;

/// Words that nothing but a forger sends.
pub(crate) const CANARY: &str = "Zanzibar";

pub(crate) fn permit() -> Permit {
    let policy = Policy::parse(POLICY).unwrap();
    let in_force = InForce::new(policy, Narrowing::default()).unwrap();
    in_force.permit(&["agent"], "2026-11-23".parse().unwrap())
}

pub(crate) fn hash() -> [u8; 32] {
    *Policy::parse(POLICY).unwrap().hash().bytes()
}

/// The frames of an honest browser.
pub(crate) fn honest(seed: u64, count: usize) -> Vec<Vec<u8>> {
    let mut site = Site::new(seed);
    let mut frames = vec![site.start()];
    frames[0].said = Said::Start { policy: hash() };
    frames.extend((0..count).map(|_| site.frame()));
    frames.iter().map(wire::encode).collect()
}

pub(crate) fn begun() -> Verifier {
    let mut verifier = Verifier::new(permit());
    let start = wire::encode(&Frame { sequence: 0, said: Said::Start { policy: hash() } });
    assert_eq!(verifier.verify(&start).bytes(), Some(start.as_slice()));
    verifier
}

pub(crate) fn line(text: &str, x: u32) -> Line {
    Line { x, y: 0, w: 40, h: 80, text: text.to_owned() }
}

pub(crate) fn words(rule: u32, texts: &[&str]) -> Body {
    let lines = texts.iter().map(|text| line(text, 0)).collect();
    Body::Lines { rule, look: 0, lines }
}

pub(crate) fn node(kind: Kind, body: Option<Body>) -> Op {
    let (x, below, narrower, h, look, state) = (0, 0, 0, 80, 0, 0);
    Op::Node(Node { kind, flags: 0, x, below, narrower, h, look, state, body })
}

pub(crate) fn root() -> Vec<Op> {
    let (kind, look, state, body) = (Kind::Box, 0, 0, None);
    let node =
        Node { kind, flags: 0, x: 0, below: 0, narrower: -4_000, h: 4_000, look, state, body };
    vec![Op::Node(node), Op::Enter]
}

pub(crate) fn frame(sequence: u32, ops: Vec<Op>) -> Vec<u8> {
    wire::encode(&Frame { sequence, said: Said::Ops(ops) })
}

/// All words of a page and of the frames that made it.
#[derive(Default)]
pub(crate) struct Viewer {
    pub(crate) page: Page,
    pub(crate) sent: String,
    pub(crate) last: u32,
}

impl Viewer {
    pub(crate) fn take(&mut self, verdict: &Verdict<'_>) {
        let Some(bytes) = verdict.bytes() else { return };
        let frame = wire::decode(bytes).unwrap();
        if let Said::Ops(ops) = &frame.said {
            for op in ops {
                let body = match op {
                    Op::Node(node) => node.body.as_ref(),
                    Op::Body { body, .. } => body.as_ref(),
                    _ => None,
                };
                if let Some(Body::Lines { lines, .. }) = body {
                    self.sent.extend(lines.iter().map(|line| line.text.as_str()));
                }
            }
        }
        self.page.take(&frame).unwrap();
    }

    /// The rules that what is shown names.
    pub(crate) fn rules(&mut self) -> BTreeSet<u32> {
        self.last += 2_000;
        (1..self.last).filter_map(|id| self.page.node(id)?.rule).collect()
    }

    /// What is shown, in the order of the document, without spaces.
    pub(crate) fn shown(&self) -> String {
        let Some(Frame { said: Said::Checkpoint { ops, .. }, .. }) = self.page.checkpoint() else {
            return String::new();
        };
        let bodies = ops.iter().filter_map(|op| match op {
            Op::Node(node) => node.body.as_ref(),
            _ => None,
        });
        let lines = bodies.flat_map(|body| match body {
            Body::Lines { lines, .. } => lines.as_slice(),
            _ => &[],
        });
        lines.map(|line| line.text.trim()).collect::<Vec<_>>().join(" ")
    }
}

pub(crate) fn released_in_new(kind: Kind, body: Body) -> Vec<Op> {
    vec![Op::At { parent: 1, sibling: 0 }, node(kind, Some(body))]
}
