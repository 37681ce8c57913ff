//! Opening a dispute: window, duplicates, the small ones put right at once, and the rest started.

use commerce::{HoldTerms, TrackingState};
use kernel::{DisputeId, Timestamp};
use serde_json::json;

use super::hold::HeldPart;
use super::{Stepper, unknown};
use crate::Refusal;
use crate::effect::*;
use crate::input::{NewEvidence, OpenDispute};
use crate::model::*;
use crate::order_file::DISPUTES_MAX;
use crate::pack::{FeeDue, FrameworkRules};

impl Stepper<'_> {
    pub(super) fn open(&mut self, open: &OpenDispute) -> Result<(), Refusal> {
        self.check_open(open)?;
        self.supersede_risk_stop(open)?;
        let amount = self.disputed_amount(open)?;
        let rules = self
            .cx
            .rules
            .pack
            .framework_at(self.at, &self.cx.outside.terms)
            .ok_or_else(|| Refusal::Rules { why: "no framework is in force".to_owned() })?
            .clone();
        let id = open.dispute;
        self.file.disputes.push(self.new_dispute(open, &rules, amount));
        let items = open.items.clone();
        self.store_items(id, Party::Consumer, &items, false)?;
        let data = json!({
            "reason": open.reason, "amount_minor": amount, "currency": self.file.currency(),
            "framework": rules.id, "at": self.at,
        });
        self.announce(Topic::DisputeOpened, Some(id), data);
        self.link_cases(id)?;
        if self.goodwill_applies(open, amount) {
            return self.close_by_goodwill(id, amount);
        }
        self.start(id, &rules)
    }

    fn check_open(&self, open: &OpenDispute) -> Result<(), Refusal> {
        let field =
            |field, problem: &str| Err(Refusal::Field { field, problem: problem.to_owned() });
        if self.file.disputes.iter().any(|dispute| dispute.id == open.dispute) {
            return Err(Refusal::Duplicate { dispute: open.dispute });
        }
        if self.file.disputes.len() >= DISPUTES_MAX {
            return Err(Refusal::NotAllowed {
                why: format!("an order can have at most {DISPUTES_MAX} disputes"),
            });
        }
        if open.sub_issue == SubIssue::RefusedDelivery {
            return field(
                "sub_issue",
                "a refused parcel is a return, not a missing delivery: report a return instead",
            );
        }
        let claim = open.kind == Kind::ConsumerClaim;
        let contacted = open.statement.merchant_contacted_at.is_some();
        if claim && open.reason.merchant_contact_expected() && !contacted {
            return field(
                "statement.merchant_contacted_at",
                "ask the merchant first and say when; disputes about unauthorised purchases need none",
            );
        }
        if open.statement.merchant_contacted_at.is_some_and(|at| at > self.at) {
            return field("statement.merchant_contacted_at", "must not be in the future");
        }
        if let Some(unknown_line) =
            open.lines.iter().find(|id| !self.file.order.lines.iter().any(|line| line.id == **id))
        {
            return Err(unknown("order line", unknown_line));
        }
        self.check_window(open)
    }

    fn check_window(&self, open: &OpenDispute) -> Result<(), Refusal> {
        let Some(captured) = self.file.captures.iter().map(|capture| capture.at).max() else {
            return Err(Refusal::NothingLeft);
        };
        let calendar = self.calendar()?;
        let closes = self.cx.rules.pack.opening_window.from(captured, calendar);
        let excused = open
            .late_ground
            .is_some_and(|ground| self.cx.rules.pack.late_grounds.contains(&ground));
        if self.at >= closes && !excused {
            return Err(Refusal::WindowClosed { at: closes });
        }
        Ok(())
    }

    /// What is disputed: as claimed, but never more than could be returned and is not in dispute.
    fn disputed_amount(&self, open: &OpenDispute) -> Result<i64, Refusal> {
        let same = |dispute: &&Dispute| {
            dispute.state.is_open()
                && (open.lines.is_empty()
                    || dispute.lines.is_empty()
                    || dispute.lines.iter().any(|line| open.lines.contains(line)))
        };
        let left = self.file.returnable_minor() - self.file.in_dispute_minor();
        let duplicate = self.file.disputes.iter().find(same);
        if left <= 0 || duplicate.is_some_and(|dispute| dispute.reason == open.reason) {
            return Err(match duplicate {
                Some(dispute) => Refusal::Duplicate { dispute: dispute.id },
                None => Refusal::NothingLeft,
            });
        }
        let of_lines: i64 = self
            .file
            .order
            .lines
            .iter()
            .filter(|line| open.lines.contains(&line.id))
            .map(|line| line.amount_minor)
            .sum();
        let whole = if open.lines.is_empty() { left } else { of_lines };
        match open.amount_minor {
            Some(minor) if minor <= 0 => Err(Refusal::Field {
                field: "amount_minor",
                problem: format!("must be more than 0, got {minor}"),
            }),
            Some(minor) => Ok(minor.min(left)),
            None if whole <= 0 => Err(Refusal::NothingLeft),
            None => Ok(whole.min(left)),
        }
    }

    fn new_dispute(&self, open: &OpenDispute, rules: &FrameworkRules, amount: i64) -> Dispute {
        Dispute {
            id: open.dispute,
            kind: open.kind,
            reason: open.reason,
            sub_issue: open.sub_issue,
            framework: rules.id,
            opened_by: self.cx.actor.clone(),
            opened_at: self.at,
            updated_at: self.at,
            claimed_minor: open.amount_minor.unwrap_or(amount).max(amount),
            amount_minor: amount,
            lines: open.lines.clone(),
            statement: open.statement.clone(),
            state: State::Draft,
            closing: None,
            evidence: Vec::new(),
            extra_rounds: 0,
            awaited: Vec::new(),
            answered_at: None,
            review_since: None,
            proposal: None,
            appeal: None,
            granted_minor: None,
            decisions: Vec::new(),
            timers: Vec::new(),
            held: Held::default(),
            provisional_minor: 0,
            exemption: None,
            stop: if open.kind == Kind::RiskStop { StopState::Requested } else { StopState::None },
            exceptions: open
                .late_ground
                .map(|ground| Exception {
                    kind: ExceptionKind::DisputeWindowExtension,
                    ground,
                    at: self.at,
                    by: self.cx.actor.clone(),
                })
                .into_iter()
                .collect(),
            linked: Vec::new(),
            reopened: 0,
            needs_person: false,
        }
    }

    /// Transitions 1, 2 and 8 (below the merchant's threshold).
    fn start(&mut self, id: DisputeId, rules: &FrameworkRules) -> Result<(), Refusal> {
        let dispute = self.dispute(id)?;
        let (reason, kind, amount) = (dispute.reason, dispute.kind, dispute.amount_minor);
        self.pause_plans(id)?;
        if self.cx.outside.terms.hold == HoldTerms::OnOpen {
            self.hold(id, HeldPart::Amount, amount)?;
        }
        if kind != Kind::RiskStop {
            let data =
                json!({ "amount_minor": amount, "currency": self.file.currency(), "at": self.at });
            self.notify(Party::Consumer, NoticeTemplate::DisputeReceived, Some(id), data);
        }
        let threshold = self.cx.outside.terms.auto_accept_below_minor;
        if amount <= threshold && kind != Kind::RiskStop {
            self.charge_fee_if_due(id, true)?;
            return self.lose_by_rule(
                id,
                "BELOW-THRESHOLD",
                "representment_automatically_rejected",
            );
        }
        let calendar = self.calendar()?;
        if kind == Kind::Unauthorised {
            self.protect_from_fraud(id, calendar)?;
        }
        if kind == Kind::Unauthorised && self.stop_was_ignored() {
            self.charge_fee_if_due(id, true)?;
            return self.lose_by_rule(
                id,
                "STOP-UNANSWERED",
                "partner_did_not_respond_to_stop_request",
            );
        }
        if self.low_value_claims_exhausted(id)? {
            let why = "small claims by this person, device or address reached their cap";
            self.dispute_mut(id)?.needs_person = true;
            self.ask(TaskKind::CheckAbuse, Some(id), why, None);
        }
        match rules.dialogue {
            Some(dialogue) if !rules.no_dialogue.contains(&reason) => {
                self.enter(id, State::Dialogue)?;
                let due = dialogue.from(self.at, calendar);
                self.start_timer(id, TimerKind::DialogueEnds, due)
            }
            _ => {
                self.charge_fee_if_due(id, rules.fee_due == FeeDue::OnOpen)?;
                self.request_evidence(id)
            }
        }
    }

    /// Holds the dispute fee, once.
    pub(super) fn charge_fee_if_due(&mut self, id: DisputeId, due: bool) -> Result<(), Refusal> {
        let dispute = self.dispute(id)?;
        let free = dispute.kind == Kind::RiskStop || dispute.held.fee_minor > 0;
        if due && !free {
            self.hold(id, HeldPart::Fee, self.fee_terms().fee_minor)?;
        }
        Ok(())
    }

    /// Asks the merchant, and starts its clock.
    pub(super) fn request_evidence(&mut self, id: DisputeId) -> Result<(), Refusal> {
        let dispute = self.dispute(id)?;
        let (reason, framework) = (dispute.reason, dispute.framework);
        let rules = self.framework_rules(framework)?;
        let calendar = self.calendar()?;
        let due = rules.evidence_deadline(reason).from(self.at, calendar);
        self.enter(id, State::Evidence)?;
        self.start_timer(id, TimerKind::EvidenceDue, due)?;
        let data = json!({ "reason": reason, "due": due });
        self.notify(Party::Merchant, NoticeTemplate::EvidenceRequested, Some(id), data);
        Ok(())
    }

    pub(super) fn framework_rules(&self, id: Framework) -> Result<FrameworkRules, Refusal> {
        self.cx
            .rules
            .pack
            .framework(id)
            .cloned()
            .ok_or_else(|| Refusal::Rules { why: format!("framework {id:?} is missing") })
    }

    /// An unauthorised purchase: lock the account, and start the clock of the provisional credit.
    fn protect_from_fraud(
        &mut self,
        id: DisputeId,
        calendar: &kernel::Calendar,
    ) -> Result<(), Refusal> {
        self.effects.push(Effect::LockAccount { dispute: id });
        self.notify(Party::Consumer, NoticeTemplate::AccountLocked, Some(id), json!({}));
        for plan in &mut self.file.plans {
            plan.freeze();
        }
        let reason = self.dispute(id)?.reason;
        let rule =
            self.cx.rules.pack.provisional_credit(&self.file.order.jurisdiction, reason).cloned();
        if let Some(rule) = rule {
            let end = rule.deadline.from(self.at, calendar);
            let pay_at = end.minus(kernel::Duration::from_hours(rule.ahead_hours)).max(self.at);
            self.start_timer(id, TimerKind::ProvisionalCreditDue, pay_at)?;
        }
        Ok(())
    }

    /// A claim takes over from a risk stop on the same order: one case holds the money.
    fn supersede_risk_stop(&mut self, open: &OpenDispute) -> Result<(), Refusal> {
        if open.kind == Kind::RiskStop {
            return Ok(());
        }
        let stops: Vec<DisputeId> = self
            .file
            .disputes
            .iter()
            .filter(|dispute| dispute.kind == Kind::RiskStop && dispute.state.is_open())
            .map(|dispute| dispute.id)
            .collect();
        for stop in stops {
            self.close_without_money(stop, Outcome::Invalid, "superseded_by_customer_claim")?;
        }
        Ok(())
    }

    fn stop_was_ignored(&self) -> bool {
        self.file.disputes.iter().any(|dispute| dispute.stop == StopState::Unanswered)
    }

    fn link_cases(&mut self, id: DisputeId) -> Result<(), Refusal> {
        let others: Vec<LinkedCase> = self
            .file
            .disputes
            .iter()
            .filter(|other| other.id != id)
            .map(|other| LinkedCase::Dispute(other.id))
            .chain(self.file.network.iter().map(|n| LinkedCase::NetworkDispute(n.id.clone())))
            .collect();
        if !others.is_empty() {
            let data = json!({ "linked": others });
            self.dispute_mut(id)?.linked = others;
            self.announce(Topic::DisputeLinked, Some(id), data);
        }
        Ok(())
    }

    pub(super) fn tracking_state(&self) -> TrackingState {
        self.tracking().state
    }

    /// Keeps handed-in items with the dispute.
    pub(super) fn store_items(
        &mut self,
        id: DisputeId,
        party: Party,
        items: &[NewEvidence],
        late: bool,
    ) -> Result<(), Refusal> {
        let (at, by): (Timestamp, _) = (self.cx.now, self.cx.actor.clone());
        for item in items {
            let evidence_id = kernel::EvidenceId::generate(at, &mut self.cx.rng);
            let stored = EvidenceItem {
                id: evidence_id,
                party,
                kind: item.kind,
                received_at: at,
                by: by.clone(),
                sha256: item.sha256,
                media_type: item.media_type.clone(),
                file_name: item.file_name.clone(),
                text: item.text.clone(),
                extracted: item.extracted.clone(),
                late,
                authenticity: Authenticity::Unchecked,
            };
            self.dispute_mut(id)?.evidence.push(stored);
        }
        Ok(())
    }
}
