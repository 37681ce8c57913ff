//! A letter to send, and its form on the wire (RFC 5322, MIME).

use kernel::Timestamp;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MessageBuilder, MultiPart, SinglePart};
use lettre::{Address, Message};

/// A file that goes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// A letter. Ids are without brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The same at each try, so that who gets it twice can tell.
    pub message_id: String,
    pub at: Timestamp,
    pub from_name: String,
    pub from: String,
    pub to: String,
    pub reply_to: Option<String>,
    pub subject: String,
    pub text: String,
    /// The letter it answers.
    pub in_reply_to: Option<String>,
    /// The letters before it, the oldest first.
    pub references: Vec<String>,
    /// No person wrote it: nothing answers to it by itself (RFC 3834).
    pub automatic: bool,
    pub files: Vec<File>,
}

/// A letter as it goes over the wire, with whom it is from and to.
#[derive(Clone, PartialEq, Eq)]
pub struct Written {
    pub from: String,
    pub to: String,
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Written {
    /// Without what it says, which may be a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Written").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// Why a letter cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    #[error("{field}: {text:?} is no e-mail address")]
    Address { field: &'static str, text: String },
    #[error("the letter cannot be put together: {0}")]
    Form(String),
}

impl Letter {
    /// # Errors
    /// [`LetterError`] with the field at fault.
    pub fn write(&self) -> Result<Written, LetterError> {
        let address = |field: &'static str, text: &str| {
            let wrong = |_| LetterError::Address { field, text: text.to_owned() };
            text.parse::<Address>().map_err(wrong)
        };
        let from_name = Some(one_line(&self.from_name)).filter(|name| !name.is_empty());
        let mut builder = Message::builder()
            .from(Mailbox::new(from_name, address("from", &self.from)?))
            .to(Mailbox::new(None, address("to", &self.to)?))
            .subject(one_line(&self.subject))
            .date(date(self.at))
            .message_id(Some(bracketed(&self.message_id)));
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(Mailbox::new(None, address("reply_to", reply_to)?));
        }
        if let Some(answered) = &self.in_reply_to {
            builder = builder.in_reply_to(bracketed(answered));
        }
        if !self.references.is_empty() {
            let all = self.references.iter().map(|id| bracketed(id)).collect::<Vec<_>>();
            builder = builder.references(all.join(" "));
        }
        if self.automatic {
            builder = automatic(builder);
        }
        let message = builder.multipart(self.body()?);
        let message = message.map_err(|error| LetterError::Form(error.to_string()))?;
        Ok(Written { from: self.from.clone(), to: self.to.clone(), bytes: message.formatted() })
    }

    fn body(&self) -> Result<MultiPart, LetterError> {
        let words = MultiPart::alternative()
            .singlepart(SinglePart::plain(self.text.clone()))
            .singlepart(SinglePart::html(html(&self.text)));
        if self.files.is_empty() {
            return Ok(words);
        }
        let mut whole = MultiPart::mixed().multipart(words);
        for file in &self.files {
            let kind = ContentType::parse(&file.media_type);
            let kind = kind.map_err(|error| LetterError::Form(error.to_string()))?;
            let name = one_line(&file.name);
            whole = whole.singlepart(Attachment::new(name).body(file.bytes.clone(), kind));
        }
        Ok(whole)
    }
}

fn automatic(builder: MessageBuilder) -> MessageBuilder {
    let name = HeaderName::new_from_ascii_str("Auto-Submitted");
    builder.raw_header(HeaderValue::new(name, "auto-generated".to_owned()))
}

fn date(at: Timestamp) -> std::time::SystemTime {
    let millis = u64::try_from(at.as_millis()).unwrap_or(0);
    std::time::UNIX_EPOCH + std::time::Duration::from_millis(millis)
}

fn bracketed(id: &str) -> String {
    format!("<{}>", one_line(id))
}

/// No header field is broken by what somebody wrote.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// The text as plain paragraphs, so that programs that show HTML alone show it.
fn html(text: &str) -> String {
    let mut page = String::from("<!doctype html><html><body style=\"white-space:pre-wrap\">");
    for c in text.chars() {
        match c {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            c => page.push(c),
        }
    }
    page.push_str("</body></html>");
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Incoming;

    fn letter() -> Letter {
        Letter {
            message_id: "c1.7@acme.example".to_owned(),
            at: "2026-12-01T10:00:00Z".parse().unwrap(),
            from_name: "Acme, Support".to_owned(),
            from: "support@acme.example".to_owned(),
            to: "anna@example.com".to_owned(),
            reply_to: Some("support+abc@acme.example".to_owned()),
            subject: "Re: Ditt paket är borta [#7F3K-9QDM]".to_owned(),
            text: "Hej Åsa,\n1 < 2 & 3.\n".to_owned(),
            in_reply_to: Some("m1@example.com".to_owned()),
            references: vec!["m0@example.com".to_owned(), "m1@example.com".to_owned()],
            automatic: false,
            files: vec![File {
                name: "kvitto å.pdf".to_owned(),
                media_type: "application/pdf".to_owned(),
                bytes: b"%PDF-".to_vec(),
            }],
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let written = letter().write().unwrap();
        let read = Incoming::parse(&written.bytes).unwrap();
        assert_eq!(read.message_id.as_deref(), Some("c1.7@acme.example"));
        assert_eq!(read.answers, ["m1@example.com", "m0@example.com"]);
        assert_eq!(read.subject, letter().subject);
        assert_eq!(read.text.replace("\r\n", "\n").trim(), letter().text.trim());
        assert_eq!(read.from_name.as_deref(), Some("Acme, Support"));
        assert_eq!(
            (read.files[0].name.as_str(), read.files[0].bytes.as_slice()),
            ("kvitto å.pdf", &b"%PDF-"[..])
        );
        assert_eq!(read.automatic, None);
        let text = String::from_utf8_lossy(&written.bytes);
        assert!(text.contains("Date: Tue, 01 Dec 2026 10:00:00"), "{text}");
        assert!(text.contains("Reply-To: support+abc@acme.example"), "{text}");
        let notice = Letter { automatic: true, files: Vec::new(), ..letter() }.write().unwrap();
        assert!(Incoming::parse(&notice.bytes).unwrap().automatic.is_some());
    }

    #[test]
    fn nothing_that_somebody_wrote_breaks_a_header() {
        let bad = Letter {
            subject: "x\r\nBcc: evil@example.com".to_owned(),
            from_name: "y\r\nBcc: evil@example.com".to_owned(),
            in_reply_to: Some("z>\r\nBcc: <evil@example.com".to_owned()),
            ..letter()
        };
        let text = String::from_utf8(bad.write().unwrap().bytes).unwrap();
        assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
        let bad = Letter { to: "a@b.c\r\nRCPT TO:<x@y.z>".to_owned(), ..letter() };
        assert!(matches!(bad.write(), Err(LetterError::Address { field: "to", .. })));
    }
}
