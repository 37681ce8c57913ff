//! Co-browsing: sessions, what was recorded of them, and what people of the desk could not see.

pub mod blind_spots;
pub mod policy_changes;
pub mod recordings;
pub mod sessions;
