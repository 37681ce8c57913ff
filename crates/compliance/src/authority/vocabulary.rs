//! The operations: the words that policies are written in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A name that is no role or action.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a known {kind}")]
pub struct UnknownName {
    pub(super) kind: &'static str,
    pub(super) text: String,
}

/// One business operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Action {
    FeedWrite,
    FeedRead,
    OrderRead,
    PlanRead,
    PlanPause,
    PlanExtend,
    PlanHardship,
    FeeWaive,
    DisputeOpen,
    DisputeRead,
    DisputeWithdraw,
    EvidenceAdd,
    EvidenceRead,
    /// Confirms a fact that a program read from a document.
    EvidenceConfirmFact,
    /// Confirms a fact of a document that our own books say already: policy code alone.
    EvidenceMatchFact,
    DisputeRepresent,
    DisputeAcceptLoss,
    DisputeAppeal,
    ProposalAnswer,
    /// Decides a dispute, with an amount.
    DecisionMake,
    /// Decides after an appeal or review, with an amount.
    DecisionFinal,
    GoodwillGrant,
    RefundExecute,
    /// Sends back, or applies, what a customer paid too much and what is held for them.
    OverpaymentRelease,
    /// Approves, as the second person, what another may not do alone.
    RefundApprove,
    ReviewRequest,
    DisputeReopen,
    /// Gives a party more time.
    DeadlineExtend,
    /// Applies a process exception: decides at once, with an amount.
    ExceptionApply,
    /// Claims the user-fraud exemption from a next-day refund.
    ExemptionClaim,
    ExemptionApprove,
    TaskRead,
    TaskWork,
    ComplaintOpen,
    ComplaintRead,
    ComplaintAnswer,
    ComplaintRedress,
    LedgerRead,
    SettlementWrite,
    AuditRead,
    AuditExport,
    PolicyRead,
    PolicyPropose,
    PolicyActivate,
    WebhookManage,
    WebhookRead,
    ApiKeyManage,
    SandboxUse,
    ConnectorReceive,
    DecisionReplay,
    DecisionExplain,
    DataExport,
    DataErase,
    IncidentWrite,
    IncidentRead,
    /// Reads money-laundering cases; who may not is told that nothing is there.
    AmlRead,
    ConversationOpen,
    ConversationRead,
    /// Says something to the customer, or as the customer, or asks for a person.
    ConversationSpeak,
    /// Takes, answers, notes, hands on, ends: what people at the desk do.
    ConversationWork,
    /// Takes a conversation from whoever has it, and reads what the desk does.
    ConversationLead,
    /// Brings in the conversations of another desk, with their own times and names.
    ConversationImport,
    /// Reads what a customer needs to be served well.
    SupportNeedRead,
    SupportNeedWrite,
    /// Reads how the desk does: waits, service levels, outcomes.
    DeskReport,
    /// Reads who works here: names, roles, languages, skills.
    UserRead,
    /// Invites, changes and disables users.
    UserManage,
    /// Makes and changes custom roles.
    RoleManage,
    /// Sees and ends other people's sessions.
    SessionManage,
    /// Says that goods go back to the shop, as their customer or for them.
    ReturnReport,
    /// Pays ahead of the due dates, with the instrument the purchase was made on.
    PlanPay,
    /// Says by which way, and of what, a customer wants to be told.
    PreferenceWrite,
    /// Changes how a shop or the company is told and shown, and what a shop accepts unasked.
    SettingsManage,
    /// Says who at the shop looks after a dispute.
    DisputeAssign,
    /// Reads what a customer is called and how they are written to.
    CustomerRead,
    /// Writes blocks of text of one's own, and puts them into messages.
    MacroUse,
    /// Writes those that the whole desk has.
    MacroShare,
    /// Reads how one's own conversations were scored.
    ScorecardRead,
    /// Reads how everybody's were.
    ScorecardReadAll,
    /// Scores how others held a conversation.
    ScorecardWrite,
    /// Hands in a letter that came for the desk.
    MailReceive,
    /// Tells of a phone call.
    CallReceive,
    /// Tries other rules of routing on a load or on the log; nothing changes.
    RoutingSimulate,
    /// Proposes other rules of routing.
    RoutingPropose,
    /// Says when the desk is open.
    DeskConfigure,
    /// Reads what the assistant may do where, what came of it, and how well it held conversations.
    AssistantRead,
    /// Says what the assistant may do where, reviews what it understood, measures it.
    AssistantControl,
    /// Reads what the rules would say of an open dispute as it stands.
    DisputeOutlook,
    /// Reads, as an agent of another company, what the assistant knows of one customer.
    AgentRead,
    /// Proposes, as an agent of another company, something for one customer to confirm.
    AgentPropose,
    /// Begins to show their own page to somebody of the desk.
    CobrowseBegin,
    /// Reads which pages were looked at together, when and by whom.
    CobrowseRead,
    /// Joins a customer who shows their page, by their code or by inviting them.
    CobrowseWork,
    /// Joins anybody's session, watches recordings, and says what nobody is shown from now on.
    CobrowseLead,
}

impl Action {
    pub const ALL: [Self; 94] = [
        Self::FeedWrite,
        Self::FeedRead,
        Self::OrderRead,
        Self::PlanRead,
        Self::PlanPause,
        Self::PlanExtend,
        Self::PlanHardship,
        Self::FeeWaive,
        Self::DisputeOpen,
        Self::DisputeRead,
        Self::DisputeWithdraw,
        Self::EvidenceAdd,
        Self::EvidenceRead,
        Self::EvidenceConfirmFact,
        Self::EvidenceMatchFact,
        Self::DisputeRepresent,
        Self::DisputeAcceptLoss,
        Self::DisputeAppeal,
        Self::ProposalAnswer,
        Self::DecisionMake,
        Self::DecisionFinal,
        Self::GoodwillGrant,
        Self::RefundExecute,
        Self::OverpaymentRelease,
        Self::RefundApprove,
        Self::ReviewRequest,
        Self::DisputeReopen,
        Self::DeadlineExtend,
        Self::ExceptionApply,
        Self::ExemptionClaim,
        Self::ExemptionApprove,
        Self::TaskRead,
        Self::TaskWork,
        Self::ComplaintOpen,
        Self::ComplaintRead,
        Self::ComplaintAnswer,
        Self::ComplaintRedress,
        Self::LedgerRead,
        Self::SettlementWrite,
        Self::AuditRead,
        Self::AuditExport,
        Self::PolicyRead,
        Self::PolicyPropose,
        Self::PolicyActivate,
        Self::WebhookManage,
        Self::WebhookRead,
        Self::ApiKeyManage,
        Self::SandboxUse,
        Self::ConnectorReceive,
        Self::DecisionReplay,
        Self::DecisionExplain,
        Self::DataExport,
        Self::DataErase,
        Self::IncidentWrite,
        Self::IncidentRead,
        Self::AmlRead,
        Self::ConversationOpen,
        Self::ConversationRead,
        Self::ConversationSpeak,
        Self::ConversationWork,
        Self::ConversationLead,
        Self::ConversationImport,
        Self::SupportNeedRead,
        Self::SupportNeedWrite,
        Self::DeskReport,
        Self::UserRead,
        Self::UserManage,
        Self::RoleManage,
        Self::SessionManage,
        Self::ReturnReport,
        Self::PlanPay,
        Self::PreferenceWrite,
        Self::SettingsManage,
        Self::DisputeAssign,
        Self::CustomerRead,
        Self::MacroUse,
        Self::MacroShare,
        Self::ScorecardRead,
        Self::ScorecardReadAll,
        Self::ScorecardWrite,
        Self::MailReceive,
        Self::CallReceive,
        Self::RoutingSimulate,
        Self::RoutingPropose,
        Self::DeskConfigure,
        Self::AssistantRead,
        Self::AssistantControl,
        Self::DisputeOutlook,
        Self::AgentRead,
        Self::AgentPropose,
        Self::CobrowseBegin,
        Self::CobrowseRead,
        Self::CobrowseWork,
        Self::CobrowseLead,
    ];

    /// The name in policies, audit entries and APIs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FeedWrite => "feed.write",
            Self::FeedRead => "feed.read",
            Self::OrderRead => "order.read",
            Self::PlanRead => "plan.read",
            Self::PlanPause => "plan.pause",
            Self::PlanExtend => "plan.extend",
            Self::PlanHardship => "plan.hardship",
            Self::FeeWaive => "fee.waive",
            Self::DisputeOpen => "dispute.open",
            Self::DisputeRead => "dispute.read",
            Self::DisputeWithdraw => "dispute.withdraw",
            Self::EvidenceAdd => "evidence.add",
            Self::EvidenceRead => "evidence.read",
            Self::EvidenceConfirmFact => "evidence.confirm_fact",
            Self::EvidenceMatchFact => "evidence.match_fact",
            Self::DisputeRepresent => "dispute.represent",
            Self::DisputeAcceptLoss => "dispute.accept_loss",
            Self::DisputeAppeal => "dispute.appeal",
            Self::ProposalAnswer => "proposal.answer",
            Self::DecisionMake => "decision.make",
            Self::DecisionFinal => "decision.final",
            Self::GoodwillGrant => "goodwill.grant",
            Self::RefundExecute => "refund.execute",
            Self::OverpaymentRelease => "overpayment.release",
            Self::RefundApprove => "refund.approve",
            Self::ReviewRequest => "review.request",
            Self::DisputeReopen => "dispute.reopen",
            Self::DeadlineExtend => "deadline.extend",
            Self::ExceptionApply => "exception.apply",
            Self::ExemptionClaim => "exemption.claim",
            Self::ExemptionApprove => "exemption.approve",
            Self::TaskRead => "task.read",
            Self::TaskWork => "task.work",
            Self::ComplaintOpen => "complaint.open",
            Self::ComplaintRead => "complaint.read",
            Self::ComplaintAnswer => "complaint.answer",
            Self::ComplaintRedress => "complaint.redress",
            Self::LedgerRead => "ledger.read",
            Self::SettlementWrite => "settlement.write",
            Self::AuditRead => "audit.read",
            Self::AuditExport => "audit.export",
            Self::PolicyRead => "policy.read",
            Self::PolicyPropose => "policy.propose",
            Self::PolicyActivate => "policy.activate",
            Self::WebhookManage => "webhook.manage",
            Self::WebhookRead => "webhook.read",
            Self::ApiKeyManage => "api_key.manage",
            Self::SandboxUse => "sandbox.use",
            Self::ConnectorReceive => "connector.receive",
            Self::DecisionReplay => "decision.replay",
            Self::DecisionExplain => "decision.explain",
            Self::DataExport => "data.export",
            Self::DataErase => "data.erase",
            Self::IncidentWrite => "incident.write",
            Self::IncidentRead => "incident.read",
            Self::AmlRead => "aml.read",
            Self::ConversationOpen => "conversation.open",
            Self::ConversationRead => "conversation.read",
            Self::ConversationSpeak => "conversation.speak",
            Self::ConversationWork => "conversation.work",
            Self::ConversationLead => "conversation.lead",
            Self::ConversationImport => "conversation.import",
            Self::SupportNeedRead => "support_need.read",
            Self::SupportNeedWrite => "support_need.write",
            Self::DeskReport => "desk.report",
            Self::UserRead => "user.read",
            Self::UserManage => "user.manage",
            Self::RoleManage => "role.manage",
            Self::SessionManage => "session.manage",
            Self::ReturnReport => "return.report",
            Self::PlanPay => "plan.pay",
            Self::PreferenceWrite => "preference.write",
            Self::SettingsManage => "settings.manage",
            Self::DisputeAssign => "dispute.assign",
            Self::CustomerRead => "customer.read",
            Self::MacroUse => "macro.use",
            Self::MacroShare => "macro.share",
            Self::ScorecardRead => "scorecard.read",
            Self::ScorecardReadAll => "scorecard.read_all",
            Self::ScorecardWrite => "scorecard.write",
            Self::MailReceive => "mail.receive",
            Self::CallReceive => "call.receive",
            Self::RoutingSimulate => "routing.simulate",
            Self::RoutingPropose => "routing.propose",
            Self::DeskConfigure => "desk.configure",
            Self::AssistantRead => "assistant.read",
            Self::AssistantControl => "assistant.control",
            Self::DisputeOutlook => "dispute.outlook",
            Self::AgentRead => "agent.read",
            Self::AgentPropose => "agent.propose",
            Self::CobrowseBegin => "cobrowse.begin",
            Self::CobrowseRead => "cobrowse.read",
            Self::CobrowseWork => "cobrowse.work",
            Self::CobrowseLead => "cobrowse.lead",
        }
    }

    /// Whether it is done with an amount. Without one it is refused.
    pub const fn has_amount(self) -> bool {
        matches!(
            self,
            Self::DecisionMake
                | Self::DecisionFinal
                | Self::FeeWaive
                | Self::GoodwillGrant
                | Self::RefundExecute
                | Self::OverpaymentRelease
                | Self::RefundApprove
                | Self::ExceptionApply
                | Self::ComplaintRedress
        )
    }

    /// Whether it can be part of a review, for which somebody new is needed: deciding, and
    /// approving what another decided.
    pub const fn may_review(self) -> bool {
        self.is_decision() || matches!(self, Self::RefundApprove)
    }

    /// Whether it decides a dispute, for or against the consumer, at first or in review.
    pub const fn is_decision(self) -> bool {
        matches!(self, Self::DecisionMake | Self::DecisionFinal | Self::ExceptionApply)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Action {
    type Err = UnknownName;
    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|action| action.as_str() == text);
        found.ok_or_else(|| UnknownName { kind: "action", text: text.to_owned() })
    }
}

impl TryFrom<String> for Action {
    type Error = UnknownName;
    fn try_from(text: String) -> Result<Self, UnknownName> {
        text.parse()
    }
}

impl From<Action> for String {
    fn from(action: Action) -> Self {
        action.as_str().to_owned()
    }
}
