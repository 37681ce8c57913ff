//! Rules of routing: which are in force, other ones to propose, and what they would do.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use app::desk_policy::{self, Published};
use app::routing::{self, WhatIf};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::TenantId;
use serde::{Deserialize, Serialize};
use support::conversation::RoutingText;
use support::routing::simulate::Compared;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::types::task::Task;
use crate::types::what_if::{SimulateRouting, Simulation, told};
use crate::wire::{Moment, PrincipalId, Text};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_routing, propose_routing))
        .routes(routes!(simulate_routing))
}

/// Rules of routing.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeskRouting {
    /// What a contact gains for each minute it waits, so that nothing waits for ever.
    #[schema(maximum = 1_000, example = 2)]
    pub ageing_points_per_minute: u32,
    /// From here on a contact is critical; what it waited is not counted.
    #[schema(maximum = 10_000, example = 60)]
    pub critical_from_points: u32,
    /// Who has any of these can take critical work.
    #[schema(max_items = 20)]
    pub critical_skills: Vec<String>,
    /// So many of them are kept free for it.
    #[schema(maximum = 1_000, example = 1)]
    pub reserved_seats: u32,
    /// How long a conversation takes a person: what customers are told of the wait comes from it.
    #[schema(minimum = 1, maximum = 86_400, example = 300)]
    pub handle_time_s: u32,
    /// Whoever is told to wait so long is offered to be called back.
    #[schema(maximum = 86_400, example = 300)]
    pub call_back_from_s: u32,
}

/// The rules of routing in force.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PublishedRouting {
    /// 1, 2, 3 … as they were published; 0 is what ships.
    pub version: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposed_by: Option<PrincipalId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposed_at: Option<Moment>,
    pub rules: DeskRouting,
}

impl From<RoutingText> for DeskRouting {
    fn from(text: RoutingText) -> Self {
        let RoutingText {
            ageing_points_per_minute,
            critical_from_points,
            critical_skills,
            reserved_seats,
            handle_time_s,
            call_back_from_s,
        } = text;
        Self {
            ageing_points_per_minute,
            critical_from_points,
            critical_skills,
            reserved_seats,
            handle_time_s,
            call_back_from_s,
        }
    }
}

impl From<DeskRouting> for RoutingText {
    fn from(rules: DeskRouting) -> Self {
        Self {
            ageing_points_per_minute: rules.ageing_points_per_minute,
            critical_from_points: rules.critical_from_points,
            critical_skills: rules.critical_skills,
            reserved_seats: rules.reserved_seats,
            handle_time_s: rules.handle_time_s,
            call_back_from_s: rules.call_back_from_s,
        }
    }
}

impl From<Published<RoutingText>> for PublishedRouting {
    fn from(from: Published<RoutingText>) -> Self {
        Self {
            version: from.version,
            proposed_by: from.by.map(Text),
            proposed_at: from.at.map(Text),
            rules: from.text.into(),
        }
    }
}

/// Read the rules of routing in force.
#[utoipa::path(get, path = "/v1/routing/rules", tag = "desk",
    responses((status = 200, body = PublishedRouting)),
    extensions(("x-ombud-action" = json!("policy.read"))))]
async fn read_routing(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<PublishedRouting>, Problem> {
    read(&state, &principal, |session| Ok(desk_policy::routing(session)?.into())).await
}

/// Propose other rules of routing: they are checked now, and wait for another person, who puts them in
/// force with `POST /v1/policies/proposals/{task_id}/activate`.
#[utoipa::path(post, path = "/v1/routing/rules", tag = "desk", request_body = DeskRouting,
    responses((status = 201, body = Task)),
    extensions(("x-ombud-action" = json!("routing.propose"))))]
async fn propose_routing(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<DeskRouting>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::CREATED, |session, body| {
            desk_policy::propose_routing(session, body.clone().into()).map(Task::from)
        })
        .await
}

/// Try rules of routing on a load, or on a period of the log, with the router that runs the desk. All
/// rules meet the same contacts. Nothing changes; one at a time, and it ends when nobody waits for it.
#[utoipa::path(post, path = "/v1/routing/simulate", tag = "desk", request_body = SimulateRouting,
    responses((status = 200, body = Simulation)),
    extensions(("x-ombud-action" = json!("routing.simulate")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn simulate_routing(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<SimulateRouting>,
) -> Result<Json<Simulation>, Problem> {
    let rules = command.value().rules.clone();
    let asked: app::routing::AskedWhatIf = command.value().clone().into();
    let prepare = move |s: &mut app::Session<'_, '_>| routing::prepare(s, &asked);
    let _only = state.simulations.begin(&principal.tenant)?;
    let what_if = state.app.read(&principal, prepare).await?;
    Ok(Json(told(run(what_if).await?, &rules)))
}

/// On a thread for blocking work; told to stop when the request is dropped.
async fn run(what_if: WhatIf) -> Result<Compared, Problem> {
    struct Waits(Arc<AtomicBool>);
    impl Drop for Waits {
        fn drop(&mut self) {
            self.0.store(false, Ordering::Relaxed);
        }
    }
    let waits = Waits(Arc::new(AtomicBool::new(true)));
    let goes_on = Arc::clone(&waits.0);
    let work = move || what_if.run(&|| goes_on.load(Ordering::Relaxed));
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "a simulation failed");
        Problem::internal()
    })?;
    drop(waits);
    Ok(done?)
}

/// Tenants whose simulation runs on this node: each has one at a time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Simulations(Arc<Mutex<HashSet<TenantId>>>);

#[derive(Debug)]
struct Only(Simulations, TenantId);

impl Simulations {
    fn begin(&self, tenant: &TenantId) -> Result<Only, Problem> {
        if self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant.clone()) {
            return Ok(Only(self.clone(), tenant.clone()));
        }
        Err(Problem::new("simulation_running", "another simulation of this desk still runs"))
    }
}

impl Drop for Only {
    fn drop(&mut self) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}
