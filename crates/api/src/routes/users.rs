//! Users and custom roles, for administrators.

use std::collections::BTreeSet;

use app::users::{self, NewRole, NewUser, RoleChange, RoleView, UserChange, UserView};
use app::{Action, AppError};
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
use crate::reply::{Command, Json, Nothing, read};
use crate::routes::seats::SeatState;
use crate::wire::{
    CustomRoleId, MerchantId, Moment, Page, PageQuery, PathParam, QueryParams, Role, UserId, Word,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(create_user, list_users))
        .routes(routes!(get_user, change_user))
        .routes(routes!(disable_user))
        .routes(routes!(enable_user))
        .routes(routes!(invite_user))
        .routes(routes!(create_role, list_roles))
        .routes(routes!(change_role))
}

/// A person who signs in: of the desk, or of a merchant.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct User {
    pub id: UserId,
    pub name: String,
    /// Absent for whoever neither leads, watches nor manages, as is all that follows but `role` and
    /// `availability`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    pub role: Role,
    /// Whether they take conversations now; absent for who has no seat at the desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability: Option<SeatState>,
    /// The name of the custom role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_id: Option<MerchantId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skills: Option<Vec<String>>,
    /// How much work at the same time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_units: Option<i64>,
    /// `invited`, `active` or `disabled`.
    #[schema(example = "active")]
    pub state: String,
    /// More than a password is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_seen_at: Option<Moment>,
}

impl TryFrom<UserView> for User {
    type Error = AppError;
    fn try_from(view: UserView) -> Result<Self, AppError> {
        let UserView { row, custom_role, second_factor, availability, brief } = view;
        let role = Word::read(&row.role);
        let role = role.ok_or_else(|| AppError::broken("a stored user has no known role"))?;
        let availability = availability.map(Into::into);
        if brief {
            return Ok(Self {
                id: row.user.into(),
                name: row.name,
                email: None,
                role,
                availability,
                custom_role: None,
                merchant_id: None,
                languages: None,
                skills: None,
                capacity_units: None,
                state: row.state,
                second_factor: None,
                last_seen_at: None,
            });
        }
        Ok(Self {
            id: row.user.into(),
            role,
            availability,
            languages: Some(serde_json::from_str(&row.languages)?),
            skills: Some(serde_json::from_str(&row.skills)?),
            name: row.name,
            email: Some(row.email),
            custom_role,
            merchant_id: row.merchant.map(Into::into),
            capacity_units: Some(row.capacity_units),
            state: row.state,
            second_factor: Some(second_factor),
            last_seen_at: row.last_seen_at.map(Into::into),
        })
    }
}

/// A user to invite.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "anna@acme.example", "name": "Anna Ek", "role": "agent",
    "languages": ["sv", "en"], "skills": ["returns"]}))]
pub(crate) struct CreateUser {
    #[schema(max_length = 254)]
    pub email: String,
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    pub role: Role,
    /// The name of a custom role on top of it.
    #[serde(default)]
    pub custom_role: Option<String>,
    /// For the roles of a merchant.
    #[serde(default)]
    pub merchant_id: Option<MerchantId>,
    #[serde(default)]
    #[schema(max_items = 50)]
    pub languages: Vec<String>,
    #[serde(default)]
    #[schema(max_items = 50)]
    pub skills: Vec<String>,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100)]
    pub capacity_units: Option<i64>,
}

/// Invite a user. A letter with a link goes to their own address, and to nobody else.
#[utoipa::path(post, path = "/v1/users", tag = "users", request_body = CreateUser,
    responses((status = 201, body = User)),
    extensions(("x-ombud-action" = json!("user.manage")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn create_user(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<CreateUser>,
) -> Result<Response, Problem> {
    let work = |session: &mut app::Session<'_, '_>, body: &CreateUser| {
        let new = NewUser {
            email: body.email.clone(),
            name: body.name.clone(),
            role: body.role.0,
            custom_role: body.custom_role.clone(),
            merchant: body.merchant_id.clone().map(|id| id.0),
            languages: body.languages.clone(),
            skills: body.skills.clone(),
            capacity_units: body.capacity_units,
        };
        User::try_from(users::create(session, &new)?)
    };
    command.run_with_or_without_key(&state, &principal, StatusCode::CREATED, work).await
}

/// List the users of the tenant, or of the administrator's own merchant; the newest first.
#[utoipa::path(get, path = "/v1/users", tag = "users", params(PageQuery),
    responses((status = 200, body = Page<User>)),
    extensions(("x-ombud-action" = json!("user.read"))))]
async fn list_users(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Page<User>>, Problem> {
    let asked = query.ask()?;
    let rows = asked.clone();
    let Json(rows) = read(&state, &principal, move |session| users::list(session, &rows)).await?;
    let place =
        |view: &UserView| store::Cursor { at: view.row.created_at, id: view.row.user.to_string() };
    let Page { items, next_cursor } = Page::of(rows, &asked, place, User::try_from);
    let items = items.into_iter().collect::<Result<_, AppError>>()?;
    Ok(Json(Page { items, next_cursor }))
}

/// Read a user.
#[utoipa::path(get, path = "/v1/users/{user_id}", tag = "users",
    params(("user_id" = UserId, Path)), responses((status = 200, body = User)),
    extensions(("x-ombud-action" = json!("user.read"))))]
async fn get_user(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<UserId>,
) -> Result<Json<User>, Problem> {
    read(&state, &principal, move |session| User::try_from(users::get(session, id.0)?)).await
}

/// A change of a user; what is absent stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeUser {
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    #[serde(default)]
    pub role: Option<Role>,
    /// The name of a custom role on top of it; empty: none any more.
    #[serde(default)]
    pub custom_role: Option<String>,
    #[serde(default)]
    #[schema(max_items = 50)]
    pub languages: Option<Vec<String>>,
    #[serde(default)]
    #[schema(max_items = 50)]
    pub skills: Option<Vec<String>>,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100)]
    pub capacity_units: Option<i64>,
}

/// Change a user. Whoever's role changes signs in again.
#[utoipa::path(patch, path = "/v1/users/{user_id}", tag = "users", request_body = ChangeUser,
    params(("user_id" = UserId, Path)), responses((status = 200, body = User)),
    extensions(("x-ombud-action" = json!("user.manage"))))]
async fn change_user(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<UserId>,
    command: Command<ChangeUser>,
) -> Result<Response, Problem> {
    let work = move |session: &mut app::Session<'_, '_>, body: &ChangeUser| {
        let custom_role = body.custom_role.clone();
        let change = UserChange {
            name: body.name.clone(),
            role: body.role.map(|role| role.0),
            custom_role: custom_role.map(|name| Some(name).filter(|name| !name.is_empty())),
            languages: body.languages.clone(),
            skills: body.skills.clone(),
            capacity_units: body.capacity_units,
        };
        User::try_from(users::change(session, id.0, &change)?)
    };
    command.run_with_or_without_key(&state, &principal, StatusCode::OK, work).await
}

/// Runs one step of a user, and shows it.
async fn step<W>(
    state: &AppState,
    Caller(principal): Caller,
    command: Command<Nothing>,
    mut work: W,
) -> Result<Response, Problem>
where
    W: FnMut(&mut app::Session<'_, '_>) -> Result<UserView, AppError> + Send + 'static,
{
    let work =
        move |session: &mut app::Session<'_, '_>, _: &Nothing| User::try_from(work(session)?);
    command.run_with_or_without_key(state, &principal, StatusCode::OK, work).await
}

/// Keep a user out, at once: every session ends, and what is open in it.
#[utoipa::path(post, path = "/v1/users/{user_id}/disable", tag = "users",
    params(("user_id" = UserId, Path)), responses((status = 200, body = User)),
    extensions(("x-ombud-action" = json!("user.manage")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn disable_user(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<UserId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    step(&state, caller, command, move |session| users::disable(session, id.0)).await
}

/// Let a disabled user in again.
#[utoipa::path(post, path = "/v1/users/{user_id}/enable", tag = "users",
    params(("user_id" = UserId, Path)), responses((status = 200, body = User)),
    extensions(("x-ombud-action" = json!("user.manage")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn enable_user(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<UserId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    step(&state, caller, command, move |session| users::enable(session, id.0)).await
}

/// Send a user a link to choose a password by: the first, or a new one.
#[utoipa::path(post, path = "/v1/users/{user_id}/invite", tag = "users",
    params(("user_id" = UserId, Path)), responses((status = 200, body = User)),
    extensions(("x-ombud-action" = json!("user.manage")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn invite_user(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<UserId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    step(&state, caller, command, move |session| users::invite(session, id.0)).await
}

/// A role of the product less some of its actions.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CustomRole {
    pub id: CustomRoleId,
    pub name: String,
    pub base_role: Role,
    /// The actions that are taken away.
    pub taken: Vec<String>,
}

impl From<RoleView> for CustomRole {
    fn from(role: RoleView) -> Self {
        Self {
            id: role.id.into(),
            name: role.name,
            base_role: role.base.into(),
            taken: role.taken.iter().map(|action| action.as_str().to_owned()).collect(),
        }
    }
}

/// A custom role to make.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Trainee", "base_role": "agent",
    "taken": ["refund.execute", "goodwill.grant"]}))]
pub(crate) struct CreateRole {
    #[schema(min_length = 1, max_length = 50)]
    pub name: String,
    pub base_role: Role,
    #[schema(max_items = 100)]
    pub taken: Vec<String>,
}

fn actions(names: &[String]) -> Result<BTreeSet<Action>, AppError> {
    let action = |name: &String| {
        let found: Result<Action, _> = name.parse();
        found.map_err(|error| AppError::invalid("taken", error.to_string()))
    };
    names.iter().map(action).collect()
}

/// Make a custom role. It can only take away.
#[utoipa::path(post, path = "/v1/roles", tag = "users", request_body = CreateRole,
    responses((status = 201, body = CustomRole)),
    extensions(("x-ombud-action" = json!("role.manage")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn create_role(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<CreateRole>,
) -> Result<Response, Problem> {
    let work = |session: &mut app::Session<'_, '_>, body: &CreateRole| {
        let taken = actions(&body.taken)?;
        let new = NewRole { name: body.name.clone(), base: body.base_role.0, taken };
        users::create_role(session, &new).map(CustomRole::from)
    };
    command.run_with_or_without_key(&state, &principal, StatusCode::CREATED, work).await
}

/// List the tenant's custom roles, by name.
#[utoipa::path(get, path = "/v1/roles", tag = "users",
    responses((status = 200, body = Vec<CustomRole>)),
    extensions(("x-ombud-action" = json!("user.read"))))]
async fn list_roles(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Vec<CustomRole>>, Problem> {
    read(&state, &principal, |session| {
        Ok(users::list_roles(session)?.into_iter().map(CustomRole::from).collect())
    })
    .await
}

/// A change of a custom role; what is absent stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeRole {
    #[serde(default)]
    #[schema(min_length = 1, max_length = 50)]
    pub name: Option<String>,
    #[serde(default)]
    #[schema(max_items = 100)]
    pub taken: Option<Vec<String>>,
}

/// Change a custom role. Whoever holds it signs in again.
#[utoipa::path(patch, path = "/v1/roles/{role_id}", tag = "users", request_body = ChangeRole,
    params(("role_id" = CustomRoleId, Path)), responses((status = 200, body = CustomRole)),
    extensions(("x-ombud-action" = json!("role.manage"))))]
async fn change_role(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CustomRoleId>,
    command: Command<ChangeRole>,
) -> Result<Response, Problem> {
    let work = move |session: &mut app::Session<'_, '_>, body: &ChangeRole| {
        let taken = body.taken.as_deref().map(actions).transpose()?;
        let change = RoleChange { name: body.name.clone(), taken };
        users::change_role(session, id.0, &change).map(CustomRole::from)
    };
    command.run_with_or_without_key(&state, &principal, StatusCode::OK, work).await
}
