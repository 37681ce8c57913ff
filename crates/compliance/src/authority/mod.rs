//! Who may do what, to whose case, up to which amount: Cedar policies under fixed guards.
//!
//! Policies speak of **roles and relations** only (same tenant, own case, asked for it, acted
//! before, within the limit). [`Authority::check`] reduces a request to these facts and gives Cedar
//! a case in which every name is replaced by its relation to the principal. A verdict therefore
//! depends on the facts and nothing else, which is what makes it sound to keep it: equal facts are
//! asked of Cedar once.
//!
//! Amount limits are data (`limits.toml`), compared here; Cedar sees `within_limit`. What policy
//! code *decides* is the dispute crate's matter; whether it *may* is decided here. This module
//! never reads who is signed in, and never acts.

mod engine;
mod facts;
mod grant;
mod limits;
mod matrix;
mod role;
mod vocabulary;
mod withheld;

pub use engine::{Authority, AuthorityError, Verdict};
pub use facts::{Principal, Request, Resource};
pub use grant::Grant;
pub use limits::{CurrencyLimits, Limits, LimitsError};
pub use role::Role;
pub use vocabulary::{Action, UnknownName};
pub use withheld::Withheld;
