//! The outside's seats: settings of the Klarna-compatible one per merchant, and raw inbound
//! webhooks, kept once per provider and event id.

use kernel::{Currency, MerchantId, OrderId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

/// A merchant's settings in the Klarna-compatible seat.
#[derive(Debug, Clone, PartialEq)]
pub struct KlarnaSettingsRow {
    pub merchant: MerchantId,
    /// Disputes up to this amount (minor units) are accepted as lost without asking.
    pub auto_accept: Option<(Currency, i64)>,
    /// JSON array of enrolled frameworks.
    pub frameworks: String,
    pub updated_at: Timestamp,
}

impl FromRow for KlarnaSettingsRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        let merchant = columns.take()?;
        let (currency, amount): (Option<Currency>, Option<i64>) =
            (columns.take()?, columns.take()?);
        Ok(Self {
            merchant,
            auto_accept: currency.zip(amount),
            frameworks: columns.take()?,
            updated_at: columns.take()?,
        })
    }
}

/// One inbound webhook.
#[derive(Debug, Clone, PartialEq)]
pub struct ConnectorEventRow {
    pub tenant: TenantId,
    pub provider: String,
    /// The provider's id of the event.
    pub event: String,
    pub received_at: Timestamp,
    /// For example `applied`, `ignored`, `task`.
    pub state: String,
    pub order: Option<OrderId>,
    /// As it came.
    pub body: String,
}

impl FromRow for ConnectorEventRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            provider: columns.take()?,
            event: columns.take()?,
            received_at: columns.take()?,
            state: columns.take()?,
            order: columns.take()?,
            body: columns.take()?,
        })
    }
}

const GET_KLARNA: &str = "SELECT merchant_id, auto_accept_currency, auto_accept_amount, \
    frameworks, updated_at FROM klarna_settings WHERE tenant_id = $1 AND merchant_id = $2";
const PUT_KLARNA: &str = "INSERT INTO klarna_settings (tenant_id, merchant_id, \
    auto_accept_currency, auto_accept_amount, frameworks, updated_at) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, merchant_id) DO UPDATE SET \
    auto_accept_currency = excluded.auto_accept_currency, \
    auto_accept_amount = excluded.auto_accept_amount, frameworks = excluded.frameworks, \
    updated_at = excluded.updated_at";
const INSERT_EVENT: &str = "INSERT INTO connector_events (tenant_id, provider, event_id, \
    received_at, state, order_id, body) VALUES ($1, $2, $3, $4, $5, $6, $7) \
    ON CONFLICT (tenant_id, provider, event_id) DO NOTHING";
const GET_EVENT: &str = "SELECT tenant_id, provider, event_id, received_at, state, order_id, body \
    FROM connector_events WHERE tenant_id = $1 AND provider = $2 AND event_id = $3";

pub(crate) const STATEMENTS: &[&str] = &[GET_KLARNA, PUT_KLARNA, INSERT_EVENT, GET_EVENT];

/// # Errors
/// As [`Tx::query`].
pub fn klarna_settings(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    merchant: &MerchantId,
) -> Result<Option<KlarnaSettingsRow>, StoreError> {
    tx.row(GET_KLARNA, &[tenant.into(), merchant.into()])
}

/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put_klarna_settings(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    settings: KlarnaSettingsRow,
) -> Result<(), StoreError> {
    let (currency, amount) = settings.auto_accept.unzip();
    let params = vec![
        tenant.into(),
        settings.merchant.into(),
        currency.into(),
        amount.into(),
        settings.frameworks.into(),
        settings.updated_at.into(),
    ];
    tx.exec_deferred(PUT_KLARNA, params)
}

/// Keeps an inbound event; `false` when it came before and must not be applied again.
///
/// # Errors
/// As [`Tx::exec`].
pub fn insert_event(tx: &mut Tx<'_>, event: &ConnectorEventRow) -> Result<bool, StoreError> {
    let params = [
        (&event.tenant).into(),
        (&event.provider).into(),
        (&event.event).into(),
        event.received_at.into(),
        (&event.state).into(),
        event.order.as_ref().into(),
        (&event.body).into(),
    ];
    Ok(tx.exec(INSERT_EVENT, &params)? == 1)
}

/// # Errors
/// As [`Tx::query`].
pub fn event(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    provider: &str,
    event: &str,
) -> Result<Option<ConnectorEventRow>, StoreError> {
    tx.row(GET_EVENT, &[tenant.into(), provider.into(), event.into()])
}
