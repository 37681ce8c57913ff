//! Each provider's format, by streams written from its documentation: what is sent, what is understood.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test's helpers may panic"
)]

mod support;

use std::sync::Arc;

use async_trait::async_trait;
use kernel::Secret;
use llm::anthropic::Structured;
use llm::{
    Answer as Said, Auth, ModelError, Remote, TokenError, TokenSource, Want, anthropic, google,
    openai,
};
use serde_json::{Value, json};
use support::{Answer, Stub, about, ask, propose, schema, text};

fn key() -> Auth {
    Auth::Key(Secret::new("sk-test"))
}

#[derive(Debug)]
struct Tokens;

#[async_trait]
impl TokenSource for Tokens {
    async fn token(&self) -> Result<Secret, TokenError> {
        Ok(Secret::new("ya29.test"))
    }
}

/// Every way to reach a model, by name.
fn remote(name: &str, stub: &Stub) -> Remote {
    let (about, endpoint) = (about(), stub.endpoint());
    let made = match name {
        "open_ai" => openai::open_ai(about, endpoint, "gpt-5-mini", key(), false),
        "azure" => openai::azure(about, endpoint, ("d-1", "2024-10-21"), key(), true),
        "local" => openai::local(about, endpoint, "smol", Auth::Open, true),
        "any_json" => openai::local(about, endpoint, "smol", Auth::Open, false),
        "anthropic" => {
            let how = (Structured::Tool, true);
            anthropic::model(about, endpoint, "claude-haiku-4-5", key(), how)
        }
        "anthropic_format" => {
            let how = (Structured::Format, false);
            anthropic::model(about, endpoint, "claude-opus-4-7", key(), how)
        }
        "gemini" => google::gemini(about, endpoint, "gemini-3-flash", key(), true),
        _ => {
            let place = ("p-1", "europe-west1", "gemini-3-flash");
            google::vertex(about, endpoint, place, Auth::Token(Arc::new(Tokens)), true)
        }
    };
    made.unwrap()
}

const WORDS: &str = "Your refund är på väg.";

#[tokio::test]
async fn words_are_streamed_finished_and_counted() {
    let table = [
        ("open_ai", include_str!("fixtures/openai_text.txt"), (120, 9)),
        ("azure", include_str!("fixtures/openai_text.txt"), (120, 9)),
        ("anthropic", include_str!("fixtures/anthropic_text.txt"), (120, 9)),
        ("anthropic_format", include_str!("fixtures/anthropic_text.txt"), (120, 9)),
        ("gemini", include_str!("fixtures/gemini_text.txt"), (110, 40)),
        ("vertex", include_str!("fixtures/gemini_text.txt"), (110, 40)),
    ];
    for (name, stream, (tokens_in, tokens_out)) in table {
        for answer in [Answer::Events(stream.to_owned()), Answer::EachByte(stream.to_owned())] {
            let stub = Stub::start(vec![answer]).await;
            let (reply, pieces) = propose(&remote(name, &stub), &ask(text())).await;
            assert_eq!(reply.outcome, Ok(Said::Text(WORDS.to_owned())), "{name}");
            assert_eq!(pieces, ["Your refund", " är på väg."], "{name}");
            let report = reply.report;
            assert_eq!((report.tokens_in, report.tokens_out), (tokens_in, tokens_out), "{name}");
            assert!(report.measured);
            // 1 EUR a million in, 10 EUR a million out, in cents.
            assert_eq!(report.cost.micros, tokens_in * 100 + tokens_out * 1_000);
        }
    }
}

#[tokio::test]
async fn json_is_proved_against_the_schema() {
    let pause = json!({ "intent": "pause_plan" });
    let refund = json!({ "intent": "refund_status", "amount": 12.5 });
    let table = [
        ("azure", include_str!("fixtures/azure_json.txt"), &pause),
        ("open_ai", include_str!("fixtures/azure_json.txt"), &pause),
        ("local", include_str!("fixtures/llama_cpp_json.txt"), &refund),
        ("any_json", include_str!("fixtures/llama_cpp_json.txt"), &refund),
        ("anthropic", include_str!("fixtures/anthropic_tool.txt"), &pause),
        ("anthropic_format", include_str!("fixtures/anthropic_format.txt"), &pause),
        ("gemini", include_str!("fixtures/gemini_json.txt"), &pause),
        ("vertex", include_str!("fixtures/gemini_json.txt"), &pause),
    ];
    for (name, stream, expected) in table {
        for answer in [Answer::Events(stream.to_owned()), Answer::EachByte(stream.to_owned())] {
            let stub = Stub::start(vec![answer]).await;
            let (reply, _) = propose(&remote(name, &stub), &ask(Want::Json(schema()))).await;
            assert_eq!(reply.outcome, Ok(Said::Json(expected.clone())), "{name}");
        }
    }
}

#[tokio::test]
async fn refusals_and_full_measures_are_told_apart() {
    let table = [
        ("open_ai", include_str!("fixtures/openai_refusal.txt"), "refused (refusal)"),
        ("anthropic", include_str!("fixtures/anthropic_refusal.txt"), "refused (refusal)"),
        ("gemini", include_str!("fixtures/gemini_blocked.txt"), "refused (PROHIBITED_CONTENT)"),
        ("gemini", include_str!("fixtures/gemini_safety.txt"), "refused (SAFETY)"),
        (
            "gemini",
            include_str!("fixtures/gemini_max_tokens.txt"),
            "the answer in tokens is longer than",
        ),
        (
            "anthropic",
            include_str!("fixtures/anthropic_overloaded.txt"),
            "broke off with overloaded_error",
        ),
    ];
    for (name, stream, expected) in table {
        let stub = Stub::start(vec![Answer::Events(stream.to_owned())]).await;
        let (reply, _) = propose(&remote(name, &stub), &ask(text())).await;
        let error = reply.outcome.unwrap_err().to_string();
        assert!(error.contains(expected), "{name}: {error}");
        assert!(reply.report.tokens_in > 0, "{name} costs all the same");
    }
}

/// Asks for JSON and gives back the head and the body of what was sent.
async fn sent(name: &str) -> (String, Value) {
    let stub = Stub::start(vec![Answer::Whole(500, "", String::new())]).await;
    let (reply, _) = propose(&remote(name, &stub), &ask(Want::Json(schema()))).await;
    assert!(matches!(reply.outcome, Err(ModelError::Unavailable { .. })), "{reply:?}");
    (stub.requests()[0].split_once("\r\n\r\n").unwrap().0.to_owned(), stub.body())
}

const USER: &str = "What does the customer want?\n<data-1 label=\"customer message\">\n\
                    Please pause my plan\n</data-1>";

#[tokio::test]
async fn each_address_and_key_are_the_providers_own() {
    let table = [
        ("open_ai", "POST /chat/completions HTTP/1.1", "authorization: Bearer sk-test"),
        (
            "azure",
            "POST /openai/deployments/d-1/chat/completions?api-version=2024-10-21 HTTP/1.1",
            "api-key: sk-test",
        ),
        ("local", "POST /chat/completions HTTP/1.1", "accept: */*"),
        ("anthropic", "POST /v1/messages HTTP/1.1", "x-api-key: sk-test"),
        ("anthropic", "POST /v1/messages HTTP/1.1", "anthropic-version: 2023-06-01"),
        (
            "gemini",
            "POST /v1beta/models/gemini-3-flash:streamGenerateContent?alt=sse HTTP/1.1",
            "x-goog-api-key: sk-test",
        ),
        (
            "vertex",
            "POST /v1/projects/p-1/locations/europe-west1/publishers/google/models/\
             gemini-3-flash:streamGenerateContent?alt=sse HTTP/1.1",
            "authorization: Bearer ya29.test",
        ),
    ];
    for (name, line, header) in table {
        let (head, _) = sent(name).await;
        let mut lines = head.lines();
        assert_eq!(lines.next(), Some(line), "{name}");
        assert!(lines.any(|line| line == header), "{name}: {head}");
        assert_eq!(name == "local", !head.contains("sk-test") && !head.contains("ya29"));
    }
}

#[tokio::test]
async fn chat_completions_are_asked_as_documented() {
    let (_, body) = sent("azure").await;
    assert_eq!(body["messages"][0]["role"], "system");
    assert_eq!(body["messages"][1], json!({ "role": "user", "content": USER }));
    assert_eq!(body["stream_options"], json!({ "include_usage": true }));
    assert_eq!((&body["max_completion_tokens"], &body["temperature"]), (&json!(200), &json!(0.5)));
    let format = &body["response_format"];
    assert_eq!(
        (&format["type"], &format["json_schema"]["strict"]),
        (&json!("json_schema"), &json!(true))
    );
    let properties = &format["json_schema"]["schema"]["properties"];
    assert_eq!(properties["intent"]["enum"], json!(["refund_status", "pause_plan"]));

    let (_, body) = sent("open_ai").await;
    assert_eq!((&body["model"], &body["temperature"]), (&json!("gpt-5-mini"), &Value::Null));
    let (_, body) = sent("local").await;
    assert_eq!((&body["max_tokens"], &body["max_completion_tokens"]), (&json!(200), &Value::Null));
    let (_, body) = sent("any_json").await;
    assert_eq!(body["response_format"], json!({ "type": "json_object" }));
    assert!(body["messages"][0]["content"].as_str().unwrap().contains("\"refund_status\""));
}

#[tokio::test]
async fn messages_are_asked_as_documented() {
    let (_, body) = sent("anthropic").await;
    assert_eq!((&body["max_tokens"], &body["stream"]), (&json!(200), &json!(true)));
    assert_eq!(body["messages"], json!([{ "role": "user", "content": USER }]));
    assert!(body["system"].as_str().unwrap().starts_with("You sort messages."));
    assert_eq!(body["tool_choice"], json!({ "type": "tool", "name": "answer" }));
    assert_eq!(body["tools"][0]["input_schema"]["type"], "object");
    assert_eq!(body["temperature"], 0.5);

    let (_, body) = sent("anthropic_format").await;
    assert_eq!((&body["tools"], &body["temperature"]), (&Value::Null, &Value::Null));
    assert_eq!(body["output_config"]["format"]["type"], "json_schema");
}

#[tokio::test]
async fn content_is_asked_of_google_as_documented() {
    for name in ["gemini", "vertex"] {
        let (_, body) = sent(name).await;
        assert_eq!(body["contents"], json!([{ "role": "user", "parts": [{ "text": USER }] }]));
        assert!(body["systemInstruction"]["parts"][0]["text"].is_string());
        let config = &body["generationConfig"];
        assert_eq!(
            (&config["maxOutputTokens"], &config["temperature"]),
            (&json!(200), &json!(0.5))
        );
        assert_eq!(config["responseMimeType"], "application/json");
        assert_eq!(config["responseSchema"]["properties"]["amount"]["nullable"], true);
    }
}

#[test]
fn nothing_shows_a_key() {
    let endpoint = llm::Endpoint::new("https://a.example/secret-path", false).unwrap();
    let model = openai::open_ai(about(), endpoint, "m", key(), true).unwrap();
    let shown = format!("{model:?} {:?}", key());
    assert!(!shown.contains("sk-test"), "{shown}");
}
