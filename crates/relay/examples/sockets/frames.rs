//! What the customers' browsers send.

use bytes::Bytes;

use crate::trace::Trace;

const RECORDED: &str = include_str!("../../../cobrowse/tests/golden/session.json");
/// Made-up frames are made before, this many.
const BUSY: usize = 300;

/// The frames of one session, from the beginning of its capture; then it begins anew.
pub fn frames(kind: &str) -> Vec<Bytes> {
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
        other => panic!("--frames: recorded or busy, not {other}"),
    }
}

fn bytes_of(text: &str) -> Bytes {
    let byte = |at: usize| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap();
    (0..text.len() / 2).map(byte).collect()
}
