//! What there is to find before the first request: parties, orders, disputes, and a key of each role.

use std::collections::BTreeMap;

use anyhow::Result;
use app::{App, Role};
use commerce::{Customer, Record};
use kernel::{Clock as _, CustomerId, Jurisdiction, TenantId};
use serde_json::{Value, json};

use crate::server::SystemClock;
use crate::server::http::{Client, Request};
use crate::server::seed::{self, Seeded};

/// Orders to find; every second one is in dispute.
const ORDERS: u32 = 8;

/// Who else calls: every role that has keys and is not among the tenant's own.
const OTHERS: [(Role, &str); 9] = [
    (Role::Consumer, "c0"),
    (Role::Merchant, "m0"),
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
        seed::feed(client, &seeded.feed_key, 0..ORDERS, now).await?;
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
        for (name, values) in [("customer_id", ["c0", "c1"]), ("merchant_id", ["m0", "m1"])] {
            ids.insert(name, values.map(str::to_owned).to_vec());
        }
        let tenants = [&seeded.tenant, &sandbox.tenant].map(ToString::to_string);
        ids.insert("tenant_id", tenants.to_vec());
        flagged(client, &sandbox).await?;
        Ok(Self { seeded, sandbox, others, ids })
    }

    pub(super) fn tenants(&self) -> [&TenantId; 2] {
        [&self.seeded.tenant, &self.sandbox.tenant]
    }

    /// Every key, of the sandbox too.
    pub(super) fn keys(&self) -> Vec<&str> {
        let own = self.seeded.keys().into_iter().chain(self.sandbox.keys());
        own.chain(self.others.iter().map(|(_, key)| key.as_str())).collect()
    }

    fn key_of(&self, role: Role) -> Option<&str> {
        self.others.iter().find(|(of, _)| *of == role).map(|(_, key)| key.as_str())
    }

    /// As `hooks.py` reads it.
    pub(super) fn json(&self, seed: u64) -> Value {
        let (own, sandbox) = (&self.seeded, &self.sandbox);
        let (agent, supervisor) = (self.key_of(Role::Agent), self.key_of(Role::Supervisor));
        let officer = self.key_of(Role::ComplianceOfficer);
        json!({
            "seed": seed,
            "ids": self.ids,
            "keys": self.keys(),
            // Agents have low limits; with two supervisors, one can approve what the other asks for.
            "usual_keys": [own.desk_key, own.desk_key, supervisor, agent],
            "keys_of_tag": {
                "feed": [own.feed_key, own.feed_key, sandbox.feed_key],
                "network": [own.feed_key],
                "audit": [own.operator_key],
                "keys": [own.other_merchant_key, own.operator_key],
                "webhooks": [own.operator_key, own.other_merchant_key],
                "records": [own.officer_key],
                "policies": [own.officer_key, officer],
                "klarna": [own.merchant_key],
                "sandbox": [sandbox.operator_key],
            },
        })
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
    let batch = serde_json::to_value(&records)?;
    let request = Request::post("/v1/feed/batch", &sandbox.feed_key, None, &batch);
    let taken = client.send(&request).await?.expect(200)?.json()?;
    let accepted = taken.get("accepted").and_then(Value::as_u64);
    anyhow::ensure!(accepted == Some(records.len() as u64), "the feed took {taken}");
    Ok(())
}
