//! Macros: blocks of text with places for facts, one's own and the desk's.
//!
//! A place that is not on the list, and money that no act is behind, are refused when the text is
//! written (`support::macros`).

use std::collections::BTreeMap;

use compliance::authority::Action;
use dispute::{OrderFile, PayoutState};
use kernel::{ConversationId, Duration, MacroId, Money};
use store::macros::{MacroRow, SHARED};
use support::conversation::Conversation;
use support::macros::{self as texts, Filled, NAME_CHARS_MAX, Place};

use crate::order::scrub;
use crate::tenants::TenantDoc;
use crate::timeline::made_at;
use crate::{AppError, Session, beside, conversations, names};

/// Most macros of one person, and of the whole desk.
pub const OWN_MACROS_MAX: u32 = 200;
pub const SHARED_MACROS_MAX: u32 = 1_000;
/// Most languages of one name that are looked at.
const LANGUAGES_MAX: u32 = 50;
const LANGUAGE_CHARS_MAX: usize = 16;
/// A refund that arrived is told of for so long.
const REFUND_TOLD: Duration = Duration::from_days(30);

/// A macro to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMacro {
    pub name: String,
    /// BCP 47.
    pub language: String,
    pub text: String,
    /// For the whole desk.
    pub shared: bool,
}

/// A change of a macro; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MacroChange {
    pub name: Option<String>,
    pub language: Option<String>,
    pub text: Option<String>,
    pub shared: Option<bool>,
}

/// A macro with its places filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub id: MacroId,
    pub language: String,
    pub filled: Filled,
}

/// One's own macros and the desk's, by name.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn list(s: &mut Session<'_, '_>) -> Result<Vec<MacroRow>, AppError> {
    let me = may_use(s)?;
    let tenant = s.tenant().clone();
    let mut all = store::macros::of_owner(s.tx(), &tenant, &me, OWN_MACROS_MAX)?;
    all.extend(store::macros::of_owner(s.tx(), &tenant, SHARED, SHARED_MACROS_MAX)?);
    all.sort_by(|a, b| (&a.name, &a.language, &a.owner).cmp(&(&b.name, &b.language, &b.owner)));
    Ok(all)
}

/// Keeps a macro.
///
/// # Errors
/// [`AppError::Forbidden`] for a shared one by who does not lead; [`AppError::Invalid`];
/// [`AppError::Unprocessable`] with `macro_promises_money`; [`AppError::Conflict`] with
/// `macro_exists` or `too_many_macros`.
pub fn create(s: &mut Session<'_, '_>, new: NewMacro) -> Result<MacroRow, AppError> {
    let me = may_use(s)?;
    let owner = owner_of(s, &me, new.shared)?;
    let tenant = s.tenant().clone();
    let most = if new.shared { SHARED_MACROS_MAX } else { OWN_MACROS_MAX };
    let known = store::macros::of_owner(s.tx(), &tenant, &owner, most)?;
    if known.len() >= most as usize {
        let why = format!("at most {most} are kept: delete one that is not used");
        return Err(AppError::conflict("too_many_macros", why));
    }
    let now = s.now();
    let row = MacroRow {
        tenant,
        id: MacroId::generate(now, s.rng()),
        owner,
        name: new.name,
        language: new.language,
        text: new.text,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    let row = checked(s, row)?;
    if !store::macros::insert(s.tx(), &row)? {
        return Err(exists());
    }
    note(s, "macro.created", &row);
    Ok(row)
}

/// Changes a macro.
///
/// # Errors
/// As [`create`]; [`AppError::NotFound`], also for somebody else's own.
pub fn change(
    s: &mut Session<'_, '_>,
    id: MacroId,
    change: MacroChange,
) -> Result<MacroRow, AppError> {
    let before = load_to_change(s, id)?;
    let me = may_use(s)?;
    let owner = match change.shared {
        Some(shared) => owner_of(s, &me, shared)?,
        None => before.owner.clone(),
    };
    let row = MacroRow {
        owner,
        name: change.name.unwrap_or_else(|| before.name.clone()),
        language: change.language.unwrap_or_else(|| before.language.clone()),
        text: change.text.unwrap_or_else(|| before.text.clone()),
        updated_at: s.now(),
        ..before
    };
    let row = checked(s, row)?;
    let tenant = s.tenant().clone();
    let named = store::macros::named(s.tx(), &tenant, &row.owner, &row.name, LANGUAGES_MAX)?;
    if named.iter().any(|other| other.id != id && other.language == row.language) {
        return Err(exists());
    }
    store::macros::save(s.tx(), &row)?;
    note(s, "macro.changed", &row);
    Ok(MacroRow { version: row.version + 1, ..row })
}

/// Deletes a macro.
///
/// # Errors
/// As [`change`].
pub fn delete(s: &mut Session<'_, '_>, id: MacroId) -> Result<(), AppError> {
    let row = load_to_change(s, id)?;
    let tenant = s.tenant().clone();
    store::macros::delete(s.tx(), &tenant, id)?;
    note(s, "macro.deleted", &row);
    Ok(())
}

/// Fills a macro's places with the facts of a conversation, in the customer's language where the
/// macro has it under the same name.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
pub fn render(
    s: &mut Session<'_, '_>,
    id: MacroId,
    conversation: ConversationId,
) -> Result<Rendered, AppError> {
    let asked = load(s, id)?;
    let conversation = conversations::get(s, conversation)?.conversation;
    let tenant = s.tenant().clone();
    let (owner, name) = (asked.owner.clone(), asked.name.clone());
    let named = store::macros::named(s.tx(), &tenant, &owner, &name, LANGUAGES_MAX)?;
    let languages: Vec<&str> = named.iter().map(|row| row.language.as_str()).collect();
    let found = texts::variant(&languages, &conversation.language);
    let found = found.and_then(|language| named.iter().find(|row| row.language == language));
    let row = found.unwrap_or(&asked);
    let facts = facts(s, &conversation)?;
    let filled = texts::fill(&row.text, &facts)
        .map_err(|error| AppError::internal("a stored macro does not fill", error))?;
    Ok(Rendered { id: row.id, language: row.language.clone(), filled })
}

fn facts(s: &mut Session<'_, '_>, c: &Conversation) -> Result<BTreeMap<Place, String>, AppError> {
    let mut facts = BTreeMap::from([
        (Place::CustomerName, c.customer_name.clone()),
        (Place::ConversationNumber, c.number.clone()),
    ]);
    if let Some(me) = s.principal().id.clone() {
        facts.insert(Place::AgentName, names::name(s, &me)?);
    }
    let tenant = s.tenant().clone();
    if let Some(row) = store::tenants::get(s.tx(), &tenant)? {
        let doc: TenantDoc = serde_json::from_str(&row.doc)?;
        facts.insert(Place::CompanyName, doc.name);
    }
    let of_dispute = match c.dispute {
        Some(dispute) => store::disputes::get(s.tx(), &tenant, dispute)?.map(|row| row.order),
        None => None,
    };
    let Some(order) = c.order.clone().or(of_dispute) else { return Ok(facts) };
    let Some(row) = store::orders::load(s.tx(), &tenant, &order)? else { return Ok(facts) };
    let file: OrderFile = serde_json::from_str(&row.doc)?;
    // Whatever is linked, nobody is told of somebody else's purchase.
    if file.order().customer_id == c.customer {
        of_order(s, c, &file, &mut facts)?;
    }
    Ok(facts)
}

fn of_order(
    s: &mut Session<'_, '_>,
    c: &Conversation,
    file: &OrderFile,
    facts: &mut BTreeMap<Place, String>,
) -> Result<(), AppError> {
    let money = |minor: i64| Money::new(minor, file.currency()).to_string();
    let order = file.order();
    facts.insert(Place::OrderId, order.id.to_string());
    facts.insert(Place::OrderTotal, money(order.total_minor));
    let shops = beside::merchant_names(s, std::iter::once(&order.merchant_id))?;
    facts.extend(shops.get(&order.merchant_id).map(|shop| (Place::OrderShop, shop.clone())));
    let dispute = c.dispute.and_then(|id| file.dispute(id));
    facts.extend(dispute.map(|dispute| (Place::Amount, money(dispute.amount_minor))));
    let since = s.now().minus(REFUND_TOLD);
    let sent = file.payouts().iter().filter(|payout| match payout.state {
        PayoutState::Intended | PayoutState::Unknown => true,
        PayoutState::Succeeded => made_at(payout.payout.id.uuid()) >= since,
        PayoutState::Failed => false,
    });
    let sent: i64 = sent.map(|payout| payout.payout.amount_minor).sum();
    if sent > 0 {
        facts.insert(Place::RefundAmount, money(sent));
    }
    if let Some(next) = beside::next_due(file) {
        facts.insert(Place::PaymentAmount, money(next.minor));
        facts.insert(Place::PaymentDate, next.on.to_string());
    }
    Ok(())
}

/// Who uses macros, by the name that owns theirs.
fn may_use(s: &mut Session<'_, '_>) -> Result<String, AppError> {
    let on = s.of_tenant();
    s.check(Action::MacroUse, &on)?;
    let me = s.principal().id.as_ref().map(ToString::to_string);
    me.ok_or_else(|| AppError::Forbidden { why: "nobody sits here".to_owned() })
}

fn owner_of(s: &mut Session<'_, '_>, me: &str, shared: bool) -> Result<String, AppError> {
    if !shared {
        return Ok(me.to_owned());
    }
    let on = s.of_tenant();
    s.check(Action::MacroShare, &on)?;
    Ok(SHARED.to_owned())
}

fn load(s: &mut Session<'_, '_>, id: MacroId) -> Result<MacroRow, AppError> {
    let me = may_use(s)?;
    let tenant = s.tenant().clone();
    let row = store::macros::get(s.tx(), &tenant, id)?;
    let seen = row.filter(|row| row.owner == me || row.owner == SHARED);
    seen.ok_or_else(|| AppError::not_found("the macro", &id))
}

fn load_to_change(s: &mut Session<'_, '_>, id: MacroId) -> Result<MacroRow, AppError> {
    let row = load(s, id)?;
    if row.owner == SHARED {
        let on = s.of_tenant();
        s.check(Action::MacroShare, &on)?;
    }
    Ok(row)
}

fn checked(s: &Session<'_, '_>, mut row: MacroRow) -> Result<MacroRow, AppError> {
    row.name = row.name.trim().to_owned();
    scrub::text(&mut row.name);
    scrub::no_card("language", &row.language)?;
    let chars = row.name.chars().count();
    if !(1..=NAME_CHARS_MAX).contains(&chars) || row.name.chars().any(char::is_control) {
        let problem = format!("has 1 to {NAME_CHARS_MAX} characters, on one line");
        return Err(AppError::invalid("name", problem));
    }
    let tag = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let length = row.language.len();
    if !(2..=LANGUAGE_CHARS_MAX).contains(&length) || !row.language.chars().all(tag) {
        return Err(AppError::invalid("language", "is a tag of BCP 47, such as sv"));
    }
    scrub::text(&mut row.text);
    texts::check(&row.text, s.app().phrases()).map_err(|error| match error {
        texts::MacroError::Money { .. } => {
            AppError::unprocessable("macro_promises_money", format!("the text {error}"))
        }
        other => AppError::invalid("text", other.to_string()),
    })?;
    Ok(row)
}

fn exists() -> AppError {
    AppError::conflict("macro_exists", "there is a macro of this name in this language")
}

fn note(s: &mut Session<'_, '_>, action: &str, row: &MacroRow) {
    let body = serde_json::json!({ "shared": row.owner == SHARED, "language": row.language });
    s.audit(action, format!("macro/{}", row.id), Some(body));
}
