//! Bad input: every operation of the API fuzzed from its own description, by schemathesis.
//!
//! A node runs on a fresh database with a few orders and disputes in it. schemathesis reads
//! `/v1/openapi.json` and makes requests that fit the description and requests that do not. No answer
//! may be a 5xx, and each must have a status, a content type and a body that the description names.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use kernel::Clock as _;
use serde_json::Value;

use crate::server::http::{Client, Request};
use crate::server::seed::{self, Seeded};
use crate::server::{NodeOptions, Program, SystemClock, open_app};

/// Orders to find; every second one is in dispute.
const ORDERS: u32 = 6;
/// Checks that must hold whatever the input.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_schema_conformance";

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Most requests of one operation and phase
    #[arg(long, default_value_t = 30)]
    pub examples: u32,
    /// Seed of the requests
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Phases of schemathesis, separated by commas
    #[arg(long, default_value = "examples,coverage,fuzzing")]
    pub phases: String,
}

/// What there is to find.
#[derive(Debug, Default)]
struct Known {
    orders: Vec<String>,
    disputes: Vec<String>,
    plans: Vec<String>,
}

/// Feeds the orders, disputes every second one, and notes what that made.
async fn fill(client: &mut Client, seeded: &Seeded) -> Result<Known> {
    let now = SystemClock.now();
    seed::feed(client, &seeded.feed_key, 0..ORDERS, now).await?;
    let mut known = Known::default();
    let id = |value: &Value| value.get("id").and_then(Value::as_str).map(str::to_owned);
    for number in 0..ORDERS {
        if number % 2 == 0 {
            let opened = client.send(&seed::intake(seeded, number, now)).await?;
            known.disputes.extend(id(&opened.expect(201)?.json()?));
        }
        let order = seed::order_id(number);
        let read = Request::get(&format!("/v1/orders/{order}"), &seeded.desk_key);
        let read = client.send(&read).await?.expect(200)?.json()?;
        let plans = read.get("plans").and_then(Value::as_array).into_iter().flatten();
        known.plans.extend(plans.filter_map(id));
        known.orders.push(order);
    }
    Ok(known)
}

/// What schemathesis is told: the key that each group of operations is called with, one whose role
/// may do most of them, and ids that exist, so that most requests get beyond "not found".
fn config(seeded: &Seeded, known: &Known) -> Result<String> {
    let authorization = |key: &str| format!("headers = {{ Authorization = \"Bearer {key}\" }}\n");
    let mut text = authorization(&seeded.desk_key);
    let lists = [
        ("orders", &known.orders),
        ("disputes", &known.disputes),
        ("plans", &known.plans),
        ("customers", &vec!["c0".to_owned(), "c1".to_owned()]),
        ("merchants", &vec!["m0".to_owned(), "m1".to_owned()]),
    ];
    for (name, ids) in lists {
        writeln!(text, "[dictionaries.{name}]\nvalues = {}", serde_json::to_string(ids)?)?;
    }
    text.push_str("[parameters]\n");
    for (parameter, name) in [
        ("path.order_id", "orders"),
        ("body.order_id", "orders"),
        ("path.dispute_id", "disputes"),
        ("path.payment_dispute_id", "disputes"),
        ("path.plan_id", "plans"),
        ("path.customer_id", "customers"),
        ("path.merchant_id", "merchants"),
    ] {
        writeln!(text, "\"{parameter}\" = {{ dictionary = \"{name}\", probability = 0.8 }}")?;
    }
    // Keys are managed by a shop's administrator, who cannot revoke the keys used here.
    for (filter, key) in [
        ("include-tag = \"feed\"", &seeded.feed_key),
        ("include-tag = \"audit\"", &seeded.operator_key),
        ("include-tag = \"keys\"", &seeded.other_merchant_key),
        ("include-tag = \"webhooks\"", &seeded.operator_key),
        ("include-tag = \"records\"", &seeded.officer_key),
        ("include-tag = \"policies\"", &seeded.officer_key),
        ("include-tag = \"klarna\"", &seeded.merchant_key),
    ] {
        write!(text, "[[operations]]\n{filter}\n{}", authorization(key))?;
    }
    Ok(text)
}

/// Runs schemathesis against a node; `true` when it found nothing.
///
/// # Errors
/// When the node or schemathesis does not start.
pub fn run(options: &Options, schemathesis: &Path) -> Result<bool> {
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("ombud.db").display().to_string();
    let log = folder.path().join("log");
    let node = NodeOptions::new(database, "fuzz", &log);
    let seeded = {
        let app = open_app(&node)?;
        let seeded = seed::tenant(&app, None)?;
        app.store().close();
        seeded
    };
    let server = Program::own()?.start("node", &node.args())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let known = runtime
        .block_on(async { fill(&mut Client::connect(server.address).await?, &seeded).await })?;
    std::fs::write(folder.path().join("schemathesis.toml"), config(&seeded, &known)?)?;
    let mut command = Command::new(schemathesis);
    command
        .args(["run", &format!("http://{}/v1/openapi.json", server.address)])
        .args(["--checks", CHECKS, "--phases", &options.phases])
        .args(["--max-examples", &options.examples.to_string()])
        .args(["--seed", &options.seed.to_string()])
        .args(["--workers", "1", "--request-timeout", "30", "--continue-on-failure"])
        .args(["--suppress-health-check", "all", "--generation-database", "none", "--no-color"])
        .current_dir(folder.path());
    let status = command.status().with_context(|| format!("{}", schemathesis.display()))?;
    server.stop().context("the node did not survive")?;
    let panics = std::fs::read_to_string(&log)?.matches("a handler panicked").count();
    ensure!(panics == 0, "{panics} handlers panicked");
    Ok(status.success())
}
