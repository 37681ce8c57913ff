//! Reading conversations: one, its events, the lists of the desk.

use compliance::authority::{Action, Resource};
use kernel::{ConversationId, CustomerId};
use store::Cursor;
use store::conversations::{ConversationFilter, ConversationsOf};
use support::conversation::Event;
use support::search::Asked;

use super::{Kept, case, limits, persist};
use crate::{AppError, Page, Session};

/// Most conversations of the queue that are looked at.
const QUEUE_ROWS_MAX: u32 = 10_000;

/// The lists of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// Whose the principal is.
    Mine,
    /// In which the principal was called in a note and has not answered.
    Mentions,
    /// Waiting for anybody.
    Waiting,
    /// Open, with nobody on it.
    Unassigned,
    Open,
    Snoozed,
    Resolved,
    /// Open, and of a critical moment.
    Critical,
    /// Open, with a complaint.
    Complaints,
    All,
}

impl View {
    pub const ALL: [Self; 10] = [
        Self::Mine,
        Self::Mentions,
        Self::Waiting,
        Self::Unassigned,
        Self::Open,
        Self::Snoozed,
        Self::Resolved,
        Self::Critical,
        Self::Complaints,
        Self::All,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Mentions => "mentions",
            Self::Waiting => "waiting",
            Self::Unassigned => "unassigned",
            Self::Open => "open",
            Self::Snoozed => "snoozed",
            Self::Resolved => "resolved",
            Self::Critical => "critical",
            Self::Complaints => "complaints",
            Self::All => "all",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.as_str() == text)
    }

    fn filter(self, s: &Session<'_, '_>) -> ConversationFilter {
        let state = |state: &str| Some(state.to_owned());
        let all = ConversationFilter::default();
        match self {
            Self::Mine => ConversationFilter {
                state: state("open"),
                of: match &s.principal().id {
                    Some(me) => ConversationsOf::Assignee(me.clone()),
                    None => ConversationsOf::All,
                },
                ..all
            },
            Self::Mentions => ConversationFilter {
                of: match &s.principal().id {
                    Some(me) => ConversationsOf::Mentioned(me.clone()),
                    None => ConversationsOf::All,
                },
                ..all
            },
            Self::Waiting => ConversationFilter { owner: state("waiting"), ..all },
            Self::Unassigned => {
                ConversationFilter { state: state("open"), owner: state("none"), ..all }
            }
            Self::Open => ConversationFilter { state: state("open"), ..all },
            Self::Snoozed => ConversationFilter { state: state("snoozed"), ..all },
            Self::Resolved => ConversationFilter { state: state("resolved"), ..all },
            Self::Critical => ConversationFilter { state: state("open"), level: 2, ..all },
            Self::Complaints => {
                ConversationFilter { state: state("open"), complaints: true, ..all }
            }
            Self::All => all,
        }
    }
}

/// # Errors
/// [`AppError::NotFound`], also for a conversation of somebody else.
pub fn get(s: &mut Session<'_, '_>, id: ConversationId) -> Result<Kept, AppError> {
    let kept = persist::load(s, id)?;
    let on = case(s, &kept.conversation);
    s.check(Action::ConversationRead, &on)?;
    Ok(kept)
}

/// Conversations by their last change, the newest first; a customer's are their own. With `words`, those
/// in which all of them were said or written, the last perhaps begun only.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Invalid`] for words or a list of a customer; or the store's error.
pub fn list(
    s: &mut Session<'_, '_>,
    view: View,
    customer: Option<&CustomerId>,
    words: Option<String>,
    page: &Page,
) -> Result<Vec<Kept>, AppError> {
    let own = s.principal().customer.clone();
    let customer = own.as_ref().or(customer).cloned();
    let on = Resource { customer: customer.clone(), ..s.of_tenant() };
    s.check(Action::ConversationRead, &on)?;
    // They tell of urgency, and of what rests: the desk's matters.
    if view != View::All && !is_desk(s) {
        return Err(AppError::invalid("view", "only the desk has lists; leave it out"));
    }
    let filter = view.filter(s);
    let mine = filter.of.clone();
    let of = customer.map_or_else(|| mine.clone(), ConversationsOf::Customer);
    let filter = ConversationFilter { of, ..filter };
    let (tenant, after) = (s.tenant().clone(), page.after_newest());
    let rows = match words {
        None => store::conversations::list(s.tx(), &tenant, &filter, &after, page.limit)?,
        // Words of the desk's notes are among those that are found by.
        Some(_) if !is_desk(s) => {
            return Err(AppError::invalid("q", "only the desk searches; leave it out"));
        }
        Some(text) => {
            limits::short("q", &text, limits::SEARCH_CHARS_MAX)?;
            let Some(Asked { words, prefix }) = support::search::asked(&text) else {
                return Ok(Vec::new());
            };
            let words = store::search::Words { words, prefix };
            store::search::list(s.tx(), &tenant, &filter, &words, &after, page.limit)?
        }
    };
    // Of a customer's, one's own are picked here: they are few.
    let is_listed = |Kept { conversation, .. }: &Kept| match &mine {
        ConversationsOf::Assignee(me) => conversation.assignment.owner.user() == Some(me),
        ConversationsOf::Mentioned(me) => conversation.mentioned.contains(me),
        ConversationsOf::All | ConversationsOf::Customer(_) => true,
    };
    let kept = rows.iter().map(persist::kept).collect::<Result<Vec<_>, _>>()?;
    Ok(kept.into_iter().filter(is_listed).collect())
}

/// Whether conversations are offered to the principal, and told when they are called: only to people of
/// the desk who may read them.
pub fn hears_of_work(s: &mut Session<'_, '_>) -> bool {
    let on = s.of_tenant();
    let is_person = s.principal().id.is_some() && s.principal().role.moves_money();
    is_person && s.check(Action::ConversationRead, &on).is_ok()
}

/// What is offered to the principal, the newest first.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn offered(s: &mut Session<'_, '_>) -> Result<Vec<Kept>, AppError> {
    let on = s.of_tenant();
    s.check(Action::ConversationRead, &on)?;
    let Some(me) = s.principal().id.clone() else { return Ok(Vec::new()) };
    let tenant = s.tenant().clone();
    let filter = ConversationFilter {
        owner: Some("offered".to_owned()),
        of: ConversationsOf::Assignee(me),
        ..ConversationFilter::default()
    };
    let (newest, most) = (Cursor::newest(), QUEUE_ROWS_MAX);
    let rows = store::conversations::list(s.tx(), &tenant, &filter, &newest, most)?;
    rows.iter().map(persist::kept).collect()
}

/// Whether the principal sees what only the desk sees.
fn is_desk(s: &Session<'_, '_>) -> bool {
    !s.principal().role.is_of_one_customer() || s.principal().role.as_str() == "ai"
}

/// Events after `seq`, from old to new. What is for the desk alone is not among them for others.
///
/// # Errors
/// As [`get`].
pub fn events(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    after: u64,
    limit: u32,
) -> Result<Vec<Event>, AppError> {
    get(s, id)?;
    let (tenant, desk) = (s.tenant().clone(), is_desk(s));
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let rows = store::conversation_events::after(s.tx(), &tenant, id, after, desk, limit)?;
    rows.iter().map(persist::event).collect()
}

/// Events before `seq`, from new to old.
///
/// # Errors
/// As [`get`].
pub fn earlier_events(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    before: u64,
    limit: u32,
) -> Result<Vec<Event>, AppError> {
    get(s, id)?;
    let (tenant, desk) = (s.tenant().clone(), is_desk(s));
    let before = i64::try_from(before).unwrap_or(i64::MAX);
    let rows = store::conversation_events::before(s.tx(), &tenant, id, before, desk, limit)?;
    rows.iter().map(persist::event).collect()
}

/// The whole queue, the most urgent first.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn queue(s: &mut Session<'_, '_>) -> Result<Vec<Kept>, AppError> {
    let on = s.of_tenant();
    s.check(Action::ConversationRead, &on)?;
    let tenant = s.tenant().clone();
    let rows = store::conversations::queue(s.tx(), &tenant, QUEUE_ROWS_MAX)?;
    rows.iter().map(persist::kept).collect()
}

/// What people have, or are asked to take.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn held(s: &mut Session<'_, '_>) -> Result<Vec<Kept>, AppError> {
    let on = s.of_tenant();
    s.check(Action::ConversationRead, &on)?;
    let tenant = s.tenant().clone();
    let rows = store::conversations::held(s.tx(), &tenant, QUEUE_ROWS_MAX)?;
    rows.iter().map(persist::kept).collect()
}

/// How many there are in each list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub mine: i64,
    pub mentions: i64,
    pub waiting: i64,
    pub unassigned: i64,
    pub open: i64,
    pub snoozed: i64,
    pub critical: i64,
    pub complaints: i64,
}

/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn counts(s: &mut Session<'_, '_>) -> Result<Counts, AppError> {
    let on = s.of_tenant();
    s.check(Action::ConversationRead, &on)?;
    let (tenant, me) = (s.tenant().clone(), s.principal().id.clone());
    let mut sum = Counts::default();
    if let Some(me) = &me {
        sum.mentions = store::conversations::mentions(s.tx(), &tenant, me)?;
    }
    for row in store::conversations::counts(s.tx(), &tenant, me.as_ref())? {
        if row.state == "snoozed" {
            sum.snoozed += row.all;
            continue;
        }
        sum.open += row.all;
        sum.mine += row.own;
        sum.complaints += row.complaints;
        match row.owner.as_str() {
            "waiting" => sum.waiting += row.all,
            "none" => sum.unassigned += row.all,
            _ => {}
        }
        if row.level >= 2 {
            sum.critical += row.all;
        }
    }
    Ok(sum)
}
