//! For whoever watches the service: is the process alive, can it work.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::problem::Problem;
use crate::reply::Json;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz))
}

/// The state of the service.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    #[schema(example = "ok")]
    pub status: String,
    #[schema(example = "0.1.0")]
    pub version: String,
}

fn healthy() -> Health {
    Health { status: "ok".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
}

/// Whether the process is alive. It looks at nothing else, so that a lost database does not have
/// every node restarted.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, body = Health)),
    extensions(("x-ombud-action" = json!("public"))))]
async fn healthz() -> Json<Health> {
    Json(healthy())
}

/// Whether the service can work: the store answers and still takes writes.
#[utoipa::path(get, path = "/readyz", tag = "health", responses((status = 200, body = Health)),
    extensions(("x-ombud-action" = json!("public"))))]
async fn readyz(State(state): State<AppState>) -> Result<Json<Health>, Problem> {
    let store = state.app.store();
    if let Some(why) = store.stats().poisoned {
        tracing::error!(%why, "the store no longer takes writes");
        return Err(Problem::new("unavailable", "the store no longer takes writes"));
    }
    let probe = store.read(|tx| store::tenants::list(tx, "", 1).map(|_| ())).await;
    probe.map_err(|error: store::StoreError| {
        tracing::error!(%error, "the store cannot be read");
        Problem::new("unavailable", "the store cannot be read")
    })?;
    Ok(Json(healthy()))
}
