//! The assistant at work: it hears what a customer wrote, takes them through a procedure, calls tools
//! under grants of the policy engine, says what was done, and hands over what is not its to do.
//!
//! One turn is one transaction: what was done, what is said of it, the state after it and the audit entry
//! stand together or not at all. Understanding is done before it, outside of any transaction. No text of
//! anybody decides anything here.

mod acts;
mod advice;
mod brief;
mod cases;
pub mod control;
pub(crate) mod draft;
pub mod evaluation;
mod facts;
pub mod figures;
mod hear;
pub mod help;
pub mod helper;
pub mod intents;
pub mod model;
pub mod outside;
pub mod procedures;
pub mod quality;
pub mod reviews;
pub mod shipped;
pub mod simulations;
mod tools;
mod turn;
pub mod vectors;
mod watch;
pub mod weights;
mod wording;

use std::sync::Arc;

use assistant::book::Book;
use assistant::turn::{Heard, Intent, Rules};
use assistant::value::Fields;
use compliance::authority::{Principal, Role, Withheld};
use kernel::{CustomerId, Date, PrincipalId, TenantId};
use models::classify::Options;

pub use cases::{Suggestion, suggestion};
pub(crate) use control::may_begin;
pub use turn::{Answered, answer};
pub use watch::watch;

use self::help::HelpCentre;
use crate::{AppError, Session};

/// What the assistant knows of a customer, in the words of `policy/assistant/catalogue.toml`.
///
/// # Errors
/// [`AppError::Forbidden`](crate::AppError::Forbidden), the store's.
pub fn known(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<Fields, AppError> {
    Ok(facts::read(s, customer)?.fields)
}

/// Who the assistant is in logs and audit entries.
pub const ASSISTANT: &str = "assistant";

/// Recognises what a customer wants.
pub trait Intents: Send + Sync + std::fmt::Debug {
    /// The intents of a text, the most likely first. `out_of_scope` is one of them.
    fn of(&self, text: &str) -> Vec<Intent>;
}

/// An assistant: its procedures, how it recognises what is wanted, and what it may quote.
#[derive(Debug, Clone)]
pub struct Assistant {
    pub book: Arc<Book>,
    pub intents: Arc<dyn Intents>,
    pub rules: Rules,
    pub help: Arc<HelpCentre>,
}

/// Why there is no assistant.
#[derive(Debug, thiserror::Error)]
pub enum AssistantError {
    #[error(transparent)]
    Book(#[from] assistant::book::BookError),
    #[error(transparent)]
    Learn(#[from] intents::LearnError),
    #[error(transparent)]
    Articles(#[from] knowledge::ArticleError),
}

impl Assistant {
    /// The assistant that ships with Ombud: it learns its intents, which takes seconds.
    ///
    /// # Errors
    /// [`AssistantError`], which a test rules out.
    pub fn shipped(threads: usize) -> Result<Self, AssistantError> {
        let options = Options { threads, ..Options::default() };
        Self::with(Arc::new(intents::Learnt::shipped(&options)?))
    }

    /// The procedures that ship with Ombud, with another way of recognising what is wanted.
    ///
    /// # Errors
    /// [`AssistantError`], which a test rules out.
    pub fn with(intents: Arc<dyn Intents>) -> Result<Self, AssistantError> {
        Ok(Self {
            book: Arc::new(shipped::book()?),
            intents,
            rules: Rules::default(),
            help: Arc::new(HelpCentre::shipped()?),
        })
    }

    /// What is understood of a text in a language (BCP 47), as at the start of a turn: what it wants, and
    /// the clues in it. Whatever else the conversation tells is left out.
    pub fn understand(&self, text: &str, language: &str, today: Date) -> Heard {
        let language = language.to_owned();
        let setting = hear::Setting { language, today, currency: None, country: String::new() };
        hear::hear(self, text, &setting)
    }

    /// The seat of the assistant, speaking with one customer.
    pub(crate) fn principal(tenant: &TenantId, customer: &CustomerId) -> Principal {
        Principal {
            tenant: tenant.clone(),
            role: Role::Ai,
            id: PrincipalId::new(ASSISTANT).ok(),
            merchant: None,
            customer: Some(customer.clone()),
            withheld: Withheld::default(),
        }
    }
}
