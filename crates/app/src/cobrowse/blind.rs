//! What people of the desk could not see: kept as it happens, and ranked for whoever decides what they see.

use cobrowse::place::Place;
use cobrowse::policy::{Effect, InForce};
use compliance::authority::Action;
use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, Duration, PrincipalId, TaskId, Timestamp};
use serde::{Deserialize, Serialize};
use store::cobrowse::blind_spots::{self, BlindSpotCount, BlindSpotRow};

use super::{kept, policy};
use crate::{AppError, Session, names};

/// The most boxes that are kept of a session.
pub const SPOTS_MAX: u32 = 50;
/// What the board looks back to where nobody says.
pub const BOARD_DAYS: i64 = 90;
/// The most places that are looked through, and that are told.
const RANKED_MAX: u32 = 500;
pub const BOARD_MAX: usize = 100;
/// The most that people wrote beside a place that is told.
const NOTES_MAX: usize = 3;
const NOTED_MAX: u32 = 50;
/// The most characters of why a place is dismissed.
const REASON_CHARS_MAX: usize = 500;

/// A box that somebody could not see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    pub seat: u32,
    /// What the customer's page is called, where it said so.
    pub page: Option<String>,
    pub place: Place,
    pub note: Option<String>,
}

/// What is kept beside a box.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Doc {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// A selector of the policy file that names the box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    selector: Option<String>,
}

/// What was decided about a place, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    pub by: Option<PrincipalId>,
    pub at: Timestamp,
    pub what: Decision,
}

/// A decision about a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// A rule that shows it was drafted.
    Proposed {
        rule: u32,
        selector: String,
        /// Of the file that holds the rule.
        version: u32,
        /// Under which the file waits; none while it is to be signed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<TaskId>,
    },
    /// It stays hidden.
    Dismissed { reason: String },
}

/// How a place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Nobody decided about it, or what was proposed did not come about.
    Open,
    Proposed,
    /// The rule that was proposed is in force.
    Released,
    Dismissed,
}

impl Standing {
    pub const ALL: [Self; 4] = [Self::Open, Self::Proposed, Self::Released, Self::Dismissed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Proposed => "proposed",
            Self::Released => "released",
            Self::Dismissed => "dismissed",
        }
    }
}

/// Which places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub page: Option<String>,
    pub standing: Option<Standing>,
}

/// A place that people could not see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub count: BlindSpotCount,
    /// What people wrote beside it, the newest first.
    pub notes: Vec<String>,
    pub standing: Standing,
    pub decided: Option<Decided>,
    pub decided_by: Option<String>,
    /// Names the box in the policy file, where its developers named something around it.
    pub selector: Option<String>,
}

/// Keeps a box that somebody in a session could not see. For the relay: no authority is asked. The same
/// box of the same person, and what is too much for one session, is not kept again.
///
/// # Errors
/// The store's.
pub fn note_blind(s: &mut Session<'_, '_>, id: CobrowseId, spot: Spot) -> Result<(), AppError> {
    let session = kept::load(s, id)?;
    let Some(person) = session.machine.person(spot.seat) else { return Ok(()) };
    let (user, tenant, now) = (person.principal.clone(), s.tenant().clone(), s.app().now());
    let (page, place) = (spot.page.unwrap_or_default(), spot.place.to_string());
    let place_hash = hash_of(&page, &place);
    let before = blind_spots::of_session(s.tx(), &tenant, id, SPOTS_MAX)?;
    let is_known = |row: &BlindSpotRow| row.user == user && row.place_hash == place_hash;
    if before.len() >= usize::try_from(SPOTS_MAX).unwrap_or(0) || before.iter().any(is_known) {
        return Ok(());
    }
    let note = spot.note.map(|note| understanding::pii::redact(&note).text.into_owned());
    let note = note.filter(|note| !note.trim().is_empty());
    let doc = Doc { note, selector: spot.place.selector() };
    let body = serde_json::json!({ "seat": spot.seat, "page": &page, "place": &place });
    let row = BlindSpotRow {
        tenant,
        cobrowse: id,
        spot: 0,
        at: now,
        user,
        page,
        place,
        place_hash,
        doc: serde_json::to_string(&doc)?,
    };
    blind_spots::insert(s.tx(), &row)?;
    s.audit("cobrowse.blind", format!("cobrowse/{id}"), Some(body));
    Ok(())
}

fn hash_of(page: &str, place: &str) -> Sha256Hex {
    Sha256Hex::of(format!("{page}\n{place}").as_bytes())
}

/// What people could not see: first what was missed in most sessions.
///
/// # Errors
/// [`AppError::Forbidden`].
pub fn board(s: &mut Session<'_, '_>, asked: &Asked) -> Result<Vec<Entry>, AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseLead, &on)?;
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let to = asked.to.unwrap_or(now.plus(Duration::SECOND));
    let from = asked.from.unwrap_or(now.plus(Duration::from_days(-BOARD_DAYS)));
    let page = asked.page.as_deref();
    let counts = blind_spots::ranked(s.tx(), &tenant, (from, to), page, RANKED_MAX)?;
    let force = policy::stored(s)?.map(|(_, force)| force);
    let mut entries = Vec::new();
    for count in counts {
        let decided = decided(s, &count.place_hash)?;
        let standing = standing(s, force.as_ref(), decided.as_ref())?;
        if asked.standing.is_none_or(|wanted| wanted == standing) && entries.len() < BOARD_MAX {
            entries.push(entry(s, count, standing, decided)?);
        }
    }
    Ok(entries)
}

fn entry(
    s: &mut Session<'_, '_>,
    count: BlindSpotCount,
    standing: Standing,
    decided: Option<Decided>,
) -> Result<Entry, AppError> {
    let (notes, selector) = written(s, &count.place_hash)?;
    let by = decided.as_ref().and_then(|decided| decided.by.clone());
    let decided_by = by.map(|by| names::name(s, &by)).transpose()?;
    Ok(Entry { count, notes, standing, decided, decided_by, selector })
}

/// What people wrote beside a place, and what names it in the policy file.
fn written(
    s: &mut Session<'_, '_>,
    place: &Sha256Hex,
) -> Result<(Vec<String>, Option<String>), AppError> {
    let tenant = s.tenant().clone();
    let (mut notes, mut selector) = (Vec::new(), None);
    for row in blind_spots::of_place(s.tx(), &tenant, place, NOTED_MAX)? {
        let doc: Doc = serde_json::from_str(&row.doc)?;
        selector = selector.or(doc.selector);
        let new = doc.note.filter(|note| notes.len() < NOTES_MAX && !notes.contains(note));
        notes.extend(new);
    }
    Ok((notes, selector))
}

fn decided(s: &mut Session<'_, '_>, place: &Sha256Hex) -> Result<Option<Decided>, AppError> {
    let tenant = s.tenant().clone();
    let doc = blind_spots::place(s.tx(), &tenant, place)?;
    Ok(doc.map(|doc| serde_json::from_str(&doc)).transpose()?)
}

/// How a place stands by what was decided, and by what is in force now.
fn standing(
    s: &mut Session<'_, '_>,
    force: Option<&InForce>,
    decided: Option<&Decided>,
) -> Result<Standing, AppError> {
    let Some(decided) = decided else { return Ok(Standing::Open) };
    let Decision::Proposed { rule, selector, version, task } = &decided.what else {
        return Ok(Standing::Dismissed);
    };
    if let Some(force) = force {
        let browser = force.browser(&policy::ROLES, s.app().now().utc_date());
        let shows = browser
            .rules
            .iter()
            .any(|one| one.id == *rule && one.effect == Effect::Show && one.selector == *selector);
        if shows {
            return Ok(Standing::Released);
        }
        // Another file came before it, or the rule is over or was taken away.
        if force.policy().version >= *version {
            return Ok(Standing::Open);
        }
    }
    let Some(task) = task else { return Ok(Standing::Proposed) };
    let tenant = s.tenant().clone();
    let task = store::tasks::get(s.tx(), &tenant, *task)?;
    let is_waiting = task.is_some_and(|task| task.state != store::tasks::CLOSED);
    Ok(if is_waiting { Standing::Proposed } else { Standing::Open })
}

/// One place, all of it, whatever the time.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
pub fn get(s: &mut Session<'_, '_>, place: &Sha256Hex) -> Result<Entry, AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseLead, &on)?;
    let (tenant, now) = (s.tenant().clone(), s.app().now());
    let rows = blind_spots::of_place(s.tx(), &tenant, place, 1)?;
    let row = rows.into_iter().next();
    let row = row.ok_or_else(|| AppError::not_found("the place that nobody could see", place))?;
    let span = (Timestamp::EPOCH, now.plus(Duration::SECOND));
    let counts = blind_spots::ranked(s.tx(), &tenant, span, Some(&row.page), RANKED_MAX)?;
    let count = counts.into_iter().find(|count| count.place_hash == *place);
    let count = count.unwrap_or(BlindSpotCount {
        place_hash: *place,
        page: row.page,
        place: row.place,
        asked: 1,
        sessions: 1,
        last_at: row.at,
    });
    let force = policy::stored(s)?.map(|(_, force)| force);
    let decided = decided(s, place)?;
    let standing = standing(s, force.as_ref(), decided.as_ref())?;
    entry(s, count, standing, decided)
}

/// Decides that a place stays hidden.
///
/// # Errors
/// [`AppError::Invalid`] without a reason; as [`get`].
pub fn dismiss(
    s: &mut Session<'_, '_>,
    place: &Sha256Hex,
    reason: &str,
) -> Result<Entry, AppError> {
    let before = get(s, place)?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        let why = format!("say in up to {REASON_CHARS_MAX} characters why it stays hidden");
        return Err(AppError::invalid("reason", why));
    }
    if before.standing == Standing::Released {
        let why = "a rule shows it: take the rule away where it should stay hidden";
        return Err(AppError::conflict("blind_spot_released", why));
    }
    decide(s, place, Decision::Dismissed { reason: reason.to_owned() })?;
    s.audit("cobrowse.blind_dismissed", format!("blind_spot/{place}"), None);
    get(s, place)
}

pub(super) fn decide(
    s: &mut Session<'_, '_>,
    place: &Sha256Hex,
    what: Decision,
) -> Result<(), AppError> {
    let (tenant, by, at) = (s.tenant().clone(), s.principal().id.clone(), s.app().now());
    let doc = serde_json::to_string(&Decided { by, at, what })?;
    Ok(blind_spots::put_place(s.tx(), &tenant, place, &doc)?)
}
