//! No model: the assistant works without one.

use async_trait::async_trait;
use kernel::Currency;

use crate::{About, Ask, LanguageModel, ModelError, OnPiece, Price, Reason, Region, Reply};

/// Answers every question with "unavailable", at once and for nothing.
#[derive(Debug)]
pub struct NoModel(About);

impl NoModel {
    /// `region` is where it would be: that of the operator's own machines.
    pub fn new(region: Region) -> Self {
        Self(About { name: "none".to_owned(), region, price: Price::free(Currency::EUR) })
    }
}

#[async_trait]
impl LanguageModel for NoModel {
    fn about(&self) -> &About {
        &self.0
    }

    async fn propose(&self, _: &Ask, _: OnPiece<'_>) -> Reply {
        Reply::unsent(&self.0, ModelError::unavailable(Reason::None))
    }
}
