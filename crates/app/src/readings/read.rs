//! From a file's bytes to what it says and what speaks against it. Blocking; nothing is stored here.

use dispute::EvidenceType;
use dispute::evidence::MediaType;
use documents::facts::{Fact, Head, Value, When, extract};
use documents::flags::{Flag, FlagKind, of_pdf, of_picture};
use documents::likeness::Likeness;
use documents::pdf::{self, PdfError};
use documents::picture::{self, PictureError};
use documents::text::{Source, Text};
use kernel::{Currency, Date, Timestamp};
use mail::Incoming;
use understanding::language::Language;
use understanding::listen::Listener;
use understanding::slots::{DayOrder, Locale};

use super::Unread;
use crate::order::scrub;

/// Fewest letters for a file to have said anything.
const LETTERS_MIN: usize = 12;

/// What a picture's letters were recognised as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Letters {
    Words(String),
    /// Nothing can recognise them.
    NoProgram,
    Failed,
}

/// Where a document is likely from.
#[derive(Debug, Clone)]
pub struct Market {
    pub currency: Currency,
    /// Whether `3/4` is the fourth of March.
    pub is_month_first: bool,
    pub today: Date,
}

/// What a file says, before it is held against anything.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    pub source: Option<Source>,
    pub unread: Option<Unread>,
    pub is_cut: bool,
    pub facts: Vec<Fact>,
    pub flags: Vec<Flag>,
    pub likeness: Likeness,
}

impl Read {
    const fn not(unread: Unread, flags: Vec<Flag>) -> Self {
        Self {
            source: None,
            unread: Some(unread),
            is_cut: false,
            facts: Vec::new(),
            flags,
            likeness: Likeness { glance: None, sketch: Vec::new() },
        }
    }
}

/// Reads a file by what it is. `letters` is for pictures alone.
pub fn read(
    bytes: &[u8],
    media_type: &str,
    kind: EvidenceType,
    letters: Letters,
    (listener, market): (&Listener, &Market),
) -> Read {
    let mut read = match MediaType::named(media_type) {
        Some(MediaType::Pdf) => of_pdf_file(bytes, (listener, market)),
        Some(MediaType::Jpeg | MediaType::Png) => {
            of_picture_file(bytes, kind, letters, (listener, market))
        }
        Some(MediaType::Letter) => of_letter(bytes, (listener, market)),
        Some(MediaType::Docx) | None => Read::not(Unread::OtherFormat, Vec::new()),
    };
    for fact in &mut read.facts {
        scrub::text(&mut fact.quote);
        if let Value::Words(words) = &mut fact.value {
            scrub::text(words);
        }
    }
    for detail in read.flags.iter_mut().filter_map(|flag| flag.detail.as_mut()) {
        scrub::text(detail);
    }
    read
}

/// The facts of words alone, as recognised from a photo.
pub fn of_words(words: &str, context: (&Listener, &Market)) -> Read {
    of_text(Text::of_plain(Source::Ocr, words), None, None, Vec::new(), context)
}

fn of_pdf_file(bytes: &[u8], context: (&Listener, &Market)) -> Read {
    let pdf = match pdf::read(bytes) {
        Ok(pdf) => pdf,
        Err(error) => {
            let unread = match error {
                PdfError::TooLarge { .. } => Unread::TooLarge,
                PdfError::Bomb | PdfError::Packing => Unread::Packing,
                PdfError::Locked => Unread::Locked,
                PdfError::Broken => Unread::Broken,
            };
            return Read::not(unread, Vec::new());
        }
    };
    let flags = of_pdf(&pdf.about);
    if pdf.about.is_text_unreadable {
        return Read::not(Unread::NoWords, flags);
    }
    of_text(pdf.text, None, None, flags, context)
}

fn of_picture_file(
    bytes: &[u8],
    kind: EvidenceType,
    letters: Letters,
    context: (&Listener, &Market),
) -> Read {
    let seen = match picture::read(bytes) {
        Ok(seen) => seen,
        Err(PictureError::TooLarge { .. } | PictureError::TooManyPixels) => {
            return Read::not(Unread::TooLarge, Vec::new());
        }
        Err(PictureError::Broken) => return Read::not(Unread::Broken, Vec::new()),
    };
    let flags = of_picture(&seen, kind == EvidenceType::Photo);
    let unread = match letters {
        Letters::Words(words) => {
            let text = Text::of_plain(Source::Ocr, &words);
            return of_text(text, None, seen.glance, flags, context);
        }
        Letters::NoProgram => Unread::NoOcr,
        Letters::Failed => Unread::OcrFailed,
    };
    let likeness = Likeness { glance: seen.glance, sketch: Vec::new() };
    Read { likeness, ..Read::not(unread, flags) }
}

fn of_letter(bytes: &[u8], context: (&Listener, &Market)) -> Read {
    let Ok(letter) = Incoming::parse(bytes) else {
        return Read::not(Unread::Broken, Vec::new());
    };
    let mut flags = Vec::new();
    if letter.has_foreign_return_path() {
        let path = letter.return_path.as_deref().unwrap_or_default();
        let detail = format!("{} / {path}", letter.from);
        flags.push(Flag::with(FlagKind::ReturnPathDiffers, detail));
    }
    let failed = letter.failed_proofs();
    if !failed.is_empty() {
        flags.push(Flag::with(FlagKind::ProofFailed, failed.join(", ")));
    }
    let sent = letter.sent_at.map(when_in_utc);
    let head = Head { from: letter.from, sent };
    let words = format!("{}\n{}", letter.subject, letter.text);
    of_text(Text::of_plain(Source::Email, &words), Some(&head), None, flags, context)
}

fn when_in_utc(at: Timestamp) -> When {
    let minutes = at.as_millis().rem_euclid(86_400_000) / 60_000;
    When { day: at.utc_date(), minute: u16::try_from(minutes).ok() }
}

fn of_text(
    text: Text,
    head: Option<&Head>,
    glance: Option<u64>,
    flags: Vec<Flag>,
    (listener, market): (&Listener, &Market),
) -> Read {
    let likeness = Likeness::of(glance, &text);
    if text.letters() < LETTERS_MIN {
        return Read { is_cut: text.is_cut, likeness, ..Read::not(Unread::NoWords, flags) };
    }
    let language = listener.speaks(&text.joined(), None).main.or_else(|| Language::parse("en"));
    let locale = language.map(|language| Locale {
        language,
        currency: market.currency,
        day_order: if market.is_month_first { DayOrder::MonthFirst } else { DayOrder::DayFirst },
        payday: None,
        today: market.today,
    });
    let facts = locale.map(|locale| extract(&text, head, &locale)).unwrap_or_default();
    Read { source: Some(text.source), unread: None, is_cut: text.is_cut, facts, flags, likeness }
}
