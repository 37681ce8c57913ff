//! Answers, and the one way in which a request changes something: under its idempotency key, in one
//! transaction with the stored answer.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use app::{AppError, ErrorKind, Principal, Session};
use axum::body::Bytes;
use axum::extract::{FromRequest, MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use engine::inbox::{self, InboxError, KeyedRequest, Reserved};
use kernel::canonical::Sha256Hex;
use kernel::{OrderId, PrincipalId, TenantId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::Lookup;
use store::idempotency::{KeyScope, StoredResponse};

use crate::AppState;
use crate::edge::CurrentRequest;
use crate::problem::{PROBLEM_JSON, Problem};
use crate::wire::body;

/// Routes about one conversation begin so.
const CONVERSATIONS: &str = "/v1/conversations/";
const KEY: HeaderName = HeaderName::from_static(inbox::KEY_HEADER);
const REPLAYED: HeaderName = HeaderName::from_static(inbox::REPLAYED_HEADER);
const APPLICATION_JSON: &str = "application/json";

/// A JSON answer.
#[derive(Debug, Clone)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        json(StatusCode::OK, &self.0).unwrap_or_else(IntoResponse::into_response)
    }
}

/// A value as JSON with a status.
pub(crate) fn json<T: Serialize>(status: StatusCode, value: &T) -> Result<Response, Problem> {
    let body = serde_json::to_vec(value).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        Problem::internal()
    })?;
    Ok((status, [(header::CONTENT_TYPE, APPLICATION_JSON)], body).into_response())
}

/// A request that changes something: its body, and what its repetition is known by.
#[derive(Debug)]
pub(crate) struct Command<T> {
    value: T,
    ticket: Ticket,
    /// What its use case is sure to look up first.
    lookups: Vec<Lookup>,
}

/// What a repetition is known by.
#[derive(Debug)]
struct Ticket {
    key: Option<String>,
    operation: String,
    /// The conversation that it is about, if it is about one.
    about: String,
    hash: Sha256Hex,
    request_id: Arc<str>,
}

impl Ticket {
    /// The request as the inbox knows it; `None` without a key.
    fn keyed(&self, principal: &Principal) -> Result<Option<KeyedRequest>, Problem> {
        let Some(key) = self.key.clone() else { return Ok(None) };
        let (tenant, owner) = (principal.tenant.clone(), app::answers::owner(principal)?);
        Ok(Some(KeyedRequest {
            scope: KeyScope { tenant, principal: owner, key },
            operation: self.operation.clone(),
            request_hash: self.hash,
            about: self.about.clone(),
        }))
    }
}

/// A body with nothing in it.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

impl<T: DeserializeOwned> FromRequest<AppState> for Command<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        let received = Received::from_request(request, state).await?;
        let Received { ticket, media_type, bytes } = received;
        if bytes.is_empty() {
            return Ok(Self { value: body::parse(b"{}")?, ticket, lookups: Vec::new() });
        }
        if media_type != APPLICATION_JSON {
            let said = "the header Content-Type does not say application/json";
            return Err(Problem::new("unsupported_media_type", said).field("Content-Type"));
        }
        Ok(Self { value: body::parse(&bytes)?, ticket, lookups: Vec::new() })
    }
}

/// A request that changes something, as it came: for bodies that are not one JSON document.
#[derive(Debug)]
pub(crate) struct Received {
    ticket: Ticket,
    /// In lower case, without parameters.
    pub(crate) media_type: String,
    pub(crate) bytes: Bytes,
}

impl FromRequest<AppState> for Received {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        let key = idempotency_key(&request)?;
        let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let operation = format!("{} {route}", request.method());
        let about = conversation_of(route, request.uri().path());
        let target = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
        let id = request.extensions().get::<CurrentRequest>();
        let request_id = id.map_or_else(|| Arc::from(""), |CurrentRequest(id)| Arc::clone(id));
        let media_type = body::media_type(&request);
        let bytes = body::read(request, state).await?;
        let mut hashed = target.into_bytes();
        hashed.push(b'\n');
        hashed.extend_from_slice(&bytes);
        let ticket = Ticket { key, operation, about, hash: Sha256Hex::of(&hashed), request_id };
        Ok(Self { ticket, media_type, bytes })
    }
}

impl Received {
    /// The command that was read from it.
    pub(crate) fn command<T>(self, value: T) -> Command<T> {
        Command { value, ticket: self.ticket, lookups: Vec::new() }
    }
}

/// The conversation in the path of a route about one.
fn conversation_of(route: &str, path: &str) -> String {
    let rest = path.strip_prefix(CONVERSATIONS).filter(|_| route.starts_with(CONVERSATIONS));
    rest.and_then(|rest| rest.split('/').next()).unwrap_or_default().to_owned()
}

fn idempotency_key(request: &Request) -> Result<Option<String>, Problem> {
    let malformed = || Problem::from(InboxError::Malformed);
    let mut values = request.headers().get_all(KEY).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(malformed());
    }
    let text = value.to_str().map_err(|_| malformed())?;
    Ok(inbox::key_of(Some(text), true)?)
}

impl<T: Send + Sync + 'static> Command<T> {
    pub(crate) fn value(&self) -> &T {
        &self.value
    }

    /// Another value under the same key: what a handler made of the body before its transaction.
    pub(crate) fn map<U>(
        self,
        change: impl FnOnce(T) -> Result<U, Problem>,
    ) -> Result<Command<U>, Problem> {
        let Self { value, ticket, lookups } = self;
        Ok(Command { value: change(value)?, ticket, lookups })
    }

    /// The use case begins with the order's file: it is looked up together with the key.
    pub(crate) fn on_order(mut self, principal: &Principal, order: &OrderId) -> Self {
        self.lookups.push(store::orders::lookup(&principal.tenant, order));
        self
    }

    /// Runs one use case under the key, which there must be.
    pub(crate) async fn run<O, W>(
        self,
        state: &AppState,
        principal: &Principal,
        status: StatusCode,
        work: W,
    ) -> Result<Response, Problem>
    where
        O: Serialize,
        W: FnMut(&mut Session<'_, '_>, &T) -> Result<O, AppError> + Send + 'static,
    {
        self.with_key()?.run_with_or_without_key(state, principal, status, work).await
    }

    /// As [`Command::run`], for operations that are idempotent by ids of their own.
    pub(crate) async fn run_with_or_without_key<O, W>(
        self,
        state: &AppState,
        principal: &Principal,
        status: StatusCode,
        mut work: W,
    ) -> Result<Response, Problem>
    where
        O: Serialize,
        W: FnMut(&mut Session<'_, '_>, &T) -> Result<O, AppError> + Send + 'static,
    {
        let twice = move |session: &mut Session<'_, '_>, value: &T| {
            let answer = stored(status, APPLICATION_JSON, &work(session, value)?)?;
            Ok((answer.clone(), answer))
        };
        self.transact(state, principal, twice).await
    }

    /// As [`Command::run`], for an answer with a secret: the work returns what is shown now, and
    /// what is kept and shown to a repetition. A secret is never kept.
    pub(crate) async fn run_with_secret<O, W>(
        self,
        state: &AppState,
        principal: &Principal,
        status: StatusCode,
        mut work: W,
    ) -> Result<Response, Problem>
    where
        O: Serialize,
        W: FnMut(&mut Session<'_, '_>, &T) -> Result<(O, O), AppError> + Send + 'static,
    {
        let both = move |session: &mut Session<'_, '_>, value: &T| {
            let (shown, kept) = work(session, value)?;
            let answer = |output: &O| stored(status, APPLICATION_JSON, output);
            Ok((answer(&shown)?, answer(&kept)?))
        };
        self.with_key()?.transact(state, principal, both).await
    }

    /// As [`Command::run_long_with_status`], where every success has one status.
    pub(crate) async fn run_long<O, W>(
        self,
        state: &AppState,
        principal: &Principal,
        status: StatusCode,
        work: W,
    ) -> Result<Response, Problem>
    where
        O: Serialize,
        W: Future<Output = Result<O, Problem>>,
    {
        let work = async { Ok((status, work.await?)) };
        self.run_long_with_status(state, principal, work).await
    }

    /// Runs work of several transactions under the key, which there must be. While it runs, the key
    /// is marked in the store, so that a copy of the request gets 409 on every node; what failed
    /// frees the key.
    pub(crate) async fn run_long_with_status<O, W>(
        self,
        state: &AppState,
        principal: &Principal,
        work: W,
    ) -> Result<Response, Problem>
    where
        O: Serialize,
        W: Future<Output = Result<(StatusCode, O), Problem>>,
    {
        let Self { ticket, .. } = self.with_key()?;
        let Some(keyed) = ticket.keyed(principal)? else { return Err(Problem::internal()) };
        let begun = keyed.clone();
        let reserved = state.app.write(principal, move |session| {
            let now = session.app().now();
            Ok(inbox::reserve_running(session.tx(), &begun, now)?)
        });
        if let Reserved::Replay(stored) = reserved.await? {
            return Ok(Answer { stored, problem: None, replayed: true }.into_response());
        }
        match work.await {
            Ok((status, output)) => {
                let answer = stored(status, APPLICATION_JSON, &output)?;
                let kept = answer.clone();
                let done = state.app.write(principal, move |session| {
                    let now = session.app().now();
                    Ok(inbox::complete_running(session.tx(), &keyed, kept.clone(), now)?)
                });
                done.await?;
                Ok(Answer { stored: answer, problem: None, replayed: false }.into_response())
            }
            Err(problem) => {
                let freed = state
                    .app
                    .write(principal, move |session| Ok(inbox::release(session.tx(), &keyed)?));
                freed.await?;
                Err(problem)
            }
        }
    }

    fn with_key(self) -> Result<Self, Problem> {
        if self.ticket.key.is_none() {
            return Err(InboxError::Missing.into());
        }
        Ok(self)
    }

    /// One transaction: the key, the work, and the answer that is kept.
    async fn transact<W>(
        self,
        state: &AppState,
        principal: &Principal,
        mut work: W,
    ) -> Result<Response, Problem>
    where
        W: FnMut(&mut Session<'_, '_>, &T) -> Result<(StoredResponse, StoredResponse), AppError>
            + Send
            + 'static,
    {
        let Self { value, ticket, mut lookups } = self;
        let keyed = ticket.keyed(principal)?;
        let _running = keyed.as_ref().map(|keyed| state.running.begin(&keyed.scope)).transpose()?;
        let request_id = ticket.request_id;
        lookups.extend(keyed.as_ref().map(inbox::lookup));
        let answer = state.app.write_after(lookups, principal, move |session| {
            let now = session.app().now();
            if let Some(keyed) = &keyed
                && let Reserved::Replay(stored) = inbox::reserve(session.tx(), keyed, now)?
            {
                return Ok(Answer { stored, problem: None, replayed: true });
            }
            let (shown, kept, problem) = match work(session, &value) {
                Ok((shown, kept)) => (shown, kept, None),
                // What led to the refusal is committed, and so is the answer.
                Err(error) if session.keeps() => {
                    let problem = Problem::from(error);
                    let body = problem.body(&request_id);
                    let answer = stored(problem.status_code(), PROBLEM_JSON, &body)?;
                    (answer.clone(), answer, Some(problem))
                }
                Err(error) => return Err(error),
            };
            if let Some(keyed) = &keyed {
                inbox::complete(session.tx(), keyed, kept, now)?;
            }
            Ok(Answer { stored: shown, problem, replayed: false })
        });
        Ok(answer.await?.into_response())
    }
}

/// What came out of a command.
#[derive(Debug)]
struct Answer {
    stored: StoredResponse,
    /// The refusal, when it was one and is new: the edge renders it again, the same.
    problem: Option<Problem>,
    replayed: bool,
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        if let Some(problem) = self.problem {
            return problem.into_response();
        }
        let status = u16::try_from(self.stored.status).ok();
        let status = status.and_then(|status| StatusCode::from_u16(status).ok());
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.stored.body).into_response();
        let headers = response.headers_mut();
        if let Some(value) = content_type(&self.stored.headers) {
            headers.insert(header::CONTENT_TYPE, value);
        }
        if self.replayed {
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

impl From<InboxError> for Problem {
    fn from(error: InboxError) -> Self {
        let code = match error {
            InboxError::Missing => "idempotency_key_missing",
            InboxError::Malformed => "idempotency_key_invalid",
            other => return AppError::from(other).into(),
        };
        Self::new(code, error.to_string()).field("Idempotency-Key")
    }
}

fn stored<T: Serialize>(
    status: StatusCode,
    content_type: &str,
    value: &T,
) -> Result<StoredResponse, AppError> {
    Ok(StoredResponse {
        status: status.as_u16().into(),
        headers: serde_json::json!({ "content-type": content_type }).to_string(),
        body: serde_json::to_vec(value)?,
    })
}

/// The content type of a stored answer.
fn content_type(headers: &str) -> Option<HeaderValue> {
    let headers: serde_json::Value = serde_json::from_str(headers).ok()?;
    HeaderValue::from_str(headers.get("content-type")?.as_str()?).ok()
}

/// The keys whose requests this node is working on. (Between nodes, the store's unique key decides:
/// the later one runs again and finds the answer.)
#[derive(Debug, Clone, Default)]
pub(crate) struct Running(Arc<Mutex<HashSet<(TenantId, PrincipalId, String)>>>);

/// Takes the key out of the set when the request ends, however it ends.
#[derive(Debug)]
struct RunningKey {
    running: Running,
    entry: (TenantId, PrincipalId, String),
}

impl Running {
    fn begin(&self, scope: &KeyScope) -> Result<RunningKey, Problem> {
        let entry = (scope.tenant.clone(), scope.principal.clone(), scope.key.clone());
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !running.insert(entry.clone()) {
            return Err(InboxError::Running.into());
        }
        drop(running);
        Ok(RunningKey { running: self.clone(), entry })
    }
}

impl Drop for RunningKey {
    fn drop(&mut self) {
        let mut running = self.running.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.remove(&self.entry);
    }
}

/// Runs a use case that changes nothing.
pub(crate) async fn read<O, W>(
    state: &AppState,
    principal: &Principal,
    work: W,
) -> Result<Json<O>, Problem>
where
    O: Send + 'static,
    W: FnMut(&mut Session<'_, '_>) -> Result<O, AppError> + Send + 'static,
{
    Ok(Json(state.app.read(principal, work).await?))
}

/// What the client hears of an error of the application. What is not there and what may not be seen
/// are one answer; what is our fault is logged here, once, and not told.
impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let code = error.code();
        match error.kind() {
            ErrorKind::NotFound => Self::not_found(),
            ErrorKind::Unauthenticated => {
                Self::of(StatusCode::UNAUTHORIZED, code, error.to_string())
            }
            ErrorKind::TooMany => {
                let AppError::TooMany { retry_after_s } = error else { return Self::internal() };
                Self::new("too_many_attempts", error.to_string()).retry_after(retry_after_s)
            }
            ErrorKind::Forbidden => Self::new("forbidden", error.to_string()),
            ErrorKind::Invalid => {
                let AppError::Invalid { field, problem } = error else { return Self::internal() };
                Self::new("invalid_field", problem).field(field)
            }
            ErrorKind::Conflict => Self::of(StatusCode::CONFLICT, code, error.to_string()),
            ErrorKind::Unprocessable => {
                let text = error.to_string();
                let field = text.strip_prefix("field ").and_then(|rest| rest.split(':').next());
                let field = field.unwrap_or_default().to_owned();
                Self::of(StatusCode::UNPROCESSABLE_ENTITY, code, text).field(field)
            }
            ErrorKind::Overloaded => {
                tracing::warn!(%error, "turned away");
                Self::new("overloaded", "the service cannot take this just now")
            }
            ErrorKind::Internal => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::error!(%error, cause, "a request failed");
                Self::internal()
            }
        }
    }
}

#[cfg(test)]
mod tests;
