//! How a node hears of what others did to its sessions: it looks, ten times a second or when it is woken, at
//! the count of calls in the store, and at all its sessions when that has grown, and each second in any case.

use kernel::{CobrowseId, TenantId};
use store::cobrowse::nodes::{self, NodeRow};
use store::cobrowse::sessions;

use super::kept::Kept;
use super::policy::{self, Stamp};
use crate::{App, AppError};

/// What a look at all sessions of this node found.
#[derive(Debug, Default)]
pub struct Look {
    /// Those that go on, with the version of each.
    pub sessions: Vec<(TenantId, CobrowseId, i64)>,
    /// Of the companies that were asked for.
    pub policies: Vec<(TenantId, Stamp)>,
}

/// Looks at the nodes, and learns which of them live. Gives them, this one with how often it was called.
///
/// # Errors
/// The store's.
pub async fn look_at_nodes(app: &App) -> Result<Vec<NodeRow>, AppError> {
    let rows = app.store().read(|tx| Ok::<_, AppError>(nodes::list(tx)?)).await?;
    app.cobrowse_nodes().learn(rows.clone(), app.now());
    Ok(rows)
}

/// Looks at the sessions of this node, and at the policies of companies.
///
/// # Errors
/// The store's.
pub async fn look_at_sessions(app: &App, tenants: Vec<TenantId>) -> Result<Look, AppError> {
    let (own, now) = (app.store().lane(), app.now());
    let read = move |tx: &mut store::Tx<'_>| {
        let stamp = |tenant: TenantId| Ok((tenant.clone(), policy::stamp(tx, &tenant, now)?));
        let policies: Result<Vec<_>, AppError> = tenants.clone().into_iter().map(stamp).collect();
        Ok::<_, AppError>(Look { policies: policies?, sessions: sessions::versions(tx, own)? })
    };
    app.store().read(read).await
}

/// One session, as it is stored; none where there is none.
///
/// # Errors
/// The store's.
pub async fn look_at(
    app: &App,
    tenant: &TenantId,
    id: CobrowseId,
) -> Result<Option<Kept>, AppError> {
    let tenant = tenant.clone();
    let read = move |tx: &mut store::Tx<'_>| Ok::<_, AppError>(sessions::get(tx, &tenant, id)?);
    app.store().read(read).await?.map(Kept::read).transpose()
}

/// Gives a sign of life, and forgets nodes that have given none for long.
///
/// # Errors
/// The store's.
pub async fn beat(app: &App) -> Result<(), AppError> {
    let own = app.cobrowse_nodes().own().clone();
    let gone = app.cobrowse_nodes().long_gone(app.store().lane(), app.now());
    let write = move |tx: &mut store::Tx<'_>| {
        nodes::beat(tx, &own.region, &own.address)?;
        gone.iter().try_for_each(|(lane, beat)| nodes::forget(tx, *lane, *beat))
    };
    Ok(app.store().write(write).await?)
}

/// Says that this node has acted on so many calls.
///
/// # Errors
/// The store's.
pub async fn heard(app: &App, calls: i64) -> Result<(), AppError> {
    Ok(app.store().write(move |tx| nodes::heard(tx, calls)).await?)
}

/// Takes this node from the list: its sessions go on elsewhere at once.
///
/// # Errors
/// The store's.
pub async fn leave(app: &App) -> Result<(), AppError> {
    let leave = |tx: &mut store::Tx<'_>| {
        let own = tx.lease().lane;
        nodes::forget(tx, own, i64::MAX)
    };
    Ok(app.store().write(leave).await?)
}
