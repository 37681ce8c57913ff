//! A letter as it came, read as far as it can be: broken MIME gives what there is of it.

use kernel::Timestamp;
use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders};

use crate::address::normal;
use crate::authentication;
use crate::parts::{self, Content, DEPTH_MAX, PARTS_MAX};

/// Most ids of earlier letters that one names.
const REFERENCES_MAX: usize = 50;
/// Longest id of a letter that is looked at.
const MESSAGE_ID_CHARS_MAX: usize = 500;
/// Longest subject, in characters.
const SUBJECT_CHARS_MAX: usize = 180;
/// Longest name of somebody or of a file, in characters.
const NAME_CHARS_MAX: usize = 120;
/// Most characters of text that are read.
const TEXT_CHARS_MAX: usize = 200_000;
/// Most recipients and files that are looked at.
const LIST_MAX: usize = 50;
/// What lists and machines say of their own letters.
const PRECEDENCE: [&str; 4] = ["bulk", "junk", "list", "auto_reply"];

/// Why there is nothing to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("it is no letter: it has no header fields (RFC 5322)")]
    NoLetter,
    #[error("its From names nobody: there must be one address")]
    NoSender,
    #[error("it has more than {PARTS_MAX} parts")]
    TooManyParts,
    #[error("its parts are nested more than {DEPTH_MAX} deep")]
    TooDeep,
}

/// A file of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileIn {
    pub name: String,
    /// As the letter claims.
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Without brackets; `None` where it has none, or one that is too long.
    pub message_id: Option<String>,
    /// The letters it answers, the nearest first, without brackets.
    pub answers: Vec<String>,
    /// In the form that addresses are compared in.
    pub from: String,
    /// How the sender calls themselves.
    pub from_name: Option<String>,
    /// Everybody it is addressed to, or was delivered to.
    pub to: Vec<String>,
    pub subject: String,
    /// The whole text; of a letter in HTML alone, its words.
    pub text: String,
    pub files: Vec<FileIn>,
    /// A machine wrote it, and why one thinks so: nothing is answered to it.
    pub automatic: Option<String>,
    /// It says that a letter was not delivered: that letter's id, and why.
    pub undelivered: Option<(String, String)>,
    /// Where failures to deliver it are reported, in the form that addresses are compared in.
    pub return_path: Option<String>,
    /// When it says that it was written.
    pub sent_at: Option<Timestamp>,
    /// The topmost `Authentication-Results`.
    results: Option<String>,
}

impl Incoming {
    /// # Errors
    /// [`Unreadable`], with what is missing.
    pub fn parse(raw: &[u8]) -> Result<Self, Unreadable> {
        let letter = MessageParser::default().parse_headers(raw).ok_or(Unreadable::NoLetter)?;
        let sender = letter.from().and_then(Address::first).ok_or(Unreadable::NoSender)?;
        let from = sender.address.as_deref().and_then(normal).ok_or(Unreadable::NoSender)?;
        let from_name = sender.name.as_deref().map(|name| plain(name, NAME_CHARS_MAX));
        let header = |name: &str| {
            let mut found =
                letter.headers_raw().filter(|(known, _)| known.eq_ignore_ascii_case(name));
            found.next().map(|(_, value)| unfolded(value))
        };
        let parts = parts::read(raw)?;
        let undelivered = undelivered(&letter, &parts.files);
        Ok(Self {
            message_id: letter.message_id().and_then(id),
            answers: answers(&letter),
            automatic: automatic(&header, &from, undelivered.is_some()),
            from,
            from_name: from_name.filter(|name| !name.is_empty()),
            to: recipients(&letter, &header),
            subject: plain(letter.subject().unwrap_or_default(), SUBJECT_CHARS_MAX),
            text: text(&parts.texts),
            files: parts.files.into_iter().take(LIST_MAX).map(file).collect(),
            undelivered,
            return_path: header("Return-Path")
                .and_then(|path| normal(path.trim_matches(['<', '>', ' ']))),
            sent_at: letter
                .date()
                .map(|date| Timestamp::from_millis(date.to_timestamp().saturating_mul(1000))),
            results: header("Authentication-Results"),
        })
    }

    /// By which method a host that we trust vouches for the sender's domain.
    pub fn proven_by(&self, trusted_host: &str) -> Option<&'static str> {
        authentication::proven_by(self.results.as_deref()?, trusted_host, &self.from)
    }

    /// Whether its return path is of another organisation than its sender.
    pub fn has_foreign_return_path(&self) -> bool {
        let path = self.return_path.as_ref();
        path.is_some_and(|path| !authentication::is_one_organisation(&self.from, path))
    }

    /// The methods by which the letter's own head says that its sender could not be proven. Whoever kept
    /// the letter may have written that head: it is no proof of anything.
    pub fn failed_proofs(&self) -> Vec<&'static str> {
        self.results.as_deref().map(authentication::failed).unwrap_or_default()
    }
}

/// The id of a letter in brackets or without.
pub fn message_id_of(text: &str) -> Option<String> {
    id(text.trim().trim_start_matches('<').trim_end_matches('>'))
}

fn id(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = (3..=MESSAGE_ID_CHARS_MAX).contains(&text.chars().count());
    (fits && !text.contains(char::is_control)).then(|| text.to_owned())
}

/// `In-Reply-To`, then `References` from the last to the first.
fn answers(letter: &Message<'_>) -> Vec<String> {
    let list = |value: &HeaderValue<'_>| -> Vec<String> {
        match value {
            HeaderValue::Text(text) => id(text).into_iter().collect(),
            HeaderValue::TextList(texts) => texts.iter().filter_map(|text| id(text)).collect(),
            _ => Vec::new(),
        }
    };
    let mut found: Vec<String> = Vec::new();
    let nearest = list(letter.in_reply_to()).into_iter();
    for one in nearest.chain(list(letter.references()).into_iter().rev()) {
        if found.len() < REFERENCES_MAX && !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

fn recipients(letter: &Message<'_>, header: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let lists = [letter.to(), letter.cc()].into_iter().flatten();
    let named =
        lists.flat_map(Address::iter).filter_map(|one| one.address.as_deref().and_then(normal));
    let delivered = ["Delivered-To", "X-Original-To"].into_iter().filter_map(header);
    named.chain(delivered.filter_map(|text| normal(&text))).take(LIST_MAX).collect()
}

/// Whether a machine wrote it (RFC 3834): to such a letter nothing is answered, or two machines would
/// write to each other for ever.
fn automatic(header: &dyn Fn(&str) -> Option<String>, from: &str, report: bool) -> Option<String> {
    let first = |text: &str| {
        let word =
            text.split(|c: char| c == ';' || c.is_whitespace()).find(|word| !word.is_empty());
        word.unwrap_or_default().to_lowercase()
    };
    if let Some(word) =
        header("Auto-Submitted").map(|text| first(&text)).filter(|word| word != "no")
    {
        return Some(format!("Auto-Submitted: {word}"));
    }
    if let Some(word) = header("Precedence").map(|text| first(&text))
        && PRECEDENCE.contains(&word.as_str())
    {
        return Some(format!("Precedence: {word}"));
    }
    if header("List-Id").is_some() {
        return Some("List-Id: it was sent to a list".to_owned());
    }
    let machine = ["mailer-daemon@", "postmaster@"].iter().any(|name| from.starts_with(name));
    let nobody = header("Return-Path").is_some_and(|path| path.trim() == "<>");
    (report || machine || nobody).then(|| "it is a report of a mail server".to_owned())
}

/// The text, of all parts that are shown one after the other.
fn text(texts: &[String]) -> String {
    let whole = texts.iter().map(|text| text.trim_end()).collect::<Vec<_>>().join("\n");
    let readable = |c: &char| !c.is_control() || matches!(c, '\n' | '\t' | '\r');
    whole.chars().filter(readable).take(TEXT_CHARS_MAX).collect()
}

fn file(content: Content) -> FileIn {
    let name = content.name.map(|name| plain(&name, NAME_CHARS_MAX));
    FileIn {
        name: name.filter(|name| !name.is_empty()).unwrap_or_else(|| "file".to_owned()),
        media_type: content.media_type,
        bytes: content.bytes,
    }
}

/// What a delivery report (RFC 3464) says of a letter that failed for good.
fn undelivered(letter: &Message<'_>, contents: &[Content]) -> Option<(String, String)> {
    let kind = letter.content_type()?;
    let is_report = kind.subtype().is_some_and(|kind| kind.eq_ignore_ascii_case("report"));
    if !is_report || kind.attribute("report-type").is_none_or(|kind| kind != "delivery-status") {
        return None;
    }
    let (mut failed, mut why, mut original) = (false, None, None);
    for Content { media_type, bytes, .. } in contents {
        let text = String::from_utf8_lossy(bytes);
        let field = |name: &str| {
            let mut lines = text.lines().filter_map(|line| line.split_once(':'));
            let found = lines.find(|(known, _)| known.trim().eq_ignore_ascii_case(name));
            found.map(|(_, value)| plain(value, NAME_CHARS_MAX))
        };
        match media_type.as_str() {
            "message/delivery-status" => {
                failed |= field("Action").is_some_and(|word| word.eq_ignore_ascii_case("failed"));
                why = why.or_else(|| field("Diagnostic-Code")).or_else(|| field("Status"));
            }
            "message/rfc822" => {
                let returned = MessageParser::default().parse_headers(bytes);
                original = original.or_else(|| id(returned.as_ref()?.message_id()?));
            }
            "text/rfc822-headers" => {
                original = original.or_else(|| message_id_of(&field("Message-ID")?));
            }
            _ => {}
        }
    }
    let why = why.unwrap_or_else(|| "the recipient's server did not take it".to_owned());
    original.filter(|_| failed).map(|id| (id, why))
}

/// One line without anything that is no character.
fn plain(text: &str, chars_max: usize) -> String {
    let one_line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    one_line.collect::<String>().trim().chars().take(chars_max).collect()
}

fn unfolded(text: &str) -> String {
    text.split(['\r', '\n']).map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests;
