//! Language models of several providers behind one trait.
//!
//! A model may **propose** or **rephrase**, nothing else: [`LanguageModel::propose`] gives back JSON that
//! was proved against the caller's [`Schema`], or text. What a model said has no authority: whoever calls
//! decides what a proposal may lead to, and checks a text before anybody outside reads it.
//!
//! * [`openai`] speaks chat completions (OpenAI, Azure, llama.cpp, vLLM, Ollama), [`anthropic`] messages,
//!   [`google`] Gemini and Vertex AI, [`scripted`] what a test wrote down, [`none`] nothing.
//! * [`guard`] holds what is put around a model: regions, redaction, budgets, a circuit breaker, a limit
//!   of calls at a time. [`config`] builds the whole from the operator's settings.
//!
//! This crate never decides, stores, or logs; it puts no secret and no customer's word into an error or
//! into `Debug`.

mod answer;
pub mod anthropic;
mod assembly;
pub mod config;
mod error;
pub mod google;
pub mod guard;
mod http;
mod money;
pub mod none;
pub mod openai;
mod prompt;
mod region;
mod remote;
mod schema;
pub mod scripted;
mod sse;
mod token;

use async_trait::async_trait;

pub use answer::{Answer, Ask, Reply, Report, Want};
pub use assembly::ANSWER_BYTES_MAX;
pub use error::{Code, ModelError, Reason};
pub use http::{Endpoint, EndpointError};
pub use money::{Cost, Price};
pub use prompt::{
    PROMPT_BYTES_MAX, Part, Prompt, Rendered, Speaker, TOKENS_OUT_MAX, Turn, WITHIN_MILLIS_MAX,
};
pub use region::{Region, RegionError};
pub use remote::Remote;
pub use schema::{NotProven, Schema, SchemaError};
pub use token::{Auth, TokenError, TokenSource};

/// Takes the pieces of an answer as they come. They are unproved: for showing that something happens,
/// never for acting, and never for a customer's eyes before the finished answer was checked.
pub type OnPiece<'a> = &'a mut (dyn FnMut(&str) + Send);

/// What is known of a model before it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The operator's name for it.
    pub name: String,
    /// Where it processes what it is sent.
    pub region: Region,
    pub price: Price,
}

/// A language model, or one with something put around it.
#[async_trait]
pub trait LanguageModel: Send + Sync + std::fmt::Debug {
    fn about(&self) -> &About;

    /// Asks once; nothing here asks again by itself. The reply says what the call cost even where it
    /// failed. Dropping the future ends the call.
    async fn propose(&self, ask: &Ask, on_piece: OnPiece<'_>) -> Reply;
}
