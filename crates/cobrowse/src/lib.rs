//! Co-browsing: what a customer's browser says of the page that is looked at together, held against what the company
//! released. Pure: a frame goes in, and what may be shown comes out.
//!
//! The browser already sends nothing that is not released. Here each frame is read again by a closed grammar, words
//! without a rule of the signed policy are taken out, and words that look like a card number or an identity are too:
//! whoever changed the script in the browser gains nothing by it. The format is described in `docs/cobrowse-wire.md`,
//! the grounds in `docs/adr/0009-co-browsing-by-geometry.md`.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod assets;
pub mod code;
pub mod consent;
pub mod control;
pub mod export;
pub mod figures;
pub mod intent;
pub mod page;
pub mod place;
pub mod policy;
pub mod recording;
pub mod session;
pub mod verify;
pub mod wire;
