//! From the domain's records to those of the API.

use super::feed::*;

impl From<commerce::Record> for Record {
    fn from(from: commerce::Record) -> Self {
        match from {
            commerce::Record::Merchant(record) => Self::Merchant(record.into()),
            commerce::Record::Customer(record) => Self::Customer(record.into()),
            commerce::Record::Device(record) => Self::Device(record.into()),
            commerce::Record::Order(record) => Self::Order(record.into()),
            commerce::Record::Capture(record) => Self::Capture(record.into()),
            commerce::Record::Shipment(record) => Self::Shipment(record.into()),
            commerce::Record::Scan(record) => Self::Scan(record.into()),
            commerce::Record::Return(record) => Self::Return(record.into()),
            commerce::Record::Payment(record) => Self::Payment(record.into()),
            commerce::Record::Refund(record) => Self::Refund(record.into()),
            commerce::Record::Cancellation(record) => Self::Cancellation(record.into()),
            commerce::Record::Settlement(record) => Self::Settlement(record.into()),
        }
    }
}

impl From<commerce::Merchant> for Merchant {
    fn from(from: commerce::Merchant) -> Self {
        Self {
            id: from.id.into(),
            at: from.at.into(),
            name: from.name,
            jurisdiction: from.jurisdiction.into(),
            merchant_fee_bps: from.merchant_fee_bps,
            dispute_terms: from.dispute_terms.into(),
        }
    }
}

impl From<commerce::DisputeTerms> for DisputeTerms {
    fn from(from: commerce::DisputeTerms) -> Self {
        Self {
            fee: from.fee.into(),
            hold: from.hold.into(),
            auto_accept_below_minor: from.auto_accept_below_minor,
            seller_protection: from.seller_protection,
            tracking_required: from.tracking_required,
            framework: from.framework.map(|choice| dispute::Framework::from(choice).into()),
        }
    }
}

impl From<commerce::Customer> for Customer {
    fn from(from: commerce::Customer) -> Self {
        Self {
            id: from.id.into(),
            at: from.at.into(),
            jurisdiction: from.jurisdiction.into(),
            language: from.language,
            since: from.since.into(),
            name: from.name,
            email: from.email,
            address: from.address.map(Into::into),
            devices: from.devices.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<commerce::Device> for Device {
    fn from(from: commerce::Device) -> Self {
        Self {
            id: from.id.into(),
            at: from.at.into(),
            customer_id: from.customer_id.into(),
            fingerprint: from.fingerprint,
            ip: from.ip,
        }
    }
}

impl From<commerce::Address> for Address {
    fn from(from: commerce::Address) -> Self {
        Self {
            line1: from.line1,
            line2: from.line2,
            postal_code: from.postal_code,
            city: from.city,
            region: from.region,
            country: from.country,
        }
    }
}

impl From<commerce::Order> for Order {
    fn from(from: commerce::Order) -> Self {
        Self {
            id: from.id.into(),
            at: from.at.into(),
            merchant_id: from.merchant_id.into(),
            customer_id: from.customer_id.into(),
            device_id: from.device_id.map(Into::into),
            ip: from.ip,
            jurisdiction: from.jurisdiction.into(),
            currency: from.currency.into(),
            total_minor: from.total_minor,
            lines: from.lines.into_iter().map(Into::into).collect(),
            approved_address: from.approved_address.map(Into::into),
            promised_by: from.promised_by.map(Into::into),
        }
    }
}

impl From<commerce::Line> for Line {
    fn from(from: commerce::Line) -> Self {
        Self {
            id: from.id.into(),
            name: from.name,
            quantity: from.quantity,
            amount_minor: from.amount_minor,
            kind: from.kind.into(),
            category: from.category,
        }
    }
}

impl From<commerce::Product> for Product {
    fn from(from: commerce::Product) -> Self {
        match from {
            commerce::Product::PayIn30 => Self::PayIn30,
            commerce::Product::PayInN { n, every_days } => Self::PayInN { n, every_days },
            commerce::Product::Financing { months, apr_bps } => Self::Financing { months, apr_bps },
            commerce::Product::PayNow => Self::PayNow,
        }
    }
}

impl From<commerce::FeeTerms> for FeeTerms {
    fn from(from: commerce::FeeTerms) -> Self {
        match from {
            commerce::FeeTerms::Market => Self::Market,
            commerce::FeeTerms::None => Self::None,
            commerce::FeeTerms::ReverseOnWin { fee_minor, appeal_fee_minor } => {
                Self::ReverseOnWin { fee_minor, appeal_fee_minor }
            }
            commerce::FeeTerms::NonRefundable { fee_minor, appeal_fee_minor } => {
                Self::NonRefundable { fee_minor, appeal_fee_minor }
            }
        }
    }
}

impl From<commerce::Capture> for Capture {
    fn from(from: commerce::Capture) -> Self {
        Self {
            id: from.id.into(),
            at: from.at.into(),
            order_id: from.order_id.into(),
            amount_minor: from.amount_minor,
            product: from.product.into(),
            merchant_fee_minor: from.merchant_fee_minor,
        }
    }
}

impl From<commerce::Shipment> for Shipment {
    fn from(from: commerce::Shipment) -> Self {
        Self {
            id: from.id.into(),
            at: from.at.into(),
            order_id: from.order_id.into(),
            carrier: from.carrier,
            tracking_id: from.tracking_id,
            lines: from.lines.into_iter().map(Into::into).collect(),
            expected_at: from.expected_at.map(Into::into),
        }
    }
}

impl From<commerce::Scan> for Scan {
    fn from(from: commerce::Scan) -> Self {
        Self {
            shipment_id: from.shipment_id.into(),
            order_id: from.order_id.into(),
            at: from.at.into(),
            known_at: from.known_at.map(Into::into),
            code: from.code.into(),
            postal_code: from.postal_code,
            recipient: from.recipient,
        }
    }
}

impl From<commerce::Return> for Return {
    fn from(from: commerce::Return) -> Self {
        Self {
            id: from.id.into(),
            at: from.at.into(),
            order_id: from.order_id.into(),
            lines: from.lines.into_iter().map(Into::into).collect(),
            state: from.state.into(),
            amount_minor: from.amount_minor,
            tracking_id: from.tracking_id,
        }
    }
}

impl From<commerce::Payment> for Payment {
    fn from(from: commerce::Payment) -> Self {
        Self {
            id: from.id.into(),
            at: from.at.into(),
            order_id: from.order_id.into(),
            amount_minor: from.amount_minor,
            capture_id: from.capture_id.map(Into::into),
            instalment: from.instalment,
            instrument: from.instrument,
            purpose: from.purpose.into(),
        }
    }
}

impl From<commerce::Refund> for Refund {
    fn from(from: commerce::Refund) -> Self {
        Self {
            id: from.id.into(),
            at: from.at.into(),
            order_id: from.order_id.into(),
            amount_minor: from.amount_minor,
            capture_id: from.capture_id.map(Into::into),
            return_id: from.return_id.map(Into::into),
        }
    }
}

impl From<commerce::Cancellation> for Cancellation {
    fn from(from: commerce::Cancellation) -> Self {
        Self { order_id: from.order_id.into(), at: from.at.into(), reason: from.reason }
    }
}

impl From<commerce::Settlement> for Settlement {
    fn from(from: commerce::Settlement) -> Self {
        Self {
            id: from.id.into(),
            at: from.at.into(),
            merchant_id: from.merchant_id.into(),
            currency: from.currency.into(),
            amount_minor: from.amount_minor,
        }
    }
}

impl From<plan::Product> for Product {
    fn from(from: plan::Product) -> Self {
        match from {
            plan::Product::PayIn30 => Self::PayIn30,
            plan::Product::PayInN { n, every_days } => {
                Self::PayInN { n: n.into(), every_days: every_days.into() }
            }
            plan::Product::Financing { months, apr_bps } => {
                Self::Financing { months: months.into(), apr_bps }
            }
        }
    }
}

impl From<Address> for commerce::Address {
    fn from(from: Address) -> Self {
        let Address { line1, line2, postal_code, city, region, country } = from;
        Self { line1, line2, postal_code, city, region, country }
    }
}
