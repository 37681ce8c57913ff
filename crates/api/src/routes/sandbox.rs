//! The sandbox: a test clock for one tenant, and flags that drive a dispute through a given life.

use app::sandbox;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Duration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::wire::Moment;

/// Most days of one advance.
const ADVANCE_DAYS_MAX: i64 = 3_660;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_clock, set_clock))
        .routes(routes!(advance_clock))
        .routes(routes!(list_triggers))
}

/// The sandbox's own time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SandboxClock {
    pub now: Moment,
}

/// Read the sandbox's clock.
#[utoipa::path(get, path = "/v1/sandbox/clock", tag = "sandbox",
    responses((status = 200, body = SandboxClock)),
    extensions(("x-ombud-action" = json!("sandbox.use"))))]
async fn read_clock(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<SandboxClock>, Problem> {
    read(&state, &principal, |session| Ok(SandboxClock { now: sandbox::clock(session)?.into() }))
        .await
}

/// Where the clock is to stand.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetClock {
    pub now: Moment,
}

/// Put the sandbox on a test clock. It goes back only while nothing has happened yet.
#[utoipa::path(post, path = "/v1/sandbox/clock", tag = "sandbox", request_body = SetClock,
    responses((status = 200, body = SandboxClock)),
    extensions(("x-ombud-action" = json!("sandbox.use"))))]
async fn set_clock(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<SetClock>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, |session, body| {
            sandbox::set_clock(session, body.now.0)?;
            Ok(SandboxClock { now: body.now })
        })
        .await
}

/// How far: to an instant, or by some days or hours; exactly one of them.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"by_days": 21}))]
pub(crate) struct AdvanceClock {
    #[serde(default)]
    pub to: Option<Moment>,
    #[serde(default)]
    #[schema(minimum = 1, maximum = 3660)]
    pub by_days: Option<i64>,
    #[serde(default)]
    #[schema(minimum = 1, maximum = 87_840)]
    pub by_hours: Option<i64>,
}

/// What moving the clock did.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Advanced {
    pub now: Moment,
    pub clocks_fired: u64,
    pub payouts_sent: usize,
    pub payouts_succeeded: usize,
    pub payouts_failed: usize,
    pub payouts_unknown: usize,
}

impl AdvanceClock {
    fn target(&self, now: kernel::Timestamp) -> Result<kernel::Timestamp, Problem> {
        let length = match (&self.to, self.by_days, self.by_hours) {
            (Some(to), None, None) => to.0.since(now),
            (None, Some(days), None) => Duration::from_days(days),
            (None, None, Some(hours)) => Duration::from_hours(hours),
            _ => {
                let detail = "give exactly one of to, by_days and by_hours";
                return Err(Problem::new("invalid_field", detail).field("to"));
            }
        };
        if length.whole_days() > ADVANCE_DAYS_MAX {
            let detail = format!("at most {ADVANCE_DAYS_MAX} days at a time");
            return Err(Problem::new("invalid_field", detail).field("by_days"));
        }
        Ok(now.plus(length))
    }
}

/// Advance the sandbox's clock: everything that falls due on the way happens at its own instant.
#[utoipa::path(post, path = "/v1/sandbox/clock/advance", tag = "sandbox",
    request_body = AdvanceClock, responses((status = 200, body = Advanced)),
    extensions(("x-ombud-action" = json!("sandbox.use"))))]
async fn advance_clock(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<AdvanceClock>,
) -> Result<Response, Problem> {
    let asked = command.value().clone();
    let (app, sandbox_of) = (state.app.clone(), principal.clone());
    let work = async move {
        let now = app.read(&sandbox_of, sandbox::clock).await?;
        let done = sandbox::advance(&app, &sandbox_of, asked.target(now)?).await?;
        Ok(Advanced {
            now: done.now.into(),
            clocks_fired: done.timers_fired,
            payouts_sent: done.payouts.sent,
            payouts_succeeded: done.payouts.succeeded,
            payouts_failed: done.payouts.failed,
            payouts_unknown: done.payouts.unknown,
        })
    };
    command.run_long(&state, &principal, StatusCode::OK, work).await
}

/// A flag in the local part of a sandbox customer's e-mail address.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Trigger {
    #[schema(example = "dispute_merchant_silent")]
    pub flag: String,
    pub about: String,
}

const TRIGGERS: &[(&str, &str)] = &[
    (
        "disputed-goods_not_received",
        "A dispute opens by itself on each capture; other reasons likewise.",
    ),
    ("dispute_merchant_silent", "The merchant never answers; the deadline decides."),
    ("dispute_merchant_accepts", "The merchant accepts the loss at once."),
    ("dispute_represent_valid_pod", "The merchant sends a proof of delivery that matches."),
    ("dispute_represent_link_only", "The merchant sends a tracking link and no document."),
    ("dispute_represent_other_address", "The merchant sends a proof for another address."),
    ("dispute_proposal_30_percent", "The merchant offers to refund this share, 1 to 99 per cent."),
    ("dispute_appeal", "The merchant appeals the preliminary decision."),
    ("dispute_pre_arb_accept_loss", "The merchant accepts the preliminary decision."),
    ("dispute_pre_arb_window_expired", "The merchant lets the time to appeal run out."),
    ("dispute_pre_arb_lose_after_arbitration", "The appeal is decided against the merchant."),
    ("dispute_refund_in_dialogue", "The merchant refunds everything during the dialogue."),
    ("dispute_withdraw", "The customer withdraws."),
    ("dispute_provider_unknown", "The payment provider's answer to the refund is lost."),
    ("dispute_provider_decline", "The payment provider refuses the refund for good."),
    ("dispute_network_chargeback", "The customer's bank charges the payment back as well."),
];

/// List the flags that drive a sandbox's disputes, such as `jane+dispute_withdraw@example.com`.
#[utoipa::path(get, path = "/v1/sandbox/triggers", tag = "sandbox",
    responses((status = 200, body = Vec<Trigger>)),
    extensions(("x-ombud-action" = json!("sandbox.use"))))]
async fn list_triggers(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Vec<Trigger>>, Problem> {
    read(&state, &principal, |session| {
        sandbox::clock(session)?;
        let trigger = |(flag, about): &(&str, &str)| Trigger {
            flag: (*flag).to_owned(),
            about: (*about).to_owned(),
        };
        Ok(TRIGGERS.iter().map(trigger).collect())
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_flag_is_understood() {
        for (flag, _) in TRIGGERS {
            let found = connectors::triggers(&format!("jane+{flag}@example.com"));
            assert!(!found.is_empty(), "{flag}");
        }
    }
}
