//! Answers to complaints: sent with everything law asks for, and with their redress.

use compliance::authority::{Action, Principal, Verdict};
use compliance::complaint::{Finding, Response};
use compliance::statutes::ComplaintLetter;
use kernel::ComplaintId;
use serde::{Deserialize, Serialize};
use store::complaints::ComplaintRow;

use super::letter::{self, Delay};
use super::{
    ComplaintView, Doc, Redress, calendar, change, get, load, may_answer, may_read, redress,
    refused, rule,
};
use crate::disputes::Acted;
use crate::{AppError, Session, desk};

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub letter: ComplaintLetter,
    /// What the letter contains, by the names of the rule file; of one that is written here, its parts.
    pub contents: Vec<String>,
    pub finding: Finding,
    pub redress: Option<Redress>,
    /// Why, to the customer: with it the letter is written here, without it elsewhere.
    #[serde(default)]
    pub reasons: Option<String>,
}

/// An answer that waits for a second person, because of its redress.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProposedAnswer {
    pub(crate) complaint: ComplaintId,
    pub(crate) answer: Answer,
}

/// Answers it; a letter that lacks something that law wants is not sent. Redress is paid with it.
/// Where the redress takes a second person, nothing is sent or paid before they approve.
///
/// # Errors
/// [`AppError::Unprocessable`] with what the letter lacks, or the window that is over;
/// [`AppError::Forbidden`] for redress above what two people may give.
pub fn respond(
    s: &mut Session<'_, '_>,
    id: ComplaintId,
    answer: &Answer,
) -> Result<Acted<ComplaintView>, AppError> {
    let row = answerable(s, id)?;
    let Some(redress) = &answer.redress else {
        return Ok(Acted::Done(send_answer(s, id, answer, None)?));
    };
    let asked = redress::ask(s, &row, redress)?;
    match asked.verdict(s, &s.principal().clone(), None) {
        Verdict::Allow { .. } => Ok(Acted::Done(send_answer(s, id, answer, Some(asked.redress))?)),
        Verdict::NeedsSecondPerson { .. } => {
            may_be_sent(s, &row, answer, asked.redress)?;
            let why = if asked.above_order {
                "redress above what the order cost the customer takes two people"
            } else {
                "above what one person may do alone"
            };
            let proposed = ProposedAnswer { complaint: id, answer: answer.clone() };
            let task = desk::request_answer(s, &asked.order, proposed, asked.total, why)?;
            Ok(Acted::AwaitsApproval(Box::new(task)))
        }
        Verdict::Deny { reason, conceal, .. } => {
            Err(s.denied(Action::ComplaintRedress, &reason, conceal))
        }
    }
}

/// A letter that could not be sent is nothing to approve.
fn may_be_sent(
    s: &mut Session<'_, '_>,
    row: &ComplaintRow,
    answer: &Answer,
    total: compliance::complaint::Redress,
) -> Result<(), AppError> {
    let (contents, _) = letter::of_answer(s, row, answer)?;
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    let doc: Doc = serde_json::from_str(&row.doc)?;
    let (calendar, rule) = (calendar(s, &doc.jurisdiction)?, rule(s));
    let response = response(answer, &contents, Some(total));
    doc.complaint.respond(&response, &rule, &calendar, s.now()).map(drop).map_err(refused)
}

/// The complaint, for who may answer it: whoever may not learns nothing of what an answer lacks.
fn answerable(s: &mut Session<'_, '_>, id: ComplaintId) -> Result<ComplaintRow, AppError> {
    let row = load(s, id)?;
    may_read(s, &row)?;
    may_answer(s, &row)?;
    Ok(row)
}

/// Sends an answer that somebody else asked for, and pays its redress.
///
/// # Errors
/// As [`respond`]; [`AppError::Forbidden`] for whoever took the complaint in or asked for it.
pub(crate) fn approve_answer(
    s: &mut Session<'_, '_>,
    proposed: &ProposedAnswer,
    requester: &Principal,
) -> Result<ComplaintView, AppError> {
    let row = load(s, proposed.complaint)?;
    let redress = proposed.answer.redress.as_ref();
    let redress = redress.ok_or_else(|| AppError::broken("an answer without redress"))?;
    let asked = redress::ask(s, &row, redress)?;
    asked.may_be_approved(s, requester)?;
    send_answer(s, proposed.complaint, &proposed.answer, Some(asked.redress))
}

fn send_answer(
    s: &mut Session<'_, '_>,
    id: ComplaintId,
    answer: &Answer,
    total: Option<compliance::complaint::Redress>,
) -> Result<ComplaintView, AppError> {
    let row = load(s, id)?;
    let (contents, written) = letter::of_answer(s, &row, answer)?;
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    let response = response(answer, &contents, total);
    let written = written.map(|letter| (answer.letter, letter));
    let answered =
        change(s, id, "complaint.answered", written, |complaint, rule, calendar, now| {
            complaint.respond(&response, rule, calendar, now)
        })?;
    match &answer.redress {
        Some(redress) => {
            redress::pay(s, id, redress)?;
            get(s, id)
        }
        None => Ok(answered),
    }
}

fn response<'a>(
    answer: &Answer,
    contents: &'a [&'a str],
    redress: Option<compliance::complaint::Redress>,
) -> Response<'a> {
    Response { letter: answer.letter, contents, finding: answer.finding, redress }
}

/// Tells the customer that it takes longer, and of the ombudsman.
///
/// # Errors
/// As [`respond`].
pub fn delay(
    s: &mut Session<'_, '_>,
    id: ComplaintId,
    delay: &Delay,
) -> Result<ComplaintView, AppError> {
    let row = answerable(s, id)?;
    let (contents, written) = letter::of_delay(s, &row, delay)?;
    let contents: Vec<&str> = contents.iter().map(String::as_str).collect();
    let written = written.map(|letter| (ComplaintLetter::Delay, letter));
    change(s, id, "complaint.delayed", written, |complaint, rule, _, now| {
        complaint.delay(&contents, rule, now)
    })
}
