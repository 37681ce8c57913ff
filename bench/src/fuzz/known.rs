//! What there is to find before the first request: parties, orders, disputes, and a key of each role.

use std::collections::BTreeMap;

use anyhow::Result;
use app::{App, Role};
use commerce::{Customer, Product, Record};
use kernel::{Clock as _, CustomerId, Jurisdiction, MerchantId, TenantId, Timestamp};
use serde_json::{Value, json};

use crate::server::SystemClock;
use crate::server::http::{Client, Request};
use crate::server::seed::{self, Seeded};

/// Orders to find; every second one is in dispute.
const ORDERS: u32 = 120;

/// Orders of the sandbox that are known from the start; it has one for each flag.
const ORDERS_FLAGGED: u32 = 10;

/// The parties that have keys.
const MERCHANT: &str = "m0";
const OTHER_MERCHANT: &str = "m1";
const CUSTOMER: &str = "c0";

/// Who else calls: every role that has keys and is not among the tenant's own.
const OTHERS: [(Role, &str); 9] = [
    (Role::Consumer, CUSTOMER),
    (Role::Merchant, MERCHANT),
    (Role::Agent, "agent-1"),
    (Role::Supervisor, "supervisor-2"),
    (Role::ComplianceOfficer, "officer-2"),
    (Role::Auditor, "auditor-1"),
    (Role::Ai, "c0"),
    (Role::Operator, "operator-2"),
    (Role::Network, "network-1"),
];

/// Makes a key for each of the other roles.
///
/// # Errors
/// When the store refuses.
pub(super) fn keys_of_other_roles(app: &App, tenant: &TenantId) -> Result<Vec<(Role, String)>> {
    let made =
        OTHERS.iter().map(|(role, subject)| Ok((*role, seed::key(app, tenant, *role, subject)?)));
    made.collect()
}

/// Tenants with their keys, and ids by the name of the parameter that takes them.
#[derive(Debug)]
pub(super) struct Known {
    seeded: Seeded,
    sandbox: Seeded,
    others: Vec<(Role, String)>,
    ids: BTreeMap<&'static str, Vec<String>>,
}

impl Known {
    /// Feeds the orders, disputes every second one, and notes what that made.
    ///
    /// # Errors
    /// When the node refuses something.
    pub(super) async fn made(
        client: &mut Client,
        seeded: Seeded,
        sandbox: Seeded,
        others: Vec<(Role, String)>,
    ) -> Result<Self> {
        let now = SystemClock.now();
        let mut ids: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        let id = |value: &Value| value.get("id").and_then(Value::as_str).map(str::to_owned);
        let mut records = Vec::new();
        for number in 0..ORDERS {
            records.extend(order(number, now)?);
        }
        feed(client, &seeded.feed_key, &records).await?;
        for number in 0..ORDERS {
            if number % 2 == 0 {
                let opened = client.send(&seed::intake(&seeded, number, now)).await?;
                ids.entry("dispute_id").or_default().extend(id(&opened.expect(201)?.json()?));
            }
            let order = seed::order_id(number);
            let read = Request::get(&format!("/v1/orders/{order}"), &seeded.desk_key);
            let read = client.send(&read).await?.expect(200)?.json()?;
            let plans = read.get("plans").and_then(Value::as_array).into_iter().flatten();
            ids.entry("plan_id").or_default().extend(plans.filter_map(id));
            ids.entry("order_id").or_default().push(order);
        }
        ids.insert("customer_id", [CUSTOMER, "c1"].map(str::to_owned).to_vec());
        ids.insert("merchant_id", [MERCHANT, OTHER_MERCHANT].map(str::to_owned).to_vec());
        let tenants = [&seeded.tenant, &sandbox.tenant].map(ToString::to_string);
        ids.insert("tenant_id", tenants.to_vec());
        flagged(client, &sandbox).await?;
        Ok(Self { seeded, sandbox, others, ids })
    }

    pub(super) fn tenants(&self) -> [&TenantId; 2] {
        [&self.seeded.tenant, &self.sandbox.tenant]
    }

    /// Every key that nothing takes away: a customer who is erased has none any more.
    pub(super) fn lasting_keys(&self) -> Vec<&str> {
        let of_customer = |role: &Role| matches!(role, Role::Consumer | Role::Ai);
        let own = self.seeded.keys().into_iter().chain(self.sandbox.keys());
        let others = self.others.iter().filter(|(role, _)| !of_customer(role));
        own.chain(others.map(|(_, key)| key.as_str())).collect()
    }

    /// As `hooks.py` reads it.
    pub(super) fn json(&self, seed: u64) -> Value {
        let (own, sandbox) = (&self.seeded, &self.sandbox);
        let others = self.others.iter().map(|(_, key)| (key.as_str(), own));
        let keys = own.keys().map(|key| (key, own)).into_iter().chain(others);
        let keys = keys.chain(sandbox.keys().map(|key| (key, sandbox)));
        let keys: BTreeMap<&str, String> =
            keys.map(|(key, of)| (key, of.tenant.to_string())).collect();
        let of_sandbox = (0..ORDERS_FLAGGED).map(seed::order_id).collect();
        let of_sandbox = BTreeMap::from([("order_id", of_sandbox)]);
        let ids = BTreeMap::from([
            (own.tenant.to_string(), &self.ids),
            (sandbox.tenant.to_string(), &of_sandbox),
        ]);
        json!({ "seed": seed, "ids": ids, "keys": keys })
    }
}

/// Orders of customers whose e-mail address drives their disputes, one for each flag.
async fn flagged(client: &mut Client, sandbox: &Seeded) -> Result<()> {
    let now = SystemClock.now();
    let list = Request::get("/v1/sandbox/triggers", &sandbox.operator_key);
    let flags = client.send(&list).await?.expect(200)?.json()?;
    let flags = flags.as_array().into_iter().flatten();
    let mut records = Vec::new();
    for (flag, number) in flags.filter_map(|flag| flag.get("flag")?.as_str()).zip(0..) {
        let id = CustomerId::new(format!("flagged-{number}"))?;
        records.push(Record::Customer(Customer {
            name: None,
            id: id.clone(),
            at: now,
            jurisdiction: Jurisdiction::new("gb")?,
            language: "en".to_owned(),
            since: now,
            email: Some(format!("j+disputed-return+{flag}@example.com")),
            address: None,
            devices: Vec::new(),
        }));
        let mut order = seed::order(number, now)?;
        for record in &mut order {
            if let Record::Order(order) = record {
                order.customer_id = id.clone();
            }
        }
        records.extend(order);
    }
    feed(client, &sandbox.feed_key, &records).await
}

/// An order of those who have keys, paid at once, or, one in three, one in instalments of which none is paid.
fn order(number: u32, now: Timestamp) -> Result<Vec<Record>> {
    let mut records = seed::order(number, now)?;
    let in_parts = number % 3 == 1;
    records.retain(|record| !in_parts || !matches!(record, Record::Payment(_)));
    for record in &mut records {
        match record {
            Record::Order(order) => {
                let merchant = if number % 4 == 3 { OTHER_MERCHANT } else { MERCHANT };
                order.merchant_id = MerchantId::new(merchant)?;
                order.customer_id = CustomerId::new(CUSTOMER)?;
            }
            Record::Capture(capture) if in_parts => {
                capture.product = Product::PayInN { n: 4, every_days: 14 };
            }
            _ => {}
        }
    }
    Ok(records)
}

async fn feed(client: &mut Client, key: &str, records: &[Record]) -> Result<()> {
    let batch = serde_json::to_value(records)?;
    let request = Request::post("/v1/feed/batch", key, None, &batch);
    let taken = client.send(&request).await?.expect(200)?.json()?;
    let accepted = taken.get("accepted").and_then(Value::as_u64);
    anyhow::ensure!(accepted == Some(records.len() as u64), "the feed took {taken}");
    Ok(())
}
