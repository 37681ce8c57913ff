//! A limit of calls under way at once.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::Semaphore;

use crate::{About, Ask, LanguageModel, ModelError, OnPiece, Reason, Reply};

/// Turns calls away that are too many.
#[derive(Debug)]
pub(crate) struct Limited {
    model: Arc<dyn LanguageModel>,
    free: Semaphore,
}

impl Limited {
    pub(crate) fn new(model: Arc<dyn LanguageModel>, calls_at_once: usize) -> Self {
        Self { model, free: Semaphore::new(calls_at_once.min(Semaphore::MAX_PERMITS)) }
    }
}

#[async_trait]
impl LanguageModel for Limited {
    fn about(&self) -> &About {
        self.model.about()
    }

    async fn propose(&self, ask: &Ask, on_piece: OnPiece<'_>) -> Reply {
        // Given back when the call ends, or is dropped.
        match self.free.try_acquire() {
            Ok(_permit) => self.model.propose(ask, on_piece).await,
            Err(_) => Reply::unsent(self.about(), ModelError::unavailable(Reason::Busy)),
        }
    }
}
