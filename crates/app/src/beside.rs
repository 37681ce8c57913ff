//! What pages show beside an order: the shop's name, what is owed, when the next payment is due, and
//! until when a plan stands still. Worked out for a whole list at once.

use std::collections::{BTreeMap, BTreeSet};

use commerce::Merchant;
use dispute::OrderFile;
use kernel::{Calendar, Date, MerchantId, PlanId};
use plan::{PauseReason, Plan, PlanStatus};

use crate::{AppError, Session};

/// Names of shops.
pub type MerchantNames = BTreeMap<MerchantId, String>;

/// What is shown beside one order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Beside {
    /// `None` for a shop that the feed has not brought.
    pub merchant_name: Option<String>,
    /// The plans that stand still, and the first day on which a payment may fall due again; later
    /// where a case stays open for longer.
    pub paused_until: BTreeMap<PlanId, Date>,
}

/// The next payment of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextDue {
    pub on: Date,
    /// With the month's interest, in minor units.
    pub minor: i64,
    pub plan: PlanId,
    pub instalment: u16,
}

/// The names of shops, by one look-up for sixteen of them.
///
/// # Errors
/// The store's.
pub fn merchant_names<'a>(
    s: &mut Session<'_, '_>,
    ids: impl Iterator<Item = &'a MerchantId>,
) -> Result<MerchantNames, AppError> {
    let ids: Vec<&MerchantId> = ids.collect::<BTreeSet<_>>().into_iter().collect();
    let tenant = s.tenant().clone();
    let rows = store::parties::merchants(s.tx(), &tenant, &ids)?;
    let named = rows.iter().map(|row| {
        let merchant: Merchant = serde_json::from_str(&row.doc)?;
        Ok((merchant.id, merchant.name))
    });
    named.collect()
}

/// What is shown beside one order.
///
/// # Errors
/// The store's; [`AppError::Internal`] for a market whose rules are missing.
pub fn one(s: &mut Session<'_, '_>, file: &OrderFile) -> Result<Beside, AppError> {
    let found = many(s, std::iter::once(file))?;
    found.into_iter().next().ok_or_else(|| AppError::broken("an order has nothing beside it"))
}

/// As [`one`], for a list, in its order.
///
/// # Errors
/// As [`one`].
pub fn many<'a>(
    s: &mut Session<'_, '_>,
    files: impl Iterator<Item = &'a OrderFile> + Clone,
) -> Result<Vec<Beside>, AppError> {
    let names = merchant_names(s, files.clone().map(|file| &file.order().merchant_id))?;
    let (app, tenant, now) = (s.app().clone(), s.tenant().clone(), s.now());
    let policy = app.policy(s.tx(), &tenant)?;
    let of_one = |file: &OrderFile| {
        let market = &file.order().jurisdiction;
        let missing = |error: plan::PolicyError| AppError::internal("a market is missing", error);
        let problem_days = policy.rules.plans.get(market).map_err(missing)?.pause.problem_days;
        let calendar = policy.rules.calendar(market);
        let calendar =
            calendar.map_err(|error| AppError::internal("a calendar is missing", error))?;
        let today = calendar.local_date(now);
        let paused = file.plans().iter().filter_map(|plan| {
            let until = paused_until(file, plan, problem_days, calendar)?;
            Some((plan.id(), until.max(today)))
        });
        Ok(Beside {
            merchant_name: names.get(&file.order().merchant_id).cloned(),
            paused_until: paused.collect(),
        })
    };
    files.map(of_one).collect()
}

/// Until when a plan stands still, as far as is known today: the planned end of its pauses; for a
/// case, the days the market gives a problem, or the case's next deadline where that is later.
fn paused_until(
    file: &OrderFile,
    plan: &Plan,
    problem_days: u32,
    calendar: &Calendar,
) -> Option<Date> {
    if plan.outstanding() == 0 {
        return None;
    }
    let open = plan.pauses().iter().filter(|pause| pause.ended.is_none());
    let ends = open.map(|pause| {
        let usual = calendar.add_days(pause.from, problem_days);
        let deadline = match &pause.reason {
            PauseReason::Dispute(id) => file
                .dispute(*id)
                // The clocks of a case that its customer is not told about would tell.
                .filter(|dispute| !dispute.kind.is_hidden_from_customer())
                .and_then(dispute::Dispute::next_due)
                .map(|due| calendar.local_date(due)),
            _ => None,
        };
        pause.until.unwrap_or_else(|| deadline.map_or(usual, |date| date.max(usual)))
    });
    ends.max()
}

/// Everything that is still to be paid on an order, interest and fees included, in minor units.
pub fn outstanding_minor(file: &OrderFile) -> i64 {
    let owed =
        |plan: &Plan| plan.outstanding() + plan.interest_outstanding() + plan.fees_outstanding();
    file.plans().iter().map(owed).sum()
}

/// The next payment that will be asked for; `None` where nothing is owed or nothing may be collected.
pub fn next_due(file: &OrderFile) -> Option<NextDue> {
    let collected = file.plans().iter().filter(|plan| !plan.frozen());
    let dues = collected.flat_map(|plan| {
        plan.open_instalments().into_iter().map(|instalment| NextDue {
            on: instalment.due,
            minor: instalment.open() + instalment.interest_open(),
            plan: plan.id(),
            instalment: instalment.seq,
        })
    });
    dues.min_by_key(|due| (due.on, due.instalment))
}

/// How the plans of an order stand, in one word: that of the first with anything to be paid.
pub fn plan_status(file: &OrderFile) -> Option<PlanStatus> {
    let owed = file.plans().iter().find(|plan| plan.outstanding() > 0);
    owed.or_else(|| file.plans().last()).map(Plan::status)
}
