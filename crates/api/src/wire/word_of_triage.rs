//! The vocabularies of triage and of what is read from documents.

use app::readings::{Status, Unread};
use documents::books::Answer;
use documents::facts::{Confidence, Field};
use documents::flags::{FlagKind, Weight};
use documents::text::Source;
use triage::urgency::{Cause, Level};

use super::word::{Vocabulary, Word};

pub type FactField = Word<Field>;
pub type FactStatus = Word<Status>;
pub type FactConfidence = Word<Confidence>;
pub type BooksAnswer = Word<Answer>;
pub type TextSource = Word<Source>;
pub type UnreadReason = Word<Unread>;
pub type DocumentFlagKind = Word<FlagKind>;
pub type FlagWeight = Word<Weight>;
pub type Urgency = Word<Level>;
pub type UrgencyCause = Word<Cause>;

impl Vocabulary for Field {
    const NAME: &'static str = "FactField";
    const ABOUT: &'static str = "What a fact of a document is about.";
    const WORDS: &'static [&'static str] = &[
        "carrier",
        "tracking_id",
        "shipped_at",
        "delivered_at",
        "returned_at",
        "address",
        "recipient",
        "signature",
        "amount",
        "refunded",
        "order_number",
        "refund_id",
        "issued_on",
        "sender",
        "sent_at",
    ];
}

impl Vocabulary for Status {
    const NAME: &'static str = "FactStatus";
    const ABOUT: &'static str = "How far a fact is. Only what is confirmed counts.";
    const WORDS: &'static [&'static str] =
        &["extracted", "confirmed_by_rule", "confirmed_by_person", "rejected"];
}

impl Vocabulary for Confidence {
    const NAME: &'static str = "FactConfidence";
    const ABOUT: &'static str =
        "Why one may believe that a fact was read rightly: not whether it is true.";
    const WORDS: &'static [&'static str] = &["likely", "labelled", "checked"];
}

impl Vocabulary for Answer {
    const NAME: &'static str = "BooksAnswer";
    const ABOUT: &'static str = "What the provider's own books say to a fact.";
    const WORDS: &'static [&'static str] = &["agrees", "contradicts", "silent"];
}

impl Vocabulary for Source {
    const NAME: &'static str = "TextSource";
    const ABOUT: &'static str = "Where the words of a document come from.";
    const WORDS: &'static [&'static str] = &["pdf_text", "ocr", "email"];
}

impl Vocabulary for Unread {
    const NAME: &'static str = "UnreadReason";
    const ABOUT: &'static str = "Why a file was not read.";
    const WORDS: &'static [&'static str] = &[
        "no_ocr",
        "ocr_failed",
        "no_words",
        "too_large",
        "packing",
        "locked",
        "broken",
        "other_format",
    ];
}

impl Vocabulary for FlagKind {
    const NAME: &'static str = "DocumentFlagKind";
    const ABOUT: &'static str = "A hint that a file was changed, or is not what it seems.";
    const WORDS: &'static [&'static str] = &[
        "changed_after_signing",
        "appended",
        "editing_tool",
        "changed_later",
        "script",
        "invisible_text",
        "unreadable_text",
        "picture_edited",
        "picture_dates_disagree",
        "no_metadata",
        "same_file_elsewhere",
        "alike_elsewhere",
        "contradicts_books",
        "stated_otherwise",
        "return_path_differs",
        "proof_failed",
    ];
}

impl Vocabulary for Weight {
    const NAME: &'static str = "FlagWeight";
    const ABOUT: &'static str = "How much a hint says.";
    const WORDS: &'static [&'static str] = &["weak", "notable", "serious"];
}

impl Vocabulary for Level {
    const NAME: &'static str = "Urgency";
    const ABOUT: &'static str = "How soon somebody should look.";
    const WORDS: &'static [&'static str] = &["normal", "soon", "urgent"];
}

impl Vocabulary for Cause {
    const NAME: &'static str = "UrgencyCause";
    const ABOUT: &'static str = "What makes a case urgent.";
    const WORDS: &'static [&'static str] = &[
        "overdue",
        "due_today",
        "due_soon",
        "vulnerable",
        "support_need",
        "legal_threat",
        "large_amount",
        "waits_for_person",
    ];
}
