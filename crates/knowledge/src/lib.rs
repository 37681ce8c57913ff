//! What Ombud knows for customers: the articles of its help centre, and the retrieval over them.
//!
//! Pure: files come in as text, and what goes out is a stored passage, word for word, with its id and
//! version, or nothing. No answer is put into words here. The same retrieval is measured on the
//! documents of tau2-banking (`evaluate`), where the right ones are known.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod article;
mod bm25;
pub mod evaluate;
mod graph;
mod index;
mod language;
pub mod memory;
mod scores;

pub use article::{Article, ArticleError, Library, Passage};
pub use index::{Features, Found, Hit, Index, Query, Quote, Weights};
pub use language::Language;
pub use memory::{Memory, PastCase};
