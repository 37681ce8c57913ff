//! `ombud cobrowse lint`: whether anything leaks, and what a policy would let agents newly see, in a real browser.

mod browser;
mod cdp;
mod leaks;
mod report;
mod search;
mod seen;
mod site;
mod tab;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use browser::Browser;
use cdp::Cdp;
use clap::Args;
use cobrowse::policy::{InForce, Narrowing, Permit};
use kernel::Clock as _;
use report::{PageReport, Report};
use seen::Seen;
use serde_json::Value;
use tab::Tab;

use super::files::{read, read_policy};
use crate::commands::serve::runtime;
use crate::host::SystemClock;

/// Whose eyes captures are made for, as on the server.
const ROLES: [&str; 1] = ["agent"];
/// Most pages of a company.
const URLS_MAX: usize = 500;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The policy that is to be in force; without one, pages release by data-ombud-show
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The policy in force now: what agents would newly see is told
    #[arg(long, value_name = "FILE", requires = "policy")]
    against: Option<PathBuf>,
    /// A page of yours, with synthetic data on it; may be repeated
    #[arg(long = "url", value_name = "URL")]
    urls: Vec<String>,
    /// A file of pages, one a line; lines that begin with # are left out
    #[arg(long, value_name = "FILE")]
    urls_file: Option<PathBuf>,
    /// What agents would newly see is meant
    #[arg(long)]
    accept: bool,
    /// What the words of the leak page are made from
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// The browser; a Chromium of this machine when absent
    #[arg(long, value_name = "PATH")]
    browser: Option<PathBuf>,
    /// Leave the leak page out
    #[arg(long)]
    no_leak_page: bool,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

/// The scripts, as they are built.
struct Client {
    capture: String,
    leaks: String,
}

impl Client {
    fn built() -> Result<Self> {
        let script = |name: &str| {
            let bytes = api::built(name).with_context(|| {
                format!("{name} is not in this program: it was built without its web pages")
            })?;
            String::from_utf8(bytes.into_owned()).context("a built script is no text")
        };
        // What is loaded from beside the script when something is released: a script that was put into a
        // page came from nowhere.
        let beside = format!(
            "const append = document.head.append;
            document.head.append = function (...nodes) {{
              const script = nodes.find((node) => /\\/cobrowse-details\\.js/.test(node.src));
              if (!script) return append.apply(this, nodes);
              {}
              window.OmbudCobrowseDetails = OmbudCobrowseDetails;
              queueMicrotask(() => script.onload());
            }};",
            script("cobrowse-details.js")?
        );
        let capture = format!("{};\n{beside}", script("cobrowse-full.js")?);
        Ok(Self { capture, leaks: script("cobrowse-leaks.js")? })
    }
}

/// A policy as browsers get it, and what their frames are held against.
struct Force {
    browser: Value,
    permit: Permit,
}

impl Force {
    fn of(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            return Ok(Self { browser: Value::Null, permit: Permit::attributes() });
        };
        let (_, policy) = read_policy(path)?;
        let force = InForce::new(policy, Narrowing::default())?;
        let today = SystemClock.now().utc_date();
        let browser = serde_json::to_value(force.browser(&ROLES, today))?;
        Ok(Self { browser, permit: force.permit(&ROLES, today) })
    }
}

fn urls(options: &Options) -> Result<Vec<String>> {
    let mut all = options.urls.clone();
    if let Some(path) = &options.urls_file {
        let text = read("--urls-file", path)?;
        let lines = text.lines().map(str::trim);
        let meant = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        all.extend(meant.map(str::to_owned));
    }
    if all.len() > URLS_MAX {
        bail!("{} pages where at most {URLS_MAX} may be: name one of each kind", all.len());
    }
    let is_page = |url: &&String| url.starts_with("http://") || url.starts_with("https://");
    match all.iter().find(|url| !is_page(url)) {
        Some(other) => bail!("--url {other:?} must begin with http:// or https://"),
        None => Ok(all),
    }
}

pub(super) fn run(options: &Options) -> Result<ExitCode> {
    let urls = urls(options)?;
    let client = Client::built()?;
    let new = Force::of(options.policy.as_deref())?;
    let old = options.against.as_deref().map(|path| Force::of(Some(path))).transpose()?;
    let report = runtime()?.block_on(async {
        let mut browser = Browser::start(options.browser.as_deref()).await?;
        let made = lint(&mut browser.cdp, options, &client, &new, old.as_ref(), &urls).await;
        browser.stop().await?;
        made
    })?;
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{}", report.words());
    }
    Ok(report.exit())
}

async fn lint(
    cdp: &mut Cdp,
    options: &Options,
    client: &Client,
    new: &Force,
    old: Option<&Force>,
    urls: &[String],
) -> Result<Report> {
    let mut report = Report {
        seed: options.seed,
        runs: Vec::new(),
        compared: old.is_some(),
        accepted: options.accept,
        pages: Vec::new(),
    };
    if !options.no_leak_page {
        eprintln!("the leak page, released by attributes …");
        report.runs.push(leaks::run(cdp, client, options.seed, leaks::attributes()).await?);
        if options.policy.is_some() {
            eprintln!("the leak page, under the policy …");
            let policy = Some(leaks::everywhere(new.browser.clone()));
            let permit = new.permit.clone();
            let force = leaks::Force { name: "under the policy", policy, permit };
            report.runs.push(leaks::run(cdp, client, options.seed, force).await?);
        }
    }
    for (at, url) in urls.iter().enumerate() {
        eprintln!("page {} of {}: {url} …", at + 1, urls.len());
        report.pages.push(page(cdp, client, url, new, old).await?);
    }
    Ok(report)
}

/// What agents see of a page, under the new policy and under the old one: on the same page as it stands, one after the
/// other.
async fn page(
    cdp: &mut Cdp,
    client: &Client,
    url: &str,
    new: &Force,
    old: Option<&Force>,
) -> Result<PageReport> {
    let mut tab = Tab::open(cdp).await?;
    tab.go(url).await?;
    let mut looked = Vec::new();
    for force in std::iter::once(new).chain(old) {
        tab.begin(&client.capture, &force.browser).await?;
        tab.settle().await?;
        looked.push(Seen::of(&tab.end().await?, force.permit.clone()));
    }
    tab.close().await?;
    let mut looked = looked.into_iter();
    let seen = looked.next().unwrap_or_default();
    let before = looked.next().unwrap_or_default();
    let newly = seen.beyond(&before);
    let gone = before.beyond(&seen);
    let visible = seen.things.values().map(Vec::len).sum();
    let refused = seen.refused.into_iter().collect();
    Ok(PageReport { url: url.to_owned(), visible, newly, gone, refused })
}
