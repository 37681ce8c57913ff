//! Files that were made to do harm, and files that are nothing at all: reading always ends, and says why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use documents::flags::{FlagKind, of_pdf};
use documents::pdf::{self, PdfError};
use documents::{picture, sample};
use proptest::prelude::*;

const CATALOG: &[u8] = b"<< /Type /Catalog /Pages 2 0 R >>";
const PAGES: &[u8] = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
const FONT: &[u8] =
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

fn page(more: &str) -> Vec<u8> {
    format!("<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 5 0 R >> {more} >> /Contents 4 0 R >>")
        .into_bytes()
}

fn file(content: &[u8], more: &str) -> Vec<u8> {
    let content = sample::stream("", content);
    sample::of_objects(&[CATALOG.to_vec(), PAGES.to_vec(), page(more), content, FONT.to_vec()])
}

#[test]
fn lines_come_back_with_their_accents() {
    let lines = ["Leveransbekräftelse (kopia)", "Summa  1 299,00 €", "Größe – Ñandú"];
    let read = pdf::read(&sample::pdf(&lines)).unwrap();
    assert_eq!(read.text.joined(), lines.join("\n"));
    assert_eq!((read.pages, of_pdf(&read.about)), (1, vec![]));
}

#[test]
fn a_page_that_names_one_stream_a_hundred_thousand_times_is_cut() {
    let contents = "4 0 R ".repeat(100_000);
    let page = format!("<< /Type /Page /Parent 2 0 R /Contents [{contents}] >>").into_bytes();
    let much = sample::stream("", &b"BT ET ".repeat(500_000));
    let bytes = sample::of_objects(&[CATALOG.to_vec(), PAGES.to_vec(), page, much]);
    assert!(pdf::read(&bytes).unwrap().text.is_cut);
}

#[test]
fn forms_that_draw_themselves_end() {
    let form = sample::stream(
        "/Type /XObject /Subtype /Form /Resources << /XObject << /X 6 0 R >> /Font << /F1 5 0 R >> >>",
        b"BT /F1 9 Tf 10 10 Td (again) Tj ET /X Do /X Do /X Do /X Do",
    );
    let content = sample::stream("", b"/X Do");
    let page = page("/XObject << /X 6 0 R >>");
    let objects = [CATALOG.to_vec(), PAGES.to_vec(), page, content, FONT.to_vec(), form];
    let read = pdf::read(&sample::of_objects(&objects)).unwrap();
    assert!(read.text.joined().contains("again"));
}

#[test]
fn deep_nests_are_refused_and_others_read() {
    for (open, close) in [("[", "]"), ("<< /A ", " >>")] {
        for (depth, expected) in [(200_000, Some(PdfError::Bomb)), (900, None)] {
            let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let objects = [CATALOG.to_vec(), PAGES.to_vec(), page(""), deep.clone().into_bytes()];
            let files = [sample::of_objects(&objects), file(format!("{deep} TJ").as_bytes(), "")];
            for file in files {
                assert_eq!(pdf::read(&file).err(), expected, "{open} {depth}");
            }
        }
    }
}

#[test]
fn pages_that_are_their_own_parents_end() {
    let pages = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>".to_vec();
    let _ = pdf::read(&sample::of_objects(&[CATALOG.to_vec(), pages]));
}

#[test]
fn scripts_are_noticed_and_not_run() {
    for catalog in [
        "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>",
        "<< /Type /Catalog /Pages 2 0 R /AA << /O << /S /Launch /F (cmd.exe) >> >> >>",
        "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /J#61vaScript >> >>",
    ] {
        let objects = [
            catalog.as_bytes().to_vec(),
            PAGES.to_vec(),
            page(""),
            sample::stream("", b""),
            FONT.to_vec(),
        ];
        let read = pdf::read(&sample::of_objects(&objects)).unwrap();
        let kinds: Vec<FlagKind> = of_pdf(&read.about).iter().map(|flag| flag.kind).collect();
        assert_eq!(kinds, [FlagKind::Script], "{catalog}");
    }
}

#[test]
fn what_is_appended_after_signing_is_told() {
    let bytes = sample::pdf(&["Delivered 2026-05-03"]);
    let signed = |until: usize| {
        let mark = format!("% /ByteRange [0 10 20 {}]\n", until - 20);
        [bytes.clone(), mark.into_bytes()].concat()
    };
    let whole = signed(bytes.len());
    let whole = signed(whole.len());
    assert!(of_pdf(&pdf::read(&whole).unwrap().about).is_empty());
    let more = [whole, b"6 0 obj\n(2026-05-04)\nendobj\n%%EOF\n".to_vec()].concat();
    let kinds: Vec<FlagKind> =
        of_pdf(&pdf::read(&more).unwrap().about).iter().map(|flag| flag.kind).collect();
    assert_eq!(kinds, [FlagKind::ChangedAfterSigning]);
}

#[test]
fn invisible_text_over_a_picture_is_told() {
    let content = b"/P Do BT /F1 9 Tf 3 Tr 10 10 Td (Delivered to the customer) Tj ET";
    let read = pdf::read(&file(content, "/XObject << /P 5 0 R >>")).unwrap();
    let _ = read;
    let picture = sample::stream("/Type /XObject /Subtype /Image /Width 1 /Height 1", b"x");
    let page = page("/XObject << /P 6 0 R >>");
    let content = sample::stream("", content);
    let objects = [CATALOG.to_vec(), PAGES.to_vec(), page, content, FONT.to_vec(), picture];
    let read = pdf::read(&sample::of_objects(&objects)).unwrap();
    assert!(read.about.is_text_invisible && read.text.joined().starts_with("Delivered"));
}

#[test]
fn what_is_no_pdf_or_too_large_is_refused() {
    assert_eq!(pdf::read(b"%PDF-1.7 nothing").unwrap_err(), PdfError::Broken);
    let large = vec![b' '; pdf::FILE_BYTES_MAX + 1];
    assert!(matches!(pdf::read(&large).unwrap_err(), PdfError::TooLarge { .. }));
}

#[test]
fn a_picture_of_a_million_by_a_million_is_not_unpacked() {
    let mut png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0DIHDR".to_vec();
    png.extend_from_slice(&1_000_000_u32.to_be_bytes());
    png.extend_from_slice(&1_000_000_u32.to_be_bytes());
    png.extend_from_slice(&[8, 2, 0, 0, 0, 0, 0, 0, 0]);
    assert!(picture::read(&png).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = pdf::read(&bytes);
        let _ = picture::read(&bytes);
        let _ = pdf::read(&[b"%PDF-1.4\n".as_slice(), &bytes].concat());
    }

    #[test]
    fn no_damage_makes_it_panic(at in 0_usize..900, byte in any::<u8>(), cut in 0_usize..900) {
        let mut bytes = sample::pdf(&["Levererad 2026-05-03", "Anna Berg"]);
        let length = bytes.len();
        bytes[at % length] = byte;
        let _ = pdf::read(&bytes);
        let _ = pdf::read(&bytes[..cut % length]);
    }

    #[test]
    fn no_content_makes_it_panic(content in "([0-9.]{1,6} ){0,6}(Td|Tm|Tj|TJ|cm|q|Q|Tf|BT|ET|Do|T\\*|'|\")( [0-9/()\\[\\]a-zA-Z.]{0,12}){0,40}") {
        let _ = pdf::read(&file(content.as_bytes(), ""));
    }
}
