//! Custom roles: a role of the product less some of its actions. They can only take away.

use std::collections::BTreeSet;

use compliance::authority::{Action, Role, Withheld};
use kernel::CustomRoleId;
use store::custom_roles::CustomRoleRow;

use super::USER_ROLES;
use crate::sign_in::{self, EndReason};
use crate::{AppError, Session};

const NAME_CHARS_MAX: usize = 50;
/// Most custom roles of a tenant.
const ROLES_MAX: u32 = 200;

/// A custom role to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRole {
    pub name: String,
    pub base: Role,
    pub taken: BTreeSet<Action>,
}

/// A change of a custom role; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleChange {
    pub name: Option<String>,
    pub taken: Option<BTreeSet<Action>>,
}

/// A custom role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleView {
    pub id: CustomRoleId,
    pub name: String,
    pub base: Role,
    pub taken: BTreeSet<Action>,
}

/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Invalid`]; `role_exists`.
pub fn create(s: &mut Session<'_, '_>, new: &NewRole) -> Result<RoleView, AppError> {
    let on = s.of_tenant();
    s.check(Action::RoleManage, &on)?;
    if !USER_ROLES.contains(&new.base) {
        let problem = format!("nobody signs in as {}", new.base);
        return Err(AppError::invalid("base_role", problem));
    }
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    if store::custom_roles::list(s.tx(), &tenant, ROLES_MAX)?.len() >= ROLES_MAX as usize {
        let why = format!("at most {ROLES_MAX} custom roles");
        return Err(AppError::unprocessable("too_many_roles", why));
    }
    let role = CustomRoleRow {
        tenant,
        id: CustomRoleId::generate(now, s.rng()),
        name: checked_name(&new.name)?,
        base_role: new.base.as_str().to_owned(),
        taken: serde_json::to_string(&new.taken)?,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    if !store::custom_roles::insert(s.tx(), &role)? {
        return Err(exists());
    }
    let body = serde_json::json!({ "base": role.base_role, "taken": new.taken });
    s.audit("role.created", format!("role/{}", role.id), Some(body));
    view(role)
}

/// The tenant's custom roles, by name.
///
/// # Errors
/// [`AppError::Forbidden`].
pub fn list(s: &mut Session<'_, '_>) -> Result<Vec<RoleView>, AppError> {
    let on = s.of_tenant();
    s.check(Action::UserRead, &on)?;
    let tenant = s.tenant().clone();
    let rows = store::custom_roles::list(s.tx(), &tenant, ROLES_MAX)?;
    rows.into_iter().map(view).collect()
}

/// Changes a custom role. Whoever holds it signs in again.
///
/// # Errors
/// As [`create`], and [`AppError::NotFound`].
pub fn change(
    s: &mut Session<'_, '_>,
    id: CustomRoleId,
    change: &RoleChange,
) -> Result<RoleView, AppError> {
    let on = s.of_tenant();
    s.check(Action::RoleManage, &on)?;
    let tenant = s.tenant().clone();
    let found = store::custom_roles::get(s.tx(), &tenant, id)?;
    let mut role = found.ok_or_else(|| AppError::not_found("the custom role", &id))?;
    if let Some(name) = &change.name {
        let name = checked_name(name)?;
        let other = store::custom_roles::by_name(s.tx(), &tenant, &name)?;
        if other.is_some_and(|other| other.id != id) {
            return Err(exists());
        }
        role.name = name;
    }
    if let Some(taken) = &change.taken {
        role.taken = serde_json::to_string(taken)?;
    }
    role.updated_at = s.app().now();
    store::custom_roles::save(s.tx(), &role)?;
    let body = serde_json::json!({ "taken": change.taken });
    s.audit("role.changed", format!("role/{id}"), Some(body));
    for user in store::users::of_custom_role(s.tx(), &tenant, id)? {
        sign_in::end_of_user(s, user, EndReason::RightsChanged, None)?;
    }
    view(role)
}

/// The custom role of a name, for a user of this role.
pub(super) fn find(
    s: &mut Session<'_, '_>,
    name: &str,
    base: Role,
) -> Result<CustomRoleRow, AppError> {
    let tenant = s.tenant().clone();
    let found = store::custom_roles::by_name(s.tx(), &tenant, name)?;
    let fits = found.filter(|role| role.base_role == base.as_str());
    let problem = || format!("there is no custom role of this name on top of {base}");
    fits.ok_or_else(|| AppError::invalid("custom_role", problem()))
}

/// What a role takes away. An action that this program no longer knows was taken from nobody.
pub(super) fn withheld(role: &CustomRoleRow) -> Result<Withheld, AppError> {
    let names: Vec<String> = serde_json::from_str(&role.taken)?;
    Ok(names.iter().filter_map(|name| name.parse::<Action>().ok()).collect())
}

fn view(role: CustomRoleRow) -> Result<RoleView, AppError> {
    let base = role.base_role.parse();
    Ok(RoleView {
        id: role.id,
        taken: withheld(&role)?.actions().collect(),
        name: role.name,
        base: base.map_err(|error| AppError::internal("a stored role", error))?,
    })
}

fn checked_name(name: &str) -> Result<String, AppError> {
    let name = name.trim();
    let chars = name.chars().count();
    let taken = Role::ALL.into_iter().any(|role| role.as_str() == name);
    if taken || !(1..=NAME_CHARS_MAX).contains(&chars) || name.chars().any(char::is_control) {
        let problem = format!("must have 1 to {NAME_CHARS_MAX} characters, and be no role of ours");
        return Err(AppError::invalid("name", problem));
    }
    Ok(name.to_owned())
}

fn exists() -> AppError {
    AppError::conflict("role_exists", "there is a custom role of this name")
}
