//! The books, read.

use app::ledger;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use store::ledger::StatementCursor;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Json, read};
use crate::types::ledger::{Balance, StatementLine};
use crate::wire::{Currency, Money, Page, QueryParams, page};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_balances))
        .routes(routes!(read_statement))
        .routes(routes!(read_trial_balance))
        .routes(routes!(sum_payouts))
}

/// Which balances.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BalanceQuery {
    /// Accounts whose name begins so: `m_pay:` for what is owed to merchants.
    #[param(max_length = 160)]
    prefix: Option<String>,
    /// 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// List balances, in the order of the accounts' names. A merchant sees its own.
#[utoipa::path(get, path = "/v1/ledger/balances", tag = "ledger", params(BalanceQuery),
    responses((status = 200, body = Vec<Balance>)),
    extensions(("x-ombud-action" = json!("ledger.read"))))]
async fn list_balances(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<BalanceQuery>,
) -> Result<Json<Vec<Balance>>, Problem> {
    let limit = page::limit(query.limit)?;
    let prefix = query.prefix.unwrap_or_default();
    read(&state, &principal, move |session| {
        let rows = ledger::balances(session, &prefix, limit)?;
        Ok(rows.into_iter().map(Into::into).collect())
    })
    .await
}

/// Which account.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StatementQuery {
    /// The account's whole name.
    #[param(min_length = 1, max_length = 160, example = "cash")]
    account: String,
    /// The `next_cursor` of the page before.
    #[param(max_length = 512)]
    cursor: Option<String>,
    /// Lines of a page, 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Read the lines of one account, the oldest first.
#[utoipa::path(get, path = "/v1/ledger/statement", tag = "ledger", params(StatementQuery),
    responses((status = 200, body = Page<StatementLine>)),
    extensions(("x-ombud-action" = json!("ledger.read"))))]
async fn read_statement(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<StatementQuery>,
) -> Result<Json<Page<StatementLine>>, Problem> {
    let limit = page::limit(query.limit)?;
    let after = match &query.cursor {
        None => StatementCursor::start(),
        Some(text) => line_cursor(&page::decode(text)?)?,
    };
    read(&state, &principal, move |session| {
        let rows = ledger::statement(session, &query.account, &after, limit.saturating_add(1))?;
        let asked = app::Page::new(None, limit.saturating_add(1))?;
        let place = |row: &store::ledger::StatementRow| store::Cursor {
            at: row.at,
            id: format!("{}.{}", row.entry, row.line),
        };
        Ok(Page::of(rows, &asked, place, StatementLine::from))
    })
    .await
}

/// A statement is ordered by instant, entry and line.
fn line_cursor(cursor: &store::Cursor) -> Result<StatementCursor, Problem> {
    let wrong = || Problem::new("invalid_cursor", "it is of another list").field("cursor");
    let (entry, line) = cursor.id.split_once('.').ok_or_else(wrong)?;
    let line = line.parse().map_err(|_| wrong())?;
    Ok(StatementCursor { at: cursor.at, entry: entry.to_owned(), line })
}

/// The sums over all accounts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TrialBalance {
    /// Debits equal credits in every currency.
    pub balanced: bool,
    pub sums: Vec<CurrencySum>,
}

/// The sum over all accounts in one currency: zero, always.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CurrencySum {
    pub currency: Currency,
    pub posted_minor: i64,
    pub pending_minor: i64,
}

/// Add up all accounts: debits equal credits in every currency, at any moment.
#[utoipa::path(get, path = "/v1/ledger/trial-balance", tag = "ledger",
    responses((status = 200, body = TrialBalance)),
    extensions(("x-ombud-action" = json!("ledger.read"))))]
async fn read_trial_balance(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<TrialBalance>, Problem> {
    read(&state, &principal, |session| {
        let totals = ledger::trial_balance(session)?;
        let balanced = totals.iter().all(|row| row.posted == 0 && row.pending == 0);
        let sums = totals.into_iter().map(|row| CurrencySum {
            currency: row.currency.into(),
            posted_minor: row.posted,
            pending_minor: row.pending,
        });
        Ok(TrialBalance { balanced, sums: sums.collect() })
    })
    .await
}

/// Payouts in one state.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PayoutSum {
    /// `intent`, `sent`, `succeeded`, `failed` or `unknown`.
    #[schema(example = "succeeded")]
    pub state: String,
    pub amount: Money,
    #[schema(minimum = 0)]
    pub count: i64,
}

/// Add up the payouts by state and currency.
#[utoipa::path(get, path = "/v1/ledger/payouts", tag = "ledger",
    responses((status = 200, body = Vec<PayoutSum>)),
    extensions(("x-ombud-action" = json!("ledger.read"))))]
async fn sum_payouts(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Vec<PayoutSum>>, Problem> {
    read(&state, &principal, |session| {
        let sums = app::payouts::sums(session)?.into_iter().map(|sum| PayoutSum {
            state: sum.state,
            amount: Money::new(sum.amount, sum.currency),
            count: sum.count,
        });
        Ok(sums.collect())
    })
    .await
}
