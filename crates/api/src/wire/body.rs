//! The body of a request: JSON of one type, read strictly. What is wrong is said with its field.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::RequestExt as _;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header;
use http_body_util::{BodyExt as _, LengthLimitError};
use serde::de::DeserializeOwned;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use crate::limits::{BODIES_BYTES_MAX, BODY_BYTES_PER_SECOND_MIN};
use crate::problem::Problem;

/// Most characters of a parser's message that are repeated to the client.
const MESSAGE_CHARS_MAX: usize = 300;

/// The unit in which room for bodies is given out.
const ROOM_BYTES: usize = 1024;

/// The room for the bodies of all requests under way.
#[derive(Debug, Clone)]
pub struct Budget(Arc<Semaphore>);

impl Default for Budget {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(BODIES_BYTES_MAX / ROOM_BYTES)))
    }
}

impl Budget {
    /// A request's share of it, still empty. `time` is how long the body may take to come.
    pub fn room(&self, time: Duration) -> Room {
        Room { budget: self.clone(), taken: Arc::default(), time }
    }
}

/// The room of one request's body. It lies in the request's extensions, and is given back when the
/// last clone is dropped: whoever answers the request keeps one until then, because what was made of
/// the body takes memory as well.
#[derive(Debug, Clone)]
pub struct Room {
    budget: Budget,
    taken: Arc<Mutex<Option<OwnedSemaphorePermit>>>,
    time: Duration,
}

impl Room {
    /// Takes what is still missing for so many bytes in all.
    fn take(&self, bytes: usize) -> Result<(), Problem> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let have = taken.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let missing = bytes.div_ceil(ROOM_BYTES).saturating_sub(have);
        let missing = u32::try_from(missing).unwrap_or(u32::MAX);
        if missing == 0 {
            return Ok(());
        }
        let more = Arc::clone(&self.budget.0).try_acquire_many_owned(missing).map_err(|_| {
            Problem::new("overloaded", "this node holds as many bytes of bodies as it takes")
        })?;
        match taken.as_mut() {
            Some(taken) => taken.merge(more),
            None => *taken = Some(more),
        }
        Ok(())
    }
}

/// The whole body, as far as the route's limit, the request's time and the node's room allow.
///
/// # Errors
/// `too_large`; `timeout` when it came too slowly; `overloaded` when there is no room for it;
/// `bad_request` when the client stopped sending.
pub async fn read<S: Send + Sync>(request: Request, _state: &S) -> Result<Bytes, Problem> {
    let room = request.extensions().get::<Room>().cloned().ok_or_else(Problem::internal)?;
    let mut body = request.with_limited_body().into_body();
    let latest = Instant::now() + room.time;
    let mut bytes = Vec::new();
    loop {
        let earned = Duration::from_secs((bytes.len() / BODY_BYTES_PER_SECOND_MIN) as u64);
        let Ok(frame) = timeout_at(latest + earned, body.frame()).await else {
            return Err(Problem::new("timeout", "the body did not come in time"));
        };
        let Some(frame) = frame else { return Ok(bytes.into()) };
        let frame = frame.map_err(|error| unreadable(&error))?;
        // Trailers are of no use here.
        let Ok(data) = frame.into_data() else { continue };
        room.take(bytes.len() + data.len())?;
        bytes.extend_from_slice(&data);
    }
}

fn unreadable(error: &axum::Error) -> Problem {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if inner.is::<LengthLimitError>() {
            return Problem::new("too_large", "the body is larger than this operation takes");
        }
        source = inner.source();
    }
    Problem::new("bad_request", "the body ended before it was complete")
}

/// The request with its whole body at hand, for extractors that read it themselves.
///
/// # Errors
/// As [`read`].
pub async fn at_hand<S: Send + Sync>(request: Request, state: &S) -> Result<Request, Problem> {
    let mut whole = Request::new(Body::empty());
    *whole.headers_mut() = request.headers().clone();
    *whole.extensions_mut() = request.extensions().clone();
    *whole.body_mut() = read(request, state).await?.into();
    Ok(whole)
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
    // A number that the first cut halves is cut away by the second, however much the masks shorten
    // what is before it.
    let begins: String = message.chars().take(16 * MESSAGE_CHARS_MAX).collect();
    kernel::scrub::scrub(&begins).text.chars().take(MESSAGE_CHARS_MAX).collect()
}

/// The media type that the header names, in lower case and without parameters.
pub fn media_type(request: &Request) -> String {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value.unwrap_or_default().split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use hyper::body::Frame;

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
    fn bodies_share_one_room_and_give_it_back() {
        let budget = Budget::default();
        let (first, second) =
            (budget.room(Duration::from_secs(1)), budget.room(Duration::from_secs(1)));
        first.take(BODIES_BYTES_MAX / 2).unwrap();
        first.take(BODIES_BYTES_MAX - ROOM_BYTES).unwrap();
        second.take(1).unwrap();
        second.take(ROOM_BYTES).unwrap();
        assert_eq!(second.take(ROOM_BYTES + 1).unwrap_err().code(), "overloaded");
        drop(first);
        second.take(BODIES_BYTES_MAX).unwrap();
        drop(second);
        assert_eq!(budget.0.available_permits(), BODIES_BYTES_MAX / ROOM_BYTES);
    }

    /// A body of which nothing comes, ever.
    struct Stuck;

    impl hyper::body::Body for Stuck {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
            Poll::Pending
        }
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_is_given_up() {
        let mut request = Request::new(Body::new(Stuck));
        request.extensions_mut().insert(Budget::default().room(Duration::from_millis(1)));
        assert_eq!(read(request, &()).await.unwrap_err().code(), "timeout");
    }

    #[test]
    fn a_card_number_is_not_repeated() {
        let problem = parse::<Outer>(b"{\"inner\":\"4111 1111 1111 1111\"}").unwrap_err();
        assert!(!problem.body("").detail.contains("1111 1111"), "{:?}", problem.body(""));
    }
}
