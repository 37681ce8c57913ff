//! The HTTP edge: routes, request and response types, the OpenAPI document.
//!
//! It authenticates, bounds, parses and answers. It never decides: every operation is one use case of
//! `app`, which also asks authority. Domain types do not appear on the wire; conversions are here.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

mod auth;
mod cors;
mod edge;
mod files;
mod live;
mod mcp;
mod metrics;
mod reply;
mod routes;
mod serve;
mod state;
#[cfg(feature = "testkit")]
pub mod testkit;
mod together;
mod types;
mod wake;

pub mod inbound;
pub mod limits;
pub mod openapi;
pub mod problem;
pub mod wire;

pub use cors::{NoOrigin, Origins};
pub use live::{answering, desk, relay};
pub use openapi::{openapi, openapi_json};
pub use routes::{built, metrics_router, router};
pub use serve::{serve, serve_metrics};
pub use state::AppState;
pub use together::together;
pub use wake::wake_ups;
