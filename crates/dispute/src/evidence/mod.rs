//! Evidence: what each party is asked for, what may be handed in, and what a proof of delivery shows.
//!
//! The table of needs and the limits are data (`policy/evidence.toml`). Comparing an address or a time
//! is arithmetic on typed fields that a party stated, a rule confirmed or a person checked: nothing a
//! model read counts before that, and nothing here reads a document.
//!
//! What this module must never do: store anything, look at a clock, or let an unconfirmed field prove
//! something.

mod address;
mod completeness;
mod delivery;
mod docx;
mod rules;
mod street;
mod upload;

#[cfg(test)]
mod address_tests;
#[cfg(test)]
mod delivery_tests;

pub use address::{AddressMatch, compare_addresses, postal_code_key, same_postal_code};
pub use completeness::Missing;
pub use delivery::{
    DELIVERY_TOLERANCE, DeliveryDoubt, DeliveryReading, TRANSIT_DAYS_MAX, proof_of_delivery,
    read_proof_of_delivery,
};
pub use rules::{EvidenceError, EvidenceRules, ItemsError, Limits, Need};
pub use upload::{Accepted, MediaType, UploadError, UploadProblem};
