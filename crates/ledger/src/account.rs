//! The chart of accounts, as text that is the same in storage, in APIs and in code.
//!
//! An account never carries a currency: one account may have a balance in several, and they never
//! mix.

use std::fmt;
use std::str::FromStr;

use kernel::{CustomerId, DisputeId, MerchantId, NetworkDisputeId, PlanId};
use serde::{Deserialize, Serialize};

/// One account. Its text form (`recv:{plan}`, `cash`, …) is stable: it is stored and shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    /// `recv:{plan}`: principal the customer still owes on a plan.
    PlanReceivable(PlanId),
    /// `fees_recv:{plan}`: late fees and interest charged and not yet paid.
    FeesReceivable(PlanId),
    /// `cash`: the provider's money at its bank.
    Cash,
    /// `m_pay:{merchant}`: what the provider owes the merchant.
    MerchantPayable(MerchantId),
    /// `m_recv:{merchant}`: what the merchant owes once its payable is used up; later sales repay
    /// it first.
    MerchantReceivable(MerchantId),
    /// `hold:{dispute}`: merchant money kept back while a dispute is open; zero when it is closed.
    Hold(DisputeId),
    /// `cust_ref:{customer}`: money decided for the customer and not yet paid out.
    CustomerRefund(CustomerId),
    /// `prov:{dispute}`: provisional credit given before anyone is found liable.
    ProvisionalCredit(DisputeId),
    /// `net_disp:{network dispute}`: money a card network took back from us.
    NetworkDispute(NetworkDisputeId),
    /// `inc:mdr`: the fee a merchant pays per sale.
    MdrIncome,
    /// `inc:late_fee`
    LateFeeIncome,
    /// `inc:dispute_fee`
    DisputeFeeIncome,
    /// `inc:interest`
    InterestIncome,
    /// `exp:dispute_loss`
    DisputeLoss,
    /// `exp:fraud_loss`
    FraudLoss,
    /// `exp:goodwill`
    Goodwill,
    /// `exp:credit_loss`
    CreditLoss,
    /// `exp:scheme_fee`: what a card network charges us.
    SchemeFee,
}

/// The four classes of a balance sheet and an income statement that Ombud uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountClass {
    Asset,
    Liability,
    Income,
    Expense,
}

/// Why a text is not an account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    #[error(
        "{0:?} is not an account: write cash, inc:mdr, exp:goodwill, recv:{{plan}}, \
         m_pay:{{merchant}}, hold:{{dispute}} or another name of the chart of accounts"
    )]
    Unknown(String),
    #[error("account {account:?} names an id that is not valid: {source}")]
    Id {
        account: String,
        #[source]
        source: kernel::id::IdError,
    },
}

impl Account {
    /// The part before the id, and the whole name of an account that has none.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::PlanReceivable(_) => "recv",
            Self::FeesReceivable(_) => "fees_recv",
            Self::Cash => "cash",
            Self::MerchantPayable(_) => "m_pay",
            Self::MerchantReceivable(_) => "m_recv",
            Self::Hold(_) => "hold",
            Self::CustomerRefund(_) => "cust_ref",
            Self::ProvisionalCredit(_) => "prov",
            Self::NetworkDispute(_) => "net_disp",
            Self::MdrIncome => "inc:mdr",
            Self::LateFeeIncome => "inc:late_fee",
            Self::DisputeFeeIncome => "inc:dispute_fee",
            Self::InterestIncome => "inc:interest",
            Self::DisputeLoss => "exp:dispute_loss",
            Self::FraudLoss => "exp:fraud_loss",
            Self::Goodwill => "exp:goodwill",
            Self::CreditLoss => "exp:credit_loss",
            Self::SchemeFee => "exp:scheme_fee",
        }
    }

    pub const fn class(&self) -> AccountClass {
        match self {
            Self::PlanReceivable(_)
            | Self::FeesReceivable(_)
            | Self::Cash
            | Self::MerchantReceivable(_)
            | Self::ProvisionalCredit(_)
            | Self::NetworkDispute(_) => AccountClass::Asset,
            Self::MerchantPayable(_) | Self::Hold(_) | Self::CustomerRefund(_) => {
                AccountClass::Liability
            }
            Self::MdrIncome
            | Self::LateFeeIncome
            | Self::DisputeFeeIncome
            | Self::InterestIncome => AccountClass::Income,
            Self::DisputeLoss
            | Self::FraudLoss
            | Self::Goodwill
            | Self::CreditLoss
            | Self::SchemeFee => AccountClass::Expense,
        }
    }

    /// The accounts that have no id, by name.
    fn fixed(text: &str) -> Option<Self> {
        Some(match text {
            "cash" => Self::Cash,
            "inc:mdr" => Self::MdrIncome,
            "inc:late_fee" => Self::LateFeeIncome,
            "inc:dispute_fee" => Self::DisputeFeeIncome,
            "inc:interest" => Self::InterestIncome,
            "exp:dispute_loss" => Self::DisputeLoss,
            "exp:fraud_loss" => Self::FraudLoss,
            "exp:goodwill" => Self::Goodwill,
            "exp:credit_loss" => Self::CreditLoss,
            "exp:scheme_fee" => Self::SchemeFee,
            _ => return None,
        })
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind();
        match self {
            Self::PlanReceivable(plan) | Self::FeesReceivable(plan) => write!(f, "{kind}:{plan}"),
            Self::MerchantPayable(merchant) | Self::MerchantReceivable(merchant) => {
                write!(f, "{kind}:{merchant}")
            }
            Self::Hold(dispute) | Self::ProvisionalCredit(dispute) => write!(f, "{kind}:{dispute}"),
            Self::CustomerRefund(customer) => write!(f, "{kind}:{customer}"),
            Self::NetworkDispute(network) => write!(f, "{kind}:{network}"),
            _ => f.write_str(kind),
        }
    }
}

impl FromStr for Account {
    type Err = AccountError;
    fn from_str(text: &str) -> Result<Self, AccountError> {
        if let Some(account) = Self::fixed(text) {
            return Ok(account);
        }
        let unknown = || AccountError::Unknown(text.to_owned());
        // A company's own id may contain colons: only the first one separates.
        let (kind, id) = text.split_once(':').ok_or_else(unknown)?;
        let account = match kind {
            "recv" => id.parse().map(Self::PlanReceivable),
            "fees_recv" => id.parse().map(Self::FeesReceivable),
            "m_pay" => id.parse().map(Self::MerchantPayable),
            "m_recv" => id.parse().map(Self::MerchantReceivable),
            "hold" => id.parse().map(Self::Hold),
            "cust_ref" => id.parse().map(Self::CustomerRefund),
            "prov" => id.parse().map(Self::ProvisionalCredit),
            "net_disp" => id.parse().map(Self::NetworkDispute),
            _ => return Err(unknown()),
        };
        account.map_err(|source| AccountError::Id { account: text.to_owned(), source })
    }
}

impl Serialize for Account {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Account {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88";

    #[test]
    fn every_account_has_one_text_and_one_class() {
        use AccountClass::{Asset, Expense, Income, Liability};
        let table = [
            (format!("recv:{UUID}"), "recv", Asset),
            (format!("fees_recv:{UUID}"), "fees_recv", Asset),
            ("cash".to_owned(), "cash", Asset),
            ("m_pay:shop:7".to_owned(), "m_pay", Liability),
            ("m_recv:shop:7".to_owned(), "m_recv", Asset),
            (format!("hold:{UUID}"), "hold", Liability),
            ("cust_ref:c-1".to_owned(), "cust_ref", Liability),
            (format!("prov:{UUID}"), "prov", Asset),
            ("net_disp:visa/1".to_owned(), "net_disp", Asset),
            ("inc:mdr".to_owned(), "inc:mdr", Income),
            ("inc:late_fee".to_owned(), "inc:late_fee", Income),
            ("inc:dispute_fee".to_owned(), "inc:dispute_fee", Income),
            ("inc:interest".to_owned(), "inc:interest", Income),
            ("exp:dispute_loss".to_owned(), "exp:dispute_loss", Expense),
            ("exp:fraud_loss".to_owned(), "exp:fraud_loss", Expense),
            ("exp:goodwill".to_owned(), "exp:goodwill", Expense),
            ("exp:credit_loss".to_owned(), "exp:credit_loss", Expense),
            ("exp:scheme_fee".to_owned(), "exp:scheme_fee", Expense),
        ];
        for (text, kind, class) in table {
            let account: Account = text.parse().unwrap();
            assert_eq!(account.to_string(), text);
            assert_eq!((account.kind(), account.class()), (kind, class), "{text}");
            let json = serde_json::to_string(&account).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<Account>(&json).unwrap(), account);
        }
    }

    #[test]
    fn what_is_not_an_account_is_refused() {
        for bad in ["", "recv", "recv:", "recv:x", "m_pay:", "m_pay:a b", "inc:tips", "Cash", "x:1"]
        {
            assert!(bad.parse::<Account>().is_err(), "{bad:?}");
        }
    }
}
