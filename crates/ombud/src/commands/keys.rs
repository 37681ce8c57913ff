//! `ombud tenant` and `ombud key`: who there is, and who may come in.

use anyhow::Result;
use app::keys::NewKey;
use app::tenants::{NewTenant, TenantDoc};
use app::{App, Principal, Role};
use clap::{Args, Subcommand};
use kernel::{ApiKeyId, PrincipalId, TenantId, Timestamp};

use crate::config::Config;
use crate::node;

/// Most tenants that are listed at once.
const TENANTS_MAX: u32 = 10_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Tenant {
    /// Make a tenant, with the shipped policy in force
    Create {
        id: TenantId,
        /// The company, or its region; the id when absent
        #[arg(long)]
        name: Option<String>,
        /// A sandbox, for life: test clock and flags; its money never leaves
        #[arg(long)]
        sandbox: bool,
    },
    /// List tenants
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Key {
    /// Make a key; it is shown once
    Create(CreateOptions),
    /// Revoke a key, at once
    Revoke {
        id: ApiKeyId,
        #[arg(long)]
        tenant: TenantId,
    },
    /// List the keys of a tenant
    List {
        #[arg(long)]
        tenant: TenantId,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CreateOptions {
    #[arg(long)]
    tenant: TenantId,
    /// consumer, merchant, merchant_admin, agent, supervisor, compliance_officer, auditor, ai,
    /// outside_agent, company, operator or network
    #[arg(long, value_parser = role)]
    role: Role,
    /// The merchant's id for a merchant, the customer's for a consumer, otherwise whoever acts
    #[arg(long)]
    subject: PrincipalId,
    #[arg(long, default_value = "")]
    label: String,
    /// When it ends (RFC 3339), in the future
    #[arg(long)]
    expires_at: Option<Timestamp>,
}

/// A role that a key may have.
pub(super) fn role(text: &str) -> Result<Role, String> {
    let may = || Role::ALL.into_iter().filter(|role| *role != Role::System);
    may().find(|role| role.as_str() == text).ok_or_else(|| {
        let names: Vec<&str> = may().map(Role::as_str).collect();
        format!("there is no such role; write one of {}", names.join(", "))
    })
}

/// Whoever runs the program, in one tenant.
///
/// # Errors
/// When the name of the seat is broken.
pub(crate) fn operator(tenant: &TenantId) -> Result<Principal> {
    let id = Some(PrincipalId::new("command-line")?);
    let tenant = tenant.clone();
    Ok(Principal {
        tenant,
        role: Role::Operator,
        id,
        merchant: None,
        customer: None,
        withheld: Default::default(),
    })
}

pub(crate) fn tenant(config: &Config, what: &Tenant) -> Result<()> {
    let app = match what {
        Tenant::Create { .. } => node::open_app(config)?,
        Tenant::List => node::open_existing_app(config)?,
    };
    let done = match what {
        Tenant::Create { id, name, sandbox } => {
            let name = name.clone().unwrap_or_else(|| id.to_string());
            let made =
                app.create_tenant_blocking(NewTenant { id: id.clone(), name, sandbox: *sandbox });
            made.map(|()| println!("tenant {id} made; next: ombud key create --tenant {id} --role operator --subject me"))
        }
        Tenant::List => list_tenants(&app),
    };
    app.store().close();
    Ok(done?)
}

fn list_tenants(app: &App) -> Result<(), app::AppError> {
    let read = |tx: &mut store::Tx<'_>| store::tenants::list(tx, "", TENANTS_MAX);
    let rows: Result<_, store::StoreError> = app.store().read_blocking(read);
    for row in rows? {
        let doc: TenantDoc = serde_json::from_str(&row.doc)?;
        let kind = if row.sandbox { "sandbox" } else { "live" };
        println!("{}\t{kind}\t{}", row.tenant, doc.name);
    }
    Ok(())
}

pub(crate) fn key(config: &Config, what: &Key) -> Result<()> {
    let app = node::open_existing_app(config)?;
    let done = match what {
        Key::Create(options) => create(&app, options),
        Key::Revoke { id, tenant } => revoke(&app, tenant, *id),
        Key::List { tenant } => list(&app, tenant),
    };
    app.store().close();
    done
}

fn create(app: &App, options: &CreateOptions) -> Result<()> {
    let new = NewKey {
        role: options.role,
        subject: options.subject.clone(),
        label: options.label.clone(),
        expires_at: options.expires_at,
    };
    let made = app.write_blocking(&operator(&options.tenant)?, move |session| {
        app::keys::create_on_machine(session, new.clone())
    })?;
    println!("{}", made.secret.expose());
    eprintln!(
        "key {} for {} ({}); it is shown this once",
        made.row.id, made.row.subject, made.row.role
    );
    Ok(())
}

fn revoke(app: &App, tenant: &TenantId, id: ApiKeyId) -> Result<()> {
    app.write_blocking(&operator(tenant)?, move |session| app::keys::revoke(session, id))?;
    println!("key {id} revoked");
    Ok(())
}

fn list(app: &App, tenant: &TenantId) -> Result<()> {
    for row in app.read_blocking(&operator(tenant)?, app::keys::list)? {
        let state = if row.is_live(app.now()) { "live" } else { "ended" };
        println!("{}\t{}\t{}\t{state}\t{}", row.id, row.role, row.subject, row.label);
    }
    Ok(())
}
