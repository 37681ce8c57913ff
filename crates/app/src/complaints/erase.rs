//! What was said in a complaint, once its record need not be kept any longer. That there was one, its
//! dates, its finding and the money stay.

use compliance::retention::ErasurePlan;
use kernel::CustomerId;
use store::Cursor;
use store::complaints::ComplaintRow;
use support::conversation::ERASED;

use super::Doc;
use crate::{AppError, Session};

/// Most complaints of one person.
const ROWS_MAX: u32 = 10_000;

/// Erases the complaints of a customer that a plan has to go now.
pub(crate) fn erase(
    s: &mut Session<'_, '_>,
    customer: &CustomerId,
    plan: &ErasurePlan,
) -> Result<(), AppError> {
    let (tenant, newest) = (s.tenant().clone(), Cursor::newest());
    let rows = store::complaints::list(s.tx(), &tenant, None, Some(customer), &newest, ROWS_MAX)?;
    for row in rows {
        if !plan.erase_now.contains(&format!("complaint/{}", row.complaint)) {
            continue;
        }
        let mut doc: Doc = serde_json::from_str(&row.doc)?;
        if doc.text == ERASED {
            continue;
        }
        doc.text = ERASED.to_owned();
        doc.written.clear();
        let row = ComplaintRow { doc: serde_json::to_string(&doc)?, ..row };
        store::complaints::save(s.tx(), &row)?;
        s.audit("complaint.erased", format!("complaint/{}", row.complaint), None);
    }
    Ok(())
}
