//! What can be understood of a text without a model: whom it would give away.
//!
//! Pure: it takes a text and returns places in it. It never stores, logs or sends what it read, and it
//! decides nothing.

pub mod pii;
