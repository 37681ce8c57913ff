//! Chat completions, as OpenAI made them and many others speak them: OpenAI itself, Azure OpenAI, and the
//! servers that one runs oneself (llama.cpp, vLLM, Ollama).
//!
//! Source: OpenAI API reference, "Create chat completion" and "streaming events"; Azure OpenAI REST API
//! reference, `deployments/{deployment}/chat/completions?api-version=`; llama.cpp `tools/server/README`.

use reqwest::header::{AUTHORIZATION, HeaderName};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::assembly::{Assembly, Stop};
use crate::http::{error_in_stream, segment};
use crate::remote::{Format, Remote};
use crate::schema::Keywords;
use crate::sse::Event;
use crate::{About, Ask, Auth, Code, Endpoint, EndpointError, ModelError, Speaker, Want};

/// How a server is made to answer in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Structured {
    /// `json_schema` in strict mode.
    Strict,
    /// `json_schema` that becomes a grammar, with every keyword.
    Grammar,
    /// `json_object`: JSON, but any; the schema is told in words. For servers that know no schemas.
    AnyJson,
}

/// What differs between those who speak this format.
#[derive(Debug)]
struct ChatCompletions {
    model: String,
    structured: Structured,
    /// The name of the limit of tokens: OpenAI renamed it, others did not follow.
    tokens_field: &'static str,
    temperature: bool,
}

/// OpenAI, or a service that keeps to its API. `base_url` ends in `/v1`. `temperature`: whether the model
/// takes one; reasoning models refuse it.
///
/// # Errors
/// [`EndpointError`].
pub fn open_ai(
    about: About,
    endpoint: Endpoint,
    model: &str,
    auth: Auth,
    temperature: bool,
) -> Result<Remote, EndpointError> {
    let format = ChatCompletions {
        model: model.to_owned(),
        structured: Structured::Strict,
        tokens_field: "max_completion_tokens",
        temperature,
    };
    bearer(about, endpoint, auth, format)
}

/// Azure OpenAI. `base_url` is the resource's, such as `https://name.openai.azure.com`.
///
/// # Errors
/// [`EndpointError`].
pub fn azure(
    about: About,
    endpoint: Endpoint,
    (deployment, api_version): (&str, &str),
    auth: Auth,
    temperature: bool,
) -> Result<Remote, EndpointError> {
    let deployment = segment("deployment", deployment)?;
    let path = format!("openai/deployments/{deployment}/chat/completions");
    let version = segment("api_version", api_version)?;
    let url = endpoint.url(&path, &[("api-version", version)])?;
    let format = ChatCompletions {
        model: deployment.to_owned(),
        structured: Structured::Strict,
        tokens_field: "max_completion_tokens",
        temperature,
    };
    let key_header = (HeaderName::from_static("api-key"), "");
    let format = Box::new(format);
    Remote { about, endpoint, url, key_header, auth, headers: Vec::new(), format }.checked()
}

/// A server of one's own: llama.cpp, vLLM, Ollama. `base_url` ends in `/v1`. `schemas`: whether it holds
/// answers to a schema; otherwise it is asked for JSON, and more answers are thrown away.
///
/// # Errors
/// [`EndpointError`].
pub fn local(
    about: About,
    endpoint: Endpoint,
    model: &str,
    auth: Auth,
    schemas: bool,
) -> Result<Remote, EndpointError> {
    let format = ChatCompletions {
        model: model.to_owned(),
        structured: if schemas { Structured::Grammar } else { Structured::AnyJson },
        tokens_field: "max_tokens",
        temperature: true,
    };
    bearer(about, endpoint, auth, format)
}

fn bearer(
    about: About,
    endpoint: Endpoint,
    auth: Auth,
    format: ChatCompletions,
) -> Result<Remote, EndpointError> {
    let url = endpoint.url("chat/completions", &[])?;
    let key_header = (AUTHORIZATION, "Bearer ");
    let format = Box::new(format);
    Remote { about, endpoint, url, key_header, auth, headers: Vec::new(), format }.checked()
}

impl ChatCompletions {
    fn response_format(&self, ask: &Ask) -> Option<Value> {
        let Want::Json(schema) = &ask.want else { return None };
        let keywords = match self.structured {
            Structured::Strict => Keywords::NoLengths,
            Structured::Grammar => Keywords::All,
            Structured::AnyJson => return Some(json!({ "type": "json_object" })),
        };
        let schema = schema.json_schema(keywords);
        let named = json!({ "name": "answer", "strict": true, "schema": schema });
        Some(json!({ "type": "json_schema", "json_schema": named }))
    }

    /// The system text; a server that knows no schemas is told ours in it.
    fn system(&self, ask: &Ask, system: String) -> String {
        match (&ask.want, self.structured) {
            (Want::Json(schema), Structured::AnyJson) => {
                let schema = schema.json_schema(Keywords::All);
                format!(
                    "{system}\n\nAnswer with JSON of this JSON Schema, and nothing else: {schema}"
                )
            }
            _ => system,
        }
    }
}

impl Format for ChatCompletions {
    fn body(&self, ask: &Ask) -> Value {
        let rendered = ask.prompt.render();
        let system = self.system(ask, rendered.system);
        let mut messages = vec![json!({ "role": "system", "content": system })];
        messages.extend(rendered.turns.into_iter().map(|(speaker, content)| {
            let role = match speaker {
                Speaker::User => "user",
                Speaker::Model => "assistant",
            };
            json!({ "role": role, "content": content })
        }));
        let mut body = json!({
            "model": self.model,
            "messages": messages,
            "stream": true,
            "stream_options": { "include_usage": true },
        });
        let temperature = ask.prompt.temperature.filter(|_| self.temperature);
        let more = [
            (self.tokens_field, Some(json!(ask.prompt.tokens_out_max))),
            ("temperature", temperature.map(|temperature| json!(temperature))),
            ("response_format", self.response_format(ask)),
        ];
        if let Some(body) = body.as_object_mut() {
            let more = more.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
            body.extend(more);
        }
        body
    }

    fn read(&self, event: &Event, assembly: &mut Assembly<'_>) -> Result<(), ModelError> {
        if event.data == "[DONE]" {
            assembly.end();
            return Ok(());
        }
        let chunk: Chunk = serde_json::from_str(&event.data)
            .map_err(|_| ModelError::Malformed("an event is no chunk of a chat completion"))?;
        if let Some(error) = &chunk.error {
            return Err(error_in_stream(error));
        }
        if let Some(usage) = chunk.usage {
            assembly.tokens(usage.prompt_tokens, usage.completion_tokens);
        }
        let choices = chunk.choices.unwrap_or_default();
        for choice in choices.into_iter().filter(|choice| choice.index.unwrap_or(0) == 0) {
            let delta = choice.delta.unwrap_or_default();
            if delta.refusal.is_some_and(|refusal| !refusal.is_empty()) {
                assembly.stop(Stop::Refused(Code::new("refusal")));
            }
            assembly.piece(&delta.content.unwrap_or_default())?;
            match choice.finish_reason.as_deref() {
                None => {}
                Some("stop") => assembly.stop(Stop::Natural),
                Some("length") => assembly.stop(Stop::TokensMax),
                Some(reason @ "content_filter") => assembly.stop(Stop::Refused(Code::new(reason))),
                Some(_) => assembly.stop(Stop::Broken),
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Chunk {
    /// Empty in the chunk that brings the usage, and in Azure's first one.
    choices: Option<Vec<Choice>>,
    usage: Option<Usage>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    index: Option<u32>,
    delta: Option<Delta>,
    finish_reason: Option<String>,
}

#[derive(Deserialize, Default)]
struct Delta {
    content: Option<String>,
    refusal: Option<String>,
}

#[derive(Deserialize)]
struct Usage {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
}
