//! The desk by e-mail: what agents say goes out as letters, what customers write comes in.
//!
//! Out: a letter is a job kept in the transaction of the message it holds, under a Message-ID that
//! never changes, and delivered at least once. In: a letter is taken once, by its Message-ID; what it
//! says goes the way of every message. An address proves nothing: see [`receive`]. Notices go out the
//! same way, from a queue of their own.

mod erase;
mod inbox;
mod notices;
mod out;
mod place;
mod receive;
mod sign_in_queue;

use std::collections::BTreeMap;
use std::sync::Arc;

use ::mail::{ImapOptions, ReplyTokens, Transport};
use kernel::canonical::Sha256Hex;
use kernel::{Duration, TaskId, TenantId};
use store::tasks::TaskRow;

use crate::{AppError, Session};

pub(crate) use erase::{erase_from, erase_of, stranger_at};
pub use inbox::Inbox;
pub(crate) use notices::record_notices;
pub use notices::{DeliverNotices, NOTICES};
pub(crate) use out::enqueue;
pub use out::{Deliver, QUEUE};
pub use receive::{LETTER_BYTES_MAX, Received, receive};
pub use sign_in_queue::SignInQueue;

/// A person looks at a letter that could not be taken within this.
const TASK_DUE_AFTER: Duration = Duration::from_days(1);
/// Our domain in letters, where no mailbox is configured: one that nobody can have (RFC 2606).
const NO_DOMAIN: &str = "ombud.invalid";

/// Where a company is written to.
#[derive(Debug, Clone)]
pub struct Mailbox {
    /// In the form that addresses are compared in.
    pub address: String,
    /// Shown as the sender; the company's name when empty.
    pub name: String,
    /// Whose `Authentication-Results` are believed: the company's own mail server.
    pub trusted_host: Option<String>,
    /// Where its letters are fetched; otherwise they are handed in.
    pub imap: Option<ImapOptions>,
}

/// How the desk writes and is written to.
#[derive(Debug, Clone, Default)]
pub struct MailOptions {
    pub transport: Option<Arc<dyn Transport>>,
    pub mailboxes: BTreeMap<TenantId, Mailbox>,
    /// Signs what answers find their conversation by.
    pub tokens: Option<ReplyTokens>,
    /// Letters of sign-in, where they leave by the same relay.
    pub sign_in: Option<Arc<SignInQueue>>,
}

impl MailOptions {
    /// The domain of a company's letters.
    fn domain(&self, tenant: &TenantId) -> &str {
        self.mailboxes.get(tenant).map_or(NO_DOMAIN, |mailbox| ::mail::domain(&mailbox.address))
    }
}

/// Whom letters are counted of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    /// Letters of an address whose domain is proven.
    Proven,
    /// Letters that only say they are from an address: whoever forges it does not use up what its owner
    /// may send.
    Claimed,
    /// Letters of machines of ours to an address that nobody has proven.
    Automatic,
}

/// An address as it is kept to count by.
fn counted(as_what: Counted, address: &str) -> String {
    let word = match as_what {
        Counted::Proven => "mail proven",
        Counted::Claimed => "mail",
        Counted::Automatic => "mail automatic",
    };
    Sha256Hex::of(format!("{word}\n{address}").as_bytes()).to_string()
}

/// Asks a person to look.
fn ask(s: &mut Session<'_, '_>, kind: &str, why: String) -> Result<(), AppError> {
    let now = s.now();
    let row = TaskRow {
        tenant: s.tenant().clone(),
        task: TaskId::generate(now, s.rng()),
        kind: kind.to_owned(),
        state: store::tasks::OPEN.to_owned(),
        order: None,
        dispute: None,
        assignee: None,
        due_at: now.plus(TASK_DUE_AFTER),
        created_at: now,
        closed_at: None,
        version: 1,
        doc: serde_json::json!({ "why": why }).to_string(),
    };
    Ok(store::tasks::insert(s.tx(), vec![row])?)
}
