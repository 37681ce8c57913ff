//! Finding recordings, and who watched them.
//!
//! What can be looked for is what the server knows beside the sealed bytes. The address of a page is not:
//! it never leaves the customer's browser.

use compliance::authority::Action;
use kernel::{CobrowseId, Timestamp};
use store::Cursor;
use store::cobrowse::recordings::RecordingRow;
use store::cobrowse::search::{self, RecordingFilter, RecordingsOf};
use store::cobrowse::watches;

use super::kept::Kept;
use super::read::{Named, all_named};
use super::recordings::{leads, stored};
use crate::{AppError, Page, Session, names};

/// Looks at one recording that are told, the last first.
const WATCHES_MAX: u32 = 1_000;

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub filter: RecordingFilter,
    /// Begun before this instant.
    pub to: Option<Timestamp>,
}

/// A recording as it is listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    pub row: RecordingRow,
    pub session: Named,
}

/// Somebody's look at a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    pub at: Timestamp,
    /// `None` for a key that is nobody's.
    pub name: Option<String>,
    /// `watched`, `exported` or `verified`.
    pub deed: String,
}

/// Recordings, the newest first: all for those who lead the desk, their own for those who work at it.
///
/// # Errors
/// [`AppError::Forbidden`], also for those of another agent.
pub fn search(
    s: &mut Session<'_, '_>,
    wanted: &Wanted,
    page: &Page,
) -> Result<Vec<Recorded>, AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseWork, &on)?;
    let mut filter = wanted.filter.clone();
    if !leads(s) {
        let own = super::claim::own_id(s)?;
        match &filter.of {
            RecordingsOf::All => filter.of = RecordingsOf::Agent(own),
            RecordingsOf::Agent(agent) if *agent == own => {}
            // The customer's index does not know whose they were.
            RecordingsOf::Agent(_) | RecordingsOf::Customer(_) => {
                let why = "whoever does not lead the desk looks for their own recordings";
                return Err(AppError::Forbidden { why: why.to_owned() });
            }
        }
    }
    let mut after = page.after_newest();
    if let Some(to) = wanted.to.filter(|to| *to <= after.at) {
        after = Cursor { at: to, id: String::new() };
    }
    let tenant = s.tenant().clone();
    let found = search::search(s.tx(), &tenant, &filter, &after, page.limit)?;
    let (mut recordings, mut sessions) = (Vec::new(), Vec::new());
    for row in found {
        let readable = row.recording.wrapped_key.is_some() && row.recording.chunks > 0;
        let length = u32::try_from(row.recording.length_ms).unwrap_or(u32::MAX);
        sessions.push((Kept::read(row.session)?, readable.then_some(length)));
        recordings.push(row.recording);
    }
    let named = all_named(s, sessions)?;
    let all = recordings.into_iter().zip(named);
    Ok(all.map(|(row, session)| Recorded { row, session }).collect())
}

/// Who watched a recording, took it away or proved it, the last first, for those who lead the desk.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
pub fn watched(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<Vec<Watch>, AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseLead, &on)?;
    stored(s, id)?;
    let tenant = s.tenant().clone();
    let rows = watches::list(s.tx(), &tenant, id, WATCHES_MAX)?;
    let named = rows.into_iter().map(|row| {
        let name = row.user.as_ref().map(|user| names::name(s, user)).transpose()?;
        Ok(Watch { at: row.at, name, deed: row.deed })
    });
    named.collect()
}
