//! What a step needs to know of a merchant, kept for a moment: a contract changes rarely and is
//! asked for with every input. What was used is stored with the event, so a replay sees the same.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use commerce::{DisputeTerms, Merchant};
use kernel::{Currency, Duration, MerchantId, TenantId, Timestamp};
use store::parties::Party;
use store::settings::SettingsOf;

use crate::settings::MerchantSettings;
use crate::{AppError, Session};

/// How long a node goes on with the contract it read last: another node may have changed it.
const KEPT: Duration = Duration::from_secs(5);
/// Most contracts kept.
const KEPT_MAX: usize = 20_000;

/// A merchant's contract.
#[derive(Debug, Clone, Default)]
pub(crate) struct MerchantSeat {
    terms: DisputeTerms,
    /// Basis points of each capture.
    pub(crate) fee_bps: u32,
    /// Enrolled in the Klarna-compatible seat: gets webhooks in that shape too.
    pub(crate) klarna: bool,
    /// Claims up to this amount are accepted without a question, by that seat's settings and by the
    /// merchant's own.
    auto_accept: Vec<(Currency, i64)>,
}

impl MerchantSeat {
    /// The contract for an order in a currency: the seat's own threshold counts where it is higher.
    pub(crate) fn terms_in(&self, currency: Currency) -> DisputeTerms {
        let mut terms = self.terms.clone();
        let chosen = self.auto_accept.iter().filter(|(of, _)| *of == currency);
        let most = chosen.map(|(_, minor)| *minor).max().unwrap_or(0);
        terms.auto_accept_below_minor = terms.auto_accept_below_minor.max(most);
        terms
    }
}

type Key = (TenantId, MerchantId);

/// The contracts a node keeps.
#[derive(Debug, Default)]
pub(crate) struct Merchants(RwLock<HashMap<Key, (Arc<MerchantSeat>, Timestamp)>>);

impl Merchants {
    fn fresh(&self, key: &Key, now: Timestamp) -> Option<Arc<MerchantSeat>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (seat, at) = kept.get(key)?;
        (now.since(*at) < KEPT).then(|| Arc::clone(seat))
    }

    fn keep(&self, key: Key, seat: &Arc<MerchantSeat>, now: Timestamp) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(key, (Arc::clone(seat), now));
    }

    /// After a change on this node.
    pub(crate) fn forget(&self, tenant: &TenantId, merchant: &MerchantId) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.remove(&(tenant.clone(), merchant.clone()));
    }
}

/// A merchant's contract; the default one for a merchant that is not known.
pub(super) fn of(
    s: &mut Session<'_, '_>,
    merchant: &MerchantId,
) -> Result<Arc<MerchantSeat>, AppError> {
    let app = s.app().clone();
    let tenant = s.tenant().clone();
    let key = (tenant.clone(), merchant.clone());
    if let Some(seat) = app.merchants().fresh(&key, app.now()) {
        return Ok(seat);
    }
    let row = store::parties::get(s.tx(), Party::Merchant, &tenant, merchant.as_str())?;
    let Some(row) = row else { return Ok(Arc::default()) };
    let record: Merchant = serde_json::from_str(&row.doc)?;
    let settings = store::connector::klarna_settings(s.tx(), &tenant, merchant)?;
    let own = store::settings::get(s.tx(), SettingsOf::Merchant, &tenant, merchant.as_str())?;
    let own: MerchantSettings =
        own.map_or_else(|| Ok(MerchantSettings::default()), |doc| serde_json::from_str(&doc))?;
    let by_seat = settings.as_ref().and_then(|settings| settings.auto_accept);
    let by_own = own.currency.map(|currency| (currency, own.auto_accept_below_minor));
    let seat = Arc::new(MerchantSeat {
        terms: record.dispute_terms,
        fee_bps: record.merchant_fee_bps,
        klarna: settings.is_some(),
        auto_accept: by_seat.into_iter().chain(by_own).collect(),
    });
    app.merchants().keep(key, &seat, app.now());
    Ok(seat)
}
