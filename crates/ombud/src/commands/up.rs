//! `ombud up`: from nothing to a running service with a demo world, and what to try on it.
//!
//! Everything lies in one folder. Its tenants are sandboxes: no money can leave from here.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use app::keys::NewKey;
use app::play::Played;
use app::tenants::NewTenant;
use app::{App, AppError, Role};
use clap::Args;
use kernel::{Duration, TenantId, Timestamp};
use tokio::net::TcpListener;
use world::{Rates, World, WorldSize};

use super::meter::Meter;
use super::serve;
use crate::config::{AssistantMode, Config};
use crate::{host, node, telemetry};

mod desk;
mod guide;
mod people;

use desk::Desk;

/// Where the demo lies when nothing is said.
const DATA_DIR: &str = "ombud-data";
/// Says that the folder is ours, so that `--fresh` may empty it.
const MARKER: &str = ".ombud-demo";
/// The keys, as shell variables; written last, so that its presence says the world is whole.
const KEYS_FILE: &str = "keys.env";
const ORDER_FILE: &str = "sandbox-order.jsonl";
const PORT: u16 = 8080;
/// Over how many days the demo's orders came.
const WORLD_DAYS: u32 = 90;
const WORLD_SEED: u64 = 2026;
/// How many times more often things go wrong in the demo than in the world's usual rates: a demo
/// without problems shows nothing.
const TROUBLE_FACTOR: f64 = 10.0;

/// The tenant with the demo world, and an empty one to play in.
const DEMO: &str = "demo";
const SANDBOX: &str = "sandbox";

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Throw the demo data away and begin again
    #[arg(long)]
    fresh: bool,
    /// Listen on this port of the loopback interface (default: 8080, or any that is free)
    #[arg(long)]
    port: Option<u16>,
    /// Keep the data in this folder
    #[arg(long, default_value = DATA_DIR)]
    data: PathBuf,
    /// How many orders the demo world has
    #[arg(long, default_value_t = 300)]
    orders: u32,
    /// Leave the desk empty: no conversations, macros and reviews are made up
    #[arg(long)]
    empty_desk: bool,
}

/// A key that the demo makes: its shell variable, tenant, role and subject.
const KEYS: &[(&str, &str, Role, &str)] = &[
    ("AGENT_KEY", DEMO, Role::Agent, "agent-anna"),
    ("SUPERVISOR_KEY", DEMO, Role::Supervisor, "supervisor-sam"),
    ("COMPLIANCE_KEY", DEMO, Role::ComplianceOfficer, "compliance-cleo"),
    ("AUDITOR_KEY", DEMO, Role::Auditor, "auditor-ada"),
    ("OPERATOR_KEY", DEMO, Role::Operator, "operator-otto"),
    ("COMPANY_KEY", DEMO, Role::Company, "feed"),
    ("AI_KEY", DEMO, Role::Ai, "assistant"),
    ("SANDBOX_KEY", SANDBOX, Role::Operator, "operator-otto"),
    ("SANDBOX_COMPANY_KEY", SANDBOX, Role::Company, "feed"),
    ("SANDBOX_AGENT_KEY", SANDBOX, Role::Agent, "agent-anna"),
];

pub(crate) fn run(mut config: Config, options: &Options) -> Result<()> {
    telemetry::start("warn", "text")?;
    if config.database_url().is_some() {
        bail!("`ombud up` has its own embedded database; unset DATABASE_URL, or use `ombud serve`");
    }
    config.store.data_dir.clone_from(&options.data);
    "simulator".clone_into(&mut config.payments.provider);
    config.assistant.mode.get_or_insert(AssistantMode::Act);
    let runtime = serve::runtime()?;
    // The port first: a taken one must not cost the time of making a world.
    let listener = runtime.block_on(listen(options.port))?;
    let base = format!("http://{}", listener.local_addr()?);
    prepare(&options.data, options.fresh)?;
    let keys_file = options.data.join(KEYS_FILE);
    let identity_secret = people::set_up(&mut config, &keys_file, listener.local_addr()?.port())?;
    let app = node::open_app(&config)?;
    if keys_file.is_file() {
        guide::set_address(&keys_file, &base)?;
    } else {
        make_tenants(&app)?;
        let mut people = people::make(&app, &demo()?, &identity_secret)?;
        fill(&app, &runtime, options)?;
        host::write_private(&options.data.join(ORDER_FILE), &guide::sandbox_order(app.now()))?;
        people.push_str(&people::make_merchant(&app, &demo()?)?);
        host::write_private(&keys_file, &(make_keys(&app, &base)? + &people))?;
    }
    let found = guide::look(&app, &demo()?)?;
    print!("{}", guide::text(&base, &options.data, &found));
    print!("{}", people::text(&app, &demo()?, &keys_file, &config.server.public_url)?);
    let served = runtime.block_on(serve::serve(&config, &app, listener));
    app.store().close();
    served
}

fn demo() -> Result<TenantId> {
    Ok(TenantId::new(DEMO)?)
}

async fn listen(port: Option<u16>) -> Result<TcpListener> {
    match port {
        Some(port) => TcpListener::bind(("127.0.0.1", port)).await.with_context(|| {
            format!(
                "--port {port}: cannot listen on 127.0.0.1:{port}; is it taken? choose another port, \
                 or leave --port out to take one that is free"
            )
        }),
        None => match TcpListener::bind(("127.0.0.1", PORT)).await {
            Ok(listener) => Ok(listener),
            Err(_) => TcpListener::bind(("127.0.0.1", 0)).await.context("no port is free"),
        },
    }
}

/// Makes the folder; empties it when asked to, or when a start before was cut short.
fn prepare(data: &Path, fresh: bool) -> Result<()> {
    let shown = data.display();
    let (ours, whole) = (data.join(MARKER).is_file(), data.join(KEYS_FILE).is_file());
    let used = data.is_dir() && data.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if used && !ours {
        bail!(
            "{shown} holds something that `ombud up` did not make; name another folder with --data"
        );
    }
    if ours && (fresh || !whole) {
        std::fs::remove_dir_all(data).with_context(|| format!("cannot empty {shown}"))?;
    }
    host::make_private_folder(data).with_context(|| format!("cannot make {shown}"))?;
    private_folder(data)?;
    std::fs::write(data.join(MARKER), "made by `ombud up`\n")
        .with_context(|| format!("cannot write in {shown}"))
}

fn private_folder(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    const OWNER_ONLY: u32 = 0o700;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(OWNER_ONLY))
        .with_context(|| format!("cannot make {} private", folder.display()))
}

fn make_tenants(app: &App) -> Result<()> {
    for (id, name) in [(DEMO, "Demo Pay Later"), (SANDBOX, "Sandbox")] {
        let new = NewTenant { id: id.parse()?, name: name.to_owned(), sandbox: true };
        app.create_tenant_blocking(new)?;
    }
    Ok(())
}

/// The world, and what was said at the desk, played up to now.
fn fill(app: &App, runtime: &tokio::runtime::Runtime, options: &Options) -> Result<()> {
    let now = app.now();
    let start = now.minus(Duration::from_days(i64::from(WORLD_DAYS)));
    let size = WorldSize::of_orders(u64::from(options.orders).max(1), start, WORLD_DAYS);
    let mut events = Vec::new();
    for event in World::with_rates(WORLD_SEED, size, troubled())? {
        let event = event?;
        // What comes later has not happened yet.
        if event.at > now {
            break;
        }
        events.push(event);
    }
    let total = events.len() as u64;
    let mut meter = Meter::new(&format!("making a demo world of {total} events"))?;
    let (tenant, mut played) = (demo()?, Played::default());
    let mut events = events.into_iter().peekable();
    let mut desk = match options.empty_desk {
        true => None,
        false => Some(Desk::new(app, &demo()?, now)?),
    };
    loop {
        let until = desk.as_ref().and_then(Desk::next_at);
        let part = std::iter::from_fn(|| {
            events.next_if(|event| until.is_none_or(|until| event.at <= until))
        });
        let part: Vec<_> = part.collect();
        let before = played;
        let more = app::play::play(app, &tenant, part.into_iter(), |more| {
            let all = before.and(more);
            let words = format!("{} problems reported", all.disputes);
            meter.at(done(&all), Some(total), &words);
        });
        played = before.and(&runtime.block_on(more)?);
        let (Some(until), Some(desk)) = (until, &mut desk) else { break };
        let operator = super::keys::operator(&demo()?)?;
        runtime.block_on(app::sandbox::advance(app, &operator, until))?;
        desk.step()?;
    }
    meter.end();
    runtime.block_on(to_now(app, now))?;
    println!(
        "{} records fed, {} problems reported, {} answers of shops.",
        played.records, played.disputes, played.answers
    );
    Ok(())
}

/// The usual rates, with more trouble of every kind.
fn troubled() -> Rates {
    let usual = Rates::default();
    let more = |share: f64| (share * TROUBLE_FACTOR).min(1.0);
    Rates {
        lost: more(usual.lost),
        left_elsewhere: more(usual.left_elsewhere),
        cancelled: more(usual.cancelled),
        partly: more(usual.partly),
        damaged: more(usual.damaged),
        wrong_item: more(usual.wrong_item),
        not_working: more(usual.not_working),
        wrong_price: more(usual.wrong_price),
        discount_missing: more(usual.discount_missing),
        paid_directly: more(usual.paid_directly),
        unfounded: more(usual.unfounded),
        false_not_received: more(usual.false_not_received),
        disowned: more(usual.disowned),
        ..usual
    }
}

fn done(played: &Played) -> u64 {
    played.records + played.disputes + played.answers + played.hardships + played.refused
}

/// The demo's clock, brought to the real now.
async fn to_now(app: &App, now: Timestamp) -> Result<()> {
    let operator = super::keys::operator(&demo()?)?;
    app::sandbox::advance(app, &operator, now).await?;
    // From here on the demo lives with whoever looks at it: waits and deadlines move.
    match app.write(&operator, app::sandbox::run_clock).await {
        // Somebody moved it into the future: it stands there as they left it.
        Ok(()) | Err(AppError::Conflict { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let operator = super::keys::operator(&SANDBOX.parse()?)?;
    app.write(&operator, move |session| app::sandbox::set_clock(session, now)).await?;
    Ok(())
}

/// A key for each role, as shell variables.
fn make_keys(app: &App, base: &str) -> Result<String> {
    let mut text = format!("# Keys of the demo; readable by you alone.\nexport OMBUD={base}\n");
    let merchant = guide::busiest_merchant(app, &demo()?)?;
    let one = ("MERCHANT_KEY", DEMO, Role::Merchant, merchant.as_str());
    for (variable, tenant, role, subject) in KEYS.iter().copied().chain([one]) {
        let (for_key, tenant): (App, TenantId) = (app.clone(), tenant.parse()?);
        let new = NewKey {
            role,
            subject: subject.parse()?,
            label: "ombud up".to_owned(),
            expires_at: None,
        };
        let made = app
            .store()
            .write_blocking(move |tx| app::keys::bootstrap(tx, &for_key, &tenant, new.clone()))?;
        text.push_str(&format!("export {variable}={}\n", made.secret.expose()));
    }
    Ok(text)
}
