//! The records of the feed, one struct each. Amounts are whole minor units of the currency named in
//! the same record (12.34 EUR is 1234).

use kernel::{
    CaptureId, Currency, CustomerId, DeviceId, Duration, Jurisdiction, LineId, MerchantId, OrderId,
    PaymentId, RefundId, ReturnId, SettlementId, ShipmentId, Timestamp,
};
use serde::{Deserialize, Serialize};

/// One record of the feed; in JSON, `type` says which.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Record {
    Merchant(Merchant),
    Customer(Customer),
    Device(Device),
    Order(Order),
    Capture(Capture),
    Shipment(Shipment),
    Scan(Scan),
    Return(Return),
    Payment(Payment),
    Refund(Refund),
    Cancellation(Cancellation),
    Settlement(Settlement),
}

/// A shop that sells through the provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merchant {
    pub id: MerchantId,
    pub at: Timestamp,
    pub name: String,
    pub jurisdiction: Jurisdiction,
    /// The merchant's fee on each captured amount, in basis points (300 = 3 %).
    #[serde(default)]
    pub merchant_fee_bps: u32,
    /// What the merchant's contract says about disputes.
    #[serde(default)]
    pub dispute_terms: DisputeTerms,
}

/// The dispute clauses of a merchant's contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DisputeTerms {
    pub fee: FeeTerms,
    /// When the disputed amount is held back from the merchant's payable balance.
    pub hold: HoldTerms,
    /// Disputes of at most this amount (minor units of the order's currency) are accepted by the
    /// merchant without an answer; 0 turns it off.
    pub auto_accept_below_minor: i64,
    /// Where the merchant followed the provider's shipping rules, the provider bears fraud losses.
    pub seller_protection: bool,
    /// The merchant ships with tracking that reaches the provider: a proof of delivery is complete
    /// only once a carrier has recorded the parcel itself.
    pub tracking_required: bool,
    /// The rule book its disputes are opened under; by opening date when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub framework: Option<FrameworkChoice>,
}

/// A dispute framework a merchant is enrolled in by contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FrameworkChoice {
    #[serde(rename = "framework_2020")]
    Framework2020,
    #[serde(rename = "framework_2026")]
    Framework2026,
}

impl Default for DisputeTerms {
    fn default() -> Self {
        Self {
            fee: FeeTerms::Market,
            hold: HoldTerms::OnOpen,
            auto_accept_below_minor: 0,
            seller_protection: true,
            tracking_required: false,
            framework: None,
        }
    }
}

/// Who pays for the handling of a dispute. Klarna's own pages and channels differ, so it is data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "policy", rename_all = "snake_case", deny_unknown_fields)]
pub enum FeeTerms {
    /// The market's fee and policy, from the policy pack.
    Market,
    /// No fee at all.
    None,
    /// Held at open, kept only when the merchant loses.
    ReverseOnWin { fee_minor: i64, appeal_fee_minor: i64 },
    /// Held at open and kept whatever the outcome.
    NonRefundable { fee_minor: i64, appeal_fee_minor: i64 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldTerms {
    /// Nothing is held; the merchant is debited when the dispute closes.
    None,
    /// Amount and fee are held from the moment the dispute opens.
    OnOpen,
}

/// A person who buys. Names are not needed and not taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Customer {
    pub id: CustomerId,
    pub at: Timestamp,
    pub jurisdiction: Jurisdiction,
    /// BCP 47 tag of the language letters are written in.
    #[serde(default = "english")]
    pub language: String,
    /// Customer since.
    pub since: Timestamp,
    /// What people at the desk call them; no decision looks at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<DeviceId>,
}

fn english() -> String {
    "en".to_owned()
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
    pub id: DeviceId,
    pub at: Timestamp,
    pub customer_id: CustomerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
}

/// A postal address, as the checkout approved it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub line1: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub line2: String,
    pub postal_code: String,
    pub city: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// A purchase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    pub id: OrderId,
    pub at: Timestamp,
    pub merchant_id: MerchantId,
    pub customer_id: CustomerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_id: Option<DeviceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// Whose law protects the buyer.
    pub jurisdiction: Jurisdiction,
    pub currency: Currency,
    pub total_minor: i64,
    pub lines: Vec<Line>,
    /// Where goods may be delivered under the provider's shipping rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_address: Option<Address>,
    /// By when delivery was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_by: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub id: LineId,
    pub name: String,
    pub quantity: u32,
    /// Of the whole line, taxes and discounts included.
    pub amount_minor: i64,
    #[serde(default)]
    pub kind: LineKind,
    /// Links to the listing as advertised, and the like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    #[default]
    Physical,
    Digital,
    Service,
    Shipping,
    Discount,
    GiftCard,
}

/// The merchant took (a part of) the order's amount: this makes a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capture {
    pub id: CaptureId,
    pub at: Timestamp,
    pub order_id: OrderId,
    pub amount_minor: i64,
    pub product: Product,
    /// The merchant's fee on this capture; from the merchant's basis points when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant_fee_minor: Option<i64>,
}

/// How the customer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Product {
    /// Everything 30 days after the capture.
    PayIn30,
    /// `n` parts, the first at capture, then one every `every_days` days.
    PayInN { n: u32, every_days: u32 },
    /// `months` monthly parts at a nominal annual rate in basis points.
    Financing { months: u32, apr_bps: u32 },
    /// The whole amount at once, on the customer's own instrument.
    PayNow,
}

/// A parcel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shipment {
    pub id: ShipmentId,
    pub at: Timestamp,
    pub order_id: OrderId,
    pub carrier: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_id: Option<String>,
    /// The lines inside; all of them when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_at: Option<Timestamp>,
}

/// One carrier event. `at` is when it happened, `known_at` when the provider learnt of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scan {
    pub shipment_id: ShipmentId,
    pub order_id: OrderId,
    pub at: Timestamp,
    /// `at` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_at: Option<Timestamp>,
    pub code: ScanCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScanCode {
    /// A label was printed: the carrier has nothing yet.
    LabelCreated,
    HandedOver,
    InTransit,
    AtPickupPoint,
    OutForDelivery,
    AttemptFailed,
    Delivered,
    CollectedByRecipient,
    ReturnedToSender,
    Lost,
    Damaged,
}

/// Goods on their way back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Return {
    pub id: ReturnId,
    pub at: Timestamp,
    pub order_id: OrderId,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineId>,
    pub state: ReturnState,
    /// What the merchant owes for it, when registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_minor: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_id: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnState {
    /// The customer says it goes back: pauses the plan, changes no money.
    Reported,
    /// A carrier scanned it.
    Shipped,
    /// A carrier delivered it to the merchant.
    ReceivedByMerchant,
    /// The merchant registered it: the refund is due.
    Registered,
    /// The merchant refused it.
    Rejected,
    /// The merchant gave store credit instead: the debt stays, and the customer is told so.
    StoreCredit,
}

/// Money from the customer towards a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    pub id: PaymentId,
    pub at: Timestamp,
    pub order_id: OrderId,
    pub amount_minor: i64,
    /// Which capture's plan; the oldest open one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capture_id: Option<CaptureId>,
    /// 1 is the first instalment; the next unpaid one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instalment: Option<u32>,
    /// A token of the payment provider, never a card number.
    pub instrument: String,
    #[serde(default, skip_serializing_if = "PaymentPurpose::is_plan")]
    pub purpose: PaymentPurpose,
}

/// What a payment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentPurpose {
    /// Instalments first; what is left pays fees.
    #[default]
    Plan,
    /// Late fees.
    Fees,
}

impl PaymentPurpose {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if wants it")]
    fn is_plan(&self) -> bool {
        *self == Self::Plan
    }
}

/// The merchant gives money back of its own accord, in an order's currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refund {
    pub id: RefundId,
    pub at: Timestamp,
    pub order_id: OrderId,
    pub amount_minor: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capture_id: Option<CaptureId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_id: Option<ReturnId>,
}

/// The merchant cancels the order (or what is left of it); everything captured goes back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cancellation {
    pub order_id: OrderId,
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// The provider pays the merchant what it owes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    pub id: SettlementId,
    pub at: Timestamp,
    pub merchant_id: MerchantId,
    pub currency: Currency,
    pub amount_minor: i64,
}

impl Scan {
    /// When the provider knew of it.
    pub fn known_at(&self) -> Timestamp {
        self.known_at.unwrap_or(self.at).max(self.at)
    }

    /// How long the news took.
    pub fn delay(&self) -> Duration {
        self.known_at().since(self.at)
    }
}

impl Record {
    /// The record's type as written in JSON.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Merchant(_) => "merchant",
            Self::Customer(_) => "customer",
            Self::Device(_) => "device",
            Self::Order(_) => "order",
            Self::Capture(_) => "capture",
            Self::Shipment(_) => "shipment",
            Self::Scan(_) => "scan",
            Self::Return(_) => "return",
            Self::Payment(_) => "payment",
            Self::Refund(_) => "refund",
            Self::Cancellation(_) => "cancellation",
            Self::Settlement(_) => "settlement",
        }
    }

    /// The order the record belongs to, when it belongs to one.
    pub const fn order_id(&self) -> Option<&OrderId> {
        match self {
            Self::Order(x) => Some(&x.id),
            Self::Capture(x) => Some(&x.order_id),
            Self::Shipment(x) => Some(&x.order_id),
            Self::Scan(x) => Some(&x.order_id),
            Self::Return(x) => Some(&x.order_id),
            Self::Payment(x) => Some(&x.order_id),
            Self::Refund(x) => Some(&x.order_id),
            Self::Cancellation(x) => Some(&x.order_id),
            Self::Merchant(_) | Self::Customer(_) | Self::Device(_) | Self::Settlement(_) => None,
        }
    }

    /// What makes the record unique within its type: delivering it twice changes nothing.
    /// A return has one key per state it goes through, a scan one per code and instant.
    pub fn key(&self) -> String {
        match self {
            Self::Merchant(x) => x.id.to_string(),
            Self::Customer(x) => x.id.to_string(),
            Self::Device(x) => x.id.to_string(),
            Self::Order(x) => x.id.to_string(),
            Self::Capture(x) => x.id.to_string(),
            Self::Shipment(x) => x.id.to_string(),
            Self::Scan(x) => format!("{}/{}/{:?}", x.shipment_id, x.at.as_millis(), x.code),
            Self::Return(x) => format!("{}/{:?}", x.id, x.state),
            Self::Payment(x) => x.id.to_string(),
            Self::Refund(x) => x.id.to_string(),
            Self::Cancellation(x) => x.order_id.to_string(),
            Self::Settlement(x) => x.id.to_string(),
        }
    }

    /// When it became true.
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Merchant(x) => x.at,
            Self::Customer(x) => x.at,
            Self::Device(x) => x.at,
            Self::Order(x) => x.at,
            Self::Capture(x) => x.at,
            Self::Shipment(x) => x.at,
            Self::Scan(x) => x.at,
            Self::Return(x) => x.at,
            Self::Payment(x) => x.at,
            Self::Refund(x) => x.at,
            Self::Cancellation(x) => x.at,
            Self::Settlement(x) => x.at,
        }
    }
}
