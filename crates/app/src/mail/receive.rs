//! A letter comes in.
//!
//! **An address proves nothing.** A letter counts as a known customer's where our own mail server says
//! that their domain sent it (SPF, DKIM, DMARC), or where it comes from their address and shows the
//! signed address of our own letter. Anybody else may talk, as a visitor of the page may, and sees
//! nothing: answers go to the address on record.

use std::sync::Arc;

use ::mail::{Cut, Incoming, without_tag};
use compliance::authority::{Action, Principal};
use kernel::canonical::Sha256Hex;
use kernel::{ConversationId, Duration};
use store::mail::MailRow;
use support::conversation::{
    ATTACHMENTS_MAX, ByEmail, Channel, Contact, DeliveryState, RefusedFile, SUBJECT_CHARS_MAX,
    TEXT_CHARS_MAX,
};
use support::listen::{self, Earlier};

use super::out::{FAILED, is_id_of_ours};
use super::place::{self, Place};
use super::{Counted, ask, counted, notices};
use crate::attachments::{self, Accepted};
use crate::conversations::{self, Arrival, NewConversation, NewMessage};
use crate::evidence::Upload;
use crate::order::scrub;
use crate::sign_in::as_customer;
use crate::{App, AppError, Session};

/// Largest letter.
pub const LETTER_BYTES_MAX: usize = 25 * 1024 * 1024;
/// Most letters that are taken from one address within [`SENDER_WINDOW`]; those that are proven to be
/// from it, and those that only say so, are counted apart.
const SENDER_LETTERS_MAX: i64 = 30;
/// As many of those that ask for a person, where they are proven or in a thread of their own.
const ASKING_LETTERS_MAX: i64 = 200;
const SENDER_WINDOW: Duration = Duration::from_hours(1);
/// Most characters of the part that was cut off.
const QUOTED_CHARS_MAX: usize = 40_000;
const KEPT: &str = "kept";
const IGNORED: &str = "ignored";
/// What is said where nothing was.
const EMPTY: &str = "(an empty letter)";

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// It is said in a conversation.
    Kept { conversation: ConversationId, seq: u64, opened: bool, verified: bool },
    /// It came before.
    Duplicate { conversation: Option<ConversationId> },
    /// A report that a letter of ours did not arrive: noted at its message.
    Report { conversation: ConversationId, seq: u64 },
    /// Nothing is done with it.
    Ignored { why: String },
}

/// What is known of a letter before its files are kept.
enum Look {
    Done(Received),
    Report { row: Box<MailRow>, why: String },
    Take(Place),
}

/// Takes a letter as it came (RFC 5322). The same letter again, by its Message-ID, changes nothing.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Unprocessable`] with `mail_too_large` or `mail_unreadable`.
pub async fn receive(app: &App, principal: &Principal, raw: &[u8]) -> Result<Received, AppError> {
    if raw.len() > LETTER_BYTES_MAX {
        let why = format!("a letter has at most {LETTER_BYTES_MAX} bytes");
        return Err(AppError::unprocessable("mail_too_large", why));
    }
    let letter = Incoming::parse(raw);
    let letter =
        letter.map_err(|error| AppError::unprocessable("mail_unreadable", error.to_string()))?;
    // A letter without an id is known by its bytes.
    let id = letter.message_id.clone();
    let id = id.unwrap_or_else(|| format!("{}@no-message-id.invalid", Sha256Hex::of(raw)));
    let (letter, id) = (Arc::new(letter), Arc::<str>::from(id));
    let (seen, named) = (Arc::clone(&letter), Arc::clone(&id));
    let place = match app.write(principal, move |s| look(s, &seen, &named)).await? {
        Look::Done(received) => return Ok(received),
        Look::Report { row, why } => return report(app, principal, *row, why).await,
        Look::Take(place) => place,
    };
    let sender = as_customer(&principal.tenant, &place.customer)?;
    let (files, refused) = accept(app, &sender, &letter).await?;
    let (files, refused) = (Arc::new(files), Arc::new(refused));
    let work = move |s: &mut Session<'_, '_>| take(s, &letter, &id, &place, &files, &refused);
    app.write(&sender, work).await
}

fn look(s: &mut Session<'_, '_>, letter: &Incoming, id: &str) -> Result<Look, AppError> {
    let case = s.of_tenant();
    s.check(Action::MailReceive, &case)?;
    let (tenant, app) = (s.tenant().clone(), s.app().clone());
    let known = match store::mail::get(s.tx(), &tenant, id, true)? {
        Some(row) => Some(row),
        // What was erased is not taken anew.
        None => store::mail::get(s.tx(), &tenant, &store::erasure::erased_id(id), true)?,
    };
    if let Some(row) = known {
        return Ok(Look::Done(Received::Duplicate { conversation: row.conversation }));
    }
    if is_id_of_ours(&app, &tenant, id) {
        let why = "it bears the id of a letter of ours".to_owned();
        return Ok(Look::Done(Received::Ignored { why }));
    }
    if let Some((original, why)) = &letter.undelivered {
        let row = store::mail::get(s.tx(), &tenant, original, false)?;
        if let Some(row) = row.filter(|row| row.state != FAILED) {
            keep(s, letter, id, (IGNORED, None), None)?;
            return Ok(Look::Report { row: Box::new(row), why: why.clone() });
        }
    }
    let own = app.mail().mailboxes.get(&tenant).map(|mailbox| mailbox.address.clone());
    if own.is_some_and(|own| without_tag(&letter.from).0 == own) {
        return ignored(s, letter, id, "it is from our own address");
    }
    if let Some(why) = &letter.automatic {
        return ignored(s, letter, id, &format!("a machine wrote it ({why})"));
    }
    let place = place::of(s, letter)?;
    if is_flood(s, letter, &place)? {
        return ignored(s, letter, id, "too many letters from this address within the hour");
    }
    Ok(Look::Take(place))
}

/// Whether there were too many of this sender. Asking for a person goes on for longer: it is not lost
/// among letters that somebody else may have sent under the same address.
fn is_flood(s: &mut Session<'_, '_>, letter: &Incoming, place: &Place) -> Result<bool, AppError> {
    let (tenant, since) = (s.tenant().clone(), s.now().minus(SENDER_WINDOW));
    let sender = sender(s, letter);
    let count = store::mail::count_from(s.tx(), &tenant, &sender, since)?;
    if count < SENDER_LETTERS_MAX {
        return Ok(false);
    }
    if count == SENDER_LETTERS_MAX {
        let why = format!(
            "one address sent more than {SENDER_LETTERS_MAX} letters within the hour; those that \
             follow are not taken: look for them in the mailbox"
        );
        ask(s, "mail_flood", why)?;
    }
    let may_ask = place.own || place::is_proven(s, letter);
    Ok(!may_ask || count >= ASKING_LETTERS_MAX || !asks_for_person(s, letter, place))
}

fn asks_for_person(s: &Session<'_, '_>, letter: &Incoming, place: &Place) -> bool {
    let (text, _) = words(letter, place.conversation.is_none());
    let earlier = Earlier::default();
    let heard =
        s.app().listener().hear(&listen::Heard { text: &text, known_language: None, earlier });
    heard.wants_person.is_some()
}

/// Whom it is counted of.
fn sender(s: &Session<'_, '_>, letter: &Incoming) -> String {
    let as_what = match place::is_proven(s, letter) {
        true => Counted::Proven,
        false => Counted::Claimed,
    };
    counted(as_what, &letter.from)
}

fn ignored(
    s: &mut Session<'_, '_>,
    letter: &Incoming,
    id: &str,
    why: &str,
) -> Result<Look, AppError> {
    keep(s, letter, id, (IGNORED, Some(why.to_owned())), None)?;
    s.audit("mail.ignored", "mail".to_owned(), Some(serde_json::json!({ "why": why })));
    Ok(Look::Done(Received::Ignored { why: why.to_owned() }))
}

/// Notes the letter; `false` when somebody was faster.
fn keep(
    s: &mut Session<'_, '_>,
    letter: &Incoming,
    id: &str,
    (state, why): (&str, Option<String>),
    said: Option<(ConversationId, u64)>,
) -> Result<bool, AppError> {
    let row = MailRow {
        tenant: s.tenant().clone(),
        message_id: id.to_owned(),
        incoming: true,
        conversation: said.map(|(conversation, _)| conversation),
        seq: said.map(|(_, seq)| i64::try_from(seq).unwrap_or(i64::MAX)),
        sender: sender(s, letter),
        state: state.to_owned(),
        why,
        at: s.now(),
    };
    Ok(store::mail::insert(s.tx(), &row)?)
}

/// A letter of ours did not arrive.
async fn report(
    app: &App,
    principal: &Principal,
    row: MailRow,
    why: String,
) -> Result<Received, AppError> {
    let system = app.system(&principal.tenant);
    if let Some(notice) = notices::notice_of(&row.message_id) {
        let work =
            move |s: &mut Session<'_, '_>| notices::bounced(s, notice, &row.message_id, &why);
        app.write(&system, work).await?;
        return Ok(Received::Ignored { why: "it reports on a notice: noted there".to_owned() });
    }
    let (Some(conversation), Some(seq)) = (row.conversation, row.seq) else {
        return Ok(Received::Ignored { why: "it reports on no message".to_owned() });
    };
    let seq = seq.unsigned_abs();
    let work = move |s: &mut Session<'_, '_>| {
        let (tenant, mut why) = (s.tenant().clone(), why.clone());
        scrub::text(&mut why);
        store::mail::set_state(s.tx(), &tenant, &row.message_id, FAILED, Some(&why))?;
        conversations::delivered(s, conversation, seq, DeliveryState::Failed, Some(why))
    };
    app.write(&system, work).await?;
    Ok(Received::Report { conversation, seq })
}

/// Checks the files and makes their bytes durable; those that are not taken, with the reason.
async fn accept(
    app: &App,
    sender: &Principal,
    letter: &Incoming,
) -> Result<(Vec<Accepted>, Vec<RefusedFile>), AppError> {
    let (mut accepted, mut refused) = (Vec::new(), Vec::new());
    for file in &letter.files {
        let mut name = file.name.clone();
        scrub::text(&mut name);
        if accepted.len() == ATTACHMENTS_MAX {
            let why = format!("a message has at most {ATTACHMENTS_MAX} files");
            refused.push(RefusedFile { name, why });
            continue;
        }
        let upload = Upload {
            file_name: name.clone(),
            media_type: file.media_type.clone(),
            bytes: file.bytes.clone(),
        };
        match attachments::accept(app, sender, upload).await {
            Ok(file) => accepted.push(file),
            Err(AppError::Unprocessable { why, .. } | AppError::Invalid { problem: why, .. }) => {
                refused.push(RefusedFile { name, why });
            }
            Err(error) => return Err(error),
        }
    }
    Ok((accepted, refused))
}

/// Says it, in one transaction with its files and the note that it came.
fn take(
    s: &mut Session<'_, '_>,
    letter: &Incoming,
    id: &str,
    place: &Place,
    files: &[Accepted],
    refused: &[RefusedFile],
) -> Result<Received, AppError> {
    let tenant = s.tenant().clone();
    // Somebody may have handed it in at the same moment.
    if let Some(row) = store::mail::get(s.tx(), &tenant, id, true)? {
        return Ok(Received::Duplicate { conversation: row.conversation });
    }
    let mut attachments = Vec::with_capacity(files.len());
    for file in files {
        attachments.push(attachments::keep(s, file)?.id.to_string());
    }
    let (text, quoted) = words(letter, place.conversation.is_none());
    let email = Some(Box::new(ByEmail {
        from: letter.from.clone(),
        verified: place.verified,
        quoted,
        refused: refused.to_vec(),
    }));
    let message = NewMessage {
        client_id: client_id(id),
        text,
        attachments,
        in_reply_to: None,
        epoch: None,
        send_at: None,
    };
    let said = match place.conversation {
        Some(conversation) => conversations::say_by(s, conversation, message, email)?,
        None => open(s, letter, place, message, email)?,
    };
    let conversation = said.kept.conversation.id;
    let seq = said.event.map_or(said.kept.conversation.seq, |event| event.seq);
    if !keep(s, letter, id, (KEPT, None), Some((conversation, seq)))? {
        return Err(AppError::Overloaded { why: "the letter is being taken already".to_owned() });
    }
    let body = serde_json::json!({
        "verified": place.verified, "seq": seq, "files": files.len(), "refused": refused.len(),
    });
    s.audit("mail.received", format!("conversation/{conversation}"), Some(body));
    let (opened, verified) = (place.conversation.is_none(), place.verified);
    Ok(Received::Kept { conversation, seq, opened, verified })
}

fn open(
    s: &mut Session<'_, '_>,
    letter: &Incoming,
    place: &Place,
    message: NewMessage,
    email: Option<Box<ByEmail>>,
) -> Result<conversations::Said, AppError> {
    let mut name = letter.from_name.clone().unwrap_or_else(|| letter.from.clone());
    scrub::text(&mut name);
    let arrival = Arrival {
        name: Some(name),
        contact: Contact { email: Some(letter.from.clone()), phone: None },
        email,
    };
    let (tenant, app) = (s.tenant().clone(), s.app().clone());
    let about = match place.notice {
        Some(notice) => store::notices::get(s.tx(), &tenant, notice)?,
        None => None,
    };
    let new = NewConversation {
        customer: Some(place.customer.clone()),
        channel: Channel::Email,
        subject: letter.subject.chars().take(SUBJECT_CHARS_MAX).collect(),
        language: None,
        dispute: about.as_ref().and_then(|notice| notice.dispute),
        order: about.map(|notice| notice.order),
        message: Some(message),
    };
    let said = conversations::open_by(s, new, arrival)?;
    if let Some(notice) = place.notice {
        // The next answer goes on here.
        let letter = notices::id_of(&app, &tenant, notice, 1);
        store::mail::belongs_to(s.tx(), &tenant, &letter, said.kept.conversation.id)?;
    }
    Ok(said)
}

/// What is said, and what was cut off. A first letter begins with its subject: many say there what
/// they want, and it is listened to as the rest is.
fn words(letter: &Incoming, first: bool) -> (String, String) {
    let Cut { said, mut quoted } = ::mail::cut(&letter.text);
    let subject = letter.subject.trim();
    let named = first && !subject.is_empty() && !said.contains(subject);
    let mut text = match (named, said.is_empty()) {
        (true, true) => subject.to_owned(),
        (true, false) => format!("{subject}\n\n{said}"),
        (false, true) => EMPTY.to_owned(),
        (false, false) => said,
    };
    // A masked number may be longer than it was: the text is cleaned before it is measured.
    scrub::text(&mut text);
    if let Some((end, _)) = text.char_indices().nth(TEXT_CHARS_MAX - 1) {
        let rest = text.split_off(end);
        text.push('…');
        quoted = format!("{rest}\n\n{quoted}");
    }
    scrub::text(&mut quoted);
    (text, quoted.chars().take(QUOTED_CHARS_MAX).collect())
}

/// Under which the message is known: the same for the same letter.
fn client_id(message_id: &str) -> String {
    let hash = Sha256Hex::of(message_id.as_bytes()).to_string();
    format!("mail-{}", hash.get(..48).unwrap_or(&hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(text: &str) -> Incoming {
        let raw = format!("From: a@b.example\r\nSubject: A person, please\r\n\r\n{text}");
        Incoming::parse(raw.as_bytes()).unwrap()
    }

    #[test]
    fn the_subject_of_a_first_letter_is_said_and_what_is_too_long_is_kept_beside() {
        let hello = letter("Hello");
        assert_eq!(words(&hello, true).0, "A person, please\n\nHello");
        assert_eq!(words(&hello, false), ("Hello".to_owned(), String::new()));
        assert_eq!(words(&letter(""), true).0, "A person, please");
        assert_eq!(words(&letter(""), false).0, EMPTY);
        assert_eq!(words(&letter("A person, please. Now."), true).0, "A person, please. Now.");
        let (text, quoted) = words(&letter(&"é".repeat(TEXT_CHARS_MAX + 5)), false);
        assert_eq!(text.chars().count(), TEXT_CHARS_MAX);
        assert_eq!(quoted.trim().chars().count(), 6);
        let (text, quoted) = words(&letter("4111 1111 1111 1111\n-- \n4111 1111 1111 1111"), false);
        assert!(!text.contains("1111 1111") && !quoted.contains("1111 1111"), "{text} {quoted}");
    }
}
