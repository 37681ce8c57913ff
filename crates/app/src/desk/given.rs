//! What somebody gave on an order of late: limits hold for the sum, so that many small gifts are no
//! way around one large one. Reads, and decides nothing.

use compliance::authority::{Principal, Role};
use dispute::{Input, OrderFile, Party};
use kernel::{Actor, ActorKind, DisputeId, Duration, Money, Timestamp};

use crate::{AppError, Session};

/// How far back gifts count.
const WINDOW: Duration = Duration::from_days(30);
/// Most gifts that are added up; beyond it nobody gives more on the order within the window.
const GIFTS_MAX: u32 = 200;

/// An amount with what the principal gave on the order before: as goodwill or refund, or by
/// deciding another dispute for the customer. Language models count as one, whoever runs them.
pub(crate) fn with(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    dispute: Option<DisputeId>,
    who: &Principal,
    amount: Money,
) -> Result<Money, AppError> {
    let since = s.now().minus(WINDOW);
    let gifts = gifts(s, file, who, since)?;
    let decided = decided(file, dispute, who, since);
    Ok(Money { minor: amount.minor.saturating_add(gifts).saturating_add(decided), ..amount })
}

fn gifts(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    who: &Principal,
    since: Timestamp,
) -> Result<i64, AppError> {
    let (tenant, order) = (s.tenant().clone(), file.order().id.clone());
    let rows = store::orders::gifts_since(s.tx(), &tenant, &order, since, GIFTS_MAX)?;
    if rows.len() >= GIFTS_MAX as usize {
        return Ok(i64::MAX);
    }
    let mut sum: i64 = 0;
    for (actor, input) in rows {
        let actor: Actor = serde_json::from_str(&actor)?;
        if let Input::Goodwill { amount_minor, .. } = serde_json::from_str(&input)?
            && is(who, &actor)
        {
            sum = sum.saturating_add(amount_minor);
        }
    }
    Ok(sum)
}

fn decided(file: &OrderFile, except: Option<DisputeId>, who: &Principal, since: Timestamp) -> i64 {
    let others = file.disputes().iter().filter(|dispute| Some(dispute.id) != except);
    let given = others.filter(|dispute| {
        dispute.decisions.iter().any(|decision| {
            decision.for_party == Party::Consumer && decision.at >= since && is(who, &decision.by)
        })
    });
    given.map(|dispute| dispute.amount_minor).fold(0, i64::saturating_add)
}

fn is(who: &Principal, actor: &Actor) -> bool {
    match who.role {
        Role::Ai => actor.kind == ActorKind::Ai,
        _ => who.id.is_some() && who.id == actor.id && actor.kind != ActorKind::Ai,
    }
}
