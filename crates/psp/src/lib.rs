//! The seam to payment providers: how money leaves and comes in, and how one finds out whether it did.
//!
//! A refund is asked for under a [`ProviderKey`] that is derived from the effect's id and from
//! nothing else, so that asking twice is asking once. What comes back is a [`ProviderOutcome`];
//! *timed out after send* is `Unknown`, never `Failed`, and is settled by [`PaymentProvider::lookup`]
//! and [`reconcile`](fn@reconcile).
//!
//! This crate must never choose a new key for an old intent, decide whether a refund is due, write
//! to a database, or put a secret into a message.

mod outcome;
mod provider;
pub mod reconcile;
pub mod simulator;
pub mod stripe;

pub use outcome::{Lookup, ProviderOutcome};
pub use provider::{
    CollectOutcome, CollectRequest, NO_COLLECTIONS, PaymentProvider, ProviderKey, RefundRequest,
    collect, send,
};
pub use reconcile::{KeyLimits, NextStep, reconcile};
pub use simulator::{FaultRates, MovedMoney, Simulator, SimulatorCore};
pub use stripe::{Stripe, StripeConfig};
