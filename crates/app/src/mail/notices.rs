//! Notices by e-mail: what customers and shops are told of a case, a plan or a payment, mailed beside
//! being shown.
//!
//! A notice is kept together with the job that mails it, and under a Message-ID that never changes: a
//! node that dies in between sends the same letter again, and a relay that knows the id drops it. What
//! became of it stands at the notice. Nothing suppresses a notice here: by which ways it goes was
//! decided when it was made.

use ::mail::{Letter, SendError};
use async_trait::async_trait;
use engine::HandlerError;
use engine::jobs::{ATTEMPTS_MAX, Completion, JobHandler, nothing_to_write};
use kernel::{ConversationId, CustomerId, Duration, JobId, MerchantId, NoticeId, TenantId};
use letters::Audience;
use serde::{Deserialize, Serialize};
use store::Cursor;
use store::jobs::{JobRow, NewJob};
use store::mail::MailRow;
use store::notices::NoticeRow;
use store::settings::SettingsOf;

use super::out::{FAILED, QUEUED, SENT, from_name};
use crate::error::with_sources;
use crate::order::Work;
use crate::settings::{MerchantSettings, RECIPIENTS_MAX};
use crate::words::Writer;
use crate::{App, AppError, Session};

/// The queue of notices to mail: apart from what people write, which must not wait behind them.
pub const NOTICES: &str = "notices";
/// Nobody knows where to write to.
const NO_ADDRESS: &str = "no_address";
/// The company has no mailbox, or the deployment no relay; for text messages, no provider.
const NOT_CONFIGURED: &str = "not_configured";
/// Longest reason that is kept, in characters.
const WHY_CHARS_MAX: usize = 300;
/// Longest subject, in characters.
const SUBJECT_CHARS_MAX: usize = 200;
/// Users of a shop that are looked at to find those who can read.
const USERS_MAX: u32 = 100;

/// A clock that is so far behind is a sandbox's.
const PLAYED_BEFORE: Duration = Duration::DAY;

/// Which notice.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Payload {
    notice: NoticeId,
}

/// Keeps notices, each with what is to become of it, in the transaction that made them.
pub(crate) fn record_notices(
    s: &mut Session<'_, '_>,
    mut rows: Vec<NoticeRow>,
) -> Result<(), AppError> {
    let (tenant, app, now) = (s.tenant().clone(), s.app().clone(), s.now());
    let mail = app.mail();
    // What a sandbox plays of the past is nobody's news today.
    let is_past = now.plus(PLAYED_BEFORE) < app.now();
    let can_mail = mail.transport.is_some() && mail.mailboxes.contains_key(&tenant);
    let mut jobs = Vec::new();
    for row in &mut rows {
        let goes_by = |way| row.ways.split_whitespace().any(|one| one == way);
        let (by_email, by_sms) = (goes_by("email"), goes_by("sms"));
        row.sending.sms_state = by_sms.then(|| NOT_CONFIGURED.to_owned());
        if is_past || !by_email || (row.customer.is_none() && row.merchant.is_none()) {
            continue;
        }
        row.sending.email_state = Some(if can_mail { QUEUED } else { NOT_CONFIGURED }.to_owned());
        row.sending.email_at = Some(now);
        if can_mail {
            jobs.push(NewJob {
                tenant: tenant.clone(),
                job: JobId::generate(now, s.rng()),
                queue: NOTICES.to_owned(),
                key: Some(row.notice.to_string()),
                payload: serde_json::to_string(&Payload { notice: row.notice })?,
                // The world lives by the real clock, whatever a tenant's test clock says.
                run_at: app.now(),
                created_at: app.now(),
            });
        }
    }
    store::notices::insert(s.tx(), rows)?;
    if !jobs.is_empty() {
        store::jobs::enqueue(s.tx(), jobs)?;
    }
    Ok(())
}

/// Mails what is kept.
#[derive(Debug)]
pub struct DeliverNotices(pub App);

#[async_trait]
impl JobHandler for DeliverNotices {
    async fn run(&self, job: &JobRow) -> Result<Completion, HandlerError> {
        let failed = |error: &dyn std::error::Error| HandlerError::Failed(with_sources(error));
        let Payload { notice } =
            serde_json::from_str(&job.payload).map_err(|error| failed(&error))?;
        let last = job.attempts + 1 >= ATTEMPTS_MAX;
        let done = deliver(&self.0, &job.tenant, notice, last).await;
        done.map_err(|error| failed(&error))?;
        Ok(nothing_to_write())
    }
}

/// What is to be done about a notice.
enum Draft {
    /// It is done.
    Done,
    /// It cannot be sent: the state that says so, and why.
    Unsent(&'static str, Option<String>),
    /// One letter to each who is told, and how many could not be reached on an earlier try.
    Ready(Vec<Letter>, Vec<String>),
}

async fn deliver(
    app: &App,
    tenant: &TenantId,
    notice: NoticeId,
    last: bool,
) -> Result<(), AppError> {
    let system = app.system(tenant);
    let (letters, mut failures) = match app.read(&system, move |s| draft(s, notice)).await? {
        Draft::Done => return Ok(()),
        Draft::Unsent(state, why) => {
            let work = move |s: &mut Session<'_, '_>| noted(s, notice, state, why.clone());
            return app.write(&system, work).await;
        }
        Draft::Ready(letters, failures) => (letters, failures),
    };
    for letter in letters {
        let sent = match (&app.mail().transport, letter.write()) {
            (Some(transport), Ok(written)) => transport.send(&written).await,
            (None, _) => Err(SendError::Refused("there is no relay any more".to_owned())),
            (_, Err(error)) => Err(SendError::Refused(error.to_string())),
        };
        let (state, why) = match sent {
            Ok(()) => (SENT, None),
            Err(SendError::Later(why)) if !last => {
                return Err(AppError::Overloaded { why: told(&why) });
            }
            Err(SendError::Later(why) | SendError::Refused(why)) => (FAILED, Some(told(&why))),
        };
        failures.extend(why.clone());
        let id = letter.message_id;
        app.write(&system, move |s| kept(s, &id, state, why.clone())).await?;
    }
    let (state, why) = match failures.first() {
        None => (SENT, None),
        Some(why) => (FAILED, Some(why.clone())),
    };
    app.write(&system, move |s| noted(s, notice, state, why.clone())).await
}

/// Keeps what became of one letter, so that a report about it, or an answer to it, finds it.
fn kept(
    s: &mut Session<'_, '_>,
    message_id: &str,
    state: &str,
    why: Option<String>,
) -> Result<(), AppError> {
    let row = MailRow {
        tenant: s.tenant().clone(),
        message_id: message_id.to_owned(),
        incoming: false,
        conversation: None,
        seq: None,
        sender: String::new(),
        state: state.to_owned(),
        why,
        at: s.now(),
    };
    store::mail::insert(s.tx(), &row)?;
    Ok(())
}

/// Says at the notice what became of it.
fn noted(
    s: &mut Session<'_, '_>,
    notice: NoticeId,
    state: &str,
    why: Option<String>,
) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    store::notices::set_email(s.tx(), &tenant, notice, (state, why.as_ref()), now)?;
    let body = serde_json::json!({ "by": "email", "state": state });
    s.audit("notice.mailed", format!("notice/{notice}"), Some(body));
    Ok(())
}

fn draft(s: &mut Session<'_, '_>, notice: NoticeId) -> Result<Draft, AppError> {
    let (tenant, app) = (s.tenant().clone(), s.app().clone());
    let row = store::notices::get(s.tx(), &tenant, notice)?;
    let waits = |row: &NoticeRow| row.sending.email_state.as_deref() == Some(QUEUED);
    let Some(row) = row.filter(waits) else { return Ok(Draft::Done) };
    let Some(mailbox) = app.mail().mailboxes.get(&tenant) else {
        return Ok(Draft::Unsent(NOT_CONFIGURED, None));
    };
    let addresses = addresses(s, &row)?;
    if addresses.is_empty() {
        return Ok(Draft::Unsent(NO_ADDRESS, None));
    }
    let work = Work::get(s, &row.order)?;
    let writer = Writer::new(s, &work.file, None)?;
    let audience = match row.merchant {
        Some(_) => Audience::Merchant,
        None => Audience::Customer,
    };
    let words = writer.write(s, audience, &row.kind, &serde_json::from_str(&row.doc)?);
    let Some(words) = words else {
        return Ok(Draft::Unsent(FAILED, Some("there are no words for this notice".to_owned())));
    };
    let reply_to = match row.customer {
        Some(_) => reply_address(&app, &tenant, notice),
        None => None,
    };
    let (from_name, from) = (from_name(s, mailbox)?, mailbox.address.clone());
    let (mut letters, mut failures) = (Vec::new(), Vec::new());
    for (number, to) in (1u32..).zip(addresses) {
        let message_id = id_of(&app, &tenant, notice, number);
        // What an earlier try has sent to one of several is not sent to them again.
        if let Some(known) = store::mail::get(s.tx(), &tenant, &message_id, false)? {
            failures.extend(known.why.filter(|_| known.state == FAILED));
            continue;
        }
        letters.push(Letter {
            message_id,
            at: row.created_at,
            from_name: from_name.clone(),
            from: from.clone(),
            to,
            reply_to: reply_to.clone(),
            subject: words.subject.chars().take(SUBJECT_CHARS_MAX).collect(),
            text: words.text.clone(),
            in_reply_to: None,
            references: Vec::new(),
            automatic: true,
            files: Vec::new(),
        });
    }
    Ok(Draft::Ready(letters, failures))
}

/// Whom a notice is mailed to.
fn addresses(s: &mut Session<'_, '_>, row: &NoticeRow) -> Result<Vec<String>, AppError> {
    match (&row.customer, &row.merchant) {
        (Some(customer), _) => Ok(of_customer(s, customer)?.into_iter().collect()),
        (None, Some(merchant)) => of_merchant(s, merchant),
        (None, None) => Ok(Vec::new()),
    }
}

/// Where a customer is mailed to.
pub(super) fn of_customer(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
) -> Result<Option<String>, AppError> {
    let told = crate::feed::contact_email(s, customer)?;
    Ok(told.as_deref().and_then(::mail::normal))
}

/// The addresses that a shop named; without any, those of its own people.
fn of_merchant(s: &mut Session<'_, '_>, merchant: &MerchantId) -> Result<Vec<String>, AppError> {
    let tenant = s.tenant().clone();
    let doc = store::settings::get(s.tx(), SettingsOf::Merchant, &tenant, merchant.as_str())?;
    let named = match doc {
        Some(doc) => serde_json::from_str::<MerchantSettings>(&doc)?.notification_recipients,
        None => Vec::new(),
    };
    let mut addresses: Vec<String> = named.iter().filter_map(|one| ::mail::normal(one)).collect();
    if addresses.is_empty() {
        let newest = Cursor::newest();
        let users = store::users::list(s.tx(), &tenant, Some(merchant), &newest, USERS_MAX)?;
        let active = users.into_iter().filter(|user| user.state == "active");
        addresses = active.filter_map(|user| ::mail::normal(&user.email)).collect();
    }
    // In one order at each try: the number of a letter is part of its id.
    addresses.sort_unstable();
    addresses.dedup();
    addresses.truncate(RECIPIENTS_MAX);
    Ok(addresses)
}

/// The same for ever: who gets a letter twice can tell.
pub(super) fn id_of(app: &App, tenant: &TenantId, notice: NoticeId, number: u32) -> String {
    format!("n.{notice}.{number}@{}", app.mail().domain(tenant))
}

/// The notice that a letter of ours holds, by its Message-ID.
pub(super) fn notice_of(message_id: &str) -> Option<NoticeId> {
    message_id.strip_prefix("n.")?.split('.').next()?.parse().ok()
}

/// Where a notice is answered: signed as a conversation's address is. No conversation has its id, and
/// whoever answers begins one.
fn reply_address(app: &App, tenant: &TenantId, notice: NoticeId) -> Option<String> {
    let mailbox = app.mail().mailboxes.get(tenant)?;
    let (name, domain) = mailbox.address.rsplit_once('@')?;
    let id = ConversationId::from_uuid(notice.uuid());
    Some(format!("{name}+{}@{domain}", app.mail().tokens.as_ref()?.make(tenant, id)))
}

/// A mail server says that a notice did not arrive.
pub(super) fn bounced(
    s: &mut Session<'_, '_>,
    notice: NoticeId,
    message_id: &str,
    why: &str,
) -> Result<(), AppError> {
    let (tenant, why) = (s.tenant().clone(), told(why));
    store::mail::set_state(s.tx(), &tenant, message_id, FAILED, Some(&why))?;
    noted(s, notice, FAILED, Some(why))
}

/// What a mail server said, without the address that it was said of.
pub(super) fn told(why: &str) -> String {
    let words = why.split_whitespace().map(|word| if word.contains('@') { "…" } else { word });
    words.collect::<Vec<_>>().join(" ").chars().take(WHY_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_names_no_address_and_an_id_names_its_notice() {
        assert_eq!(
            told("550 5.1.1 <anna@example.com>: no\r\n such user"),
            "550 5.1.1 … no such user"
        );
        assert_eq!(told(&"é".repeat(WHY_CHARS_MAX + 9)).chars().count(), WHY_CHARS_MAX);
        let notice: NoticeId = "0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88".parse().unwrap();
        assert_eq!(notice_of(&format!("n.{notice}.2@acme.example")), Some(notice));
        for other in [format!("{notice}.2@acme.example"), "n.x.1@y".to_owned(), "n.".to_owned()] {
            assert_eq!(notice_of(&other), None, "{other}");
        }
    }
}
