//! How long conversations are kept. A resolved conversation that nobody touched for as long as the
//! company says is erased where nothing holds it: a complaint that is open or still on record, a dispute
//! that runs, a legal hold. The law sets no period of its own: personal data is kept no longer than is
//! necessary (GDPR article 5(1)(e)), and the company tells its customers how long that is (article
//! 13(2)(a)), which is why the period is part of what it says about itself.

use compliance::retention::{Class, Hold, Item, plan_erasure};
use kernel::{ConversationId, Duration, TenantId, Timestamp};
use store::Cursor;
use support::conversation::{Conversation, ErasedWhy, State};

use crate::{App, AppError, Session, conversations};

/// How long a conversation is kept where the company says nothing, in days: a year, as R18
/// (`policy/statutes/r18-records.toml`) has it for claims.
pub const KEPT_DAYS_DEFAULT: u32 = 365;
/// The shortest: what is complained of, or charged back, within a month must be found.
pub const KEPT_DAYS_MIN: u32 = 30;
/// The longest: the longest period of limitation for claims that we know of, ten years.
pub const KEPT_DAYS_MAX: u32 = 3_660;
/// Conversations of one company that are looked at in one round; the next goes on.
const ROUND_CONVERSATIONS_MAX: usize = 1_000;
const AT_ONCE: u32 = 100;
const TENANTS_AT_ONCE: u32 = 100;

/// A conversation as a record that law may keep.
pub(crate) fn item(s: &mut Session<'_, '_>, of: &Conversation) -> Result<Item, AppError> {
    let (tenant, id) = (s.tenant().clone(), item_id(of));
    if let Some(complaint) = of.complaint {
        let row = store::complaints::get(s.tx(), &tenant, complaint)?;
        let closed_at = row.and_then(|row| row.closed_at);
        return Ok(Item { id, class: Class::Complaint, closed_at });
    }
    if let Some(dispute) = of.dispute {
        let row = store::disputes::get(s.tx(), &tenant, dispute)?;
        let closed_at = row.and_then(|row| row.closed_at);
        return Ok(Item { id, class: Class::Conversation, closed_at });
    }
    // There is no claim in sight that it would have to be kept for: it goes when the customer says so.
    Ok(Item { id, class: Class::Marketing, closed_at: None })
}

/// What it is called as a record.
pub(crate) fn item_id(of: &Conversation) -> String {
    format!("conversation/{}", of.number)
}

/// That it is needed by a court, an authority or for a claim.
pub(crate) fn hold(of: &Conversation) -> Option<Hold> {
    of.is_on_hold().then(|| Hold {
        item: item_id(of),
        ground: "a legal hold".to_owned(),
        citation: "GDPR art. 17(3)(e)".to_owned(),
        until: None,
        confidential: false,
    })
}

/// Erases, of every company, the conversations whose time is over; how many.
///
/// # Errors
/// The store's.
pub async fn prune(app: &App) -> Result<usize, AppError> {
    let (mut after, mut erased) = (String::new(), 0);
    loop {
        let from = after.clone();
        let tenants = app.store().read(move |tx| store::tenants::list(tx, &from, TENANTS_AT_ONCE));
        let tenants = tenants.await?;
        let Some(last) = tenants.last() else { return Ok(erased) };
        after = last.tenant.as_str().to_owned();
        for row in tenants {
            erased += prune_one(app, &row.tenant).await?;
        }
    }
}

async fn prune_one(app: &App, tenant: &TenantId) -> Result<usize, AppError> {
    let system = app.system(tenant);
    let before = app.write(&system, forget_letters).await?;
    let (mut after, mut looked_at, mut erased) = (Cursor::oldest(), 0, 0);
    while looked_at < ROUND_CONVERSATIONS_MAX {
        let (of, from) = (tenant.clone(), after.clone());
        let read =
            move |tx: &mut store::Tx<'_>| store::erasure::old(tx, &of, before, &from, AT_ONCE);
        let page = app.store().read(read).await?;
        let Some((at, id)) = page.last() else { break };
        after = Cursor { at: *at, id: id.to_string() };
        looked_at += page.len();
        for (_, id) in page {
            let over = app.write(&system, move |s| erase_if_over(s, id, before)).await?;
            erased += usize::from(over);
        }
    }
    Ok(erased)
}

/// Forgets old letters that belong to no conversation; before when a company's conversations are old.
fn forget_letters(s: &mut Session<'_, '_>) -> Result<Timestamp, AppError> {
    let doc = crate::company::doc(s)?;
    let before = s.now().minus(Duration::from_days(i64::from(doc.kept_days())));
    let tenant = s.tenant().clone();
    let gone = store::erasure::forget_old_letters(s.tx(), &tenant, before)?;
    if gone > 0 {
        let body = serde_json::json!({ "letters": gone });
        s.audit("mail.pruned", format!("tenant/{tenant}"), Some(body));
    }
    Ok(before)
}

/// It may have moved on since it was found, or something may hold it.
fn erase_if_over(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    before: Timestamp,
) -> Result<bool, AppError> {
    let kept = conversations::stored(s, id)?;
    let conversation = kept.conversation;
    let resolved = matches!(conversation.state, State::Resolved { .. });
    if !resolved || kept.updated_at >= before {
        return Ok(false);
    }
    let item = item(s, &conversation)?;
    let holds: Vec<Hold> = hold(&conversation).into_iter().collect();
    let calendar = crate::data::calendar_of(s, &conversation.customer)?;
    let records = &s.app().statutes().records.rule;
    let plan = plan_erasure(records, &[item], &holds, s.now(), &calendar);
    if !plan.keep.is_empty() {
        return Ok(false);
    }
    conversations::erase(s, id, ErasedWhy::Retention)?;
    Ok(true)
}
