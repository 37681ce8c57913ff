//! The post of a test: what leaves is kept, and fails where a test says so.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use app::App;
use app::mail::{Deliver, DeliverNotices, MailOptions, Mailbox, NOTICES, QUEUE};
use async_trait::async_trait;
use engine::jobs::{self, JobHandler};
use kernel::{Rng, Secret};
use mail::{Incoming, ReplyTokens, SendError, Transport, Written};

use super::TENANT;

/// Where [`TENANT`] is written to, and the mail server that it believes.
pub const MAIL_ADDRESS: &str = "support@acme.example";
pub const MAIL_HOST: &str = "mx.acme.example";
const KEY: &str = "a key of thirty-two bytes or more";
const BATCH_LETTERS: u32 = 100;

/// What was sent.
#[derive(Debug, Default)]
pub struct Post {
    sent: Mutex<Vec<Written>>,
    faults: Mutex<VecDeque<SendError>>,
}

impl Post {
    /// The next letter fails so.
    pub fn fail_next(&self, error: SendError) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).push_back(error);
    }

    /// What was sent, with the address it went to, oldest first.
    pub fn sent(&self) -> Vec<(String, Incoming)> {
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let read = |one: &Written| (one.to.clone(), Incoming::parse(&one.bytes).unwrap());
        sent.iter().map(read).collect()
    }

    /// A header field of the last letter, unfolded.
    pub fn last_header(&self, name: &str) -> Option<String> {
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&sent.last()?.bytes).replace("\r\n ", " ");
        let mut lines = text.split("\r\n").take_while(|line| !line.is_empty());
        let found = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        found.map(str::to_owned)
    }
}

#[async_trait]
impl Transport for Post {
    async fn send(&self, letter: &Written) -> Result<(), SendError> {
        let fault = self.faults.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        if let Some(error) = fault {
            return Err(error);
        }
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(letter.clone());
        Ok(())
    }
}

pub(super) fn options(post: Arc<Post>) -> MailOptions {
    let mailbox = Mailbox {
        address: MAIL_ADDRESS.to_owned(),
        name: "Acme Support".to_owned(),
        trusted_host: Some(MAIL_HOST.to_owned()),
        imap: None,
    };
    MailOptions {
        transport: Some(post),
        mailboxes: BTreeMap::from([(TENANT.parse().unwrap(), mailbox)]),
        tokens: ReplyTokens::new(&Secret::new(KEY)),
        sign_in: None,
    }
}

pub(super) async fn deliver(app: &App) {
    work_off(app, QUEUE, Arc::new(Deliver(app.clone()))).await;
}

pub(super) async fn deliver_notices(app: &App) {
    work_off(app, NOTICES, Arc::new(DeliverNotices(app.clone()))).await;
}

async fn work_off(app: &App, queue: &'static str, handler: Arc<dyn JobHandler>) {
    loop {
        let (store, now) = (app.store().clone(), app.now());
        let claim = move |tx: &mut store::Tx<'_>| jobs::claim(tx, queue, now, BATCH_LETTERS);
        let (lease, due) = store.write(claim).await.unwrap();
        if due.is_empty() {
            return;
        }
        for job in due {
            jobs::one(store.clone(), Arc::clone(&handler), job, lease, Rng::seeded(1)).await;
        }
    }
}
