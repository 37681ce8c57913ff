//! Conversations in real time: persisted messages per second, how long the last watcher waits, what a
//! message costs, what an idle socket holds, and the promises that many clients at once attack: of all
//! who claim one has it, nothing of the assistant after a person, nothing missed over disconnects and
//! a killed server, a request for a person queued at once.
//!
//! Clients and server are processes on the same cores. A wrong result fails the benchmark, whatever
//! its speed.

mod client;
mod cpu;
mod json;
mod load;
mod ombud;
mod races;
mod synapse;
mod words;

use anyhow::{Result, ensure};
use app::{App, Role};
use store::testkit::TestDatabase;

use self::load::Stage;
use self::synapse::Synapse;
use crate::machine::Machine;
use crate::progress;
use crate::report::{Figure, Report};
use crate::server::{NodeOptions, Process, Program, open_app, seed};

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Messages of the run at full speed
    #[arg(long, default_value_t = 20_000)]
    pub messages: usize,
    /// Conversations that messages go to at the same time
    #[arg(long, default_value_t = 200)]
    pub conversations: usize,
    /// Seconds of the run at 500 messages a second
    #[arg(long, default_value_t = 10)]
    pub seconds: usize,
    /// Messages of the run in which fifty watch each
    #[arg(long, default_value_t = 2_000)]
    pub wide_messages: usize,
    /// Messages of each run of the peer
    #[arg(long, default_value_t = 500)]
    pub peer_messages: usize,
    /// Idle sockets
    #[arg(long, default_value_t = 10_000)]
    pub idle: usize,
    /// Trials of each race
    #[arg(long, default_value_t = 10_000)]
    pub trials: usize,
    /// Requests for a person, in as many wordings as there are up to this
    #[arg(long, default_value_t = 1_000)]
    pub requests: usize,
    /// Disconnects of a reader, and one killed server
    #[arg(long, default_value_t = 1_000)]
    pub disconnects: usize,
    /// Only this engine: sqlite or postgres
    #[arg(long)]
    pub engine: Option<String>,
}

/// Agents who watch, and who race.
const AGENTS: usize = 160;
/// Customers whose conversations are raced for.
const RACERS: usize = 200;
/// Sockets that one customer may have open.
const SOCKETS_OF_ONE: usize = 10;
/// Who watches each conversation.
const WATCHERS: usize = 5;
/// Who watches each conversation where everybody does.
const WATCHERS_WIDE: usize = 50;
/// Rooms of the peer that messages go to at the same time: enough to keep it busy.
const PEER_ROOMS: usize = 20;
/// The rate at which latency is promised.
const RATE: f64 = 500.0;

/// Measures the engines that this machine has.
///
/// # Errors
/// When a promise is broken, or a server does not start.
pub fn run(options: &Options, machine: &Machine) -> Result<Report> {
    measure(&Program::own()?, options, machine)
}

/// The same with servers started from another program.
///
/// # Errors
/// As [`run`].
pub fn measure(program: &Program, options: &Options, machine: &Machine) -> Result<Report> {
    let about = "conversations in real time; clients and server on the same machine";
    let mut report = Report::new("desk", about, machine);
    let wanted = |name: &str| options.engine.as_deref().is_none_or(|engine| engine == name);
    if wanted("sqlite") {
        engine(program, "SQLite", &TestDatabase::sqlite()?, options, &mut report)?;
    }
    if wanted("postgres") {
        match TestDatabase::postgres()? {
            Some(database) => engine(program, "PostgreSQL", &database, options, &mut report)?,
            None => eprintln!("skipped: PostgreSQL is not installed; `cargo xtask test` gets one"),
        }
    }
    Ok(report)
}

/// Who takes part.
#[derive(Debug, Clone)]
struct Cast {
    agents: Vec<String>,
    /// Customers who write to be measured.
    customers: Vec<String>,
    /// Customers of the races: nobody has more open conversations than a customer may.
    racers: Vec<String>,
    /// Customers who only look on.
    lookers: Vec<String>,
    assistant: String,
}

fn cast(app: &App, options: &Options) -> Result<Cast> {
    let seeded = seed::tenant(app, None)?;
    let key = |role, subject: String| seed::key(app, &seeded.tenant, role, &subject);
    let agents =
        (0..AGENTS).map(|n| key(Role::Agent, format!("agent-{n}"))).collect::<Result<_>>()?;
    let customers = (0..options.conversations)
        .map(|n| key(Role::Consumer, format!("c{n}")))
        .collect::<Result<_>>()?;
    let racers =
        (0..RACERS).map(|n| key(Role::Consumer, format!("racer-{n}"))).collect::<Result<_>>()?;
    let lookers = (0..options.idle.div_ceil(SOCKETS_OF_ONE))
        .map(|n| key(Role::Consumer, format!("looker-{n}")))
        .collect::<Result<_>>()?;
    let assistant = key(Role::Ai, "assistant".to_owned())?;
    Ok(Cast { agents, customers, racers, lookers, assistant })
}

fn engine(
    program: &Program,
    name: &str,
    database: &TestDatabase,
    options: &Options,
    report: &mut Report,
) -> Result<()> {
    cpu::many_files()?;
    let folder = tempfile::tempdir()?;
    let node = NodeOptions::new(database.url(), "desk", &folder.path().join("log"));
    let cast = {
        let app = open_app(&node)?;
        let cast = cast(&app, options)?;
        app.store().close();
        cast
    };
    let mut server = program.start("node", &node.args())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(speed(name, &server, &cast, options, report))?;
    runtime.block_on(promises(name, &server, &cast, options, report))?;
    let restart = || program.start("node", &node.args());
    progress::say(&format!("{name}: {} disconnects, and a killed server", options.disconnects));
    let read = runtime.block_on(races::disconnects(&mut server, restart, &cast, options))?;
    report.add(Figure::count(
        format!("{name}: events read over disconnects and a kill -9, in order"),
        read,
    ));
    runtime.block_on(idle(name, &server, &cast, options, report))?;
    server.stop()
}

/// What messages cost at full speed.
#[derive(Debug, Clone, Copy)]
struct Cost {
    per_second: f64,
    /// Processor time of a message, the database's included, in milliseconds.
    millis: f64,
}

/// Every conversation's next message as soon as its last was seen by all.
async fn full_speed(
    stage: &mut Stage,
    server: u32,
    postgres: bool,
    messages: usize,
) -> Result<Cost> {
    let before = cpu::seconds(server, postgres)?;
    let run = stage.closed(messages).await?;
    let millis = (cpu::seconds(server, postgres)? - before) * 1e3 / messages as f64;
    Ok(Cost { per_second: run.per_second(), millis })
}

/// The same on Synapse, where it is installed: few watchers, then many.
async fn peer(options: &Options) -> Result<Option<[Cost; 2]>> {
    let Some(python) = synapse::installed() else {
        eprintln!("no peer: Synapse is not installed; `cargo xtask bench desk` gets it from PyPI");
        return Ok(None);
    };
    let Some(database) = TestDatabase::postgres()? else { return Ok(None) };
    let folder = tempfile::tempdir()?;
    progress::say(&format!("Synapse: {} messages", options.peer_messages));
    let server = Synapse::start(&python, &database.url(), folder.path()).await?;
    let mut costs = Vec::new();
    for watchers in [WATCHERS, WATCHERS_WIDE] {
        let mut stage = server.stage(PEER_ROOMS, watchers).await?;
        costs.push(full_speed(&mut stage, server.id(), true, options.peer_messages).await?);
    }
    Ok(costs.try_into().ok())
}

async fn speed(
    name: &str,
    server: &Process,
    cast: &Cast,
    options: &Options,
    report: &mut Report,
) -> Result<()> {
    let postgres = name == "PostgreSQL";
    let engine = if postgres { " with PostgreSQL" } else { "" };
    progress::say(&format!("{name}: {} messages, {WATCHERS} watchers each", options.messages));
    let mut stage = ombud::stage(server.address, cast, WATCHERS).await?;
    let full = full_speed(&mut stage, server.id(), postgres, options.messages).await?;
    progress::say(&format!("{name}: {RATE} messages/s for {} s", options.seconds));
    let steady = stage.open(RATE, options.seconds).await?.latencies;
    drop(stage);
    progress::say(&format!(
        "{name}: {} messages, {WATCHERS_WIDE} watchers each",
        options.wide_messages
    ));
    let mut stage = ombud::stage(server.address, cast, WATCHERS_WIDE).await?;
    let wide = full_speed(&mut stage, server.id(), postgres, options.wide_messages).await?;
    drop(stage);
    // The peer comes last: what it leaves behind in the database slows nothing of ours.
    let peer = if postgres { peer(options).await? } else { None };
    let beside = |figure: Figure, value: &dyn Fn([Cost; 2]) -> f64| match peer {
        Some(costs) => figure.beside("Matrix Synapse", value(costs)),
        None => figure,
    };
    let what = format!("{name}: messages, {WATCHERS} watchers each");
    let figure = Figure::new(what, full.per_second, "/s").at_least(1_500.0);
    report.add(beside(figure, &|[few, _]| few.per_second));
    let what = format!("{name}: processor time of a message{engine}");
    report.add(beside(Figure::new(what, full.millis, "ms"), &|[few, _]| few.millis));
    let what = format!("{name}: p50 to the last watcher at {RATE}/s");
    report.add(Figure::new(what, steady.millis_at(0.5), "ms"));
    let what = format!("{name}: p99 to the last watcher at {RATE}/s");
    report.add(Figure::new(what, steady.millis_at(0.99), "ms").at_most(50.0));
    let what = format!("{name}: processor time of a message, {WATCHERS_WIDE} watchers{engine}");
    let figure = Figure::new(what, wide.millis, "ms").at_most(1.5);
    report.add(beside(figure, &|[_, many]| many.millis));
    Ok(())
}

async fn promises(
    name: &str,
    server: &Process,
    cast: &Cast,
    options: &Options,
    report: &mut Report,
) -> Result<()> {
    let trials = options.trials;
    progress::say(&format!("{name}: {trials} claims raced by {AGENTS} agents"));
    let doubled = races::claims(server.address, cast, trials).await?;
    ensure!(doubled == 0, "{name}: {doubled} double assignments in {trials} claims");
    report.add(Figure::count(format!("{name}: double assignments in {trials} claims"), doubled));
    progress::say(&format!("{name}: {trials} take-overs raced with the assistant"));
    let late = races::take_overs(server.address, cast, trials).await?;
    let what = format!("{name}: words of the assistant after a person, in {trials} races");
    ensure!(late == 0, "{what}: {late}");
    report.add(Figure::count(what, late));
    let asked = races::requests(server.address, cast, options.requests).await?;
    let what = format!("{name}: p99 of {} requests for a person, queued and clocked", asked.len());
    report.add(Figure::new(what, asked.millis_at(0.99), "ms").at_most(100.0));
    Ok(())
}

async fn idle(
    name: &str,
    server: &Process,
    cast: &Cast,
    options: &Options,
    report: &mut Report,
) -> Result<()> {
    progress::say(&format!("{name}: {} idle sockets", options.idle));
    let before = cpu::resident_mib(server.id())?;
    let sockets = ombud::idle(server.address, cast, options.idle).await?;
    let after = cpu::resident_mib(server.id())?;
    let held = sockets.len() as u64;
    report.add(Figure::count(format!("{name}: idle sockets"), held).at_least(options.idle as f64));
    let what = format!("{name}: memory of the server with them");
    report.add(Figure::new(what, after, "MiB").at_most(400.0).beside("without them", before));
    Ok(())
}
