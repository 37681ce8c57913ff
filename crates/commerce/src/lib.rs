//! The commerce feed.
