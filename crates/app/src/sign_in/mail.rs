//! Letters that sign-in sends, and the trait by which they leave.
//!
//! A letter holds a secret: it is handed over once its transaction stands, never kept in the store,
//! and its `Debug` shows only what kind it is.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use kernel::TenantId;

use crate::Tongue;

/// Most letters that the development outbox keeps.
const OUTBOX_LETTERS_MAX: usize = 1_000;

/// What a letter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailKind {
    /// A code to sign in with.
    Code,
    /// A link to choose a password by.
    Invitation,
}

/// One letter, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    pub tenant: TenantId,
    pub kind: MailKind,
    pub to: String,
    pub subject: String,
    pub text: String,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Why a letter was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the letter was not taken: {0}")]
pub struct Undelivered(pub String);

/// Takes letters and sends them on its own time: it must return at once, so that how long an answer
/// takes does not tell whether there was anybody to write to.
pub trait Mailer: Send + Sync + std::fmt::Debug {
    /// # Errors
    /// [`Undelivered`], such as for a full queue; the person can ask again.
    fn post(&self, mail: Mail) -> Result<(), Undelivered>;
}

/// Shows a letter as it comes.
type Show = Box<dyn Fn(&Mail) + Send + Sync>;

/// A mailer for development and tests: it keeps the letters, and shows each to whoever asked.
#[derive(Default)]
pub struct Outbox {
    letters: Mutex<VecDeque<Mail>>,
    show: Option<Show>,
}

impl std::fmt::Debug for Outbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outbox")
    }
}

impl Outbox {
    /// Shows each letter as it comes, such as on a terminal.
    pub fn shown_by(show: impl Fn(&Mail) + Send + Sync + 'static) -> Self {
        Self { letters: Mutex::default(), show: Some(Box::new(show)) }
    }

    /// What was posted, oldest first.
    pub fn letters(&self) -> Vec<Mail> {
        let letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        letters.iter().cloned().collect()
    }
}

impl Mailer for Outbox {
    fn post(&self, mail: Mail) -> Result<(), Undelivered> {
        if let Some(show) = &self.show {
            show(&mail);
        }
        let mut letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        if letters.len() >= OUTBOX_LETTERS_MAX {
            letters.pop_front();
        }
        letters.push_back(mail);
        Ok(())
    }
}

/// The language of a letter, from a locale such as `sv-SE`; English where there is no translation.
fn tongue(locale: Option<&str>) -> Tongue {
    locale.and_then(Tongue::of_tag).unwrap_or(Tongue::En)
}

/// The letter with a code.
pub(super) fn code(tenant: &TenantId, to: &str, locale: Option<&str>, code: &str) -> Mail {
    let (subject, text) = match tongue(locale) {
        Tongue::Sv => (
            "Din kod",
            "Din kod är {}. Den gäller i tio minuter. Om du inte bad om den kan du strunta i det här brevet.",
        ),
        Tongue::De => (
            "Ihr Code",
            "Ihr Code ist {}. Er gilt zehn Minuten. Wenn Sie ihn nicht angefordert haben, ignorieren Sie diese Nachricht.",
        ),
        Tongue::Es => (
            "Su código",
            "Su código es {}. Es válido durante diez minutos. Si no lo ha pedido, ignore este mensaje.",
        ),
        Tongue::En => (
            "Your code",
            "Your code is {}. It is good for ten minutes. If you did not ask for it, ignore this message.",
        ),
    };
    let (subject, text) = (format!("{subject}: {code}"), text.replace("{}", code));
    Mail { tenant: tenant.clone(), kind: MailKind::Code, to: to.to_owned(), subject, text }
}

/// The letter with a link by which a password is chosen.
pub(super) fn invitation(tenant: &TenantId, to: &str, locale: Option<&str>, link: &str) -> Mail {
    let (subject, text) = match tongue(locale) {
        Tongue::Sv => (
            "Välkommen till Ombud",
            "Välj ditt lösenord här: {}\nLänken gäller i sju dagar och kan användas en gång.",
        ),
        Tongue::De => (
            "Willkommen bei Ombud",
            "Wählen Sie hier Ihr Passwort: {}\nDer Link gilt sieben Tage und kann einmal benutzt werden.",
        ),
        Tongue::Es => (
            "Bienvenido a Ombud",
            "Elija aquí su contraseña: {}\nEl enlace es válido durante siete días y puede usarse una vez.",
        ),
        Tongue::En => (
            "Welcome to Ombud",
            "Choose your password here: {}\nThe link is good for seven days and can be used once.",
        ),
    };
    let (subject, text) = (subject.to_owned(), text.replace("{}", link));
    Mail { tenant: tenant.clone(), kind: MailKind::Invitation, to: to.to_owned(), subject, text }
}
