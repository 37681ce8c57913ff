//! What travels: the values that requests and responses are made of. No behaviour, no storage.

pub mod body;
pub mod id;
pub mod page;
pub mod params;
pub mod scalar;
pub mod tongue;
pub mod word;
pub mod word_of_triage;

pub use id::*;
pub use page::{Page, PageQuery};
pub use params::{PathParam, QueryParams};
pub use scalar::*;
pub(crate) use tongue::{Accepted, LanguageQuery};
pub use word::*;
pub use word_of_triage::*;
