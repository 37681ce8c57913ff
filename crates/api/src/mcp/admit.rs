//! Who may call: an agent's own key, for the customer whom a header names; no page of another site; not
//! faster than the pace of everybody who speaks for a customer.
//!
//! The customer stands in a header and never in the arguments of a tool: a header is set by the program
//! that runs the agent, arguments are written by its language model, which texts can talk into anything.

use app::{Principal, Role};
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tokio::time::Instant;

use crate::problem::Problem;
use crate::{AppState, auth};

/// The agent that calls.
#[derive(Debug, Clone)]
pub(super) struct Agent(pub(super) Principal);

/// Lets a request through with its [`Agent`], or answers with what is wrong.
pub(super) async fn admit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let agent = match agent(&state, &parts).await {
        Ok(agent) => agent,
        Err(problem) => return problem.into_response(),
    };
    // The key goes no further.
    parts.headers.remove(header::AUTHORIZATION);
    parts.extensions.insert(Agent(agent));
    next.run(Request::from_parts(parts, body)).await
}

async fn agent(state: &AppState, parts: &axum::http::request::Parts) -> Result<Principal, Problem> {
    // A program sends no origin. A browser does, whatever name its page was loaded under: pages of others
    // have no business here, also not by a name that leads to this machine (DNS rebinding).
    if parts.headers.contains_key(header::ORIGIN) {
        auth::own_page(state, &parts.headers)?;
    }
    let agent = auth::by_key(state, parts).await?;
    if agent.role != Role::OutsideAgent {
        let said = "this is for keys of the role outside_agent";
        return Err(Problem::new("forbidden", said).field("Authorization"));
    }
    state.allowances.spend(&agent, Instant::now())?;
    Ok(agent)
}
