//! What merchants were paid.

use app::ledger;
use axum::extract::State;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use store::ledger::SettlementRow;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Json, read};
use crate::wire::{MerchantId, Moment, Money, Page, PageQuery, QueryParams};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_settlements))
}

/// Which settlements.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SettlementQuery {
    /// Needed from everybody but the merchant itself.
    #[param(inline)]
    merchant_id: Option<MerchantId>,
    /// Booked at or after.
    #[param(inline)]
    from: Option<Moment>,
    /// Booked before.
    #[param(inline)]
    to: Option<Moment>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 512)]
    cursor: Option<String>,
    /// Items of a page, 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Money that was paid to a merchant.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SettlementPaid {
    /// The company's own id.
    pub id: String,
    pub at: Moment,
    pub amount: Money,
}

impl From<SettlementRow> for SettlementPaid {
    fn from(row: SettlementRow) -> Self {
        let id = row.cause.strip_prefix("settlement:").unwrap_or(&row.cause).to_owned();
        Self { id, at: row.at.into(), amount: Money::new(row.amount, row.currency) }
    }
}

/// List what a merchant was paid, the newest first. A merchant sees its own.
#[utoipa::path(get, path = "/v1/settlements", tag = "ledger", params(SettlementQuery),
    responses((status = 200, body = Page<SettlementPaid>)),
    extensions(("x-ombud-action" = json!("ledger.read"))))]
async fn list_settlements(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<SettlementQuery>,
) -> Result<Json<Page<SettlementPaid>>, Problem> {
    let asked = PageQuery { cursor: query.cursor, limit: query.limit }.ask()?;
    let from = query.from.map_or(Timestamp::EPOCH, |at| at.0);
    let to = query.to.map_or(Timestamp::MAX, |at| at.0);
    let merchant = query.merchant_id.map(|id| id.0);
    read(&state, &principal, move |session| {
        let rows = ledger::settlements(session, merchant.as_ref(), (from, to), &asked)?;
        let place = |row: &SettlementRow| store::Cursor { at: row.at, id: row.entry.clone() };
        Ok(Page::of(rows, &asked, place, SettlementPaid::from))
    })
    .await
}
