//! When the desk is open.

use std::fmt::Write as _;

use app::AppError;
use app::desk_policy::{self, Published};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use support::hours::Hours;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::wire::{Date, Text};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(read_hours, change_hours))
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// Open from, until, by the clock of the desk's own place. A day may come several times.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenTime {
    pub day: Weekday,
    #[schema(example = "08:00", pattern = "^[0-2][0-9]:[0-5][0-9]$")]
    pub from: String,
    /// `24:00` is midnight at its end.
    #[schema(example = "18:00", pattern = "^[0-2][0-9]:[0-5][0-9]$")]
    pub until: String,
}

/// When the desk is open: what service levels are counted in, and waits are told by.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeHours {
    #[schema(example = "Europe/Stockholm")]
    pub time_zone: String,
    /// A day that is not among them is closed.
    #[schema(max_items = 42)]
    pub days: Vec<OpenTime>,
    /// Dates on which the desk is closed all day.
    #[serde(default)]
    #[schema(max_items = 400)]
    pub holidays: Vec<Date>,
}

/// When the desk is open.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DeskHours {
    /// 1, 2, 3 … as it was changed; 0 is what ships.
    pub version: u64,
    pub time_zone: String,
    pub days: Vec<OpenTime>,
    pub holidays: Vec<Date>,
}

impl From<ChangeHours> for Hours {
    fn from(from: ChangeHours) -> Self {
        let mut hours = Self::closed_all_week(&from.time_zone);
        for (day, text) in WEEK.into_iter().zip(hours.days_mut()) {
            let mut joined = String::new();
            for time in from.days.iter().filter(|time| time.day == day) {
                let comma = if joined.is_empty() { "" } else { ", " };
                // Writing to a string never fails.
                let _ = write!(joined, "{comma}{}-{}", time.from, time.until);
            }
            match joined.as_str() {
                "" => {}
                "00:00-24:00" => "always".clone_into(text),
                _ => *text = joined,
            }
        }
        hours.closed = from.holidays.iter().map(|date| date.0.to_string()).collect();
        hours
    }
}

impl TryFrom<Published<Hours>> for DeskHours {
    type Error = AppError;

    fn try_from(from: Published<Hours>) -> Result<Self, AppError> {
        let hours = from.text;
        let mut days = Vec::new();
        for (day, text) in WEEK.into_iter().zip(hours.days()) {
            let text = if text == "always" { "00:00-24:00" } else { text };
            let times = text.split(',').filter_map(|part| part.trim().split_once('-'));
            days.extend(times.map(|(from, until)| OpenTime {
                day,
                from: from.trim().to_owned(),
                until: until.trim().to_owned(),
            }));
        }
        let holiday = |text: &String| {
            let date = text.parse().map_err(|_| AppError::broken(format!("{text} is no date")));
            date.map(Text)
        };
        let holidays = hours.closed.iter().map(holiday).collect::<Result<_, _>>()?;
        Ok(Self { version: from.version, time_zone: hours.zone, days, holidays })
    }
}

/// Read when the desk is open.
#[utoipa::path(get, path = "/v1/desk/hours", tag = "desk",
    responses((status = 200, body = DeskHours)),
    extensions(("x-ombud-action" = json!("conversation.read"))))]
async fn read_hours(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<DeskHours>, Problem> {
    read(&state, &principal, |session| desk_policy::hours(session)?.try_into()).await
}

/// Say when the desk is open, from now on. Clocks that run already keep their ends.
#[utoipa::path(put, path = "/v1/desk/hours", tag = "desk", request_body = ChangeHours,
    responses((status = 200, body = DeskHours)),
    extensions(("x-ombud-action" = json!("desk.configure"))))]
async fn change_hours(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<ChangeHours>,
) -> Result<Response, Problem> {
    let work = |session: &mut app::Session<'_, '_>, body: &ChangeHours| {
        DeskHours::try_from(desk_policy::set_hours(session, body.clone().into())?)
    };
    let answer = command.run_with_or_without_key(&state, &principal, StatusCode::OK, work).await;
    state.queue.moved();
    answer
}
