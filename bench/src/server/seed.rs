//! A tenant with its keys, its parties and as many orders as a run needs.

use anyhow::{Context as _, Result};
use app::keys::{self, NewKey};
use app::tenants::NewTenant;
use app::{App, Bundle, Principal, Role, policies};
use commerce::{
    Address, Capture, Customer, DisputeTerms, FrameworkChoice, Line, LineKind, Merchant, Order,
    Payment, PaymentPurpose, Product, Record,
};
use kernel::{
    CaptureId, Currency, CustomerId, Duration, Jurisdiction, LineId, MerchantId, OrderId,
    PaymentId, PrincipalId, TenantId, Timestamp,
};
use serde_json::{Value, json};

use super::http::{Client, Request};

/// Parties that the orders are spread over.
const MERCHANTS: u32 = 20;
const CUSTOMERS: u32 = 1_000;
/// What every order comes to: above what is put right by goodwill, below what needs a person.
pub const ORDER_MINOR: i64 = 8_990;
/// Records of one order.
const RECORDS_PER_ORDER: u32 = 3;
/// Orders of one batch of the feed, which takes 1,000 records.
pub const ORDERS_PER_BATCH: u32 = 1_000 / RECORDS_PER_ORDER;

/// A tenant that is ready.
#[derive(Debug, Clone)]
pub struct Seeded {
    pub tenant: TenantId,
    /// Feeds orders.
    pub feed_key: String,
    /// A person at the desk, who opens disputes for customers.
    pub desk_key: String,
    /// Runs the deployment: may read and change what no party may.
    pub operator_key: String,
    /// Reads and proposes policies.
    pub officer_key: String,
    /// The shop of the first orders.
    pub merchant_key: String,
    /// Another shop.
    pub other_merchant_key: String,
}

impl Seeded {
    /// All keys.
    pub fn keys(&self) -> [&str; 6] {
        [
            &self.feed_key,
            &self.desk_key,
            &self.operator_key,
            &self.officer_key,
            &self.merchant_key,
            &self.other_merchant_key,
        ]
    }
}

/// Makes the tenant and its parties, under the shipped policy or another.
///
/// # Errors
/// When the store refuses, or the policy does not load.
pub fn tenant(app: &App, policy: Option<Bundle>) -> Result<Seeded> {
    let id = TenantId::new("bench")?;
    let seeded = new_tenant(app, &id, false)?;
    if let Some(bundle) = policy {
        activate(app, &id, bundle)?;
    }
    Ok(seeded)
}

/// Makes a sandbox and its parties.
///
/// # Errors
/// When the store refuses.
pub fn sandbox(app: &App) -> Result<Seeded> {
    new_tenant(app, &TenantId::new("sandbox")?, true)
}

fn new_tenant(app: &App, id: &TenantId, sandbox: bool) -> Result<Seeded> {
    let new = NewTenant { id: id.clone(), name: id.to_string(), sandbox };
    app.create_tenant_blocking(new)?;
    let key = |role, subject| key(app, id, role, subject);
    let seeded = Seeded {
        tenant: id.clone(),
        feed_key: key(Role::Company, "feed")?,
        desk_key: key(Role::Supervisor, "desk")?,
        operator_key: key(Role::Operator, "operator")?,
        officer_key: key(Role::ComplianceOfficer, "officer")?,
        merchant_key: key(Role::MerchantAdmin, "m0")?,
        other_merchant_key: key(Role::MerchantAdmin, "m1")?,
    };
    let records = parties(app.now())?;
    let feed = principal(id, Role::Company, "feed")?;
    let taken = app.write_blocking(&feed, move |s| app::feed::ingest_batch(s, records.clone()))?;
    taken.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(seeded)
}

/// Makes one more key.
///
/// # Errors
/// When the store refuses, or the role has no keys.
pub fn key(app: &App, tenant: &TenantId, role: Role, subject: &str) -> Result<String> {
    let new = NewKey {
        role,
        subject: PrincipalId::new(subject)?,
        label: "bench".to_owned(),
        expires_at: None,
    };
    let (at, tenant) = (app.clone(), tenant.clone());
    let made = app
        .store()
        .write_blocking(move |tx| keys::bootstrap(tx, &at, &tenant, new.clone()))
        .context("a key")?;
    Ok(made.secret.expose().to_owned())
}

/// Two people put another policy in force.
fn activate(app: &App, tenant: &TenantId, bundle: Bundle) -> Result<()> {
    let proposer = principal(tenant, Role::ComplianceOfficer, "officer-1")?;
    let approver = principal(tenant, Role::ComplianceOfficer, "officer-2")?;
    let task = app.write_blocking(&proposer, move |s| policies::propose(s, "bench", &bundle))?;
    app.write_blocking(&approver, move |s| policies::activate(s, task.task))?;
    Ok(())
}

/// Somebody of the tenant.
///
/// # Errors
/// When the name is no id.
pub fn principal(tenant: &TenantId, role: Role, name: &str) -> Result<Principal> {
    Ok(Principal {
        tenant: tenant.clone(),
        role,
        id: Some(PrincipalId::new(name)?),
        merchant: None,
        customer: None,
        withheld: Default::default(),
    })
}

fn parties(now: Timestamp) -> Result<Vec<Record>> {
    let at = now.minus(Duration::from_days(400));
    let jurisdiction = Jurisdiction::new("gb")?;
    let mut records = Vec::new();
    // The batch of parties is one transaction, so it stays below the limit of a batch.
    for number in 0..MERCHANTS {
        records.push(Record::Merchant(Merchant {
            id: MerchantId::new(format!("m{number}"))?,
            at,
            name: format!("Shop {number}"),
            jurisdiction: jurisdiction.clone(),
            merchant_fee_bps: 300,
            dispute_terms: DisputeTerms {
                framework: Some(FrameworkChoice::Framework2026),
                ..DisputeTerms::default()
            },
        }));
    }
    for number in 0..CUSTOMERS - MERCHANTS {
        records.push(Record::Customer(Customer {
            name: None,
            id: CustomerId::new(format!("c{number}"))?,
            at,
            jurisdiction: jurisdiction.clone(),
            language: "en".to_owned(),
            since: at,
            email: None,
            address: None,
            devices: Vec::new(),
        }));
    }
    Ok(records)
}

/// The id of the `number`-th order.
pub fn order_id(number: u32) -> String {
    format!("o{number}")
}

/// The instrument that paid it, and nothing else.
pub fn instrument(number: u32) -> String {
    format!("tok_{number}")
}

/// An order that was captured and paid at once, ten days ago.
///
/// # Errors
/// Never, as the ids are good.
pub fn order(number: u32, now: Timestamp) -> Result<Vec<Record>> {
    let at = now.minus(Duration::from_days(10));
    let order_id = OrderId::new(order_id(number))?;
    let order = Order {
        id: order_id.clone(),
        at,
        merchant_id: MerchantId::new(format!("m{}", number % MERCHANTS))?,
        customer_id: CustomerId::new(format!("c{}", number % (CUSTOMERS - MERCHANTS)))?,
        device_id: None,
        ip: None,
        jurisdiction: Jurisdiction::new("gb")?,
        currency: Currency::GBP,
        total_minor: ORDER_MINOR,
        lines: vec![Line {
            id: LineId::new("l1")?,
            name: "A chair".to_owned(),
            quantity: 1,
            amount_minor: ORDER_MINOR,
            kind: LineKind::Physical,
            category: None,
        }],
        approved_address: Some(Address {
            line1: "12 Mill Lane".to_owned(),
            line2: String::new(),
            postal_code: "SW1A 1AA".to_owned(),
            city: "London".to_owned(),
            region: String::new(),
            country: "GB".to_owned(),
        }),
        promised_by: Some(at.plus(Duration::from_days(3))),
    };
    let capture = Capture {
        id: CaptureId::new(format!("cap{number}"))?,
        at,
        order_id: order_id.clone(),
        amount_minor: ORDER_MINOR,
        product: Product::PayNow,
        merchant_fee_minor: None,
    };
    let payment = Payment {
        id: PaymentId::new(format!("p{number}"))?,
        at,
        order_id,
        amount_minor: ORDER_MINOR,
        capture_id: None,
        instalment: None,
        instrument: instrument(number),
        purpose: PaymentPurpose::Plan,
    };
    Ok(vec![Record::Order(order), Record::Capture(capture), Record::Payment(payment)])
}

/// Feeds the orders of a range over HTTP, batch by batch.
///
/// # Errors
/// When the feed does not take each of them.
pub async fn feed(
    client: &mut Client,
    key: &str,
    orders: std::ops::Range<u32>,
    now: Timestamp,
) -> Result<()> {
    let mut next = orders.start;
    while next < orders.end {
        let end = orders.end.min(next.saturating_add(ORDERS_PER_BATCH));
        let mut records = Vec::new();
        for number in next..end {
            records.extend(order(number, now)?);
        }
        let expected = records.len() as u64;
        let request = Request::post("/v1/feed/batch", key, None, &serde_json::to_value(&records)?);
        let answer = client.send(&request).await?.expect(200)?.json()?;
        let accepted = answer.get("accepted").and_then(Value::as_u64);
        anyhow::ensure!(accepted == Some(expected), "the feed took {answer}");
        next = end;
    }
    Ok(())
}

/// The request that opens the dispute of an order, the same each time it is made.
pub fn intake(seeded: &Seeded, number: u32, now: Timestamp) -> Request {
    let contacted = now.minus(Duration::from_days(2));
    let body = json!({
        "order_id": order_id(number), "reason": "not_received", "sub_issue": "never_arrived",
        "statement": { "text": "It never came.", "merchant_contacted_at": contacted },
    });
    let key = format!("open-{number}");
    Request::post("/v1/disputes", &seeded.desk_key, Some(&key), &body)
}
