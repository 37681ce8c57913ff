//! The body of a request: JSON of one type, read strictly. What is wrong is said with its field.

use axum::body::Bytes;
use axum::extract::{FromRequest as _, Request};
use axum::http::header;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// Most characters of a parser's message that are repeated to the client.
const MESSAGE_CHARS_MAX: usize = 300;

/// The whole body, as far as the route's limit allows.
///
/// # Errors
/// `too_large`, or `bad_request` when the client stopped sending.
pub async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state).await.map_err(|rejection| {
        if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Problem::new("too_large", "the body is larger than this operation takes")
        } else {
            Problem::new("bad_request", "the body ended before it was complete")
        }
    })
}

/// JSON read into a type, or the problem with its field.
///
/// # Errors
/// `invalid_json` for what is no JSON, `invalid_body` with the field otherwise.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let field = error.path().to_string();
        let inner = error.inner();
        let message = cut(&inner.to_string());
        if inner.is_syntax() || inner.is_eof() {
            return Problem::new("invalid_json", message);
        }
        invalid_body(&field, &message)
    })?;
    deserializer.end().map_err(|error| Problem::new("invalid_json", cut(&error.to_string())))?;
    Ok(value)
}

fn invalid_body(path: &str, message: &str) -> Problem {
    let named = |prefix: &str| {
        let rest = message.strip_prefix(prefix)?;
        rest.split('`').next().map(str::to_owned)
    };
    let path = if path == "." { "" } else { path };
    let field = named("missing field `")
        .or_else(|| named("duplicate field `"))
        .or_else(|| named("unknown field `"))
        .map_or_else(
            || path.to_owned(),
            // The path may end with the field already, where the parser had entered it.
            |name| match path {
                "" => name,
                path if path == name || path.ends_with(&format!(".{name}")) => path.to_owned(),
                path => format!("{path}.{name}"),
            },
        );
    let fix = if message.starts_with("missing field") {
        "add it"
    } else if message.starts_with("unknown field") {
        "leave it out: fields that are not known are refused, so that a typing error is noticed"
    } else {
        "send it as the OpenAPI description has it"
    };
    Problem::new("invalid_body", message).field(field).fix(fix)
}

fn cut(message: &str) -> String {
    commerce::card::mask_card_numbers(message).chars().take(MESSAGE_CHARS_MAX).collect()
}

/// The media type that the header names, in lower case and without parameters.
pub fn media_type(request: &Request) -> String {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value.unwrap_or_default().split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[expect(dead_code, reason = "only its parsing is tested")]
        inner: Vec<Inner>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only its parsing is tested")]
        amount: i64,
    }

    #[test]
    fn what_is_wrong_is_said_with_its_field() {
        let table = [
            ("", "invalid_json", None),
            ("{", "invalid_json", None),
            ("{\"inner\":[]} x", "invalid_json", None),
            ("{}", "invalid_body", Some("inner")),
            ("{\"inner\":[{}]}", "invalid_body", Some("inner[0].amount")),
            ("{\"inner\":[{\"amount\":1,\"b\":2}]}", "invalid_body", Some("inner[0].b")),
            ("{\"inner\":[{\"amount\":\"1\"}]}", "invalid_body", Some("inner[0].amount")),
            ("{\"inner\":[{\"amount\":1.5}]}", "invalid_body", Some("inner[0].amount")),
            ("{\"inner\":[],\"inner\":[]}", "invalid_body", Some("inner")),
            ("[]", "invalid_body", None),
        ];
        for (text, code, field) in table {
            let problem = parse::<Outer>(text.as_bytes()).unwrap_err();
            let body = problem.body("");
            assert_eq!((problem.code(), body.field.as_deref()), (code, field), "{text}: {body:?}");
        }
        assert!(parse::<Outer>(b"{\"inner\":[{\"amount\":1}]}").is_ok());
    }

    #[test]
    fn a_card_number_is_not_repeated() {
        let problem = parse::<Outer>(b"{\"inner\":\"4111 1111 1111 1111\"}").unwrap_err();
        assert!(!problem.body("").detail.contains("1111 1111"), "{:?}", problem.body(""));
    }
}
