//! Everything between a customer and the company on one line of time: purchases, what fell due and what
//! was paid, money that went back, cases and how they were decided, conversations, calls, co-browsing,
//! complaints, and what the customer needs. Read only, and from few queries whatever there is.

use compliance::authority::{Action, Resource};
use dispute::{Dispute, OrderFile};
use kernel::{
    Calendar, ComplaintId, ConversationId, CustomerId, DisputeId, Money, OrderId, PlanId, Timestamp,
};
use serde_json::{Value, json};
use store::Cursor;
use store::conversations::{ConversationFilter, ConversationsOf};
use store::orders::OrdersOf;

use crate::error::word;
use crate::{AppError, Page, Session, beside, cobrowse, conversations, support_needs};

/// Newest orders, conversations, calls, co-browsing sessions, complaints and notices of one customer that
/// are looked at, each.
const ROWS_MAX: u32 = 200;
const CALL: &str = "call";

/// What something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Order,
    /// A payment falls, or fell, due.
    Due,
    Payment,
    Fee,
    /// The merchant gave back.
    Refund,
    /// Money on its way to the customer's instrument.
    Payout,
    Return,
    DisputeOpened,
    Decision,
    DisputeClosed,
    Conversation,
    Call,
    /// A co-browsing session that somebody of the desk came to.
    Cobrowse,
    Complaint,
    SupportNeed,
    /// What the customer was told, and whether it was sent.
    Notice,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Due => "due",
            Self::Payment => "payment",
            Self::Fee => "fee",
            Self::Refund => "refund",
            Self::Payout => "payout",
            Self::Return => "return",
            Self::DisputeOpened => "dispute_opened",
            Self::Decision => "decision",
            Self::DisputeClosed => "dispute_closed",
            Self::Conversation => "conversation",
            Self::Call => "call",
            Self::Cobrowse => "cobrowse",
            Self::Complaint => "complaint",
            Self::SupportNeed => "support_need",
            Self::Notice => "notice",
        }
    }
}

/// One thing on the line.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Unique on the line, and the same each time.
    pub id: String,
    pub at: Timestamp,
    pub kind: Kind,
    /// Such as the product, the subject, the state.
    pub title: String,
    pub amount: Option<Money>,
    pub order: Option<OrderId>,
    pub plan: Option<PlanId>,
    pub dispute: Option<DisputeId>,
    pub conversation: Option<ConversationId>,
    pub complaint: Option<ComplaintId>,
    /// What else there is to say, by kind.
    pub detail: Value,
}

impl Entry {
    pub(crate) fn new(kind: Kind, id: &str, at: Timestamp, title: impl Into<String>) -> Self {
        Self {
            id: format!("{}/{id}", kind.as_str()),
            at,
            kind,
            title: title.into(),
            amount: None,
            order: None,
            plan: None,
            dispute: None,
            conversation: None,
            complaint: None,
            detail: Value::Null,
        }
    }
}

/// A customer's line, from new to old; what is still to come is first.
///
/// # Errors
/// [`AppError::NotFound`] for somebody else's, [`AppError::Forbidden`].
pub fn of(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
    page: &Page,
) -> Result<Vec<Entry>, AppError> {
    let case = Resource { customer: Some(customer.clone()), ..s.of_tenant() };
    s.check(Action::OrderRead, &case)?;
    s.check(Action::ConversationRead, &case)?;
    let mut entries = Vec::new();
    of_orders(s, customer, &mut entries)?;
    of_conversations(s, customer, &mut entries)?;
    entries.extend(cobrowse::trail::entries(s, customer, ROWS_MAX)?);
    of_complaints(s, customer, &mut entries)?;
    of_notices(s, customer, &mut entries)?;
    for need in support_needs::of_known(s, customer)? {
        let id = need.id.to_string();
        let mut entry = Entry::new(Kind::SupportNeed, &id, need.created_at, word(&need.told.need)?);
        entry.detail = json!({ "note": need.told.note, "review_at": need.review_at });
        entries.push(entry);
    }
    // Whom nobody has ever heard of has no line, and is no empty one.
    if entries.is_empty() && !is_known(s, customer)? {
        return Err(AppError::not_found("the customer", customer));
    }
    entries.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
    let after = page.after_newest();
    let below = |entry: &Entry| (entry.at, entry.id.as_str()) < (after.at, after.id.as_str());
    entries.retain(below);
    entries.truncate(page.limit as usize);
    Ok(entries)
}

fn is_known(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<bool, AppError> {
    let (tenant, own) = (s.tenant().clone(), s.principal().customer.as_ref() == Some(customer));
    let party = store::parties::Party::Customer;
    Ok(own || store::parties::get(s.tx(), party, &tenant, customer.as_str())?.is_some())
}

fn of_orders(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
    entries: &mut Vec<Entry>,
) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let of = OrdersOf::Customer(customer.clone());
    let rows = store::orders::list(s.tx(), &tenant, &of, &Cursor::newest(), ROWS_MAX)?;
    let files: Vec<OrderFile> =
        rows.iter().map(|row| serde_json::from_str(&row.doc)).collect::<Result<_, _>>()?;
    let names = beside::merchant_names(s, files.iter().map(|file| &file.order().merchant_id))?;
    let app = s.app().clone();
    let policy = app.policy(s.tx(), &tenant)?;
    let hides = s.principal().role.is_of_one_customer();
    for file in &files {
        let order = file.order();
        let calendar = policy.rules.calendar(&order.jurisdiction);
        let calendar =
            calendar.map_err(|error| AppError::internal("a calendar is missing", error))?;
        let from = entries.len();
        let title = order.lines.first().map(|line| line.name.as_str()).unwrap_or_default();
        let mut bought = Entry::new(Kind::Order, order.id.as_str(), order.at, title);
        bought.amount = Some(money(file, order.total_minor));
        bought.detail = json!({
            "merchant_id": order.merchant_id, "merchant_name": names.get(&order.merchant_id),
        });
        entries.push(bought);
        plans(file, calendar, entries)?;
        moved(file, entries)?;
        for dispute in file.disputes() {
            disputed(file, dispute, hides, entries)?;
        }
        for entry in entries.iter_mut().skip(from) {
            entry.order = Some(order.id.clone());
        }
    }
    Ok(())
}

fn money(file: &OrderFile, minor: i64) -> Money {
    Money { minor, currency: file.currency() }
}

/// What falls due, and what was charged for what was missed.
fn plans(file: &OrderFile, calendar: &Calendar, entries: &mut Vec<Entry>) -> Result<(), AppError> {
    for plan in file.plans() {
        for part in plan.instalments() {
            let (id, state) = (format!("{}/{}", plan.id(), part.seq), word(&part.state())?);
            let mut due = Entry::new(Kind::Due, &id, calendar.start_of_day(part.due), state);
            due.amount = Some(money(file, part.amount + part.interest));
            due.plan = Some(plan.id());
            due.detail = json!({
                "instalment": part.seq, "due_on": part.due,
                "open_minor": part.open() + part.interest_open(),
            });
            entries.push(due);
        }
        for fee in plan.fees() {
            let (id, state) = (format!("{}/{}", plan.id(), fee.no), word(&fee.state)?);
            let mut charged = Entry::new(Kind::Fee, &id, calendar.start_of_day(fee.on), state);
            charged.amount = Some(money(file, fee.minor));
            charged.plan = Some(plan.id());
            charged.detail = json!({ "instalment": fee.seq });
            entries.push(charged);
        }
    }
    Ok(())
}

/// Money and goods that went, or go, one way or the other.
fn moved(file: &OrderFile, entries: &mut Vec<Entry>) -> Result<(), AppError> {
    for payment in file.payments() {
        let mut paid = Entry::new(Kind::Payment, payment.id.as_str(), payment.at, "paid");
        paid.amount = Some(money(file, payment.amount_minor));
        paid.plan = Some(payment.plan);
        entries.push(paid);
    }
    for refund in file.refunds() {
        let mut given = Entry::new(Kind::Refund, refund.id.as_str(), refund.at, "refunded");
        given.amount = Some(money(file, refund.amount_minor));
        entries.push(given);
    }
    for payout in file.payouts() {
        let id = payout.payout.id;
        // An id of ours holds the instant at which it was made.
        let at = made_at(id.uuid());
        let mut sent = Entry::new(Kind::Payout, &id.to_string(), at, word(&payout.state)?);
        sent.amount = Some(money(file, payout.payout.amount_minor));
        sent.dispute = payout.payout.dispute;
        entries.push(sent);
    }
    for back in file.returns() {
        let state = word(&back.state)?;
        let mut known = Entry::new(Kind::Return, &format!("{}/{state}", back.id), back.at, state);
        known.amount = back.amount_minor.map(|minor| money(file, minor));
        known.detail = json!({ "return_id": back.id, "tracking_id": back.tracking_id });
        entries.push(known);
    }
    Ok(())
}

/// When an id of ours was made.
pub(crate) fn made_at(id: uuid::Uuid) -> Timestamp {
    let (seconds, nanos) = id.get_timestamp().map_or((0, 0), |stamp| stamp.to_unix());
    let millis = seconds.saturating_mul(1_000).saturating_add(u64::from(nanos) / 1_000_000);
    Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
}

/// A case. What its customer is not told in any other answer is not told here either.
fn disputed(
    file: &OrderFile,
    dispute: &Dispute,
    hides: bool,
    entries: &mut Vec<Entry>,
) -> Result<(), AppError> {
    let hidden = hides && dispute.kind.is_hidden_from_customer();
    let reason = if hidden { "other" } else { dispute.reason.as_str() };
    let id = dispute.id.to_string();
    let mut opened = Entry::new(Kind::DisputeOpened, &id, dispute.opened_at, reason);
    opened.amount = Some(money(file, dispute.claimed_minor));
    let state = dispute.state.as_str();
    opened.detail = json!({ "state": state, "opened_by": dispute.opened_by.kind });
    let mut of_case = vec![opened];
    for mark in dispute.decisions.iter().filter(|_| !hidden) {
        let party = word(&mark.for_party)?;
        let mut made = Entry::new(Kind::Decision, &mark.id.to_string(), mark.at, party);
        made.detail = json!({ "rule": mark.rule, "stage": mark.stage, "by": mark.by.kind });
        of_case.push(made);
    }
    if let Some(closing) = dispute.closing.as_ref().filter(|_| !dispute.state.is_open()) {
        let outcome = closing.outcome.as_str();
        let mut closed = Entry::new(Kind::DisputeClosed, &id, closing.at, outcome);
        closed.amount = Some(money(file, closing.returned_minor));
        if !hidden {
            closed.detail = json!({ "code": closing.code, "liable": closing.liable });
        }
        of_case.push(closed);
    }
    entries.extend(of_case.into_iter().map(|entry| Entry { dispute: Some(dispute.id), ..entry }));
    Ok(())
}

fn of_conversations(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
    entries: &mut Vec<Entry>,
) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let filter = ConversationFilter {
        of: ConversationsOf::Customer(customer.clone()),
        ..Default::default()
    };
    let rows = store::conversations::list(s.tx(), &tenant, &filter, &Cursor::newest(), ROWS_MAX)?;
    let hides = s.principal().role.is_of_one_customer();
    for row in &rows {
        let talk = conversations::parsed(row)?.conversation;
        let state = if hides { talk.state.for_customer() } else { talk.state };
        let id = talk.id.to_string();
        let mut entry = Entry::new(Kind::Conversation, &id, row.created_at, talk.subject);
        entry.conversation = Some(talk.id);
        entry.order = talk.order;
        entry.dispute = talk.dispute;
        entry.complaint = talk.complaint;
        entry.detail = json!({
            "number": talk.number, "channel": talk.channel, "state": state.as_str(),
            "updated_at": row.updated_at,
        });
        entries.push(entry);
    }
    let calls = store::conversation_events::of_customer(s.tx(), &tenant, customer, CALL, ROWS_MAX)?;
    for row in calls.iter().filter(|row| !(hides && row.for_desk)) {
        let id = format!("{}/{}", row.conversation, row.seq);
        let doc: Value = serde_json::from_str(&row.doc)?;
        let mut entry = Entry::new(Kind::Call, &id, row.at, CALL);
        entry.conversation = Some(row.conversation);
        entry.detail = doc.get("body").cloned().unwrap_or(doc);
        entries.push(entry);
    }
    Ok(())
}

fn of_complaints(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
    entries: &mut Vec<Entry>,
) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let newest = Cursor::newest();
    let rows = store::complaints::list(s.tx(), &tenant, None, Some(customer), &newest, ROWS_MAX)?;
    for row in rows {
        let id = row.complaint.to_string();
        let mut entry = Entry::new(Kind::Complaint, &id, row.created_at, row.state);
        entry.complaint = Some(row.complaint);
        entry.order = row.order;
        entry.dispute = row.dispute;
        entry.detail = json!({ "closed_at": row.closed_at });
        entries.push(entry);
    }
    Ok(())
}

fn of_notices(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
    entries: &mut Vec<Entry>,
) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let newest = Cursor::newest();
    for row in store::notices::of_customer(s.tx(), &tenant, customer, &newest, ROWS_MAX)? {
        let id = row.notice.to_string();
        let mut entry = Entry::new(Kind::Notice, &id, row.created_at, row.kind.as_str());
        entry.detail = json!({ "sent": crate::data::sent(&row) });
        entry.order = Some(row.order);
        entry.dispute = row.dispute;
        entries.push(entry);
    }
    Ok(())
}
