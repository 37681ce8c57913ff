//! Whole turns of the assistant: what a customer writes is committed, understood, answered, and where they
//! confirmed it the plan is changed; the log, the books and the audit trail take part. Client and server are
//! one process, without the network between them.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use app::assistant::{Answered, Assistant, answer, intents};
use app::conversations::{self, NewConversation, NewMessage};
use app::{App, Principal, Role};
use commerce::{Product, Record};
use kernel::{ConversationId, TenantId};
use store::testkit::TestDatabase;
use support::conversation::{Channel, EventBody};
use tokio::task::JoinSet;

use crate::latency::Latencies;
use crate::learning::Learning;
use crate::machine::Machine;
use crate::progress;
use crate::report::{Figure, Report};
use crate::server::{NodeOptions, open_app, seed};
use crate::stopwatch::{Stopwatch, per_second};

const TURN_P99_MILLIS_MAX: f64 = 60.0;
const TURNS_PER_SECOND_MIN: f64 = 150.0;
/// Conversations that go on at once where turns per second are counted, as many as a node answers.
const AT_ONCE: usize = 8;
/// Conversations before any is timed.
const WARM_UP: u32 = 10;
/// Customers there are: each has an order of their own.
const CUSTOMERS_MAX: u32 = 980;
/// Orders fed at once.
const ORDERS_PER_BATCH: u32 = 200;

/// What customers write, a conversation a line; the first is done when the third message confirms it.
const SCRIPTS: [&[&str]; 4] = [
    &["can I get two more weeks to pay?", "the first one", "yes please"],
    &["when is my next payment due?"],
    &["hello", "where is my refund?", "thanks, that helps"],
    &["I want to pause my payments for a while", "no, leave it"],
];

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Conversations of each run, of two messages on average
    #[arg(long, default_value_t = 300)]
    pub conversations: u32,
    #[command(flatten)]
    pub learning: Learning,
    /// Only this engine: sqlite or postgres
    #[arg(long)]
    pub engine: Option<String>,
}

/// Measures the engines that this machine has.
///
/// # Errors
/// When something is answered wrongly, or weights cannot be had.
pub fn run(options: &Options, machine: &Machine) -> Result<Report> {
    let each = options.conversations;
    let all = each.saturating_mul(3).saturating_add(WARM_UP);
    ensure!(
        all <= CUSTOMERS_MAX,
        "--conversations {each}: {} at most",
        (CUSTOMERS_MAX - WARM_UP) / 3
    );
    let messages = options.learning.some(intents::shipped()?);
    let assistant = Arc::new(options.learning.with_encoder(&messages)?);
    let about = "whole turns of the assistant, with the encoder, the log and the books";
    let mut report = Report::new("turns", about, machine);
    let wanted = |name: &str| options.engine.as_deref().is_none_or(|engine| engine == name);
    if wanted("sqlite") {
        engine("SQLite", &TestDatabase::sqlite()?, &assistant, options, &mut report)?;
    }
    if wanted("postgres") {
        match TestDatabase::postgres()? {
            Some(database) => {
                engine("PostgreSQL", &database, &assistant, options, &mut report)?;
            }
            None => eprintln!("skipped: PostgreSQL is not installed; `cargo xtask test` gets one"),
        }
    }
    Ok(report)
}

fn engine(
    name: &str,
    database: &TestDatabase,
    assistant: &Arc<Assistant>,
    options: &Options,
    report: &mut Report,
) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let app = open_app(&NodeOptions::new(database.url(), "turns", &folder.path().join("log")))?;
    let tenant = seed::tenant(&app, None)?.tenant;
    app.connect_assistant(Arc::clone(assistant));
    let each = options.conversations;
    feed(&app, &tenant, each * 3 + WARM_UP)?;
    let stage = Stage { app: app.clone(), assistant: Arc::clone(assistant), tenant };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;

    progress::say(&format!("{name}: {each} conversations, one after the other"));
    runtime.block_on(stage.talk(0..WARM_UP, 1, true))?;
    let (times, _) = runtime.block_on(stage.talk(WARM_UP..WARM_UP + each, 1, true))?;
    let figure = |what: &str, value, unit| Figure::new(format!("{name}: {what}"), value, unit);
    report.add(figure("turns measured", times.len() as f64, ""));
    report.add(figure("a turn, p50", times.millis_at(0.5), "ms"));
    report.add(figure("a turn, p99", times.millis_at(0.99), "ms").at_most(TURN_P99_MILLIS_MAX));

    progress::say(&format!("{name}: {each} conversations, {AT_ONCE} at once"));
    let numbers = WARM_UP + each..WARM_UP + 2 * each;
    let (times, took) = runtime.block_on(stage.talk(numbers, AT_ONCE, true))?;
    let turns = per_second(times.len() as u64, took);
    let numbers = WARM_UP + 2 * each..WARM_UP + 3 * each;
    let (alone, took) = runtime.block_on(stage.talk(numbers, AT_ONCE, false))?;
    let alone = per_second(alone.len() as u64, took);
    let what = format!("turns a second, {AT_ONCE} at once");
    let figure = figure(&what, turns, "/s").at_least(TURNS_PER_SECOND_MIN);
    report.add(figure.beside("the same messages, kept and not answered", alone));

    let auditor = seed::principal(&stage.tenant, Role::Auditor, "auditor")?;
    let books = app.read_blocking(&auditor, app::ledger::verify_books)?;
    ensure!(books.is_sound(), "the books: {:#?}", books.violations);
    app.store().close();
    Ok(())
}

/// An order in three parts for each customer, the first of them paid.
fn feed(app: &App, tenant: &TenantId, count: u32) -> Result<()> {
    let company = seed::principal(tenant, Role::Company, "feed")?;
    let now = app.now();
    let mut next = 0;
    while next < count {
        let end = count.min(next + ORDERS_PER_BATCH);
        let mut records = Vec::new();
        for number in next..end {
            records.extend(seed::order(number, now)?);
        }
        for record in &mut records {
            match record {
                Record::Capture(capture) => {
                    capture.product = Product::PayInN { n: 3, every_days: 30 };
                }
                Record::Payment(payment) => payment.amount_minor = (seed::ORDER_MINOR + 2) / 3,
                _ => {}
            }
        }
        let taken =
            app.write_blocking(&company, move |s| app::feed::ingest_batch(s, records.clone()))?;
        taken.into_iter().collect::<Result<Vec<_>, _>>()?;
        next = end;
    }
    Ok(())
}

/// Where the conversations are.
#[derive(Clone)]
struct Stage {
    app: App,
    assistant: Arc<Assistant>,
    tenant: TenantId,
}

impl Stage {
    /// A conversation for each of these customers: how long each turn took, and all of them.
    async fn talk(
        &self,
        customers: std::ops::Range<u32>,
        at_once: usize,
        answered: bool,
    ) -> Result<(Latencies, Duration)> {
        let watch = Stopwatch::start();
        let (mut under_way, mut times) = (JoinSet::new(), Vec::new());
        for number in customers {
            if under_way.len() >= at_once {
                times.extend(under_way.join_next().await.context("a conversation")???);
            }
            let stage = self.clone();
            under_way.spawn(async move { stage.conversation(number, answered).await });
        }
        while let Some(done) = under_way.join_next().await {
            times.extend(done??);
        }
        Ok((Latencies::new(times), watch.elapsed()))
    }

    async fn conversation(&self, number: u32, answered: bool) -> Result<Vec<Duration>> {
        let customer = self.customer(number)?;
        let place = number as usize % SCRIPTS.len();
        let script = SCRIPTS.get(place).context("a script")?;
        let (mut times, mut id) = (Vec::new(), None);
        for (turn, text) in script.iter().enumerate() {
            let watch = Stopwatch::start();
            let conversation = self.say(&customer, id, turn, text).await?;
            id = Some(conversation);
            if answered {
                let answered =
                    answer(&self.app, &self.assistant, &self.tenant, conversation).await?;
                ensure!(answered == Answered::Yes, "{text:?} of {number}: {answered:?}");
            }
            times.push(watch.elapsed());
        }
        if let (Some(id), true, 0) = (id, answered, place) {
            let events =
                self.app.read(&customer, move |s| conversations::events(s, id, 0, 200)).await?;
            let done = events
                .iter()
                .any(|event| matches!(event.body, EventBody::Message { receipt: true, .. }));
            ensure!(done, "what customer {number} confirmed was not done");
        }
        Ok(times)
    }

    async fn say(
        &self,
        customer: &Principal,
        id: Option<ConversationId>,
        turn: usize,
        text: &str,
    ) -> Result<ConversationId> {
        let message = NewMessage {
            client_id: format!("turn-{turn}"),
            text: text.to_owned(),
            attachments: Vec::new(),
            in_reply_to: None,
            epoch: None,
            send_at: None,
        };
        let said = match id {
            Some(id) => {
                let say =
                    self.app.write(customer, move |s| conversations::say(s, id, message.clone()));
                say.await?
            }
            None => {
                let new = NewConversation {
                    customer: None,
                    channel: Channel::Chat,
                    subject: String::new(),
                    language: Some("en".to_owned()),
                    order: None,
                    dispute: None,
                    message: Some(message),
                };
                self.app.write(customer, move |s| conversations::open(s, new.clone())).await?
            }
        };
        Ok(said.kept.conversation.id)
    }

    fn customer(&self, number: u32) -> Result<Principal> {
        let name = format!("c{number}");
        let principal = seed::principal(&self.tenant, Role::Consumer, &name)?;
        Ok(Principal { customer: Some(name.parse()?), ..principal })
    }
}
