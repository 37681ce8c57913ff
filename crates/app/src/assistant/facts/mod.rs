//! The facts of one customer, as procedures speak of them (`policy/assistant/catalogue.toml`): read from
//! the books at every turn, never from what anybody wrote.

mod cases;
mod orders;
mod plans;

use assistant::Value;
use assistant::value::Fields;
use dispute::RuleBook;
use kernel::{Calendar, CustomerId, Date, Money, Timestamp};
use store::orders::OrdersOf;

pub(super) use plans::payment_state;

use crate::order::OrderView;
use crate::{AppError, Page, Session, beside, feed};

/// Newest orders of a customer that the assistant knows.
const ORDERS_MAX: u32 = 50;

/// What the assistant may know of the customer who writes, and their own today.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) fields: Fields,
    pub(super) today: Date,
    /// ISO 3166 of the newest order: how amounts and dates are written.
    pub(super) country: String,
}

/// Everything that is needed to tell of one order.
struct Order<'a> {
    view: &'a OrderView,
    merchant: Value,
    rules: &'a RuleBook,
    calendar: &'a Calendar,
    now: Timestamp,
    today: Date,
}

impl Order<'_> {
    fn money(&self, minor: i64) -> Value {
        Value::Money(Money::new(minor, self.view.file.currency()))
    }

    fn date(&self, at: Timestamp) -> Value {
        Value::Date(self.calendar.local_date(at))
    }

    fn maybe_date(&self, at: Option<Timestamp>) -> Value {
        Value::maybe(at.map(|at| self.date(at)))
    }

    fn id(&self) -> Value {
        Value::id(self.view.file.order().id.as_str())
    }

    /// What it is called by: its first line.
    fn item(&self) -> Value {
        let first = self.view.file.order().lines.first();
        Value::text(first.map_or("", |line| line.name.as_str()))
    }
}

/// Reads the facts of the customer that the principal speaks with.
///
/// # Errors
/// [`AppError::Forbidden`], the store's.
pub(super) fn read(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<Known, AppError> {
    let page = Page { after: None, limit: ORDERS_MAX };
    let views = feed::orders(s, &OrdersOf::Customer(customer.clone()), &page)?;
    let names = beside::merchant_names(s, views.iter().map(|view| &view.file.order().merchant_id))?;
    let (app, tenant, now) = (s.app().clone(), s.tenant().clone(), s.now());
    let policy = app.policy(s.tx(), &tenant)?;
    let rules = &policy.rules;
    let mut told = Vec::with_capacity(views.len());
    let mut newest: Option<(Date, String)> = None;
    for view in &views {
        let order = view.file.order();
        let calendar = rules.calendar(&order.jurisdiction);
        let calendar = calendar.map_err(|error| AppError::internal("a calendar", error))?;
        let today = calendar.local_date(now);
        newest.get_or_insert_with(|| (today, order.jurisdiction.country().to_owned()));
        let merchant = names.get(&order.merchant_id);
        let merchant = merchant.map_or(order.merchant_id.as_str(), String::as_str);
        let merchant = Value::text(merchant);
        told.push(Order { view, merchant, rules, calendar, now, today });
    }
    let (today, country) = newest.unwrap_or_else(|| (now.utc_date(), String::new()));
    let mut fields = whole(&told);
    fields.insert("today".to_owned(), Value::Date(today));
    fields.insert("customer".to_owned(), of_customer(customer, &told));
    limits(s, &told, &mut fields);
    Ok(Known { fields, today, country })
}

/// Lists over all orders.
fn whole(told: &[Order<'_>]) -> Fields {
    let all =
        |of: fn(&Order<'_>) -> Vec<Value>| -> Vec<Value> { told.iter().flat_map(of).collect() };
    let mut due = all(plans::due);
    due.sort_by_key(|one| match one.field("due") {
        Value::Date(date) => Some(date),
        _ => None,
    });
    let lists = [
        ("orders", told.iter().map(orders::order).collect()),
        ("disputes", all(cases::disputes)),
        ("due", due),
        ("movable", all(plans::movable_of_order)),
        ("fees", all(plans::fees_of_order)),
        ("refunds", all(cases::refunds)),
        ("payments", all(cases::payments)),
    ];
    lists.into_iter().map(|(name, list)| (name.to_owned(), Value::list(list))).collect()
}

fn of_customer(customer: &CustomerId, told: &[Order<'_>]) -> Value {
    let in_hardship =
        told.iter().flat_map(|order| order.view.file.plans()).any(plan::Plan::in_hardship);
    Value::record([
        ("id", Value::id(customer.as_str())),
        ("name", Value::None),
        ("in_hardship", Value::Bool(in_hardship)),
        ("visitor", Value::Bool(crate::sign_in::is_visitor(customer))),
    ])
}

/// What the assistant may give alone, in the currency of the newest order.
fn limits(s: &Session<'_, '_>, told: &[Order<'_>], fields: &mut Fields) {
    let currency = told.first().map(|order| order.view.file.currency());
    let limits = currency.and_then(|currency| {
        let limits = s.app().authority().limits().of(currency)?;
        let money = |minor| Value::Money(Money::new(minor, currency));
        Some((money(limits.ai_goodwill), money(limits.ai_refund)))
    });
    let (goodwill, refund) = limits.unzip();
    fields.insert("goodwill_limit".to_owned(), Value::maybe(goodwill));
    fields.insert("refund_limit".to_owned(), Value::maybe(refund));
}
