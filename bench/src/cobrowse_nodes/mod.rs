//! Co-browsing on two nodes with one PostgreSQL: consents that are ended at the other node while frames
//! flow, then the loss of a node with all its sessions.

mod sides;

use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use app::{App, Role};
use kernel::Rng;
use serde_json::{Value, json};
use store::cobrowse::nodes::NodeRow;
use store::cobrowse::recordings;
use store::testkit::TestDatabase;

use crate::machine::Machine;
use crate::progress;
use crate::report::{Figure, Report};
use crate::server::http::Request;
use crate::server::seed::{self, Seeded};
use crate::server::{NodeOptions, Process, Program, open_app};
use sides::{Nodes, Seen, Side, post, send};

/// All sessions resume within so many milliseconds: the goal.
const RESUME_MS: f64 = 5_000.0;
/// Nothing takes so long, on any machine.
const PATIENCE: Duration = Duration::from_secs(120);
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How long is looked for frames of a consent that has ended: those of many pages' frames.
const LOOK_FOR: Duration = Duration::from_millis(500);
/// A beat more than that, and other nodes give a node sessions.
const BEATS: i64 = 3;

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Sessions, spread over both nodes
    #[arg(long, default_value_t = 20)]
    pub sessions: u32,
    /// How many of them are ended at the other node before one is lost
    #[arg(long, default_value_t = 6)]
    pub ended: usize,
    /// Server of NATS, such as nats://127.0.0.1:4222, over which the nodes wake each other
    #[arg(long)]
    pub nats: Option<String>,
}

/// What was seen.
#[derive(Debug, Default)]
pub struct Observed {
    /// How long the answers took that ended a consent at the other node. Milliseconds.
    ended_ms: Vec<f64>,
    /// Frames that were delivered although they were sent after such an answer: a node that had not heard
    /// would go on for as long as it is waited.
    delivered_after: u64,
    /// From the kill to the first frame sent after it that was delivered, of each session of the lost
    /// node. Milliseconds.
    resumed_ms: Vec<f64>,
    seats_changed: u64,
    /// Sessions of the node that was not lost whose sockets broke.
    disturbed: u64,
    /// Recordings that were opened, whole and unchanged, with what was seen before and after.
    recordings: u64,
    recordings_wrong: u64,
}

impl Observed {
    /// # Errors
    /// When something was delivered that must not be, or something was lost that must not be.
    pub fn check(&self) -> Result<()> {
        ensure!(!self.ended_ms.is_empty(), "no consent was ended: {self:?}");
        ensure!(self.delivered_after == 0, "frames of an ended consent: {self:?}");
        ensure!(!self.resumed_ms.is_empty(), "no session was at the lost node: {self:?}");
        ensure!(self.seats_changed == 0, "an agent lost the seat: {self:?}");
        ensure!(self.recordings_wrong == 0, "a recording is not whole: {self:?}");
        Ok(())
    }
}

/// Runs it and reports; `None` when there is no PostgreSQL.
///
/// # Errors
/// As [`Observed::check`].
pub fn run(options: &Options, machine: &Machine) -> Result<Option<Report>> {
    let Some(observed) = observe(&Program::own()?, options)? else { return Ok(None) };
    observed.check()?;
    let about =
        "co-browsing on two nodes with one PostgreSQL; consents end at the other, one is killed";
    let mut report = Report::new("cobrowse-nodes", about, machine);
    let count = |name: &str, count: usize| Figure::count(name, count as u64);
    report.add(count("consents ended at the other node", observed.ended_ms.len()));
    report.add(Figure::new("  middle answer", middle(&observed.ended_ms), "ms"));
    report.add(Figure::new("  slowest answer", slowest(&observed.ended_ms), "ms"));
    let after =
        Figure::count("  frames delivered that were sent after it", observed.delivered_after);
    report.add(after.at_most(0.0));
    report.add(count("sessions of the killed node", observed.resumed_ms.len()));
    let middle = middle(&observed.resumed_ms);
    report.add(Figure::new("  back after, the middle one", middle, "ms"));
    let last = slowest(&observed.resumed_ms);
    report.add(Figure::new("  back after, the last one", last, "ms").at_most(RESUME_MS));
    report.add(Figure::count("  agents with another seat", observed.seats_changed).at_most(0.0));
    report.add(Figure::count("sessions of the other node disturbed", observed.disturbed));
    report.add(Figure::count("recordings over both nodes", observed.recordings));
    report.add(Figure::count("  not whole", observed.recordings_wrong).at_most(0.0));
    Ok(Some(report))
}

fn slowest(all: &[f64]) -> f64 {
    all.iter().copied().fold(0.0, f64::max)
}

fn middle(all: &[f64]) -> f64 {
    let mut all = all.to_vec();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(0.0)
}

/// Runs it with a program that plays nodes; `None` when there is no PostgreSQL.
///
/// # Errors
/// When a process does not start or does not settle.
pub fn observe(program: &Program, options: &Options) -> Result<Option<Observed>> {
    let Some(database) = TestDatabase::postgres()? else { return Ok(None) };
    let folder = tempfile::tempdir()?;
    let node = |name: &str| NodeOptions {
        nats: options.nats.clone(),
        ..NodeOptions::new(database.url(), name, &folder.path().join(format!("{name}.log")))
    };
    let app = open_app(&node("watch"))?;
    let seeded = seed::tenant(&app, None)?;
    let keys = keys(&app, &seeded, options.sessions)?;
    let start = |name: &str| program.start("node", &node(name).args());
    let nodes = [start("one")?, start("two")?];
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let observed = runtime.block_on(async {
        let run = drive(&app, nodes, &seeded, &keys, options);
        tokio::time::timeout(PATIENCE, run).await.context("it did not settle in two minutes")?
    });
    app.store().close();
    observed.map(Some)
}

/// A key for each customer.
fn keys(app: &App, seeded: &Seeded, count: u32) -> Result<Vec<String>> {
    let key = |number| seed::key(app, &seeded.tenant, Role::Consumer, &format!("shown-{number}"));
    (0..count).map(key).collect()
}

/// A session, and who is in it.
struct Meeting {
    seen: Arc<Seen>,
    customer: String,
}

async fn drive(
    app: &App,
    mut nodes: [Process; 2],
    seeded: &Seeded,
    keys: &[String],
    options: &Options,
) -> Result<Observed> {
    until(async || {
        let rows = rows(app).await?;
        Ok(rows.iter().filter(|row| row.beat >= BEATS).count() == nodes.len())
    })
    .await?;
    let addresses: Vec<SocketAddr> = nodes.iter().map(|node| node.address).collect();
    let all = Arc::new(Nodes::new(addresses.clone()));
    progress::say(&format!("{} sessions on two nodes", keys.len()));
    let mut meetings = Vec::new();
    for (number, customer) in keys.iter().enumerate() {
        meetings.push(meet(&all, customer, &seeded.desk_key, number).await?);
    }
    flowing(&meetings, 5).await?;
    // A process that is killed takes what it had not sealed with it: five seconds at most.
    until(async || {
        for meeting in &meetings {
            let (tenant, id) = (seeded.tenant.clone(), meeting.seen.id.parse()?);
            let get = move |tx: &mut store::Tx<'_>| recordings::get(tx, &tenant, id);
            let row = app.store().read(get).await;
            let row = row.map_err(|error: store::StoreError| anyhow::anyhow!(error))?;
            if row.is_none_or(|row| row.chunks == 0) {
                return Ok(false);
            }
        }
        Ok(true)
    })
    .await?;

    let mut observed = Observed::default();
    let lost = addresses.first().copied().context("a node")?;
    let other = addresses.last().copied().context("a node")?;
    end_some(&mut meetings, (lost, other), options.ended, &mut observed).await?;

    progress::say("killing a node");
    let (gone, left): (Vec<_>, Vec<_>) =
        meetings.iter().partition(|meeting| meeting.seen.node() == Some(lost));
    let before: Vec<u64> = left.iter().map(|one| one.seen.returns.load(Ordering::SeqCst)).collect();
    let marks: Vec<(u64, u64)> = {
        let [first, _] = &mut nodes;
        first.kill()?;
        gone.iter().map(|one| (one.seen.now_us(), one.seen.sent.load(Ordering::SeqCst))).collect()
    };
    let mut resumed: Vec<Option<f64>> = vec![None; gone.len()];
    until(async || {
        for ((meeting, (at, sent)), resumed) in gone.iter().zip(&marks).zip(&mut resumed) {
            if resumed.is_none() && meeting.seen.given.load(Ordering::SeqCst) > *sent {
                *resumed = Some(meeting.seen.given_us().saturating_sub(*at) as f64 / 1e3);
            }
        }
        Ok(resumed.iter().all(Option::is_some))
    })
    .await?;
    observed.resumed_ms = resumed.into_iter().flatten().collect();
    for (meeting, before) in left.iter().zip(before) {
        let is_disturbed = meeting.seen.returns.load(Ordering::SeqCst) > before;
        observed.disturbed += u64::from(is_disturbed);
    }
    flowing(&meetings, 5).await?;
    for meeting in &meetings {
        let changed = meeting.seen.seat_changed.load(Ordering::SeqCst);
        observed.seats_changed += u64::from(changed);
    }
    progress::say("reading what was recorded");
    let from_lost: Vec<&Arc<Seen>> = gone.iter().map(|one| &one.seen).collect();
    for meeting in &meetings {
        end(other, meeting).await?;
    }
    for seen in from_lost {
        observed.recordings += 1;
        observed.recordings_wrong += u64::from(!is_recorded(other, seen, &seeded.desk_key).await?);
    }
    let [_, second] = nodes;
    second.stop()?;
    Ok(observed)
}

async fn rows(app: &App) -> Result<Vec<NodeRow>> {
    let rows = app.store().read(store::cobrowse::nodes::list).await;
    rows.map_err(|error: store::StoreError| anyhow::anyhow!(error))
}

/// Waits until something is so.
async fn until(mut is_so: impl AsyncFnMut() -> Result<bool>) -> Result<()> {
    while !is_so().await? {
        tokio::time::sleep(LOOK_EVERY).await;
    }
    Ok(())
}

/// Waits until every agent was given so many more frames.
async fn flowing(meetings: &[Meeting], frames: u64) -> Result<()> {
    let due: Vec<u64> =
        meetings.iter().map(|one| one.seen.given.load(Ordering::SeqCst) + frames).collect();
    until(async || {
        let mut both = meetings.iter().zip(&due);
        Ok(both.all(|(one, due)| one.seen.given.load(Ordering::SeqCst) >= *due))
    })
    .await
}

/// A customer and an agent in a session, each asking whichever node answers.
async fn meet(nodes: &Arc<Nodes>, customer: &str, agent: &str, number: usize) -> Result<Meeting> {
    let begun = nodes.post("/v1/cobrowse/sessions", customer, &json!({})).await?;
    let text = |name: &str| {
        let text = begun.get(name).and_then(Value::as_str).map(str::to_owned);
        text.with_context(|| format!("{name} of a session"))
    };
    let seen = Arc::new(Seen::new(text("id")?));
    let side = |key: &str, of: u64| Side {
        nodes: Arc::clone(nodes),
        seen: Arc::clone(&seen),
        key: key.to_owned(),
        rng: Arc::new(Mutex::new(Rng::seeded(2 * number as u64 + of))),
    };
    tokio::spawn(side(customer, 0).customer(text("token")?));
    nodes.post("/v1/cobrowse/claims", agent, &json!({"code": text("code")?})).await?;
    tokio::spawn(side(agent, 1).agent());
    Ok(Meeting { seen, customer: customer.to_owned() })
}

async fn end(at: SocketAddr, meeting: &Meeting) -> Result<()> {
    let path = format!("/v1/cobrowse/sessions/{}/end", meeting.seen.id);
    let ended = post(at, &path, &meeting.customer, &json!({})).await?;
    meeting.seen.is_over.store(true, Ordering::SeqCst);
    ensure!(ended.get("state").and_then(Value::as_str) == Some("ended"), "{ended}");
    Ok(())
}

/// Ends some consents, each at the node where its session is not, while its frames flow.
async fn end_some(
    meetings: &mut Vec<Meeting>,
    (one, two): (SocketAddr, SocketAddr),
    count: usize,
    observed: &mut Observed,
) -> Result<()> {
    progress::say("ending consents at the other node");
    for meeting in meetings.drain(..count.min(meetings.len())) {
        let elsewhere = if meeting.seen.node() == Some(one) { two } else { one };
        let begun = meeting.seen.now_us();
        end(elsewhere, &meeting).await?;
        let answered = meeting.seen.sent.load(Ordering::SeqCst);
        observed.ended_ms.push(meeting.seen.now_us().saturating_sub(begun) as f64 / 1e3);
        // The page goes on for as long as its socket does.
        tokio::time::sleep(LOOK_FOR).await;
        let given = meeting.seen.given.load(Ordering::SeqCst);
        observed.delivered_after += given.saturating_sub(answered);
    }
    Ok(())
}

/// Whether a recording opens, whole and unchanged, and goes on to what was seen last.
async fn is_recorded(at: SocketAddr, seen: &Seen, key: &str) -> Result<bool> {
    let path = format!("/v1/cobrowse/sessions/{}", seen.id);
    let recording = format!("{path}/recording");
    let mut answer = send(at, &Request::get(&recording, key)).await?;
    // Its last chunk is kept soon after the end.
    for _ in 0..100 {
        let told = String::from_utf8_lossy(&answer.body).into_owned();
        if answer.status == 200 && told.contains("\"ended\"") {
            let last = seen.given.load(Ordering::SeqCst);
            return Ok(told.contains(&format!("number {last}")) && told.contains("number 1"));
        }
        tokio::time::sleep(LOOK_EVERY * 5).await;
        answer = send(at, &Request::get(&recording, key)).await?;
    }
    Ok(false)
}
