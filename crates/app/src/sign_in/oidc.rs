//! By single sign-on: OpenID Connect with a configured provider of the tenant.
//!
//! A person is known by the provider's subject, and the first time by an address that the provider has
//! verified. Somebody unknown comes in only where the provider is configured with a role, and never
//! with a role that decides over money or over people.

use identity::oidc::{Flow, Identity};
use kernel::{Secret, UserId};
use serde_json::{Value, json};
use store::users::{ACTIVE, DISABLED, UserRow};

use super::limits::{self, ADDRESS};
use super::tickets::{self, OIDC, OIDC_TIME_MAX};
use super::{Client, OidcProvider, SignedIn, password};
use crate::{App, AppError, Session};

/// Where the browser goes, and what it must bring back.
#[derive(Debug, Clone)]
pub struct OidcFlow {
    pub url: String,
    /// Also kept in a cookie of the browser that began.
    pub state: Secret,
}

/// Sends a browser to a provider. `return_to` is a path of our own.
///
/// # Errors
/// [`AppError::NotFound`] for an unknown provider; [`AppError::Overloaded`] when it does not answer.
pub async fn begin_oidc(
    app: &App,
    provider: &str,
    return_to: &str,
    client: &Client,
) -> Result<OidcFlow, AppError> {
    let (settings, remote) = find(app, provider)?;
    let (id, from) = (settings.id.clone(), client.clone());
    let return_to = own_path(return_to).to_owned();
    let (nonce, verifier) = (app.new_secret(""), app.new_secret(""));
    let doc = json!({
        "nonce": nonce.expose(), "verifier": verifier.expose(), "return_to": return_to,
    });
    let work = move |s: &mut Session<'_, '_>| {
        limits::count_address(s, ADDRESS, &from)?;
        tickets::make(s, (OIDC, &id), &doc, OIDC_TIME_MAX)
    };
    let state = app.write(&app.system(&settings.tenant), work).await?;
    let flow = Flow { state, nonce: nonce.expose().to_owned(), verifier };
    let url = remote.authorize_url(&flow, app.now()).await.map_err(|error| {
        tracing::warn!(%error, provider, "single sign-on cannot begin");
        AppError::Overloaded { why: "the provider does not answer".to_owned() }
    })?;
    Ok(OidcFlow { url, state: flow.state })
}

/// Lets in whom the provider names; returns where the browser wanted to go.
///
/// # Errors
/// `oidc_refused`, with the cause in the log alone; [`super::sign_in_expired`].
pub async fn finish_oidc(
    app: &App,
    provider: &str,
    (state, code): (Secret, &str),
    client: &Client,
) -> Result<(SignedIn, String), AppError> {
    let (settings, remote) = find(app, provider)?;
    let system = app.system(&settings.tenant);
    let used = state.clone();
    let row = app.write(&system, move |s| tickets::take(s, OIDC, &used)).await?;
    if row.subject != settings.id {
        return Err(super::sign_in_expired());
    }
    let doc: Value = serde_json::from_str(&row.doc)?;
    let text = |name: &str| doc.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let flow = Flow { state, nonce: text("nonce"), verifier: Secret::new(text("verifier")) };
    let identity = remote.identify(code, &flow, app.now()).await.map_err(|error| {
        tracing::warn!(%error, provider, "single sign-on was refused");
        refused()
    })?;
    let (provider, known) = (settings.clone(), identity.clone());
    let user = app.write(&system, move |s| user_of(s, &provider, &known)).await?;
    let principal = password::as_user(app, &user).await?;
    let client = client.clone();
    let signed_in = app.write(&principal, move |s| {
        let user = password::current(s, user.user)?.ok_or_else(refused)?;
        password::begin(s, &user, ("oidc", false), &client)
    });
    Ok((signed_in.await?, text("return_to")))
}

fn find<'a>(
    app: &'a App,
    provider: &str,
) -> Result<(&'a OidcProvider, &'a identity::oidc::Provider), AppError> {
    let found = app.sign_in().providers.iter().find(|(settings, _)| settings.id == provider);
    let found = found.map(|(settings, remote)| (settings, remote));
    found.ok_or_else(|| AppError::NotFound { what: "the provider".to_owned() })
}

/// The user that a provider's identity is.
fn user_of(
    s: &mut Session<'_, '_>,
    provider: &OidcProvider,
    identity: &Identity,
) -> Result<UserRow, AppError> {
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let place = (provider.id.as_str(), identity.subject.as_str());
    let known = match store::users::linked(s.tx(), &tenant, place)? {
        Some(user) => store::users::get(s.tx(), &tenant, user)?,
        None => match &identity.email {
            Some(email) => store::users::by_email(s.tx(), &tenant, email)?,
            None => None,
        },
    };
    let mut user = match known {
        Some(user) if user.state == DISABLED => return Err(refused()),
        Some(user) => user,
        None => provision(s, provider, identity)?,
    };
    if user.state != ACTIVE {
        // The invitation is answered by single sign-on.
        ACTIVE.clone_into(&mut user.state);
        user.updated_at = now;
        store::users::save(s.tx(), &user)?;
        user.version += 1;
    }
    store::users::link(s.tx(), &tenant, place, user.user, now)?;
    Ok(user)
}

fn provision(
    s: &mut Session<'_, '_>,
    provider: &OidcProvider,
    identity: &Identity,
) -> Result<UserRow, AppError> {
    let (Some(role), Some(email)) = (provider.provision, &identity.email) else {
        return Err(refused());
    };
    let domain = email.rsplit_once('@').map(|(_, domain)| domain).unwrap_or_default();
    if !provider.domains.iter().any(|allowed| allowed.eq_ignore_ascii_case(domain)) {
        return Err(refused());
    }
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let id = UserId::generate(now, s.rng());
    let name = identity.name.clone().unwrap_or_else(|| email.clone());
    let user = UserRow {
        state: ACTIVE.to_owned(),
        ..crate::users::new_row(&tenant, id, (email, &name), role, now)
    };
    if !store::users::insert(s.tx(), &user)? {
        return Err(refused());
    }
    let body = json!({ "role": user.role, "by": provider.id });
    s.audit("user.provisioned", format!("user/{}", user.user), Some(body));
    Ok(user)
}

/// A path of our own site; the desk for anything else.
fn own_path(path: &str) -> &str {
    let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.~?=&%#".contains(c));
    let own = path.starts_with('/') && !path.starts_with("//") && plain;
    if own { path } else { "/desk/" }
}

fn refused() -> AppError {
    AppError::sign_in("oidc_refused", "single sign-on did not let you in: ask your administrator")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_only_sent_to_our_own_pages() {
        for (path, expected) in [
            ("/desk/conversations?id=1", "/desk/conversations?id=1"),
            ("//evil.example", "/desk/"),
            ("https://evil.example", "/desk/"),
            ("/\\evil.example", "/desk/"),
            ("/a\"><script>", "/desk/"),
            ("", "/desk/"),
        ] {
            assert_eq!(own_path(path), expected, "{path}");
        }
    }
}
