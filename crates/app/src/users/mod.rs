//! Users: people of the company's desk and of its merchants. Invited, changed, disabled; every change
//! is audited, and whoever's rights change signs in again.
//!
//! An invitation goes to the person's own address and is never shown to whoever invites: otherwise an
//! administrator could sit in two seats, and four eyes would be two of one head's.

mod checks;
mod roles;

use compliance::authority::{Action, Principal, Resource, Role, Verdict, Withheld};
use kernel::{MerchantId, PrincipalId, Secret, TenantId, Timestamp, UserId};
use store::Tx;
use store::users::{ACTIVE, DISABLED, INVITED, UserRow};

use crate::after::After;
use crate::seats::{self, Availability};
use crate::session::Ask;
use crate::sign_in::{self, EndReason};
use crate::{App, AppError, Page, Session};

use checks::{checked_email, tags, units};
pub(crate) use checks::{checked_name, normal_email};
pub use roles::{
    NewRole, RoleChange, RoleView, change as change_role, create as create_role, list as list_roles,
};

/// How much work a user has at the same time when nothing is said.
const CAPACITY_UNITS_DEFAULT: i64 = 4;

/// The roles that people sign in with.
pub const USER_ROLES: [Role; 7] = [
    Role::Agent,
    Role::Supervisor,
    Role::ComplianceOfficer,
    Role::Auditor,
    Role::Operator,
    Role::Merchant,
    Role::MerchantAdmin,
];

/// A user to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUser {
    pub email: String,
    pub name: String,
    pub role: Role,
    /// The name of a custom role on top of it.
    pub custom_role: Option<String>,
    /// Required for the roles of a merchant, absent for all others.
    pub merchant: Option<MerchantId>,
    pub languages: Vec<String>,
    pub skills: Vec<String>,
    pub capacity_units: Option<i64>,
}

/// A change of a user; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserChange {
    pub name: Option<String>,
    pub role: Option<Role>,
    /// `Some(None)`: no custom role any more.
    pub custom_role: Option<Option<String>>,
    pub languages: Option<Vec<String>>,
    pub skills: Option<Vec<String>>,
    pub capacity_units: Option<i64>,
}

/// A user, and what is known beside the row.
#[derive(Debug, Clone, PartialEq)]
pub struct UserView {
    pub row: UserRow,
    pub custom_role: Option<String>,
    /// Whether more than a password is asked for.
    pub second_factor: bool,
    /// Whether they take conversations now; `None` for who has no seat.
    pub availability: Option<Availability>,
    /// The principal sees what it takes to hand something over, and no more.
    pub brief: bool,
}

/// Invites somebody: a letter with a link goes to their address.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Invalid`]; `user_exists`; `no_mailer`.
pub fn create(s: &mut Session<'_, '_>, new: &NewUser) -> Result<UserView, AppError> {
    may(s, Action::UserManage, new.merchant.as_ref())?;
    own_kind(s, new.role)?;
    needs_mailer(s)?;
    let user = make(s, new)?;
    send(s, &user)?;
    view(s, user)
}

/// As [`create`], by whoever runs the program on its machine: with a password at once, or with an
/// invitation that is handed back and not sent.
///
/// # Errors
/// As [`create`].
pub fn create_on_machine(
    s: &mut Session<'_, '_>,
    new: &NewUser,
    password: Option<&Secret>,
) -> Result<(UserRow, Option<Secret>), AppError> {
    may(s, Action::UserManage, new.merchant.as_ref())?;
    let mut user = make(s, new)?;
    let Some(password) = password else {
        let ticket = sign_in::invitation(s, user.user)?;
        return Ok((user, Some(ticket)));
    };
    let app = s.app().clone();
    identity::passwords::check(password.expose(), &[&user.email, &user.name])
        .map_err(|weak| AppError::invalid("password", weak.to_string()))?;
    user.password_hash = Some(sign_in::hash_blocking(&app, password)?);
    ACTIVE.clone_into(&mut user.state);
    store::users::save(s.tx(), &user)?;
    user.version += 1;
    Ok((user, None))
}

/// A new invitation of a user, by whoever runs the program: the link.
///
/// # Errors
/// [`AppError::NotFound`].
pub fn invite_on_machine(s: &mut Session<'_, '_>, email: &str) -> Result<String, AppError> {
    let user = by_email(s, email)?;
    may(s, Action::UserManage, user.merchant.as_ref())?;
    s.audit("user.invited", format!("user/{}", user.user), None);
    let ticket = sign_in::invitation(s, user.user)?;
    Ok(invitation_link(s.app(), role_of(&user)?, &ticket))
}

/// The user with an address.
///
/// # Errors
/// [`AppError::NotFound`].
pub fn by_email(s: &mut Session<'_, '_>, email: &str) -> Result<UserRow, AppError> {
    let (tenant, email) = (s.tenant().clone(), normal_email(email));
    let user = store::users::by_email(s.tx(), &tenant, &email)?;
    user.ok_or_else(|| AppError::not_found("the user", &email))
}

/// Where a link with an invitation leads.
pub fn invitation_link(app: &App, role: Role, ticket: &Secret) -> String {
    let pages = if role.is_of_one_merchant() { "merchant" } else { "desk" };
    // Behind the hash: it reaches no server's log.
    format!("{}/{pages}/invitation#{}", app.sign_in_options().public_url, ticket.expose())
}

fn make(s: &mut Session<'_, '_>, new: &NewUser) -> Result<UserRow, AppError> {
    if !USER_ROLES.contains(&new.role) {
        return Err(AppError::invalid("role", format!("nobody signs in as {}", new.role)));
    }
    if new.role.is_of_one_merchant() != new.merchant.is_some() {
        let problem = "is needed for the roles of a merchant, and for no other";
        return Err(AppError::invalid("merchant_id", problem));
    }
    let email = checked_email(&new.email)?;
    let name = checked_name(&new.name)?;
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let id = UserId::generate(now, s.rng());
    let custom_role = match &new.custom_role {
        Some(name) => Some(roles::find(s, name, new.role)?.id),
        None => None,
    };
    let user = UserRow {
        custom_role,
        merchant: new.merchant.clone(),
        languages: tags("languages", &new.languages)?,
        skills: tags("skills", &new.skills)?,
        capacity_units: units(new.capacity_units.unwrap_or(CAPACITY_UNITS_DEFAULT))?,
        ..new_row(&tenant, id, (&email, &name), new.role, now)
    };
    if !store::users::insert(s.tx(), &user)? {
        return Err(AppError::conflict("user_exists", "there is a user with this e-mail address"));
    }
    let body = serde_json::json!({ "role": user.role });
    s.audit("user.created", format!("user/{id}"), Some(body));
    Ok(user)
}

/// An invited user with nothing set.
pub(crate) fn new_row(
    tenant: &TenantId,
    user: UserId,
    (email, name): (&str, &str),
    role: Role,
    now: Timestamp,
) -> UserRow {
    UserRow {
        tenant: tenant.clone(),
        user,
        email: email.to_owned(),
        name: name.to_owned(),
        role: role.as_str().to_owned(),
        custom_role: None,
        merchant: None,
        languages: "[]".to_owned(),
        skills: "[]".to_owned(),
        capacity_units: CAPACITY_UNITS_DEFAULT,
        locale: None,
        theme: None,
        state: INVITED.to_owned(),
        password_hash: None,
        totp_secret: None,
        totp_confirmed: false,
        totp_last_step: None,
        created_at: now,
        updated_at: now,
        last_seen_at: None,
        version: 1,
    }
}

/// Users from new to old: of the tenant, or of the administrator's own merchant.
///
/// # Errors
/// [`AppError::Forbidden`].
pub fn list(s: &mut Session<'_, '_>, page: &Page) -> Result<Vec<UserView>, AppError> {
    let merchant = s.principal().merchant.clone();
    may(s, Action::UserRead, merchant.as_ref())?;
    let (tenant, after) = (s.tenant().clone(), page.after_newest());
    let rows = match sees_briefly(s) {
        true => store::users::desk(s.tx(), &tenant, &after, page.limit)?,
        false => store::users::list(s.tx(), &tenant, merchant.as_ref(), &after, page.limit)?,
    };
    rows.into_iter().map(|row| view(s, row)).collect()
}

/// # Errors
/// [`AppError::NotFound`], also for another merchant's.
pub fn get(s: &mut Session<'_, '_>, user: UserId) -> Result<UserView, AppError> {
    let row = load(s, Action::UserRead, user)?;
    view(s, row)
}

/// Changes a user. Whoever's role changes signs in again.
///
/// # Errors
/// [`AppError::Forbidden`] for one's own role; `last_operator`; [`AppError::Invalid`].
pub fn change(
    s: &mut Session<'_, '_>,
    user: UserId,
    change: &UserChange,
) -> Result<UserView, AppError> {
    let before = load(s, Action::UserManage, user)?;
    let mut row = before.clone();
    if let Some(name) = &change.name {
        row.name = checked_name(name)?;
    }
    if let Some(role) = change.role {
        own_kind(s, role)?;
        if !USER_ROLES.contains(&role) || role.is_of_one_merchant() != row.merchant.is_some() {
            let problem = "a user stays on their own side: of the desk, or of the merchant";
            return Err(AppError::invalid("role", problem));
        }
        role.as_str().clone_into(&mut row.role);
        // A custom role belongs to its base.
        if row.role != before.role && change.custom_role.is_none() {
            row.custom_role = None;
        }
    }
    if let Some(custom) = &change.custom_role {
        row.custom_role = match custom {
            Some(name) => Some(roles::find(s, name, role_of(&row)?)?.id),
            None => None,
        };
    }
    if let Some(languages) = &change.languages {
        row.languages = tags("languages", languages)?;
    }
    if let Some(skills) = &change.skills {
        row.skills = tags("skills", skills)?;
    }
    if let Some(capacity) = change.capacity_units {
        row.capacity_units = units(capacity)?;
    }
    let rights = (&row.role, row.custom_role) != (&before.role, before.custom_role);
    if rights {
        not_oneself(s, user)?;
        keep_an_operator(s, &before)?;
    }
    let body = serde_json::json!({ "role": row.role, "rights": rights });
    save(s, &mut row, "user.changed", Some(body))?;
    match rights {
        true => sign_in::end_of_user(s, user, EndReason::RightsChanged, None)?,
        false => s.after(After::Forget),
    }
    view(s, row)
}

/// Keeps a user out, at once: every session ends.
///
/// # Errors
/// [`AppError::Forbidden`] for oneself; `last_operator`.
pub fn disable(s: &mut Session<'_, '_>, user: UserId) -> Result<UserView, AppError> {
    let mut row = load(s, Action::UserManage, user)?;
    not_oneself(s, user)?;
    if row.state != DISABLED {
        keep_an_operator(s, &row)?;
        DISABLED.clone_into(&mut row.state);
        save(s, &mut row, "user.disabled", None)?;
    }
    sign_in::end_of_user(s, user, EndReason::UserDisabled, None)?;
    view(s, row)
}

/// Lets a disabled user in again.
///
/// # Errors
/// [`AppError::NotFound`].
pub fn enable(s: &mut Session<'_, '_>, user: UserId) -> Result<UserView, AppError> {
    let mut row = load(s, Action::UserManage, user)?;
    not_oneself(s, user)?;
    if row.state == DISABLED {
        // Whoever never chose a password is still invited.
        let state = if row.password_hash.is_some() { ACTIVE } else { INVITED };
        state.clone_into(&mut row.state);
        save(s, &mut row, "user.enabled", None)?;
    }
    view(s, row)
}

/// Sends a link by which the user chooses a password: the first, or a new one.
///
/// # Errors
/// `user_disabled`; `no_mailer`.
pub fn invite(s: &mut Session<'_, '_>, user: UserId) -> Result<UserView, AppError> {
    let row = load(s, Action::UserManage, user)?;
    if row.state == DISABLED {
        return Err(AppError::conflict("user_disabled", "the user is disabled: enable them first"));
    }
    needs_mailer(s)?;
    send(s, &row)?;
    s.audit("user.invited", format!("user/{user}"), None);
    view(s, row)
}

fn send(s: &mut Session<'_, '_>, user: &UserRow) -> Result<(), AppError> {
    let ticket = sign_in::invitation(s, user.user)?;
    let link = invitation_link(s.app(), role_of(user)?, &ticket);
    sign_in::send_invitation(s, user, &link);
    Ok(())
}

fn save(
    s: &mut Session<'_, '_>,
    row: &mut UserRow,
    what: &str,
    body: Option<serde_json::Value>,
) -> Result<(), AppError> {
    row.updated_at = s.app().now();
    store::users::save(s.tx(), row)?;
    row.version += 1;
    s.audit(what, format!("user/{}", row.user), body);
    Ok(())
}

/// The principal that a user acts as, and the name of the custom role.
pub(crate) fn principal_of(
    tx: &mut Tx<'_>,
    user: &UserRow,
) -> Result<(Principal, Option<String>), AppError> {
    let (mut withheld, mut name) = (Withheld::default(), None);
    if let Some(id) = user.custom_role {
        let role = store::custom_roles::get(tx, &user.tenant, id)?;
        // A custom role that is gone leaves nothing to stand on.
        let role = role.ok_or_else(|| AppError::broken("a user's custom role is missing"))?;
        withheld = roles::withheld(&role)?;
        name = Some(role.name);
    }
    let id = PrincipalId::new(user.user.to_string())
        .map_err(|error| AppError::internal("a user's id", error))?;
    let principal = Principal {
        tenant: user.tenant.clone(),
        role: role_of(user)?,
        id: Some(id),
        merchant: user.merchant.clone(),
        customer: None,
        withheld,
    };
    Ok((principal, name))
}

fn role_of(user: &UserRow) -> Result<Role, AppError> {
    user.role.parse().map_err(|error| AppError::internal("a stored role", error))
}

fn view(s: &mut Session<'_, '_>, row: UserRow) -> Result<UserView, AppError> {
    let tenant = s.tenant().clone();
    let custom_role = match row.custom_role {
        Some(id) => store::custom_roles::get(s.tx(), &tenant, id)?.map(|role| role.name),
        None => None,
    };
    let passkeys = store::passkeys::of_user(s.tx(), &tenant, row.user)?;
    let second_factor = row.totp_confirmed || !passkeys.is_empty();
    let availability = seats::availability(s, row.user)?;
    let brief = sees_briefly(s);
    Ok(UserView { row, custom_role, second_factor, availability, brief })
}

/// Whoever neither leads, watches nor manages sees who there is to mention or to hand over to.
fn sees_briefly(s: &Session<'_, '_>) -> bool {
    let on = Resource { merchant: s.principal().merchant.clone(), ..s.of_tenant() };
    let allows = |action| matches!(s.verdict(action, &on, Ask::default()), Verdict::Allow { .. });
    !allows(Action::UserManage) && !allows(Action::DeskReport)
}

fn may(
    s: &mut Session<'_, '_>,
    action: Action,
    merchant: Option<&MerchantId>,
) -> Result<(), AppError> {
    let on = Resource { merchant: merchant.cloned(), ..s.of_tenant() };
    s.check(action, &on)
}

fn load(s: &mut Session<'_, '_>, action: Action, user: UserId) -> Result<UserRow, AppError> {
    let tenant = s.tenant().clone();
    let row = store::users::get(s.tx(), &tenant, user)?;
    let Some(row) = row else {
        // Whoever may not see another's hears the same of what is not there.
        let merchant = s.principal().merchant.clone();
        may(s, action, merchant.as_ref())?;
        return Err(AppError::not_found("the user", &user));
    };
    may(s, action, row.merchant.as_ref())?;
    Ok(row)
}

/// A merchant's administrator gives the roles of a merchant alone.
fn own_kind(s: &Session<'_, '_>, role: Role) -> Result<(), AppError> {
    if s.principal().role.is_of_one_merchant() && !role.is_of_one_merchant() {
        return Err(AppError::invalid("role", "must be merchant or merchant_admin"));
    }
    Ok(())
}

fn not_oneself(s: &mut Session<'_, '_>, user: UserId) -> Result<(), AppError> {
    let own = s.principal().id.as_ref().is_some_and(|id| id.as_str() == user.to_string());
    if own {
        let why =
            "nobody changes their own role or keeps themselves out: ask another administrator";
        return Err(AppError::Forbidden { why: why.to_owned() });
    }
    Ok(())
}

/// A tenant without an operator could be mended on its machine alone.
fn keep_an_operator(s: &mut Session<'_, '_>, before: &UserRow) -> Result<(), AppError> {
    let whole = role_of(before)? == Role::Operator && before.custom_role.is_none();
    if !whole || before.state != ACTIVE {
        return Ok(());
    }
    let tenant = s.tenant().clone();
    if store::users::count_active(s.tx(), &tenant, Role::Operator.as_str())? > 1 {
        return Ok(());
    }
    let why = "this is the last operator who can sign in: make another one first";
    Err(AppError::conflict("last_operator", why))
}

fn needs_mailer(s: &Session<'_, '_>) -> Result<(), AppError> {
    if s.app().sign_in_options().mailer.is_some() {
        return Ok(());
    }
    let why = "invitations go by e-mail, and no mailer is configured: use `ombud user invite`";
    Err(AppError::unprocessable("no_mailer", why))
}
