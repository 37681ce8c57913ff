//! What the assistant may do where: the settings of a tenant, each version kept for ever; which mode a
//! turn has by them; and the fall of what has left its band.

use std::collections::{BTreeMap, BTreeSet};

use assistant::book::Book;
use assistant::control::{self, Measured, Mode, Row, Settings, Sum};
use assistant::turn::{Heard, Next, Outcome};
use compliance::authority::Action;
use kernel::{ConversationId, Duration, PrincipalId, TaskId, Timestamp};
use store::tasks::TaskRow;

use super::{figures, procedures};
use crate::desk_policy::{self, Published};
use crate::{AppError, Session, names};

/// The slot of `policies_active` that holds the settings.
const SLOT: &str = "assistant/control";
/// The kind of task that tells the owner of a setting that it fell.
pub const FELL: &str = "assistant_fell";
/// By when somebody should have looked why.
const FELL_DUE_AFTER: Duration = Duration::from_days(1);
/// Most versions that are told of.
const VERSIONS_MAX: usize = 100;

/// The settings in force.
pub(crate) fn in_force(s: &mut Session<'_, '_>) -> Result<Published<Settings>, AppError> {
    desk_policy::active(s, SLOT, |_| Settings::default())
}

/// Whether a new conversation begins with the assistant.
pub(crate) fn may_begin(s: &mut Session<'_, '_>) -> Result<bool, AppError> {
    Ok(s.app().has_assistant() && in_force(s)?.text.is_on())
}

/// What a turn may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) mode: Mode,
    /// The version of the settings under which the conversation began.
    pub(super) version: u64,
    /// What it is about; empty where nothing was recognised yet.
    pub(super) intent: String,
}

/// Which mode a turn has: by what it is about, where, and the conversation's place in the draw. What
/// acts goes on acting while the setting acts, whatever becomes of the share.
pub(super) fn draw(
    s: &mut Session<'_, '_>,
    (id, market): (ConversationId, &str),
    heard: &Heard,
    outcome: &Outcome,
    book: &Book,
) -> Result<Drawn, AppError> {
    let settings = in_force(s)?;
    let tenant = s.tenant().clone();
    let case = store::assistant_cases::get(s.tx(), &tenant, id)?;
    let began = case.as_ref().and_then(|case| u64::try_from(case.settings_version).ok());
    let version = began.unwrap_or(settings.version);
    let known = case.as_ref().map(|case| case.intent.clone()).filter(|known| !known.is_empty());
    let intent = about(heard, outcome, book).or(known);
    let bucket = control::bucket(&tenant, id, version);
    let drawn = settings.text.mode(intent.as_deref(), market, bucket);
    let acts = case.is_some_and(|case| case.mode == Mode::Act.as_str());
    let row = intent.as_deref().and_then(|intent| settings.text.row(intent, market));
    let mode = match row {
        Some(row) if acts && row.mode == Mode::Act => Mode::Act,
        _ => drawn,
    };
    Ok(Drawn { mode, version, intent: intent.unwrap_or_default() })
}

/// The intent that a turn is about: what was recognised of the procedure at work.
fn about(heard: &Heard, outcome: &Outcome, book: &Book) -> Option<String> {
    let state = &outcome.state;
    let name = match &outcome.next {
        Next::HandOver { procedure: Some(procedure), .. } => procedure.as_str(),
        Next::Call(call) => call.procedure.as_str(),
        _ => match state.frames.last() {
            Some(frame) => frame.procedure.as_str(),
            None => state.done.last()?.procedure.as_str(),
        },
    };
    let of_it = |label: &str| book.by_intent.get(label).is_some_and(|own| own == name);
    let recognised = heard.intents.iter().map(|one| one.label.as_str()).find(|label| of_it(label));
    let first = || book.procedures.get(name)?.intents.first().map(String::as_str);
    recognised.or_else(first).map(str::to_owned)
}

/// One row of the settings, with what was measured of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RowMeasured {
    /// Of the cases that a row of the settings governs, an intent and a market.
    pub intent: String,
    pub market: String,
    pub mode: Mode,
    pub sum: Sum,
}

/// The settings in force, with what was measured in their window.
#[derive(Debug, Clone, PartialEq)]
pub struct Controlled {
    pub settings: Published<Settings>,
    /// By intent and market, what was begun since its row is as it is.
    pub measured: Vec<RowMeasured>,
    /// What those are called who made the rows what they are.
    pub people: BTreeMap<PrincipalId, String>,
    /// The intents that procedures know.
    pub intents: Vec<String>,
    /// The countries that have a policy for plans, as rows name them: `gb`, `se`.
    pub markets: Vec<String>,
    /// Whether there is an assistant at all.
    pub connected: bool,
}

/// What the assistant may do where, and what came of it.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn controlled(s: &mut Session<'_, '_>) -> Result<Controlled, AppError> {
    let on = s.of_tenant();
    s.check(Action::AssistantRead, &on)?;
    let settings = in_force(s)?;
    let all = measured(s, &settings.text)?;
    let mut keys: Vec<(&str, &str)> =
        all.iter().map(|one| (one.intent.as_str(), one.market.as_str())).collect();
    keys.sort_unstable();
    keys.dedup();
    let row = |(intent, market): (&str, &str)| RowMeasured {
        intent: intent.to_owned(),
        market: market.to_owned(),
        mode: settings.text.row(intent, market).map_or(Mode::Off, |row| row.mode),
        sum: settings.text.measured(intent, market, &all),
    };
    let measured = keys.into_iter().map(row).collect();
    let mut people = BTreeMap::new();
    for who in settings.text.rows.iter().filter_map(|row| row.by.clone()) {
        let name = names::name(s, &who)?;
        people.insert(who, name);
    }
    let connected = s.app().has_assistant();
    let intents = procedures::in_force(s)?.map(|book| book.by_intent.keys().cloned().collect());
    let (intents, markets) = (intents.unwrap_or_default(), markets(s)?.into_iter().collect());
    Ok(Controlled { measured, people, settings, intents, markets, connected })
}

/// The countries that customers may be in.
fn markets(s: &mut Session<'_, '_>) -> Result<BTreeSet<String>, AppError> {
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let policy = app.policy(s.tx(), &tenant)?;
    Ok(policy.rules.plans.iter().map(|plan| plan.market.country().to_owned()).collect())
}

/// Rows name countries as orders do. One that nobody is in would count nowhere, and whoever set it would
/// believe that it does.
fn in_known_markets(s: &mut Session<'_, '_>, wanted: &mut Settings) -> Result<(), AppError> {
    let known = markets(s)?;
    for market in wanted.rows.iter_mut().filter_map(|row| row.market.as_mut()) {
        market.make_ascii_lowercase();
        if !known.contains(market) {
            let known = known.into_iter().collect::<Vec<_>>().join(", ");
            let problem = format!("`{market}` is no market of yours: one of {known}");
            return Err(AppError::invalid("rows.market", problem));
        }
    }
    Ok(())
}

fn measured(s: &mut Session<'_, '_>, settings: &Settings) -> Result<Vec<Measured>, AppError> {
    let now = s.now();
    let from = now.minus(Duration::from_days(i64::from(settings.window_days)));
    figures::measured(s, (from, now))
}

/// Says what the assistant may do where, from now on; `version` is the one that was seen.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Invalid`] with the field; [`AppError::Conflict`] with
/// `settings_moved` where somebody was faster, or something fell.
pub fn change(
    s: &mut Session<'_, '_>,
    version: u64,
    mut wanted: Settings,
) -> Result<Published<Settings>, AppError> {
    let on = s.of_tenant();
    s.check(Action::AssistantControl, &on)?;
    in_known_markets(s, &mut wanted)?;
    wanted.check().map_err(|error| AppError::invalid(error.field(), error.to_string()))?;
    let before = in_force(s)?;
    if before.version != version {
        let why = format!("version {} is in force, not {version}: read it anew", before.version);
        return Err(AppError::conflict("settings_moved", why));
    }
    let (by, now) = (s.principal().id.clone(), s.now());
    let wanted = wanted.following(&before.text, version + 1, by.as_ref(), now);
    if wanted == before.text {
        return Ok(before);
    }
    let changed: Vec<_> =
        wanted.rows.iter().filter(|row| !before.text.rows.contains(row)).map(told).collect();
    put(s, &before, wanted, "assistant.control_changed", &changed)
}

fn put(
    s: &mut Session<'_, '_>,
    before: &Published<Settings>,
    settings: Settings,
    action: &str,
    changed: &[serde_json::Value],
) -> Result<Published<Settings>, AppError> {
    let (name, kept) = desk_policy::next(s, SLOT, before.version, settings)?;
    let (tenant, now) = (s.tenant().clone(), s.now());
    let hash = store::policies::put(s.tx(), &tenant, &name, &kept, now)?;
    store::policies::activate(s.tx(), &tenant, SLOT, &hash, now)?;
    let body = serde_json::json!({
        "version": before.version + 1, "hash": hash, "changed": changed,
    });
    s.audit(action, format!("policy/{hash}"), Some(body));
    Ok(serde_json::from_str(&kept)?)
}

/// A row as the audit trail tells it.
fn told(row: &Row) -> serde_json::Value {
    serde_json::json!({
        "intent": row.intent, "market": row.market, "mode": row.mode, "percent": row.percent,
        "fell": row.fell.as_ref().map(|fell| fell.why),
    })
}

/// A version of the settings, and what whoever made it is called; `None` where it fell back by itself.
pub type Version = (Published<Settings>, Option<String>);

/// The last versions, from new to old.
///
/// # Errors
/// As [`controlled`].
pub fn versions(s: &mut Session<'_, '_>) -> Result<Vec<Version>, AppError> {
    let on = s.of_tenant();
    s.check(Action::AssistantRead, &on)?;
    let tenant = s.tenant().clone();
    let all = store::policies::list(s.tx(), &tenant)?;
    let own = all.iter().rev().filter(|(_, name, _)| name.starts_with(SLOT)).take(VERSIONS_MAX);
    let mut found = Vec::new();
    for (hash, ..) in own {
        if let Some(text) = store::policies::text(s.tx(), &tenant, hash)? {
            let version: Published<Settings> = serde_json::from_str(&text)?;
            let by = version.by.as_ref().map(|by| names::name(s, by)).transpose()?;
            found.push((version, by));
        }
    }
    found.sort_by_key(|(one, _)| std::cmp::Reverse(one.version));
    Ok(found)
}

/// What has left its band: the settings in force, those without it, and its rows.
type Fall = (Published<Settings>, Settings, Vec<Row>);

fn out_of_band(s: &mut Session<'_, '_>) -> Result<Option<Fall>, AppError> {
    let before = in_force(s)?;
    if !before.text.rows.iter().any(|row| row.mode == Mode::Act) {
        return Ok(None);
    }
    let (all, now) = (measured(s, &before.text)?, s.now());
    let fallen = before.text.fallen(&all, before.version + 1, now);
    Ok(fallen.map(|(next, fallen)| (before, next, fallen)))
}

/// Whether anything has left its band. Weeks are counted for it, so who asks often asks this, which
/// keeps no writer waiting.
///
/// # Errors
/// The store's.
pub(super) fn must_fall(s: &mut Session<'_, '_>) -> Result<bool, AppError> {
    Ok(out_of_band(s)?.is_some())
}

/// Lets fall what has left its band: it suggests from now on, and its owner has a task. How many fell.
///
/// # Errors
/// The store's.
pub(super) fn fall(s: &mut Session<'_, '_>) -> Result<usize, AppError> {
    let Some((before, next, fallen)) = out_of_band(s)? else { return Ok(0) };
    let now = s.now();
    let changed: Vec<_> = fallen.iter().map(told).collect();
    put(s, &before, next, "assistant.fell_back", &changed)?;
    let mut tasks = Vec::new();
    for row in &fallen {
        tasks.push(task(s, row, &before.text, now));
    }
    store::tasks::insert(s.tx(), tasks)?;
    Ok(fallen.len())
}

/// For whoever set it to act.
fn task(s: &mut Session<'_, '_>, fell: &Row, before: &Settings, now: Timestamp) -> TaskRow {
    let (intent, market) =
        (fell.intent.as_deref().unwrap_or_default(), fell.market.as_deref().unwrap_or_default());
    let owner = before.row(intent, market).and_then(|row| row.by.clone());
    let measured = fell.fell.as_ref();
    TaskRow {
        tenant: s.tenant().clone(),
        task: TaskId::generate(now, s.rng()),
        kind: FELL.to_owned(),
        state: store::tasks::OPEN.to_owned(),
        order: None,
        dispute: None,
        assignee: owner,
        due_at: now.plus(FELL_DUE_AFTER),
        created_at: now,
        closed_at: None,
        version: 1,
        doc: serde_json::json!({
            "why": "the assistant left its band, and suggests from now on",
            "intent": fell.intent, "market": fell.market,
            "measured": measured.map(|fell| serde_json::json!({
                "of": fell.why, "share": fell.share, "cases": fell.of, "limit": fell.limit,
            })),
        })
        .to_string(),
    }
}
