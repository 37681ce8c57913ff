//! What a step is shown from outside the order: the merchant's contract and position, the
//! customer's history. Only what the input can make use of is read.

use dispute::{Effect, Input, OpenDispute, Outside};
use kernel::{Currency, CustomerId, Duration, OrderId, Timestamp};
use ledger::{Account, Phase};
use plan::{ConsumerCharge, ConsumerFacts};
use store::Cursor;
use store::disputes::DisputeFilter;
use store::goodwill::Subject;
use store::orders::OrdersOf;
use store::parties::Party;

use super::{Work, links};
use crate::{AppError, Session};

/// How far back other claims of the customer are counted.
const EARLIER_CLAIMS_WINDOW: Duration = Duration::from_days(180);
/// More claims than this make no difference.
const EARLIER_CLAIMS_MAX: u32 = 50;
/// Most contracts of one consumer that caps on fees are counted over.
const CONTRACTS_MAX: u32 = 500;

impl Work {
    /// Moves the merchant's position by what a step posted.
    pub(super) fn follow_position(&mut self, effects: &[Effect]) {
        let Some((payable, receivable)) = &mut self.position else { return };
        let merchant = &self.file.order().merchant_id;
        let ours = Account::MerchantPayable(merchant.clone());
        let theirs = Account::MerchantReceivable(merchant.clone());
        for effect in effects {
            let Effect::Post { entry } = effect else { continue };
            if matches!(entry.phase(), Phase::Posted | Phase::Settles(_)) {
                // A payable is a liability: what is owed shows as a credit.
                *payable -= entry.minor_on(&ours);
                *receivable += entry.minor_on(&theirs);
            }
        }
    }

    fn position(&mut self, s: &mut Session<'_, '_>) -> Result<(i64, i64), AppError> {
        if let Some(position) = self.position {
            return Ok(position);
        }
        let (merchant, currency) = (self.file.order().merchant_id.clone(), self.file.currency());
        let accounts =
            [Account::MerchantPayable(merchant.clone()), Account::MerchantReceivable(merchant)];
        let [payable, receivable] = posted(s, accounts, currency)?;
        let position = (-payable, receivable);
        self.position = Some(position);
        Ok(position)
    }
}

fn posted<const N: usize>(
    s: &mut Session<'_, '_>,
    accounts: [Account; N],
    currency: Currency,
) -> Result<[i64; N], AppError> {
    let tenant = s.tenant().clone();
    let accounts = accounts.map(|account| account.to_string());
    let rows = store::ledger::balances_of(s.tx(), &tenant, accounts, currency)?;
    Ok(rows.map(|row| row.posted))
}

/// The surroundings of one input.
pub(super) fn of(
    s: &mut Session<'_, '_>,
    work: &mut Work,
    input: &Input,
) -> Result<Outside, AppError> {
    let (payable, receivable) = work.position(s)?;
    let mut outside = Outside {
        terms: work.terms(),
        merchant_fee_bps: work.merchant.fee_bps,
        merchant_payable_minor: payable,
        merchant_receivable_minor: receivable,
        ..Outside::default()
    };
    let open = match input {
        Input::Open(open) => Some(open),
        _ => None,
    };
    let open_already = work.file.disputes().iter().any(|dispute| dispute.state.is_open());
    let goodwill = match open {
        Some(open) => goodwill_possible(s, work, open)?,
        None => false,
    };
    // A claim that is only opened asks the merchant first: its history is read when it is decided.
    let at_once = open.is_some() && outside.terms.auto_accept_below_minor > 0;
    if open_already || goodwill || at_once {
        history(s, work, goodwill, &mut outside)?;
    }
    if fees_may_fall(s, work)? {
        outside.consumer_fees = Some(consumer_fees(s, work)?);
    }
    Ok(outside)
}

/// The customer's earlier claims, devices, and use of goodwill.
fn history(
    s: &mut Session<'_, '_>,
    work: &Work,
    goodwill: bool,
    outside: &mut Outside,
) -> Result<(), AppError> {
    let order = work.file.order();
    let tenant = s.tenant().clone();
    let since = s.now().minus(EARLIER_CLAIMS_WINDOW);
    let filter = DisputeFilter {
        customer: Some(order.customer_id.clone()),
        created: Some((since, Timestamp::MAX)),
        ..DisputeFilter::default()
    };
    let newest = Cursor::newest();
    let claims = store::disputes::list(s.tx(), &tenant, &filter, &newest, EARLIER_CLAIMS_MAX)?;
    let others = claims.iter().filter(|claim| claim.order != order.id).count();
    outside.earlier_claims = i64::try_from(others).unwrap_or(i64::MAX);
    let known = links::of(s, &order.customer_id)?;
    if let Some(device) = &order.device_id {
        let first_used_here = known
            .iter()
            .any(|(kind, value)| kind == links::NEW_DEVICE_ORDER && value == order.id.as_str());
        let linked =
            known.iter().any(|(kind, value)| kind == links::DEVICE && value == device.as_str());
        outside.device_known = Some(linked && !first_used_here);
    }
    if goodwill { goodwill_used(s, &order.customer_id, &known, work, outside) } else { Ok(()) }
}

/// Whether the claim is small enough, and of a reason, for goodwill to be looked at.
fn goodwill_possible(
    s: &mut Session<'_, '_>,
    work: &Work,
    open: &OpenDispute,
) -> Result<bool, AppError> {
    let tenant = s.tenant().clone();
    let app = s.app().clone();
    let policy = app.policy(s.tx(), &tenant)?;
    let rules = &policy.rules.pack.goodwill;
    let amount = open.amount_minor.unwrap_or_else(|| work.file.returnable_minor());
    let single = rules.single_max.get(&work.file.currency()).copied().unwrap_or(0);
    Ok(amount <= single && rules.reasons.contains(&open.reason))
}

fn goodwill_used(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
    known: &[(String, String)],
    work: &Work,
    outside: &mut Outside,
) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let row = store::parties::get(s.tx(), Party::Customer, &tenant, customer.as_str())?;
    if let Some(row) = row {
        let record: commerce::Customer = serde_json::from_str(&row.doc)?;
        outside.customer_since = Some(record.since);
    }
    let app = s.app().clone();
    let policy = app.policy(s.tx(), &tenant)?;
    let window = Duration::from_days(policy.rules.pack.goodwill.window_days);
    let since = s.now().minus(window);
    for subject in goodwill_subjects(customer, known) {
        let (count, total) =
            store::goodwill::used_since(s.tx(), &tenant, &subject, since, work.file.currency())?;
        outside.goodwill_count = outside.goodwill_count.max(count);
        outside.goodwill_total_minor = outside.goodwill_total_minor.max(total);
    }
    Ok(())
}

/// Who a gesture counts against: the person, their devices, their addresses.
pub(super) fn goodwill_subjects(customer: &CustomerId, known: &[(String, String)]) -> Vec<Subject> {
    let person = Subject { kind: "person".to_owned(), value: customer.to_string() };
    let linked = known.iter().filter(|(kind, _)| kind == links::DEVICE || kind == links::ADDRESS);
    let linked = linked.map(|(kind, value)| Subject { kind: kind.clone(), value: value.clone() });
    std::iter::once(person).chain(linked).collect()
}

/// Whether a late fee could fall in this step, in a market that caps them per consumer.
fn fees_may_fall(s: &mut Session<'_, '_>, work: &Work) -> Result<bool, AppError> {
    let now = s.now();
    let due = work
        .file
        .timers()
        .into_iter()
        .any(|(_, kind, due)| kind == dispute::TimerKind::Instalment && due <= now);
    if !due {
        return Ok(false);
    }
    let tenant = s.tenant().clone();
    let app = s.app().clone();
    let policy = app.policy(s.tx(), &tenant)?;
    let market = policy.rules.plans.get(&work.file.order().jurisdiction);
    Ok(market.is_ok_and(|market| market.consumer_caps.is_some()))
}

/// The fees of all the customer's contracts here.
fn consumer_fees(s: &mut Session<'_, '_>, work: &Work) -> Result<ConsumerFacts, AppError> {
    let tenant = s.tenant().clone();
    let order = work.file.order();
    let of = OrdersOf::Customer(order.customer_id.clone());
    let newest = Cursor::newest();
    let rows = store::orders::list(s.tx(), &tenant, &of, &newest, CONTRACTS_MAX)?;
    let own: &OrderId = &order.id;
    let mut files = vec![work.file.clone()];
    for row in rows.iter().filter(|row| row.order != *own) {
        files.push(serde_json::from_str(&row.doc)?);
    }
    let plans = || files.iter().flat_map(dispute::OrderFile::plans);
    let first = plans().map(plan::Plan::opened).min();
    let charged =
        plans().flat_map(plan::Plan::fees).filter(|fee| fee.state == plan::FeeState::Charged);
    let charges =
        charged.map(|fee| ConsumerCharge { on: fee.on, minor: fee.minor, is_default_fee: true });
    let jurisdiction = &order.jurisdiction;
    let app = s.app().clone();
    let policy = app.policy(s.tx(), &tenant)?;
    let calendar = policy
        .rules
        .calendar(jurisdiction)
        .map_err(|error| AppError::internal("a calendar is missing", error))?;
    Ok(ConsumerFacts {
        first_contract_on: first.unwrap_or_else(|| calendar.local_date(order.at)),
        has_other_fees: false,
        charges: charges.collect(),
    })
}
