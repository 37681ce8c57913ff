//! Files that were made to do harm, and files that are nothing at all: reading always ends, and says why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::io::Write as _;

use documents::flags::{FlagKind, of_pdf};
use documents::pdf::{self, PdfError};
use documents::picture::{self, PictureError};
use documents::sample;
use documents::text::Text;
use flate2::Compression;
use flate2::write::ZlibEncoder;
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

fn chars(text: &Text) -> usize {
    text.lines.iter().map(|line| line.text.chars().count()).sum()
}

/// Small files whose text is huge: what is kept is bounded, and that there was more is told.
#[test]
fn letters_without_end_are_cut() {
    let one = [b"BT /F1 9 Tf (".as_slice(), &b"1234 ".repeat(9_000_000), b") Tj ET"].concat();
    let array = [b"BT /F1 9 Tf [".as_slice(), &b"(12) ".repeat(2_000_000), b"] TJ ET"].concat();
    let empty = [b"BT /F1 9 Tf [".as_slice(), &b"() 1 ".repeat(2_000_000), b"] TJ ET"].concat();
    let page = [
        b"BT /F1 9 Tf 1 0 0 1 10 700 Tm (Delivered 2026-05-03) Tj 1 0 0 1 10 600 Tm (".as_slice(),
        &b"ab".repeat(150_000),
        b") Tj ET",
    ];
    for (name, content, is_cut) in [
        ("one", one, true),
        ("array", array, true),
        ("empty", empty, false),
        ("page", page.concat(), true),
    ] {
        let bytes = file(&content, "");
        assert!(bytes.len() < 300_000, "{name}: {} bytes", bytes.len());
        let read = pdf::read(&bytes).unwrap();
        assert!(chars(&read.text) <= pdf::LETTERS_MAX, "{name}");
        assert_eq!(read.text.is_cut, is_cut, "{name}");
        assert_eq!(read.text.joined().contains("Delivered"), name == "page", "{name}");
    }
    let lines: Vec<String> =
        (0..40).map(|line| format!("line {line} {}", "x".repeat(80))).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let honest = pdf::read(&sample::pdf(&lines)).unwrap();
    assert!(!honest.text.is_cut && honest.text.lines.len() == 40);
}

/// One code may stand for a book.
#[test]
fn a_font_whose_every_letter_is_a_book_is_cut() {
    let book = "0041".repeat(100_000);
    let map = format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <ff> \
         endcodespacerange 1 beginbfchar <41> <{book}> endbfchar endcmap"
    );
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /A /ToUnicode 6 0 R >>".to_vec();
    let content = [b"BT /F1 9 Tf (".as_slice(), &b"A".repeat(100_000), b") Tj ET"].concat();
    let content = sample::stream("", &content);
    let map = sample::stream("", map.as_bytes());
    let read = pdf::read(&sample::of_objects(&[
        CATALOG.to_vec(),
        PAGES.to_vec(),
        page(""),
        content,
        font,
        map,
    ]));
    let read = read.unwrap();
    assert!(read.text.is_cut && chars(&read.text) <= pdf::LETTERS_MAX);
}

/// A form that is drawn again and again loads its font each time.
#[test]
fn fonts_without_end_are_cut() {
    let widths = "500 ".repeat(20_000);
    let differences = "0 /zzz ".repeat(200_000);
    let font = format!(
        "<< /Type /Font /Subtype /Type1 /BaseFont /A /FirstChar 0 /Widths [{widths}] \
         /Encoding << /Differences [{differences}] >> >>"
    );
    let form = sample::stream(
        "/Type /XObject /Subtype /Form /Resources << /Font << /F1 5 0 R >> >>",
        b"BT /F1 9 Tf ET",
    );
    let content = sample::stream("", &b"/X Do ".repeat(100_000));
    let objects = [
        CATALOG.to_vec(),
        PAGES.to_vec(),
        page("/XObject << /X 6 0 R >>"),
        content,
        font.into_bytes(),
        form,
    ];
    assert!(pdf::read(&sample::of_objects(&objects)).unwrap().text.is_cut);
}

fn packed(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// A PNG of these chunks, with a head of this width, height, depth and kind of colour.
fn png(width: u32, height: u32, (depth, color): (u8, u8), chunks: &[(&[u8], Vec<u8>)]) -> Vec<u8> {
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    head.extend_from_slice(&[depth, color, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let all = std::iter::once((b"IHDR".as_slice(), head)).chain(chunks.iter().cloned());
    for (kind, data) in all.chain([(b"IEND".as_slice(), Vec::new())]) {
        file.extend_from_slice(&(data.len() as u32).to_be_bytes());
        let mut sum = flate2::Crc::new();
        sum.update(kind);
        sum.update(&data);
        file.extend_from_slice(kind);
        file.extend_from_slice(&data);
        file.extend_from_slice(&sum.sum().to_be_bytes());
    }
    file
}

#[test]
fn pictures_that_unpack_to_too_much_are_not_unpacked() {
    for (width, height, form, expected) in [
        (7_000, 7_000, (16, 6), Err(PictureError::TooManyPixels)),
        (7_000, 7_000, (8, 2), Err(PictureError::TooManyPixels)),
        (12_001, 10, (1, 0), Err(PictureError::TooManyPixels)),
        (3_900, 3_900, (8, 6), Ok(())),
        (7_000, 7_000, (8, 0), Ok(())),
    ] {
        let bytes = png(width, height, form, &[(b"IDAT", packed(b"0"))]);
        assert_eq!(picture::check(&bytes), expected, "{width} by {height}, {form:?}");
        assert!(picture::read(&bytes).is_err(), "its pixels are missing");
    }
    // One bit of a palette becomes four bytes.
    let palette = [(b"PLTE".as_slice(), vec![0; 6]), (b"tRNS", vec![0]), (b"IDAT", packed(b"0"))];
    let bytes = png(7_000, 7_000, (1, 3), &palette);
    assert_eq!(picture::read(&bytes), Err(PictureError::TooManyPixels));
}

/// Neither is needed, so neither is unpacked: the picture is read as if they were not there.
#[test]
fn packed_profiles_and_texts_of_pictures_stay_packed() {
    let bomb = packed(&vec![b'A'; 50_000_000]);
    for (kind, head) in [(b"iCCP", b"x\0\0".as_slice()), (b"zTXt", b"Comment\0\0")] {
        let chunk = [head, &bomb].concat();
        let bytes = png(10, 10, (8, 0), &[(kind, chunk), (b"IDAT", packed(&[0; 110]))]);
        let seen = picture::read(&bytes).unwrap();
        assert_eq!((seen.width, seen.height, picture::check(&bytes)), (10, 10, Ok(())));
    }
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
