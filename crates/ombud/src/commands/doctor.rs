//! `ombud doctor`: looks for what is wrong with an installation, and says what to do. It changes
//! nothing.

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration as StdDuration;

use anyhow::Result;
use app::App;
use clap::Args;
use kernel::{Duration, Timestamp};
use store::StoreError;

use crate::config::Config;
use crate::node;

/// An outbox that is older than this waits for something.
const OUTBOX_AGE_MAX: Duration = Duration::from_secs(300);
/// A clock before this build's year is wrong.
const BUILT_AFTER: &str = "2026-11-01T00:00:00Z";

/// How long NATS may take to answer.
const BUS_TIME_MAX: StdDuration = StdDuration::from_secs(5);
/// Most tenants that are looked through.
const TENANTS_MAX: u32 = 10_000;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Look at the data in this folder, such as that of `ombud up --data` (default: store.data_dir)
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
}

struct Findings {
    wrong: u32,
}

impl Findings {
    /// Something that must be mended: what is good when there is no problem, or else the problem.
    fn must(&mut self, good: &str, problem: Option<String>) {
        self.wrong += u32::from(problem.is_some());
        match problem {
            None => println!("  good  {good}"),
            Some(problem) => println!("  WRONG {problem}"),
        }
    }

    /// Something that may be so: nothing is wrong without it.
    fn may(good: &str, missing: Option<&str>) {
        match missing {
            None => println!("  good  {good}"),
            Some(missing) => println!("  note  {missing}"),
        }
    }
}

pub(crate) fn run(mut config: Config, options: &Options) -> Result<ExitCode> {
    if let Some(data) = &options.data {
        // Whoever names a folder means it, not the database that the configuration names.
        anyhow::ensure!(
            config.database_url().is_none(),
            "--data is a folder of an embedded database; unset DATABASE_URL to look at it"
        );
        config.store.data_dir.clone_from(data);
    }
    let config = &config;
    let mut findings = Findings { wrong: 0 };
    println!("configuration");
    Findings::may("metrics are not public", public_metrics(config));
    Findings::may("checkpoints can be signed", no_signing_key(config)?);
    Findings::may("nodes share the key of co-browsing", own_cobrowse_key(config));
    Findings::may("browsers can be sent to this node", no_cobrowse_address(config));
    look_at_bus(config)?;
    Findings::may("redaction policies must be signed", unsigned_policies(config)?);
    Findings::may("payouts have a provider", no_provider(config));
    println!("store");
    match node::open_existing_app(config) {
        Err(error) => findings.must("it opens", Some(format!("{error:#}"))),
        Ok(app) => {
            findings.must("the data folder is private", open_folder(&config.store.data_dir));
            findings.must("it opens, its schema is current", None);
            findings
                .must("keys of policies are of known tenants", unknown_companies(config, &app)?);
            look_inside(&app, &mut findings)?;
            app.store().close();
        }
    }
    match findings.wrong {
        0 => println!("nothing is wrong"),
        1 => println!("1 thing is wrong"),
        many => println!("{many} things are wrong"),
    }
    Ok(if findings.wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn public_metrics(config: &Config) -> Option<&'static str> {
    let address: SocketAddr = config.server.metrics_listen.parse().ok()?;
    (!address.ip().is_loopback()).then_some(
        "server.metrics_listen is no loopback address: whoever reaches it reads the metrics",
    )
}

fn open_folder(folder: &Path) -> Option<String> {
    const OTHERS: u32 = 0o007;
    let mode = folder.metadata().ok()?.permissions().mode();
    let shown = folder.display();
    (mode & OTHERS != 0).then(|| format!("others may enter {shown}; run: chmod 750 {shown}"))
}

fn no_signing_key(config: &Config) -> Result<Option<&'static str>> {
    let missing = "audit.signing_key is not set: no checkpoints are signed, so nobody can see that \
                   the end of the trail was cut off";
    Ok(config.signing_seed()?.is_none().then_some(missing))
}

fn own_cobrowse_key(config: &Config) -> Option<&'static str> {
    config.has_own_cobrowse_key().then_some(
        "cobrowse.key is not set: a second node on this database would have another key, and neither \
         take over the other's sessions nor read its recordings",
    )
}

fn no_cobrowse_address(config: &Config) -> Option<&'static str> {
    config.has_no_cobrowse_address().then_some(
        "cobrowse.address is not set: where several nodes share this database, browsers find the node of \
         a co-browsing session by chance only",
    )
}

/// Whether NATS answers, where it is configured: nothing is wrong without it, but slower.
fn look_at_bus(config: &Config) -> Result<()> {
    const GOOD: &str = "nodes wake each other over NATS";
    let Some(options) = config.bus(0)? else {
        let missing = match (config.database_url(), config.bus.is_on()) {
            (None, true) => Some("bus.nats is not used: the embedded database has one node"),
            (Some(_), false) => Some(
                "bus.nats is not set: where several nodes share this database, each looks ten times a \
                 second for what the others did",
            ),
            _ => None,
        };
        if missing.is_some() {
            Findings::may(GOOD, missing);
        }
        return Ok(());
    };
    let is_open = options.is_open();
    let link = ::bus::Bus::default().link(options)?;
    let runtime = crate::commands::serve::runtime()?;
    let answered = runtime.block_on(link.probe(BUS_TIME_MAX));
    let missing =
        answered.err().map(|error| format!("bus.nats: {error}; nodes look by themselves"));
    Findings::may(GOOD, missing.as_deref());
    let open = "bus.token crosses the network for all to read: set bus.tls = true";
    Findings::may("what it is told is for NATS alone", is_open.then_some(open));
    Ok(())
}

fn unsigned_policies(config: &Config) -> Result<Option<&'static str>> {
    let missing = "cobrowse.policy_keys is not set: redaction policies of co-browsing are taken without a \
                   signature; make a key with `ombud cobrowse keygen`";
    Ok(config.cobrowse.policy_keys()?.is_empty().then_some(missing))
}

/// Companies whose keys are configured and that are not there: a mistyped name leaves one without keys.
fn unknown_companies(config: &Config, app: &App) -> Result<Option<String>> {
    let keys = config.cobrowse.policy_keys()?;
    let read = |tx: &mut store::Tx<'_>| store::tenants::list(tx, "", TENANTS_MAX);
    let known = app.store().read_blocking::<_, StoreError, _>(read)?;
    let is_unknown = |name: &&kernel::TenantId| known.iter().all(|row| row.tenant != **name);
    let unknown = keys.keys().find(is_unknown);
    Ok(unknown.map(|name| {
        format!("cobrowse.policy_keys names {name}, and there is no such tenant: correct the name")
    }))
}

fn no_provider(config: &Config) -> Option<&'static str> {
    match config.payments.provider.as_str() {
        "none" => Some("payments.provider = \"none\": payouts wait"),
        "simulator" => Some("payments.provider = \"simulator\": no money moves"),
        _ => None,
    }
}

fn look_inside(app: &App, findings: &mut Findings) -> Result<()> {
    let now = app.now();
    let built: Timestamp = BUILT_AFTER.parse()?;
    let early =
        (now < built).then(|| format!("the clock says {now}, before this program was made"));
    findings.must("the clock is plausible", early);
    let read = |tx: &mut store::Tx<'_>| {
        let dead = store::jobs::count_dead_letters(tx)?;
        let (waiting, oldest) = store::outbox::backlog(tx)?;
        Ok((dead, waiting, oldest))
    };
    let (dead, waiting, oldest) = app.store().read_blocking::<_, StoreError, _>(read)?;
    let letters = format!("{dead} dead letters: messages nobody could take; see the log for why");
    findings.must("no dead letters", (dead > 0).then_some(letters));
    let stale = oldest.filter(|oldest| now.since(*oldest) > OUTBOX_AGE_MAX);
    findings.must(
        "the outbox moves",
        stale.map(|oldest| {
            format!("{waiting} events wait in the outbox, the oldest since {oldest}; does `ombud serve` run?")
        }),
    );
    Ok(())
}
