//! Files at the door: what they really are, by their own bytes, and whether they may come in.
//!
//! Nothing is unpacked, decoded or run. Whatever is refused leaves its hash in the error, so that the
//! refusal can be recorded and the same file recognised, without the file being kept.

use kernel::canonical::Sha256Hex;
use serde::{Deserialize, Serialize};

use super::docx;
use super::rules::EvidenceRules;

/// The kinds of file that may be handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MediaType {
    #[serde(rename = "application/pdf")]
    Pdf,
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    Docx,
    /// A letter as it came, head and all.
    #[serde(rename = "message/rfc822")]
    Letter,
}

impl MediaType {
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Jpeg, Self::Png, Self::Docx, Self::Letter];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Letter => "message/rfc822",
        }
    }

    /// The type of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }

    /// The endings a file name of this type may have.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Docx => &["docx"],
            Self::Letter => &["eml"],
        }
    }

    /// What the bytes say they are.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16) == Some(b"IHDR") {
            Some(Self::Png)
        } else if docx::is_docx(bytes) {
            Some(Self::Docx)
        } else if is_letter(bytes) {
            Some(Self::Letter)
        } else {
            None
        }
    }
}

/// So much of a file is looked at for the head of a letter, in bytes.
const HEAD_BYTES_MAX: usize = 32_768;

/// Whether a file begins with header fields of which one names a sender (RFC 5322, 2.2 and 3.6).
fn is_letter(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(HEAD_BYTES_MAX)).unwrap_or_default();
    let mut has_sender = false;
    for line in head.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return has_sender;
        }
        if line.first().is_some_and(|first| matches!(first, b' ' | b'\t')) {
            continue;
        }
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        let is_field = name.len() < line.len()
            && !name.is_empty()
            && name.iter().all(|byte| byte.is_ascii_graphic());
        if !is_field {
            return false;
        }
        has_sender |= name.eq_ignore_ascii_case(b"From");
    }
    false
}

/// A file that may be stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Accepted {
    pub sha256: Sha256Hex,
    pub media_type: MediaType,
    pub bytes: usize,
}

/// A file that was refused: the hash is for the record, the problem for the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem} (SHA-256 {sha256})")]
pub struct UploadError {
    pub sha256: Sha256Hex,
    pub problem: UploadProblem,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UploadProblem {
    #[error("the file is empty")]
    Empty,
    #[error("the file has {bytes} bytes; at most {max} are taken")]
    TooLarge { bytes: usize, max: usize },
    #[error(
        "the file is neither PDF, JPEG, PNG, DOCX nor a letter (EML): convert it to one of these"
    )]
    UnknownType,
    #[error("the file was declared as {declared:?} but is {found}: declare it as what it is")]
    OtherThanDeclared { declared: String, found: &'static str },
    #[error("the file name must end in {expected:?}, have 1 to {max} characters and no path")]
    Name { expected: &'static [&'static str], max: usize },
    #[error("the file holds the EICAR test signature of malicious software")]
    Malware,
}

/// The EICAR test file, in halves, so that this source file is not itself taken for one.
const EICAR: [&[u8]; 2] =
    [b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!$H+H*"];

impl EvidenceRules {
    /// Whether a file may be stored: its size, its true type against the declared one and its name,
    /// and the EICAR test signature. Real scanning is the deployment's, before this.
    ///
    /// # Errors
    /// [`UploadError`] with the hash of what was refused.
    pub fn accept_upload(
        &self,
        bytes: &[u8],
        declared: &str,
        name: &str,
    ) -> Result<Accepted, UploadError> {
        let sha256 = Sha256Hex::of(bytes);
        match self.media_type(bytes, declared, name) {
            Ok(media_type) => Ok(Accepted { sha256, media_type, bytes: bytes.len() }),
            Err(problem) => Err(UploadError { sha256, problem }),
        }
    }

    fn media_type(
        &self,
        bytes: &[u8],
        declared: &str,
        name: &str,
    ) -> Result<MediaType, UploadProblem> {
        if bytes.is_empty() {
            return Err(UploadProblem::Empty);
        }
        let max = self.limits.file_bytes_max;
        if bytes.len() > max {
            return Err(UploadProblem::TooLarge { bytes: bytes.len(), max });
        }
        if holds_eicar(bytes) {
            return Err(UploadProblem::Malware);
        }
        let found = MediaType::sniff(bytes).ok_or(UploadProblem::UnknownType)?;
        if !declares(declared, found) {
            return Err(UploadProblem::OtherThanDeclared {
                declared: declared.chars().take(DECLARED_CHARS_SHOWN_MAX).collect(),
                found: found.as_str(),
            });
        }
        let max = self.limits.file_name_chars_max;
        if is_good_name(name, found, max) {
            Ok(found)
        } else {
            Err(UploadProblem::Name { expected: found.extensions(), max })
        }
    }
}

const DECLARED_CHARS_SHOWN_MAX: usize = 100;

/// Parameters (`; charset=…`) do not matter; `image/jpg` is a common misspelling.
fn declares(declared: &str, found: MediaType) -> bool {
    let essence = declared.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    essence == found.as_str() || (found == MediaType::Jpeg && essence == "image/jpg")
}

fn is_good_name(name: &str, found: MediaType, chars_max: usize) -> bool {
    let extension = name.rsplit_once('.');
    let ending = extension.is_some_and(|(stem, extension)| {
        !stem.is_empty() && found.extensions().iter().any(|ok| ok.eq_ignore_ascii_case(extension))
    });
    let clean = !name.chars().any(|c| c.is_control() || matches!(c, '/' | '\\' | ':' | '\0'));
    ending && clean && name.chars().count() <= chars_max
}

/// Anywhere in the file: it is refused inside a document, too.
fn holds_eicar(bytes: &[u8]) -> bool {
    let [first, second] = EICAR;
    let length = first.len() + second.len();
    bytes.windows(length).any(|window| window.starts_with(first) && window.ends_with(second))
}

#[cfg(test)]
mod tests {
    use super::super::docx::tests::zip_of;
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01";
    const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00";
    const PDF: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";

    fn docx() -> Vec<u8> {
        zip_of(&["[Content_Types].xml", "_rels/.rels", "word/document.xml"])
    }

    #[test]
    fn files_are_what_their_bytes_say() {
        let word = docx();
        let rules = EvidenceRules::shipped().unwrap();
        let docx_type = MediaType::Docx.as_str();
        type Case<'a> = (&'a [u8], &'a str, &'a str, Result<MediaType, &'a str>);
        let letter = b"Received: by mx\r\n\tfor <a@b>\r\nFrom: a@b.example\r\n\r\nHello";
        let cases: [Case<'_>; 20] = [
            (letter, "message/rfc822", "mail.eml", Ok(MediaType::Letter)),
            (letter, "message/rfc822", "mail.html", Err("must end in")),
            (b"Subject: x\r\n\r\nHello", "message/rfc822", "a.eml", Err("neither PDF")),
            (b"<b>From: a@b.example</b>\n\nHello", "message/rfc822", "a.eml", Err("neither PDF")),
            (PNG, "image/png", "door.png", Ok(MediaType::Png)),
            (JPEG, "image/jpeg", "door.JPG", Ok(MediaType::Jpeg)),
            (JPEG, "image/jpg", "door.jpeg", Ok(MediaType::Jpeg)),
            (PDF, "Application/PDF; version=1.7", "pod.pdf", Ok(MediaType::Pdf)),
            (&word, docx_type, "letter.docx", Ok(MediaType::Docx)),
            (b"", "image/png", "door.png", Err("empty")),
            (PNG, "image/jpeg", "door.png", Err("declared as \"image/jpeg\" but is image/png")),
            (PNG, "image/png", "door.jpg", Err("must end in [\"png\"]")),
            (PNG, "image/png", ".png", Err("must end in")),
            (PNG, "image/png", "../../door.png", Err("no path")),
            (PNG, "image/png", "door\n.png", Err("no path")),
            (b"<html>", "text/html", "a.html", Err("neither PDF")),
            (b"MZ\x90\x00", "application/pdf", "a.pdf", Err("neither PDF")),
            (b"\x89PNG\r\n\x1a\nnope", "image/png", "a.png", Err("neither PDF")),
            (b"PK\x03\x04 not a zip", docx_type, "a.docx", Err("neither PDF")),
            // Hidden before the header: some readers would take it for a PDF, we do not.
            (b"GIF89a%PDF-1.7", "application/pdf", "a.pdf", Err("neither PDF")),
        ];
        for (bytes, declared, name, expected) in cases {
            let got = rules.accept_upload(bytes, declared, name);
            match expected {
                Ok(media_type) => assert_eq!(got.unwrap().media_type, media_type, "{name}"),
                Err(said) => {
                    let error = got.unwrap_err();
                    assert!(error.to_string().contains(said), "{name}: {error}");
                    assert!(error.to_string().contains(&Sha256Hex::of(bytes).to_string()));
                }
            }
        }
    }

    #[test]
    fn seven_megabytes_are_taken_and_one_byte_more_is_not() {
        let rules = EvidenceRules::shipped().unwrap();
        let mut bytes = PDF.to_vec();
        bytes.resize(7_000_000, b' ');
        assert_eq!(
            rules.accept_upload(&bytes, "application/pdf", "a.pdf").unwrap().bytes,
            7_000_000
        );
        bytes.push(b' ');
        let error = rules.accept_upload(&bytes, "application/pdf", "a.pdf").unwrap_err();
        assert_eq!(error.problem, UploadProblem::TooLarge { bytes: 7_000_001, max: 7_000_000 });
        assert_eq!(error.sha256, Sha256Hex::of(&bytes));
    }

    #[test]
    fn the_eicar_signature_is_refused_wherever_it_stands() {
        let rules = EvidenceRules::shipped().unwrap();
        let eicar = EICAR.concat();
        assert_eq!(eicar.len(), 68);
        for (bytes, name) in
            [(eicar.clone(), "eicar.pdf"), ([PDF, &eicar, b"%%EOF"].concat(), "a.pdf")]
        {
            let error = rules.accept_upload(&bytes, "application/pdf", name).unwrap_err();
            assert_eq!(error.problem, UploadProblem::Malware);
        }
    }

    #[test]
    fn a_word_file_with_macros_is_no_docx() {
        let macros = zip_of(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]);
        assert_eq!(MediaType::sniff(&macros), None);
        assert_eq!(MediaType::sniff(&zip_of(&["xl/workbook.xml"])), None);
        assert_eq!(MediaType::sniff(&docx()), Some(MediaType::Docx));
    }
}
