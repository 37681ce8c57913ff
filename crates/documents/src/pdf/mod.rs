//! A PDF's text layer, and what the file tells of itself.
//!
//! The syntax is read by `hayro-syntax`; fonts' own encodings and `ToUnicode` maps make characters of
//! codes. Nothing is rendered, and no script is run. Source: ISO 32000-1, 7 (syntax), 9 (text), 12.8
//! (signatures).

mod about;
mod bomb;
mod font;
mod glyphs;
mod layout;
mod read;

pub use about::{About, Moment};

use crate::text::{Source, Text};

/// Largest file that is read, in bytes.
pub const FILE_BYTES_MAX: usize = 8_000_000;
/// Most that all streams of a file may unpack to, in bytes.
pub const UNPACKED_BYTES_MAX: usize = 48_000_000;
/// Most bytes of drawing operations that are kept, over all pages: forty for each operation.
pub const CONTENT_BYTES_MAX: usize = 16_000_000;
/// Most bytes of fonts' maps of codes that are parsed, over all pages.
pub const MAPS_BYTES_MAX: usize = 16_000_000;
/// Most letters that are kept, over all pages: a page of a book has 3,000.
pub const LETTERS_MAX: usize = 200_000;
/// Pages that are read.
pub const PAGES_MAX: usize = 30;
/// Drawing operations that are looked at, over all pages.
pub const OPERATIONS_MAX: usize = 400_000;

/// A PDF as far as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Pdf {
    pub text: Text,
    pub pages: usize,
    pub about: About,
}

/// Why a PDF was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    #[error("the PDF has {bytes} bytes; at most {FILE_BYTES_MAX} are read")]
    TooLarge { bytes: usize },
    #[error("the PDF unpacks to more than {UNPACKED_BYTES_MAX} bytes, or nests too deep")]
    Bomb,
    #[error("the PDF is packed by a method that is not read (LZW or run lengths)")]
    Packing,
    #[error("the PDF is locked with a password")]
    Locked,
    #[error("the PDF is broken")]
    Broken,
}

/// Reads the text layer of the first [`PAGES_MAX`] pages and [`LETTERS_MAX`] letters, and what the file tells
/// of itself. [`Text::is_cut`] says where the file has more.
///
/// # Errors
/// [`PdfError`], for a file that is too large, unpacks to too much, is locked or is none.
pub fn read(bytes: &[u8]) -> Result<Pdf, PdfError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(PdfError::TooLarge { bytes: bytes.len() });
    }
    bomb::check(bytes)?;
    let pdf = hayro_syntax::Pdf::new(bytes.to_vec()).map_err(|error| match error {
        hayro_syntax::LoadPdfError::Decryption(_) => PdfError::Locked,
        hayro_syntax::LoadPdfError::Invalid => PdfError::Broken,
    })?;
    let pages = pdf.pages();
    let mut reader = read::Reader::default();
    let mut text = Text::none(Source::PdfText);
    for (number, page) in (1_u32..).zip(pages.iter().take(PAGES_MAX)) {
        reader.page(page, number, &mut text);
    }
    text.is_cut |= reader.is_cut() || pages.len() > PAGES_MAX;
    let about = about::of(bytes, &pdf, &reader);
    Ok(Pdf { text, pages: pages.len(), about })
}
