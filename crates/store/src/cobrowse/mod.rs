//! Co-browsing: sessions, what was recorded of them and who looked at it, and what people of the desk
//! could not see.

pub mod blind_spots;
pub mod nodes;
pub mod policy_changes;
pub mod recordings;
pub mod reviews;
pub mod search;
pub mod sessions;
pub mod watches;
