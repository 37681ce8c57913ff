//! Hints that a file was changed, or is not what it seems.
//!
//! Each is advice to whoever looks, with its reason; none decides anything. Most have innocent causes: a
//! scanner's program writes a PDF twice, a messenger takes metadata out, a shop prints to a new file. Only
//! what is [`Weight::Serious`] keeps a rule from confirming the document's facts: then a person looks.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

use crate::pdf::About;
use crate::picture::Picture;

/// How much a hint says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Common in honest files.
    Weak,
    /// Uncommon in honest files.
    Notable,
    /// Honest files seldom have it: a person should look before the document counts.
    Serious,
}

/// What the hint is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagKind {
    ChangedAfterSigning,
    Appended,
    EditingTool,
    ChangedLater,
    Script,
    InvisibleText,
    UnreadableText,
    PictureEdited,
    PictureDatesDisagree,
    NoMetadata,
    SameFileElsewhere,
    AlikeElsewhere,
    ContradictsBooks,
    StatedOtherwise,
    ReturnPathDiffers,
    ProofFailed,
}

impl FlagKind {
    pub const ALL: [Self; 16] = [
        Self::ChangedAfterSigning,
        Self::Appended,
        Self::EditingTool,
        Self::ChangedLater,
        Self::Script,
        Self::InvisibleText,
        Self::UnreadableText,
        Self::PictureEdited,
        Self::PictureDatesDisagree,
        Self::NoMetadata,
        Self::SameFileElsewhere,
        Self::AlikeElsewhere,
        Self::ContradictsBooks,
        Self::StatedOtherwise,
        Self::ReturnPathDiffers,
        Self::ProofFailed,
    ];

    pub const fn weight(self) -> Weight {
        match self {
            Self::ChangedAfterSigning
            | Self::Script
            | Self::SameFileElsewhere
            | Self::ContradictsBooks => Weight::Serious,
            Self::EditingTool
            | Self::InvisibleText
            | Self::PictureEdited
            | Self::AlikeElsewhere
            | Self::StatedOtherwise
            | Self::ProofFailed => Weight::Notable,
            Self::Appended
            | Self::ChangedLater
            | Self::UnreadableText
            | Self::PictureDatesDisagree
            | Self::NoMetadata
            | Self::ReturnPathDiffers => Weight::Weak,
        }
    }

    /// Why it is told, in plain words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ChangedAfterSigning => "Something was added to this PDF after it was signed.",
            Self::Appended => {
                "Something was appended to this PDF after it was first written. Filling in a form or saving again does that, too."
            }
            Self::EditingTool => {
                "This PDF was last written by a program for editing, not by one that carriers and shops use."
            }
            Self::ChangedLater => {
                "This PDF says that it was changed more than a day after it was made."
            }
            Self::Script => "This PDF would run a script or start a program. Nothing was run.",
            Self::InvisibleText => {
                "The text that was read lies invisibly over a picture: what is seen may say something else."
            }
            Self::UnreadableText => {
                "The letters of this PDF cannot be told from its file: look at it instead."
            }
            Self::PictureEdited => "This picture was last written by a program for editing.",
            Self::PictureDatesDisagree => {
                "This picture says that it was changed after it was taken. Turning or trimming it does that, too."
            }
            Self::NoMetadata => {
                "This picture tells nothing of the camera that took it. Most messengers take that out, so this alone says little."
            }
            Self::SameFileElsewhere => "The very same file was handed in in another case.",
            Self::AlikeElsewhere => {
                "A document that is nearly the same was handed in in another case."
            }
            Self::ContradictsBooks => "The document says something else than our own books.",
            Self::StatedOtherwise => {
                "The document says something else than whoever handed it in typed."
            }
            Self::ReturnPathDiffers => {
                "The sender and the return path of this letter are of different domains. Mailing services do that, too."
            }
            Self::ProofFailed => {
                "The letter itself says that the proof of its sender (DKIM, SPF or DMARC) failed."
            }
        }
    }
}

/// A hint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    pub kind: FlagKind,
    /// What it is about: a program, two dates, a field with both values, a case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Flag {
    pub const fn of(kind: FlagKind) -> Self {
        Self { kind, detail: None }
    }

    pub const fn with(kind: FlagKind, detail: String) -> Self {
        Self { kind, detail: Some(detail) }
    }
}

/// Whether any hint asks for a person before the document counts.
pub fn is_serious(flags: &[Flag]) -> bool {
    flags.iter().any(|flag| flag.kind.weight() == Weight::Serious)
}

/// Programs that change a finished PDF or draw one by hand.
const PDF_EDITORS: [&str; 14] = [
    "photoshop",
    "illustrator",
    "gimp",
    "inkscape",
    "canva",
    "pdfescape",
    "sejda",
    "smallpdf",
    "ilovepdf",
    "pdfelement",
    "foxit phantom",
    "foxit pdf editor",
    "nitro",
    "pdf-xchange",
];
/// Programs that change pictures.
const PICTURE_EDITORS: [&str; 11] = [
    "photoshop",
    "gimp",
    "lightroom",
    "snapseed",
    "pixlr",
    "affinity",
    "canva",
    "picsart",
    "facetune",
    "paint.net",
    "photopea",
];
/// A file that is finished within so many seconds was not changed later.
const FINISHED_SECONDS_MAX: i64 = 86_400;

/// The hints of a PDF.
pub fn of_pdf(about: &About) -> Vec<Flag> {
    let mut flags = Vec::new();
    if about.has_script {
        flags.push(Flag::of(FlagKind::Script));
    }
    if about.is_changed_after_signing {
        flags.push(Flag::of(FlagKind::ChangedAfterSigning));
    } else if about.updates > 0 && !about.is_signed {
        flags.push(Flag::with(FlagKind::Appended, about.updates.to_string()));
    }
    let programs = [&about.producer, &about.creator];
    if let Some(tool) = programs.into_iter().flatten().find(|tool| is_one_of(tool, &PDF_EDITORS)) {
        flags.push(Flag::with(FlagKind::EditingTool, tool.clone()));
    }
    if let (Some(created), Some(modified)) = (about.created, about.modified)
        && modified - created > FINISHED_SECONDS_MAX
    {
        let moment =
            |seconds: i64| Timestamp::from_millis(seconds.saturating_mul(1000)).to_minute();
        let detail = format!("{} / {}", moment(created), moment(modified));
        flags.push(Flag::with(FlagKind::ChangedLater, detail));
    }
    if about.is_text_unreadable {
        flags.push(Flag::of(FlagKind::UnreadableText));
    } else if about.is_text_invisible {
        flags.push(Flag::of(FlagKind::InvisibleText));
    }
    flags
}

/// The hints of a picture. `is_photo`: whether a camera should have taken it.
pub fn of_picture(picture: &Picture, is_photo: bool) -> Vec<Flag> {
    let mut flags = Vec::new();
    if let Some(tool) = picture.software.as_ref().filter(|tool| is_one_of(tool, &PICTURE_EDITORS)) {
        flags.push(Flag::with(FlagKind::PictureEdited, tool.clone()));
    }
    if let (Some(taken), Some(changed)) = (&picture.taken, &picture.changed)
        && changed > taken
    {
        flags.push(Flag::with(FlagKind::PictureDatesDisagree, format!("{taken} / {changed}")));
    }
    if is_photo && !picture.has_metadata {
        flags.push(Flag::of(FlagKind::NoMetadata));
    }
    flags
}

fn is_one_of(tool: &str, names: &[&str]) -> bool {
    let tool = tool.to_lowercase();
    names.iter().any(|name| tool.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(flags: &[Flag]) -> Vec<FlagKind> {
        flags.iter().map(|flag| flag.kind).collect()
    }

    #[test]
    fn a_pdf_is_flagged_for_what_it_tells() {
        let honest = About {
            producer: Some("Chromium Skia/PDF m120".to_owned()),
            created: Some(1_000),
            modified: Some(1_000),
            ..About::default()
        };
        let tool = Some("Adobe Photoshop 25".to_owned());
        let cases = [
            (honest.clone(), vec![]),
            (About { producer: tool, ..honest.clone() }, vec![FlagKind::EditingTool]),
            (About { modified: Some(200_000), ..honest.clone() }, vec![FlagKind::ChangedLater]),
            (About { updates: 1, ..honest.clone() }, vec![FlagKind::Appended]),
            (About { updates: 1, is_signed: true, ..honest.clone() }, vec![]),
            (
                About {
                    is_signed: true,
                    is_changed_after_signing: true,
                    updates: 2,
                    ..honest.clone()
                },
                vec![FlagKind::ChangedAfterSigning],
            ),
            (About { has_script: true, ..honest.clone() }, vec![FlagKind::Script]),
            (About { is_text_invisible: true, ..honest }, vec![FlagKind::InvisibleText]),
        ];
        for (about, expected) in cases {
            assert_eq!(kinds(&of_pdf(&about)), expected, "{about:?}");
        }
        assert!(FlagKind::ALL.iter().all(|kind| kind.words().ends_with('.')));
    }

    #[test]
    fn a_picture_without_metadata_is_no_crime() {
        let bare = Picture::default();
        assert_eq!(kinds(&of_picture(&bare, true)), [FlagKind::NoMetadata]);
        assert!(!is_serious(&of_picture(&bare, true)));
        assert_eq!(kinds(&of_picture(&bare, false)), []);
        let edited = Picture {
            has_metadata: true,
            software: Some("GIMP 2.10".to_owned()),
            taken: Some("2026-05-03 14:02:11".to_owned()),
            changed: Some("2026-05-04 09:00:00".to_owned()),
            ..Picture::default()
        };
        let expected = [FlagKind::PictureEdited, FlagKind::PictureDatesDisagree];
        assert_eq!(kinds(&of_picture(&edited, true)), expected);
    }
}
