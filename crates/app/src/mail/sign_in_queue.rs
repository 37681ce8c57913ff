//! Letters of sign-in on their way to the relay. They hold secrets: they wait in memory, are tried a
//! few times, and are never kept. Whoever got none asks again.

use std::sync::Arc;
use std::time::Duration;

use ::mail::{Letter, SendError, Transport, Written};
use engine::Shutdown;
use tokio::sync::{Mutex, mpsc};

use crate::App;
use crate::sign_in::{Mail, Mailer, Undelivered};

/// Most letters that wait.
const QUEUE_LETTERS_MAX: usize = 256;
/// Waits before a letter is tried again; after the last it is given up.
const RETRY_AFTER: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(15)];

/// The queue.
pub struct SignInQueue {
    sender: mpsc::Sender<Mail>,
    waiting: Mutex<mpsc::Receiver<Mail>>,
    transport: Arc<dyn Transport>,
    from: (String, String),
}

impl std::fmt::Debug for SignInQueue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignInQueue")
    }
}

impl SignInQueue {
    /// `from` is the sender's name and address.
    pub fn new(transport: Arc<dyn Transport>, from: (String, String)) -> Self {
        let (sender, waiting) = mpsc::channel(QUEUE_LETTERS_MAX);
        Self { sender, waiting: Mutex::new(waiting), transport, from }
    }

    /// Sends letters until told to stop.
    pub async fn run(&self, app: App, mut shutdown: Shutdown) {
        let mut waiting = self.waiting.lock().await;
        loop {
            let next = tokio::select! {
                next = waiting.recv() => next,
                () = shutdown.triggered() => None,
            };
            let Some(mail) = next else { return };
            let kind = mail.kind;
            match self.write(&app, mail) {
                Ok(written) => self.send(&written, &mut shutdown).await,
                Err(error) => tracing::warn!(%error, ?kind, "a letter cannot be written"),
            }
        }
    }

    fn write(&self, app: &App, mail: Mail) -> Result<Written, ::mail::LetterError> {
        let mut id = [0u8; 16];
        app.fill(&mut id);
        let (from_name, from) = self.from.clone();
        let id = uuid::Builder::from_random_bytes(id).into_uuid();
        let letter = Letter {
            message_id: format!("{id}@{}", ::mail::domain(&from)),
            at: app.now(),
            from_name,
            from,
            to: mail.to,
            reply_to: None,
            subject: mail.subject,
            text: mail.text,
            in_reply_to: None,
            references: Vec::new(),
            automatic: true,
            files: Vec::new(),
        };
        letter.write()
    }

    async fn send(&self, written: &Written, shutdown: &mut Shutdown) {
        let mut waits = RETRY_AFTER.into_iter();
        loop {
            match self.transport.send(written).await {
                Ok(()) => return,
                Err(error @ SendError::Refused(_)) => {
                    tracing::warn!(%error, "a letter of sign-in was refused");
                    return;
                }
                Err(error) => match waits.next() {
                    Some(wait) if !shutdown.is_triggered() => shutdown.sleep(wait).await,
                    _ => {
                        tracing::warn!(%error, "a letter of sign-in was given up");
                        return;
                    }
                },
            }
        }
    }
}

impl Mailer for SignInQueue {
    fn post(&self, mail: Mail) -> Result<(), Undelivered> {
        self.sender.try_send(mail).map_err(|_| Undelivered("the queue is full".to_owned()))
    }
}
