//! What a document that was handed in as evidence says, and what speaks against believing it.
//!
//! A PDF gives its text layer, a picture what its file tells of itself; the words of a photo and of a
//! letter come from elsewhere as [`text::Text`]. Of the words, [`facts::extract`] makes typed facts, each
//! with the place where it was found. [`flags`] are hints that a file was changed or is not what it seems.
//!
//! A fact is a stranger's words in a typed form. It counts for nothing until a rule ([`books`]) or a person
//! confirmed it, and a flag decides nothing: both are for whoever decides.
//!
//! Pure: bytes in, values out. Nothing in a document is run, fetched or followed, and whatever it holds,
//! reading it ends: pages, bytes, what is unpacked, operations and lines are all bounded.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod books;
pub mod facts;
pub mod flags;
pub mod likeness;
pub mod measure;
pub mod pdf;
pub mod picture;
pub mod sample;
pub mod text;
