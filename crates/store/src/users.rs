//! Users: people of the company's desk and of its merchants, with what they sign in by.
//!
//! A row holds a password's hash and a one-time code's secret; its `Debug` shows neither.

use kernel::{CustomRoleId, MerchantId, TenantId, Timestamp, UserId};

use crate::value::{Columns, FromRow};
use crate::{Cursor, StoreError, Tx, Value};

pub const INVITED: &str = "invited";
pub const ACTIVE: &str = "active";
pub const DISABLED: &str = "disabled";

/// One user.
#[derive(Clone, PartialEq)]
pub struct UserRow {
    pub tenant: TenantId,
    pub user: UserId,
    /// In lower case; unique in its tenant.
    pub email: String,
    pub name: String,
    pub role: String,
    pub custom_role: Option<CustomRoleId>,
    /// Whose user, for the roles of a merchant.
    pub merchant: Option<MerchantId>,
    /// JSON arrays of text.
    pub languages: String,
    pub skills: String,
    /// How much work at the same time, in units of the desk's routing.
    pub capacity_units: i64,
    pub locale: Option<String>,
    pub theme: Option<String>,
    /// `invited`, `active` or `disabled`.
    pub state: String,
    /// A PHC string.
    pub password_hash: Option<String>,
    /// Hexadecimal.
    pub totp_secret: Option<String>,
    /// Whether the person has shown a code of it.
    pub totp_confirmed: bool,
    /// The step of the last code used; it and those before are refused.
    pub totp_last_step: Option<i64>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub last_seen_at: Option<Timestamp>,
    /// 1 when inserted, one more with each save.
    pub version: i64,
}

impl std::fmt::Debug for UserRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserRow")
            .field("tenant", &self.tenant)
            .field("user", &self.user)
            .field("role", &self.role)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl FromRow for UserRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            user: columns.take()?,
            email: columns.take()?,
            name: columns.take()?,
            role: columns.take()?,
            custom_role: columns.take()?,
            merchant: columns.take()?,
            languages: columns.take()?,
            skills: columns.take()?,
            capacity_units: columns.take()?,
            locale: columns.take()?,
            theme: columns.take()?,
            state: columns.take()?,
            password_hash: columns.take()?,
            totp_secret: columns.take()?,
            totp_confirmed: columns.take()?,
            totp_last_step: columns.take()?,
            created_at: columns.take()?,
            updated_at: columns.take()?,
            last_seen_at: columns.take()?,
            version: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO users (tenant_id, user_id, email, name, role, custom_role_id, \
    merchant_id, languages, skills, capacity_units, locale, theme, state, password_hash, \
    totp_secret, totp_confirmed, totp_last_step, created_at, updated_at, last_seen_at, version) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, \
    $20, 1) ON CONFLICT (tenant_id, email) DO NOTHING";
const GET: &str = "SELECT tenant_id, user_id, email, name, role, custom_role_id, merchant_id, \
    languages, skills, capacity_units, locale, theme, state, password_hash, totp_secret, \
    totp_confirmed, totp_last_step, created_at, updated_at, last_seen_at, version FROM users \
    WHERE tenant_id = $1 AND user_id = $2";
const BY_EMAIL: &str = "SELECT tenant_id, user_id, email, name, role, custom_role_id, merchant_id, \
    languages, skills, capacity_units, locale, theme, state, password_hash, totp_secret, \
    totp_confirmed, totp_last_step, created_at, updated_at, last_seen_at, version FROM users \
    WHERE tenant_id = $1 AND email = $2";
const LIST: &str = "SELECT tenant_id, user_id, email, name, role, custom_role_id, merchant_id, \
    languages, skills, capacity_units, locale, theme, state, password_hash, totp_secret, \
    totp_confirmed, totp_last_step, created_at, updated_at, last_seen_at, version FROM users \
    WHERE tenant_id = $1 AND (created_at, user_id) < ($2, $3) \
    AND (CAST($4 AS TEXT) IS NULL OR merchant_id = $4) \
    ORDER BY created_at DESC, user_id DESC LIMIT $5";
const LIST_DESK: &str = "SELECT tenant_id, user_id, email, name, role, custom_role_id, merchant_id, \
    languages, skills, capacity_units, locale, theme, state, password_hash, totp_secret, \
    totp_confirmed, totp_last_step, created_at, updated_at, last_seen_at, version FROM users \
    WHERE tenant_id = $1 AND (created_at, user_id) < ($2, $3) AND merchant_id IS NULL \
    AND state = 'active' ORDER BY created_at DESC, user_id DESC LIMIT $4";
const SAVE: &str = "UPDATE users SET name = $4, role = $5, custom_role_id = $6, languages = $7, \
    skills = $8, capacity_units = $9, locale = $10, theme = $11, state = $12, password_hash = $13, \
    totp_secret = $14, totp_confirmed = $15, totp_last_step = $16, updated_at = $17, \
    version = version + 1 WHERE tenant_id = $1 AND user_id = $2 AND version = $3";
const SEEN: &str = "UPDATE users SET last_seen_at = $3 WHERE tenant_id = $1 AND user_id = $2 \
    AND (last_seen_at IS NULL OR last_seen_at < $3)";
const COUNT_ACTIVE: &str = "SELECT COUNT(*) FROM users WHERE tenant_id = $1 AND role = $2 \
    AND state = 'active' AND custom_role_id IS NULL";
const OF_CUSTOM_ROLE: &str = "SELECT user_id FROM users WHERE tenant_id = $1 \
    AND custom_role_id = $2 ORDER BY user_id";
const LINK: &str = "INSERT INTO user_identities (tenant_id, provider, subject, user_id, created_at) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, provider, subject) DO NOTHING";
const LINKED: &str = "SELECT user_id FROM user_identities \
    WHERE tenant_id = $1 AND provider = $2 AND subject = $3";
const ADD_CODE: &str =
    "INSERT INTO recovery_codes (tenant_id, user_id, code_hash) VALUES ($1, $2, $3)";
const USE_CODE: &str =
    "DELETE FROM recovery_codes WHERE tenant_id = $1 AND user_id = $2 AND code_hash = $3";
const DROP_CODES: &str = "DELETE FROM recovery_codes WHERE tenant_id = $1 AND user_id = $2";
const COUNT_CODES: &str =
    "SELECT COUNT(*) FROM recovery_codes WHERE tenant_id = $1 AND user_id = $2";

pub(crate) const STATEMENTS: &[&str] = &[
    INSERT,
    GET,
    BY_EMAIL,
    LIST,
    LIST_DESK,
    SAVE,
    SEEN,
    COUNT_ACTIVE,
    OF_CUSTOM_ROLE,
    LINK,
    LINKED,
    ADD_CODE,
    USE_CODE,
    DROP_CODES,
    COUNT_CODES,
];

/// Inserts a user; `false` when the tenant has one with this e-mail address already.
///
/// # Errors
/// As [`Tx::exec`].
pub fn insert(tx: &mut Tx<'_>, user: &UserRow) -> Result<bool, StoreError> {
    let params = [
        (&user.tenant).into(),
        user.user.into(),
        (&user.email).into(),
        (&user.name).into(),
        (&user.role).into(),
        user.custom_role.into(),
        user.merchant.as_ref().into(),
        (&user.languages).into(),
        (&user.skills).into(),
        user.capacity_units.into(),
        user.locale.as_ref().into(),
        user.theme.as_ref().into(),
        (&user.state).into(),
        user.password_hash.as_ref().into(),
        user.totp_secret.as_ref().into(),
        user.totp_confirmed.into(),
        user.totp_last_step.into(),
        user.created_at.into(),
        user.updated_at.into(),
        user.last_seen_at.into(),
    ];
    Ok(tx.exec(INSERT, &params)? == 1)
}

/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    user: UserId,
) -> Result<Option<UserRow>, StoreError> {
    tx.row(GET, &[tenant.into(), user.into()])
}

/// The user with an e-mail address in lower case.
///
/// # Errors
/// As [`Tx::query`].
pub fn by_email(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    email: &str,
) -> Result<Option<UserRow>, StoreError> {
    tx.row(BY_EMAIL, &[tenant.into(), email.into()])
}

/// Users from new to old, starting after `after`; `None`: those of every merchant and of none.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    merchant: Option<&MerchantId>,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<UserRow>, StoreError> {
    let params =
        [tenant.into(), after.at.into(), (&after.id).into(), merchant.into(), limit.into()];
    tx.rows(LIST, &params)
}

/// Active people of the company itself, from new to old, starting after `after`.
///
/// # Errors
/// As [`Tx::query`].
pub fn desk(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<UserRow>, StoreError> {
    tx.rows(LIST_DESK, &[tenant.into(), after.at.into(), (&after.id).into(), limit.into()])
}

/// Saves everything but e-mail address, merchant and times of a user that still has
/// `user.version`.
///
/// # Errors
/// [`StoreError::Conflict`] when it has not.
pub fn save(tx: &mut Tx<'_>, user: &UserRow) -> Result<(), StoreError> {
    let params = vec![
        (&user.tenant).into(),
        user.user.into(),
        user.version.into(),
        (&user.name).into(),
        (&user.role).into(),
        user.custom_role.into(),
        (&user.languages).into(),
        (&user.skills).into(),
        user.capacity_units.into(),
        user.locale.as_ref().into(),
        user.theme.as_ref().into(),
        (&user.state).into(),
        user.password_hash.as_ref().into(),
        user.totp_secret.as_ref().into(),
        user.totp_confirmed.into(),
        user.totp_last_step.into(),
        user.updated_at.into(),
    ];
    tx.exec_one(SAVE, params, "the user")
}

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn seen(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    user: UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.exec_deferred(SEEN, vec![tenant.into(), user.into(), now.into()])
}

/// How many users with a whole role may come in.
///
/// # Errors
/// As [`Tx::query`].
pub fn count_active(tx: &mut Tx<'_>, tenant: &TenantId, role: &str) -> Result<i64, StoreError> {
    tx.query_one(COUNT_ACTIVE, &[tenant.into(), role.into()])?.get(0)
}

/// Who holds a custom role.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_custom_role(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    role: CustomRoleId,
) -> Result<Vec<UserId>, StoreError> {
    let rows = tx.query(OF_CUSTOM_ROLE, &[tenant.into(), role.into()])?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// Notes that a provider's subject is this user. The first to be noted stays.
///
/// # Errors
/// As [`Tx::exec`].
pub fn link(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (provider, subject): (&str, &str),
    user: UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let params: [Value; 5] =
        [tenant.into(), provider.into(), subject.into(), user.into(), now.into()];
    tx.exec(LINK, &params).map(|_| ())
}

/// The user that a provider's subject is.
///
/// # Errors
/// As [`Tx::query`].
pub fn linked(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (provider, subject): (&str, &str),
) -> Result<Option<UserId>, StoreError> {
    let row = tx.query_opt(LINKED, &[tenant.into(), provider.into(), subject.into()])?;
    row.map(|row| row.get(0)).transpose()
}

/// Keeps the hashes of new recovery codes; those from before are gone.
///
/// # Errors
/// As [`Tx::exec`].
pub fn set_recovery_codes(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    user: UserId,
    hashes: &[String],
) -> Result<(), StoreError> {
    tx.exec(DROP_CODES, &[tenant.into(), user.into()])?;
    for hash in hashes {
        tx.exec(ADD_CODE, &[tenant.into(), user.into(), hash.into()])?;
    }
    Ok(())
}

/// Uses a recovery code up; `false` when there is none with this hash.
///
/// # Errors
/// As [`Tx::exec`].
pub fn use_recovery_code(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    user: UserId,
    hash: &str,
) -> Result<bool, StoreError> {
    Ok(tx.exec(USE_CODE, &[tenant.into(), user.into(), hash.into()])? == 1)
}

/// How many recovery codes are left.
///
/// # Errors
/// As [`Tx::query`].
pub fn recovery_codes_left(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    user: UserId,
) -> Result<i64, StoreError> {
    tx.query_one(COUNT_CODES, &[tenant.into(), user.into()])?.get(0)
}
