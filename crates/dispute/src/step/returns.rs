//! Returns that the customer reports here: due dates stand still, and the shop is told. What the
//! customer says is never taken for what a carrier or the shop confirms.

use commerce::{Return, ReturnState};
use kernel::{LineId, ReturnId};
use serde_json::json;

use super::Stepper;
use crate::Refusal;
use crate::effect::*;
use crate::input::ReportReturn;
use crate::model::*;
use crate::order_file::OrderFile;

impl Stepper<'_> {
    pub(super) fn report_return(&mut self, report: &ReportReturn) -> Result<(), Refusal> {
        self.may_report(report)?;
        let record = Return {
            id: report.id.clone(),
            at: self.at,
            order_id: self.file.order.id.clone(),
            lines: report.lines.clone(),
            state: ReturnState::Reported,
            amount_minor: None,
            tracking_id: report.tracking_id.clone(),
        };
        self.file.reported.push(record.id.clone());
        let data = json!({
            "return": record.id, "lines": record.lines, "tracking_id": report.tracking_id,
            "carrier": report.carrier,
        });
        self.announce(Topic::ReturnReported, None, data.clone());
        self.notify(Party::Merchant, NoticeTemplate::ReturnReported, None, data);
        self.returned(&record)
    }

    fn may_report(&self, report: &ReportReturn) -> Result<(), Refusal> {
        if self.file.captures.is_empty() || self.file.cancelled_at.is_some() {
            let why = "nothing of this order was sold: it was not captured, or it was cancelled";
            return Err(Refusal::NotAllowed { why: why.to_owned() });
        }
        let lines = &self.file.order.lines;
        let stranger = report.lines.iter().find(|id| !lines.iter().any(|line| line.id == **id));
        if let Some(line) = stranger {
            let problem = format!("the order has no line {line}");
            return Err(Refusal::Field { field: "lines", problem });
        }
        match self.file.return_of(&report.lines) {
            Some(known) => Err(Refusal::ReturnKnown { id: known.id.clone() }),
            None => Ok(()),
        }
    }

    /// The shop has answered: what paused the plans for these goods ends, also where the customer
    /// had reported them and the shop registered them under an id of its own.
    pub(super) fn end_pauses_of(&mut self, record: &Return) -> Result<(), Refusal> {
        self.end_return_pause(&record.id)?;
        let file = &self.file;
        let same = |id: &&ReturnId| {
            let mut reports = file.returns.iter().filter(|known| known.id == **id);
            reports.any(|known| share_lines(&known.lines, &record.lines))
        };
        let reports: Vec<ReturnId> = file.reported.iter().filter(same).cloned().collect();
        reports.iter().try_for_each(|id| self.end_return_pause(id))
    }
}

impl OrderFile {
    /// A return of any of these lines (of all of them when empty) that the shop has not rejected.
    fn return_of(&self, lines: &[LineId]) -> Option<&Return> {
        let rejected = |known: &Return| {
            let of_same = self.returns.iter().filter(|other| other.id == known.id);
            of_same.max_by_key(|other| other.at).is_some_and(|r| r.state == ReturnState::Rejected)
        };
        self.returns.iter().find(|known| share_lines(&known.lines, lines) && !rejected(known))
    }
}

/// No lines mean all of them.
fn share_lines(some: &[LineId], others: &[LineId]) -> bool {
    some.is_empty() || others.is_empty() || some.iter().any(|line| others.contains(line))
}
