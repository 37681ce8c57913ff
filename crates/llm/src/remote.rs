//! A model behind HTTP: what all providers have in common.

use std::time::Duration as StdDuration;

use async_trait::async_trait;
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use reqwest::{RequestBuilder, Url};
use serde_json::Value;

use crate::assembly::Assembly;
use crate::http::{exchange, secret_header};
use crate::sse::Event;
use crate::{
    About, Ask, Auth, Endpoint, EndpointError, LanguageModel, ModelError, OnPiece, Reason, Reply,
};

/// One provider's format: pure functions between our types and its JSON.
pub(crate) trait Format: Send + Sync + std::fmt::Debug {
    /// The body of a request.
    fn body(&self, ask: &Ask) -> Value;

    /// Takes one event of the answer.
    fn read(&self, event: &Event, assembly: &mut Assembly<'_>) -> Result<(), ModelError>;
}

/// A model behind HTTP. Made by the functions of [`openai`](crate::openai),
/// [`anthropic`](crate::anthropic) and [`google`](crate::google).
#[derive(Debug)]
pub struct Remote {
    pub(crate) about: About,
    pub(crate) endpoint: Endpoint,
    pub(crate) url: Url,
    /// The header that a key goes into, and what stands before it there.
    pub(crate) key_header: (HeaderName, &'static str),
    pub(crate) auth: Auth,
    /// Headers that are the same each time.
    pub(crate) headers: Vec<(&'static str, &'static str)>,
    pub(crate) format: Box<dyn Format>,
}

impl Remote {
    /// Finds out now whether the key can be a header, not when the first customer waits.
    pub(crate) fn checked(self) -> Result<Self, EndpointError> {
        if let Auth::Key(key) = &self.auth {
            secret_header(key, self.key_header.1)?;
        }
        Ok(self)
    }

    async fn request(&self, ask: &Ask) -> Result<RequestBuilder, ModelError> {
        let mut request = self.endpoint.post(&self.url).json(&self.format.body(ask));
        for (name, value) in &self.headers {
            request = request.header(*name, *value);
        }
        Ok(match self.credential().await? {
            Some((name, value)) => request.header(name, value),
            None => request,
        })
    }

    async fn credential(&self) -> Result<Option<(HeaderName, HeaderValue)>, ModelError> {
        let without = || ModelError::unavailable(Reason::Token);
        let (name, prefix) = &self.key_header;
        match &self.auth {
            Auth::Open => Ok(None),
            Auth::Key(key) => {
                let value = secret_header(key, prefix).map_err(|_| without())?;
                Ok(Some((name.clone(), value)))
            }
            Auth::Token(source) => {
                let token = source.token().await.map_err(|_| without())?;
                let value = secret_header(&token, "Bearer ").map_err(|_| without())?;
                Ok(Some((AUTHORIZATION, value)))
            }
        }
    }

    async fn carry(&self, ask: &Ask, assembly: &mut Assembly<'_>) -> Result<(), ModelError> {
        let request = self.request(ask).await?;
        exchange(request, &|event, assembly| self.format.read(event, assembly), assembly).await
    }
}

#[async_trait]
impl LanguageModel for Remote {
    fn about(&self) -> &About {
        &self.about
    }

    async fn propose(&self, ask: &Ask, on_piece: OnPiece<'_>) -> Reply {
        if let Err(error) = ask.prompt.check() {
            return Reply::unsent(&self.about, error);
        }
        let within = ask.prompt.within;
        let millis = u64::try_from(within.as_millis()).unwrap_or(0);
        let mut assembly = Assembly::new(&ask.want, on_piece);
        let carried = self.carry(ask, &mut assembly);
        let carried = tokio::time::timeout(StdDuration::from_millis(millis), carried).await;
        let carried = carried.unwrap_or(Err(ModelError::Timeout(within)));
        assembly.close(ask, &self.about, carried)
    }
}
