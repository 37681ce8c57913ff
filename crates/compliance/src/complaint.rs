//! A complaint against us (DISP 1): its clocks, its letters, and when it may be closed.
//!
//! A complaint is apart from a dispute, which is between a consumer and a merchant; it may link to
//! one and never changes it. Pure: `now` is a parameter, and letters are checked here and sent
//! elsewhere. Silence of the consumer closes nothing.

use kernel::money::MoneyError;
use kernel::{Calendar, ComplaintId, DisputeId, Money, Timestamp};
use serde::{Deserialize, Serialize};

use crate::statutes::{ComplaintClocks, ComplaintLetter, Complaints};

/// Most letters kept on one complaint.
const LETTERS_MAX: usize = 64;

/// What we came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    Upheld,
    PartlyUpheld,
    Rejected,
}

/// What is paid to put it right, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redress {
    /// Fees or charges given back: income reversed.
    pub fees_returned: Money,
    /// For distress and inconvenience: an expense of ours.
    pub distress: Money,
}

impl Redress {
    /// What the consumer receives.
    ///
    /// # Errors
    /// When the currencies differ or the sum overflows.
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.fees_returned.checked_add(self.distress)
    }
}

/// A letter that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentLetter {
    pub letter: ComplaintLetter,
    pub at: Timestamp,
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    Open,
    /// A final response or a summary resolution was sent; the consumer may go to the ombudsman.
    Answered {
        finding: Finding,
        at: Timestamp,
        ombudsman_until: Timestamp,
    },
    Closed {
        at: Timestamp,
    },
    /// The consumer took it back in writing.
    Withdrawn {
        at: Timestamp,
    },
}

/// Why a step is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComplaintError {
    #[error("the complaint is not open any more")]
    NotOpen,
    #[error("it was acknowledged before")]
    AlreadyAcknowledged,
    #[error("the letter lacks {}: add them, then send", .0.join(", "))]
    LetterLacks(Vec<String>),
    #[error("contents names what the letter does not have: name only {}", .0.join(", "))]
    LetterHasNot(Vec<String>),
    #[error(
        "a summary resolution is for complaints resolved by the end of the third business day, {until}"
    )]
    SummaryTooLate { until: Timestamp },
    #[error("a delay letter does not answer: give a finding with a final response")]
    DelayIsNoAnswer,
    #[error("it cannot be closed before a final response with the ombudsman's details was sent")]
    NotAnswered,
    #[error("the consumer has given no reply, which is no reason to close")]
    SilenceClosesNothing,
    #[error("redress must not be negative, and in one currency")]
    Redress,
    #[error("a complaint that is rejected carries no redress; uphold it, at least in part")]
    RedressWithoutFinding,
    #[error("only complaints about payment services have the longer exceptional period")]
    NotPaymentServices,
    #[error("the holding reply was due by {0}")]
    HoldingReplyTooLate(Timestamp),
    #[error("it has {LETTERS_MAX} letters already")]
    TooManyLetters,
}

/// Why somebody wants to close it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseReason {
    /// Our final response stands.
    Answered,
    NoReplyFromConsumer,
}

/// A clock that ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Breach {
    NotAcknowledged,
    /// Neither a final response nor a delay letter in time.
    NotAnswered,
}

/// A complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    pub id: ComplaintId,
    pub received_at: Timestamp,
    pub about_payment_services: bool,
    pub dispute: Option<DisputeId>,
    /// The first instants that are late.
    pub acknowledge_by: Timestamp,
    pub summary_until: Timestamp,
    pub respond_by: Timestamp,
    pub acknowledged_at: Option<Timestamp>,
    pub letters: Vec<SentLetter>,
    pub redress: Option<Redress>,
    pub state: State,
}

/// An answer to a complaint.
#[derive(Debug, Clone, Copy)]
pub struct Response<'a> {
    pub letter: ComplaintLetter,
    /// What the letter contains, by the names of the rule file.
    pub contents: &'a [&'a str],
    pub finding: Finding,
    pub redress: Option<Redress>,
}

impl Complaint {
    /// Takes a complaint in, and starts its clocks.
    pub fn open(
        id: ComplaintId,
        received_at: Timestamp,
        about_payment_services: bool,
        dispute: Option<DisputeId>,
        rule: &Complaints,
        calendar: &Calendar,
    ) -> Self {
        let clocks = rule.clocks(received_at, about_payment_services, calendar);
        let ComplaintClocks { acknowledge_by, summary_until, respond_by } = clocks;
        Self {
            id,
            received_at,
            about_payment_services,
            dispute,
            acknowledge_by,
            summary_until,
            respond_by,
            acknowledged_at: None,
            letters: Vec::new(),
            redress: None,
            state: State::Open,
        }
    }

    /// # Errors
    /// [`ComplaintError::AlreadyAcknowledged`], or when it is not open.
    pub fn acknowledge(self, now: Timestamp) -> Result<Self, ComplaintError> {
        self.must_be_open()?;
        if self.acknowledged_at.is_some() {
            return Err(ComplaintError::AlreadyAcknowledged);
        }
        Ok(Self { acknowledged_at: Some(now), ..self })
    }

    /// Answers it, with a summary resolution or a final response. A late final response is still
    /// sent: lateness is a [`Breach`], not a way out.
    ///
    /// # Errors
    /// [`ComplaintError`] names what the letter lacks, or the window that is over.
    pub fn respond(
        self,
        response: &Response<'_>,
        rule: &Complaints,
        calendar: &Calendar,
        now: Timestamp,
    ) -> Result<Self, ComplaintError> {
        self.must_be_open()?;
        match response.letter {
            ComplaintLetter::Delay => return Err(ComplaintError::DelayIsNoAnswer),
            ComplaintLetter::SummaryResolution if now >= self.summary_until => {
                return Err(ComplaintError::SummaryTooLate { until: self.summary_until });
            }
            ComplaintLetter::SummaryResolution | ComplaintLetter::FinalResponse => {}
        }
        check_redress(response)?;
        let ombudsman_until = rule.ombudsman_until(now, calendar);
        let finding = response.finding;
        let answered = self.with_letter(response.letter, response.contents, rule, now)?;
        Ok(Self {
            redress: response.redress,
            state: State::Answered { finding, at: now, ombudsman_until },
            ..answered
        })
    }

    /// Tells the consumer that the answer takes longer, and of the ombudsman. It stays open.
    ///
    /// # Errors
    /// [`ComplaintError::LetterLacks`], or when it is not open.
    pub fn delay(
        self,
        contents: &[&str],
        rule: &Complaints,
        now: Timestamp,
    ) -> Result<Self, ComplaintError> {
        self.must_be_open()?;
        self.with_letter(ComplaintLetter::Delay, contents, rule, now)
    }

    /// Sends a holding reply on a payment-service complaint, which brings the longer period.
    ///
    /// # Errors
    /// When it is about something else, or the first period is over.
    pub fn extend_exceptionally(
        self,
        rule: &Complaints,
        calendar: &Calendar,
        now: Timestamp,
    ) -> Result<Self, ComplaintError> {
        self.must_be_open()?;
        if !self.about_payment_services {
            return Err(ComplaintError::NotPaymentServices);
        }
        if now >= self.respond_by {
            return Err(ComplaintError::HoldingReplyTooLate(self.respond_by));
        }
        let respond_by = rule.exceptional_respond_by(self.received_at, calendar);
        Ok(Self { respond_by, ..self })
    }

    /// Closes it after it was answered.
    ///
    /// # Errors
    /// [`ComplaintError::NotAnswered`], and [`ComplaintError::SilenceClosesNothing`] where silence
    /// is the reason.
    pub fn close(self, reason: CloseReason, now: Timestamp) -> Result<Self, ComplaintError> {
        match (self.state, reason) {
            (State::Answered { .. }, _) => Ok(Self { state: State::Closed { at: now }, ..self }),
            (State::Open, CloseReason::NoReplyFromConsumer) => {
                Err(ComplaintError::SilenceClosesNothing)
            }
            (State::Open, CloseReason::Answered) => Err(ComplaintError::NotAnswered),
            (State::Closed { .. } | State::Withdrawn { .. }, _) => Err(ComplaintError::NotOpen),
        }
    }

    /// The consumer takes it back in writing.
    ///
    /// # Errors
    /// When it is not open.
    pub fn withdraw(self, now: Timestamp) -> Result<Self, ComplaintError> {
        self.must_be_open()?;
        Ok(Self { state: State::Withdrawn { at: now }, ..self })
    }

    /// The clocks that ran out by now.
    pub fn breaches(&self, now: Timestamp) -> Vec<Breach> {
        let ended = match self.state {
            State::Open => now,
            State::Answered { at, .. } | State::Withdrawn { at } => at.min(now),
            State::Closed { .. } => self.letters.last().map_or(now, |letter| letter.at),
        };
        let mut breaches = Vec::new();
        // An answer is an acknowledgement too.
        if self.acknowledged_at.unwrap_or(ended) >= self.acknowledge_by {
            breaches.push(Breach::NotAcknowledged);
        }
        let told_in_time = self.letters.iter().any(|letter| letter.at < self.respond_by);
        if !told_in_time && ended >= self.respond_by {
            breaches.push(Breach::NotAnswered);
        }
        breaches
    }

    fn must_be_open(&self) -> Result<(), ComplaintError> {
        if self.state == State::Open { Ok(()) } else { Err(ComplaintError::NotOpen) }
    }

    fn with_letter(
        mut self,
        letter: ComplaintLetter,
        contents: &[&str],
        rule: &Complaints,
        now: Timestamp,
    ) -> Result<Self, ComplaintError> {
        let required = rule.contents(letter);
        // Names of items and no text of one's own, which would be kept unread.
        if !contents.iter().all(|item| required.contains(item)) {
            let known = required.iter().map(str::to_owned).collect();
            return Err(ComplaintError::LetterHasNot(known));
        }
        let missing = required.missing(contents);
        if !missing.is_empty() {
            let missing = missing.into_iter().map(str::to_owned).collect();
            return Err(ComplaintError::LetterLacks(missing));
        }
        if self.letters.len() >= LETTERS_MAX {
            return Err(ComplaintError::TooManyLetters);
        }
        self.letters.push(SentLetter { letter, at: now });
        Ok(self)
    }
}

fn check_redress(response: &Response<'_>) -> Result<(), ComplaintError> {
    let Some(redress) = response.redress else { return Ok(()) };
    let negative = redress.fees_returned.minor < 0 || redress.distress.minor < 0;
    match redress.total() {
        Ok(total) if !negative && total.minor > 0 && response.finding == Finding::Rejected => {
            Err(ComplaintError::RedressWithoutFinding)
        }
        Ok(_) if !negative => Ok(()),
        _ => Err(ComplaintError::Redress),
    }
}
