//! API keys: who may come in, as whom. Only hashes are kept; the secret is shown once.

use compliance::authority::{Action, Principal, Resource, Role};
use kernel::canonical::Sha256Hex;
use kernel::{ApiKeyId, CustomerId, MerchantId, PrincipalId, Rng, Secret, TenantId, Timestamp};
use store::Tx;
use store::api_keys::ApiKeyRow;
use tokio::sync::broadcast;

use crate::after::After;
use crate::{App, AppError, Session};

/// What every secret begins with, so that scanners find a leaked one.
pub const SECRET_PREFIX: &str = "ombud_sk_";
/// Longest token that is looked at.
const TOKEN_BYTES_MAX: usize = 200;
/// Longest label.
const LABEL_CHARS_MAX: usize = 100;

/// A key to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    pub role: Role,
    /// Who acts with it: the merchant's id for the roles of a merchant, the customer's for a
    /// consumer, otherwise whoever it is.
    pub subject: PrincipalId,
    pub label: String,
    pub expires_at: Option<Timestamp>,
}

/// A key that was made. The secret is shown now and never again.
#[derive(Debug, Clone)]
pub struct CreatedKey {
    pub row: ApiKeyRow,
    pub secret: Secret,
}

/// The key that somebody came in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldKey {
    pub tenant: TenantId,
    pub id: ApiKeyId,
    pub expires_at: Option<Timestamp>,
}

/// A key that was revoked: what is open with it must be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyEnded {
    pub tenant: TenantId,
    pub key: ApiKeyId,
}

/// Makes a key. A merchant's administrator makes keys of the own merchant alone. Nobody makes one
/// for a seat that decides, pays or approves: whoever holds the operator's key would be two people
/// at once, and four eyes would be two of one head's. Those are made on the machine
/// ([`create_on_machine`]).
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Invalid`] for a role of the desk, for a subject that acts in
/// another role already, and for a key that would end before it is used.
pub fn create(s: &mut Session<'_, '_>, new: NewKey) -> Result<CreatedKey, AppError> {
    let case = of_key(s, &new)?;
    s.check(Action::ApiKeyManage, &case)?;
    if new.role.moves_money() || new.role.approves() {
        let problem = format!(
            "a key for {} decides over money or policy and is made on the machine: ombud key create",
            new.role
        );
        return Err(AppError::invalid("role", problem));
    }
    make(s, new)
}

/// As [`create`], by whoever runs the program on its machine: for every role that has keys.
///
/// # Errors
/// As [`create`], except that every role but policy code's is taken.
pub fn create_on_machine(s: &mut Session<'_, '_>, new: NewKey) -> Result<CreatedKey, AppError> {
    let case = of_key(s, &new)?;
    s.check(Action::ApiKeyManage, &case)?;
    make(s, new)
}

fn make(s: &mut Session<'_, '_>, new: NewKey) -> Result<CreatedKey, AppError> {
    one_seat(s, &new)?;
    let (app, tenant, now) = (s.app().clone(), s.tenant().clone(), s.now());
    let real_now = app.now();
    let id = ApiKeyId::generate(now, s.rng());
    let created = insert(s.tx(), &app, &tenant, id, new, real_now)?;
    let body = serde_json::json!({ "role": created.row.role });
    s.audit("api_key.created", format!("api_key/{id}"), Some(body));
    Ok(created)
}

/// One subject, one seat: a name that acts in two roles could ask in one and approve in the other,
/// and the books would show one person where there were two, or two where there was one.
fn one_seat(s: &mut Session<'_, '_>, new: &NewKey) -> Result<(), AppError> {
    let own = s.principal().id.as_ref() == Some(&new.subject) && s.principal().role != new.role;
    // A shop is one subject, whoever of it comes in.
    let shop = new.role.is_of_one_merchant() && s.principal().role.is_of_one_merchant();
    if own && !shop {
        return Err(AppError::invalid("subject", "must not be your own in another role"));
    }
    let (tenant, real_now) = (s.tenant().clone(), s.app().now());
    // A person signs in as themselves; what comes in with a key is a program.
    if let Ok(user) = new.subject.as_str().parse()
        && store::users::get(s.tx(), &tenant, user)?.is_some()
    {
        let problem = "is a person who signs in: name the program that will have the key";
        return Err(AppError::invalid("subject", problem));
    }
    for held in store::api_keys::live_roles(s.tx(), &tenant, &new.subject, real_now)? {
        let held: Role =
            held.parse().map_err(|error| AppError::internal("a stored role", error))?;
        if held != new.role && !(held.is_of_one_merchant() && new.role.is_of_one_merchant()) {
            let problem = format!("has a live key as {held}: revoke it, or name another subject");
            return Err(AppError::invalid("subject", problem));
        }
    }
    Ok(())
}

/// The first key of a tenant, made by whoever runs the program.
///
/// # Errors
/// The store's.
pub fn bootstrap(
    tx: &mut Tx<'_>,
    app: &App,
    tenant: &TenantId,
    new: NewKey,
) -> Result<CreatedKey, AppError> {
    let now = app.now();
    let id = ApiKeyId::generate(now, &mut Rng::seeded(app.seed()));
    insert(tx, app, tenant, id, new, now)
}

fn insert(
    tx: &mut Tx<'_>,
    app: &App,
    tenant: &TenantId,
    id: ApiKeyId,
    new: NewKey,
    now: Timestamp,
) -> Result<CreatedKey, AppError> {
    if new.label.chars().count() > LABEL_CHARS_MAX {
        let problem = format!("at most {LABEL_CHARS_MAX} characters");
        return Err(AppError::invalid("label", problem));
    }
    if new.role == Role::System {
        return Err(AppError::invalid("role", "policy code has no key"));
    }
    if let Some(over) = new.expires_at.filter(|end| *end <= now) {
        let problem = format!("{over} is in the past (it is {now}): give a later instant, or none");
        return Err(AppError::invalid("expires_at", problem));
    }
    let secret = app.new_secret(SECRET_PREFIX);
    let row = ApiKeyRow {
        tenant: tenant.clone(),
        key_hash: Sha256Hex::of(secret.expose().as_bytes()),
        id,
        role: new.role.as_str().to_owned(),
        subject: new.subject,
        label: new.label,
        created_at: now,
        expires_at: new.expires_at,
        revoked_at: None,
    };
    store::api_keys::insert(tx, &row)?;
    Ok(CreatedKey { row, secret })
}

/// The keys of the tenant, or of the administrator's own merchant.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn list(s: &mut Session<'_, '_>) -> Result<Vec<ApiKeyRow>, AppError> {
    let merchant = s.principal().merchant.clone();
    let case = Resource { merchant: merchant.clone(), ..s.of_tenant() };
    s.check(Action::ApiKeyManage, &case)?;
    let tenant = s.tenant().clone();
    let rows = store::api_keys::list(s.tx(), &tenant)?;
    Ok(rows.into_iter().filter(|row| is_of(row, merchant.as_ref())).collect())
}

/// Revokes a key, at once.
///
/// # Errors
/// [`AppError::NotFound`], also for another merchant's key.
pub fn revoke(s: &mut Session<'_, '_>, id: ApiKeyId) -> Result<(), AppError> {
    let known = list(s)?;
    if !known.iter().any(|row| row.id == id) {
        return Err(AppError::not_found("the API key", &id));
    }
    let tenant = s.tenant().clone();
    let now = s.app().now();
    if store::api_keys::revoke(s.tx(), &tenant, id, now)? {
        s.audit("api_key.revoked", format!("api_key/{id}"), None);
        s.after(After::KeyEnded(KeyEnded { tenant, key: id }));
    }
    Ok(())
}

/// Who a token stands for.
///
/// # Errors
/// [`AppError::Unauthenticated`] for a token that is unknown, revoked or expired.
pub fn authenticate(
    tx: &mut Tx<'_>,
    token: &str,
    now: Timestamp,
) -> Result<(Principal, HeldKey), AppError> {
    let hash = hash_of(token).ok_or(AppError::Unauthenticated)?;
    let row = store::api_keys::find(tx, &hash)?.filter(|row| row.is_live(now));
    let row = row.ok_or(AppError::Unauthenticated)?;
    let held = HeldKey { tenant: row.tenant.clone(), id: row.id, expires_at: row.expires_at };
    Ok((principal(row)?, held))
}

/// What a key is found by; `None` for what can be none. The secret has 256 random bits: a plain hash
/// cannot be searched, and finding the row by it tells an attacker nothing about other secrets.
fn hash_of(token: &str) -> Option<Sha256Hex> {
    let may_be_one = token.starts_with(SECRET_PREFIX) && token.len() <= TOKEN_BYTES_MAX;
    may_be_one.then(|| Sha256Hex::of(token.as_bytes()))
}

fn principal(row: ApiKeyRow) -> Result<Principal, AppError> {
    let role: Role =
        row.role.parse().map_err(|error| AppError::internal("a stored role", error))?;
    let merchant = role.is_of_one_merchant().then(|| MerchantId::new(row.subject.as_str()));
    let customer = (role == Role::Consumer).then(|| CustomerId::new(row.subject.as_str()));
    let broken = |error| AppError::internal("the subject of a key", error);
    Ok(Principal {
        tenant: row.tenant,
        role,
        merchant: merchant.transpose().map_err(broken)?,
        customer: customer.transpose().map_err(broken)?,
        id: Some(row.subject),
        withheld: Default::default(),
    })
}

/// A language model or an agent of another company, for one signed-in customer: it reaches what is theirs, and no more.
///
/// # Errors
/// [`AppError::Forbidden`] for any other role.
pub fn speaking_with(principal: Principal, customer: CustomerId) -> Result<Principal, AppError> {
    if !matches!(principal.role, Role::Ai | Role::OutsideAgent) {
        let why = "only a language model, or an agent, speaks with a customer on their behalf";
        return Err(AppError::Forbidden { why: why.to_owned() });
    }
    Ok(Principal { customer: Some(customer), ..principal })
}

/// Whose key it would be.
fn of_key(s: &Session<'_, '_>, new: &NewKey) -> Result<Resource, AppError> {
    let merchant = new.role.is_of_one_merchant().then(|| MerchantId::new(new.subject.as_str()));
    let merchant =
        merchant.transpose().map_err(|error| AppError::invalid("subject", error.to_string()))?;
    Ok(Resource { merchant, ..s.of_tenant() })
}

fn is_of(row: &ApiKeyRow, merchant: Option<&MerchantId>) -> bool {
    let Some(merchant) = merchant else { return true };
    let role: Option<Role> = row.role.parse().ok();
    role.is_some_and(Role::is_of_one_merchant) && row.subject.as_str() == merchant.as_str()
}

impl App {
    /// Who an API key stands for.
    ///
    /// # Errors
    /// As [`authenticate`].
    pub(crate) async fn authenticate_key(
        &self,
        token: &str,
    ) -> Result<(Principal, HeldKey), AppError> {
        let (token, now) = (token.to_owned(), self.now());
        let lookups = hash_of(&token).iter().map(store::api_keys::lookup).collect();
        self.store().read_after(lookups, move |tx| authenticate(tx, &token, now)).await
    }

    /// Tells of every key that is revoked from here on. A listener that hears `Lagged` must ask
    /// [`App::who`] again for all it has open.
    pub fn key_ends(&self) -> broadcast::Receiver<KeyEnded> {
        self.sign_in().listen_for_keys()
    }
}
