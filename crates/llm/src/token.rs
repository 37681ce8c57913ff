//! How a model is told who asks.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use kernel::Secret;

/// No token could be had. Says nothing of why: that may hold a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no access token could be had")]
pub struct TokenError;

/// Short-lived access tokens (OAuth 2.0), such as a service account's at Google or Azure. It keeps a
/// token for as long as it is good and fetches the next.
#[async_trait]
pub trait TokenSource: Send + Sync {
    /// # Errors
    /// [`TokenError`].
    async fn token(&self) -> Result<Secret, TokenError>;
}

/// What goes into the header that says who asks.
#[derive(Clone)]
pub enum Auth {
    /// A server that asks nobody.
    Open,
    /// The provider's own kind of key.
    Key(Secret),
    /// `Authorization: Bearer`, with a fresh token.
    Token(Arc<dyn TokenSource>),
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "Open",
            Self::Key(_) => "Key([secret])",
            Self::Token(_) => "Token([secret])",
        })
    }
}
