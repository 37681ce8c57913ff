//! `ombud user`: the people who sign in. The first operator of a tenant is made here.

use anyhow::Result;
use app::users::{self, NewUser};
use app::{App, Page, Role};
use clap::{Args, Subcommand};
use kernel::{MerchantId, Rng, Secret, TenantId};

use super::keys::{operator, role};
use crate::config::Config;
use crate::{host, node};

/// Letters and digits that are not mistaken for one another.
const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Characters of a password that is made here: 99 bits.
const PASSWORD_CHARS: usize = 20;

#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Make a user; the password is made too, and shown once
    Create(CreateOptions),
    /// Make a link by which a user chooses a password: the first, or a new one
    Invite(One),
    /// Keep a user out, at once
    Disable(One),
    /// Let a disabled user in again
    Enable(One),
    /// List the users of a tenant
    List {
        #[arg(long)]
        tenant: TenantId,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CreateOptions {
    #[arg(long)]
    tenant: TenantId,
    #[arg(long)]
    email: String,
    #[arg(long)]
    name: String,
    /// agent, supervisor, compliance_officer, auditor, operator, merchant or merchant_admin
    #[arg(long, value_parser = role)]
    role: Role,
    /// For the roles of a merchant
    #[arg(long)]
    merchant: Option<MerchantId>,
    /// Make a link instead of a password
    #[arg(long)]
    invite: bool,
}

/// One user.
#[derive(Debug, Args)]
pub(crate) struct One {
    #[arg(long)]
    tenant: TenantId,
    #[arg(long)]
    email: String,
}

pub(crate) fn user(config: &Config, what: &User) -> Result<()> {
    let app = node::open_existing_app(config)?;
    let done = match what {
        User::Create(options) => create(&app, options),
        User::Invite(one) => invite(&app, one),
        User::Disable(one) => switch(&app, one, false),
        User::Enable(one) => switch(&app, one, true),
        User::List { tenant } => list(&app, tenant),
    };
    app.store().close();
    done
}

fn create(app: &App, options: &CreateOptions) -> Result<()> {
    let password = if options.invite { None } else { Some(new_password()?) };
    let new = new_user(&options.email, &options.name, options.role, options.merchant.clone());
    let ticket = make(app, &options.tenant, new, password.clone())?;
    match (&password, &ticket) {
        (Some(password), _) => println!("{}", password.expose()),
        (None, Some(ticket)) => println!("{}", users::invitation_link(app, options.role, ticket)),
        (None, None) => {}
    }
    eprintln!("{} for {}; it is shown this once", options.role, options.email);
    Ok(())
}

/// A user with nothing but what there must be.
pub(super) fn new_user(
    email: &str,
    name: &str,
    role: Role,
    merchant: Option<MerchantId>,
) -> NewUser {
    NewUser {
        email: email.to_owned(),
        name: name.to_owned(),
        role,
        custom_role: None,
        merchant,
        languages: vec!["en".to_owned()],
        skills: Vec::new(),
        capacity_units: None,
    }
}

/// Makes a user; without a password, the secret of an invitation comes back.
pub(super) fn make(
    app: &App,
    tenant: &TenantId,
    new: NewUser,
    password: Option<Secret>,
) -> Result<Option<Secret>> {
    let made = app.write_blocking(&operator(tenant)?, move |session| {
        users::create_on_machine(session, &new, password.as_ref())
    });
    Ok(made?.1)
}

fn invite(app: &App, one: &One) -> Result<()> {
    let email = one.email.clone();
    let link = app.write_blocking(&operator(&one.tenant)?, move |session| {
        users::invite_on_machine(session, &email)
    })?;
    println!("{link}");
    eprintln!("for {}; good once, for seven days", one.email);
    Ok(())
}

fn switch(app: &App, one: &One, on: bool) -> Result<()> {
    let email = one.email.clone();
    let view = app.write_blocking(&operator(&one.tenant)?, move |session| {
        let user = users::by_email(session, &email)?.user;
        if on { users::enable(session, user) } else { users::disable(session, user) }
    })?;
    println!("{} is {}", view.row.email, view.row.state);
    Ok(())
}

fn list(app: &App, tenant: &TenantId) -> Result<()> {
    let mut page = Page::new(None, app::PAGE_ROWS_MAX)?;
    loop {
        let asked = page.clone();
        let rows = app.read_blocking(&operator(tenant)?, move |s| users::list(s, &asked))?;
        for view in &rows {
            let row = &view.row;
            let role = view.custom_role.as_ref().unwrap_or(&row.role);
            println!("{}\t{}\t{role}\t{}\t{}", row.user, row.state, row.email, row.name);
        }
        let Some(last) = rows.last().filter(|_| rows.len() >= page.limit as usize) else { break };
        page.after = Some(store::Cursor { at: last.row.created_at, id: last.row.user.to_string() });
    }
    Ok(())
}

/// A password from the machine's own randomness.
pub(super) fn new_password() -> Result<Secret> {
    let mut rng = Rng::from_entropy(host::entropy()?);
    let one = |_| rng.pick(ALPHABET).map_or('x', |byte| char::from(*byte));
    let chars: Vec<char> = (0..PASSWORD_CHARS).map(one).collect();
    let groups: Vec<String> = chars.chunks(5).map(|group| group.iter().collect()).collect();
    Ok(Secret::new(groups.join("-")))
}
