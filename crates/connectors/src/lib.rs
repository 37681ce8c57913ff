//! Other companies' words for disputes, and ours.
//!
//! * [`mapping`]: their states, events, reasons, outcomes and evidence, mapped onto the canonical
//!   machine **as data** (`policy/mappings/*.toml`). A value that is not listed is
//!   [`Mapped::Unknown`](mapping::Mapped::Unknown), becomes `other` plus a task for a person, and is
//!   never dropped and never an error.
//! * [`inbound`]: Stripe, Adyen and PayPal webhooks, verified and read.
//! * [`klarna`]: the merchant's seat in the shape of Klarna's Disputes API, V4 and V3.
//! * [`cti`]: telephone systems, in the words of Zammad's generic CTI contract.
//! * [`trigger`]: flags in a sandbox customer's e-mail address that drive a dispute through a life.
//!
//! *Won* and *lost* are words of the merchant's seat; they are converted here and go no further in.
//! Everything is pure: bytes in, values out. Nothing here may decide a dispute, read a clock, open a
//! connection or touch a database.

pub mod cti;
pub mod inbound;
pub mod klarna;
pub mod mapping;
pub mod seat;
pub mod trigger;

pub use inbound::{ConnectorError, InboundDispute, UnknownValue};
pub use mapping::{EventKind, Mapped, MappingError, Mappings, Source};
pub use seat::MerchantSeat;
pub use trigger::{Trigger, triggers};
