//! Texts as vectors: n-grams of words and of characters, weighted by how much they tell.

mod ngrams;
mod tfidf;

pub use ngrams::{Grams, NGRAMS_MAX, TEXT_CHARS_MAX};
pub use tfidf::{Options, TfIdf};
