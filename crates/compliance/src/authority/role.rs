//! Who acts: the roles.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::vocabulary::UnknownName;

/// What somebody is, in one tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The customer who bought.
    Consumer,
    /// A user of the shop.
    Merchant,
    /// A user of the shop who looks after its integration.
    MerchantAdmin,
    /// A person at the provider's desk.
    Agent,
    /// A person at the desk with higher limits, who approves.
    Supervisor,
    /// Complaints, policies, audit, money laundering.
    ComplianceOfficer,
    /// Reads, and nothing else.
    Auditor,
    /// A language model, speaking with one signed-in customer.
    Ai,
    /// An agent of another company, for one customer: it reads, and proposes to the customer.
    OutsideAgent,
    /// Policy code and timers.
    System,
    /// The provider's own systems, which feed commerce data.
    Company,
    /// The tenant's administrator.
    Operator,
    /// A card network or payment company.
    Network,
}

impl Role {
    pub const ALL: [Self; 13] = [
        Self::Consumer,
        Self::Merchant,
        Self::MerchantAdmin,
        Self::Agent,
        Self::Supervisor,
        Self::ComplianceOfficer,
        Self::Auditor,
        Self::Ai,
        Self::OutsideAgent,
        Self::System,
        Self::Company,
        Self::Operator,
        Self::Network,
    ];

    /// The name in policies, configuration and APIs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Consumer => "consumer",
            Self::Merchant => "merchant",
            Self::MerchantAdmin => "merchant_admin",
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::ComplianceOfficer => "compliance_officer",
            Self::Auditor => "auditor",
            Self::Ai => "ai",
            Self::OutsideAgent => "outside_agent",
            Self::System => "system",
            Self::Company => "company",
            Self::Operator => "operator",
            Self::Network => "network",
        }
    }

    /// Whether a human being sits in it. Only these can be the first or second of two people.
    pub const fn is_person(self) -> bool {
        use Role::{Ai, Company, Network, OutsideAgent, System};
        !matches!(self, Ai | OutsideAgent | System | Company | Network)
    }

    /// Whether a person in it decides over money, or approves what others decide.
    pub const fn moves_money(self) -> bool {
        matches!(self, Self::Agent | Self::Supervisor | Self::ComplianceOfficer)
    }

    /// Whether a person in it puts in force what another proposed: policies, procedures, settings.
    pub const fn approves(self) -> bool {
        matches!(self, Self::ComplianceOfficer | Self::Operator)
    }

    /// Whether it reaches only what belongs to one customer.
    pub const fn is_of_one_customer(self) -> bool {
        matches!(self, Self::Consumer | Self::Ai | Self::OutsideAgent)
    }

    /// Whether it reaches only what belongs to one merchant.
    pub const fn is_of_one_merchant(self) -> bool {
        matches!(self, Self::Merchant | Self::MerchantAdmin)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownName;
    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == text);
        found.ok_or_else(|| UnknownName { kind: "role", text: text.to_owned() })
    }
}
