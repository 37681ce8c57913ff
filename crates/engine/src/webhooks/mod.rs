//! Webhooks out, by Standard Webhooks 1.0.0: signatures, retries, and a client that cannot be
//! turned against the inside of the network.

pub mod address;
pub mod client;
pub mod deliver;
pub mod schedule;
pub mod signature;
pub mod url;

pub use client::{Answer, HttpSender, SendError, Sender, WebhookRequest};
pub use signature::{SignatureError, SigningKey, VerifyingKey, sign, verify};
