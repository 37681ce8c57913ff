//! Gemini: by an API key at Google AI, or by access tokens at Vertex AI, where the place of processing can
//! be chosen.
//!
//! Source: Gemini API reference, `models.streamGenerateContent` with `alt=sse`, "Schema",
//! "FinishReason", "BlockReason"; Vertex AI REST reference, `publishers.models.streamGenerateContent`.

mod service_account;

pub use service_account::{ServiceAccount, ServiceAccountError};

use reqwest::header::HeaderName;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::assembly::{Assembly, Stop};
use crate::http::{error_in_stream, segment};
use crate::remote::{Format, Remote};
use crate::sse::Event;
use crate::{About, Ask, Auth, Code, Endpoint, EndpointError, ModelError, Speaker, Want};

/// The address of the Gemini API.
pub const GEMINI_BASE_URL: &str = "https://generativelanguage.googleapis.com";

/// Why the filters of Google stop an answer.
const REFUSALS: &[&str] =
    &["SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR"];

#[derive(Debug)]
struct GenerateContent {
    temperature: bool,
}

/// Gemini by API key.
///
/// # Errors
/// [`EndpointError`].
pub fn gemini(
    about: About,
    endpoint: Endpoint,
    model: &str,
    auth: Auth,
    temperature: bool,
) -> Result<Remote, EndpointError> {
    let path = format!("v1beta/models/{}", segment("model", model)?);
    remote(about, endpoint, &path, auth, temperature)
}

/// The address of Vertex AI in a location, such as `europe-west1`.
///
/// # Errors
/// [`EndpointError::Segment`].
pub fn vertex_base_url(location: &str) -> Result<String, EndpointError> {
    match segment("location", location)? {
        "global" => Ok("https://aiplatform.googleapis.com".to_owned()),
        location => Ok(format!("https://{location}-aiplatform.googleapis.com")),
    }
}

/// Gemini at Vertex AI. The address should be that of [`vertex_base_url`], so that the place of
/// processing is the location.
///
/// # Errors
/// [`EndpointError`].
pub fn vertex(
    about: About,
    endpoint: Endpoint,
    (project, location, model): (&str, &str, &str),
    auth: Auth,
    temperature: bool,
) -> Result<Remote, EndpointError> {
    let project = segment("project", project)?;
    let location = segment("location", location)?;
    let model = segment("model", model)?;
    let path =
        format!("v1/projects/{project}/locations/{location}/publishers/google/models/{model}");
    remote(about, endpoint, &path, auth, temperature)
}

fn remote(
    about: About,
    endpoint: Endpoint,
    path: &str,
    auth: Auth,
    temperature: bool,
) -> Result<Remote, EndpointError> {
    let url = endpoint.url(&format!("{path}:streamGenerateContent"), &[("alt", "sse")])?;
    let key_header = (HeaderName::from_static("x-goog-api-key"), "");
    let format = Box::new(GenerateContent { temperature });
    Remote { about, endpoint, url, key_header, auth, headers: Vec::new(), format }.checked()
}

impl Format for GenerateContent {
    fn body(&self, ask: &Ask) -> Value {
        let rendered = ask.prompt.render();
        let contents: Vec<Value> = rendered
            .turns
            .into_iter()
            .map(|(speaker, text)| {
                let role = match speaker {
                    Speaker::User => "user",
                    Speaker::Model => "model",
                };
                json!({ "role": role, "parts": [{ "text": text }] })
            })
            .collect();
        let temperature = ask.prompt.temperature.filter(|_| self.temperature);
        let mut config = json!({ "maxOutputTokens": ask.prompt.tokens_out_max });
        if let Some(config) = config.as_object_mut() {
            config.extend(temperature.map(|given| ("temperature".to_owned(), json!(given))));
            if let Want::Json(schema) = &ask.want {
                config.insert("responseMimeType".to_owned(), json!("application/json"));
                config.insert("responseSchema".to_owned(), schema.open_api());
            }
        }
        json!({
            "systemInstruction": { "parts": [{ "text": rendered.system }] },
            "contents": contents,
            "generationConfig": config,
        })
    }

    /// The stream has no last event: it ends when the connection does.
    fn read(&self, event: &Event, assembly: &mut Assembly<'_>) -> Result<(), ModelError> {
        let chunk: Chunk = serde_json::from_str(&event.data)
            .map_err(|_| ModelError::Malformed("an event is no chunk of generated content"))?;
        if let Some(error) = &chunk.error {
            return Err(error_in_stream(error));
        }
        if let Some(reason) = chunk.prompt_feedback.and_then(|feedback| feedback.block_reason) {
            assembly.stop(Stop::Refused(Code::new(&reason)));
        }
        if let Some(usage) = chunk.usage_metadata {
            let counts = [usage.candidates_token_count, usage.thoughts_token_count];
            let out = counts.into_iter().flatten().reduce(u64::saturating_add);
            assembly.tokens(usage.prompt_token_count, out);
        }
        let Some(candidate) = chunk.candidates.and_then(|list| list.into_iter().next()) else {
            return Ok(());
        };
        let parts = candidate.content.and_then(|content| content.parts).unwrap_or_default();
        for part in parts.into_iter().filter(|part| part.thought != Some(true)) {
            assembly.piece(&part.text.unwrap_or_default())?;
        }
        if let Some(reason) = candidate.finish_reason.as_deref() {
            assembly.stop(stop(reason));
        }
        Ok(())
    }
}

fn stop(reason: &str) -> Stop {
    match reason {
        "STOP" => Stop::Natural,
        "MAX_TOKENS" => Stop::TokensMax,
        reason if REFUSALS.contains(&reason) => Stop::Refused(Code::new(reason)),
        _ => Stop::Broken,
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Chunk {
    candidates: Option<Vec<Candidate>>,
    prompt_feedback: Option<PromptFeedback>,
    usage_metadata: Option<UsageMetadata>,
    error: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Candidate {
    content: Option<Content>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Content {
    parts: Option<Vec<Part>>,
}

#[derive(Deserialize)]
struct Part {
    text: Option<String>,
    /// A summary of what the model thought, not of what it says.
    thought: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PromptFeedback {
    block_reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UsageMetadata {
    prompt_token_count: Option<u64>,
    candidates_token_count: Option<u64>,
    thoughts_token_count: Option<u64>,
}
