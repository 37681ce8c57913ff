//! A tenant's data goes only where the tenant allows it to be processed.

use std::sync::Arc;

use async_trait::async_trait;

use crate::{About, Ask, LanguageModel, ModelError, OnPiece, Reply};

/// Refuses what the tenant does not allow.
#[derive(Debug)]
pub(crate) struct Regional(Arc<dyn LanguageModel>);

impl Regional {
    pub(crate) const fn new(model: Arc<dyn LanguageModel>) -> Self {
        Self(model)
    }
}

#[async_trait]
impl LanguageModel for Regional {
    fn about(&self) -> &About {
        self.0.about()
    }

    async fn propose(&self, ask: &Ask, on_piece: OnPiece<'_>) -> Reply {
        let region = &self.about().region;
        if ask.regions.contains(region) {
            return self.0.propose(ask, on_piece).await;
        }
        Reply::unsent(self.about(), ModelError::RegionNotAllowed(region.clone()))
    }
}
