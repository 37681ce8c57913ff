//! A photo of a label, read by the program itself where it is installed: `cargo xtask test` installs it.
//! `label.png` is a page of our own, as a browser shows it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use ocr::{OcrError, Tesseract};

#[tokio::test]
async fn the_words_of_a_photo_are_read() {
    let Some(tesseract) = Tesseract::find("tesseract").await else {
        println!("skipped: tesseract is not installed (apt-get install tesseract-ocr)");
        return;
    };
    let words = tesseract.words(include_bytes!("label.png").to_vec()).await.unwrap();
    for expected in ["RR123456785SE", "2026-05-03", "14:02", "Anna Berg", "114 55 Stockholm"] {
        assert!(words.contains(expected), "{expected} is missing in:\n{words}");
    }
    let broken = tesseract.words(b"no picture".to_vec()).await;
    assert!(matches!(broken, Err(OcrError::Failed)), "{broken:?}");
}

#[tokio::test]
async fn a_program_that_is_missing_is_not_found() {
    assert!(Tesseract::find("no-such-program-of-ours").await.is_none());
}
