//! Bad input: every operation of the API fuzzed from its own description, by schemathesis.
//!
//! A node runs on a fresh database with a few orders and disputes in it, and a sandbox beside them.
//! schemathesis reads `/v1/openapi.json` and makes requests that fit the description and requests
//! that do not; `hooks.py` gives most of them ids that exist and a key that may do it, and some the
//! key of another role. No answer may be a 5xx, and each must have a status, a content type and a
//! body that the description names. Afterwards the books balance, every order replays to the same
//! bytes, and the audit trail verifies: whatever was sent.

mod known;

use std::collections::BTreeMap;
use std::io::BufReader;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use app::{App, Role};
use kernel::TenantId;
use store::Engine;
use store::testkit::TestDatabase;

use crate::server::http::{Client, Request};
use crate::server::{NodeOptions, Program, open_app, seed};
use crate::stopwatch::Stopwatch;
use known::Known;

/// Checks that must hold whatever the input.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_schema_conformance";
/// What schemathesis does around each request.
const HOOKS: &str = include_str!("hooks.py");
/// Lines of the node's log that are shown after a failure.
const LOG_LINES_MAX: usize = 20;

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Most requests of one operation in the fuzzing phase
    #[arg(long, default_value_t = 20)]
    pub examples: u32,
    /// Seed of the requests
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Phases of schemathesis, separated by commas
    #[arg(long, default_value = "examples,coverage,fuzzing")]
    pub phases: String,
    /// Only this engine: sqlite or postgres
    #[arg(long)]
    pub engine: Option<String>,
    /// Goes on fuzzing until so many seconds are over
    #[arg(long)]
    pub seconds: Option<u32>,
}

/// Fuzzes a node on each engine that this machine has; `true` when nothing was found.
///
/// # Errors
/// When a node or schemathesis does not start, or what the node keeps is broken afterwards.
pub fn run(options: &Options, schemathesis: &Path) -> Result<bool> {
    let wanted = |engine: Engine| {
        let only = options.engine.as_deref();
        only.is_none_or(|only| only == engine.to_string())
    };
    let mut clean = true;
    if wanted(Engine::Sqlite) {
        clean &= on_engine(options, schemathesis, &TestDatabase::sqlite()?)?;
    }
    if wanted(Engine::Postgres) {
        match TestDatabase::postgres()? {
            Some(database) => clean &= on_engine(options, schemathesis, &database)?,
            None => println!("PostgreSQL: skipped, there is none on this machine"),
        }
    }
    Ok(clean)
}

fn on_engine(options: &Options, schemathesis: &Path, database: &TestDatabase) -> Result<bool> {
    let watch = Stopwatch::start();
    println!("fuzzing a node on {}", database.engine());
    let folder = tempfile::tempdir()?;
    let log = folder.path().join("log");
    let node = NodeOptions::new(database.url(), "fuzz", &log);
    let (seeded, sandbox, others) = {
        let app = open_app(&node)?;
        let (seeded, sandbox) = (seed::tenant(&app, None)?, seed::sandbox(&app)?);
        let others = known::keys_of_other_roles(&app, &seeded.tenant)?;
        app.store().close();
        (seeded, sandbox, others)
    };
    let server = Program::own()?.start("node", &node.args())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let known = runtime.block_on(async {
        let mut client = Client::connect(server.address).await?;
        Known::made(&mut client, seeded, sandbox, others).await
    })?;
    std::fs::write(folder.path().join("known.json"), known.json(options.seed).to_string())?;
    std::fs::write(folder.path().join("hooks.py"), HOOKS)?;
    std::fs::write(folder.path().join("schemathesis.toml"), "hooks = \"hooks.py\"\n")?;
    let mut command = Command::new(schemathesis);
    command
        .args(["run", &format!("http://{}/v1/openapi.json", server.address)])
        .args(["--checks", CHECKS, "--phases", &options.phases])
        .args(["--max-examples", &options.examples.to_string()])
        .args(["--seed", &options.seed.to_string()])
        .args(["--workers", "1", "--request-timeout", "30", "--continue-on-failure"])
        .args(["--suppress-health-check", "all", "--generation-database", "none", "--no-color"])
        // What it advises on descriptions; findings are no warnings.
        .args(["--warnings", "off"])
        .args(options.seconds.iter().flat_map(|s| ["--max-time".to_owned(), s.to_string()]))
        .current_dir(folder.path());
    let status = command.status().with_context(|| format!("{}", schemathesis.display()))?;
    println!("{}", answers(folder.path())?);
    let alive = runtime.block_on(async {
        let mut client = Client::connect(server.address).await?;
        keys_work(&mut client, &known).await
    });
    server.stop().context("the node did not survive")?;
    let clean = status.success() && logged_no_failure(&log)?;
    alive?;
    for tenant in known.tenants() {
        is_sound(&node, tenant).with_context(|| format!("what is kept of {tenant}"))?;
    }
    println!("{}: {:.0} s, sound afterwards: {}", database.engine(), watch.seconds(), clean);
    Ok(clean)
}

/// How often each kind of answer was given, and which operations never did what they are for: so far
/// has a run looked.
fn answers(folder: &Path) -> Result<String> {
    let text = std::fs::read(folder.join("answers.json")).context("hooks.py has not run")?;
    let answers: BTreeMap<String, BTreeMap<u16, u64>> = serde_json::from_slice(&text)?;
    let mut kinds: BTreeMap<u16, u64> = BTreeMap::new();
    for (status, count) in answers.values().flatten() {
        *kinds.entry(status / 100).or_default() += count;
    }
    let done = |by_status: &BTreeMap<u16, u64>| by_status.range(200..300).next().is_some();
    let never: Vec<&str> =
        answers.iter().filter(|(_, by)| !done(by)).map(|(name, _)| name.as_str()).collect();
    let kinds: Vec<String> =
        kinds.iter().map(|(kind, count)| format!("{count} of {kind}xx")).collect();
    Ok(format!(
        "answers: {}; {} operations, carried out at least once: all but {}{}{}",
        kinds.join(", "),
        answers.len(),
        never.len(),
        if never.is_empty() { "" } else { ": " },
        never.join(", "),
    ))
}

/// A run whose keys stop working finds nothing from then on, and must not pass for that.
async fn keys_work(client: &mut Client, known: &Known) -> Result<()> {
    for key in known.lasting_keys() {
        let me = client.send(&Request::get("/v1/me", key)).await?;
        me.expect(200).context("a key of the test does not work any more")?;
    }
    Ok(())
}

/// Whether the node's log tells of no panic and no failure of its own; shows them otherwise.
fn logged_no_failure(log: &Path) -> Result<bool> {
    let text = std::fs::read_to_string(log)?;
    let of_ours = |line: &&str| line.contains("\"ERROR\"") || line.contains("panicked");
    let failures: Vec<&str> = text.lines().filter(of_ours).collect();
    for line in failures.iter().take(LOG_LINES_MAX) {
        println!("logged: {line}");
    }
    Ok(failures.is_empty())
}

/// The books balance, every order replays, and the audit trail verifies.
fn is_sound(node: &NodeOptions, tenant: &TenantId) -> Result<()> {
    let app: App = open_app(node)?;
    let auditor = seed::principal(tenant, Role::Auditor, "auditor")?;
    let books = app.read_blocking(&auditor, app::ledger::verify_books)?;
    ensure!(books.is_sound(), "the books: {:#?}", books.violations);
    let replayed = app::replay::all(&app, tenant)?;
    ensure!(replayed.differences.is_empty(), "the replay: {:#?}", replayed.differences);
    let export = app::audit::export(&app, tenant, Vec::new())?;
    let trail = compliance::audit::verify(BufReader::new(export.as_slice()), &[], &[])?;
    ensure!(trail.is_intact(), "the audit trail: {:?}", trail.findings);
    app.store().close();
    Ok(())
}
