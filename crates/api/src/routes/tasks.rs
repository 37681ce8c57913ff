//! The queue of what waits for a person.

use app::tasks;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use store::tasks::{TaskFilter, TaskRow};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, Nothing, read};
use crate::types::task::Task;
use crate::wire::{Page, PageQuery, PathParam, PrincipalId, QueryParams, TaskId};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_tasks))
        .routes(routes!(count_tasks))
        .routes(routes!(get_task))
        .routes(routes!(claim_task))
        .routes(routes!(release_task))
        .routes(routes!(complete_task))
}

/// A task's place in the queue.
pub(super) fn place(row: &TaskRow) -> store::Cursor {
    store::Cursor { at: row.due_at, id: row.task.to_string() }
}

/// The states of a task.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum TaskState {
    Open,
    Claimed,
    Closed,
}

/// Which tasks.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TaskQuery {
    /// `open` when absent.
    #[param(inline)]
    state: Option<TaskState>,
    /// Such as `decide`.
    #[param(max_length = 64)]
    kind: Option<String>,
    #[param(inline)]
    assignee: Option<PrincipalId>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 512)]
    cursor: Option<String>,
    /// Items of a page, 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// List tasks in one state, the most urgent first.
#[utoipa::path(get, path = "/v1/tasks", tag = "tasks", params(TaskQuery),
    responses((status = 200, body = Page<Task>)),
    extensions(("x-ombud-action" = json!("task.read"))))]
async fn list_tasks(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<TaskQuery>,
) -> Result<Json<Page<Task>>, Problem> {
    let in_state = match query.state.unwrap_or(TaskState::Open) {
        TaskState::Open => store::tasks::OPEN,
        TaskState::Claimed => tasks::CLAIMED,
        TaskState::Closed => store::tasks::CLOSED,
    };
    let filter = TaskFilter { kind: query.kind, assignee: query.assignee.map(|id| id.0) };
    let asked = PageQuery { cursor: query.cursor, limit: query.limit }.ask()?;
    read(&state, &principal, move |session| {
        let rows = tasks::queue(session, in_state, &filter, &asked)?;
        let about = tasks::about(session, &rows)?;
        let rows = rows.into_iter().zip(about).collect();
        Ok(Page::of(rows, &asked, |(row, _)| place(row), |(row, about)| Task::about(row, about)))
    })
    .await
}

/// How many tasks of a kind are open.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TaskCount {
    #[schema(example = "decide")]
    pub kind: String,
    #[schema(minimum = 0)]
    pub open: i64,
    #[schema(minimum = 0)]
    pub overdue: i64,
}

/// Count the open tasks by kind.
#[utoipa::path(get, path = "/v1/tasks/counts", tag = "tasks",
    responses((status = 200, body = Vec<TaskCount>)),
    extensions(("x-ombud-action" = json!("task.read"))))]
async fn count_tasks(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Vec<TaskCount>>, Problem> {
    read(&state, &principal, |session| {
        let counts = tasks::counts(session)?.into_iter();
        Ok(counts.map(|(kind, open, overdue)| TaskCount { kind, open, overdue }).collect())
    })
    .await
}

/// Read a task.
#[utoipa::path(get, path = "/v1/tasks/{task_id}", tag = "tasks",
    params(("task_id" = TaskId, Path)), responses((status = 200, body = Task)),
    extensions(("x-ombud-action" = json!("task.read"))))]
async fn get_task(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(task): PathParam<TaskId>,
) -> Result<Json<Task>, Problem> {
    read(&state, &principal, move |session| {
        let row = tasks::get(session, task.0)?;
        let about = tasks::about(session, std::slice::from_ref(&row))?;
        Ok(Task::about(row, about.into_iter().next().unwrap_or_default()))
    })
    .await
}

/// Take a task. Taking one's own again changes nothing.
#[utoipa::path(post, path = "/v1/tasks/{task_id}/claim", tag = "tasks",
    params(("task_id" = TaskId, Path)), responses((status = 200, body = Task)),
    extensions(("x-ombud-action" = json!("task.work"))))]
async fn claim_task(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(task): PathParam<TaskId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, move |session, _| {
            tasks::claim(session, task.0).map(Task::from)
        })
        .await
}

/// Give a task back to the queue.
#[utoipa::path(post, path = "/v1/tasks/{task_id}/release", tag = "tasks",
    params(("task_id" = TaskId, Path)), responses((status = 200, body = Task)),
    extensions(("x-ombud-action" = json!("task.work"))))]
async fn release_task(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(task): PathParam<TaskId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, move |session, _| {
            tasks::release(session, task.0).map(Task::from)
        })
        .await
}

/// How a task was done.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompleteTask {
    #[schema(max_length = 2000)]
    pub note: String,
}

/// Say that a task is done.
#[utoipa::path(post, path = "/v1/tasks/{task_id}/complete", tag = "tasks",
    params(("task_id" = TaskId, Path)), request_body = CompleteTask,
    responses((status = 200, body = Task)),
    extensions(("x-ombud-action" = json!("task.work"))))]
async fn complete_task(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(task): PathParam<TaskId>,
    command: Command<CompleteTask>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, move |session, body| {
            tasks::complete(session, task.0, body.note.clone()).map(Task::from)
        })
        .await
}
