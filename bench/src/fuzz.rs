//! Bad input: every operation of the API fuzzed from its own description, by schemathesis.
//!
//! A node runs on a fresh database with a few orders and disputes in it. schemathesis reads
//! `/v1/openapi.json` and makes requests that fit the description and requests that do not. No answer
//! may be a 5xx, and each must have a status, a content type and a body that the description names.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use kernel::Clock as _;

use crate::server::http::Client;
use crate::server::seed::{self, Seeded};
use crate::server::{NodeOptions, Program, SystemClock, open_app};

/// Orders to find; every second one is in dispute.
const ORDERS: u32 = 20;
/// Checks that must hold whatever the input.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_schema_conformance";

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Most requests of one operation and phase
    #[arg(long, default_value_t = 20)]
    pub examples: u32,
    /// Seed of the requests
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Phases of schemathesis, separated by commas
    #[arg(long, default_value = "examples,coverage,fuzzing")]
    pub phases: String,
}

/// The key that each group of operations is called with: one whose role may do most of them.
fn keys(seeded: &Seeded) -> String {
    let rule = |filter: &str, key: &str| {
        format!("[[operations]]\n{filter}\nheaders = {{ Authorization = \"Bearer {key}\" }}\n\n")
    };
    let mut text = format!("headers = {{ Authorization = \"Bearer {}\" }}\n\n", seeded.desk_key);
    for (filter, key) in [
        ("include-tag = \"feed\"", &seeded.feed_key),
        ("include-tag = \"audit\"", &seeded.operator_key),
        ("include-tag = \"keys\"", &seeded.operator_key),
        ("include-tag = \"webhooks\"", &seeded.operator_key),
        ("include-tag = \"policies\"", &seeded.operator_key),
        ("include-path-regex = \"^/v4/\"", &seeded.merchant_key),
    ] {
        text.push_str(&rule(filter, key));
    }
    text
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
    runtime.block_on(async {
        let now = SystemClock.now();
        let mut client = Client::connect(server.address).await?;
        seed::feed(&mut client, &seeded.feed_key, 0..ORDERS, now).await?;
        for number in (0..ORDERS).step_by(2) {
            client.send(&seed::intake(&seeded, number, now)).await?.expect(201)?;
        }
        Ok::<_, anyhow::Error>(())
    })?;
    std::fs::write(folder.path().join("schemathesis.toml"), keys(&seeded))?;
    let mut command = Command::new(schemathesis);
    command
        .args(["run", &format!("http://{}/v1/openapi.json", server.address)])
        .args(["--checks", CHECKS, "--phases", &options.phases])
        .args(["--max-examples", &options.examples.to_string()])
        .args(["--seed", &options.seed.to_string()])
        .args(["--workers", "2", "--request-timeout", "30", "--continue-on-failure"])
        .args(["--suppress-health-check", "all", "--generation-database", "none", "--no-color"])
        .current_dir(folder.path());
    let status = command.status().with_context(|| format!("{}", schemathesis.display()))?;
    server.stop().context("the node did not survive")?;
    let panics = std::fs::read_to_string(&log)?.matches("a handler panicked").count();
    ensure!(panics == 0, "{panics} handlers panicked");
    Ok(status.success())
}
