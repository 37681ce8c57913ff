//! Tenants: one company, or one of its regions.

use kernel::TenantId;
use serde::{Deserialize, Serialize};
use store::Tx;
use store::tenants::TenantRow;

use crate::company::CompanyDoc;
use crate::rules::SLOT;
use crate::{App, AppError, Session};

/// A tenant to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTenant {
    pub id: TenantId,
    pub name: String,
    /// A sandbox, for life: it may have a test clock and trigger flags, and its money never leaves.
    pub sandbox: bool,
}

/// What is kept of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantDoc {
    pub name: String,
    #[serde(default)]
    pub company: CompanyDoc,
}

/// Makes a tenant, with the shipped policy in force.
///
/// # Errors
/// [`AppError::Conflict`] when it exists.
pub fn create(tx: &mut Tx<'_>, app: &App, new: &NewTenant) -> Result<(), AppError> {
    if store::tenants::get(tx, &new.id)?.is_some() {
        let why = format!("the tenant {} exists already", new.id);
        return Err(AppError::conflict("tenant_exists", why));
    }
    let now = app.now();
    let doc = serde_json::to_string(&TenantDoc {
        name: new.name.clone(),
        company: CompanyDoc::default(),
    })?;
    store::tenants::insert(tx, &new.id, doc, new.sandbox, now)?;
    let text = app.policies().shipped_text();
    let hash = store::policies::put(tx, &new.id, "shipped", text, now)?;
    Ok(store::policies::activate(tx, &new.id, SLOT, &hash, now)?)
}

/// The principal's own tenant.
///
/// # Errors
/// The store's.
pub fn get(s: &mut Session<'_, '_>) -> Result<TenantRow, AppError> {
    let tenant = s.tenant().clone();
    store::tenants::get(s.tx(), &tenant)?.ok_or_else(|| AppError::not_found("the tenant", &tenant))
}

impl App {
    /// Makes a tenant.
    ///
    /// # Errors
    /// As [`create`].
    pub fn create_tenant_blocking(&self, new: NewTenant) -> Result<(), AppError> {
        let app = self.clone();
        self.store().write_blocking(move |tx| create(tx, &app, &new))
    }
}

/// What the company calls itself.
pub(crate) fn name(s: &mut Session<'_, '_>) -> Result<String, AppError> {
    let row = get(s)?;
    let doc: TenantDoc = serde_json::from_str(&row.doc)?;
    Ok(doc.name)
}
