//! What the customers' browsers send.

use bytes::Bytes;
use cobrowse::policy::Permit;
use cobrowse::verify::Verifier;
use cobrowse::wire::{self, Frame, Kind, Node, Op, Said};

use crate::trace::Trace;

const RECORDED: &str = include_str!("../../../cobrowse/tests/golden/session.json");
/// Made-up frames are made before, this many.
const BUSY: usize = 300;
/// Pages whose memory is measured together.
const PAGES: usize = 300;

/// The frames of one session, from the beginning of its capture; then it begins anew.
pub(crate) fn frames(kind: &str) -> Vec<Bytes> {
    match kind {
        "busy" => {
            let mut trace = Trace::new(1);
            let mut all = trace.page();
            all.extend((0..BUSY).map(|_| trace.busy()));
            all
        }
        "recorded" => {
            let texts: Vec<String> = serde_json::from_str(RECORDED).unwrap();
            texts.iter().map(|text| bytes_of(text)).collect()
        }
        "small" => small(),
        other => panic!("--frames: recorded, busy or small, not {other}"),
    }
}

/// A page of one box over which the pointer moves: what a session takes without a page.
fn small() -> Vec<Bytes> {
    let start = Frame { sequence: 0, said: Said::Start { policy: [0; 32] } };
    let root = Node {
        kind: Kind::Box,
        flags: 0,
        x: 0,
        below: 0,
        narrower: -5_120,
        h: 2_880,
        look: 0,
        state: 0,
        body: None,
    };
    let page = Frame { sequence: 1, said: Said::Ops(vec![Op::Node(root), Op::Ready]) };
    let moves = (2..BUSY as u32).map(|sequence| {
        let place = Some((sequence.cast_signed() * 7 % 5_000, sequence.cast_signed() * 5 % 2_800));
        Frame { sequence, said: Said::Ops(vec![Op::Pointer(place)]) }
    });
    [start, page].into_iter().chain(moves).map(|frame| wire::encode(&frame).into()).collect()
}

/// Nodes of the page at the end of these frames, and how much memory it takes in a verifier, in kilobytes.
pub(crate) fn page(frames: &[Bytes]) -> (usize, f64) {
    let before = crate::rooms::used("self").1;
    let verified = || {
        let mut verifier = Verifier::new(Permit::attributes());
        frames.iter().for_each(|frame| drop(verifier.verify(frame)));
        verifier
    };
    let all: Vec<Verifier> = (0..PAGES).map(|_| verified()).collect();
    let kb = (crate::rooms::used("self").1 - before) / PAGES as f64;
    (all.first().map_or(0, |one| one.page().nodes()), kb)
}

fn bytes_of(text: &str) -> Bytes {
    let byte = |at: usize| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap();
    (0..text.len() / 2).map(byte).collect()
}
