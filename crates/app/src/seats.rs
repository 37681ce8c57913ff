//! Seats of the desk: who takes conversations now, with which skills, and how many at once.

use compliance::authority::{Action, Role};
use kernel::{Duration, PrincipalId, TenantId, Timestamp, UserId};
use store::Tx;
use store::seats::SeatRow;
use store::users::UserRow;

use crate::order::scrub;
use crate::{App, AppError, Session, names};

/// A seat without a sign of life for so long takes nothing.
pub const SILENCE_MAX: Duration = Duration::from_secs(90);
/// Most seats of a tenant.
const SEATS_MAX: u32 = 10_000;
/// Most skills of one person.
const SKILLS_OF_ONE_MAX: usize = 40;
/// Longest name of a skill.
const SKILL_CHARS_MAX: usize = 40;
/// How much one can have at once: a chat takes [`CHAT_UNITS`], a call all of it.
const CAPACITY_UNITS_MAX: u32 = 100;
/// Longest name of a line.
const EXTENSION_CHARS_MAX: usize = 64;
/// What somebody can have who says nothing: three chats, or one call.
const CAPACITY_UNITS_DEFAULT: u32 = 3;

/// Whether somebody takes new conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    Available,
    /// Here, and takes nothing new.
    Busy,
    Away,
}

impl Availability {
    pub const ALL: [Self; 3] = [Self::Available, Self::Busy, Self::Away];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Busy => "busy",
            Self::Away => "away",
        }
    }

    fn read(text: &str) -> Result<Self, AppError> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| AppError::broken(format!("a stored seat is {text:?}")))
    }
}

/// One seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub user: PrincipalId,
    pub name: String,
    pub availability: Availability,
    /// Such as `bereavement` or `language:sv`.
    pub skills: Vec<String>,
    pub capacity_units: u32,
    pub since: Timestamp,
    pub seen_at: Timestamp,
    /// The line their calls ring at, in the telephone system's word.
    pub extension: Option<String>,
}

impl Seat {
    /// Whether it takes new conversations at this moment.
    pub fn takes(&self, now: Timestamp) -> bool {
        self.availability == Availability::Available && now.since(self.seen_at) < SILENCE_MAX
    }
}

/// What somebody says of their own seat; what is absent stays as it is. A user's skills and capacity
/// are those of the user, whatever is said here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub availability: Availability,
    pub skills: Option<Vec<String>>,
    pub capacity_units: Option<u32>,
    /// Empty: none.
    pub extension: Option<String>,
}

/// Whether somebody is of the desk: a user who works there, or an API key that opened a seat.
pub(crate) fn is_of_desk(s: &mut Session<'_, '_>, id: &PrincipalId) -> Result<bool, AppError> {
    if let Some(user) = names::user(s, id)? {
        let role =
            user.role.parse::<Role>().map_err(|error| AppError::broken(error.to_string()))?;
        return Ok(user.state == store::users::ACTIVE && role.moves_money());
    }
    let tenant = s.tenant().clone();
    Ok(store::seats::get(s.tx(), &tenant, id)?.is_some())
}

/// Says whether the principal takes new conversations.
///
/// # Errors
/// [`AppError::Forbidden`] for who is not of the desk, [`AppError::Invalid`].
pub fn change(s: &mut Session<'_, '_>, change: &Change) -> Result<Seat, AppError> {
    let on = s.of_tenant();
    s.check(Action::ConversationWork, &on)?;
    let user = s.principal().id.clone();
    let user = user.ok_or_else(|| AppError::Forbidden { why: "nobody sits here".to_owned() })?;
    let (tenant, now) = (s.tenant().clone(), s.now());
    let known = store::seats::get(s.tx(), &tenant, &user)?.map(read).transpose()?;
    let name = names::name(s, &user)?;
    let (skills, units) = match names::user(s, &user)? {
        Some(user) => abilities(&user).map(|(skills, units)| (Some(skills), Some(units)))?,
        None => (
            change.skills.clone().or_else(|| known.as_ref().map(|seat| seat.skills.clone())),
            change.capacity_units.or_else(|| known.as_ref().map(|seat| seat.capacity_units)),
        ),
    };
    let same = known.as_ref().filter(|seat| seat.availability == change.availability);
    let seat = Seat {
        name,
        user,
        availability: change.availability,
        skills: skills.unwrap_or_default(),
        capacity_units: units.unwrap_or(CAPACITY_UNITS_DEFAULT),
        since: same.map_or(now, |seat| seat.since),
        seen_at: now,
        extension: match &change.extension {
            Some(line) => Some(line.trim().to_owned()).filter(|line| !line.is_empty()),
            None => known.as_ref().and_then(|seat| seat.extension.clone()),
        },
    };
    check(&seat)?;
    if same.is_none() {
        let body = serde_json::json!({ "availability": change.availability.as_str() });
        s.audit("seat.changed", format!("seat/{}", seat.user), Some(body));
    }
    store::seats::put(s.tx(), row(&tenant, &seat)?)?;
    Ok(seat)
}

/// What a user can do, as whoever manages users has written it: nobody gives themselves a skill.
fn abilities(user: &UserRow) -> Result<(Vec<String>, u32), AppError> {
    let mut skills: Vec<String> = serde_json::from_str(&user.skills)?;
    let languages: Vec<String> = serde_json::from_str(&user.languages)?;
    let primary = |language: &String| language.split('-').next().map(str::to_lowercase);
    let languages = languages.iter().filter_map(primary);
    skills.extend(languages.map(|language| format!("language:{language}")));
    let units = u32::try_from(user.capacity_units).unwrap_or(CAPACITY_UNITS_DEFAULT);
    Ok((skills, units.clamp(1, CAPACITY_UNITS_MAX)))
}

fn check(seat: &Seat) -> Result<(), AppError> {
    if seat.skills.len() > SKILLS_OF_ONE_MAX {
        return Err(AppError::invalid("skills", format!("at most {SKILLS_OF_ONE_MAX}")));
    }
    let fits = |skill: &String| (1..=SKILL_CHARS_MAX).contains(&skill.chars().count());
    if !seat.skills.iter().all(fits) {
        let problem = format!("each has 1 to {SKILL_CHARS_MAX} characters");
        return Err(AppError::invalid("skills", problem));
    }
    if !(1..=CAPACITY_UNITS_MAX).contains(&seat.capacity_units) {
        return Err(AppError::invalid("capacity_units", format!("1 to {CAPACITY_UNITS_MAX}")));
    }
    let long = |line: &String| line.chars().count() > EXTENSION_CHARS_MAX;
    if seat.extension.as_ref().is_some_and(long) {
        let problem = format!("at most {EXTENSION_CHARS_MAX} characters");
        return Err(AppError::invalid("extension", problem));
    }
    // A telephone number may look like a card's.
    let is_number = |line: &&String| ::connectors::cti::international(line).is_some();
    if let Some(line) = seat.extension.as_ref().filter(|line| !is_number(line)) {
        scrub::no_card("extension", line)?;
    }
    for skill in &seat.skills {
        scrub::no_card("skills", skill)?;
    }
    Ok(())
}

/// All seats of the desk.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn list(s: &mut Session<'_, '_>) -> Result<Vec<Seat>, AppError> {
    let on = s.of_tenant();
    s.check(Action::ConversationRead, &on)?;
    let tenant = s.tenant().clone();
    of_tenant(s.tx(), &tenant)
}

pub(crate) fn of_tenant(tx: &mut Tx<'_>, tenant: &TenantId) -> Result<Vec<Seat>, AppError> {
    store::seats::list(tx, tenant, SEATS_MAX)?.into_iter().map(read).collect()
}

/// Whether a user takes conversations now; whoever gave no sign of life is away.
pub(crate) fn availability(
    s: &mut Session<'_, '_>,
    user: UserId,
) -> Result<Option<Availability>, AppError> {
    let id = PrincipalId::new(user.to_string())
        .map_err(|error| AppError::internal("a user's id", error))?;
    let (tenant, now) = (s.tenant().clone(), s.now());
    let seat = store::seats::get(s.tx(), &tenant, &id)?.map(read).transpose()?;
    Ok(seat.map(|seat| match now.since(seat.seen_at) < SILENCE_MAX {
        true => seat.availability,
        false => Availability::Away,
    }))
}

/// Notes that these people are there: their sockets are open on this node.
///
/// # Errors
/// The store's.
pub fn seen(
    app: &App,
    tx: &mut Tx<'_>,
    people: &[(TenantId, PrincipalId)],
) -> Result<(), AppError> {
    let now = app.now();
    for (tenant, user) in people {
        store::seats::seen(tx, tenant, user, now)?;
    }
    Ok(())
}

/// Somebody did not answer an offer: they are away until they say otherwise.
pub(crate) fn missed(s: &mut Session<'_, '_>, user: &PrincipalId) -> Result<(), AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    Ok(store::seats::set_state(s.tx(), &tenant, user, Availability::Away.as_str(), now)?)
}

fn read(row: SeatRow) -> Result<Seat, AppError> {
    Ok(Seat {
        user: row.user,
        name: row.name,
        availability: Availability::read(&row.state)?,
        skills: serde_json::from_str(&row.skills)?,
        capacity_units: u32::try_from(row.capacity_units).unwrap_or(0),
        since: row.since,
        seen_at: row.seen_at,
        extension: row.extension,
    })
}

fn row(tenant: &TenantId, seat: &Seat) -> Result<SeatRow, AppError> {
    Ok(SeatRow {
        tenant: tenant.clone(),
        user: seat.user.clone(),
        name: seat.name.clone(),
        state: seat.availability.as_str().to_owned(),
        skills: serde_json::to_string(&seat.skills)?,
        capacity_units: i64::from(seat.capacity_units),
        since: seat.since,
        seen_at: seat.seen_at,
        extension: seat.extension.clone(),
    })
}
