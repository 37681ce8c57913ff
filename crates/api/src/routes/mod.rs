//! All routes. Each file holds the operations of one subject; each operation is parse, one use case,
//! convert.

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;

pub use web::built;

use crate::limits::BODY_BYTES_MAX;
use crate::{AppState, edge, mcp, openapi};

pub(crate) mod assistant;
pub(crate) mod attachments;
pub(crate) mod audit;
pub(crate) mod briefs;
pub(crate) mod calls;
pub(crate) mod cobrowse;
pub(crate) mod cobrowse_board;
pub(crate) mod cobrowse_policy;
pub(crate) mod cobrowse_recordings;
pub(crate) mod cobrowse_reviews;
pub(crate) mod cobrowse_starts;
pub(crate) mod complaint_draft;
pub(crate) mod complaints;
pub(crate) mod connectors;
pub(crate) mod conversation_acts;
pub(crate) mod conversations;
pub(crate) mod desk;
pub(crate) mod dispute_acts;
pub(crate) mod disputes;
pub(crate) mod feed;
pub(crate) mod health;
pub(crate) mod hours;
pub(crate) mod keys;
pub(crate) mod klarna;
pub(crate) mod ledger;
pub(crate) mod macros;
pub(crate) mod mail;
pub(crate) mod network;
pub(crate) mod orders;
pub(crate) mod plans;
pub(crate) mod policies;
pub(crate) mod preview;
pub(crate) mod records;
pub(crate) mod reports;
pub(crate) mod returns;
pub(crate) mod routing;
pub(crate) mod sandbox;
pub(crate) mod scorecards;
pub(crate) mod seats;
pub(crate) mod settings;
pub(crate) mod settlements;
pub(crate) mod site;
pub(crate) mod socket;
pub(crate) mod suggestions;
pub(crate) mod support_needs;
pub(crate) mod tasks;
pub(crate) mod timeline;
pub(crate) mod translations;
pub(crate) mod triage;
pub(crate) mod web;
pub(crate) mod webhooks;

pub(crate) mod account;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod sign_on;
pub(crate) mod users;

/// Every described route, with its description.
pub(crate) fn all() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::base())
        .merge(health::routes())
        .merge(feed::routes())
        .merge(orders::routes())
        .merge(disputes::routes())
        .merge(triage::routes())
        .merge(dispute_acts::routes())
        .merge(network::routes())
        .merge(plans::routes())
        .merge(returns::routes())
        .merge(support_needs::routes())
        .merge(settings::routes())
        .merge(settlements::routes())
        .merge(attachments::routes())
        .merge(timeline::routes())
        .merge(preview::routes())
        .merge(conversations::routes())
        .merge(conversation_acts::routes())
        .merge(briefs::routes())
        .merge(suggestions::routes())
        .merge(translations::routes())
        .merge(macros::routes())
        .merge(reports::routes())
        .merge(scorecards::routes())
        .merge(cobrowse::routes())
        .merge(cobrowse_board::routes())
        .merge(cobrowse_policy::routes())
        .merge(cobrowse_recordings::routes())
        .merge(cobrowse_reviews::routes())
        .merge(cobrowse_starts::routes())
        .merge(assistant::routes())
        .merge(seats::routes())
        .merge(mail::routes())
        .merge(calls::routes())
        .merge(routing::routes())
        .merge(hours::routes())
        .merge(socket::routes())
        .merge(desk::routes())
        .merge(tasks::routes())
        .merge(ledger::routes())
        .merge(policies::routes())
        .merge(audit::routes())
        .merge(webhooks::routes())
        .merge(keys::routes())
        .merge(complaints::routes())
        .merge(complaint_draft::routes())
        .merge(records::routes())
        .merge(sandbox::routes())
        .merge(connectors::routes())
        .merge(klarna::routes())
        .merge(sign_in::routes())
        .merge(sign_on::routes())
        .merge(sessions::routes())
        .merge(account::routes())
        .merge(users::routes())
        // Routes with a larger limit set their own, inside this one.
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
}

/// The whole API.
pub fn router(state: AppState) -> Router {
    let (described, _) = all().split_for_parts();
    let agents = if state.mcp { mcp::routes(&state) } else { Router::new() };
    described
        .merge(agents)
        .merge(site::routes())
        .merge(web::routes())
        .fallback(edge::no_such_path)
        .method_not_allowed_fallback(edge::method_not_allowed)
        .layer(CatchPanicLayer::custom(edge::panicked))
        .layer(from_fn_with_state(state.clone(), edge::surround))
        .with_state(state)
}

/// What is shown on the separate listener for metrics.
pub fn metrics_router(state: AppState) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(state)
}

async fn metrics(State(state): State<AppState>) -> String {
    let mut text = state.metrics.text();
    let stats = state.app.store().stats();
    let gauges = [
        ("ombud_store_commits_total", "Group commits.", stats.commits),
        ("ombud_store_closures_total", "Writes answered after a commit.", stats.closures),
        ("ombud_store_retries_total", "Writes run again after a conflict.", stats.retries),
        ("ombud_store_fenced_total", "Times this node lost its lease.", stats.fenced),
        (
            "ombud_store_writes",
            "1 while the store takes writes.",
            u64::from(stats.poisoned.is_none()),
        ),
    ];
    for (name, help, value) in gauges {
        crate::metrics::gauge(&mut text, name, help, value);
    }
    crate::wake::metrics(&mut text, &state.bus);
    text
}
