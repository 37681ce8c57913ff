//! What one customer may begin, and how long the words beside messages may be.

use kernel::Duration;
use store::Cursor;
use store::conversations::{ConversationFilter, ConversationsOf};

use crate::order::scrub;
use crate::{AppError, Role, Session, sign_in};

/// Most conversations of a customer that are open at the same time, where they open one themselves.
const OPEN_CONVERSATIONS_MAX: usize = 10;
/// Most that they open within [`OPENED_WINDOW`].
const OPENED_CONVERSATIONS_MAX: usize = 30;
const OPENED_WINDOW: Duration = Duration::from_hours(1);
/// Conversations that are looked at for it, the last changed first.
const RECENT_MAX: u32 = 100;
const RESOLVED: &str = "resolved";
/// Longest reason of an act.
pub(super) const WHY_CHARS_MAX: usize = 1_000;
/// Longest brief of an assistant, as JSON.
pub(super) const BRIEF_CHARS_MAX: usize = 20_000;
/// Longest text that is searched for.
pub(super) const SEARCH_CHARS_MAX: usize = 100;
const SKILLS_MAX: usize = 10;
const SKILL_CHARS_MAX: usize = 40;
/// Most tags that one request names.
const TAGS_NAMED_MAX: usize = 20;
const TAG_CHARS_MAX: usize = 40;

/// Whether the customer may open one more. Each is a task of the desk and a place in its queue.
pub(super) fn may_open(s: &mut Session<'_, '_>) -> Result<(), AppError> {
    let principal = s.principal();
    let own = principal.customer.clone().filter(|_| principal.role == Role::Consumer);
    let Some(customer) = own else { return Ok(()) };
    let (tenant, since) = (s.tenant().clone(), s.now().minus(OPENED_WINDOW));
    let of = ConversationsOf::Customer(customer);
    let filter = ConversationFilter { of, ..ConversationFilter::default() };
    let rows = store::conversations::list(s.tx(), &tenant, &filter, &Cursor::newest(), RECENT_MAX)?;
    if rows.iter().filter(|row| row.state != RESOLVED).count() >= OPEN_CONVERSATIONS_MAX {
        let why = format!("{OPEN_CONVERSATIONS_MAX} conversations of yours are open");
        return Err(AppError::conflict("too_many_conversations", why));
    }
    if rows.iter().filter(|row| row.created_at > since).count() >= OPENED_CONVERSATIONS_MAX {
        let wait = OPENED_WINDOW.as_millis() / 1_000;
        return Err(AppError::TooMany { retry_after_s: u32::try_from(wait).unwrap_or(u32::MAX) });
    }
    Ok(())
}

/// # Errors
/// [`AppError::Invalid`] for what is longer than so many characters.
pub(super) fn short(field: &str, text: &str, chars_max: usize) -> Result<(), AppError> {
    if text.chars().nth(chars_max).is_some() {
        return Err(AppError::invalid(field, format!("at most {chars_max} characters")));
    }
    Ok(())
}

/// An id that a client chose. A UUID is none but by chance a card number, and is taken.
pub(super) fn client_id(id: &str) -> Result<(), AppError> {
    match uuid::Uuid::try_parse(id) {
        Ok(_) => Ok(()),
        Err(_) => scrub::no_card("client_id", id),
    }
}

/// A language as a short tag.
pub(super) fn language(text: &str) -> Result<String, AppError> {
    sign_in::language_tag(text).ok_or_else(|| {
        AppError::invalid("language", "is no language tag of BCP 47, such as sv or en-GB")
    })
}

pub(super) fn skills(skills: &[String]) -> Result<(), AppError> {
    names("skills", skills, SKILLS_MAX, SKILL_CHARS_MAX)
}

pub(super) fn tags(field: &str, tags: &[String]) -> Result<(), AppError> {
    names(field, tags, TAGS_NAMED_MAX, TAG_CHARS_MAX)
}

/// Short names that the desk chooses. One that holds a card number is refused: where a name is a
/// mark to find things by, a masked one would find others.
fn names(field: &str, names: &[String], max: usize, chars_max: usize) -> Result<(), AppError> {
    if names.len() > max {
        return Err(AppError::invalid(field, format!("at most {max}")));
    }
    for name in names {
        if name.trim().is_empty() {
            return Err(AppError::invalid(field, format!("each has 1 to {chars_max} characters")));
        }
        short(field, name, chars_max)?;
        scrub::no_card(field, name)?;
    }
    Ok(())
}
