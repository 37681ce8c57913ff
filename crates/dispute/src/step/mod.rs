//! One step of an order file: an input and a context in, a new file and its effects out.
//!
//! Before an input is looked at, every clock that ran out by now fires, in order and as of its own
//! deadline. So a late engine decides nothing differently, and an input at or after a deadline
//! always meets the state that the deadline left.

mod answer;
mod clock;
mod close;
mod collect;
mod decide;
mod deliveries;
mod facts;
mod feed;
mod goodwill;
mod hold;
mod network;
mod open;
mod overpaid;
mod payout;
mod person;
mod plans;
mod reasons;
mod refunds;
mod reopen;
mod returns;
mod settle;

pub use decide::Foreseen;
use kernel::{DisputeId, EntryId, NoticeId, Rng, TaskId, TimerId, Timestamp};
use ledger::{Account, Cause, Entry};
pub use reasons::PACK_REASONS;
use serde_json::{Value, json};

use crate::effect::*;
use crate::input::Input;
use crate::model::*;
use crate::order_file::{OrderFile, OrderTimer};
use crate::{Context, Refusal};

/// More clocks than this cannot run out in one step: it would be a loop.
const CATCH_UP_TIMERS_MAX: usize = 1_000;

/// What a step did.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub file: OrderFile,
    pub effects: Vec<Effect>,
    /// The input itself was refused, though clocks may have fired and a late item may be kept:
    /// what is here is stored all the same, and the caller is told.
    pub refused: Option<Refusal>,
}

impl OrderFile {
    /// Applies one input. Clocks that ran out by `context.now` fire first.
    ///
    /// A refused input still returns a [`Step`]: its effects are those of the clocks, and of
    /// keeping late evidence.
    ///
    /// # Errors
    /// [`Refusal`] when a clock itself cannot be handled (rules or books that do not fit); nothing
    /// may be stored then.
    pub fn step(&self, input: &Input, context: Context<'_>) -> Result<Step, Refusal> {
        let mut stepper = Stepper::new(self.clone(), context);
        stepper.catch_up()?;
        let before = stepper.mark();
        let refused = match stepper.apply(input) {
            Ok(()) => None,
            Err(refusal) => {
                stepper.reset(before);
                stepper.keep_late_evidence(input, &refusal)?;
                Some(refusal)
            }
        };
        Ok(stepper.finish(refused))
    }
}

/// The work in progress of one step.
struct Stepper<'a> {
    file: OrderFile,
    cx: Context<'a>,
    effects: Vec<Effect>,
    /// The instant that counts: a deadline's own, or now.
    at: Timestamp,
    cause: Cause,
    /// The merchant's position as this step leaves it, in minor units.
    payable_minor: i64,
    receivable_minor: i64,
    entries: u32,
}

/// A point to go back to when an input is refused half-way.
struct Mark {
    file: OrderFile,
    effects: usize,
    payable_minor: i64,
    receivable_minor: i64,
    rng: Rng,
    entries: u32,
}

impl<'a> Stepper<'a> {
    fn new(file: OrderFile, cx: Context<'a>) -> Self {
        Self {
            file,
            effects: Vec::new(),
            at: cx.now,
            cause: Cause::Feed(cx.event),
            payable_minor: cx.outside.merchant_payable_minor,
            receivable_minor: cx.outside.merchant_receivable_minor,
            cx,
            entries: 0,
        }
    }

    fn mark(&self) -> Mark {
        Mark {
            file: self.file.clone(),
            effects: self.effects.len(),
            payable_minor: self.payable_minor,
            receivable_minor: self.receivable_minor,
            rng: self.cx.rng.clone(),
            entries: self.entries,
        }
    }

    fn reset(&mut self, mark: Mark) {
        self.file = mark.file;
        self.effects.truncate(mark.effects);
        self.payable_minor = mark.payable_minor;
        self.receivable_minor = mark.receivable_minor;
        self.cx.rng = mark.rng;
        self.entries = mark.entries;
    }

    fn finish(mut self, refused: Option<Refusal>) -> Step {
        self.file.version += 1;
        Step { file: self.file, effects: self.effects, refused }
    }

    /// Fires what ran out by now, soonest first, each as of its own deadline.
    fn catch_up(&mut self) -> Result<(), Refusal> {
        for _ in 0..CATCH_UP_TIMERS_MAX {
            let due = self.file.timers().into_iter().next();
            let Some((id, _, due)) = due.filter(|(_, _, due)| *due <= self.cx.now) else {
                break;
            };
            self.at = due;
            self.cause = Cause::Timer(id);
            self.fire(id)?;
        }
        self.at = self.cx.now;
        self.cause = Cause::Feed(self.cx.event);
        Ok(())
    }

    fn apply(&mut self, input: &Input) -> Result<(), Refusal> {
        match input {
            Input::Feed { record } => self.feed(record),
            // Whatever ran out has fired in `catch_up`; a timer that is gone is harmless.
            Input::Timer { .. } => Ok(()),
            Input::Open(open) => self.open(open),
            Input::AddEvidence { dispute, items } => self.add_evidence(*dispute, items),
            Input::ConfirmFact { dispute, evidence, extracted, authenticity } => {
                self.confirm_fact(*dispute, *evidence, extracted, *authenticity)
            }
            Input::Withdraw { dispute } => self.withdraw(*dispute),
            Input::AnswerProposal { dispute, accept } => self.answer_proposal(*dispute, *accept),
            Input::RequestReview { dispute, ground } => self.request_review(*dispute, *ground),
            Input::Represent(represent) => self.represent(represent),
            Input::AcceptLoss { dispute } => self.accept_loss(*dispute),
            Input::Appeal { dispute, text, items } => self.appeal(*dispute, text, items),
            Input::Decide(decide) => self.decide_by_person(decide),
            Input::AskMore { dispute, what } => self.ask_more_by_person(*dispute, what),
            Input::ExtendDeadline { dispute, until, ground } => {
                self.extend_deadline(*dispute, *until, *ground)
            }
            Input::ResolveAtOnce { dispute, for_party, ground } => {
                self.resolve_at_once(*dispute, *for_party, *ground)
            }
            Input::ClaimExemption { dispute, notice_reference } => {
                self.claim_exemption(*dispute, notice_reference)
            }
            Input::ApproveExemption { dispute } => self.approve_exemption(*dispute),
            Input::Goodwill { amount_minor, note } => self.goodwill_by_person(*amount_minor, note),
            Input::ReleaseHeld(release) => self.release_held(release),
            Input::NetworkChargeback { id, amount_minor, fee_minor, reason_code } => {
                self.network_chargeback(id, *amount_minor, *fee_minor, reason_code)
            }
            Input::NetworkOutcome { id, stands } => self.network_outcome(id, *stands),
            Input::PausePlan { plan, days, why } => self.pause_by_person(*plan, *days, why),
            Input::ExtendDueDate { plan, seq } => self.extend_due_date(*plan, *seq),
            Input::Hardship { plan, parts } => self.hardship(*plan, *parts),
            Input::WaiveFee { plan, fee } => self.waive_fee(*plan, *fee),
            Input::PayEarly(asked) => self.pay_early(asked),
            Input::ReportReturn(report) => self.report_return(report),
            Input::ProviderAnswer { effect, answer } => self.provider_answer(*effect, answer),
        }
    }

    // What every part of the machine uses.

    fn dispute(&self, id: DisputeId) -> Result<&Dispute, Refusal> {
        self.file.dispute(id).ok_or_else(|| unknown("dispute", &id))
    }

    fn dispute_mut(&mut self, id: DisputeId) -> Result<&mut Dispute, Refusal> {
        let at = self.at;
        let dispute = self
            .file
            .disputes
            .iter_mut()
            .find(|dispute| dispute.id == id)
            .ok_or_else(|| unknown("dispute", &id))?;
        dispute.updated_at = at;
        Ok(dispute)
    }

    fn state_is(&self, id: DisputeId, allowed: &[State]) -> Result<&Dispute, Refusal> {
        let dispute = self.dispute(id)?;
        if allowed.contains(&dispute.state) {
            Ok(dispute)
        } else {
            Err(Refusal::WrongState { state: dispute.state.as_str() })
        }
    }

    /// Posts an entry of the order's currency: the books here, and an effect for the ledger.
    fn post(
        &mut self,
        name: &str,
        memo: &str,
        legs: impl IntoIterator<Item = (Account, i64)>,
    ) -> Result<EntryId, Refusal> {
        let at = self.at;
        self.post_as(name, memo, legs, |entry| entry.effective_at(at))
    }

    /// As [`Self::post`], with a say in phase and value date.
    fn post_as(
        &mut self,
        name: &str,
        memo: &str,
        legs: impl IntoIterator<Item = (Account, i64)>,
        shape: impl FnOnce(ledger::EntryBuilder) -> ledger::EntryBuilder,
    ) -> Result<EntryId, Refusal> {
        let id = EntryId::generate(self.cx.now, &mut self.cx.rng);
        // Unique per tenant: the order, how often it was changed, and which entry of the step.
        let key = format!(
            "order/{}/{}/{}/{name}",
            self.file.order.id,
            self.file.version + 1,
            self.entries
        );
        self.entries += 1;
        let start = Entry::builder(id, key, self.file.currency(), self.cx.now, self.cause);
        let with_legs = legs
            .into_iter()
            .filter(|(_, minor)| *minor != 0)
            .fold(shape(start.memo(memo)), |entry, (account, minor)| entry.leg(account, minor));
        let entry = with_legs.build()?;
        self.file.book.apply(&entry)?;
        self.effects.push(Effect::Post { entry });
        Ok(id)
    }

    fn start_timer(
        &mut self,
        dispute: DisputeId,
        kind: TimerKind,
        due: Timestamp,
    ) -> Result<(), Refusal> {
        self.stop_timer(dispute, kind)?;
        let id = TimerId::generate(self.cx.now, &mut self.cx.rng);
        self.dispute_mut(dispute)?.timers.push(Timer { id, kind, due });
        let subject = Subject::Dispute(dispute);
        self.effects.push(Effect::SetTimer { id, kind, due, subject });
        Ok(())
    }

    fn stop_timer(&mut self, dispute: DisputeId, kind: TimerKind) -> Result<(), Refusal> {
        let timers = &mut self.dispute_mut(dispute)?.timers;
        let stopped: Vec<TimerId> =
            timers.iter().filter(|timer| timer.kind == kind).map(|timer| timer.id).collect();
        timers.retain(|timer| timer.kind != kind);
        self.effects.extend(stopped.into_iter().map(|id| Effect::ClearTimer { id }));
        Ok(())
    }

    fn stop_all_timers(&mut self, dispute: DisputeId) -> Result<(), Refusal> {
        let stopped = std::mem::take(&mut self.dispute_mut(dispute)?.timers);
        self.effects.extend(stopped.into_iter().map(|timer| Effect::ClearTimer { id: timer.id }));
        Ok(())
    }

    fn start_order_timer(&mut self, timer: OrderTimer) {
        let (id, kind, due) = (timer.id, timer.kind, timer.due);
        let subject = Subject::Plan(timer.plan);
        self.file.timers.push(timer);
        self.effects.push(Effect::SetTimer { id, kind, due, subject });
    }

    fn notify(
        &mut self,
        to: Party,
        template: NoticeTemplate,
        dispute: Option<DisputeId>,
        data: Value,
    ) {
        let id = NoticeId::generate(self.cx.now, &mut self.cx.rng);
        self.effects.push(Effect::Notify(Notice { id, to, template, dispute, data }));
    }

    fn announce(&mut self, topic: Topic, dispute: Option<DisputeId>, data: Value) {
        self.effects.push(Effect::Announce(Announcement { topic, dispute, data }));
    }

    /// Asks for a person; the same question is not asked twice while it is open.
    fn ask(
        &mut self,
        kind: TaskKind,
        dispute: Option<DisputeId>,
        why: impl Into<String>,
        due: Option<Timestamp>,
    ) {
        let id = TaskId::generate(self.cx.now, &mut self.cx.rng);
        self.effects.push(Effect::Ask(Task { id, kind, dispute, why: why.into(), due }));
    }

    /// Moves a dispute to another state and says so.
    fn enter(&mut self, id: DisputeId, state: State) -> Result<(), Refusal> {
        let dispute = self.dispute_mut(id)?;
        let from = dispute.state;
        dispute.state = state;
        let data = json!({
            "from": from, "to": state, "at": self.at, "framework": self.dispute(id)?.framework,
        });
        self.announce(Topic::StateChanged, Some(id), data);
        Ok(())
    }
}

fn unknown(what: &str, id: &impl std::fmt::Display) -> Refusal {
    Refusal::Unknown { what: format!("{what} {id}") }
}
