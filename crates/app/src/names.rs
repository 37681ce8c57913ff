//! What people of the desk are called, by who they act as.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use kernel::{Duration, PrincipalId, TenantId, Timestamp, UserId};
use store::users::UserRow;

use crate::{AppError, Session};

/// A name is believed for so long: renamed people are called by their new name soon.
const REMEMBERED: Duration = Duration::from_secs(60);
/// Most names that are remembered at once.
const NAMES_MAX: usize = 100_000;

/// By tenant and person: when it was read, and the name.
type Known = HashMap<(TenantId, PrincipalId), (Timestamp, String)>;

/// Names of this process.
#[derive(Debug, Default)]
pub(crate) struct Names(RwLock<Known>);

impl Names {
    fn get(&self, of: &(TenantId, PrincipalId), now: Timestamp) -> Option<String> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (read_at, name) = known.get(of)?;
        (now.since(*read_at) < REMEMBERED).then(|| name.clone())
    }

    fn put(&self, of: (TenantId, PrincipalId), now: Timestamp, name: &str) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= NAMES_MAX {
            known.clear();
        }
        known.insert(of, (now, name.to_owned()));
    }
}

/// The user whom a principal stands for; `None` for whoever acts with an API key.
pub(crate) fn user(s: &mut Session<'_, '_>, id: &PrincipalId) -> Result<Option<UserRow>, AppError> {
    let Ok(user) = id.as_str().parse::<UserId>() else { return Ok(None) };
    let tenant = s.tenant().clone();
    Ok(store::users::get(s.tx(), &tenant, user)?)
}

/// What a person is called: a user's name, or else what they act as.
pub(crate) fn name(s: &mut Session<'_, '_>, id: &PrincipalId) -> Result<String, AppError> {
    let (app, now) = (s.app().clone(), s.app().now());
    let of = (s.tenant().clone(), id.clone());
    if let Some(name) = app.names().get(&of, now) {
        return Ok(name);
    }
    let name = user(s, id)?.map_or_else(|| id.to_string(), |user| user.name);
    app.names().put(of, now, &name);
    Ok(name)
}
