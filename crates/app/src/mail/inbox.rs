//! A company's mailbox, read on this node where it is the one that leads.
//!
//! A letter is taken, then the place in the mailbox moves on: a node that dies in between takes the
//! letter again, which changes nothing. That it is begun is kept before anything reads it: a letter that
//! nodes die of again and again is passed over. Nothing is moved or marked in the mailbox.

use ::mail::{Fetched, IDLE_TIME_MAX, ImapError, ImapOptions, ImapSession};
use kernel::TenantId;
use store::mail::MailCursor;

use super::ask;
use super::receive::{LETTER_BYTES_MAX, receive};
use crate::{App, AppError};

/// Letters that are taken in one round.
const ROUND_LETTERS_MAX: usize = 100;
/// Rounds in which one letter may fail before a person looks and it is passed over.
const FAILURES_MAX: u32 = 5;

/// Times that one letter may be begun and not ended, by an answer or by an error.
const BEGUN_MAX: i64 = 3;

/// Why a round ended early.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    #[error("the mailbox: {0}")]
    Imap(#[from] ImapError),
    #[error("a letter could not be taken: {0}")]
    App(#[from] AppError),
}

/// The mailbox of one company.
#[derive(Debug)]
pub struct Inbox {
    app: App,
    tenant: TenantId,
    options: ImapOptions,
    /// Kept open between rounds.
    session: Option<ImapSession>,
    /// The letter that failed last, and how often.
    failing: Option<(u32, u32)>,
}

impl Inbox {
    pub fn new(app: App, tenant: TenantId, options: ImapOptions) -> Self {
        Self { app, tenant, options, session: None, failing: None }
    }

    /// Takes what is new; how many letters were looked at. Does nothing on a node that does not lead.
    ///
    /// # Errors
    /// [`InboxError`]: the next round begins with a new connection.
    pub async fn round(&mut self) -> Result<usize, InboxError> {
        if !self.leads().await? {
            self.session = None;
            return Ok(0);
        }
        let session = match self.session.take() {
            Some(session) => session,
            None => ImapSession::open(&self.options).await?,
        };
        let (session, outcome) = self.read(session).await;
        if outcome.is_ok() {
            self.session = Some(session);
        }
        outcome
    }

    /// Waits until the server says that something came, or that it is time to look all the same; `false`
    /// at once where it does not tell by itself, or tells no longer: then look now and then.
    pub async fn wait(&mut self) -> bool {
        let Some(session) = self.session.take_if(|session| session.idles()) else { return false };
        match session.idle(IDLE_TIME_MAX).await {
            Ok(session) => {
                self.session = Some(session);
                true
            }
            Err(error) => {
                tracing::debug!(%error, "a mailbox no longer tells of letters");
                false
            }
        }
    }

    /// Should two nodes think they lead for a moment, a letter is still taken once.
    async fn leads(&self) -> Result<bool, AppError> {
        let (app, own) = (self.app.clone(), self.app.store().lane());
        let read = move |tx: &mut store::Tx<'_>| store::first_live_lane(tx, app.now());
        Ok(self.app.store().read(read).await.map_err(AppError::from)? == Some(own))
    }

    async fn read(&mut self, mut session: ImapSession) -> (ImapSession, Result<usize, InboxError>) {
        let outcome = self.read_on(&mut session).await;
        (session, outcome)
    }

    async fn read_on(&mut self, session: &mut ImapSession) -> Result<usize, InboxError> {
        let selected = session.select(&self.options.folder).await?;
        let validity = i64::from(selected.uid_validity);
        let mut cursor = match self.cursor().await? {
            Some(cursor) if cursor.uid_validity == validity => cursor,
            // The letters have new numbers: all are looked at, and those that were taken change nothing.
            Some(cursor) => {
                MailCursor { uid_validity: validity, uid: 0, begun_uid: 0, begun: 0, ..cursor }
            }
            // What lies there from before is not ours.
            None => {
                let now = self.app.now();
                let cursor = MailCursor {
                    tenant: self.tenant.clone(),
                    mailbox: self.name(),
                    uid_validity: validity,
                    uid: i64::from(selected.uid_next) - 1,
                    begun_uid: 0,
                    begun: 0,
                    since: now,
                    updated_at: now,
                };
                self.put(cursor.clone()).await?;
                cursor
            }
        };
        let uid = u32::try_from(cursor.uid).unwrap_or(u32::MAX);
        let uids = session.after(uid, ROUND_LETTERS_MAX).await?;
        let count = uids.len();
        for uid in uids {
            let again = cursor.begun_uid == i64::from(uid);
            cursor.begun_uid = i64::from(uid);
            cursor.begun = if again { cursor.begun + 1 } else { 1 };
            self.put(cursor.clone()).await?;
            if cursor.begun > BEGUN_MAX {
                let why = format!("it was begun {BEGUN_MAX} times, and reading it never ended");
                self.pass_over(uid, why).await?;
            } else if let Err(error) = self.one(session, uid, &cursor).await {
                // It ended, if badly: only what never ends is counted.
                cursor.begun -= 1;
                self.put(cursor).await?;
                return Err(error);
            }
            cursor.uid = i64::from(uid);
            self.put(cursor.clone()).await?;
        }
        Ok(count)
    }

    async fn one(
        &mut self,
        session: &mut ImapSession,
        uid: u32,
        cursor: &MailCursor,
    ) -> Result<(), InboxError> {
        if let Some(fetched) = session.fetch(uid, LETTER_BYTES_MAX).await? {
            self.take(fetched, cursor).await?;
        }
        Ok(())
    }

    /// Takes one letter; without an error the place moves on.
    async fn take(&mut self, fetched: Fetched, cursor: &MailCursor) -> Result<(), AppError> {
        let uid = fetched.uid;
        if fetched.received_at.is_some_and(|at| at < cursor.since) {
            return Ok(());
        }
        let Some(raw) = fetched.raw else {
            let size = fetched.bytes_total;
            return self.pass_over(uid, format!("it has {size} bytes, too many to take")).await;
        };
        match receive(&self.app, &self.app.system(&self.tenant), &raw).await {
            Ok(received) => {
                tracing::debug!(uid, ?received, "a letter was fetched");
                Ok(())
            }
            Err(error @ (AppError::Unprocessable { .. } | AppError::Invalid { .. })) => {
                self.pass_over(uid, error.to_string()).await
            }
            Err(error) => {
                let before = self.failing.filter(|(known, _)| *known == uid);
                let count = before.map_or(1, |(_, count)| count + 1);
                self.failing = Some((uid, count));
                if count < FAILURES_MAX || matches!(error, AppError::Overloaded { .. }) {
                    return Err(error);
                }
                tracing::error!(uid, %error, "a letter fails again and again: it is passed over");
                self.pass_over(uid, "it could not be stored".to_owned()).await
            }
        }
    }

    /// A person looks for the letter in the mailbox.
    async fn pass_over(&self, uid: u32, why: String) -> Result<(), AppError> {
        let (mailbox, system) = (self.name(), self.app.system(&self.tenant));
        let work = move |s: &mut crate::Session<'_, '_>| {
            let why = format!("the letter with UID {uid} in {mailbox} was not taken: {why}");
            s.audit("mail.passed_over", "mail".to_owned(), None);
            ask(s, "mail_not_taken", why)
        };
        self.app.write(&system, work).await
    }

    fn name(&self) -> String {
        let ImapOptions { user, folder, .. } = &self.options;
        format!("{user}/{folder}")
    }

    async fn cursor(&self) -> Result<Option<MailCursor>, AppError> {
        let (tenant, name) = (self.tenant.clone(), self.name());
        let read = move |tx: &mut store::Tx<'_>| store::mail::cursor(tx, &tenant, &name);
        self.app.store().read(read).await.map_err(AppError::from)
    }

    async fn put(&self, cursor: MailCursor) -> Result<(), AppError> {
        let cursor = MailCursor { updated_at: self.app.now(), ..cursor };
        let write = move |tx: &mut store::Tx<'_>| store::mail::put_cursor(tx, cursor.clone());
        self.app.store().write(write).await.map_err(AppError::from)
    }
}
