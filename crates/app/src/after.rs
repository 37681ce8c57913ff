//! What happens once a transaction stands: sessions are closed where they are open, letters leave.
//!
//! It is noted inside the transaction and done after its commit, never before, and not at all when it
//! is rolled back. A node that dies in between has committed and told nobody: sessions on every node
//! are looked at again within seconds, and a letter can be asked for again.

use std::sync::{Arc, Mutex, PoisonError};

use crate::keys::KeyEnded;
use crate::sign_in::{Mail, SessionEnded};
use crate::{App, News, Stored};

/// One thing to do.
#[derive(Debug, Clone)]
pub(crate) enum After {
    /// A session ended: whoever holds something open in it hears of it.
    SessionEnded(SessionEnded),
    /// A key was revoked: the same.
    KeyEnded(KeyEnded),
    /// What is remembered of sessions is stale.
    Forget,
    Mail(Mail),
    /// Something became of a co-browsing session whose room may be here.
    LookAtCobrowse,
    /// Other nodes were called to look at their co-browsing sessions.
    CallNodes,
    /// A conversation moved on.
    News(Box<News>),
}

/// What the last run of a unit of work noted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Noted(Arc<Mutex<Vec<After>>>);

impl Noted {
    /// In place of what an earlier run of the same work noted.
    pub(crate) fn set(&self, noted: Vec<After>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = noted;
    }

    /// Does it all.
    pub(crate) fn perform(self, app: &App) {
        let noted = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for one in noted {
            match one {
                After::SessionEnded(ended) => {
                    app.sign_in().forget();
                    app.sign_in().ended(ended);
                    app.tell_stored(Stored::LogOuts);
                }
                After::KeyEnded(ended) => {
                    app.sign_in().key_ended(ended);
                    app.tell_stored(Stored::LogOuts);
                }
                After::LookAtCobrowse => app.cobrowse_nodes().look_now(),
                After::CallNodes => app.tell_stored(Stored::Calls),
                After::Forget => app.sign_in().forget(),
                After::Mail(mail) => app.post(mail),
                After::News(news) => app.tell(&news),
            }
        }
    }
}

impl App {
    /// Hands a letter over. What went wrong is logged without its contents.
    pub(crate) fn post(&self, mail: Mail) {
        let kind = mail.kind;
        match self.sign_in_options().mailer.as_ref() {
            Some(mailer) => {
                if let Err(error) = mailer.post(mail) {
                    tracing::warn!(%error, ?kind, "a letter was not taken");
                }
            }
            None => tracing::warn!(?kind, "there is no mailer: a letter was not sent"),
        }
    }
}
