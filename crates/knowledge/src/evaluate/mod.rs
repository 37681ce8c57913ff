//! How good the retrieval is, on data where the right answer is known.

mod articles;
mod tau2;

pub use articles::{ArticleHits, Message, articles};
pub use tau2::{Tau2Error, Tau2Report, tau2_retrieval};
