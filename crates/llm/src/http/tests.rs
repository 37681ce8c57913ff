//! Addresses and errors, with no network.

use serde_json::json;

use super::*;

#[test]
fn addresses_are_judged_by_their_text() {
    use EndpointError::{Extras, LinkLocal, Malformed, Plain};
    let long = format!("https://a.example/{}", "a".repeat(URL_BYTES_MAX));
    let table = [
        ("https://api.example/v1", false, Ok(())),
        ("http://127.0.0.1:8080/v1", false, Ok(())),
        ("http://[::1]:8080/v1", false, Ok(())),
        ("http://localhost:11434/v1", false, Ok(())),
        ("http://models.internal/v1", false, Err(Plain)),
        ("http://models.internal/v1", true, Ok(())),
        ("https://169.254.169.254/", true, Err(LinkLocal)),
        ("http://2852039166/", true, Err(LinkLocal)),
        ("https://[fe80::1]/", true, Err(LinkLocal)),
        ("https://user@a.example", false, Err(Extras)),
        ("https://a.example?key=1", false, Err(Extras)),
        ("https://a.example#x", false, Err(Extras)),
        ("file:///etc/passwd", true, Err(Malformed)),
        ("ftp://a.example", true, Err(Malformed)),
        ("a.example", true, Err(Malformed)),
        (long.as_str(), true, Err(Malformed)),
    ];
    for (url, plain_http, expected) in table {
        assert_eq!(check(url, plain_http).map(|_| ()), expected, "{url}");
    }
}

#[test]
fn segments_cannot_leave_their_path() {
    for (text, fits) in [
        ("gpt-4o", true),
        ("m@001", true),
        ("a/b", false),
        ("..", false),
        ("", false),
        ("a b", false),
    ] {
        assert_eq!(segment("model", text).is_ok(), fits, "{text}");
    }
}

#[test]
fn errors_are_known_by_status_and_code() {
    let wait = Some(Duration::from_secs(7));
    let table = [
        (
            429,
            json!({ "error": { "type": "requests", "code": "rate_limit_exceeded" } }),
            "unavailable",
        ),
        (529, json!({ "type": "error", "error": { "type": "overloaded_error" } }), "unavailable"),
        (503, json!([{ "error": { "code": 503, "status": "UNAVAILABLE" } }]), "unavailable"),
        (500, json!("<html>"), "unavailable"),
        (400, json!({ "error": { "code": "content_filter", "status": 400 } }), "refused"),
        (400, json!({ "error": { "type": "invalid_request_error" } }), "rejected"),
        (401, json!({ "error": { "code": "invalid_api_key" } }), "rejected"),
        (404, json!({ "error": "model not found" }), "rejected"),
        (302, json!({}), "rejected"),
    ];
    for (status, body, expected) in table {
        let error = refusal(status, error_code(body.to_string().as_bytes()), wait);
        let found = match &error {
            ModelError::Unavailable { retry_after, .. } if *retry_after == wait => "unavailable",
            ModelError::Refused(_) => "refused",
            ModelError::Rejected { .. } => "rejected",
            _ => "other",
        };
        assert_eq!(found, expected, "{status} {body}: {error}");
    }
}
