//! E-mail as a capability: letters out over SMTP, a mailbox read over IMAP, and what a letter says.
//!
//! It decides nothing and stores nothing. What is read from a letter is said by whoever sent it; only
//! [`Incoming::proven_by`] tells whether a host that we trust vouches for the sender's domain.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod address;
mod authentication;
mod imap;
mod letter;
mod parse;
mod parts;
mod quote;
mod smtp;
mod token;

#[cfg(feature = "testkit")]
pub mod testkit;

pub use address::{ADDRESS_CHARS_MAX, domain, normal, without_tag};
pub use imap::{Fetched, IDLE_TIME_MAX, ImapError, ImapOptions, ImapSession, Selected};
pub use letter::{File, Letter, LetterError, Written};
pub use parse::{FileIn, Incoming, Unreadable, message_id_of};
pub use quote::{Cut, cut};
pub use smtp::{SendError, Smtp, SmtpOptions, Transport};
pub use token::ReplyTokens;
