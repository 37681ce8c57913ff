//! Anthropic's Messages API. JSON is had by a tool that the model must use, whose input is the answer; or,
//! for models that cannot be made to use a tool, by structured outputs.
//!
//! Source: Claude API docs, "Messages", "Streaming messages", "Define tools" (`tool_choice`), "Structured
//! outputs" (`output_config.format`), "Errors".

use reqwest::header::HeaderName;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::assembly::{Assembly, Stop};
use crate::http::error_in_stream;
use crate::remote::{Format, Remote};
use crate::schema::Keywords;
use crate::sse::Event;
use crate::{About, Ask, Auth, Code, Endpoint, EndpointError, ModelError, Speaker, Want};

/// Anthropic's own address.
pub const BASE_URL: &str = "https://api.anthropic.com";
/// The version of the API that this was written against.
const API_VERSION: &str = "2023-06-01";
/// The tool whose input is the answer.
const TOOL: &str = "answer";

/// How JSON is had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Structured {
    /// By a tool that must be used: every model without extended thinking.
    Tool,
    /// By `output_config.format`: models from Claude 4.5 on.
    Format,
}

#[derive(Debug)]
struct Messages {
    model: String,
    structured: Structured,
    temperature: bool,
}

impl Messages {
    /// Whether the answer is the input of the tool.
    fn by_tool(&self, assembly: &Assembly<'_>) -> bool {
        assembly.wants_json() && self.structured == Structured::Tool
    }
}

/// A Claude model. `temperature`: whether it takes one; newer models refuse it.
///
/// # Errors
/// [`EndpointError`].
pub fn model(
    about: About,
    endpoint: Endpoint,
    model: &str,
    auth: Auth,
    (structured, temperature): (Structured, bool),
) -> Result<Remote, EndpointError> {
    let url = endpoint.url("v1/messages", &[])?;
    let format = Box::new(Messages { model: model.to_owned(), structured, temperature });
    let key_header = (HeaderName::from_static("x-api-key"), "");
    let headers = vec![("anthropic-version", API_VERSION)];
    Remote { about, endpoint, url, key_header, auth, headers, format }.checked()
}

impl Format for Messages {
    fn body(&self, ask: &Ask) -> Value {
        let rendered = ask.prompt.render();
        let messages: Vec<Value> = rendered
            .turns
            .into_iter()
            .map(|(speaker, content)| {
                let role = match speaker {
                    Speaker::User => "user",
                    Speaker::Model => "assistant",
                };
                json!({ "role": role, "content": content })
            })
            .collect();
        let mut body = json!({
            "model": self.model,
            "max_tokens": ask.prompt.tokens_out_max,
            "system": rendered.system,
            "messages": messages,
            "stream": true,
        });
        let mut more = Vec::new();
        if let Some(temperature) = ask.prompt.temperature.filter(|_| self.temperature) {
            // Theirs ends at 1.
            more.push(("temperature", json!(temperature.min(1.0))));
        }
        match (&ask.want, self.structured) {
            (Want::Text { .. }, _) => {}
            (Want::Json(schema), Structured::Tool) => {
                let input = schema.json_schema(Keywords::All);
                let about = "Gives the answer.";
                let tool = json!({ "name": TOOL, "description": about, "input_schema": input });
                more.push(("tools", json!([tool])));
                more.push(("tool_choice", json!({ "type": "tool", "name": TOOL })));
            }
            (Want::Json(schema), Structured::Format) => {
                let schema = schema.json_schema(Keywords::Bare);
                let format = json!({ "type": "json_schema", "schema": schema });
                more.push(("output_config", json!({ "format": format })));
            }
        }
        if let Some(body) = body.as_object_mut() {
            body.extend(more.into_iter().map(|(name, value)| (name.to_owned(), value)));
        }
        body
    }

    fn read(&self, event: &Event, assembly: &mut Assembly<'_>) -> Result<(), ModelError> {
        let said: Said = serde_json::from_str(&event.data)
            .map_err(|_| ModelError::Malformed("an event is none of a message"))?;
        match said {
            Said::MessageStart { message } => count(assembly, message.usage),
            Said::ContentBlockDelta { delta } => match delta {
                // Before it uses the tool, the model may say what it is about to do.
                Delta::Text { text } if !self.by_tool(assembly) => assembly.piece(&text)?,
                Delta::Input { partial_json } if self.by_tool(assembly) => {
                    assembly.piece(&partial_json)?;
                }
                _ => {}
            },
            Said::MessageDelta { delta, usage } => {
                count(assembly, usage);
                if let Some(reason) = delta.stop_reason.as_deref() {
                    assembly.stop(stop(reason));
                }
            }
            Said::MessageStop => assembly.end(),
            Said::Error { error } => return Err(error_in_stream(&error)),
            // Pings, thinking, the ends of blocks, and what may come to the API later.
            Said::Other => {}
        }
        Ok(())
    }
}

fn stop(reason: &str) -> Stop {
    match reason {
        "end_turn" | "stop_sequence" | "tool_use" => Stop::Natural,
        "max_tokens" | "model_context_window_exceeded" => Stop::TokensMax,
        "refusal" => Stop::Refused(Code::new(reason)),
        _ => Stop::Broken,
    }
}

/// Tokens read from and written to the prompt cache are input too.
fn count(assembly: &mut Assembly<'_>, usage: Option<Usage>) {
    let Some(usage) = usage else { return };
    let cached = [usage.cache_creation_input_tokens, usage.cache_read_input_tokens];
    let cached: u64 = cached.into_iter().flatten().fold(0, u64::saturating_add);
    let tokens_in = usage.input_tokens.map(|tokens| tokens.saturating_add(cached));
    assembly.tokens(tokens_in, usage.output_tokens);
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Said {
    MessageStart {
        message: Started,
    },
    ContentBlockDelta {
        delta: Delta,
    },
    MessageDelta {
        delta: Ended,
        usage: Option<Usage>,
    },
    MessageStop,
    Error {
        error: Value,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Started {
    usage: Option<Usage>,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Delta {
    #[serde(rename = "text_delta")]
    Text { text: String },
    #[serde(rename = "input_json_delta")]
    Input { partial_json: String },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Ended {
    stop_reason: Option<String>,
}

#[derive(Deserialize)]
struct Usage {
    input_tokens: Option<u64>,
    cache_creation_input_tokens: Option<u64>,
    cache_read_input_tokens: Option<u64>,
    output_tokens: Option<u64>,
}
