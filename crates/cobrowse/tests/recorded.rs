//! Frames of the capture in a real browser (Chromium), of pages of templates and component libraries on which everything
//! is released: all are read, and arrive as they were sent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use cobrowse::page::Page;
use cobrowse::policy::Permit;
use cobrowse::verify::{Verifier, Why};
use cobrowse::wire;
use understanding::pii::PiiKind;

fn frames(path: &std::path::Path) -> Vec<Vec<u8>> {
    let texts: Vec<String> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let byte = |text: &str, at: usize| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap();
    texts.iter().map(|text| (0..text.len() / 2).map(|at| byte(text, at)).collect()).collect()
}

#[test]
fn frames_of_a_real_browser_arrive_byte_for_byte() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/recorded");
    let (mut pages, mut dropped) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut verifier = Verifier::new(Permit::attributes());
        let mut late: Option<Page> = None;
        for (at, bytes) in frames(&path).iter().enumerate() {
            let frame = wire::decode(bytes).unwrap_or_else(|error| panic!("{name}, {at}: {error}"));
            assert_eq!(&wire::encode(&frame), bytes, "{name}, frame {at}");
            let verdict = verifier.verify(bytes);
            // Telephone numbers are the only thing that the browser lets through.
            let why: Vec<Why> = verdict.dropped.iter().map(|one| one.why).collect();
            assert!(why.iter().all(|why| *why == Why::Words(PiiKind::Phone)), "{name}: {why:?}");
            let passed = verdict.bytes().unwrap_or_else(|| panic!("{name}: {:?}", verdict.outcome));
            assert_eq!(passed == bytes, why.is_empty(), "{name}, frame {at}");
            let frame = wire::decode(passed).unwrap();
            dropped += why.len();
            match &mut late {
                Some(page) => page.take(&frame).unwrap(),
                None => {
                    let checkpoint = wire::encode(&verifier.page().checkpoint().unwrap());
                    let mut page = Page::default();
                    page.take(&wire::decode(&checkpoint).unwrap()).unwrap();
                    late = Some(page);
                }
            }
        }
        assert!(verifier.page().is_ready(), "{name}");
        assert_eq!(late.unwrap().checkpoint(), verifier.page().checkpoint(), "{name}");
        pages += 1;
    }
    assert_eq!((pages, dropped), (6, 1));
}
