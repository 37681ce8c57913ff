//! Goods on their way back, as their customer reports it: every plan of the order stands still until
//! the shop has answered, or the market's days are over. No money moves by it.

use compliance::authority::Action;
use dispute::{Input, ReportReturn};
use kernel::{DisputeId, LineId, OrderId, ReturnId};

use crate::order::{self, Act, OrderView};
use crate::{AppError, Session};

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
    Ok((id, view))
}
