//! `ombud doctor`: looks for what is wrong with an installation, and says what to do. It changes
//! nothing.

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use app::App;
use kernel::{Duration, Timestamp};
use store::StoreError;

use crate::config::Config;
use crate::node;

/// An outbox that is older than this waits for something.
const OUTBOX_AGE_MAX: Duration = Duration::from_secs(300);
/// A clock before this build's year is wrong.
const BUILT_AFTER: &str = "2026-11-01T00:00:00Z";

struct Findings {
    wrong: u32,
}

impl Findings {
    fn say(&mut self, what: &str, problem: Option<String>) {
        match problem {
            None => println!("  good  {what}"),
            Some(problem) => {
                self.wrong += 1;
                println!("  WRONG {what}: {problem}");
            }
        }
    }
}

pub(crate) fn run(config: &Config) -> Result<ExitCode> {
    let mut findings = Findings { wrong: 0 };
    println!("configuration");
    findings.say("metrics are not public", public_metrics(config));
    findings.say("the data folder is private", open_folder(&config.store.data_dir));
    findings.say("checkpoints can be signed", no_signing_key(config)?);
    findings.say("payouts have a provider", no_provider(config));
    println!("store");
    match node::open_app(config) {
        Err(error) => findings.say("it opens", Some(format!("{error:#}"))),
        Ok(app) => {
            findings.say("it opens, its schema is current", None);
            look_inside(&app, &mut findings)?;
            app.store().close();
        }
    }
    println!("{} things are wrong", findings.wrong);
    Ok(if findings.wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn public_metrics(config: &Config) -> Option<String> {
    let listen = &config.server.metrics_listen;
    let address: SocketAddr = listen.parse().ok()?;
    (!address.ip().is_loopback()).then(|| {
        format!("server.metrics_listen = {listen:?} is no loopback address; anybody reads them")
    })
}

fn open_folder(folder: &Path) -> Option<String> {
    const OTHERS: u32 = 0o007;
    let mode = folder.metadata().ok()?.permissions().mode();
    let shown = folder.display();
    (mode & OTHERS != 0).then(|| format!("others may enter {shown}; run: chmod 750 {shown}"))
}

fn no_signing_key(config: &Config) -> Result<Option<String>> {
    let missing = "audit.signing_key is not set: a cut tail of the trail cannot be shown";
    Ok(config.signing_seed()?.is_none().then(|| missing.to_owned()))
}

fn no_provider(config: &Config) -> Option<String> {
    match config.payments.provider.as_str() {
        "none" => Some("payments.provider = \"none\": payouts wait".to_owned()),
        "simulator" => Some("payments.provider = \"simulator\": no money moves".to_owned()),
        _ => None,
    }
}

fn look_inside(app: &App, findings: &mut Findings) -> Result<()> {
    let now = app.now();
    let built: Timestamp = BUILT_AFTER.parse()?;
    findings.say("the clock is plausible", (now < built).then(|| format!("it says {now}")));
    let read = |tx: &mut store::Tx<'_>| {
        let dead = store::jobs::count_dead_letters(tx)?;
        let (waiting, oldest) = store::outbox::backlog(tx)?;
        Ok((dead, waiting, oldest))
    };
    let (dead, waiting, oldest) = app.store().read_blocking::<_, StoreError, _>(read)?;
    findings.say("no dead letters", (dead > 0).then(|| format!("{dead}; see the log for why")));
    let stale = oldest.filter(|oldest| now.since(*oldest) > OUTBOX_AGE_MAX);
    findings.say(
        "the outbox moves",
        stale.map(|oldest| {
            format!("{waiting} events wait, the oldest since {oldest}; does `ombud serve` run?")
        }),
    );
    Ok(())
}
