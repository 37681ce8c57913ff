//! Goods on their way back, as their customer reports it: every plan of the order stands still until
//! the shop has answered, or the market's days are over. No money moves by it.

use std::collections::BTreeMap;

use compliance::authority::{Action, Resource};
use dispute::{Input, OrderFile, ReportReturn};
use kernel::{
    Calendar, CustomerId, Date, DisputeId, LineId, MerchantId, OrderId, ReturnId, TenantId,
    Timestamp,
};
use plan::PauseReason;
use serde::{Deserialize, Serialize};
use store::returns::AwaitedReturnRow;

use crate::order::{self, Act, OrderView};
use crate::{AppError, Page, Session, beside};

/// Longest name of a carrier or number of a parcel, in characters.
const WORDS_CHARS_MAX: usize = 100;
/// Most lines named in one report.
const LINES_MAX: usize = 200;

/// A report as it is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewReturn {
    /// Every line of the order when empty.
    pub lines: Vec<LineId>,
    pub tracking_id: Option<String>,
    pub carrier: Option<String>,
}

/// Reports that goods of an order go back. Says the id under which it is kept.
///
/// # Errors
/// [`AppError::NotFound`] for an order that is not the principal's, [`AppError::Forbidden`],
/// [`AppError::Conflict`] (`duplicate_return`) where a return of these lines is known,
/// [`AppError::Unprocessable`] for lines that the order does not have.
pub fn report(
    s: &mut Session<'_, '_>,
    order: &OrderId,
    new: NewReturn,
) -> Result<(ReturnId, OrderView), AppError> {
    for (field, text) in [("tracking_id", &new.tracking_id), ("carrier", &new.carrier)] {
        let chars = text.as_ref().map(|text| text.trim().chars().count());
        if chars.is_some_and(|chars| !(1..=WORDS_CHARS_MAX).contains(&chars)) {
            let problem = format!("must have 1 to {WORDS_CHARS_MAX} characters, or be left out");
            return Err(AppError::invalid(field, problem));
        }
    }
    if new.lines.len() > LINES_MAX {
        let problem = format!("at most {LINES_MAX} lines, got {}", new.lines.len());
        return Err(AppError::invalid("lines", problem));
    }
    // No id of the company's own begins so: a shop's later record is another return.
    let unique = DisputeId::generate(s.now(), s.rng()).uuid();
    let id = ReturnId::new(format!("ombud:return:{unique}"))
        .map_err(|error| AppError::internal("an id of our own does not fit", error))?;
    let input = Input::ReportReturn(ReportReturn {
        id: id.clone(),
        lines: new.lines,
        tracking_id: new.tracking_id,
        carrier: new.carrier,
    });
    let view = order::apply(s, order, &Act::new(Action::ReturnReport), input)?;
    crate::report::count_own(s, id.as_str(), view.file.order())?;
    Ok((id, view))
}

/// A return that its shop has not answered: it registers the goods, or rejects them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwaitedReturn {
    pub id: ReturnId,
    pub order: OrderId,
    pub merchant: MerchantId,
    /// `None` for a shop that the feed has not brought.
    pub merchant_name: Option<String>,
    pub customer: CustomerId,
    /// The first instant at which the customer's plans go on.
    pub answer_by: Timestamp,
    pub told: Told,
}

/// What was reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub at: Timestamp,
    /// The names of the lines that go back.
    pub items: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_id: Option<String>,
}

/// Returns that wait for their shop, the nearest deadline first. A shop sees its own.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotFound`] for another shop's.
pub fn awaited(
    s: &mut Session<'_, '_>,
    of: Option<&MerchantId>,
    page: &Page,
) -> Result<Vec<AwaitedReturn>, AppError> {
    let merchant = s.principal().merchant.clone().or_else(|| of.cloned());
    let case = Resource { merchant: merchant.clone(), ..s.of_tenant() };
    s.check(Action::OrderRead, &case)?;
    let tenant = s.tenant().clone();
    let after = page.after_oldest();
    let rows = store::returns::list(s.tx(), &tenant, merchant.as_ref(), &after, page.limit)?;
    let names = beside::merchant_names(s, rows.iter().map(|row| &row.merchant))?;
    let known = |row: AwaitedReturnRow| {
        Ok(AwaitedReturn {
            told: serde_json::from_str(&row.doc)?,
            merchant_name: names.get(&row.merchant).cloned(),
            id: row.id,
            order: row.order,
            merchant: row.merchant,
            customer: row.customer,
            answer_by: row.answer_by,
        })
    };
    rows.into_iter().map(known).collect()
}

/// The returns of an order for which a plan stands still until their shop answers, with the day on
/// which it goes on.
pub(crate) fn waiting(file: &OrderFile) -> BTreeMap<ReturnId, Date> {
    let mut all = BTreeMap::new();
    for pause in file.plans().iter().flat_map(plan::Plan::pauses) {
        let (PauseReason::Return(id), Some(until), None) =
            (&pause.reason, pause.until, pause.ended)
        else {
            continue;
        };
        let last = all.entry(id.clone()).or_insert(until);
        *last = until.max(*last);
    }
    all
}

/// A return as lists show it; `None` where the file does not have it.
pub(crate) fn row(
    tenant: &TenantId,
    file: &OrderFile,
    calendar: &Calendar,
    (id, until): (&ReturnId, Date),
) -> Result<Option<AwaitedReturnRow>, AppError> {
    let order = file.order();
    let Some(record) = file.returns().iter().find(|record| record.id == *id) else {
        return Ok(None);
    };
    let goes_back =
        |line: &&commerce::Line| record.lines.is_empty() || record.lines.contains(&line.id);
    let told = Told {
        at: record.at,
        items: order.lines.iter().filter(goes_back).map(|line| line.name.clone()).collect(),
        tracking_id: record.tracking_id.clone(),
    };
    Ok(Some(AwaitedReturnRow {
        tenant: tenant.clone(),
        order: order.id.clone(),
        id: id.clone(),
        merchant: order.merchant_id.clone(),
        customer: order.customer_id.clone(),
        answer_by: calendar.start_of_day(until),
        doc: serde_json::to_string(&told)?,
    }))
}
