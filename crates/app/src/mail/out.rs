//! Letters that hold what was said in a conversation.

use ::mail::{File, Letter, SendError};
use async_trait::async_trait;
use engine::HandlerError;
use engine::jobs::{ATTEMPTS_MAX, Completion, JobHandler, nothing_to_write};
use kernel::{AttachmentId, ConversationId, Duration, JobId, TenantId, Timestamp};
use serde::{Deserialize, Serialize};
use store::jobs::{JobRow, NewJob};
use store::mail::MailRow;
use store::parties::Party;
use support::conversation::{Conversation, DeliveryState, Event, EventBody, Speaker};

use super::notices::{self, told};
use super::{Counted, Mailbox, counted};
use crate::error::with_sources;
use crate::sign_in::is_visitor;
use crate::{App, AppError, Session, conversations, tenants};

/// The queue of letters to send.
pub const QUEUE: &str = "mail";
pub(super) const QUEUED: &str = "queued";
pub(super) const SENT: &str = "sent";
const WITHHELD: &str = "withheld";
pub(super) const FAILED: &str = "failed";
/// Earlier letters that one names.
const REFERENCES_MAX: u32 = 20;
/// An address that nobody has proven gets one letter of our machines within this.
const AUTOMATIC_WINDOW: Duration = Duration::DAY;
/// Longest subject before the number, in characters.
const SUBJECT_CHARS_MAX: usize = 150;

/// Which message.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Payload {
    conversation: ConversationId,
    seq: u64,
}

/// Keeps a letter for each thing said to the customer, in the transaction that says it. What is said
/// to the desk alone is never one.
pub(crate) fn enqueue(
    s: &mut Session<'_, '_>,
    conversation: &Conversation,
    events: &[Event],
) -> Result<(), AppError> {
    for event in events.iter().filter(|event| is_letter(event)) {
        let (tenant, now, app) = (s.tenant().clone(), s.now(), s.app().clone());
        let message_id = id_of(&app, &tenant, conversation.id, event.seq);
        let payload = Payload { conversation: conversation.id, seq: event.seq };
        let to_stranger = is_automatic(event) && is_visitor(&conversation.customer);
        let counted_as = to_stranger.then_some(conversation.contact.email.as_deref()).flatten();
        let counted_as = counted_as.map(|to| counted(Counted::Automatic, to));
        let withheld = match &counted_as {
            Some(to) => {
                let since = now.minus(AUTOMATIC_WINDOW);
                store::mail::count_from(s.tx(), &tenant, to, since)? > 0
            }
            None => false,
        };
        let row = MailRow {
            tenant: tenant.clone(),
            message_id: message_id.clone(),
            incoming: false,
            conversation: Some(conversation.id),
            seq: Some(i64::try_from(event.seq).unwrap_or(i64::MAX)),
            sender: counted_as.filter(|_| !withheld).unwrap_or_default(),
            state: if withheld { WITHHELD } else { QUEUED }.to_owned(),
            why: withheld.then(|| "its address got one of our machines' letters today".to_owned()),
            at: now,
        };
        if !store::mail::insert(s.tx(), &row)? {
            let why = format!("a letter {message_id} is there already");
            return Err(AppError::broken(why));
        }
        if withheld {
            continue;
        }
        let job = NewJob {
            tenant,
            job: JobId::generate(now, s.rng()),
            queue: QUEUE.to_owned(),
            key: Some(message_id),
            payload: serde_json::to_string(&payload)?,
            // The world lives by the real clock, whatever a tenant's test clock says.
            run_at: app.now(),
            created_at: app.now(),
        };
        store::jobs::enqueue(s.tx(), vec![job])?;
    }
    Ok(())
}

fn is_letter(event: &Event) -> bool {
    match &event.body {
        EventBody::Message { .. } => matches!(event.by.kind, Speaker::Ai | Speaker::Person),
        EventBody::Signpost { .. } => true,
        _ => false,
    }
}

/// No person wrote it.
fn is_automatic(event: &Event) -> bool {
    matches!(event.body, EventBody::Signpost { .. })
}

/// Whether an id has the form of our letters, sent or not: they can be guessed, so that no letter that
/// comes may bear one.
pub(super) fn is_id_of_ours(app: &App, tenant: &TenantId, message_id: &str) -> bool {
    let Some((name, domain)) = message_id.rsplit_once('@') else { return false };
    let numbered = name.split_once('.').is_some_and(|(conversation, seq)| {
        conversation.parse::<ConversationId>().is_ok() && seq.parse::<u64>().is_ok()
    });
    let is_ours = numbered || notices::notice_of(message_id).is_some();
    is_ours && domain.eq_ignore_ascii_case(app.mail().domain(tenant))
}

/// The same for ever: who gets a letter twice can tell.
fn id_of(app: &App, tenant: &TenantId, conversation: ConversationId, seq: u64) -> String {
    format!("{conversation}.{seq}@{}", app.mail().domain(tenant))
}

/// Sends what is kept.
#[derive(Debug)]
pub struct Deliver(pub App);

#[async_trait]
impl JobHandler for Deliver {
    async fn run(&self, job: &JobRow) -> Result<Completion, HandlerError> {
        let failed = |error: &dyn std::error::Error| HandlerError::Failed(with_sources(error));
        let payload = serde_json::from_str(&job.payload).map_err(|error| failed(&error))?;
        let last = job.attempts + 1 >= ATTEMPTS_MAX;
        deliver(&self.0, &job.tenant, payload, last).await.map_err(|error| failed(&error))?;
        Ok(nothing_to_write())
    }
}

/// A letter as it is known before its files are read.
enum Draft {
    /// It went, or never will.
    Done,
    Impossible(String),
    Ready(Box<Letter>, Vec<AttachmentId>),
}

/// Sends one letter and notes what became of it. A node that dies in between sends it again, under
/// the same id.
async fn deliver(
    app: &App,
    tenant: &TenantId,
    payload: Payload,
    last: bool,
) -> Result<(), AppError> {
    let system = app.system(tenant);
    let sent = match app.read(&system, move |s| draft(s, payload)).await? {
        Draft::Done => return Ok(()),
        Draft::Impossible(why) => Err(SendError::Refused(why)),
        Draft::Ready(letter, files) => send(app, tenant, *letter, files).await?,
    };
    let (state, why) = match sent {
        Ok(()) => (DeliveryState::Sent, None),
        Err(SendError::Later(why)) if !last => {
            // It is kept with the job, which nobody erases for a customer.
            return Err(AppError::Overloaded { why: told(&why) });
        }
        Err(SendError::Later(why) | SendError::Refused(why)) => (DeliveryState::Failed, Some(why)),
    };
    app.write(&system, move |s| noted(s, payload, state, why.clone())).await
}

async fn send(
    app: &App,
    tenant: &TenantId,
    mut letter: Letter,
    files: Vec<AttachmentId>,
) -> Result<Result<(), SendError>, AppError> {
    let Some(transport) = app.mail().transport.clone() else {
        return Ok(Err(SendError::Refused("no mail relay is configured (mail.smtp)".to_owned())));
    };
    for file in files {
        let file = app.attachment(&app.system(tenant), file).await?;
        let crate::evidence::Download { file_name: name, media_type, bytes } = file;
        letter.files.push(File { name, media_type, bytes });
    }
    match letter.write() {
        Ok(written) => Ok(transport.send(&written).await),
        Err(error) => Ok(Err(SendError::Refused(error.to_string()))),
    }
}

fn noted(
    s: &mut Session<'_, '_>,
    payload: Payload,
    state: DeliveryState,
    why: Option<String>,
) -> Result<(), AppError> {
    let Payload { conversation, seq } = payload;
    let (tenant, app) = (s.tenant().clone(), s.app().clone());
    let word = match state {
        DeliveryState::Sent => SENT,
        DeliveryState::Failed => FAILED,
    };
    let message_id = id_of(&app, &tenant, conversation, seq);
    store::mail::set_state(s.tx(), &tenant, &message_id, word, why.as_ref())?;
    conversations::delivered(s, conversation, seq, state, why)
}

fn draft(s: &mut Session<'_, '_>, payload: Payload) -> Result<Draft, AppError> {
    let Payload { conversation, seq } = payload;
    let (tenant, app) = (s.tenant().clone(), s.app().clone());
    let message_id = id_of(&app, &tenant, conversation, seq);
    let known = store::mail::get(s.tx(), &tenant, &message_id, false)?;
    if known.is_some_and(|row| row.state != QUEUED) {
        return Ok(Draft::Done);
    }
    let kept = conversations::get(s, conversation)?;
    let event = conversations::events(s, conversation, seq.saturating_sub(1), 1)?.pop();
    let Some(event) = event.filter(|event| event.seq == seq) else { return Ok(Draft::Done) };
    let Some(mailbox) = app.mail().mailboxes.get(&tenant) else {
        let why = "no mailbox of the company is configured ([[mailbox]])";
        return Ok(Draft::Impossible(why.to_owned()));
    };
    let Some(to) = address_of(s, &kept.conversation)? else {
        return Ok(Draft::Impossible("no e-mail address of the customer is known".to_owned()));
    };
    let automatic = is_automatic(&event);
    let (text, files) = match event.body {
        EventBody::Message { text, attachments, .. } => (text, attachments),
        EventBody::Signpost { text } => (text, Vec::new()),
        _ => return Ok(Draft::Done),
    };
    let before = (message_id.as_str(), event.at);
    let earlier = earlier(s, conversation, before)?;
    let answered = earlier.iter().find(|row| row.incoming).or_else(|| earlier.first());
    let from_name = from_name(s, mailbox)?;
    // What a stranger calls their letter is said to nobody in our name, unless a person answers.
    let subject = match automatic && is_visitor(&kept.conversation.customer) {
        true => format!("{from_name} {}", mark(&kept.conversation)),
        false => subject(&kept.conversation, !earlier.is_empty()),
    };
    let reply_to = app.mail().tokens.as_ref().and_then(|tokens| {
        let (name, domain) = mailbox.address.rsplit_once('@')?;
        Some(format!("{name}+{}@{domain}", tokens.make(&tenant, conversation)))
    });
    let letter = Letter {
        message_id,
        at: event.at,
        from_name,
        from: mailbox.address.clone(),
        to,
        reply_to,
        subject,
        text,
        in_reply_to: answered.map(|row| row.message_id.clone()),
        references: earlier.iter().rev().map(|row| row.message_id.clone()).collect(),
        automatic,
        files: Vec::new(),
    };
    Ok(Draft::Ready(Box::new(letter), files.into_iter().map(|file| file.id).collect()))
}

/// Whom a letter says it is from.
pub(super) fn from_name(s: &mut Session<'_, '_>, mailbox: &Mailbox) -> Result<String, AppError> {
    match mailbox.name.as_str() {
        "" => tenants::name(s),
        name => Ok(name.to_owned()),
    }
}

/// The letters of the conversation before this one, the newest first.
fn earlier(
    s: &mut Session<'_, '_>,
    conversation: ConversationId,
    (message_id, at): (&str, Timestamp),
) -> Result<Vec<MailRow>, AppError> {
    let tenant = s.tenant().clone();
    let rows = store::mail::of_conversation(s.tx(), &tenant, conversation, REFERENCES_MAX)?;
    Ok(rows.into_iter().filter(|row| row.message_id != message_id && row.at <= at).collect())
}

/// The address to write to: the one the feed tells of a customer who is known, or else the one that
/// they wrote from.
pub(super) fn address_of(
    s: &mut Session<'_, '_>,
    conversation: &Conversation,
) -> Result<Option<String>, AppError> {
    let wrote_from = conversation.contact.email.clone();
    if is_visitor(&conversation.customer) {
        return Ok(wrote_from);
    }
    let (tenant, customer) = (s.tenant().clone(), conversation.customer.as_str());
    let row = store::parties::get(s.tx(), Party::Customer, &tenant, customer)?;
    let known = match row {
        Some(row) => serde_json::from_str::<commerce::Customer>(&row.doc)?.email,
        None => None,
    };
    Ok(known.as_deref().and_then(::mail::normal).or(wrote_from))
}

/// `Re: My parcel [#7F3K-9QDM]`.
fn subject(conversation: &Conversation, answers: bool) -> String {
    let mark = mark(conversation);
    let plain = conversation.subject.replace(&mark, "");
    let mut plain = plain.trim();
    while let Some(rest) = plain.get(..3).filter(|start| start.eq_ignore_ascii_case("re:")) {
        plain = plain.get(rest.len()..).unwrap_or_default().trim_start();
    }
    let short: String = plain.chars().take(SUBJECT_CHARS_MAX).collect();
    let re = if answers { "Re: " } else { "" };
    format!("{re}{short} {mark}").trim().to_owned()
}

fn mark(conversation: &Conversation) -> String {
    format!("[#{}]", conversation.number)
}
