//! Chargebacks by a card network on the provider's own collection.

use compliance::authority::Action;
use dispute::Input;
use kernel::{NetworkDisputeId, OrderId};

use crate::order::{self, OrderView, Work};
use crate::{AppError, Session};

/// The network took money. Delivering it twice changes nothing.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], the machine's refusals.
pub fn chargeback(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    id: NetworkDisputeId,
    amount_minor: i64,
    fee_minor: i64,
    reason_code: String,
) -> Result<OrderView, AppError> {
    let input = Input::NetworkChargeback { id, amount_minor, fee_minor, reason_code };
    receive(s, order, input)
}

/// The network's last word: it keeps the money, or gives it back.
///
/// # Errors
/// As [`chargeback`].
pub fn outcome(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    id: NetworkDisputeId,
    stands: bool,
) -> Result<OrderView, AppError> {
    receive(s, order, Input::NetworkOutcome { id, stands })
}

/// Networks and the company's own systems bring these; neither is a party to the order.
fn receive(s: &mut Session<'_, '_>, order: &OrderId, input: Input) -> Result<OrderView, AppError> {
    let case = s.of_tenant();
    let action = match s.principal().role {
        crate::Role::Network => Action::ConnectorReceive,
        _ => Action::FeedWrite,
    };
    s.check(action, &case)?;
    let work = Work::get(s, order)?;
    order::finish(s, work, input)
}
