//! The hand-off brief of a conversation, and the facts it is built from.

use compliance::authority::Action;
use compliance::complaint;
use dispute::{Dispute, OrderFile, PayoutState, RuleBook, State};
use kernel::{ActorKind, Calendar, ConversationId, Date, Money, OrderId, Timestamp};
use store::Cursor;
use store::orders::OrdersOf;
use support::brief::{
    Brief, ClockFact, ComplaintFact, DisputeFact, DueFact, Facts, PauseFact, RefundFact,
};
use support::conversation::{Conversation, Event};

use super::{case, persist};
use crate::error::word;
use crate::languages::{self, FactWords, Tongue};
use crate::sign_in::is_visitor;
use crate::timeline::made_at;
use crate::{AppError, Session, complaints, support_needs};

/// Newest events that are read for a brief.
const EVENTS_MAX: u32 = 500;
/// Orders of a customer that are looked through where none is linked, the newest first.
const ORDERS_SEARCHED_MAX: u32 = 20;
/// Orders that a brief speaks of.
const ORDERS_TOLD_MAX: usize = 3;

/// What whoever takes a conversation over must know, from the log and from facts alone, in their language.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`] for who does not work at the desk.
pub fn brief(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    tongue: Tongue,
) -> Result<Brief, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationWork, &on)?;
    built(s, &kept.conversation, tongue)
}

/// The brief that a hand-over leaves in the log. The log is never changed, and a support need is
/// deleted when its consent is taken back: so it is not written there. It is kept in English, as every
/// record is.
pub(super) fn for_log(s: &mut Session<'_, '_>, c: &Conversation) -> Result<Brief, AppError> {
    Ok(Brief { support_needs: Vec::new(), ..built(s, c, Tongue::En)? })
}

fn built(s: &mut Session<'_, '_>, c: &Conversation, tongue: Tongue) -> Result<Brief, AppError> {
    let words = languages::words(tongue)?;
    let facts = facts(s, c, tongue)?;
    let tenant = s.tenant().clone();
    let rows =
        store::conversation_events::before(s.tx(), &tenant, c.id, i64::MAX, true, EVENTS_MAX)?;
    let events: Vec<Event> = rows.iter().rev().map(persist::event).collect::<Result<_, _>>()?;
    Ok(Brief::of(c, &events, &facts, s.app().phrases(), &words.brief))
}

fn facts(s: &mut Session<'_, '_>, c: &Conversation, tongue: Tongue) -> Result<Facts, AppError> {
    let mut facts = Facts::at(s.now());
    if is_visitor(&c.customer) {
        return Ok(facts);
    }
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    for file in files(s, c)? {
        let policy = app.policy(s.tx(), &tenant)?;
        let calendar = policy.rules.calendar(&file.order().jurisdiction);
        let calendar =
            calendar.map_err(|error| AppError::internal("a calendar is missing", error))?;
        of_order(&file, calendar, c, tongue, &mut facts)?;
        facts.dues.extend(dues(&file, (&policy.rules, calendar, s.now()), tongue)?);
    }
    facts.dues.sort_by_key(|due| due.at);
    facts.complaint = complaint_fact(s, c, tongue)?;
    for need in support_needs::of_known(s, &c.customer)? {
        facts.support_needs.push(word(&need.told.need)?);
    }
    Ok(facts)
}

/// The order and the dispute it is about; where neither is linked, the customer's newest orders on
/// which something is going on.
fn files(s: &mut Session<'_, '_>, c: &Conversation) -> Result<Vec<OrderFile>, AppError> {
    let tenant = s.tenant().clone();
    let mut linked: Vec<OrderId> = c.order.iter().cloned().collect();
    if let Some(dispute) = c.dispute
        && let Some(row) = store::disputes::get(s.tx(), &tenant, dispute)?
        && !linked.contains(&row.order)
    {
        linked.push(row.order);
    }
    let mut files: Vec<OrderFile> = Vec::new();
    for order in &linked {
        if let Some(row) = store::orders::load(s.tx(), &tenant, order)? {
            let file: OrderFile = serde_json::from_str(&row.doc)?;
            // Whatever is linked, nobody is told of somebody else's purchase.
            if file.order().customer_id == c.customer {
                files.push(file);
            }
        }
    }
    if !linked.is_empty() {
        return Ok(files);
    }
    let of = OrdersOf::Customer(c.customer.clone());
    let newest = Cursor::newest();
    let rows = store::orders::list(s.tx(), &tenant, &of, &newest, ORDERS_SEARCHED_MAX)?;
    let today = s.now().utc_date();
    for row in rows {
        let file: OrderFile = serde_json::from_str(&row.doc)?;
        let busy = file.disputes().iter().any(|dispute| dispute.state.is_open())
            || file.plans().iter().any(plan::Plan::is_paused)
            || file.plans().iter().any(|plan| is_behind(plan, today))
            || file.payouts().iter().any(|payout| is_on_its_way(payout.state));
        if busy && files.len() < ORDERS_TOLD_MAX {
            files.push(file);
        }
    }
    Ok(files)
}

fn is_behind(plan: &plan::Plan, today: Date) -> bool {
    !plan.is_paused() && plan.next_due().is_some_and(|next| next.due < today)
}

const fn is_on_its_way(state: PayoutState) -> bool {
    matches!(state, PayoutState::Intended | PayoutState::Unknown)
}

fn of_order(
    file: &OrderFile,
    calendar: &Calendar,
    c: &Conversation,
    tongue: Tongue,
    facts: &mut Facts,
) -> Result<(), AppError> {
    let (words, order) = (&languages::words(tongue)?.facts, &file.order().id);
    let locale = tongue.locale(file.order().jurisdiction.country());
    for plan in file.plans().iter().filter(|plan| plan.is_paused()) {
        let open = || plan.pauses().iter().filter(|pause| pause.ended.is_none());
        // Until the last reason ends; one without an end leaves it open.
        let known = open().all(|pause| pause.until.is_some());
        let until = open().filter_map(|pause| pause.until).max().filter(|_| known);
        let until = until.map(|date| calendar.end_of_day(date));
        facts.pauses.push(PauseFact { order: order.clone(), until });
    }
    for payout in file.payouts().iter().filter(|payout| is_on_its_way(payout.state)) {
        let payout = &payout.payout;
        facts.refunds.push(RefundFact {
            order: order.clone(),
            amount: locale.money(Money::new(payout.amount_minor, payout.currency)),
            since: locale.date(calendar.local_date(made_at(payout.id.uuid()))),
        });
    }
    for dispute in file.disputes() {
        if dispute.state.is_open() || c.dispute == Some(dispute.id) {
            facts.disputes.push(of_dispute(order, dispute, words));
        }
    }
    Ok(())
}

/// The next payment of each plan of an order, and whether it may move.
fn dues(
    file: &OrderFile,
    (rules, calendar, now): (&RuleBook, &Calendar, Timestamp),
    tongue: Tongue,
) -> Result<Vec<DueFact>, AppError> {
    let locale = tongue.locale(file.order().jurisdiction.country());
    let what = &languages::words(tongue)?.facts.clocks.instalment_due;
    let today = calendar.local_date(now);
    let due = |plan: &plan::Plan| {
        let next = plan.next_due()?;
        let open = next.open().saturating_add(next.interest_open());
        // Of a market without a policy nothing can be chosen.
        let options = file.plan_options(plan.id(), rules, now).ok();
        let moves = options.iter().flat_map(|options| &options.extend);
        let moves = moves.filter(|one| one.instalment == next.seq).map(|one| one.new_due).next();
        Some(DueFact {
            order: file.order().id.clone(),
            at: calendar.end_of_day(next.due),
            day: locale.date(next.due),
            amount: locale.money(Money::new(open, file.currency())),
            late: is_behind(plan, today),
            move_to: moves.map(|day| locale.date(day)),
            in_hardship: plan.in_hardship(),
            what: what.clone(),
        })
    };
    // While a plan stands still nothing is due.
    let plans = file.plans().iter().filter(|plan| plan.outstanding() > 0 && !plan.is_paused());
    Ok(plans.filter_map(due).collect())
}

fn of_dispute(order: &OrderId, dispute: &Dispute, words: &FactWords) -> DisputeFact {
    let clock = |timer: &dispute::Timer| {
        let what = words.clock(timer.kind)?;
        Some(ClockFact { at: timer.due, what: what.to_owned() })
    };
    let mut rules: Vec<String> = dispute.decisions.iter().map(|mark| mark.rule.clone()).collect();
    rules.dedup();
    DisputeFact {
        dispute: dispute.id,
        order: order.clone(),
        reason: words.reason(dispute.reason).to_owned(),
        by_ai: dispute.opened_by.kind == ActorKind::Ai,
        waits_for_us: matches!(dispute.state, State::Review | State::FinalReview),
        rules,
        clocks: dispute.timers.iter().filter_map(clock).collect(),
    }
}

fn complaint_fact(
    s: &mut Session<'_, '_>,
    c: &Conversation,
    tongue: Tongue,
) -> Result<Option<ComplaintFact>, AppError> {
    let Some(id) = c.complaint else { return Ok(None) };
    let found = complaints::known(s, id)?;
    let Some(complaint) = found.filter(|found| found.state == complaint::State::Open) else {
        return Ok(None);
    };
    let words = &languages::words(tongue)?.facts.clocks;
    let clock = |at: Timestamp, what: &String| ClockFact { at, what: what.clone() };
    let mut clocks = vec![
        clock(complaint.summary_until, &words.complaint_summary),
        clock(complaint.respond_by, &words.complaint_answer),
    ];
    if complaint.acknowledged_at.is_none() {
        clocks.push(clock(complaint.acknowledge_by, &words.complaint_acknowledgement));
    }
    let citation = s.app().statutes().complaints.meta.citations.first().cloned();
    Ok(Some(ComplaintFact {
        complaint: id,
        acknowledged: complaint.acknowledged_at.is_some(),
        clocks,
        citation,
    }))
}
