//! Every kind of model, and everything that can be wrong in the list.

use kernel::Secret;
use serde_json::{Value, json};

use super::*;

fn settings(kind: &str, more: Value) -> ModelSettings {
    let mut all = json!({
        "name": "m",
        "kind": kind,
        "region": "eu",
        "price": { "currency": "EUR", "million_in_minor": 100, "million_out_minor": 400 },
    });
    let map = all.as_object_mut().unwrap();
    map.extend(more.as_object().unwrap().clone());
    serde_json::from_value(all).unwrap()
}

fn keys(reference: &str) -> Option<Auth> {
    match reference {
        "good" => Some(Auth::Key(Secret::new("sk-1"))),
        "broken" => Some(Auth::Key(Secret::new("sk-1\n"))),
        _ => None,
    }
}

fn built(list: &[ModelSettings]) -> Result<Vec<Built>, String> {
    build(list, &keys).map_err(|error| error.to_string())
}

#[test]
fn every_kind_can_be_built_and_goes_where_it_should() {
    let table = [
        (
            "open_ai",
            json!({ "model": "gpt", "base_url": "https://api.openai.com/v1", "key": "good" }),
            "https://api.openai.com/v1/chat/completions",
        ),
        (
            "azure",
            json!({ "base_url": "https://n.openai.azure.com/", "deployment": "d-1",
                    "api_version": "2024-10-21", "key": "good" }),
            "https://n.openai.azure.com/openai/deployments/d-1/chat/completions?api-version=2024-10-21",
        ),
        (
            "local",
            json!({ "model": "smol", "base_url": "http://127.0.0.1:8080/v1" }),
            "http://127.0.0.1:8080/v1/chat/completions",
        ),
        (
            "anthropic",
            json!({ "model": "c", "key": "good" }),
            "https://api.anthropic.com/v1/messages",
        ),
        (
            "gemini",
            json!({ "model": "gemini-3", "key": "good" }),
            "https://generativelanguage.googleapis.com/v1beta/models/gemini-3:streamGenerateContent?alt=sse",
        ),
        (
            "vertex",
            json!({ "model": "gemini-3", "project": "p", "location": "europe-west1", "key": "good" }),
            "https://europe-west1-aiplatform.googleapis.com/v1/projects/p/locations/europe-west1/\
             publishers/google/models/gemini-3:streamGenerateContent?alt=sse",
        ),
    ];
    for (kind, more, url) in table {
        let settings = settings(kind, more);
        settings.check().unwrap();
        assert_eq!(settings.remote(&keys).unwrap().url.as_str(), url, "{kind}");
        assert_eq!(built(&[settings]).unwrap()[0].calls_at_once, CALLS_AT_ONCE);
    }
}

#[test]
fn what_is_wrong_is_named_with_its_fix() {
    let table = [
        ("open_ai", json!({ "base_url": "https://a.example/v1" }), "model is missing"),
        (
            "azure",
            json!({ "base_url": "https://a.example", "key": "good" }),
            "deployment is missing",
        ),
        ("local", json!({ "model": "m" }), "base_url is missing"),
        ("anthropic", json!({ "model": "m" }), "key is missing"),
        (
            "anthropic",
            json!({ "model": "m", "key": "good", "project": "p" }),
            "project is not for kind",
        ),
        ("gemini", json!({ "model": "m", "key": "lost" }), "key leads to nothing"),
        ("gemini", json!({ "model": "m", "key": "broken" }), "key has characters"),
        ("gemini", json!({ "model": "../x", "key": "good" }), "model may have letters"),
        (
            "vertex",
            json!({ "model": "m", "project": "a/b", "location": "l", "key": "good" }),
            "project may",
        ),
        ("local", json!({ "model": "m", "base_url": "http://10.0.0.1/v1" }), "plain_http"),
        ("local", json!({ "model": "m", "base_url": "https://u:p@a.example" }), "no user name"),
        (
            "local",
            json!({ "model": "m", "base_url": "http://169.254.169.254/v1", "plain_http": true }),
            "link-local",
        ),
        (
            "local",
            json!({ "model": "m", "base_url": "http://localhost/v1", "calls_at_once": 0 }),
            "calls_at_once",
        ),
        (
            "local",
            json!({ "name": " ", "model": "m", "base_url": "http://localhost" }),
            "name is empty",
        ),
    ];
    for (kind, more, expected) in table {
        let error = built(&[settings(kind, more.clone())]).unwrap_err();
        assert!(error.contains(expected), "{more}: {error}");
        assert!(!error.contains("sk-1") && !error.contains("u:p"), "{error}");
    }
}

#[test]
fn names_are_unique_and_currencies_one() {
    let one = settings("local", json!({ "model": "m", "base_url": "http://localhost/v1" }));
    assert!(built(&[one.clone(), one.clone()]).unwrap_err().contains("twice"));
    let mut other = ModelSettings { name: "n".to_owned(), ..one.clone() };
    assert_eq!(built(&[one.clone(), other.clone()]).unwrap().len(), 2);
    other.price.currency = kernel::Currency::USD;
    assert!(built(&[one, other]).unwrap_err().contains("price.currency"));
}

#[test]
fn an_unknown_field_is_refused() {
    let read = serde_json::from_value::<ModelSettings>(json!({ "name": "m", "api_key": "sk" }));
    assert!(read.unwrap_err().to_string().contains("api_key"));
}
