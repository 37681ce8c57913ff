//! What surrounds every request: its id, its limits, its answer's headers, and one line of log.
//!
//! The log names the route, never the path as it was sent (ids are the company's own texts), and
//! never a header or a body.

use std::any::Any;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::RequestId;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::AppState;
use crate::cors;
use crate::limits::{
    BODY_TIME_MAX, INBOUND_AT_ONCE_MAX, INBOUND_BODY_TIME_MAX, REQUEST_TIME_MAX,
    REQUESTS_AT_ONCE_MAX,
};
use crate::problem::Problem;
use crate::types::klarna::error_document;
use crate::wire::body::Budget;

/// Where other companies send their webhooks.
const INBOUND_ROUTES: &str = "/v1/connectors/";

/// The header that carries the id of a request.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of the request under way.
#[derive(Debug, Clone)]
pub(crate) struct CurrentRequest(pub Arc<str>);

/// An answer that a page of others may put into a frame; its content policy says whose.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Framed;

/// The places for requests that are worked on at the same time; webhooks of other companies, whose
/// senders prove themselves only by the body, have their own.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    all: Arc<Semaphore>,
    inbound: Arc<Semaphore>,
    bodies: Budget,
}

impl Default for Places {
    fn default() -> Self {
        Self {
            all: Arc::new(Semaphore::new(REQUESTS_AT_ONCE_MAX)),
            inbound: Arc::new(Semaphore::new(INBOUND_AT_ONCE_MAX)),
            bodies: Budget::default(),
        }
    }
}

/// The outermost layer.
pub(crate) async fn surround(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let id: Arc<str> = state.request_id().to_string().into();
    request.extensions_mut().insert(CurrentRequest(Arc::clone(&id)));
    let method = request.method().clone();
    let origin = state.origins.allow(&request);
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "(none)".to_owned(), |path| path.as_str().to_owned());
    let mut response = match &origin {
        Some(origin) if cors::is_preflight(&request) => cors::preflight(origin.clone()),
        _ => limited(&state, request, next, &route).await,
    };
    let problem = response.extensions_mut().remove::<Problem>();
    if let Some(problem) = &problem {
        let of_seat = route.starts_with("/v4/");
        response = if of_seat { render_for_seat(problem, &id) } else { problem.render(&id) };
    }
    complete(&mut response, &id);
    if state.origins.any() {
        // A cache must not show one page's answer to another.
        response.headers_mut().append(header::VARY, HeaderValue::from_static("origin"));
    }
    if let Some(origin) = origin {
        cors::tell(response.headers_mut(), origin);
    }
    let status = response.status().as_u16();
    let elapsed = began.elapsed();
    state.metrics.request(&method, &route, status, elapsed);
    let code = problem.as_ref().map_or("", Problem::code);
    tracing::info!(
        request_id = %id, %method, %route, status, code, elapsed_us = elapsed.as_micros() as u64,
        "request"
    );
    response
}

/// Partners of the Klarna-compatible seat expect its errors.
fn render_for_seat(problem: &Problem, id: &str) -> Response {
    let (status, document) = error_document(problem, id);
    let mut response = problem.render(id);
    if let (Ok(status), Ok(body)) = (StatusCode::from_u16(status), serde_json::to_vec(&document)) {
        *response.status_mut() = status;
        *response.body_mut() = body.into();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.remove(header::CONTENT_LENGTH);
    }
    response
}

/// One place, one time limit, and room for the body until there is an answer. Health checks take no place: they must answer under any load.
async fn limited(state: &AppState, mut request: Request, next: Next, route: &str) -> Response {
    let is_probe = matches!(route, "/healthz" | "/readyz");
    let Places { all, inbound, bodies } = &state.places;
    let (places, body_time) = if route.starts_with(INBOUND_ROUTES) {
        (inbound, INBOUND_BODY_TIME_MAX)
    } else {
        (all, BODY_TIME_MAX)
    };
    let place = match Arc::clone(places).try_acquire_owned() {
        Ok(place) => Some(place),
        Err(_) if is_probe => None,
        Err(_) => {
            let said = "as many requests as this node takes are under way";
            return Problem::new("overloaded", said).into_response();
        }
    };
    let room = bodies.room(body_time);
    request.extensions_mut().insert(room.clone());
    let answer = tokio::time::timeout(REQUEST_TIME_MAX, next.run(request)).await;
    drop((place, room));
    answer.unwrap_or_else(|_| {
        Problem::new("timeout", "the request was not done in time").into_response()
    })
}

/// The headers that every answer has.
fn complete(response: &mut Response, id: &str) {
    let is_framed = response.extensions().get::<Framed>().is_some();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, value);
    }
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in fixed {
        if !(is_framed && name == header::X_FRAME_OPTIONS) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
}

/// The answer for a handler that panicked; what it said is logged, never sent.
pub(crate) fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let said = cause
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| cause.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    tracing::error!(%said, "a handler panicked");
    Problem::internal().into_response()
}

/// The answer for a path that is not there.
pub(crate) async fn no_such_path() -> Problem {
    Problem::new("no_such_path", "there is no such path")
}

/// The answer for a path that is there, with another method.
pub(crate) async fn method_not_allowed(method: Method) -> Problem {
    Problem::new("method_not_allowed", format!("this path does not take {method}"))
}

impl AppState {
    /// A new id for a request.
    pub(crate) fn request_id(&self) -> RequestId {
        let now = self.clock.now();
        RequestId::generate(now, &mut self.rng())
    }
}
