//! The records of the feed as the API describes and shows them. They are read by
//! `commerce::jsonl`, the same reader as for files, so that both refuse the same things; a test
//! holds these types to that reader.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::*;

/// One record of the feed; `type` says which.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Record {
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
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Merchant {
    pub id: MerchantId,
    pub at: Moment,
    pub name: String,
    pub jurisdiction: Jurisdiction,
    /// The merchant's fee on each captured amount, in basis points (300 = 3 %).
    #[schema(required = false)]
    pub merchant_fee_bps: u32,
    /// What the merchant's contract says about disputes.
    #[schema(required = false)]
    pub dispute_terms: DisputeTerms,
}

/// The dispute clauses of a merchant's contract.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DisputeTerms {
    #[schema(required = false)]
    pub fee: FeeTerms,
    /// When the disputed amount is held back from the merchant's payable balance.
    #[schema(required = false)]
    pub hold: HoldTerms,
    /// Disputes of at most this amount (minor units of the order's currency) are accepted by the
    /// merchant without an answer; 0 turns it off.
    #[schema(required = false)]
    pub auto_accept_below_minor: i64,
    /// Where the merchant followed the provider's shipping rules, the provider bears fraud losses.
    #[schema(required = false)]
    pub seller_protection: bool,
    /// The merchant ships with tracking that reaches the provider: a proof of delivery is complete
    /// only once a carrier has recorded the parcel itself.
    #[schema(required = false)]
    pub tracking_required: bool,
    /// The rule book its disputes are opened under; by opening date when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub framework: Option<Framework>,
}

/// A person who buys.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Customer {
    pub id: CustomerId,
    pub at: Moment,
    pub jurisdiction: Jurisdiction,
    /// BCP 47 tag of the language letters are written in.
    #[schema(required = false)]
    pub language: String,
    /// Customer since.
    pub since: Moment,
    /// What people at the desk call them; no decision looks at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// People at the desk read the first letter and the domain: `a***@example.org`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub devices: Vec<DeviceId>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Device {
    pub id: DeviceId,
    pub at: Moment,
    pub customer_id: CustomerId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
}

/// A postal address, as the checkout approved it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Address {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    pub line1: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    pub line2: String,
    pub postal_code: String,
    pub city: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    pub region: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// A purchase.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Order {
    pub id: OrderId,
    pub at: Moment,
    pub merchant_id: MerchantId,
    pub customer_id: CustomerId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<DeviceId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// Whose law protects the buyer.
    pub jurisdiction: Jurisdiction,
    pub currency: Currency,
    pub total_minor: i64,
    pub lines: Vec<Line>,
    /// Where goods may be delivered under the provider's shipping rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_address: Option<Address>,
    /// By when delivery was promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promised_by: Option<Moment>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Line {
    pub id: LineId,
    pub name: String,
    pub quantity: u32,
    /// Of the whole line, taxes and discounts included.
    #[schema(minimum = 1, maximum = 1_000_000_000_000i64)]
    pub amount_minor: i64,
    #[schema(required = false)]
    pub kind: LineKind,
    /// Links to the listing as advertised, and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
}

/// How the customer pays.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Product {
    /// Everything 30 days after the capture.
    PayIn30,
    /// `n` parts, the first at capture, then one every `every_days` days.
    PayInN { n: u32, every_days: u32 },
    /// `months` monthly parts at a nominal annual rate in basis points.
    Financing { months: u32, apr_bps: u32 },
    /// The whole amount at once, on the customer's own instrument.
    PayNow,
}

/// Who pays for the handling of a dispute.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(tag = "policy", rename_all = "snake_case")]
pub(crate) enum FeeTerms {
    /// The market's fee and policy, from the policy pack.
    Market,
    /// No fee at all.
    None,
    /// Held at open, kept only when the merchant loses.
    ReverseOnWin { fee_minor: i64, appeal_fee_minor: i64 },
    /// Held at open and kept whatever the outcome.
    NonRefundable { fee_minor: i64, appeal_fee_minor: i64 },
}

/// The merchant took (a part of) the order's amount: this makes a plan.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Capture {
    pub id: CaptureId,
    pub at: Moment,
    pub order_id: OrderId,
    #[schema(minimum = 1, maximum = 1_000_000_000_000i64)]
    pub amount_minor: i64,
    pub product: Product,
    /// The merchant's fee on this capture; from the merchant's basis points when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_fee_minor: Option<i64>,
}

/// A parcel.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Shipment {
    pub id: ShipmentId,
    pub at: Moment,
    pub order_id: OrderId,
    pub carrier: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_id: Option<String>,
    /// The lines inside; all of them when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub lines: Vec<LineId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_at: Option<Moment>,
}

/// One carrier event. `at` is when it happened, `known_at` when the provider learnt of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Scan {
    pub shipment_id: ShipmentId,
    pub order_id: OrderId,
    pub at: Moment,
    /// `at` when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_at: Option<Moment>,
    pub code: ScanCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
}

/// Goods on their way back.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Return {
    pub id: ReturnId,
    pub at: Moment,
    pub order_id: OrderId,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub lines: Vec<LineId>,
    pub state: ReturnState,
    /// What the merchant owes for it, when registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_minor: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_id: Option<String>,
}

/// Money from the customer towards a plan.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Payment {
    pub id: PaymentId,
    pub at: Moment,
    pub order_id: OrderId,
    #[schema(minimum = 1, maximum = 1_000_000_000_000i64)]
    pub amount_minor: i64,
    /// Which capture's plan; the oldest open one when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture_id: Option<CaptureId>,
    /// 1 is the first instalment; the next unpaid one when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instalment: Option<u32>,
    /// A token of the payment provider, never a card number.
    pub instrument: String,
    #[schema(required = false)]
    pub purpose: PaymentPurpose,
}

/// The merchant gives money back of its own accord, in an order's currency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Refund {
    pub id: RefundId,
    pub at: Moment,
    pub order_id: OrderId,
    #[schema(minimum = 1, maximum = 1_000_000_000_000i64)]
    pub amount_minor: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capture_id: Option<CaptureId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_id: Option<ReturnId>,
}

/// The merchant cancels the order (or what is left of it); everything captured goes back.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Cancellation {
    pub order_id: OrderId,
    pub at: Moment,
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    pub reason: String,
}

/// The provider pays the merchant what it owes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Settlement {
    pub id: SettlementId,
    pub at: Moment,
    pub merchant_id: MerchantId,
    pub currency: Currency,
    #[schema(minimum = 1, maximum = 1_000_000_000_000i64)]
    pub amount_minor: i64,
}
