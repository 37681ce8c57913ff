//! What a merchant sends, and the limits Klarna's API puts on it.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

use super::error::ParameterError;
use super::v4::DisputeState;

/// Attachments of one answer or appeal.
pub const ATTACHMENTS_MAX: usize = 10;
/// Free text beside an answer.
pub const REPRESENT_TEXT_CHARS_MAX: usize = 5_000;
/// Free text of an appeal.
pub const APPEAL_TEXT_CHARS_MAX: usize = 10_000;
pub const DESCRIPTION_CHARS_MAX: usize = 1_000;
pub const ATTACHMENT_ID_CHARS_MAX: usize = 255;
pub const FILE_NAME_CHARS_MAX: usize = 1_000;
/// 7 MB, as Klarna's page has it.
pub const FILE_BYTES_MAX: usize = 7_000_000;

/// A file uploaded before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentRef {
    pub payment_dispute_attachment_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// `POST …/{id}/represent`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepresentRequest {
    pub attachments: Vec<AttachmentRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub additional_information: Option<String>,
    /// Minor units; a defence of the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_proposed_refund_amount: Option<i64>,
}

impl RepresentRequest {
    /// # Errors
    /// Every parameter that is wrong; `disputed_minor` is what is in dispute now.
    pub fn validate(&self, disputed_minor: i64) -> Result<(), Vec<ParameterError>> {
        let mut errors = Vec::new();
        if self.attachments.is_empty() {
            errors.push(ParameterError::new("attachments", "Give at least one attachment."));
        }
        check_attachments(&self.attachments, &mut errors);
        check_text(
            self.additional_information.as_deref().unwrap_or_default(),
            "additional_information",
            REPRESENT_TEXT_CHARS_MAX,
            &mut errors,
        );
        if let Some(proposed) = self.partner_proposed_refund_amount
            && !(1..disputed_minor).contains(&proposed)
        {
            errors.push(ParameterError::new(
                "partner_proposed_refund_amount",
                format!("Propose more than 0 and less than {disputed_minor}, in minor units."),
            ));
        }
        finish(errors)
    }
}

/// `POST …/{id}/appeal`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealRequest {
    pub additional_information: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentRef>,
}

impl AppealRequest {
    /// # Errors
    /// Every parameter that is wrong.
    pub fn validate(&self) -> Result<(), Vec<ParameterError>> {
        let mut errors = Vec::new();
        if self.additional_information.trim().is_empty() {
            errors.push(ParameterError::new(
                "additional_information",
                "Say why the preliminary decision is wrong.",
            ));
        }
        check_text(
            &self.additional_information,
            "additional_information",
            APPEAL_TEXT_CHARS_MAX,
            &mut errors,
        );
        check_attachments(&self.attachments, &mut errors);
        finish(errors)
    }
}

/// `POST /v4/payment/disputes/partners/{id}/enroll`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolPartnerRequest {
    pub client_id: String,
}

/// 201 of `represent`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RepresentResponse {
    pub state: DisputeState,
    pub created_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_information: Option<String>,
    pub attachments: Vec<AttachmentRef>,
}

/// 201 of `appeal`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppealResponse {
    pub state: DisputeState,
    pub created_at: Timestamp,
    pub additional_information: String,
}

/// 202 of `accept-loss`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AcceptLossResponse {
    pub state: DisputeState,
}

/// 201 of an upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewAttachmentResponse {
    pub payment_dispute_attachment_id: String,
}

/// The file types that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileType {
    Pdf,
    Jpeg,
    Png,
    Docx,
}

impl FileType {
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    fn of_name(name: &str) -> Option<Self> {
        let (stem, extension) = name.rsplit_once('.')?;
        if stem.is_empty() {
            return None;
        }
        match extension.to_ascii_lowercase().as_str() {
            "pdf" => Some(Self::Pdf),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "png" => Some(Self::Png),
            "docx" => Some(Self::Docx),
            _ => None,
        }
    }

    fn of_content(content: &[u8]) -> Option<Self> {
        let signatures: [(&[u8], Self); 4] = [
            (b"%PDF-", Self::Pdf),
            (&[0xFF, 0xD8, 0xFF], Self::Jpeg),
            (&[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A], Self::Png),
            // A DOCX is a ZIP archive; what is inside is for the virus scanner.
            (b"PK\x03\x04", Self::Docx),
        ];
        signatures.into_iter().find_map(|(start, kind)| content.starts_with(start).then_some(kind))
    }
}

/// Checks an uploaded file before it is stored: size, name, and that name and content agree.
///
/// # Errors
/// The parameter that is wrong, and what is accepted.
pub fn check_file(name: &str, content: &[u8]) -> Result<FileType, ParameterError> {
    let accepted = "Send a PDF, JPEG, PNG or DOCX file.";
    if content.is_empty() || content.len() > FILE_BYTES_MAX {
        let reason = format!("Send between 1 and {FILE_BYTES_MAX} bytes; got {}.", content.len());
        return Err(ParameterError::new("file", reason));
    }
    if name.chars().count() > FILE_NAME_CHARS_MAX {
        let reason = format!("Use at most {FILE_NAME_CHARS_MAX} characters.");
        return Err(ParameterError::new("filename", reason));
    }
    let named = FileType::of_name(name).ok_or_else(|| ParameterError::new("filename", accepted))?;
    let found =
        FileType::of_content(content).ok_or_else(|| ParameterError::new("file", accepted))?;
    if named != found {
        let reason = "The file's content is not what its name says.";
        return Err(ParameterError::new("file", reason));
    }
    Ok(found)
}

fn check_attachments(attachments: &[AttachmentRef], errors: &mut Vec<ParameterError>) {
    if attachments.len() > ATTACHMENTS_MAX {
        let reason = format!("Give at most {ATTACHMENTS_MAX} attachments.");
        errors.push(ParameterError::new("attachments", reason));
    }
    for (index, attachment) in attachments.iter().enumerate().take(ATTACHMENTS_MAX) {
        let id = &attachment.payment_dispute_attachment_id;
        if id.is_empty() || id.chars().count() > ATTACHMENT_ID_CHARS_MAX {
            errors.push(ParameterError::new(
                format!("attachments.{index}.payment_dispute_attachment_id"),
                "Use the id that the upload returned.",
            ));
        }
        let description = attachment.description.as_deref().unwrap_or_default();
        let parameter = format!("attachments.{index}.description");
        check_text(description, &parameter, DESCRIPTION_CHARS_MAX, errors);
    }
}

fn check_text(text: &str, parameter: &str, chars_max: usize, errors: &mut Vec<ParameterError>) {
    if text.chars().count() > chars_max {
        let reason = format!("Use at most {chars_max} characters.");
        errors.push(ParameterError::new(parameter, reason));
    }
}

fn finish(errors: Vec<ParameterError>) -> Result<(), Vec<ParameterError>> {
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}
