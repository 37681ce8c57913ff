//! Seats of the desk: who takes conversations.

use app::seats::{self, Availability, Change};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::wire::{Moment, PrincipalId};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(change_availability)).routes(routes!(list_seats))
}

/// Whether somebody takes new conversations.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SeatState {
    Available,
    /// Here, and takes nothing new.
    Busy,
    Away,
}

impl From<SeatState> for Availability {
    fn from(state: SeatState) -> Self {
        match state {
            SeatState::Available => Self::Available,
            SeatState::Busy => Self::Busy,
            SeatState::Away => Self::Away,
        }
    }
}

impl From<Availability> for SeatState {
    fn from(state: Availability) -> Self {
        match state {
            Availability::Available => Self::Available,
            Availability::Busy => Self::Busy,
            Availability::Away => Self::Away,
        }
    }
}

/// What you say of your own seat; what is absent stays as it is.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeAvailability {
    pub state: SeatState,
    /// What you can do, such as `bereavement` or `language:sv`.
    #[serde(default)]
    #[schema(max_items = 40)]
    pub skills: Option<Vec<String>>,
    /// How much you can have at once: a chat takes 1, a call all of it.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100)]
    pub capacity_units: Option<u32>,
    /// The line your calls ring at, as the telephone system names it; empty: none.
    #[serde(default)]
    #[schema(max_length = 64, example = "42")]
    pub extension: Option<String>,
}

/// A seat.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Seat {
    pub user_id: PrincipalId,
    pub name: String,
    pub state: SeatState,
    pub skills: Vec<String>,
    pub capacity_units: u32,
    pub since: Moment,
    /// The last sign of life.
    pub seen_at: Moment,
    /// The line their calls ring at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
}

impl From<seats::Seat> for Seat {
    fn from(seat: seats::Seat) -> Self {
        Self {
            user_id: seat.user.into(),
            name: seat.name,
            state: seat.availability.into(),
            skills: seat.skills,
            capacity_units: seat.capacity_units,
            since: seat.since.into(),
            seen_at: seat.seen_at.into(),
            extension: seat.extension,
        }
    }
}

/// Say whether you take new conversations.
#[utoipa::path(post, path = "/v1/desk/availability", tag = "desk",
    request_body = ChangeAvailability, responses((status = 200, body = Seat)),
    extensions(("x-ombud-action" = json!("conversation.work")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn change_availability(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<ChangeAvailability>,
) -> Result<Response, Problem> {
    let work = |session: &mut app::Session<'_, '_>, body: &ChangeAvailability| {
        let change = Change {
            availability: body.state.into(),
            skills: body.skills.clone(),
            capacity_units: body.capacity_units,
            extension: body.extension.clone(),
        };
        Ok(Seat::from(seats::change(session, &change)?))
    };
    let answer = command.run_with_or_without_key(&state, &principal, StatusCode::OK, work).await;
    state.queue.seats_moved(&principal.tenant);
    answer
}

/// The seats of a desk.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Seats {
    items: Vec<Seat>,
}

/// List the seats of the desk.
#[utoipa::path(get, path = "/v1/desk/seats", tag = "desk",
    responses((status = 200, body = Seats)),
    extensions(("x-ombud-action" = json!("conversation.read"))))]
async fn list_seats(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Seats>, Problem> {
    let list = |session: &mut app::Session<'_, '_>| {
        Ok(Seats { items: seats::list(session)?.into_iter().map(Seat::from).collect() })
    };
    read(&state, &principal, list).await
}
