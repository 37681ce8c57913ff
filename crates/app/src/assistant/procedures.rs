//! The procedures of a tenant: those that ship, with files of its own over them. A version is proved when
//! it is proposed and again when it goes live, and another person than its author puts it in force
//! ([`crate::policies::activate`]).

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use assistant::book::{Book, BookFile};
use assistant::catalogue::{Catalogue, Power};
use assistant::procedure::{Act, Procedure};
use compliance::authority::{Action, Principal};
use kernel::canonical::Sha256Hex;
use kernel::{PrincipalId, Timestamp};
use store::tasks::TaskRow;
use tokio::sync::Semaphore;

use super::{shipped, simulations};
use crate::desk_policy::{self, Published};
use crate::{App, AppError, Session, policies};

/// The slot of `policies_active` that holds them.
pub(crate) const SLOT: &str = "assistant/procedures";
/// The folders whose files a tenant may write: what is done about a matter, the words for it, and whom
/// examples are about.
const OWN: [&str; 3] = ["procedures/", "texts/", "customers/"];
/// Most files of a version, and the longest, in bytes.
const FILES_MAX: usize = 1_000;
const FILE_BYTES_MAX: usize = 64 * 1024;
/// Most examples that came otherwise that a refusal names.
const FAILURES_TOLD_MAX: usize = 10;
/// Most books that a node keeps read; each is a few hundred kilobytes.
const BOOKS_MAX: usize = 64;

/// File names below `policy/assistant`, and texts.
pub type Files = BTreeMap<String, String>;

/// The books that this node has read, by the hash of their files.
#[derive(Debug, Default)]
pub(crate) struct Books(RwLock<HashMap<Sha256Hex, Arc<Book>>>);

impl Books {
    fn get(&self, hash: &Sha256Hex) -> Option<Arc<Book>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }

    fn put(&self, hash: Sha256Hex, book: &Arc<Book>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= BOOKS_MAX {
            known.clear();
        }
        known.insert(hash, Arc::clone(book));
    }
}

/// The tenant's own procedures, where it has any.
pub(super) fn own(s: &mut Session<'_, '_>) -> Result<Option<Arc<Book>>, AppError> {
    let tenant = s.tenant().clone();
    let Some(hash) = store::policies::active(s.tx(), &tenant, SLOT)? else { return Ok(None) };
    let app = s.app().clone();
    if let Some(book) = app.books().get(&hash) {
        return Ok(Some(book));
    }
    let book = Arc::new(kept(s, &hash)?);
    app.books().put(hash, &book);
    Ok(Some(book))
}

fn kept(s: &mut Session<'_, '_>, hash: &Sha256Hex) -> Result<Book, AppError> {
    let tenant = s.tenant().clone();
    let text = store::policies::text(s.tx(), &tenant, hash)?
        .ok_or_else(|| AppError::broken(format!("the procedures {hash} are not in the store")))?;
    let kept: Published<Files> = serde_json::from_str(&text)?;
    proved(&kept.text)
}

/// The procedures in force: the tenant's own, or those that ship. `None` where there is no assistant.
pub(super) fn in_force(s: &mut Session<'_, '_>) -> Result<Option<Arc<Book>>, AppError> {
    let own = own(s)?;
    Ok(own.or_else(|| s.app().assistant().map(|assistant| Arc::clone(&assistant.book))))
}

/// Reads files over those that ship, and proves what comes of it.
fn proved(files: &Files) -> Result<Book, AppError> {
    read(&over_shipped(files)?)
}

/// Whatever a version must pass before it goes live: the checker, and the simulation of its own examples in
/// every language. Paraphrases take half a minute: `ombud assistant check --paraphrases` begins with them.
fn may_stand(files: &Files) -> Result<(), AppError> {
    let all = over_shipped(files)?;
    let book = Arc::new(read(&all)?);
    if let Some(untried) = untried(files, &book) {
        let problem = format!("{}: it does something, and no [[example]] shows it", untried.name);
        return Err(AppError::invalid("files", problem));
    }
    play(&book, &all)
}

/// A procedure of the tenant's own that does something of which it has no example.
fn untried<'b>(files: &Files, book: &'b Book) -> Option<&'b Procedure> {
    let is_own = |name: &str| files.contains_key(&format!("procedures/{name}/procedure.toml"));
    let is_shown = |one: &Procedure| one.examples.iter().any(|example| !example.calls.is_empty());
    let mut own = book.procedures.values().filter(|one| is_own(&one.name));
    own.find(|one| does_something(one, &book.catalogue) && !is_shown(one))
}

fn does_something(procedure: &Procedure, catalogue: &Catalogue) -> bool {
    let tools = procedure.steps.values().filter_map(|step| match step {
        Act::Do(call) => Some(catalogue.tools.get(&call.tool)),
        _ => None,
    });
    // What is not known may do anything.
    tools.into_iter().any(|tool| tool.is_none_or(|tool| tool.power != Power::Read))
}

/// Plays the examples of the procedures.
fn play(book: &Arc<Book>, files: &Files) -> Result<(), AppError> {
    let report = simulations::run(book, &borrowed(files), None, &[]);
    let report = report.map_err(|error| AppError::invalid("files", error.to_string()))?;
    if report.is_good() {
        return Ok(());
    }
    let told: Vec<String> =
        report.failures.iter().take(FAILURES_TOLD_MAX).map(ToString::to_string).collect();
    let count = report.failures.len();
    let why =
        format!("{count} of {} examples came otherwise:\n{}", report.examples, told.join("\n"));
    Err(AppError::invalid("files", why))
}

fn over_shipped(files: &Files) -> Result<Files, AppError> {
    if files.len() > FILES_MAX {
        return Err(AppError::invalid("files", format!("at most {FILES_MAX}")));
    }
    if let Some((name, _)) = files.iter().find(|(_, text)| text.len() > FILE_BYTES_MAX) {
        return Err(AppError::invalid("files", format!("{name}: at most {FILE_BYTES_MAX} bytes")));
    }
    // What tools there are, what they may do and who must agree is the program's: no tenant's file says so.
    if let Some(name) = files.keys().find(|name| !OWN.iter().any(|own| name.starts_with(own))) {
        let problem = format!("{name}: only files below {} are yours to write", OWN.join(", "));
        return Err(AppError::invalid("files", problem));
    }
    let mut all: Files = shipped::files().into_iter().collect();
    all.extend(files.iter().map(|(name, text)| (name.clone(), text.clone())));
    Ok(all)
}

fn borrowed(files: &Files) -> Vec<BookFile<'_>> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

fn read(files: &Files) -> Result<Book, AppError> {
    Book::parse(&borrowed(files)).map_err(|error| AppError::invalid("files", error.to_string()))
}

/// One proof at a time: each keeps a core busy.
static PROVING: Semaphore = Semaphore::const_new(1);

/// Proposes other procedures: they are proved now, kept, and wait for another person. No file at all is
/// the way back to those that ship. Proving plays hundreds of conversations, so no transaction waits for it,
/// and it is done for one at a time.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Invalid`] with all that the checker found.
pub async fn propose(app: &App, by: &Principal, files: Files) -> Result<TaskRow, AppError> {
    app.read(by, may_propose).await?;
    let _one = PROVING.acquire().await;
    let work = move || may_stand(&files).map(|()| files);
    let proved = tokio::task::spawn_blocking(work).await;
    let files = proved.map_err(|error| AppError::internal("nothing was proved", error))??;
    let keep = move |s: &mut Session<'_, '_>| {
        may_propose(s)?;
        let before = published(s)?;
        let (name, kept) = desk_policy::next(s, SLOT, before.version, files.clone())?;
        policies::propose_text(s, SLOT, &name, &kept)
    };
    app.write(by, keep).await
}

fn may_propose(s: &mut Session<'_, '_>) -> Result<(), AppError> {
    let on = s.of_tenant();
    s.check(Action::PolicyPropose, &on)
}

/// Whether a proposal may go live: it follows on what is in force, and is proved by this program.
pub(crate) fn may_go_live(s: &mut Session<'_, '_>, hash: &Sha256Hex) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    let text = store::policies::text(s.tx(), &tenant, hash)?
        .ok_or_else(|| AppError::not_found("the proposed procedures", hash))?;
    let proposed: Published<Files> = serde_json::from_str(&text)?;
    if proposed.version != published(s)?.version + 1 {
        let why =
            "other procedures were put in force since these were proposed: propose them again";
        return Err(AppError::conflict("settings_moved", why));
    }
    may_stand(&proposed.text)
}

fn published(s: &mut Session<'_, '_>) -> Result<Published<Files>, AppError> {
    desk_policy::active(s, SLOT, |_| Files::new())
}

/// A procedure in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub name: String,
    pub version: u32,
    pub title: String,
    pub intents: Vec<String>,
}

/// The procedures in force, with the version that they came with: 0 is what ships.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    pub version: u64,
    pub by: Option<PrincipalId>,
    pub at: Option<Timestamp>,
    pub procedures: Vec<Told>,
}

/// The procedures in force.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn list(s: &mut Session<'_, '_>) -> Result<InForce, AppError> {
    let on = s.of_tenant();
    s.check(Action::AssistantRead, &on)?;
    let Published { version, by, at, .. } = published(s)?;
    let book = match in_force(s)? {
        Some(book) => book,
        None => Arc::new(proved(&Files::new())?),
    };
    let told = |one: &Procedure| Told {
        name: one.name.clone(),
        version: one.version,
        title: one.title.clone(),
        intents: one.intents.clone(),
    };
    Ok(InForce { version, by, at, procedures: book.procedures.values().map(told).collect() })
}
