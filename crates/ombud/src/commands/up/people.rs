//! The demo's people: users with passwords made at random, customers who get their codes on the
//! terminal, and a key by which an app of one's own can vouch for customers.

use std::path::Path;

use anyhow::{Context as _, Result};
use app::{App, Role};
use kernel::{MerchantId, Secret, TenantId};

use super::DEMO;
use super::guide::busiest_merchant;
use crate::commands::users::{make as make_user, new_password, new_user};
use crate::config::{Config, Mailbox};

/// Where the demo is written to, and the mail server that it believes.
const DEMO_ADDRESS: &str = "support@demo.example";
const DEMO_MAIL_HOST: &str = "mx.demo.example";
const IDENTITY_SECRET: &str = "IDENTITY_SECRET";

/// A user of the demo: the shell variable of the password, who it is, and the role.
const USERS: &[(&str, &str, &str, Role)] = &[
    ("AGENT_PASSWORD", "agent", "Anna Ek", Role::Agent),
    ("SUPERVISOR_PASSWORD", "supervisor", "Sam Lind", Role::Supervisor),
    ("COMPLIANCE_PASSWORD", "compliance", "Cleo Berg", Role::ComplianceOfficer),
    ("OPERATOR_PASSWORD", "operator", "Otto Holm", Role::Operator),
    ("MERCHANT_PASSWORD", "merchant", "Mira Strand", Role::MerchantAdmin),
];

/// Sign-in as the demo has it; returns the secret of the identity key, the same at every start.
///
/// # Errors
/// When the file of keys cannot be read.
pub(super) fn set_up(config: &mut Config, keys_file: &Path, port: u16) -> Result<Secret> {
    // Passkeys belong to a name, never to an address.
    config.server.public_url = format!("http://localhost:{port}");
    DEMO.clone_into(&mut config.sign_in.default_tenant);
    "terminal".clone_into(&mut config.mail.sender);
    let secret = match keys_file.is_file() {
        true => known(keys_file, IDENTITY_SECRET)?,
        false => None,
    };
    let secret = match secret {
        Some(secret) => secret,
        // Two passwords of 99 bits each.
        None => format!("{}-{}", new_password()?.expose(), new_password()?.expose()),
    };
    config.identity_keys.push(crate::config::IdentityKey::shared(DEMO, &secret));
    if config.mailboxes.is_empty() {
        config.mail.key = format!("mail {secret}");
        config.mailboxes.push(Mailbox::handed_in(DEMO, DEMO_ADDRESS, DEMO_MAIL_HOST));
    }
    Ok(Secret::new(secret))
}

/// A shell variable of the file of keys.
fn known(keys_file: &Path, name: &str) -> Result<Option<String>> {
    let text = std::fs::read_to_string(keys_file)
        .with_context(|| format!("cannot read {}", keys_file.display()))?;
    let start = format!("export {name}=");
    Ok(text.lines().find_map(|line| line.strip_prefix(&start)).map(str::to_owned))
}

/// Makes the users of the desk; their passwords come back as shell variables.
///
/// # Errors
/// The store's.
pub(super) fn make(app: &App, tenant: &TenantId, identity: &Secret) -> Result<String> {
    let text = format!("export {IDENTITY_SECRET}={}\n", identity.expose());
    Ok(text + &make_users(app, tenant, None)?)
}

/// Makes the user of the shop with the most disputes, as [`make`].
///
/// # Errors
/// The store's, or a world without a shop.
pub(super) fn make_merchant(app: &App, tenant: &TenantId) -> Result<String> {
    make_users(app, tenant, Some(&busiest_merchant(app, tenant)?))
}

/// The users of a shop, or of the desk.
fn make_users(app: &App, tenant: &TenantId, of: Option<&MerchantId>) -> Result<String> {
    let mut text = String::new();
    let users = USERS.iter().filter(|(_, _, _, role)| role.is_of_one_merchant() == of.is_some());
    for (variable, who, name, role) in users {
        let password = new_password()?;
        let of = of.cloned();
        let new = new_user(&format!("{who}@demo.example"), name, *role, of);
        make_user(app, tenant, new, Some(password.clone()))?;
        text.push_str(&format!("export {variable}={}\n", password.expose()));
    }
    Ok(text)
}

/// The pages, and who may sign in there, and how. `pages` is what their addresses begin with.
///
/// # Errors
/// The store's, or when the file of keys cannot be read.
pub(super) fn text(app: &App, tenant: &TenantId, keys_file: &Path, pages: &str) -> Result<String> {
    let mut users = Vec::new();
    for (variable, who, _, role) in USERS {
        if let Some(password) = known(keys_file, variable)? {
            users.push((format!("{who}@demo.example"), password, role.is_of_one_merchant()));
        }
    }
    Ok(pages_text(pages, &users, a_customer(app, tenant)?.as_deref()))
}

/// The pages, each with who signs in there: users by address and password, and whether they are a shop's.
fn pages_text(pages: &str, users: &[(String, String, bool)], customer: Option<&str>) -> String {
    let of = |is_of_shop: bool| {
        let mine = users.iter().filter(move |(_, _, shop)| *shop == is_of_shop);
        mine.map(|(email, password, _)| format!("    {email:<24} {password}\n")).collect::<String>()
    };
    let customer = customer.map_or_else(String::new, |email| {
        format!("    {email:<24} with a code, which is printed here\n")
    });
    format!(
        "\nThe pages, and who signs in there (the passwords are in the file of keys too):\n\n  \
         the desk       {pages}/desk/\n{}  \
         for shops      {pages}/merchant/\n{}  \
         for customers  {pages}/portal/\n{customer}\n",
        of(false),
        of(true),
    )
}

/// The address of some customer.
fn a_customer(app: &App, tenant: &TenantId) -> Result<Option<String>> {
    /// Customers that are looked at.
    const LOOKED_AT: u32 = 20;
    let tenant = tenant.clone();
    let read = move |tx: &mut store::Tx<'_>| {
        store::parties::list(tx, store::parties::Party::Customer, &tenant, "", LOOKED_AT)
    };
    let rows: Result<Vec<_>, store::StoreError> = app.store().read_blocking(read);
    for row in rows? {
        let customer: commerce::Customer = serde_json::from_str(&row.doc)?;
        if let Some(email) = customer.email {
            return Ok(Some(email));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_stands_with_who_signs_in_there() {
        let user = |who: &str, shop| (format!("{who}@demo.example"), format!("pass-{who}"), shop);
        let users = [user("agent", false), user("operator", false), user("merchant", true)];
        let text = pages_text("http://localhost:8192", &users, Some("siv@customer.example"));
        let order = [
            "http://localhost:8192/desk/",
            "pass-agent",
            "pass-operator",
            "http://localhost:8192/merchant/",
            "pass-merchant",
            "http://localhost:8192/portal/",
            "siv@customer.example",
        ];
        let found: Vec<_> = order.iter().map(|part| text.find(part)).collect();
        assert!(found.iter().all(Option::is_some) && found.is_sorted(), "{text}");
    }
}
